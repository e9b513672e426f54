"""One font for PDFium in place of all that are installed on this machine.

Where a file does not hold the font of a text, PDFium takes an installed one. The measures of
characters, and even the blanks that PDFium makes up, follow that font, and without one whole lines
of a turned page are dropped: the same file would read otherwise elsewhere. It also takes longer
than all the rest. For Chinese characters the font here has one narrow glyph, so that widths are
those that the file itself gives; for Western ones PDFium has fonts of its own.
"""

from __future__ import annotations

import ctypes
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from struct import pack
from typing import Any

__all__ = ["own_font"]

_UNITS = 1000
_ASCENT, _DESCENT = 880, -120
_GLYPH = (50, 0, 150, 700)
"""Its left, bottom, right, top; narrower than any character's width."""
_HANDLE = 1
_EAST_ASIAN = frozenset({128, 129, 130, 134, 136})
"""What PDFium calls the character sets of Japan, Korea, China and Taiwan."""

_usual: list[Any] = []


@contextmanager
def own_font(pdfium: Any) -> Generator[None, None, None]:
    """Let PDFium know no font but this one; afterwards the installed ones again, for other users.

    The caller holds the lock of PDFium.
    """
    pdfium.FPDF_SetSystemFontInfo(_info(pdfium)[0])
    if _usual:  # let go by the call before
        pdfium.FPDF_FreeDefaultSystemFontInfo(_usual.pop())
    try:
        yield
    finally:
        usual = pdfium.FPDF_GetDefaultSystemFontInfo()
        pdfium.FPDF_SetSystemFontInfo(usual or None)
        if usual:
            _usual.append(usual)


@lru_cache(maxsize=1)
def _info(pdfium: Any) -> tuple[Any, ...]:
    """What PDFium asks for fonts; the callbacks must live as long as it."""
    data = _file()
    types = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def font(_this: Any, _weight: int, _italic: int, charset: int, *_: Any) -> int:
        return _HANDLE if charset in _EAST_ASIAN else 0  # PDFium holds fonts for the others

    def part(_this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def nothing(*_: Any) -> int:
        return 0

    calls = {
        "Release": nothing,
        "EnumFonts": nothing,
        "MapFont": font,
        "GetFont": nothing,
        "GetFontData": part,
        "GetFaceName": nothing,
        "GetFontCharset": nothing,
        "DeleteFont": nothing,
    }
    made = {name: types[name](call) for name, call in calls.items()}
    info = pdfium.FPDF_SYSFONTINFO(version=1, **made)
    return info, made


def _file() -> bytes:
    """A TrueType file: every character of Unicode is the one glyph, a bar."""
    left, bottom, right, top = _GLYPH
    outline = pack(">hhhhh", 1, left, bottom, right, top)
    outline += pack(">HH", 3, 0) + bytes([1, 1, 1, 1])
    outline += pack(">hhhh", left, 0, right - left, 0) + pack(
        ">hhhh", bottom, top - bottom, 0, bottom - top
    )
    outline += bytes(-len(outline) % 4)
    size = len(outline)
    every = pack(">HHIIIIII", 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1)
    tables = {
        b"cmap": pack(">HHHHI", 0, 1, 3, 10, 12) + every,
        b"glyf": outline + outline,
        b"head": pack(
            ">IIIIHHQQhhhhHHhhh",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0,
            left, bottom, right, top, 0, 8, 2, 1, 0,
        ),
        b"hhea": pack(
            ">IhhhHhhhhhhhhhhhH",
            0x10000, _ASCENT, _DESCENT, 0, _UNITS, left, _UNITS - right, right,
            1, 0, 0, 0, 0, 0, 0, 0, 2,
        ),
        b"hmtx": pack(">HhHh", _UNITS, left, _UNITS, left),
        b"loca": pack(">III", 0, size, 2 * size),
        b"maxp": pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": pack(">HHH", 0, 0, 6),
        b"post": pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }  # fmt: skip
    start = 12 + 16 * len(tables)
    directory = pack(">IHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    body = b""
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        total = sum(int.from_bytes(padded[at : at + 4], "big") for at in range(0, len(padded), 4))
        directory += tag + pack(">III", total & 0xFFFFFFFF, start + len(body), len(table))
        body += padded
    return directory + body
