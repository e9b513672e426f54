"""Cells that the file itself draws: tables of HTML, DOCX and PDF, with their spans."""

from __future__ import annotations

import msgspec

from ..flow import Drawn, Flow
from ..form.definition import Table, row_sums
from ..form.labels import find_labels
from ..locate.tables import Region
from ..reading import Reading, RowReading
from .base import Declined
from .bits import Assigned, RowBits
from .covered import with_covered
from .grid_places import GridPlaces
from .headed import by_count, under_heads
from .heads import GridRow, disordered, heads_of
from .pieces import Piece, piece, value_of
from .places import bordered as read_bordered
from .places import extras, token
from .rows import assign
from .stitch import stitched
from .tabbed import line_widths


class GridLayout:
    """Rows and cells as drawn; heads and values are told by their order inside the row.

    Where spans of heads and values do not line up, the order of a row's cells still does.
    """

    name = "grid"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines unless at least half of the table's rows that are printed are drawn."""
        line = flow.text.rfind("\n", 0, region.start) + 1  # whole rows, heads too
        whole = flow.drawn_between(line, region.end)
        if not whole:
            return Declined("the file draws no cells here", "此处没有文件绘制的单元格")
        cells = stitched(flow, whole, region.table)
        if region.table.rows[0].label is None:
            for some in (cells, whole):
                told = under_heads(flow, some, _pieces(flow, some), region.table)
                if told is not None:
                    return _under_heads(flow, region.table, told, self.name)
            pieces = _pieces(flow, cells)
            assigned = by_count(flow, cells, pieces, region.table)
        else:
            pieces = _pieces(flow, cells)
            assigned = assign(flow, region, pieces, lines=True, drawn=True)
        if 2 * len(assigned.rows) < len(region.table.rows) and (
            not assigned.rows or 2 * len(assigned.rows) < _printed_rows(flow, region)
        ):
            return Declined("most rows are not drawn as cells", "大多数行不在绘制的单元格中")
        filled = [_without_empty_lines(row) for row in assigned.rows]
        kept = assigned._replace(rows=with_covered(region.table, cells, pieces, filled))
        places = GridPlaces(flow, cells, kept.rows, region.table)
        rows = [places.row(found) for found in kept.rows]
        if None in rows:
            widths = line_widths(pieces)
            for before, now in zip(filled, kept.rows, strict=True):
                widths[now.line] += len(now.bits) - len(before.bits)
            open_ = read_bordered(flow, region, kept, self.name, widths).rows
            rows = [
                row or _guessed(region.table, found, its)
                for row, found, its in zip(rows, kept.rows, open_, strict=True)
            ]
        given = [row for row in rows if row is not None]
        beside = places.beside_values(assigned.extras)
        given = [
            msgspec.structs.replace(row, label_doubt=None) if row.start in beside else row
            for row in given
        ]
        if not all(places.under_heads(row) for row in given):
            unsure = disordered(flow, cells, region.table, places.labelled)
            given = [
                msgspec.structs.replace(row, label_doubt=None)
                if heads_of(region.table.row(row.row)) in unsure and not places.under_heads(row)
                else row
                for row in given
            ]
        return Reading(region.table.id, self.name, tuple(given), extras(flow, assigned), True, True)


def _printed_rows(flow: Flow, region: Region) -> int:
    """How many rows of the table the region prints, drawn or not."""
    squeezed = flow.squeezed
    start, end = squeezed.index(region.start), squeezed.index(region.end)
    finds = find_labels(region.table, squeezed.text, start=start, end=end)
    return len({find.row for find in finds if find.row >= 0})


def _under_heads(flow: Flow, table: Table, told: Assigned, layout: str) -> Reading:
    found = told.rows[0]
    way = tuple(token(flow, bit) for bit in found.bits)
    row = RowReading(table.rows[0].id, way, (way,), found.start, label_doubt=found.doubt)
    return Reading(table.id, layout, (row,), extras(flow, told), True, True)


def _pieces(flow: Flow, cells: list[Drawn]) -> list[Piece]:
    """The cells as pieces: a line for each drawn row, columns counted by the row's own cells.

    Where a row that a page break cut stands cell by cell, its second line has gaps.
    """
    pieces: list[Piece] = []
    lines: dict[GridRow, int] = {}
    widths: list[int] = []
    cut: set[int] = set()
    last = -1
    text = flow.text
    breaks = "\r" in text
    for drawn in cells:
        row = (drawn.block, drawn.cell.row)
        line = lines.setdefault(row, len(widths))
        if line == len(widths):
            widths.append(0)
        if line < last:
            cut.add(last)
        last = line
        made = piece(text, drawn.start, drawn.end, line, widths[line], int(line in cut))
        widths[line] += 1
        lines_inside = breaks and "\r" in text[made.start : made.end]
        pieces.append(_with_unit(text, made) if lines_inside else made)
    return pieces


def _with_unit(text: str, made: Piece) -> Piece:
    """The piece with the number of its one line with digits; the unit may stand on another."""
    lines = [line for line in text[made.start : made.end].split("\r") if line.strip()]
    digits = sum(any(char.isdigit() for char in line) for line in lines)
    if len(lines) < 2 or digits != 1:
        return made
    return msgspec.structs.replace(made, value=value_of(" ".join(lines)))


def _guessed(table: Table, found: RowBits, row: RowReading) -> RowReading:
    """A row that its cells do not tell: only sums make it sure, of its own or of the columns.

    Numbers on two lines may be the parts of one.
    """
    ways = row.placements or ()
    one_line = len({bit.line for bit in found.bits}) == 1
    surplus = one_line and len(row.tokens) > len(table.row(row.row).cells)
    blank = not any(its.raw for its in row.tokens)
    if blank or len(ways) > 1 or (surplus and not ways):
        return row
    for way in ways:
        numbers = [its.value.number if its else None for its in way]
        sums = [
            (numbers[total] or 0, sum(numbers[at] or 0 for at in operands))
            for total, operands in row_sums(table, table.row(row.row))
        ]
        # One sum may hold by chance where a row has several.
        if any(total for total, _ in sums) and all(total == its for total, its in sums):
            return row
    return msgspec.structs.replace(row, label_doubt=None)


def _without_empty_lines(row: RowBits) -> RowBits:
    """The row without the lines on which it prints nothing, where it prints something elsewhere.

    A row that a page break cuts has a second line of cells, often blank ones.
    """
    filled = {bit.line for bit in row.bits if not bit.blank}
    if not filled:
        filled = {bit.line for bit in row.bits[:1]}
    return row._replace(bits=[bit for bit in row.bits if bit.line in filled])


LAYOUT = GridLayout()
