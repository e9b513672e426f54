"""Cells that the file itself draws: tables of HTML, DOCX and PDF, with their spans."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

import msgspec

from ..document import Cell
from ..flow import Drawn, Flow
from ..form.definition import Table, row_sums
from ..form.labels import find_labels
from ..locate.tables import Region
from ..reading import Reading, RowReading, State, Token
from .base import Declined
from .columns import UnderHeads
from .covered import with_covered
from .headed import by_count, under_heads
from .heads import GridRow, disordered, head_columns, heads_of
from .pieces import Piece, piece, value_of
from .places import blank_token, extras, token
from .places import bordered as read_bordered
from .rows import Assigned, Bit, RowBits, assign
from .stitch import stitched
from .tabbed import line_widths

_Columns = tuple[int, ...]
"""The grid columns in which the cells of full rows begin, of one grid."""


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
            for some in (whole, cells):
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
        places = _Places(flow, cells, kept.rows, region.table)
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


class _Places:
    """Which cell of the form each value is: by the drawn heads, where rows line up with them.

    Elsewhere by where the cells of full rows begin in each grid.
    """

    def __init__(self, flow: Flow, cells: list[Drawn], rows: list[RowBits], table: Table) -> None:
        self.flow = flow
        self.cells = sorted(cells, key=attrgetter("start"))
        self.table = table
        self.starts = [drawn.start for drawn in self.cells]
        self.rows = rows
        self.holders = {bit.start: self.at(bit.start) for row in rows for bit in row.bits}
        labels = [self.at(row.start) for row in rows]
        self.labelled: set[GridRow] = {(drawn.block, drawn.cell.row) for drawn in labels}
        heads = head_columns(flow, cells, table, self.labelled)
        self.heads = UnderHeads(flow, table, heads, rows, self.drawn)

    @cached_property
    def columns(self) -> dict[tuple[int, int], _Columns]:
        """By grid and size: where the cells of full rows mostly begin.

        A row is full when it has just that many cells, or prints a number in just that many. But
        which cell of a longer row is the surplus one, none tells alone; unless it reaches as far as
        most do, so that the blank cells fill it up.
        """
        found: dict[tuple[int, int], _Columns] = {}
        for key, counts in self.full.items():
            most, (count, exact) = max(counts.items(), key=lambda one: one[1])
            if count > 1 or exact:
                found[key] = most
        return found

    @cached_property
    def full(self) -> dict[tuple[int, int], dict[_Columns, tuple[int, int]]]:
        """By grid and size: how many full rows have their cells where, and how many no others."""
        counts: dict[tuple[int, int], dict[_Columns, tuple[int, int]]] = {}
        for row in self.rows:
            size = len(self.table.rows[row.row].cells)
            columns = self.full_columns(row, size)
            if columns:
                found = counts.setdefault((self.drawn(row.bits[0]).block, size), {})
                count, exact = found.get(columns, (0, 0))
                found[columns] = count + 1, exact + self.is_told(row, size)
        return counts

    def is_told(self, row: RowBits, size: int) -> bool:
        """Whether a full row shows which of its cells are its own."""
        reach = self.reach(row)
        reaches = [its for its in self.reaches if its[0] == reach[0]]
        wide = 2 * reaches.count(reach) > max(2, len(reaches))
        return len(row.bits) == size or size == 1 or wide

    @cached_property
    def reaches(self) -> list[tuple[int, int, int]]:
        """Of each row the grid of its cells, where the first begins, and where the last ends."""
        return [self.reach(row) for row in self.rows if row.bits]

    def reach(self, row: RowBits) -> tuple[int, int, int]:
        first, last = self.drawn(row.bits[0]), self.drawn(row.bits[-1])
        return first.block, first.cell.col, last.cell.col + last.cell.cols

    def full_columns(self, row: RowBits, size: int) -> _Columns:
        """Where a full row's cells begin; nothing for other rows."""
        filled = [bit for bit in row.bits if not bit.blank]
        bits = filled if len(filled) == size else row.bits
        columns = tuple(self.drawn(bit).cell.col for bit in bits)
        return columns if len(set(columns)) == len(columns) == size else ()

    @cached_property
    def padded(self) -> set[int]:
        """The grids in which blank cells stand between some labels and their values."""
        return {
            self.drawn(row.bits[0]).block
            for row in self.rows
            if len(row.bits) > len(self.table.rows[row.row].cells) and row.bits[0].blank
        }

    @cached_property
    def edges(self) -> dict[tuple[int, int], tuple[Counter[int], Counter[int]]]:
        """By grid and size: where the cells of full rows begin, and the columns behind them."""
        found: dict[tuple[int, int], tuple[Counter[int], Counter[int]]] = {}
        for row in self.rows:
            size = len(self.table.rows[row.row].cells)
            columns = self.full_columns(row, size)
            if columns and self.is_told(row, size):
                first, last = self.drawn(row.bits[0]), self.drawn(row.bits[-1])
                if columns == self.columns.get((last.block, size)):
                    key = (last.block, size)
                    starts, ends = found.setdefault(key, (Counter(), Counter()))
                    starts[first.cell.col] += 1
                    ends[last.cell.col + last.cell.cols] += 1
        return found

    @cached_property
    def exact(self) -> set[tuple[int, int]]:
        """The grids and sizes of which most rows have just as many cells as the form."""
        counts: Counter[tuple[int, int]] = Counter()
        for row in self.rows:
            if row.bits:
                size = len(self.table.rows[row.row].cells)
                counts[self.drawn(row.bits[0]).block, size] += 1 if len(row.bits) == size else -1
        return {key for key, count in counts.items() if count > 0}

    @cached_property
    def longer(self) -> dict[tuple[int, int], set[int]]:
        """By grid and size: the columns behind rows that have more cells than the form."""
        found: dict[tuple[int, int], set[int]] = {}
        for row in self.rows:
            size = len(self.table.rows[row.row].cells)
            if len(row.bits) > size:
                last = self.drawn(row.bits[-1])
                end = last.cell.col + last.cell.cols
                found.setdefault((last.block, size), set()).add(end)
        return found

    def at(self, offset: int) -> Drawn:
        """The drawn cell at an offset of the flow."""
        return self.cells[bisect_right(self.starts, offset) - 1]

    def drawn(self, bit: Bit) -> Drawn:
        """The drawn cell that a value stands in."""
        return self.holders[bit.start]

    def under_heads(self, row: RowReading) -> bool:
        """Whether the drawn heads placed a row's values."""
        return row.start in self.heads.placed

    def row(self, found: RowBits) -> RowReading | None:
        """The row with its cells placed, None when the grid leaves a choice."""
        row = self.table.rows[found.row]
        if not found.bits:
            return None
        if self.drawn(found.bits[-1]).cut:
            last = max((at for at, bit in enumerate(found.bits) if not bit.blank), default=-1)
            printed = tuple(token(self.flow, bit) for bit in found.bits[: last + 1])
            return RowReading(row.id, printed, None, found.start, cut=True, label_doubt=found.doubt)
        held = self.heads.placed.get(found.start)
        if held is not None:
            way: tuple[Token, ...] | None = tuple(token(self.flow, bit) for bit in held)
        else:
            way = self.way(found.bits, len(row.cells))
        if way is None:
            return None
        doubt = None if held is None and self.is_denied(found, len(row.cells)) else found.doubt
        return RowReading(row.id, way, (way,), found.start, label_doubt=doubt)

    def is_denied(self, found: RowBits, size: int) -> bool:
        """Whether a row is placed by the columns of few full rows, which the drawn heads deny."""
        heads, key = self.heads.over.get(found.start), (self.drawn(found.bits[-1]).block, size)
        if heads is None or len(found.bits) == size or key in self.exact:
            return False
        columns = self.columns.get(key)
        return columns is not None and columns != tuple(span[0] for span in heads.spans)

    def is_remark(self, bit: Bit, columns: _Columns) -> bool:
        """Words without a digit in a cell over no column."""
        cell = self.drawn(bit).cell
        if bit.value.state is not State.UNREADABLE:
            return False
        beside = not any(cell.col <= column < cell.col + cell.cols for column in columns)
        return beside and not any(char.isdigit() for char in self.flow.text[bit.start : bit.end])

    def way(self, bits: list[Bit], size: int) -> tuple[Token, ...] | None:
        """The one way to fill the row, None when the grid does not tell it.

        Cells that stand over the columns of the full rows are placed by that; the order alone
        serves where spans do not line up, or where no row is full.
        """
        places = [self.drawn(bit) for bit in bits]
        last = places[-1]
        columns = self.columns.get((last.block, size))
        nowhere = Counter[int](), Counter[int]()
        starts, ends = self.edges.get((last.block, size), nowhere)
        end = last.cell.col + last.cell.cols
        shifted = len(bits) == size and not (bits[0].blank and last.block in self.padded)
        inside = places[0].cell.col in starts and end in ends
        if columns and not inside and not shifted:
            return None  # a cell too many, or too few
        exact = (last.block, size) in self.exact
        drawn = [place.cell for place in places]
        if columns and _stand_in(drawn, columns):
            return tuple(token(self.flow, bit) for bit in bits)
        if columns is not None:  # words beside the columns are remarks
            bits = [bit for bit in bits if not self.is_remark(bit, columns)]
            drawn = [self.drawn(bit).cell for bit in bits]
        wide = any(bit.blank and cell.cols > 1 for bit, cell in zip(bits, drawn, strict=True))
        if columns is None:
            if len(bits) == size and (not wide or len({cell.cols for cell in drawn}) == 1):
                return tuple(token(self.flow, bit) for bit in bits)
            if all(bit.blank for bit in bits) and sum(cell.cols for cell in drawn) >= size:
                return (blank_token(bits[-1].end),) * size
            return None
        over = [
            [at for at, column in enumerate(columns) if cell.col <= column < cell.col + cell.cols]
            for cell in drawn
        ]
        held: dict[int, Bit] = {}
        clear = True
        for bit, under in zip(bits, over, strict=True):
            if not bit.blank and (len(under) != 1 or under[0] in held):
                clear = False
            for at in under:
                clear = clear and at not in held
                held.setdefault(at, bit)
        pushed = len(bits) == size and end not in self.longer.get((last.block, size), ())
        if clear and len(held) == size and not pushed:
            its = [held[at] for at in range(size)]
            doubtful = exact or ends[end] < max(ends.values(), default=1)
            if len(bits) == size and doubtful and its != bits:
                return None  # by its order, or by its columns
            return tuple(token(self.flow, bit) for bit in its)
        astray = any(not bit.blank and not under for bit, under in zip(bits, over, strict=True))
        if len(bits) == size and (pushed or astray or not wide):
            return tuple(token(self.flow, bit) for bit in bits)
        return None


def _stand_in(cells: list[Cell], columns: _Columns) -> bool:
    """Whether each cell begins in its own column and ends before the next one."""
    if tuple(cell.col for cell in cells) != columns:
        return False
    return all(one.col + one.cols <= other.col for one, other in pairwise(cells))


LAYOUT = GridLayout()
