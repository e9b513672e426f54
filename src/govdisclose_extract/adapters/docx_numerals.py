"""Numbers as Word writes them: in Chinese, Roman, letters and signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

__all__ = ["number_text"]

_PLAIN = "〇一二三四五六七八九"
_ROUND = "○一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _digits(signs: str) -> Callable[[int], str]:
    return lambda value: "".join(signs[int(digit)] for digit in str(value))


def _counted(signs: str, units: str, *, one: bool = False, tens_only: bool = False) -> Any:
    """Counting words: units are those of 10, 100, 1000 and 10000.

    one: say the one before ten. tens_only: digit by digit from 100.
    """
    ten, hundred, thousand, myriad = tuple(units)

    def small(value: int) -> str:
        parts: list[str] = []
        gap = False
        for size, unit in ((1000, thousand), (100, hundred), (10, ten), (1, "")):
            digit = value // size % 10
            if not digit:
                gap = bool(parts)
                continue
            parts.append((signs[0] if gap else "") + signs[digit] + unit)
            gap = False
        return "".join(parts)

    def text(value: int) -> str:
        if value == 0:
            return signs[0]
        if tens_only and value >= 100:
            return _digits(signs)(value)
        high, low = divmod(value, 10_000)
        words = small(high) + myriad if high else ""
        words += (signs[0] if high and 0 < low < 1000 else "") + small(low)
        return words if one or not words.startswith(signs[1] + ten) else words[1:]

    return text


def _japanese(value: int) -> str:
    """Ten, hundred and thousand without a one before them, and no sign for a gap."""
    text = _counted(_PLAIN, "十百千万")(value)
    return re.sub("一(?=[十百千])", "", text.replace("〇", "")) if value else text


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    parts: list[str] = []
    for size, sign in _ROMAN:
        parts.append(sign * (value // size))
        value %= size
    return "".join(parts)


def _letter(value: int) -> str:
    """a to z, then aa, bb ..."""
    if not 0 < value <= 26 * 30:
        return str(value)
    times, letter = divmod(value - 1, 26)
    return chr(97 + letter) * (times + 1)


def _signs(first: str, count: int, zero: str | None = None) -> Callable[[int], str]:
    def text(value: int) -> str:
        if value == 0 and zero:
            return zero
        return chr(ord(first) + value - 1) if 0 < value <= count else str(value)

    return text


def _circled(value: int) -> str:
    if 20 < value <= 50:
        return chr((0x3251 - 21 if value <= 35 else 0x32B1 - 36) + value)
    return _signs("①", 20, "⓪")(value)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "chineseCounting": _counted(_ROUND, "十百千万", tens_only=True),
    "chineseCountingThousand": _counted(_ROUND, "十百千万"),
    "chineseLegalSimplified": _counted(_LEGAL, "拾佰仟萬", one=True),
    "taiwaneseCounting": _counted(_ROUND, "十百千萬", tens_only=True),
    "taiwaneseCountingThousand": _counted(_ROUND, "十百千萬"),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, "拾佰仟萬", one=True),
    "japaneseCounting": _japanese,
    "japaneseDigitalTenThousand": _digits(_PLAIN),
    "ideographDigital": _digits(_PLAIN),
    "taiwaneseDigital": _digits(_ROUND),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "numberInDash": lambda value: f"- {value} -",
    "none": lambda _: "",
    # A bullet is no number, and a dash before a number would make it negative.
    "bullet": lambda _: "",
}


def number_text(value: int, form: str) -> str:
    """A number from 0 in one of the formats that Word names; decimal in those unknown here."""
    return _FORMATS.get(form, str)(value)
