"""Which ways of filling the rows of a table agree with the sums that run over its rows.

A sum over rows is a system: rows with a sign, and columns in which their amounts must cancel out.
Ways that no sum has room for, whatever the other rows hold, fall first. Rows of several systems
(the total row) are then tried one amount at a time; for each, forward and backward passes over
partial column sums tell exactly which ways of the other rows take part in a solution. The work is
counted in steps, never in seconds, so that the result is the same everywhere. Where the steps do
not suffice for the passes, the ways that are left by then are kept: too many, but none too few.

A row's amounts, a number for each column, are packed into one integer, `_WIDTH` bits a column, so
that adding rows and comparing all columns with a bound are single operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from ..form.definition import Table
from .choices import Choices
from .narrow import by_bounds, by_sums
from .sheet import Sheet, Spent, Steps, System, Ways

_WIDTH = 48
_FEW = 60
"""Ways of all rows together that the passes go through sooner than they are narrowed."""

_SOON = 1_000
"""Steps of the passes that are tried before the ways are narrowed by the sums of each column."""

_ALONE = 16
"""The part of the steps that may go into looking at one system alone."""


class Outcome(NamedTuple):
    """What the sums over rows leave.

    alive: for each row, the options that may take part in a solution: where the budget was spent,
    some that take part in none are among them. chosen: one solution, as option numbers. consistent:
    nothing shows that there is no solution. solved: chosen is one. spent: the step budget ran out
    first. assessed: the rows that take part in some sum over rows that could be assessed.
    """

    alive: tuple[frozenset[int], ...]
    chosen: tuple[int, ...]
    consistent: bool = True
    solved: bool = True
    spent: bool = False
    steps: int = 0
    assessed: frozenset[str] = frozenset()


def search(table: Table, choices: Sequence[Choices], budget: int) -> Outcome:
    """The options of each row that agree with every sum over rows. `budget`: steps, at most.

    Where the file fixes every row there is nothing to search; broken sums are the rules' affair.
    """
    usual = tuple(0 for _ in choices)
    everything = tuple(frozenset(range(len(row.options))) for row in choices)
    if all(row.fixed for row in choices):
        return Outcome(everything, usual)
    sheet = Sheet(table, choices)
    if not sheet.systems:
        return Outcome(everything, usual)
    steps = Steps(budget)
    try:
        found = _Search(sheet, sheet.systems, steps).solutions()
    except Spent:
        return Outcome(everything, usual, solved=False, spent=True, steps=budget)
    if found is not None:
        assessed = frozenset(row for system in sheet.systems for row in system.signs)
        return Outcome(
            found.alive, found.chosen, spent=found.spent, steps=steps.taken, assessed=assessed
        )
    chosen = _best_guess(sheet, steps) or usual
    return Outcome(everything, chosen, consistent=False, solved=False, steps=steps.taken)


def _best_guess(sheet: Sheet, steps: Steps) -> tuple[int, ...] | None:
    """Where the sums contradict one another: a solution of all columns but one, if there is any."""
    for skipped in sorted({at for system in sheet.systems for at in system.columns}):
        fewer = [
            System(system.signs, tuple(at for at in system.columns if at != skipped))
            for system in sheet.systems
        ]
        try:
            found = _Search(sheet, fewer, steps).solutions()
        except Spent:
            return None
        if found is not None:
            return found.chosen
    return None


class _Solutions(NamedTuple):
    """For each row the options that may take part in one, and the first. spent: not all fell."""

    alive: tuple[frozenset[int], ...]
    chosen: tuple[int, ...]
    spent: bool


class _Open(NamedTuple):
    """A row with several ways: packed amounts, each with the options that have them."""

    at: int
    vectors: dict[int, list[int]]


class _Part(NamedTuple):
    """One system made ready: what is settled, what the hubs bring, what is open.

    behind, before: for each place between open rows, the bounds on what the rows behind it bring,
    and those before it, ready for comparison.
    """

    base: int
    settled: dict[int, list[int]]
    hubs: dict[int, dict[int, int]]
    open: list[_Open]
    behind: list[tuple[int, int]]
    before: list[tuple[int, int]]
    sign_bits: int


_Pick = dict[int, list[int]]
"""For each hub its ways of one amount."""

_Passed = tuple[dict[int, set[int]], dict[int, int]]
"""The options that are alive, by row, and one solution."""


class _Search:
    def __init__(self, sheet: Sheet, systems: Sequence[System], steps: Steps) -> None:
        self.sheet = sheet
        self.systems = systems
        self.steps = steps
        shared: dict[str, int] = {}
        for system in systems:
            for row in system.signs:
                shared[row] = shared.get(row, 0) + 1
        self.hubs = sorted(sheet.number[row] for row, count in shared.items() if count > 1)
        self.bound = {sheet.number[row] for system in systems for row in system.signs}

    # ---- what is tried

    def solutions(self) -> _Solutions | None:
        """The options that take part in a solution, and the first; None without one.

        Raises Spent where none was found before the steps were spent.
        """
        all_ways = [list(range(len(options))) for options in self.sheet.amounts]
        ways = by_bounds(self.sheet, self.systems, all_ways, self.steps)
        if ways is None:
            return None
        few = sum(map(len, ways)) <= _FEW
        if not few:
            ways = by_sums(self.sheet, self.systems, ways, self.steps)
            ways = self.each_alone(ways) if ways else None
            if ways is None:
                return None
        alive = [set[int]() if at in self.bound else set(its) for at, its in enumerate(all_ways)]
        chosen: dict[int, int] = {}
        spent = False
        parts = [self.part(system, ways) for system in self.systems] if few else []
        picks = self.picks(ways)
        for number, pick in enumerate(picks):
            left = ways if few else self.left_by(ways, pick)
            found = self.with_hubs(pick, left, parts, len(picks) - number) if left else None
            if found is None:
                continue
            living, path = found
            for at, options in living.items():
                alive[at].update(options)
            chosen = chosen or path
            spent = spent or not path
        if spent and not chosen:
            raise Spent
        if not chosen:
            return None
        return _Solutions(
            tuple(frozenset(options) for options in alive),
            tuple(chosen.get(at, 0) for at in range(len(alive))),
            spent,
        )

    def each_alone(self, ways: Ways) -> Ways | None:
        """What each system alone leaves of its rows, where that is soon told."""
        if len(self.systems) < 2 or all(len(ways[hub]) == 1 for hub in self.hubs):
            return ways
        kept = [*ways]
        for system in self.systems:
            one = _Search(self.sheet, [system], self.steps)
            try:
                found = one.together([one.part(system, kept)], {}, self.steps.left // _ALONE)
            except Spent:
                continue
            if found is None:
                return None
            for at, living in found[0].items():
                kept[at] = sorted(living)
        return by_bounds(self.sheet, self.systems, kept, self.steps)

    def picks(self, ways: Ways) -> list[_Pick]:
        """The hubs' ways, those of one amount together."""
        columns = sorted({at for system in self.systems for at in system.columns})
        grouped: list[list[list[int]]] = []
        for hub in self.hubs:
            groups: dict[tuple[int | None, ...], list[int]] = {}
            for way in ways[hub]:
                vector = self.sheet.amounts[hub][way]
                groups.setdefault(tuple(vector[at] for at in columns), []).append(way)
            grouped.append([*groups.values()])
        return [dict(zip(self.hubs, pick, strict=True)) for pick in product(*grouped)]

    def left_by(self, ways: Ways, pick: _Pick) -> Ways | None:
        """What an amount of each hub leaves of the others; all of it where no step is left."""
        held = [pick.get(at, its) for at, its in enumerate(ways)]
        try:
            return by_bounds(self.sheet, self.systems, held, self.steps)
        except Spent:
            return held

    def with_hubs(self, pick: _Pick, ways: Ways, parts: list[_Part], tries: int) -> _Passed | None:
        """The options alive where each hub has one amount, and one solution: {} if none was found.

        tries: how many amounts of the hubs share the steps that are left.
        """
        held = [pick.get(at, its) for at, its in enumerate(ways)]
        try:
            return self.together(parts or self.parts(held), pick, min(_SOON, self.share(tries)))
        except Spent:
            pass
        try:
            narrowed = by_sums(self.sheet, self.systems, held, self.steps)
            if narrowed is None:
                return None
            held = narrowed
            return self.together(self.parts(held), pick, self.share(tries))
        except Spent:
            return {at: set(held[at]) for at in self.bound}, {}

    def share(self, tries: int) -> int:
        return self.steps.left // tries

    # ---- partial sums

    def parts(self, ways: Ways) -> list[_Part]:
        return [self.part(system, ways) for system in self.systems]

    def part(self, system: System, ways: Ways) -> _Part:
        base = 0
        settled: dict[int, list[int]] = {}
        hubs: dict[int, dict[int, int]] = {}
        rows: list[tuple[_Open, list[tuple[int, ...]]]] = []
        for at, sign in self.sheet.rows(system):
            amounts = self.sheet.amounts[at]
            groups: dict[tuple[int, ...], list[int]] = {}
            for number in ways[at]:
                vector = tuple(sign * (amounts[number][column] or 0) for column in system.columns)
                groups.setdefault(vector, []).append(number)
            if at in self.hubs:
                hubs[at] = {
                    number: _pack(vector) for vector, its in groups.items() for number in its
                }
            elif len(groups) == 1:
                ((vector, numbers),) = groups.items()
                base += _pack(vector)
                settled[at] = numbers
            else:
                packed = {_pack(vector): numbers for vector, numbers in groups.items()}
                rows.append((_Open(at, packed), list(groups)))
        rows.sort(key=lambda row: len(row[1]))
        width = len(system.columns)
        bits = _pack((1 << (_WIDTH - 1),) * width)
        behind = _bounds([vectors for _, vectors in reversed(rows)], width)[::-1]
        before = _bounds([vectors for _, vectors in rows], width)
        return _Part(
            base,
            settled,
            hubs,
            [row for row, _ in rows],
            [(bits - low, bits + high) for low, high in behind],
            [(bits + high, bits - low) for low, high in before],
            bits,
        )

    def together(self, parts: list[_Part], pick: _Pick, limit: int) -> _Passed | None:
        """The passes through all systems with so many steps at most. Raises Spent."""
        steps = Steps(limit)
        try:
            alive: dict[int, set[int]] = {at: set(its) for at, its in pick.items()}
            path = {at: its[0] for at, its in pick.items()}
            for part in parts:
                passed = passes(part, path, steps)
                if passed is None:
                    return None
                for at, options in passed[0].items():
                    alive.setdefault(at, set()).update(options)
                path |= passed[1]
            return alive, path
        finally:
            self.steps.take(steps.taken)


def passes(part: _Part, held: dict[int, int], steps: Steps) -> _Passed | None:
    """The options of a system that take part in a solution, and the first; None without one.

    held: one way of each hub. Raises Spent.
    """
    base = part.base + sum(ways[held[at]] for at, ways in part.hubs.items())
    ahead, back = _meet(part, base, steps)
    alive = {at: set(numbers) for at, numbers in part.settled.items()}
    sums = [ahead[-1] & back[-1]]  # between the rows, those that take part in a solution
    if not sums[0]:
        return None
    for row, before in zip(reversed(part.open[: len(ahead) - 1]), ahead[-2::-1], strict=True):
        steps.take(len(sums[0]) * len(row.vectors))
        reached = {vector: {total - vector for total in sums[0]} & before for vector in row.vectors}
        alive[row.at] = {
            way for vector, its in row.vectors.items() if reached[vector] for way in its
        }
        sums.insert(0, set().union(*reached.values()))
    for row, behind in zip(part.open[len(ahead) - 1 :], back[-2::-1], strict=True):
        steps.take(len(sums[-1]) * len(row.vectors))
        reached = {
            vector: {total + vector for total in sums[-1]} & behind for vector in row.vectors
        }
        alive[row.at] = {
            way for vector, its in row.vectors.items() if reached[vector] for way in its
        }
        sums.append(set().union(*reached.values()))
    path = {at: numbers[0] for at, numbers in part.settled.items()}
    state = base
    for row, behind in zip(part.open, sums[1:], strict=True):
        path[row.at], vector = min(
            (numbers[0], vector)
            for vector, numbers in row.vectors.items()
            if state + vector in behind
        )
        state += vector
    return alive, path


def _meet(part: _Part, base: int, steps: Steps) -> tuple[list[set[int]], list[set[int]]]:
    """The partial sums from either end, row by row, up to a place between two rows.

    The end that is sooner a row further goes on. Only sums that can still meet are kept.
    """
    bits, rows = part.sign_bits, part.open
    ahead, back = [{base}], [{0}]
    while len(ahead) + len(back) < len(rows) + 2:
        first, last = len(ahead) - 1, len(rows) - len(back)
        forward = len(ahead[-1]) * len(rows[first].vectors)
        backward = len(back[-1]) * len(rows[last].vectors)
        steps.take(min(forward, backward))
        made: set[int] = set()
        if forward <= backward:
            low, high = part.behind[first + 1]
            for vector in rows[first].vectors:
                for state in ahead[-1]:
                    total = state + vector
                    if (high + total) & bits == bits and (low - total) & bits == bits:
                        made.add(total)
            ahead.append(made)
        else:
            low, high = part.before[last]
            low, high = low + base, high - base
            for vector in rows[last].vectors:
                for state in back[-1]:
                    total = state - vector
                    if (high + total) & bits == bits and (low - total) & bits == bits:
                        made.add(total)
            back.append(made)
    return ahead, back


def _bounds(rows: list[list[tuple[int, ...]]], width: int) -> list[tuple[int, int]]:
    """The least and the most that the first 0, 1, 2 ... rows bring in every column, packed."""
    low, high = [0] * width, [0] * width
    made = [(0, 0)]
    for vectors in rows:
        low = [low[at] + min(vector[at] for vector in vectors) for at in range(width)]
        high = [high[at] + max(vector[at] for vector in vectors) for at in range(width)]
        made.append((_pack(tuple(low)), _pack(tuple(high))))
    return made


def _pack(vector: tuple[int, ...]) -> int:
    packed = 0
    for amount in reversed(vector):
        packed = (packed << _WIDTH) + amount
    return packed
