"""What a reading leaves in doubt before any sum is looked at."""

from __future__ import annotations

import msgspec

from ..flow import Flow
from ..form.definition import Table
from ..reading import Reading, RowReading


def with_all_cells(table: Table, reading: Reading) -> Reading:
    """The only row of a table, glued, with the ways that fill all its cells.

    Where it prints too few digits for that, the ways that leave some out are all there are.
    """
    if len(table.rows) > 1 or not any(read.glued for read in reading.rows):
        return reading
    (read,) = reading.rows
    letters = "".join(token.raw for token in read.tokens)
    if sum(char.isdigit() or char in "/—" for char in letters) < len(table.row(read.row).cells):
        return reading
    whole = tuple(way for way in read.placements or () if None not in way)
    # Digits for all cells that fill them in no way: blanks are dropped, or the sums are broken.
    only = (
        msgspec.structs.replace(read, placements=whole)
        if whole
        else msgspec.structs.replace(read, label_doubt=None)
    )
    return msgspec.structs.replace(reading, rows=(only,))


def _below(flow: Flow, read: RowReading) -> bool:
    """Whether the first value of a row is printed below the line on which its label begins."""
    first = next((token.start for token in read.tokens if token.raw), read.start)
    return "\n" in flow.text[read.start : first]


def without_heirs(flow: Flow, table: Table, reading: Reading) -> Reading:
    """Doubt rows that may have inherited the values of a neighbour whose label was not found.

    Where blank cells leave no trace a row may print nothing, or little; values beside its label
    may then be those of the row before or after, if that one's label is lost. Surplus values too;
    and values below their label, where some row prints nothing though its cells are seen.
    """
    found = {read.row for read in reading.rows}
    if len(found) == len(table.rows):
        return reading
    order = [row.id for row in table.rows]
    last = max((order.index(id) for id in found), default=0)
    sizes = {row.id: len(row.cells) for row in table.rows}
    blank = not reading.bordered and any(
        len(read.tokens) < (1 if read.glued else sizes[read.row]) for read in reading.rows
    )
    silent = any(not any(token.raw for token in read.tokens) for read in reading.rows)
    rows = []
    for read in reading.rows:
        at = order.index(read.row)
        beside = {order[at - 1]} if at else set[str]()
        if at < last:
            beside.add(order[at + 1])
        surplus = len(read.tokens) > len(table.rows[at].cells)
        orphan = (blank or surplus or (silent and _below(flow, read))) and not beside <= found
        rows.append(msgspec.structs.replace(read, label_doubt=None) if orphan else read)
    return msgspec.structs.replace(reading, rows=tuple(rows))
