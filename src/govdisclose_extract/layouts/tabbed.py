"""Rows on lines, cells parted by tabs: fragments of different widths, shifted, short, long."""

from __future__ import annotations

import re

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading
from .base import Declined
from .enumerated import doubt_running_numbers
from .pieces import Piece, bordered
from .places import bordered as read_bordered
from .rows import assign

_INNER_TAB = re.compile(r"\S[^\S\n\t]*\t[^\S\n]*\S")


class Tabbed:
    """Tab-separated rows, as office programs and OCR give them (quirks of widths and shifts)."""

    name = "tabbed"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines when no line holds two values between tabs."""
        if "\t" not in flow.text[region.start : region.end]:
            return Declined("there are no tabs", "没有制表符")
        inside = _INNER_TAB.search(flow.text, region.start, region.end)
        pieces = bordered(flow, region, "\t") if inside else []
        if not values_share_lines(pieces):
            return Declined("no line holds two values between tabs", "没有一行用制表符隔开两个数值")
        assigned = assign(flow, region, pieces, lines=True)
        reading = read_bordered(flow, region, assigned, self.name, line_widths(pieces))
        return doubt_running_numbers(flow, region, reading, tabs=True)


def values_share_lines(pieces: list[Piece]) -> bool:
    """True when lines hold several cells each, blank ones counted, and few values stand alone."""
    lines: dict[int, list[Piece]] = {}
    for piece in pieces:
        lines.setdefault(piece.line, []).append(piece)
    alone = shared = 0
    for cells in lines.values():
        values = [cell for cell in cells if cell.value is not None]
        filled = [cell for cell in values if not cell.blank]
        if len(filled) == 1 and all(cell.blank or cell in filled for cell in cells):
            alone += 1
        elif filled or len(values) > 2:
            shared += 1
    return shared > alone


def line_widths(pieces: list[Piece]) -> dict[int, int]:
    """The number of cells of each line."""
    widths: dict[int, int] = {}
    for piece in pieces:
        widths[piece.line] = widths.get(piece.line, 0) + 1
    return widths


LAYOUT = Tabbed()
