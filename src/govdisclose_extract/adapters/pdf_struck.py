"""Characters that a line strikes out, as tracked changes are printed: what they said is lost."""

from __future__ import annotations

from bisect import bisect_left

from msgspec import structs

from .pdf_lattice import NEAR, Lattice
from .pdf_page import Char, Page, Rule
from .unread import LOST

__all__ = ["without_struck"]

_LONGEST = 120.0
"""Points: a line that strikes a value out is no longer."""
_UPPER, _LOWER = 0.3, 0.75
"""Parts of a character's height between which a line strikes it out."""


def without_struck(page: Page, found: list[Lattice]) -> list[Char]:
    """The characters of a page, those that are struck out replaced by a mark of something lost.

    The lines of its lattices strike nothing out.
    """
    lines = [
        rule
        for rule in page.rules
        if rule.across
        and rule.end - rule.start <= _LONGEST
        and not any(_is_near(rule.at, lattice.ys) for lattice in found)
    ]
    if not lines:
        return page.chars
    lines.sort(key=lambda line: line.at)
    ats = [line.at for line in lines]
    return [
        structs.replace(char, text=LOST) if _strikes(lines, ats, char) else char
        for char in page.chars
    ]


def _is_near(at: float, ys: list[float]) -> bool:
    place = bisect_left(ys, at - NEAR)
    return place < len(ys) and ys[place] <= at + NEAR


def _strikes(lines: list[Rule], ats: list[float], char: Char) -> bool:
    tall = char.bottom - char.top
    lowest = char.top + _LOWER * tall
    place = bisect_left(ats, char.top + _UPPER * tall)
    middle = (char.left + char.right) / 2
    while place < len(ats) and ats[place] <= lowest:
        if lines[place].start <= middle <= lines[place].end:
            return True
        place += 1
    return False
