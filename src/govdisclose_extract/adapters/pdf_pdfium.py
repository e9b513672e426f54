"""The engine "pdfium": characters and ruling lines by PDFium's own C functions."""

from __future__ import annotations

import ctypes
import os
import re
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from math import pi
from typing import Any

from govdisclose_extract.errors import MissingDependency, ReadError
from govdisclose_extract.source import Limits, Source

from .base import ReadOptions
from .pdf_page import (
    BLANKS,
    SAMPLE,
    THIN,
    Char,
    Frame,
    Page,
    Pages,
    Rule,
    add_rule,
    broken,
    check_characters,
    check_pages,
    encrypted,
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

# The same C function with plain addresses: the boxes go straight into one array.
_loose_box = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)

_LARGE = 40.0
"""A character that is larger than this is measured a second time."""
_PICTURED = 0.5
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
_CONTROL = re.compile(r"[\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
"""Codes of a font that says no characters; line ends and tabs PDFium makes itself."""

_Matrix = tuple[float, float, float, float, float, float]
_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def open_pages(source: Source, options: ReadOptions, /) -> Pages:
    """Open a PDF with the password of the options, or with the empty one.

    Raises EncryptedDocument, ReadError, LimitExceeded; the pages raise them too.
    """
    data = source.data
    password = (options.password or "").encode()
    with _LOCK:
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
            with _LOCK:
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
        check_characters(before + count, limits, source.name)
        chars = _chars(text, count, frame)
        rules: list[Rule] = []
        pictured = _objects(page, frame, rules, limits.depth)
        hidden = pictured and _is_hidden(text, count)
        made = Page(number, frame.width, frame.height, chars, rules, pictured, hidden)
        return upright(made, _turns(text, count, frame.rotation))
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _turns(text: Any, count: int, rotation: int) -> Iterator[int]:
    """For some characters, how often they must be turned clockwise to stand upright as shown."""
    for index in range(0, count, max(1, count // SAMPLE)):
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        if angle >= 0:
            yield -round(angle / (pi / 2)) - rotation


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
    address = ctypes.addressof(boxes)
    handle = ctypes.cast(text, ctypes.c_void_p)
    for index, char in enumerate(texts):
        if char not in BLANKS:
            _loose_box(handle, index, address + 16 * index)
    flat: Any = memoryview(boxes).cast("B").cast("f")
    lefts, tops = flat[0::4].tolist(), flat[1::4].tolist()
    rights, bottoms = flat[2::4].tolist(), flat[3::4].tolist()
    chars: list[Char] = []
    put, shown, plain = chars.append, frame.shown, frame.rotation == 0
    x, y = frame.left, frame.top
    for index, (char, left, top, right, bottom) in enumerate(
        zip(texts, lefts, tops, rights, bottoms, strict=True)
    ):
        if char in BLANKS:
            continue
        if top - bottom > _LARGE or right - left > _LARGE:
            left, bottom, right, top = _measured(text, index, (left, bottom, right, top))  # noqa: PLW2901
        if plain:
            put(Char(char, left - x, y - top, right - x, y - bottom))
        else:
            put(Char(char, *shown(left, bottom, right, top)))
    return chars


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
    if _CONTROL.search("".join(chars)):
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


def _objects(page: Any, frame: Frame, rules: list[Rule], depth: int) -> bool:
    """Collect the ruling lines of a page; true if a picture covers most of it."""
    box = tuple(ctypes.c_float() for _ in range(4))
    left, bottom, right, top = box
    bounds, kind_of = pdfium.FPDFPageObj_GetBounds, pdfium.FPDFPageObj_GetType
    path, image, form = (
        pdfium.FPDF_PAGEOBJ_PATH,
        pdfium.FPDF_PAGEOBJ_IMAGE,
        pdfium.FPDF_PAGEOBJ_FORM,
    )
    area = frame.width * frame.height
    pictured = False

    def walk(objects: list[Any], matrix: _Matrix, level: int) -> None:
        nonlocal pictured
        for item in objects:
            kind = kind_of(item)
            if kind == path:
                if bounds(item, left, bottom, right, top):
                    edges = (left.value, bottom.value, right.value, top.value)
                    _path(item, edges, matrix, frame, rules)
            elif kind == image:
                if bounds(item, left, bottom, right, top):
                    edges = _moved((left.value, bottom.value, right.value, top.value), matrix)
                    covered = (edges[2] - edges[0]) * (edges[3] - edges[1])
                    pictured = pictured or covered >= _PICTURED * area
            elif kind == form and level > 0:
                count = max(0, pdfium.FPDFFormObj_CountObjects(item))
                inner = [pdfium.FPDFFormObj_GetObject(item, index) for index in range(count)]
                walk(inner, _product(_matrix(item), matrix), level - 1)

    count = max(0, pdfium.FPDFPage_CountObjects(page))
    get = pdfium.FPDFPage_GetObject
    walk([get(page, index) for index in range(count)], _UNIT, depth)
    return pictured


def _path(
    item: Any,
    edges: tuple[float, float, float, float],
    matrix: _Matrix,
    frame: Frame,
    rules: list[Rule],
) -> None:
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    left, bottom, right, top = edges
    if right - left <= THIN or top - bottom <= THIN:
        add_rule(frame.shown(*_moved(edges, matrix)), rules)
        return
    segments = pdfium.FPDFPath_CountSegments(item)
    if not stroke.value and segments <= 5:
        return  # a shaded area has no border of its own
    matrix = _product(_matrix(item), matrix)
    stroked = bool(stroke.value)
    for points, closed in _subpaths(item, segments, matrix):
        if not stroked:
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            add_rule(frame.shown(min(xs), min(ys), max(xs), max(ys)), rules)
            continue
        if closed:
            points.append(points[0])
        for (x1, y1), (x2, y2) in pairwise(points):
            box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            add_rule(frame.shown(*box), rules)


def _subpaths(
    item: Any, segments: int, matrix: _Matrix
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The points of each part of a path, and whether it is closed. Curves end at their points."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    closed = False
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if points and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield points, closed
            points, closed = [], False
        u, v = x.value, y.value
        points.append((a * u + c * v + e, b * u + d * v + f))
        closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
    if points:
        yield points, closed


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _UNIT
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(one: _Matrix, two: _Matrix) -> _Matrix:
    """First one, then two."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t,
        e * q + f * s + u,
    )  # fmt: skip


def _moved(
    box: tuple[float, float, float, float], matrix: _Matrix
) -> tuple[float, float, float, float]:
    if matrix is _UNIT:
        return box
    left, bottom, right, top = box
    a, b, c, d, e, f = matrix
    corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


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
