"""The engine "oxide": characters and ruling lines by pdf_oxide.

It names no attached files, and its characters are not always in the order of drawing, so that a
turned label may come out from its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from math import cos, isfinite, radians, sin
from typing import Any

from govdisclose_extract.errors import MissingDependency
from govdisclose_extract.source import Source

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
    is_slanted,
    upright,
)

try:
    pdf_oxide: Any = import_module("pdf_oxide")
except ImportError as _error:
    raise MissingDependency(
        "this engine needs the package pdf_oxide",
        zh="该引擎需要安装 pdf_oxide",
        hint="pip install govdisclose-extract[oxide]",
        hint_zh="pip install govdisclose-extract[oxide]",
    ) from _error

__all__ = ["open_pages"]

_FAULTS = (OSError, RuntimeError, ValueError, IndexError)
_DESCENT = 0.12
"""A box of pdf_oxide stands on the base line; characters reach below it by this share."""
_PICTURED = 0.5
_LOCKED = ("password", "encrypt", "decrypt")


def open_pages(source: Source, options: ReadOptions, /) -> Pages:
    """Open a PDF with the password of the options, or with the empty one.

    Raises EncryptedDocument, ReadError, LimitExceeded; the pages raise them too.
    """
    password = options.password or ""
    try:
        document = pdf_oxide.PdfDocument.from_bytes(source.data)
        if document.permissions() is not None and not document.authenticate(password):
            raise encrypted(source.name, tried=bool(password))
        count = document.page_count()
    except _FAULTS as error:
        if any(word in str(error).lower() for word in _LOCKED):
            raise encrypted(source.name, tried=bool(password)) from error
        raise broken(source.name) from error
    check_pages(count, options.limits, source.name)
    if not count:
        raise broken(source.name)
    return Pages((), _pages(document, count, source, options))


def _pages(document: Any, count: int, source: Source, options: ReadOptions) -> Iterator[Page]:
    characters = 0
    for index in range(count):
        try:
            items = document.extract_chars(index)
            check_characters(characters, len(items), options.limits, source.name)
            made = _page(document, index, items)
        except _FAULTS as error:
            raise broken(source.name, page=index + 1) from error
        characters += len(items)
        yield made


def _page(document: Any, index: int, items: list[Any]) -> Page:
    left, low, right, top = document.page_crop_box(index) or document.page_media_box(index)
    rotation = document.page_rotation(index) // 90 % 4
    frame = Frame(left, low, right, top, rotation)
    chars: list[Char] = []
    for item in items:
        text = item.char
        angle = radians(item.rotation_degrees)
        if text in BLANKS or is_slanted(cos(angle), sin(angle)):
            continue
        left, bottom, width, height = item.bbox
        if not isfinite(left + bottom + width + height):  # drawn nowhere
            continue
        bottom -= _DESCENT * height
        chars.append(Char(text, *frame.shown(left, bottom, left + width, bottom + height)))
    rules: list[Rule] = []
    for item in document.extract_paths(index):
        _path(item, frame, rules)
    turns = [
        round(item.rotation_degrees / 90) - rotation
        for item in items[:: max(1, len(items) // SAMPLE)]
        if isfinite(item.rotation_degrees)
    ]
    area = frame.width * frame.height
    pictured = any(
        image["width"] * image["height"] >= _PICTURED * area
        for image in document.page_images(index)
    )
    return upright(Page(index + 1, frame.width, frame.height, chars, rules, pictured), turns)


def _path(item: dict[str, Any], frame: Frame, rules: list[Rule]) -> None:
    left, bottom, width, height = item["bbox"]
    if not isfinite(left + bottom + width + height):
        return
    # A shape in the colour that a page begins with has no colour here: thin ones count anyway.
    stroked = item["stroke_color"] is not None
    if min(width, height) <= THIN:
        add_rule(frame.shown(left, bottom, left + width, bottom + height), rules)
        return
    points: list[tuple[float, float]] = []
    for step in item["operations"]:
        kind = step["op"]
        if kind == "rectangle":
            x, y = step["x"], step["y"]
            u, v = x + step["width"], y + step["height"]
            _part([(x, y), (u, y), (u, v), (x, v), (x, y)], stroked, frame, rules)
        elif kind == "move_to":
            _part(points, stroked, frame, rules)
            points = [(step["x"], step["y"])]
        elif kind == "close_path" and points:
            points.append(points[0])
        elif "x" in step:
            points.append((step["x"], step["y"]))
    _part(points, stroked, frame, rules)


def _part(
    points: list[tuple[float, float]], stroked: bool, frame: Frame, rules: list[Rule]
) -> None:
    if len(points) < 2:
        return
    pieces = pairwise(points) if stroked else [tuple(points)]
    for piece in pieces:
        xs, ys = [point[0] for point in piece], [point[1] for point in piece]
        add_rule(frame.shown(min(xs), min(ys), max(xs), max(ys)), rules)
