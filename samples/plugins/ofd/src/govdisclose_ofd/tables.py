"""Grids that ruling lines close; places that no line parts are one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from .rules import Rule

__all__ = ["Spot", "Table", "tables"]

_NEAR = 1.0
"""Millimetres within which lines are one line, and an end meets a line."""


class Spot(NamedTuple):
    """A cell: its first row and column, and how many of each it covers."""

    row: int
    col: int
    rows: int
    cols: int


class Table(NamedTuple):
    """xs, ys: its lines, ascending, in millimetres. spots: its cells in reading order."""

    xs: list[float]
    ys: list[float]
    spots: list[Spot]

    def box(self, spot: Spot) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a cell."""
        right, bottom = self.xs[spot.col + spot.cols], self.ys[spot.row + spot.rows]
        return self.xs[spot.col], self.ys[spot.row], right, bottom

    def at(self, x: float, y: float) -> int | None:
        """The index of the cell at a point, None outside the table."""
        row, col = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        for index, (top, left, rows, cols) in enumerate(self.spots):
            if top <= row < top + rows and left <= col < left + cols:
                return index
        return None


def tables(rules: list[Rule], room: Callable[[int], None]) -> list[Table]:
    """The tables of a page from top to bottom.

    room: is told how many places a table has before they are made, and raises if they are too many.
    """
    found = [_table(group, room) for group in _touching(rules, room)]
    return sorted((one for one in found if one), key=lambda one: (one.ys[0], one.xs[0]))


def _touching(rules: list[Rule], room: Callable[[int], None]) -> list[list[Rule]]:
    """The lines in groups that touch one another."""
    left = sorted(set(rules), key=lambda rule: (rule.across, rule.at, rule.start))
    room(len(left))
    groups: list[list[Rule]] = []
    while left:
        group, queue = [], [left.pop()]
        while queue:
            rule = queue.pop()
            group.append(rule)
            near = [other for other in left if _meet(rule, other)]
            queue += near
            left = [other for other in left if other not in near]
        groups.append(group)
    return groups


def _meet(one: Rule, two: Rule) -> bool:
    if one.across == two.across:
        apart = one.start > two.end + _NEAR or two.start > one.end + _NEAR
        return abs(one.at - two.at) <= _NEAR and not apart
    return (
        one.start - _NEAR <= two.at <= one.end + _NEAR
        and two.start - _NEAR <= one.at <= two.end + _NEAR
    )


def _table(group: list[Rule], room: Callable[[int], None]) -> Table | None:
    xs = _merged([rule.at for rule in group if not rule.across])
    ys = _merged([rule.at for rule in group if rule.across])
    if len(xs) < 3 or len(ys) < 2:
        return None
    room((len(xs) - 1) * (len(ys) - 1))
    down = _borders(group, xs, ys, across=False)
    across = _borders(group, ys, xs, across=True)
    spots: list[Spot] = []
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for col in range(len(xs) - 1):
            if (row, col) in taken:
                continue
            cols = rows = 1
            while col + cols < len(xs) - 1 and (col + cols, row) not in down:
                cols += 1
            while row + rows < len(ys) - 1 and not any(
                (row + rows, its) in across for its in range(col, col + cols)
            ):
                rows += 1
            its = {(r, c) for r in range(row, row + rows) for c in range(col, col + cols)}
            if its & taken:  # lines that close no rectangle: each place stands for itself
                rows = cols = 1
                its = {(row, col)}
            taken |= its
            spots.append(Spot(row, col, rows, cols))
    return Table(xs, ys, spots)


def _merged(places: list[float]) -> list[float]:
    """The places in order, those that are near one another as the first of them."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _borders(
    group: list[Rule], lines: list[float], others: list[float], *, across: bool
) -> set[tuple[int, int]]:
    """The borders that are drawn: the number of the line, and of the place along it."""
    drawn: set[tuple[int, int]] = set()
    for rule in group:
        if rule.across is not across:
            continue
        line = bisect_right(lines, rule.at + 1e-9) - 1
        for place, (start, end) in enumerate(zip(others, others[1:])):
            if rule.start - _NEAR <= start and end <= rule.end + _NEAR:
                drawn.add((line, place))
    return drawn
