"""The adapter: OFD packages to documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from govdisclose_extract.adapters.base import AdapterInfo, Match, ReadOptions
from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.errors import LimitExceeded, NoTextLayer, ReadError
from govdisclose_extract.source import Hints, Limits, Source
from govdisclose_extract.where import Where

from .rules import rules_of
from .tables import Table, tables

if TYPE_CHECKING:
    from ofdkit import Page, TextRun

__all__ = ["OfdAdapter"]

_POINT = 72 / 25.4
"""Points in a millimetre."""

_ASCENT, _DESCENT = 0.88, 0.12
"""How far letters reach above and below their line, in parts of their size."""

Box = tuple[float, float, float, float]


class OfdAdapter:
    """OFD, GB/T 33190."""

    info: ClassVar[AdapterInfo] = AdapterInfo(
        name="ofd",
        suffixes=(".ofd",),
        media_types=("application/ofd",),
        requires=("ofdkit",),
        description="OFD (GB/T 33190), the fixed-layout format of Chinese offices",
    )

    def match(self, head: bytes, hints: Hints, /) -> Match:
        """CONTENT for a ZIP archive whose first entries name OFD.xml."""
        if head.startswith(b"PK\x03\x04") and b"OFD.xml" in head:
            return Match.CONTENT
        return Match.SUFFIX if hints.suffix in self.info.suffixes else Match.NO

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        """Grids where lines close them, Paragraphs for the rest.

        Raises ReadError, NoTextLayer, and LimitExceeded for all limits but `depth`.
        """
        import ofdkit
        from ofdkit.package import Package

        limits, name = options.limits, source.name
        _check_unpacked(source, limits)
        blocks: list[Paragraph | Grid] = []
        sizes: list[tuple[float, float]] = []
        room = _Room(limits)
        try:
            with ofdkit.OFDDocument(source.data) as document, Package(source.data) as package:
                _check(len(document.pages), limits.pages, "pages", "页")
                for page in document.pages:
                    options.deadline.check(name)
                    sizes.append((page.width * _POINT, page.height * _POINT))
                    content = package.read_xml(page.location) if page.location else None
                    found = tables(rules_of(content), room.places) if content is not None else []
                    room.characters(sum(len(run.text) for run in page.runs))
                    blocks += _blocks(page, found, len(blocks), source, options)
        except ofdkit.OFDError as error:
            raise ReadError(
                f"the OFD package is broken ({error})", zh=f"OFD 文件已损坏({error})", where=name
            ) from error
        except LimitExceeded as error:
            error.where = name
            raise
        if not blocks:
            raise NoTextLayer("the pages hold no text", zh="页面没有文本", where=name)
        provenance = Provenance(
            name=name,
            adapter=self.info.name,
            bytes=len(source.data),
            sha256=sha256(source.data).hexdigest(),
        )
        return Document(provenance, tuple(blocks), pages=tuple(sizes))


class _Room:
    """What is left of the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.seen = 0
        self.letters = 0

    def places(self, count: int) -> None:
        self.seen += count
        _check(self.seen, self.limits.cells, "cells", "个表格位置")

    def characters(self, count: int) -> None:
        self.letters += count
        _check(self.letters, self.limits.characters, "characters", "个字符")


def _check(count: int, most: int, limit: str, zh: str) -> None:
    if count > most:
        raise LimitExceeded(
            f"the file holds {count} {limit}, the limit is {most}",
            zh=f"文件含{count}{zh},上限为 {most}",
            hint=f"Raise Limits({limit}=...) if the file is meant.",
            hint_zh=f"如确需读取,请调高 Limits({limit}=...)。",
        )


def _check_unpacked(source: Source, limits: Limits) -> None:
    """Add up the sizes that the archive declares; nothing is unpacked beyond them."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ReadError(
            f"the file is no ZIP archive ({error})",
            zh=f"该文件不是 ZIP 压缩包({error})",
            where=source.name,
        ) from error
    _check(size, limits.unpacked, "unpacked", "字节")


class _Line(NamedTuple):
    top: float
    text: str
    box: Box


def _blocks(
    page: Page, found: list[Table], first: int, source: Source, options: ReadOptions
) -> list[Paragraph | Grid]:
    """The tables and lines of a page from top to bottom."""
    runs = [run for run in page.runs if run.text.strip() and _on_page(run, page)]
    held: list[dict[int, list[TextRun]]] = [{} for _ in found]
    free: list[TextRun] = []
    for run in runs:
        options.deadline.check()
        for table, cells in zip(found, held, strict=True):
            spot = _spot(run, table, page, source.name)
            if spot is not None:
                cells.setdefault(spot, []).append(run)
                break
        else:
            free.append(run)
    parts: list[tuple[float, Table | _Line]] = [(line.top, line) for line in _lines(free, page)]
    texts = {id(table): cells for table, cells in zip(found, held, strict=True) if cells}
    parts += [(table.ys[0], table) for table in found if id(table) in texts]
    parts.sort(key=lambda part: part[0])
    made: list[Paragraph | Grid] = []
    for number, (_, part) in enumerate(parts, first):
        if isinstance(part, _Line):
            where = Where(block=number, page=page.index + 1, box=part.box)
            made.append(Paragraph(part.text, where))
        else:
            made.append(_grid(part, texts[id(part)], number, page))
    return made


def _on_page(run: TextRun, page: Page) -> bool:
    left, top, width, height = page.box
    return bool(left <= run.x <= left + width and top <= run.y <= top + height)


def _spot(run: TextRun, table: Table, page: Page, name: str | None) -> int | None:
    """The cell in which a piece of text stands, by the middle of its first and last letter."""
    y = run.y - run.size * (_ASCENT - _DESCENT) / 2
    half = min(run.size, run.width) / 2
    first, last = table.at(run.x + half, y), table.at(run.x + run.width - half, y)
    if first != last and any(char.isdigit() for char in run.text):
        raise ReadError(
            f"page {page.index + 1}: the text {run.text!r} runs over a ruling line",
            zh=f"第{page.index + 1}页:文字{run.text!r}跨越表格线",
            where=name,
        )
    return first


def _lines(runs: list[TextRun], page: Page) -> Iterator[_Line]:
    """Pieces on one height as one text, gaps filled with as many blanks as have room in them."""
    for row in _rows(runs):
        yield _Line(min(run.y - run.size * _ASCENT for run in row), _joined(row), _box(row, page))


def _rows(runs: list[TextRun]) -> list[list[TextRun]]:
    rows: list[list[TextRun]] = []
    for run in sorted(runs, key=lambda run: (run.y, run.x)):
        if rows and abs(run.y - rows[-1][0].y) <= run.size / 2:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.x) for row in rows]


def _joined(row: list[TextRun]) -> str:
    parts: list[str] = []
    end = row[0].x
    for run in row:
        blanks = round((run.x - end) / (run.size / 2)) if run.size > 0 else 1
        parts += [" " * min(max(blanks, 0), 200), run.text]
        end = run.x + run.width
    return "".join(parts)


def _grid(table: Table, texts: dict[int, list[TextRun]], number: int, page: Page) -> Grid:
    cells: list[Cell] = []
    for index, spot in enumerate(table.spots):
        rows = _rows(texts.get(index, []))
        text = "\n".join(_joined(row) for row in rows)
        box = _points(table.box(spot), page)
        where = Where(block=number, page=page.index + 1, row=spot.row, col=spot.col, box=box)
        cells.append(Cell(text, *spot, where))
    outer = _points((table.xs[0], table.ys[0], table.xs[-1], table.ys[-1]), page)
    place = Where(block=number, page=page.index + 1, box=outer)
    return Grid(len(table.ys) - 1, len(table.xs) - 1, tuple(cells), place)


def _box(row: list[TextRun], page: Page) -> Box:
    return _points(
        (
            min(run.x for run in row),
            min(run.y - run.size * _ASCENT for run in row),
            max(run.x + run.width for run in row),
            max(run.y + run.size * _DESCENT for run in row),
        ),
        page,
    )


def _points(box: Box, page: Page) -> Box:
    """A box in millimetres as points on the page, cut off at its edges."""
    left, top, width, height = page.box
    x, y, u, v = box
    across = [min(max(one - left, 0.0), width) * _POINT for one in (x, u)]
    down = [min(max(one - top, 0.0), height) * _POINT for one in (y, v)]
    return (
        round(across[0], 2), round(down[0], 2), round(across[1], 2), round(down[1], 2)
    )  # fmt: skip
