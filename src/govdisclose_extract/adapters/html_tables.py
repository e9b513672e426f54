"""Tables of markup: their spans laid out, and those that only lay out a page taken apart.

Rows that hold other tables or long prose give their content in order, as paragraphs and tables
of their own; the rows between them stay tables. What stands in one column is no table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
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

    unread: how many things in it cannot be read, as pictures.
    """

    # Most cells have no others.
    rows = 1
    cols = 1
    blank = ""
    unread = 0

    def text(self) -> str:
        r"""The lines, parted by "\n"; of a table in it a line for each row.

        U+FFFD stands behind for what cannot be read, if the text is no words.
        """
        if not self:
            text = self.blank
        elif len(self) == 1 and isinstance(self[0], str):
            text = self[0]
        else:
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
    parted = [False] * len(rows)
    inner = own = 0
    holders: list[int] = []
    for number, row in enumerate(rows):
        for entry in row:
            if not entry:
                continue
            own += 1
            if len(entry) == 1 and isinstance(first := entry[0], str) and len(first) < PROSE:
                continue
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
    if inner >= own:
        for number in holders:
            parted[number] = True
    placed = _placed(rows, parted, edges, check)
    found: list[Item] = []
    start = 0
    while start < len(rows):
        stop = start + 1
        if not parted[start]:
            while stop < len(rows) and not parted[stop]:
                stop += 1
        found += _run(rows, placed, start, stop, whole=not parted[start])
        start = stop
    return found


def _run(
    rows: list[list[Entry]], placed: list[list[Drawn]], start: int, stop: int, *, whole: bool
) -> list[Item]:
    """The rows from `start` to before `stop`, whole as one table if they are one."""
    if whole:
        cells = [cell for row in placed[start:stop] for cell in row]
        begins = sorted({cell[2] for cell in cells})
        if len(begins) > 1:
            if not any(cell[0].strip(_NO_TEXT) for cell in cells):
                return []
            return [Lattice(stop - start, len(begins), _closed(cells, begins, start, stop))]
    return [item for row in rows[start:stop] for entry in row for item in entry]


def _closed(cells: list[Drawn], begins: list[int], start: int, stop: int) -> list[Drawn]:
    """The cells of the rows from `start` to before `stop`, alone.

    A column in which no cell begins parts nothing and is closed: it comes of spans that are too
    wide, or of a pixel's work by hand.
    """
    width = len(begins)
    straight = begins[-1] == width - 1
    if straight and start == 0:
        fits = [row + rows <= stop and col + cols <= width for _, row, col, rows, cols in cells]
        if all(fits):
            return cells
    found: list[Drawn] = []
    for cell in cells:
        text, row, col, rows, cols = cell
        if straight:
            cols = min(cols, width - col)
        else:
            first = bisect_left(begins, col)
            cols = bisect_left(begins, col + cols) - first
            col = first
        found.append((text, row - start, col, min(rows, stop - row), cols))
    return found


def _placed(
    rows: list[list[Entry]],
    parted: list[bool],
    edges: Iterable[int],
    check: Callable[[int], None],
) -> list[list[Drawn]]:
    """Each row's cells in their columns. A cell never covers a place that another one has."""
    busy = [0]  # for each column, the first row that is free in it
    begins: set[int] = set()
    found: list[list[Drawn]] = []
    ends = sorted({*edges, len(rows)}, reverse=True)
    for number, row in enumerate(rows):
        while ends[-1] <= number:
            ends.pop()
        left = ends[-1] - number
        gone = parted[number]
        cells: list[Drawn] = []
        col = 0
        for entry in row:
            while col < len(busy) and busy[col] > number:
                col += 1
            height = entry.rows if entry.rows < left else left  # noqa: FURB136 - called often
            if gone:
                text = ""
            elif len(entry) == 1 and not entry.unread and isinstance(first := entry[0], str):
                text = first
            else:
                text = entry.text()
            begins.add(col)
            if entry.cols == 1 and col < len(busy):
                busy[col] = number + height
                cells.append((text, number, col, height, 1))
                col += 1
                continue
            end = col
            while end < col + entry.cols:
                if end == len(busy):
                    busy.append(0)
                elif busy[end] > number:
                    break
                busy[end] = number + height
                end += 1
            cells.append((text, number, col, height, end - col))
            col = end
        found.append(cells)
        check((number + 1) * len(begins))
    return found


def _lines(table: Lattice) -> list[str]:
    lines: list[list[str]] = [[] for _ in range(table.height)]
    for text, row, *_ in table.cells:
        if text.strip():
            lines[row].append(text)
    return [" ".join(line) for line in lines if line]
