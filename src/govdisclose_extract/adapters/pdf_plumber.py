"""The engine "pdfplumber": characters and ruling lines by pdfplumber over pdfminer.six."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from math import atan2, pi
from typing import Any

from govdisclose_extract.errors import MissingDependency
from govdisclose_extract.source import Source

from .base import ReadOptions
from .pdf_page import (
    BLANKS,
    SAMPLE,
    THIN,
    Char,
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
    pdfplumber: Any = import_module("pdfplumber")
    _wrong_password: Any = import_module("pdfminer.pdfdocument").PDFPasswordIncorrect
    _parser_fault: Any = import_module("pdfminer.psparser").PSException
    _wrapped_fault: Any = import_module("pdfplumber.utils.exceptions").PdfminerException
    _box_fault: Any = import_module("pdfplumber.utils.exceptions").MalformedPDFException
    resolve: Any = import_module("pdfminer.pdftypes").resolve1
except ImportError as _error:
    raise MissingDependency(
        "this engine needs the package pdfplumber",
        zh="该引擎需要安装 pdfplumber",
        hint="pip install pdfplumber",
        hint_zh="pip install pdfplumber",
    ) from _error

__all__ = ["open_pages"]

# pdfminer logs every flaw of a file; without a handler Python would print them.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

_FAULTS = (
    _parser_fault,
    _wrapped_fault,
    _box_fault,
    AssertionError,
    AttributeError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)
"""What pdfminer raises over damaged files, as far as it was seen."""
_PICTURED = 0.5
_DEPTH = 20


def open_pages(source: Source, options: ReadOptions, /) -> Pages:
    """Open a PDF with the password of the options, or with the empty one.

    Raises EncryptedDocument, ReadError, LimitExceeded; the pages raise them too.
    """
    password = options.password or ""
    try:
        pdf = pdfplumber.open(io.BytesIO(source.data), password=password)
        count = len(pdf.pages)
        attached = tuple(_names(pdf.doc.catalog))
    except _FAULTS as error:
        if _is_password(error):
            raise encrypted(source.name, tried=bool(password)) from error
        raise broken(source.name) from error
    check_pages(count, options.limits, source.name)
    if not count:
        raise broken(source.name)
    return Pages(attached, _pages(pdf, source, options))


def _pages(pdf: Any, source: Source, options: ReadOptions) -> Iterator[Page]:
    characters = 0
    for number, page in enumerate(pdf.pages, 1):
        try:
            check_characters(characters, len(page.chars), options.limits, source.name)
            made = _page(page)
        except _FAULTS as error:
            raise broken(source.name, page=number) from error
        finally:
            page.close()
        characters += len(made.chars)
        yield made
    pdf.close()


def _page(page: Any) -> Page:
    chars = [
        Char(text, item["x0"], item["top"], item["x1"], item["bottom"])
        for item in page.chars
        if not is_slanted(*item["matrix"][:2])
        for text in _texts(item["text"])
    ]
    rules: list[Rule] = []
    for item in page.lines:
        add_rule((item["x0"], item["top"], item["x1"], item["bottom"]), rules)
    for item in page.rects:
        _rect(item, rules)
    for item in page.curves:
        _curve(item, rules)
    area = float(page.width * page.height)
    pictured = any(item["width"] * item["height"] >= _PICTURED * area for item in page.images)
    made = Page(page.page_number, float(page.width), float(page.height), chars, rules, pictured)
    return upright(made, _turns(page.chars))


def _turns(chars: list[Any]) -> Iterator[int]:
    """For some characters, how often they must be turned clockwise to stand upright as shown."""
    for item in chars[:: max(1, len(chars) // SAMPLE)]:
        a, b = item["matrix"][:2]
        yield round(atan2(b, a) / (pi / 2))


def _texts(text: str) -> str | list[str]:
    """The characters of one box; a number of a glyph without Unicode is U+FFFD."""
    if len(text) == 1:
        return "" if text in BLANKS else text
    if text.startswith("(cid:"):
        return "\ufffd"
    return [text.strip()] if text.strip() else ""


def _rect(item: Any, rules: list[Rule]) -> None:
    left, top, right, bottom = item["x0"], item["top"], item["x1"], item["bottom"]
    if min(right - left, bottom - top) <= THIN:
        add_rule((left, top, right, bottom), rules)
    elif item["stroke"]:
        add_rule((left, top, right, top), rules)
        add_rule((left, bottom, right, bottom), rules)
        add_rule((left, top, left, bottom), rules)
        add_rule((right, top, right, bottom), rules)


def _curve(item: Any, rules: list[Rule]) -> None:
    """A path of several steps. Its closing step is among its points."""
    points = item["pts"]
    if item["stroke"]:
        for (x1, y1), (x2, y2) in pairwise(points):
            add_rule((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)), rules)
    else:
        add_rule((item["x0"], item["top"], item["x1"], item["bottom"]), rules)


def _names(catalog: Any) -> Iterator[str]:
    """The names of attached files, by the name tree of the catalog."""
    names = resolve(catalog.get("Names")) or {}
    nodes = [(names.get("EmbeddedFiles"), 0)]
    while nodes:
        node, depth = nodes.pop()
        node = resolve(node)
        if not isinstance(node, dict) or depth > _DEPTH:
            continue
        nodes.extend((kid, depth + 1) for kid in reversed(resolve(node.get("Kids")) or []))
        pairs = resolve(node.get("Names")) or []
        for index in range(1, len(pairs), 2):
            file = resolve(pairs[index]) or {}
            name = resolve(file.get("UF") or file.get("F") or pairs[index - 1])
            yield _text(name)


def _text(name: Any) -> str:
    if not isinstance(name, bytes):
        return str(name)
    if name.startswith(b"\xfe\xff"):
        return name[2:].decode("utf-16-be", "replace")
    return name.decode("utf-8", "replace")


def _is_password(error: BaseException) -> bool:
    causes = (error, error.__cause__, error.__context__, *error.args)
    return any(isinstance(cause, _wrong_password) for cause in causes)
