"""Column heads wrapped over several lines of a text: their parts stand one below the other."""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter

from ..flow import Flow
from ..fold import squeeze
from ..form.definition import Table
from .heads import HeadNames, follows, heads_of, known_heads
from .pieces import Piece
from .words import left_edge, width_of

_WORD = re.compile(r"\S+")
_LONGEST = 400
"""Characters of a line of heads."""


def disordered_stacks(flow: Flow, table: Table, pieces: list[Piece]) -> frozenset[HeadNames]:
    """The sets of heads (those of a row's cells) that are printed in another order than the form's.

    Heads count that can be put together from words one below the other, on lines of words.
    """
    specs = {heads_of(row) for row in table.rows}
    found: set[HeadNames] = set()
    lines = groupby(pieces, key=attrgetter("line"))
    parted = [(list(its), line) for line, its in lines]
    for worded, area in groupby(parted, key=lambda one: _is_worded(one[0])):
        if worded:
            names = _names(flow, table, [piece for its, _ in area for piece in its])
            found.update(
                spec
                for spec in specs
                if not follows(list(dict.fromkeys(name for name in names if name in spec)), spec)
            )
    return frozenset(found)


def _is_worded(line: list[Piece]) -> bool:
    long = line[-1].end - line[0].start > _LONGEST
    return not long and all(piece.value is None for piece in line)


def _names(flow: Flow, table: Table, pieces: list[Piece]) -> list[str]:
    """The heads in some lines of words, from left to right."""
    heads = known_heads(table)
    wide = {body for mark in table.marks if mark.printed not in heads for body in mark.bodies}
    words = [
        (left, left + width_of(flow.text[start:end]), start, end)
        for piece in pieces
        for word in _WORD.finditer(flow.text, piece.start, piece.end)
        for start, end in [word.span()]
        if squeeze(flow.text[start:end]) not in wide
        for left in [left_edge(flow, start, True)]
    ]
    stacks: list[tuple[int, list[tuple[int, int]]]] = []
    for left, right, start, end in sorted(words):
        if stacks and left < stacks[-1][0]:
            past, parts = stacks[-1]
            stacks[-1] = max(past, right), [*parts, (start, end)]
        else:
            stacks.append((right, [(start, end)]))
    texts = (
        squeeze("".join(flow.text[start:end] for start, end in sorted(parts)))
        for _, parts in stacks
    )
    return [heads[text] for text in texts if text in heads]
