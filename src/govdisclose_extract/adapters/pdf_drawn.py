"""What PDFium draws on a page besides characters: ruling lines and pictures; and odd texts."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

from .pdf_calls import handed, quick
from .pdf_page import THIN, Frame, Rule, add_rule

pdfium: Any = import_module("pypdfium2.raw")

__all__ = ["Matrix", "OddText", "objects_of"]

_PICTURED = 0.5
_FLAT = 9.0
"""The ink of a level line of table text is no higher, in points."""


_item_of = quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
_kind_of = quick(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_bounds_of = quick(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_matrix_of = quick(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int)
_draw_mode_of = quick(pdfium.FPDFPath_GetDrawMode, ctypes.c_int)
_mode_of = quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
_INVISIBLE: int = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class OddText(NamedTuple):
    """A text that PDFium draws, where `item` is its own; drawn: its ink has an extent."""

    item: Any
    matrix: Matrix
    drawn: bool


def objects_of(
    page: Any,
    frame: Frame,
    rules: list[Rule],
    texts: list[OddText],
    unseen: set[int],
    depth: int,
) -> bool:
    """Collect the ruling lines of a page, what is odd about its texts, and which are invisible.

    unseen: takes the addresses of those. True if a picture covers most of the page.
    """
    box: Any = (ctypes.c_float * 4)()
    at = ctypes.addressof(box)
    places = [handed(at + 4 * edge) for edge in range(4)]
    edges: Any = memoryview(box).cast("B").cast("f")
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    modes = ctypes.byref(fill), ctypes.byref(stroke)
    handle: Any = pdfium.FPDF_PAGEOBJECT
    path, image, form, words = (
        pdfium.FPDF_PAGEOBJ_PATH,
        pdfium.FPDF_PAGEOBJ_IMAGE,
        pdfium.FPDF_PAGEOBJ_FORM,
        pdfium.FPDF_PAGEOBJ_TEXT,
    )
    area = frame.width * frame.height
    pictured = False

    def walk(objects: list[int], matrix: Matrix, level: int) -> None:
        nonlocal pictured
        for address in objects:
            one = handed(address)
            kind = _kind_of(one)
            if kind == form:
                if level > 0:
                    inner = _product(_matrix(one), matrix)
                    walk(_inside(ctypes.cast(address, handle)), inner, level - 1)
                continue
            known = _bounds_of(one, *places)
            left, bottom, right, top = edges.tolist()
            if kind == words:
                if _mode_of(one) == _INVISIBLE:
                    unseen.add(address)
                drawn = right > left and top > bottom
                if drawn and top - bottom <= _FLAT and matrix is _UNIT:
                    continue
                its = _matrix(one)
                if not drawn or its[1] or its[2] or matrix is not _UNIT:
                    item = ctypes.cast(address, handle)
                    texts.append(OddText(item, _product(its, matrix), drawn))
            elif kind == path and known:
                if not _draw_mode_of(one, *modes) or not (fill.value or stroke.value):
                    continue
                if right - left <= THIN or top - bottom <= THIN:
                    its_box = _moved((left, bottom, right, top), matrix)
                    add_rule(frame.shown(*its_box), rules)
                else:
                    item = ctypes.cast(address, handle)
                    _outline(item, bool(stroke.value), matrix, frame, rules)
            elif kind == image and known:
                left, bottom, right, top = _moved((left, bottom, right, top), matrix)
                covered = (right - left) * (top - bottom)
                pictured = pictured or covered >= _PICTURED * area

    count = max(0, pdfium.FPDFPage_CountObjects(page))
    whole = handed(ctypes.cast(page, ctypes.c_void_p))
    walk([_item_of(whole, index) for index in range(count)], _UNIT, depth)
    return pictured


def _inside(item: Any) -> list[int]:
    """The objects of a form."""
    found: list[int] = []
    for index in range(max(0, pdfium.FPDFFormObj_CountObjects(item))):
        inner = pdfium.FPDFFormObj_GetObject(item, index)
        found.append(ctypes.cast(inner, ctypes.c_void_p).value or 0)
    return found


def _outline(item: Any, stroked: bool, matrix: Matrix, frame: Frame, rules: list[Rule]) -> None:
    """Collect the lines of a path that is no line itself."""
    segments = pdfium.FPDFPath_CountSegments(item)
    if not stroked and segments <= 5:
        return  # a shaded area has no border of its own
    matrix = _product(_matrix(item), matrix)
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
    item: Any, segments: int, matrix: Matrix
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


def _matrix(item: Any) -> Matrix:
    matrix: Any = (ctypes.c_float * 6)()
    if not _matrix_of(item, ctypes.byref(matrix)):
        return _UNIT
    a, b, c, d, e, f = matrix
    return a, b, c, d, e, f


def _product(one: Matrix, two: Matrix) -> Matrix:
    """First one, then two."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t,
        e * q + f * s + u,
    )  # fmt: skip


def _moved(
    box: tuple[float, float, float, float], matrix: Matrix
) -> tuple[float, float, float, float]:
    if matrix is _UNIT:
        return box
    left, bottom, right, top = box
    a, b, c, d, e, f = matrix
    corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
