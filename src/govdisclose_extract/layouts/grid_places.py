"""Which cell of the form each value of a drawn row is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from ..document import Cell
from ..flow import Drawn, Flow
from ..form.definition import Table
from ..reading import RowReading, State, Token
from .bits import Bit, ExtraBits, RowBits
from .columns import UnderHeads, adds_up
from .geometry import blank_token
from .heads import GridRow, head_columns
from .places import token

_Columns = tuple[int, ...]
"""The grid columns in which the cells of full rows begin, of one grid."""

_NOWHERE: tuple[Counter[int], Counter[int]] = Counter(), Counter()


class GridPlaces:
    """Which cell of the form each value is: by the drawn heads, where rows line up with them.

    Elsewhere by where the cells of full rows begin in each grid.
    """

    def __init__(self, flow: Flow, cells: list[Drawn], rows: list[RowBits], table: Table) -> None:
        self.flow = flow
        self.cells: list[Drawn] = sorted(cells, key=attrgetter("start"))
        self.table = table
        self.starts: list[int] = [drawn.start for drawn in self.cells]
        self.rows = rows
        self.holders: dict[int, Drawn] = {
            bit.start: self.at(bit.start) for row in rows for bit in row.bits
        }
        labels = [self.at(row.start) for row in rows]
        self.labelled: set[GridRow] = {(drawn.block, drawn.cell.row) for drawn in labels}
        heads = head_columns(flow, cells, table, self.labelled)
        self.heads: UnderHeads = UnderHeads(flow, table, heads, rows, self.drawn)

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

    def beside_values(self, extras: list[ExtraBits]) -> set[int]:
        """The starts of rows that values which no row has may belong to.

        Those whose label reaches down to such values: its cells are drawn as several, such as a
        frame around each value. And those that print nothing, where several such values stand in
        another grid beside them: a page break may have cut the row.
        """
        bits = [bit for extra in extras if not extra.label for bit in extra.bits if not bit.blank]
        if not bits:
            return set()
        lines = {(drawn.block, drawn.cell.row) for bit in bits for drawn in [self.at(bit.start)]}
        found: set[int] = set()
        starts = sorted(bit.start for bit in bits)
        rows = sorted(self.rows, key=attrgetter("start"))
        ends = [*(row.start for row in rows[1:]), len(self.flow.text)]
        before = 0
        for row, end in zip(rows, ends, strict=True):
            label = self.at(row.start)
            below = range(label.cell.row + 1, label.cell.row + label.cell.rows)
            beside = starts[bisect_right(starts, before) : bisect_left(starts, end)]
            before = row.start
            cut = len(beside) > 1 and all(self.at(start).block != label.block for start in beside)
            silent = all(bit.blank for bit in row.bits)
            if (cut and silent) or any((label.block, line) in lines for line in below):
                found.add(row.start)
        return found

    def is_told(self, row: RowBits, size: int) -> bool:
        """Whether a full row shows which of its cells are its own."""
        return len(row.bits) == size or size == 1 or self.reach(row) in self.usual_reaches

    @cached_property
    def usual_reaches(self) -> set[tuple[int, int, int]]:
        """The reach of most rows of each grid, if it is that of more than one."""
        counts = Counter(self.reach(row) for row in self.rows if row.bits)
        rows: Counter[int] = Counter()
        for reach, count in counts.items():
            rows[reach[0]] += count
        return {reach for reach, count in counts.items() if 2 * count > max(2, rows[reach[0]])}

    def reach(self, row: RowBits) -> tuple[int, int, int]:
        """The grid of a row's cells, where the first begins, and where the last ends."""
        first, last = self.drawn(row.bits[0]), self.drawn(row.bits[-1])
        return first.block, first.cell.col, last.cell.col + last.cell.cols

    def full_columns(self, row: RowBits, size: int) -> _Columns:
        """Where a full row's cells begin; nothing for other rows."""
        filled = [bit for bit in row.bits if not (bit.blank or self.is_words(bit))]
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
        denied = self.is_denied(found, len(row.cells)) or (
            len(found.bits) > len(row.cells) and not adds_up(self.table, row, way)
        )
        doubt = None if held is None and denied else found.doubt
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
        beside = not any(cell.col <= column < cell.col + cell.cols for column in columns)
        return beside and self.is_words(bit)

    def is_words(self, bit: Bit) -> bool:
        """Words without a digit: a remark, or what nobody can read."""
        if bit.value.state is not State.UNREADABLE:
            return False
        return not any(char.isdigit() for char in self.flow.text[bit.start : bit.end])

    def way(self, bits: list[Bit], size: int) -> tuple[Token, ...] | None:
        """The one way to fill the row, None when the grid does not tell it.

        Cells that stand over the columns of the full rows are placed by that; the order alone
        serves where spans do not line up, or where no row is full.
        """
        places = [self.drawn(bit) for bit in bits]
        last = places[-1]
        columns = self.columns.get((last.block, size))
        starts, ends = self.edges.get((last.block, size), _NOWHERE)
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
