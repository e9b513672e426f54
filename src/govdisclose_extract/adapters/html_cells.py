"""Pages whose cells are no table's, but plain elements side by side: the blank ones are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from govdisclose_extract.document import Grid, Paragraph

from .html_blocks import Builder

__all__ = ["CellBuilder", "holds_cells"]

_FEWEST = 20
"""Lines that are one number each, from which on the lines of a page are cells."""

_CELLS = frozenset({"dd", "div", "dt", "li", "p", "section"})
_BLANK = "\t"


class _Element(msgspec.Struct, gc=False):
    """An element that is open and may be a cell, or hold some.

    kind: its tag and class. filled: text is seen in it. seen: it is displayed itself. inner: how
    many such elements it holds. deep: not just one, itself a cell. cells: the kinds of the filled
    cells in it. blanks: those of the empty ones, each with the place of its line.
    """

    kind: tuple[str, str]
    seen: bool
    filled: bool = False
    deep: bool = False
    inner: int = 0
    cells: set[tuple[str, str]] = msgspec.field(default_factory=set)
    blanks: list[tuple[tuple[str, str], int]] = msgspec.field(default_factory=list)


class CellBuilder(Builder):
    """Keeps a blank line for each empty element beside filled ones of its tag and class.

    Such are the blank cells of a row, or of a whole table, that style sheets lay out. An element
    that holds nothing but one other is one with it.
    """

    __slots__ = ("_dropped", "_open")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._open = [_Element(("", ""), seen=True)]
        self._dropped: set[int] = set()

    def start(self, tag: str, attributes: Mapping[str, str], /) -> None:
        """As for any page."""
        super().start(tag, attributes)
        if tag in _CELLS:
            kind = tag, attributes.get("class", "")
            self._open.append(_Element(kind, seen=not self._unseen))

    def data(self, text: str, /) -> None:
        """As for any page."""
        super().data(text)
        if not self._unseen and not text.isspace():
            self._open[-1].filled = True

    def end(self, tag: str, /) -> None:
        """As for any page; whether what ends was a blank cell the element around it tells."""
        super().end(tag)
        if tag not in _CELLS or len(self._open) == 1:
            return
        one = self._open.pop()
        around = self._open[-1]
        self._drop(one)
        if not one.seen or self._table:
            return
        around.inner += 1
        around.filled = around.filled or one.filled
        around.deep = around.deep or one.deep or around.inner > 1
        if one.deep:
            return
        if one.filled:
            around.cells.add(one.kind)
        elif one.inner:
            around.blanks += [(one.kind, at) for _, at in one.blanks]
        else:
            around.blanks.append((one.kind, len(self._root)))
            self._root.append(_BLANK)
            self._lines += 1
            if self._lines > self._limits.lines:
                raise self._exceeded("lines", self._lines, "lines", "行文本")

    def _drop(self, ended: _Element) -> None:
        """Give up the blank lines in an element that are beside no cell of their kind."""
        if ended.deep or ended.filled:
            self._dropped.update(at for kind, at in ended.blanks if kind not in ended.cells)

    def blocks(self) -> tuple[Paragraph | Grid, ...]:
        """As for any page, with the blank cells."""
        self._end_line()
        for one in self._open:
            self._drop(one)
        self._root[:] = [item for at, item in enumerate(self._root) if at not in self._dropped]
        self._dropped.clear()
        return super().blocks()


def holds_cells(blocks: Sequence[Paragraph | Grid]) -> bool:
    """Whether the lines of a page may be cells: no table is drawn, and many are but a number."""
    if any(isinstance(block, Grid) for block in blocks):
        return False
    return sum(block.text.isdigit() for block in blocks if isinstance(block, Paragraph)) >= _FEWEST
