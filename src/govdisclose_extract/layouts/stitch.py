"""Tables that were cut in two: by a page break, or into two tables one behind the other."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, groupby

from ..flow import Drawn, Flow
from ..form.definition import Table

_Row = list[Drawn]
_INSIDE = ".．、,，)）〉》”"
"""No label begins with these: they follow its number or its first words."""

_OPENING = re.compile(
    r"[(（](?:[\d一二三四五六七八九十]{1,2}[)）]?)?|[\d一二三四五六七八九十]{1,2}[.．、]"
)


def stitched(flow: Flow, cells: list[Drawn], table: Table) -> list[Drawn]:
    """The cells without the head rows that a later grid repeats from an earlier one.

    Page numbers and other words between the grids are no cells. The two parts of a row that the
    break cut stand cell by cell behind one another, so that its label is whole again.
    """
    if not cells or cells[0].block == cells[-1].block:
        return cells  # one grid
    kept: list[_Row] = []
    heads: list[list[str]] = []
    for _, block in groupby(cells, key=lambda drawn: drawn.block):
        rows = [list(row) for _, row in groupby(block, key=lambda drawn: drawn.cell.row)]
        texts = [[drawn.letters for drawn in row] for row in rows]
        repeated = 0
        while repeated < len(rows) and _is_head(texts[repeated]) and texts[repeated] in heads:
            repeated += 1
        if repeated == len(rows):
            repeated = 0
        heads += [text for text in texts if _is_head(text)]
        rest = rows[repeated:]
        if kept and rest and _is_cut(flow, kept[-1], rest[0], table):
            kept[-1] = _paired(kept[-1], rest[0])
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
    if len(upper) != len(lower) and not _shared(upper, lower):
        return False
    first, second = _label(flow, upper), _label(flow, lower)
    if not second:
        return any(drawn.cell.text.strip() for drawn in lower)
    if second[0] in _INSIDE or _opens(flow, upper):
        return True
    return _longest(first + second, table) > max(_longest(first, table), _longest(second, table))


def _shared(upper: _Row, lower: _Row) -> int:
    """How many cells at the end of two rows stand in the same columns, if those are most of them.

    What stands before them are groups, which one of the two rows may lack.
    """
    count = 0
    for one, two in zip(reversed(upper), reversed(lower), strict=False):
        apart = one.cell.col - upper[-1].cell.col, two.cell.col - lower[-1].cell.col
        if one.cell.cols != two.cell.cols or apart[0] != apart[1]:
            break
        count += 1
    return count if 2 * count > max(len(upper), len(lower)) else 0


def _paired(upper: _Row, lower: _Row) -> _Row:
    """The cells of a cut row, those of one place behind one another.

    The words of a group that goes on below come last, lest they part the row's label.
    """
    count = len(upper) if len(upper) == len(lower) else _shared(upper, lower)
    first, second = upper[: len(upper) - count], lower[: len(lower) - count]
    pairs = zip(upper[len(first) :], lower[len(second) :], strict=True)
    rest = [drawn for drawn in second if drawn.cell.text.strip()]
    return [*first, *chain.from_iterable(pairs), *rest]


def _opens(flow: Flow, row: _Row) -> bool:
    """Whether the last words of a row are the number of a label and nothing more."""
    texts = [drawn.letters for drawn in row]
    for text in reversed(texts):
        if _OPENING.fullmatch(text):
            return True
        if any(map(str.isalpha, text)):
            return False
    return False


def _label(flow: Flow, row: _Row) -> str:
    """The last words of a row, or nothing."""
    texts = [drawn.letters for drawn in row]
    return next((text for text in reversed(texts) if any(map(str.isalpha, text))), "")


def _longest(text: str, table: Table) -> int:
    return max((len(body) for body in _bodies(table) if body in text), default=0)


@lru_cache(maxsize=64)
def _bodies(table: Table) -> frozenset[str]:
    labels = [*(row.label for row in table.rows if row.label), *table.marks]
    return frozenset(body for label in labels for body in label.bodies)
