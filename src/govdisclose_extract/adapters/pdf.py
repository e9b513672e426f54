"""PDF: the characters and ruling lines of an engine made into grids and paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from itertools import pairwise
from statistics import mode
from typing import ClassVar, NamedTuple

from msgspec import structs

from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.errors import UsageError
from govdisclose_extract.findings import make
from govdisclose_extract.source import Hints, Source
from govdisclose_extract.where import Where

from .base import AdapterInfo, Match, ReadOptions
from .pdf_lattice import Lattice, lattices
from .pdf_lines import Run, cell_text, is_wide, rows_of, runs_of
from .pdf_page import Box, Char, Engine, Page, check_lines
from .pdf_prose import (
    Columns,
    Line,
    Margins,
    columns_of,
    follows,
    glued,
    is_running,
    lines_of,
    margins_of,
    running,
)
from .pdf_seen import GARBLED_SHARE, Seen
from .pdf_streams import check_streams
from .pdf_struck import without_struck
from .pdf_unruled import Stretch, is_heading, stretches

__all__ = ["ENGINES", "GARBLED_SHARE", "PdfAdapter"]

ENGINES = {
    "pdfium": "pdf_pdfium",
    "pdfplumber": "pdf_plumber",
    "oxide": "pdf_oxide",
    "camelot": "pdf_camelot",
}
"""The engines and their modules, the usual one first."""

_HEAD = 1024
_FRAMED = 0.8
_OVER = 1.5
"""How much taller than its cell text is that does not stand in it."""
_BETWEEN = 6
_TOUCHING = 0.2


class Table(NamedTuple):
    """A grid of a page before it has its place in the document."""

    lattice: Lattice
    texts: list[str]

    @property
    def top(self) -> float:
        return self.lattice.ys[0]


class Unruled(NamedTuple):
    """Lines that look like a table that is not ruled, and its grid where they tell it."""

    table: Table | None
    lines: list[Line]

    @property
    def top(self) -> float:
        return self.lines[0].top


class Sheet(NamedTuple):
    """A page read, without its characters: its tables and lines from top to bottom."""

    page: Page
    blocks: list[Table | Unruled | Line]

    @property
    def lines(self) -> list[Line]:
        return [block for block in self.blocks if isinstance(block, Line)]


class PdfAdapter:
    """PDF with a text layer."""

    info: ClassVar[AdapterInfo] = AdapterInfo(
        name="pdf",
        suffixes=(".pdf",),
        media_types=("application/pdf",),
        requires=("pypdfium2",),
        engines=("pdfium", "pdfplumber", "oxide", "camelot"),
        description="PDF with a text layer; engines pdfium (usual), pdfplumber, oxide and camelot",
    )

    def match(self, head: bytes, hints: Hints, /) -> Match:
        """CONTENT for the mark of a PDF within the first 1024 bytes, SUFFIX for its name only."""
        if b"%PDF" in head[:_HEAD]:
            return Match.CONTENT
        return Match.SUFFIX if hints.suffix in self.info.suffixes else Match.NO

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        """Grids for ruled tables, Paragraphs for the rest.

        Boxes are points from the upper left corner. Raises UsageError for an unknown engine,
        MissingDependency, EncryptedDocument, NoTextLayer, ReadError; LimitExceeded for pages,
        characters, cells and what the streams unpack to.
        """
        name = options.engine or next(iter(ENGINES))
        engine = _engine(name)
        check_streams(source.data, options.limits, source.name)
        attached, pages = engine(source, options)
        seen = Seen()
        cells, lines = options.limits.cells, 0
        sheets: deque[Sheet] = deque()
        last = _Last(None, None)
        for page in pages:
            options.deadline.check(source.name)
            seen.look(page)
            sheet, spent, last = _sheet(page, cells, source.name, last)
            cells -= spent
            lines += len(sheet.blocks)
            check_lines(lines, options.limits, source.name)
            sheets.append(sheet)
        provenance = Provenance(
            name=source.name,
            adapter=self.info.name,
            engine=name,
            bytes=len(source.data),
            sha256=sha256(source.data).hexdigest(),
        )
        findings = seen.findings(source.name)
        if attached:
            names, names_zh = ", ".join(attached), "、".join(attached)
            findings.append(
                make(
                    "document.attachments",
                    count=len(attached),
                    names=names,
                    zh={"names": names_zh},
                )
            )
        return Document(provenance, _blocks(sheets), tuple(findings))


def _engine(name: str) -> Engine:
    if name not in ENGINES:
        known = ", ".join(ENGINES)
        raise UsageError(
            f"PDF has no engine {name!r}; there are: {known}",
            zh=f"PDF 没有引擎 {name!r},可用的有:{known}",
        )
    open_pages: Engine = import_module(f".{ENGINES[name]}", __package__).open_pages
    return open_pages


class _Last(NamedTuple):
    """What a page hands on to the next: its last table without rules, and its columns."""

    stretch: Stretch | None
    columns: Columns | None


def _sheet(page: Page, cells: int, name: str | None, before: _Last) -> tuple[Sheet, int, _Last]:
    """A page's blocks, and how many places its grids take of the `cells` that are left."""
    ruled = lattices(page.rules, cells, name)
    runs = runs_of(without_struck(page, ruled))
    blocks: list[Table | Unruled | Line] = []
    spent = 0
    for lattice in ruled:
        spent += (len(lattice.xs) - 1) * (len(lattice.ys) - 1)
        held, free = _shared_out(runs, lattice)
        texts = [
            (
                part[0].text
                if len(part) == 1 and " " not in part[0].text
                else cell_text(part, lattice.xs[spot.col + spot.cols] - lattice.xs[spot.col])
            )
            if part
            else ""
            for part, spot in zip(held, lattice.spots, strict=True)
        ]
        if _is_table(lattice, texts) and not _is_among(lattice, free):
            runs = free
            blocks.append(Table(lattice, texts))
    rows = rows_of(runs)
    columns = columns_of(rows, before.columns)
    found = stretches(rows, page.rules, before.stretch)
    done = 0
    for stretch in found:
        blocks.extend(lines_of(rows[done : stretch.start], columns))
        lines = lines_of(rows[stretch.start : stretch.end], columns)
        table = Table(*stretch.made) if stretch.made else None
        spent += len(table.lattice.spots) if table else 0
        blocks.append(Unruled(table, lines))
        done = stretch.end
    blocks.extend(lines_of(rows[done:], columns))
    blocks.sort(key=lambda block: block.top)
    sheet = Sheet(structs.replace(page, chars=[], rules=[]), blocks)
    return sheet, spent, _Last(found[-1] if found else None, columns)


def _shared_out(runs: list[Run], lattice: Lattice) -> tuple[list[list[Run]], list[Run]]:
    """The runs of each cell, and those outside. A run over a border is cut at it.

    What is much taller than the cell it stands in is drawn over the table: a watermark.
    """
    held: list[list[Run]] = [[] for _ in lattice.spots]
    free: list[Run] = []
    xs, ys, owner = lattice.xs, lattice.ys, lattice.owner
    top, bottom = ys[0], ys[-1]
    tall = _OVER * min([below - above for above, below in pairwise(ys)])
    for run in runs:
        if run.bottom < top or run.top >= bottom:
            free.append(run)
            continue
        # As Lattice.at, without a call for each of very many places.
        char = run.chars[0]
        line = owner[bisect_right(ys, (char.top + char.bottom) / 2)]
        first = last = line[bisect_right(xs, (char.left + char.right) / 2)]
        if len(run.chars) > 1:
            char = run.chars[-1]
            line = owner[bisect_right(ys, (char.top + char.bottom) / 2)]
            last = line[bisect_right(xs, (char.left + char.right) / 2)]
        if first >= 0 and run.bottom - run.top > tall and _is_over(run, lattice, first):
            free.append(run)
            continue
        if first == last:
            (held[first] if first >= 0 else free).append(run)
            continue
        for spot, chars in _cut(run, lattice):
            (held[spot] if spot >= 0 else free).extend(runs_of(chars))
    return held, free


def _is_over(run: Run, lattice: Lattice, spot: int) -> bool:
    _, top, _, bottom = lattice.box(lattice.spots[spot])
    return run.size > _OVER * (bottom - top)


def _cut(run: Run, lattice: Lattice) -> Iterator[tuple[int, list[Char]]]:
    """A run's parts by the cells they stand in, -1 for outside.

    Chinese characters that touch are not cut: the border is overrun, and most of them tell where
    they belong.
    """
    part: list[Char] = []
    spots: list[int] = []
    for char in run.chars:
        spot = lattice.at(*_middle(char))
        if part and spot != spots[-1]:
            before = part[-1]
            touching = char.left - before.right < _TOUCHING * (before.right - before.left)
            if not (touching and is_wide(before.text) and is_wide(char.text)):
                yield mode(spots), part
                part, spots = [], []
        part.append(char)
        spots.append(spot)
    yield mode(spots), part


def _middle(char: Char) -> tuple[float, float]:
    return (char.left + char.right) / 2, (char.top + char.bottom) / 2


def _is_table(lattice: Lattice, texts: list[str]) -> bool:
    """Whether a lattice is a table, and not a frame, an underline or a letterhead around prose."""
    filled = [spot for spot, text in zip(lattice.spots, texts, strict=True) if text]
    if len(lattice.xs) < 3 or not filled:
        return False
    if len(filled) > 1:
        return True
    left, top, right, bottom = lattice.box(filled[0])
    return (right - left) * (bottom - top) < _FRAMED * lattice.area


def _is_among(lattice: Lattice, free: list[Run]) -> bool:
    """Whether a lattice of one row stands in a line of words: frames around some of them.

    What is taller than the row is drawn over it.
    """
    if len(lattice.ys) > 2:
        return False
    top, bottom = lattice.ys
    return any(
        top < (run.top + run.bottom) / 2 < bottom and run.size < bottom - top for run in free
    )


def _blocks(sheets: deque[Sheet]) -> tuple[Paragraph | Grid, ...]:
    """The blocks of all pages in reading order; the sheets are used up."""
    known = running([(sheet.page.height, sheet.lines) for sheet in sheets])
    _settle(sheets, known)
    blocks: list[Paragraph | Grid] = []
    margins: Margins | None = None
    last: tuple[Line, Margins | None, int] | None = None
    while sheets:
        sheet = sheets.popleft()
        page = sheet.page
        margins = margins_of(sheet.lines, page.width) or margins
        for part in sheet.blocks:
            if isinstance(part, Table):
                blocks.append(_grid(part, page, len(blocks)))
                last = None
                continue
            if isinstance(part, Unruled) or is_running(part, page.height, known):
                continue
            before = blocks[-1] if last else None
            if last and margins and isinstance(before, Paragraph):
                line, here, number = last
                if here and follows(line, part, here, margins, same_page=number == page.number):
                    where = before.where
                    if where.page == page.number and where.box:
                        where = structs.replace(where, box=_around(where.box, page.shown(part.box)))
                    blocks[-1] = Paragraph(glued(before.text, part.text), where)
                    last = part, margins, page.number
                    continue
            where = Where(len(blocks), page.number, box=page.shown(part.box))
            blocks.append(Paragraph(part.text, where))
            last = part, margins, page.number
    return tuple(blocks)


def _settle(sheets: deque[Sheet], known: frozenset[tuple[str, int]]) -> None:
    """Make what looks like tables grids or lines.

    The parts of one table are all of one kind, or the cells of some would be lost among the words
    of the others; a numbered heading or some lines of prose part two tables.
    """
    parts: list[Unruled] = []
    sure: dict[int, bool] = {}
    between: list[Line] = []
    lost = False  # cells stand between the parts, on lines of none

    def end() -> None:
        sure.update((id(part), not lost and all(one.table for one in parts)) for part in parts)
        parts.clear()

    for sheet in sheets:
        for block in sheet.blocks:
            if isinstance(block, Unruled):
                if len(between) > _BETWEEN:
                    end()
                lost = bool(parts) and (lost or any(line.columns for line in between))
                parts.append(block)
                between.clear()
            elif isinstance(block, Table) or is_heading(block.text):
                end()
                between.clear()
            elif not is_running(block, sheet.page.height, known):
                between.append(block)
    end()
    for sheet in sheets:
        blocks: list[Table | Unruled | Line] = []
        for block in sheet.blocks:
            if not isinstance(block, Unruled):
                blocks.append(block)
            elif block.table and sure[id(block)]:
                blocks.append(block.table)
            else:
                blocks.extend(block.lines)
        sheet.blocks[:] = blocks


def _grid(table: Table, page: Page, block: int) -> Grid:
    lattice = table.lattice
    number = page.number
    cells: list[Cell] = []
    xs, ys = [round(x, 2) for x in lattice.xs], [round(y, 2) for y in lattice.ys]
    for at, (spot, text) in enumerate(zip(lattice.spots, table.texts, strict=True)):
        if not text and at in lattice.open:
            continue  # a row that ends before the others: the room behind it is no cell
        row, col, rows, cols = spot
        if page.turn:
            box = page.shown(lattice.box(spot))
        else:
            box = xs[col], ys[row], xs[col + cols], ys[row + rows]
        cells.append(Cell(text, row, col, rows, cols, Where(block, number, None, row, col, box)))
    box = lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]
    where = Where(block, number, box=page.shown(box))
    return Grid(len(lattice.ys) - 1, len(lattice.xs) - 1, tuple(cells), where)


def _around(one: Box, two: Box) -> Box:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
