"""A document that holds several reports, cut into documents of one report each."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from .document import Cell, Document, Grid, Paragraph
from .flow import Flow
from .fold import squeeze
from .form.definition import Edition
from .locate.tables import find_tables
from .source import Deadline

__all__ = ["reports_in"]

_LONGEST = 40
"""Letters of a line that may be the upper line of a title."""


def reports_in(
    document: Document, editions: tuple[Edition, ...], deadline: Deadline
) -> Iterator[Document]:
    """The parts of a document, each from one report's title to the next. Places stay as they are.

    A document of one report, or of none, is its only part. Raises LimitExceeded past the deadline.
    """
    while True:
        deadline.check(document.source.name)
        flow = Flow(document)
        located = find_tables(flow, editions, deadline)
        at = _title_start(flow, located.end)
        before, after = _cut(document, flow.raw_offset(at)) if located.several > 1 else ((), ())
        if not before or not after:
            yield document
            return
        yield msgspec.structs.replace(document, blocks=before)
        document = msgspec.structs.replace(document, blocks=after)


def _title_start(flow: Flow, at: int) -> int:
    """Where the title begins whose last line is here: the agency may stand on the line above it.

    A line with a date belongs to the signature of the report before.
    """
    start, stop = flow.text.rfind("\n", 0, at) + 1, flow.text.find("\n", at)
    above = flow.text.rfind("\n", 0, max(start - 1, 0)) + 1
    words = squeeze(flow.text[above : max(start - 1, above)])
    whole = not squeeze(flow.text[at : stop if stop >= 0 else None]).startswith("政府信息公开")
    if whole or not words or len(words) > _LONGEST or any(mark in words for mark in "日。;"):
        return at
    return above


_Blocks = tuple[Paragraph | Grid, ...]


def _cut(document: Document, offset: int) -> tuple[_Blocks, _Blocks]:
    """The blocks before and behind an offset of the flow; one that it falls into is cut in two."""
    at = 0
    for number, block in enumerate(document.blocks):
        length = sum(_lengths(block))
        if offset < at + length:
            first, second = _halves(block, offset - at)
            return (
                (*document.blocks[:number], *first),
                (*second, *document.blocks[number + 1 :]),
            )
        at += length
    return document.blocks, ()


def _lengths(block: Paragraph | Grid) -> list[int]:
    """How long a paragraph, or each row of a grid, is in the flow, with the borders behind."""
    if isinstance(block, Paragraph):
        return [len(block.text) + 1]
    lengths = [block.width] * block.height
    for cell in block.cells:
        lengths[cell.row] += len(cell.text)
    return lengths


def _halves(block: Paragraph | Grid, offset: int) -> tuple[_Blocks, _Blocks]:
    if offset <= 0:
        return (), (block,)
    if isinstance(block, Paragraph):
        col = None if block.where.col is None else block.where.col + offset
        where = msgspec.structs.replace(block.where, col=col)
        rest = Paragraph(block.text[offset:], where)
        return (Paragraph(block.text[:offset], block.where),), (rest,)
    lengths = _lengths(block)
    row = next(row for row in range(block.height) if offset < sum(lengths[: row + 1]))
    if row == 0:
        return (), (block,)
    upper = [cell for cell in block.cells if cell.row < row]
    lower = [cell for cell in block.cells if cell.row >= row]
    return (
        (_grid(block, row, [_shortened(cell, row) for cell in upper]),),
        (_grid(block, block.height - row, [_raised(cell, row) for cell in lower]),),
    )


def _grid(grid: Grid, height: int, cells: list[Cell]) -> Grid:
    return msgspec.structs.replace(grid, height=height, cells=tuple(cells))


def _shortened(cell: Cell, height: int) -> Cell:
    return msgspec.structs.replace(cell, rows=min(cell.rows, height - cell.row))


def _raised(cell: Cell, rows: int) -> Cell:
    return msgspec.structs.replace(cell, row=cell.row - rows)
