"""Heads in another order than the form's, or more of them, in tables that no file draws."""

from __future__ import annotations

import pytest
from report_text import (
    LAYOUTS,
    NUMBERS,
    Lines,
    aligned,
    cells,
    certainties,
    lies,
    pipe,
    read,
    report,
    tabbed,
    table_four,
    table_three,
    table_two,
    truth,
    written,
)

from govdisclose_extract import extract_text
from govdisclose_extract.reading import Reading

TRUTH = truth()
PARTED = {"tabbed": tabbed, "pipe": pipe, "aligned": aligned}
VALUES = {**NUMBERS, "applications.new": "14 3 0 0 1 2 20", "applications.total": "14 3 0 0 1 2 20"}


def moved(line: list[str], order: list[int]) -> list[str]:
    return [line[0], *(line[1:][at] for at in order)]


def three(order: list[int], heads: list[list[str]]) -> Lines:
    """Table 3 with its columns in this order under these heads."""
    rows = [line for line in table_three(VALUES) if len(line) == 8]
    return [["申请人情况"], *heads, *(moved(line, order) for line in rows)]


TOTAL_FIRST = three(
    [6, 0, 1, 2, 3, 4, 5],
    [["", "总计", "自然人", "法人或其他组织"],
     ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]],
)  # fmt: skip
SWAPPED = three(
    [0, 2, 1, 3, 4, 5, 6],
    [["", "自然人", "法人或其他组织", "总计"],
     ["科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他"]],
)  # fmt: skip
MORE = [
    ["申请人情况", "备注"],
    ["", "自然人", "法人或其他组织", "总计"],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    *([*line, "3"] for line in table_three(VALUES) if len(line) == 8),
]


@pytest.mark.parametrize("lines", [TOTAL_FIRST, SWAPPED, MORE], ids=["total", "swapped", "more"])
@pytest.mark.parametrize("writer", PARTED.values(), ids=PARTED)
def test_under_such_heads_nothing_is_certain(writer, lines):
    text = report(writer(table_two()), writer(lines), writer(table_four()))
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert certainties(found, "applications") == {"assumed"}
    assert certainties(found, "proactive") <= {"read", "proven"}


def wrapped(order: list[int]) -> str:
    """Table 3 in columns of spaces, each head on two lines, its columns in this order."""
    halves = ["自然", "商业", "科研", "社会公益", "法律服务", "其", "总"], [
        "人", "企业", "机构", "组织", "机构", "他", "计"
    ]  # fmt: skip
    lines = three(order, [["", *(half[at] for at in order)] for half in halves])
    return aligned(lines, each=10)


def test_wrapped_heads_in_another_order_leave_doubt():
    for order, sure in [([0, 1, 2, 3, 4, 5, 6], True), ([0, 5, 2, 3, 4, 1, 6], False)]:
        found = extract_text(report(aligned(table_two()), wrapped(order), aligned(table_four())))
        assert lies(found, TRUTH) == {}
        assert (certainties(found, "applications") <= {"read", "proven"}) is sure


def test_lines_without_tabs_may_have_a_running_number_for_a_value():
    """`6 3 2 0 _ 0 0 5` prints seven values, of which the first is the row's number."""
    heads, *rest = table_three()
    lines = [["序号", *heads]]
    lines += [[str(at), *line] if len(line) > 6 else line for at, line in enumerate(rest)]
    text = report(tabbed(table_two()), tabbed(lines), tabbed(table_four()))
    (row,) = (line for line in text.split("\n") if "部分公开" in line)
    text = text.replace(row, " ".join(row.split()))
    told, untold = (
        {its.row: its.label_doubt for its in reading.rows}
        for head in ("序号", "项目")
        for reading in [read("tabbed", text.replace("序号", head), "applications")]
        if isinstance(reading, Reading)
    )
    assert {id for id in told if told[id] != untold[id]} == {"partial"}


@pytest.mark.parametrize("writer", PARTED.values(), ids=PARTED)
def test_heads_of_table_two_in_another_order(writer):
    heads = ["本年制发件数", "本年废止件数", "现行有效件数"]
    two = [
        moved(line, [2, 0, 1])
        if line[1:] == heads or line[0] in ("规章", "行政规范性文件")
        else line
        for line in table_two()
    ]
    found = extract_text(report(writer(two), writer(table_three()), writer(table_four())))
    assert lies(found, TRUTH) == {}
    assert certainties(found, "proactive.normative_documents") == {"assumed"}
    assert certainties(found, "proactive.licensing") == {"read"}


OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FOURTH = {
    "groups": [["行政诉讼", "行政复议"], ["未经复议直接起诉", "复议后起诉"], OUTCOMES * 3,
               cells("0 0 0 0 0 2 0 0 1 3 1 0 0 0 1")],
    "total": [["行政复议", "行政诉讼"], ["未经复议直接起诉", "复议后起诉"],
              [OUTCOMES[-1], *OUTCOMES[:-1]] * 3, cells("1 1 0 0 0 0 0 0 0 0 3 2 0 0 1")],
    "rows": [["", "行政复议", "未经复议直接起诉", "复议后起诉"],
             *([name, *cells(row)] for name, row in zip(
                 OUTCOMES, ("1 0 2", "0 0 0", "0 0 0", "0 0 1", "1 0 3"), strict=True))],
    "lines": [["", "", *OUTCOMES], ["行政复议", "", *cells("1 _ _ _ 1")],
              ["行政诉讼", "未经复议直接起诉", *cells("_ _ _ _ _")],
              ["", "复议后起诉", *cells("2 _ _ 1 3")]],
}  # fmt: skip


@pytest.mark.parametrize("lines", FOURTH.values(), ids=FOURTH)
@pytest.mark.parametrize("writer", [tabbed, pipe], ids=["tabbed", "pipe"])
def test_table_four_in_another_shape(writer, lines):
    found = extract_text(report(writer(table_two()), writer(table_three()), writer(lines)))
    assert lies(found, {**TRUTH, "review.upheld": "1"}) == {}


@pytest.mark.parametrize("writer", LAYOUTS.values(), ids=LAYOUTS)
def test_the_heads_of_the_form_leave_no_doubt(writer):
    found = extract_text(written(writer))
    assert certainties(found, "applications") <= {"read", "proven"}
    assert certainties(found, "review") <= {"read", "proven"}


def test_a_total_a_line_above_the_others_is_no_other_order():
    lines = table_three()
    lines[0] = ["", "申请人情况", "总计"]
    lines[1] = ["", "自然人", "法人或其他组织"]
    found = extract_text(report(tabbed(table_two()), tabbed(lines), tabbed(table_four())))
    assert lies(found, TRUTH) == {}
    assert certainties(found, "applications") == {"read"}
