"""What happens to a printed form on its way to us: one operator for each damage that was met.

An operator takes a printed form and gives another. Cells that it takes away are no longer printed,
so the facts of the result are what is left to be read. Operators can be put one upon another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import NamedTuple

from ..reading import State, Value
from . import script
from .content import BLANK, Entry, entry
from .cuts import at_break, in_fragments, with_heads, without_groups
from .printed import Block, Cell, Line, Printed, Row, Sheet
from .write.base import Manner, is_blank

Change = Callable[[Printed, Random], Printed]

ALL: tuple[Manner, ...] = ("bordered", "gapped", "spaced", "glued")
PARTED: tuple[Manner, ...] = ("bordered", "gapped", "spaced")
BORDERED: tuple[Manner, ...] = ("bordered",)


class Damage(NamedTuple):
    """One kind of damage. manners: the kinds of layout in which it makes sense."""

    name: str
    change: Change
    manners: tuple[Manner, ...] = ALL

    def __call__(self, printed: Printed, random: Random) -> Printed:
        """The printed form with this damage."""
        return self.change(printed, random)


# ---------------------------------------------------------------------------- pages


def page_breaks(printed: Printed, random: Random) -> Printed:
    """Tables cut in two by the end of a page, with or without its number."""
    return printed.with_sheets(lambda sheet: at_break(sheet, random, _page_mark(random)))


def fragments(printed: Printed, random: Random) -> Printed:
    """Table 3 cut in two; the second part has lost columns of labels, so it is less wide."""
    return printed.with_sheets(lambda sheet: in_fragments(sheet, random))


def repeated_heads(printed: Printed, random: Random) -> Printed:
    """Table 3 cut in two, its heads printed again over the second part."""
    return printed.with_sheets(lambda sheet: with_heads(sheet, random, _page_mark(random)))


def _page_mark(random: Random) -> tuple[Line, ...]:
    text = random.choice(("", "- 3 -", "-4-", "— 5 —", "第 3 页 共 8 页"))
    return (Line(text, "mark"),)


# ---------------------------------------------------------------------------- rows and cells


def lost_groups(printed: Printed, random: Random) -> Printed:
    """The labels that span several rows are gone: `1.` to `8.` stand alone."""
    return printed.with_sheets(lambda sheet: (without_groups(sheet),))


def _some_rows(
    printed: Printed, random: Random, most: int, change: Callable[[Row], Row]
) -> Printed:
    """Change a few rows of table 3."""
    ids = [row.id for sheet in printed.sheets for row in sheet.rows if len(row.values) == 7]
    chosen = set(random.sample(ids, min(len(ids), random.randint(1, most))))
    return printed.with_rows(lambda row: change(row) if row.id in chosen else row)


def short_rows(printed: Printed, random: Random) -> Printed:
    """Rows of table 3 that lost a cell."""

    def change(row: Row) -> Row:
        lost = random.choice(row.values)
        return row._replace(cells=tuple(cell for cell in row.cells if cell is not lost))

    return _some_rows(printed, random, 3, change)


def long_rows(printed: Printed, random: Random) -> Printed:
    """Rows of table 3 with a number too many."""

    def change(row: Row) -> Row:
        at = random.choice([at for at, cell in enumerate(row.cells) if cell.kind == "value"])
        more = entry(random.choice((0, 0, 3, 12)))
        surplus = Cell(more.text, "value", None, more.value)
        return row._replace(cells=(*row.cells[:at], surplus, *row.cells[at:]))

    return _some_rows(printed, random, 2, change)


def shifted_rows(printed: Printed, random: Random) -> Printed:
    """An empty cell between the label and the values of some rows."""

    def change(row: Row) -> Row:
        at = next(at for at, cell in enumerate(row.cells) if cell.kind == "value")
        return row._replace(
            cells=(*row.cells[:at], Cell("", "value", None, BLANK.value), *row.cells[at:])
        )

    return _some_rows(printed, random, 4, change)


def dropped_zeros(printed: Printed, random: Random) -> Printed:
    """Zeros that became blank, here and there; the totals of counted rows stay."""

    def drop(cell: Cell) -> Cell:
        zero = cell.value is not None and cell.value.state is State.ZERO
        if not zero or random.random() < 0.5 or (cell.fact or "").endswith(".total"):
            return cell
        return cell._replace(text=BLANK.text, value=BLANK.value)

    return printed.with_cells(drop)


def blank_totals(printed: Printed, random: Random) -> Printed:
    """The totals of the results of table 3 are not filled in."""
    kept = {"new", "carried_in", "total", "carried_out"}

    def change(row: Row) -> Row:
        if len(row.values) != 7 or row.id in kept:
            return row
        *cells, last = row.cells
        return row._replace(cells=(*cells, last._replace(text="", value=BLANK.value)))

    return printed.with_rows(change)


def extra_rows(printed: Printed, random: Random) -> Printed:
    """A row that the national form does not have, in table 2 and perhaps in table 3."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        rows: list[Row] = []
        for row in sheet.rows:
            rows.append(row)
            added = {
                "normative_documents": "其他主动公开文件(含以本单位名义正式签发的文件)",
                "granted": "（八）申请人撤回" if random.random() < 0.5 else "",
            }.get(row.id, "")
            if added:
                rows.append(_extra(row, added, random))
        return (sheet._replace(rows=tuple(rows)),)

    return printed.with_sheets(change)


def _extra(like: Row, label: str, random: Random) -> Row:
    cells = []
    for cell in like.cells:
        if cell.kind == "label":
            cells.append(cell._replace(text=label))
        elif cell.kind == "value":
            more = entry(random.randint(0, 90))
            cells.append(Cell(more.text, "value", None, more.value, 1, cell.cols))
    return Row(tuple(cells))


# ---------------------------------------------------------------------------- labels

_MARKED = re.compile(r"([一二三四五六七]、|（.）|\d\.)(.+)", re.DOTALL)


def split_labels(printed: Printed, random: Random) -> Printed:
    """Labels in two cells where the form leaves room: `一、` and `本年新收…`."""

    def change(row: Row) -> Row:
        cells: list[Cell] = []
        for cell in row.cells:
            found = _MARKED.fullmatch(cell.text)
            if cell.kind == "label" and cell.cols > 1 and found and random.random() < 0.5:
                cells.append(cell._replace(text=found[1], kind="group", cols=1))
                cells.append(cell._replace(text=found[2], cols=cell.cols - 1))
            else:
                cells.append(cell)
        return row._replace(cells=tuple(cells))

    return printed.with_rows(change)


def _labels(printed: Printed, change: Callable[[str], str]) -> Printed:
    def with_label(cell: Cell) -> Cell:
        return cell if cell.kind in ("value", "pad") else cell._replace(text=change(cell.text))

    return printed.with_cells(with_label)


def _inserted(text: str, mark: str, random: Random) -> str:
    if len(text) < 3:
        return text
    at = random.randint(1, len(text) - 1)
    return text[:at] + mark + text[at:]


def spaced_labels(printed: Printed, random: Random) -> Printed:
    """Blanks inside labels and heads: `(四) 无法提 供`."""
    return _labels(
        printed,
        lambda text: (
            _inserted(text, random.choice(" \u3000\xa0"), random) if random.random() < 0.4 else text
        ),
    )


def wrapped_heads(printed: Printed, random: Random) -> Printed:
    """Heads and labels over two lines in their cell."""
    return _labels(
        printed, lambda text: _inserted(text, "\n", random) if random.random() < 0.4 else text
    )


def misspelt_labels(printed: Printed, random: Random) -> Printed:
    """One character of a long label lost or wrong, in a few rows."""
    labels = [
        cell.text
        for sheet in printed.sheets
        for row in sheet.rows
        for cell in row.cells
        if cell.kind == "label" and len(cell.text) > 8
    ]
    chosen = set(random.sample(labels, min(3, len(labels))))

    def spoil(text: str) -> str:
        if text not in chosen:
            return text
        at = random.randint(4, len(text) - 2)
        return text[:at] + random.choice(("", "己", "未")) + text[at + 1 :]

    return _labels(printed, spoil)


def lost_labels(printed: Printed, random: Random) -> Printed:
    """The label of one row of table 3 is gone, its numbers stay."""

    def change(row: Row) -> Row:
        cells = tuple(c._replace(text="") if c.kind == "label" else c for c in row.cells)
        return row._replace(cells=cells, told=False)

    return _some_rows(printed, random, 1, change)


def other_enumerators(printed: Printed, random: Random) -> Printed:
    """`1.` as `1、`, `１．`, `①`, `1 ` or not at all."""
    forms: tuple[Callable[[str], str], ...] = (
        lambda digit: digit + "、",
        lambda digit: digit.translate(script.FULL_WIDTH) + "．",
        lambda digit: chr(ord("①") + int(digit) - 1),
        lambda digit: digit + " ",
        lambda digit: "",
    )
    form = random.choice(forms)
    return _labels(printed, lambda text: re.sub(r"^(\d)\.", lambda m: form(m[1]), text))


def notes_in_labels(printed: Printed, random: Random) -> Printed:
    """Guidance in the labels, with digits and names of other rows."""
    notes = {
        "规章": "规章(设区的市、自治州人民政府应提供相关数据)",
        "上一年项目数量": "上一年项目数量(指2019年事项数)",
        "本年增/减": "本年增/减(指2020年增加或减少的事项数,减用负值表示,如-8)",
        "处理决定数量": "处理决定数量(指2020年办件量)",
        "其他对外管理服务事项": "其他对外管理服务事项(含行政确认、行政奖励、行政处罚、行政强制等)",
        "现行有效件数": "现行有效件数(历史累计)",
    }
    return _labels(printed, lambda text: notes.get(text, text))


def half_width(printed: Printed, random: Random) -> Printed:
    """Brackets, colons, commas and quotes of labels in half width."""
    return _labels(printed, lambda text: text.translate(script.HALF_WIDTH))


def full_width(printed: Printed, random: Random) -> Printed:
    """Digits of values in full width, in some rows."""

    def change(row: Row) -> Row:
        if random.random() < 0.5:
            return row
        return row._replace(
            cells=tuple(
                cell._replace(text=cell.text.translate(script.FULL_WIDTH))
                if cell.kind == "value"
                else cell
                for cell in row.cells
            )
        )

    return printed.with_rows(change)


def traditional_script(printed: Printed, random: Random) -> Printed:
    """Everything in traditional script, converted word by word as mirror sites do."""
    return printed.with_cells(
        lambda cell: cell._replace(text=script.traditional(cell.text))
    ).with_lines(lambda line: line._replace(text=script.traditional(line.text)))


# ---------------------------------------------------------------------------- values


def spelt_values(printed: Printed, random: Random) -> Printed:
    """`12件`, `1,234`, `+3`, `增加 39 条`, `－2`, `0元`: the ways in which numbers are written."""
    return printed.with_cells(
        lambda cell: (
            _spelt(cell, random) if cell.kind == "value" and random.random() < 0.4 else cell
        )
    )


def _spelt(cell: Cell, random: Random) -> Cell:
    number = None if cell.value is None else cell.value.number
    if number is None or not cell.text.lstrip("-").replace(".", "").isdigit():
        return cell
    if (cell.fact or "").endswith(".change"):
        ways = (
            [f"+{number}", f"增加{number}条", f"增加 {number} 条", f"增{number}", f"↑{number}"]
            if number > 0
            else [f"减少{-number}条", f"减少 {-number} 项", f"－{-number}", f"−{-number}"]
            if number
            else ["无变化", "不变", "0项"]
        )
    elif (cell.fact or "").endswith(".amount"):
        ways = [f"{number:,}", f"{number}.00"] if isinstance(number, int) else [f"{number:,}"]
    elif number < 0:
        return cell
    else:
        unit = "条" if (cell.fact or "").startswith("proactive") else "件"
        ways = [f"{number}{unit}", f"{number} {unit}", f"{number:,}", f" {number} "]
    text = random.choice(ways)
    value = cell.value
    if text.endswith(".00"):
        value = Value(State.NUMBER if number else State.ZERO, Decimal(number))
    return cell._replace(text=text, value=value)


def spelt_blanks(printed: Printed, random: Random) -> Printed:
    """Blank cells that hold a blank of some width."""
    return printed.with_cells(
        lambda cell: (
            cell._replace(text=random.choice((" ", "\xa0", "\u3000", "")))
            if cell.kind == "value" and is_blank(cell)
            else cell
        )
    )


def half_glued(printed: Printed, random: Random) -> Printed:
    """Blanks at some borders only: `23 0 00 0 023`."""
    return printed.with_cells(
        lambda cell: (
            cell._replace(text=cell.text + " ")
            if cell.kind == "value" and cell.text and random.random() < 0.4
            else cell
        )
    )


def marks_for_nothing(printed: Printed, random: Random) -> Printed:
    """A mark in place of some blanks and zeros."""
    mark = Entry(random.choice(("/", "—", "-", "无")), Value(State.NOT_APPLICABLE))

    def change(cell: Cell) -> Cell:
        if cell.kind != "value" or cell.value is None or cell.value.number:
            return cell
        if (cell.fact or "").endswith(".total") or random.random() < 0.5:
            return cell
        return cell._replace(text=mark.text, value=mark.value)

    return printed.with_cells(change)


# ---------------------------------------------------------------------------- around the tables


def site_chrome(printed: Printed, random: Random) -> Printed:
    """What a site prints around a report: path, index, share buttons, footer."""
    year = printed.content.year
    before = [
        "当前位置： 首页 > 政务公开 > 政府信息公开年报",
        f"索 引 号：0110{random.randint(1000, 9999)}/{year + 1}-000{random.randint(10, 99)}",
        f"来源：{printed.content.agency} 发布时间：{year + 1}-01-2{random.randint(0, 9)} 09:43",
        "字号：【大 中 小】 打印 浏览次数：1024",
    ]
    after = [
        "分享到： 微信 微博 QQ空间",
        f"主办单位：{printed.content.agency} 电话：0755-{random.randint(1000000, 9999999)}",
        "网站标识码：4408000012 备案号：12345678",
    ]
    return printed._replace(
        blocks=(
            *(Line(text, "site") for text in before),
            *printed.blocks,
            *(Line(text, "site") for text in after),
        )
    )


def lost_headings(printed: Printed, random: Random) -> Printed:
    """Some headings of sections are gone."""
    headings = [
        block for block in printed.blocks if isinstance(block, Line) and block.role == "heading"
    ]
    gone = random.sample(headings, random.randint(1, 4))
    return printed._replace(blocks=tuple(block for block in printed.blocks if block not in gone))


def late_year(printed: Printed, random: Random) -> Printed:
    """The form of one edition in the years of the other: its heads decide, not the year."""
    old, new = str(printed.content.year), str(random.choice((2022, 2023)))
    content = printed.content._replace(year=int(new))
    made = printed.with_lines(lambda line: line._replace(text=line.text.replace(old, new)))
    return made._replace(content=content)


def truncated(printed: Printed, random: Random) -> Printed:
    """The end of the document is gone, from a row of some table on."""
    sheets = [at for at, block in enumerate(printed.blocks) if isinstance(block, Sheet)]
    at = random.choice(sheets)
    sheet = printed.blocks[at]
    assert isinstance(sheet, Sheet)
    rows = [row for row, its in enumerate(sheet.rows) if its.values]
    end = random.choice(rows) + 1
    kept = sheet._replace(rows=sheet.rows[:end])
    return printed._replace(blocks=(*printed.blocks[:at], kept))


DAMAGES: dict[str, Damage] = {
    damage.name: damage
    for damage in (
        Damage("page_breaks", page_breaks),
        Damage("fragments", fragments),
        Damage("repeated_heads", repeated_heads),
        Damage("lost_groups", lost_groups),
        Damage("short_rows", short_rows, BORDERED),
        Damage("long_rows", long_rows, BORDERED),
        Damage("shifted_rows", shifted_rows, BORDERED),
        Damage("dropped_zeros", dropped_zeros),
        Damage("blank_totals", blank_totals),
        Damage("extra_rows", extra_rows),
        Damage("split_labels", split_labels),
        Damage("spaced_labels", spaced_labels),
        Damage("wrapped_heads", wrapped_heads),
        Damage("misspelt_labels", misspelt_labels),
        Damage("lost_labels", lost_labels),
        Damage("other_enumerators", other_enumerators, PARTED),
        Damage("notes_in_labels", notes_in_labels),
        Damage("half_width", half_width),
        Damage("full_width", full_width, PARTED),
        Damage("traditional_script", traditional_script),
        Damage("spelt_values", spelt_values, PARTED),
        Damage("spelt_blanks", spelt_blanks, BORDERED),
        Damage("half_glued", half_glued, ("glued",)),
        Damage("marks_for_nothing", marks_for_nothing, PARTED),
        Damage("site_chrome", site_chrome),
        Damage("lost_headings", lost_headings),
        Damage("late_year", late_year),
        Damage("truncated", truncated),
    )
}
"""Every kind of damage, by name."""
