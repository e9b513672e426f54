"""Characters to runs, runs to lines, lines to the text of a cell.

A run is what stands together on one line. White space is not taken from the file, where it is
often drawn for looks or left out, but from the gaps between the characters' boxes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from statistics import median, median_low

import msgspec

from .pdf_page import Box, Char

__all__ = [
    "Run",
    "box_of",
    "cell_text",
    "is_foreign",
    "is_numeric",
    "is_wide",
    "joint",
    "parts_of",
    "rows_of",
    "run_of",
    "runs_of",
    "tight",
]

APART = 1.0
"""A gap of this many heights of the characters parts two runs."""

_LEAST = 0.5
_BLANK = 0.18
_NARROW_BLANK = 0.13
_WIDE_BLANK = 0.6
_SAME_LINE = 0.4
_SAME_LEVEL = 0.1
_FLAT_SIGNS = frozenset("一-—–−－.．,，、。·…_~～")
_FLAT, _FLAT_REACH = 0.35, 0.6
"""Where boxes are those of the ink, such signs are so high, in heights of what stands beside them,
and so far from its middle, at most."""
_SAME_PLACE = 0.5
_BACK = 0.5
_NUMBER = 1.2
_MARGINS = 12.0
_COLUMN = 0.6
_OTHER_SIZE = 0.08
_OTHER_LINE = 0.12
_OVER = 0.45
_NEXT = 60
_LONGEST = 100
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_NUMERIC = _DIGITS | frozenset(".,，．-−－+%")
_left = attrgetter("left")


class Run(msgspec.Struct, frozen=True, gc=False):
    """Characters that stand together on one line, and the box around them."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    chars: list[Char]

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def size(self) -> float:
        """The usual height of its characters."""
        return median_low([char.bottom - char.top for char in self.chars])

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def is_wide(char: str) -> bool:
    """Whether a character is as wide as it is high: Chinese, full-width signs."""
    return char >= "\u2e80" or char in "“”‘’—…·"


def joint(before: Char, after: Char) -> str:
    """What stands between two characters of a line: a blank where their gap is as wide."""
    gap = after.left - before.right
    if is_wide(before.text):
        size = before.right - before.left
        return " " if gap > (_WIDE_BLANK if is_wide(after.text) else _BLANK) * size else ""
    if is_wide(after.text):
        size = after.right - after.left
        return " " if gap > _BLANK * size else ""
    return " " if gap > _NARROW_BLANK * (before.bottom - before.top) else ""


def is_foreign(before: Char, after: Char) -> bool:
    """Whether a digit cannot go on with the number that another ends.

    Digits of one number are of one size, on one base line, and not printed over one another.
    """
    if before.text not in _DIGITS or after.text not in _DIGITS:
        return False
    height, other = before.bottom - before.top, after.bottom - after.top
    if not -_OTHER_SIZE * height <= other - height <= _OTHER_SIZE * height:
        return True
    if abs(after.top + after.bottom - before.top - before.bottom) > 2 * _OTHER_LINE * height:
        return True
    return before.right - after.left > _OVER * (before.right - before.left)


def runs_of(chars: Iterable[Char]) -> list[Run]:
    """The runs of characters in the order given. A character struck twice counts once."""
    runs: list[Run] = []
    held: list[Char] = []
    texts: list[str] = []
    left = top = right = bottom = middle = height = last = 0.0
    above = below = 0.0  # of the last character
    for char in chars:
        x, y, end, low = char.left, char.top, char.right, char.bottom
        gap = x - right
        if (
            y == above and low == below and x >= last and 0 <= gap <= _LEAST <= height and held
        ):  # as most are: the next of its line
            held.append(char)
            texts.append(char.text)
            right, last = end, x
            continue
        above, below = y, low
        tall, centre = low - y, (y + low) / 2
        if held:
            near = _SAME_LINE * (tall if tall < height else height)  # noqa: FURB136
            if (
                x >= last
                and -near <= centre - middle <= near
                and -_BACK * height < gap <= APART * height
            ):
                if gap < 0 and x - last < _SAME_PLACE * (end - x) and char.text == held[-1].text:
                    continue
                # Most characters are of the height of the one before, beside it, and clear of it.
                if (
                    tall == height and gap > -_LEAST and -_LEAST < centre - middle < _LEAST
                ) or not is_foreign(held[-1], char):
                    if gap > _LEAST:
                        texts.append(joint(held[-1], char))
                    held.append(char)
                    texts.append(char.text)
                    # This loop sees every character; a call of min() would double its time.
                    if y < top:  # noqa: PLR1730
                        top = y
                    if low > bottom:  # noqa: PLR1730
                        bottom = low
                    right, last, height, middle = end, x, tall, centre
                    continue
            runs.append(Run("".join(texts), left, top, right, bottom, held))
        held, texts = [char], [char.text]
        left, top, right, bottom, last, middle = x, y, end, low, x, centre
        height = tall
    if held:
        runs.append(Run("".join(texts), left, top, right, bottom, held))
    return runs


def rows_of(runs: list[Run]) -> list[list[Run]]:
    """The lines from top to bottom, each a list of runs from left to right, far from one another.

    The order of the runs given does not matter. Runs at one height stay together, whatever stands
    a little above or below them.
    """
    levels: list[list[Run]] = []
    middle = 0.0
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.left)):
        centre = run.middle
        if levels and centre - middle <= _SAME_LEVEL * run.height:
            levels[-1].append(run)
        else:
            levels.append([run])
        middle = centre
    rows: list[list[Run]] = []
    height = 0.0
    for level in levels:
        centre, tall = level[0].middle, level[0].height
        if rows and centre - middle <= _SAME_LINE * min(tall, height):
            rows[-1] += level
        elif rows and _is_beside(level, rows[-1], centre - middle):
            rows[-1] += level
            if tall > height:
                middle, height = centre, tall
        else:
            rows.append(level)
            middle, height = centre, tall
    return [row if len(row) == 1 else _merged(sorted(row, key=_left)) for row in rows]


def _is_beside(level: list[Run], row: list[Run], apart: float) -> bool:
    """Whether one of the two is flat signs within the height of the other, `apart` below it."""
    small, large = sorted((level, row), key=lambda runs: runs[0].height)
    most = large[0].height
    return (
        small[0].height <= _FLAT * most
        and apart <= _FLAT_REACH * most
        and all(_FLAT_SIGNS.issuperset(run.text) for run in small)
    )


def _merged(row: list[Run]) -> list[Run]:
    """Runs of a line that touch made one; characters struck twice, in any order, counted once."""
    for before, after in pairwise(row):
        if after.left < before.right + APART * before.height:
            break
    else:
        return row
    chars = sorted((char for run in row for char in run.chars), key=_left)
    kept: list[Char] = []
    for char in chars:
        if not any(_twice(char, other) for other in kept[-4:]):
            kept.append(char)
    if not any(is_foreign(one, two) for one, two in pairwise(kept)):
        return _spread(kept)
    # Numbers printed over one another: each as it was drawn.
    apart: list[Run] = []
    seen: list[Char] = []
    for run in row:
        last = seen[-_NEXT:]
        new = [char for char in run.chars if not any(_twice(char, other) for other in last)]
        seen += new
        if new:
            apart.append(run if len(new) == len(run.chars) else run_of(new))
    return apart


def _spread(chars: list[Char]) -> list[Run]:
    """The runs of one line's characters, from left to right, however their heights differ."""
    runs: list[Run] = []
    start = 0
    right = chars[0].right
    for index in range(1, len(chars) + 1):
        if index < len(chars):
            char = chars[index]
            before = chars[index - 1]
            if char.left - right <= APART * (before.bottom - before.top):
                right = max(right, char.right)
                continue
            right = char.right
        part = chars[start:index]
        start = index
        runs.append(run_of(part))
    return runs


def run_of(chars: list[Char]) -> Run:
    """One run of a line's characters, from left to right."""
    texts = [chars[0].text]
    for one, two in pairwise(chars):
        texts.append(joint(one, two))
        texts.append(two.text)
    return Run("".join(texts), *box_of(chars), chars)


def box_of(items: Iterable[Char | Run]) -> Box:
    """The box around characters or runs, of which there is one at least."""
    boxes = [(item.left, item.top, item.right, item.bottom) for item in items]
    if len(boxes) == 1:
        return boxes[0]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def cell_text(runs: list[Run], width: float) -> str:
    """The text of a cell that is `width` points wide, its runs in the order of drawing.

    Lines are parted by line feeds, but a number that ran out of width, and characters that stand
    one below the other, are joined.
    """
    if len(runs) == 1:
        return tight(runs[0].text)
    column = _column(runs)
    if column:
        return column
    text, right, height = "", 0.0, 0.0
    for row in rows_of(runs):
        line = tight(row[0].text)
        for before, after in pairwise(row):
            gap = after.left - before.right
            number = line[-1] in _NUMERIC and after.text[0] in _NUMERIC
            if number and is_foreign(before.chars[-1], after.chars[0]):
                line += "\n" + tight(after.text)
                continue
            line += ("" if number and gap <= _NUMBER * before.height else " ") + tight(after.text)
        box = box_of(row)
        full = width - right < _MARGINS + (box[2] - box[0]) / len(line)
        if text:
            alike = abs(row[0].height - height) <= _OTHER_SIZE * height
            number = alike and text[-1] in _NUMERIC and line[0] in _DIGITS | {"."}
            text += "" if full and number and (text[-1] in _DIGITS or len(text) > 1) else "\n"
        text += line
        right, height = box[2] - box[0], row[-1].height
    return text


def is_numeric(text: str) -> bool:
    """Whether a text holds nothing but digits and what stands in numbers."""
    return all(char in _NUMERIC for char in text)


def parts_of(run: Run, gap: float, *, digits: bool = False) -> list[Run]:
    """A run cut at the gaps that are wider than so many heights of its characters.

    digits: only those between two digits.
    """
    cuts = [
        at
        for at, (one, two) in enumerate(pairwise(run.chars), 1)
        if two.left - one.right > gap * (one.bottom - one.top)
        and not (digits and {one.text, two.text} - _DIGITS)
    ]
    if not cuts:
        return [run]
    return [run_of(run.chars[start:end]) for start, end in pairwise([0, *cuts, len(run.chars)])]


def tight(text: str) -> str:
    """A line of a cell without the blanks between the digits of a number."""
    if " " not in text or not any(char in _DIGITS for char in text):
        return text
    parts = text.split(" ")
    out = parts[0]
    for part in parts[1:]:
        number = out and part and out[-1] in _NUMERIC and part[0] in _NUMERIC
        out += part if number else f" {part}"
    return out


def _column(runs: list[Run]) -> str:
    """The text of characters that stand one below the other, or of a turned line; else nothing.

    Drawn downwards, a column follows the one to its right; drawn upwards, the one to its left.
    """
    # Each character of a column is a run of its own, but for a few.
    if sum([len(run.chars) for run in runs]) > min(_LONGEST, 2 * len(runs)):
        return ""
    chars: list[Char] = []
    for run in runs:
        for char in run.chars:
            if not any(_twice(char, other) for other in chars):
                chars.append(char)
    if len(chars) < 2 or all(char.text in _NUMERIC for char in chars):
        return ""
    ups = downs = rights = 0
    for one, two in pairwise(chars):
        height = min(one.bottom - one.top, two.bottom - two.top)
        step = (two.top + two.bottom - one.top - one.bottom) / 2
        if abs(two.left + two.right - one.left - one.right) < height:
            downs += 0.4 * height < step < 4 * height
            ups += -4 * height < step < -0.4 * height
        elif abs(step) < 0.4 * height:
            rights += 1
    steps = len(chars) - 1
    up = ups > downs
    if max(ups, downs) < max(1, 0.6 * steps) or (up and steps < 2):
        return ""
    if rights:  # a line of two characters among lines of one
        return "".join(run.text for row in rows_of(runs) for run in row)
    order = sorted(chars, key=lambda char: char.left + char.right, reverse=not up)
    size = median([max(char.right - char.left, char.bottom - char.top) for char in chars])
    columns: list[list[Char]] = []
    centre = 0.0
    for char in order:
        middle = (char.left + char.right) / 2
        if columns and abs(middle - centre) <= _COLUMN * size:
            columns[-1].append(char)
        else:
            columns.append([char])
            centre = middle
    for column in columns:
        column.sort(key=lambda char: -char.top if up else char.top)
    read = [char for column in columns for char in column]
    if len(columns) > 1 and read != chars:
        return ""
    return "".join([char.text for char in read])


def _twice(char: Char, other: Char) -> bool:
    """Whether a character is struck a second time, as bold type is imitated."""
    near = _SAME_PLACE * (char.right - char.left)
    return (
        char.text == other.text
        and abs(char.left - other.left) < near
        and abs(char.top - other.top) < near
    )
