"""What a cell of a row may hold, and the ways to fill the row with such cells."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import msgspec

from ..form.definition import Row
from ..reading import State, Token

Amount = int | Decimal


class Filled(msgspec.Struct, frozen=True, gc=False):
    """A cell as one way of filling the row has it.

    amount: what it counts for in sums, None when unknown. token: None when nothing is printed.
    """

    state: State
    value: Amount | None
    amount: Amount | None
    unit: str | None
    token: Token | None

    @property
    def identity(self) -> tuple[State, Amount | None]:
        """What a reader sees: number and state."""
        return self.state, self.value


Option = tuple[Filled | None, ...]
"""One way to fill a row; None for a cell that the text does not hold at all."""


class Choices(NamedTuple):
    """The ways to fill a row, the usual one first.

    fixed: the file itself leaves only one. sound: the row's own sums hold in them. confirmed: they
    hold without taking a total for blank over numbers that make it up. strays: printed numbers
    that have no cell.
    """

    row: Row
    options: tuple[Option, ...]
    fixed: bool
    sound: bool
    confirmed: bool = True
    strays: tuple[Token, ...] = ()
