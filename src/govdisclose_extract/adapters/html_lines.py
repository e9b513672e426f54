"""The lines and tables of a page as they grow, and the blocks they come to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from govdisclose_extract.document import Cell, Grid, Paragraph
from govdisclose_extract.errors import LimitExceeded
from govdisclose_extract.source import Deadline, Limits
from govdisclose_extract.where import Where

from .html_tables import WIDEST, Entry, Item, resolved

__all__ = ["Lines", "OpenTable"]

_SPACES = re.compile(r"[ \t\n\r\f]{2,}|[\n\r\f]")
_LINE_ENDS = re.compile(r"\r\n?|\n")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"
_BLANK = " \t\v\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000" + _INVISIBLE
_WITHOUT_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_LINES_A_LOOK = 256
"""Lines between two looks at the clock."""
_NUMBER = re.compile(r"\s*\+?(\d{1,6})", re.ASCII)


class OpenTable:
    """A table that is open: its rows as they are displayed, and where their groups begin.

    cast: other elements are displayed as a table.
    """

    __slots__ = ("around", "body", "cast", "edges", "entry", "foot", "outer", "rows")

    def __init__(self, outer: list[Item], around: OpenTable | None) -> None:
        self.around: OpenTable | None = around
        self.cast: bool = False
        self.body: list[list[Entry]] = []
        self.foot: list[list[Entry]] = []
        self.rows: list[list[Entry]] = self.body  # those that grow
        self.edges: list[int] = []
        self.entry: Entry | None = None
        self.outer: list[Item] = outer

    def turn(self, tag: str) -> None:
        """A group of rows begins, or the foot ends. The foot is displayed below all others."""
        if tag == "tfoot" and self.rows is not self.foot:
            self.rows = self.foot
        else:
            self.rows = self.body
            self.edges.append(len(self.body))


class Lines:
    """What is open: the text of the line, the cell and the table around it.

    Raises LimitExceeded over `limits.depth`, `limits.cells`, `limits.lines`, past the deadline.
    """

    __slots__ = (
        "_cells", "_deadline", "_deepest", "_limits", "_lines", "_most_cells", "_places", "_pre",
        "_root", "_sink", "_table", "_text", "_title", "_unasked", "name",
    )  # fmt: skip

    def __init__(self, limits: Limits, deadline: Deadline, name: str | None) -> None:
        self.name: str | None = name
        self._deadline = deadline
        self._limits = limits
        self._deepest = limits.depth
        self._most_cells = limits.cells
        self._unasked = 0  # lines since the deadline was asked
        self._pre = 0
        self._cells = 0
        self._places = 0
        self._lines = 0
        self._title = ""
        self._text: list[str] = []
        self._table: OpenTable | None = None
        self._root: list[Item] = []
        self._sink: list[Item] = self._root

    def check_depth(self, depth: int) -> None:
        """Raise LimitExceeded if elements stand deeper in one another than is allowed."""
        if depth > self._deepest:
            raise self._exceeded("depth", depth, "elements inside one another", "层嵌套元素")

    def line(self, text: str) -> None:
        """Put a text here, on a line of its own."""
        self._end_line()
        self._text.append(text)
        self._end_line()

    def blocks(self) -> tuple[Paragraph | Grid, ...]:
        """All blocks in order. The title of the article leads if nothing in the page holds it."""
        self._end_line()
        items = self._root
        title = " ".join(self._title.split())
        if title and not any(title in text for text in _texts(items)):
            items = [title, *items]
        return tuple(_block(index, item) for index, item in enumerate(items))

    def _start_row(self) -> None:
        if self._text:
            self._end_line()
        if (table := self._table) is not None:
            if table.entry is not None:
                self._end_cell(table)
            table.rows.append([])

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        table = self._table
        if table is None:
            # The page has lost the table around this cell; a tab keeps the border.
            if self._text:
                self._text.append("\t")
            return
        if self._text:
            self._end_line()
        if table.entry is not None:
            self._end_cell(table)
        self._cells = cells = self._cells + 1
        if cells > self._most_cells:
            raise self._exceeded("cells", cells, "cells in tables", "个表格单元格")
        rows = table.rows
        if not rows:
            rows.append([])
        self._sink = table.entry = entry = Entry()
        rows[-1].append(entry)
        if attributes:
            if "rowspan" in attributes:
                # No rows at all means: those that are left.
                entry.spans = True
                entry.rows = _span(attributes["rowspan"]) or 0xFFFF
            if "colspan" in attributes:
                entry.spans = True
                entry.cols = min(_span(attributes["colspan"]) or 1, WIDEST)

    def _end_cell(self, table: OpenTable) -> None:
        if table.entry is not None:
            if self._text:
                self._end_line()
            table.entry = None
            self._sink = table.outer

    def _end_table(self) -> None:
        table = self._table
        if table is None:
            return
        self._end_cell(table)
        self._table = table.around
        rows = table.body + table.foot
        items = resolved(rows, (*table.edges, len(table.body)), self._check_places)
        if not self._table:
            # The tables inside this one are among its items.
            lattices = [item for item in items if not isinstance(item, str)]
            self._places += sum(item.height * item.width for item in lattices)
            self._check_places(self._places)
        self._sink += items

    def _check_places(self, places: int) -> None:
        if places > self._limits.cells:
            raise self._exceeded("cells", places, "places in tables", "个表格位置")

    def _end_line(self) -> None:
        if not self._text:
            return
        self._unasked += 1
        if self._unasked == _LINES_A_LOOK:
            self._unasked = 0
            self._deadline.check(self.name)
        text = "".join(self._text)
        self._text = []
        self._lines = count = self._lines + (text.count("\n") + 1 if self._pre else 1)
        if count > self._limits.lines:
            raise self._exceeded("lines", count, "lines", "行文本")
        if not self._pre:
            if text.isalnum() or (
                text.isprintable() and text[0] != " " != text[-1] and "  " not in text
            ):
                self._sink.append(text)  # as most are
            else:
                self._put(text)
        elif self._sink is self._root:
            # As printed: blank lines may stand for blank cells. The text begins behind the line
            # end that follows the tag, and its last line end closes a line.
            lines = _LINE_ENDS.split(text)
            self._sink += lines[not lines[0] : len(lines) - (not lines[-1])]
        else:
            for line in _LINE_ENDS.split(text):
                self._put(line)

    def _put(self, text: str) -> None:
        line = _SPACES.sub(_spaces, text).strip(" ")
        if line.strip(_BLANK):
            self._sink.append(line)
        elif self._table and (entry := self._table.entry) is not None:
            entry.blank = entry.blank or line.translate(_WITHOUT_INVISIBLE)

    def _exceeded(self, limit: str, count: int, what: str, zh: str) -> LimitExceeded:
        most = getattr(self._limits, limit)
        return LimitExceeded(
            f"the page holds {count} {what}, the limit is {most}",
            zh=f"网页含{count}{zh},上限为 {most}",
            hint=f"Raise Limits({limit}=...) if the file is meant.",
            hint_zh=f"如确需读取,请调高 Limits({limit}=...)。",
            where=self.name,
        )


def _span(text: str) -> int:
    found = _NUMBER.match(text)
    return int(found[1]) if found else 1


def _spaces(run: re.Match[str]) -> str:
    """One space for spaces and line ends of the source; tabs on one line part entries."""
    text = run[0]
    if "\t" in text and "\n" not in text and "\r" not in text:
        return "\t" * text.count("\t")
    return " "


def _texts(items: list[Item]) -> list[str]:
    return [
        text
        for item in items
        for text in ((item,) if isinstance(item, str) else (cell[0] for cell in item.cells))
    ]


def _block(index: int, item: Item) -> Paragraph | Grid:
    where = Where(index)
    if isinstance(item, str):
        return Paragraph(item, where)
    # Where: block, page, line, row, col by position.
    cells = [
        Cell(text, row, col, rows, cols, Where(index, None, None, row, col))
        for text, row, col, rows, cols in item.cells
    ]
    return Grid(item.height, item.width, tuple(cells), where)
