"""What PDFium draws on a page besides characters: ruling lines and pictures; and odd texts."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

from .pdf_page import THIN, Frame, Rule, add_rule

pdfium: Any = import_module("pypdfium2.raw")

__all__ = ["Matrix", "OddText", "objects_of"]

_PICTURED = 0.5

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class OddText(NamedTuple):
    """A text that PDFium draws, where `item` is its own; drawn: its ink has an extent."""

    item: Any
    matrix: Matrix
    drawn: bool


def objects_of(
    page: Any, frame: Frame, rules: list[Rule], texts: list[OddText], depth: int
) -> bool:
    """Collect the ruling lines of a page, and what is odd about its texts.

    True if a picture covers most of it.
    """
    box = tuple(ctypes.c_float() for _ in range(4))
    left, bottom, right, top = box
    bounds, kind_of = pdfium.FPDFPageObj_GetBounds, pdfium.FPDFPageObj_GetType
    path, image, form, words = (
        pdfium.FPDF_PAGEOBJ_PATH,
        pdfium.FPDF_PAGEOBJ_IMAGE,
        pdfium.FPDF_PAGEOBJ_FORM,
        pdfium.FPDF_PAGEOBJ_TEXT,
    )
    own, get_matrix = pdfium.FS_MATRIX(), pdfium.FPDFPageObj_GetMatrix
    area = frame.width * frame.height
    pictured = False

    def walk(objects: list[Any], matrix: Matrix, level: int) -> None:
        nonlocal pictured
        for item in objects:
            kind = kind_of(item)
            if kind == words:
                get_matrix(item, own)
                bounds(item, left, bottom, right, top)
                drawn = right.value > left.value and top.value > bottom.value
                if not drawn or own.b or own.c or matrix is not _UNIT:
                    its = own.a, own.b, own.c, own.d, own.e, own.f
                    texts.append(OddText(item, _product(its, matrix), drawn))
            elif kind == path:
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
    matrix: Matrix,
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
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _UNIT
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


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
