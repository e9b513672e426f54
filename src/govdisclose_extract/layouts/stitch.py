"""Tables that were cut in two: by a page break, or into two tables one behind the other."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, groupby

from ..flow import Drawn, Flow
from ..form.definition import Table

_Row = list[Drawn]


def stitched(flow: Flow, cells: list[Drawn], table: Table) -> list[Drawn]:
    """The cells without the head rows that a later grid repeats from an earlier one.

    Page numbers and other words between the grids are no cells. The two parts of a row that the
    break cut stand cell by cell behind one another, so that its label is whole again.
    """
    kept: list[_Row] = []
    heads: list[list[str]] = []
    for _, block in groupby(cells, key=lambda drawn: drawn.block):
        rows = [list(row) for _, row in groupby(block, key=lambda drawn: drawn.cell.row)]
        texts = [[flow.squeezed_text(drawn) for drawn in row] for row in rows]
        repeated = 0
        while repeated < len(rows) and _is_head(texts[repeated]) and texts[repeated] in heads:
            repeated += 1
        if repeated == len(rows):
            repeated = 0
        heads += [text for text in texts if _is_head(text)]
        rest = rows[repeated:]
        if kept and rest and _is_cut(flow, kept[-1], rest[0], table):
            pairs = zip(kept[-1], rest[0], strict=True)
            kept[-1:] = [list(chain.from_iterable(pairs))]
            rest = rest[1:]
        kept += rest
    return [drawn for row in kept for drawn in row]


def _is_head(texts: list[str]) -> bool:
    """Words in several cells and no digit: a row of heads."""
    words = [text for text in texts if text]
    return len(words) > 1 and not any(char.isdigit() for text in words for char in text)


def _is_cut(flow: Flow, upper: _Row, lower: _Row, table: Table) -> bool:
    """Whether two rows are one that a break cut: their labels together make a longer one.

    Or the lower has digits and no words at all: the ends of numbers.
    """
    if len(upper) != len(lower):
        return False
    first, second = _label(flow, upper), _label(flow, lower)
    if not second:
        return any(drawn.cell.text.strip() for drawn in lower)
    return _longest(first + second, table) > max(_longest(first, table), _longest(second, table))


def _label(flow: Flow, row: _Row) -> str:
    """The last words of a row, or nothing."""
    texts = [flow.squeezed_text(drawn) for drawn in row]
    return next((text for text in reversed(texts) if any(map(str.isalpha, text))), "")


def _longest(text: str, table: Table) -> int:
    return max((len(body) for body in _bodies(table) if body in text), default=0)


@lru_cache(maxsize=64)
def _bodies(table: Table) -> frozenset[str]:
    labels = [*(row.label for row in table.rows if row.label), *table.marks]
    return frozenset(body for label in labels for body in label.bodies)
