"""What a cell's text says: a number, zero, blank, not applicable, or something unreadable."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal

from .reading import State, Value

_BLANK = Value(State.BLANK)
_NOT_APPLICABLE = Value(State.NOT_APPLICABLE)
_UNREADABLE = Value(State.UNREADABLE)
_ZERO = Value(State.ZERO, 0)

_LONGEST = 40
_MOST_DIGITS = 18
"""Digits before the point of a number that is believed; more are several numbers run together."""

_MARKS = re.compile(
    r"[-—–―─/\\](?: ?[-—–―─/\\]){0,3}|无|空|空白|不适用|[nN]/?[aA]"
    r"|#N/A|<NA>|[nN][aA][nN]|None|null|NULL"  # what programs write for an empty cell
)
_ZERO_WORDS = frozenset({"零", "〇", "无变化", "不变", "无增减", "没有变化", "未增减", "持平"})
_UNITS = "亿元|万元|元|人次|件次|[件条宗次个项笔份部家起人例期篇亿万]"
CHANGES = "增加|增长|新增|减少|下降"
"""Words for more or less before a number, as a pattern; short ones and arrows serve too."""

_BRACKETED_SIGN = re.compile(rf"^\(({CHANGES}|[增减↑↓+-])\)(?=\s*\d)")
_NUMBER = re.compile(
    rf"(?P<sign>[+-]|±|\+/-|增加?/减少?|{CHANGES}|增|减|↑|↓)?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?P<part>\.\d{1,8})?"
    rf"(?P<unit>{_UNITS})?(?P<arrow>[↑↓])?",
    re.ASCII,
)
# A blank beside a sign, a word or a unit; never one between two digits, which parts two numbers.
_INNER_SPACE = re.compile(r"(?<=[+\-±↑↓\u4e00-\u9fff])[ \t]+|[ \t]+(?=[↑↓\u4e00-\u9fff])")
_VAGUE = re.compile(r"几[十百千万亿]+|[十百千万亿]+[余多几]")
_NOTED = re.compile(r"[\d.,+-]*\d\(.*\)", re.ASCII)
_AROUND = frozenset(
    " \t.,。;:'\"*?+-—–―─/%‰<>≤≥≈~±^↑↓\ufffd"
    "约近超逾余多几百千万亿元件条宗次个项笔份部家起人例期篇增加长新减少下降OolI"
)
"""What a damaged or vague number may hold besides its digits."""

_DOWN = frozenset({"-", "减少", "下降", "减", "↓"})
_OPEN_SIGN = frozenset({"±", "+/-"})
_EXACT = Context(prec=60)
"""Reckons without rounding, whatever the precision of the caller's own decimals."""

_MONEY = {"元": "元", "万元": "万元", "亿元": "亿元", "万": "万元", "亿": "亿元"}
_SCALE = {"万": 10_000, "亿": 100_000_000}


def parse(text: str) -> Value | None:
    """The value of one cell's folded text, or None when it is no value but words.

    Numbers: digits with thousands marks (`1,234`, `1 234`) and decimals, a sign, a word of
    increase or decrease, a unit. A number with a leading zero (`007`), two decimal points, a
    vague word (`约10`), a sign left open (`增加/减少3条`) or more digits than any count has is
    printed but unreadable. The unit is kept as printed; see `scaled`.
    """
    text = text.strip()
    if not text:
        return _BLANK
    if text.isdecimal() and text.isascii():
        if text[0] != "0":
            return Value(State.NUMBER, int(text)) if len(text) <= _MOST_DIGITS else _UNREADABLE
        return _ZERO if len(text) == 1 else _UNREADABLE
    if len(text) <= _LONGEST:
        if _MARKS.fullmatch(text):
            return _NOT_APPLICABLE
        if text in _ZERO_WORDS:
            return _ZERO
        text = _BRACKETED_SIGN.sub(r"\1", text)
        found = _NUMBER.fullmatch(text) or _NUMBER.fullmatch(_INNER_SPACE.sub("", text))
        if found:
            return _number(found)
        if _VAGUE.fullmatch(text) or _NOTED.fullmatch(text):
            return _UNREADABLE
    return _UNREADABLE if _is_doubtful(text) else None


def _number(found: re.Match[str]) -> Value:
    sign, whole, part, unit, arrow = found.group("sign", "whole", "part", "unit", "arrow")
    whole = whole.replace(",", "").replace(" ", "")
    if (len(whole) > 1 and whole[0] == "0") or len(whole) > _MOST_DIGITS or (sign and arrow):
        return _UNREADABLE
    number: int | Decimal = Decimal(whole + part) if part else int(whole)
    if not number:
        return Value(State.ZERO, number, unit)
    if sign and (sign in _OPEN_SIGN or ("增" in sign and "减" in sign)):
        return _UNREADABLE
    if sign in _DOWN or arrow == "↓":
        number = _EXACT.minus(number) if isinstance(number, Decimal) else -number
    return Value(State.NUMBER, number, unit)


def _is_doubtful(text: str) -> bool:
    """True for a text with some digit, raised, foreign or lost ones included, and no real word."""
    digits = False
    for char in text:
        if unicodedata.category(char) in {"Nd", "No"} or char == "\ufffd":
            digits = True
        elif char not in _AROUND:
            return False
    return digits


def scaled(value: Value, *, money: bool, head_unit: str | None = None) -> Value:
    """The value as a fact of its kind holds it.

    Money: a Decimal, its unit `元`, `万元`, `亿元` as printed in the cell, else the head's, else
    None. A count: an int without unit, `1.2万` counted out; a count that is not whole stays as it
    is, so that the rules can say so. A number other than 0 in a unit of the other kind (`3元`
    for a count, `3件` for money) is unreadable.
    """
    number, unit = value.number, value.unit
    if not unit and not money and isinstance(number, int):
        return value
    if number is None:
        return Value(value.state) if unit else value
    if number and unit and (unit not in _MONEY if money else unit in _MONEY.values()):
        return _UNREADABLE
    if money:
        return Value(value.state, Decimal(number), _MONEY.get(unit or "", head_unit))
    if unit in _SCALE:
        number = _EXACT.multiply(Decimal(number), _SCALE[unit])
    if isinstance(number, Decimal) and number == number.to_integral_value():
        number = int(number)
    return Value(value.state, number)
