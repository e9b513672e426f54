"""A drawn table whose one row has no label: each value stands below its head, or beside it."""

from __future__ import annotations

from itertools import groupby, pairwise

import msgspec

from ..flow import Drawn, Flow
from ..form.definition import Table
from ..reading import State, Value
from .bits import Assigned, Bit, ExtraBits, RowBits
from .heads import groups_in_order, heads_of, known_heads
from .pieces import Piece


class _Cell(msgspec.Struct, frozen=True, gc=False):
    """A drawn cell; head: the column head it prints, or ""; bit: its value, blank or not."""

    drawn: Drawn
    head: str
    bit: Bit | None


def under_heads(
    flow: Flow, cells: list[Drawn], pieces: list[Piece], table: Table
) -> Assigned | None:
    """The row, its bits in the order of the form; what else is printed is kept as extras.

    The heads may stand in one line, in several with values between, or one a line with the value
    beside it. None where some head or some head's value is not found.
    """
    names = heads_of(table.rows[0])
    made = _cells(flow, cells, pieces, table)
    if sorted(cell.head for cell in made if cell.head) != sorted(names):
        return None
    walk = _Walk(names)
    for _, row in groupby(made, key=lambda cell: (cell.drawn.block, cell.drawn.cell.row)):
        walk.take(list(row))
    held = walk.finished()
    if held is None or any(drawn.cut for drawn in cells):
        return None
    bits = [held[at] for at in range(len(names))]
    sure = not walk.several and groups_in_order(flow, cells, table)
    found = RowBits(0, bits[0].start, bits[0].line, 0, 0 if sure else None, bits)
    return Assigned([found], _extras(made, {bit.start for bit in bits}))


def by_count(flow: Flow, cells: list[Drawn], pieces: list[Piece], table: Table) -> Assigned:
    """The line with just the right number of cells; the first of several, and then doubted."""
    made = _cells(flow, cells, pieces, table)
    size = len(table.rows[0].cells)
    lines: dict[int, list[Bit]] = {}
    for cell in made:
        if cell.bit is not None:
            lines.setdefault(cell.bit.line, []).append(cell.bit)
    filled = [bits for bits in lines.values() if any(not bit.blank for bit in bits)]
    whole = [bits for bits in filled if len(bits) == size]
    blank = [bits for bits in lines.values() if len(bits) == size and bits not in whole]
    best = (whole or ([] if filled else blank) or sorted(filled, key=len, reverse=True) or [[]])[0]
    start = best[0].start if best else (pieces[-1].end if pieces else 0)
    line = best[0].line if best else 0
    doubt = 0 if len(whole) < 2 else None
    extras = _extras(made, {bit.start for bit in best})
    return Assigned([RowBits(0, start, line, 0, doubt, best)], extras)


class _Walk:
    """One walk down the rows: heads wait for their values."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.free = {
            name: [at for at, one in enumerate(names) if one == name] for name in set(names)
        }
        self.waiting: list[tuple[int, Drawn]] = []
        self.held: dict[int, Bit] = {}
        self.blank: dict[int, Bit] | None = None
        self.filled = 0
        self.past = 0  # the grid column behind the last cell beside the heads
        self.several = False

    def take(self, row: list[_Cell]) -> None:
        heads = [at for at, cell in enumerate(row) if cell.head]
        if not heads:
            self.take_values([cell for cell in row if cell.bit is not None])
            return
        self.settle_blank()
        self.past = max(_end(cell) for cell in row)
        places = [self.free[row[at].head].pop(0) for at in heads]
        beside = [self.beside(row[at + 1 : end]) for at, end in pairwise([*heads, len(row)])]
        if None in beside or any(row[at + 1].head for at in heads):
            self.waiting += [
                (place, row[at].drawn) for place, at in zip(places, heads, strict=True)
            ]
        else:
            self.held |= {place: bit for place, bit in zip(places, beside, strict=True) if bit}

    def beside(self, cells: list[_Cell]) -> Bit | None:
        """The value beside a head: in the next cell, or the only one behind blank cells."""
        if not cells or cells[0].bit is None:
            return None
        filled = [cell.bit for cell in cells if cell.bit and not cell.bit.blank]
        if cells[0].bit.blank and filled:
            self.several = self.several or len(filled) > 1
            return filled[0]
        return cells[0].bit

    def take_values(self, row: list[_Cell]) -> None:
        filled = any(cell.bit and not cell.bit.blank for cell in row)
        if not self.waiting:
            self.several = self.several or (filled and len(row) == self.filled)
            return
        found = _below(self.waiting, row, self.past)
        if found is None:
            return
        if not filled:
            self.blank = self.blank or found
            return
        self.held |= found
        self.filled = len(row)
        self.waiting, self.blank = [], None

    def settle_blank(self) -> None:
        """A blank line is the row when no filled one came before the next heads."""
        if self.blank is not None:
            self.held |= self.blank
            self.waiting, self.blank = [], None

    def finished(self) -> dict[int, Bit] | None:
        self.settle_blank()
        return None if self.waiting or any(self.free.values()) else self.held


def _end(cell: _Cell) -> int:
    """The grid column behind a cell."""
    return cell.drawn.cell.col + cell.drawn.cell.cols


def _below(heads: list[tuple[int, Drawn]], row: list[_Cell], past: int) -> dict[int, Bit] | None:
    """The values of a line by the heads over them; by their order where spans do not line up.

    past: the grid column behind the line of the heads; a cell too many would shift the others.
    """
    found: dict[int, Bit] = {}
    clear = all(_end(cell) <= past for cell in row)
    for cell in row:
        its = cell.drawn.cell
        over = [
            place
            for place, head in heads
            if head.cell.col < its.col + its.cols and its.col < head.cell.col + head.cell.cols
        ]
        assert cell.bit is not None
        clear = clear and found.keys().isdisjoint(over)
        clear = clear and (cell.bit.blank or len(over) < 2)
        found |= dict.fromkeys(over, cell.bit)
    if clear and len(found) == len(heads):
        return found
    if len(row) != len(heads):
        return None
    return {place: cell.bit for (place, _), cell in zip(heads, row, strict=True) if cell.bit}


def _cells(flow: Flow, cells: list[Drawn], pieces: list[Piece], table: Table) -> list[_Cell]:
    spelt = known_heads(table)
    return [
        _Cell(drawn, spelt.get(drawn.letters, ""), _bit(flow, one))
        for drawn, one in zip(cells, pieces, strict=True)
    ]


def _bit(flow: Flow, piece: Piece) -> Bit | None:
    """A cell's value; words with a digit are one that cannot be read."""
    value = piece.value
    if value is None and any(char.isdigit() for char in flow.text[piece.start : piece.end]):
        value = Value(State.UNREADABLE)
    if value is None:
        return None
    return Bit(piece.start, piece.end, piece.line, piece.column, value)


def _extras(cells: list[_Cell], used: set[int]) -> list[ExtraBits]:
    lines: dict[int, list[Bit]] = {}
    for cell in cells:
        bit = cell.bit
        if bit is not None and not bit.blank and bit.start not in used:
            lines.setdefault(bit.line, []).append(bit)
    return [ExtraBits("", bits[0].start, bits) for bits in lines.values()]
