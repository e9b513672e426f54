"""The engine "camelot": camelot's tables among the usual engine's lines.

A table's characters are those that camelot read, its ruling lines the edges that camelot gave to
its cells; what stands outside its tables comes from PDFium. Camelot looks for ruled tables
(flavor "lattice") in a picture of the page as well as in its drawing; in the drawing only where
the file needs a password, or the page is turned, very large or a part of a larger one; nowhere
on a page longer than any viewer shows. A table without two columns or two filled cells is none:
its words are PDFium's, and stand in lines.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from importlib import import_module
from struct import error as StructError  # noqa: N812
from typing import Any, NamedTuple
from zlib import error as ZlibError  # noqa: N812

from msgspec import structs

from govdisclose_extract.errors import EncryptedDocument, MissingDependency
from govdisclose_extract.source import Source

from . import pdf_pdfium
from .base import ReadOptions
from .pdf_lattice import lattices
from .pdf_page import (
    BLANKS,
    Box,
    Char,
    Frame,
    Page,
    Pages,
    Rule,
    broken,
    check_characters,
    encrypted,
)

try:
    camelot: Any = import_module("camelot.handlers")
    playa: Any = import_module("playa")
except ImportError as _error:
    raise MissingDependency(
        "this engine needs the package camelot-py",
        zh="该引擎需要安装 camelot-py",
        hint="pip install govdisclose-extract[camelot]",
        hint_zh="pip install govdisclose-extract[camelot]",
    ) from _error

__all__ = ["open_pages"]

# Camelot draws the pages with PDFium, and does not know of its other users in the process.
_LOCK: Any = vars(pdf_pdfium)["_LOCK"]

_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    StopIteration,
    StructError,
    TypeError,
    ValueError,
    ZlibError,
    import_module("cv2").error,
    playa.exceptions.PDFException,
)
_DRAWN = 1_700.0
"""A page that is longer than this (A2) is not drawn: its picture would fill the memory."""

_LARGEST = 14_400.0
"""Points; the longest page that viewers show (ISO 32000-1, annex C.2). In a longer one camelot is
given nothing to look for: it takes the page square by square, and would not end."""
_TURNS = {"": 0, "clockwise": -1, "anticlockwise": 1}
_UNKNOWN = re.compile(r"\(cid:\d+\)|\0")


class _Place(NamedTuple):
    """How camelot's page, y upwards, lies on a Page of this library.

    whole: the page as camelot has it. left, top: where the part that is shown begins on it. turn:
    how often what is shown must be turned clockwise by 90 degrees. width, height: of it.
    """

    whole: float
    left: float
    top: float
    turn: int
    width: float
    height: float

    def box(self, x1: float, y1: float, x2: float, y2: float) -> Box:
        """Left, top, right, bottom."""
        high = self.whole - self.top
        left, top, right, bottom = x1 - self.left, high - y2, x2 - self.left, high - y1
        width, height = self.width, self.height
        for _ in range(self.turn):
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        return left, top, right, bottom


class _Found(NamedTuple):
    """A table of camelot's: the box around it, its characters and its ruling lines."""

    box: Box
    chars: list[Char]
    rules: list[Rule]


def open_pages(source: Source, options: ReadOptions, /) -> Pages:
    """Open a PDF with the password of the options, or with the empty one.

    Raises EncryptedDocument, ReadError, LimitExceeded; the pages raise them too.
    """
    attached, pages = pdf_pdfium.open_pages(source, options)
    return Pages(attached, _pages(pages, source, options))


def _pages(pages: Iterator[Page], source: Source, options: ReadOptions) -> Iterator[Page]:
    """The pages. Camelot's copy of the file is removed after the last one, or at an error."""
    name, limits = source.name, options.limits
    cells, characters = limits.cells, 0
    with camelot.PDFHandler(source.data, pages="all", password=options.password) as handler:
        for page in pages:
            # What would close too many cells is refused before camelot looks at it.
            lattices(list(page.rules), cells, name)
            tables: list[_Found] = []
            if page.chars:
                tables = _tables(handler, page, source, options)
            rules = [rule for table in tables for rule in table.rules]
            chars = list(_outside(page.chars, tables))
            for table in tables:
                chars.extend(table.chars)
            check_characters(characters, len(chars), limits, name)
            characters += len(chars)
            for lattice in lattices(list(rules), cells, name):
                cells -= (len(lattice.xs) - 1) * (len(lattice.ys) - 1)
            yield structs.replace(page, chars=chars, rules=rules)


def _tables(handler: Any, page: Page, source: Source, options: ReadOptions) -> list[_Found]:
    """Camelot's tables of a page. Raises EncryptedDocument, ReadError."""
    number, password = page.number, options.password or ""
    try:
        with _LOCK, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with playa.open(handler.filepath, space="page", password=password) as document:
                frame, part = _frames(document.pages[number - 1])
            longest = max(frame.width, frame.height)
            if not longest <= _LARGEST:
                return []
            drawn = frame == part and longest <= _DRAWN
            # Camelot draws without the password, and loses the measure of a page that it turns.
            drawn = drawn and not password and not page.turn
            found = handler.parse(
                flavor="lattice",
                pages=[number],
                suppress_stdout=True,
                engine="combined" if drawn else "vector",
                use_fallback=False,
            )
        made = [_table(table, _place(table, frame, part, page)) for table in found]
        return [table for table in made if table]
    except playa.exceptions.PDFTextExtractionNotAllowed as error:
        raise EncryptedDocument(
            "the file forbids taking its text out, and camelot obeys",
            zh="该文件禁止提取文本,camelot 遵守该限制",
            hint="Use another engine.",
            hint_zh="请换用其他引擎。",
            where=source.name,
        ) from error
    except playa.exceptions.PDFEncryptionError as error:
        raise encrypted(source.name, tried=bool(password)) from error
    except _FAULTS as error:
        raise broken(source.name, page=number) from error


def _frames(page: Any) -> tuple[Frame, Frame]:
    """The whole page, and the part of it that is shown."""
    rotation = page.rotate // 90 % 4
    left, low, right, top = page.mediabox
    x1, y1, x2, y2 = page.cropbox
    part = Frame(max(left, x1), max(low, y1), min(right, x2), min(top, y2), rotation)
    whole = Frame(left, low, right, top, rotation)
    return whole, part if part.left < part.right and part.bottom < part.top else whole


def _place(table: Any, frame: Frame, part: Frame, page: Page) -> _Place:
    """Camelot turns a page whose lines run up or down, as this library does."""
    turned = _TURNS[table.rotation]
    rotation = (frame.rotation + turned) % 4
    frame, part = frame._replace(rotation=rotation), part._replace(rotation=rotation)
    left, top, _, _ = frame.shown(part.left, part.bottom, part.right, part.top)
    turn = (page.turn - turned) % 4
    return _Place(frame.height, left, top, turn, part.width, part.height)


def _table(table: Any, place: _Place) -> _Found | None:
    """A table; None if fewer than two of its cells are filled, or it has but one column."""
    cells = [cell for row in table.cells for cell in row]
    if len(table.cols) < 2 or sum(bool(cell.text.strip()) for cell in cells) < 2:
        return None
    x1, y1 = min(cell.x1 for cell in cells), min(cell.y1 for cell in cells)
    x2, y2 = max(cell.x2 for cell in cells), max(cell.y2 for cell in cells)
    box = place.box(x1, y1, x2, y2)
    rules: list[Rule] = []
    for cell in cells:
        if cell.top:
            rules.append(_rule(place.box(cell.x1, cell.y2, cell.x2, cell.y2)))
        if cell.bottom:
            rules.append(_rule(place.box(cell.x1, cell.y1, cell.x2, cell.y1)))
        if cell.left:
            rules.append(_rule(place.box(cell.x1, cell.y1, cell.x1, cell.y2)))
        if cell.right:
            rules.append(_rule(place.box(cell.x2, cell.y1, cell.x2, cell.y2)))
    chars: list[Char] = []
    for line in table.textlines:
        for item in line:
            text = item.get_text()
            if text in BLANKS or not hasattr(item, "x0"):
                continue
            around = place.box(item.x0, item.y0, item.x1, item.y1)
            char = Char("\ufffd" if _UNKNOWN.fullmatch(text) else text, *around)
            if _inside(char, box):
                chars.append(char)
    return _Found(box, chars, rules)


def _rule(box: Box) -> Rule:
    left, top, right, bottom = box
    if right - left >= bottom - top:
        return Rule(True, top, left, right)
    return Rule(False, left, top, bottom)


def _outside(chars: Iterable[Char], tables: list[_Found]) -> Iterator[Char]:
    for char in chars:
        if not any(_inside(char, table.box) for table in tables):
            yield char


def _inside(char: Char, box: Box) -> bool:
    """Whether the middle of a character stands within a box."""
    left, top, right, bottom = box
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    return left <= x < right and top <= y < bottom
