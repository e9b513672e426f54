"""The printed form: what stands on paper before it becomes a file of some kind.

A document is a row of blocks: lines of prose and sheets. A sheet is a table as rows of cells, and
each cell of values knows the fact that it prints. Damage turns one printed form into another, and
every writer writes any printed form, so formats, layouts and damages add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Literal, NamedTuple

from ..form.definition import Label, Table
from ..form.definition import Row as FormRow
from ..reading import Value
from .content import Content, edition_of

Kind = Literal["block", "head", "corner", "group", "label", "value", "pad", "mark"]
Role = Literal["title", "heading", "prose", "mark", "site"]

RESULTS = "三、本年度办理结果"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
NUMERALS = "一二三四五六"
GROUPS = {
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
_FULL = str.maketrans("():,", "（）：，")


class Cell(NamedTuple):
    """A cell: its text, and how many rows and columns it covers.

    kind: `pad` is an empty cell that only keeps the columns in line, `mark` a page number. fact,
    value: what a cell of values prints, by the form; a surplus value has no fact.
    """

    text: str
    kind: Kind
    fact: str | None = None
    value: Value | None = None
    rows: int = 1
    cols: int = 1


class Row(NamedTuple):
    """The cells that begin in a row. id: that of the form's row, or "".

    told: its label is printed and readable, so that the row can be known.
    """

    cells: tuple[Cell, ...]
    id: str = ""
    told: bool = True

    @property
    def values(self) -> tuple[Cell, ...]:
        """Its cells of values."""
        return tuple(cell for cell in self.cells if cell.kind == "value")


class Sheet(NamedTuple):
    """A table, or a part of one. table: the id of the form's table. width: in columns."""

    table: str
    width: int
    rows: tuple[Row, ...]


class Line(NamedTuple):
    """A paragraph. role `mark`: a page number or another sign of the page; `site`: chrome."""

    text: str
    role: Role = "prose"


Block = Line | Sheet


class Printed(NamedTuple):
    """A report as it is printed, with what it says.

    deduplicated: lines that stand twice were taken away, so no row shows what it lacks.
    """

    content: Content
    blocks: tuple[Block, ...]
    deduplicated: bool = False

    def __repr__(self) -> str:
        return f"<Printed {self.content!r}, {len(self.blocks)} blocks>"

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Its tables and parts of tables."""
        return tuple(block for block in self.blocks if isinstance(block, Sheet))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of its tables that hold values."""
        return tuple(row for sheet in self.sheets for row in sheet.rows if row.values)

    @property
    def facts(self) -> dict[str, Value]:
        """What is printed, by fact id."""
        return {
            cell.fact: cell.value
            for row in self.rows
            for cell in row.values
            if cell.fact is not None and cell.value is not None
        }

    def with_sheets(self, change: Callable[[Sheet], tuple[Block, ...]]) -> Printed:
        """The same with each sheet changed, perhaps into several blocks."""
        made: list[Block] = []
        for block in self.blocks:
            made += change(block) if isinstance(block, Sheet) else (block,)
        return self._replace(blocks=tuple(made))

    def with_rows(self, change: Callable[[Row], Row]) -> Printed:
        """The same with each row of its sheets changed."""
        return self.with_sheets(
            lambda sheet: (sheet._replace(rows=tuple(change(row) for row in sheet.rows)),)
        )

    def with_cells(self, change: Callable[[Cell], Cell]) -> Printed:
        """The same with each cell of its sheets changed."""
        return self.with_rows(
            lambda row: row._replace(cells=tuple(change(cell) for cell in row.cells))
        )

    def with_lines(self, change: Callable[[Line], Line]) -> Printed:
        """The same with each paragraph changed."""
        return self._replace(
            blocks=tuple(change(b) if isinstance(b, Line) else b for b in self.blocks)
        )


def placed(sheet: Sheet) -> Iterator[tuple[Cell, int, int]]:
    """Each cell with its row and column in the grid."""
    taken: set[tuple[int, int]] = set()
    for row, its in enumerate(sheet.rows):
        col = 0
        for cell in its.cells:
            while (row, col) in taken:
                col += 1
            yield cell, row, col
            taken |= {(row + r, col + c) for r in range(cell.rows) for c in range(cell.cols)}
            col += cell.cols


# ---------------------------------------------------------------------------- laying out


def lay_out(content: Content, random: Random) -> Printed:
    """A report as the form prints it. random: for its prose."""
    two, three, four = content.tables
    sections = edition_of(content.edition).sections
    tables = {2: _proactive(content, two), 3: _applications(content, three)}
    tables[4] = _review(content, four)
    blocks: list[Block] = [Line(content.title, "title"), Line(_preamble(content))]
    for number, label in enumerate(sections, 1):
        blocks.append(Line(f"{NUMERALS[number - 1]}、{official(label)}", "heading"))
        if number in tables:
            blocks.append(tables[number])
        else:
            blocks += [Line(text) for text in _prose(content, number, random)]
    return Printed(content, tuple(blocks))


def official(label: Label) -> str:
    """A label with the brackets and stops of the notice."""
    text = label.printed.translate(_FULL)
    for mark in "“”":
        text = text.replace('"', mark, 1)
    return text


def _values(content: Content, row: FormRow, widths: tuple[int, ...] = ()) -> tuple[Cell, ...]:
    entries = [content.entries[cell.fact] for cell in row.cells]
    return tuple(
        Cell(entry.text, "value", cell.fact, entry.value, 1, width)
        for cell, entry, width in zip(
            row.cells, entries, widths or (1,) * len(entries), strict=True
        )
    )


def _label(row: FormRow, cols: int = 1) -> Cell:
    assert row.label
    return Cell(official(row.label), "label", cols=cols)


def _proactive(content: Content, table: Table) -> Sheet:
    """Table 2: a block for each article, its own heads; a lone column of values spans three."""
    blocks = {row: title for title, row in zip(_articles(table), _first_rows(table), strict=True)}
    rows: list[Row] = []
    for row in table.rows:
        widths = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(row.cells)]
        if row.id in blocks:
            rows.append(Row((Cell(blocks[row.id], "block", cols=4),)))
            heads = [cell.head.translate(_FULL) for cell in row.cells]
            cells = [Cell(head, "head", cols=w) for head, w in zip(heads, widths, strict=True)]
            rows.append(Row((Cell("信息内容", "head"), *cells)))
        rows.append(Row((_label(row), *_values(content, row, widths)), row.id))
    return Sheet(table.id, 4, tuple(rows))


def _articles(table: Table) -> list[str]:
    return [official(mark) for mark in table.marks if mark.printed.startswith("第二十条")]


def _first_rows(table: Table) -> list[str]:
    """The first row of each block; the blocks follow the articles of the Regulations."""
    firsts = ["rules", "licensing", "penalties", "fees", "procurement"]
    return [row.id for row in table.rows if row.id in firsts]


def _applications(content: Content, table: Table) -> Sheet:
    """Table 3: three columns of labels, seven of values."""
    heads = [cell.head for cell in table.rows[0].cells]
    rows = [
        Row((Cell(CORNER, "corner", rows=3, cols=3), Cell("申请人情况", "head", cols=7))),
        Row(
            (
                Cell(heads[0], "head", rows=2),
                Cell("法人或其他组织", "head", cols=5),
                Cell(heads[6], "head", rows=2),
            )
        ),
        Row(tuple(Cell(head, "head") for head in heads[1:6])),
    ]
    results = [row for row in table.rows if row.role == "result" or row.id == "total"]
    for row in table.rows:
        values = _values(content, row)
        if row not in results:
            rows.append(Row((_label(row, 3), *values), row.id))
            continue
        first = [Cell(RESULTS, "group", rows=len(results))] if row is results[0] else []
        group, _, inner = row.id.partition(".")
        members = [one for one in results if one.id.startswith(group + ".")]
        if not inner or inner == "combined":
            rows.append(Row((*first, _label(row, 2), *values), row.id))
            continue
        if row is members[0]:
            first.append(Cell(GROUPS[group], "group", rows=len(members)))
        rows.append(Row((*first, _label(row), *values), row.id))
    return Sheet(table.id, 10, tuple(rows))


def _review(content: Content, table: Table) -> Sheet:
    """Table 4: fifteen values below three rows of heads."""
    (row,) = table.rows
    return Sheet(
        table.id,
        15,
        (
            Row((Cell("行政复议", "head", rows=2, cols=5), Cell("行政诉讼", "head", cols=10))),
            Row(
                (
                    Cell("未经复议直接起诉", "head", cols=5),
                    Cell("复议后起诉", "head", cols=5),
                )
            ),
            Row(tuple(Cell(cell.head, "head") for cell in row.cells)),
            Row(_values(content, row), row.id),
        ),
    )


# ---------------------------------------------------------------------------- prose


def _preamble(content: Content) -> str:
    return (
        "本报告依照《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自"
        f"{content.year}年1月1日起至{content.year}年12月31日止。"
    )


def _prose(content: Content, number: int, random: Random) -> list[str]:
    """Sentences with numbers of their own, and with the names of rows."""
    some = {
        1: [
            f"{content.year}年，{content.agency}在门户网站公开信息{random.randint(20, 3000)}条。",
            (
                f"（一）主动公开。制发规范性文件{random.randint(0, 9)}件，行政许可"
                f"{random.randint(0, 90)}件均已上网。"
            ),
            (
                f"（二）依申请公开。办结申请{random.randint(0, 90)}件，其中重复申请"
                f"{random.randint(0, 9)}件，予以公开{random.randint(0, 20)}件。"
            ),
        ],
        5: [
            f"存在的问题：公开不够及时，{random.randint(2, 9)}个栏目更新较慢。",
            "改进措施：指定专人，按月检查。",
        ],
        6: [random.choice(("无。", "本年度未收取信息处理费。", "收取信息处理费120元。"))],
    }
    lines = some[number]
    return lines[: random.randint(1, len(lines))]
