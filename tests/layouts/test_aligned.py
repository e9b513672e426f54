"""Columns of spaces: a number's place on its line tells its cell."""

from __future__ import annotations

import re
from functools import partial

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
    one_line,
    pipe,
    printed_width,
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
from govdisclose_extract.layouts.text_columns import Columns, Extent, Stretch

TRUTH = truth()
BLANKS = {
    **NUMBERS,
    "applications.new": "14 3 _ _ 1 2 20",
    "applications.granted": "6 1 _ _ 1 _ 8",
    "applications.refused.state_secret": "_ _ _ _ _ _ _",
    "applications.not_processed.duplicate": "2 _ _ _ _ _ 2",
}
WRITERS = {
    "wide": aligned,
    "narrow": partial(aligned, wide=False, first=40),
    "near": partial(aligned, each=4),
    "far": partial(aligned, first=90, each=14),
}
every_width = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)


def around(label: str, upper: str, lower: str, text: str) -> str:
    """A label wrapped around its values: words above and below their line."""
    (line,) = (line for line in text.split("\n") if line.startswith(label))
    room = " " * printed_width(label, True)
    return swap(text, line, f"{upper}\n{room}{line[len(label) :]}\n{lower}")


@every_width
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_columns_hold_their_numbers(writer, form):
    numbers = NUMBERS if form == "2021" else NUMBERS_2019
    text = written(writer, numbers, form)
    found = extract_text(text)
    assert chosen(text)["applications"] == "aligned"
    assert found.facts.keys() == truth(numbers, form).keys()
    assert lies(found, truth(numbers, form)) == {}
    assert found.counts()["proven"] == found.counts()["assumed"] == 0


@every_width
def test_one_full_row_shows_the_columns_that_all_others_fit(writer):
    numbers = {**NUMBERS, "proactive.rules": "38 2 9", "proactive.normative_documents": "17 _ 1"}
    found = extract_text(written(writer, numbers))
    assert row(found, "proactive.normative_documents") == "17 _ 1"
    assert certainties(found, "proactive.normative_documents") == {"read"}


@every_width
def test_one_full_row_shows_nothing_where_another_does_not_fit(writer):
    numbers = {**NUMBERS, "proactive.rules": "38 2 9", "proactive.normative_documents": "17 _ 1"}
    lines = written(writer, numbers).split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("行政规范性文件"))
    gap = re.search(r"17 +", lines[at])
    assert gap
    lines[at] = lines[at].replace(gap[0], gap[0][: len(gap[0]) * 2 // 3])
    found = extract_text("\n".join(lines))
    assert (
        "proactive.normative_documents.in_force" not in found.facts
        or not found["proactive.normative_documents.in_force"].certain
    )


def test_labels_wider_than_their_column_push_their_values_aside():
    found = extract_text(written(partial(aligned, first=46), BLANKS))
    assert lies(found, truth(BLANKS)) == {}
    assert found["applications.new.total"].value == 20
    assert row(found, "applications.partial") == "1 0 0 0 0 0 1"


@every_width
def test_a_gap_in_a_column_is_a_blank_cell(writer):
    found = extract_text(written(writer, BLANKS))
    assert lies(found, truth(BLANKS)) == {}
    for id in BLANKS:
        if id.startswith("applications"):
            assert row(found, id) == BLANKS[id]
    assert certainties(found, "applications.not_processed.duplicate") == {"read"}


def test_numbers_may_end_where_their_columns_end():
    def right(lines: Lines) -> str:
        made = []
        for line in lines:
            text = line[0]
            for number, cell in enumerate(line[1:], 1):
                edge = 80 + 9 * number
                text += " " * max(2, edge - printed_width(text + cell, True)) + cell
            made.append(text)
        return "\n".join(made)

    numbers = {**BLANKS, "applications.granted": "106 1 _ _ 1 _ 108"}
    found = extract_text(
        report(right(table_two(numbers)), right(table_three(numbers)), right(table_four()))
    )
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.granted") == "106 1 _ _ 1 _ 108"
    assert row(found, "applications.new") == "14 3 _ _ 1 2 20"


def test_a_label_is_wrapped_around_its_values():
    text = around(
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
        "(二)部分公开(区分处理的,只计这一情",
        "形,不计其他情形)",
        written(aligned),
    )
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.partial") == "1 0 0 0 0 0 1"
    assert row(found, "applications.granted") == "6 1 0 0 1 0 8"


def test_a_label_of_three_lines_has_its_values_in_the_middle():
    label = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    lines: Lines = []
    for line in table_three():
        if line[0] == label:
            lines += [
                ["1.申请人无正当理由逾期不"],
                ["补正、行政机关不再处理其", *line[1:]],
                ["政府信息公开申请"],
            ]
        else:
            lines.append(line)
    found = extract_text(report(aligned(table_two()), aligned(lines), aligned(table_four())))
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.other.no_correction") == ZEROS
    assert row(found, "applications.other.fee_unpaid") == ZEROS
    assert row(found, "applications.other.other") == "0 0 0 0 0 1 1"
    assert found.counts()["assumed"] == 0


def test_a_group_label_stands_upright_between_the_rows():
    letters = iter("三、本年度办理结果")
    lines: Lines = []
    for number, line in enumerate(table_three()):
        if line[0] == "三、本年度办理结果":
            continue
        lines.append(line)
        if number > 6 and number % 2 and (letter := next(letters, "")):
            lines.append([letter])
    found = extract_text(report(aligned(table_two()), aligned(lines), aligned(table_four())))
    assert lies(found, TRUTH) == {}
    for id in ("granted", "unable.not_held", "not_processed.duplicate", "total"):
        assert row(found, f"applications.{id}") == NUMBERS[f"applications.{id}"]


def test_group_labels_stand_in_a_column_beside_the_rows():
    lines: Lines = []
    group = ""
    for line in table_three():
        if line[0].startswith(("(三)", "(四)", "(五)", "(六)")):
            group = line[0]
            continue
        if len(line) > 1 and group and line[0][0].isdigit():
            lines.append([group, *line])
            group = ""
        elif len(line) > 7:
            lines.append(["", *line])
        else:
            lines.append(line)

    def two_columns(lines: Lines) -> str:
        made = []
        for line in lines:
            if len(line) < 9:
                made.append("  ".join(line))
                continue
            text = line[0] + " " * (18 - printed_width(line[0], True)) + line[1]
            for number, cell in enumerate(line[2:]):
                text += " " * max(2, 90 + 8 * number - printed_width(text, True)) + cell
            made.append(text)
        return "\n".join(made)

    text = report(aligned(table_two()), two_columns(lines), aligned(table_four()))
    assert "(四)无法提供" in text
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    for id in ("refused.law_prohibited", "unable.not_held", "not_processed.duplicate", "total"):
        assert row(found, f"applications.{id}") == NUMBERS[f"applications.{id}"]
    assert row(found, "applications.not_processed.petition") == ZEROS


@pytest.mark.parametrize("number", ["- 4 -", "                                   -4-", "", "4 / 9"])
def test_page_numbers_between_rows_are_no_values(number):
    text = swap(written(aligned), "\n2.重复申请", f"\n\n{number}\n\n2.重复申请")
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert found.counts()["read"] == 200
    assert not found.extras


def test_a_number_beside_its_label_after_one_blank_is_a_value():
    text = written(aligned)
    for label in ("规章", "行政许可"):
        text = swap(text, label + " " * (80 - 2 * len(label)), label + " ")
    found = extract_text(text)
    assert row(found, "proactive.licensing") == "3186"
    assert row(found, "proactive.rules") == "0 0 0"
    assert lies(found, TRUTH) == {}


def test_a_line_of_values_without_its_label_stays_apart():
    lines = [line if line[0] != "2.重复申请" else ["", *line[1:]] for line in table_three()]
    found = extract_text(report(aligned(table_two()), aligned(lines), aligned(table_four())))
    assert lies(found, TRUTH) == {}
    assert row(found, "applications.not_processed.petition") == ZEROS
    assert [extra.raws for extra in found.extras] == [("2", "0", "0", "0", "0", "0", "2")]
    assert "row.missing" in codes(found)


def test_a_number_between_two_columns_is_not_certain():
    text = written(aligned)
    (line,) = (line for line in text.split("\n") if line.startswith("2.重复申请"))
    shifted = line[: line.index("2", 3)] + "    " + line[line.index("2", 3) :]
    shifted = shifted.replace("0       0", "0        ", 1)
    found = extract_text(swap(text, line, shifted))
    assert lies(found, TRUTH) == {}


def test_columns_that_wander_tell_nothing_and_the_sums_decide():
    lines = table_three(BLANKS)
    made = [aligned([line], first=80 + 11 * (number % 4)) for number, line in enumerate(lines)]
    text = report(aligned(table_two()), "\n".join(made), aligned(table_four()))
    found = extract_text(text)
    assert lies(found, truth(BLANKS)) == {}
    assert found["applications.new.total"].value == 20


def test_clusters_of_values_are_columns_where_no_row_is_full():
    numbers = {f"applications.{id}": "_ _ _ _ _ _ _" for id in _ids()}
    numbers |= {
        "applications.new": "5 2 1 1 _ 1 10",
        "applications.carried_in": "_ _ _ _ 3 _ 3",
        "applications.granted": "5 _ 1 _ 3 _ 9",
        "applications.unable.not_held": "_ 2 _ 1 _ 1 4",
        "applications.total": "5 2 1 1 3 1 13",
    }
    numbers["applications.total"] = "5 2 1 1 3 _ 12"
    numbers["applications.unable.not_held"] = "_ 2 _ 1 _ _ 3"
    numbers["applications.carried_out"] = "_ _ _ _ _ 1 1"
    numbers = {**NUMBERS, **numbers}
    found = extract_text(written(aligned, numbers))
    assert lies(found, truth(numbers)) == {}
    for id in ("new", "carried_in", "granted", "unable.not_held", "total", "carried_out"):
        assert row(found, f"applications.{id}") == numbers[f"applications.{id}"]
        assert certainties(found, f"applications.{id}") == {"read"}


def _ids():
    from govdisclose_extract import edition

    return [row.id for row in edition("2021").tables[1].rows]


def test_values_that_lost_their_indent_make_no_column():
    """Two of them stand one below the other, where a whole column of values is blank."""
    numbers = {
        f"applications.{its.id}": "_ _ _ _ _ _ _" for its in edition("2021").tables[1].rows
    } | {
        "applications.new": "14 3 2 5 1 _ 25",
        "applications.carried_in": "2 1 _ 1 1 _ 5",
        "applications.granted": "6 1 1 _ 1 _ _",
        "applications.partial": "4 _ _ _ _ _ _",
        "applications.refused.law_prohibited": "_ 2 _ 5 _ _ _",
        "applications.unable.not_held": "_ _ 1 _ _ _ _",
        "applications.not_processed.reconfirm": "6 _ _ _ _ _ _",
        "applications.total": "16 3 2 5 1 _ 27",
    }
    numbers = {**NUMBERS, **numbers, "applications.carried_out": "_ 1 _ 1 1 _ 3"}
    lines = table_three(numbers)
    text = report(aligned(table_two()), aligned(lines), aligned(table_four()))
    for label, value in (("(二)部分公开", "4"), ("5.要求行政机关确认或", "6")):
        (line,) = (line for line in text.split("\n") if line.startswith(label))
        words = line.split()[0]
        text = swap(text, line, f"{words[:7]}\n{value}\n{words[7:]}")
    assert lies(extract_text(text), truth(numbers)) == {}
    reading = read("aligned", text, "applications")
    assert not isinstance(reading, Declined)
    new = next(its for its in reading.rows if its.row == "new")
    firsts = {way[0].raw for way in new.placements or () if way[0]}
    assert firsts <= {"14"}


def test_a_text_that_ends_in_a_row_leaves_it_open():
    text = written(aligned)
    text = text[: text.index("(一)予以公开") + 90]
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert certainties(found, "applications.new") == {"read"}
    assert "applications.granted.total" not in found.facts


@pytest.mark.parametrize("table", ["proactive", "applications", "review"])
@pytest.mark.parametrize("writer", [tabbed, pipe])
def test_it_declines_tabs_and_pipes(writer, table):
    declined = read("aligned", written(writer), table)
    assert isinstance(declined, Declined)
    assert declined.reason == "tabs or pipes part the cells"


@pytest.mark.parametrize("writer", [one_line, flattened, glued, cell_per_line])
def test_it_declines_single_blanks(writer):
    declined = read("aligned", written(writer).replace("\t", ""), "applications")
    assert isinstance(declined, Declined)
    assert declined.reason == "values are not parted by runs of spaces"
    assert declined.reason_zh


def test_values_of_two_rows_under_one_label_are_not_certain():
    """The row below has its values above its label; together they fill the row."""
    numbers = {
        **BLANKS,
        "applications.refused.state_secret": "3 _ _ 1 _ _ 4",
        "applications.refused.law_prohibited": "1 2 _ 1 _ _ 4",
    }
    text = written(aligned, numbers)
    (line,) = (line for line in text.split("\n") if line.startswith("2.其他法律"))
    label = line.split(" ", 1)[0]
    values = " " * printed_width(label, True) + line[len(label) :]
    found = extract_text(swap(text, line, values + "\n" + label))
    assert lies(found, truth(numbers)) == {}


def test_ends_of_numbers_on_a_line_of_their_own_leave_doubt():
    text = written(aligned)
    (line,) = (line for line in text.split("\n") if line.startswith("一、本年新收"))
    at = line.rindex(" ") + 1
    wrapped = line[: at + 1] + "\n" + " " * printed_width(line[:at], True) + line[at + 1 :]
    found = extract_text(swap(text, line, wrapped))
    assert lies(found, TRUTH) == {}


def test_numbers_cut_over_and_under_their_label_are_not_certain_by_their_order():
    """Starts above, ends below: with the whole numbers between them they fill the row."""
    numbers = {**NUMBERS, "applications.new": "2317 0 0 1045 0 3158 6520"}
    text = written(aligned, numbers)
    (line,) = (line for line in text.split("\n") if line.startswith("一、本年新收"))
    over, between, under = "", line, ""
    for number, end in (("1045", 2), ("3158", 1), ("6520", 2)):
        at = printed_width(line[: line.index(number)], True)
        between = between.replace(number, " " * len(number))
        over += " " * (at - len(over)) + number[:-end]
        under += " " * (at - len(under)) + number[-end:]
    found = extract_text(swap(text, line, "\n".join([over, between.rstrip(), under])))
    assert lies(found, truth(numbers)) == {}


def test_a_row_behind_all_rows_with_values_has_the_last_columns():
    extents = (Extent(40, 42), Extent(50, 52))
    columns = Columns(True, (Stretch(0, 10, (), False), Stretch(20, 30, extents, False)))
    assert columns.around(40) == [extents]
