"""Markup inside something else: the parts of an MHTML file, the strings of a script or of JSON."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from html import unescape
from typing import NamedTuple

__all__ = [
    "Part",
    "holds_markup",
    "is_mhtml",
    "is_script",
    "mhtml_parts",
    "strings",
    "unescaped",
    "unquoted",
]

_BOM = b"\xef\xbb\xbf"
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,9}[A-Za-z][A-Za-z-]{1,40}:")
_HEADER_END = re.compile(rb"\r?\n\r?\n|\r\r")

_SCRIPT = re.compile(
    r"""(?:\s|/\*(?:[^*]|\*(?!/))*+\*/|//[^\r\n]*+)*+
    (?: [\[{] [\s\[{]{0,99} (?: ["'] | [A-Za-z_$][A-Za-z0-9_$]{0,80} \s{0,9} : )
      | ["'] \s{0,9} (?: < | \\u003c )
      | (?: (?: var | let | const ) \s{1,9} )? [A-Za-z_$][A-Za-z0-9_.$]{0,80} \s{0,9} [=(]
        \s{0,9} ["'`{\[(]
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# An unclosed string ends with its line. Nothing is scanned twice.
_STRING = re.compile(
    r""""((?:[^"\\\r\n]++|\\.)*+)"?|'((?:[^'\\\r\n]++|\\.)*+)'?|`((?:[^`\\]++|\\.)*+)`?""",
    re.DOTALL,
)
_GLUE = re.compile(r"\s*(?:\+|\)(?:\s*;\s*|\s+)[\w.$]+\(|;?\s*[\w.$]+\s*\+=)\s*")
_GLUE_LENGTH = 60
_HEAD = 8192
_KEY = re.compile(r"\s{0,9}:")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"} | dict.fromkeys(
    ("b", "v", "0", "\n", "\r", "\r\n"), ""
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG = re.compile(r"(?:<|\\u003c|&lt;)(?:p|div|span|table|tr|td|br|h[1-6])\b", re.IGNORECASE)


class Part(NamedTuple):
    """A part of an MHTML file: its bytes, and the charset that its header declares."""

    data: bytes
    charset: str | None


def is_mhtml(head: bytes) -> bool:
    """Whether a file begins as a page saved as a message. Cheap."""
    if not _HEADER.match(head):
        return False
    header = _HEADER_END.split(head[:8192].removeprefix(_BOM).lstrip(), maxsplit=1)[0].lower()
    if b"content-type:" not in header:
        return False
    if b"mime-version:" in header:
        return b"multipart/" in header or b"text/html" in header
    return b"multipart/" in header and b"boundary" in header


def mhtml_parts(data: bytes, depth: int) -> Iterator[Part]:
    """The HTML parts of a page saved as a message, decoded, in order.

    depth: how far multiparts may stand inside one another; those that are deeper are left out.
    """
    waiting = [(data.removeprefix(_BOM), 0)]
    while waiting:
        whole, level = waiting.pop()
        whole = whole.lstrip(b"\r\n")
        end = _HEADER_END.search(whole)
        header: Message = BytesHeaderParser().parsebytes(whole[: end.start() if end else 0])
        body = whole[end.end() :] if end else b""
        boundary = header.get_boundary()
        if boundary is not None and level < depth:
            line = rb"(?:^|\r?\n)--" + re.escape(boundary.encode("utf-8", "surrogateescape"))
            pieces = re.split(line + rb"(?:--)?[ \t]*(?=\r?\n|\Z)", body)
            # What stands before the first border and behind the last is no part.
            waiting += [(piece, level + 1) for piece in pieces[:0:-1] if piece.strip()]
        elif header.get_content_type() in ("text/html", "application/xhtml+xml"):
            yield Part(_unpacked(body, header), header.get_content_charset())


def _unpacked(body: bytes, header: Message) -> bytes:
    encoding = str(header.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding == "base64":
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        # One character too many holds no byte, and padding may be lost.
        kept = kept[: len(kept) - (len(kept) % 4 == 1)]
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    return body


def is_script(text: str) -> bool:
    """Whether a text begins as a script or as JSON. Not proof alone: prose may do so too."""
    return _SCRIPT.match(text) is not None


def holds_markup(text: str) -> bool:
    """Whether a text holds one of the tags that texts are written with, maybe escaped."""
    return _TAG.search(text) is not None


def unquoted(text: str) -> str:
    """A markup whose tags are themselves written as text (`&lt;p&gt;`), as tags."""
    if "&lt;" not in text[:_HEAD]:
        return text
    return unescape(text) if text.count("&lt;/") > text.count("</") else text


def strings(script: str) -> Iterator[str]:
    """The strings of a script, unescaped, without the names of JSON's members.

    Strings that are added up, or written one behind the other by the same call, are one.
    """
    parts: list[str] = []
    last = 0
    for found in _STRING.finditer(script):
        if found[0][0] == '"' and _KEY.match(script, found.end()):
            continue
        between = found.start() - last
        if parts and (between > _GLUE_LENGTH or not _GLUE.fullmatch(script, last, found.start())):
            yield unescaped("".join(parts))
            parts.clear()
        parts.append(found[1] or found[2] or found[3] or "")
        last = found.end()
    if parts:
        yield unescaped("".join(parts))


def unescaped(text: str) -> str:
    r"""A text as it stood before it was put into a string: `\"`, `\/`, `\n`, `\u003c`."""
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_character, text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _character(escape: re.Match[str]) -> str:
    if escape[4] is not None:
        return _LETTERS.get(escape[4], escape[4])
    code = int(escape[1] or escape[2] or escape[3], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
