"""Everything doubtful that is said about a report, and the catalogue of what can be said.

A finding has a code. `CATALOGUE` holds the severity and the text of every code, in English and
Chinese; the codes of sums are raised by the rules of the form (`form/editions/*.toml`).
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from .where import Where


class Severity(StrEnum):
    """error: a promise of the form is broken; warning: look at it; info: good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One doubt about a report.

    code: from the catalogue; programs filter by it. facts: the ids concerned; for a sum the total
    first, for the balance new, carried_in, total, carried_out. rule: the form's rule id, for a
    broken rule of the form. message, message_zh: complete sentences.
    """

    code: str
    severity: Severity
    message: str
    message_zh: str
    facts: tuple[str, ...] = ()
    rule: str | None = None
    where: Where | None = None

    def text(self, lang: str = "en") -> str:
        """The message in one language, `en` or `zh`."""
        return self.message_zh if lang == "zh" else self.message


class Entry(NamedTuple):
    """A code's severity and its texts; `{names}` are filled in by `make`."""

    severity: Severity
    en: str
    zh: str


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CATALOGUE: MappingProxyType[str, Entry] = MappingProxyType(
    {
        "sum.row": Entry(
            _ERROR,
            "{label}: the total {left} is not the sum of its row, {right}.",
            "{label}:总计{left}不等于本行各项之和{right}。",
        ),
        "sum.column": Entry(
            _ERROR,
            "{label}: the total {left} is not the sum of the results above it, {right}.",
            "{label}:总计{left}不等于本列各项办理结果之和{right}。",
        ),
        "sum.balance": Entry(
            _ERROR,
            "{label}: new and carried in make {left}, total and carried out make {right}.",
            "{label}:本年新收加上年结转为{left},总计加结转下年度为{right},勾稽关系不成立。",
        ),
        "sum.cases": Entry(
            _ERROR,
            "{label}: the total {left} is not the sum of its outcomes, {right}.",
            "{label}:总计{left}不等于各类结果之和{right}。",
        ),
        "cap.exceeded": Entry(
            _ERROR,
            "{label}: {left} is more than all applications to be handled, {right}.",
            "{label}:{left}大于本年新收与上年结转之和{right}。",
        ),
        "count.negative": Entry(
            _ERROR,
            "{label}: {left} is no count: counts are whole numbers from 0.",
            "{label}:{left}不是有效件数,件数应为非负整数。",
        ),
        "total.blank": Entry(
            _WARNING,
            "{label}: the total is blank, its operands make {right}.",
            "{label}:总计空白,各项之和为{right}。",
        ),
        "row.short": Entry(
            _WARNING,
            "{label}: {printed} of {expected} cells are printed; the others follow from the sums.",
            "{label}:应有{expected}格,只印出{printed}格,缺失的数值由勾稽关系推得。",
        ),
        "row.surplus": Entry(
            _WARNING,
            "{label}: {printed} numbers are printed for {expected} cells.",
            "{label}:共{expected}格,却印出{printed}个数。",
        ),
        "row.missing": Entry(
            _WARNING,
            "{label}: the row was not found.",
            "{label}:未找到该行。",
        ),
        "row.unsettled": Entry(
            _WARNING,
            "{label}: the numbers {raw} cannot be told apart.",
            "{label}:数字{raw}无法分开。",
        ),
        "row.extra": Entry(
            _INFO,
            "The row {label} is not in the national form; its numbers are kept as extras.",
            "国家统一格式中没有{label}这一行,其数值另存。",
        ),
        "row.label": Entry(
            _INFO,
            "{label}: the row's label is misspelt: {raw}.",
            "{label}:行名有误:{raw}。",
        ),
        "columns.unsettled": Entry(
            _WARNING,
            "{label}: nothing printed settles the cells of {count} numbers; they are assumed.",
            "{label}:原文不足以确定{count}个数值所属的单元格,系推定。",
        ),
        "sums.inconsistent": Entry(
            _WARNING,
            "{label}: no reading of the numbers satisfies all sums; doubtful places are assumed.",
            "{label}:没有一种读法满足全部勾稽关系,存疑之处均为推定。",
        ),
        "solver.budget": Entry(
            _WARNING,
            "{label}: the search for the places of the numbers was stopped after {steps} steps.",
            "{label}:求解数值位置时超出{steps}步上限,已停止。",
        ),
        "value.unreadable": Entry(
            _WARNING,
            "{label}: {raw} is printed, which is no number.",
            "{label}:印有{raw},不是可读的数值。",
        ),
        "table.missing": Entry(
            _WARNING,
            "The table {label} was not found.",
            "未找到表格:{label}。",
        ),
        "table.unread": Entry(
            _WARNING,
            "The table {label} was found, but its numbers are lost.",
            "找到表格{label},但其中的数值已丢失。",
        ),
        "table.deduplicated": Entry(
            _WARNING,
            "No line of the tables occurs twice: repeated lines are gone, so nothing is certain.",
            "表格中没有任何重复的行,重复行已被删除,全部数据均为推定。",
        ),
        "table.repeated": Entry(
            _WARNING,
            "{label}: the table is printed again with other numbers, and nothing tells which one "
            "is of the report year; the first was read, and all its facts are assumed.",
            "{label}:该表格重复出现且数值不同,无法确定哪一份属于报告年度;"
            "已读取第一份,其全部数据均为推定。",
        ),
        "edition.mixed": Entry(
            _WARNING,
            "The tables follow different editions of the form: {detail}.",
            "各表采用了不同版本的格式:{detail}。",
        ),
        "edition.year": Entry(
            _WARNING,
            "The tables are of edition {edition}, which does not belong to the report year {year}.",
            "表格为{edition}版格式,与报告年度{year}不符。",
        ),
        "edition.notice": Entry(
            _WARNING,
            "The tables are of edition {edition}, but the report cites {notice}.",
            "表格为{edition}版格式,但报告引用{notice}。",
        ),
        "edition.unproven": Entry(
            _INFO,
            "Nothing in the tables tells their edition; {edition} was taken from {evidence}.",
            "表格本身无法判定版本,依据{evidence}按{edition}版处理。",
        ),
        "year.conflict": Entry(
            _WARNING,
            "The title says {title}, the statistics period {period}.",
            "标题年度为{title},统计期限年度为{period}。",
        ),
        "year.missing": Entry(
            _WARNING,
            "No report year was found.",
            "未找到报告年度。",
        ),
        "section.missing": Entry(
            _INFO,
            "Section {number}, {label}, was not found.",
            "未找到第{number}部分“{label}”。",
        ),
        "document.truncated": Entry(
            _WARNING,
            "The text ends inside the table {label}.",
            "文本在表格{label}中间中断。",
        ),
        "document.several": Entry(
            _WARNING,
            "The file holds {count} reports; the first was read.",
            "文件中有{count}份报告,只读取第一份。",
        ),
        "document.attachments": Entry(
            _INFO,
            "The file carries {count} attached files, which were not read: {names}.",
            "文件带有{count}个附件,均未读取:{names}。",
        ),
        "format.suffix": Entry(
            _INFO,
            "The name ends in {suffix}, but the content is {format}; the content was believed.",
            "文件名后缀为{suffix},内容却是{format},以内容为准。",
        ),
        "format.tie": Entry(
            _INFO,
            "These adapters all claim the file: {names}; {chosen} read it.",
            "以下适配器都认领该文件:{names},由{chosen}读取。",
        ),
        "plugin.failed": Entry(
            _WARNING,
            "The {kind} {name} failed and was left out ({detail}).",
            "{kind}{name}出错,未予采用({detail})。",
        ),
        "text.garbled": Entry(
            _WARNING,
            "{count} characters have no Unicode value and cannot be read.",
            "有{count}个字符没有Unicode编码,无法读取。",
        ),
        "text.pictured": Entry(
            _WARNING,
            "These pages are pictures, and nothing on them was read: {pages}.",
            "下列页面是图片,其内容未被读取:{pages}。",
        ),
        "text.hidden": Entry(
            _WARNING,
            "The text is an invisible layer over a picture, as text recognition leaves it.",
            "文字是图片之上的不可见文本层,系文字识别的结果。",
        ),
        "engines.single": Entry(
            _INFO,
            "The {adapter} adapter has no second engine: nothing was cross-checked.",
            "{adapter}适配器没有第二个引擎,未作交叉核对。",
        ),
        "engines.failed": Entry(
            _WARNING,
            "The engine {engine} could not read the file ({detail}), so nothing was cross-checked.",
            "引擎{engine}无法读取该文件({detail}),未作交叉核对。",
        ),
        "engines.differ": Entry(
            _WARNING,
            "{label}: the engine {first} reads {ours}, the engine {second} reads {theirs}.",
            "{label}:引擎{first}读作{ours},引擎{second}读作{theirs}。",
        ),
    }
)

RULE_CODES = tuple(code for code, entry in CATALOGUE.items() if "{left}" in entry.en)
"""The codes that a rule of the form may carry: their texts need its label and its two sides."""


def make(
    code: str,
    *,
    facts: tuple[str, ...] = (),
    rule: str | None = None,
    where: Where | None = None,
    severity: Severity | None = None,
    zh: dict[str, object] | None = None,
    **values: object,
) -> Finding:
    """A finding of the catalogue, its texts filled with `values` (`zh` overrides for Chinese).

    Raises KeyError for a code that the catalogue does not hold.
    """
    entry = CATALOGUE[code]
    return Finding(
        code=code,
        severity=severity or entry.severity,
        message=entry.en.format(**values),
        message_zh=entry.zh.format(**{**values, **(zh or {})}),
        facts=facts,
        rule=rule,
        where=where,
    )
