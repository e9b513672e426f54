"""Tables of markup: their spans laid out, and those that only lay out a page taken apart.

Rows that hold other tables or long prose give their content in order, as paragraphs and tables
of their own; the rows between them stay tables. What stands in one column is no table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple, TypeAlias

from .unread import LOST, with_unread

__all__ = ["Drawn", "Entry", "Item", "Lattice", "resolved"]

WIDEST = 100
"""Most columns that a cell is taken to span: who writes more means the whole width."""

PROSE = 400
PROSE_OF_LINES = (200, 4)
"""Characters, or characters and lines, from which on a cell holds prose and not an entry."""


_NO_TEXT = " \t\r\n\xa0\u3000" + LOST


Drawn: TypeAlias = tuple[str, int, int, int, int]
"""A cell in its place: its text, its first row and column from 0, its rows and its columns.

A plain tuple, as there are many, and they are made twice.
"""


class Lattice(NamedTuple):
    """A table that does not know yet where in the document it will stand; cells in order."""

    height: int
    width: int
    cells: list[Drawn]


Item = str | Lattice
"""A line of text, or a table."""


class Entry(list[Item]):
    """A cell as it is written: the lines and tables in it, its span, its white space if blank.

    spans: whether it says how many rows and columns it has. unread: how many things in it cannot
    be read, as pictures.
    """

    # Most cells have no others.
    spans = False
    rows = 1
    cols = 1
    blank = ""
    unread = 0

    def text(self) -> str:
        r"""The lines, parted by "\n"; of a table in it a line for each row.

        U+FFFD stands behind for what cannot be read, if the text is no words.
        """
        text = self.blank
        if self:
            lines: list[str] = []
            for item in self:
                lines += (item,) if isinstance(item, str) else _lines(item)
            text = "\n".join(lines)
        return with_unread(text, self.unread) if self.unread else text


def resolved(
    rows: list[list[Entry]], edges: Iterable[int], check: Callable[[int], None]
) -> list[Item]:
    """The lines and tables that a table comes to; its rows as displayed, each with its cells.

    edges: the rows that a group of rows begins with; no cell reaches over one.
    check: is told how many places the table has at least, as it grows, and raises if too many.
    """
    placed = _placed(rows, edges, check)
    if not placed.rich:
        return _run(rows, placed, 0, len(rows))
    parted = _parted(placed)
    for number, at, entry in placed.rich:
        if not parted[number]:
            row = placed.rows[number]
            row[at] = entry.text(), *row[at][1:]
    found: list[Item] = []
    start = 0
    while start < len(rows):
        stop = start + 1
        if parted[start]:
            found += _content(rows[start:stop])
        else:
            while stop < len(rows) and not parted[stop]:
                stop += 1
            found += _run(rows, placed, start, stop)
        start = stop
    return found


class _Placed(NamedTuple):
    """The cells of a table in their columns, by row.

    rich: the cells that hold a table, long text or several lines, each with its row and its
    number in the row; their text is still open. filled: how many cells hold anything. begins: the
    columns in which cells begin. reach: the column before which all cells end.
    """

    rows: list[list[Drawn]]
    rich: list[tuple[int, int, Entry]]
    filled: int
    begins: set[int]
    reach: int


def _parted(placed: _Placed) -> list[bool]:
    """For each row whether it gives its content in order, and no cells."""
    parted = [False] * len(placed.rows)
    inner = 0
    holders: list[int] = []
    for number, _, entry in placed.rich:
        length = 0
        for item in entry:
            if isinstance(item, str):
                length += len(item)
            else:
                inner += len(item.cells)
                holders.append(number)
        if length >= PROSE_OF_LINES[0]:
            parted[number] |= length >= PROSE or len(entry) >= PROSE_OF_LINES[1]
    # A small table inside the entry of a large one is part of that entry.
    if inner >= placed.filled:
        for number in holders:
            parted[number] = True
    return parted


def _content(rows: list[list[Entry]]) -> list[Item]:
    return [item for row in rows for entry in row for item in entry]


def _run(rows: list[list[Entry]], placed: _Placed, start: int, stop: int) -> list[Item]:
    """The rows from `start` to before `stop`, as one table if they are one."""
    whole = stop - start == len(rows)
    cells = [*chain.from_iterable(placed.rows[start:stop])]
    begins = placed.begins if whole else {cell[2] for cell in cells}
    width = len(begins)
    if width < 2:
        return _content(rows[start:stop])
    if not any(cell[0].strip(_NO_TEXT) for cell in cells):
        return []
    if not whole or placed.reach > width:
        cells = _closed(cells, sorted(begins), start, stop)
    return [Lattice(stop - start, width, cells)]


def _closed(cells: list[Drawn], begins: list[int], start: int, stop: int) -> list[Drawn]:
    """The cells of the rows from `start` to before `stop`, alone.

    A column in which no cell begins parts nothing and is closed: it comes of spans that are too
    wide, or of a pixel's work by hand.
    """
    found: list[Drawn] = []
    for text, row, col, rows, cols in cells:
        first = bisect_left(begins, col)
        last = bisect_left(begins, col + cols)
        found.append((text, row - start, first, min(rows, stop - row), last - first))
    return found


def _placed(rows: list[list[Entry]], edges: Iterable[int], check: Callable[[int], None]) -> _Placed:
    """Each row's cells in their columns. A cell never covers a place that another one has."""
    busy = [0]  # for each column, the first row that is free in it
    width = 1
    begins: set[int] = set()
    found: list[list[Drawn]] = []
    rich: list[tuple[int, int, Entry]] = []
    filled = 0
    ends = sorted({*edges, len(rows)}, reverse=True)
    for number, row in enumerate(rows):
        while ends[-1] <= number:
            ends.pop()
        left = ends[-1] - number
        cells: list[Drawn] = []
        col = 0
        for entry in row:
            while col < width and busy[col] > number:
                col += 1
            if len(entry) == 1 and isinstance(first := entry[0], str) and len(first) < PROSE:
                filled += 1
                text = entry.text() if entry.unread else first
            elif not entry:
                text = entry.text()
            else:
                filled += 1
                text = ""
                rich.append((number, len(cells), entry))
            begins.add(col)
            if not entry.spans and col < width:
                cells.append((text, number, col, 1, 1))
                col += 1
                continue
            height = min(entry.rows, left)
            end = col
            while end < col + entry.cols:
                if end == width:
                    busy.append(0)
                    width += 1
                elif busy[end] > number:
                    break
                busy[end] = number + height
                end += 1
            cells.append((text, number, col, height, end - col))
            col = end
        found.append(cells)
        check((number + 1) * len(begins))
    return _Placed(found, rich, filled, begins, width)


def _lines(table: Lattice) -> list[str]:
    lines: list[list[str]] = [[] for _ in range(table.height)]
    for text, row, *_ in table.cells:
        if text.strip():
            lines[row].append(text)
    return [" ".join(line) for line in lines if line]
