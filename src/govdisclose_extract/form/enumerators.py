"""The numbers before labels: `一、`, `(三)`, `1.`, in all their printed forms, folded."""

from __future__ import annotations

import re

_NUMERALS = "一二三四五六七八九十"
_HEAD = re.compile(
    rf"(?:\((?P<bracket>[{_NUMERALS}]+|\d{{1,2}})\)|(?P<plain>[{_NUMERALS}]+|\d{{1,2}}))(?P<stop>[.、,]?)"
)


class _Usual(dict[str, str]):
    """An enumerator to the way in which it is usually printed."""

    def __missing__(self, enumerator: str) -> str:
        stop = "" if enumerator[0] == "(" else "." if enumerator.isdigit() else "、"
        self[enumerator] = usual = enumerator + stop
        return usual


_USUAL = _Usual()


def split_enumerator(text: str) -> tuple[str, str]:
    """Enumerator and body of a squeezed label: `(三)不予公开` -> `(三)`, `不予公开`.

    A plain number counts as an enumerator only with its stop (`1.`, `一、`).
    """
    found = _HEAD.match(text)
    if not found:
        return "", text
    if found["bracket"]:
        return f"({found['bracket']})", text[found.end() :]
    if found["stop"]:
        return found["plain"], text[found.end() :]
    return "", text


def trailing_enumerator(text: str, end: int, expected: str, floor: int) -> tuple[int, bool | None]:
    """Where the enumerator before a body starts, and whether it is the expected one.

    text: squeezed; end: where the body starts; floor: how far back to look. Gives `(end, None)`
    when none is printed. Digits that run on to the left (`0000002.`) are values: only the
    expected number is taken from them.
    """
    if not expected:
        return end, None
    usual = _USUAL[expected]
    start = end - len(usual)
    if floor < start and text.startswith(usual, start) and text[start - 1] not in _NUMERALS:
        return start, True
    plain = expected.strip("()")
    stop = end
    if stop > floor and text[stop - 1] in ".、,":
        stop -= 1
    if stop > floor and text[stop - 1] == ")":
        open_ = text.rfind("(", max(floor, stop - 5), stop)
        if open_ >= 0 and _is_number(text[open_ + 1 : stop - 1]):
            return open_, text[open_ + 1 : stop - 1] == plain
        return end, None
    kind = "0123456789" if stop > floor and text[stop - 1] in "0123456789" else _NUMERALS
    start = stop
    while start > floor and text[start - 1] in kind:
        start -= 1
    run = text[start:stop]
    if not run:
        return end, None
    if run.endswith(plain) and (stop < end or run == plain):
        twice = kind == _NUMERALS and run == 2 * plain
        return (start if twice else stop - len(plain)), True  # the rest belongs to other words
    if kind == _NUMERALS:
        return (start, False) if stop < end else (end, None)
    return (start, False) if stop < end and len(run) == 1 else (end, None)


def _is_number(text: str) -> bool:
    return bool(text) and (text.isdigit() or all(char in _NUMERALS for char in text))
