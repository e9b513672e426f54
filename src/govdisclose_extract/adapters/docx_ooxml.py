"""The engine `ooxml`: the document's XML as a stream of events, read once from front to end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from .docx_blocks import Budget, Read
from .docx_numbering import Numbering
from .docx_package import Package, Parts, no_body
from .docx_reader import Reader
from .docx_xml import STRICT, TRANSITIONAL, finished, walk

__all__ = ["read"]


def read(package: Package, parts: Parts, budget: Budget) -> Read:
    """Read the document. Raises ReadError and its kinds."""
    chunks = package.chunks(parts.main)
    first = next(chunks, b"")
    # Without NULs, for UTF-16.
    word = STRICT if STRICT.encode() in first.replace(b"\0", b"") else TRANSITIONAL
    reader = Reader(word, budget, _numbering(package, parts, word))
    starts, ends = reader.handlers()
    events, skip = walk(
        budget.timed(chain((first,), chunks)), tuple({**starts, **ends}), package.name
    )
    reader.complete = skip is not None
    for event, element in events:
        if reader.skipped is not None:
            if element is reader.skipped and event == "end":
                reader.skipped = None
            continue
        handler = (starts if event == "start" else ends).get(element.tag)
        if handler is not None:
            handler(element)
            if skip is not None and reader.skips(element):
                skip()
    if not reader.has_body:
        raise no_body(package.name)
    return Read(reader.content.close(), reader.unread_signs)


def _numbering(package: Package, parts: Parts, word: str) -> Numbering:
    def elements(part: str | None, *names: str) -> Iterator[Any]:
        if part is not None:
            tags = tuple(f"{{{word}}}{name}" for name in names)
            yield from finished(package.chunks(part), tags, package.name)

    styles = elements(parts.styles, "style")
    return Numbering(styles, lambda: elements(parts.numbering, "abstractNum", "num"))
