"""Cells run together: only the sums of the form tell them apart."""

from __future__ import annotations

import re

import pytest
from report_text import (
    NUMBERS,
    NUMBERS_2019,
    TITLE,
    ZEROS,
    aligned,
    cell_per_line,
    certainties,
    chosen,
    codes,
    flattened,
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

from govdisclose_extract import edition, extract_text
from govdisclose_extract.layouts.base import Declined
from govdisclose_extract.layouts.bits import RUN

TRUTH = truth()
ROWS = [row.id for row in edition("2021").tables[1].rows]


def on_one_line(numbers=NUMBERS, form="2021"):
    return written(glued, numbers, form).replace("\n", "")


@pytest.mark.parametrize("joined", [True, False])
def test_sums_cut_the_rows_of_tables_three_and_four(joined):
    text = on_one_line() if joined else written(glued)
    found = extract_text(text)
    assert chosen(text) == {"proactive": "glued", "applications": "glued", "review": "glued"}
    assert lies(found, TRUTH) == {}
    for id in ROWS:
        assert row(found, f"applications.{id}") == NUMBERS.get(f"applications.{id}", ZEROS)
        assert certainties(found, f"applications.{id}") == {"proven"}
    for id, printed in [("review", "1 0 0 0 1"), ("litigation.after_review", "2 0 0 1 3")]:
        assert row(found, id) == printed
        assert certainties(found, id) == {"proven"}


def test_a_number_keeps_its_own_digits_and_its_place():
    text = on_one_line()
    found = extract_text(text)
    fact = found["applications.new.business"]
    assert (fact.raw, fact.value) == ("3", 3)
    at = text.index("数量1430012") + len("数量14")
    assert (fact.where.line, fact.where.col) == (1, at + 1)


def test_the_number_of_the_next_row_touches_the_last_value():
    text = on_one_line()
    assert "1.属于国家秘密00000002.其他法律行政法规禁止公开10000013.危及" in text
    found = extract_text(text)
    assert row(found, "applications.refused.state_secret") == ZEROS
    assert row(found, "applications.refused.law_prohibited") == "1 0 0 0 0 0 1"
    assert row(found, "applications.not_processed.duplicate") == "2 0 0 0 0 0 2"


def test_numbers_that_no_sum_cuts_are_unreadable_and_only_assumed():
    numbers = {**NUMBERS, "proactive.normative_documents": "69 3 665"}
    found = extract_text(on_one_line(numbers))
    facts = [
        found[f"proactive.normative_documents.{id}"] for id in ("issued", "repealed", "in_force")
    ]
    assert {fact.certainty for fact in facts} == {"assumed"}
    assert {fact.raw for fact in facts} == {"693665"}
    assert row(found, "proactive.normative_documents") == "? ? ?"
    assert "row.unsettled" in codes(found)
    assert lies(found, truth(numbers)) == {}


def test_one_cell_needs_no_cutting():
    found = extract_text(on_one_line())
    assert row(found, "proactive.licensing") == "3186"
    assert row(found, "proactive.coercion") == "0"
    assert row(found, "proactive.fees") == "41.25"
    assert certainties(found, "proactive.licensing") == {"read"}
    assert row(found, "proactive.rules") == "0 0 0"


@pytest.mark.parametrize("change", ["-18", "-8", "+19"])
def test_a_sign_begins_a_number(change):
    numbers = {**NUMBERS_2019, "proactive.penalties": f"2648 {change} 538"}
    found = extract_text(on_one_line(numbers, "2019"))
    assert found.edition == "2019"
    assert lies(found, truth(numbers, "2019")) == {}
    prior = found["proactive.penalties.prior_items"]
    assert prior.certainty == "assumed" or prior.value == 2648


def test_a_sign_between_two_cells_cuts_them():
    numbers = {**NUMBERS_2019, "proactive.fees": "35 -15"}
    found = extract_text(on_one_line(numbers, "2019"))
    assert row(found, "proactive.fees") == "35 -15"
    assert lies(found, truth(numbers, "2019")) == {}


def test_decimals_and_units_cling_to_their_digits():
    numbers = {**NUMBERS_2019, "proactive.procurement": "6 73802895.90元"}
    found = extract_text(on_one_line(numbers, "2019"))
    assert lies(found, truth(numbers, "2019")) == {}
    amount = found["proactive.procurement.amount"]
    assert amount.certainty == "assumed" or amount.unit == "元"


@pytest.mark.parametrize(
    ("whole", "half"),
    [
        (
            "一、本年新收政府信息公开申请数量143001220",
            "一、本年新收政府信息公开申请数量143 00 12 20",
        ),
        (
            "一、本年新收政府信息公开申请数量143001220",
            "一、本年新收政府信息公开申请数量 14 3 0012 20",
        ),
        ("(一)予以公开6100108", "(一)予以公开61 0 01 08"),
        ("1.属于国家秘密0000000", "1.属于国家秘密 0 0 00 00 0 "),
        ("2.重复申请2000002", "2.重复申请2 0 0 00 02"),
    ],
)
def test_blanks_at_some_borders_help_and_mislead_nobody(whole, half):
    found = extract_text(swap(on_one_line(), whole, half))
    assert lies(found, TRUTH) == {}
    for id in ROWS:
        assert row(found, f"applications.{id}") == NUMBERS.get(f"applications.{id}", ZEROS)


def test_dropped_blanks_leave_table_two_in_doubt():
    numbers = {**NUMBERS, **{f"applications.{id}": "_ _ _ _ _ _ _" for id in ROWS}}
    numbers |= {
        "applications.new": "5 _ _ _ _ _ 5",
        "applications.granted": "5 _ _ _ _ _ 5",
        "applications.total": "5 _ _ _ _ _ 5",
        "proactive.normative_documents": "_ 11 5",
    }
    found = extract_text(on_one_line(numbers))
    assert lies(found, truth(numbers)) == {}
    assert found["proactive.normative_documents.issued"].certainty == "assumed"


def test_fewer_digits_than_cells_never_become_certain_numbers():
    text = swap(on_one_line(), "8.属于行政查询事项0000000", "8.属于行政查询事项000000")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.new") == NUMBERS["applications.new"]


def test_a_run_with_too_many_ways_is_left_alone():
    text = swap(on_one_line(), "(一)予以公开6100108", "(一)予以公开" + "1" * 90)
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert all(not fact.certain for id, fact in found.facts.items() if ".granted." in id)


def test_thousands_marks_keep_a_number_whole():
    text = swap(on_one_line(), "行政许可3186", "行政许可3,186")
    assert row(extract_text(text), "proactive.licensing") == "3186"


def test_signs_for_nothing_stand_between_digits():
    numbers = {**NUMBERS, "applications.refused.state_secret": "/ / / / / / /"}
    found = extract_text(on_one_line(numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.refused.state_secret") == "x x x x x x x"
    assert row(found, "applications.new") == NUMBERS["applications.new"]


def test_a_broken_sum_is_never_mended():
    numbers = {**NUMBERS, "applications.granted": "6 1 0 0 1 0 9"}
    found = extract_text(on_one_line(numbers))
    assert lies(found, truth(numbers)) == {}
    assert "applications.granted.total" in found.facts
    assert not found["applications.granted.total"].certain


def test_an_extra_row_between_glued_ones_stays_apart():
    lines = table_two()
    at = next(n for n, line in enumerate(lines) if line[0] == "行政规范性文件") + 1
    lines.insert(at, ["其他主动公开文件", "7", "6", "5"])
    text = report(glued(lines), glued(table_three()), glued(table_four())).replace("\n", "")
    found = extract_text(text)
    assert [extra.raws for extra in found.extras] == [("765",)]
    assert found.extras[0].label == "其他主动公开文件"
    assert row(found, "proactive.licensing") == "3186"


def test_a_lost_label_between_glued_rows_makes_no_long_number_certain():
    text = swap(on_one_line(), "2.重复申请", "")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert "applications.not_processed.duplicate.total" not in found.facts


def test_a_cut_text_has_no_certain_numbers_in_its_last_row():
    text = on_one_line()
    text = text[: text.index("(一)予以公开6100108") + len("(一)予以公开61001")]
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert all(not fact.certain for id, fact in found.facts.items() if ".granted." in id)


def test_only_the_title_may_hold_other_digits():
    text = on_one_line().replace(TITLE, TITLE + "日期:2024-01-30 09:43字号:大中小浏览次数:1532次")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["proven"] > 180


PAGES = ["- 3 -", "-4-", "— 5 —", "第 3 页 共 8 页"]


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_a_page_that_ends_behind_a_row_is_none_of_its_digits(page):
    text = on_one_line()
    label = "2.其他法律行政法规禁止公开"
    assert text.count(label) == 1
    found = extract_text(text.replace(label, page + label))
    assert lies(found, TRUTH) == {}
    for id in ROWS:
        assert row(found, f"applications.{id}") == NUMBERS.get(f"applications.{id}", ZEROS)
        assert certainties(found, f"applications.{id}") == {"proven"}


@pytest.mark.parametrize("left", ["<!--EndFragment-->", "<![endif]-->", "<o:p>"])
def test_markup_that_was_left_behind_a_row_is_no_part_of_its_digits(left):
    text = on_one_line().replace("四、政府信息公开行政复议", left + "四、政府信息公开行政复议")
    assert left in text
    assert certainties(extract_text(text), "applications.carried_out") == {"proven"}


@pytest.mark.parametrize("mark", ["/", "—"])
def test_marks_for_nothing_in_all_cells_are_one_each(mark):
    marks = " ".join([mark] * 7)
    numbers = {**NUMBERS, "applications.refused.state_secret": marks}
    found = extract_text(on_one_line(numbers))
    assert lies(found, truth(numbers)) == {}
    facts = [f for id, f in found.facts.items() if ".refused.state_secret." in id]
    assert [(fact.raw, fact.certain) for fact in facts] == [(mark, True)] * 7


def test_dashes_among_digits_may_stand_in_pairs():
    numbers = {**NUMBERS, "review": "25 34 — — 59 10 — 17 5 32 1 — 3 3 7"}
    found = extract_text(on_one_line(numbers))
    assert lies(found, truth(numbers)) == {}
    assert not any(fact.certain for id, fact in found.facts.items() if id.startswith("review."))


def test_a_word_for_nothing_between_two_labels_is_the_value_of_the_first():
    numbers = {**NUMBERS, "proactive.licensing": "无", "proactive.fees": "无"}
    found = extract_text(on_one_line(numbers))
    for id in ("proactive.licensing.decisions", "proactive.fees.amount"):
        fact = found[id]
        assert (fact.raw, fact.state, fact.certain) == ("无", "not_applicable", True)


def test_rows_that_only_their_sums_can_cut_are_glued_though_others_hold_blanks():
    numbers = {
        **{id: "_ _ _ _ _ _ _" for id in NUMBERS if id.startswith("applications.")},
        **{f"applications.{id}": "_ _ _ _ _ _ _" for id in ROWS},
        "applications.new": "160 98 28 30 15 11 342",
        "applications.carried_in": "_ 1 _ _ 1 _ 2",
        "applications.granted": "87 50 _ _ _ _ 137",
        "applications.partial": "73 49 28 30 16 11 207",
        "applications.total": "160 99 28 30 16 11 344",
    }
    whole = {id: NUMBERS[id] for id in NUMBERS if not id.startswith("applications.")} | numbers
    text = on_one_line(whole)
    for run in ("1609828301511342", "16099283016", "7349283016"):
        assert run in text
    text = text.replace("1609828301511342", "160 98 28301511342")
    text = text.replace("16099283016", "160 99 283016").replace("7349283016", "73 49283016")
    assert chosen(text)["applications"] == "glued"
    found = extract_text(text)
    assert lies(found, truth(whole)) == {}
    assert found["applications.new.other_org"].value == 11
    assert found["applications.new.other_org"].certain


@pytest.mark.parametrize("table", ["proactive", "applications", "review"])
@pytest.mark.parametrize("writer", [tabbed, pipe, cell_per_line, flattened, aligned, one_line])
def test_it_declines_what_is_not_glued(writer, table):
    declined = read("glued", written(writer), table)
    assert isinstance(declined, Declined)
    assert declined.reason
    assert declined.reason_zh


def test_it_declines_when_a_single_number_touches_its_label():
    text = re.sub(r"(?m)^(\D*[^\d\s]) (\d)", r"\1\2", written(one_line))
    declined = read("glued", text, "applications")
    assert isinstance(declined, Declined)


def test_a_sign_and_its_number_in_brackets_keep_what_they_say():
    found = [run[0] for run in RUN.finditer("行政许可(减2)处罚(增)5强制减3")]
    assert found == ["减2", "(增)5", "减3"]
