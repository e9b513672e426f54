"""The engine "pdfium": characters and ruling lines by PDFium's own C functions."""

from __future__ import annotations

import ctypes
import os
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from math import cos, pi, sin
from operator import sub
from typing import Any

from govdisclose_extract.errors import MissingDependency, ReadError
from govdisclose_extract.source import Limits, Source

from .base import ReadOptions
from .pdf_calls import handed, quick
from .pdf_drawn import OddText, objects_of
from .pdf_font import own_font
from .pdf_page import (
    BLANKS,
    SAMPLE,
    Char,
    Frame,
    Page,
    Pages,
    Rule,
    broken,
    check_characters,
    check_pages,
    encrypted,
    is_slanted,
    upright,
)

try:
    pdfium: Any = import_module("pypdfium2.raw")
except ImportError as _error:
    raise MissingDependency(
        "reading PDF needs the package pypdfium2",
        zh="读取 PDF 需要安装 pypdfium2",
        hint="pip install pypdfium2",
        hint_zh="pip install pypdfium2",
    ) from _error

__all__ = ["open_pages"]

# PDFium keeps global state: one call at a time in a process, and none of them while it forks.
_LOCK = threading.RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


@contextmanager
def _reading() -> Generator[None, None, None]:
    """PDFium for ourselves, and with no font of this machine."""
    with _LOCK, own_font(pdfium):
        yield


_loose_box = quick(pdfium.FPDFText_GetLooseCharBox)
_is_generated = quick(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_angle = quick(pdfium.FPDFText_GetCharAngle, ctypes.c_float)

_LARGE = 40.0
"""A character that is larger than this is measured a second time."""
_PART = re.compile(rb"[A-Z]{6}\+")
_PART_NAME = 127
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
_CONTROL = re.compile(r"[\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
"""Codes of a font that says no characters; line ends and tabs PDFium makes itself."""


def open_pages(source: Source, options: ReadOptions, /) -> Pages:
    """Open a PDF with the password of the options, or with the empty one.

    Raises EncryptedDocument, ReadError, LimitExceeded; the pages raise them too.
    """
    data = source.data
    password = (options.password or "").encode()
    with _reading():
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), password or None)
        if not document:
            raise _unopened(pdfium.FPDF_GetLastError(), source, bool(password))
        kept = False
        try:
            count = pdfium.FPDF_GetPageCount(document)
            if count < 1:
                raise broken(source.name)
            check_pages(count, options.limits, source.name)
            attached = _attached(document)
            kept = True
        finally:
            if not kept:
                pdfium.FPDF_CloseDocument(document)
    return Pages(attached, _pages(document, count, source, options.limits))


def _pages(document: Any, count: int, source: Source, limits: Limits) -> Iterator[Page]:
    """The pages; the document is closed after the last one, or when nobody asks for more."""
    characters = 0
    try:
        for number in range(1, count + 1):
            with _reading():
                page = _page(document, number, characters, source, limits)
            characters += len(page.chars)
            yield page
    finally:
        with _LOCK:
            pdfium.FPDF_CloseDocument(document)
    # PDFium reads the bytes while the document is open; they must live as long.
    del source


def _page(document: Any, number: int, before: int, source: Source, limits: Limits) -> Page:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise broken(source.name, page=number)
    text = None
    try:
        frame = _frame(page)
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            raise broken(source.name, page=number)
        count = max(0, pdfium.FPDFText_CountChars(text))
        check_characters(before, count, limits, source.name)
        chars = _chars(text, count, frame)
        rules: list[Rule] = []
        texts: list[OddText] = []
        unseen: set[int] = set()
        pictured = objects_of(page, frame, rules, texts, unseen, limits.depth)
        if unseen or any(is_slanted(*one.matrix[:2]) for one in texts):
            chars = _printed(text, count, chars, unseen)
        chars += _lost(texts, frame)
        hidden = pictured and _is_hidden(text, count)
        made = Page(number, frame.width, frame.height, chars, rules, pictured, hidden)
        return upright(made, _turns(text, count, frame.rotation))
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _turns(text: Any, count: int, rotation: int) -> Iterator[int]:
    """For some characters, how often they must be turned clockwise to stand upright as shown."""
    step = max(1, count // SAMPLE)
    handle = handed(ctypes.cast(text, ctypes.c_void_p))
    for start in range(0, count, step):
        for index in range(start, min(start + step, count)):
            if _is_generated(handle, index):  # blanks stand upright in turned lines
                continue
            angle = _angle(handle, index)
            if angle >= 0:
                yield -round(angle / (pi / 2)) - rotation
                break


def _frame(page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    rotation = pdfium.FPDFPage_GetRotation(page) % 4
    return Frame(box.left, box.bottom, box.right, box.top, rotation)


def _chars(text: Any, count: int, frame: Frame) -> list[Char]:
    if not count:
        return []
    texts = _texts(text, count)
    boxes: Any = (ctypes.c_float * (4 * count))()
    address = ctypes.addressof(boxes)  # the boxes go straight into one array
    handle = handed(ctypes.cast(text, ctypes.c_void_p))
    for index, char in enumerate(texts):
        if char not in BLANKS:
            _loose_box(handle, index, handed(address + 16 * index))
    flat: Any = memoryview(boxes).cast("B").cast("f")
    lefts, tops = flat[0::4].tolist(), flat[1::4].tolist()
    rights, bottoms = flat[2::4].tolist(), flat[3::4].tolist()
    x, y = frame.left, frame.top
    if max(map(sub, tops, bottoms)) > _LARGE or max(map(sub, rights, lefts)) > _LARGE:
        for index, char in enumerate(texts):
            if char not in BLANKS:
                box = lefts[index], bottoms[index], rights[index], tops[index]
                if box[3] - box[1] > _LARGE or box[2] - box[0] > _LARGE:
                    box = _measured(text, index, box)
                    lefts[index], bottoms[index], rights[index], tops[index] = box
    boxes = zip(texts, lefts, tops, rights, bottoms, strict=True)
    if frame.rotation == 0 and x == 0:
        return [
            Char(char, left, y - top, right, y - bottom)
            for char, left, top, right, bottom in boxes
            if char not in BLANKS
        ]
    if frame.rotation == 0:
        return [
            Char(char, left - x, y - top, right - x, y - bottom)
            for char, left, top, right, bottom in boxes
            if char not in BLANKS
        ]
    shown = frame.shown
    return [
        Char(char, *shown(left, bottom, right, top))
        for char, left, top, right, bottom in boxes
        if char not in BLANKS
    ]


def _texts(text: Any, count: int) -> list[str]:
    """The characters by their index; those that have no Unicode value as U+FFFD."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    whole = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(whole) == count and written == count + 1 and "\0" not in whole:
        return _told(text, whole)
    # Characters beyond the 16 bits or without Unicode: the text has not one unit for each box.
    texts: list[str] = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        texts.append(char)
    return _told(text, texts)


def _told(text: Any, chars: Sequence[str]) -> list[str]:
    """The characters, hyphens at line ends as such.

    Where a font gives codes for characters, U+FFFD for each that PDFium did not make itself.
    """
    if _CONTROL.search(chars if isinstance(chars, str) else "".join(chars)):
        return [
            "\ufffd" if char < " " and not pdfium.FPDFText_IsGenerated(text, index) else char
            for index, char in enumerate(chars)
        ]
    if "\x02" in chars or "\ufffe" in chars:
        return [_HYPHENS.get(char, char) for char in chars]
    return list(chars)


def _measured(
    text: Any, index: int, loose: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a large character.

    PDFium does not scale the loose box of a vertical font; then the square around the ink serves.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return loose
    side = max(right.value - left.value, top.value - bottom.value)
    if side <= 0 or max(loose[2] - loose[0], loose[3] - loose[1]) < 3 * side:
        return loose
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    return x - side / 2, y - side / 2, x + side / 2, y + side / 2


def _printed(text: Any, count: int, chars: list[Char], unseen: set[int]) -> list[Char]:
    """The characters that belong to the page as it is printed.

    Stamps and watermarks in slanted lines lie over the text. Invisible texts are nothing that is
    printed, unless they are most of a page: the words of a scan.
    """
    level: list[Char] = []
    shown: list[Char] = []
    at = iter(chars)
    for index, char in enumerate(_texts(text, count)):
        if char in BLANKS:
            continue
        its = next(at)
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        if is_slanted(cos(angle), sin(angle)):
            continue
        level.append(its)
        item = pdfium.FPDFText_GetTextObject(text, index) if unseen else None
        if not item or ctypes.cast(item, ctypes.c_void_p).value not in unseen:
            shown.append(its)
    return shown if 2 * len(shown) > len(level) else level


def _lost(texts: list[OddText], frame: Frame) -> list[Char]:
    """U+FFFD for each text that a broken font leaves without characters.

    Part of a font (its name says so) is always held by the file; PDFium puts another in its place
    when it cannot read it, and may find no ink for its codes there.
    """
    found: list[Char] = []
    for item, matrix, drawn in texts:
        if drawn:
            continue
        font = pdfium.FPDFTextObj_GetFont(item)
        if not font or pdfium.FPDFFont_GetIsEmbedded(font):
            continue
        name = ctypes.create_string_buffer(_PART_NAME + 1)
        pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
        size = ctypes.c_float()
        if _PART.match(name.value) and pdfium.FPDFTextObj_GetFontSize(item, size):
            x, y = matrix[4], matrix[5]
            tall = max(1.0, size.value * max(map(abs, matrix[:4])))
            box = frame.shown(x, y - 0.2 * tall, x + 0.5 * tall, y + 0.8 * tall)
            found.append(Char("\ufffd", *box))
    return found


def _is_hidden(text: Any, count: int) -> bool:
    """Whether most of a page's characters are drawn invisibly, judged by some of them."""
    if not count:
        return False
    picked = range(0, count, max(1, count // 50))
    hidden = seen = 0
    for index in picked:
        item = pdfium.FPDFText_GetTextObject(text, index)
        if item:
            seen += 1
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            hidden += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return 2 * hidden > seen


def _attached(document: Any) -> tuple[str, ...]:
    names: list[str] = []
    for index in range(max(0, pdfium.FPDFDoc_GetAttachmentCount(document))):
        item = pdfium.FPDFDoc_GetAttachment(document, index)
        size = pdfium.FPDFAttachment_GetName(item, None, 0) if item else 0
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        if size:
            pdfium.FPDFAttachment_GetName(item, buffer, size)
        names.append(bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace"))
    return tuple(names)


def _unopened(code: int, source: Source, tried: bool) -> ReadError:
    if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return encrypted(source.name, tried=tried)
    return broken(source.name)
