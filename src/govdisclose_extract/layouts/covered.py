"""Places of a drawn row that a value cell of a row above covers: merged cells are drawn once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from msgspec.structs import replace

from ..flow import Drawn
from ..form.definition import Table
from .bits import Bit, RowBits
from .pieces import Piece


class Tall(NamedTuple):
    """A cell of several rows that holds a value, or is blank."""

    drawn: Drawn
    piece: Piece

    def covers(self, block: int, row: int) -> bool:
        """Whether it reaches down into this row of the grid."""
        cell = self.drawn.cell
        return self.drawn.block == block and cell.row < row < cell.row + cell.rows


def with_covered(
    table: Table, cells: list[Drawn], pieces: list[Piece], rows: list[RowBits]
) -> list[RowBits]:
    """The rows, each with the values that cells of rows above hold for it, in printed order.

    A blank cell over several rows is blank in each; a number over several is doubted in all. What
    stands behind all cells of a row is one of them only where it has too few.
    """
    tall = [
        Tall(drawn, piece)
        for drawn, piece in zip(cells, pieces, strict=True)
        if drawn.cell.rows > 1 and piece.value is not None
    ]
    if not tall:
        return rows
    ordered = sorted(cells, key=attrgetter("start"))
    starts = [drawn.start for drawn in ordered]

    def at(offset: int) -> Drawn:
        return ordered[bisect_right(starts, offset) - 1]

    sizes = [len(row.cells) for row in table.rows]
    return [_completed(row, sizes[row.row], at, tall) if row.bits else row for row in rows]


def _completed(row: RowBits, size: int, at: Callable[[int], Drawn], tall: list[Tall]) -> RowBits:
    own, label = at(row.bits[0].start), at(row.start).cell.col
    last = at(row.bits[-1].start).cell.col
    bits, doubt = row.bits, row.doubt
    for one in tall:
        drawn, piece = one
        col = drawn.cell.col
        behind = col > last and len(bits) >= size
        if col < label or behind or not one.covers(own.block, own.cell.row):
            continue
        where = sum(at(bit.start).cell.col < col for bit in bits)
        column = bits[where].column if where < len(bits) else bits[-1].column + 1
        assert piece.value is not None
        held = Bit(piece.start, piece.end, row.bits[0].line, column, piece.value)
        after = [replace(bit, column=bit.column + 1) for bit in bits[where:]]
        bits = [*bits[:where], held, *after]
        doubt = doubt if piece.blank else None
    return row._replace(bits=bits, doubt=doubt)
