"""Which row a piece belongs to: shared by all layouts that work on text.

The words of all pieces are put end to end, so that a label wrapped around its values, over lines
or over cells is whole again; the labels of the form are looked for in that; every value then
belongs to the label that began last before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import pairwise

import msgspec

from ..flow import Flow
from ..form.definition import Table
from ..form.labels import Find
from ..locate.tables import Region
from ..reading import State, Value
from .astray import are_moved
from .behind_heads import behind_heads
from .bits import RUN, UNIT, Assigned, Bit, ExtraBits, RowBits, bits_of
from .enumerated import enumerator_at
from .heads import HeadNames, heads_of, label_letters
from .pieces import Piece, is_letter, strip, value_of
from .stacked_heads import disordered_stacks
from .text_heads import misleading_heads
from .words import Labels, find_in_words

_NOTHING = re.compile(r"[无零空](?=[一二三四五六]、|\Z)")
"""A word for nothing in a row's only cell, before the next label or the next section."""

_PAGE_BEFORE, _PAGE_BEHIND = re.compile(r"[第共]\s*\Z"), re.compile(r"\s*页")
_MIXED = re.compile(r"[^\s\u3400-\u9fff|<]*[A-Za-z〇○◯][^\s\u3400-\u9fff|<]*")
"""Letters and digits without a border, such as the "<" of markup: no number is told in them."""

_FIGURES = re.compile(r"(?:\(\d+\)\s*)+", re.ASCII)
_ENUMERATES = re.compile(r"(?<=\d)[.、]\s*[(\u3400-\u9fff]")
_LABEL_LENGTH = 60
_MISREAD = 1
"""Letters for which the stop behind an enumerator may be taken."""

_FRAGMENT = 8
_REST = 24
"""Letters that may be the rest of a label, before its values."""

_PROSE = "。;,:"


def assign(
    flow: Flow,
    region: Region,
    pieces: list[Piece],
    *,
    lines: bool,
    columns: bool = False,
    drawn: bool = False,
) -> Assigned:
    """Give every value to its row.

    lines: a row stands on a line (tabs, pipes, columns), so that values on a line of their own,
    behind a row that has its values already, belong to a row whose label is lost. columns: words
    stand in columns too, so that group labels may come between a row's label and its values. drawn:
    the pieces are cells that the file draws; a cell is one value, and belongs to the label on its
    own line, or on the line above where a gap says that a page break cut the row.
    """
    table = region.table
    if table.rows[0].label is None:
        return behind_heads(flow, table, pieces, lines=lines)
    labels = find_in_words(flow, table, pieces, columns=columns)
    made = _Walk(flow, table, pieces, labels, lines=lines, columns=columns, drawn=drawn).assigned()
    if drawn:
        starts = _of_one_cell(made)
    else:
        stacks = disordered_stacks(flow, table, pieces) if columns else frozenset[HeadNames]()
        starts = _misplaced(flow, region, labels, made, stacks)
        starts |= _of_one_line(flow.text, made) if lines else set()
    if not starts:
        return made
    rows = [found._replace(doubt=None) if found.start in starts else found for found in made.rows]
    return made._replace(rows=rows)


def _of_one_cell(made: Assigned) -> set[int]:
    """The starts of drawn rows whose labels share a cell: their values may share theirs too."""
    cells = Counter((found.line, found.column) for found in made.rows)
    return {found.start for found in made.rows if cells[found.line, found.column] > 1}


def _of_one_line(text: str, made: Assigned) -> set[int]:
    """The starts of rows whose labels share a line, cell by cell, and whose values stand below."""
    found: set[int] = set()
    for one, other in pairwise(made.rows):
        between = text[one.start : other.start]
        if one.line == other.line and not one.bits and ("\t" in between or "|" in between):
            found |= {one.start, other.start}
    return found


def _misplaced(
    flow: Flow, region: Region, labels: Labels, made: Assigned, stacks: frozenset[HeadNames]
) -> set[int]:
    """The starts of rows below heads that do not tell the order, or whose values may be others'."""
    rows = region.table.rows
    moved = are_moved(region.table, made)
    doubted = misleading_heads(flow, region, labels) | stacks
    return {found.start for found in made.rows if moved or heads_of(rows[found.row]) in doubted}


class _Walk:
    """One walk over the pieces, handing each value to the row that is current."""

    def __init__(
        self,
        flow: Flow,
        table: Table,
        pieces: list[Piece],
        labels: Labels,
        *,
        lines: bool,
        columns: bool,
        drawn: bool,
    ) -> None:
        self.flow = flow
        self.text = flow.text
        self.table = table
        self.pieces = pieces
        self.words = labels.words
        self.labels = labels.finds
        self.label_starts = [find.start for find in labels.finds]
        self.chosen = labels.chosen
        self.lines = lines
        self.columns = columns
        self.drawn = drawn
        self.breaks = {piece.line for piece in pieces if piece.gap} if drawn else set[int]()
        self.rows: list[RowBits] = []
        self.extras: list[ExtraBits] = []
        self.bits: list[Bit] | None = None
        self.row: RowBits | None = None
        self.label = ""
        self.prose = False
        self.last_line: int | None = None
        self.lone: list[tuple[list[Bit], Bit]] = []
        self.on_line = Counter(piece.line for piece in pieces)
        self.label_letters = label_letters(table)

    def assigned(self) -> Assigned:
        owned = {number: index for index, number in enumerate(self.words.owners)}
        for number, piece in enumerate(self.pieces):
            if number in owned:
                self.take_words(piece, owned[number])
            else:
                self.take_value(piece)
        self.without_enumerators()
        return Assigned(
            self.rows, [extra for extra in self.extras if any(not b.blank for b in extra.bits)]
        )

    def take_words(self, piece: Piece, index: int) -> None:
        if (
            self.bits
            and UNIT.fullmatch(self.text, piece.start, piece.end)
            and self.bits[-1].value.number is not None
        ):
            self.bits[-1] = self.with_unit(self.bits[-1], piece)
            return
        borders = self.words.borders
        start = borders[index]
        end = borders[index + 1] if index + 1 < len(borders) else len(self.words.text)
        if self.drawn and (not self.holds_label(start, end) or self.is_figure(piece, start)):
            self.take_cell(piece)
            return
        at = start
        first = bisect_left(self.label_starts, start) - 1
        for find in self.labels[max(first, 0) :]:
            if find.start >= end:
                break
            if find.end <= start:
                continue
            if find.start > at:
                self.take_gap(piece, at, find.start, find.label.enumerator)
            if find.start >= start:
                self.open(find, piece)
            at = max(at, min(find.end, end))
        if at < end:
            self.take_gap(piece, at, end)

    def holds_label(self, start: int, end: int) -> bool:
        """Whether some label lies in part between two places of the words."""
        after = bisect_left(self.label_starts, end)
        before = self.labels[max(after - 2, 0) : after]
        return any(find.start < end and find.end > start for find in before)

    def is_figure(self, piece: Piece, start: int) -> bool:
        """Whether a drawn cell of figures in brackets (`①`) only looks like a note to a label."""
        if not _FIGURES.fullmatch(self.text, piece.start, piece.end):
            return False
        index = bisect_left(self.label_starts, start) - 1
        return index >= 0 and self.labels[index].start < start < self.labels[index].end

    def take_cell(self, piece: Piece) -> None:
        """A drawn cell of words that are no label: with digits, a value that cannot be read."""
        words = self.text[piece.start : piece.end]
        beside = self.row is not None and self.row.line == piece.line
        if (beside and not UNIT.fullmatch(words)) or any(char.isdigit() for char in words):
            value = Value(State.UNREADABLE)
            self.put(Bit(piece.start, piece.end, piece.line, piece.column, value))
        elif not UNIT.fullmatch(words):
            self.take_other_words(piece, piece.start, piece.end, joined=False)

    def with_unit(self, bit: Bit, piece: Piece) -> Bit:
        """A number whose unit stands in a piece of its own."""
        value = value_of(self.text[bit.start : bit.end] + self.text[piece.start : piece.end])
        return msgspec.structs.replace(bit, end=piece.end, value=value) if value else bit

    def open(self, find: Find, piece: Piece) -> None:
        if find in self.chosen:
            start = self.words.at[find.start]
            bits = self.part_enumerator(find, start)
            self.row = RowBits(find.row, start, piece.line, piece.column, find.doubt, bits)
            self.rows.append(self.row)
            self.bits = self.row.bits
            self.last_line = None
            return
        told_twice = self.row is not None and find.row == self.row.row
        beside = self.row is not None and not self.row.bits and (self.columns or told_twice)
        if not beside:
            self.close(find.label.printed)

    def part_enumerator(self, find: Find, start: int) -> list[Bit]:
        """Take a value before a label for its enumerator, printed in a cell or line of its own.

        Gives the values behind it, which are the label's.
        """
        if not self.bits or not find.label.enumerator.isdigit():
            return []
        at, stopped = enumerator_at(
            self.flow, self.bits, find.label.enumerator, start, columns=self.columns
        )
        if at < 0:
            return []
        if not stopped:
            self.lone.append((self.bits, self.bits[at]))
            return []
        behind = self.bits[at + 1 :]
        del self.bits[at:]
        return behind

    def close(self, label: str) -> None:
        self.row, self.bits, self.label, self.prose = None, None, label, False

    def take_gap(self, piece: Piece, start: int, end: int, enumerator: str = "") -> None:
        """Letters between labels: glued values, the rest of a label, or words of their own.

        enumerator: that of the label behind them; its stop may be misread.
        """
        first, past = self.words.at[start], self.words.at[end - 1] + 1
        printed = self.text[first:past]
        misread = len(printed) == len(enumerator) + _MISREAD and is_letter(printed[-1])
        if self.lines and misread and enumerator.isdigit() and printed.startswith(enumerator):
            return
        if self.row and not self.row.bits and not self.drawn:
            nothing = _NOTHING.match(self.text, first, past)
            if nothing:
                value = value_of(nothing[0]) or Value(State.NOT_APPLICABLE)
                self.put(Bit(first, nothing.end(), piece.line, piece.column, value))
                first = nothing.end()
        at = first
        for run in RUN.finditer(self.text, first, past):
            if run.start() < at:
                continue
            begin, end = strip(self.text, run.start(), run.end())
            mixed = _MIXED.match(self.text, begin, past) if begin < end else None
            if mixed and mixed.end() > end:
                end = mixed.end()
            if _ENUMERATES.match(self.text, end):  # the number of a label that is not known
                end -= 1
            if begin == end:
                continue
            self.take_other_words(piece, at, begin, at > piece.start)
            at = end
            value = value_of(self.text[begin:end]) or Value(State.UNREADABLE)
            if self.text[begin - 1 : begin] == "," and "," in self.text[begin:end]:
                value = Value(State.UNREADABLE)  # the commas part values, not thousands
            self.put(Bit(begin, end, piece.line, piece.column, value))
        self.take_other_words(piece, at, past, at > piece.start)

    def take_other_words(self, piece: Piece, start: int, end: int, joined: bool) -> None:
        """Words that are no label: part of a label cut in pieces, or a row that the form lacks."""
        words = self.text[start:end].strip()
        if not any(is_letter(char) for char in words):
            return
        row = self.row
        beside = row is not None and not row.bits and row.line == piece.line
        if beside and joined and len(words) <= _REST:
            return
        part = "".join(words.split()).strip("()")
        if len(words) <= _FRAGMENT and part in self.label_letters:
            return
        if row is not None and not row.bits and self.is_own(part, row):
            return
        self.close(words.replace("\r", " ") if len(words) <= _LABEL_LENGTH else "")
        self.prose = any(char in words for char in _PROSE)

    def is_own(self, words: str, row: RowBits) -> bool:
        """Whether words are the middle of a row's own label, whose values stand beside them."""
        label = self.table.rows[row.row].label
        return label is not None and any(words in body for body in label.bodies)

    def take_value(self, piece: Piece) -> None:
        value = piece.value
        if self.drawn and value is not None:
            self.put(Bit(piece.start, piece.end, piece.line, piece.column, value))
            return
        if self.is_page(piece):
            return
        for bit in bits_of(self.text, piece):
            self.put(bit)

    def is_page(self, piece: Piece) -> bool:
        """Whether the words around a number say that it is a page's: `第 3 页 共 8 页`."""
        return (
            _PAGE_BEHIND.match(self.text, piece.end) is not None
            and _PAGE_BEFORE.search(self.text, max(piece.start - 4, 0), piece.start) is not None
        )

    def put(self, bit: Bit) -> None:
        row, blank = self.row, bit.start == bit.end
        if self.lines and blank and self.is_padding(bit):
            return
        if self.lines and row and bit.line != row.line and self.is_of_a_lost_row(bit, row):
            self.close("")
        if self.bits is None:
            if blank or self.prose:
                return
            self.extras.append(ExtraBits(self.label, bit.start, []))
            self.bits = self.extras[-1].bits
        self.bits.append(bit)
        if not blank:
            self.last_line = bit.line

    def is_padding(self, bit: Bit) -> bool:
        """Whether a blank cell begins the line below that of a blank row, before its label."""
        own = self.bits or []
        return bool(own) and self.last_line is None and own[-1].line != bit.line

    def is_of_a_lost_row(self, bit: Bit, row: RowBits) -> bool:
        """Whether a value on a later line than the row's belongs to a row whose label is lost.

        It belongs to the row when the two lines make up its cells together.
        """
        if self.drawn:
            return bit.line != row.line + 1 or bit.line not in self.breaks
        if self.last_line is None or bit.line == self.last_line:
            return False
        alone = self.on_line[bit.line] == 1
        size = len(self.table.rows[row.row].cells)
        return bit.blank or alone or len(row.bits) + self.on_line[bit.line] > size

    def without_enumerators(self) -> None:
        """Take numbers before labels for their enumerators, where most labels have one."""
        numbered = sum(
            label.enumerator.isdigit() and not self.words.text[find.start].isdigit()
            for find in self.chosen
            for label in (find.label,)
        )
        if len(self.lone) > 2 and 2 * len(self.lone) > numbered:
            for bits, bit in self.lone:
                bits.remove(bit)
