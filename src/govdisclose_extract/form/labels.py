"""Finding the form's labels in squeezed text (folded, without white space).

Every known spelling of every label is looked for; spellings inside longer ones give way; the rows
are then the heaviest chain of finds in the order of the form. What stays unfound is looked for
once more between its neighbours with a few letters wrong (`TOLERANCE`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from .definition import Label, Table
from .enumerators import trailing_enumerator

TOLERANCE = 4
"""One wrong letter (missing, surplus or other) is borne for each so many letters of a label."""

_FUZZY_REACH = 400
"""Longest stretch between two rows, in letters, in which a misspelt label is looked for."""

_FUZZY_END = 80
"""The same before the first row found, and behind the last one."""

_NUMBERED = re.compile(r"\([一二三四五六七八九十]+\)")
_VALUES = frozenset("0123456789.,+-/—–")

_SHORT = 3
"""Letters of a label that may be a part of other words."""

_MAX_FINDS = 20_000
"""Finds of one table beyond which a text is not searched further; a report has about 60."""


class Find(NamedTuple):
    """A label in the text. start includes the enumerator, end a note in brackets.

    row: the index of the row in its table, or -1 for a mark (head, group, note). doubt: letters
    that differ from the label.
    """

    start: int
    end: int
    row: int
    weight: int
    label: Label
    doubt: int = 0


class _Spelling(NamedTuple):
    body: str
    label: Label
    row: int


@lru_cache(maxsize=64)
def _spellings(table: Table) -> list[_Spelling]:
    """All spellings of a table, the longest first, so that shorter ones inside them give way."""
    made = [
        _Spelling(body, row.label, index)
        for index, row in enumerate(table.rows)
        if row.label
        for body in row.label.bodies
    ]
    made += [_Spelling(body, mark, -1) for mark in table.marks for body in mark.bodies]
    made.sort(key=lambda spelling: -len(spelling.body))
    return made


def find_labels(
    table: Table,
    text: str,
    borders: tuple[int, ...] | list[int] = (),
    *,
    start: int = 0,
    end: int | None = None,
) -> list[Find]:
    """All labels of a table in `text`, in printed order, no two on the same letters.

    borders: the sorted indices at which a cell begins; short labels (`规章`, `其他`) count only as
    a whole cell, or between other labels and digits. A row may be found several times; `chain`
    chooses.
    """
    stop = len(text) if end is None else end
    finds: list[Find] = []
    taken = _Taken(len(text))
    for spelling in _spellings(table):
        body = spelling.body
        at = text.find(body, start, stop)
        while at >= 0 and len(finds) < _MAX_FINDS:
            past = at + len(body)
            if taken.free(at, past) and (
                len(body) > _SHORT or _stands_alone(spelling, text, at, past, borders, taken)
            ):
                find = _found(spelling, text, at, start, borders)
                finds.append(find)
                taken.add(find.start, find.end)
            at = text.find(body, past, stop)
    return _parted(sorted(finds, key=lambda find: (find.start, find.end)))


def _parted(finds: list[Find]) -> list[Find]:
    """The finds without overlap, which only a note in brackets can bring.

    Brackets behind a label that are the enumerator of the next one are no note; a label inside a
    note is none.
    """
    result: list[Find] = []
    for find in finds:
        if result and find.start < result[-1].end:
            if find.end <= result[-1].end:
                continue
            result[-1] = result[-1]._replace(end=find.start)
        result.append(find)
    return result


class _Taken:
    """Letters that belong to a find: 1 for its first, 2 for the others, 0 for free ones.

    Finds are added from the longest to the shortest.
    """

    def __init__(self, size: int) -> None:
        self.marks = bytearray(size + 1)

    def free(self, start: int, end: int) -> bool:
        """Whether no find, none being shorter, lies on any of these letters."""
        return not (self.marks[start] or self.marks[end - 1])

    def add(self, start: int, end: int) -> None:
        self.marks[start:end] = b"\1" + b"\2" * (end - start - 1)

    def touches(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether a find ends just at `start`, and whether one starts just at `end`."""
        left = start > 0 and self.marks[start - 1] > 0 and not self.marks[start]
        return left, self.marks[end] == 1


def _is_word(char: str) -> bool:
    return char > "\u2e7f" and char not in "、。,:;!?·"


def _begins(borders: tuple[int, ...] | list[int], at: int) -> bool:
    index = bisect_left(borders, at)
    return index < len(borders) and borders[index] == at


def _stands_alone(
    spelling: _Spelling,
    text: str,
    at: int,
    past: int,
    borders: tuple[int, ...] | list[int],
    taken: _Taken,
) -> bool:
    left, numbered = trailing_enumerator(text, at, spelling.label.enumerator, max(0, at - 6))
    joins_left, joins_right = taken.touches(left, past)
    opens = (
        numbered is True
        or left == 0
        or _begins(borders, left)
        or joins_left
        or not _is_word(text[left - 1])
    )
    closes = (
        past == len(text)
        or _begins(borders, past)
        or joins_right
        or not _is_word(text[past])
        or text[past] in "一二三四五六七八九"
    )
    return opens and closes


def _found(
    spelling: _Spelling, text: str, at: int, floor: int, borders: tuple[int, ...] | list[int]
) -> Find:
    body, label, row = spelling
    past = at + len(body)
    weight = 2 * len(body)
    start = at
    if label.enumerator:
        start, numbered = trailing_enumerator(text, at, label.enumerator, max(floor, at - 6))
        if numbered is not None:
            weight += 6 if numbered else -6
    if borders and _begins(borders, start):
        weight += 4
    end = past if text[past : past + 1] != "(" else _past_note(text, past)
    return Find(start, end, row, max(weight, 1), label)


def _past_note(text: str, past: int) -> int:
    """The end of a note in brackets that follows a label, with its digits; bounded.

    `(三)` is none, but the number of the next label.
    """
    if past >= len(text) or text[past] != "(" or _NUMBERED.match(text, past):
        return past
    depth = 0
    for index in range(past, min(len(text), past + 160)):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            depth -= 1
            if not depth:
                return index + 1
    return past


def chain(finds: list[Find], rows: int) -> list[Find]:
    """The heaviest sequence of row finds in which rows come in the order of the form.

    On equal weight the earlier finds win. Time: finds x rows.
    """
    weights = [0] * (rows + 1)  # the heaviest sequence by its last row, and its last find
    lasts = [-1] * (rows + 1)
    links = [-1] * len(finds)
    for index, find in enumerate(finds):
        row = find.row
        if row < 0:
            continue
        before = max(weights[: row + 1])
        if before + find.weight > weights[row + 1]:
            links[index] = lasts[weights.index(before)]
            weights[row + 1] = before + find.weight
            lasts[row + 1] = index
    index = lasts[weights.index(max(weights))]
    result: list[Find] = []
    while index >= 0:
        result.append(finds[index])
        index = links[index]
    return result[::-1]


def find_misspelt(
    table: Table,
    text: str,
    chosen: list[Find],
    others: list[Find],
    missing: set[int],
    start: int,
    end: int,
) -> list[Find]:
    """The `missing` rows, looked for between their neighbours in `chosen` with letters wrong.

    Only `text` between start and end is looked at. A label of n letters may differ in
    n // TOLERANCE letters; labels under four letters are not looked for. Letters that heads and
    groups among `others` hold are left alone.
    """
    result: list[Find] = []
    for index in sorted(missing):
        label = table.rows[index].label
        before = [find for find in (*chosen, *result) if find.row < index]
        after = [find for find in chosen if find.row > index]
        if label is None or not (before or after):
            continue
        high = min((find.start for find in after), default=end)
        low = max((find.end for find in before), default=start)
        if not before:
            low = max(low, high - _FUZZY_END)
        if not after:
            high = min(high, low + _FUZZY_END)
        if not 0 < high - low <= _FUZZY_REACH:
            continue
        walls = [find for find in others if find.row < 0 and low <= find.start < high]
        find = _closest(label, index, text, low, high, walls)
        if find:
            result.append(find)
    return result


def _closest(
    label: Label, row: int, text: str, low: int, high: int, walls: list[Find]
) -> Find | None:
    best: tuple[int, int, int, int] | None = None
    for body in label.bodies[:2]:
        bound = len(body) // TOLERANCE
        if not bound:
            continue
        start = low
        for wall in (*walls, None):
            stop = wall.start if wall else high
            hit = closest_part(body, text[start:stop], bound)
            if hit and (best is None or (hit[2], -len(body)) < best[:2]):
                best = (hit[2], -len(body), start + hit[0], start + hit[1])
            if wall:
                start = max(start, wall.end)
    if best is None:
        return None
    at, past = best[2], best[3]
    while text[at] in _VALUES:  # a letter may be wrong, but no value is one
        at += 1
    start, _ = trailing_enumerator(text, at, label.enumerator, max(low, at - 6))
    return Find(start, min(_past_note(text, past), high), row, -best[1], label, best[0])


def closest_part(body: str, text: str, bound: int) -> tuple[int, int, int] | None:
    """Start, end and distance of the part of `text` nearest to `body`, or None above `bound`.

    Edit distance by Sellers' method: time len(body) x len(text). On equal distance the first.
    """
    size = len(body)
    if len(text) < size - bound:
        return None
    column = list(range(size + 1))
    starts = [0] * (size + 1)
    best: tuple[int, int, int] | None = None
    for index, char in enumerate(text):
        diagonal, diagonal_start = column[0], starts[0]
        column[0], starts[0] = 0, index + 1
        diagonal_start = index
        for at in range(1, size + 1):
            above, above_start = column[at], starts[at]
            cost, origin = diagonal + (body[at - 1] != char), diagonal_start
            if above + 1 < cost:
                cost, origin = above + 1, above_start
            if column[at - 1] + 1 < cost:
                cost, origin = column[at - 1] + 1, starts[at - 1]
            diagonal, diagonal_start = above, above_start
            column[at], starts[at] = cost, origin
        if column[size] <= bound and (best is None or column[size] < best[2]):
            best = (starts[size], index + 1, column[size])
    return best
