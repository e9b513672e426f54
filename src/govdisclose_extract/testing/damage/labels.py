"""Damage to labels and heads: cut, spaced, wrapped, misspelt, lost, in other words and scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from .. import script
from ..printed import RESULTS, Cell, Printed, Row
from .rows import some_rows

_NO_WORDS = ("value", "pad", "mark")
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
        return cell if cell.kind in _NO_WORDS else cell._replace(text=change(cell.text))

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

    return some_rows(printed, random, 1, change)


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


def traditional_script(printed: Printed, random: Random) -> Printed:
    """Everything in traditional script, converted word by word as mirror sites do."""
    return printed.with_cells(
        lambda cell: cell._replace(text=script.traditional(cell.text))
    ).with_lines(lambda line: line._replace(text=script.traditional(line.text)))


_NAMES = {
    "行政规范性文件": ("规范性文件",),
    "本年新制作数量": ("本年新制作",),
    "本年增/减": ("本年增減", "本年增减"),
    "现行有效件数": ("现行有效件数（历史累计）",),
    "本年废止件数": ("本年废纸件数",),
    "本年处理决定数量": ("处理决定数量",),
    "本年收费金额（单位：万元）": ("本年收费金额",),
    "采购总金额": ("采购总金额（万元）", "采购总金额（单位：元）"),
    "第二十条第（一）项": ("第二十条 第（一）项", "第二十条  第(一)项"),
    "社会公益组织": ("社会公益", "社会公益 组织"),
    "二、上年结转政府信息公开申请数量": ("二、上年接转政府信息公开申请数量",),
    "三、本年度办理结果": ("三三、本年度办理结果", "三、本年度 办理结果"),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (
        "（二）部分公开",
        "（二）部分公开（区分处理的，只计这一情况，不计其他情况）",
    ),
    "2.其他法律行政法规禁止公开": ("2.其他法律、行政法规禁止公开", "2.其他法律行政止公开"),
    "5.属于三类内部事务信息": ("5.属于三类内容事务信息",),
    "（六）其他处理": ("（六）其它处理", "(六) 其他"),
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": ("1.逾期不补正",),
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": ("2.逾期不缴费",),
    "（七）总计": ("（七）合计", "七、总计"),
    "四、结转下年度继续办理": ("四、结转下一年度继续办理", "四、结转下年继续办理"),
}
"""Labels and heads in the words of offices, as they were met."""


def other_names(printed: Printed, random: Random) -> Printed:
    """Some labels and heads in other words: `规范性文件`, `上年接转…`, `2.逾期不缴费`."""
    chosen = {old: random.choice(new) for old, new in _NAMES.items() if random.random() < 0.6}
    return _labels(printed, lambda text: chosen.get(text, text))


def upright_labels(printed: Printed, random: Random) -> Printed:
    """The label of all results written from top to bottom, a character a line."""
    return _labels(printed, lambda text: "\n".join(text) if text == RESULTS else text)


_READINGS = {
    "公": "gōng", "开": "kāi", "信": "xìn", "息": "xī", "政": "zhèng", "府": "fǔ", "请": "qǐng",
    "数": "shù", "量": "liàng", "规": "guī", "章": "zhāng", "总": "zǒng", "计": "jì", "他": "tā",
}  # fmt: skip


def pinyin(printed: Printed, random: Random) -> Printed:
    """The reading of some characters in brackets behind them, as mirror sites print it."""

    def read(text: str) -> str:
        return "".join(
            f"{char}({_READINGS[char]})" if char in _READINGS and random.random() < 0.15 else char
            for char in text
        )

    return _labels(printed, read)
