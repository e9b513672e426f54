"""The ways of all rows as amounts, the sums over rows that can be assessed, and the step budget."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..form.definition import Table, row_sums
from .choices import Amount, Choices, Option

_LARGEST = 1 << 40

Vector = tuple[int | None, ...]
"""What a way of a row counts for, cell by cell; None where that is no known whole number."""

Ways = list[list[int]]
"""For each row the numbers of the ways that are left."""


class System(NamedTuple):
    """Signed rows whose amounts cancel out in certain columns (places in the row)."""

    signs: dict[str, int]
    columns: tuple[int, ...]


class Spent(Exception):
    """The step budget ran out."""


class Steps:
    """What may be spent, and what has been."""

    def __init__(self, budget: int) -> None:
        self.budget: int = budget
        self.taken: int = 0

    def take(self, count: int) -> None:
        """Raises Spent where that is more than is left; then all is."""
        self.taken += count
        if self.taken > self.budget:
            self.taken = self.budget
            raise Spent

    @property
    def left(self) -> int:
        return self.budget - self.taken


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


class Sheet:
    """The amounts of all options of all rows, and the systems that can be assessed with them."""

    def __init__(self, table: Table, choices: Sequence[Choices]) -> None:
        self.number: dict[str, int] = {choice.row.id: at for at, choice in enumerate(choices)}
        self.amounts: list[list[Vector]] = [_amounts(table, choice) for choice in choices]
        self.systems: list[System] = [
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

    def rows(self, system: System) -> list[tuple[int, int]]:
        """The rows of a system by their numbers, each with its sign."""
        return [(self.number[row], sign) for row, sign in system.signs.items()]


def _amounts(table: Table, choice: Choices) -> list[Vector]:
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
