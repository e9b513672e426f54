"""Where the cells of rows stand in their lines, as the full rows of a table show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from ..form.definition import Table
from ..reading import Placement, State, Token, Value
from .bits import Assigned, Bit, RowBits

_AROUND = 4
"""Rows before and behind one whose shapes are compared; a table may change its shape on its way."""

_MOST_WAYS = 500
"""Ways to leave out surplus cells, or to place a short row, beyond which none is tried."""


def blank_token(at: int) -> Token:
    """The token of a blank cell that is seen by its place alone."""
    return Token("", at, at, Value(State.BLANK))


def filled_of(tokens: Iterable[Token]) -> list[Token]:
    """The tokens that print something."""
    return [token for token in tokens if token.end > token.start]


class _Shape(NamedTuple):
    """How a line is built: its number of cells, and the cell in which the row's label begins.

    Where rows are not lines, its number of cells is that of its values.
    """

    width: int
    label: int


class Geometry:
    """Where the cells of rows stand in their lines, as the full rows of the table show it.

    A full row prints a number in every cell. Its cells are known, if it has no others: one longer
    row alone does not tell which of its cells is surplus, and only gives a guess. Lines of the same
    shape have their cells at the same place. A line of another shape than those of full rows, or
    than most, may have lost a cell or won one.

    padded: full rows of that shape have blank padding behind the last cell, so a line that lost a
    cell may have kept its width. leads: blank cells stand between some label and its numbers.
    """

    def __init__(self, table: Table, assigned: Assigned, widths: dict[int, int]) -> None:
        self.table = table
        self.widths = widths
        self.starts: dict[_Shape, set[int]] = {}
        self.guesses: dict[_Shape, set[int]] = {}
        self.by_label: dict[int, set[int]] = {}
        self.padded: set[_Shape] = set()
        self.shapes: list[tuple[_Shape, int]] = []
        self.numbers: dict[int, int] = {}
        self.short: bool = False
        self.blanks: bool = False
        self.leads: bool = False
        for found in assigned.rows:
            size = len(table.rows[found.row].cells)
            self.numbers[found.start] = len(self.shapes)
            self.shapes.append((self.shape(found), size))
            if size > 1 and 0 < len(found.bits) < size:
                self.short = True
            if size > 1 and len(found.bits) >= size:
                self.blanks = self.blanks or 0 < sum(not bit.blank for bit in found.bits) < size
        for found in assigned.rows:
            size = len(table.rows[found.row].cells)
            filled = [bit for bit in found.bits if not bit.blank]
            if len(filled) != size:
                continue
            shape = self.shape(found)
            start, past = self.place(found, filled[0]), self.place(found, filled[-1])
            if past - start != size - 1:
                continue
            self.guesses.setdefault(shape, set()).add(start)
            self.leads = self.leads or start > self.place(found, found.bits[0])
            if len(found.bits) == size or self.is_common(found):
                self.starts.setdefault(shape, set()).add(start)
                self.by_label.setdefault(shape.label, set()).add(start)
                if past + 1 < (shape.width or len(found.bits)):
                    self.padded.add(shape)

    def place(self, found: RowBits, bit: Bit) -> int:
        """The cell of a line in which a value stands; without lines, its place behind the label."""
        return bit.column if self.widths else found.bits.index(bit)

    def shape(self, found: RowBits) -> _Shape:
        if not self.widths:
            return _Shape(len(found.bits), 0)
        line = found.bits[-1].line if found.bits else found.line
        return _Shape(self.widths.get(line, 0), found.column)

    def placements(
        self, found: RowBits, tokens: tuple[Token, ...], *, sums: bool
    ) -> tuple[Placement, ...] | None:
        """The ways in which a row's cells, blank ones included, fill it; None leaves all open."""
        size = len(self.table.rows[found.row].cells)
        filled = filled_of(tokens)
        if not tokens or len(filled) > size:
            return None
        if not filled and len(tokens) < size:
            return None
        usual = self.is_usual(found)
        if 1 < size < len(tokens):  # which cell is the surplus one, few rows do not tell
            usual = self.is_common(found)
        starts, sure = self.known(found, tokens)
        if not filled:  # what pads the label is known, or all are just the row's cells
            enough = size + min(starts, default=0 if usual or not self.leads else len(tokens))
            return (tokens[:size],) if len(tokens) >= enough else None
        first, last = tokens.index(filled[0]), len(tokens) - 1 - tokens[::-1].index(filled[-1])
        windows = range(max(0, last - size + 1), min(first, len(tokens) - size) + 1)
        lead = max(0, min(first, *starts)) if starts else 0  # what pads the label
        if size < len(tokens) and not usual and size > 1:
            kept = tokens[self.padding(found, first) :]
            if len(kept) < size:  # a cell is lost, from the row or from its padding
                return (*_short(size, kept, blanks=False), tokens[-size:])
            any_cell = _surplus(size, kept, sums=True) or ()
            ways: list[Placement] = [*self.guessed(found, tokens, windows), *any_cell]
            if 0 < self.shape(found).width < self.width():  # a cell is lost, if all are as wide
                ways += _short(size, tokens[first : last + 1], blanks=self.blanks)
            return tuple(dict.fromkeys(ways)) or None
        if last - first + 1 > size:
            within = _surplus(size, tokens[first : last + 1], sums=sums)
            if sums or within is None:
                return within
            # Nothing tells that a blank cell outside of the numbers is not the row's.
            return tuple(dict.fromkeys((*within, *(_surplus(size, tokens, sums=sums) or ()))))
        if last - first + 1 == size:
            if first in starts or not starts or len(filled) == size:
                return (tokens[first : first + size],)
            return _surplus(size, tokens, sums=sums)
        fitting = [start for start in windows if start in starts]
        if len(fitting) == 1 and sure(fitting[0], last, size):
            return (tokens[fitting[0] : fitting[0] + size],)
        exact = not starts and len(windows) == 1 and len(tokens) == size
        if exact and not self.short and (usual or not self.leads):
            return (tokens,)
        ways = [tokens[start : start + size] for start in fitting or windows]
        if self.short or starts or not ways or exact:
            # Blank cells at the ends are padding only where full rows have some.
            bare = len(tokens) > size or bool(self.padded)
            some = tokens[first : last + 1] if bare else tokens[lead if starts else first :]
            ways += _short(size, some, blanks=self.blanks)
            if first and not (bare or starts) and len(tokens) < size:  # nor is the first padding
                ways += _short(size, tokens, blanks=self.blanks)
        return tuple(dict.fromkeys(ways)) or None

    def is_usual(self, found: RowBits) -> bool:
        """Whether a full row has the row's shape, or most rows around it that begin as it does.

        Where no other begins so, most rows around must have as many cells, in all or behind their
        labels.
        """
        at = self.numbers[found.start]
        shape, size = self.shapes[at]
        if shape in self.starts:
            return True
        around = self.shapes[max(at - _AROUND, 0) : at] + self.shapes[at + 1 : at + _AROUND + 1]
        others = [its for its, cells in around if cells == size]
        alike = self.alike(around, shape, size)
        if alike or not others:
            return 2 * (1 + alike.count(shape)) > 1 + len(alike)
        behind = shape.width - shape.label
        return 2 * sum(its.width == shape.width for its in others) > len(others) or 2 * sum(
            its.width - its.label == behind for its in others
        ) > len(others)

    def is_common(self, found: RowBits) -> bool:
        """Whether the other rows bear out the shape of one with more cells than the form's.

        All of those that begin as it does have it, or most, if they are more than two; or most of
        all, and of those around it, are as wide; or more rows of a run than chance may shift.
        """
        at = self.numbers[found.start]
        shape, size = self.shapes[at]
        widths = [its.width for its, _ in self.shapes]
        near = widths[max(at - _AROUND, 0) : at + _AROUND + 1]
        behind = self.alike(self.shapes[at:], shape, size)
        before = self.alike(self.shapes[at::-1], shape, size)
        alike = [*before[1:], *behind]
        return (
            1 < len(alike) == alike.count(shape)
            or 2 * alike.count(shape) > max(4, len(alike))
            or (shape.width == self.width() > 0 and 2 * near.count(shape.width) > len(near))
            or _run(before) + _run(behind) - 1 > _AROUND
            or _run(widths[at::-1]) + _run(widths[at:]) - 1 > _AROUND
        )

    def width(self, size: int | None = None) -> int:
        """How wide most rows are, or those with so many cells; 0 where there is no such width."""
        widths = [its.width for its, cells in self.shapes if size in (None, cells)]
        return next((its for its in set(widths) if 2 * widths.count(its) > len(widths)), 0)

    def alike(self, shapes: list[tuple[_Shape, int]], shape: _Shape, size: int) -> list[_Shape]:
        """The shapes of rows with so many cells whose labels begin in the same cell."""
        return [its for its, cells in shapes if cells == size and its.label == shape.label]

    def padding(self, found: RowBits, first: int) -> int:
        """How many cells before a longer row's values pad its label, whatever row one looks at."""
        label, size = self.shape(found).label, len(self.table.rows[found.row].cells)
        starts = self.by_label.get(label)
        bare = any(its == _Shape(label + 1 + size, label) for its, _ in self.shapes)
        every = set().union(*self.by_label.values())
        if starts is None and self.widths and len(every) == 1 and not bare:
            starts = every  # all labels have one column of values, none its cells right behind it
        return max(0, min(first, min(starts) - self.place(found, found.bits[0]))) if starts else 0

    def guessed(self, found: RowBits, tokens: tuple[Token, ...], windows: range) -> list[Placement]:
        """The usual ways to fill a longer row with all that it prints.

        As full rows of its shape, be they few, have their cells; or so that it ends in its last
        number.
        """
        column = self.place(found, found.bits[0])
        starts = {start - column for start in self.guesses.get(self.shape(found), ())}
        size = len(self.table.rows[found.row].cells)
        usual = sorted(windows, key=lambda start: start not in starts)
        return [tokens[start : start + size] for start in usual]

    def known(self, found: RowBits, tokens: tuple[Token, ...]) -> tuple[set[int], _Sure]:
        """Where the row's cells may start among its tokens, and when that is sure."""
        shape = self.shape(found)
        column = self.place(found, found.bits[0])
        same = self.starts.get(shape)
        starts = same if same is not None else self.by_label.get(shape.label, set())
        size = len(self.table.rows[found.row].cells)
        width = self.width(size)
        if not starts and shape.width < width:  # rows as wide as most end with their lines
            starts = {width - size}
        tail = same is not None and shape not in self.padded
        return {start - column for start in starts}, _Sure(same is not None, tail)


def _run(its: Sequence[object]) -> int:
    """How many of the first are the same."""
    return next((at for at, one in enumerate(its) if one != its[0]), len(its))


class _Sure(NamedTuple):
    """Whether a window of cells is beyond doubt.

    same: full rows of the same shape have it. tail: and end with their line.
    """

    same: bool
    tail: bool

    def __call__(self, start: int, last: int, size: int) -> bool:
        """last: the last number's place. With padding behind, only a printed total is proof."""
        return self.same and (self.tail or last == start + size - 1)


def _surplus(size: int, tokens: tuple[Token, ...], *, sums: bool) -> tuple[Placement, ...] | None:
    """More cells than the row has, blank ones between the numbers.

    Heads and values whose spans do not line up give such rows, so the numbers alone, when there
    are just enough, stand in order; but a cell may be surplus too, for the sums to say.
    """
    filled = tuple(filled_of(tokens))
    ways: list[Placement] = [filled] if len(filled) == size else []
    if (sums or not ways) and comb(len(tokens), size) <= _MOST_WAYS:
        ways += combinations(tokens, size)
    return tuple(dict.fromkeys(ways)) or None


def _short(size: int, tokens: tuple[Token, ...], *, blanks: bool) -> list[Placement]:
    """A row that lost cells: anywhere; or, where blank cells are printed, blank ones at its end."""
    ways: list[Placement] = []
    if blanks and len(tokens) < size:
        ways.append((*tokens, *(blank_token(tokens[-1].end),) * (size - len(tokens))))
    if comb(size, len(tokens)) <= _MOST_WAYS:
        for chosen in sorted(combinations(range(size), len(tokens)), key=lambda way: -way[-1]):
            cells: list[Token | None] = [None] * size
            for at, its in zip(chosen, tokens, strict=True):
                cells[at] = its
            ways.append(tuple(cells))
    return ways
