"""One cell a line: cells over two lines, blank ones as tabs or as further empty lines."""

from __future__ import annotations

import re

import pytest
from report_text import (
    NUMBERS,
    NUMBERS_2019,
    ZEROS,
    Lines,
    aligned,
    cell_per_line,
    cells,
    certainties,
    chosen,
    codes,
    glued,
    lies,
    one_line,
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

from govdisclose_extract import NotAReport, extract_text
from govdisclose_extract.layouts.base import Declined

TRUTH = truth()


def indented(lines: Lines) -> str:
    """Every cell behind a tab, merged cells as tabs alone."""
    return "\n\n".join("\n".join("\t" + cell for cell in line) for line in lines)


def spaced(lines: Lines) -> str:
    """An empty line between all cells."""
    return "\n\n".join(cell for line in lines for cell in line)


def dense(lines: Lines) -> str:
    """No empty lines at all, blank cells as tabs."""
    return "\n".join(cell or "\t" for line in lines for cell in line)


def gaping(lines: Lines) -> str:
    """Blank cells as empty lines, nothing else between cells."""
    return "\n".join(cell for line in lines for cell in line)


WRITERS = {"cell_per_line": cell_per_line, "indented": indented, "spaced": spaced, "dense": dense}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_lines_are_cells(writer, form):
    numbers = NUMBERS if form == "2021" else NUMBERS_2019
    text = written(writer, numbers, form)
    found = extract_text(text)
    assert found.facts.keys() == truth(numbers, form).keys()
    assert lies(found, truth(numbers, form)) == {}
    assert found.counts()["assumed"] == found.counts()["proven"] == 0
    assert chosen(text)["applications"] == "cell_per_line"


def test_a_report_of_nothing_but_zeros_is_read():
    numbers = dict.fromkeys(NUMBERS, ZEROS) | {
        id: " ".join("0" * len(cells(printed))) for id, printed in NUMBERS.items()
    }
    found = extract_text(written(cell_per_line, numbers))
    assert {fact.value for fact in found.facts.values()} == {0}
    assert found.counts()["read"] == 200
    assert lies(found, truth(numbers)) == {}


@pytest.mark.parametrize(
    ("whole", "split"),
    [
        ("本年新制作数量", "本年新\n制作数量"),
        ("本年新公开数量", "本年新\n\n公开数量"),
        ("商业企业", "商业\n企业"),
        ("法律服务机构", "法律服\n务机构"),
        ("(三)不予公开", "(三)\n不予公开"),
        ("一、本年新收政府信息公开申请数量", "一、本年新收政府信\n息公开申请数量"),
        ("3.补正后申请内容仍不明确", "3.补正后申请\n内容仍不明确"),
        ("2.重复申请", "2.\n重复申请"),
        ("四、结转下年度继续办理", "四、\n\n结转下年度继续办理"),
    ],
)
def test_a_cell_stands_on_two_lines(whole, split):
    text = swap(written(cell_per_line, NUMBERS_2019, "2019"), whole, split)
    found = extract_text(text)
    assert lies(found, truth(NUMBERS_2019, "2019")) == {}
    assert found.counts()["read"] == 198


def test_merged_cells_leave_lines_of_tabs():
    text = written(cell_per_line)
    text = swap(text, "\n三、本年度办理结果\n", "\n三、本年度办理结果\n\t\n\t\n")
    text = swap(text, "(四)无法提供\n", "(四)无法提供\n\t\n")
    text = swap(text, "\n行政强制\n0\n", "\n行政强制\n0\n\t\n\t\n")
    text = swap(text, "\n(七)总计", "\n\t\n(七)总计")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200


@pytest.mark.parametrize("writer", [cell_per_line, indented, dense])
def test_lines_of_white_space_are_blank_cells(writer):
    numbers = {
        **NUMBERS,
        "applications.new": "14 3 _ _ 1 2 20",
        "applications.granted": "6 1 _ _ 1 _ 8",
        "applications.refused.state_secret": "_ _ _ _ _ _ _",
        "applications.not_processed.duplicate": "2 _ _ _ _ _ 2",
        "review": "1 _ _ _ 1 _ _ _ _ _ 2 _ _ 1 3",
    }
    found = extract_text(written(writer, numbers))
    assert lies(found, truth(numbers)) == {}
    for id in ("applications.new", "applications.granted", "applications.not_processed.duplicate"):
        assert row(found, id) == numbers[id]
        assert found[f"{id}.natural_person"].certain
    assert row(found, "applications.refused.state_secret") == "_ _ _ _ _ _ _"
    assert row(found, "review") == "1 _ _ _ 1"
    assert row(found, "litigation.after_review") == "2 _ _ 1 3"


def test_further_empty_lines_are_blank_cells():
    numbers = {
        **NUMBERS,
        "applications.new": "14 3 _ _ 1 2 20",
        "applications.not_processed.duplicate": "2 _ _ _ _ _ 2",
    }
    found = extract_text(written(gaping, numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.new") == "14 3 _ _ 1 2 20"
    assert row(found, "applications.not_processed.duplicate") == "2 _ _ _ _ _ 2"


def test_six_empty_lines_and_a_zero_are_a_row_with_a_total_alone():
    numbers = {f"applications.{row.id}": "_ _ _ _ _ _ 0" for row in _rows()}
    numbers = {**NUMBERS, **numbers}
    found = extract_text(written(gaping, numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.new") == "_ _ _ _ _ _ 0"
    assert row(found, "applications.carried_out") == "_ _ _ _ _ _ 0"


def _rows():
    from govdisclose_extract import edition

    return edition("2021").tables[1].rows


def test_numbers_of_rows_stand_on_lines_of_their_own():
    text = re.sub(r"\n(\d)\.(?=[\u4e00-\u9fff])", r"\n\1\n", written(dense))
    assert "\n8\n属于行政查询事项\n" in text
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.unable.not_held") == "4 2 0 0 0 0 6"
    assert row(found, "applications.refused.admin_query") == ZEROS


def test_units_stand_on_lines_of_their_own():
    text = swap(written(cell_per_line), "行政许可\n3186", "行政许可\n3186\n件")
    found = extract_text(text)
    assert row(found, "proactive.licensing") == "3186"
    assert lies(found, TRUTH) == {}


def test_page_numbers_are_no_cells():
    text = swap(written(cell_per_line), "\n2.重复申请", "\n- 5 -\n2.重复申请")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.not_processed.petition") == ZEROS
    assert not found.strays


def test_a_row_without_its_label_makes_its_neighbour_doubtful_and_keeps_all_numbers():
    text = swap(written(cell_per_line), "2.重复申请\n", "")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    held = [found.facts[id].raw for id in found.facts if ".not_processed.petition." in id]
    strays = [stray.raw for stray in found.strays if stray.row == "not_processed.petition"]
    assert sorted([*held, *strays]) == sorted("00000002000002")
    assert {"row.missing", "row.surplus"} & codes(found) or "row.unsettled" in codes(found)


def test_eight_values_for_seven_cells():
    text = swap(written(cell_per_line), "2.重复申请\n2\n", "2.重复申请\n2\n9\n")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.not_processed.duplicate") == "2 0 0 0 0 0 2"
    assert [stray.raw for stray in found.strays] == ["9"]


@pytest.mark.parametrize("writer", [cell_per_line, dense, spaced])
def test_deduplicated_lines_leave_nothing_certain(writer):
    text = "\n".join(dict.fromkeys(written(writer).split("\n")))
    try:
        found = extract_text(text)
    except NotAReport:
        return
    assert [id for id, fact in found.facts.items() if fact.certain] == []


def test_a_text_that_ends_in_a_row_has_no_later_cells():
    text = written(cell_per_line)
    text = text[: text.index("(一)予以公开") + len("(一)予以公开\n6\n1\n0")]
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.granted") == "6 1 0 . . . ."
    assert certainties(found, "applications.granted") == {"assumed"}
    assert certainties(found, "applications.new") == {"read"}


@pytest.mark.parametrize("writer", [tabbed, pipe, glued, one_line])
def test_it_declines_what_has_several_cells_on_a_line(writer):
    declined = read("cell_per_line", written(writer), "applications")
    assert isinstance(declined, Declined)
    assert declined.reason == "several values stand on one line"
    assert declined.reason_zh


def test_it_declines_columns_of_spaces():
    assert isinstance(read("cell_per_line", written(aligned), "applications"), Declined)


def test_it_declines_a_table_of_which_no_row_is_whole():
    numbers = {f"applications.{row.id}": "_ _ _ _ _ _ _" for row in _rows()}
    numbers |= {"applications.new": "_ 4 _ _ _ _ 4", "applications.total": "_ 4 _ _ _ _ 4"}
    text = report(
        cell_per_line(table_two()),
        "\n".join(cell for line in table_three(numbers) for cell in line if cell),
        cell_per_line(table_four()),
    )
    declined = read("cell_per_line", text, "applications")
    assert isinstance(declined, Declined)
    assert declined.reason == "no row prints all its cells"
    assert lies(extract_text(text), truth({**NUMBERS, **numbers})) == {}
