"""The sums of the form, judged on facts: what is broken is told, and no number is touched."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.findings import Finding, Severity
from govdisclose_extract.form.definition import Equation, Row, Table
from govdisclose_extract.form.loader import built_in
from govdisclose_extract.reading import State
from govdisclose_extract.report import Certainty, Fact
from govdisclose_extract.rules import check
from govdisclose_extract.where import Where

COLUMNS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
    "total",
)
SUMS = {"sum.row", "sum.column", "sum.balance", "sum.cases"}
BLANK, UNREADABLE = State.BLANK, State.UNREADABLE

Cell = int | Decimal | State | None
"""A number, a state without a number, or None for a cell that is absent."""


def facts_of(values: dict[str, Cell]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for line, (id, value) in enumerate(values.items(), 1):
        if value is None:
            continue
        if isinstance(value, State):
            state, number = value, None
        else:
            state, number = (State.NUMBER if value else State.ZERO), value
        facts[id] = Fact(id, number, "", state, Certainty.READ, None, Where(line=line))
    return facts


def table_of(edition: str, id: str) -> Table:
    table = built_in(edition).table(id)
    assert table
    return table


class Form:
    """Table 3 with good sums; cells are changed by row and column."""

    def __init__(self, edition: str = "2021") -> None:
        self.table = table_of(edition, "applications")
        self.values: dict[str, Cell] = {
            cell.fact: 0 for row in self.table.rows for cell in row.cells
        }
        self.put("new", 8, 3)
        self.put("carried_in", 1, 0)
        self.put("granted", 4, 2)
        self.put("refused.state_secret", 2, 0)
        self.put("total", 6, 2)
        self.put("carried_out", 3, 1)

    def put(self, row: str, persons: int, firms: int) -> None:
        self.set(row, natural_person=persons, business=firms, total=persons + firms)

    def set(self, row: str, **cells: Cell) -> None:
        self.values |= {f"applications.{row}.{column}": cell for column, cell in cells.items()}

    def blank(self, *rows: str) -> None:
        for row in rows:
            self.set(row, **dict.fromkeys(COLUMNS, BLANK))

    def check(self) -> list[Finding]:
        return check(self.table, facts_of(self.values))

    def codes(self) -> list[tuple[str, str | None, str]]:
        return [(one.code, one.rule, one.facts[0]) for one in self.check()]


def cases(**changed: Cell) -> dict[str, Cell]:
    """Table 4, all zeros but these; `direct_total` stands for litigation.direct.total."""
    groups = {"review": "review", "direct": "litigation.direct", "after": "litigation.after_review"}
    values: dict[str, Cell] = dict.fromkeys(table_of("2021", "review").facts, 0)
    for name, cell in changed.items():
        group, _, column = name.partition("_")
        values[f"{groups[group]}.{column}"] = cell
    return values


def check_cases(**changed: Cell) -> list[Finding]:
    return check(table_of("2021", "review"), facts_of(cases(**changed)))


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_good_sums_give_no_finding(edition):
    assert Form(edition).check() == []
    assert check_cases(review_upheld=2, review_total=2) == []


def test_the_proactive_table_has_no_rules():
    table = table_of("2019", "proactive")
    assert check(table, facts_of(dict.fromkeys(table.facts, -5))) == []


@pytest.mark.parametrize(("edition", "rows", "results"), [("2019", 23, 19), ("2021", 25, 21)])
def test_the_form_has_forty_sums_or_two_more_and_bounds_for_every_result(edition, rows, results):
    by_rule: dict[str, int] = {}
    for table in built_in(edition).tables:
        for equation in table.equations:
            by_rule[equation.rule] = by_rule.get(equation.rule, 0) + 1
    assert by_rule == {
        "T3.row": rows,
        "T3.result": 7,
        "T3.balance": 7,
        "T3.cap": 7 * results,
        "T3.int": 7 * rows + 15,
        "T4.sum": 3,
    }


class TestBrokenRules:
    def test_a_broken_row_names_its_total_first_then_its_columns(self):
        form = Form()
        form.set("new", total=12)
        row, balance = form.check()
        assert row.code == "sum.row"
        assert row.rule == "T3.row"
        assert row.severity is Severity.ERROR
        assert row.facts == (
            "applications.new.total",
            *(f"applications.new.{column}" for column in COLUMNS[:-1]),
        )
        assert "12" in row.message
        assert "11" in row.message
        assert "一、本年新收政府信息公开申请数量" in row.message_zh
        assert row.where == Where(line=7)
        assert balance.code == "sum.balance"

    @pytest.mark.parametrize("edition", ["2019", "2021"])
    def test_a_column_total_that_is_not_the_sum_of_the_results(self, edition):
        form = Form(edition)
        form.set("total", research=1, total=9)
        form.set("new", research=1, total=12)
        column, total = form.check()
        results = [row.id for row in form.table.rows if row.role == "result"]
        assert [column.code, total.code] == ["sum.column", "sum.column"]
        assert column.rule == "T3.result"
        assert column.facts == (
            "applications.total.research",
            *(f"applications.{row}.research" for row in results),
        )
        assert len(results) == (19 if edition == "2019" else 21)
        assert "科研机构" in column.message_zh
        assert total.facts[0] == "applications.total.total"

    def test_a_column_that_does_not_balance(self):
        form = Form()
        form.put("carried_out", 3, 2)
        firms, total = form.check()
        assert firms.code == total.code == "sum.balance"
        assert firms.rule == "T3.balance"
        assert firms.facts == (
            "applications.new.business",
            "applications.carried_in.business",
            "applications.total.business",
            "applications.carried_out.business",
        )
        assert "3" in firms.message
        assert "4" in firms.message

    def test_a_result_above_all_applications(self):
        form = Form()
        form.set("granted", research=5)
        found = {(one.code, one.facts[0]): one for one in form.check()}
        cap = found["cap.exceeded", "applications.granted.research"]
        assert cap.rule == "T3.cap"
        assert cap.severity is Severity.ERROR
        assert cap.facts == (
            "applications.granted.research",
            "applications.new.research",
            "applications.carried_in.research",
        )
        assert "(一)予以公开 科研机构" in cap.message

    def test_a_result_as_high_as_all_applications_is_allowed(self):
        form = Form()
        form.put("granted", 7, 2)
        form.put("refused.state_secret", 2, 1)
        form.put("total", 9, 3)
        form.put("carried_out", 0, 0)
        assert form.check() == []

    @pytest.mark.parametrize("value", [-1, Decimal("0.5"), Decimal("-0.5")])
    def test_a_count_is_a_whole_number_from_zero(self, value):
        form = Form()
        form.set("new", research=value)
        found = [one for one in form.check() if one.code == "count.negative"]
        assert [one.facts for one in found] == [("applications.new.research",)]
        assert found[0].rule == "T3.int"
        assert str(value) in found[0].message

    def test_a_count_of_cases_is_a_whole_number_from_zero(self):
        (row, count) = check_cases(after_pending=-2, after_total=0)
        assert (row.code, row.facts[0]) == ("sum.cases", "litigation.after_review.total")
        assert (count.code, count.facts) == (
            "count.negative",
            ("litigation.after_review.pending",),
        )

    @pytest.mark.parametrize(
        ("group", "id"),
        [
            ("review", "review"),
            ("direct", "litigation.direct"),
            ("after", "litigation.after_review"),
        ],
    )
    def test_a_group_of_cases_that_does_not_add_up(self, group, id):
        (found,) = check_cases(**{f"{group}_upheld": 10, f"{group}_other": 1, f"{group}_total": 0})
        assert (found.code, found.rule) == ("sum.cases", "T4.sum")
        assert found.facts == tuple(
            f"{id}.{column}" for column in ("total", "upheld", "corrected", "other", "pending")
        )
        assert "11" in found.message

    def test_findings_come_in_the_order_of_the_form(self):
        form = Form()
        form.set("new", total=12)
        form.set("carried_out", total=5)
        form.set("total", research=1)
        order = [equation.rule for equation in form.table.equations]
        rules = [one.rule for one in form.check()]
        assert len(rules) > 3
        assert rules == sorted(rules, key=order.index)


class TestUnknownCells:
    @pytest.mark.parametrize("cell", [None, UNREADABLE])
    def test_a_rule_with_an_absent_or_unreadable_cell_is_not_assessed(self, cell):
        form = Form()
        form.set("granted", natural_person=cell, business=0)
        assert [code for code, _, _ in form.codes()] == ["sum.column"]  # business: 2 against 0
        assert form.codes()[0][2] == "applications.total.business"

    @pytest.mark.parametrize("cell", [None, UNREADABLE])
    def test_a_total_that_is_absent_or_unreadable_is_not_assessed(self, cell):
        form = Form()
        form.set("total", natural_person=cell)
        assert form.check() == []
        assert check_cases(review_upheld=3, review_total=cell) == []

    def test_without_any_fact_nothing_is_assessed(self):
        assert check(table_of("2021", "applications"), {}) == []

    @pytest.mark.parametrize("state", [BLANK, State.NOT_APPLICABLE])
    def test_blank_and_not_applicable_cells_count_as_zero(self, state):
        form = Form()
        for id, value in form.values.items():
            if value == 0:
                form.values[id] = state
        assert form.check() == []
        form.set("granted", natural_person=state)
        assert form.codes() == [
            ("sum.row", "T3.row", "applications.granted.total"),
            ("sum.column", "T3.result", "applications.total.natural_person"),
        ]

    def test_inferred_cells_count_with_their_value(self):
        form = Form()
        facts = facts_of(form.values)
        id = "applications.granted.natural_person"
        facts[id] = Fact(id, 4, "", State.INFERRED, Certainty.ASSUMED)
        assert check(form.table, facts) == []


class TestBlankTotals:
    def test_a_blank_total_over_printed_operands(self):
        (found,) = check_cases(direct_upheld=2, direct_other=1, direct_total=BLANK)
        assert (found.code, found.rule, found.severity) == (
            "total.blank",
            "T4.sum",
            Severity.WARNING,
        )
        assert found.facts[0] == "litigation.direct.total"
        assert "3" in found.message

    def test_a_blank_total_over_zeros_is_nothing_to_tell(self):
        assert check_cases(direct_total=BLANK) == []

    def test_a_blank_row_total_breaks_no_column(self):
        form = Form()
        form.set("granted", total=BLANK)
        form.set("refused.state_secret", total=State.NOT_APPLICABLE)
        assert form.codes() == [
            ("total.blank", "T3.row", "applications.granted.total"),
            ("total.blank", "T3.row", "applications.refused.state_secret.total"),
        ]

    def test_a_wholly_blank_column_of_totals_breaks_nothing(self):
        form = Form()
        for row in form.table.rows:
            form.set(row.id, total=BLANK)
        assert [code for code, _, _ in form.codes()] == ["total.blank"] * 6

    def test_a_wholly_blank_row_of_totals_breaks_nothing(self):
        form = Form()
        form.blank("total")
        assert form.codes() == [
            ("total.blank", "T3.result", f"applications.total.{column}")
            for column in ("natural_person", "business", "total")
        ]

    def test_a_printed_grand_total_over_blank_totals_breaks_nothing(self):
        form = Form()
        form.blank("total")
        form.set("total", total=8)
        assert [code for code, _, _ in form.codes()] == ["total.blank", "total.blank"]

    def test_a_blank_grand_total_waits_for_the_blank_totals_that_it_sums(self):
        form = Form()
        form.set("total", natural_person=BLANK, total=BLANK)
        assert {code for code, _, _ in form.codes()} == {"total.blank"}
        assert {id for _, _, id in form.codes()} == {
            "applications.total.natural_person",
            "applications.total.total",
        }

    def test_a_printed_sum_beside_a_blank_total_is_still_judged(self):
        form = Form()
        form.set("granted", total=BLANK)
        form.set("total", total=9)
        assert form.codes() == [
            ("total.blank", "T3.row", "applications.granted.total"),
            ("sum.row", "T3.row", "applications.total.total"),
            ("sum.column", "T3.result", "applications.total.total"),
            ("sum.balance", "T3.balance", "applications.new.total"),
        ]

    def test_a_blank_total_whose_sum_cannot_be_known_is_not_assessed(self):
        form = Form()
        form.set("granted", natural_person=UNREADABLE)
        form.set("total", natural_person=BLANK)
        assert form.check() == []

    def test_of_two_sums_for_a_blank_total_the_one_that_tells_more_is_taken(self):
        form = Form()
        form.set("total", natural_person=0, business=0, total=BLANK)
        codes = form.codes()
        assert ("total.blank", "T3.result", "applications.total.total") in codes
        assert ("sum.balance", "T3.balance", "applications.new.total") not in codes

    def test_blank_totals_that_sum_each_other_are_not_assessed(self):
        def rule(left: str, *right: str) -> Equation:
            return Equation("X", "sum.row", Severity.ERROR, "=", (left,), right, left, "x", "x")

        table = Table(
            "review", 4, "t", (Row("r", None, ()),), (), (),
            (rule("a", "b", "x"), rule("b", "a", "x"), rule("c", "a")),
        )  # fmt: skip
        facts = facts_of({"a": BLANK, "b": BLANK, "x": 4, "c": 1})
        assert check(table, facts) == []


def test_the_severity_of_a_rule_is_that_of_its_edition():
    table = table_of("2021", "review")
    mild = tuple(
        Equation(
            one.rule, one.code, Severity.INFO, one.relation, one.left, one.right, one.label,
            one.text, one.text_zh,
        )
        for one in table.equations
    )  # fmt: skip
    table = Table(table.id, table.number, table.title, table.rows, (), (), mild)
    broken, blank = check(
        table, facts_of(cases(review_total=1, direct_upheld=1, direct_total=BLANK))
    )
    assert (broken.code, broken.severity) == ("sum.cases", Severity.INFO)
    assert (blank.code, blank.severity) == ("total.blank", Severity.WARNING)


@given(st.lists(st.integers(0, 4), min_size=21 * 6, max_size=21 * 6), st.data())
def test_a_true_table_with_any_totals_left_blank_has_no_broken_sum(numbers, data):
    """Every number follows from the results; blank totals are told, and nothing else."""
    form = Form()
    results = [row.id for row in form.table.rows if row.role == "result"]
    sums = [0] * 6
    for at, row in enumerate(results):
        cells = numbers[6 * at : 6 * at + 6]
        sums = [a + b for a, b in zip(sums, cells, strict=True)]
        form.set(row, **dict(zip(COLUMNS, [*cells, sum(cells)], strict=True)))
    for row in ("new", "total"):
        form.set(row, **dict(zip(COLUMNS, [*sums, sum(sums)], strict=True)))
    for row in ("carried_in", "carried_out"):
        form.set(row, **dict.fromkeys(COLUMNS, 0))
    totals = sorted({f"applications.{row.id}.total" for row in form.table.rows}
                    | {f"applications.total.{column}" for column in COLUMNS})  # fmt: skip
    blank = data.draw(st.sets(st.sampled_from(totals)))
    expected = {id for id in blank if form.values[id]}
    for id in blank:
        form.values[id] = BLANK
    found = form.check()
    assert {one.code for one in found} <= {"total.blank"}
    assert {one.facts[0] for one in found} == expected
    assert len(found) == len(expected)
