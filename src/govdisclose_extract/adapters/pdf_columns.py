"""Columns of a table that no line rules: the clusters of its values, each under a head of its own.

Order alone would not do, since a blank cell leaves nothing behind; and a cluster without a head
may be half a column, or two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

import msgspec

from .pdf_lines import Run, is_numeric, is_wide, parts_of, run_of, tight

__all__ = [
    "Extent",
    "Head",
    "are_spaced",
    "columns_under",
    "edges_of",
    "heads_of",
    "overlaps",
    "split_row",
    "ways_under",
]

_VALUE = re.compile(
    r"[-+−±]?[0-9０-９]+(?:[.,，．][0-9０-９]+)*[%％]?(?:[\u4e00-\u9fff]{1,2})?"
    r"|[-—–―─－/／\\]{1,3}|无"
)
_NUMBER = 1.2
"""A gap of no more heights may stand between the digits of one number."""

_HEADS_APART = 0.3
"""A gap of this many heights may part two heads."""

_LETTERS_APART = 2.5
_LEAST = 0.2
_ALIKE = 0.1
_LEAST_SPACE = 0.13
_SPACED = 4
_MOST = 0.8
_VALUES_APART = 0.25
_TOUCH = 0.5

Extent = tuple[float, float]
"""Where a column begins and ends, in points."""


class Head(NamedTuple):
    """A piece of the heads: its line, and the first column that it stands over, and how many.

    A head of no column stands over the labels.
    """

    run: Run
    line: int
    first: int
    span: int


def are_spaced(rows: list[list[Run]]) -> bool:
    """Whether the digits of most numbers stand apart alike, so that their gaps part no numbers."""
    gaps: list[float] = []
    tight_pairs = 0
    for row in rows:
        for run in row:
            if len(run.chars) < 2 or not is_numeric(run.text.replace(" ", "")):
                continue
            for one, two in pairwise(run.chars):
                gap = (two.left - one.right) / (one.bottom - one.top)
                if gap <= _LEAST_SPACE:
                    tight_pairs += 1
                else:
                    gaps.append(gap)
    if not gaps or len(gaps) < _SPACED * tight_pairs:
        return False
    usual = median(gaps)
    return sum(abs(gap - usual) < _ALIKE for gap in gaps) >= _MOST * len(gaps)


def split_row(row: list[Run], spaced: bool) -> tuple[list[Run], list[Run]]:
    """The values of a line and its words. spaced: the digits of a number stand apart."""
    values: list[Run] = []
    words: list[Run] = []
    for run in row if spaced else _apart_words(row):
        if not _VALUE.fullmatch(text := tight(run.text)):
            words.append(run)
        elif (
            spaced
            and values
            and run.left - values[-1].right <= _NUMBER * run.height
            and is_numeric(values[-1].text + text)
        ):
            last = values[-1]
            values[-1] = Run(
                last.text + text,
                last.left,
                min(last.top, run.top),
                run.right,
                max(last.bottom, run.bottom),
                last.chars + run.chars,
            )
        else:
            values.append(msgspec.structs.replace(run, text=text))
    return values, words


def _apart_words(row: list[Run]) -> list[Run]:
    """The runs of a line, cut before each value that stands close behind something else."""
    apart: list[Run] = []
    for run in row:
        if " " not in run.text:
            apart.append(run)
            continue
        parts = parts_of(run, _VALUES_APART)
        count = len(parts)
        while count and _VALUE.fullmatch(tight(parts[count - 1].text)):
            count -= 1
        if count == len(parts):
            apart.append(run)
            continue
        if count:
            apart.append(run_of(run.chars[: sum(len(part.chars) for part in parts[:count])]))
        apart += parts[count:]
    return apart


def overlaps(one: Run | Extent, two: Extent) -> bool:
    """Whether something stands over or in a column."""
    left, right = (one.left, one.right) if isinstance(one, Run) else one
    return min(right, two[1]) - max(left, two[0]) > _TOUCH


def ways_under(
    values: list[list[Run]], heads: list[list[Run]], labels: Extent | None, size: float
) -> frozenset[str]:
    """The ways in which heads may stand in their columns: at the left, the right, the middle.

    Empty where none gives each cluster of values a column.
    """
    clusters = _clusters([run for row in values for run in row])
    leaves = _leaves(_pieces(heads, clusters, size), labels)
    ways = _ways(leaves)
    return frozenset(name for name in ways if _owners(clusters, ways[name]) is not None)


def columns_under(
    values: list[list[Run]],
    heads: list[list[Run]],
    labels: Extent | None,
    size: float,
    ways: frozenset[str],
) -> tuple[list[Extent], list[Head]] | None:
    """The columns, and the heads with their columns; None where one does not tell the other.

    values, heads: by lines. labels: how far the words beside the values reach. size: the height of
    the characters. The lowest heads make the columns. Each of the `ways` that gives every cluster
    of values a column of its own must give it the same. A head without values is a column of
    blanks.
    """
    clusters = _clusters([run for row in values for run in row])
    if not _apart(clusters, size):
        return None
    pieces = _pieces(heads, clusters, size)
    leaves = _leaves(pieces, labels)
    possible = _ways(leaves)
    owners = [_owners(clusters, possible[name]) for name in sorted(ways & set(possible))]
    told = [own for own in owners if own is not None]
    if not told or any(own != told[0] for own in told):
        return None
    columns = list(leaves)
    for cluster, at in zip(clusters, told[0], strict=True):
        columns[at] = min(columns[at][0], cluster[0]), max(columns[at][1], cluster[1])
    if not _apart(columns, 0) or (labels and columns[0][0] < labels[1]):
        return None
    if labels and 0 not in told[0] and columns[0][0] - labels[1] < _clear(columns):
        return None  # the head may be that of the labels
    return columns, heads_of(pieces, columns)


def _pieces(heads: list[list[Run]], clusters: list[Extent], size: float) -> list[tuple[Run, int]]:
    return [
        (run, line) for line, row in enumerate(heads) for run in _head_pieces(row, clusters, size)
    ]


def _leaves(pieces: list[tuple[Run, int]], labels: Extent | None) -> list[Extent]:
    """The lowest heads, with what stands above one of them alone."""
    leaves: list[Extent] = []
    for run, _ in reversed(pieces):
        if labels and run.left < labels[1]:
            continue
        over = [at for at, leaf in enumerate(leaves) if overlaps(run, leaf)]
        if not over:
            leaves.append((run.left, run.right))
            leaves.sort()
        elif len(over) == 1:
            leaf = leaves[over[0]]
            leaves[over[0]] = min(leaf[0], run.left), max(leaf[1], run.right)
    return leaves


def _clear(columns: list[Extent]) -> float:
    """The narrowest gap between columns."""
    return min((after[0] - before[1] for before, after in pairwise(columns)), default=0.0)


def _ways(leaves: list[Extent]) -> dict[str, list[float]]:
    """Where the columns may begin, and where the last ends, by where heads stand in columns."""
    if not leaves:
        return {}
    left, right = [leaf[0] for leaf in leaves], [leaf[1] for leaf in leaves]
    middles = [(before[1] + after[0]) / 2 for before, after in pairwise(leaves)]
    return {
        "left": [*(edge - _TOUCH for edge in left), inf],
        "right": [-inf, *(edge + _TOUCH for edge in right)],
        "middle": [-inf, *middles, inf],
    }


def _owners(clusters: list[Extent], edges: list[float]) -> list[int] | None:
    """The column of each cluster; None unless each lies in one column, and has it alone."""
    owners: list[int] = []
    for left, right in clusters:
        at = bisect_right(edges, left) - 1
        if not 0 <= at < len(edges) - 1 or right > edges[at + 1] or at in owners:
            return None
        owners.append(at)
    return owners


def edges_of(columns: list[Extent]) -> list[float]:
    """Where columns are parted, and the outer edges."""
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    return [columns[0][0], *inner, columns[-1][1]]


def heads_of(pieces: list[tuple[Run, int]], columns: list[Extent]) -> list[Head]:
    """Heads, given with their lines, and the columns that they stand over."""
    found: list[Head] = []
    for run, line in pieces:
        over = [at for at, column in enumerate(columns) if overlaps(run, column)]
        found.append(Head(run, line, over[0] if over else 0, len(over)))
    return found


def _clusters(runs: list[Run]) -> list[Extent]:
    found: list[Extent] = []
    for left, right in sorted((run.left, run.right) for run in runs):
        if found and left < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _apart(columns: list[Extent], size: float) -> bool:
    return all(after[0] - before[1] > _LEAST * size for before, after in pairwise(columns))


def _head_pieces(row: list[Run], columns: list[Extent], size: float) -> list[Run]:
    """The heads of a line: those of two columns may stand closer than words usually do."""
    pieces: list[Run] = []
    for run in row:
        parts = parts_of(run, _HEADS_APART)
        # The letters of one head may be spaced as wide.
        spaced = all(len(part.text) == 1 and is_wide(part.text) for part in parts)
        if len(parts) > 1 and spaced and run.right - run.left < _LETTERS_APART * 2 * size:
            over = sum(overlaps(run, column) for column in columns)
            parts = [run] if over < 2 else parts
        pieces += parts
    return pieces
