"""From what is printed for a row to the cells that it may stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from math import comb

from ..flow import Flow
from ..form.definition import Row, Table
from ..locate.tables import Region
from ..reading import ExtraReading, Placement, Reading, RowReading, State, Token, Value
from .pieces import Piece
from .rows import Assigned, Bit, RowBits, assign

_MOST_DROPS = 500
"""Ways to leave out surplus blank cells beyond which a row's blanks are ignored."""

Place = Callable[[Row, list[Token]], tuple[Placement, ...] | None]


def token(flow: Flow, bit: Bit) -> Token:
    """The token of a printed value or of a visibly blank cell."""
    return Token(flow.raw_of(bit.start, bit.end), bit.start, bit.end, bit.value)


def extras(flow: Flow, assigned: Assigned) -> tuple[ExtraReading, ...]:
    """Values that belong to no row of the form."""
    return tuple(
        ExtraReading(
            extra.label, tuple(token(flow, bit) for bit in extra.bits if not bit.blank), extra.start
        )
        for extra in assigned.extras
    )


def is_cut(flow: Flow, region: Region, row: RowBits, assigned: Assigned) -> bool:
    """True when the text ends in this row: its last number may be cut, its last cells lost."""
    if row is not assigned.rows[-1] or assigned.extras:
        return False
    end = len(flow.text.rstrip())
    last = max((bit.end for bit in row.bits), default=row.start)
    return region.end >= end and last >= end - 1 if row.bits else region.end >= end


def unbordered(
    flow: Flow, region: Region, pieces: list[Piece], layout: str, *, lines: bool
) -> Reading:
    """A reading whose blank cells cannot be seen: numbers in printed order, cells open."""
    assigned = assign(flow, region, pieces, lines=lines)
    rows = tuple(
        RowReading(
            row=region.table.rows[found.row].id,
            tokens=tuple(token(flow, bit) for bit in found.bits if not bit.blank),
            start=found.start,
            cut=is_cut(flow, region, found, assigned),
            label_doubt=found.doubt,
        )
        for found in assigned.rows
    )
    return Reading(region.table.id, layout, rows, extras(flow, assigned))


def bordered(
    flow: Flow,
    region: Region,
    assigned: Assigned,
    layout: str,
    widths: dict[int, int] | None = None,
) -> Reading:
    """A reading that sees the borders of cells, blank ones too.

    widths: the number of cells of each printed line. A row with just its cells is read as it
    stands; with more, blank ones at its ends are padding of merged labels; with fewer, some cells
    are lost. In a line as wide as that of a row that lost cells, a blank first or last cell may be
    padding too, so both ways are kept.
    """
    table = region.table
    widths = widths or {}
    short = _short_widths(table, assigned, widths)
    vouched = _vouched_starts(table, assigned, widths)
    blanks = _prints_blanks(table, assigned)
    rows = []
    for found in assigned.rows:
        row = table.rows[found.row]
        tokens = [token(flow, bit) for bit in found.bits]
        width = widths.get(found.bits[-1].line, 0) if found.bits else 0
        first = found.bits[0].column if found.bits else 0
        placements = place_cells(
            len(row.cells),
            tokens,
            padded=width in short,
            starts={
                start - first
                for start in vouched.get((width, found.column), vouched.get((width, -1), ()))
            },
        )
        kept = _kept(tokens, len(row.cells)) if placements is None else tuple(tokens)
        if blanks and placements is None and 0 < len(kept) < len(row.cells):
            placements = _stripped(len(row.cells), kept)
        rows.append(
            RowReading(
                row=row.id,
                tokens=kept,
                placements=placements,
                start=found.start,
                cut=is_cut(flow, region, found, assigned),
                label_doubt=found.doubt,
            )
        )
    return Reading(table.id, layout, tuple(rows), extras(flow, assigned), bordered=True)


def _filled(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if token.end > token.start]


def _kept(tokens: list[Token], size: int) -> tuple[Token, ...]:
    """What is left to the solver: without padding; with too many numbers, the numbers alone."""
    filled = _filled(tokens)
    if len(filled) >= size or not filled:
        return tuple(filled)
    first, last = tokens.index(filled[0]), len(tokens)
    kept = tokens[first:last]
    while len(kept) > size and kept[-1].start == kept[-1].end:
        kept.pop()
    return tuple(kept) if len(kept) <= size else tuple(filled)


def place_cells(
    size: int, tokens: list[Token], *, padded: bool = False, starts: set[int] | None = None
) -> tuple[Placement, ...] | None:
    """The ways in which a row's cells, blank ones included, fill `size` cells; None when unknown.

    padded: a blank cell at either end may be padding though the count is right. starts: where, in
    rows printed alike, the first cell of the row stood.
    """
    filled = _filled(tokens)
    if len(filled) > size:
        return None
    if len(filled) == size:
        return (tuple(filled),)
    if not filled and tokens:
        return (tuple(tokens[:size]),) if len(tokens) >= size else None
    if len(tokens) < size:
        return None
    if len(tokens) == size:
        if padded and (tokens[0].end == tokens[0].start or tokens[-1].end == tokens[-1].start):
            return (tuple(tokens), *_shifted(size, tokens))
        return (tuple(tokens),)
    first, last = tokens.index(filled[0]), len(tokens) - 1 - tokens[::-1].index(filled[-1])
    windows = [
        start for start in range(max(0, last - size + 1), min(first, len(tokens) - size) + 1)
    ]
    if starts and any(start in starts for start in windows):
        windows = [start for start in windows if start in starts]
    if windows:
        return tuple(tuple(tokens[start : start + size]) for start in windows)
    blanks = [index for index, token in enumerate(tokens) if token.end == token.start]
    drop = len(tokens) - size
    if comb(len(blanks), drop) > _MOST_DROPS:
        return None
    ways = {
        tuple(token for index, token in enumerate(tokens) if index not in left_out)
        for left_out in combinations(blanks, drop)
    }
    return tuple(sorted(ways, key=lambda way: [token.start for token in way]))


def _shifted(size: int, tokens: list[Token]) -> list[Placement]:
    """The row's numbers moved by one lost cell, its blank end cell being padding."""
    ways: list[Placement] = []
    if tokens[0].end == tokens[0].start:
        rest: list[Token | None] = list(tokens[1:])
        ways += [(*rest[:at], None, *rest[at:]) for at in range(size)]
    if tokens[-1].end == tokens[-1].start:
        rest = list(tokens[:-1])
        ways += [(*rest[:at], None, *rest[at:]) for at in range(size)]
    return ways


def _stripped(size: int, tokens: tuple[Token, ...]) -> tuple[Placement, ...]:
    """A short row where blank cells are printed: those at its end were cut off, or cells are lost."""
    edge = tokens[-1].end
    blank = Token("", edge, edge, Value(State.BLANK))
    ways: list[Placement] = [(*tokens, *(blank,) * (size - len(tokens)))]
    if comb(size, len(tokens)) <= _MOST_DROPS:
        for chosen in combinations(range(size), len(tokens)):
            cells: list[Token | None] = [None] * size
            for at, its in zip(chosen, tokens, strict=True):
                cells[at] = its
            ways.append(tuple(cells))
    return tuple(ways)


def _prints_blanks(table: Table, assigned: Assigned) -> bool:
    """True when rows with all their cells print some of them blank."""
    return any(
        any(bit.blank for bit in found.bits) and any(not bit.blank for bit in found.bits)
        for found in assigned.rows
        if len(found.bits) == len(table.rows[found.row].cells) > 1
    )


def _short_widths(table: Table, assigned: Assigned, widths: dict[int, int]) -> set[int]:
    """The widths of lines on which a row prints fewer cells than it has."""
    return {
        widths.get(found.bits[-1].line, 0)
        for found in assigned.rows
        if 0 < len(found.bits) < len(table.rows[found.row].cells)
    }


def _vouched_starts(
    table: Table, assigned: Assigned, widths: dict[int, int]
) -> dict[tuple[int, int], set[int]]:
    """By the width of the line and the label's cell: at which cells the numbers of full rows begin.

    The label's cell -1 stands for any.
    """
    starts: dict[tuple[int, int], set[int]] = {}
    for found in assigned.rows:
        filled = [bit for bit in found.bits if not bit.blank]
        if filled and len(filled) == len(table.rows[found.row].cells):
            width = widths.get(filled[-1].line, 0)
            for label in (found.column, -1):
                starts.setdefault((width, label), set()).add(filled[0].column)
    return starts
