"""Text in the encodings in which such pages reach us."""

from __future__ import annotations

from .base import Written

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "big5")
"""Names of Python's codecs; `utf-8-sig` and `utf-16` begin with a byte order mark."""


def encoded(written: Written, encoding: str) -> Written:
    """The same file as bytes; a page says its charset. Raises UnicodeEncodeError."""
    if isinstance(written.data, bytes):
        return written
    text = written.data
    if written.suffix == ".html":
        name = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
        text = text.replace("charset='utf-8'", f"charset='{name}'")
    return written._replace(data=text.encode(encoding))


def can_encode(written: Written, encoding: str) -> bool:
    """Whether the encoding has all characters of the file."""
    try:
        encoded(written, encoding)
    except UnicodeEncodeError:
        return False
    return True
