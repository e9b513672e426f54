"""What a layout says of a stretch of text: tokens, each with the cells that it may belong to."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec


class State(StrEnum):
    """What is printed in a cell; five different kinds of "no number" are kept apart.

    `inferred`: nothing is printed because the layout lost the cell, and the sums force its value.
    A fact that is not in the report at all was absent.
    """

    NUMBER = "number"
    ZERO = "zero"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"
    INFERRED = "inferred"


class Value(msgspec.Struct, frozen=True, gc=False):
    """A cell's text, understood. number is None for every state but `number` and `zero`."""

    state: State
    number: int | Decimal | None = None
    unit: str | None = None


class Token(msgspec.Struct, frozen=True, gc=False):
    """One printed value (or one visibly blank cell) of a row.

    raw: the characters as printed. start, end: their offsets in the flow. columns: the indices of
    the row's cells that it may stand in; None means any, in printed order.
    """

    raw: str
    start: int
    end: int
    value: Value
    columns: frozenset[int] | None = None


Placement = tuple[Token | None, ...]
"""One way to fill a row: a token, or None where nothing is printed, for each cell of the row."""


class RowReading(msgspec.Struct, frozen=True, gc=False):
    """What a layout found for one row of the form.

    row: the id of the row. tokens: what is printed, in printed order. placements: the ways to put
    it into the row's cells, when the layout knows them itself (borders seen, glued digits split);
    None leaves the placing, in printed order, to the solver. glued: the borders between the
    numbers are lost. cut: the text ends inside this row. label_doubt: how far the printed label is
    from every known label, in characters; None when the row was told by its place alone.
    """

    row: str
    tokens: tuple[Token, ...]
    placements: tuple[Placement, ...] | None = None
    start: int = 0
    glued: bool = False
    cut: bool = False
    label_doubt: int | None = 0


class ExtraReading(msgspec.Struct, frozen=True, gc=False):
    """A row that the form does not have, or numbers whose row is unknown (label is then empty)."""

    label: str
    tokens: tuple[Token, ...]
    start: int = 0


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One layout's reading of one table.

    bordered: the layout sees where cells begin and end, so that blank ones leave a trace.
    drawn: the file itself draws the cells, so that no other layout can know better.
    """

    table: str
    layout: str
    rows: tuple[RowReading, ...]
    extras: tuple[ExtraReading, ...] = ()
    bordered: bool = False
    drawn: bool = False
