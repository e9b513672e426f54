"""The ZIP archive around a Word document: its parts, inflated within limits."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from govdisclose_extract.errors import EncryptedDocument, LimitExceeded, ReadError
from govdisclose_extract.source import Limits

from .docx_xml import finished

__all__ = ["Package", "Parts", "broken", "locked", "no_body", "parts_of"]

_CHUNK = 1 << 13
"""Bytes inflated at once; the styles are read no further than they are asked for."""

_ENTRIES = 20_000
"""Most entries of an archive; zipfile keeps an object for each."""

_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
    OverflowError, struct.error,
)  # fmt: skip
"""What zipfile raises for damaged archives. NotImplementedError is a RuntimeError."""


def broken(name: str | None, detail: object) -> ReadError:
    """The error for an archive or a part that is damaged."""
    return ReadError(
        f"the Word document is damaged ({detail})",
        zh=f"Word 文档已损坏({detail})",
        hint="Fetch it anew; if Word can repair it, save it again as .docx.",
        hint_zh="请重新获取该文件;如 Word 能修复,请另存为 .docx。",
        where=name,
    )


def locked(name: str | None) -> EncryptedDocument:
    """The error for a document that only a password opens."""
    return EncryptedDocument(
        "the Word document is encrypted",
        zh="该 Word 文档已加密",
        hint="Open it with its password and save it without one.",
        hint_zh="请用密码打开后,取消密码并另存。",
        where=name,
    )


def no_body(name: str | None) -> ReadError:
    """The error for a main part without `w:body`."""
    return ReadError(
        "the main part of the Word document has no body",
        zh="Word 文档的主体部分缺少正文",
        hint="Fetch it anew; if Word can repair it, save it again as .docx.",
        hint_zh="请重新获取该文件;如 Word 能修复,请另存为 .docx。",
        where=name,
    )


class Package:
    """The parts of an archive by name; what is inflated counts towards `limits.unpacked`.

    Names are taken without regard to case and with either slash, as some writers mix them.
    Raises ReadError, EncryptedDocument, LimitExceeded.
    """

    def __init__(self, data: bytes, limits: Limits, name: str | None) -> None:
        self.name = name
        self.data = data
        self.limits = limits
        self._left = limits.unpacked
        if data.count(b"PK\x01\x02") > _ENTRIES:
            raise LimitExceeded(
                f"the archive holds more than {_ENTRIES} entries",
                zh=f"压缩包内的条目超过{_ENTRIES}个",
                where=name,
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            raise broken(name, error) from error
        self._entries = {_key(info.filename): info for info in self._zip.infolist()}

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._entries

    def names(self) -> list[str]:
        """The names of all parts, in lower case and with forward slashes."""
        return list(self._entries)

    def spelling(self, part: str) -> str:
        """The name of a part as the archive has it."""
        return self._entries[_key(part)].filename.replace("\\", "/")

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, inflated piece by piece. KeyError for a part that is not there."""
        info = self._entries[_key(part)]
        if info.flag_bits & 1:
            raise locked(self.name)
        try:
            with self._zip.open(info) as file:
                while chunk := file.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self._too_large()
                    yield chunk
        except _FAULTS as error:
            raise broken(self.name, error) from error

    def _too_large(self) -> LimitExceeded:
        limit = self.limits.unpacked
        return LimitExceeded(
            f"the document unpacks to more than the limit of {limit} bytes",
            zh=f"文档解压后超过上限{limit}字节",
            hint="Raise Limits(unpacked=...) if the file is meant.",
            hint_zh="如确需读取,请调高 Limits(unpacked=...)。",
            where=self.name,
        )


class Parts(NamedTuple):
    """Where the parts of the document lie, and the names of files that it carries along."""

    main: str
    styles: str | None
    numbering: str | None
    attached: tuple[str, ...]


def parts_of(package: Package) -> Parts:
    """Find the parts by their relationships; by their usual names where those are missing.

    Raises ReadError for an archive that is no Word document.
    """
    main = next((target for kind, target in _related(package, "") if kind == "officedocument"), "")
    if main not in package:
        main = "word/document.xml"
    # A workbook has such a relationship too.
    if main not in package or main.startswith(("xl/", "ppt/")):
        raise _no_document(package)
    styles = numbering = None
    attached: list[str] = []
    for kind, target in _related(package, main):
        if target not in package:
            continue
        if kind == "styles":
            styles = target
        elif kind == "numbering":
            numbering = target
        elif kind in {"afchunk", "package", "oleobject"}:
            attached.append(posixpath.basename(package.spelling(target)))
    return Parts(main, styles, numbering, tuple(sorted(attached)))


def _related(package: Package, source: str) -> list[tuple[str, str]]:
    """The last word of each relationship's type, in lower case, and the part it leads to."""
    folder, base = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    if part not in package:
        return []
    found: list[tuple[str, str]] = []
    for element in finished(package.chunks(part), (_RELATIONSHIP,), package.name):
        if element.get("TargetMode") == "External":
            continue
        kind = (element.get("Type") or "").rpartition("/")[2].lower()
        target = unquote(element.get("Target") or "")
        found.append((kind, _key(posixpath.normpath(posixpath.join("/", folder, target)))))
    return found


_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def _no_document(package: Package) -> ReadError:
    names = package.names()
    for start, what in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
        if any(name.startswith(start) for name in names):
            return _other(package.name, what)
    return _other(package.name, "an archive of other files")


def _other(name: str | None, what: str) -> ReadError:
    zh = {"an Excel workbook": "Excel 工作簿", "a PowerPoint presentation": "PowerPoint 演示文稿"}
    return ReadError(
        f"this is {what}, with no Word document in it",
        zh=f"这是{zh.get(what, '其他文件的压缩包')},其中没有 Word 文档",
        hint="If the report is one of the files inside, unpack it first.",
        hint_zh="如报告是其中的某个文件,请先解压。",
        where=name,
    )


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()
