"""Ways to fill a row: totals that a table leaves blank, rows without any way, surplus numbers."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import pytest
from report_text import (
    LAYOUTS,
    NUMBERS,
    Writer,
    aligned,
    cell_per_line,
    certainties,
    codes,
    flattened,
    glued,
    lies,
    one_line,
    report,
    row,
    table_four,
    table_three,
    table_two,
    truth,
    written,
)

from govdisclose_extract import Edition, Extractor, Report, edition, extract_text
from govdisclose_extract.form.loader import parse_edition

ROWS = [f"applications.{row.id}" for row in edition("2021").tables[1].rows]
UNTOTALLED = {
    **NUMBERS,
    **dict.fromkeys(ROWS, "_ _ _ _ _ _ _"),
    "applications.new": "14 3 _ _ 1 2 _",
    "applications.carried_in": "2 1 _ _ _ _ _",
    "applications.granted": "6 1 _ _ 1 _ _",
    "applications.partial": "9 3 _ _ _ 2 _",
    "applications.unable.not_held": "1 _ _ _ _ _ _",
    "applications.total": "16 4 _ _ 1 2 _",
}
"""A table whose totals are all blank."""

SOME_TOTALS = {
    **NUMBERS,
    "applications.granted": "6 1 0 0 1 0 _",
    "applications.partial": "1 0 0 0 0 0 _",
    "applications.refused.law_prohibited": "1 0 0 0 0 0 _",
    "applications.refused.internal_affairs": "0 0 0 0 0 1 _",
    "applications.unable.not_held": "4 2 0 0 0 0 _",
    "applications.not_processed.duplicate": "2 0 0 0 0 0 _",
    "applications.other.other": "0 0 0 0 0 1 _",
}
"""A table that totals what came in and what was done in all, and no single outcome."""

dropping = pytest.mark.parametrize("writer", [flattened, one_line, aligned])
every_layout = pytest.mark.parametrize("writer", LAYOUTS.values(), ids=LAYOUTS)


def with_granted(writer: Writer, values: str) -> Report:
    """A report whose row of granted applications prints these values and nothing else."""
    lines = [
        [line[0], *values.split()] if "予以公开" in line[0] else line for line in table_three()
    ]
    return extract_text(report(writer(table_two()), writer(lines), writer(table_four())))


def with_cases(writer: Writer, values: str) -> Report:
    lines = [*table_four()[:-1], values.split()]
    return extract_text(report(writer(table_two()), writer(table_three()), writer(lines)))


def raws(found: Report, id: str) -> list[str]:
    """The numbers printed in a row, those without a cell behind the others."""
    kept = [fact.raw for key, fact in found.facts.items() if key.startswith(f"{id}.") and fact.raw]
    return [*kept, *(stray.raw for stray in found.strays)]


class TestBlankTotals:
    @every_layout
    def test_the_last_number_of_a_table_without_totals_is_no_certain_total(self, writer):
        found = extract_text(written(writer, UNTOTALLED))
        assert lies(found, truth(UNTOTALLED)) == {}

    @dropping
    def test_no_number_goes_into_a_total_where_the_table_prints_none(self, writer):
        found = extract_text(written(writer, UNTOTALLED))
        totals = [found.facts[f"{id}.total"] for id in ROWS]
        assert {fact.value for fact in totals} == {None}
        assert "total.blank" in codes(found)

    @dropping
    def test_no_number_of_such_a_table_is_lost(self, writer):
        found = extract_text(written(writer, UNTOTALLED))
        assert raws(found, "applications.granted") == ["6", "1", "1"]
        assert certainties(found, "applications.granted") == {"assumed"}
        assert found.strays == ()

    @every_layout
    def test_totals_that_only_some_rows_print(self, writer):
        found = extract_text(written(writer, SOME_TOTALS))
        assert lies(found, truth(SOME_TOTALS)) == {}

    def test_in_columns_a_blank_total_stays_blank_where_most_are(self):
        found = extract_text(written(aligned, SOME_TOTALS))
        assert row(found, "applications.granted") == "6 1 0 0 1 0 _"
        assert row(found, "applications.new") == "14 3 0 0 1 2 20"

    @pytest.mark.parametrize("values", ["6 1 _ _ 1 _ _", "6 1 0 0 1 0 _"])
    def test_in_columns_a_lone_blank_total_leaves_its_row_to_the_other_sums(self, values):
        numbers = {**NUMBERS, "applications.granted": values}
        found = extract_text(written(aligned, numbers))
        assert lies(found, truth(numbers)) == {}
        assert row(found, "applications.granted") == values
        assert found["applications.granted.total"].certainty == "assumed"
        assert "total.blank" in codes(found)

    def test_in_columns_a_row_of_zeros_without_total(self):
        numbers = {**NUMBERS, "applications.refused.third_party": "0 0 0 0 0 0 _"}
        found = extract_text(written(aligned, numbers))
        assert lies(found, truth(numbers)) == {}
        assert raws(found, "applications.refused.third_party") == ["0"] * 6

    @pytest.mark.parametrize("values", ["0 0 0 _ 0 0 _", "_ _ / _ _ _ _"])
    def test_in_columns_nothing_is_lost_where_blanks_stand_beside_totals(self, values):
        numbers = {
            **NUMBERS,
            "applications.granted": "6 1 _ _ 1 _ 8",
            "applications.refused.third_party": values,
        }
        found = extract_text(written(aligned, numbers))
        assert lies(found, truth(numbers)) == {}
        assert row(found, "applications.refused.third_party") == values.replace("/", "x")
        assert codes(found) == set()


class TestMarksForTotals:
    """A mark in the place of a total, and something printed in every other cell."""

    @pytest.mark.parametrize("writer", [one for one in LAYOUTS.values() if one is not glued])
    @pytest.mark.parametrize("values", ["无 1 无 无 无 无 无", "/ / 10 / 3 / /"])
    def test_no_cell_can_have_moved_up_where_all_print_something(self, writer, values):
        found = with_granted(writer, values)
        assert row(found, "applications.granted") == values.replace("无", "x").replace("/", "x")
        if writer not in (flattened, one_line):
            assert certainties(found, "applications.granted") == {"read"}
        assert "total.blank" in codes(found)


class TestNoWay:
    @pytest.mark.parametrize("writer", [one_line, flattened, cell_per_line, aligned])
    @pytest.mark.parametrize("values", ["6 1 3 4 5", "6 1 0 0 1 5", "6 5"])
    def test_numbers_that_fill_a_row_in_no_way_are_kept(self, writer, values):
        found = with_granted(writer, values)
        assert raws(found, "applications.granted") == values.split()
        assert not any(
            fact.certain and fact.raw
            for id, fact in found.facts.items()
            if id.startswith("applications.granted.")
        )

    def test_a_row_without_any_way_has_no_facts(self):
        found = with_granted(one_line, "6 1 3 4 5")
        assert not any(id.startswith("applications.granted.") for id in found.facts)
        (unsettled,) = (one for one in found.findings if one.code == "row.unsettled")
        assert "6 1 3 4 5" in unsettled.message

    def test_the_other_rows_stay_as_they_are(self):
        found = with_granted(one_line, "6 1 3 4 5")
        for id in ("applications.new", "applications.unable.not_held"):
            assert row(found, id) == NUMBERS[id]


class TestSurplus:
    @pytest.mark.parametrize("writer", [one for one in LAYOUTS.values() if one is not glued])
    @pytest.mark.parametrize(
        ("values", "stray"),
        [
            ("1 0 0 0 1 0 0 0 0 0 2 0 0 1 3 7", "7"),
            ("9 1 0 0 0 1 0 0 0 0 0 2 0 0 1 3", "9"),
            ("1 0 0 0 1 0 0 8 0 0 0 2 0 0 1 3", "8"),
        ],
    )
    def test_the_sums_of_cases_tell_the_number_too_many(self, writer, values, stray):
        found = with_cases(writer, values)
        assert lies(found, truth()) == {}
        assert [one.raw for one in found.strays] == [stray]
        assert row(found, "litigation.after_review") == "2 0 0 1 3"
        assert "row.surplus" in codes(found)

    @pytest.mark.parametrize("writer", [flattened, one_line])
    def test_cases_that_no_sum_fits_lose_no_number(self, writer):
        values = "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"
        found = with_cases(writer, values)
        kept = [
            fact.raw
            for id, fact in found.facts.items()
            if id.startswith(("review.", "litigation.")) and fact.raw
        ]
        assert [*kept, *(one.raw for one in found.strays)] == values.split()
        assert certainties(found, "review") == {"assumed"}


def scattered() -> Edition:
    """A form whose table 4 totals each outcome over its three groups, and no group."""
    source = files("govdisclose_extract.form") / "editions" / "2021.toml"
    text = source.read_text(encoding="utf-8").replace('id = "2021"', 'id = "2021-other"', 1)
    made = parse_edition(text)
    facts = made.tables[2].facts
    first = made.tables[2].equations[0]
    other = msgspec.structs.replace(first, left=(facts[14],), right=(facts[0], facts[5]))
    table = msgspec.structs.replace(made.tables[2], equations=(other,))
    return msgspec.structs.replace(made, tables=(*made.tables[:2], table))


def test_dropped_blanks_that_sums_over_scattered_cells_do_not_place():
    lines = [*table_four()[:-1], ["7", "5", "9", "4", "8", "3", "2"]]
    text = report(flattened(table_two()), flattened(table_three()), flattened(lines))
    found = Extractor(editions=[scattered()]).extract_text(text)
    assert "row.unsettled" in codes(found)
    assert len(found.strays) == 7
