"""Random valid reports as neutral documents, for the round trips of the conformance kit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from random import Random
from typing import NamedTuple

from ..document import Cell, Document, Grid, Paragraph, Provenance
from ..form.definition import Edition, Label, Row, Table
from ..form.loader import BUILT_IN, built_in
from ..where import Where

_NUMERALS = "一二三四五六"
_CORNER = {2: "信息内容", 3: "本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和"}
_AGENCY = "青溪县水务局"


class MadeUp(NamedTuple):
    """A report: as an adapter would give it, and the number of every fact that it prints."""

    document: Document
    numbers: dict[str, int]


def made_up(random: Random, editions: Sequence[Edition] = ()) -> MadeUp:
    """A report whose sums all hold: prose, and three tables with merged cells.

    editions: one of these is printed; one of the built-in ones by default.

    Places are left out, since every format has its own.
    """
    edition = random.choice(editions or tuple(map(built_in, BUILT_IN)))
    year = edition.years[0] + random.randrange(2)
    numbers: dict[str, int] = {}
    blocks: list[Paragraph | Grid] = [
        Paragraph(f"{_AGENCY}{year}年政府信息公开工作年度报告", Where()),
        Paragraph(f"统计期限自{year}年1月1日起至{year}年12月31日止。", Where()),
    ]
    tables = {table.number: table for table in edition.tables}
    for number, section in enumerate(edition.sections, 1):
        blocks.append(Paragraph(f"{_NUMERALS[number - 1]}、{section.printed}", Where()))
        if number in tables:
            table = tables[number]
            numbers |= _numbers(table, random)
            blocks.append(_drawn(table, numbers))
        else:
            blocks.append(Paragraph(f"本年度开展培训{random.randrange(2, 9)}次。", Where()))
    return MadeUp(Document(Provenance(), tuple(blocks)), numbers)


def _numbers(table: Table, random: Random) -> dict[str, int]:
    """A number for every cell; those that are bound by sums follow from the others."""
    found = {
        cell.fact: random.choice((0, 0, random.randrange(1, 90)))
        for row in table.rows
        for cell in row.cells
    }
    if any(row.role == "result" for row in table.rows):
        for cells in zip(*(row.cells for row in table.rows), strict=True):
            its = dict(
                zip((row.id for row in table.rows), (cell.fact for cell in cells), strict=True)
            )
            total = sum(found[its[row.id]] for row in table.rows if row.role == "result")
            found[its["total"]] = total
            everything = total + found[its["carried_out"]]
            found[its["carried_in"]] = random.randint(0, everything)
            found[its["new"]] = everything - found[its["carried_in"]]
    for equation in table.equations:
        row_total = equation.relation == "=" and len(equation.left) == 1
        if row_total and _in_one_row(table, (*equation.left, *equation.right)):
            found[equation.left[0]] = sum(found[fact] for fact in equation.right)
    return found


def _in_one_row(table: Table, facts: tuple[str, ...]) -> bool:
    return any({cell.fact for cell in row.cells} >= set(facts) for row in table.rows)


def _drawn(table: Table, numbers: dict[str, int]) -> Grid:
    """The table as cells: for rows under the same heads one line of heads and a line each.

    A row of fewer cells than the table is wide ends in a merged cell.
    """
    width = 1 + max(len(row.cells) for row in table.rows)
    cells: list[Cell] = []
    height = 0

    def line(texts: list[str]) -> None:
        nonlocal height
        for col, text in enumerate(texts):
            cols = width - col if col == len(texts) - 1 else 1
            cells.append(Cell(text, height, col, 1, cols))
        height += 1

    if any(row.label is None for row in table.rows):
        return _unlabelled(table, numbers)
    for heads, rows in groupby(table.rows, lambda row: tuple(cell.head for cell in row.cells)):
        line([_CORNER.get(table.number, ""), *heads])
        for row in rows:
            assert row.label
            line([_text(row.label), *_values(row, numbers)])
    return Grid(height, width, tuple(cells))


def _unlabelled(table: Table, numbers: dict[str, int]) -> Grid:
    """Table 4: three merged heads over fifteen cells."""
    (row,) = table.rows
    width = len(row.cells)
    cells = [
        Cell("行政复议", 0, 0, 2, 5),
        Cell("行政诉讼", 0, 5, 1, 10),
        Cell("未经复议直接起诉", 1, 5, 1, 5),
        Cell("复议后起诉", 1, 10, 1, 5),
    ]
    cells += [Cell(cell.head, 2, col) for col, cell in enumerate(row.cells)]
    cells += [Cell(text, 3, col) for col, text in enumerate(_values(row, numbers))]
    return Grid(4, width, tuple(cells))


def _values(row: Row, numbers: dict[str, int]) -> list[str]:
    return [str(numbers[cell.fact]) for cell in row.cells]


def _text(label: Label) -> str:
    return label.printed
