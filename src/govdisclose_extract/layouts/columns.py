"""The values of drawn rows under the column heads that stand over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..document import Cell, Grid
from ..flow import Drawn, Flow
from ..form.definition import Row, Table, row_sums
from ..reading import Token
from .bits import Bit, RowBits
from .heads import GridRow, HeadColumns, heads_of

CellOf = Callable[[Bit], Drawn]
"""The drawn cell that a value stands in."""


class _Under(NamedTuple):
    """A row under its heads.

    held: the value under each head; None where two cells, or none, stand under one, or one filled
    cell under several. first, past: the grid columns from the row's first cell to its last one;
    blank cells before the heads do not count. beside: a filled cell stands under no head.
    """

    held: tuple[Bit, ...] | None
    first: int
    past: int
    beside: bool = False


class _Group:
    """The rows under one set of heads.

    reach: from which grid column to which one most of them have cells. whole: those that do.
    """

    def __init__(self, over: HeadColumns, members: list[tuple[RowBits, _Under]]) -> None:
        reaches = Counter((under.first, under.past) for _, under in members)
        self.reach = reaches.most_common(1)[0][0]
        self.whole = [one for one in members if (one[1].first, one[1].past) == self.reach]
        self.first = min(span[0] for span in over.spans)
        self.past = max(span[1] for span in over.spans)
        self.end = over.end
        self.spans = over.spans

    @property
    def is_wider(self) -> bool:
        """Whether the rows have cells beyond their heads: a column more, or a shift."""
        return self.reach[0] < self.first or self.past < self.reach[1]

    def stands_beside(self, table: Table) -> bool:
        """Whether a number beside the heads may be the row's own, since no sum can tell.

        Then no row fits heads in these columns, wherever they stand.
        """
        return any(
            under.beside and not row_sums(table, table.rows[found.row])
            for found, under in self.whole
        )

    def lines_up(self, table: Table) -> bool:
        """Whether the rows reach over all heads, not beyond, and fit them, and no sum denies it."""
        return (
            self.reach[0] <= self.first
            and self.past <= self.reach[1] <= self.end
            and all(under.held is not None for _, under in self.whole)
            and not any(_contradicted(table, found, under) for found, under in self.whole)
        )

    def bears_out(self, table: Table) -> bool:
        """Whether all that stands under the heads adds up."""
        return all(
            under.held is not None and adds_up(table, table.rows[found.row], under.held)
            for found, under in self.whole
        )


class UnderHeads:
    """Rows whose cells stand under drawn heads, a cell a head.

    Where any full row of the same heads does not line up with them, they place none: spans of
    heads and values that differ are common. Nor do heads in another order than the form's whose
    rows add up only in that of the form.

    placed: by the start of a row, its values in the order of the form. over: by the same, the
    heads above it, whether they place it or not.
    """

    def __init__(
        self,
        flow: Flow,
        table: Table,
        heads: list[HeadColumns],
        rows: list[RowBits],
        cell_of: CellOf,
    ) -> None:
        self.flow = flow
        self.placed: dict[int, tuple[Bit, ...]] = {}
        self.over: dict[int, HeadColumns] = {}
        groups: dict[HeadColumns, list[tuple[RowBits, _Under]]] = {}
        for found in rows:
            row = table.rows[found.row]
            over = self.heads_over(heads, heads_of(row), cell_of, found)
            if over is not None:
                self.over[found.start] = over
                under = _under(over, found.bits, cell_of)
                groups.setdefault(over, []).append((found, under))
        made = [*map(_Group, groups, groups.values())]
        astray = {group.spans for group in made if group.stands_beside(table)}
        lined = [group for group in made if group.spans not in astray and group.lines_up(table)]
        wider = Counter(group.reach[1] for group in lined for _ in group.whole)
        for group in lined:
            if group.is_wider and not (wider[group.reach[1]] > 1 and group.bears_out(table)):
                continue
            for found, under in group.whole:
                if under.held is not None:
                    self.placed[found.start] = under.held

    def heads_over(
        self, heads: list[HeadColumns], names: tuple[str, ...], cell_of: CellOf, found: RowBits
    ) -> HeadColumns | None:
        """The last such heads above a row: in its grid, or in an earlier one of the same width."""
        if not found.bits:
            return None
        drawn = cell_of(found.bits[0])
        at: GridRow = drawn.block, drawn.cell.row
        above = [one for one in heads if one.names == names and one.at < at]
        if not above or self.width(above[-1].at[0]) != self.width(drawn.block):
            return None
        return above[-1]

    def width(self, block: int) -> int:
        grid = self.flow.document.blocks[block]
        return grid.width if isinstance(grid, Grid) else 0


def _under(over: HeadColumns, bits: list[Bit], cell_of: CellOf) -> _Under:
    cells = [cell_of(bit).cell for bit in bits]
    spans = tuple((cell.col, cell.col + cell.cols) for cell in cells)
    if spans == over.spans:
        return _Under(tuple(bits), min(spans)[0], max(spans)[1])
    held: dict[int, Bit] = {}
    clear, beside = True, False
    first, past = 1 << 30, -1
    for bit, cell in zip(bits, cells, strict=True):
        heads = [at for at, span in enumerate(over.spans) if _meet(cell, span)]
        past = max(past, cell.col + cell.cols)
        if heads or not bit.blank:
            first = min(first, cell.col)
        if not bit.blank and len(heads) > 1:
            clear = False
        beside = beside or not (bit.blank or heads)
        for at in heads:
            clear = clear and at not in held
            held.setdefault(at, bit)
    full = clear and len(held) == len(over.spans)
    return _Under(
        tuple(held[at] for at in range(len(held))) if full else None,
        first,
        past,
        beside,
    )


def _contradicted(table: Table, found: RowBits, under: _Under) -> bool:
    """Whether a row adds up as printed, and under its heads does not."""
    if under.held is None:
        return False
    starts = [bit.start for bit in under.held]
    if starts == sorted(starts):
        return False
    printed = sorted(under.held, key=lambda bit: bit.start)
    row = table.rows[found.row]
    return adds_up(table, row, printed) and not adds_up(table, row, under.held)


def adds_up(table: Table, row: Row, bits: Sequence[Bit | Token]) -> bool:
    """Whether all sums of a row hold for its values."""
    amounts = [bit.value.number or 0 for bit in bits]
    return all(
        amounts[total] == sum(amounts[at] for at in operands)
        for total, operands in row_sums(table, row)
    )


def _meet(cell: Cell, span: tuple[int, int]) -> bool:
    return cell.col < span[1] and span[0] < cell.col + cell.cols
