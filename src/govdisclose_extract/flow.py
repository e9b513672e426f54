"""A document flowed into one folded text, with a way back to the place of every character."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

import msgspec

from .document import Cell, Document, Grid, Paragraph
from .fold import fold
from .where import Where

_BREAK = "\r"
"""A line end or a tab inside a drawn cell: white space that no number can hold."""

RUN = re.compile(r"[^\s|]+")
"""Characters that no white space and no pipe parts."""


class Squeezed:
    """The flow without white space and pipes: where labels are looked for across all borders."""

    __slots__ = ("_at", "_from", "_length", "text")

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        self._at: list[int] = []
        self._from: list[int] = []
        length = 0
        for run in RUN.finditer(text):
            self._at.append(length)
            self._from.append(run.start())
            parts.append(run.group())
            length += run.end() - run.start()
        self.text: str = "".join(parts)
        self._length = len(text)

    def offset(self, index: int) -> int:
        """The flow's offset of the character at this index; the flow's length behind the last."""
        if index >= len(self.text):
            return self._length
        run = bisect_right(self._at, index) - 1
        return self._from[run] + index - self._at[run] if run >= 0 else 0

    def index(self, offset: int) -> int:
        """The index of the first character at or behind this offset of the flow."""
        run = bisect_right(self._from, offset) - 1
        if run < 0:
            return 0
        end = self._at[run + 1] if run + 1 < len(self._at) else len(self.text)
        return min(self._at[run] + offset - self._from[run], end)


class Drawn(msgspec.Struct, frozen=True, gc=False):
    """A cell that the file draws: its stretch of the flow, its block, and its place in the grid.

    letters: its folded text without white space, the form in which labels compare. cut: the file
    ends in the cell's row.
    """

    start: int
    end: int
    block: int
    cell: Cell
    letters: str
    cut: bool = False


class Flow:
    """The blocks of a document as one text.

    raw: the text as printed, a line for each paragraph; a grid gives a line for each of its rows,
    its cells parted by tabs. text: the same, folded. Offsets are offsets in `text`; `raw_of` and
    `where` lead back.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._starts: list[int] = []
        self._places: list[Where] = []
        self._drawn: list[tuple[int, int, int, Cell]] = []
        lines: list[str] = []
        length = 0
        for number, block in enumerate(document.blocks):
            if isinstance(block, Paragraph):
                self._starts.append(length)
                self._places.append(block.where)
                lines.append(block.text)
                length += len(block.text) + 1
            else:
                length = self._put_grid(block, number, length, lines)
        self.raw: str = "\n".join((*lines, ""))
        folded = fold(self.raw)
        self.text: str = folded[0]
        self._origin = folded[1]

    def _put_grid(self, grid: Grid, number: int, length: int, lines: list[str]) -> int:
        """A grid: every place of it once, merged cells at their first place only.

        length: that of the flow before the grid. Gives the length behind it.
        """
        starts, places, drawn = self._starts, self._places, self._drawn
        rows: list[list[Cell | None]] = [[None] * grid.width for _ in range(grid.height)]
        for one in grid.cells:
            if one.row < grid.height and one.col < grid.width:
                rows[one.row][one.col] = one
        for row, cells in enumerate(rows):
            texts: list[str] = []
            for col, cell in enumerate(cells):
                starts.append(length)
                if cell is None:
                    places.append(Where(block=number, row=row, col=col))
                    texts.append("")
                    length += 1
                    continue
                text, where = cell.text, cell.where
                if "\n" in text or "\t" in text:
                    text = text.replace("\n", _BREAK).replace("\t", _BREAK)
                if where.row is None:
                    where = Where(block=number, page=where.page, row=row, col=col, box=where.box)
                drawn.append((length, len(text), number, cell))
                places.append(where)
                texts.append(text)
                length += len(text) + 1
            if texts:
                lines.append("\t".join(texts))
        return length

    @cached_property
    def squeezed(self) -> Squeezed:
        """The flow without white space and pipes."""
        return Squeezed(self.text)

    def raw_offset(self, offset: int) -> int:
        """The offset in `raw` of a folded character."""
        if self._origin is None:
            return offset
        return self._origin[offset] if offset < len(self._origin) else len(self.raw)

    def raw_of(self, start: int, end: int) -> str:
        """The characters as printed between two offsets."""
        if start >= end:
            return ""
        return self.raw[self.raw_offset(start) : self.raw_offset(end - 1) + 1]

    def where(self, offset: int) -> Where | None:
        """The place of a character; its column counts code points from 1. None in an empty flow."""
        if not self._starts:
            return None
        raw = self.raw_offset(offset)
        index = bisect_right(self._starts, raw) - 1
        place = self._places[index]
        if place.row is not None:
            return place
        column = (place.col or 1) + raw - self._starts[index]
        return Where(block=place.block, page=place.page, line=place.line, col=column, box=place.box)

    @cached_property
    def drawn(self) -> list[Drawn]:
        """The cells of all grids, in the order of the flow."""
        cut = {
            (number, block.cells[-1].row)
            for number, block in enumerate(self.document.blocks)
            if isinstance(block, Grid) and block.cut
        }
        made: list[Drawn] = []
        text, offset = self.text, self._offset
        for at, length, block, cell in self._drawn:
            start, end = offset(at), offset(at + length)
            letters = text[start:end]
            if not letters.isalnum():
                letters = "".join(letters.split())
            its = bool(cut) and (block, cell.row) in cut
            made.append(Drawn(start, end, block, cell, letters, its))
        return made

    def drawn_between(self, start: int, end: int) -> list[Drawn]:
        """The drawn cells that lie between two offsets."""
        first = bisect_left(self.drawn, start, key=lambda cell: cell.start)
        last = bisect_right(self.drawn, end, key=lambda cell: cell.end)
        return self.drawn[first:last]

    def _offset(self, raw: int) -> int:
        """The first folded character that came from this offset of `raw`, or from behind it."""
        return raw if self._origin is None else bisect_left(self._origin, raw)

    def lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Start and end of each line, or part of a line, between two offsets."""
        while start <= end:
            stop = self.text.find("\n", start, end)
            if stop < 0:
                stop = end
            yield start, stop
            start = stop + 1
