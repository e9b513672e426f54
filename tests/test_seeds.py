"""Real documents against hand-checked facts, where they lie beside this repository."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import govdisclose_extract as gd
from govdisclose_extract.form.loader import built_in

SHARED = Path(__file__).parents[2] / "shared"
SOURCES = (
    *sorted(SHARED.glob("seeds/*.txt")),
    *sorted(SHARED.glob("corpus/pingtan-2023/source.txt")),
)
SURE_AT_LEAST = 0.95

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not SOURCES, reason="the hand-checked documents are not here"),
]


class Case(NamedTuple):
    """A document and what was checked by hand.

    open: facts that the text alone cannot settle. inferred: facts whose cells the layout lost.
    """

    report: gd.Report
    gold: dict[str, Any]
    open: frozenset[str]
    inferred: frozenset[str]


def name_of(source: Path) -> str:
    return source.stem[:3] if source.name != "source.txt" else source.parent.name


@cache
def case_of(source: Path) -> Case:
    beside = source.with_name(f"{source.name}.gold.json")
    path = beside if beside.exists() else source.with_name("gold.json")
    gold = json.loads(path.read_text(encoding="utf-8"))
    ambiguous = _listed(gold, "ambiguous") | set(gold.get("ambiguous_in_text") or ())
    units = set(gold.get("units") or ())  # an open unit leaves the number settled
    return Case(
        gd.extract(source), gold, frozenset(ambiguous - units), frozenset(_listed(gold, "inferred"))
    )


def _listed(gold: dict[str, Any], name: str) -> set[str]:
    return {id for entry in gold.get(name) or () for id in entry["ids"]}


def number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def differing(case: Case) -> Iterator[tuple[str, gd.Fact | None]]:
    """The facts whose value is not the checked one, absent ones included."""
    for id, value in case.gold["facts"].items():
        fact = case.report.facts.get(id)
        if fact is None or number(fact.value) != number(value):
            yield id, fact


every_document = pytest.mark.parametrize("source", SOURCES, ids=name_of)


@every_document
class TestAgainstTheCheckedFacts:
    def test_edition_and_year(self, source):
        case = case_of(source)
        assert case.report.edition == case.gold["edition"]
        assert case.report.year == case.gold.get("report_year", case.gold.get("year"))

    def test_title(self, source):
        case = case_of(source)
        assert case.report.title == case.gold.get("title", case.report.title)

    def test_what_the_text_settles_is_right(self, source):
        case = case_of(source)
        assert [id for id, _ in differing(case) if id not in case.open] == []

    def test_nothing_is_wrong_and_certain(self, source):
        assert [id for id, fact in differing(case_of(source)) if fact and fact.certain] == []

    def test_nothing_certain_is_made_up(self, source):
        case = case_of(source)
        beyond = set(case.report.facts) - set(case.gold["facts"])
        assert not [id for id in beyond if case.report[id].certain]

    def test_nothing_is_claimed_that_the_text_leaves_open(self, source):
        case = case_of(source)
        claimed = [
            id
            for id in sorted(case.open - case.inferred)
            if id in case.report.facts and case.report[id].certain
        ]
        assert claimed == []

    def test_nearly_all_that_is_settled_is_certain(self, source):
        case = case_of(source)
        countable = [id for id in case.gold["facts"] if id not in case.open | case.inferred]
        wrong = {id for id, _ in differing(case)}
        sure = [id for id in countable if id not in wrong and case.report[id].certain]
        assert len(sure) >= SURE_AT_LEAST * len(countable)

    def test_lost_cells_are_told_by_their_state(self, source):
        case = case_of(source)
        for fact in case.report.facts.values():
            if fact.state is gd.State.INFERRED:
                assert fact.raw == ""
                assert not fact.certain
                assert fact.id in case.inferred

    def test_no_rule_of_the_form_is_broken(self, source):
        assert case_of(source).report.ok


class TestTheDocumentWithDroppedCells:
    """Of each row with numbers the last one is the total; which applicant the other was is open."""

    @pytest.fixture
    def case(self):
        found = [source for source in SOURCES if source.name.startswith("004")]
        if not found:
            pytest.skip("the document is not here")
        return case_of(found[0])

    def rows(self, case: Case, *, printed: bool) -> list[str]:
        rows = built_in("2021").tables[1].rows
        gold = case.gold["facts"]
        return [
            row.id for row in rows if (gold[f"applications.{row.id}.total"] is not None) is printed
        ]

    def test_totals_of_rows_that_print_numbers_are_certain(self, case):
        rows = self.rows(case, printed=True)
        assert len(rows) > 10
        assert [row for row in rows if not case.report[f"applications.{row}.total"].certain] == []

    def test_applicants_are_assumed(self, case):
        columns = ("natural_person", "business", "research", "public_welfare", "legal_service")
        sure = [
            id
            for row in built_in("2021").tables[1].rows
            for id in (f"applications.{row.id}.{column}" for column in (*columns, "other_org"))
            if case.report[id].certain
        ]
        assert sure == []

    def test_rows_without_numbers_are_blank_and_assumed(self, case):
        for row in self.rows(case, printed=False):
            fact = case.report[f"applications.{row}.total"]
            assert (fact.value, fact.state, fact.certain) == (None, gd.State.BLANK, False)

    def test_the_other_tables_are_certain(self, case):
        others = [id for id in case.report.facts if not id.startswith("applications.")]
        assert len(others) == 25
        assert all(case.report[id].certain for id in others)

    def test_it_says_that_columns_are_assumed(self, case):
        assert "columns.unsettled" in {finding.code for finding in case.report.findings}
