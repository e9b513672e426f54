"""Tables that no line rules, or only lines between their rows, made into grids where that is sure.

Where rows or columns leave a doubt no grid is made, and the lines keep their places by blanks.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from .pdf_bodies import Body, bodies_of
from .pdf_columns import (
    Extent,
    Head,
    are_spaced,
    columns_under,
    edges_of,
    overlaps,
    split_row,
    ways_under,
)
from .pdf_labels import Label, banded, is_marked, label_columns, labelled, labels_apart
from .pdf_lattice import Lattice, Spot, joined, with_outside
from .pdf_lines import Run
from .pdf_page import Rule

__all__ = ["Stretch", "is_heading", "stretches"]

_WAYS = frozenset({"left", "right", "middle"})
_MOST = 400
_WIDEST = 100
_GROUP = 2.5
_TITLES = 2
_SECTION = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:、|部分|章)")


class Stretch(NamedTuple):
    """Lines of a page, `start` to `end`, that are a table: its heads and the rows under them.

    made: its grid and the texts of the cells; None where the lines do not tell them for sure.
    columns, labels, ways: for a page on which the table goes on.
    """

    start: int
    end: int
    made: tuple[Lattice, list[str]] | None
    columns: list[Extent]
    labels: Extent | None
    ways: frozenset[str]


def is_heading(text: str) -> bool:
    """Whether a line begins with the number of a section."""
    return bool(_SECTION.match(text))


def stretches(
    rows: list[list[Run]], rules: list[Rule], before: Stretch | None = None
) -> list[Stretch]:
    """The stretches of a page's lines that look like tables, from top to bottom.

    before: the last stretch of the page before; a table may go on under its heads.
    """
    if all(len(row) == 1 for row in rows):
        return []
    across = joined([rule for rule in rules if rule.across])
    spaced = are_spaced(rows)
    parted = [split_row(row, spaced) for row in rows]
    bodies = [body for body in bodies_of(rows, parted) if _is_moderate(body, rows)]
    ways = before.ways if before else _WAYS
    for body in bodies:
        if body.heads:
            ways = (ways & _ways(body, rows, parted)) or ways
    found: list[Stretch] = []
    for body in bodies:
        known = found[-1] if found else before
        if body.heads or (found and found[-1].end != body.lines[0]):
            known = None
        made = _made(body, rows, parted, across, known, ways)
        for _ in range(_TITLES):
            if made.made or not _is_titled(body, rows, parted):
                break
            # The last words may be a heading of what follows.
            body = body._replace(lines=body.lines[:-1])  # noqa: PLW2901
            made = _made(body, rows, parted, across, known, ways)
        found.append(made)
    return found


def _is_moderate(body: Body, rows: list[list[Run]]) -> bool:
    """Whether a body is no larger than a table that somebody reads; time grows with its square."""
    size = body.lines[-1] + 1 - (body.heads or body.lines)[0]
    return size <= _MOST and all(len(rows[at]) <= _WIDEST for at in (*body.heads, *body.lines))


def _is_titled(
    body: Body, rows: list[list[Run]], parted: list[tuple[list[Run], list[Run]]]
) -> bool:
    """Whether a body ends with words that may be a heading, or stand over further heads."""
    last = body.lines[-1]
    if len(body.lines) < 2 or parted[last][0] or len(rows[last]) > 1:
        return False
    if is_marked(rows[last][0].text):
        return True
    if last + 2 >= len(rows):  # at the foot of the page, where labels may go on
        return all(parted[at][0] for at in body.lines[:-1])
    return not parted[last + 1][0] and len(rows[last + 1]) > 1


def _made(
    body: Body,
    rows: list[list[Run]],
    parted: list[tuple[list[Run], list[Run]]],
    across: list[Rule],
    known: Stretch | None,
    ways: frozenset[str],
) -> Stretch:
    start = (body.heads or body.lines)[0]
    end = body.lines[-1] + 1
    unsure = Stretch(start, end, None, [], None, ways)
    values = [parted[at][0] for at in body.lines]
    words = labels_apart([parted[at][1] for at in body.lines])
    labels = _around([run for row in words for run in row])
    size = median([run.size for at in body.lines for run in rows[at]])
    if known is not None and known.columns:
        columns, heads = known.columns, list[Head]()
        labels = _wider(labels, known.labels)
    else:
        told = columns_under(values, [rows[at] for at in body.heads], labels, size, ways)
        if told is None:
            return unsure
        columns, heads = told
    if labels and labels[1] > columns[0][0]:
        return unsure
    grown = _held(values, columns)
    if grown is None:
        return unsure
    places = label_columns([run for row in words for run in row], size)
    table = labelled(values, words, places, across, size)
    if places and (ruled := banded(values, words, [*places, *grown], len(places), across)):
        table = ruled
    if table is None:
        return unsure
    laid = _laid(table, heads, [run for row in words for run in row], places, grown)
    return Stretch(start, end, laid, grown, labels, ways)


def _ways(
    body: Body, rows: list[list[Run]], parted: list[tuple[list[Run], list[Run]]]
) -> frozenset[str]:
    """How heads may stand in their columns, by the values of one body."""
    values = [parted[at][0] for at in body.lines]
    labels = _around([run for at in body.lines for run in parted[at][1]])
    size = median([run.size for at in body.lines for run in rows[at]])
    return ways_under(values, [rows[at] for at in body.heads], labels, size)


def _held(values: list[list[Run]], columns: list[Extent]) -> list[Extent] | None:
    """The columns with all their values; None where a value has no column, or two share one."""
    grown = list(columns)
    for row in values:
        taken: set[int] = set()
        for run in row:
            over = [at for at, column in enumerate(columns) if overlaps(run, column)]
            if len(over) != 1 or over[0] in taken:
                return None
            taken.add(over[0])
            left, right = grown[over[0]]
            grown[over[0]] = min(left, run.left), max(right, run.right)
    if any(after[0] <= before[1] for before, after in pairwise(grown)):
        return None
    return grown


def _around(runs: list[Run]) -> Extent | None:
    if not runs:
        return None
    return min(run.left for run in runs), max(run.right for run in runs)


def _wider(one: Extent | None, two: Extent | None) -> Extent | None:
    if one is None or two is None:
        return one or two
    return min(one[0], two[0]), max(one[1], two[1])


def _laid(
    table: list[Label],
    heads: list[Head],
    words: list[Run],
    places: list[Extent],
    columns: list[Extent],
) -> tuple[Lattice, list[str]] | None:
    """The grid: a row for each line of wide heads, one for the heads of columns, one for each row.

    words: of the labels, those of groups too. None where two of them want one place.
    """
    first = len(places)
    laid = _Laid(edges_of([*places, *columns]))
    for line in sorted({head.line for head in heads if head.span > 1}):
        wide = [head for head in heads if head.line == line and head.span > 1]
        laid.row(wide[0].run.top, wide[-1].run.bottom)
        for head in wide:
            laid.put(head.run.text, first + head.first, 1, head.span)
    leaves = [head for head in heads if head.span < 2]
    if leaves:
        laid.row(min(head.run.top for head in leaves), max(head.run.bottom for head in leaves))
        above = [head.run.text for head in leaves if not head.span]
        if above and first:
            laid.put("\n".join(above), 0, 1, first)
        for at in range(len(columns)):
            texts = [head.run.text for head in leaves if head.span and head.first == at]
            if texts:
                laid.put("\n".join(texts), first + at)
    start = len(laid.tops)
    held: set[int] = set()
    for label in table:
        runs = label.words + label.values
        laid.row(min(run.top for run in runs), max(run.bottom for run in runs))
        if label.words:
            over = [
                at
                for at, place in enumerate(places)
                if any(overlaps(run, place) for run in label.words)
            ]
            laid.put("\n".join(run.text for run in label.words), over[0], 1, first - over[0])
            held.update(map(id, label.words))
        for run in label.values:
            at = next(at for at, column in enumerate(columns) if overlaps(run, column))
            laid.put(run.text, first + at)
    for col, place in enumerate(places[:-1]):
        runs = [run for run in words if id(run) not in held and overlaps(run, place)]
        for part in _stacked(runs):
            held.update(map(id, part))
            rows = [laid.nearest(run.middle, start) for run in part]
            laid.put("".join(run.text for run in part), col, rows[-1] - rows[0] + 1, 1, rows[0])
    if laid.crowded or any(id(run) not in held for run in words):
        return None
    return laid.made()


def _stacked(runs: list[Run]) -> list[list[Run]]:
    """Words that stand one below the other."""
    parts: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.middle, run.left)):
        last = parts[-1][-1] if parts else None
        if last and run.middle - last.middle <= _GROUP * last.height and not is_marked(run.text):
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts


class _Laid:
    """A grid under way. crowded: two texts wanted one place."""

    def __init__(self, xs: list[float]) -> None:
        self.xs = xs
        self.tops: list[float] = []
        self.bottoms: list[float] = []
        self.owner: list[list[int]] = []
        self.spots: list[Spot] = []
        self.texts: list[str] = []
        self.crowded = False

    def row(self, top: float, bottom: float) -> None:
        """Begin a row."""
        self.tops.append(top)
        self.bottoms.append(bottom)
        self.owner.append([-1] * (len(self.xs) - 1))

    def put(self, text: str, col: int, rows: int = 1, cols: int = 1, row: int = -1) -> None:
        """Put a cell, into the last row unless told otherwise."""
        row = row if row >= 0 else len(self.owner) - 1
        for line in self.owner[row : row + rows]:
            if any(owner >= 0 for owner in line[col : col + cols]):
                self.crowded = True
            line[col : col + cols] = [len(self.spots)] * cols
        self.spots.append(Spot(row, col, rows, cols))
        self.texts.append(text)

    def nearest(self, middle: float, start: int) -> int:
        """The row from `start` on that lies nearest to a height."""
        return min(
            range(start, len(self.tops)),
            key=lambda row: max(self.tops[row] - middle, middle - self.bottoms[row]),
        )

    def made(self) -> tuple[Lattice, list[str]]:
        """The grid, with the cells that hold nothing."""
        for row, line in enumerate(self.owner):
            for col, owner in enumerate(line):
                if owner < 0:
                    self.put("", col, row=row)
        order = sorted(range(len(self.spots)), key=lambda at: self.spots[at])
        new = {old: at for at, old in enumerate(order)}
        inner = [(low + top) / 2 for low, top in zip(self.bottoms, self.tops[1:], strict=False)]
        lattice = Lattice(
            self.xs,
            [self.tops[0], *inner, self.bottoms[-1]],
            [self.spots[at] for at in order],
            with_outside([[new[owner] for owner in line] for line in self.owner]),
        )
        return lattice, [self.texts[at] for at in order]
