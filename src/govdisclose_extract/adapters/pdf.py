"""PDF: the characters and ruling lines of an engine made into grids and paragraphs."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from statistics import mode
from typing import ClassVar, NamedTuple

from msgspec import structs

from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.errors import NoTextLayer, UsageError
from govdisclose_extract.findings import Finding, make
from govdisclose_extract.source import Hints, Source
from govdisclose_extract.where import Where

from .base import AdapterInfo, Match, ReadOptions
from .pdf_lattice import Lattice, lattices
from .pdf_lines import Run, cell_text, is_wide, rows_of, runs_of
from .pdf_page import Box, Char, Engine, Page
from .pdf_prose import (
    Line,
    Margins,
    follows,
    glued,
    is_running,
    lines_of,
    margins_of,
    running,
)

__all__ = ["ENGINES", "GARBLED_SHARE", "PdfAdapter"]

ENGINES = {
    "pdfium": "pdf_pdfium",
    "pdfplumber": "pdf_plumber",
    "oxide": "pdf_oxide",
    "camelot": "pdf_camelot",
}
"""The engines and their modules, the usual one first."""

GARBLED_SHARE = 0.2
"""With this share of characters without Unicode value, or more, a file counts as without text."""

_HEAD = 1024
_CAPTION = 30
"""A page under a picture that has fewer characters than this is a picture."""
_FRAMED = 0.8
_TOUCHING = 0.2
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")


class Table(NamedTuple):
    """A grid of a page before it has its place in the document."""

    lattice: Lattice
    texts: list[str]

    @property
    def top(self) -> float:
        return self.lattice.ys[0]


class Sheet(NamedTuple):
    """A page read, without its characters: its tables and lines from top to bottom."""

    page: Page
    blocks: list[Table | Line]

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
        characters and cells.
        """
        name = options.engine or next(iter(ENGINES))
        attached, pages = _engine(name)(source, options)
        seen = _Seen()
        cells = options.limits.cells
        sheets: deque[Sheet] = deque()
        for page in pages:
            seen.look(page)
            sheet, spent = _sheet(page, cells, source.name)
            cells -= spent
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


def _sheet(page: Page, cells: int, name: str | None) -> tuple[Sheet, int]:
    """A page's blocks, and how many places its grids take of the `cells` that are left."""
    runs = runs_of(page.chars)
    blocks: list[Table | Line] = []
    spent = 0
    for lattice in lattices(page.rules, cells, name):
        spent += (len(lattice.xs) - 1) * (len(lattice.ys) - 1)
        held, free = _shared_out(runs, lattice)
        texts = [
            cell_text(part, lattice.xs[spot.col + spot.cols] - lattice.xs[spot.col]) if part else ""
            for part, spot in zip(held, lattice.spots, strict=True)
        ]
        if _is_table(lattice, texts):
            runs = free
            blocks.append(Table(lattice, texts))
    blocks.extend(lines_of(rows_of(runs)))
    blocks.sort(key=lambda block: block.top)
    return Sheet(structs.replace(page, chars=[], rules=[]), blocks), spent


def _shared_out(runs: list[Run], lattice: Lattice) -> tuple[list[list[Run]], list[Run]]:
    """The runs of each cell, and those outside. A run over a border is cut at it."""
    held: list[list[Run]] = [[] for _ in lattice.spots]
    free: list[Run] = []
    for run in runs:
        first, last = lattice.at(*_middle(run.chars[0])), lattice.at(*_middle(run.chars[-1]))
        if first == last:
            (held[first] if first >= 0 else free).append(run)
            continue
        for spot, chars in _cut(run, lattice):
            (held[spot] if spot >= 0 else free).extend(runs_of(chars))
    return held, free


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


def _blocks(sheets: deque[Sheet]) -> tuple[Paragraph | Grid, ...]:
    """The blocks of all pages in reading order; the sheets are used up."""
    known = running([(sheet.page.height, sheet.lines) for sheet in sheets])
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
            if is_running(part, page.height, known):
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


def _grid(table: Table, page: Page, block: int) -> Grid:
    lattice = table.lattice
    number = page.number
    cells: list[Cell] = []
    for spot, text in zip(lattice.spots, table.texts, strict=True):
        row, col, rows, cols = spot
        place = Where(block, number, None, row, col, page.shown(lattice.box(spot)))
        cells.append(Cell(text, row, col, rows, cols, place))
    box = lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]
    where = Where(block, number, box=page.shown(box))
    return Grid(len(lattice.ys) - 1, len(lattice.xs) - 1, tuple(cells), where)


def _around(one: Box, two: Box) -> Box:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


class _Seen:
    """What is odd about the characters of all pages."""

    def __init__(self) -> None:
        self.pages = self.characters = self.garbled = 0
        self.pictured = self.written = 0
        self.hidden: int | None = None
        self.odd: int | None = None
        self.blank: list[int] = []

    def look(self, page: Page) -> None:
        """Count the characters of one page."""
        text = "".join([char.text for char in page.chars])
        garbled = len(_GARBLED.findall(text))
        self.pages += 1
        self.characters += len(text)
        self.garbled += garbled
        self.pictured += page.pictured
        written = len(text) >= (_CAPTION if page.pictured else 1)
        self.written += written
        if page.pictured and not written:
            self.blank.append(page.number)
        if garbled and self.odd is None:
            self.odd = page.number
        if page.hidden and self.hidden is None:
            self.hidden = page.number

    def findings(self, name: str | None) -> list[Finding]:
        """What there is to say. Raises NoTextLayer."""
        if not self.written:
            raise NoTextLayer(
                "the pages hold no text, at most pictures of it",
                zh="页面没有文本,至多是文本的图片",
                hint="Text recognition reads them: pip install govdisclose-extract[ocr].",
                hint_zh="需要文字识别:pip install govdisclose-extract[ocr]。",
                where=name,
            )
        if self.garbled >= GARBLED_SHARE * self.characters:
            raise NoTextLayer(
                f"{self.garbled} of {self.characters} characters have no Unicode value",
                zh=f"{self.characters} 个字符中有 {self.garbled} 个没有 Unicode 编码",
                hint="The fonts do not say which characters they draw. Get another edition of the"
                " file, or read its pages as pictures: pip install govdisclose-extract[ocr].",
                hint_zh="字体未注明所绘字符。请换用该文件的其他版本,"
                "或按图片识别:pip install govdisclose-extract[ocr]。",
                where=name,
            )
        found: list[Finding] = []
        if self.garbled:
            found.append(make("text.garbled", count=self.garbled, where=Where(page=self.odd)))
        if self.blank:
            pages = ", ".join(map(str, self.blank))
            found.append(make("text.pictured", pages=pages, where=Where(page=self.blank[0])))
        if self.hidden is not None:
            found.append(make("text.hidden", where=Where(page=self.hidden)))
        return found
