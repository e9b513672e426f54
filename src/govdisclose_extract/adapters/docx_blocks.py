"""From the paragraphs and table rows of a Word document to blocks, within limits.

Shared by the engines: they say what they met in what order, here it becomes grids and lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from govdisclose_extract.document import Cell, Grid, Paragraph
from govdisclose_extract.errors import LimitExceeded
from govdisclose_extract.source import Deadline, Limits
from govdisclose_extract.where import Where

from .unread import with_unread

__all__ = [
    "Budget",
    "Content",
    "Item",
    "Merge",
    "RawGrid",
    "Read",
    "Table",
    "blocks_of",
    "merge_of",
]

Merge: TypeAlias = str | None
"""`restart`, `continue`, or None for a cell that is not merged."""


_TEXTS_A_LOOK = 256
"""Texts between two looks at the clock."""


class Budget:
    """What a document may still use of the limits on characters, lines, cells and time."""

    __slots__ = (
        "_characters", "_deadline", "_limits", "_lines", "_name", "_places", "_unasked", "deepest",
    )  # fmt: skip

    def __init__(self, limits: Limits, deadline: Deadline, name: str | None) -> None:
        self._limits = limits
        self._deadline = deadline
        self._name = name
        self._characters = 0
        self._lines = 0
        self._unasked = 0  # texts since the deadline was asked
        self._places = 0
        self.deepest: int = limits.depth

    def add_text(self, text: str, label: str = "") -> None:
        """Count a paragraph's letters and lines. Raises LimitExceeded, past the deadline too."""
        self._unasked += 1
        if self._unasked == _TEXTS_A_LOOK:
            self._unasked = 0
            self._deadline.check(self._name)
        self._add(1 + text.count("\n"), len(text) + len(label))

    def add_lines(self, lines: list[str]) -> None:
        """Count paragraphs of a line each. Raises as `add_text` does."""
        self._deadline.check(self._name)
        self._add(len(lines), sum(map(len, lines)))

    def _add(self, lines: int, characters: int) -> None:
        self._lines += lines
        if self._lines > self._limits.lines:
            self._refuse("lines", "文本行数", self._limits.lines)
        self._characters += characters
        if self._characters > self._limits.characters:
            self._refuse("characters", "文本字符数", self._limits.characters)

    def add_places(self, count: int) -> None:
        """Count places of grids. Raises LimitExceeded, past the deadline too."""
        self._deadline.check(self._name)
        self._places += count
        if self._places > self._limits.cells:
            self._refuse("cells", "表格单元格数", self._limits.cells)

    def timed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces. Raises LimitExceeded past the deadline: a paragraph may be very long."""
        for piece in pieces:
            self._deadline.check(self._name)
            yield piece

    def check_depth(self, depth: int) -> None:
        """Raises LimitExceeded for elements that stand too deep."""
        if depth > self._limits.depth:
            self._refuse("depth", "嵌套层数", self._limits.depth)

    def _refuse(self, what: str, what_zh: str, limit: int) -> None:
        noun = "elements are nested deeper than" if what == "depth" else f"{what} are more than"
        raise LimitExceeded(
            f"the document's {noun} the limit of {limit}",
            zh=f"文档的{what_zh}超过上限{limit}",
            hint=f"Raise Limits({what}=...) if the file is meant.",
            hint_zh=f"如确需读取,请调高 Limits({what}=...)。",
            where=self._name,
        )


class RawCell:
    """A cell under construction: it may still grow to the right and downwards."""

    __slots__ = ("col", "cols", "items", "row", "rows", "unread")

    def __init__(self, items: list[Item], row: int, col: int, cols: int, unread: int) -> None:
        self.items: list[Item] = items
        self.row: int = row
        self.col: int = col
        self.rows: int = 1
        self.cols: int = cols
        self.unread: int = unread

    def text(self) -> str:
        """Its lines of text; blank ones only where there is nothing else.

        U+FFFD stands behind for what cannot be read, if the text is no words.
        """
        if len(self.items) == 1 and isinstance(self.items[0], str):
            text = self.items[0]
        else:
            lines = [item for item in self.items if isinstance(item, str)]
            text = "\n".join(line for line in lines if line.strip()) or "".join(lines)
        return with_unread(text, self.unread) if self.unread else text


class RawGrid:
    """A finished table whose place among the blocks is still open."""

    __slots__ = ("cells", "height", "width")

    def __init__(self, height: int, width: int, cells: list[RawCell]) -> None:
        self.height: int = height
        self.width: int = width
        self.cells: list[RawCell] = cells


Item: TypeAlias = str | RawGrid


class Content:
    """What a body, a cell or a text box holds, in order.

    unread: how many things in it cannot be read; an engine may count them elsewhere.
    """

    __slots__ = ("_budget", "_carry", "items", "unread")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._carry: list[str] | None = None
        self.items: list[Item] = []
        self.unread: int = 0

    def paragraph(self, text: str, label: str = "", *, runs_on: bool = False) -> None:
        """Add a paragraph.

        label: its automatic number. runs_on: its mark is deleted or hidden, so that the next
        paragraph goes on in the same line.
        """
        self._budget.add_text(text, label)
        if runs_on:
            if self._carry is None:
                self._carry = []
            self._carry.append(label + text)
            return
        if self._carry:
            text = "".join((*self._carry, text))
            self._carry = None
        if label:
            # The gap behind the number of an empty paragraph is nothing.
            text = label + text if text else label.rstrip(" ")
        self.items.append(text)

    def extend(self, items: list[Item]) -> None:
        """Add what a table or a text box leaves behind."""
        self.close().extend(items)

    def close(self) -> list[Item]:
        """All items; text that had nothing to run on into stands for itself."""
        if self._carry:
            self.items.append("".join(self._carry))
            self._carry = None
        return self.items


def merge_of(value: str | None) -> Merge:
    """The meaning of vMerge or hMerge; without a value it continues."""
    return "restart" if value == "restart" else "continue"


class Table:
    """A table that is being read, row by row and cell by cell."""

    __slots__ = ("_above", "_budget", "_cells", "_counted", "_height", "_row", "_used", "_width")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._cells: list[RawCell] = []
        self._above: dict[int, RawCell] = {}
        self._row: list[tuple[RawCell, Merge]] = []
        self._used = 0
        self._height = 0
        self._width = 0
        self._counted = 0

    def cell(
        self, items: list[Item], span: int, down: Merge, right: Merge, unread: int = 0
    ) -> None:
        """Add a cell to the open row: its content, its grid columns, its vMerge and hMerge.

        unread: how many things in it cannot be read, as pictures.
        """
        row, col = self._row, self._used
        self._used = used = col + span
        if used > self._width:
            self._count(used)
        if right == "continue" and row:
            left = row[-1][0]
            left.cols += span
            left.items.extend(items)
            left.unread += unread
        else:
            row.append((RawCell(items, self._height, col, span, unread), down))

    def end_row(self, before: int = 0, after: int = 0, *, keep: bool = True) -> None:
        """Close the row. before, after: grid columns that it leaves out at its ends."""
        row, self._row = self._row, []
        used, self._used = self._used, 0
        if not row or not keep:
            return
        used += before + after
        self._count(used)
        self._width = max(self._width, used)
        above, open_cells = self._above, {}
        for cell, down in row:
            cell.col += before
            if down is None:
                self._cells.append(cell)
                continue
            upper = above.get(cell.col) if down == "continue" else None
            if upper is not None and upper.cols == cell.cols:
                upper.rows += 1
                open_cells[cell.col] = upper
            else:
                self._cells.append(cell)
                open_cells[cell.col] = cell
        self._above = open_cells
        self._height += 1

    def _count(self, used: int) -> None:
        places = (self._height + 1) * max(self._width, used)
        if places > self._counted:
            self._budget.add_places(places - self._counted)
            self._counted = places

    def close(self, *, inside: bool) -> list[Item]:
        """What the table leaves in the content around it.

        A grid; the content of its cells where it only frames other grids or one cell's text; and
        inside another table's cell, lines of text unless it has rows and columns of its own.
        """
        if not self._cells:
            return []
        frames = any(isinstance(item, RawGrid) for cell in self._cells for item in cell.items)
        if frames or len(self._cells) == 1:
            return [item for cell in self._cells for item in cell.items]
        if inside and (self._height < 2 or self._width < 2):
            gap = "\t" if self._height < 2 else "\n"
            return [gap.join(cell.text() for cell in self._cells)]
        return [RawGrid(self._height, self._width, self._cells)]


class Read(NamedTuple):
    """What an engine gives: the content in order, and how many signs have no Unicode value."""

    items: list[Item]
    unread_signs: int


def blocks_of(items: list[Item]) -> Iterator[Paragraph | Grid]:
    """The blocks of a document's content. Blank lines are left out."""
    index = 0
    for item in items:
        if isinstance(item, str):
            for line in item.split("\n"):
                if line and not line.isspace():
                    yield Paragraph(line, Where(block=index))
                    index += 1
        else:
            cells = tuple(
                Cell(
                    cell.text(), cell.row, cell.col, cell.rows, cell.cols,
                    Where(index, None, None, cell.row, cell.col),
                )
                for cell in item.cells
            )  # fmt: skip
            yield Grid(item.height, item.width, cells, Where(block=index))
            index += 1
