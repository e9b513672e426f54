"""Rows with a cell too many or too few, tables that drop their blanks, columns that move."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from report_text import (
    NUMBERS,
    ZEROS,
    aligned,
    cell_per_line,
    chosen,
    codes,
    flattened,
    glued,
    lies,
    pipe,
    report,
    row,
    tabbed,
    table_four,
    table_three,
    table_two,
    truth,
    written,
)

from govdisclose_extract import Report, edition, extract_text

TRUTH = truth()


def blanked(printed: str) -> str:
    """A row that prints nothing for its zeros."""
    return " ".join("_" if cell == "0" else cell for cell in printed.split())


GRANTED = "(一)予以公开"


def with_row(change: Callable[[list[str]], list[str]], writer=tabbed, numbers=NUMBERS) -> Report:
    """The row of what was granted, changed as a list of its label and cells."""
    lines = [change(line) if line[0] == GRANTED else line for line in table_three(numbers)]
    return extract_text(report(*map(writer, (table_two(numbers), lines, table_four(numbers)))))


@pytest.mark.parametrize("writer", [tabbed, pipe])
class TestBorders:
    """Borders show the cells; a line of another length than those around may have lost or won one."""

    @pytest.mark.parametrize("at", range(1, 8))
    def test_a_surplus_number_in_a_row_with_blanks(self, writer, at):
        numbers = {**NUMBERS, "applications.granted": "_ 1 _ _ 7 _ 8"}
        found = with_row(lambda line: [*line[:at], "12", *line[at:]], writer, numbers)
        assert lies(found, truth(numbers)) == {}
        assert [stray.raw for stray in found.strays] == ["12"]
        assert row(found, "applications.granted") == "_ 1 _ _ 7 _ 8"

    @pytest.mark.parametrize("at", range(1, 8))
    def test_a_lost_number(self, writer, at):
        found = with_row(lambda line: [*line[:at], *line[at + 1 :]], writer)
        assert lies(found, TRUTH) == {}

    def test_a_row_of_blanks_that_lost_one(self, writer):
        numbers = {**NUMBERS, "applications.refused.admin_query": "_ _ _ _ _ _ _"}
        lines = table_three(numbers)
        label = "8.属于行政查询事项"
        lines = [["", *(line[:-1] if line[0] == label else line)] for line in lines]
        found = extract_text(report(*map(writer, (table_two(), lines, table_four()))))
        assert not any(
            found[f"applications.refused.admin_query.{column}"].certain
            for column in ("natural_person", "total")
        )

    def test_six_zeros_behind_padding_may_have_lost_their_total(self, writer):
        label = "四、结转下年度继续办理"
        zeros = dict.fromkeys(("applications.carried_in", "applications.carried_out"), ZEROS)
        lines = table_three({**NUMBERS, **zeros})
        lines = [[ln[0], "", "", *ln[1:]] if len(ln) == 8 else ln for ln in lines]
        lines = [ln[:-1] if ln[0] == label else ln for ln in lines]
        found = extract_text(report(*map(writer, (table_two(), lines, table_four()))))
        assert not found["applications.carried_out.total"].certain

    def test_marks_that_lost_one(self, writer):
        found = with_row(lambda line: [line[0], *["/"] * 6], writer)
        assert not any(
            fact.certain
            for id, fact in found.facts.items()
            if id.startswith("applications.granted")
        )

    def test_blank_cells_behind_a_lone_number_are_seen(self, writer):
        found = with_row(lambda line: [line[0], "2", "", "", "", "", ""], writer)
        total = found["applications.granted.total"]
        assert (total.raw, total.certain) == ("", False)

    def test_a_blank_total_over_seven_cells_is_not_filled_from_its_row(self, writer):
        numbers = {
            **NUMBERS,
            "applications.granted": "_ _ 1 _ _ _ _",
            "applications.partial": "_ 1 _ _ _ _ 1",
        }
        found = with_row(lambda line: line, writer, numbers)
        assert lies(found, truth(numbers)) == {}


def test_a_line_framed_by_pipes_among_lines_without_them():
    """Outer pipes stand only where the first or the last cell is blank."""

    def bare(lines):
        return "\n".join(
            " | ".join(line) if all((line[0], line[-1])) else "| " + " | ".join(line) + " |"
            for line in lines
        )

    numbers = {id: blanked(value) for id, value in NUMBERS.items()}
    numbers["applications.granted"] = "6 1 _ _ 1 _ 8"
    lines = [["", *line] if line[0].startswith("(") else line for line in table_three(numbers)]
    found = extract_text(report(*map(bare, (table_two(numbers), lines, table_four(numbers)))))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.granted") == "6 1 _ _ 1 _ 8"


def test_a_short_line_of_blanks_framed_by_pipes_among_lines_without_them():
    """The outer pipes, taken for cells, would make up for the lost one."""

    def bare(lines):
        return "\n".join(
            " | ".join(line) if all((line[0], line[-1])) else "| " + " | ".join(line) + " |"
            for line in lines
        )

    numbers = {**NUMBERS, "applications.refused.admin_query": "_ _ _ _ _ _ _"}
    numbers["applications.refused.state_secret"] = "_ _ _ _ _ _ _"
    lines = table_three(numbers)
    lines = [line[:-1] if line[0] == "8.属于行政查询事项" else line for line in lines]
    found = extract_text(report(*map(bare, (table_two(), lines, table_four()))))
    assert not found["applications.refused.admin_query.total"].certain
    assert found["applications.refused.state_secret.total"].certain


class TestShifts:
    """A full row on a line with one blank cell more: the blank may be its own, a number surplus."""

    @pytest.mark.parametrize("writer", [tabbed, pipe, cell_per_line])
    def test_a_number_that_the_columns_need_is_certain(self, writer):
        found = with_row(lambda line: [line[0], "", *line[1:]], writer)
        assert lies(found, TRUTH) == {}
        assert row(found, "applications.granted") == NUMBERS["applications.granted"]
        assert found["applications.granted.natural_person"].certain

    @pytest.mark.parametrize("writer", [tabbed, pipe, cell_per_line])
    def test_a_zero_may_be_surplus_and_the_blank_the_cell(self, writer):
        label = "5.属于三类内部事务信息"
        lines = table_three()
        lines = [[ln[0], "", *ln[1:]] if ln[0] == label else ln for ln in lines]
        found = extract_text(report(*map(writer, (table_two(), lines, table_four()))))
        its = "applications.refused.internal_affairs"
        assert row(found, its) == NUMBERS[its]
        assert not found[f"{its}.natural_person"].certain
        assert found[f"{its}.total"].certain

    @pytest.mark.parametrize("writer", [tabbed, pipe])
    @pytest.mark.parametrize("other", [ZEROS, "0 0 0 0 0 0 _"])
    def test_a_blank_behind_seven_zeros_is_the_total_only_where_others_leave_it_blank(
        self, writer, other
    ):
        label = "8.属于行政查询事项"
        numbers = {**NUMBERS, "applications.refused.enforcement_file": other}
        lines = table_three(numbers)
        lines = [[*ln, ""] if ln[0] == label else ln for ln in lines]
        found = extract_text(report(*map(writer, (table_two(), lines, table_four()))))
        total = found["applications.refused.admin_query.total"]
        assert total.certain == (other == ZEROS)
        assert total.raw == "0"

    @pytest.mark.parametrize("writer", [tabbed, pipe])
    def test_a_number_that_breaks_its_sum_is_not_left_out_for_a_blank_total(self, writer):
        numbers = {**NUMBERS, "applications.refused.admin_query": "0 0 0 100 0 0 0"}
        lines = table_three(numbers)
        lines = [[*ln, "", ""] if ln[0] == "8.属于行政查询事项" else ln for ln in lines]
        found = extract_text(report(*map(writer, (table_two(), lines, table_four()))))
        assert lies(found, truth(numbers)) == {}

    def test_two_rows_of_three_do_not_bear_out_a_longer_shape(self):
        """Of those whose labels begin in the same cell."""
        own = ("(一)予以公开", "(二)部分公开(区分处理的,只计这一情形,不计其他情形)")
        label = "(七)总计"
        numbers = {**NUMBERS, "applications.partial": "0 1 0 0 0 0 1"}
        numbers |= dict.fromkeys(("applications.total", "applications.new"), "13 4 0 0 1 2 20")
        lines = [["", *ln] if ln[0].startswith("(") else ln for ln in table_three(numbers)]
        lines = [
            [*ln[:2], "", *ln[2:]] if len(ln) > 2 and ln[1] in (own[1], label) else ln
            for ln in lines
        ]
        found = extract_text(report(*map(pipe, (table_two(), lines, table_four()))))
        assert not found["applications.partial.natural_person"].certain

    def test_the_shape_of_another_part_bears_nothing_out(self):
        """The first rows have a cell of padding that those behind the cut lack."""
        lines = table_three()
        at = [line[0] for line in lines].index("1.属于国家秘密")
        first = [[line[0], "", *line[1:]] for line in lines[:at]]
        label = "4.保护第三方合法权益"
        rest = [[ln[0], "", *ln[1:]] if ln[0] == label else ln for ln in lines[at:]]
        text = report(*map(tabbed, (table_two(), [*first, *rest], table_four())))
        assert not extract_text(text)["applications.refused.third_party.natural_person"].certain

    def test_two_rows_shifted_alike_do_not_bear_each_other_out(self):
        lines = table_three({**NUMBERS, "applications.total": "14 3 0 0 1 2 20"})
        lines = [[ln[0], "", *ln[1:]] if ln[0][:2] in ("2.", "3.") else ln for ln in lines]
        found = extract_text(report(*map(tabbed, (table_two(), lines, table_four()))))
        assert lies(found, TRUTH) == {}
        assert not found["applications.refused.security_stability.natural_person"].certain


class TestPaddedLabels:
    """Every line is as wide as the others; blank cells fill up behind labels that span several."""

    @staticmethod
    def dense(lines: list[list[str]]) -> str:
        wide = [
            [line[0], "", "", *line[1:]]
            if line[0][:2] in ("一、", "二、", "四、")
            else ["", *line]
            if line[0][0] == "("
            else ["", "", *line]
            for line in lines
        ]
        padded = [
            [*line[:2], "", *line[2:]] if len(line) == 9 and line[1].startswith("(") else line
            for line in wide
        ]
        return pipe(
            [line if len(line) > 7 else [*line, *[""] * (10 - len(line))] for line in padded]
        )

    def short(self, label: str, values: str) -> Report:
        numbers = {**NUMBERS}
        lines = table_three(numbers)
        lines = [[ln[0], *values.split()] if ln[0] == label else ln for ln in lines]
        lines = [[cell.replace("_", "") for cell in ln] for ln in lines]
        return extract_text(report(pipe(table_two()), self.dense(lines), pipe(table_four())))

    def test_padding_makes_up_for_no_lost_cell(self):
        found = self.short("(一)予以公开", "6 1 0 1 0 8")
        assert lies(found, TRUTH) == {}

    def test_nor_in_a_row_of_zeros(self):
        found = self.short("四、结转下年度继续办理", "0 0 0 0 0 0")
        assert not found["applications.carried_out.natural_person"].certain
        assert not found["applications.carried_out.total"].certain

    def test_nor_in_a_row_of_blanks(self):
        found = self.short("四、结转下年度继续办理", "_ _ _ _ _ _")
        assert not found["applications.carried_out.natural_person"].certain
        assert not found["applications.carried_out.total"].certain

    def test_where_none_is_lost_all_is_read(self):
        lines = table_three()
        text = report(pipe(table_two()), self.dense(lines), pipe(table_four()))
        assert extract_text(text).counts()["read"] == 200


def test_a_table_that_changes_its_shape_on_its_way():
    """The first rows have two more cells of padding than those behind a cut."""
    numbers = {**NUMBERS, "applications.granted": "_ 1 _ _ 7 _ 8"}
    lines = table_three(numbers)
    at = [line[0] for line in lines].index("(二)部分公开(区分处理的,只计这一情形,不计其他情形)")
    first = [[line[0], "", "", *line[1:]] for line in lines[:at]]
    text = report(*map(tabbed, (table_two(numbers), [*first, *lines[at:]], table_four(numbers))))
    found = extract_text(text)
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.granted") == "_ 1 _ _ 7 _ 8"


class TestDroppedBlanks:
    """Cells that print nothing leave no trace; what the sums settle is proven all the same."""

    def numbers(self) -> dict[str, str]:
        blank = {
            f"applications.{row.id}": "_ _ _ _ _ _ _" for row in edition("2021").tables[1].rows
        }
        printed = {**NUMBERS, "review": "1 0 0 0 1 2 0 0 0 2 2 0 0 1 3"}
        return blank | {id: blanked(value) for id, value in printed.items()}

    def text(self, writer) -> str:
        numbers = self.numbers()
        tables = (table_two(numbers), table_three(numbers), table_four(numbers))
        kept = [[[cell for cell in line if cell] for line in table] for table in tables]
        return report(*map(writer, kept))

    @pytest.mark.parametrize("writer", [flattened, cell_per_line, glued])
    def test_totals_are_proven(self, writer):
        found = extract_text(self.text(writer))
        assert lies(found, truth(self.numbers())) == {}
        for id, value in {
            "applications.new.total": 20,
            "applications.total.total": 20,
            "review.total": 1,
            "litigation.direct.total": 2,
            "litigation.after_review.total": 3,
        }.items():
            assert (found[id].value, found[id].certain) == (value, True), id

    def test_a_value_a_line_is_no_cell_a_line(self):
        assert chosen(self.text(cell_per_line))["applications"] == "flattened"

    def test_a_broken_sum_proves_nothing(self):
        numbers = self.numbers() | {"applications.granted": "6 1 _ _ 1 _ 9"}
        tables = (table_two(numbers), table_three(numbers), table_four(numbers))
        kept = [[[cell for cell in line if cell] for line in table] for table in tables]
        for writer in (flattened, cell_per_line):
            found = extract_text(report(*map(writer, kept)))
            assert lies(found, truth(numbers)) == {}
            assert not found["applications.new.total"].certain

    @pytest.mark.parametrize("count", [5, 7, 9])
    def test_fifteen_outcomes_of_zeros_leave_their_cells_open(self, count):
        four = [*table_four()[:-1], ["0"] * count]
        text = report(*map(flattened, (table_two(), table_three(), four)))
        found = extract_text(text)
        assert not any(
            fact.certain for id, fact in found.facts.items() if id.startswith(("review", "litig"))
        )

    def test_outcomes_that_no_sums_cut(self):
        four = [*table_four()[:-1], ["7", "5", "9", "4", "8"]]
        found = extract_text(report(*map(flattened, (table_two(), table_three(), four))))
        assert "row.unsettled" in codes(found)
        assert [stray.raw for stray in found.strays] == ["7", "5", "9", "4", "8"]


class TestPageMarks:
    """The number of a page between dashes may stand among the values of a flattened row."""

    def found(self, mark: str) -> Report:
        numbers = {id: blanked(value) for id, value in NUMBERS.items()}
        lines = table_three({**numbers, "applications.refused.admin_query": "0 0 0 0"})
        lines = [[*ln[:3], mark, *ln[3:]] if "行政查询" in ln[0] else ln for ln in lines]
        text = report(*map(flattened, (table_two(numbers), lines, table_four(numbers))))
        return extract_text(text)

    @pytest.mark.parametrize("mark", ["— 5 —", "- 12 -", "-5-", "·3·"])
    def test_they_are_no_values(self, mark):
        found = self.found(mark)
        for cell in edition("2021").tables[1].row("refused.admin_query").cells:
            fact = found.facts.get(cell.fact)
            assert fact is None or not fact.certain


class TestGluedZeros:
    def test_a_table_of_zeros_alone_may_leave_its_totals_blank(self):
        numbers = {
            id: " ".join("0" if at < 6 else "_" for at, _ in enumerate(value.split()))
            if id.startswith("applications")
            else value
            for id, value in NUMBERS.items()
        }
        lines = [
            [*line[:-1]] if len(line) == 8 and line[-1] == "0" else line
            for line in table_three(dict.fromkeys(numbers, "0 0 0 0 0 0 0"))
        ]
        text = report(glued(table_two()), glued(lines), glued(table_four())).replace("\n", "")
        found = extract_text(text)
        assert not found["applications.granted.total"].certain

    @pytest.mark.parametrize("mark", ["- 3 -", "—3—", "第 3 页"])
    def test_a_page_number_glued_into_a_row(self, mark):
        numbers = {**NUMBERS, "proactive.rules": "_ _ _"}
        text = written(glued, numbers).replace("规章", f"规章{mark}", 1)
        assert lies(extract_text(text), truth(numbers)) == {}


class TestColumnsOfText:
    def text(self, shift: int, numbers=NUMBERS, writer=aligned) -> str:
        lines = table_three(numbers)
        at = [line[0] for line in lines].index("1.属于国家秘密")
        upper, lower = writer(lines[:at]), writer(lines[at:], first=80 + shift)
        return report(writer(table_two()), f"{upper}\n\n{lower}", writer(table_four()))

    @pytest.mark.parametrize("shift", [-9, -4, 4, 9, 20])
    def test_columns_that_move_at_a_page_break(self, shift):
        numbers = {
            id: blanked(value) if id.startswith("applications.") else value
            for id, value in NUMBERS.items()
        } | {id: NUMBERS[id] for id in ("applications.new", "applications.total")}
        found = extract_text(self.text(shift, numbers))
        assert lies(found, truth(numbers)) == {}

    @pytest.mark.parametrize("nothing", ["-", "0"])
    def test_a_table_without_totals_makes_no_last_number_a_total(self, nothing):
        bare = {
            id: " ".join([*printed.replace("0", nothing).split()[:-1], "_"])
            for id, printed in NUMBERS.items()
            if id.startswith("applications")
        }
        bare["applications.refused.internal_affairs"] = " ".join(["10", *[nothing] * 4, "33", "_"])
        numbers = {**NUMBERS, **bare}
        text = report(*map(aligned, (table_two(), table_three(numbers), table_four())))
        assert lies(extract_text(text), truth(numbers)) == {}

    def test_few_values_in_columns(self):
        """Most rows of table 2 are blank; what is printed stands in its column."""
        numbers = {**NUMBERS, "proactive.normative_documents": "_ 1 15"}
        for id in ("licensing", "penalties", "coercion", "fees"):
            numbers[f"proactive.{id}"] = "_"
        found = extract_text(written(aligned, numbers))
        assert lies(found, truth(numbers)) == {}
        assert row(found, "proactive.rules") == NUMBERS["proactive.rules"]
