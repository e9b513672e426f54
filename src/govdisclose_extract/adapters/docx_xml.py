"""XML read as a stream of elements, without entities and without a whole tree in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from govdisclose_extract.errors import LimitExceeded, MissingDependency, ReadError

__all__ = [
    "COMPATIBILITY",
    "MATH",
    "STRICT",
    "TRANSITIONAL",
    "Walk",
    "damaged",
    "etree_of",
    "finished",
    "refuse_doctype",
    "stream",
    "walk",
]

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MATH = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/math",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/math",
}
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_KEPT = 1 << 20
"""Bytes of XML whose tree may stay in memory to the end; dropping it piece by piece is slower."""


_SAFE = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True, "collect_ids": False,
}  # fmt: skip


def etree_of() -> Any:
    """The module lxml.etree. Raises MissingDependency."""
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingDependency(
            "reading Word documents needs the package lxml",
            zh="读取 Word 文档需要 lxml",
            hint="pip install lxml",
            hint_zh="请运行 pip install lxml",
        ) from error
    return etree


def stream(
    chunks: Iterable[bytes], tags: tuple[str, ...], events: tuple[str, ...], name: str | None
) -> Iterator[tuple[str, Any]]:
    """The events (`start`, `end`) of elements with these names, in the order of the document.

    An element's ancestors and what is inside it can be asked, not what stands before it: of a long
    document that is dropped from memory. Nothing is taken from outside, and a document type
    declaration, in which entities are defined, is refused. Elements deeper than 256 are too:
    libxml2 keeps that bound. Raises ReadError, LimitExceeded.
    """
    etree = etree_of()
    parser = etree.XMLPullParser(events, tag=tags, **_SAFE)
    root: Any = None
    size = 0
    try:
        for chunk in chunks:
            parser.feed(chunk)
            met: Any = parser.read_events()
            if root is None:
                for event, element in met:
                    refuse_doctype(element, name)
                    root = element.getroottree().getroot()
                    yield event, element
                    break
            yield from met
            size += len(chunk)
            if size > _KEPT:
                if root is None:
                    raise damaged("no known element in the first MiB", name)
                _forget(root)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise damaged(error, name) from error
    # What closing the parser completes.
    yield from parser.read_events()


class Walk(NamedTuple):
    """The starts and ends of elements in the order of the document.

    skip: leaves out what is inside the element that has just begun, if the tree is there as a
    whole; else None.
    """

    events: Iterator[tuple[str, Any]]
    skip: Callable[[], None] | None


def walk(chunks: Iterable[bytes], tags: tuple[str, ...], name: str | None) -> Walk:
    """As `stream`, but a short document is parsed as a whole, which is faster."""
    etree = etree_of()
    chunks = iter(chunks)
    begun: list[bytes] = []
    size = 0
    declared = False
    for chunk in chunks:
        begun.append(chunk)
        size += len(chunk)
        # A declaration is refused where it is met; in UTF-16 it is not seen here.
        declared = declared or b"<!" in chunk or b"\0" in chunk
        if declared or size > _KEPT:
            return Walk(stream(chain(begun, chunks), tags, ("start", "end"), name), None)
    parser = etree.XMLParser(**_SAFE)
    try:
        for chunk in begun:
            parser.feed(chunk)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise damaged(error, name) from error
    refuse_doctype(root, name)
    events = etree.iterwalk(root, ("start", "end"), tags)
    return Walk(events, events.skip_subtree)


def finished(chunks: Iterable[bytes], tags: tuple[str, ...], name: str | None) -> Iterator[Any]:
    """The elements with these names, each as soon as it is complete. Raises as `stream` does."""
    return (element for _, element in stream(chunks, tags, ("end",), name))


def _forget(root: Any) -> None:
    """Drop from the tree all elements that are complete: those that no last child is in."""
    element = root
    while len(element):
        del element[:-1]
        element = element[-1]


def refuse_doctype(element: Any, name: str | None) -> None:
    """Raises ReadError for a document that declares its type, and may define entities there."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise ReadError(
            "the document declares entities, which no Word document may",
            zh="文档声明了实体,而 Word 文档不允许这样做",
            hint="The file is malformed, possibly on purpose; it was not read.",
            hint_zh="该文件不合规范,可能是有意构造,未予读取。",
            where=name,
        )


def damaged(error: Exception | str, name: str | None) -> ReadError:
    """The error for XML that the parser refuses."""
    detail = str(error).partition("\n")[0]
    if "depth" in detail.lower() or "limit exceeded" in detail.lower():
        return LimitExceeded(
            f"the document's XML is deeper or longer than the parser allows ({detail})",
            zh=f"文档的 XML 嵌套过深或单项过长,超出解析器上限({detail})",
            where=name,
        )
    return ReadError(
        f"the Word document's XML is damaged ({detail})",
        zh=f"Word 文档的 XML 已损坏({detail})",
        hint="Fetch it anew; if Word can repair it, save it again as .docx.",
        hint_zh="请重新获取该文件;如 Word 能修复,请另存为 .docx。",
        where=name,
    )
