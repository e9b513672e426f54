"""Values that no row has, and the rows beside them that they may belong to."""

from __future__ import annotations

import re
from itertools import groupby
from math import inf
from operator import attrgetter

from ..flow import Flow
from ..form.definition import Table
from .bits import Assigned, Bit, RowBits
from .heads import label_letters
from .pieces import is_letter

CHINESE = re.compile(r"[\u3400-\u9fff]+")


class Astray:
    """The lines of values that no row has, or not beside its label.

    bare: how many values each line without words has that no row has. loose: these lines, those
    behind a group's words or parts of a label, and those below the label of the row they are given.
    told: the lines on which labels of rows begin, and those of their values.
    """

    def __init__(self, flow: Flow, table: Table, assigned: Assigned) -> None:
        letters = label_letters(table)
        self.table = table
        self.bare: dict[int, int] = {
            line: _size(flow, list(bits))
            for extra in assigned.extras
            if not extra.label
            for line, bits in groupby(extra.bits, key=attrgetter("line"))
        }
        self.told: set[int] = {row.line for row in assigned.rows}
        self.told.update(bit.line for row in assigned.rows for bit in row.bits)
        self.loose: set[int] = {
            bit.line
            for extra in assigned.extras
            if all(word in letters for word in CHINESE.findall(extra.label))
            for bit in extra.bits
        }
        self.loose.update(
            bit.line
            for row in assigned.rows
            for bit in row.bits
            if not bit.blank and bit.line != row.line
        )

    def is_beside(self, row: RowBits) -> bool:
        """Whether some may be parts of a row, or all that it prints."""
        return self._adjoins(row) or self._passes_by(row)

    def may_be_of(self, row: RowBits) -> bool:
        """Whether some may be a row's whose line shows its cells; if all, only the end of one."""
        whole = len(row.bits) == len(self.table.rows[row.row].cells)
        if whole and all(bit.line == row.line for bit in row.bits) and not _is_blank(row):
            return self.bare.get(row.line + 1, 0) == 1 < len(row.bits)
        return self.is_beside(row)

    def _adjoins(self, row: RowBits) -> bool:
        """Whether a row stands next to a line of values without words, or parts of labels between.

        A line with all the cells of a row is another row, unless it stands beside a label that has
        no values on its own line.
        """
        size = len(self.table.rows[row.row].cells)
        its = {bit.line for bit in row.bits}
        below = bool(its) and row.line not in its
        return any(
            0 < self.bare.get(line + step, 0) < (inf if below and line == row.line else size)
            for line in {row.line, *its}
            for step in (-2, -1, 0, 1, 2)
            if abs(step) < 2 or line + step // 2 not in self.told
        )

    def _passes_by(self, row: RowBits) -> bool:
        """Whether a row has no values on its own line, and others stand beside it.

        A label that is wrapped around its values begins above them.
        """
        its = {bit.line for bit in row.bits if not bit.blank}
        return row.line not in its and not (self.loose - its).isdisjoint(
            range(row.line - 1, row.line + 2)
        )


def _is_blank(row: RowBits) -> bool:
    """Whether a row prints nothing in its cells."""
    return all(bit.blank for bit in row.bits)


def _size(flow: Flow, bits: list[Bit]) -> int:
    """How many values a line has; one where a label would begin may be the end of a number.

    None where words go on behind it: `2023年`.
    """
    filled = [bit for bit in bits if not bit.blank]
    if len(filled) != 1 or filled[0].column:
        return len(bits)
    return int(not is_letter(flow.text[filled[0].end : filled[0].end + 1] or " "))


def are_moved(table: Table, assigned: Assigned) -> bool:
    """Whether the values of all rows may stand before their labels.

    Just those of the first row stand before its label, and behind the last label there are none.
    """
    if not assigned.rows:
        return False
    first, last = assigned.rows[0], assigned.rows[-1]
    size = len(table.rows[first.row].cells)
    before = [len(extra.bits) for extra in assigned.extras if extra.start < first.start]
    return bool(before) and 1 < before[-1] <= size and len(assigned.rows) > 1 and _is_blank(last)
