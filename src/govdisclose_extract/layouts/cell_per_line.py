"""One cell a line: blank cells are lines of mere white space, empty lines part rows or cells."""

from __future__ import annotations

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading
from .base import Declined
from .pieces import Piece, by_line
from .places import bordered as read_bordered
from .rows import assign


class CellPerLine:
    """One cell a line, full rows: 000 of them or some with visibly blank cells."""

    name = "cell_per_line"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines when values share lines, or when no row prints all its cells."""
        pieces = by_line(flow, region, whole=True)
        if not one_value_a_line(flow, pieces):
            return Declined("several values stand on one line", "一行中有多个数值")
        pieces = _without_padding(pieces)
        assigned = assign(flow, region, pieces, lines=False)
        sizes = [(len(found.bits), len(region.table.rows[found.row].cells)) for found in assigned.rows]
        if not any(count >= size for count, size in sizes):
            return Declined("no row prints all its cells", "没有一行印出全部单元格")
        return read_bordered(flow, region, assigned, self.name)


def one_value_a_line(flow: Flow, pieces: list[Piece]) -> bool:
    """True when most lines with digits are one value and nothing else."""
    single = sum(piece.value is not None and not piece.blank for piece in pieces)
    mixed = sum(
        piece.value is None and any(char.isdigit() for char in flow.text[piece.start + 2 : piece.end])
        for piece in pieces
    )
    return single > mixed


def _without_padding(pieces: list[Piece]) -> list[Piece]:
    """The cells without the blank ones that lead a row because its first labels are merged.

    They stand between an empty line, which parts two rows, and a label. Where empty lines part
    every cell they tell nothing, and all blank cells stay.
    """
    values = [
        (before, after)
        for before, after in zip(pieces, pieces[1:], strict=False)
        if before.value is not None and after.value is not None
    ]
    if sum(after.parted for _, after in values) * 2 > len(values):
        return pieces
    kept: list[Piece] = []
    padding: list[Piece] = []
    for piece in pieces:
        if piece.blank and (piece.parted or padding):
            padding.append(piece)
            continue
        if padding and piece.value is not None:
            kept += padding
        padding = []
        kept.append(piece)
    return kept


LAYOUT = CellPerLine()
