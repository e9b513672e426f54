"""Tables that were cut in two: by a page break, or into two tables one behind the other."""

from __future__ import annotations

from itertools import groupby

from ..flow import Drawn

_Row = list[Drawn]


def stitched(cells: list[Drawn]) -> list[Drawn]:
    """The cells without the head rows that a later grid repeats from an earlier one.

    Page numbers and other words between the grids are no cells. A row that the break cut stays on
    two lines: its label is put together from both.
    """
    kept: list[Drawn] = []
    heads: list[list[str]] = []
    for _, block in groupby(cells, key=lambda drawn: drawn.block):
        rows = [list(row) for _, row in groupby(block, key=lambda drawn: drawn.cell.row)]
        texts = [[_letters(drawn.cell.text) for drawn in row] for row in rows]
        repeated = 0
        while repeated < len(rows) and _is_head(texts[repeated]) and texts[repeated] in heads:
            repeated += 1
        if repeated == len(rows):
            repeated = 0
        heads += [text for text in texts if _is_head(text)]
        kept += [drawn for row in rows[repeated:] for drawn in row]
    return kept


def _letters(text: str) -> str:
    return "".join(text.split())


def _is_head(texts: list[str]) -> bool:
    """Words in several cells and no digit: a row of heads."""
    words = [text for text in texts if text]
    return len(words) > 1 and not any(char.isdigit() for text in words for char in text)
