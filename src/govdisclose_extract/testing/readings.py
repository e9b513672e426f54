"""The ways to fill one row, from what a file shows of it: the written model, put into code.

The model is the part "What a reading is" of docs/explain/certainty.md. Nothing here is shared with
the library's solver, so that each can find the other's slips.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from ..form.definition import Row, Table
from ..reading import State
from .content import Amount, is_total
from .printed import Cell
from .write.base import Shown, is_blank

MOST_WAYS = 8_000
"""Ways of one row beyond which nothing is said about its table."""

DRAWN = ("bordered", "gapped")


class Held(NamedTuple):
    """What a cell holds in one reading. amount: what it counts for. seen: something is printed."""

    state: State
    number: Amount | None
    amount: Amount
    seen: bool = True


Way = tuple[Held, ...]


class TooMany(Exception):
    """There are more ways than are worth telling apart."""


NOTHING = Held(State.BLANK, None, 0, seen=False)


class RowWays(NamedTuple):
    """The ways to fill a row. fixed: the file itself shows the cells, whatever the sums say.

    sound: the row's own sums hold in all of them. confirmed: without taking a total for blank over
    numbers that make it up.
    """

    row: Row
    ways: tuple[Way, ...]
    fixed: bool
    sound: bool = True
    confirmed: bool = True


class Habits(NamedTuple):
    """What the rows of a table show together.

    full: some row with a total prints all its cells, so that a shorter one lost some. whole: the
    parts and numbers of cells for which some row leaves none blank: there borders tell padding
    from cells. zeros_alike: the rows of zeros print the same number of values. zeros_few: these are
    one or two. counted: some row with a total prints another number. totals: most rows with a total
    show just their cells, and none of these leaves it blank beside others that are printed. short:
    some row prints fewer values than it has cells, but some. fewer: some run of digits is too short
    for its cells.
    """

    full: bool
    whole: frozenset[tuple[int, int]]
    zeros_alike: bool
    zeros_few: bool
    counted: bool
    totals: bool
    short: bool
    fewer: bool


Sums = tuple[tuple[int, tuple[int, ...]], ...]


def sums_of(table: Table, row: Row) -> Sums:
    """The totals inside a row: the place of each, and those of its parts."""
    place = {cell.fact: at for at, cell in enumerate(row.cells)}
    return tuple(
        (place[one.left[0]], tuple(place[id] for id in one.right))
        for one in table.equations
        if is_total(one) and place.keys() >= {*one.left, *one.right}
    )


def ends_in_total(row: Row, sums: Sums) -> bool:
    """Whether the last cell is the sum of all others."""
    last = len(row.cells) - 1
    return any(total == last and set(parts) == set(range(last)) for total, parts in sums)


def habits_of(table: Table, shown: list[Shown]) -> Habits:
    """What the rows of a table show together."""
    counts = {one.row: len(one.seen) for one in shown}
    sizes = {row.id: len(row.cells) for row in table.rows}
    firm = {row.id for row in table.rows if ends_in_total(row, sums_of(table, row))}
    exact = [one for one in shown if one.row in firm and len(one.seen) == sizes[one.row]]
    zeros = [counts[one.row] for one in shown if one.seen and not _is_counted(one.seen)]
    return Habits(
        full=any(counts[id] == sizes[id] and id in firm and sizes[id] > 1 for id in counts),
        whole=frozenset(
            (one.part, len(one.cells))
            for one in shown
            if len(one.cells) == sizes[one.row] and not any(map(is_blank, one.cells))
        ),
        zeros_alike=len(set(zeros)) <= 1,
        zeros_few=len(zeros) < 3,
        counted=any(_is_counted(one.seen) for one in shown if one.row in firm),
        totals=2 * len(exact) > len(firm)
        and not any(
            _says_nothing(one.seen[-1]) and not all(map(_says_nothing, one.seen)) for one in exact
        ),
        short=any(0 < counts[id] < sizes[id] for id in counts),
        fewer=any(
            one.manner == "glued"
            and len(_digits("".join(c.text for c in one.cells))) < sizes[one.row]
            for one in shown
        ),
    )


def _is_counted(cells: tuple[Cell, ...]) -> bool:
    return any(cell.value and cell.value.number for cell in cells)


def _says_nothing(cell: Cell) -> bool:
    return cell.value is not None and cell.value.state is State.BLANK


def ways_of(table: Table, row: Row, shown: Shown, habits: Habits) -> RowWays:
    """The ways to fill a row. Raises TooMany."""
    sums = sums_of(table, row)
    size = len(row.cells)
    seen = shown.seen
    held = tuple(_held(cell) for cell in seen)
    if shown.manner == "glued":
        if size == 1 and len(seen) == 1:
            return RowWays(row, (held,), fixed=True)
        return _kept(row, sums, list(_glued(row, sums, shown, habits)))
    if len(seen) == size:
        holds = _holds(sums, held)
        whole = shown.manner in DRAWN or not habits.short or size == 1
        moved = [] if holds else _moved(sums, held)
        if moved:
            return RowWays(row, (held, *moved), fixed=False, sound=False)
        return RowWays(row, (held,), fixed=whole or (bool(sums) and holds), sound=holds)
    if len(seen) > size:
        ways = [tuple(chosen) for chosen in combinations(held, size)]
        if ends_in_total(row, sums):
            told = [way for way in ways if way[-1].state is not State.BLANK]
            sound = tuple(dict.fromkeys(way for way in ways if _holds(sums, way)))
            if any(way in sound for way in told):
                lone = sum(not _says_nothing(cell) for cell in seen) == 1
                ways = told if habits.totals and not lone else ways
            elif told and habits.totals:
                return RowWays(row, tuple(dict.fromkeys(ways)), fixed=False, sound=False)
            elif any(_blank_totals(sums, way) for way in sound):
                return RowWays(row, sound, fixed=False, confirmed=False)
        if len(set(ways)) == 1:  # whichever cell is surplus, the others say the same
            return RowWays(row, (ways[0],), fixed=True, sound=_holds(sums, ways[0]))
        kept = _kept(row, sums, ways)
        if len(seen) == size + 1 and _says_nothing(seen[0]):  # it may be moved by one
            rid = {
                (*held[:at], *held[at + 1 :]) for at in range(len(seen)) if _says_nothing(seen[at])
            }
            if rid.isdisjoint(kept.ways):
                return kept._replace(confirmed=False)
        return kept
    if not seen:
        return RowWays(row, ((NOTHING,) * size,), fixed=False)
    kept = _kept(row, sums, list(_short(row, sums, shown, held, habits)))
    if habits.zeros_few and len(seen) > 1 and not _is_counted(seen):
        return kept._replace(confirmed=False)  # that they end in the total may be chance
    return kept


def _held(cell: Cell) -> Held:
    assert cell.value is not None
    number = cell.value.number
    return Held(cell.value.state, number, number or 0)


def _kept(row: Row, sums: Sums, ways: list[Way]) -> RowWays:
    if len(ways) > MOST_WAYS:
        raise TooMany
    kept = tuple(dict.fromkeys(way for way in ways if _holds(sums, way)))
    if kept:
        least = min(_blank_totals(sums, way) for way in kept)
        kept = tuple(way for way in kept if _blank_totals(sums, way) == least)
        return RowWays(row, kept, fixed=False, confirmed=not least)
    return RowWays(row, tuple(dict.fromkeys(ways)), fixed=False, sound=False)


def _holds(sums: Sums, way: Way) -> bool:
    return all(
        way[total].number is None or way[total].amount == sum(way[part].amount for part in parts)
        for total, parts in sums
    )


def _moved(sums: Sums, way: Way) -> list[Way]:
    """The row moved by one into a blank cell at either end, if its sums hold then.

    All its totals must be printed; of several, the last may have been moved out.
    """
    ways: list[Way] = []
    if way[0].state is State.BLANK:
        ways.append((*way[1:], way[0]))
    if way[-1].state is State.BLANK:
        ways.append((way[-1], *way[:-1]))
    totals = sorted(total for total, _ in sums)
    firm = totals[:-1] or totals
    return [
        one
        for one in ways
        if _holds(sums, one) and all(one[total].number is not None for total in firm)
    ]


def _blank_totals(sums: Sums, way: Way) -> int:
    """How many totals are blank over numbers that make them up."""
    return sum(
        way[total].number is None and any(way[part].amount for part in parts)
        for total, parts in sums
    )


def _short(
    row: Row, sums: Sums, shown: Shown, held: tuple[Held, ...], habits: Habits
) -> Iterator[Way]:
    """Fewer values than cells: the others are blank, or were lost and may have held any number."""
    size, count = len(row.cells), len(held)
    firm = ends_in_total(row, sums)
    counted = any(one.amount for one in held)
    at_end = firm and count > 1 and (counted or habits.zeros_alike)
    if shown.manner in DRAWN:
        at_end = False
    lost = firm and (shown.manner in DRAWN or habits.full)
    made = 0
    for places in combinations(range(size), count):
        if at_end and places[-1] != size - 1:
            continue
        cells: list[Held | None] = [None] * size
        for place, one in zip(places, held, strict=True):
            cells[place] = one
        for way in _lost(cells) if lost else (tuple(one or NOTHING for one in cells),):
            made += 1
            if made > MOST_WAYS:
                raise TooMany
            yield way


def _lost(cells: list[Held | None]) -> Iterator[Way]:
    """Every content of the lost cells that the total of the row leaves."""
    total = cells[-1]
    holes = [at for at, one in enumerate(cells[:-1]) if one is None]
    known = sum(one.amount for one in cells[:-1] if one is not None)
    if total is None:
        if holes:
            raise TooMany
        yield (*(one for one in cells[:-1] if one is not None), _inferred(known))
        return
    rest = total.amount - known
    if total.number is None or not isinstance(rest, int):
        raise TooMany
    for shares in _shares(rest, len(holes)):
        filled = list(cells)
        for at, share in zip(holes, shares, strict=True):
            filled[at] = _inferred(share)
        yield tuple(one for one in filled if one is not None)


def _inferred(amount: Amount) -> Held:
    return Held(State.INFERRED, amount, amount, seen=False)


def _shares(rest: int, count: int) -> Iterator[tuple[int, ...]]:
    if rest < 0:
        return
    if count == 0:
        if rest == 0:
            yield ()
        return
    if count == 1:
        yield (rest,)
        return
    for first in range(rest + 1):
        for others in _shares(rest - first, count - 1):
            yield (first, *others)


# ---------------------------------------------------------------------------- glued digits


def _digits(text: str) -> list[str]:
    return [char for char in text if char.isdigit()]


def _glued(row: Row, sums: Sums, shown: Shown, habits: Habits) -> Iterator[Way]:
    """Every way to cut the run into the row's cells; a blank in it is a border."""
    runs = "".join(cell.text for cell in shown.cells).split()
    if any(char not in "0123456789.-" for run in runs for char in run):
        raise TooMany
    closing = dict(sums)
    last = len(row.cells) - 1
    shown_total = habits.counted or habits.zeros_alike
    at_end = ends_in_total(row, sums) and sum(map(len, runs)) > 1 and shown_total
    budget = [80_000]

    def fill(at: int, run: int, offset: int, way: tuple[Held, ...]) -> Iterator[Way]:
        budget[0] -= 1
        if budget[0] < 0:
            raise TooMany
        if at == len(row.cells):
            if run == len(runs):
                yield way
            return
        if habits.fewer and not (at_end and at == last):
            yield from next_(at, run, offset, (*way, NOTHING))
        if run == len(runs):
            return
        text = runs[run]
        for end in range(offset + 1, len(text) + 1):
            one = _number(text[offset:end], row.cells[at].kind)
            if one is None:
                continue
            past = (run + 1, 0) if end == len(text) else (run, end)
            yield from next_(at, *past, (*way, one))

    def next_(at: int, run: int, offset: int, way: tuple[Held, ...]) -> Iterator[Way]:
        if at in closing:
            parts = sum(way[part].amount for part in closing[at])
            if way[at].amount != parts:
                return
        if sums and not _may_close(at, way, closing, runs, run, offset):
            return
        yield from fill(at + 1, run, offset, way)

    yield from fill(0, 0, 0, ())


def _may_close(
    at: int,
    way: tuple[Held, ...],
    closing: dict[int, tuple[int, ...]],
    runs: list[str],
    run: int,
    offset: int,
) -> bool:
    """Whether the digits left can still make a total as large as its parts are already."""
    total = min((place for place in closing if place > at), default=None)
    if total is None:
        return True
    sum_ = sum(way[part].amount for part in closing[total] if part <= at)
    left = len(runs[run]) - offset + sum(map(len, runs[run + 1 :])) if run < len(runs) else 0
    return len(str(sum_)) <= left or not sum_


def _number(text: str, kind: str) -> Held | None:
    """A number as the form would print it in a cell of this kind, or None."""
    digits = text[1:] if text[0] == "-" and kind == "change" else text
    whole, point, part = digits.partition(".")
    if not (whole.isdigit() and (part.isdigit() if point else True)):
        return None
    if (len(whole) > 1 and whole[0] == "0") or (point and kind != "amount"):
        return None
    if digits is not text and not whole.strip("0"):
        return None
    number: Amount = Decimal(text) if point else int(text)
    return Held(State.NUMBER if number else State.ZERO, number, number)


def leaves_total_blank(row: Row, sums: Sums, shown: Shown) -> bool:
    """Whether the row's total is printed blank over printed numbers."""
    if len(shown.cells) != len(row.cells):
        return False
    return any(
        is_blank(shown.cells[total]) and any(not is_blank(shown.cells[part]) for part in parts)
        for total, parts in sums
    )
