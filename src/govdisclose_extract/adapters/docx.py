"""Word documents in Office Open XML: .docx and its templates, transitional and strict."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import ClassVar

from govdisclose_extract.document import Document, Provenance
from govdisclose_extract.errors import ReadError, UsageError
from govdisclose_extract.findings import Finding, make
from govdisclose_extract.source import Hints, Source

from .base import AdapterInfo, Match, ReadOptions
from .docx_blocks import Budget, blocks_of
from .docx_package import Package, locked, parts_of

__all__ = ["DocxAdapter"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = re.compile(rb"PK\x03\x04.{22}(.)(.)..", re.DOTALL)
_SEALED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_NAMED = 5
"""Attached files that a finding names; the rest are counted."""


class DocxAdapter:
    """Word documents, read by the engine `ooxml` (lxml, the default) or `python-docx`.

    Read are the paragraphs and tables of the body, as they stand when all changes are accepted.
    Headers, footers, footnotes, endnotes and comments are not.
    """

    info: ClassVar[AdapterInfo] = AdapterInfo(
        name="docx",
        suffixes=(".docx", ".dotx", ".docm", ".dotm"),
        media_types=(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            "application/vnd.ms-word.document.macroEnabled.12",
            "application/vnd.ms-word.template.macroEnabled.12",
        ),
        requires=("lxml", "python-docx"),
        engines=("ooxml", "python-docx"),
        description="Word documents (Office Open XML), transitional and strict",
    )

    def match(self, head: bytes, hints: Hints, /) -> Match:
        """CONTENT for a ZIP archive whose first entries are those of a Word document.

        SUFFIX for any other ZIP, and for the OLE container of an encrypted document, under a
        Word document's name.
        """
        named = Match.SUFFIX if hints.suffix in self.info.suffixes else Match.NO
        if head.startswith(_OLE):
            return Match.CONTENT if _SEALED in head and named else named
        if not head.startswith(_ZIP):
            return named if not head else Match.NO
        entries = _entries(head)
        if any(name.startswith(b"word/") for name in entries):
            return Match.CONTENT
        if any(name.startswith((b"xl/", b"ppt/")) for name in entries):
            return named
        packaged = any(name in {b"[content_types].xml", b"_rels/.rels"} for name in entries)
        return Match.CONTENT if packaged else named

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        """The paragraphs and tables of the body, in order. Blank paragraphs are left out.

        Raises ReadError for a damaged archive or one without a Word document, EncryptedDocument,
        LimitExceeded (unpacked, characters, cells, depth), UsageError for an unknown engine.
        """
        engine = options.engine or "ooxml"
        if engine == "ooxml":
            from .docx_ooxml import read
        elif engine == "python-docx":
            from .docx_python import read
        else:
            raise UsageError(
                f"the docx adapter has no engine {engine!r}",
                zh=f"docx 适配器没有名为 {engine!r} 的引擎",
                hint="Engines: ooxml, python-docx.",
                hint_zh="可用引擎:ooxml、python-docx。",
            )
        _check_container(source)
        package = Package(source.data, options.limits, source.name)
        parts = parts_of(package)
        found = read(package, parts, Budget(options.limits, options.deadline, source.name))
        findings: list[Finding] = []
        if found.unread_signs:
            findings.append(make("text.garbled", count=found.unread_signs))
        if parts.attached:
            names = ", ".join(parts.attached[:_NAMED])
            more = " …" if len(parts.attached) > _NAMED else ""
            count = len(parts.attached)
            findings.append(make("document.attachments", count=count, names=names + more))
        provenance = Provenance(
            name=source.name,
            adapter=self.info.name,
            engine=engine,
            bytes=len(source.data),
            sha256=sha256(source.data).hexdigest(),
        )
        return Document(provenance, tuple(blocks_of(found.items)), tuple(findings))


def _entries(head: bytes) -> list[bytes]:
    """The names of the archive's entries whose headers stand in the head, in lower case."""
    return [
        head[entry.end() : entry.end() + entry[1][0] + (entry[2][0] << 8)]
        .replace(b"\\", b"/")
        .lower()
        for entry in _ENTRY.finditer(head)
    ]


def _check_container(source: Source) -> None:
    """Raises EncryptedDocument, or ReadError, for what is no ZIP archive."""
    if source.data.startswith(_OLE):
        if _SEALED in source.data:
            raise locked(source.name)
        old = _OLD_WORD in source.data
        raise ReadError(
            "this is a Word document of the old binary format" if old else "this is no .docx file",
            zh="这是旧版二进制格式的 Word 文档" if old else "这不是 .docx 文件",
            hint="Open it in Word, WPS or LibreOffice and save it as .docx.",
            hint_zh="请用 Word、WPS 或 LibreOffice 打开后另存为 .docx。",
            where=source.name,
        )
    if not source.data.startswith(b"PK"):
        raise ReadError(
            "this is no .docx file: it is not a ZIP archive",
            zh="这不是 .docx 文件:不是 ZIP 压缩包",
            hint="Look what kind of file it is; the name may be wrong.",
            hint_zh="请检查文件的实际类型,文件名可能有误。",
            where=source.name,
        )
