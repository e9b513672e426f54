"""Short but complete reports as text: given numbers written as a table of cells in each layout.

A table is a list of lines, a line a list of cells. `_` stands for a blank cell. `TRUTH` maps every
fact of a report to what was written for it, so that tests can look for numbers given wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from govdisclose_extract import Extractor, Fact, Report, State, edition
from govdisclose_extract.adapters.text import document_of
from govdisclose_extract.flow import Flow
from govdisclose_extract.layouts.base import Declined
from govdisclose_extract.locate.tables import Region, find_tables
from govdisclose_extract.plugins import resolve
from govdisclose_extract.reading import Reading

Lines = list[list[str]]
Writer = Callable[[Lines], str]

TITLE = "清河县林业局2023年政府信息公开工作年度报告"
COLUMNS = [
    "natural_person", "business", "research", "public_welfare", "legal_service", "other_org",
    "total",
]  # fmt: skip
ZEROS = "0 0 0 0 0 0 0"
NUMBERS = {
    "proactive.rules": "0 0 0",
    "proactive.normative_documents": "2 1 15",
    "proactive.licensing": "3186",
    "proactive.penalties": "27",
    "proactive.coercion": "0",
    "proactive.fees": "41.25",
    "applications.new": "14 3 0 0 1 2 20",
    "applications.carried_in": "2 0 0 0 0 0 2",
    "applications.granted": "6 1 0 0 1 0 8",
    "applications.partial": "1 0 0 0 0 0 1",
    "applications.refused.law_prohibited": "1 0 0 0 0 0 1",
    "applications.refused.internal_affairs": "0 0 0 0 0 1 1",
    "applications.unable.not_held": "4 2 0 0 0 0 6",
    "applications.not_processed.duplicate": "2 0 0 0 0 0 2",
    "applications.other.other": "0 0 0 0 0 1 1",
    "applications.total": "14 3 0 0 1 2 20",
    "applications.carried_out": "2 0 0 0 0 0 2",
    "review": "1 0 0 0 1 0 0 0 0 0 2 0 0 1 3",
}
"""The numbers of a report by row, those of the form of 2021. A row of table 3 not here is zeros."""

NUMBERS_2019 = {
    **NUMBERS,
    "proactive.licensing": "41 -3 318",
    "proactive.other_services": "12 +2 96",
    "proactive.penalties": "85 0 27",
    "proactive.coercion": "9 0 4",
    "proactive.fees": "3 -1",
    "proactive.procurement": "6 251000.50",
    "applications.other.combined": "0 0 0 0 0 1 1",
}
"""The same for the form of 2019."""

_GROUPS = {
    "refused.state_secret": "(三)不予公开",
    "unable.not_held": "(四)无法提供",
    "not_processed.petition": "(五)不予处理",
    "other.no_correction": "(六)其他处理",
}
_COLUMN_HEADS = [
    ["本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和", "申请人情况"],
    ["自然人", "法人或其他组织", "总计"],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
_OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
_BLOCKS = {
    "rules": "第二十条第(一)项",
    "licensing": "第二十条第(五)项",
    "penalties": "第二十条第(六)项",
    "fees": "第二十条第(八)项",
    "procurement": "第二十条第(九)项",
}
_BLOCK_HEADS = {
    "2021": {
        "rules": ["本年制发件数", "本年废止件数", "现行有效件数"],
        "licensing": ["本年处理决定数量"],
        "penalties": ["本年处理决定数量"],
        "fees": ["本年收费金额(单位:万元)"],
    },
    "2019": {
        "rules": ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
        "licensing": ["上一年项目数量", "本年增/减", "处理决定数量"],
        "penalties": ["上一年项目数量", "本年增/减", "处理决定数量"],
        "fees": ["上一年项目数量", "本年增/减"],
        "procurement": ["采购项目数量", "采购总金额"],
    },
}


def cells(printed: str) -> list[str]:
    """`1 _ 2` as cells."""
    return ["" if cell == "_" else cell for cell in printed.split()]


def table_two(numbers: Mapping[str, str] = NUMBERS, form: str = "2021") -> Lines:
    """Table 2: a block's title, its heads and its rows."""
    lines: Lines = []
    for row in edition(form).tables[0].rows:
        if row.id in _BLOCKS:
            lines += [[_BLOCKS[row.id]], ["信息内容", *_BLOCK_HEADS[form][row.id]]]
        lines.append([row.name, *cells(numbers[f"proactive.{row.id}"])])
    return lines


def table_three(numbers: Mapping[str, str] = NUMBERS, form: str = "2021") -> Lines:
    """Table 3: group labels on lines of their own."""
    lines: Lines = [list(line) for line in _COLUMN_HEADS]
    for row in edition(form).tables[1].rows:
        if row.id == "granted":
            lines.append(["三、本年度办理结果"])
        if row.id in _GROUPS:
            lines.append([_GROUPS[row.id]])
        lines.append([row.name, *cells(numbers.get(f"applications.{row.id}", ZEROS))])
    return lines


def table_four(numbers: Mapping[str, str] = NUMBERS) -> Lines:
    """Table 4: its heads, then one line of fifteen values."""
    return [
        ["行政复议", "行政诉讼"],
        ["未经复议直接起诉", "复议后起诉"],
        _OUTCOMES * 3,
        cells(numbers["review"]),
    ]


def report(two: str, three: str, four: str, title: str = TITLE) -> str:
    """A whole report around three written tables."""
    return "\n".join(
        [
            title,
            "一、总体情况",
            "本局依法做好信息公开。",
            "二、主动公开政府信息情况",
            two,
            "三、收到和处理政府信息公开申请情况",
            three,
            "四、政府信息公开行政复议、行政诉讼情况",
            four,
            "五、存在的主要问题及改进情况",
            "公开渠道不多,今后加强培训。",
            "六、其他需要报告的事项",
            "没有其他需要报告的事项。",
        ]
    )


def written(writer: Writer, numbers: Mapping[str, str] = NUMBERS, form: str = "2021") -> str:
    """A report with all its tables written in one layout."""
    title = TITLE if form == "2021" else TITLE.replace("2023", "2020")
    return report(
        writer(table_two(numbers, form)),
        writer(table_three(numbers, form)),
        writer(table_four(numbers)),
        title,
    )


# ---------------------------------------------------------------------------- the layouts


def tabbed(lines: Lines) -> str:
    return "\n".join("\t".join(line) for line in lines)


def pipe(lines: Lines) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell_per_line(lines: Lines) -> str:
    """A line a cell, a tab for a blank one, an empty line between rows."""
    return "\n\n".join("\n".join(cell or "\t" for cell in line) for line in lines)


def flattened(lines: Lines) -> str:
    """Labels and numbers on lines of their own; blank cells leave no trace."""
    rows = [(line[0], [cell for cell in line[1:] if cell]) for line in lines]
    return "\n".join("\n".join(filter(None, [label, " ".join(rest)])) for label, rest in rows)


def one_line(lines: Lines) -> str:
    """Everything on one line with single blanks."""
    return " ".join(cell for line in lines for cell in line if cell)


def glued(lines: Lines) -> str:
    return "".join(cell for line in lines for cell in line)


def aligned(lines: Lines, *, wide: bool = True, first: int = 80, each: int = 8) -> str:
    """Columns of spaces; `wide` counts a Chinese character as two."""
    return "\n".join(_padded(line, wide, first, each).rstrip() for line in lines)


def _padded(line: list[str], wide: bool, first: int, each: int) -> str:
    text, edge = "", 0
    for number, cell in enumerate(line):
        room = max(2, edge - printed_width(text, wide)) if number else 0
        text += " " * room + cell
        edge = (edge or first - each) + each
    return text


def printed_width(text: str, wide: bool) -> int:
    return sum(2 if wide and char > "\u2e7f" else 1 for char in text)


LAYOUTS: dict[str, Writer] = {
    "tabbed": tabbed,
    "pipe": pipe,
    "cell_per_line": cell_per_line,
    "flattened": flattened,
    "glued": glued,
    "aligned": aligned,
}


# ---------------------------------------------------------------------------- changing a text


def swap(text: str, old: str, new: str) -> str:
    """The text with its one `old` replaced; an error when it has none or several."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def without(lines: Lines, label: str) -> Lines:
    """The lines without the label that begins with these words; its values stay."""
    assert sum(label in line[0] for line in lines) == 1
    return [line[1:] if label in line[0] else line for line in lines]


# ---------------------------------------------------------------------------- looking at a report


def truth(numbers: Mapping[str, str] = NUMBERS, form: str = "2021") -> dict[str, str]:
    """What was written for each fact of a report."""
    found: dict[str, str] = {}
    for table in edition(form).tables:
        for row in table.rows:
            id = {"proactive": f"proactive.{row.id}", "review": "review"}.get(
                table.id, f"applications.{row.id}"
            )
            for cell, raw in zip(row.cells, cells(numbers.get(id, ZEROS)), strict=True):
                found[cell.fact] = raw
    return found


def row(report: Report, id: str) -> str:
    """A row's values as found: `_` blank, `.` absent, `?` unreadable, `x` not applicable."""
    ids = [
        cell.fact
        for table in edition(report.edition).tables
        for row in table.rows
        for cell in row.cells
        if cell.fact.rpartition(".")[0] == id
    ]
    assert ids, id
    return " ".join(shown(report.facts.get(one)) for one in ids)


def shown(fact: Fact | None) -> str:
    if fact is None:
        return "."
    marks = {State.BLANK: "_", State.UNREADABLE: "?", State.NOT_APPLICABLE: "x"}
    return marks.get(fact.state) or str(fact.value)


def certainties(report: Report, id: str) -> set[str]:
    """How certain the facts are whose ids begin with this."""
    found = {fact.certainty.value for key, fact in report.facts.items() if key.startswith(id + ".")}
    assert found, id
    return found


def doubtful(report: Report) -> list[str]:
    """The ids of all facts that are only assumed."""
    return [id for id, fact in report.facts.items() if not fact.certain]


def lies(report: Report, written: Mapping[str, str]) -> dict[str, str]:
    """Facts given as certain that are not what was written: the worst failure there is."""
    return {
        id: f"{shown(fact)} for {written.get(id)!r}"
        for id, fact in report.facts.items()
        if fact.certain and not _is_written(fact, written.get(id))
    }


def _is_written(fact: Fact, raw: str | None) -> bool:
    if raw is None:
        return False
    if fact.value is None:
        marks = {State.BLANK: ("",), State.NOT_APPLICABLE: ("/", "—", "无", "-")}
        return raw in marks[fact.state]
    found = re.fullmatch(r"([+-]?[\d.]+)\D*", raw)
    return found is not None and Decimal(found[1]) == fact.value


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


def chosen(text: str) -> dict[str, str]:
    """The layout that each table was read in."""
    return {
        table.table: attempt.layout
        for table in Extractor().trace_text(text).tables
        for attempt in table.attempts
        if attempt.chosen
    }


def regions(text: str) -> tuple[Flow, dict[str, Region]]:
    """A text and where its tables stand, as layouts are given them."""
    flow = Flow(document_of(text))
    found = find_tables(flow, (edition("2019"), edition("2021")))
    return flow, {region.table.id: region for region in found.regions}


def read(layout: str, text: str, table: str) -> Reading | Declined:
    """What one layout says of one table."""
    flow, found = regions(text)
    (its,) = resolve("layout", [layout])
    reading = its.read(flow, found[table])
    assert isinstance(reading, Reading | Declined)
    return reading
