"""From readings to facts: lost cells, surplus numbers, blank totals, broken sums, comparison."""

from __future__ import annotations

import msgspec
import pytest
from report_text import (
    COLUMNS,
    NUMBERS,
    ZEROS,
    Writer,
    aligned,
    cell_per_line,
    cells,
    certainties,
    codes,
    flattened,
    glued,
    lies,
    one_line,
    pipe,
    read,
    regions,
    row,
    swap,
    tabbed,
    truth,
    written,
)

from govdisclose_extract import Extractor, State, extract_text
from govdisclose_extract.plugins import LAYOUTS
from govdisclose_extract.reading import Reading
from govdisclose_extract.solve.settle import Settled, settle

TRUTH = truth()
STEPS = 200_000


def settled(text: str, table: str = "applications", layout: str = "tabbed", **changes) -> Settled:
    flow, found = regions(text)
    reading = read(layout, text, table)
    assert isinstance(reading, Reading)
    reading = msgspec.structs.replace(reading, **changes)
    return settle(flow, found[table].table, reading, STEPS)


class TestLostCells:
    def test_a_lost_number_that_the_sums_force_is_inferred_and_assumed(self):
        text = swap(written(tabbed), "6\t1\t0\t0\t1\t0\t8", "6\t0\t0\t1\t0\t8")
        found = extract_text(text)
        fact = found["applications.granted.business"]
        assert (fact.value, fact.raw, fact.state, fact.certainty) == (1, "", "inferred", "assumed")
        assert row(found, "applications.granted") == "6 1 0 0 1 0 8"
        assert lies(found, TRUTH) == {}
        (short,) = (one for one in found.findings if one.code == "row.short")
        assert short.facts == ("applications.granted.business",)
        assert "6 of 7" in short.message
        assert found["applications.granted.natural_person"].certainty == "proven"
        assert found["applications.granted.total"].certainty == "proven"

    def test_a_number_that_is_not_printed_breaks_no_sum(self):
        whole = written(tabbed)
        (total,) = (line for line in whole.split("\n") if line.startswith("(七)总计"))
        cells_ = total.split("\t")
        cells_[2] = str(int(cells_[2]) + 3)
        changed = swap(whole, total, "\t".join(cells_))
        lost = swap(changed, "6\t1\t0\t0\t1\t0\t8", "6\t0\t0\t1\t0\t8")

        def broken(text: str) -> set[str]:
            return {one.facts[0] for one in extract_text(text).findings if one.rule == "T3.result"}

        assert broken(changed) == {"applications.total.business"}
        assert extract_text(lost)["applications.granted.business"].state == "inferred"
        assert broken(lost) == set()

    def test_a_lost_total_is_inferred_from_its_row(self):
        text = swap(written(tabbed), "14\t3\t0\t0\t1\t2\t20\n二、", "14\t3\t0\t0\t1\t2\n二、")
        found = extract_text(text)
        assert lies(found, TRUTH) == {}
        total = found["applications.new.total"]
        assert (total.state, total.certainty) in [("inferred", "assumed"), ("blank", "assumed")]
        if total.state == "inferred":
            assert total.value == 20

    def test_several_lost_cells_are_shared_out_by_the_columns(self):
        text = swap(written(tabbed), "4\t2\t0\t0\t0\t0\t6", "0\t0\t0\t0\t6")
        found = extract_text(text)
        assert lies(found, TRUTH) == {}
        assert row(found, "applications.unable.not_held") == "4 2 0 0 0 0 6"
        for column in ("natural_person", "business"):
            fact = found[f"applications.unable.not_held.{column}"]
            assert (fact.state, fact.certainty, fact.raw) == ("inferred", "assumed", "")

    def test_too_much_to_share_out_leaves_cells_absent_and_no_number_lost(self):
        numbers = {**NUMBERS, "applications.new": "9014 3 0 0 1 2 9020",
                   "applications.carried_out": "9002 0 0 0 0 0 9002"}  # fmt: skip
        text = swap(written(tabbed, numbers), "9014\t3\t0\t0\t1\t2\t9020", "3\t1\t2\t9020")
        found = extract_text(text)
        assert lies(found, truth(numbers)) == {}
        kept = [found.facts[id].raw for id in found.facts if id.startswith("applications.new.")]
        kept += [stray.raw for stray in found.strays]
        assert sorted(raw for raw in kept if raw) == sorted(cells("3 1 2 9020"))

    def test_a_lost_cell_of_a_row_without_sums_is_not_invented(self):
        found = extract_text(
            swap(written(tabbed), "行政规范性文件\t2\t1\t15", "行政规范性文件\t2\t15")
        )
        ids = [f"proactive.normative_documents.{id}" for id in ("issued", "repealed", "in_force")]
        values = [found.facts[id].value for id in ids if id in found.facts]
        assert [value for value in values if value is not None] == [2, 15]
        assert not any(found.facts[id].certain for id in ids if id in found.facts)
        assert State.INFERRED not in {found.facts[id].state for id in ids if id in found.facts}

    def test_more_lost_than_the_total_leaves_is_no_way(self):
        text = swap(written(tabbed), "6\t1\t0\t0\t1\t0\t8", "6\t1\t0\t0\t1\t5")
        found = extract_text(text)
        kept = [found.facts[id].raw for id in found.facts if ".granted." in id]
        kept += [stray.raw for stray in found.strays]
        assert sorted(raw for raw in kept if raw) == sorted(cells("6 1 0 0 1 5"))
        assert all(not fact.certain for id, fact in found.facts.items() if ".granted." in id)


class TestSurplus:
    def test_the_last_of_the_values_may_be_the_surplus_one(self):
        numbers = {**NUMBERS, "applications.refused.admin_query": "/ / / / / / 0 /"}
        found = extract_text(written(pipe, numbers))
        its = "applications.refused.admin_query"
        assert not found[f"{its}.total"].certain
        assert found[f"{its}.natural_person"].certain

    def test_the_sums_say_which_number_has_no_cell(self):
        text = swap(written(tabbed), "6\t1\t0\t0\t1\t0\t8", "6\t1\t0\t5\t0\t1\t0\t8")
        found = extract_text(text)
        assert row(found, "applications.granted") == "6 1 0 0 1 0 8"
        assert [(stray.row, stray.raw) for stray in found.strays] == [("granted", "5")]
        line = text[: text.index("(一)予以公开")].count("\n") + 1
        assert found.strays[0].where.line == line
        (surplus,) = (one for one in found.findings if one.code == "row.surplus")
        assert "8 numbers are printed for 7 cells" in surplus.message

    def test_a_row_without_sums_keeps_its_first_numbers(self):
        found = extract_text(swap(written(tabbed), "行政强制\t0", "行政强制\t0\t6"))
        assert row(found, "proactive.coercion") == "0"
        assert certainties(found, "proactive.coercion") == {"assumed"}
        assert [stray.raw for stray in found.strays] == ["6"]

    @pytest.mark.parametrize("count", [3, 5, 9])
    @pytest.mark.parametrize("writer", [tabbed, cell_per_line, one_line])
    def test_many_surplus_numbers_are_all_kept(self, writer, count):
        more = ["7"] * count
        text = written(writer)
        border = {"tabbed": "\t", "cell_per_line": "\n", "one_line": " "}[writer.__name__]
        label = "2.重复申请" + border
        found = extract_text(swap(text, label, label + border.join(more) + border))
        assert lies(found, TRUTH) == {}
        ids = [f"applications.not_processed.duplicate.{column}" for column in COLUMNS]
        held = [found.facts[id].raw for id in ids if id in found.facts]
        strays = [stray.raw for stray in found.strays if stray.row == "not_processed.duplicate"]
        extras = [raw for extra in found.extras for raw in extra.raws]
        assert sorted([*held, *strays, *extras]) == sorted([*cells("2 0 0 0 0 0 2"), *more])

    def test_a_number_behind_the_total_is_surplus(self):
        text = swap(
            written(cell_per_line),
            "2.重复申请\n2\n0\n0\n0\n0\n0\n2",
            "2.重复申请\n2\n0\n0\n0\n0\n0\n2\n5",
        )
        found = extract_text(text)
        assert lies(found, TRUTH) == {}
        assert [stray.raw for stray in found.strays] == ["5"]
        assert row(found, "applications.not_processed.duplicate") == "2 0 0 0 0 0 2"


class TestMovedRows:
    """Sums deny a row as it is printed, and confirm it moved by one cell."""

    @pytest.mark.parametrize(
        "values",
        ["_ 1 0 0 0 1 0 0 0 0 0 2 0 0 1", "0 1 2 3 0 0 0 0 0 2 0 0 1 3 _"],
    )
    def test_table_4(self, values):
        numbers = {**NUMBERS, "review": values}
        found = extract_text(written(pipe, numbers))
        facts = [f for id, f in found.facts.items() if id.startswith(("review.", "litigation."))]
        assert {fact.certain for fact in facts} == {False}
        assert row(found, "review") == " ".join(values.split()[:5])

    def test_a_row_whose_sum_fails_either_way_stays_read(self):
        numbers = {**NUMBERS, "review": "_ 1 0 0 7 0 0 0 0 0 2 0 0 1 3"}
        found = extract_text(written(pipe, numbers))
        assert found["review.corrected"].certainty == "read"
        assert "sum.cases" in codes(found)


class TestBlankTotals:
    def test_a_blank_total_is_told_and_breaks_no_sum(self):
        numbers = {**NUMBERS, "applications.granted": "6 1 0 0 1 0 _"}
        found = extract_text(written(pipe, numbers))
        assert codes(found) == {"total.blank"}
        fact = found["applications.granted.total"]
        assert (fact.value, fact.state, fact.raw) == (None, "blank", "")
        assert lies(found, truth(numbers)) == {}
        assert found["applications.granted.natural_person"].certain

    def test_blank_totals_in_every_result_row_break_no_column(self):
        numbers = {
            id: printed.rpartition(" ")[0] + " _"
            if id.startswith("applications.") and id.split(".", 1)[1] not in ("new", "carried_in", "total", "carried_out")
            else printed
            for id, printed in NUMBERS.items()
        }  # fmt: skip
        found = extract_text(written(tabbed, numbers))
        assert lies(found, truth(numbers)) == {}
        assert codes(found) == {"total.blank"}
        assert row(found, "applications.total") == NUMBERS["applications.total"]

    def test_a_blank_total_over_zeros_breaks_no_sum_and_may_be_a_lost_zero(self):
        numbers = {**NUMBERS, "applications.refused.state_secret": "0 0 0 0 0 0 _"}
        found = extract_text(written(tabbed, numbers))
        assert codes(found) == {"columns.unsettled"}
        assert all(fact.certain or ".state_secret." in id for id, fact in found.facts.items())
        assert row(found, "applications.refused.state_secret") == "0 0 0 0 0 0 _"

    @pytest.mark.parametrize("values", ["6 1 _ _ 1 _ _", "6 1 0 0 1 0 _"])
    def test_a_lone_blank_total_may_have_been_lost_and_the_blank_be_padding(self, values):
        numbers = {**NUMBERS, "applications.granted": values}
        found = extract_text(written(tabbed, numbers))
        total = found["applications.granted.total"]
        assert (total.raw, total.state, total.certain) == ("", "blank", False)
        assert found["applications.granted.natural_person"].certain

    def test_marks_with_a_blank_total_may_have_moved_up(self):
        numbers = {**NUMBERS, "applications.granted": "/ / / / / / /"}
        numbers["applications.refused.admin_query"] = "/ / / / / / _"
        numbers |= {"applications.total": "8 2 0 0 0 2 12", "applications.new": "8 2 0 0 0 2 12"}
        found = extract_text(written(tabbed, numbers))
        its = "applications.refused.admin_query"
        assert certainties(found, its) == {"assumed"}
        assert row(found, its) == "x x x x x x _"

    def test_where_blanks_leave_no_trace_a_total_may_be_one_of_them(self):
        numbers = {**NUMBERS, **SPARSE}
        numbers["applications.granted"] = "6 1 _ _ 2 _ _"
        found = extract_text(written(flattened, numbers))
        assert lies(found, truth(numbers)) == {}
        kept = [found.facts[id].raw for id in found.facts if ".granted." in id]
        kept += [stray.raw for stray in found.strays if stray.row == "granted"]
        assert sorted(raw for raw in kept if raw) == ["1", "2", "6"]


SPARSE = {
    f"applications.{id}": "_ _ _ _ _ _ _"
    for id in (
        "refused.state_secret", "refused.security_stability", "refused.third_party",
        "refused.deliberative", "refused.enforcement_file", "refused.admin_query",
        "unable.must_create", "unable.unclear", "not_processed.petition",
        "not_processed.published", "not_processed.excessive", "not_processed.reconfirm",
        "other.no_correction", "other.fee_unpaid",
    )
} | {
    id: " ".join("_" if cell == "0" else cell for cell in printed.split())
    for id, printed in NUMBERS.items()
    if id.startswith("applications")
}  # fmt: skip


class TestBrokenSums:
    @pytest.mark.parametrize("column", range(7))
    @pytest.mark.parametrize("id", ["new", "granted", "total", "refused.state_secret"])
    def test_they_are_told_and_no_number_is_changed(self, id, column):
        printed = NUMBERS.get(f"applications.{id}", ZEROS).split()
        printed[column] = str(int(printed[column]) + 5)
        numbers = {**NUMBERS, f"applications.{id}": " ".join(printed)}
        found = extract_text(written(tabbed, numbers))
        assert lies(found, truth(numbers)) == {}
        assert row(found, f"applications.{id}") == " ".join(printed)
        assert found.counts()["read"] == 200
        assert codes(found) & {"sum.row", "sum.column", "sum.balance"}
        assert not found.ok

    @pytest.mark.parametrize("writer", [flattened, one_line])
    @pytest.mark.parametrize("id", ["new", "granted", "total"])
    def test_without_borders_they_prove_nothing_and_lose_no_number(self, writer, id):
        printed = SPARSE[f"applications.{id}"].split()
        printed[0] = str(int(printed[0]) + 5)
        numbers = {**NUMBERS, **SPARSE, f"applications.{id}": " ".join(printed)}
        found = extract_text(written(writer, numbers))
        assert found.counts()["proven"] == 0
        its = {key: fact for key, fact in found.facts.items() if key.startswith("applications.")}
        assert not any(fact.certain for fact in its.values())
        assert "sums.inconsistent" in codes(found)
        want = [
            raw for key, raw in truth(numbers).items() if key.startswith("applications.") and raw
        ]
        kept = [fact.raw for fact in its.values() if fact.raw]
        kept += [stray.raw for stray in found.strays]
        assert sorted(kept) == sorted(want)

    def test_a_count_that_is_no_count_is_told(self):
        numbers = {**NUMBERS, "applications.granted": "6 1 0 0 2 -1 8"}
        found = extract_text(written(tabbed, numbers))
        assert "count.negative" in codes(found)
        assert row(found, "applications.granted") == "6 1 0 0 2 -1 8"

    def test_a_value_that_is_no_number_stays_as_printed(self):
        text = swap(written(tabbed), "6\t1\t0\t0\t1\t0\t8", "6\t1\t0\tO5\t1\t0\t8")
        found = extract_text(text)
        fact = found["applications.granted.public_welfare"]
        assert (fact.value, fact.raw, fact.state, fact.certainty) == (
            None,
            "O5",
            "unreadable",
            "assumed",
        )
        assert "value.unreadable" in codes(found)
        assert lies(found, {**TRUTH, fact.id: "O5"}) == {}

    def test_a_tied_total_of_zeros_is_no_proof(self):
        numbers = {**NUMBERS, **dict.fromkeys(SPARSE, "_ _ _ _ _ _ _")}
        numbers["applications.new"] = "0 _ _ _ _ _ 0"
        numbers["applications.total"] = "0 _ _ 0 _ _ 0"
        found = extract_text(written(flattened, numbers))
        assert lies(found, truth(numbers)) == {}


class TestComparison:
    def rank(self, one: Settled) -> tuple[int, int, int, int]:
        return one.sums_open, one.rank[1], one.rows_missing, one.facts_assumed

    def test_a_perfect_reading_has_nothing_open(self):
        one = settled(written(tabbed))
        assert one.rank == self.rank(one) == (0, 0, 0, 0)
        assert len(one.options) == 25
        assert set(one.options) == {1}

    def test_open_sums_come_first_then_loose_numbers_then_rows_then_doubt(self):
        broken = settled(written(tabbed, {**NUMBERS, "applications.granted": "6 1 0 0 1 0 9"}))
        assert broken.rank == (2, 0, 0, 0)
        loose = settled(swap(written(tabbed), "2.重复申请\t2", "2.重复申请\t9\t2"))
        assert loose.rank[:3] == (0, 1, 0)
        short = settled(swap(written(tabbed), "6\t1\t0\t0\t1\t0\t8", "6\t0\t0\t1\t0\t8"))
        assert short.rank[:3] == (0, 0, 0)
        assert short.rank[3] > 0
        two = settled(swap(written(tabbed), "\n行政强制\t0", ""), "proactive")
        assert two.rank == (0, 0, 1, 0)
        assert broken.rank > loose.rank > two.rank > short.rank

    def test_numbers_of_extra_rows_are_loose(self):
        text = swap(written(tabbed), "\n2.重复申请", "\n其他主动公开文件\t1\t2\t3\n2.重复申请")
        assert settled(text).rank == (0, 3, 0, 0)

    def test_cells_that_are_absent_leave_their_sums_open(self):
        text = written(tabbed)
        text = text[: text.index("(七)总计")]
        one = settled(text)
        assert one.rows_missing == 2
        assert one.sums_open == 2 + 7 + 7
        assert {finding.code for finding in one.findings} == {"row.missing", "document.truncated"}

    @pytest.mark.parametrize(
        "writer", [tabbed, pipe, cell_per_line, flattened, glued, aligned, one_line]
    )
    @pytest.mark.parametrize("numbers", [NUMBERS, {**NUMBERS, **SPARSE}], ids=["whole", "sparse"])
    def test_the_least_doubtful_reading_is_taken(self, writer: Writer, numbers: dict[str, str]):
        text = written(writer, numbers)
        trace = Extractor().trace_text(text)
        assert len(trace.tables) == 3
        for table in trace.tables:
            applied = [one for one in table.attempts if one.applied]
            ranks = [
                (one.rules_broken, one.strays, one.rows_missing, one.facts_assumed)
                for one in applied
            ]
            (chosen,) = (at for at, one in enumerate(applied) if one.chosen)
            assert chosen == ranks.index(min(ranks))
            assert len(table.attempts) == len(LAYOUTS)
        assert trace.report.facts == extract_text(text).facts

    def test_the_order_of_layouts_decides_between_equals(self):
        text = written(one_line)
        for names in (["flattened", "glued"], ["glued", "flattened"]):
            assert Extractor(layouts=names).extract_text(text).counts()["read"] == 200


class TestDoubtTogether:
    def test_a_table_that_drops_blanks_casts_doubt_on_glued_digits_without_sums(self):
        thin = {**NUMBERS, **SPARSE}
        sure = extract_text(written(glued).replace("\n", ""))
        assert certainties(sure, "proactive.rules") == {"proven"}
        found = extract_text(written(glued, thin).replace("\n", ""))
        assert not any(
            found[f"proactive.rules.{id}"].certain for id in ("issued", "repealed", "in_force")
        )
        assert lies(found, truth(thin)) == {}

    def test_a_table_that_lost_its_lines_casts_doubt_on_all(self):
        lines = written(cell_per_line).split("\n")
        found = extract_text("\n".join(dict.fromkeys(lines)))
        assert "table.unread" in codes(found)
        assert not any(fact.certain for fact in found.facts.values())

    def test_a_row_that_may_have_inherited_values_is_doubted(self):
        text = swap(written(cell_per_line), "2.重复申请\n", "")
        found = extract_text(text)
        ids = [id for id in found.facts if ".not_processed.petition." in id]
        assert not any(found[id].certain for id in ids)
        assert found["applications.not_processed.published.total"].certain
