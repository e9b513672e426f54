"""Which ways of filling the rows of a table agree with the sums that run over its rows.

A sum over rows is a system: rows with a sign, and columns in which their amounts must cancel out.
Ways that no sum has room for, whatever the other rows hold, fall first. Rows of several systems
(the total row) are then tried one way at a time; for each, forward and backward passes over partial
column sums tell exactly which ways of the other rows take part in a solution. The work is counted
in steps, never in seconds, so that the result is the same everywhere.

A row's amounts, a number for each column, are packed into one integer, `_WIDTH` bits a column, so
that adding rows and comparing all columns with a bound are single operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ..form.definition import Table, row_sums
from .placements import Amount, Choices, Option

_WIDTH = 48
_LARGEST = 1 << 40
_FEW = 60
"""Ways of all rows together that the passes go through sooner than they are narrowed."""

_CHEAP = 16
"""Ways compared with bounds that cost no more than one partial sum."""


class System(NamedTuple):
    """Signed rows whose amounts cancel out in certain columns (places in the row)."""

    signs: dict[str, int]
    columns: tuple[int, ...]


class Outcome(NamedTuple):
    """What the sums over rows leave.

    alive: for each row, the options that take part in a solution. chosen: one solution, as option
    numbers. consistent: there is a solution. spent: the step budget ran out first. assessed: the
    rows that take part in some sum over rows that could be assessed.
    """

    alive: tuple[frozenset[int], ...]
    chosen: tuple[int, ...]
    consistent: bool
    spent: bool
    steps: int
    assessed: frozenset[str] = frozenset()


class _Spent(Exception):
    """The step budget ran out."""


@lru_cache(maxsize=64)
def systems(table: Table) -> tuple[System, ...]:
    """The table's equations over several rows, those of one rule together."""
    place = {cell.fact: (row.id, at) for row in table.rows for at, cell in enumerate(row.cells)}
    grouped: dict[tuple[str, tuple[tuple[str, int], ...]], list[int]] = {}
    for equation in table.equations:
        if equation.relation != "=":
            continue
        cells = [(place[fact], 1) for fact in equation.left]
        cells += [(place[fact], -1) for fact in equation.right]
        columns = {at for (_, at), _ in cells}
        rows = tuple((row, sign) for (row, _), sign in cells)
        if len(columns) == 1 and len({row for row, _ in rows}) == len(rows) > 1:
            grouped.setdefault((equation.rule, rows), []).append(columns.pop())
    return tuple(System(dict(rows), tuple(columns)) for (_, rows), columns in grouped.items())


def search(table: Table, choices: Sequence[Choices], budget: int) -> Outcome:
    """The options of each row that agree with every sum over rows. `budget`: steps, at most.

    Where the file fixes every row there is nothing to search; broken sums are the rules' affair.
    """
    usual = tuple(0 for _ in choices)
    everything = tuple(frozenset(range(len(row.options))) for row in choices)
    if all(row.fixed for row in choices):
        return Outcome(everything, usual, True, False, 0)
    sheet = _Sheet(table, choices)
    if not sheet.systems:
        return Outcome(everything, usual, True, False, 0)
    steps = _Steps(budget)
    try:
        found = _Search(sheet, sheet.systems, steps).solutions()
    except _Spent:
        return Outcome(everything, usual, True, True, budget)
    if found is not None:
        assessed = frozenset(row for system in sheet.systems for row in system.signs)
        return Outcome(found[0], found[1], True, False, steps.taken, assessed)
    return Outcome(everything, _best_guess(sheet, steps) or usual, False, False, steps.taken)


def _best_guess(sheet: _Sheet, steps: _Steps) -> tuple[int, ...] | None:
    """Where the sums contradict one another: a solution of all columns but one, if there is any."""
    for skipped in sorted({at for system in sheet.systems for at in system.columns}):
        fewer = [
            System(system.signs, tuple(at for at in system.columns if at != skipped))
            for system in sheet.systems
        ]
        try:
            found = _Search(sheet, fewer, steps).solutions()
        except _Spent:
            return None
        if found is not None:
            return found[1]
    return None


class _Steps:
    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.taken = 0

    def take(self, count: int) -> None:
        self.taken += count
        if self.taken > self.budget:
            raise _Spent


class _Sheet:
    """The amounts of all options of all rows, and the systems that can be assessed with them."""

    def __init__(self, table: Table, choices: Sequence[Choices]) -> None:
        self.number = {choice.row.id: at for at, choice in enumerate(choices)}
        self.amounts = [_amounts(table, choice) for choice in choices]
        self.systems = [
            known
            for system in systems(table)
            if all(row in self.number for row in system.signs)
            for known in [System(system.signs, self.known(system))]
            if known.columns
        ]

    def known(self, system: System) -> tuple[int, ...]:
        """The columns of a system in which every amount is a known whole number."""
        rows = [self.amounts[self.number[row]] for row in system.signs]
        return tuple(
            at
            for at in system.columns
            if all(option[at] is not None for options in rows for option in options)
        )


def _amounts(table: Table, choice: Choices) -> list[tuple[int | None, ...]]:
    totals = dict(row_sums(table, choice.row))
    return [
        tuple(_whole(_amount(option, at, totals.get(at))) for at in range(len(option)))
        for option in choice.options
    ]


def _amount(option: Option, at: int, operands: tuple[int, ...] | None) -> Amount | None:
    """What a cell counts for: a blank total over printed operands counts for their sum."""
    cell = option[at]
    if cell is None or operands is None or cell.value is not None or cell.amount is None:
        return None if cell is None else cell.amount
    amounts = [other.amount for other in (option[place] for place in operands) if other]
    if len(amounts) < len(operands) or None in amounts:
        return None
    return sum(amount for amount in amounts if amount is not None)


def _whole(amount: Amount | None) -> int | None:
    return amount if isinstance(amount, int) and abs(amount) < _LARGEST else None


class _Open(NamedTuple):
    """A row with several ways: packed amounts, each with the options that have them."""

    at: int
    vectors: list[tuple[int, list[int]]]


class _Part(NamedTuple):
    """One system made ready: what is settled, what the hubs bring, what is open.

    least, most: for each open row, the bounds on the partial sums behind it, ready for comparison.
    """

    base: int
    settled: dict[int, list[int]]
    hubs: dict[int, dict[int, int]]
    open: list[_Open]
    least: list[int]
    most: list[int]
    sign_bits: int


def _narrowed(
    sheet: _Sheet, systems_: Sequence[System], ways: list[list[int]], steps: _Steps
) -> list[list[int]] | None:
    """The ways of each row that every column has room for between the bounds of the other rows.

    None when a row has none left. Falling ways narrow the bounds, so it goes on until none falls.
    """
    kept = [*ways]
    falling = True
    while falling:
        falling = False
        for system in systems_:
            rows = [(sheet.number[row], sign) for row, sign in system.signs.items()]
            for column in system.columns:
                bounds = [_bounds(sheet.amounts[at], kept[at], column, sign) for at, sign in rows]
                low, high = sum(one for one, _ in bounds), sum(one for _, one in bounds)
                for (at, sign), (least, most) in zip(rows, bounds, strict=True):
                    first, last = most - high, least - low  # what the others leave for this row
                    if first <= least and most <= last:
                        continue
                    steps.take(1 + len(kept[at]) // _CHEAP)
                    amounts = sheet.amounts[at]
                    fitting = [
                        way
                        for way in kept[at]
                        if first <= sign * (amounts[way][column] or 0) <= last
                    ]
                    if not fitting:
                        return None
                    falling = falling or len(fitting) < len(kept[at])
                    kept[at] = fitting
    return kept


def _bounds(
    amounts: list[tuple[int | None, ...]], ways: list[int], column: int, sign: int
) -> tuple[int, int]:
    if len(ways) == 1:
        only = sign * (amounts[ways[0]][column] or 0)
        return only, only
    held = [sign * (amounts[way][column] or 0) for way in ways]
    return min(held), max(held)


class _Search:
    def __init__(self, sheet: _Sheet, systems_: Sequence[System], steps: _Steps) -> None:
        self.sheet = sheet
        self.systems = systems_
        self.steps = steps
        shared: dict[str, int] = {}
        for system in systems_:
            for row in system.signs:
                shared[row] = shared.get(row, 0) + 1
        self.hubs = sorted(sheet.number[row] for row, count in shared.items() if count > 1)

    def part(self, system: System, ways: list[list[int]]) -> _Part:
        base = 0
        settled: dict[int, list[int]] = {}
        hubs: dict[int, dict[int, int]] = {}
        rows: list[tuple[_Open, list[tuple[int, ...]]]] = []
        for row, sign in system.signs.items():
            at = self.sheet.number[row]
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
                packed = [(_pack(vector), numbers) for vector, numbers in groups.items()]
                rows.append((_Open(at, packed), list(groups)))
        rows.sort(key=lambda row: len(row[1]))
        width = len(system.columns)
        bits = _pack((1 << (_WIDTH - 1),) * width)
        low, high = [0] * width, [0] * width
        least, most = [bits], [bits]
        for _, vectors in reversed(rows):
            low = [low[at] + min(vector[at] for vector in vectors) for at in range(width)]
            high = [high[at] + max(vector[at] for vector in vectors) for at in range(width)]
            least.append(bits - _pack(tuple(low)))
            most.append(bits + _pack(tuple(high)))
        return _Part(base, settled, hubs, [row for row, _ in rows], least[::-1], most[::-1], bits)

    def solutions(self) -> tuple[tuple[frozenset[int], ...], tuple[int, ...]] | None:
        """The options that take part in a solution, and the first solution; None without one."""
        all_ways = [list(range(len(options))) for options in self.sheet.amounts]
        ways = _narrowed(self.sheet, self.systems, all_ways, self.steps)
        if ways is None:
            return None
        bound = {self.sheet.number[row] for system in self.systems for row in system.signs}
        alive = [set[int]() if at in bound else set(its) for at, its in enumerate(all_ways)]
        chosen: dict[int, int] = {}
        few = sum(map(len, ways)) <= _FEW
        parts = [self.part(system, ways) for system in self.systems] if few else []
        for picks in product(*(ways[hub] for hub in self.hubs)):
            self.steps.take(1)
            held = dict(zip(self.hubs, picks, strict=True))
            found = self.with_hubs(held, parts or self.narrowed_parts(ways, held))
            if found is None:
                continue
            for at, options in found[0].items():
                alive[at].update(options)
            chosen = chosen or found[1]
        if not chosen:
            return None
        return (
            tuple(frozenset(options) for options in alive),
            tuple(chosen.get(at, 0) for at in range(len(alive))),
        )

    def narrowed_parts(self, ways: list[list[int]], held: dict[int, int]) -> list[_Part]:
        """The systems with what a way of each hub leaves of the others; none if it leaves none."""
        kept = [[held[at]] if at in held else its for at, its in enumerate(ways)]
        left = _narrowed(self.sheet, self.systems, kept, self.steps)
        return [self.part(system, left) for system in self.systems] if left else []

    def with_hubs(
        self, held: dict[int, int], parts: list[_Part]
    ) -> tuple[dict[int, set[int]], dict[int, int]] | None:
        """The options that are alive where each hub has just one way, and one solution."""
        if not parts:
            return None
        alive: dict[int, set[int]] = {at: {number} for at, number in held.items()}
        path = dict(held)
        for part in parts:
            passed = self.passes(part, held)
            if passed is None:
                return None
            for at, options in (*part.settled.items(), *passed[0].items()):
                alive.setdefault(at, set()).update(options)
            path |= passed[1] | {at: numbers[0] for at, numbers in part.settled.items()}
        return alive, path

    def passes(
        self, part: _Part, held: dict[int, int]
    ) -> tuple[dict[int, set[int]], dict[int, int]] | None:
        """Forward over the partial sums that can still cancel out, backward over those that do."""
        bits = part.sign_bits
        base = part.base + sum(ways[held[at]] for at, ways in part.hubs.items())
        layers = [{base}]
        for index, row in enumerate(part.open):
            least, most = part.least[index + 1], part.most[index + 1]
            self.steps.take(len(layers[-1]) * len(row.vectors))
            layer = set()
            for vector, _ in row.vectors:
                for state in layers[-1]:
                    total = state + vector
                    if (most + total) & bits == bits and (least - total) & bits == bits:
                        layer.add(total)
            layers.append(layer)
        if 0 not in layers[-1]:
            return None
        alive: dict[int, set[int]] = {}
        goods = [{0}]
        for index in range(len(part.open) - 1, -1, -1):
            row = part.open[index]
            self.steps.take(len(goods[-1]) * len(row.vectors))
            before: set[int] = set()
            living: set[int] = set()
            for vector, numbers in row.vectors:
                reached = {total - vector for total in goods[-1]} & layers[index]
                if reached:
                    before |= reached
                    living.update(numbers)
            alive[row.at] = living
            goods.append(before)
        goods.reverse()
        path: dict[int, int] = {}
        state = base
        for index, row in enumerate(part.open):
            number, vector = min(
                (numbers[0], vector)
                for vector, numbers in row.vectors
                if state + vector in goods[index + 1]
            )
            path[row.at] = number
            state += vector
        return alive, path


def _pack(vector: tuple[int, ...]) -> int:
    packed = 0
    for amount in reversed(vector):
        packed = (packed << _WIDTH) + amount
    return packed
