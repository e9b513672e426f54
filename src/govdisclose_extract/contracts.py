"""What adapters and layouts promise of the values they give, checked on every call.

A value that breaks its promise is refused with PluginError before anything is concluded from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

from .document import Cell, Document, Grid, Paragraph, Provenance
from .errors import LimitExceeded, PluginError
from .findings import Finding
from .flow import Flow
from .layouts.base import Declined
from .locate.tables import Region
from .reading import ExtraReading, Reading, RowReading, Token, Value
from .source import Limits
from .where import Where

_SLACK = 1.0
"""Points by which a box may stick out of its page: letters overhang, and numbers are rounded."""


class Breach(NamedTuple):
    """One broken promise, in English and Chinese."""

    en: str
    zh: str


def _is(value: object, kind: type) -> bool:
    """isinstance, where the declared types leave a checker of types nothing to ask."""
    return isinstance(value, kind)


def is_ours(plugin: object) -> bool:
    """Whether an adapter or a layout is a built-in: its contract is a matter of our own tests."""
    return type(plugin).__module__.partition(".")[0] == __name__.partition(".")[0]


def check_document(document: object, adapter: str, limits: Limits) -> Document:
    """The document, if it is one that keeps its promises.

    Raises PluginError for the first that is broken, LimitExceeded over `cells`, `characters` or
    `lines`.
    """
    if not isinstance(document, Document):
        kind = type(document).__name__
        raise PluginError(
            f"the {adapter} adapter gave {kind}, not a Document",
            zh=f"{adapter}适配器返回了{kind},而不是 Document",
        )
    for breach in document_breaches(document, limits):
        raise PluginError(
            f"the {adapter} adapter gave a broken document: {breach.en}",
            zh=f"{adapter}适配器返回的文档有误:{breach.zh}",
            hint="Tell its author; the conformance kit finds this too.",
            hint_zh="请告知其作者;一致性测试也能发现此问题。",
        )
    return document


def document_breaches(document: Document, limits: Limits) -> Iterator[Breach]:
    """The promises that a document breaks. Raises LimitExceeded as `check_document` does."""
    if not _is(document.source, Provenance):
        yield Breach("its source is no Provenance", "source 不是 Provenance")
    if not _is(document.blocks, tuple):
        yield Breach("its blocks are no tuple", "blocks 不是元组")
        return
    if not _is(document.findings, tuple) or not all(_is(one, Finding) for one in document.findings):
        yield Breach("its findings are no tuple of Findings", "findings 不是 Finding 的元组")
    places = characters = 0
    blocks: tuple[Any, ...] = document.blocks
    _check(len(blocks), limits.lines, "lines", "lines", "行文本")
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            if not _is(block.text, str):
                yield Breach(f"the text of block {number} is no str", f"第{number}块的文本不是 str")
                continue
            characters += len(block.text)
            found = _misplaced(block.where, document)
            if found:
                yield Breach(f"block {number}: {found.en}", f"第{number}块:{found.zh}")
        elif isinstance(block, Grid):
            breach = _size(block)
            if breach is None:
                places += block.height * block.width
                _check(places, limits.cells, "cells", "places in grids", "个表格位置")
                characters += sum(len(cell.text) for cell in block.cells)
                breach = _cells(block) or _misplaced(block.where, document)
            if breach is None:
                breach = next(
                    (its for cell in block.cells if (its := _misplaced(cell.where, document))), None
                )
            if breach:
                yield Breach(f"grid {number}: {breach.en}", f"第{number}块表格:{breach.zh}")
        else:
            kind = type(block).__name__
            yield Breach(
                f"block {number} is {kind}, neither Paragraph nor Grid",
                f"第{number}块是{kind},既不是 Paragraph 也不是 Grid",
            )
    _check(characters, limits.characters, "characters", "characters", "个字符")


def _check(count: int, most: int, limit: str, what: str, zh: str) -> None:
    if count > most:
        raise LimitExceeded(
            f"the document holds {count} {what}, the limit is {most}",
            zh=f"文档含{count}{zh},上限为 {most}",
            hint=f"Raise Limits({limit}=...) if the file is meant.",
            hint_zh=f"如确需读取,请调高 Limits({limit}=...)。",
        )


def _size(grid: Grid) -> Breach | None:
    numbers = (grid.height, grid.width)
    if not all(type(one) is int and one >= 0 for one in numbers):
        return Breach(f"height and width are {numbers}", f"高和宽为 {numbers}")
    if not _is(grid.cells, tuple) or not all(_is(one, Cell) for one in grid.cells):
        return Breach("its cells are no tuple of Cells", "cells 不是 Cell 的元组")
    for cell in grid.cells:
        spans = (cell.row, cell.col, cell.rows, cell.cols)
        if not _is(cell.text, str) or not all(type(one) is int for one in spans):
            return Breach(
                "a cell's text is no str, or its place no whole number",
                "有单元格的文本不是 str,或其位置不是整数",
            )
    return None


def _cells(grid: Grid) -> Breach | None:
    """Cells lie in the grid, in reading order, and each place is covered once at most."""
    covered: set[tuple[int, int]] = set()
    last = (-1, -1)
    for cell in grid.cells:
        row, col, rows, cols = cell.row, cell.col, cell.rows, cell.cols
        place, place_zh = f"row {row}, column {col}", f"第{row}行第{col}列"
        if row < 0 or col < 0 or rows < 1 or cols < 1:
            return Breach(f"a cell has no place ({place})", f"有单元格没有位置({place_zh})")
        if row + rows > grid.height or col + cols > grid.width:
            return Breach(f"a cell leaves the grid ({place})", f"有单元格超出表格({place_zh})")
        if (row, col) <= last:
            return Breach(
                f"cells are not in reading order ({place})", f"单元格未按阅读顺序({place_zh})"
            )
        last = (row, col)
        for at in ((row + i, col + j) for i in range(rows) for j in range(cols)):
            if at in covered:
                return Breach(f"cells overlap ({place})", f"单元格重叠({place_zh})")
            covered.add(at)
    return None


def _misplaced(where: object, document: Document) -> Breach | None:
    if not isinstance(where, Where):
        return Breach("a place is no Where", "有位置不是 Where")
    page = where.page
    box: Any = where.box
    if page is not None and (page < 1 or (document.pages and page > len(document.pages))):
        return Breach(f"there is no page {page}", f"没有第{page}页")
    if where.line is not None and where.line < 1:
        return Breach(f"there is no line {where.line}", f"没有第{where.line}行")
    if box is None:
        return None
    if len(box) != 4 or not all(isfinite(one) for one in box) or box[0] > box[2] or box[1] > box[3]:
        return Breach(f"{box} is no box", f"{box}不是矩形")
    if document.pages and page is not None:
        width, height = document.pages[page - 1]
        if min(box) < -_SLACK or box[2] > width + _SLACK or box[3] > height + _SLACK:
            return Breach(
                f"a place lies outside page {page}: {box}", f"有位置在第{page}页之外:{box}"
            )
    return None


def check_reading(given: Any, layout: str, flow: Flow, region: Region) -> Reading | Declined:
    """The reading or refusal, if it keeps its promises. Raises PluginError."""
    if isinstance(given, Declined):
        return given
    if not isinstance(given, Reading):
        raise PluginError(
            f"the {layout} layout gave {type(given).__name__}, not a Reading",
            zh=f"{layout}版式返回了{type(given).__name__},而不是 Reading",
        )
    for breach in reading_breaches(given, layout, flow, region):
        raise PluginError(
            f"the {layout} layout gave a broken reading: {breach.en}",
            zh=f"{layout}版式返回的读法有误:{breach.zh}",
            hint="Tell its author; the conformance kit finds this too.",
            hint_zh="请告知其作者;一致性测试也能发现此问题。",
        )
    return given


def reading_breaches(reading: Reading, layout: str, flow: Flow, region: Region) -> Iterator[Breach]:
    """The promises that a reading breaks."""
    if reading.layout != layout:
        yield Breach(f"it is signed {reading.layout!r}", f"署名为{reading.layout!r}")
    if reading.table != region.table.id:
        yield Breach(
            f"it is of the table {reading.table!r}, not {region.table.id!r}",
            f"所读表格为{reading.table!r},而不是{region.table.id!r}",
        )
    sizes = {row.id: len(row.cells) for row in region.table.rows}
    seen: set[str] = set()
    for row in reading.rows:
        if not _is(row, RowReading) or row.row not in sizes:
            named = getattr(row, "row", row)
            yield Breach(f"the form has no row {named!r}", f"格式中没有{named!r}这一行")
            continue
        if row.row in seen:
            yield Breach(f"the row {row.row} comes twice", f"{row.row}行出现两次")
        seen.add(row.row)
        breaches = [*_tokens(row.tokens, flow)] or [*_placements(row, sizes[row.row], flow)]
        for breach in breaches:
            yield Breach(f"row {row.row}: {breach.en}", f"{row.row}行:{breach.zh}")
    for extra in reading.extras:
        if not _is(extra, ExtraReading):
            yield Breach("an extra row is no ExtraReading", "有额外行不是 ExtraReading")
            continue
        yield from _tokens(extra.tokens, flow)


def _tokens(tokens: Any, flow: Flow) -> Iterator[Breach]:
    for token in tokens:
        if not _is(token, Token) or not _is(token.value, Value):
            yield Breach("a token is no Token", "有数值不是 Token")
        elif not 0 <= token.start <= token.end <= len(flow.text):
            yield Breach(
                f"{token.raw!r} stands at no place of the text", f"{token.raw!r}不在文本之中"
            )
        elif flow.raw_of(token.start, token.end).split() != token.raw.split():
            yield Breach(
                f"{token.raw!r} is not what the text prints there", f"{token.raw!r}与原文不符"
            )


def _placements(row: RowReading, size: int, flow: Flow) -> Iterator[Breach]:
    for token in row.tokens:
        if token.columns is not None and not all(0 <= one < size for one in token.columns):
            yield Breach(f"the row has {size} cells", f"该行有{size}格")
            return
    held: dict[int, Token] = {}
    for placement in row.placements or ():
        if len(placement) != size:
            yield Breach(
                f"a placement has {len(placement)} cells, the row {size}",
                f"一种放法有{len(placement)}格,该行有{size}格",
            )
            return
        held.update((id(one), one) for one in placement if one is not None)
    yield from _tokens(held.values(), flow)
