"""Numbers in printed order, blank cells gone without a trace: labels follow labels."""

from __future__ import annotations

import pytest
from report_text import (
    COLUMNS,
    NUMBERS,
    Lines,
    cells,
    certainties,
    chosen,
    codes,
    doubtful,
    flattened,
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

from govdisclose_extract import Extractor, NotAReport, edition, extract_text
from govdisclose_extract.layouts.base import Declined

ROWS = [row.id for row in edition("2021").tables[1].rows]
BLANK = {f"applications.{id}": "_ _ _ _ _ _ _" for id in ROWS}
TWO_EACH = {
    **NUMBERS,
    **BLANK,
    "proactive.rules": "_ _ 4",
    "proactive.normative_documents": "_ 1 15",
    "applications.new": "52 _ _ _ _ _ 52",
    "applications.granted": "20 _ _ _ _ _ 20",
    "applications.partial": "9 _ _ _ _ _ 9",
    "applications.unable.not_held": "15 _ _ _ _ _ 15",
    "applications.other.other": "8 _ _ _ _ _ 8",
    "applications.total": "52 _ _ _ _ _ 52",
}
"""A table that prints no zeros: one kind of applicant, and the totals."""

SPARSE = {
    **NUMBERS,
    **BLANK,
    **{
        id: " ".join("_" if cell == "0" else cell for cell in printed.split())
        for id, printed in NUMBERS.items()
        if id.startswith("applications")
    },
}
"""The usual numbers without their zeros."""


def vertical(lines: Lines) -> str:
    """Every printed cell on a line of its own."""
    return "\n".join(cell for line in lines for cell in line if cell)


def row_lines(lines: Lines) -> str:
    """A row on a line, single blanks between."""
    return "\n".join(" ".join(cell for cell in line if cell) for line in lines)


WRITERS = {
    "flattened": flattened,
    "vertical": vertical,
    "row_lines": row_lines,
    "one_line": one_line,
}
every_way = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)


@every_way
def test_which_applicant_sent_a_lone_number_cannot_be_known(writer):
    text = written(writer, TWO_EACH)
    found = extract_text(text)
    assert chosen(text)["applications"] == "flattened"
    assert lies(found, truth(TWO_EACH)) == {}
    for id in ("new", "granted", "partial", "unable.not_held", "other.other", "total"):
        printed = TWO_EACH[f"applications.{id}"].split()[0]
        total = found[f"applications.{id}.total"]
        assert (total.raw, total.certainty) == (printed, "proven")
        held = [found[f"applications.{id}.{column}"] for column in COLUMNS[:-1]]
        assert [fact.raw for fact in held if fact.raw] == [printed]
        assert {fact.certainty for fact in held} == {"assumed"}
    assert found["applications.new.natural_person"].value == 52
    assert "columns.unsettled" in codes(found)
    assert "sum.balance" not in codes(found)


@every_way
def test_labels_that_follow_labels_have_blank_rows(writer):
    found = extract_text(written(writer, TWO_EACH))
    for id in ("refused.security_stability", "not_processed.petition", "carried_out"):
        assert row(found, f"applications.{id}") == "_ _ _ _ _ _ _"
        assert certainties(found, f"applications.{id}") == {"assumed"}
    assert found.facts.keys() == truth(TWO_EACH).keys()


@every_way
def test_all_columns_agree_on_the_place_of_a_lone_number(writer):
    """Within one reading, what the sums tie together is not torn apart."""
    found = extract_text(written(writer, TWO_EACH))
    places = {
        column for id in ROWS for column in COLUMNS[:-1] if found[f"applications.{id}.{column}"].raw
    }
    assert places == {"natural_person"}


@every_way
def test_sums_tell_columns_where_blanks_were_dropped(writer):
    found = extract_text(written(writer, SPARSE))
    assert lies(found, truth(SPARSE)) == {}
    new = [found[f"applications.new.{column}"] for column in COLUMNS]
    assert new[-1].certainty == "proven"
    assert (new[-1].value, new[0].value) == (20, 14)
    assert sorted(fact.raw for fact in new if fact.raw) == sorted(["14", "3", "1", "2", "20"])


@every_way
def test_blanks_stay_blank_in_a_table_of_three_columns(writer):
    found = extract_text(written(writer, TWO_EACH))
    values = [found[f"proactive.rules.{id}"] for id in ("issued", "repealed", "in_force")]
    assert [fact.raw for fact in values if fact.raw] == ["4"]
    assert {fact.certainty for fact in values} == {"assumed"}
    assert {fact.state for fact in values} == {"blank", "number"}


@every_way
def test_a_whole_report_is_read(writer):
    found = extract_text(written(writer))
    assert found.counts()["read"] == 200
    assert lies(found, truth()) == {}


@every_way
def test_a_full_row_among_short_ones_means_that_cells_were_lost(writer):
    lines = table_three()
    short = next(line for line in lines if line[0] == "(一)予以公开")
    short.remove("0")
    found = extract_text(report(writer(table_two()), writer(lines), writer(table_four())))
    assert lies(found, truth()) == {}
    assert row(found, "applications.granted") == "6 1 0 0 1 0 8"
    assert found["applications.granted.natural_person"].certainty == "proven"
    assert found["applications.granted.business"].certainty == "proven"
    assert "row.short" in codes(found)


def test_a_table_without_any_numbers_has_blank_cells_that_are_only_assumed():
    numbers = {**NUMBERS, **BLANK}
    found = extract_text(written(flattened, numbers))
    assert found["applications.new.total"].state == "blank"
    assert {fact.certainty for id, fact in found.facts.items() if id.startswith("app")} == {
        "assumed"
    }


def test_columns_of_heads_may_be_broken_over_lines():
    text = written(flattened, TWO_EACH)
    for word in ("商业企业", "科研机构", "社会公益组织"):
        text = text.replace(word, f"{word[:2]}\n{word[2:]}")
    for word in ("结果维持", "结果纠正", "其他结果", "尚未审结"):
        text = text.replace(word, f"{word[:2]}\n{word[2:]}")
    found = extract_text(text)
    assert lies(found, truth(TWO_EACH)) == {}
    assert row(found, "litigation.after_review") == "2 0 0 1 3"
    assert found["applications.granted.total"].value == 20


def test_the_last_row_may_touch_the_next_heading():
    numbers = {**TWO_EACH, "applications.carried_out": "_ _ _ _ _ _ _"}
    text = written(flattened, numbers)
    assert "四、结转下年度继续办理\n四、政府信息公开行政复议" in text
    found = extract_text(text)
    assert row(found, "applications.carried_out") == "_ _ _ _ _ _ _"
    assert row(found, "review") == "1 0 0 0 1"


@every_way
def test_a_row_without_its_label_is_never_certain_as_its_neighbour(writer):
    lines = [line if line[0] != "(二)部分公开(区分处理的,只计这一情形,不计其他情形)" else line[1:]
             for line in table_three(TWO_EACH)]  # fmt: skip
    found = extract_text(report(writer(table_two(TWO_EACH)), writer(lines), writer(table_four())))
    assert lies(found, truth(TWO_EACH)) == {}
    assert "row.missing" in codes(found)


@every_way
def test_the_values_of_a_blank_row_are_not_those_of_the_next_one(writer):
    """A row that prints nothing, before a row whose label is lost."""
    lines: Lines = []
    for line in table_three(TWO_EACH):
        lines.append(line[1:] if line[0] == "1.本机关不掌握相关政府信息" else line)
    found = extract_text(report(writer(table_two(TWO_EACH)), writer(lines), writer(table_four())))
    assert lies(found, truth(TWO_EACH)) == {}


@every_way
def test_few_values_and_those_of_the_next_row_are_not_a_full_row(writer):
    """Two values and five behind a lost label make seven, where rows print few of their cells."""
    numbers = {
        **TWO_EACH,
        "applications.unable.must_create": "_ _ _ _ 0 _ 0",
        "applications.unable.unclear": "0 0 0 _ _ 0 0",
    }
    lines: Lines = []
    for line in table_three(numbers):
        lines.append(line[1:] if line[0] == "3.补正后申请内容仍不明确" else line)
    found = extract_text(
        report(writer(table_two(numbers)), writer(lines), writer(table_four(numbers)))
    )
    assert lies(found, truth(numbers)) == {}


def test_values_that_touch_have_lost_their_borders():
    """Marks and a number for seven cells, and a page number behind them: seven pieces."""
    text = written(one_line, TWO_EACH)
    found = extract_text(swap(text, "3.要求提供公开出版物", "3.要求提供公开出版物--4---4- 3 -"))
    ids = [id for id in found.facts if ".not_processed.published." in id]
    assert not any(found[id].certain for id in ids)


def test_page_numbers_between_lines_are_no_values():
    text = written(vertical, TWO_EACH)
    text = swap(text, "\n2.重复申请", "\n- 5 -\n2.重复申请")
    found = extract_text(text)
    assert row(found, "applications.not_processed.petition") == "_ _ _ _ _ _ _"


@pytest.mark.parametrize("writer", [vertical, row_lines])
def test_deduplicated_lines_leave_nothing_certain(writer):
    text = "\n".join(dict.fromkeys(written(vertical, SPARSE).split("\n")))
    try:
        found = extract_text(text)
    except NotAReport:
        return
    assert [id for id, fact in found.facts.items() if fact.certain] == []


def test_a_budget_of_a_few_steps_is_told_and_proves_nothing():
    from govdisclose_extract import Limits

    text = written(flattened, SPARSE)
    found = Extractor(limits=Limits(steps=50)).extract_text(text)
    assert "solver.budget" in codes(found)
    assert "proven" not in certainties(found, "applications.new")
    assert found.counts()["proven"] == 0


def test_more_numbers_than_cells_in_table_four_leave_it_doubtful():
    numbers = {**TWO_EACH, "review": "1 0 0 0 1 0 0 0 0 0 2 0 0 1 3"}
    text = swap(written(row_lines, numbers), "\n1 0 0 0 1 0", "\n1 7 0 0 0 1 0")
    found = extract_text(text)
    assert lies(found, truth(numbers)) == {}
    assert [stray.raw for stray in found.strays] == ["7"]
    assert row(found, "review") == "1 0 0 0 1"


def test_blank_cells_in_table_four_are_placed_by_its_sums():
    numbers = {**TWO_EACH, "review": "4 _ _ _ 4 _ _ _ _ _ 1 _ _ _ 1"}
    found = extract_text(written(row_lines, numbers))
    assert lies(found, truth(numbers)) == {}
    raws = [fact.raw for id, fact in found.facts.items() if not id.startswith(("app", "pro"))]
    assert [raw for raw in raws if raw] == cells("4 4 1 1")


@pytest.mark.parametrize(
    "review", ["4 _ _ _ 4 _ _ 1 _ 1 1 _ _ _ 1", "1 _ _ 2 3 1 1 _ _ 2 _ _ _ _ _"]
)
def test_no_number_of_table_four_is_lost(review):
    numbers = {**TWO_EACH, "review": review}
    found = extract_text(written(row_lines, numbers))
    assert lies(found, truth(numbers)) == {}
    raws = [fact.raw for id, fact in found.facts.items() if not id.startswith(("app", "pro"))]
    raws += [stray.raw for stray in found.strays]
    assert [raw for raw in raws if raw] == cells(review.replace("_", " "))


def test_units_and_marks_stand_between_blanks():
    text = swap(written(row_lines), "行政许可 3186", "行政许可 3186 件")
    text = swap(text, "行政强制 0", "行政强制 —")
    found = extract_text(text)
    assert row(found, "proactive.licensing") == "3186"
    assert row(found, "proactive.coercion") == "x"


@pytest.mark.parametrize("writer", [tabbed, pipe])
def test_it_declines_where_borders_are_shown(writer):
    declined = read("flattened", written(writer), "applications")
    assert isinstance(declined, Declined)
    assert declined.reason in ("the pipes show the cells", "the tabs show the cells")
    assert declined.reason_zh


def test_doubt_is_counted_fact_by_fact():
    found = extract_text(written(flattened, TWO_EACH))
    assert set(doubtful(found)) == {
        id
        for id, raw in truth(TWO_EACH).items()
        if id.startswith(("applications.", "proactive.rules", "proactive.normative"))
        and not (raw and id.endswith(".total"))
    }
