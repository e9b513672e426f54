"""The words of a table's pieces put end to end, so that labels cut in pieces are whole again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple
from unicodedata import east_asian_width

from ..flow import RUN, Flow
from ..form.definition import Table
from ..form.labels import Find, chain, find_labels, find_misspelt
from .pieces import Piece

_SHORT = 4_000
"""Letters of words whose labels are kept; those of a table are about 600."""

_COLUMN_GAP = 3
"""Printed columns between the left edges of two columns of words, at least."""


class Words(NamedTuple):
    """The letters of all words, without white space.

    at: each letter's offset in the flow. borders: where each piece begins in `text`. owners: the
    number of that piece. columns: where each column of words begins in `text`.
    """

    text: str
    at: list[int]
    borders: list[int]
    owners: list[int]
    columns: list[int]


class Labels(NamedTuple):
    """The labels found in words, in the order of the words; `chosen` are the rows among them."""

    words: Words
    finds: list[Find]
    chosen: set[Find]


def find_in_words(flow: Flow, table: Table, pieces: list[Piece], *, columns: bool) -> Labels:
    """The labels of a table in its pieces.

    columns: the pieces stand in columns, so labels may also be read down each column of words,
    apart from the group labels that are printed beside them; the better way is taken.
    """
    numbers = [at for at in range(len(pieces)) if _is_words(flow, pieces, at)]
    best = _found(flow, table, pieces, [numbers])
    if columns:
        apart = _by_column(flow, pieces, numbers)
        if len(apart) > 1:
            other = _found(flow, table, pieces, apart)
            if _rank(other) > _rank(best):
                return other
    return best


def _rank(labels: Labels) -> tuple[int, int]:
    """How many rows are found, and the letters of their labels."""
    return len(labels.chosen), sum(find.weight for find in labels.chosen)


def _found(flow: Flow, table: Table, pieces: list[Piece], columns: list[list[int]]) -> Labels:
    words = _joined(flow, pieces, columns)
    finds = _labels_in(table, words.text, tuple(words.borders))
    chosen = chain(sorted(finds, key=lambda find: words.at[find.start]), len(table.rows))
    missing = set(range(len(table.rows))) - {find.row for find in chosen}
    if missing:
        ends = [*words.columns[1:], len(words.text)]
        for start, end in zip(words.columns, ends, strict=True):
            here = [find for find in chosen if start <= find.start < end]
            added = find_misspelt(table, words.text, here, finds, missing, start, end)
            chosen += added
            missing -= {find.row for find in added}
    held = set(chosen)
    others = [find for find in finds if find not in held]
    doubtful = [find for find in chosen if find.doubt]
    if doubtful:
        others = [find for find in others if not _overlaps(find, doubtful)]
    return Labels(words, sorted([*chosen, *others], key=attrgetter("start", "end")), held)


@lru_cache(maxsize=64)
def _kept(table: Table, text: str, borders: tuple[int, ...]) -> list[Find]:
    return find_labels(table, text, borders)


def _labels_in(table: Table, text: str, borders: tuple[int, ...]) -> list[Find]:
    """The labels in words, which reports of one make have alike: their numbers are not among them.

    So what was found in short ones is kept.
    """
    return (_kept if len(text) <= _SHORT else _kept.__wrapped__)(table, text, borders)


def _overlaps(find: Find, others: Iterable[Find]) -> bool:
    return any(find.start < other.end and other.start < find.end for other in others)


def _joined(flow: Flow, pieces: list[Piece], columns: list[list[int]]) -> Words:
    text = flow.text
    letters: list[str] = []
    at: list[int] = []
    borders: list[int] = []
    owners: list[int] = []
    starts: list[int] = []
    for column in columns:
        starts.append(len(at))
        for number in column:
            piece = pieces[number]
            borders.append(len(at))
            owners.append(number)
            part = text[piece.start : piece.end]
            if part.isalnum():
                letters.append(part)
                at.extend(range(piece.start, piece.end))
                continue
            for run in RUN.finditer(text, piece.start, piece.end):
                letters.append(run.group())
                at.extend(range(run.start(), run.end()))
    return Words("".join(letters), at, borders, owners, starts)


def _is_words(flow: Flow, pieces: list[Piece], number: int) -> bool:
    piece = pieces[number]
    if piece.value is None:
        return True
    if flow.text[piece.start : piece.end] != "无" or number + 1 == len(pieces):
        return False
    after = pieces[number + 1]  # 无 may be the first letter of 无法提供, in a column of its own
    if flow.text[after.start : after.start + 1] != "法":
        return False
    edges = [left_edge(flow, its.start, True) for its in (piece, after)]
    return after.line == piece.line or abs(edges[0] - edges[1]) < _COLUMN_GAP


def _by_column(flow: Flow, pieces: list[Piece], numbers: list[int]) -> list[list[int]]:
    """The pieces of words grouped by where they begin on their line, from left to right.

    Programs differ in how wide they hold a Chinese character to be; the measure by which words
    begin at the fewest places is taken.
    """
    ways = [_columns(flow, pieces, numbers, wide) for wide in (True, False)]
    return min(ways, key=len)


def _columns(flow: Flow, pieces: list[Piece], numbers: list[int], wide: bool) -> list[list[int]]:
    edges = {number: left_edge(flow, pieces[number].start, wide) for number in numbers}
    columns: list[list[int]] = []
    last = None
    for number in sorted(numbers, key=lambda number: (edges[number], number)):
        if last is None or edges[number] - last >= _COLUMN_GAP:
            columns.append([])
        columns[-1].append(number)
        last = edges[number]
    return [sorted(column) for column in columns]


def left_edge(flow: Flow, offset: int, wide: bool) -> int:
    """The printed column at which an offset stands on its line, from 0.

    wide: a Chinese character fills two columns.
    """
    start = flow.text.rfind("\n", 0, offset) + 1
    first = flow.raw_offset(start)
    if not wide:
        return flow.raw_offset(offset) - first
    return width_of(flow.raw[first : flow.raw_offset(offset)])


def width_of(printed: str) -> int:
    """The columns of a terminal that a text fills: two for a wide character."""
    if printed.isascii():
        return len(printed)
    return len(printed) + len(printed.translate(_WIDE))


class _Wide(dict[int, str | None]):
    """Code point to what is left of it when all but wide characters are struck out."""

    def __missing__(self, code: int) -> str | None:
        self[code] = kept = chr(code) if east_asian_width(chr(code)) in "WF" else None
        return kept


_WIDE = _Wide()
