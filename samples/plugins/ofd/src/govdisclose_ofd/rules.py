"""The ruling lines of an OFD page, in millimetres from its upper left corner."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple
from xml.etree.ElementTree import Element

__all__ = ["Rule", "rules_of"]

_STRAIGHT = 0.2
"""Millimetres by which the ends of a ruling line may differ across it."""

_DEEPEST = 32
_COUNTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow each command of a path."""


class Rule(NamedTuple):
    """A ruling line: `at` is its y (across) or its x (down), `start` <= `end` its extent."""

    across: bool
    at: float
    start: float
    end: float


def rules_of(page: Element) -> list[Rule]:
    """The straight lines of all paths in the content of a page."""
    content = next((one for one in page if _name(one) == "Content"), None)
    layers = content if content is not None else ()
    return [rule for layer in layers for path in _paths(layer, 0) for rule in _lines(path)]


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _paths(block: Element, depth: int) -> Iterator[Element]:
    for element in block:
        if _name(element) == "PathObject" and element.get("Visible") != "false":
            yield element
        elif _name(element) == "PageBlock" and depth < _DEEPEST:
            yield from _paths(element, depth + 1)


def _lines(path: Element) -> Iterator[Rule]:
    data = next((one.text for one in path if _name(one) == "AbbreviatedData"), None)
    left, top, *_ = _numbers(path.get("Boundary"), 4) or (0.0, 0.0)
    a, b, c, d, e, f = _numbers(path.get("CTM"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for x, y, u, v in _segments(data or ""):
        x, y = a * x + c * y + e + left, b * x + d * y + f + top
        u, v = a * u + c * v + e + left, b * u + d * v + f + top
        if abs(y - v) <= _STRAIGHT and abs(x - u) > _STRAIGHT:
            yield Rule(True, (y + v) / 2, min(x, u), max(x, u))
        elif abs(x - u) <= _STRAIGHT and abs(y - v) > _STRAIGHT:
            yield Rule(False, (x + u) / 2, min(y, v), max(y, v))


def _segments(data: str) -> Iterator[tuple[float, float, float, float]]:
    """The straight parts of a path: `M 0 0 L 90 0 L 90 5 C`. Ends where it makes no sense."""
    words = data.split()
    start = here = (0.0, 0.0)
    at = 0
    while at < len(words):
        command = words[at]
        count = _COUNTS.get(command)
        numbers = _numbers(" ".join(words[at + 1 : at + 1 + (count or 0)]), count or 0)
        if count is None or (count and numbers is None):
            return
        at += 1 + count
        if command == "C":
            yield (*here, *start)
            here = start
            continue
        assert numbers
        there = (numbers[-2], numbers[-1])
        if command == "L":
            yield (*here, *there)
        elif command in {"M", "S"}:
            start = there
        here = there


def _numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    try:
        found = tuple(float(word) for word in (text or "").split())
    except ValueError:
        return None
    return found if len(found) == count and all(isfinite(one) for one in found) else None
