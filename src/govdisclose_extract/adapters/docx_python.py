"""The engine `python-docx`: its reading of the package and its tree, walked from the root down.

Slower than `ooxml` and with the whole tree in memory. It shares with that engine only what comes
after the walk: how cells make a grid, and how numbers are counted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from govdisclose_extract.errors import LimitExceeded, MissingDependency

from .docx_blocks import Budget, Content, Item, Read, Table, merge_of
from .docx_looks import LOOKS, Look, change_look, shown_as
from .docx_numbering import Numbering
from .docx_package import Package, Parts, no_body
from .docx_text import PICTURES, is_blank, is_on, is_understood, sign_of, text_of, whole
from .docx_xml import damaged, refuse_doctype
from .unread import LOST

__all__ = ["read"]

_TREE = 32 * 1024 * 1024
"""Bytes of XML that become a tree in memory, which takes ten times as much."""

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
}
"""python-docx knows the transitional names only."""

_SILENT = {
    "del", "moveFrom", "rt", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr",
}  # fmt: skip
"""Elements with nothing to read inside: properties, what is deleted, readings of ruby."""


def read(package: Package, parts: Parts, budget: Budget) -> Read:
    """Read the document. Raises ReadError and its kinds, MissingDependency."""
    try:
        from docx.opc.packuri import PACKAGE_URI, PackURI
        from docx.opc.phys_pkg import PhysPkgReader
        from docx.oxml.parser import parse_xml
        from lxml.etree import XMLSyntaxError
    except ImportError as error:
        raise MissingDependency(
            "the engine python-docx needs the package python-docx",
            zh="python-docx 引擎需要 python-docx 包",
            hint="pip install python-docx",
            hint_zh="请运行 pip install python-docx",
        ) from error
    opener: Any = PhysPkgReader
    parse: Any = parse_xml
    # python-docx inflates without a bound; so what it will inflate is tried first.
    needed = [part for part in (parts.main, parts.styles, parts.numbering) if part]
    for part in needed:
        if sum(map(len, package.chunks(part))) > _TREE:
            raise LimitExceeded(
                f"the engine python-docx reads XML of {_TREE} bytes at most",
                zh=f"python-docx 引擎最多读取{_TREE}字节的 XML",
                hint="Use the engine ooxml.",
                hint_zh="请使用 ooxml 引擎。",
                where=package.name,
            )
    reader = opener(io.BytesIO(package.data))

    def root_of(uri: Any, part: str) -> Any:
        try:
            blob = reader.blob_for(uri)
        except KeyError:
            # Its names are exact; those of careless writers are not.
            blob = b"".join(package.chunks(part))
        for strict, transitional in _STRICT.items():
            blob = blob.replace(strict, transitional)
        try:
            root = parse(blob)
        except XMLSyntaxError as error:
            raise damaged(error, package.name) from error
        refuse_doctype(root, package.name)
        return root

    def related(uri: Any) -> dict[str, Any]:
        """The parts that a part points to, by the last word of the relation."""
        try:
            rels = reader.rels_xml_for(uri)
            found = parse(rels) if rels else ()
        except XMLSyntaxError as error:
            raise damaged(error, package.name) from error
        return {
            rel.get("Type", "").rpartition("/")[2]: PackURI.from_rel_ref(
                uri.baseURI, rel.get("Target", "")
            )
            for rel in found
            if rel.get("TargetMode") != "External"
        }

    main = related(PACKAGE_URI).get("officeDocument") or PackURI(f"/{parts.main}")
    body = next((one for one in root_of(main, parts.main) if _local(one) == "body"), None)
    if body is None:
        raise no_body(package.name)
    near = related(main)

    def elements(kind: str, part: str | None, names: set[str]) -> Iterator[Any]:
        if part is not None:
            root = root_of(near.get(kind, PackURI("/x")), part)
            yield from (one for one in root if _local(one) in names)

    styles = elements("styles", parts.styles, {"style"})
    numbers = {"abstractNum", "num"}
    numbering = Numbering(styles, lambda: elements("numbering", parts.numbering, numbers))
    walk = _Walk(budget, numbering)
    content = Content(budget)
    walk.blocks(body, content, _Place(depth=2, inside=False))
    return Read(content.close(), walk.unread_signs)


class _Place:
    """Where the walk is: how deep, whether inside a cell, whether in a placeholder."""

    __slots__ = ("depth", "inside", "muted")

    def __init__(self, depth: int, inside: bool, muted: bool = False) -> None:
        self.depth = depth
        self.inside = inside
        self.muted = muted

    def deeper(self, *, inside: bool | None = None, muted: bool = False) -> _Place:
        cell = self.inside if inside is None else inside
        return _Place(self.depth + 1, cell, self.muted or muted)


class _Line:
    """What a paragraph gathers: its text, what its text boxes hold, its open fields.

    fields: whether each is still at its instruction; asking: how many are. look: that of its
    style. unread: how many things in it cannot be read.
    """

    __slots__ = ("asking", "boxes", "fields", "look", "text", "unread")

    def __init__(self, look: Look) -> None:
        self.text: list[str] = []
        self.boxes: list[Item] = []
        self.fields: list[bool] = []
        self.asking = 0
        self.look = look
        self.unread = 0


class _Walk:
    def __init__(self, budget: Budget, numbering: Numbering) -> None:
        self.budget = budget
        self.numbering = numbering
        self.unread_signs = 0

    def blocks(self, parent: Any, content: Content, place: _Place) -> None:
        """Put the paragraphs and tables inside an element into the content."""
        self.budget.check_depth(place.depth)
        for child in _children(parent):
            kind = _local(child)
            if kind == "p":
                self.paragraph(child, content, place.deeper())
            elif kind == "tbl":
                content.extend(self.table(child, place.deeper()))
            elif kind not in _SILENT:
                self.blocks(child, content, place.deeper(muted=_is_placeholder(child)))

    def paragraph(self, element: Any, content: Content, place: _Place) -> None:
        style = number = level = mark = None
        properties = _child(element, "pPr")
        if properties is not None:
            style = _val(_child(properties, "pStyle"))
            counted = _child(properties, "numPr")
            if counted is not None:
                number = _val(_child(counted, "numId"))
                rank = _child(counted, "ilvl")
                level = None if rank is None else whole(_val(rank))
            marks = _child(properties, "rPr")
            if marks is not None:
                if _child(marks, "del") is not None or _child(marks, "moveFrom") is not None:
                    mark = "deleted"
                elif _is_set(marks, "vanish"):
                    mark = "hidden"
        line = _Line(self.numbering.look(style))
        self.inline(element, line, place)
        if place.muted:
            return
        content.unread += line.unread
        text = "".join(line.text)
        label = ""
        if mark is None or (mark == "hidden" and not is_blank(text)):
            label = self.numbering.label(style, number, level)
        content.paragraph(text, label, runs_on=mark is not None)
        if line.boxes:
            content.extend(line.boxes)

    def inline(self, parent: Any, line: _Line, place: _Place) -> None:
        """Gather the text inside a paragraph or anything in it but a run's own content."""
        self.budget.check_depth(place.depth)
        for child in _children(parent):
            kind = _local(child)
            if kind == "r":
                self.run(child, line, place.deeper())
            elif kind == "t":
                # A text outside runs is that of a formula.
                if child.text and not (line.asking or place.muted):
                    line.text.append(text_of(child.text, child))
            elif kind not in _SILENT:
                self.inline(child, line, place.deeper(muted=_is_placeholder(child)))

    def run(self, element: Any, line: _Line, place: _Place) -> None:
        properties = _child(element, "rPr")
        look = line.look
        if properties is not None:
            look = dict(look)
            look.update(self.numbering.look(_val(_child(properties, "rStyle")), "character"))
            for child in properties:
                if _local(child) in LOOKS:
                    change_look(look, _local(child), _val(child))
        self.inside_run(element, line, place, look)

    def inside_run(self, parent: Any, line: _Line, place: _Place, look: Look) -> None:
        self.budget.check_depth(place.depth)
        for child in _children(parent):
            kind = _local(child)
            seen = not (look.get("hidden") or place.muted or line.asking)
            if kind == "fldChar":
                unread = _step(line, _attribute(child, "fldCharType"))
                line.unread += unread and not (place.muted or look.get("hidden"))
            elif kind == "txbxContent":
                if seen:
                    box = Content(self.budget)
                    self.blocks(child, box, place.deeper())
                    line.boxes.extend(box.close())
                    line.unread += box.unread
            elif kind == "r":
                self.run(child, line, place.deeper())
            elif kind == "sym":
                if seen:
                    sign = sign_of(_attribute(child, "font"), _attribute(child, "char"))
                    self.unread_signs += sign is None
                    line.text.append(shown_as(sign or LOST, look, line.text, in_cell=place.inside))
            elif kind in _MARKS or kind == "t":
                if seen:
                    text = text_of(child.text, child) if child.text and kind == "t" else ""
                    text = _MARKS.get(kind, text)
                    if text:
                        line.text.append(shown_as(text, look, line.text, in_cell=place.inside))
            elif kind not in _SILENT:
                line.unread += seen and (kind in PICTURES or kind == "object")
                self.inside_run(child, line, place.deeper(muted=_is_placeholder(child)), look)

    def table(self, element: Any, place: _Place) -> list[Item]:
        table = Table(self.budget)
        self.rows(element, table, place)
        return table.close(inside=place.inside)

    def rows(self, parent: Any, table: Table, place: _Place) -> None:
        self.budget.check_depth(place.depth)
        for child in _children(parent):
            kind = _local(child)
            if kind == "tr":
                properties = _child(child, "trPr")
                before = after = 0
                gone = False
                if properties is not None:
                    before = whole(_val(_child(properties, "gridBefore")))
                    after = whole(_val(_child(properties, "gridAfter")))
                    gone = _child(properties, "del") is not None or _is_set(properties, "hidden")
                row = place.deeper(muted=gone)
                self.cells(child, table, row)
                table.end_row(before, after, keep=not gone)
            elif kind not in _SILENT:
                self.rows(child, table, place.deeper(muted=_is_placeholder(child)))

    def cells(self, parent: Any, table: Table, place: _Place) -> None:
        self.budget.check_depth(place.depth)
        for child in _children(parent):
            kind = _local(child)
            if kind == "tc":
                content = Content(self.budget)
                self.blocks(child, content, place.deeper(inside=True))
                properties = _child(child, "tcPr")
                span, down, right = 1, None, None
                if properties is not None:
                    if _child(properties, "cellDel") is not None:
                        continue
                    span = max(1, whole(_val(_child(properties, "gridSpan")), 1))
                    merge = _child(properties, "vMerge")
                    down = None if merge is None else merge_of(_val(merge))
                    merge = _child(properties, "hMerge")
                    right = None if merge is None else merge_of(_val(merge))
                table.cell(content.close(), span, down, right, content.unread)
            elif kind not in _SILENT:
                self.cells(child, table, place.deeper(muted=_is_placeholder(child)))


_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _step(line: _Line, kind: str | None) -> bool:
    """Follow the fields of a line; whether one has ended that shows no result."""
    if kind == "begin":
        line.fields.append(True)
        line.asking += 1
    elif kind == "separate" and line.fields:
        line.asking -= line.fields[-1]
        line.fields[-1] = False
    elif kind == "end" and line.fields and line.fields.pop():
        line.asking -= 1
        return not line.asking
    return False


def _children(parent: Any) -> Iterator[Any]:
    """The elements inside one; of alternatives, only what is in the one to be read."""
    if _local(parent) != "AlternateContent":
        return (child for child in parent if isinstance(child.tag, str))
    choices = [child for child in parent if _local(child) in {"Choice", "Fallback"}]
    return iter([child for child in choices if is_understood(child)][:1])


def _child(parent: Any, name: str) -> Any:
    return next((child for child in parent if _local(child) == name), None)


def _is_set(properties: Any, name: str) -> bool:
    found = _child(properties, name)
    return found is not None and is_on(_val(found))


def _is_placeholder(element: Any) -> bool:
    """Whether a content control shows only what is to be put in."""
    if _local(element) != "sdt":
        return False
    properties = _child(element, "sdtPr")
    return properties is not None and _is_set(properties, "showingPlcHdr")


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = (
    _WORD,
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}",
)


def _local(element: Any) -> str:
    """The local name of an element of WordprocessingML or Math; any other name keeps its space."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2] if tag.startswith(_SPACES) else tag


def _attribute(element: Any, name: str) -> str | None:
    value: str | None = element.get(_WORD + name)
    return value


def _val(element: Any) -> str | None:
    return None if element is None else _attribute(element, "val")
