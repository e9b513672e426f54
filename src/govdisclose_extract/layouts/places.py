"""From what is printed for a row to the cells that it may stand in."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from ..flow import Flow
from ..form.definition import Table, row_sums
from ..locate.tables import Region
from ..reading import ExtraReading, Placement, Reading, RowReading, Token
from .astray import Astray
from .base import Declined
from .bits import Assigned, Bit, RowBits
from .columns import adds_up
from .geometry import Geometry, filled_of
from .lines import PAGE_DASHES, is_page_number
from .pieces import Piece
from .rows import assign

_ENDS = ".,+-| \t\n"
"""What may stand behind the last number where the text ends in a row."""

_ZERO_FIRST = re.compile(r"0\d+", re.ASCII)
_FEWEST = 3
"""Rows of a table that can print numbers with a leading zero, at most."""

_DASHES = re.compile(PAGE_DASHES)
_PAGE_MARK = re.compile(rf"{PAGE_DASHES}\s*\d{{1,3}}\s*{PAGE_DASHES}", re.ASCII)


def token(flow: Flow, bit: Bit) -> Token:
    """The token of a printed value or of a visibly blank cell."""
    raw = flow.raw_of(bit.start, bit.end).replace("\r", " ")  # line ends inside drawn cells
    return Token(raw, bit.start, bit.end, bit.value)


def extras(flow: Flow, assigned: Assigned) -> tuple[ExtraReading, ...]:
    """Values that belong to no row of the form."""
    return tuple(
        ExtraReading(
            extra.label,
            tuple(token(flow, bit) for bit in extra.bits if not bit.blank),
            extra.start,
        )
        for extra in assigned.extras
    )


def is_cut(flow: Flow, region: Region, row: RowBits, assigned: Assigned) -> bool:
    """True when the text ends in this row: its last number may be cut, its last cells lost."""
    end = len(flow.text.rstrip(_ENDS))
    if row is not assigned.rows[-1] or assigned.extras or region.end < end:
        return False
    past = max((bit.end for bit in row.bits if not bit.blank), default=end)
    if past >= end:
        return True
    rest = flow.text[past:end]  # of a label, whose values stand beside its first lines
    return row.row + 1 < len(region.table.rows) and not any(char.isdigit() for char in rest)


def is_page_mark(flow: Flow, found: RowBits) -> bool:
    """Whether all that a row prints may be the number of a page: `- 3 -`, or three cells."""
    filled = [bit for bit in found.bits if not bit.blank]
    return len(filled) > 1 and is_page_number(flow.text, filled[0].start, filled[-1].end)


def page_marks(flow: Flow, assigned: Assigned, *, in_cells: bool) -> set[int]:
    """The starts of rows among whose values the number of a page may stand: `0 0 - 3 - 0`.

    None where the table prints dashes elsewhere too, so that they may be values. in_cells: only a
    mark within one cell counts, since borders show what is a value.
    """
    held: set[int] = set()
    for found in assigned.rows:
        filled = [bit for bit in found.bits if not bit.blank]
        at = 0
        while at < len(filled):
            size = next((size for size in (1, 3) if _is_marked(flow, filled[at : at + size])), 0)
            places = {(bit.line, bit.column) for bit in filled[at : at + size]}
            if len(places) == 1 or (places and not in_cells):
                held.add(found.start)
            elif _DASHES.fullmatch(flow.text, filled[at].start, filled[at].end):
                return set()
            at += size or 1
    return held


def _is_marked(flow: Flow, bits: list[Bit]) -> bool:
    return bool(bits) and _PAGE_MARK.fullmatch(flow.text, bits[0].start, bits[-1].end) is not None


def holds_several(flow: Flow, table: Table, assigned: Assigned) -> bool:
    """Whether runs of digits in several rows are no numbers: none begins with a superfluous 0."""
    broken = sum(
        any(_ZERO_FIRST.fullmatch(flow.text, bit.start, bit.end) for bit in found.bits)
        for found in assigned.rows
    )
    return broken >= min(_FEWEST, len(table.rows))


def _touch(bits: list[Bit]) -> bool:
    """Whether values stand side by side without anything between: their borders are lost."""
    return any(
        one.end == other.start and not one.blank and not one.value.unit
        for one, other in pairwise(bits)
    )


def unbordered(
    flow: Flow, region: Region, pieces: list[Piece], layout: str, *, lines: bool
) -> Reading | Declined:
    """A reading whose blank cells cannot be seen: numbers in printed order, cells open."""
    assigned = assign(flow, region, pieces, lines=lines)
    if holds_several(flow, region.table, assigned):
        return Declined("the numbers are glued together", "数字粘连在一起")
    marked = page_marks(flow, assigned, in_cells=False)
    marked.update(found.start for found in assigned.rows if is_page_mark(flow, found))
    rows = tuple(
        RowReading(
            row=region.table.rows[found.row].id,
            tokens=tuple(token(flow, bit) for bit in found.bits if not bit.blank),
            start=found.start,
            cut=is_cut(flow, region, found, assigned),
            label_doubt=None
            if found.start in marked or _touch(found.bits) or _is_scattered(region.table, found)
            else found.doubt,
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

    widths: the number of cells of each printed line. What full rows show of the table's geometry
    tells padding from blank cells in the others; where it does not, every way is kept for the
    sums to choose from.
    """
    table = region.table
    geometry = Geometry(table, assigned, widths or {})
    marked = page_marks(flow, assigned, in_cells=True)
    astray = Astray(flow, table, assigned)
    rows = []
    for found in assigned.rows:
        row = table.rows[found.row]
        tokens = tuple(token(flow, bit) for bit in found.bits)
        cut = is_cut(flow, region, found, assigned)
        is_astray = bool(widths) and (astray.may_be_of(found) or _shares_cells(table, found))
        placements: tuple[Placement, ...] | None = None
        if len(row.cells) == 1:
            tokens = once(tokens)
        if cut:
            tokens = _without_end(tokens)
        if len(filled_of(tokens)) == len(row.cells) == len(tokens):
            placements = (tokens,)
        elif not cut:
            placements = geometry.placements(found, tokens, sums=bool(row_sums(table, row)))
        rows.append(
            RowReading(
                row=row.id,
                tokens=tokens if placements else tuple(filled_of(tokens)),
                placements=placements,
                start=found.start,
                cut=cut,
                label_doubt=None if found.start in marked or is_astray else found.doubt,
            )
        )
    return Reading(table.id, layout, tuple(rows), extras(flow, assigned), bordered=True)


def _is_scattered(table: Table, found: RowBits) -> bool:
    """Whether a line of several values, and others, fill a row, and no sum says that they do.

    What stands above or below a line of values may be the ends of longer numbers.
    """
    row = table.rows[found.row]
    lines = Counter(bit.line for bit in found.bits if not bit.blank)
    if len(found.bits) != len(row.cells) or len(lines) < 2 or max(lines.values()) < 2:
        return False
    return not (row_sums(table, row) and adds_up(table, row, found.bits))


def _shares_cells(table: Table, found: RowBits) -> bool:
    """Whether a cell holds several values, or one that a blank parts, and no sum tells which.

    A sum tells where the row has all its cells, and numbers other than 0.
    """
    cells = Counter((bit.line, bit.column) for bit in found.bits if not bit.blank)
    row = table.rows[found.row]
    return max(cells.values(), default=1) > 1 and not (
        any(bit.value.number for bit in found.bits)
        and len(found.bits) == len(row.cells)
        and bool(row_sums(table, row))
        and adds_up(table, row, found.bits)
    )


def once(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The token of a row's one cell, which programs print in each column that it spans."""
    filled = filled_of(tokens)
    same = len({one.raw for one in filled}) == 1 and tokens[: len(filled)] == tuple(filled)
    return tokens[:1] if same else tokens


def _without_end(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens up to the last printed one."""
    filled = filled_of(tokens)
    return tokens[: tokens.index(filled[-1]) + 1] if filled else ()
