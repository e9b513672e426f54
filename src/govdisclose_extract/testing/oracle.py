"""Which of the printed numbers a reader can be sure of, told without the library's solver.

The ways to fill each row come from `readings`. The sums over rows are searched by propagation of
bounds and backtracking: for each way of a row one solution is looked for that takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from ..form.definition import Row, Table
from ..reading import State
from .content import Amount
from .readings import (
    DRAWN,
    Habits,
    RowWays,
    TooMany,
    Way,
    habits_of,
    leaves_total_blank,
    sums_of,
    ways_of,
)
from .write.base import Shown, Written, is_blank

Vector = tuple[Amount, ...]

STEPS = 200_000
"""What the search may spend on a table, in comparisons of a row's way with the others' bounds."""


class Verdict(StrEnum):
    """What must be said of a printed cell.

    sure: every reading gives it this number; the library must, too. open: readings differ, or
    nothing shows the cell; the library must say `assumed`, or nothing. free: the model is silent,
    so that only a wrong number given as certain is a fault.
    """

    SURE = "sure"
    OPEN = "open"
    FREE = "free"


def verdicts(written: Written) -> dict[str, Verdict]:
    """The verdict on every cell of the form that the file shows, by fact id."""
    if written.printed.deduplicated:  # no line says any more what stood beside it
        return dict.fromkeys(written.printed.facts, Verdict.OPEN)
    found: dict[str, Verdict] = {}
    drops = _drops_blanks(written.shown)
    tables = {
        table: [one for one in written.shown if one.table == table.id]
        for table in written.printed.content.tables
    }
    whole = {table.id for table, rows in tables.items() if _prints_all(table, rows)} - drops
    for table, rows in tables.items():
        elsewhere = drops - {table.id}
        unshown = bool(elsewhere) or not whole - {table.id}
        found |= _of_table(table, rows, elsewhere_dropped=bool(elsewhere), unshown=unshown)
    return found


def _drops_blanks(shown: Iterable[Shown]) -> set[str]:
    """The tables in which blank cells left no trace."""
    return {one.table for one in shown if one.table and len(one.seen) < len(one.cells)}


def _prints_all(table: Table, shown: list[Shown]) -> bool:
    """Whether all rows of a table are told, with sums that could show that a cell is lacking."""
    held = {one.row for one in shown if one.told}
    return (
        len(table.rows) > 1
        and all(row.id in held for row in table.rows)
        and any(sums_of(table, row) for row in table.rows)
    )


def _of_table(
    table: Table, shown: list[Shown], *, elsewhere_dropped: bool, unshown: bool
) -> dict[str, Verdict]:
    """The verdicts on a table's cells.

    elsewhere_dropped: another table drops its blank cells. unshown: or none shows that it does not.
    """
    rows = {row.id: row for row in table.rows}
    known = [one for one in shown if one.row in rows]
    if not all(one.told for one in known) or len({one.row for one in known}) < len(known):
        return {cell.fact: Verdict.FREE for one in known for cell in rows[one.row].cells}
    habits = habits_of(table, known)
    if elsewhere_dropped and len(table.rows) == 1:  # one row shows nothing of what others do
        habits = habits._replace(fewer=True)
    ways = [_ways(table, rows[one.row], one, habits) for one in known]
    untotalled = [
        leaves_total_blank(rows[one.row], sums_of(table, rows[one.row]), one) for one in known
    ]
    whole = len(known) == len(table.rows) and not any(untotalled)
    every = [one for one in ways if one is not None]
    solved = solve(table, every) if whole and len(every) == len(ways) else None
    found: dict[str, Verdict] = {}
    for one, its, blank in zip(known, ways, untotalled, strict=True):
        cells = rows[one.row].cells
        if its is None or (its.fixed and blank) or not (whole or one.manner in DRAWN):
            made = [Verdict.FREE] * len(cells)
        elif its.fixed:
            ends = one is known[-1] and len(known) < len(table.rows)
            made = _of_fixed(its, shows=_shows_margin(one, habits) and not ends)
        elif solved is None:
            made = [Verdict.FREE] * len(cells)
        else:
            unsummed = not sums_of(table, its.row)
            doubt = _of_unsummed(one, unshown) if unsummed else None
            made = [doubt or _of_open(its, solved, at) for at in range(len(cells))]
        found |= {cell.fact: verdict for cell, verdict in zip(cells, made, strict=True)}
    return found


def _ways(table: Table, row: Row, shown: Shown, habits: Habits) -> RowWays | None:
    try:
        return ways_of(table, row, shown, habits)
    except TooMany:
        return None


def _of_fixed(its: RowWays, *, shows: bool) -> list[Verdict]:
    """A row whose cells the file shows."""
    if not shows:
        return [Verdict.FREE] * len(its.row.cells)
    return [
        Verdict.SURE if _is_seen(its.ways[0], at) else Verdict.OPEN
        for at in range(len(its.row.cells))
    ]


def _of_unsummed(shown: Shown, unshown: bool) -> Verdict | None:
    """A row of which no sum speaks may hold a stranger in the place of a dropped blank."""
    if shown.manner == "glued" and unshown:
        return Verdict.OPEN
    if shown.manner == "spaced" and len(shown.seen) == len(shown.cells):
        return Verdict.FREE
    return None


def _of_open(its: RowWays, solved: dict[str, list[Way]], at: int) -> Verdict:
    """A cell of a row that may be filled in several ways."""
    left = solved.get(its.row.id, [])
    same = len({way[at][:2] for way in left}) == 1 and all(_is_seen(way, at) for way in left)
    return Verdict.SURE if same and its.confirmed else Verdict.OPEN


def _shows_margin(shown: Shown, habits: Habits) -> bool:
    """Whether a row of drawn cells shows which of them are its own, and which only fill up."""
    if (
        shown.manner == "gapped"
        and shown.cells
        and (is_blank(shown.cells[0]) or is_blank(shown.cells[-1]))
    ):
        return False
    return shown.manner not in DRAWN or (shown.part, len(shown.cells)) in habits.whole


def _is_seen(way: Way, at: int) -> bool:
    return way[at].seen and way[at].state is not State.INFERRED


# ---------------------------------------------------------------------------- sums over rows


class _Balance(NamedTuple):
    """Rows, each with a sign, whose amounts cancel out in some columns."""

    signs: dict[int, int]
    columns: tuple[int, ...]


def solve(table: Table, rows: Sequence[RowWays]) -> dict[str, list[Way]] | None:
    """For each row its ways that take part in a reading of the whole table; empty without any.

    None when the search is given up.
    """
    if not all(row.sound for row in rows) or any(_ends_proof(table, row) for row in rows):
        return {}
    search = _Search(_balances(table, rows), [_vectors(table, row) for row in rows])
    try:
        alive = search.alive()
    except TooMany:
        return None
    if alive is None:
        return {}
    return {
        row.row.id: [way for way in row.ways if _vector(table, row, way) in living]
        for row, living in zip(rows, alive, strict=True)
    }


def _ends_proof(table: Table, row: RowWays) -> bool:
    """Whether a row lacks cells and no sum speaks of it."""
    lacks = any(not held.seen for way in row.ways for held in way)
    return lacks and not row.fixed and not sums_of(table, row.row)


def _vector(table: Table, row: RowWays, way: Way) -> Vector:
    """What a way counts for, cell by cell; a blank total counts for the sum of its parts."""
    amounts = [one.amount for one in way]
    for total, parts in sums_of(table, row.row):
        if way[total].number is None:
            amounts[total] = sum(amounts[part] for part in parts)
    return tuple(amounts)


def _vectors(table: Table, row: RowWays) -> list[Vector]:
    return list(dict.fromkeys(_vector(table, row, way) for way in row.ways))


def _balances(table: Table, rows: Sequence[RowWays]) -> list[_Balance]:
    number = {row.row.id: at for at, row in enumerate(rows)}
    place = {cell.fact: (row.id, at) for row in table.rows for at, cell in enumerate(row.cells)}
    grouped: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for equation in table.equations:
        signed = [(*place[id], 1) for id in equation.left]
        signed += [(*place[id], -1) for id in equation.right]
        spread = {row for row, _, _ in signed}
        if equation.relation == "=" and len(spread) == len(signed) and spread <= number.keys():
            key = tuple((number[row], sign) for row, _, sign in signed)
            grouped.setdefault(key, []).append(signed[0][1])
    return [_Balance(dict(key), tuple(columns)) for key, columns in grouped.items()]


class _Search:
    def __init__(self, balances: list[_Balance], domains: list[list[Vector]]) -> None:
        self.balances = balances
        self.domains = domains
        self.steps = STEPS

    def alive(self) -> list[set[Vector]] | None:
        """For each row the vectors that take part in a solution; None when there is none."""
        domains = self.narrowed(self.domains)
        first = None if domains is None else self.solution(domains)
        if domains is None or first is None:
            return None
        alive = [{vector} for vector in first]
        for at in range(len(domains)):
            for vector in list(domains[at]):
                if vector in alive[at]:
                    continue
                held = [*domains]
                held[at] = [vector]
                narrowed = self.narrowed(held)
                found = None if narrowed is None else self.solution(narrowed)
                if found is not None:
                    for living, one in zip(alive, found, strict=True):
                        living.add(one)
                else:
                    domains[at] = [one for one in domains[at] if one != vector]
        return alive

    def solution(self, domains: list[list[Vector]]) -> list[Vector] | None:
        """One vector for each row such that all balances hold."""
        open_ = [at for at, its in enumerate(domains) if len(its) > 1]
        if not open_:
            return [its[0] for its in domains]
        at = min(open_, key=lambda one: len(domains[one]))
        for vector in domains[at]:
            held = [*domains]
            held[at] = [vector]
            narrowed = self.narrowed(held)
            found = None if narrowed is None else self.solution(narrowed)
            if found is not None:
                return found
        return None

    def narrowed(self, domains: list[list[Vector]]) -> list[list[Vector]] | None:
        """The vectors that the bounds of the others leave; None when some row has none left."""
        domains = [*domains]
        changed = True
        while changed:
            changed = False
            for balance in self.balances:
                for column in balance.columns:
                    kept = self._column(balance, column, domains)
                    if kept is None:
                        return None
                    changed = changed or kept
        return domains

    def _column(self, balance: _Balance, column: int, domains: list[list[Vector]]) -> bool | None:
        lows: dict[int, Amount] = {}
        highs: dict[int, Amount] = {}
        for at, sign in balance.signs.items():
            its = [sign * vector[column] for vector in domains[at]]
            lows[at], highs[at] = min(its), max(its)
        low, high = sum(lows.values()), sum(highs.values())
        if low > 0 or high < 0:
            return None
        changed = False
        for at, sign in balance.signs.items():
            if lows[at] == highs[at]:
                continue
            self.steps -= len(domains[at])
            if self.steps < 0:
                raise TooMany
            most, least = lows[at] - low, highs[at] - high
            kept = [one for one in domains[at] if least <= sign * one[column] <= most]
            if not kept:
                return None
            if len(kept) < len(domains[at]):
                domains[at] = kept
                changed = True
        return changed
