"""Rows on lines, cells parted by tabs: fragments of different widths, shifted, short and long."""

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
    without,
    written,
)

from govdisclose_extract import Where, extract_text
from govdisclose_extract.layouts.base import Declined

TRUTH = truth()
RESULTS = range(6, 31)
"""The lines of table 3 behind its heads and the first two rows."""


def with_three(lines: Lines) -> str:
    return report(tabbed(table_two()), tabbed(lines), tabbed(table_four()))


def fragments() -> Lines:
    """Table 3 as three fragments of 8, 9 and 11 columns, its level lost in the first one."""
    lines: Lines = []
    for number, line in enumerate(table_three()):
        label, *rest = line
        if len(line) < 8 or number < 7:
            lines.append(line)
        elif number < 20:
            lines.append(["", label, *rest])
        else:
            lines.append(["", label, "", *rest, ""])
    return lines


def test_each_number_has_its_cell_and_its_place():
    text = written(tabbed)
    found = extract_text(text)
    assert chosen(text) == {"proactive": "tabbed", "applications": "tabbed", "review": "tabbed"}
    for id, printed in NUMBERS.items():
        if id != "review":
            assert row(found, id) == printed
    assert row(found, "review") == "1 0 0 0 1"
    assert row(found, "litigation.after_review") == "2 0 0 1 3"
    line = text[: text.index("一、本年新收")].count("\n") + 1
    col = len("一、本年新收政府信息公开申请数量\t14\t") + 1
    where = found["applications.new.business"].where
    assert (where.line, where.col) == (line, col)
    assert isinstance(where, Where)


def test_fragments_of_three_widths_are_one_table():
    found = extract_text(with_three(fragments()))
    assert lies(found, TRUTH) == {}
    assert found.counts() == {"read": 200, "proven": 0, "assumed": 0}


def test_a_row_of_six_values_keeps_its_ends_and_infers_the_lost_zero():
    text = swap(written(tabbed), "14\t3\t0\t0\t1\t2\t20\n二、", "14\t3\t0\t1\t2\t20\n二、")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.new") == "14 3 0 0 1 2 20"
    assert found["applications.new.natural_person"].certainty == "proven"
    assert found["applications.new.total"].certainty == "proven"
    lost = [id for id, fact in found.facts.items() if fact.state == "inferred"]
    assert len(lost) == 1
    assert lost[0] in ("applications.new.research", "applications.new.public_welfare")
    assert (found[lost[0]].raw, found[lost[0]].certainty) == ("", "assumed")
    (short,) = (finding for finding in found.findings if finding.code == "row.short")
    assert short.facts == tuple(lost)


def test_a_row_of_five_values_loses_no_number():
    text = swap(written(tabbed), "6\t1\t0\t0\t1\t0\t8", "6\t1\t0\t1\t8")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.granted") == "6 1 0 0 1 0 8"
    assert "row.short" in codes(found)
    assert found["applications.granted.business"].certainty == "proven"
    assert found["applications.granted.legal_service"].certainty == "proven"


def test_a_row_of_eight_values_keeps_the_surplus_one_as_a_stray():
    text = swap(written(tabbed), "2.重复申请\t2\t", "2.重复申请\t2\t9\t")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.not_processed.duplicate") == "2 0 0 0 0 0 2"
    (stray,) = found.strays
    assert (stray.row, stray.raw) == ("not_processed.duplicate", "9")
    assert "row.surplus" in codes(found)


def test_eight_zeros_for_seven_cells_are_seven_zeros_and_a_stray():
    label = "5.要求行政机关确认或重新出具已获取信息\t"
    found = extract_text(swap(written(tabbed), label, label + "0\t"))
    assert row(found, "applications.not_processed.reconfirm") == ZEROS
    assert [stray.raw for stray in found.strays] == ["0"]
    assert lies(found, TRUTH) == {}


def test_labels_stand_in_two_cells():
    text = written(tabbed)
    for mark in ("一、", "二、", "四、"):
        text = text.replace(f"\n{mark}本年新收", f"\n{mark}\t本年新收")
        text = text.replace(f"\n{mark}上年结转", f"\n{mark}\t上年结转")
        text = text.replace(f"\n{mark}结转下年度", f"\n{mark}\t结转下年度")
    text = re.sub(r"\n(\d)\.(?=[\u4e00-\u9fff])", r"\n\1.\t", text)
    text = swap(text, "(二)部分公开", "(二)\t部分公开")
    assert "\n8.\t属于行政查询事项\t0" in text
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200


def test_numbers_of_rows_in_a_cell_of_their_own_are_no_values():
    text = re.sub(r"\n(\d)\.(?=[\u4e00-\u9fff])", r"\n\1\t", written(tabbed))
    assert "\n8\t属于行政查询事项\t0" in text
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.unable.not_held") == "4 2 0 0 0 0 6"


def test_group_labels_may_be_lost_or_stand_before_the_first_row():
    text = written(tabbed)
    lost = re.sub(r"\n(三、本年度办理结果|\([三四五六]\)[不无其]\w+)(?=\n)", "", text)
    assert "(四)" not in lost
    beside = re.sub(r"\n(三、本年度办理结果|\([三四五六]\)[不无其]\w+)\n", r"\n\1\t", text)
    assert "(四)无法提供\t1.本机关" in beside
    for changed in (lost, beside):
        found = extract_text(changed)
        assert lies(found, TRUTH) == {}
        assert found.counts()["read"] == 200


@pytest.mark.parametrize(
    "number", ["-4-", "- 4 -", "— 12 —", "第4页", "4/9", "", "\t", "--\t---\t---"]
)
def test_a_page_break_inside_a_table_brings_no_numbers(number):
    text = written(tabbed)
    for label in ("3.要求提供公开出版物", "行政强制", "(二)部分公开"):
        text = swap(text, f"\n{label}", f"\n{number}\n{label}")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200
    assert not found.extras


def test_heads_that_a_new_page_repeats_hold_no_values():
    heads = tabbed(table_three()[:3])
    text = swap(written(tabbed), "\n2.重复申请", f"\n{heads}\n三、本年度办理结果\n2.重复申请")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200


def test_a_label_that_a_page_break_cuts_is_one_label():
    text = swap(written(tabbed), "\n(四)无法提供\n", "\n(四)无\t")
    text = swap(text, "\n2.没有现成信息", "\n-4-\n法提供\t2.没有现成信息")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.unable.not_held") == "4 2 0 0 0 0 6"
    assert row(found, "applications.unable.must_create") == ZEROS
    assert row(found, "applications.unable.unclear") == ZEROS


def test_rows_are_shifted_and_padded_within_one_table():
    lines: Lines = []
    for number, line in enumerate(table_three()):
        if len(line) < 8:
            lines.append(line)
        elif number % 3 == 0:
            lines.append([line[0], "", "", *line[1:]])
        elif number % 3 == 1:
            lines.append(["", line[0], "", *line[1:]])
        else:
            lines.append(["", "", *line, ""])
    found = extract_text(with_three(lines))
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200


@pytest.mark.parametrize("pads", [1, 2, 5])
def test_pads_behind_the_last_cell_are_no_cells(pads):
    text = re.sub(r"(?m)(?<=\d)$", "\t" * pads, written(tabbed))
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200


def test_blank_cells_are_seen_between_tabs():
    numbers = {
        **NUMBERS,
        "applications.new": "14 3 _ _ 1 2 20",
        "applications.granted": "6 1 _ _ 1 _ 8",
        "applications.refused.state_secret": "_ _ _ _ _ _ _",
        "applications.not_processed.duplicate": "2 _ _ _ _ _ 2",
        "proactive.rules": "_ _ 4",
    }
    found = extract_text(written(tabbed, numbers))
    assert lies(found, truth(numbers)) == {}
    for id in numbers:
        if not id.startswith("review"):
            assert row(found, id) == numbers[id]
    assert certainties(found, "applications.new") == {"read"}
    assert certainties(found, "applications.not_processed.duplicate") == {"read"}


def test_blank_totals_are_blank_and_told():
    numbers = {
        **NUMBERS,
        "applications.granted": "6 1 0 0 1 0 _",
        "applications.not_processed.duplicate": "2 _ _ _ _ _ _",
    }
    found = extract_text(written(tabbed, numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.granted") == "6 1 0 0 1 0 _"
    assert row(found, "applications.not_processed.duplicate") == "2 _ _ _ _ _ _"
    assert [finding.facts[0] for finding in found.findings if finding.code == "total.blank"] == [
        "applications.granted.total",
        "applications.not_processed.duplicate.total",
    ]


def test_pads_behind_a_blank_total_leave_the_place_of_a_number_open():
    numbers = {**NUMBERS, "applications.not_processed.duplicate": "_ _ _ _ 1 _ _"}
    text = re.sub(r"(?m)(?<=\d)$", "\t", written(tabbed, numbers))
    found = extract_text(text)
    assert lies(found, truth(numbers)) == {}
    assert found["applications.not_processed.duplicate.total"].certainty == "assumed"


def test_a_rule_drawn_in_dashes_is_no_row():
    text = swap(
        written(tabbed, NUMBERS_2019, "2019"),
        "政府集中采购\t6\t251000.50",
        "政府集中采购\t6\t251000.50\t\n--------\t----\t-----------",
    )
    found = extract_text(text)
    assert lies(found, truth(NUMBERS_2019, "2019")) == {}
    assert row(found, "proactive.procurement") == "6 251000.50"
    assert found.counts()["read"] == 198


def test_a_row_without_its_label_stays_apart_from_its_neighbours():
    lines = without(table_three(), "2.重复申请")
    found = extract_text(with_three(lines))
    assert row(found, "applications.not_processed.petition") == ZEROS
    assert row(found, "applications.not_processed.published") == ZEROS
    (extra,) = found.extras
    assert (extra.label, extra.raws) == ("", ("2", "0", "0", "0", "0", "0", "2"))
    assert "applications.not_processed.duplicate.total" not in found.facts
    assert "row.missing" in codes(found)


def test_a_single_cell_without_its_label_stays_apart():
    text = swap(written(tabbed), "\n行政强制\t0", "\n\t0")
    found = extract_text(text)
    assert row(found, "proactive.penalties") == "27"
    assert certainties(found, "proactive.penalties") == {"read"}
    assert lies(found, TRUTH) == {}


def test_the_second_half_of_a_row_on_the_next_line_belongs_to_it():
    text = swap(written(tabbed), "14\t3\t0\t0\t1\t2\t20\n二、", "14\t3\t0\t0\n1\t2\t20\n二、")
    found = extract_text(text)
    assert row(found, "applications.new") == "14 3 0 0 1 2 20"
    assert lies(found, TRUTH) == {}


def test_half_a_row_behind_a_blank_label_is_not_certain():
    text = swap(written(tabbed), "14\t3\t0\t0\t1\t2\t20\n二、", "14\t3\t0\t0\n\t1\t2\t20\n二、")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.carried_in") == "2 0 0 0 0 0 2"


def test_a_broken_sum_is_told_and_changes_nothing():
    numbers = {**NUMBERS, "applications.granted": "6 1 0 0 1 0 9"}
    found = extract_text(written(tabbed, numbers))
    assert row(found, "applications.granted") == "6 1 0 0 1 0 9"
    assert found.counts()["read"] == 200
    assert codes(found) == {"sum.row", "sum.column"}


def test_several_values_may_share_a_cell():
    text = swap(written(tabbed), '3.危及"三安全一稳定"\t0\t0\t0\t', '3.危及"三安全一稳定"\t0 0 0\t')
    found = extract_text(text)
    assert row(found, "applications.refused.security_stability") == ZEROS
    assert lies(found, TRUTH) == {}


def test_heads_of_table_four_may_come_again_and_lines_of_one_value_are_left_out():
    lines = table_four()
    text = report(
        tabbed(table_two()), tabbed(table_three()), tabbed(lines[:3]) + "\n\t\n" + tabbed(lines[3:])
    )
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "litigation.after_review") == "2 0 0 1 3"


def test_a_blank_table_four_is_blank():
    numbers = {**NUMBERS, "review": " ".join("_" * 15)}
    found = extract_text(written(tabbed, numbers))
    assert row(found, "review") == "_ _ _ _ _"
    assert lies(found, truth(numbers)) == {}
    assert found["review.total"].state == "blank"


@pytest.mark.parametrize("table", ["proactive", "applications", "review"])
@pytest.mark.parametrize("writer", [pipe, cell_per_line, flattened, glued, aligned])
def test_it_declines_what_has_no_tabs(writer, table):
    declined = read("tabbed", written(writer), table)
    assert isinstance(declined, Declined)
    assert declined.reason
    assert declined.reason_zh


def test_it_declines_tabs_that_part_no_values():
    text = written(cell_per_line).replace("\n0", "\n\t0")
    declined = read("tabbed", text, "applications")
    assert isinstance(declined, Declined)
    assert declined.reason == "no line holds two values between tabs"
