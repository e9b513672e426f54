"""Lines outside ruled tables: running heads taken out, prose joined, columns kept by blanks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from unicodedata import east_asian_width

from .pdf_columns import are_spaced
from .pdf_lines import Run, box_of, is_numeric, is_wide, joint, parts_of, tight
from .pdf_page import Box

__all__ = ["Line", "Margins", "follows", "glued", "is_running", "lines_of", "margins_of", "running"]

_COLUMN = 1.5
"""A gap of this many heights parts columns; smaller ones are blanks of a line of prose."""

_DIGITS_APART = 0.29
"""A gap of this many heights parts two numbers: the blank before thousands is narrower."""

_SMALL = 0.8
_ABOVE = 0.1
"""By so many heights of a number a smaller one is raised."""

_SAME = 0.02
"""By this part two widths of columns may differ, as a page's fonts have it."""

_MARGIN = 0.09
_HANGING = 2.0
_FULL = 1.3
_INDENT = 0.8
_SPACED = 1.6
_FEWEST = 3
_REPEATED = 2
_NUMBER = re.compile(
    r"[-—–―‐－·•.~〜|]*第?\d{1,4}页?(?:[/／,，]?(?:共|of)?\d{1,4}页?)?[-—–―‐－·•.~〜|]*"
)
_LONGEST_NUMBER = 40
"""Letters of a page's number, ornaments and all, at most."""

_WIDEST_GAP = 200
"""Blanks between two runs of a line, at most: a file may place text anywhere."""

_MARKED = re.compile(r"[-—–―‐－·•~〜|页/／]")
_DIGITS = re.compile(r"\d+")
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)"
)
_STOPS = frozenset("。！？；：.!?;:")


class Line(NamedTuple):
    """A printed line.

    size: the usual height of its characters. columns: its text keeps the places of its columns by
    blanks.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    columns: bool = False

    @property
    def box(self) -> Box:
        return self.left, self.top, self.right, self.bottom


class Margins(NamedTuple):
    """Where the lines of prose of a page begin and end."""

    left: float
    right: float


class Columns(NamedTuple):
    """Where the first column of a page's lines is, and how wide all are, in points.

    One for a whole page, so that lines which others part still stand one below the other.
    """

    base: float
    unit: float


def columns_of(rows: list[list[Run]], before: Columns | None = None) -> Columns:
    """The columns of a page: half a wide character of its lines with columns each.

    before: those of the page before, which are kept if they are as wide and hold all lines.
    """
    base = min((run.left for row in rows for run in row), default=0.0)
    runs = [run for row in rows if _is_parted(row) for run in row]
    widths = [c.right - c.left for run in runs for c in run.chars if is_wide(c.text)]
    heights = [run.height for run in runs]
    if not heights:
        return before or Columns(base, 1.0)
    unit = (median(widths) if widths else 0.9 * median(heights)) / 2 or 1.0
    if before and before.base <= base + unit and abs(before.unit - unit) < _SAME * unit:
        return before
    return Columns(base, unit)


def _is_parted(row: list[Run]) -> bool:
    return any(
        after.left - before.right > _COLUMN * before.height for before, after in pairwise(row)
    )


def lines_of(rows: list[list[Run]], columns: Columns) -> list[Line]:
    """The lines of a part of a page, given their runs. Neighbours with columns keep them."""
    parted = [_is_parted(row) for row in rows]
    widest = max((box_of(row)[2] - box_of(row)[0] for row in rows), default=0.0)
    lines: list[Line] = []
    start = 0
    while start < len(rows):
        if not parted[start]:
            box = box_of(rows[start])
            beside = start + 1 < len(rows) and parted[start + 1]
            if not (beside and _in_table(rows[start], rows[start + 1], widest)):
                lines.append(Line(_joined(rows[start]), *box, _size(rows[start])))
                start += 1
                continue
        end = start + 1
        while end < len(rows) and (parted[end] or _in_table(rows[end], rows[end - 1], widest)):
            end += 1
        lines.extend(_aligned(rows[start:end], columns))
        start = end
    return lines


def _in_table(row: list[Run], beside: list[Run], widest: float) -> bool:
    """Whether a line of one piece is part of the table of the line above or below it."""
    box, other = box_of(row), box_of(beside)
    gap = max(box[1], other[1]) - min(box[3], other[3])
    return box[2] - box[0] < 0.6 * widest and gap < 0.8 * (box[3] - box[1])


def _aligned(rows: list[list[Run]], columns: Columns) -> list[Line]:
    """Lines with each run at the column where it stands; a wide character takes two columns."""
    spaced = are_spaced(rows)
    lines: list[Line] = []
    for row in rows:
        text, length = "", 0
        numbers = [run for run in row if is_numeric(run.text)]
        for run in row if spaced else _parted(row):
            column = round((run.left - columns.base) / columns.unit)
            blanks = min(max(column - length, 2 if text else 0), _WIDEST_GAP)
            part = tight(run.text) if spaced else run.text
            part = f"^{part}" if is_numeric(part) and _is_raised(run, numbers) else part
            text += " " * blanks + part
            length += blanks + sum(_columns(char) for char in part)
        lines.append(Line(text, *box_of(row), _size(row), columns=True))
    return lines


def _is_raised(run: Run, numbers: list[Run]) -> bool:
    """Whether a number is a small one above the foot of another on its line: that of a note."""
    return any(
        run.size <= _SMALL * other.size
        and run.bottom < other.bottom - _ABOVE * other.size
        and run.top < other.top + _ABOVE * other.size
        for other in numbers
    )


def _parted(row: list[Run]) -> Iterator[Run]:
    """The runs of a line, each cut where digits are too far apart for one number."""
    for run in row:
        yield from parts_of(run, _DIGITS_APART, digits=True) if " " in run.text else (run,)


def _columns(char: str) -> int:
    """The columns that a character takes where lines are read: a terminal's, so 1 for a quote."""
    return 2 if east_asian_width(char) in "WF" else 1


def _joined(row: list[Run]) -> str:
    text = row[0].text
    for before, after in pairwise(row):
        text += joint(before.chars[-1], after.chars[0]) + after.text
    return text


def _size(row: list[Run]) -> float:
    return max(row, key=lambda run: len(run.chars)).size


def running(pages: list[tuple[float, list[Line]]]) -> frozenset[tuple[str, int]]:
    """What is printed at the head or the foot of most pages, given their heights and lines.

    Such a line is known by its text without its numbers and by its place.
    """
    counts = Counter(
        key for height, lines in pages for key in {_key(line, height) for line in lines} if key
    )
    fewest = max(_REPEATED, len(pages) // 2 + 1)
    return frozenset(key for key, count in counts.items() if count >= fewest)


def is_running(line: Line, height: float, known: frozenset[tuple[str, int]]) -> bool:
    """Whether a line is a page number, or one of those that `running` knows."""
    key = _key(line, height)
    if key is None:
        return False
    text = "".join(line.text.split())
    if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) and _MARKED.search(text):
        return True
    return any((key[0], key[1] + step) in known for step in (-1, 0, 1))


def _key(line: Line, height: float) -> tuple[str, int] | None:
    if _MARGIN * height < (line.top + line.bottom) / 2 < (1 - _MARGIN) * height:
        return None
    return _DIGITS.sub("#", line.text.replace(" ", "")), round(line.top / 4)


def margins_of(lines: list[Line], width: float) -> Margins | None:
    """The margins of a page's prose; None if it has too little of it."""
    prose = [line for line in lines if not line.columns]
    right = max((line.right for line in prose), default=0.0)
    full = [line for line in prose if right - line.right <= _HANGING * line.size]
    if len(full) < _FEWEST or right < 0.6 * width:
        return None
    # A full stop may hang over the margin: the usual end is meant, not the farthest.
    return Margins(min(line.left for line in full), median(line.right for line in full))


def follows(line: Line, after: Line, here: Margins, there: Margins, *, same_page: bool) -> bool:
    """Whether a line goes on with the sentence that the line before did not end."""
    if line.columns or after.columns:
        return False
    if here.right - line.right > _FULL * line.size:
        return False
    if not -2 * _INDENT * after.size < after.left - there.left <= _INDENT * after.size:
        return False
    if abs(after.size - line.size) > 0.3 * line.size:
        return False
    if same_page and after.top - line.bottom > _SPACED * line.size:
        return False
    return not (line.text[-1] in _STOPS and _ITEM.match(after.text))


def glued(text: str, after: str) -> str:
    """Two parts of a sentence that a line's end parted."""
    narrow = text[-1].isascii() and after[0].isascii()
    blank = narrow and text[-1].isalpha() and after[0].isalpha()
    return text + (" " if blank else "") + after
