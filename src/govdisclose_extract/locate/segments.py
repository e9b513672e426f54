"""The finds of a table's labels in stretches that can each be one table."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..form.definition import Table
from ..form.labels import Find, chain

_GAP = 600
"""Letters without any label of a table after which the next label belongs to another place."""

_HEAD_GAP = 60
"""Letters between a table's heads and its first row, or between two of its heads."""

_JOINING = frozenset(",;、和及与的")

_COUNTED = re.compile(
    r"[^\d\n]{0,2}\d+(?:,\d{3})*(?:\.\d+)?(?:(?:人次|[件条宗项个次])[,;、。]|[,;。](?!\d))",
    re.ASCII,
)

_NAMES_ON = re.compile(r"(?![一二三四五六七])[\u4e00-\u9fff]")
"""A label that runs on in words: a head that names a row, not the row itself."""

CONVINCING = 4
"""Rows of one table, close together, that prose does not bring by chance."""

SENTENCE = re.compile(r"[。;]")


class Segment(NamedTuple):
    """A stretch that can be one table: its labels in printed order, and the rows among them."""

    finds: list[Find]
    rows: list[Find]

    @property
    def weight(self) -> int:
        """Letters of labels; heads count too, since prose that names rows has none of them."""
        marks = {find.label.printed: find.weight for find in self.finds if find.row < 0}
        return sum(find.weight for find in self.rows) + sum(marks.values())

    def is_table(self, table: Table) -> bool:
        """Several rows, and a head among them; or so many rows that no head is needed."""
        rows = len(self.rows)
        return (rows > 1 or len(table.rows) == 1) and (
            rows >= CONVINCING or any(find.row < 0 for find in self.finds)
        )


def segments(table: Table, text: str, finds: list[Find]) -> list[Segment]:
    """The finds in stretches that can be one table: close together, its first rows only once."""
    stretches: list[list[Find]] = [[]]
    furthest = -1
    for at, find in enumerate(finds):
        if find.row >= 0 and _in_sentence(text, find):
            continue
        here = stretches[-1]
        restart = (
            0 <= find.row <= 1
            and furthest >= max(2, len(table.rows) // 2)
            and not _NAMES_ON.match(text, find.end)
        )
        opening = (
            find.label.bodies[0] in table.opening
            and furthest >= len(table.rows) // 2
            and _next_row(finds, at) <= 1  # heads come again on every page
        )
        if here and (find.start - here[-1].end > _GAP or restart or opening):
            heads: list[Find] = []
            while here and _may_head(here[-1]) and find.start - here[-1].end <= _GAP:
                heads.insert(0, here.pop())
            stretches.append(heads)
            furthest = -1
        stretches[-1].append(find)
        if not _may_head(find):
            furthest = max(furthest, find.row)
    made = [_without_prose(table, text, stretch) for stretch in stretches]
    return [segment for segment in made if segment.rows]


def _next_row(finds: list[Find], at: int) -> int:
    """The first row behind a find; short words, which are heads as well, are none."""
    rows = (find.row for find in finds[at + 1 :] if not _may_head(find))
    return next(rows, len(finds))


def _in_sentence(text: str, find: Find) -> bool:
    """Whether a row's words stand in running prose: `其中行政许可386件,行政处罚80件。`"""
    before = text[find.start - 1] if find.start else ""
    return before in _JOINING or _COUNTED.match(text, find.end) is not None


def _without_prose(table: Table, text: str, stretch: list[Find]) -> Segment:
    """The stretch from its last opening head on behind which nearly all of its rows stand.

    Prose before a table may use the words of its rows.
    """
    whole = chain(stretch, len(table.rows))
    for at in range(len(stretch) - 1, 0, -1):
        if stretch[at].label.bodies[0] not in table.opening:
            continue
        rows = chain(stretch[at:], len(table.rows))
        if 10 * len(rows) >= 9 * len(whole) and not _comes_again(stretch, at, whole, rows):
            return Segment(stretch[_first_head(text, stretch, at) :], rows)
    return Segment(stretch, whole)


def _comes_again(stretch: list[Find], at: int, whole: list[Find], rows: list[Find]) -> bool:
    """Whether a head is repeated within its table: a row that is only before it has it above."""
    lost = {find.row for find in whole} - {find.row for find in rows}
    first = min((find.start for find in whole if find.row in lost), default=-1)
    return any(find.label is stretch[at].label for find in stretch[:at] if find.end <= first)


def _first_head(text: str, stretch: list[Find], at: int) -> int:
    """The first of the heads that stand together with the one at this place."""
    while at and _may_head(stretch[at - 1]):
        between = text[stretch[at - 1].end : stretch[at].start]
        if len(between) > _HEAD_GAP or SENTENCE.search(between):
            break
        at -= 1
    return at


def _may_head(find: Find) -> bool:
    """A head, or a word such as 其他 that is both a head and a row's label."""
    return find.row < 0 or len(find.label.bodies[0]) < 4


def head_of(segment: Segment) -> int:
    """Where the table starts: the first of the heads that lead to its first row."""
    start = segment.rows[0].start
    for find in reversed(segment.finds):
        if find.end <= start and start - find.end <= _HEAD_GAP:
            start = find.start
    return start
