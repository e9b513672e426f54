"""Column heads as a drawn table prints them: whether they are those of the form, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from ..flow import Drawn
from ..fold import squeeze
from ..form.definition import Table

_Heads = tuple[str, ...]
_PART = 6
"""Letters that are enough to tell a part of a label from a head of its own."""


def disordered(cells: list[Drawn], table: Table) -> frozenset[_Heads]:
    """The sets of heads (those of a row's cells) that the order of a row cannot be trusted under.

    They are printed in another order than that of the form, or all of them and some more.
    """
    known_heads, marks = _known(table)
    specs = {tuple(cell.head for cell in row.cells) for row in table.rows}
    printed: dict[_Heads, set[str]] = {spec: set() for spec in specs}
    foreign: set[_Heads] = set()
    found: set[_Heads] = set()
    for _, row in groupby(cells, key=lambda drawn: (drawn.block, drawn.cell.row)):
        texts = [text for drawn in row if (text := squeeze(drawn.cell.text))]
        if any(text[0].isdigit() for text in texts):
            continue
        known = [known_heads[text] for text in texts if text in known_heads]
        more = [
            text
            for text in texts
            if "单位" not in text and not any(_shares(text, mark) for mark in marks)
        ]
        for spec in specs:
            if not known or not set(known) <= set(spec):
                continue
            printed[spec].update(known)
            if not _follows(known, spec):
                found.add(spec)
            if more:
                foreign.add(spec)
    return frozenset(found | {spec for spec in foreign if printed[spec] == set(spec)})


def _shares(text: str, mark: str) -> bool:
    """Whether a text holds a label, or is what a page break left of one."""
    return mark in text or (len(text) >= _PART and text.strip("()") in mark)


def _follows(names: Sequence[str], order: Sequence[str]) -> bool:
    """Whether the names stand in this order, some perhaps left out."""
    rest = iter(order)
    return all(name in rest for name in names)


@lru_cache(maxsize=64)
def _known(table: Table) -> tuple[dict[str, str], frozenset[str]]:
    """Each spelling of a column head with the head, and all spellings of labels."""
    heads = {cell.head for row in table.rows for cell in row.cells}
    spelt = {
        body: mark.printed for mark in table.marks if mark.printed in heads for body in mark.bodies
    }
    labels = [*table.marks, *(row.label for row in table.rows if row.label)]
    return spelt, frozenset(body for label in labels for body in label.bodies)
