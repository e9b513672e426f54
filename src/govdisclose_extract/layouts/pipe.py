"""Markdown and half-Markdown: cells parted by pipes, with and without outer ones."""

from __future__ import annotations

import re
from itertools import pairwise

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading
from .base import Declined
from .pieces import Piece, bordered, piece
from .places import bordered as read_bordered
from .rows import assign
from .tabbed import line_widths, values_share_lines

_RUN = re.compile(r"(?<=[^|\n])\|+(?=[^|\n])")
_ROW_RULE = re.compile(r"^\|-+[ ]*$", re.MULTILINE)
"""What parts the rows in the markup of a wiki; or a mark for nothing behind a pipe."""
_DOUBLED = 4
"""One in so many below another is too much for what parts rows."""


class Pipe:
    """Rows between pipes on a line, or cell and pipe on lines of their own."""

    name = "pipe"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines when there are fewer pipes than rows."""
        text = flow.text[region.start : region.end]
        if text.count("|") < len(region.table.rows) + 1:
            return Declined("there are no pipes between the cells", "单元格之间没有竖线")
        pieces = bordered(flow, region, "||" if _is_doubled(text) else "|")
        if values_share_lines(pieces):
            assigned = assign(flow, region, pieces, lines=True)
            return read_bordered(flow, region, assigned, self.name, line_widths(pieces))
        pieces = _stream(flow, region)
        return read_bordered(flow, region, assign(flow, region, pieces, lines=False), self.name)


def _stream(flow: Flow, region: Region) -> list[Piece]:
    """Cells between pipes wherever the lines break: `cell`, `|` and `cell |` on lines in turn."""
    text = flow.text
    pieces: list[Piece] = []
    rules = _row_rules(text, region)
    at = region.start
    line = 0
    while at <= region.end:
        stop = text.find("|", at, region.end)
        if stop < 0:
            stop = region.end
        if at not in rules:
            pieces.append(piece(text, at, stop, line, 0, 0))
        line += text.count("\n", at, stop)
        at = stop + 1
    return pieces


def _row_rules(text: str, region: Region) -> set[int]:
    """Where dashes part rows; many of them, one below the other, would part nothing."""
    found = list(_ROW_RULE.finditer(text, region.start, region.end))
    doubled = sum(one.end() + 1 == other.start() for one, other in pairwise(found))
    if _DOUBLED * doubled > len(found):
        return set()
    return {rule.start() + 1 for rule in found}


def _is_doubled(text: str) -> bool:
    """Whether two pipes stand between any two cells, and four where one of them is blank."""
    runs = [len(run) for run in _RUN.findall(text)]
    return runs.count(2) > 2 and all(length % 2 == 0 for length in runs)


LAYOUT = Pipe()
