"""The files inside a ZIP archive, each an input of its own. Nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from .errors import EncryptedDocument, LimitExceeded, ReadError
from .source import Limits, Source

__all__ = ["is_archive", "unpacked"]

_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRIES = 10_000
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_UTF8 = 0x800
_LOCKED = 0x1


def is_archive(source: Source) -> bool:
    """Whether the bytes begin as those of a ZIP archive do; DOCX and others do too."""
    return source.data.startswith(_MARKS)


def unpacked(source: Source, limits: Limits) -> Iterator[Source | ReadError]:
    """The files of an archive in its order, named `archive.zip/folder/file`.

    One that is damaged or encrypted gives its error instead. Folders and the hidden files of
    desktops are left out. Raises ReadError for an archive that does not open; LimitExceeded over
    `unpacked` (all files together) and for more than 10,000 entries.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except _FAULTS as error:
        raise _damaged(source.name, error) from error
    left = limits.unpacked
    with archive:
        entries = archive.infolist()
        if len(entries) > _ENTRIES:
            raise _too_large(source, f"{_ENTRIES} entries", f"{_ENTRIES} 个条目")
        for entry in entries:
            name = _name(entry)
            hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
            if entry.is_dir() or hidden:
                continue
            place = f"{source.name}/{name}" if source.name else name
            if entry.flag_bits & _LOCKED:
                yield EncryptedDocument(
                    "the file in the archive needs a password",
                    zh="压缩包中的文件已加密",
                    hint="Unpack it first.",
                    hint_zh="请先解压。",
                    where=place,
                )
                continue
            try:
                with archive.open(entry) as file:
                    data = file.read(left + 1)
            except _FAULTS as error:
                yield _damaged(place, error)
                continue
            left -= len(data)
            if left < 0:
                raise _too_large(source, f"{limits.unpacked} bytes", f"{limits.unpacked} 字节")
            yield Source.of(data, Limits(bytes=limits.unpacked), name=place)


def _damaged(place: str | None, error: Exception) -> ReadError:
    made = ReadError(f"the archive is damaged ({error})", zh=f"压缩包已损坏({error})", where=place)
    made.__cause__ = error
    return made


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: without the mark of UTF-8 it is often GBK."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        for encoding in ("utf-8", "gb18030"):
            try:
                return name.encode("cp437").decode(encoding)
            except UnicodeError:
                continue
    return name


def _too_large(source: Source, what: str, zh: str) -> LimitExceeded:
    return LimitExceeded(
        f"the archive holds more than {what}",
        zh=f"压缩包内容超过 {zh}",
        hint="Raise Limits(unpacked=...) if it is meant, or unpack it first.",
        hint_zh="如确需读取,请调高 Limits(unpacked=...),或先解压。",
        where=source.name,
    )
