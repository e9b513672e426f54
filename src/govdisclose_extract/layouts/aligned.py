"""Columns by runs of spaces, as a terminal prints a PDF: its place on the line tells a cell."""

from __future__ import annotations

import re
from itertools import compress, pairwise
from typing import NamedTuple

from ..flow import Flow
from ..form.definition import Table, row_sums
from ..locate.tables import Region
from ..reading import Placement, Reading, RowReading, State, Token
from .astray import Astray
from .base import Declined
from .bits import Assigned, Bit, RowBits
from .enumerated import doubt_running_numbers
from .geometry import blank_token
from .lines import printed_lines
from .pieces import WORD, Piece, keeps_columns, parted_lines, piece
from .places import extras, is_cut, once, token
from .rows import assign
from .words import left_edge, width_of

_CELL = re.compile(r"\S+(?: \S+)*")
_TWO = re.compile(r"\d \d")
"""One number with a blank for its thousands, or two that a blank parts."""
_MARK = State.NOT_APPLICABLE  # looked up once: enums are slow
_FEWEST_GAPS = 3
_ROWS_A_BREAK = 4
"""Columns move at the breaks of pages; not every few rows."""

_LOOSE = 4.0
"""By how much the values of a column may stand out of line, in printed columns."""

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
        if 2 * parted_lines(flow, region) > len(region.table.rows):
            return Declined("tabs or pipes part the cells", "单元格由制表符或竖线隔开")
        pieces = _pieces(flow, region)
        fewest = 1 if keeps_columns(flow, region) else min(_FEWEST_GAPS, len(region.table.rows))
        if _shared(pieces) < fewest:
            return Declined("values are not parted by runs of spaces", "数值之间没有成列的空格")
        assigned = assign(flow, region, pieces, lines=True, columns=True)
        table = region.table
        columns = _columns(flow, table, assigned)
        astray = Astray(flow, table, assigned)
        starts = {row.line for row in assigned.rows}
        rows = []
        for found in assigned.rows:
            row = table.rows[found.row]
            tokens = tuple(token(flow, bit) for bit in found.bits if not bit.blank)
            if len(row.cells) == 1:
                tokens = once(tokens)
            cut = is_cut(flow, region, found, assigned)
            placements: tuple[Placement, ...] | None = None
            doubt = found.doubt
            if (
                astray.is_beside(found)
                or any(_TWO.search(flow.text, bit.start, bit.end) for bit in found.bits)
                or not _in_order(flow, found.bits)
                or _below(found, pieces, starts)
            ):
                doubt = None
            if len(tokens) == len(row.cells):
                placements = (tokens,)
            elif tokens and not cut and columns.get(len(row.cells)):
                known = columns[len(row.cells)]
                placements = _place(flow, found.start, found.bits, tokens, known)
                if placements and known.lone and not row_sums(table, row):
                    # Where one row tells the columns, no last cell that shows nothing is told.
                    placements = placements if len(placements) == 1 else None
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
        made = Reading(table.id, self.name, tuple(rows), extras(flow, assigned), bordered=True)
        return doubt_running_numbers(flow, region, made)


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
                    for word in WORD.finditer(cell.group())
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
    left, printed = left_edge(flow, bit.start, wide), flow.raw_of(bit.start, bit.end)
    return _Extent(left, left + (width_of(printed) if wide else len(printed)))


_Extents = tuple[_Extent, ...]
"""The columns of a row's cells, from left to right."""


class _Stretch(NamedTuple):
    """Rows, by the offsets of the first and the last, and their columns; none when they show none.

    lone: one full row at most shows them. A page break may move all columns.
    """

    first: int
    last: int
    extents: _Extents
    lone: bool


class _Columns(NamedTuple):
    """wide: a Chinese character fills two columns of the terminal."""

    wide: bool
    stretches: tuple[_Stretch, ...]

    @property
    def lone(self) -> bool:
        """Whether one full row shows the columns of some stretch."""
        return any(stretch.lone for stretch in self.stretches)

    def around(self, start: int) -> list[_Extents]:
        """The columns that a row may have: those of its stretch, and of the ones beside it.

        Where the break is, only rows tell that fit the columns of one side.
        """
        last = len(self.stretches) - 1
        at = next((n for n, one in enumerate(self.stretches) if start <= one.last), last)
        near = self.stretches[max(at - 1, 0) : at + 2] if self.stretches[at].extents else ()
        found = [self.stretches[at].extents, *(one.extents for one in near or self.stretches)]
        return [extents for extents in dict.fromkeys(found) if extents]


def _columns(flow: Flow, table: Table, assigned: Assigned) -> dict[int, _Columns]:
    """By the number of cells in a row: the columns in which its values stand.

    They are those of the full rows, or, where rows with all cells do not tell, the clusters of all
    values when there are just as many. Columns that overlap tell nothing. Both measures of width
    are tried, since programs differ in how wide they hold a Chinese character to be.
    """
    by_size: dict[int, list[tuple[int, list[Bit]]]] = {}
    for found in assigned.rows:
        filled = [bit for bit in found.bits if not (bit.blank or _leads(flow, table, bit))]
        size = len(table.rows[found.row].cells)
        if size > 1 and filled:
            by_size.setdefault(size, []).append((found.start, filled))
    result: dict[int, _Columns] = {}
    for size, rows in by_size.items():
        ways: list[tuple[int, int, float, bool, tuple[_Stretch, ...]]] = []
        starts = [start for start, _ in rows]
        measured = {
            wide: [[_extent(flow, bit, wide) for bit in row] for _, row in rows]
            for wide in (True, False)
        }
        # A dash is as wide as its font has it: it stands a little beside the numbers.
        numbers = [[bit.value.state is not _MARK for bit in row] for _, row in rows]
        breaks = {
            wide: _breaks(size, [[*compress(*its)] for its in zip(places, numbers, strict=True)])
            for wide, places in measured.items()
        }
        if _ROWS_A_BREAK * min(breaks.values()) > len(rows):
            return {}  # nothing is aligned here: doubled blanks part empty cells
        for wide, places in measured.items():
            if breaks[wide] > min(breaks.values()):
                continue  # by this measure values scatter, and make columns by chance
            extents = _of_full_rows(size, places) or _clusters(size, places)
            one = _Stretch(starts[0], starts[-1], extents, _is_lone(size, places))
            astray = _astray(places, extents)
            ways.append((astray, 1, _raggedness(places, extents), not wide, (one,)))
            if astray:
                several = _stretches(size, starts, places)
                astray = sum(
                    _astray(
                        places[starts.index(its.first) : starts.index(its.last) + 1], its.extents
                    )
                    for its in several
                )
                ways.append((astray, len(several), 0.0, not wide, several))
        _, _, _, narrow, stretches = min(ways)
        if any(stretch.extents for stretch in stretches):
            result[size] = _Columns(not narrow, stretches)
    return result


def _leads(flow: Flow, table: Table, bit: Bit) -> bool:
    """Whether a value leads its line, where labels stand: the line has lost its columns."""
    labelled = table.rows[0].label is not None
    return labelled and (bit.start == 0 or flow.text[bit.start - 1] == "\n")


def _astray(places: list[list[_Extent]], extents: _Extents) -> int:
    """How many rows do not fit the columns, a value a column."""
    over = [[_column(place, extents) for place in row] for row in places]
    return sum(None in row or len(set(row)) < len(row) for row in over)


def _stretches(size: int, starts: list[int], places: list[list[_Extent]]) -> tuple[_Stretch, ...]:
    """The rows in stretches whose values make no more columns than a row has cells."""
    cuts = [0]
    for at in range(len(places)):
        if len(_overlapping(places[cuts[-1] : at + 1])) > size:
            cuts.append(at)
    made = []
    for first, past in pairwise([*cuts, len(places)]):
        rows = places[first:past]
        extents = _of_full_rows(size, rows) or _clusters(size, rows)
        made.append(_Stretch(starts[first], starts[past - 1], extents, _is_lone(size, rows)))
    return tuple(made)


def _breaks(size: int, places: list[list[_Extent]]) -> int:
    """How often the columns move: where values would make more columns than a row has cells."""
    count, first = 0, 0
    for at in range(len(places)):
        clusters = _overlapping(places[first : at + 1])
        if len(clusters) > size or not all(one.is_tight for one in clusters):
            count, first = count + 1, at
    return count


def _raggedness(places: list[list[_Extent]], columns: _Extents) -> float:
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


def _of_full_rows(size: int, places: list[list[_Extent]]) -> _Extents:
    """The columns of the rows with all cells: of several, or of one that all others fit."""
    full = [row for row in places if len(row) == size]
    if not full or len(places) < 2:
        return ()
    extents = tuple(
        _Extent(min(row[at].left for row in full), max(row[at].right for row in full))
        for at in range(size)
    )
    if any(a.right >= b.left for a, b in pairwise(extents)):
        return ()
    return extents if len(full) > 1 or not _astray(places, extents) else ()


def _is_lone(size: int, places: list[list[_Extent]]) -> bool:
    return sum(len(row) == size for row in places) == 1


def _clusters(size: int, places: list[list[_Extent]]) -> _Extents:
    """Values that overlap, taken together, when they make just the columns, each of several.

    In a column values stand one below the other: together they are hardly wider than the widest.
    """
    clusters = _overlapping(places)
    if len(clusters) != size or any(one.number < 2 or not one.is_tight for one in clusters):
        return ()
    return tuple(one.extent for one in clusters)


class _Cluster(NamedTuple):
    """Values that overlap: what they fill together, how many they are, how wide the widest is."""

    extent: _Extent
    number: int
    widest: float

    @property
    def is_tight(self) -> bool:
        """Whether they stand one below the other."""
        return self.extent.right - self.extent.left <= self.widest + _LOOSE


def _overlapping(places: list[list[_Extent]]) -> list[_Cluster]:
    """The stretches of the line that values fill."""
    found: list[_Cluster] = []
    for place in sorted(place for row in places for place in row):
        width = place.right - place.left
        if found and place.left < found[-1].extent.right:
            (left, right), number, widest = found[-1]
            joint = _Extent(left, max(right, place.right))
            found[-1] = _Cluster(joint, number + 1, max(widest, width))
        else:
            found.append(_Cluster(place, 1, width))
    return found


def _place(
    flow: Flow, start: int, bits: list[Bit], tokens: tuple[Token, ...], columns: _Columns
) -> tuple[Placement, ...] | None:
    """The row's values in their columns, the others blank; None when one has no column."""
    filled = [bit for bit in bits if not bit.blank]
    places = [_extent(flow, bit, columns.wide) for bit in filled]
    line_end = flow.text.find("\n", filled[-1].end)
    blank = blank_token(line_end if line_end >= 0 else len(flow.text))
    ways: dict[Placement, None] = {}
    for extents in columns.around(start):
        over = [_column(place, extents) for place in places]
        held = dict(zip(over, tokens, strict=True))
        if None not in over and len(held) == len(tokens):
            ways[tuple(held.get(at, blank) for at in range(len(extents)))] = None
    if len(ways) == 1:
        (way,) = ways
        # A cell at the end of the line leaves no trace: it may be blank or lost.
        return (way,) if way[-1] is not blank else (way, (*way[:-1], None))
    return tuple(ways) or None


def _column(place: _Extent, columns: _Extents) -> int | None:
    """The one column that the value overlaps, None when there are none or several."""
    over = [
        at
        for at, column in enumerate(columns)
        if place.left < column.right and column.left < place.right
    ]
    return over[0] if len(over) == 1 else None


LAYOUT = Aligned()
