"""Small readings that both engines make: of text, of signs, of values of properties."""

from __future__ import annotations

from typing import Any

__all__ = ["PICTURES", "is_blank", "is_on", "is_understood", "sign_of", "text_of", "whole"]


def text_of(text: str, element: Any) -> str:
    """The text of `w:t` as Word shows it: on one line, and without space around unless kept."""
    if (text[0] in _SPACE or text[-1] in _SPACE) and element.get(_KEEP) != "preserve":
        text = text.strip(_SPACE)
    return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text


PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://purl.oclc.org/ooxml/drawingml/picture}pic",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://purl.oclc.org/ooxml/drawingml/chart}chart",
    "{urn:schemas-microsoft-com:vml}imagedata",
    "{urn:schemas-microsoft-com:vml}textpath",
)
"""Elements that show something without being text."""

_SPACE = " \t\r\n"
_KEEP = "{http://www.w3.org/XML/1998/namespace}space"


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in a text."""
    return not text or text.isspace()


def is_understood(element: Any) -> bool:
    """Whether an alternative can be read here; signs of newer fonts have their fallback."""
    return "w16se" not in (element.get("Requires") or "").split()


def whole(text: str | None, default: int = 0) -> int:
    """The whole number from 0 in an attribute; the default for anything else."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else default


def is_on(value: str | None) -> bool:
    """Whether a property of this value is switched on; one without a value is."""
    return value not in {"0", "false", "off"}


_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖",
    0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + i: sign for i, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {0x2D: "-", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xD7: "⋅"}
_PRIVATE = 0xF000


def sign_of(font: str | None, char: str | None) -> str | None:
    """The character of a `w:sym` element; None for one that has no Unicode value.

    Fonts of signs put them at U+F000 and up, by their place in the font.
    """
    try:
        code = int(char or "", 16) if len(char or "") <= 6 else -1
    except ValueError:
        return None
    if not 0x20 <= code < 0x110000 or 0xD800 <= code < 0xE000:
        return None
    face = (font or "").strip().lower()
    place = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    if face == "wingdings":
        return _WINGDINGS.get(place)
    if face == "wingdings 2":
        return _WINGDINGS_2.get(place)
    if face.startswith(("wingdings", "webdings")):
        return None
    if face == "symbol":
        # Its digits and brackets stand where ASCII has them; its letters are Greek.
        return _SYMBOL.get(place) or (chr(place) if 0x20 <= place < 0x40 else None)
    if place != code:
        return chr(place) if 0x20 <= place < 0x7F else None
    return None if 0xE000 <= code < 0xF900 else chr(code)
