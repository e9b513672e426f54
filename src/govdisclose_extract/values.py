"""What a cell's text says: a number, zero, blank, not applicable, or something unreadable."""

from __future__ import annotations

import re
from decimal import Decimal

from .reading import State, Value

_BLANK = Value(State.BLANK)
_NOT_APPLICABLE = Value(State.NOT_APPLICABLE)
_UNREADABLE = Value(State.UNREADABLE)
_ZERO = Value(State.ZERO, 0)

_MARKS = re.compile(r"[-—–―─/\\]{1,4}|无|空|空白|不适用|[nN]/?[aA]")
_ZERO_WORDS = frozenset({"零", "〇", "无变化", "不变", "无增减", "没有变化", "未增减", "持平"})
_UNITS = "亿元|万元|元|人次|件次|[件条宗次个项笔份部家起人例期篇亿万]"
_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加|增长|新增|增|减少|下降|减|↑|↓)?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?P<part>\.\d+)?"
    rf"(?P<unit>{_UNITS})?(?P<arrow>[↑↓])?",
    re.ASCII,
)
_INNER_SPACE = re.compile(
    r"(?<=[\d+\-增加长减少下降↑↓新])[ \t]+(?=[\d件条宗次个项笔份元万亿部家起人例期篇])"
)
_DOUBTFUL = re.compile(r"[约近超逾<>≤≥≈~]?[\d.,+\-*?\ufffd余多几百千万亿元件条OolI]+", re.ASCII)
_DOWN = frozenset({"-", "减少", "下降", "减", "↓"})
_MONEY = {"元": "元", "万元": "万元", "亿元": "亿元", "万": "万元", "亿": "亿元"}
_SCALE = {"万": 10_000, "亿": 100_000_000}


def parse(text: str) -> Value | None:
    """The value of one cell's folded text, or None when it is no value but words.

    Numbers: digits with thousands marks (`1,234`, `1 234`) and decimals, a sign, a word of
    increase or decrease, a unit. A number with a leading zero (`007`), two decimal points or a
    vague word (`约10`) is printed but unreadable. The unit is kept as printed; see `scaled`.
    """
    text = text.strip()
    if not text:
        return _BLANK
    first = text[0]
    if text.isdecimal() and text.isascii():
        if first != "0":
            return Value(State.NUMBER, int(text)) if len(text) < 40 else _UNREADABLE
        return _ZERO if len(text) == 1 else _UNREADABLE
    if len(text) > 40:
        return None
    if _MARKS.fullmatch(text):
        return _NOT_APPLICABLE
    if text in _ZERO_WORDS:
        return _ZERO
    found = _NUMBER.fullmatch(text) or _NUMBER.fullmatch(_INNER_SPACE.sub("", text))
    if found:
        return _number(found)
    if _DOUBTFUL.fullmatch(text) and any(char.isdigit() or char == "\ufffd" for char in text):
        return _UNREADABLE
    return None


def _number(found: re.Match[str]) -> Value:
    sign, whole, part, unit, arrow = found.group("sign", "whole", "part", "unit", "arrow")
    whole = whole.replace(",", "").replace(" ", "")
    if (len(whole) > 1 and whole[0] == "0") or (sign and arrow):
        return _UNREADABLE
    number: int | Decimal = Decimal(whole + part) if part else int(whole)
    if sign in _DOWN or arrow == "↓":
        number = -number
    state = State.NUMBER if number else State.ZERO
    return Value(state, number, unit)


def scaled(value: Value, *, money: bool, head_unit: str | None = None) -> Value:
    """The value as a fact of its kind holds it.

    Money: a Decimal, its unit `元`, `万元`, `亿元` as printed in the cell, else the head's, else
    None. A count: an int without unit, `1.2万` counted out; a count that is not whole stays as it
    is, so that the rules can say so.
    """
    number = value.number
    if number is None:
        return Value(value.state) if value.unit else value
    if money:
        return Value(value.state, Decimal(number), _MONEY.get(value.unit or "", head_unit))
    if value.unit in _SCALE:
        number = Decimal(number) * _SCALE[value.unit]
    if isinstance(number, Decimal) and number == number.to_integral_value():
        number = int(number)
    return Value(value.state, number)
