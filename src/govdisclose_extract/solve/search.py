"""Which ways of filling the rows of a table agree with the sums that run over its rows.

A sum over rows is a system: rows with a sign, and columns in which their amounts must cancel out.
Rows of several systems (the total row) are tried one way at a time; for each, forward and backward
passes over partial column sums tell exactly which ways of the other rows take part in a solution.
The work is counted in steps, never in seconds, so that the result is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ..form.definition import Table, row_sums
from .placements import Amount, Choices, Option

Vector = tuple[Amount, ...]


class System(NamedTuple):
    """Signed rows whose amounts cancel out in certain columns (places in the row)."""

    signs: dict[str, int]
    columns: tuple[int, ...]


class Outcome(NamedTuple):
    """What the sums over rows leave.

    alive: for each row, the options that take part in a solution. chosen: one solution, as option
    numbers. consistent: there is a solution. spent: the step budget ran out first.
    """

    alive: tuple[frozenset[int], ...]
    chosen: tuple[int, ...]
    consistent: bool
    spent: bool
    steps: int


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
    if all(row.fixed for row in choices):
        none = tuple(frozenset({0}) for _ in choices)
        return Outcome(none, (0,) * len(choices), True, False, 0)
    return _Search(table, choices, budget).outcome()


class _Search:
    def __init__(self, table: Table, choices: Sequence[Choices], budget: int) -> None:
        self.choices = choices
        self.number = {row.row.id: at for at, row in enumerate(choices)}
        self.totals = {row.row.id: dict(row_sums(table, row.row)) for row in choices}
        self.left = budget
        self.budget = budget
        self.systems = [self.assessable(system) for system in systems(table)]
        self.systems = [system for system in self.systems if system.columns]

    def assessable(self, system: System) -> System:
        """The columns of a system in which every amount is known; none when a row is missing."""
        if any(row not in self.number for row in system.signs):
            return System({}, ())
        known = tuple(
            at
            for at in system.columns
            if all(
                self.amount(row, option, at) is not None
                for row in system.signs
                for option in self.choices[self.number[row]].options
            )
        )
        return System(system.signs, known)

    def amount(self, row: str, option: Option, at: int) -> Amount | None:
        """What a cell counts for: a blank total over printed operands counts for their sum."""
        cell = option[at]
        if cell is None:
            return None
        operands = self.totals[row].get(at)
        if operands is None or cell.value is not None or cell.amount is None:
            return cell.amount
        rest = [option[operand] for operand in operands]
        amounts = [cell.amount for cell in rest if cell is not None and cell.amount is not None]
        return sum(amounts) if len(amounts) == len(operands) else None

    def outcome(self) -> Outcome:
        everything = tuple(frozenset(range(len(row.options))) for row in self.choices)
        first = tuple(0 for _ in self.choices)
        if not self.systems:
            return Outcome(everything, first, True, False, 0)
        try:
            result = self.solve(self.systems)
        except _Spent:
            return Outcome(everything, first, True, True, self.budget)
        if result is None:
            return Outcome(everything, self.best_guess(), False, False, self.budget - self.left)
        alive, chosen = result
        return Outcome(alive, chosen, True, False, self.budget - self.left)

    def best_guess(self) -> tuple[int, ...]:
        """Where the sums contradict one another: a solution of all columns but one, if any."""
        for skipped in sorted({at for system in self.systems for at in system.columns}):
            fewer = [
                System(system.signs, tuple(at for at in system.columns if at != skipped))
                for system in self.systems
            ]
            try:
                result = self.solve(fewer)
            except _Spent:
                break
            if result is not None:
                return result[1]
        return tuple(0 for _ in self.choices)

    def solve(
        self, systems_: Sequence[System]
    ) -> tuple[tuple[frozenset[int], ...], tuple[int, ...]] | None:
        counts: dict[str, int] = {}
        for system in systems_:
            for row in system.signs:
                counts[row] = counts.get(row, 0) + 1
        hubs = [self.number[row] for row, count in counts.items() if count > 1]
        alive: list[set[int]] = [set() for _ in self.choices]
        chosen: dict[int, int] = {}
        involved = {self.number[row] for row in counts}
        for at, row in enumerate(self.choices):
            if at not in involved:
                alive[at] = set(range(len(row.options)))
                chosen[at] = 0
        found = False
        for picks in product(*(range(len(self.choices[hub].options)) for hub in hubs)):
            self.step()
            held = dict(zip(hubs, picks, strict=True))
            parts = []
            for system in systems_:
                part = self.chain(system, held)
                if part is None:
                    break
                parts.append(part)
            else:
                for hub, pick in held.items():
                    alive[hub].add(pick)
                    if not found:
                        chosen[hub] = pick
                for survivors, path in parts:
                    for at, options in survivors.items():
                        alive[at] |= options
                    if not found:
                        chosen.update(path)
                found = True
        if not found:
            return None
        order = range(len(self.choices))
        return tuple(frozenset(alive[at]) for at in order), tuple(chosen[at] for at in order)

    def chain(
        self, system: System, held: dict[int, int]
    ) -> tuple[dict[int, set[int]], dict[int, int]] | None:
        """The options of the rows of one system that cancel out, given those that are held."""
        base: Vector = (0,) * len(system.columns)
        open_: list[tuple[int, list[tuple[Vector, list[int]]]]] = []
        single: dict[int, set[int]] = {}
        path: dict[int, int] = {}
        for row, sign in system.signs.items():
            at = self.number[row]
            options = self.choices[at].options
            numbers = [held[at]] if at in held else range(len(options))
            vectors: dict[Vector, list[int]] = {}
            for number in numbers:
                vector = self.vector(row, options[number], system.columns, sign)
                vectors.setdefault(vector, []).append(number)
            if len(vectors) == 1:
                (vector,) = vectors
                base = _plus(base, vector)
                if at not in held:
                    single[at] = set(vectors[vector])
                    path[at] = vectors[vector][0]
            else:
                open_.append((at, list(vectors.items())))
        open_.sort(key=lambda row: len(row[1]))
        survivors = self.passes(base, open_)
        if survivors is None:
            return None
        alive, way = survivors
        return {**single, **alive}, {**path, **way}

    def vector(self, row: str, option: Option, columns: tuple[int, ...], sign: int) -> Vector:
        return tuple(sign * (self.amount(row, option, at) or 0) for at in columns)

    def passes(
        self, base: Vector, rows: list[tuple[int, list[tuple[Vector, list[int]]]]]
    ) -> tuple[dict[int, set[int]], dict[int, int]] | None:
        """Forward over all partial sums that can still reach zero, then backward over those that do."""
        low, high = self.reach(len(base), rows)
        layers: list[set[Vector]] = [{base}]
        for index, (_, vectors) in enumerate(rows):
            layer: set[Vector] = set()
            floor, ceiling = low[index + 1], high[index + 1]
            for state in layers[-1]:
                self.step(len(vectors))
                for vector, _ in vectors:
                    total = _plus(state, vector)
                    if all(
                        f <= -value <= c for value, f, c in zip(total, floor, ceiling, strict=True)
                    ):
                        layer.add(total)
            if not layer:
                return None
            layers.append(layer)
        zero = (0,) * len(base)
        if zero not in layers[-1]:
            return None
        alive: dict[int, set[int]] = {at: set() for at, _ in rows}
        good: set[Vector] = {zero}
        goods = [good]
        for index in range(len(rows) - 1, -1, -1):
            at, vectors = rows[index]
            before: set[Vector] = set()
            for state in layers[index]:
                self.step(len(vectors))
                for vector, numbers in vectors:
                    if _plus(state, vector) in good:
                        before.add(state)
                        alive[at].update(numbers)
            good = before
            goods.append(good)
        goods.reverse()
        path: dict[int, int] = {}
        state = base
        for index, (at, vectors) in enumerate(rows):
            usual = min(
                (numbers[0], vector)
                for vector, numbers in vectors
                if _plus(state, vector) in goods[index + 1]
            )
            path[at] = usual[0]
            state = _plus(state, usual[1])
        return alive, path

    @staticmethod
    def reach(
        width: int, rows: list[tuple[int, list[tuple[Vector, list[int]]]]]
    ) -> tuple[list[list[Amount]], list[list[Amount]]]:
        """The least and the most that the rows from each one on can add, column by column."""
        low: list[list[Amount]] = [[0] * width]
        high: list[list[Amount]] = [[0] * width]
        for _, vectors in reversed(rows):
            low.append([low[-1][at] + min(v[at] for v, _ in vectors) for at in range(width)])
            high.append([high[-1][at] + max(v[at] for v, _ in vectors) for at in range(width)])
        return low[::-1], high[::-1]

    def step(self, count: int = 1) -> None:
        self.left -= count
        if self.left < 0:
            raise _Spent


def _plus(one: Vector, other: Vector) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))
