"""Tables cut in two, and tables without their columns of group labels."""

from __future__ import annotations

from random import Random

from .printed import Block, Cell, Line, Row, Sheet, placed

_LABELS = 3
"""Columns of labels in table 3."""

_WHOLE = 12
"""Rows from which a group is the whole of the results: its label stands high above any cut."""


def cut(sheet: Sheet, at: int, *, repeat: bool, halved: bool = False) -> tuple[Sheet, Sheet]:
    """The rows above and from `at` on; a cell that spans the cut stands in both parts.

    repeat: its text is printed in both, else it is empty in the second. halved: the text of a group
    of rows is begun in the first and ended in the second.
    """
    upper: list[list[tuple[int, Cell]]] = [[] for _ in sheet.rows[:at]]
    lower: list[list[tuple[int, Cell]]] = [[] for _ in sheet.rows[at:]]
    for cell, row, col in placed(sheet):
        end = row + cell.rows
        if row >= at:
            lower[row - at].append((col, cell))
            continue
        spans = end > at
        half = -(-len(cell.text) // 2) if halved and spans and cell.rows < _WHOLE else None
        upper[row].append((col, cell._replace(rows=min(end, at) - row, text=cell.text[:half])))
        if spans:
            text = cell.text if repeat else "" if half is None else cell.text[half:]
            lower[0].append((col, cell._replace(rows=end - at, text=text)))
    return _sheet(sheet, upper, sheet.rows[:at]), _sheet(sheet, lower, sheet.rows[at:])


def _sheet(sheet: Sheet, cells: list[list[tuple[int, Cell]]], rows: tuple[Row, ...]) -> Sheet:
    return sheet._replace(
        rows=tuple(
            row._replace(cells=tuple(cell for _, cell in sorted(its, key=lambda one: one[0])))
            for its, row in zip(cells, rows, strict=True)
        )
    )


def _break(sheet: Sheet, random: Random) -> int | None:
    """A row with values, not the first, that a page may end before."""
    rows = [at for at, row in enumerate(sheet.rows) if row.values][1:]
    return random.choice(rows) if rows else None


def at_break(sheet: Sheet, random: Random, mark: tuple[Line, ...]) -> tuple[Block, ...]:
    """Cut before some row, with a mark of the page between the parts."""
    at = _break(sheet, random)
    if at is None or random.random() < 0.3:
        return (sheet,)
    upper, lower = cut(sheet, at, repeat=random.random() < 0.3)
    return upper, *mark, lower


def with_heads(sheet: Sheet, random: Random, mark: tuple[Line, ...]) -> tuple[Block, ...]:
    """Cut before some row of table 3, with its heads again over the second part."""
    at = _break(sheet, random)
    if at is None or sheet.table != "applications":
        return (sheet,)
    heads = next(row for row, its in enumerate(sheet.rows) if its.values)
    upper, lower = cut(sheet, at, repeat=True)
    return upper, *mark, lower._replace(rows=(*sheet.rows[:heads], *lower.rows))


def in_fragments(sheet: Sheet, random: Random) -> tuple[Block, ...]:
    """Cut before some row of table 3; the second part has lost one or two columns of labels."""
    at = _break(sheet, random)
    if at is None or sheet.table != "applications":
        return (sheet,)
    upper, lower = cut(sheet, at, repeat=False)
    lower = without_groups(lower, lost=random.choice((1, 2)))
    return upper, Line("", "mark"), lower


def without_groups(sheet: Sheet, lost: int = 2) -> Sheet:
    """Table 3 without its first columns of group labels; what spanned them is less wide."""
    if sheet.table != "applications" or sheet.width != 10:
        return sheet
    rows: list[list[Cell]] = [[] for _ in sheet.rows]
    for cell, row, col in placed(sheet):
        if col >= _LABELS:
            rows[row].append(cell)
            continue
        left = max(0, col + cell.cols - max(col, lost))
        if left:
            rows[row].append(cell._replace(cols=left))
        elif cell.kind == "label":  # a label among the lost columns stands in the first one left
            rows[row].append(cell._replace(cols=1))
    return sheet._replace(
        width=sheet.width - lost,
        rows=tuple(
            row._replace(cells=tuple(its)) for row, its in zip(sheet.rows, rows, strict=True)
        ),
    )
