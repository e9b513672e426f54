"""Column heads as a drawn table prints them: which grid columns they stand over, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from ..flow import Drawn, Flow
from ..fold import squeeze
from ..form.definition import Row, Table

HeadNames = tuple[str, ...]
"""The heads of a row's cells, in the order of the form."""

GridRow = tuple[int, int]
"""A block of the document, and a row of its grid."""

_PART = 6
"""Letters that are enough to tell a part of a label from a head of its own."""


class HeadColumns(NamedTuple):
    """The heads of a set of rows, each drawn once: the grid columns that each stands over.

    at: the last of the grid rows that print them. spans: for each head of `names`, its first
    column and the one behind its last. end: the column behind all that those rows draw.
    """

    at: GridRow
    names: HeadNames
    spans: tuple[tuple[int, int], ...]
    end: int


@lru_cache(maxsize=512)
def heads_of(row: Row) -> HeadNames:
    """The heads of a row's cells."""
    return tuple(cell.head for cell in row.cells)


def head_columns(
    flow: Flow, cells: list[Drawn], table: Table, labelled: set[GridRow]
) -> list[HeadColumns]:
    """The full sets of heads that a drawn table prints, in printed order.

    labelled: the grid rows that hold a row's label; heads stand above them. A set of which some
    head is printed over two places tells nothing.
    """
    known = known_heads(table)
    specs = {heads_of(row) for row in table.rows}
    specs = {names for names in specs if len(set(names)) == len(names)}
    found: list[HeadColumns] = []
    run: dict[str, set[tuple[int, int]]] = {}
    end = 0
    last: GridRow = (-1, -1)
    for at, row in groupby(cells, key=lambda drawn: (drawn.block, drawn.cell.row)):
        if at in labelled or at[0] != last[0]:
            found += _complete(run, specs, last, end)
            run, end = {}, 0
        last = at
        if at in labelled:
            continue
        for drawn in row:
            span = (drawn.cell.col, drawn.cell.col + drawn.cell.cols)
            end = max(end, span[1])
            name = known.get(drawn.letters)
            if name is not None:
                run.setdefault(name, set()).add(span)
    return found + _complete(run, specs, last, end)


def _complete(
    run: dict[str, set[tuple[int, int]]], specs: set[HeadNames], at: GridRow, end: int
) -> list[HeadColumns]:
    made = []
    for names in specs:
        if all(len(run.get(name, ())) == 1 for name in names):
            spans = tuple(next(iter(run[name])) for name in names)
            ordered = sorted(spans)
            if all(one[1] <= other[0] for one, other in pairwise(ordered)):
                made.append(HeadColumns(at, names, spans, end))
    return made


def disordered(
    flow: Flow, cells: list[Drawn], table: Table, labelled: set[GridRow]
) -> frozenset[HeadNames]:
    """The sets of heads (those of a row's cells) that the order of a row cannot be trusted under.

    They are printed in another order than that of the form, or all of them and some more.
    labelled: the grid rows that hold a row's label, and so no heads.
    """
    spelt, marks = known_heads(table), _bodies(table)
    specs = {heads_of(row) for row in table.rows}
    printed: dict[HeadNames, set[str]] = {spec: set() for spec in specs}
    foreign: set[HeadNames] = set()
    found: set[HeadNames] = set()
    for at, row in groupby(cells, key=lambda drawn: (drawn.block, drawn.cell.row)):
        if at in labelled:
            continue
        texts = [text for drawn in row if (text := drawn.letters)]
        if any(text[0].isdigit() for text in texts):
            continue
        known = [spelt[text] for text in texts if text in spelt]
        if not known:
            continue
        more = [
            text
            for text in texts
            if text not in marks
            and "单位" not in text
            and not any(_shares(text, mark) for mark in marks)
        ]
        for spec in specs:
            if not set(known) <= set(spec):
                continue
            printed[spec].update(known)
            if not follows(known, spec):
                found.add(spec)
            if more:
                foreign.add(spec)
    return frozenset(found | {spec for spec in foreign if printed[spec] == set(spec)})


def _shares(text: str, mark: str) -> bool:
    """Whether a text holds a label, or is what a page break left of one."""
    return mark in text or (len(text) >= _PART and text.strip("()") in mark)


def follows(names: Sequence[str], order: Sequence[str]) -> bool:
    """Whether the names stand in this order, some perhaps left out."""
    rest = iter(order)
    return all(name in rest for name in names)


def groups_in_order(flow: Flow, cells: list[Drawn], table: Table) -> bool:
    """Whether the groups of heads that are printed stand in the order of the form."""
    groups = [mark for mark in table.marks if mark.printed not in known_heads(table).values()]
    spelt = {body: group.printed for group in groups for body in group.bodies}
    names = [spelt[text] for drawn in cells if (text := drawn.letters) in spelt]
    return follows(list(dict.fromkeys(names)), [group.printed for group in groups])


@lru_cache(maxsize=64)
def known_heads(table: Table) -> dict[str, str]:
    """Each spelling of a column head, folded and without white space, with the head."""
    heads = {cell.head for row in table.rows for cell in row.cells}
    return {
        body: mark.printed for mark in table.marks if mark.printed in heads for body in mark.bodies
    }


@lru_cache(maxsize=64)
def _bodies(table: Table) -> frozenset[str]:
    labels = [*table.marks, *(row.label for row in table.rows if row.label)]
    return frozenset(body for label in labels for body in label.bodies)


@lru_cache(maxsize=64)
def label_letters(table: Table) -> str:
    """All labels of a table, to tell fragments of them from other words."""
    named = [*table.marks, *(row.label for row in table.rows if row.label)]
    return "|".join(squeeze(label.printed) for label in named)
