"""One cell a line: blank cells are lines of mere white space, empty lines part rows or cells."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from ..flow import Flow
from ..form.definition import Table, row_sums
from ..locate.tables import Region
from ..reading import Reading, State, Value
from .base import Declined
from .bits import Assigned
from .enumerated import doubt_running_numbers
from .pieces import Piece, by_line, keeps_columns
from .places import bordered as read_bordered
from .rows import assign


class CellPerLine:
    """One cell a line, blank ones seen as lines of white space or as further empty lines."""

    name = "cell_per_line"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines when values share lines, or when no row prints all its cells."""
        pieces = by_line(flow, region, whole=True)
        if not one_value_a_line(flow, pieces):
            return Declined("several values stand on one line", "一行中有多个数值")
        if keeps_columns(flow, region):
            return Declined("runs of spaces keep the columns", "成列的空格标明了各列")
        assigned = assign(flow, region, _without_padding(pieces), lines=False)
        whole = _whole_rows(region, assigned)
        if whole < len(assigned.rows) and region.table.rows[0].label is not None:
            for step in (0, 1):
                other = assign(flow, region, _with_gaps(pieces, step), lines=False)
                count = _exact_rows(region, other)
                if count > whole and 10 * count >= 9 * len(other.rows):
                    assigned, whole = other, count
        if not whole or not _shows_cells(region, assigned) or _drops_blanks(region, assigned):
            return Declined("no row prints all its cells", "没有一行印出全部单元格")
        reading = read_bordered(flow, region, assigned, self.name)
        if _is_short(region, assigned):
            reading = _opened(region.table, reading)
        return doubt_running_numbers(flow, region, reading) if _varies(assigned) else reading


def _varies(assigned: Assigned) -> bool:
    """Whether rows differ in how much they print; but for the last, which no number follows."""
    counts = {len(found.bits) for found in assigned.rows[:-1] if len(found.bits) > 1}
    return len(counts) > 1


def _whole_rows(region: Region, assigned: Assigned) -> int:
    """How many rows print just their cells, or numbers for all of them."""
    count = 0
    for found in assigned.rows:
        size = len(region.table.rows[found.row].cells)
        filled = sum(not bit.blank for bit in found.bits)
        count += len(found.bits) == size or filled == size
    return count


def _shows_cells(region: Region, assigned: Assigned) -> bool:
    """Whether some row of several cells prints them all, or prints nothing."""
    several = [row for row in assigned.rows if len(region.table.rows[row.row].cells) > 1]
    printing = [row for row in several if row.bits]
    return not printing or _whole_rows(region, Assigned(printing, [])) > 0


def _drops_blanks(region: Region, assigned: Assigned) -> bool:
    """Whether no blank cell is seen, and of the rows that print anything most are short."""
    sizes = [len(row.cells) for row in region.table.rows]
    printing = [found for found in assigned.rows if sizes[found.row] > 1 and found.bits]
    short = sum(len(found.bits) < sizes[found.row] for found in printing)
    return 2 * short > len(printing) and not any(b.blank for found in printing for b in found.bits)


def _is_short(region: Region, assigned: Assigned) -> bool:
    """Whether some row prints fewer cells than it has: then blank ones may leave no line."""
    sizes = [len(row.cells) for row in region.table.rows]
    return any(0 < len(found.bits) < sizes[found.row] for found in assigned.rows)


def _opened(table: Table, reading: Reading) -> Reading:
    """The reading without trust in full rows that no sum confirms.

    A page number on a line of its own may have come in where a blank cell left none.
    """
    rows = tuple(
        row
        if row_sums(table, table.row(row.row)) or len(table.row(row.row).cells) == 1
        else msgspec.structs.replace(
            row, placements=None, tokens=tuple(t for t in row.tokens if t.end > t.start)
        )
        for row in reading.rows
    )
    return msgspec.structs.replace(reading, rows=rows, bordered=False)


def _exact_rows(region: Region, assigned: Assigned) -> int:
    """How many rows have just their cells, neither one more nor one less."""
    sizes = [len(row.cells) for row in region.table.rows]
    return sum(len(found.bits) == sizes[found.row] for found in assigned.rows)


def one_value_a_line(flow: Flow, pieces: list[Piece]) -> bool:
    """True when most lines with digits are one value and nothing else."""
    values = [piece for piece in pieces if piece.value is not None and not piece.blank]
    several = sum(_holds_several(flow, piece) for piece in values)
    mixed = several + sum(
        piece.value is None
        and any(char.isdigit() for char in flow.text[piece.start + 2 : piece.end])
        for piece in pieces
    )
    return len(values) - several > mixed


def _holds_several(flow: Flow, piece: Piece) -> bool:
    """Whether a line is no value, but several parted by blanks."""
    unread = piece.value is not None and piece.value.state is State.UNREADABLE
    return unread and len(flow.text[piece.start : piece.end].split()) > 1


def _without_padding(pieces: list[Piece]) -> list[Piece]:
    """The cells without the blank ones that lead a row because its first labels are merged.

    They stand between an empty line, which parts two rows, and a label. Where empty lines part
    every cell they tell nothing, and all blank cells stay.
    """
    gaps = [
        after.gap
        for before, after in pairwise(pieces)
        if before.value is not None and after.value is not None
    ]
    if 2 * sum(gap > 0 for gap in gaps) > len(gaps):
        return pieces
    kept: list[Piece] = []
    padding: list[Piece] = []
    for piece in pieces:
        if piece.blank and (piece.gap or padding):
            padding.append(piece)
            continue
        if padding and piece.value is not None:
            kept += padding
        padding = []
        kept.append(piece)
    return kept


def _with_gaps(pieces: list[Piece], step: int) -> list[Piece]:
    """The cells with empty lines taken for blank ones; `step` empty lines part two cells."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept:
            edge = kept[-1].end
            for _ in range((piece.gap - step) // (step + 1)):
                kept.append(Piece(edge, edge, kept[-1].line, 0, 0, Value(State.BLANK)))
        kept.append(piece)
    return kept


LAYOUT = CellPerLine()
