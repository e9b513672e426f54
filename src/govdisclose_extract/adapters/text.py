"""Plain text, Markdown and other text files: one paragraph a line, white space untouched."""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar

from govdisclose_extract.document import Document, Paragraph, Provenance
from govdisclose_extract.errors import DecodeError, LimitExceeded
from govdisclose_extract.findings import Finding, make
from govdisclose_extract.source import Hints, Limits, Source
from govdisclose_extract.where import Where

from .base import AdapterInfo, Match, ReadOptions
from .decode import decode, lost_in, recognise

__all__ = ["TextAdapter", "document_of", "split_lines"]

_HEAD = 4096
_BINARY = (b"%PDF", b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_MARKUP = ("<!doctype", "<html", "<?xml")


class TextAdapter:
    """Text in any encoding that `decode` knows."""

    info: ClassVar[AdapterInfo] = AdapterInfo(
        name="text",
        suffixes=(".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".log", ""),
        media_types=("text/plain", "text/markdown", "text/csv", "text/tab-separated-values"),
        description="plain text and Markdown, UTF-8, UTF-16, GB18030 or Big5",
    )

    def match(self, head: bytes, hints: Hints, /) -> Match:
        """CONTENT for bytes that read as text, SUFFIX for doubtful ones under a text file's name.

        NO for PDF, ZIP, OLE, RTF, HTML and XML, whatever the name, and for NULs outside UTF-16.
        """
        if head.startswith(_BINARY):
            return Match.NO
        head = head[:_HEAD]
        known = Match.SUFFIX if hints.suffix in self.info.suffixes else Match.NO
        if not head:
            return known
        found = recognise(head, hints.charset)
        if found is None:
            return Match.NO if b"\0" in head else known
        if found.text.lstrip("\ufeff \t\r\n")[:9].lower().startswith(_MARKUP):
            return Match.NO
        if b"\0" in head and not found.encoding.startswith(("utf-16", "utf-32")):
            return known
        return Match.CONTENT

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        """One Paragraph a line. Raises DecodeError; LimitExceeded over `limits.characters`."""
        options.deadline.check(source.name)
        try:
            decoded = decode(source.data, source.hints.charset)
        except DecodeError as error:
            error.where = source.name
            raise
        provenance = Provenance(
            name=source.name,
            adapter=self.info.name,
            bytes=len(source.data),
            sha256=sha256(source.data).hexdigest(),
            encoding=decoded.encoding,
            encoding_evidence=decoded.evidence,
        )
        lost = lost_in(decoded)
        findings = (make("text.garbled", count=lost),) if lost else ()
        return _document(decoded.text, provenance, options.limits, findings)


def document_of(text: str, *, name: str | None = None, limits: Limits | None = None) -> Document:
    """A document of a text that is already decoded.

    Its provenance counts and hashes the bytes of the text in UTF-8 (a lone surrogate passes as
    it is), has no encoding, and the evidence `str`. Raises LimitExceeded over `limits.characters`.
    """
    data = text.encode("utf-8", "surrogatepass")
    provenance = Provenance(
        name=name,
        adapter=TextAdapter.info.name,
        bytes=len(data),
        sha256=sha256(data).hexdigest(),
        encoding_evidence="str",
    )
    return _document(text, provenance, limits or Limits())


def split_lines(text: str) -> list[str]:
    r"""The lines without their ends, which are \n, \r\n and \r only.

    A line end closes its line: none is made after the last one, so "a\n" is one line and "" none.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _check(limit: str, count: int, what: str, zh: str, limits: Limits, name: str | None) -> None:
    most = getattr(limits, limit)
    if count > most:
        raise LimitExceeded(
            f"the text holds {count} {what}, the limit is {most}",
            zh=f"文本含 {count} {zh},上限为 {most}",
            hint=f"Raise Limits({limit}=...) if the text is meant.",
            hint_zh=f"如确需读取,请调高 Limits({limit}=...)。",
            where=name,
        )


def _document(
    text: str, provenance: Provenance, limits: Limits, findings: tuple[Finding, ...] = ()
) -> Document:
    _check("characters", len(text), "characters", "个字符", limits, provenance.name)
    # Struct fields by position: block, page, line, row, col.
    lines = split_lines(text)
    _check("lines", len(lines), "lines", "行", limits, provenance.name)
    blocks = [Paragraph(line, Where(i, None, i + 1, None, 1)) for i, line in enumerate(lines)]
    return Document(provenance, tuple(blocks), findings)
