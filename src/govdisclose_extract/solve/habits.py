"""How a table prints its rows: what its rows show together of the ways to read one of them."""

from __future__ import annotations

from typing import NamedTuple

from ..form.definition import Row
from ..reading import Reading, RowReading, State, Token

_BLANK = State.BLANK  # looked up once: enums are slow

_BY_CHANCE = 2
"""Rows of zeros that may print the same number of values by chance."""

_MANY_ROWS = 10
"""Rows of a table that cannot all be spared repeating a number."""


class Habits(NamedTuple):
    """How a table prints its rows.

    full: some row prints all its cells, so that a shorter one has lost some. alike: the rows of
    zeros print the same number of values. chance: they are few. totals: rows that print several
    values end in the total. summed: most rows show just their cells, and all these do. bare: most
    rows of numbers have nothing in the place of the total in their usual way, whether it is blank
    or lost. blanks: blank cells are printed beside printed totals. untotalled: most totals are
    blank. idle: most totals of rows that print something, but no number other than 0, are blank.
    closed: no row is short for dropped blanks, so a row of as many numbers as cells is just that.
    partial: some row prints a part of its cells; then a full row without sums may hold a stray
    number, such as a page's, in the place of a dropped blank.
    """

    full: bool
    alike: bool
    chance: bool
    totals: bool
    summed: bool
    bare: bool
    blanks: bool
    untotalled: bool
    idle: bool
    closed: bool
    partial: bool


def habits_of(rows: dict[str, Row], reading: Reading) -> Habits:
    amounts = [has_amounts(read) for read in reading.rows]
    zeros = [
        read
        for read, counts in zip(reading.rows, amounts, strict=True)
        if read.tokens and not counts
    ]
    seen = [
        read.placements[0]
        for read in reading.rows
        if read.placements and len(read.placements) == 1 and len(read.placements[0]) > 1
    ]
    several = [read for read in reading.rows if len(rows[read.row].cells) > 1]
    exact = [read for read in several if _is_exact(rows[read.row], read)]
    usual = [
        read.placements[0]
        for read, counts in zip(reading.rows, amounts, strict=True)
        if counts and read.placements and len(read.placements[0]) > 1 and not read.glued
    ]
    counted, idle = [], []
    for way in seen:
        if any(token is not None and token.value.number for token in way[:-1]):
            counted.append(way)
        elif any(map(is_printed, way[:-1])):
            idle.append(way)
    return Habits(
        full=any(_is_full(rows[read.row], read) for read in reading.rows),
        alike=len({len(read.tokens) for read in zeros}) == 1,
        chance=len(zeros) <= _BY_CHANCE,
        totals=not any(_lacks_total(read) for read in reading.rows),
        summed=2 * len(exact) > len(several) and not any(map(_lacks_total, exact)),
        bare=2 * sum(not is_printed(way[-1]) for way in usual) > len(usual),
        blanks=any(is_blank(token) for way in seen for token in way if not is_blank(way[-1])),
        untotalled=2 * sum(is_blank(way[-1]) for way in counted) > len(counted),
        idle=2 * sum(not is_printed(way[-1]) for way in idle) > len(idle),
        closed=reading.bordered
        or all(len(read.tokens) >= len(rows[read.row].cells) for read in reading.rows),
        partial=any(0 < len(read.tokens) < len(rows[read.row].cells) for read in reading.rows),
    )


def is_blank(token: Token | None) -> bool:
    return token is None or token.value.number is None


def _lacks_total(read: RowReading) -> bool:
    """Whether the usual way of a row leaves the last of its cells blank behind printed ones."""
    way = read.placements[0] if read.placements and not read.glued else ()
    return len(way) > 1 and not is_printed(way[-1]) and any(map(is_printed, way))


def _is_exact(row: Row, read: RowReading) -> bool:
    return len(read.placements or ()) == 1 and len(read.tokens) == len(row.cells)


def is_printed(token: Token | None) -> bool:
    """Whether something stands in a cell: a number, a zero or a mark."""
    return token is not None and token.value.state is not _BLANK


def is_lost(reading: Reading) -> bool:
    """True when what is left of a table has no place: its lines were cut out or deduplicated.

    No row prints two values; or, in a table of many rows, no value is printed twice, though a row
    repeats its only number as its total.
    """
    if reading.bordered or any(read.glued for read in reading.rows):
        return False
    if max((len(read.tokens) for read in reading.rows), default=0) == 1:
        return True
    raws = [token.raw for read in reading.rows for token in read.tokens]
    return len(reading.rows) >= _MANY_ROWS and 1 < len(set(raws)) == len(raws)


def has_amounts(read: RowReading) -> bool:
    return any(token.value.number for token in read.tokens)


def _is_full(row: Row, read: RowReading) -> bool:
    """True when the row prints every one of its cells, so that a shorter row has lost some."""
    if len(row.cells) < 2 or read.glued:
        return False
    if read.placements is not None:
        return len(read.placements) == 1 and None not in read.placements[0]
    return len(read.tokens) == len(row.cells)
