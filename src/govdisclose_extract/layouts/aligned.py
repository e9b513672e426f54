"""Columns by runs of spaces, as a terminal prints a PDF: its place on the line tells a cell."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import attrgetter

from ..flow import Flow
from ..form.definition import Table, row_sums
from ..locate.tables import Region
from ..reading import Placement, Reading, RowReading, State, Token, Value
from .astray import CHINESE, Astray
from .base import Declined
from .bits import Bit, RowBits
from .enumerated import doubt_running_numbers
from .geometry import blank_token
from .heads import label_letters
from .lines import printed_lines
from .pieces import WORD, Piece, keeps_columns, parted_lines, piece
from .places import extras, is_cut, once, token
from .rows import assign
from .text_columns import Columns, column_at, columns_of, extent_of

_CELL = re.compile(r"\S+(?: \S+)*")
_TWO = re.compile(r"\d \d")
"""One number with a blank for its thousands, or two that a blank parts."""
_GROUP = re.compile(r"\([一二三四五六七]\)")
_FEWEST_GAPS = 3


class Aligned:
    """Rows on lines, cells in columns; a gap in a column is a visibly blank cell."""

    name = "aligned"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines unless several lines part values by two blanks or more."""
        if 2 * parted_lines(flow, region) > len(region.table.rows):
            return Declined("tabs or pipes part the cells", "单元格由制表符或竖线隔开")
        pieces = _pieces(flow, region)
        fewest = 1 if keeps_columns(flow, region) else min(_FEWEST_GAPS, len(region.table.rows))
        if _shared(pieces) < fewest:
            return Declined("values are not parted by runs of spaces", "数值之间没有成列的空格")
        assigned = assign(flow, region, pieces, lines=True, columns=True)
        table = region.table
        columns = columns_of(flow, table, assigned, pieces)
        astray = Astray(flow, table, assigned)
        starts = {row.line for row in assigned.rows}
        words = _words(pieces)
        others = {bit.line for extra in assigned.extras for bit in extra.bits if extra.label}
        rows = []
        for found in assigned.rows:
            row = table.rows[found.row]
            known = columns.get(len(row.cells))
            bits = [bit for bit in found.bits if not bit.blank]
            if known:
                bits = _with_unread(flow, table, found.start, bits, words, known)
            tokens = tuple(token(flow, bit) for bit in bits)
            if len(row.cells) == 1:
                tokens = once(tokens)
            cut = is_cut(flow, region, found, assigned)
            placements: tuple[Placement, ...] | None = None
            doubt = found.doubt
            if (
                astray.is_beside(found)
                or any(_TWO.search(flow.text, bit.start, bit.end) for bit in found.bits)
                or not _in_order(flow, found.bits)
                or _below(flow, table, found, pieces, starts)
                or not others.isdisjoint(bit.line for bit in bits)
            ):
                doubt = None
            if len(tokens) == len(row.cells):
                placements = (tokens,)
            elif tokens and not cut and known:
                placements = _place(flow, found.start, bits, tokens, known)
                doubt = None if known.of(found.start).ragged else doubt
                if placements and known.lone and not row_sums(table, row):
                    # Where one row tells the columns, no last cell that shows nothing is told.
                    placements = placements if len(placements) == 1 else None
            rows.append(
                RowReading(
                    row.id,
                    tokens,
                    placements,
                    found.start,
                    cut=cut,
                    label_doubt=doubt,
                )
            )
        strays = extras(flow, assigned)
        made = Reading(table.id, self.name, tuple(rows), strays, bordered=True)
        return doubt_running_numbers(flow, region, made)


def _below(flow: Flow, table: Table, row: RowBits, pieces: list[Piece], starts: set[int]) -> bool:
    """Whether a row's values stand below all its words: they may be the ends of longer numbers.

    Values may stand beside the middle line of a label, but no label has all its lines above them.
    The label of a group that stands beside them is not the row's: it may have values itself.
    """
    line = max((bit.line for bit in row.bits if not bit.blank), default=row.line)
    if line == row.line:
        return False
    words = [piece for piece in pieces if piece.value is None]
    worded = {piece.line for piece in words if not _is_group(flow, table, piece)}
    return line not in worded and (line + 1 in starts or line + 1 not in worded)


def _is_group(flow: Flow, table: Table, piece: Piece) -> bool:
    """Whether words are of the label of a group of rows, and of none of a row: `(三)不予公开`."""
    found = _GROUP.match(flow.text, piece.start, piece.end)
    words = flow.text[found.end() if found else piece.start : piece.end].strip()
    rows = (row.label for row in table.rows if row.label and not found)
    return any(words in body for mark in table.marks for body in mark.bodies) and not any(
        words in body for label in rows for body in label.bodies
    )


def _in_order(flow: Flow, bits: list[Bit]) -> bool:
    """Whether the values stand one behind the other; those of two rows stand above one another."""
    places = [extent_of(flow, bit, wide=True) for bit in bits if not bit.blank]
    return all(before.right <= after.left for before, after in pairwise(places))


def _pieces(flow: Flow, region: Region) -> list[Piece]:
    """Stretches parted by two blanks or more; values inside a stretch stand for themselves."""
    text = flow.text
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(printed_lines(flow, region)):
        index = 0
        for cell in _CELL.finditer(text, start, end):
            made = piece(text, cell.start(), cell.end(), number, index, 0)
            parts = [made]
            if made.value is None or made.value.number is None:
                words = [
                    piece(
                        text,
                        cell.start() + word.start(),
                        cell.start() + word.end(),
                        number,
                        index,
                        0,
                    )
                    for word in WORD.finditer(cell.group())
                ]
                if any(word.value is not None for word in words):
                    parts = words
            pieces += parts
            index += len(parts)
    return pieces


def _shared(pieces: list[Piece]) -> int:
    """How many lines hold a value beside other cells, two blanks or more between."""
    lines: dict[int, list[Piece]] = {}
    for cell in pieces:
        lines.setdefault(cell.line, []).append(cell)
    return sum(
        any(b.start - a.end > 1 for a, b in pairwise(cells))
        and any(cell.value is not None for cell in cells)
        for cells in lines.values()
    )


def _words(pieces: list[Piece]) -> dict[int, list[Piece]]:
    """The words of each line."""
    found: dict[int, list[Piece]] = {}
    for cell in pieces:
        if cell.value is None:
            found.setdefault(cell.line, []).append(cell)
    return found


def _with_unread(
    flow: Flow,
    table: Table,
    start: int,
    bits: list[Bit],
    words: dict[int, list[Piece]],
    columns: Columns,
) -> list[Bit]:
    """A row's values with the words that stand in columns between them: no number, and no blank.

    Before the first value it must be words that no label has. What stands in no column, and is no
    number, belongs to a note.
    """
    letters = label_letters(table)
    lines = {bit.line: bit.start for bit in reversed(bits)}
    around = columns.around(start)
    places = {bit: extent_of(flow, bit, columns.wide) for bit in bits}
    bits = [
        bit
        for bit in bits
        if bit.value.state is not State.UNREADABLE
        or any(column_at(places[bit], extents) is not None for extents in around)
    ]
    ways = [
        (extents, {column_at(places[bit], extents) for bit in bits} | {None}) for extents in around
    ]
    unread = [
        Bit(cell.start, cell.end, line, cell.column, Value(State.UNREADABLE))
        for line, first in lines.items()
        for cell in words.get(line, ())
        for place in [extent_of(flow, cell, columns.wide)]
        if any(column_at(place, extents) not in held for extents, held in ways)
        if cell.start > first or not _is_of_label(flow.text[cell.start : cell.end], letters)
    ]
    return sorted([*bits, *unread], key=attrgetter("start")) if unread else bits


def _is_of_label(words: str, letters: str) -> bool:
    found = CHINESE.findall(words)
    return bool(found) and all(word in letters for word in found)


def _place(
    flow: Flow, start: int, bits: list[Bit], tokens: tuple[Token, ...], columns: Columns
) -> tuple[Placement, ...] | None:
    """The row's values in their columns, the others blank; None when one has no column."""
    places = [extent_of(flow, bit, columns.wide) for bit in bits]
    line_end = flow.text.find("\n", bits[-1].end)
    blank = blank_token(line_end if line_end >= 0 else len(flow.text))
    ways: dict[Placement, None] = {}
    for extents in columns.around(start):
        over = [column_at(place, extents) for place in places]
        held = dict(zip(over, tokens, strict=True))
        if None not in over and len(held) == len(tokens):
            way: Placement = tuple(held.get(at, blank) for at in range(len(extents)))
            moved = min(at for at in over if at is not None) if columns.worded else 0
            for by in range(moved, -1, -1):
                ways[*way[by:], *[blank] * by] = None
    if len(ways) == 1:
        (way,) = ways
        # A cell at the end of the line leaves no trace: it may be blank or lost.
        return (way,) if way[-1] is not blank else (way, (*way[:-1], None))
    return tuple(ways) or None


LAYOUT = Aligned()
