"""What is printed for a row of the form: values, blank cells that are seen, runs of digits."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from ..reading import State, Value
from ..values import CHANGES
from .pieces import Piece, value_of

UNIT = re.compile(r"亿元|万元|元|人次|件次|[件条宗次个项笔份部]")
_SIGNS = f"{CHANGES}|增|减|↑|↓"
RUN = re.compile(
    rf"(?:(?:{_SIGNS}|\((?:{_SIGNS})\))\s*)?[-+]?\d[\d,]*(?:\.\d+)?\s*"
    r"(?:亿元|万元|元|人次|件次|[件条宗次个项笔份部家起人例期篇](?!\w))?[↑↓]?"
    r"|(?<![!-])[-—–―─/]++(?!>)|不适用|无变化|不变|(?<!\S)(?:无|零|空)(?!\S)",
    re.ASCII,
)
"""What may be a value: a number with its sign and unit, or a mark or word for nothing."""

_STRETCH = re.compile(r"\S+")


class Bit(msgspec.Struct, frozen=True, gc=False):
    """A printed value, a visibly blank cell, or a run of digits that may hold several numbers."""

    start: int
    end: int
    line: int
    column: int
    value: Value

    @property
    def blank(self) -> bool:
        return self.start == self.end


class RowBits(NamedTuple):
    """A row of the form and what is printed for it. column: the cell in which its label begins.

    doubt: letters by which the label differs, None when its place alone told the row.
    """

    row: int
    start: int
    line: int
    column: int
    doubt: int | None
    bits: list[Bit]


class ExtraBits(NamedTuple):
    """Values behind words that are no label of the form; label is "" for values without words."""

    label: str
    start: int
    bits: list[Bit]


class Assigned(NamedTuple):
    """The rows found, in printed order, and the values that belong to no row of the form."""

    rows: list[RowBits]
    extras: list[ExtraBits]


def bits_of(text: str, piece: Piece) -> list[Bit]:
    """The values of a piece without words: one, or several parted by blanks (`0 0`)."""
    assert piece.value is not None
    if piece.value.state is not State.UNREADABLE or " " not in text[piece.start : piece.end]:
        return [Bit(piece.start, piece.end, piece.line, piece.column, piece.value)]
    return [
        Bit(
            part.start(),
            part.end(),
            piece.line,
            piece.column,
            value_of(part.group()) or Value(State.UNREADABLE),
        )
        for part in _STRETCH.finditer(text, piece.start, piece.end)
    ]
