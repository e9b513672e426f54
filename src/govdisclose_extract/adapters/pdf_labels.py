"""The rows of a table without ruling lines: labels of one line or more, and the values beside them.

Lines of one label stand closer than labels do, or no ruling line parts them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from .pdf_columns import Extent, edges_of, overlaps
from .pdf_lines import Run, box_of, cell_text, parts_of
from .pdf_page import Rule

__all__ = ["Label", "banded", "is_marked", "label_columns", "labelled", "labels_apart"]

_PITCH = 1.12
"""Lines of one label stand this much closer than two labels at least."""
_FULL = 1.25
"""A line of a label that goes on is as wide as the widest, but for so many characters."""
_LEVEL = 0.35
"""A value stands beside a line that is no farther above or below, in heights."""
_LARGEST = 2.0
_STEP = 1.3
_HASTY = 0.25
_FEWEST = 3
_GROUPS_APART = 0.2
_ALIKE = 1.0
_NAME = 3
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)"
)


class Label(NamedTuple):
    """The words of a row's label, line by line, the values beside it, and the page's lines."""

    words: list[Run]
    values: list[Run]


def is_marked(text: str) -> bool:
    """Whether a line begins with the number of an item."""
    return bool(_MARK.match(text))


def labels_apart(words: list[list[Run]]) -> list[list[Run]]:
    """Words cut where those of another line begin, or an item: groups stand close to their rows."""
    lefts = sorted(run.left for row in words for run in row)

    def begins(part: Run) -> bool:
        at = bisect_left(lefts, part.left - _ALIKE)
        return at < len(lefts) and lefts[at] <= part.left + _ALIKE

    cut: list[list[Run]] = []
    for row in words:
        cut.append([])
        for run in row:
            parts = parts_of(run, _GROUPS_APART)
            if len(parts) == 1 or not all(is_marked(one.text) or begins(one) for one in parts[1:]):
                parts = [run]
            cut[-1] += parts
    return cut


def label_columns(words: list[Run], size: float) -> list[Extent]:
    """The columns in which the labels stand: those of groups, and last that of the rows.

    A label over several of them makes none.
    """
    rest = sorted(((run.left, run.right) for run in words), key=lambda span: span[1] - span[0])
    found: list[Extent] = []
    for left, right in rest:  # the narrow ones first
        over = [at for at, column in enumerate(found) if overlaps((left, right), column)]
        if not over:
            found.append((left, right))
            found.sort()
        elif len(over) == 1:
            one = found[over[0]]
            grown = min(one[0], left), max(one[1], right)
            if not any(overlaps(grown, other) for at, other in enumerate(found) if at != over[0]):
                found[over[0]] = grown
    return [column for column in found if column[1] - column[0] > 0.1 * size]


def labelled(
    values: list[list[Run]],
    words: list[list[Run]],
    places: list[Extent],
    across: list[Rule],
    size: float,
) -> list[Label] | None:
    """The rows of a body; None where lines may belong to one label or to another."""
    if not places:
        # Without labels, further lines may be the ends of numbers that ran out of width.
        return [Label([], values[0])] if len(values) == 1 and not any(words) else None
    lines, others = _of_rows([run for row in words for run in row], places, size)
    groups = _grouped(lines, values, across, size)
    if groups is None:
        return None
    held: list[list[Run]] = [[] for _ in groups]
    sides: set[str] = set()
    for row in filter(None, values):
        middle = median([run.middle for run in row])
        sided = [
            (at, side) for at, group in enumerate(groups) if (side := _side(group, middle, size))
        ]
        if not sided:
            beside = [run for run in others if abs(run.middle - middle) <= _LEVEL * size]
            if not beside:
                return None
            label = max(beside, key=lambda run: run.right)
            others.remove(label)
            groups.append([label])
            held.append(row)
            continue
        at, side = sided[0]
        if len(sided) > 1 or held[at]:
            return None
        held[at] = row
        sides.add(side)
    if len(sides - {"all"}) > 1:
        return None
    spans = [(group[0].top, group[-1].bottom) for group in groups]
    for run in others:
        alone = all(run.bottom <= top or run.top >= bottom for top, bottom in spans)
        if alone and len(run.text) >= _NAME:
            groups.append([run])
            held.append([])
    table = [Label(group, row) for group, row in zip(groups, held, strict=True)]
    table.sort(key=lambda label: label.words[0].middle)
    for one, two in pairwise(table):
        if one.words[-1].bottom - two.words[0].top > _LEVEL * size:
            return None
    return table


def banded(
    values: list[list[Run]],
    words: list[list[Run]],
    columns: list[Extent],
    labels: int,
    across: list[Rule],
) -> list[Label] | None:
    """The rows where ruling lines run between all of them; None where they do not.

    columns: those of labels, so many as `labels`, and those of values.
    """
    item, last = columns[labels - 1], columns[-1]
    ats = [rule.at for rule in across if rule.start <= item[0] + _ALIKE and rule.end >= last[0]]
    if len(ats) < _FEWEST:
        return None
    bands: list[tuple[list[Run], list[Run]]] = [([], []) for _ in range(len(ats) + 1)]
    for row, part in ((words, 0), (values, 1)):
        for run in (run for line in row for run in line):
            bands[bisect_left(ats, run.middle)][part].append(run)
    edges = edges_of(columns)
    table: list[Label] = []
    for label, found in bands:
        own = [run for run in label if overlaps(run, item)]
        if not own and found and label:
            farthest = max(run.left for run in label)
            own = [run for run in label if run.left >= farthest - _ALIKE]
        if not own:
            if found:
                return None
            continue
        wide = [run.left for run in own if run.left < item[0]]
        own += [
            run
            for run in label
            if run not in own and any(abs(run.left - left) <= _ALIKE for left in wide)
        ]
        if sum(is_marked(run.text) for run in own) > 1:
            return None
        cells: list[Run] = []
        for at in range(labels, len(columns)):
            runs = [run for run in found if overlaps(run, columns[at])]
            if runs:
                text = cell_text(runs, edges[at + 1] - edges[at])
                cells.append(Run(text, *box_of(runs), [c for run in runs for c in run.chars]))
        table.append(Label(sorted(own, key=lambda run: run.middle), cells))
    return table if len(table) >= _FEWEST else None


def _of_rows(words: list[Run], places: list[Extent], size: float) -> tuple[list[Run], list[Run]]:
    """The lines of labels of rows, and the other words: groups, and labels that stand there."""
    item = places[-1]
    lines: list[Run] = []
    others: list[Run] = []
    for run in sorted(words, key=lambda run: (run.middle, run.left)):
        last = lines[-1] if lines else None
        goes_on = (
            last is not None
            and last.left < item[0]
            and abs(run.left - last.left) <= _ALIKE
            and run.middle - last.middle <= _LARGEST * size
            and not is_marked(run.text)
        )
        (lines if goes_on or overlaps(run, item) else others).append(run)
    return lines, others


def _side(group: list[Run], middle: float, size: float) -> str:
    """Where beside a label a value stands: at its top, middle or bottom, or nowhere."""
    if len(group) == 1:
        return "all" if abs(group[0].middle - middle) <= _LEVEL * size else ""
    for name, at in (
        ("middle", (group[0].middle + group[-1].middle) / 2),
        ("top", group[0].middle),
        ("bottom", group[-1].middle),
    ):
        if abs(at - middle) <= _LEVEL * size:
            return name
    return ""


def _grouped(
    lines: list[Run], values: list[list[Run]], across: list[Rule], size: float
) -> list[list[Run]] | None:
    """The lines of the labels by labels."""
    if not lines:
        return None
    ats = sorted(
        rule.at
        for rule in across
        if rule.start <= lines[0].left + size and rule.end >= lines[0].right
    )
    middles = sorted(median([run.middle for run in row]) for row in values if row)

    def ruled(high: float, low: float) -> bool:
        return any(high < at < low for at in ats)

    if len(middles) > 1 and all(ruled(one, two) for one, two in pairwise(middles)):
        bound = [not ruled(one.middle, two.middle) for one, two in pairwise(lines)]
    else:
        told = _bound(lines, middles, size)
        if told is None:
            return None
        bound = told
    groups = [[lines[0]]]
    for line, same in zip(lines[1:], bound, strict=True):
        if same and is_marked(line.text):
            return None
        if same:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _bound(lines: list[Run], middles: list[float], size: float) -> list[bool] | None:
    """For each two lines that follow: whether they are of one label.

    middles: where the values stand. A line that goes on is full, and the next has no number of its
    own; where that leaves a choice, lines of one label stand closer than two labels.
    """
    pairs = list(pairwise(lines))
    near = _LEVEL * size
    beside = all(any(abs(line.middle - at) <= near for at in middles) for line in lines)
    if beside and all(any(abs(line.middle - at) <= near for line in lines) for at in middles):
        return [False] * len(pairs)
    full = [
        one.right - one.left >= _width(lines, one) - _FULL * size and not is_marked(two.text)
        for one, two in pairs
    ]
    steps = [two.middle - one.middle for one, two in pairs]
    least = min((step for step, may in zip(steps, full, strict=True) if may), default=0.0)
    if not any(full) or least > _LARGEST * size:
        return [False] * len(pairs)
    close = [step <= _PITCH * least for step in steps]
    others = min((step for step, near in zip(steps, close, strict=True) if not near), default=0.0)
    hasty = sum(near and not may for near, may in zip(close, full, strict=True))
    if others > _STEP * least and hasty <= _HASTY * sum(close):
        return close
    bound = [near and may for near, may in zip(close, full, strict=True)]
    others = min((step for step, joined in zip(steps, bound, strict=True) if not joined), default=0)
    if not others or others > _PITCH * least:
        return bound
    if all(joined or is_marked(two.text) for joined, (_, two) in zip(bound, pairs, strict=True)):
        return bound  # each label has a number
    return None


def _width(lines: list[Run], one: Run) -> float:
    """The widest line that begins where this one does."""
    return max(
        line.right - line.left
        for line in lines
        if abs(line.left - one.left) < one.height or line is one
    )
