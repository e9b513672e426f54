"""Cells that the file draws: merged, padded, cut by page breaks, out of line with their heads."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from report_text import (
    NUMBERS,
    NUMBERS_2019,
    TITLE,
    Lines,
    lies,
    row,
    table_four,
    table_three,
    table_two,
    truth,
)

from govdisclose_extract import Extractor, Report, edition
from govdisclose_extract.adapters.base import AdapterInfo, Match
from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.where import Where

Block = str | Lines | Grid
TRUTH = truth()


class Ready:
    """An adapter that gives a document made by the test."""

    info = AdapterInfo(name="ready")

    def __init__(self, document: Document) -> None:
        self.document = document

    def match(self, head, hints, /):
        return Match.CONTENT

    def read(self, source, options, /):
        return self.document


def grid(lines: Lines) -> Grid:
    """Rows of cells, side by side; the last cell of a short row is merged over the rest."""
    width = max(map(len, lines))
    cells = [
        Cell(text, at, col, 1, width - col if col == len(line) - 1 and col == 0 else 1)
        for at, line in enumerate(lines)
        for col, text in enumerate(line)
    ]
    return Grid(len(lines), width, tuple(cells))


def pushed(cell: Cell, at: int) -> Cell:
    """The cell as it stands where the one in column `at` is two columns wide."""
    wide = cell.cols + (cell.col == at)
    return msgspec.structs.replace(cell, col=cell.col + (cell.col > at), cols=wide)


def document(*blocks: Block) -> Document:
    made: list[Paragraph | Grid] = []
    for block in blocks:
        if isinstance(block, str):
            made.append(Paragraph(block, Where(block=len(made))))
        else:
            made.append(block if isinstance(block, Grid) else grid(block))
    return Document(Provenance(adapter="ready"), tuple(made))


def report(two: list[Block], three: list[Block], four: list[Block]) -> Document:
    return document(
        TITLE,
        "一、总体情况",
        "本局依法做好信息公开。",
        "二、主动公开政府信息情况",
        *two,
        "三、收到和处理政府信息公开申请情况",
        *three,
        "四、政府信息公开行政复议、行政诉讼情况",
        *four,
        "五、存在的主要问题及改进情况",
        "公开渠道不多,今后加强培训。",
        "六、其他需要报告的事项",
        "没有其他需要报告的事项。",
    )


def read(document: Document) -> Report:
    return Extractor(adapters=[Ready(document)]).extract(b"x")


def with_three(*three: Block) -> Report:
    return read(report([table_two()], list(three), [table_four()]))


def changed(change: Callable[[list[str]], list[str]], label: str = "(一)予以公开") -> Lines:
    return [change(line) if line[0] == label else line for line in table_three()]


def test_a_plain_grid():
    found = with_three(table_three())
    assert lies(found, TRUTH) == {}
    assert {fact.certainty.value for fact in found.facts.values()} == {"read"}
    assert found.findings == ()


def test_places_are_rows_and_columns_of_the_grid():
    found = with_three(table_three())
    fact = found["applications.granted.total"]
    line = [line[0] for line in table_three()].index("(一)予以公开")
    assert (fact.where.row, fact.where.col) == (line, 7)


def test_no_other_layout_is_asked():
    trace = Extractor(
        adapters=[Ready(report([table_two()], [table_three()], [table_four()]))]
    ).trace(b"x")
    for table in trace.tables:
        assert [one.layout for one in table.attempts if one.chosen] == ["grid"]


def test_blank_cells_are_seen():
    numbers = {**NUMBERS, "applications.granted": "_ 1 _ _ 1 6 8", "review": "_ " * 14 + "_"}
    found = read(report([table_two()], [table_three(numbers)], [table_four(numbers)]))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "applications.granted") == "_ 1 _ _ 1 6 8"
    assert all(fact.certain for fact in found.facts.values())


def test_a_form_that_is_all_blank_is_all_blank():
    numbers = {id: " ".join("_" for _ in printed.split()) for id, printed in NUMBERS.items()}
    numbers |= {f"applications.{its.id}": "_ _ _ _ _ _ _" for its in edition("2021").tables[1].rows}
    found = read(report([table_two(numbers)], [table_three(numbers)], [table_four(numbers)]))
    drawn = {fact.state.value for id, fact in found.facts.items()}
    assert drawn == {"blank"}
    assert len(found.facts) == 200


class TestSpans:
    def test_a_merged_label_is_read_once(self):
        lines = table_three()
        first = [line[0] for line in lines].index("(三)不予公开")
        cells = []
        for at, line in enumerate(lines):
            inside = first < at <= first + 8
            cells += [
                Cell(text, at, (0 if col == 0 and not inside else 1) + col)
                for col, text in enumerate(line)
                if at != first
            ]
        cells.append(Cell("(三)不予公开", first, 0, 9, 1))
        height, width = len(lines), 9
        found = with_three(Grid(height, width, tuple(sorted(cells, key=lambda c: (c.row, c.col)))))
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())

    def test_an_empty_cell_behind_a_label_is_no_value(self):
        found = with_three(changed(lambda line: [line[0], "", *line[1:]], "(七)总计"))
        assert row(found, "applications.total") == NUMBERS["applications.total"]

    def test_heads_that_do_not_line_up_count_by_order(self):
        lines = table_two(NUMBERS_2019, "2019")
        cells = [
            Cell(text, at, 2 * col + (col if line[0] == "信息内容" else 0), 1, 2)
            for at, line in enumerate(lines)
            for col, text in enumerate(line)
        ]
        plain = read(report([lines], [table_three(NUMBERS_2019, "2019")], [table_four()]))
        wide = read(
            report(
                [Grid(len(lines), 12, tuple(cells))],
                [table_three(NUMBERS_2019, "2019")],
                [table_four()],
            )
        )
        assert wide.edition == "2019"
        assert {id: fact.value for id, fact in wide.facts.items()} == {
            id: fact.value for id, fact in plain.facts.items()
        }
        assert all(fact.certain for fact in wide.facts.values())

    def test_one_blank_cell_merged_over_a_row(self):
        numbers = {**NUMBERS, "applications.refused.state_secret": "_ _ _ _ _ _ _"}
        lines = table_three(numbers)
        at = [line[0] for line in lines].index("1.属于国家秘密")
        whole = grid(lines)
        cells = [cell for cell in whole.cells if cell.row != at or cell.col == 0]
        cells.append(Cell("", at, 1, 1, 7))
        cells.sort(key=lambda cell: (cell.row, cell.col))
        found = with_three(msgspec.structs.replace(whole, cells=tuple(cells)))
        assert lies(found, truth(numbers)) == {}
        assert row(found, "applications.refused.state_secret") == "_ _ _ _ _ _ _"

    def merged_down(self, numbers: dict[str, str], at: int, *, more: bool) -> Report:
        """Table 3 with column `at` of two rows merged; more: a blank column behind all others."""
        lines = [["", *HEADS], *table_three(numbers)[3:]]
        whole = grid([[*line, ""] if more and len(line) > 1 else line for line in lines])
        first = [line[0] for line in lines].index("1.属于国家秘密")
        cells = [
            msgspec.structs.replace(cell, rows=2) if (cell.row, cell.col) == (first, at) else cell
            for cell in whole.cells
            if (cell.row, cell.col) != (first + 1, at)
        ]
        return with_three(msgspec.structs.replace(whole, cells=tuple(cells)))

    @pytest.mark.parametrize("at", range(1, 7))
    @pytest.mark.parametrize("more", [False, True])
    def test_a_blank_cell_merged_over_two_rows_is_blank_in_both(self, at, more):
        own = ["0", "_", "0", "0", "_", "0", "0"]
        own[at - 1] = "_"
        ids = ("refused.state_secret", "refused.law_prohibited")
        numbers = {**NUMBERS, **{f"applications.{id}": " ".join(own) for id in ids}}
        found = self.merged_down(numbers, at, more=more)
        assert lies(found, truth(numbers)) == {}
        for id in ids:
            assert row(found, f"applications.{id}") == " ".join(own)
        assert all(fact.certain for fact in found.facts.values())

    def test_a_blank_margin_beside_many_rows_is_none_of_their_cells(self):
        """A row with a cell too many leaves an undivided stretch beside the rows under it."""
        lines = [["", *HEADS], *table_three()[3:]]
        whole = grid([[*line, ""] if at == 3 else line for at, line in enumerate(lines)])
        cells = [
            msgspec.structs.replace(cell, rows=10) if (cell.row, cell.col) == (3, 8) else cell
            for cell in whole.cells
        ]
        plain = with_three(lines)
        found = with_three(msgspec.structs.replace(whole, cells=tuple(cells)))
        assert lies(found, TRUTH) == {}
        for one in edition("2021").tables[1].rows[3:]:
            id = f"applications.{one.id}"
            assert row(found, id) == row(plain, id)
            assert all(found[cell.fact].certain for cell in one.cells)

    def test_a_number_merged_over_two_rows_is_certain_in_none(self):
        ids = ("refused.state_secret", "refused.law_prohibited")
        numbers = {**NUMBERS, **{f"applications.{id}": "0 0 3 0 0 0 3" for id in ids}}
        found = self.merged_down(numbers, 3, more=False)
        assert not found["applications.refused.law_prohibited.research"].certain
        assert row(found, "applications.refused.law_prohibited") == "0 0 3 0 0 0 3"

    def test_a_number_merged_over_two_columns_is_never_certain_in_one(self):
        lines = table_three()
        at = [line[0] for line in lines].index("(一)予以公开")
        whole = grid(lines)
        cells = [
            msgspec.structs.replace(cell, cols=2) if (cell.row, cell.col) == (at, 1) else cell
            for cell in whole.cells
            if (cell.row, cell.col) != (at, 2)
        ]
        found = with_three(msgspec.structs.replace(whole, cells=tuple(cells)))
        assert lies(found, TRUTH) == {}

    @pytest.mark.parametrize("at", range(1, 8))
    @pytest.mark.parametrize("printed", ["0 _ 0 0 0 0 _", "_ 0 _ 0 0 0 0", "5 _ 3 0 2 1 11"])
    def test_a_cell_that_pushes_the_others_aside_keeps_their_order(self, at, printed):
        numbers = {**NUMBERS, "applications.carried_out": printed}
        lines = [["", *HEADS], *table_three(numbers)[3:]]
        last = [line[0] for line in lines].index("四、结转下年度继续办理")
        whole = grid(lines)
        cells = [pushed(cell, at) if cell.row == last else cell for cell in whole.cells]
        found = with_three(msgspec.structs.replace(whole, width=9, cells=tuple(cells)))
        assert lies(found, truth(numbers)) == {}
        assert row(found, "applications.carried_out") == printed

    @pytest.mark.parametrize("at", [1, 2])
    def test_rows_that_reach_beyond_their_heads_lose_no_number(self, at):
        """In a table without sums, nothing but the order of its cells tells such a row."""
        numbers = {
            **NUMBERS_2019,
            "proactive.penalties": "85 0 27" if at > 1 else "_ 0 27",
            "proactive.coercion": "_ 0 376" if at == 1 else "9 _ 0",
        }
        lines = table_two(numbers, "2019")
        rows = [line[0] for line in lines]
        aside = {rows.index("行政处罚"), rows.index("行政强制")}
        whole = grid(lines)
        cells = [pushed(cell, at) if cell.row in aside else cell for cell in whole.cells]
        two = msgspec.structs.replace(whole, width=5, cells=tuple(cells))
        found = read(report([two], [table_three(NUMBERS_2019, "2019")], [table_four()]))
        assert lies(found, truth(numbers, "2019")) == {}
        for id in ("proactive.penalties", "proactive.coercion"):
            assert row(found, id) == numbers[id]

    @pytest.mark.parametrize("at", range(1, 8))
    def test_a_cell_that_is_missing_is_never_replaced_by_its_neighbour(self, at):
        found = with_three(changed(lambda line: [*line[:at], *line[at + 1 :]]))
        assert lies(found, TRUTH) == {}

    def test_surplus_blank_cells_at_the_end(self):
        found = with_three(changed(lambda line: [*line, ""]))
        assert row(found, "applications.granted") == NUMBERS["applications.granted"]
        assert found["applications.granted.total"].certain


class TestShifts:
    """A row with a cell more than the others, drawn: any may be the surplus one."""

    def test_a_lone_row_of_its_grid_bears_itself_not_out(self):
        lines = table_three()
        at = [line[0] for line in lines].index("四、结转下年度继续办理")
        zeros = [lines[at][0], "", *["0"] * 7]
        found = with_three(lines[:at], [zeros])
        assert not found["applications.carried_out.natural_person"].certain
        assert found["applications.new.natural_person"].certain

    def test_two_long_rows_do_not_tell_where_the_rows_end(self):
        labels = ("2.重复申请", "3.要求提供公开出版物")
        lines = [[line[0], *["0"] * 7, ""] if line[0] in labels else line for line in table_three()]
        found = with_three(lines)
        assert not found["applications.not_processed.published.total"].certain


class TestPageBreaks:
    @pytest.mark.parametrize("after", range(4, 31))
    def test_a_table_on_two_pages(self, after):
        lines = table_three()
        found = with_three(lines[:after], "- 4 -", lines[after:])
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())

    @pytest.mark.parametrize("after", [5, 12, 20])
    def test_heads_repeated_on_the_second_page(self, after):
        lines = table_three()
        found = with_three(lines[:after], "4", [*lines[:3], *lines[after:]])
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())
        assert found.findings == ()

    @pytest.mark.parametrize("below", [False, True])
    def test_a_row_cut_by_the_break(self, below):
        lines = table_three()
        at = [line[0] for line in lines].index("(二)部分公开(区分处理的,只计这一情形,不计其他情形)")
        label, *values = lines[at]
        blank = [""] * 7
        upper = [label[:12], *(blank if below else values)]
        lower = [label[12:], *(values if below else blank)]
        found = with_three([*lines[:at], upper], "- 5 -", [lower, *lines[at + 1 :]])
        assert lies(found, TRUTH) == {}
        assert row(found, "applications.partial") == NUMBERS["applications.partial"]
        assert found["applications.partial.total"].certain

    @pytest.mark.parametrize("keep", [1, 2, 8])
    def test_a_row_cut_by_the_break_beside_its_group(self, keep):
        """The part below has a cell for the group that goes on; the part above has none."""
        lines = table_three()
        at = [line[0] for line in lines].index("2.重复申请")
        label, *values = lines[at]
        upper, lower = [label[:keep], *values], ["", label[keep:], *[""] * 7]
        found = with_three([*lines[:at], upper], "- 5 -", [lower, *lines[at + 1 :]])
        assert lies(found, TRUTH) == {}
        assert keep == 1 or found["applications.not_processed.duplicate.total"].certain

    @pytest.mark.parametrize("name", ["2.其他法律行政法规禁止公开", "4.无正当理由大量反复申请"])
    @pytest.mark.parametrize("keep", [4, 5, 6])
    def test_a_row_and_its_remark_cut_by_the_break(self, name, keep):
        """The part of the label below the break may tell the row alone: its cells are no blanks."""
        lines = [[*line, "" if at > 2 else "备注"] for at, line in enumerate(table_three())]
        at = [line[0] for line in lines].index(name)
        label, *values, _ = lines[at]
        upper, lower = [label[:keep], *values, "含转"], [label[keep:], *[""] * 7, "办"]
        found = with_three([*lines[:at], upper], "- 5 -", [lower, *lines[at + 1 :]])
        assert lies(found, TRUTH) == {}
        assert [line[0] for line in lines[:3]] == [line[0] for line in table_three()[:3]]
        id = {"2": "refused.law_prohibited", "4": "not_processed.excessive"}[name[0]]
        assert row(found, f"applications.{id}") == " ".join(values)

    def test_repeated_heads_below_the_unit(self):
        caption = ["单位:件", *[""] * 7]
        lines = [caption, *table_three()]
        at = [line[0] for line in lines].index("3.补正后申请内容仍不明确")
        label, *values = lines[at]
        upper, lower = [label[:8], *values], [label[8:], *[""] * 7]
        parts = [*lines[:at], upper], [*lines[:4], lower, *lines[at + 1 :]]
        found = with_three(parts[0], "5", parts[1])
        assert lies(found, TRUTH) == {}
        assert row(found, "applications.unable.unclear") == " ".join(values)
        assert all(fact.certain for fact in found.facts.values())

    def test_heads_of_table_three_repeated_before_the_last_row(self):
        """Among them are heads that table 4 has too; it does not begin there."""
        lines = table_three()
        found = with_three(lines[:-1], "5", [*lines[:3], lines[-1]])
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())

    def test_a_head_of_table_four_cut_by_the_break(self):
        blank = [""] * 15
        groups = ["行政复议", *blank[:4], "行政诉讼", *blank[:9]]
        upper, lower = [*blank], [*blank]
        upper[5], upper[10], lower[5] = "未经复议直接起", "复议后起诉", "诉"
        heads, values = table_four()[2:]
        upper[:5] = heads[:5]
        rest = [*blank[:5], *heads[5:]]
        found = read(
            report(
                [table_two()],
                [table_three()],
                [[groups, upper], "- 5 -", [lower, rest, values]],
            )
        )
        assert lies(found, TRUTH) == {}
        assert row(found, "review") == " ".join(NUMBERS["review"].split()[:5])

    def test_ends_of_numbers_below_the_break_are_not_lost(self):
        lines = table_three()
        at = [line[0] for line in lines].index("(七)总计")
        label, *values = lines[at]
        upper, lower = [label, *values[:-1], values[-1][:-1]], ["", "", *[""] * 6, values[-1][-1]]
        found = with_three([*lines[:at], upper], "- 5 -", [lower, *lines[at + 1 :]])
        assert lies(found, TRUTH) == {}

    def test_heads_cut_by_the_break(self):
        """What is left of a label is no head that the form lacks."""
        corner = "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)"
        heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
        at = corner.index("二项之和")
        lines = [[corner[at:], *heads], *table_three()[3:]]
        found = with_three([[corner[:at], "申请人情况"]], "- 5 -", lines)
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())

    def test_a_group_label_cut_by_the_break(self):
        lines = table_three()
        at = [line[0] for line in lines].index("(四)无法提供")
        found = with_three([*lines[:at], ["(四)无"]], "- 5 -", [["法提供"], *lines[at + 1 :]])
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())

    def test_a_block_title_on_one_page_and_its_rows_on_the_next(self):
        lines = table_two()
        at = [line[0] for line in lines].index("第二十条第(六)项") + 1
        found = read(report([lines[:at], "- 2 -", lines[at:]], [table_three()], [table_four()]))
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())


class TestDeclining:
    def test_a_text_without_grids_is_for_the_other_layouts(self):
        text = document(*("\t".join(line) for line in table_three()))
        trace = Extractor(adapters=[Ready(text)]).trace(b"x")
        (attempt,) = (one for one in trace.tables[0].attempts if one.layout == "grid")
        assert not attempt.applied
        assert attempt.reason_zh

    def test_a_grid_of_a_few_rows_is_not_the_table(self):
        lines = table_three()
        few, rest = lines[:5], ["\t".join(line) for line in lines[5:]]
        found = with_three(few, *rest)
        assert lies(found, TRUTH) == {}


class TestHeads:
    def swapped(self, lines: Lines, old: list[str], new: list[str]) -> Lines:
        assert old in lines
        return [new if line == old else line for line in lines]

    def test_values_belong_to_the_heads_over_them(self):
        old = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
        two = self.swapped(table_two(), old, [old[0], *old[:0:-1]])
        found = read(report([two], [table_three()], [table_four()]))
        issued, repealed, in_force = NUMBERS["proactive.rules"].split()
        assert row(found, "proactive.rules") == f"{in_force} {repealed} {issued}"
        assert all(fact.certain for fact in found.facts.values())

    def test_a_total_in_front_leaves_doubt(self):
        old = ["自然人", "法人或其他组织", "总计"]
        found = with_three(self.swapped(table_three(), old, [old[2], *old[:2]]))
        assert {id for id, fact in found.facts.items() if not fact.certain} == {
            id for id in found.facts if id.startswith("applications.")
        }

    def test_a_head_that_the_form_lacks_leaves_doubt(self):
        old = ["自然人", "法人或其他组织", "总计"]
        found = with_three(self.swapped(table_three(), old, [*old[:2], "小计", old[2]]))
        assert not found["applications.granted.total"].certain

    def test_a_column_of_units_is_none(self):
        lines = [[line[0], "件", *line[1:]] if len(line) == 8 else line for line in table_three()]
        found = with_three(lines)
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())


class TestCells:
    """One drawn cell is one value, and stands on the line of its label."""

    @pytest.mark.parametrize(
        "text", ["5\n100", "5\t7", "57、3", "2022年", "6^1", "\ufffd", "①②", "(1)(2)"]
    )
    def test_what_is_no_one_number_is_unreadable(self, text):
        found = with_three(changed(lambda line: [*line[:7], text]))
        fact = found["applications.granted.total"]
        assert (fact.value, fact.certain) == (None, False)
        assert lies(found, TRUTH) == {}

    @pytest.mark.parametrize("row", [["3"], ["2022"], ["", "7"], ["第3页"]])
    def test_a_line_without_a_label_is_not_the_row_above(self, row):
        numbers = {**NUMBERS, "applications.refused.state_secret": "_ _ _ _ _ _ _"}
        lines = table_three(numbers)
        at = [line[0] for line in lines].index("1.属于国家秘密") + 1
        found = with_three([*lines[:at], row, *lines[at:]])
        assert lies(found, truth(numbers)) == {}

    def test_a_row_of_too_few_blank_cells_is_not_known_to_be_blank(self):
        found = with_three(changed(lambda line: [line[0], "", "", ""]))
        assert lies(found, TRUTH) == {}

    def test_words_in_a_value_cell_end_no_row(self):
        found = with_three(changed(lambda line: [*line[:3], "机密", *line[4:]]))
        assert lies(found, TRUTH) == {}
        assert found["applications.granted.total"].value == 8

    def test_a_count_that_fits_by_chance_does_not_move_numbers(self):
        whole = grid([[*line, ""] for line in table_two()])
        at = [line[0] for line in table_two()].index("规章")
        cells = [cell for cell in whole.cells if cell.row != at]
        cells += [Cell("规章", at, 0), Cell("", at, 1, 1, 2), Cell("15", at, 3), Cell("", at, 4)]
        cells.sort(key=lambda cell: (cell.row, cell.col))
        two = msgspec.structs.replace(whole, cells=tuple(cells))
        found = read(report([two], [table_three()], [table_four()]))
        assert found["proactive.rules.in_force"].value in (15, None)
        assert not (
            found["proactive.rules.repealed"].certain and found["proactive.rules.repealed"].value
        )

    def test_a_number_cut_by_the_break_is_not_certain(self):
        lines = table_three()
        at = [line[0] for line in lines].index("(一)予以公开")
        upper = [*lines[at][:7], "1"]
        found = with_three([*lines[:at], upper], "- 4 -", [[""] * 7 + ["8"], *lines[at + 1 :]])
        assert not found["applications.granted.total"].certain

    @pytest.mark.parametrize("keep", [4, 8, 12])
    def test_a_row_and_its_group_cut_behind_repeated_heads(self, keep):
        lines = [["", *line] if at > 2 else line for at, line in enumerate(table_three())]
        at = [line[1] for line in lines].index("5.要求行政机关确认或重新出具已获取信息")
        label, *values = lines[at][1:]
        upper, lower = ["(五)", label[:keep], *values], ["不予处理", label[keep:], *[""] * 7]
        found = with_three([*lines[:at], upper], "5", [*lines[:3], lower, *lines[at + 1 :]])
        assert lies(found, TRUTH) == {}
        assert row(found, "applications.not_processed.reconfirm") == " ".join(values)

    def test_a_row_of_table_four_beside_other_lines(self):
        four = [*table_four(), ["5"] * 2]
        found = read(report([table_two()], [table_three()], [four]))
        assert lies(found, TRUTH) == {}
        assert found["review.total"].certain
        labelled = [*table_four()[:-1], ["数量", *table_four()[-1]]]
        found = read(report([table_two()], [table_three()], [labelled]))
        assert lies(found, TRUTH) == {}
        assert found["review.total"].certain


HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


class TestColumns:
    """The heads of all columns in one line: values belong to the heads over them."""

    def lines(self, change: Callable[[list[str]], list[str]]) -> Lines:
        """Table 3 under one line of heads, its lines of cells changed."""
        heads, *rows = table_three()[2:]
        assert heads == HEADS[1:-1]
        return [change(line) if len(line) == 8 else line for line in [["", *HEADS], *rows]]

    def sure(self, change: Callable[[list[str]], list[str]]) -> bool:
        found = with_three(self.lines(change))
        assert lies(found, TRUTH) == {}
        return all(fact.certain for fact in found.facts.values())

    def test_columns_in_another_order(self):
        assert self.sure(lambda line: [line[0], line[7], *line[3:7], line[1], line[2]])

    def test_heads_in_another_order_that_the_sums_deny(self):
        def only_heads(line: list[str]) -> list[str]:
            return [line[0], line[7], *line[1:7]] if line[0] == "" else line

        assert not self.sure(only_heads)

    @pytest.mark.parametrize("value", ["", "0", "12", "无", "含网上5件"])
    @pytest.mark.parametrize("head", ["备注", "上年总计", "小计"])
    def test_a_column_that_the_form_lacks(self, head, value):
        assert self.sure(lambda line: [*line, head if line[0] == "" else value])
        assert self.sure(lambda line: [*line[:7], head if line[0] == "" else value, line[7]])

    def test_a_column_of_running_numbers(self):
        labels = [line[0] for line in table_three()]

        def numbered(line: list[str]) -> list[str]:
            return ["序号" if line[0] == "" else str(labels.index(line[0])), *line]

        assert self.sure(numbered)

    def test_a_row_that_lost_a_cell_is_not_placed_by_a_surplus_column(self):
        def change(line: list[str]) -> list[str]:
            line = [*line, "备注" if line[0] == "" else "9"]
            return [line[0], *line[2:]] if line[0] == "(一)予以公开" else line

        found = with_three(self.lines(change))
        assert lies(found, TRUTH) == {}

    def test_heads_that_are_told_twice_place_nothing(self):
        found = with_three(self.lines(lambda line: [*line, *line[1:]]))
        assert lies(found, TRUTH) == {}
        assert not found["applications.granted.total"].certain

    def test_labels_repeated_in_every_merged_place(self):
        found = with_three(self.lines(lambda line: [line[0], line[0], *line]))
        assert lies(found, TRUTH) == {}
        assert all(fact.certain for fact in found.facts.values())


def outcomes(found: Report) -> str:
    """Table 4 as printed, `_` for blank."""
    return " ".join(found[id].raw or "_" for id in edition("2021").tables[2].facts)


class TestOutcomes:
    """Table 4: its one row has no label, so each value belongs to its head."""

    def four(self, *blocks: Block) -> Report:
        found = read(report([table_two()], [table_three()], list(blocks)))
        assert lies(found, TRUTH) == {}
        return found

    def sure(self, *blocks: Block) -> bool:
        found = self.four(*blocks)
        assert outcomes(found) == NUMBERS["review"]
        return all(fact.certain for fact in found.facts.values())

    @property
    def parts(self) -> list[tuple[list[str], list[str]]]:
        """The heads and the values of each of the three groups."""
        *_, heads, values = table_four()
        return [(heads[at : at + 5], values[at : at + 5]) for at in (0, 5, 10)]

    def test_a_value_beside_each_head(self):
        lines: Lines = []
        groups = ("行政复议", "未经复议直接起诉", "复议后起诉")
        for group, (heads, values) in zip(groups, self.parts, strict=True):
            lines += [[group], *([*pair] for pair in zip(heads, values, strict=True))]
        assert self.sure(lines)

    def test_a_value_behind_blank_cells_beside_each_head(self):
        """In the columns of the table above, into which such a list is drawn."""
        lines: Lines = []
        groups = ("行政复议", "未经复议直接起诉", "复议后起诉")
        for group, (heads, values) in zip(groups, self.parts, strict=True):
            lines += [[group]]
            lines += [[head, "", "", value, ""] for head, value in zip(heads, values, strict=True)]
        assert self.sure(lines)

    def test_groups_one_below_the_other(self):
        (one, first), (two, second), (three, third) = self.parts
        upper: Lines = [["行政复议"], one, first]
        lower: Lines = [["行政诉讼"], ["未经复议直接起诉"], two, second, ["复议后起诉"]]
        assert self.sure([*upper, *lower, three, third])
        assert self.sure(upper, "- 7 -", [*lower, three, third])
        assert self.sure(upper, lower, [three, third])

    def test_blank_values_of_a_group(self):
        (one, first), (two, _), (three, third) = self.parts
        found = read(
            report(
                [table_two()],
                [table_three()],
                [[["行政复议"], one, first, ["行政诉讼"], two, [""] * 5, three, third]],
            )
        )
        kept = NUMBERS["review"].split()
        assert outcomes(found) == " ".join([*kept[:5], *"_____", *kept[10:]])

    @pytest.mark.parametrize("between", ["- 7 -", "7", "青禾县交通运输局 7"])
    def test_heads_on_one_page_and_values_on_the_next(self, between):
        *heads, values = table_four()
        assert self.sure(heads, between, [values])

    @pytest.mark.parametrize("label", ["2022年", "2022", "数量", "数量(件)", "合计", ""])
    def test_a_label_before_the_values(self, label):
        *groups, heads, values = table_four()
        assert self.sure([*groups, ["项目", *heads], [label, *values]])

    def test_a_blank_line_before_the_values(self):
        *heads, values = table_four()
        assert self.sure([*heads, [""] * 15, values])

    def test_two_lines_of_values_leave_doubt(self):
        found = self.four([*table_four(), ["8"] * 15])
        assert not any(
            fact.certain for id, fact in found.facts.items() if id.startswith(("review", "litig"))
        )

    def test_heads_of_a_group_in_another_order(self):
        *groups, heads, values = table_four()
        turned = [[*line[1:5], line[0], *line[5:]] for line in (heads, values)]
        assert self.sure([*groups, *turned])

    def test_groups_in_another_order_leave_doubt(self):
        (one, first), (two, second), (three, third) = self.parts
        lower: Lines = [
            ["行政诉讼"],
            ["未经复议直接起诉"],
            two,
            second,
            ["复议后起诉"],
            three,
            third,
        ]
        found = self.four([*lower, ["行政复议"], one, first])
        assert not found["review.total"].certain


def test_numbers_between_the_heads_of_a_table_without_sums_are_the_rows_own():
    """Merged cells split up, of heads and values that do not line up: no head is over the 15."""

    def spread(line: list[str], columns: tuple[int, ...]) -> list[str]:
        made = [""] * 8
        for column, text in zip(columns, line, strict=True):
            made[column] = text
        return made

    two = table_two()
    at = next(number for number, line in enumerate(two) if line[0] == "规章")
    lines = [spread(two[at - 1], (0, 2, 5, 7))]
    lines += [spread(line, (0, 2, 4, 6)) for line in two[at : at + 2]]
    found = read(report([*([two[: at - 1]] if at > 1 else []), lines, two[at + 2 :]],
                        [table_three()], [table_four()]))  # fmt: skip
    assert lies(found, TRUTH) == {}
    told = {id: fact for id, fact in found.facts.items() if "normative_documents" in id}
    assert {fact.raw for fact in told.values() if fact.certain} <= {"2", "1", "15"}


@pytest.mark.parametrize("rows", [5, 7, 9])
@pytest.mark.parametrize("cells", [1, 3, 6])
def test_the_row_in_which_a_drawn_table_ends_has_no_cells_that_are_not_drawn(rows, cells):
    """A table of few rows is drawn all the same: no layout of texts takes its rim for blanks."""
    its = edition("2021").tables[1].rows[rows - 1]
    numbers = {**NUMBERS, f"applications.{its.id}": "/ / / / / / /"}
    lines = table_three(numbers)
    at = next(at for at, line in enumerate(lines) if line[-1] == "/")
    kept = [*lines[:at], lines[at][: cells + 1]]
    width = max(map(len, kept))
    drawn = [Cell(text, at, col) for at, line in enumerate(kept) for col, text in enumerate(line)]
    grid = Grid(len(kept), width, tuple(drawn))
    found = read(report([table_two()], [grid], []))
    assert lies(found, truth(numbers)) == {}
    certain = [
        cell.column
        for cell in its.cells
        if cell.fact in found.facts and found.facts[cell.fact].certain
    ]
    assert len(certain) <= cells


def framed(lines: Lines, label: str, columns: set[int]) -> Grid:
    """The grid in which some values of a row stand in a frame: a blank row above and below."""
    at = [line[0] for line in lines].index(label)
    cells = []
    for cell in grid(lines).cells:
        if cell.row < at:
            cells.append(cell)
        elif cell.row > at:
            cells.append(msgspec.structs.replace(cell, row=cell.row + 2))
        elif cell.col in columns:
            parts = enumerate(["", cell.text, ""], at)
            cells += [msgspec.structs.replace(cell, row=row, text=text) for row, text in parts]
        else:
            cells.append(msgspec.structs.replace(cell, rows=3))
    order = sorted(cells, key=lambda cell: (cell.row, cell.col))
    return Grid(len(lines) + 2, max(map(len, lines)), tuple(order))


def test_frames_around_values_are_no_blank_cells():
    label = "(一)予以公开"
    for columns in ({1, 3}, {2, 4, 7}, {7}):
        found = with_three(framed(table_three(), label, columns))
        assert lies(found, TRUTH) == {}
        assert not any(fact.certain and fact.state == "blank" for fact in found.facts.values())


def test_a_remark_is_no_total_where_no_heads_tell_the_columns():
    blank = {f"applications.{its.id}": "0 0 0 0 0 0 _" for its in edition("2021").tables[1].rows}
    remarks = {"(一)予以公开": "2", "(三)其他处理": "含上年1件", "1.属于国家秘密": "2"}
    lines = [
        [*line, remarks.get(line[0], "")]
        for line in table_three({**NUMBERS, **blank})
        if len(line) == 8 and line[1].isdigit()
    ]
    found = with_three(lines)
    assert lies(found, truth({**NUMBERS, **blank})) == {}


def test_a_row_that_a_page_break_cut_is_not_blank():
    """Its values stand beside the first half of its label, on the page before."""
    lines = table_three()
    label = "5.要求行政机关确认或重新出具已获取信息"
    at = [line[0] for line in lines].index(label)
    numbers = [label[:5], "3", "0", "0", "0", "0", "0", "3"]
    rest = [[label[8:], *[""] * 7], *lines[at + 1 :]]
    found = with_three([*lines[:at], numbers], label[5:8], rest)
    row = "applications.not_processed.reconfirm"
    assert not any(fact.certain for id, fact in found.facts.items() if id.startswith(row))
