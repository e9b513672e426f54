"""Cells run together: `15130000154`, `2648-18538`, `23 0 00 0 023`. Only sums tell them apart."""

from __future__ import annotations

import re
from collections import Counter

from ..flow import Flow
from ..form.definition import Table, row_sums
from ..locate.tables import Region
from ..reading import Placement, Reading, RowReading, Token
from ..values import parse
from .base import Declined
from .bits import Bit, RowBits
from .lines import PAGE_DASHES
from .pieces import DASHES, border_shown, by_line
from .places import extras, holds_several, is_cut, is_page_mark, token
from .rows import assign
from .splits import Splits

_TOUCHING = re.compile(r"[\u4e00-\u9fff)\"](?:[-+]?\d|[/—-]{2})", re.ASCII)
_NO_NUMBER = re.compile(r"(?<![\d.,])0\d|\d-\d", re.ASCII)

_PAGE_MARK = re.compile(rf"{PAGE_DASHES}[^\S\n]*\d{{1,3}}[^\S\n]*{PAGE_DASHES}\Z", re.ASCII)

_COUNTED = re.compile("[1-9]")
_UNTOUCHED = ("no number touches a label or another", "没有数字与行名或其他数字粘连")

_LONG = 5
"""Digits of a run that can be no one number of cases."""

_NEARLY = 3
"""How many rows lack a digit for each that lacks none, where nearly all do."""

_FEWEST = 3
"""Rows that their sums can cut by chance, at most."""


class Glued:
    """Runs of digits in which several cells stand without any border between them."""

    name = "glued"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines unless most rows with numbers print fewer pieces than cells, or no numbers."""
        shown = border_shown(flow, region)
        if shown:
            return shown
        table = region.table
        if not _shows_glue(flow, region, 1):
            return Declined(*_UNTOUCHED)
        pieces = by_line(flow, region, whole=False)
        assigned = assign(flow, region, pieces, lines=False)
        if not _shows_glue(flow, region, len(assigned.rows)):
            return Declined(*_UNTOUCHED)
        runs = {found.row: _runs(_printed(flow, table, found)) for found in assigned.rows}
        wanting = sum(
            len(runs[found.row]) < len(table.rows[found.row].cells) <= _signs(flow, runs[found.row])
            for found in assigned.rows
        )
        many = sum(
            len(table.rows[found.row].cells) > 1 and bool(runs[found.row])
            for found in assigned.rows
        )
        dropped = _drops_blanks(flow, table, assigned.rows, runs)
        broken = holds_several(flow, table, assigned)
        glued = broken or (wanting and 2 * wanting >= many)
        cuts = _Cuts(flow, table, runs)
        if not glued and not (dropped and _mostly_splits(cuts, assigned.rows)):
            return Declined("the numbers are not glued together", "数字没有粘连")
        ways = _all_ways(cuts, dropped=dropped)
        rows = tuple(
            RowReading(
                table.rows[found.row].id,
                tuple(_run_token(flow, run) for run in runs[found.row]),
                ways[found.row],
                found.start,
                glued=len(table.rows[found.row].cells) > 1,
                cut=is_cut(flow, region, found, assigned),
                label_doubt=None if is_page_mark(flow, found) else found.doubt,
            )
            for found in assigned.rows
        )
        return Reading(table.id, self.name, rows, extras(flow, assigned))


class _Cuts:
    """The runs of each row, and the ways to cut them, each worked out once."""

    def __init__(self, flow: Flow, table: Table, runs: dict[int, list[list[Bit]]]) -> None:
        self.flow = flow
        self.table = table
        self.runs = runs
        self.made: dict[tuple[int, bool, bool], tuple[Placement, ...]] = {}

    def ways(self, at: int, *, dropped: bool, untotalled: bool = False) -> tuple[Placement, ...]:
        """Every way to cut a row's runs into its cells that keeps the row's own sums."""
        row, runs = self.table.rows[at], self.runs[at]
        if len(row.cells) == 1 and len(runs) == 1:
            return ((_run_token(self.flow, runs[0]),),)
        counted = any(_COUNTED.search(self.flow.text, run[0].start, run[-1].end) for run in runs)
        key = (at, dropped, untotalled and not counted)
        if key not in self.made:
            stretches = [(bit.start, bit.end) for run in runs for bit in run]
            splits = Splits(
                self.flow, self.table, row, stretches, dropped=dropped, untotalled=key[2]
            )
            self.made[key] = tuple(splits.placements())
        return self.made[key]


def _all_ways(cuts: _Cuts, *, dropped: bool) -> dict[int, tuple[Placement, ...] | None]:
    """By row, the ways to cut its runs; None where nothing is printed.

    Totals of zeros may be dropped blanks too, unless rows with numbers, or rows that all print as
    many zeros, show that the table prints its totals, and neither a row that no sum can cut nor one
    digit that lacks in nearly every row of zeros shows that it does not. Of a single row the ways
    that leave cells out come behind the others.
    """

    flow, table, runs = cuts.flow, cuts.table, cuts.runs

    def ways(*, untotalled: bool) -> dict[int, tuple[Placement, ...] | None]:
        return {
            at: cuts.ways(at, dropped=dropped, untotalled=untotalled) if its else None
            for at, its in runs.items()
        }

    made = ways(untotalled=False)
    if len(table.rows) == 1 and not dropped:
        # One row shows nothing of dropped blanks; other tables may, so those ways come behind.
        return {
            at: whole
            if whole is None
            else tuple(dict.fromkeys((*whole, *cuts.ways(at, dropped=True))))
            for at, whole in made.items()
        }
    summed = [at for at in made if row_sums(table, table.rows[at]) and runs[at]]
    zeros = [at for at in summed if _is_nothing(flow, runs[at])]
    lacking = Counter(len(table.rows[at].cells) - _signs(flow, runs[at]) for at in zeros)
    shown = len(zeros) < len(summed) or len(lacking) == 1
    one_each = lacking[1] > _NEARLY * lacking[0] and lacking.keys() <= {0, 1}
    totalled = shown and all(made[at] for at in summed) and not one_each
    return made if totalled or not dropped else ways(untotalled=True)


def _is_nothing(flow: Flow, runs: list[list[Bit]]) -> bool:
    """Whether zeros and marks for nothing are all that is printed."""
    return not any(_COUNTED.search(flow.text, run[0].start, run[-1].end) for run in runs)


def _shows_glue(flow: Flow, region: Region, rows: int) -> bool:
    """Positive signs that borders are lost: digits at the labels of a third of so many rows.

    Or runs that are no one number.
    """
    text = flow.text[region.start : region.end]
    touching = len(_TOUCHING.findall(text))
    return 3 * touching >= rows or _NO_NUMBER.search(text) is not None


def _printed(flow: Flow, table: Table, found: RowBits) -> list[Bit]:
    """The bits of a row without the number of the page that ends behind it: `0000000- 3 -`.

    Where no sum speaks of the row, such dashes may be marks in its cells.
    """
    filled = [bit for bit in found.bits if not bit.blank]
    if not filled or not row_sums(table, table.rows[found.row]):
        return filled
    mark = _PAGE_MARK.search(flow.text, filled[0].start, filled[-1].end)
    if mark and mark.start() > filled[0].start and not flow.text[mark.start() - 1].isdigit():
        mark = None
    return [bit for bit in filled if not mark or bit.end <= mark.start()]


def _runs(bits: list[Bit]) -> list[list[Bit]]:
    """The bits of a row grouped into runs without white space inside."""
    runs: list[list[Bit]] = []
    for bit in bits:
        if bit.blank:
            continue
        if runs and runs[-1][-1].end == bit.start:
            runs[-1].append(bit)
        else:
            runs.append([bit])
    return runs


def _run_token(flow: Flow, run: list[Bit]) -> Token:
    first, last = run[0], run[-1]
    made = token(flow, Bit(first.start, last.end, first.line, first.column, first.value))
    value = parse(flow.text[first.start : last.end]) or first.value
    return Token(made.raw, made.start, made.end, value)


def _signs(flow: Flow, runs: list[list[Bit]]) -> int:
    """How many digits and marks are printed, each of which may be a value."""
    printed = [flow.text[run[0].start : run[-1].end] for run in runs]
    return sum(
        char.isdigit() or char in "/—" or DASHES.fullmatch(text) is not None
        for text in printed
        for char in text
    )


def _drops_blanks(
    flow: Flow, table: Table, rows: list[RowBits], runs: dict[int, list[list[Bit]]]
) -> bool:
    """True when some row prints fewer digits than it has cells: then blanks leave no trace."""
    return any(
        _signs(flow, runs[found.row]) < len(table.rows[found.row].cells)
        for found in rows
        if not is_last_and_empty(found, rows, runs)
    )


def _mostly_splits(cuts: _Cuts, rows: list[RowBits]) -> bool:
    """Whether nearly all rows with digits add up, many of them only when their sum cuts their runs.

    Where blank cells are dropped, few rows have as many digits as cells. Rows that print one number
    each have none that a sum can cut, but by chance.
    """
    flow, table, runs = cuts.flow, cuts.table, cuts.runs
    tried = [
        found
        for found in rows
        if row_sums(table, table.rows[found.row]) and _signs(flow, runs[found.row]) > 1
    ]
    if len(table.rows) == 1:
        if any(len(runs[found.row]) > 1 for found in tried):
            return False
        tried = [found for found in tried if _signs(flow, runs[found.row]) >= _LONG]
    elif len(tried) < _FEWEST:
        return False
    uncut = [found for found in tried if not _adds_up(flow, runs[found.row])]
    cut = sum(bool(cuts.ways(found.row, dropped=True)) for found in uncut)
    enough = min(_FEWEST, len(table.rows)) <= cut >= len(tried) // 4
    return enough and 4 * (len(tried) - len(uncut) + cut) >= 3 * len(tried)


def _adds_up(flow: Flow, runs: list[list[Bit]]) -> bool:
    """Whether the last of several runs is the sum of the others, each taken for one number."""
    *parts, total = [_run_token(flow, run).value.number for run in runs]
    return bool(parts) and sum(part or 0 for part in parts) == (total or 0)


def is_last_and_empty(
    found: RowBits, rows: list[RowBits], runs: dict[int, list[list[Bit]]]
) -> bool:
    """A last row without numbers: the text may end before them."""
    return found is rows[-1] and not runs[found.row]


LAYOUT = Glued()
