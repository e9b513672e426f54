"""Values that are the numbers of labels, printed in cells or on lines of their own."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import structs

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading, RowReading
from .bits import Bit
from .words import left_edge

_NUMBERS = re.compile(r"序\s*号|(?<!\S)序(?!\S)|(?<!\w)(?:[行栏]\s*次|[行编]\s*号)(?!\w)")
"""The head of a column of running numbers; a narrow one prints it in two lines."""

_HEADS = 160
"""Letters before a table's own labels among which that head may stand."""

_NEAR = 24
"""Letters between a number and the stop behind it, where other words have come between."""


def enumerator_at(
    flow: Flow, bits: list[Bit], enumerator: str, start: int, *, columns: bool
) -> tuple[int, bool]:
    """Which of the values before a label may be its number, and whether the label has its stop.

    -1 for none. start: where the label begins without its number. columns: values stand in columns,
    so that those of the label's row may stand between its number and the rest of it.
    """
    text = flow.text
    stop = start - 1
    while stop > bits[0].end and text[stop].isspace():
        stop -= 1
    stopped = text[stop] in ".、"
    below = columns and stopped and "\n" in text[bits[-1].end : stop]
    if below:
        lines = Counter(bit.line for bit in bits)
        alone = [at for at, bit in enumerate(bits) if lines[bit.line] == 1]
        at = next((at for at in reversed(alone) if _is_above(flow, bits[at], stop)), -1)
    else:
        at = len(bits) - 1
    bit = bits[at]
    if at < 0 or bit.blank or text[bit.start : bit.end] != enumerator:
        return -1, False
    between = text[bit.end : start].strip()
    if stopped and (below or len(between) <= _NEAR):
        return at, True
    return (-1 if between or text[start].isdigit() else at), False


def _is_above(flow: Flow, bit: Bit, offset: int) -> bool:
    """Whether a value begins in the column of this place; a line of its own shows none."""
    return any(
        left_edge(flow, offset, wide) in (0, left_edge(flow, bit.start, wide))
        for wide in (True, False)
    )


def doubt_running_numbers(
    flow: Flow, region: Region, reading: Reading, *, tabs: bool = False
) -> Reading:
    """The reading in doubt where the table has a column of running numbers.

    Without borders one of them may pass for the value of a blank cell. tabs: they are the borders,
    and only the rows that have none are in doubt.
    """
    start = flow.squeezed.offset(max(0, flow.squeezed.index(region.start) - _HEADS))
    if not _NUMBERS.search(flow.text, start, region.end):
        return reading
    rows = tuple(
        row if tabs and _is_parted(flow, row) else structs.replace(row, label_doubt=None)
        for row in reading.rows
    )
    return structs.replace(reading, rows=rows)


def _is_parted(flow: Flow, row: RowReading) -> bool:
    """Whether tabs stand among a row's values."""
    ends = [offset for token in row.tokens for offset in (token.start, token.end)]
    return "\t" in flow.text[row.start : max(ends, default=row.start)]
