"""Cells between pipes: Markdown, half of it, and pipes on lines of their own."""

from __future__ import annotations

import re

import pytest
from report_text import (
    NUMBERS,
    ZEROS,
    Lines,
    aligned,
    cell_per_line,
    certainties,
    chosen,
    codes,
    flattened,
    glued,
    lies,
    pipe,
    read,
    report,
    row,
    swap,
    tabbed,
    table_four,
    table_three,
    table_two,
    truth,
    written,
)

from govdisclose_extract import extract_text
from govdisclose_extract.layouts.base import Declined

TRUTH = truth()


def open_left(lines: Lines) -> str:
    """`规章 | 0 | 0 | 0 |`."""
    return "\n".join(" | ".join(line) + " |" for line in lines)


def open_right(lines: Lines) -> str:
    return "\n".join("| " + " | ".join(line) for line in lines)


def bare(lines: Lines) -> str:
    """`规章 | 0 | 0 | 0`."""
    return "\n".join(" | ".join(line) for line in lines)


def tight(lines: Lines) -> str:
    return "\n".join("|" + "|".join(line) + "|" for line in lines)


def broken(lines: Lines) -> str:
    """`规章 |`, then `0 |` on the next line."""
    return "\n".join("\n".join(f"{cell} |" for cell in line) for line in lines)


def alternating(lines: Lines) -> str:
    """A cell on a line, a pipe on the next."""
    return "\n".join("\n|\n".join(["", *line, ""]).strip("\n") for line in lines)


WRITERS = {
    "pipe": pipe,
    "open_left": open_left,
    "open_right": open_right,
    "bare": bare,
    "tight": tight,
    "broken": broken,
    "alternating": alternating,
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_pipes_stand_where_they_like(writer):
    text = written(writer)
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.facts.keys() == TRUTH.keys()
    assert found.counts()["read"] == 200
    assert chosen(text)["applications"] == "pipe"


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_blank_cells_stay_blank(writer):
    numbers = {
        **NUMBERS,
        "applications.new": "14 3 _ _ 1 2 20",
        "applications.granted": "6 1 _ _ 1 _ 8",
        "applications.refused.state_secret": "_ _ _ _ _ _ _",
        "applications.not_processed.duplicate": "2 _ _ _ _ _ 2",
    }
    found = extract_text(written(writer, numbers))
    assert lies(found, truth(numbers)) == {}
    for id in numbers:
        if id.startswith("applications"):
            assert row(found, id) == numbers[id]
    assert certainties(found, "applications.new") <= {"read", "proven"}


def test_rules_of_markdown_are_no_rows():
    def markdown(lines: Lines) -> str:
        head, *rest = pipe(lines).split("\n")
        return "\n".join([head, "|---|:---:|---:|" + " --- |" * 5, *rest])

    found = extract_text(written(markdown))
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200
    assert codes(found) == set()


@pytest.mark.parametrize("tail", ["|", "||||", " | | |"])
def test_merged_cells_leave_tails_of_pipes(tail):
    text = re.sub(r"(?m)\|$", "|" + tail, written(pipe))
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.facts.keys() == TRUTH.keys()
    assert row(found, "applications.new") == NUMBERS["applications.new"]
    assert found.counts()["read"] == 200


@pytest.mark.parametrize("lone", ["||", "|||", "||||", "|", ""])
def test_lines_of_pipes_alone_are_no_rows(lone):
    text = (
        written(pipe).replace("\n| 2.", f"\n{lone}\n| 2.").replace("\n| 行政", f"\n{lone}\n| 行政")
    )
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200


def test_a_table_in_pieces_under_invented_heads():
    lines: Lines = []
    for line in table_three():
        if line[0].startswith(("(三)", "(四)", "(五)", "(六)")):
            lines += [["类别", *(f"数据{n}" for n in range(1, 8))], ["---"] * 8]
        lines.append(line)
    found = extract_text(report(pipe(table_two()), pipe(lines), pipe(table_four())))
    assert lies(found, TRUTH) == {}
    for id, printed in NUMBERS.items():
        if id.startswith("applications"):
            assert row(found, id) == printed


def test_wrong_heads_over_the_last_rows_change_nothing():
    wrong = [
        "项目",
        "本年新收件数",
        "上年结转件数",
        "予以公开",
        "部分公开",
        "不予公开",
        "其他",
        "合计",
    ]
    lines = table_three()
    lines[-2:-2] = [wrong, ["---"] * 8]
    found = extract_text(report(pipe(table_two()), pipe(lines), pipe(table_four())))
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.total") == NUMBERS["applications.total"]
    assert row(found, "applications.carried_out") == NUMBERS["applications.carried_out"]
    assert row(found, "applications.new") == NUMBERS["applications.new"]


def test_dashes_as_placeholders_are_not_applicable():
    numbers = {**NUMBERS, "applications.refused.state_secret": "- - - - - - -"}
    found = extract_text(written(pipe, numbers))
    assert row(found, "applications.refused.state_secret") == "x x x x x x x"
    assert lies(found, truth(numbers)) == {}


def test_a_long_rule_of_dashes_in_a_row_is_no_value():
    text = swap(written(pipe), "\n| 2.重复申请", "\n|----------|----|\n| 2.重复申请")
    assert extract_text(text).counts()["read"] == 200


def test_label_and_number_of_the_row_stand_in_two_cells():
    text = re.sub(r"\n\| (\d)\.(?=[\u4e00-\u9fff])", r"\n| \1. | ", written(pipe))
    assert "| 8. | 属于行政查询事项 | 0 |" in text
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200


def test_a_row_without_its_label_stays_apart():
    text = swap(written(pipe), "| 2.重复申请 |", "| |")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.not_processed.petition") == ZEROS
    assert [extra.raws for extra in found.extras] == [("2", "0", "0", "0", "0", "0", "2")]
    assert "row.missing" in codes(found)


def test_a_short_row_is_filled_by_the_sums_and_told():
    text = swap(written(pipe), "| 6 | 1 | 0 | 0 | 1 | 0 | 8 |", "| 6 | 1 | 0 | 1 | 0 | 8 |")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.granted") == "6 1 0 0 1 0 8"
    assert "row.short" in codes(found)


@pytest.mark.parametrize("writer", [broken, alternating])
def test_a_lost_label_in_a_stream_of_pipes_leaves_the_neighbour_doubtful(writer):
    lines = [line if line[0] != "2.重复申请" else line[1:] for line in table_three()]
    found = extract_text(report(writer(table_two()), writer(lines), writer(table_four())))
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.total") == NUMBERS["applications.total"]


@pytest.mark.parametrize("table", ["proactive", "applications", "review"])
@pytest.mark.parametrize("writer", [tabbed, cell_per_line, flattened, glued, aligned])
def test_it_declines_what_has_no_pipes(writer, table):
    declined = read("pipe", written(writer), table)
    assert isinstance(declined, Declined)
    assert declined.reason == "there are no pipes between the cells"


def test_one_pipe_makes_no_table():
    text = swap(written(tabbed), "\n2.重复申请", "\n|2.重复申请")
    assert isinstance(read("pipe", text, "applications"), Declined)
    assert extract_text(text).counts()["read"] == 200


@pytest.mark.parametrize("number", ["— 5 —", "- 3 -", "第 3 页 共 8 页"])
def test_the_number_of_a_page_between_pipes_is_no_value(number):
    """A row that holds nothing else, in the midst of blank cells."""
    numbers = {**NUMBERS, "proactive.penalties": "_", "proactive.coercion": "_"}
    text = swap(written(pipe, numbers), "| 行政强制 |", f"| {number} |\n| 行政强制 |")
    found = extract_text(text)
    assert lies(found, truth(numbers)) == {}
    assert found.counts() == extract_text(written(pipe, numbers)).counts()


def test_two_pipes_between_cells_are_one_border():
    def doubled(lines: Lines) -> str:
        return "\n".join("||".join(line) for line in lines)

    numbers = {**NUMBERS, "applications.new": "14 3 _ _ 1 2 20", "proactive.rules": "_ _ 2"}
    found = extract_text(written(doubled, numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.new") == numbers["applications.new"]
    assert certainties(found, "applications.new") == {"read"}


def test_what_parts_the_rows_of_a_wiki_is_no_value():
    def wiki(lines: Lines) -> str:
        return "\n|-\n".join("\n".join(f"| {cell}" for cell in line) for line in lines)

    numbers = {**NUMBERS, "applications.new": "14 3 — — 1 2 20", "proactive.rules": "0 0 2"}
    found = extract_text(written(wiki, numbers))
    assert lies(found, truth(numbers)) == {}
    assert found.counts()["assumed"] == 0


def test_marks_for_nothing_behind_a_pipe_are_no_rules():
    def tight_cells(lines: Lines) -> str:
        return "\n".join(f"|{cell}" for line in lines for cell in line)

    numbers = {**NUMBERS, "applications.granted": "— — — — — — —", "proactive.rules": "— — —"}
    text = written(tight_cells, numbers).replace("—", "-")
    found = extract_text(text)
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.granted") == "x x x x x x x"
    assert row(found, "proactive.rules") == "x x x"
