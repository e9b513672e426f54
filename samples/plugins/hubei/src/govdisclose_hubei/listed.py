"""The layout `listed`: a row to a line, and every number behind the head of its column.

    规章（设区的市、自治州人民政府应提供相关数据） 本年新制作数量：3 本年新公开数量：3 对外公开总数量：41
    行政许可 上一年项目数量（指2019年事项数）：118 本年增/减（减用负值表示，如-8）：-4 处理决定数量：2210

The head tells the column, so each number has a domain of one cell, whatever the order. Digits in
the notes of heads are no numbers of the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from govdisclose_extract.flow import Flow
from govdisclose_extract.fold import squeeze
from govdisclose_extract.form.definition import CellSpec, Row
from govdisclose_extract.layouts.base import Declined
from govdisclose_extract.locate.tables import Region
from govdisclose_extract.reading import Reading, RowReading, State, Token, Value
from govdisclose_extract.values import parse

__all__ = ["Listed"]


class _Word(NamedTuple):
    """A stretch without blanks; colon: where the last colon stands in it, -1 without one."""

    start: int
    end: int
    colon: int


class Listed:
    """Every number stands behind the head of its column and a colon."""

    name = "listed"
    api = 1

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines unless half of the rows are listed so, each line with heads of its row only."""
        rows: dict[str, RowReading] = {}
        for start, end in flow.lines(region.start, region.end):
            words = list(_words(flow.text, start, end))
            row = _row(flow, words, region)
            read = _read(flow, words[1:], row) if row else None
            if read is not None and read.row not in rows:
                rows[read.row] = read
        if 2 * len(rows) < len(region.table.rows):
            return Declined("most numbers have no head before them", "多数数值之前没有列名")
        return Reading(region.table.id, self.name, tuple(rows.values()), bordered=True)


def _words(text: str, start: int, end: int) -> Iterator[_Word]:
    at = start
    while at < end:
        while at < end and text[at].isspace():
            at += 1
        past = at
        while past < end and not text[past].isspace():
            past += 1
        if past > at:
            yield _Word(at, past, text.rfind(":", at, past))
        at = past


def _row(flow: Flow, words: list[_Word], region: Region) -> Row | None:
    """The row whose label is the first word, perhaps with a note in brackets behind it."""
    if not words or words[0].colon >= 0:
        return None
    printed = squeeze(flow.text[words[0].start : words[0].end])
    for row in region.table.rows:
        if row.label and any(_names(printed, body) for body in row.label.bodies):
            return row
    return None


def _names(printed: str, label: str) -> bool:
    """Whether the words are the label, or the label with a note in brackets."""
    rest = printed.removeprefix(label)
    return rest != printed and (not rest or (rest[0] == "(" and rest[-1] == ")"))


def _read(flow: Flow, words: list[_Word], row: Row) -> RowReading | None:
    """The numbers of a line; None where a word is no head of this row, or a head comes twice."""
    held: dict[int, Token] = {}
    for word in words:
        at = _column(flow.text[word.start : max(word.colon, word.start)], row.cells)
        if at is None or at in held:
            return None
        raw = flow.raw_of(word.colon + 1, word.end)
        value = parse(flow.text[word.colon + 1 : word.end]) or Value(State.UNREADABLE)
        held[at] = Token(raw, word.colon + 1, word.end, value, frozenset({at}))
    if len(held) < len(row.cells):
        return None
    placement = tuple(held[at] for at in range(len(row.cells)))
    tokens = tuple(sorted(held.values(), key=lambda token: token.start))
    return RowReading(row.id, tokens, (placement,), words[0].start)


def _column(head: str, cells: tuple[CellSpec, ...]) -> int | None:
    printed = squeeze(head)
    for at, cell in enumerate(cells):
        if _names(printed, squeeze(cell.head)):
            return at
    return None
