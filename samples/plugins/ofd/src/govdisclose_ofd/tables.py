"""Grids that ruling lines close; places that no line parts are one cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from .rules import Rule

__all__ = ["Spot", "Table", "tables"]

_NEAR = 1.0
"""Millimetres within which lines are one line, and an end meets a line."""

_LOOKS = 40
"""So many pairs of lines may be looked at for each place that a document may have."""

Room = Callable[[int], None]
"""Is told how many places are about to be made, and raises when they are too many."""


class Spot(NamedTuple):
    """A cell: its first row and column, and how many of each it covers."""

    row: int
    col: int
    rows: int
    cols: int


class Table(NamedTuple):
    """A closed grid.

    xs, ys: its lines, ascending, in millimetres. spots: its cells in reading order. owner: the
    index of the cell that covers a place, by row and column.
    """

    xs: list[float]
    ys: list[float]
    spots: list[Spot]
    owner: dict[tuple[int, int], int]

    def box(self, spot: Spot) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a cell."""
        right, bottom = self.xs[spot.col + spot.cols], self.ys[spot.row + spot.rows]
        return self.xs[spot.col], self.ys[spot.row], right, bottom

    def at(self, x: float, y: float) -> int | None:
        """The index of the cell at a point, None outside the table."""
        return self.owner.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def tables(rules: list[Rule], room: Room) -> list[Table]:
    """The tables of a page from top to bottom."""
    found = [_table(across, down, room) for across, down in _touching(rules, room)]
    return sorted((one for one in found if one), key=lambda one: (one.ys[0], one.xs[0]))


def _joined(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line put together; what is near in place is one line."""
    joined: list[Rule] = []
    rules = sorted(rules, key=lambda rule: rule.at)
    first = 0
    while first < len(rules):
        last = first
        while last < len(rules) and rules[last].at - rules[first].at <= _NEAR:
            last += 1
        across, at, start, end = min(rules[first:last], key=lambda rule: rule.start)
        for piece in sorted(rules[first:last], key=lambda rule: rule.start):
            if piece.start > end + _NEAR:
                joined.append(Rule(across, at, start, end))
                start, end = piece.start, piece.end
            end = max(end, piece.end)
        joined.append(Rule(across, at, start, end))
        first = last
    return joined


def _touching(rules: list[Rule], room: Room) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines across and down in groups that touch one another."""
    across = _joined([rule for rule in rules if rule.across])
    down = _joined([rule for rule in rules if not rule.across])
    parent = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    places = [rule.at for rule in across]
    looks = 0
    for number, rule in enumerate(down, len(across)):
        first = bisect_left(places, rule.start - _NEAR)
        last = bisect_right(places, rule.end + _NEAR)
        looks += last - first
        room(looks // _LOOKS)
        looks %= _LOOKS
        for other in range(first, last):
            if across[other].start - _NEAR <= rule.at <= across[other].end + _NEAR:
                parent[root(number)] = root(other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*across, *down]):
        groups.setdefault(root(number), ([], []))[number >= len(across)].append(rule)
    return list(groups.values())


def _table(across: list[Rule], down: list[Rule], room: Room) -> Table | None:
    xs, ys = _lines(down), _lines(across)
    if len(xs) < 3 or len(ys) < 2:
        return None
    room((len(xs) - 1) * (len(ys) - 1))
    left, top = _borders(down, xs, ys), _borders(across, ys, xs)
    spots: list[Spot] = []
    owner: dict[tuple[int, int], int] = {}
    for row in range(len(ys) - 1):
        for col in range(len(xs) - 1):
            if (row, col) in owner:
                continue
            cols = rows = 1
            while col + cols < len(xs) - 1 and (col + cols, row) not in left:
                cols += 1
            while row + rows < len(ys) - 1 and not any(
                (row + rows, its) in top for its in range(col, col + cols)
            ):
                rows += 1
            its = [(r, c) for r in range(row, row + rows) for c in range(col, col + cols)]
            if any(place in owner for place in its):  # the lines close no rectangle here
                rows = cols = 1
                its = [(row, col)]
            owner.update(dict.fromkeys(its, len(spots)))
            spots.append(Spot(row, col, rows, cols))
    return Table(xs, ys, spots, owner)


def _lines(rules: list[Rule]) -> list[float]:
    """The places of the lines in order, those that are near one another as the first of them."""
    kept: list[float] = []
    for place in sorted(rule.at for rule in rules):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _borders(rules: list[Rule], lines: list[float], others: list[float]) -> set[tuple[int, int]]:
    """The borders that are drawn: the number of the line, and of the place along it."""
    drawn: set[tuple[int, int]] = set()
    for rule in rules:
        line = bisect_right(lines, rule.at + 1e-9) - 1
        first = bisect_left(others, rule.start - _NEAR)
        last = bisect_right(others, rule.end + _NEAR)
        drawn |= {(line, place) for place, _ in enumerate(pairwise(others[first:last]), first)}
    return drawn
