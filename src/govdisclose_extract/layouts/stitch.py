"""Tables that were cut in two: by a page break, or into two tables one behind the other."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, groupby

from ..flow import Drawn, Flow
from ..form.definition import Table
from .heads import known_heads

_Row = list[Drawn]
_CAPTION = re.compile(r"[(（]?(?:计量)?单位|[(（]?续表")
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
        repeated = _captions(texts, heads)
        while repeated < len(rows) and texts[repeated] in heads:
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


def _captions(rows: list[list[str]], heads: list[list[str]]) -> int:
    """How many lines with a unit or the like stand above the heads that a grid repeats."""
    for at, texts in enumerate(rows):
        if texts in heads:
            return at
        if not _CAPTION.match("".join(texts)):
            break
    return 0


def _is_head(texts: list[str]) -> bool:
    """Words in several cells and no digit: a row of heads."""
    words = [text for text in texts if text]
    return len(words) > 1 and not _has_digits(words)


def _has_digits(texts: list[str]) -> bool:
    return any(char.isdigit() for text in texts for char in text)


def _is_cut(flow: Flow, upper: _Row, lower: _Row, table: Table) -> bool:
    """Whether two rows are one that a break cut: their labels together make a longer one.

    Or the words of two of their cells do, a remark standing behind; or the lower has digits and no
    words at all: the ends of numbers.
    """
    count = _shared(upper, lower)
    if not count:
        return False
    pairs = [
        (one.letters, two.letters)
        for one, two in zip(upper[-count:], lower[-count:], strict=True)
        if one.letters and two.letters
    ]
    names = _names(table)
    for one, two in pairs:
        # A short name may come about by chance where a group's words are cut.
        whole = 2 * _longest(one + two, names) > len(one + two)
        if whole and _makes_longer(one, two, names):
            return True
    first, second = _label(flow, upper), _label(flow, lower)
    if not second:
        return any(drawn.cell.text.strip() for drawn in lower)
    if second[0] in _INSIDE or _opens(flow, upper):
        return True
    return _makes_longer(first, second, _bodies(table))


def _makes_longer(first: str, second: str, bodies: frozenset[str]) -> bool:
    """Whether two texts put together hold a longer label than either."""
    return _longest(first + second, bodies) > max(_longest(first, bodies), _longest(second, bodies))


def _shared(upper: _Row, lower: _Row) -> int:
    """How many cells at the end of two rows stand in the same columns, if those are most of them.

    What stands before them are groups, which one of the two rows may lack. Rows with as many cells
    share all.
    """
    if len(upper) == len(lower):
        return len(upper)
    count = 0
    for one, two in zip(reversed(upper), reversed(lower), strict=False):
        apart = one.cell.col - upper[-1].cell.col, two.cell.col - lower[-1].cell.col
        if one.cell.cols != two.cell.cols or apart[0] != apart[1]:
            break
        count += 1
    return count if 2 * count > max(len(upper), len(lower)) else 0


def _paired(upper: _Row, lower: _Row) -> _Row:
    """The cells of a cut row, those of one place behind one another.

    The words of a group that goes on below come last, lest they part the row's label. Where the
    lower part holds but words, its blank cells are no values, but the ends of the cells above.
    """
    count = _shared(upper, lower)
    first, second = upper[: len(upper) - count], lower[: len(lower) - count]
    pairs = zip(upper[len(first) :], lower[len(second) :], strict=True)
    rest = [drawn for drawn in second if drawn.letters]
    row = [*first, *chain.from_iterable(pairs), *rest]
    if all(any(map(str.isalpha, drawn.letters)) for drawn in lower if drawn.letters):
        ends = {id(drawn) for drawn in lower if not drawn.letters}
        row = [drawn for drawn in row if id(drawn) not in ends]
    return row


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


def _longest(text: str, bodies: frozenset[str]) -> int:
    return max((len(body) for body in bodies if body in text), default=0)


@lru_cache(maxsize=64)
def _names(table: Table) -> frozenset[str]:
    """The labels of rows and the heads of columns: those of groups are cut where rows are whole.

    Of a table without labels of rows, all.
    """
    rows = {body for row in table.rows if row.label for body in row.label.bodies}
    if not rows:
        return _bodies(table)
    return frozenset(rows | known_heads(table).keys())


@lru_cache(maxsize=64)
def _bodies(table: Table) -> frozenset[str]:
    labels = [*(row.label for row in table.rows if row.label), *table.marks]
    return frozenset(body for label in labels for body in label.bodies)
