"""Grids closed from ruling lines.

Lines are put together from their pieces (dashed, doubled, slightly broken), those that touch make
one lattice, and the places of a lattice that no line parts are one cell. Knows nothing of text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from govdisclose_extract.errors import LimitExceeded

from .pdf_page import Rule

__all__ = ["Lattice", "Spot", "joined", "lattices", "with_outside"]

NEAR = 3.0
"""Lines that are no farther apart are one line; ends that are no farther from a line meet it."""

_GAP = 4.0
_SHORTEST = 6.0
_COVERED = 0.6
_CHECKS = 40

_at, _extent, _place = attrgetter("at"), attrgetter("start", "end"), attrgetter("at", "start")


class Spot(NamedTuple):
    """A cell of a lattice: its first row and column, and how many rows and columns it covers."""

    row: int
    col: int
    rows: int
    cols: int


@lru_cache(maxsize=4096)
def _single(row: int, col: int) -> Spot:
    """A cell that is not merged, as most are: of each place it is made once."""
    return Spot(row, col, 1, 1)


class Lattice(NamedTuple):
    """A closed grid. xs, ys: its lines, ascending. spots: its cells in reading order.

    owner: for each row and column the index of the spot that covers it, and -1 for what lies
    outside: a row and a column before the first, and behind the last. open: the spots behind the
    last line of their rows, where one closes the right end of others.
    """

    xs: list[float]
    ys: list[float]
    spots: list[Spot]
    owner: list[list[int]]
    open: frozenset[int] = frozenset()

    @property
    def area(self) -> float:
        """In square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def at(self, x: float, y: float) -> int:
        """The index of the spot at a point, -1 for a point outside the outer lines."""
        return self.owner[bisect_right(self.ys, y)][bisect_right(self.xs, x)]

    def box(self, spot: Spot) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a cell."""
        return (
            self.xs[spot.col],
            self.ys[spot.row],
            self.xs[spot.col + spot.cols],
            self.ys[spot.row + spot.rows],
        )


def lattices(rules: list[Rule], cells: int, name: str | None = None) -> list[Lattice]:
    """The grids that the ruling lines of a page close, smaller ones first.

    A side on which the lines simply end (an open table, a table cut by the page) counts as closed.
    Raises LimitExceeded for more than `cells` places, before they are made.
    """
    across = joined([rule for rule in rules if rule.across])
    down = joined([rule for rule in rules if not rule.across])
    found: list[Lattice] = []
    for horizontal, vertical in _components(across, down, cells, name):
        ys = _positions(horizontal, vertical)
        xs = _positions(vertical, horizontal)
        cells -= (len(xs) - 1) * (len(ys) - 1)
        if cells < 0:
            raise _too_many(name)
        if len(xs) > 1 and len(ys) > 1:
            found.append(_closed(xs, ys, horizontal, vertical))
    found.sort(key=lambda lattice: (lattice.area, lattice.ys[0], lattice.xs[0]))
    return found


def joined(rules: list[Rule]) -> list[Rule]:
    """Collinear pieces put together; what stays very short is a dash, a dot or part of a drawing.

    Lines that are doubled come out as one, at the place of the first.
    """
    done: list[Rule] = []
    rules.sort(key=_at)
    start = 0
    while start < len(rules):
        end = start
        while end < len(rules) and rules[end].at - rules[start].at <= NEAR:
            end += 1
        band = sorted(rules[start:end], key=_extent)
        rule = band[0]
        for piece in band[1:]:
            if piece.start <= rule.end + _GAP:
                if piece.end > rule.end:
                    rule = rule._replace(end=piece.end)
                continue
            if rule.end - rule.start >= _SHORTEST:
                done.append(rule)
            rule = piece
        if rule.end - rule.start >= _SHORTEST:
            done.append(rule)
        start = end
    done.sort(key=_place)
    return done


def _components(
    across: list[Rule], down: list[Rule], cells: int, name: str | None
) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch one another, directly or by others; only those of both directions."""
    parent = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    ats = [rule.at for rule in across]
    checks = _CHECKS * cells
    for index, (_, x, top, bottom) in enumerate(down, len(across)):
        first = bisect_left(ats, top - NEAR)
        last = bisect_right(ats, bottom + NEAR)
        checks -= last - first
        if checks < 0:
            raise _too_many(name)
        own = index  # its root: nothing is joined to it yet
        for other in range(first, last):
            _, _, start, end = across[other]
            if start - NEAR <= x <= end + NEAR and (its := root(other)) != own:
                parent[own] = own = its
    groups: defaultdict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index, rule in enumerate(across):
        groups[root(index)][0].append(rule)
    for index, rule in enumerate(down, len(across)):
        groups[root(index)][1].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _positions(own: list[Rule], others: list[Rule]) -> list[float]:
    """The places of lines, and the common ends of the lines that run across them."""
    places = sorted(rule.at for rule in own)
    merged = [places[0]]
    for place in places:
        if place - merged[-1] > NEAR:
            merged.append(place)
    low, high = min(rule.start for rule in others), max(rule.end for rule in others)
    if merged[0] - low > NEAR and sum(rule.start - low <= NEAR for rule in others) > 1:
        merged.insert(0, low)
    if high - merged[-1] > NEAR and sum(high - rule.end <= NEAR for rule in others) > 1:
        merged.append(high)
    return merged


def _closed(
    xs: list[float], ys: list[float], horizontal: list[Rule], vertical: list[Rule]
) -> Lattice:
    height, width = len(ys) - 1, len(xs) - 1
    # above[row][col]: a line runs along the upper side of the place; before: along its left side.
    above = _sides(horizontal, ys, xs)
    before = _sides(vertical, xs, ys)
    owner = [[-1] * width for _ in range(height)]
    spots: list[Spot] = []
    for row in range(height):
        own, under = owner[row], above[row + 1]
        for col in range(width):
            if own[col] >= 0:
                continue
            if under[col] and before[col + 1][row]:  # most cells are not merged
                own[col] = len(spots)
                spots.append(_single(row, col))
                continue
            cols = 1
            while col + cols < width and own[col + cols] < 0 and not before[col + cols][row]:
                cols += 1
            rows = 1
            while row + rows < height and all(
                owner[row + rows][place] < 0
                and not above[row + rows][place]
                and (place == col or not before[place][row + rows])
                for place in range(col, col + cols)
            ):
                rows += 1
            for line in owner[row : row + rows]:
                line[col : col + cols] = [len(spots)] * cols
            spots.append(Spot(row, col, rows, cols))
    return Lattice(xs, ys, spots, with_outside(owner), _open(spots, owner, before))


def with_outside(owner: list[list[int]]) -> list[list[int]]:
    """The rows of a lattice's owners with what lies around them."""
    outside = [-1] * (len(owner[0]) + 2)
    return [outside, *([-1, *line, -1] for line in owner), outside]


def _open(spots: list[Spot], owner: list[list[int]], before: list[list[bool]]) -> frozenset[int]:
    """The spots behind the last line of their rows, where one closes the right end of others."""
    if not any(before[-1]):
        return frozenset()
    behind: set[int] = set()
    closed: set[int] = set()
    for row, its in enumerate(owner):
        col = len(its)
        while col and not before[col][row]:
            behind.add(its[col - 1])
            col = spots[its[col - 1]].col
        closed.update(its[:col])
    return frozenset(behind - closed)


def _sides(rules: list[Rule], own: list[float], others: list[float]) -> list[list[bool]]:
    """For each own line and each step between the other lines: whether a rule covers the step."""
    count = len(others) - 1
    covered = [[False] * count for _ in own]
    parts: defaultdict[tuple[int, int], float] = defaultdict(float)
    for _, at, start, end in rules:
        line = _nearest(own, at)
        first, last = bisect_left(others, start), bisect_right(others, end) - 1
        if first < last:
            covered[line][first:last] = [True] * (last - first)
        # The steps that it covers in part: before the first whole one, and behind the last.
        for step in {first - 1, last}:
            if 0 <= step < count:
                part = min(end, others[step + 1]) - max(start, others[step])
                if part > 0:
                    parts[line, step] += part
    for (line, step), part in parts.items():
        if part >= _COVERED * (others[step + 1] - others[step]):
            covered[line][step] = True
    return covered


def _nearest(places: list[float], at: float) -> int:
    index = bisect_left(places, at)
    if index == len(places) or (index and at - places[index - 1] <= places[index] - at):
        return index - 1
    return index


def _too_many(name: str | None) -> LimitExceeded:
    return LimitExceeded(
        "the ruling lines of the pages close more cells than the limit allows",
        zh="页面表格线构成的单元格超过上限",
        hint="Raise Limits(cells=...) if the file is meant.",
        hint_zh="如确需读取,请调高 Limits(cells=...)。",
        where=name,
    )
