"""Columns by runs of spaces, as a terminal prints a PDF: its place on the line tells a cell."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from ..flow import Flow
from ..form.definition import Table
from ..locate.tables import Region
from ..reading import Placement, Reading, RowReading, Token
from .base import Declined
from .pieces import Piece, piece, printed_lines
from .places import blank_token, extras, is_cut, token
from .rows import Assigned, Bit, RowBits, assign
from .words import left_edge

_CELL = re.compile(r"\S+(?: \S+)*")
_FEWEST_GAPS = 3
_ASTRAY = 10.0
"""How ragged a value outside all columns makes a table, in printed columns."""


class _Extent(NamedTuple):
    """Where a printed value begins and ends on its line, in columns of the terminal."""

    left: float
    right: float


class Aligned:
    """Rows on lines, cells in columns; a gap in a column is a visibly blank cell."""

    name = "aligned"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines unless several lines part values by two blanks or more."""
        text = flow.text[region.start : region.end]
        if text.count("|") > len(region.table.rows) or "\t" in text:
            return Declined("tabs or pipes part the cells", "单元格由制表符或竖线隔开")
        pieces = _pieces(flow, region)
        if _shared(pieces) < min(_FEWEST_GAPS, len(region.table.rows)):
            return Declined("values are not parted by runs of spaces", "数值之间没有成列的空格")
        assigned = assign(flow, region, pieces, lines=True, columns=True)
        table = region.table
        columns = _columns(flow, table, assigned)
        lost = Counter(
            bit.line for extra in assigned.extras if not extra.label for bit in extra.bits
        )
        starts = {row.line for row in assigned.rows}
        rows = []
        for found in assigned.rows:
            row = table.rows[found.row]
            tokens = tuple(token(flow, bit) for bit in found.bits if not bit.blank)
            cut = is_cut(flow, region, found, assigned)
            placements: tuple[Placement, ...] | None = None
            doubt = found.doubt
            if (
                _beside(found, lost, len(row.cells))
                or not _in_order(flow, found.bits)
                or _below(found, pieces, starts)
            ):
                doubt = None
            if len(tokens) == len(row.cells):
                placements = (tokens,)
            elif tokens and not cut and columns.get(len(row.cells)):
                placements = _place(flow, found.bits, tokens, columns[len(row.cells)])
            rows.append(
                RowReading(
                    row.id,
                    tokens,
                    placements,
                    found.start,
                    cut=cut,
                    label_doubt=doubt,
                )
            )
        return Reading(table.id, self.name, tuple(rows), extras(flow, assigned), bordered=True)


def _beside(row: RowBits, lost: Counter[int], size: int) -> bool:
    """Whether a row stands next to a line of values without words, which may be parts of its own.

    lost: how many values each such line has. A line with all the cells of a row is another row.
    """
    its = {row.line, *(bit.line for bit in row.bits)}
    return any(0 < lost[line + step] < size for line in its for step in (-1, 0, 1))


def _below(row: RowBits, pieces: list[Piece], starts: set[int]) -> bool:
    """Whether a row's values stand below all its words: they may be the ends of longer numbers.

    Values may stand beside the middle line of a label, but no label has all its lines above them.
    """
    line = max((bit.line for bit in row.bits if not bit.blank), default=row.line)
    if line == row.line:
        return False
    worded = {piece.line for piece in pieces if piece.value is None}
    return line not in worded and (line + 1 in starts or line + 1 not in worded)


def _in_order(flow: Flow, bits: list[Bit]) -> bool:
    """Whether the values stand one behind the other; those of two rows stand above one another."""
    places = [_extent(flow, bit, wide=True) for bit in bits if not bit.blank]
    return all(before.right <= after.left for before, after in pairwise(places))


def _pieces(flow: Flow, region: Region) -> list[Piece]:
    """Stretches parted by two blanks or more; values inside a stretch stand for themselves."""
    text = flow.text
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(printed_lines(flow, region)):
        index = 0
        for cell in _CELL.finditer(text, start, end):
            made = piece(text, cell.start(), cell.end(), number, index, 0)
            parts = [made]
            if made.value is None or made.value.number is None:
                words = [
                    piece(
                        text,
                        cell.start() + word.start(),
                        cell.start() + word.end(),
                        number,
                        index,
                        0,
                    )
                    for word in re.finditer(r"\S+", cell.group())
                ]
                if any(word.value is not None for word in words):
                    parts = words
            pieces += parts
            index += len(parts)
    return pieces


def _shared(pieces: list[Piece]) -> int:
    """How many lines hold a value beside other cells, two blanks or more between."""
    lines: dict[int, list[Piece]] = {}
    for cell in pieces:
        lines.setdefault(cell.line, []).append(cell)
    return sum(
        any(b.start - a.end > 1 for a, b in pairwise(cells))
        and any(cell.value is not None for cell in cells)
        for cells in lines.values()
    )


def _extent(flow: Flow, bit: Bit, wide: bool) -> _Extent:
    """A value's extent on its line; `wide` counts a Chinese character as two columns."""
    left = left_edge(flow, bit.start, wide)
    return _Extent(left, left + bit.end - bit.start)


class _Columns(NamedTuple):
    wide: bool
    extents: tuple[_Extent, ...]


def _columns(flow: Flow, table: Table, assigned: Assigned) -> dict[int, _Columns]:
    """By the number of cells in a row: the columns in which its values stand.

    They are those of the full rows, or, where rows with all cells are lacking, the clusters of all
    values when there are just as many. Columns that overlap tell nothing. Both measures of width
    are tried, since programs differ in how wide they hold a Chinese character to be.
    """
    by_size: dict[int, list[list[Bit]]] = {}
    for found in assigned.rows:
        filled = [bit for bit in found.bits if not bit.blank]
        size = len(table.rows[found.row].cells)
        if size > 1 and filled:
            by_size.setdefault(size, []).append(filled)
    result: dict[int, _Columns] = {}
    for size, rows in by_size.items():
        ways = []
        for wide in (True, False):
            places = [[_extent(flow, bit, wide) for bit in row] for row in rows]
            extents = _of_full_rows(size, places) or _clusters(size, places)
            if extents:
                ways.append((_raggedness(places, extents), not wide, extents))
        if ways:
            _, narrow, extents = min(ways)
            result[size] = _Columns(not narrow, extents)
    return result


def _raggedness(places: list[list[_Extent]], columns: tuple[_Extent, ...]) -> float:
    """How far the values are from standing one below the other: at the left, right or centre.

    The measure of width by which a table is least ragged is the one it was printed by.
    """
    ragged = [0.0, 0.0, 0.0]
    edges: list[list[tuple[float, float, float]]] = [[] for _ in columns]
    for place in (place for row in places for place in row):
        at = _column(place, columns)
        if at is None:
            ragged = [one + _ASTRAY for one in ragged]
        else:
            edges[at].append((place.left, place.right, (place.left + place.right) / 2))
    for column in edges:
        for edge in range(3):
            values = sorted(one[edge] for one in column)
            middle = values[len(values) // 2] if values else 0
            ragged[edge] += sum(abs(value - middle) for value in values)
    return min(ragged)


def _of_full_rows(size: int, places: list[list[_Extent]]) -> tuple[_Extent, ...]:
    full = [row for row in places if len(row) == size]
    if len(full) < 2:
        return ()
    extents = tuple(
        _Extent(min(row[at].left for row in full), max(row[at].right for row in full))
        for at in range(size)
    )
    return extents if all(a.right < b.left for a, b in pairwise(extents)) else ()


def _clusters(size: int, places: list[list[_Extent]]) -> tuple[_Extent, ...]:
    """Values that overlap, taken together, when they make just the columns, each of several."""
    extents: list[_Extent] = []
    counts: list[int] = []
    for place in sorted(place for row in places for place in row):
        if extents and place.left < extents[-1].right:
            extents[-1] = _Extent(extents[-1].left, max(extents[-1].right, place.right))
            counts[-1] += 1
        else:
            extents.append(place)
            counts.append(1)
    return tuple(extents) if len(extents) == size and min(counts) > 1 else ()


def _place(
    flow: Flow, bits: list[Bit], tokens: tuple[Token, ...], columns: _Columns
) -> tuple[Placement, ...] | None:
    """The row's values in their columns, the others blank; None when one has no column.

    A cell at the end of the line leaves no trace: it may be blank or lost.
    """
    cells: list[Token | None] = [None] * len(columns.extents)
    filled = [bit for bit in bits if not bit.blank]
    for bit, its in zip(filled, tokens, strict=True):
        at = _column(_extent(flow, bit, columns.wide), columns.extents)
        if at is None or cells[at] is not None:
            return None
        cells[at] = its
    line_end = flow.text.find("\n", filled[-1].end)
    edge = line_end if line_end >= 0 else len(flow.text)
    blank = blank_token(edge)
    way = tuple(cell or blank for cell in cells)
    return (way,) if cells[-1] else (way, (*way[:-1], None))


def _column(place: _Extent, columns: tuple[_Extent, ...]) -> int | None:
    """The one column that the value overlaps, None when there are none or several."""
    over = [
        at
        for at, column in enumerate(columns)
        if place.left < column.right and column.left < place.right
    ]
    return over[0] if len(over) == 1 else None


LAYOUT = Aligned()
