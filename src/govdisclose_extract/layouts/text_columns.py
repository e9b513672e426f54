"""The columns in which the values of a table stand, by their places on the lines of a terminal."""

from __future__ import annotations

from itertools import compress, groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from ..flow import Flow
from ..form.definition import Table
from ..reading import State
from .bits import Assigned, Bit
from .pieces import Piece, is_letter
from .words import left_edge, width_of

_MARK, _UNREADABLE = State.NOT_APPLICABLE, State.UNREADABLE  # looked up once: enums are slow
_ROWS_A_BREAK = 4
"""Columns move at the breaks of pages; not every few rows."""

_LOOSE = 4.0
"""By how much the values of a column may stand out of line, in printed columns."""

_ASTRAY = 10.0
"""How ragged a value outside all columns makes a table, in printed columns."""

_RAGGED = 8
"""One value in so many out of line is too much."""

_LOOSE_HEADS = 3
"""Columns of a table that has other heads every few rows, with columns beside the others."""


class Extent(NamedTuple):
    """Where a printed value begins and ends on its line, in columns of the terminal."""

    left: float
    right: float


def extent_of(flow: Flow, bit: Bit | Piece, wide: bool) -> Extent:
    """A value's extent on its line; `wide` counts a Chinese character as two columns."""
    left, printed = left_edge(flow, bit.start, wide), flow.raw_of(bit.start, bit.end)
    return Extent(left, left + (width_of(printed) if wide else len(printed)))


Extents = tuple[Extent, ...]
"""The columns of a row's cells, from left to right."""


class Stretch(NamedTuple):
    """Rows, by the offsets of the first and the last, and their columns; none when they show none.

    lone: one full row at most shows them. ragged: the values stand out of line, and may well stand
    beside their columns. A page break may move all columns.
    """

    first: int
    last: int
    extents: Extents
    lone: bool
    ragged: bool = False


class Columns(NamedTuple):
    """wide: a Chinese character fills two columns of the terminal.

    worded: labels stand in the first column, so that some rows are moved to the right.
    """

    wide: bool
    stretches: tuple[Stretch, ...]
    worded: bool = False

    @property
    def lone(self) -> bool:
        """Whether one full row shows the columns of some stretch."""
        return any(stretch.lone for stretch in self.stretches)

    def of(self, start: int) -> Stretch:
        """The stretch of the row that begins at an offset."""
        return next((one for one in self.stretches if start <= one.last), self.stretches[-1])

    def at(self, start: int) -> Extents:
        """The columns of the row that begins at an offset; none where its stretch shows none."""
        return self.of(start).extents

    def around(self, start: int) -> list[Extents]:
        """The columns that a row may have: those of its stretch, and of the ones beside it.

        Where the break is, only rows tell that fit the columns of one side.
        """
        at = self.stretches.index(self.of(start))
        near = self.stretches[max(at - 1, 0) : at + 2] if self.stretches[at].extents else ()
        found = [self.stretches[at].extents, *(one.extents for one in near or self.stretches)]
        return [extents for extents in dict.fromkeys(found) if extents]


def columns_of(
    flow: Flow, table: Table, assigned: Assigned, pieces: list[Piece]
) -> dict[int, Columns]:
    """By the number of cells in a row: the columns in which its values stand.

    They are those of the full rows, or, where rows with all cells do not tell, the clusters of all
    values when there are just as many. Columns that overlap tell nothing. Both measures of width
    are tried, since programs differ in how wide they hold a Chinese character to be.
    """
    labels = _labels(pieces)
    by_size: dict[int, list[tuple[int, list[Bit]]]] = {}
    for found in assigned.rows:
        filled = [
            bit
            for bit in found.bits
            if not (bit.blank or bit.value.state is _UNREADABLE or _leads(flow, table, bit))
        ]
        size = len(table.rows[found.row].cells)
        if size > 1 and filled:
            by_size.setdefault(size, []).append((found.start, filled))
    result: dict[int, Columns] = {}
    for size, rows in by_size.items():
        ways: list[tuple[int, int, int, float, bool, tuple[Stretch, ...]]] = []
        starts = [start for start, _ in rows]
        measured = {
            wide: [[extent_of(flow, bit, wide) for bit in row] for _, row in rows]
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
            one = _stretch(size, starts, places)
            astray = _astray(places, one.extents)
            rag = _raggedness(places, one.extents)
            ways.append((astray, one.ragged, 1, rag, not wide, (one,)))
            if astray or one.ragged:
                several = _stretches(size, starts, places)
                astray = sum(
                    _astray(
                        places[starts.index(its.first) : starts.index(its.last) + 1], its.extents
                    )
                    for its in several
                )
                ragged = any(its.ragged for its in several)
                ways.append((astray, ragged, len(several), 0.0, not wide, several))
        *_, narrow, stretches = min(ways)
        if any(stretch.extents for stretch in stretches):
            known = Columns(not narrow, stretches)
            worded = any(_leads_into(flow, label, known) for label in labels)
            result[size] = known._replace(worded=worded)
    return result


def _labels(pieces: list[Piece]) -> list[Piece]:
    """The words before the first value of their line."""
    found: list[Piece] = []
    for _, line in groupby(pieces, key=attrgetter("line")):
        its = list(line)
        values = [at for at, piece in enumerate(its) if piece.value is not None]
        found += its[: values[0]] if values else []
    return found


def _leads_into(flow: Flow, label: Piece, columns: Columns) -> bool:
    """Whether a label reaches into the first column of the rows around it."""
    extents = columns.at(label.start)
    place = extent_of(flow, label, columns.wide)
    return bool(extents) and place.left < extents[0].right and extents[0].left < place.right


def _leads(flow: Flow, table: Table, bit: Bit) -> bool:
    """Whether a value leads words, or its line, where they stand: the line has lost its columns."""
    labelled = table.rows[0].label is not None
    leads = bit.start == 0 or flow.text[bit.start - 1] == "\n"
    return labelled and (leads or is_letter(flow.text[bit.end : bit.end + 1] or " "))


def _astray(places: list[list[Extent]], extents: Extents) -> int:
    """How many rows do not fit the columns, a value a column."""
    over = [[column_at(place, extents) for place in row] for row in places]
    return sum(None in row or len(set(row)) < len(row) for row in over)


def _stretches(size: int, starts: list[int], places: list[list[Extent]]) -> tuple[Stretch, ...]:
    """The rows in stretches whose values make no more columns than a row has cells."""
    cuts = [0]
    for at in range(len(places)):
        if at > cuts[-1] and len(_overlapping(places[cuts[-1] : at + 1])) > size:
            cuts.append(at)
    return tuple(
        _stretch(size, starts[first:past], places[first:past])
        for first, past in pairwise([*cuts, len(places)])
    )


def _stretch(size: int, starts: list[int], places: list[list[Extent]]) -> Stretch:
    extents = _of_full_rows(size, places) or _clusters(size, places)
    lone = sum(len(row) == size for row in places) == 1
    return Stretch(starts[0], starts[-1], extents, lone, _is_ragged(places, extents))


def _breaks(size: int, places: list[list[Extent]]) -> int:
    """How often the columns move: where values would make more columns than a row has cells."""
    count, first = 0, 0
    for at in range(len(places)):
        clusters = _overlapping(places[first : at + 1])
        if len(clusters) > size or not all(one.is_tight for one in clusters):
            count, first = count + 1, at
    return count


def _raggedness(places: list[list[Extent]], columns: Extents) -> float:
    """How far the values are from standing one below the other, in printed columns.

    The measure of width by which a table is least ragged is the one it was printed by.
    """
    astray = sum(column_at(place, columns) is None for row in places for place in row)
    return min(map(sum, _out_of_line(places, columns))) + _ASTRAY * astray


def _is_ragged(places: list[list[Extent]], columns: Extents) -> bool:
    """Whether so many values stand out of line that columns tell no blank cell."""
    far = [sum(by > 1 for by in ways) for ways in _out_of_line(places, columns)]
    return len(columns) > _LOOSE_HEADS and _RAGGED * min(far) > sum(map(len, places))


def _out_of_line(places: list[list[Extent]], columns: Extents) -> list[list[float]]:
    """How far each value stands from the middle one of its column: at the left, right, centre."""
    edges: list[list[tuple[float, float, float]]] = [[] for _ in columns]
    for place in (place for row in places for place in row):
        at = column_at(place, columns)
        if at is not None:
            edges[at].append((place.left, place.right, (place.left + place.right) / 2))
    ways: list[list[float]] = [[], [], []]
    for column in edges:
        for way, found in enumerate(zip(*column, strict=True)):
            values = sorted(found)
            ways[way] += (abs(value - values[len(values) // 2]) for value in values)
    return ways


def _of_full_rows(size: int, places: list[list[Extent]]) -> Extents:
    """The columns of the rows with all cells: of several, or of one that all others fit."""
    full = [row for row in places if len(row) == size]
    if not full or len(places) < 2:
        return ()
    extents = tuple(
        Extent(min(row[at].left for row in full), max(row[at].right for row in full))
        for at in range(size)
    )
    if any(a.right >= b.left for a, b in pairwise(extents)):
        return ()
    return extents if len(full) > 1 or not _astray(places, extents) else ()


def _clusters(size: int, places: list[list[Extent]]) -> Extents:
    """Values that overlap, taken together, when they make just the columns, each of several.

    In a column values stand one below the other: together they are hardly wider than the widest.
    """
    clusters = _overlapping(places)
    if len(clusters) != size or any(one.number < 2 or not one.is_tight for one in clusters):
        return ()
    return tuple(one.extent for one in clusters)


class _Cluster(NamedTuple):
    """Values that overlap: what they fill together, how many they are, how wide the widest is."""

    extent: Extent
    number: int
    widest: float

    @property
    def is_tight(self) -> bool:
        """Whether they stand one below the other."""
        return self.extent.right - self.extent.left <= self.widest + _LOOSE


def _overlapping(places: list[list[Extent]]) -> list[_Cluster]:
    """The stretches of the line that values fill."""
    found: list[_Cluster] = []
    for place in sorted(place for row in places for place in row):
        width = place.right - place.left
        if found and place.left <= found[-1].extent.right:
            (left, right), number, widest = found[-1]
            joint = Extent(left, max(right, place.right))
            found[-1] = _Cluster(joint, number + 1, max(widest, width))
        else:
            found.append(_Cluster(place, 1, width))
    return found


def column_at(place: Extent, columns: Extents) -> int | None:
    """The one column that the value overlaps, None when there are none or several."""
    over = [
        at
        for at, column in enumerate(columns)
        if place.left < column.right and column.left < place.right
    ]
    return over[0] if len(over) == 1 else None
