"""The values of drawn rows under the column heads that stand over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..document import Cell, Grid
from ..flow import Drawn, Flow
from ..form.definition import Row, Table, row_sums
from .heads import GridRow, HeadColumns, heads_of
from .rows import Bit, RowBits

CellOf = Callable[[Bit], Drawn]
"""The drawn cell that a value stands in."""


class _Under(NamedTuple):
    """A row under its heads.

    held: the value under each head; None where two cells, or none, stand under one, or one filled
    cell under several. first, past: the grid columns from the row's first cell to its last one;
    blank cells before the heads do not count.
    """

    held: tuple[Bit, ...] | None
    first: int
    past: int


class UnderHeads:
    """Rows whose cells stand under drawn heads, a cell a head.

    Where any full row of the same heads does not line up with them, they place none: spans of
    heads and values that differ are common. Nor do heads in another order than the form's whose
    rows add up only in that of the form.
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
        groups: dict[HeadColumns, list[tuple[RowBits, _Under]]] = {}
        for found in rows:
            row = table.rows[found.row]
            over = self.heads_over(heads, heads_of(row), cell_of, found)
            if over is not None:
                under = _under(over, found.bits, cell_of)
                groups.setdefault(over, []).append((found, under))
        for over, members in groups.items():
            if _lines_up(over, [under for _, under in members]) and not any(
                _contradicted(table, found, under) for found, under in members
            ):
                reach = _reach([under for _, under in members])
                for found, under in members:
                    if under.held is not None and (under.first, under.past) == reach:
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
    clear = True
    first, past = 1 << 30, -1
    for bit, cell in zip(bits, cells, strict=True):
        heads = [at for at, span in enumerate(over.spans) if _meet(cell, span)]
        past = max(past, cell.col + cell.cols)
        if heads or not bit.blank:
            first = min(first, cell.col)
        if not bit.blank and len(heads) > 1:
            clear = False
        for at in heads:
            clear = clear and at not in held
            held.setdefault(at, bit)
    full = clear and len(held) == len(over.spans)
    return _Under(
        tuple(held[at] for at in range(len(held))) if full else None,
        first,
        past,
    )


def _contradicted(table: Table, found: RowBits, under: _Under) -> bool:
    """Whether a row adds up as printed, and under its heads does not."""
    if under.held is None:
        return False
    printed = sorted(under.held, key=lambda bit: bit.start)
    if printed == list(under.held):
        return False
    row = table.rows[found.row]
    return _adds_up(table, row, printed) and not _adds_up(table, row, under.held)


def _adds_up(table: Table, row: Row, bits: Sequence[Bit]) -> bool:
    amounts = [bit.value.number or 0 for bit in bits]
    return all(
        amounts[total] == sum(amounts[at] for at in operands)
        for total, operands in row_sums(table, row)
    )


def _meet(cell: Cell, span: tuple[int, int]) -> bool:
    return cell.col < span[1] and span[0] < cell.col + cell.cols


def _reach(rows: list[_Under]) -> tuple[int, int]:
    """From which grid column to which one most rows reach."""
    return Counter((row.first, row.past) for row in rows).most_common(1)[0][0]


def _lines_up(over: HeadColumns, rows: list[_Under]) -> bool:
    """Whether the rows that reach as far as most, and at least as far as the heads, fit them."""
    reach = _reach(rows)
    first = min(span[0] for span in over.spans)
    past = max(span[1] for span in over.spans)
    return (
        reach[0] <= first
        and past <= reach[1]
        and all(row.held is not None for row in rows if (row.first, row.past) == reach)
    )
