"""Where on a page tables without ruling lines lie: heads, and the lines under them.

Lines are known by their values, numbers and marks that stand apart; each line comes as its values
and its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from .pdf_lines import Run

__all__ = ["Body", "bodies_of"]

_APART = 4.5
"""Lines of one table are no farther apart, in heights of their characters."""
_SAME_SIZE = 0.08
_FURTHER = 1.2
_LARGEST = 2.0
_TALLEST = 20
"""Heads have no more lines."""

_STEP = 1.3
_NAME = 3


class Body(NamedTuple):
    """Lines under one set of heads. heads, lines: numbers of the page's lines."""

    heads: list[int]
    lines: list[int]


def bodies_of(rows: list[list[Run]], parted: list[tuple[list[Run], list[Run]]]) -> list[Body]:
    """Lines with values, and the lines of words around them, cut where heads begin."""
    valued = [at for at, (values, words) in enumerate(parted) if values and len(values + words) > 1]
    bodies: list[Body] = []
    floor = 0  # the first line that no body has yet
    names: set[str] = set()  # the first words of heads
    for number, first in enumerate(valued):
        if first < floor:
            continue
        reach = _right(parted[first][1]) or _reach(rows, parted, _from(valued, number + 1), first)
        start = first
        while start > floor and _near(rows, start - 1) and _beside(parted[start - 1], reach):
            start -= 1
        if start > floor and _is_end(rows, parted, start - 1):
            start -= 1
        heads: list[int] = []
        while (line := (heads or [start])[0] - 1) >= floor and _near(rows, line):
            if parted[line][0] or len(heads) == _TALLEST:
                break
            heads.insert(0, line)
        bodies += _blank(rows, heads, names)
        while heads and len(rows[heads[0]]) < 2:
            del heads[0]
        names.update(rows[line][0].text for line in heads[:1])
        end = _end(rows, parted, first, _from(valued, number + 1), reach)
        bodies.append(Body(heads, list(range(start, end))))
        floor = end
        behind: list[int] = []
        while floor < len(rows) and _near(rows, floor - 1) and not parted[floor][0]:
            behind.append(floor)
            floor += 1
        floor = end
        bodies += _blank(rows, behind, names)
        if behind and bodies[-1].lines[-1] >= end:
            floor = bodies[-1].lines[-1] + 1
    return bodies


def _from(items: list[int], start: int) -> Iterator[int]:
    return (items[at] for at in range(start, len(items)))


def _reach(
    rows: list[list[Run]],
    parted: list[tuple[list[Run], list[Run]]],
    valued: Iterator[int],
    first: int,
) -> float:
    """How far the labels reach of which none stands beside the first values.

    They stand beside later values of the same lines, or on the lines next to the first ones.
    """
    last = first
    for at in valued:
        if not all(_near(rows, line) for line in range(last, at)):
            break
        if parted[at][1]:
            return _right(parted[at][1])
        last = at
    edge = parted[first][0][0].left
    beside = [
        _right(parted[line][1])
        for line in (first - 1, first + 1)
        if 0 <= line < len(rows) and _near(rows, min(line, first)) and not parted[line][0]
    ]
    return max((reach for reach in beside if reach < edge), default=0.0)


def _is_end(rows: list[list[Run]], parted: list[tuple[list[Run], list[Run]]], line: int) -> bool:
    """Whether a value alone on its line may be part of a number that goes on below."""
    values, words = parted[line]
    apart = rows[line + 1][0].middle - rows[line][0].middle
    return len(values) == 1 and not words and apart <= _LARGEST * _height(rows[line])


def _blank(rows: list[list[Run]], lines: list[int], names: set[str]) -> list[Body]:
    """Heads that come again, with words but no values under them; they are taken from `lines`."""
    begun = [
        at for at, line in enumerate(lines) if len(rows[line]) > 1 and rows[line][0].text in names
    ]
    if not begun:
        return []
    bodies: list[Body] = []
    for start, end in pairwise([*begun, len(lines)]):
        reach = rows[lines[start]][0].right
        under = start + 1
        if under == end:
            continue
        most = _STEP * _steps(rows, lines[start], lines[start] + 1)[0]
        while under < end and all(run.left <= reach for run in rows[lines[under]]):
            if _steps(rows, lines[under] - 1, lines[under])[0] > most:
                break
            under += 1
        if under > start + 1:
            bodies.append(Body([lines[start]], lines[start + 1 : under]))
    if bodies:
        del lines[: lines.index(bodies[-1].lines[-1]) + 1]
    return bodies


def _end(
    rows: list[list[Run]],
    parted: list[tuple[list[Run], list[Run]]],
    first: int,
    valued: Iterator[int],
    reach: float,
) -> int:
    """The line behind a body whose first line with values is given, and the later ones."""
    edge = parted[first][0][0].left
    coming = (at for at in valued if parted[at][1])
    after = next(coming, None)
    end, last = first + 1, first
    step = 1.4 * _height(rows[first])
    while end < len(rows) and _near(rows, end - 1):
        values, words = parted[end]
        if after is not None and end > after:
            after = next(coming, None)
        ahead = _right(parted[after][1]) if after is not None else 0.0
        if values:
            edge = min(edge, values[0].left)
            if _right(words) > edge:
                break
            reach = max(reach, _right(words))
        elif not _beside(parted[end], max(reach, ahead)) or _right(words) > edge:
            break
        if len(values) + bool(words) > 1:
            step = max([step, *_steps(rows, last, end)])
            last = end
        end += 1
    kept = last + 1
    usual = median(
        [run.size for row in rows[first : last + 1] for run in row if len(run.text) >= _NAME]
        or [_height(rows[last])]
    )
    while kept < end:
        apart = rows[kept][0].middle - rows[kept - 1][0].middle
        if apart > (_LARGEST * usual if parted[kept][0] else _FURTHER * step):
            break
        other = max(rows[kept], key=lambda run: len(run.text))
        if len(other.text) >= _NAME and abs(other.size - usual) > _SAME_SIZE * usual:
            break
        kept += 1
    return kept


def _right(words: list[Run]) -> float:
    return max((run.right for run in words), default=0.0)


def _beside(line: tuple[list[Run], list[Run]], reach: float) -> bool:
    """Whether a line holds words only, none of which begins behind the labels."""
    values, words = line
    return not values and all(run.left <= reach for run in words)


def _near(rows: list[list[Run]], line: int) -> bool:
    """Whether a line stands close above the next one."""
    one, two = rows[line][0], rows[line + 1][0]
    return two.middle - one.middle <= _APART * max(one.height, two.height)


def _height(row: list[Run]) -> float:
    return max(row, key=lambda run: len(run.chars)).size


def _steps(rows: list[list[Run]], start: int, end: int) -> list[float]:
    return [rows[at + 1][0].middle - rows[at][0].middle for at in range(start, end)]
