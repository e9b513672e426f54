"""Column heads as a text prints them: whether values can be told by their order below them."""

from __future__ import annotations

import re
from collections import Counter

from ..flow import Flow
from ..form.definition import Table
from ..form.labels import Find, find_labels
from ..locate.tables import Region
from .heads import HeadNames, follows, heads_of, known_heads, label_letters
from .pieces import Piece
from .words import Labels

_WORD = re.compile(r"[\u3400-\u9fff]{2,}")
_APART = re.compile(r"[\s|]+")
_NEAR = 200
"""Characters in which a line that begins with blanks is seen to begin."""

_UNIT = "单位"
_TOTAL = "总计"
_SECTION = "情况"
"""Ends the heading of the section, which names the groups too."""


def misleading_heads(flow: Flow, region: Region, labels: Labels) -> frozenset[HeadNames]:
    """The sets of heads (those of a row's cells) that the order of a row cannot be trusted under.

    They are printed in another order than that of the form, or all of them and words of none.
    """
    table, words = region.table, labels.words
    spelt = known_heads(table)
    specs = {heads_of(row) for row in table.rows}
    others = _other_words(flow, table, labels)
    found: set[HeadNames] = set()
    area: list[Find] = []
    last = region.start
    line = flow.text.rfind("\n", 0, last) + 1
    lines = {line: _before(flow.text[line:last], spelt)}
    for find in sorted(labels.finds, key=lambda find: words.at[find.start]):
        at = words.at[find.start]
        line = max(line, flow.text.rfind("\n", last, at) + 1)
        last = max(last, at)
        if find not in labels.chosen:
            area.append(find)
            name = spelt.get(words.text[find.start : find.end])
            if name:
                lines.setdefault(line, []).append(name)
            continue
        names = {name for its in lines.values() for name in its}
        if area and names:
            foreign = any(words.at[area[0].start] <= other < at for other in others)
            for spec in specs:
                more = foreign and names.issuperset(spec)
                if not names.isdisjoint(spec) and (more or not _in_order(lines, spec)):
                    found.add(spec)
        area, lines = [], {}
    return frozenset(found)


def _before(line: str, spelt: dict[str, str]) -> list[str]:
    """The heads in what stands before a table on its first line."""
    return [spelt[word] for word in _APART.split(line) if word in spelt]


def _in_order(lines: dict[int, list[str]], spec: HeadNames) -> bool:
    """Whether the heads on each line follow the form; or all, each being on a line of its own.

    The total may stand before others that are printed a level below.
    """
    total = spec[-1] if spec[-1] == _TOTAL else ""
    its = [[name for name in dict.fromkeys(names) if name in spec] for names in lines.values()]
    alone = all(len(names) < 2 for names in its)
    if alone:
        its = [list(dict.fromkeys(name for names in its for name in names))]
    return all(
        follows(
            [name for name in names if name != total or (name == names[0] and not alone)],
            spec,
        )
        for names in its
    )


def _other_words(flow: Flow, table: Table, labels: Labels) -> list[int]:
    """Where words stand that are no part of a label, and name no unit.

    What begins a line heads the labels.
    """
    words, known = labels.words, label_letters(table)
    letters = list(words.text)
    for find in labels.finds:
        letters[find.start : find.end] = " " * (find.end - find.start)
    ends = [*words.borders[1:], len(letters)]
    found: list[int] = []
    for first, end in zip(words.borders, ends, strict=True):
        for word in _WORD.finditer("".join(letters[first:end])):
            at = words.at[first + word.start()]
            before = flow.text[max(at - _NEAR, 0) : at].rstrip(" \t|")
            if not before.endswith("\n") and word[0] not in known and _UNIT not in word[0]:
                found.append(at)
    return found


def outcomes_in_order(flow: Flow, table: Table, pieces: list[Piece]) -> bool:
    """Whether a text prints the heads of a table of one row, without label, in the form's order.

    The groups on each line, and the outcomes in each group. Where values stand between them, they
    are no more than the heads before.
    """
    heads = known_heads(table)
    leaves = list(dict.fromkeys(heads_of(table.rows[0])))
    groups = [mark.printed for mark in table.marks if mark.printed not in leaves]
    seen: list[str] = []
    told: dict[int, list[str]] = {}
    waiting = given = 0
    fitting = True
    for piece in pieces:
        if piece.value is not None:
            given += not piece.blank
            continue
        text = "".join(flow.text[piece.start : piece.end].split())
        text = text.rpartition(_SECTION)[2]
        its = [find.label.printed for find in find_labels(table, text)] if text else []
        names = [heads[text]] if text in heads else its
        new = [name for name in names if name in leaves]
        if new and given:
            fitting = fitting and given <= waiting
            waiting = given = 0
        waiting += len(new)
        seen += new
        told.setdefault(piece.line, []).extend(name for name in names if name in groups)
    if not all(follows(list(dict.fromkeys(names)), groups) for names in told.values()):
        return False
    if len(set(Counter(seen).values())) != 1 or len(set(seen)) < len(leaves):
        return fitting  # some are cut in pieces
    return fitting and all(leaves[number % len(leaves)] == name for number, name in enumerate(seen))
