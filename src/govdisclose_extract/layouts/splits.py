"""Every way to cut a run of digits into the cells of a row that keeps the row's own sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, islice
from typing import NamedTuple

from ..flow import Flow
from ..form.definition import Row, Table, row_sums
from ..reading import Placement, State, Token
from ..values import parse
from .pieces import DASHES

_DIGITS = re.compile(r"[+-]?\d+", re.ASCII)
_MOST_WAYS = 10_000
_MOST_STEPS = 60_000


class _Unit(NamedTuple):
    """A digit with what clings to it (sign before, decimals and unit behind), or a whole value."""

    start: int
    end: int
    joins: bool  # the next unit may belong to the same number


_Filling = dict[tuple[int, int], list[Placement]]
"""By the first unit and the one behind the last: the ways to fill some cells with them."""


_Cells = tuple[Token | None, ...]
_Question = tuple[int, int, int, int | Decimal | None, int]
"""Cells up to a total and units up to one behind their last, and what they must add up to."""


class _TooMany(Exception):
    """The run has more ways than are worth telling apart."""


class Splits:
    """The ways to cut stretches of digits into cells.

    units: what the cells are made of. counted, faces: how many of the units before each are one
    digit, and the sum of these. dropped: blank cells may be missing. untotalled: so may the total
    of a row over zeros.
    """

    def __init__(
        self,
        flow: Flow,
        table: Table,
        row: Row,
        stretches: list[tuple[int, int]],
        *,
        dropped: bool,
        untotalled: bool = False,
    ) -> None:
        self.flow = flow
        self.size: int = len(row.cells)
        self.dropped = dropped
        self.untotalled: bool = dropped and untotalled
        self.kinds: list[str] = [cell.kind for cell in row.cells]
        self.sums: dict[int, tuple[int, ...]] = dict(row_sums(table, row))
        self.stretches = stretches
        self.units: list[_Unit] = []
        self.made: dict[tuple[int, int], Token | None] = {}
        self.filled: dict[_Question, list[_Cells]] = {}
        self.counted: list[int] = []
        self.faces: list[int] = []
        self.steps: int = 0

    def _units(self, start: int, end: int) -> Iterator[_Unit]:
        stretch = self.flow.text[start:end]
        if set(stretch) == {"/"} or stretch == "—" * self.size:  # for nothing, each in a cell
            yield from (_Unit(at, at + 1, False) for at in range(start, end))
            return
        if len(stretch) > 1 and DASHES.fullmatch(stretch):  # one by one, or in pairs
            raise _TooMany
        digits = _DIGITS.match(stretch)
        if not digits or "," in stretch:
            yield _Unit(start, end, False)
            return
        first = 1 if stretch[0] in "+-" else 0
        last = digits.end() - 1
        for at in range(first, last + 1):
            yield _Unit(
                start if at == first else start + at,
                end if at == last else start + at + 1,
                at < last,
            )

    def placements(self) -> list[Placement]:
        """The ways, in the order of their first cells; none when there are too many."""
        try:
            self.units = [unit for stretch in self.stretches for unit in self._units(*stretch)]
            printed = [self.flow.text[unit.start : unit.end] for unit in self.units]
            digits = [len(text) == 1 and text.isdigit() for text in printed]
            self.counted = [0, *accumulate(digits)]
            self.faces = [0, *accumulate(int(text) for text in printed if text.isdigit())]
            return list(self._ways())
        except _TooMany:
            return []

    def _ways(self) -> Iterator[Placement]:
        last = self.size - 1
        operands = self.sums.get(last)
        count = 0
        if operands is not None and len(operands) == last and len(self.units) > 1:
            for first in range(len(self.units) - 1, 0, -1):
                total = self.number(first, len(self.units))
                if total is not None:
                    for way in self._fill(0, 0, first, _amount(total), last):
                        count += 1
                        if count > _MOST_WAYS:
                            raise _TooMany
                        yield (*way, total)
                elif first < len(self.units) - 1 and not self.units[first].joins:
                    break
            if self.untotalled and self._is_nothing(0, len(self.units)):
                for way in self._fill(0, 0, len(self.units), 0, last):
                    yield (*way, None)
            return
        yield from self._groups()

    def _is_nothing(self, unit: int, past: int) -> bool:
        """Whether units are zeros or marks, each a cell: their total may be a dropped blank."""
        tokens = [self.number(at, at + 1) for at in range(unit, past)]
        return all(token is not None and not token.value.number for token in tokens)

    def _groups(self) -> Iterator[Placement]:
        """Fill the row sum by sum: operands and their total, then the next.

        The groups share nothing but their borders, so not every way is told, but every way of each
        group that has some way of the others beside it. Every cell thus shows all it may hold.
        """
        fillings = self._fillings()
        heads: list[dict[int, Placement]] = [{0: ()}]
        for filling in fillings:
            heads.append({})
            for (unit, past), ways in filling.items():
                if unit in heads[-2]:
                    heads[-1].setdefault(past, (*heads[-2][unit], *ways[0]))
        tails: list[dict[int, Placement]] = [{len(self.units): ()}]
        for filling in reversed(fillings):
            tails.insert(0, {})
            for (unit, past), ways in filling.items():
                if past in tails[1]:
                    tails[0].setdefault(unit, (*ways[0], *tails[1][past]))
        told: dict[Placement, None] = {}
        for number, filling in enumerate(fillings):
            for (unit, past), ways in filling.items():
                if unit in heads[number] and past in tails[number + 1]:
                    for way in ways:
                        told[*heads[number][unit], *way, *tails[number + 1][past]] = None
        yield from told

    def _fillings(self) -> list[_Filling]:
        """For each sum, and the cells behind the last: its ways to take the units of a stretch."""
        made: list[_Filling] = []
        count = cell = 0
        starts = {0}
        for total in (*sorted(self.sums), None):
            filling: _Filling = {}
            for unit in sorted(starts):
                pasts = (
                    range(unit, len(self.units) + 1) if total is not None else (len(self.units),)
                )
                for past in pasts:
                    if total is None:
                        ways = self._fill(cell, unit, past, None, self.size)
                    else:
                        ways = list(islice(self._group(cell, total, unit, past), _MOST_WAYS + 1))
                    count += len(ways)
                    if count > _MOST_WAYS:
                        raise _TooMany
                    if ways:
                        filling[unit, past] = ways
            made.append(filling)
            starts = {past for _, past in filling}
            cell = cell if total is None else total + 1
        return made

    def _group(self, cell: int, total: int, unit: int, past: int) -> Iterator[Placement]:
        """Fill the cells from `cell` to the total with the units up to `past`, the sum kept."""
        if unit == past:
            if self.dropped:
                yield (None,) * (total + 1 - cell)
            return
        for first in range(past - 1, unit - 1, -1):
            token = self.number(first, past)
            if token is not None:
                for way in self._fill(cell, unit, first, _amount(token), total):
                    yield (*way, token)
            elif not self.units[first].joins:
                break
        if self.dropped and self._is_nothing(unit, past):
            for way in self._fill(cell, unit, past, 0, total):
                yield (*way, None)

    def _fill(
        self, cell: int, unit: int, stop: int, left: int | Decimal | None, cells: int
    ) -> list[_Cells]:
        """The ways to fill cells from `cell` on with the units up to `stop`.

        left: what they must add up to. Each question is answered once.
        """
        key = (cell, unit, stop, left, cells)
        if key not in self.filled:
            self.steps += 1
            if self.steps > _MOST_STEPS:
                raise _TooMany
            self.filled[key] = self._filled(*key)
            if len(self.filled[key]) > _MOST_WAYS:
                raise _TooMany
        return self.filled[key]

    def _filled(
        self, cell: int, unit: int, stop: int, left: int | Decimal | None, cells: int
    ) -> list[_Cells]:
        rest = cells - cell
        if not rest:
            return [()] if unit == stop and not left else []
        if unit == stop:
            return [(None,) * rest] if self.dropped and not left else []
        if not self.dropped and stop - unit < rest:
            return []
        if left is not None and not self._may_make(unit, stop, rest, left):
            return []
        ways: list[_Cells] = []
        if self.dropped:
            ways += [(None, *way) for way in self._fill(cell + 1, unit, stop, left, cells)]
        for past in range(unit + 1, stop + 1):
            token = self.number(unit, past)
            if token is None:
                if not self.units[past - 1].joins:
                    break
                continue
            amount = _amount(token)
            if left is not None and amount > left:
                break
            if amount < 0 and self.kinds[cell] != "change":
                break
            remaining = None if left is None else left - amount
            tails = self._fill(cell + 1, past, stop, remaining, cells)
            ways += [(token, *way) for way in tails]
            if not self.units[past - 1].joins:
                break
        return ways

    def _may_make(self, unit: int, stop: int, cells: int, left: int | Decimal) -> bool:
        """Whether units that are digits alone are enough for an amount, and not too many.

        Each digit counts for itself at least. A number of several begins with none that is 0, and
        one of the numbers has as many digits as all have on average, or more.
        """
        count = stop - unit
        if self.counted[-1] < len(self.units):
            return True
        longest = -(-count // cells)
        if longest > 1 and left < int(f"1{'0' * (longest - 1)}"):
            return False
        return self.faces[stop] - self.faces[unit] <= left < int(f"1{'0' * count}")

    def number(self, first: int, past: int) -> Token | None:
        """The token of the units from `first` up to `past`, None when they are no one number."""
        key = (first, past)
        if key not in self.made:
            self.made[key] = self._number(first, past)
        return self.made[key]

    def _number(self, first: int, past: int) -> Token | None:
        if any(not unit.joins for unit in self.units[first : past - 1]):
            return None
        start, end = self.units[first].start, self.units[past - 1].end
        value = parse(self.flow.text[start:end])
        if value is None or value.state is State.UNREADABLE:
            return None
        return Token(self.flow.raw_of(start, end), start, end, value)


def _amount(token: Token | None) -> int | Decimal:
    return token.value.number or 0 if token is not None else 0
