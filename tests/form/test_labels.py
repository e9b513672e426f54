"""The form's labels found again in squeezed text: whole, in other words, glued and misspelt."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.fold import squeeze
from govdisclose_extract.form.definition import Label, Row, Table
from govdisclose_extract.form.enumerators import split_enumerator, trailing_enumerator
from govdisclose_extract.form.labels import (
    TOLERANCE,
    Find,
    chain,
    closest_part,
    find_labels,
    find_misspelt,
)
from govdisclose_extract.form.loader import built_in

EDITIONS = ("2019", "2021")


class Line(NamedTuple):
    """A printed line of a table: a row's label with its number of cells, or a head (row None)."""

    row: str | None
    label: str
    aliases: tuple[str, ...]
    cells: int


@cache
def lines_of(edition: str, id: str) -> tuple[Line, ...]:
    """A table as its TOML prints it: heads, groups and rows in their order."""
    text = (files("govdisclose_extract.form") / "editions" / f"{edition}.toml").read_text("utf-8")
    (table,) = (one for one in tomllib.loads(text)["tables"] if one["id"] == id)
    lines: list[Line] = []
    for block in table["blocks"]:
        if "label" in block:
            lines.append(Line(None, block["label"], (), 0))
        lines += [Line(None, column["label"], (), 0) for column in block["columns"]]
        for row in block["rows"]:
            if "group" in row:
                lines.append(Line(None, row["group"], (), 0))
            else:
                its = Line(row["id"], row["label"], tuple(row.get("aliases", ())), 0)
                lines.append(its._replace(cells=len(block["columns"])))
    return tuple(lines)


def table_of(edition: str, id: str = "applications") -> Table:
    table = built_in(edition).table(id)
    assert table
    return table


class Printed:
    """A squeezed table: the text, and where each row's label starts and ends."""

    def __init__(
        self, edition: str, id: str = "applications", *, values: str = "0", **changed: str
    ) -> None:
        self.table = table_of(edition, id)
        self.text = ""
        self.at: dict[str, tuple[int, int]] = {}
        self.borders: list[int] = []
        for line in lines_of(edition, id):
            printed = squeeze(changed.get(line.row or line.label, line.label))
            self.borders.append(len(self.text))
            if line.row:
                self.at[line.row] = (len(self.text), len(self.text) + len(printed))
            self.text += printed
            for _ in range(line.cells):
                self.borders.append(len(self.text))
                self.text += values

    def rows(self, borders: bool = False) -> dict[str, tuple[int, int]]:
        """The rows that are found, each with its start and end."""
        finds = find_labels(self.table, self.text, self.borders if borders else ())
        chosen = chain(finds, len(self.table.rows))
        return {self.table.rows[find.row].id: (find.start, find.end) for find in chosen}


def spellings() -> list[tuple[str, str, str, str]]:
    return [
        (edition, id, line.row, spelling)
        for edition in EDITIONS
        for id in ("proactive", "applications")
        for line in lines_of(edition, id)
        if line.row
        for spelling in (line.label, *line.aliases)
    ]


class TestWholeTables:
    @pytest.mark.parametrize("borders", [False, True], ids=["glued", "cells"])
    @pytest.mark.parametrize("values", ["", "0", "17", "/"])
    @pytest.mark.parametrize("id", ["proactive", "applications"])
    @pytest.mark.parametrize("edition", EDITIONS)
    def test_every_official_label_is_found_as_its_row(self, edition, id, values, borders):
        printed = Printed(edition, id, values=values)
        assert printed.rows(borders) == printed.at
        assert list(printed.at) == [row.id for row in printed.table.rows]

    @pytest.mark.parametrize(("edition", "id", "row", "spelling"), spellings())
    def test_every_spelling_is_found_as_its_row(self, edition, id, row, spelling):
        """With its enumerator and without."""
        label = table_of(edition, id).row(row).label
        enumerator, body = split_enumerator(squeeze(spelling))
        assert body in label.bodies
        number = enumerator or label.enumerator
        stop = "" if number.startswith("(") else "." if number.isdigit() else "、" if number else ""
        numbered = Printed(edition, id, **{row: number + stop + body})
        assert numbered.rows() == numbered.at
        bare = Printed(edition, id, values="/", **{row: body})
        assert bare.rows(borders=True) == bare.at

    @pytest.mark.parametrize("edition", EDITIONS)
    def test_every_head_is_found_as_a_mark(self, edition):
        for id in ("proactive", "applications", "review"):
            table = table_of(edition, id)
            for mark in table.marks:
                text = squeeze(mark.printed)
                (find,) = find_labels(table, text)
                assert (find.start, find.end) == (0, len(text))
                assert mark.bodies[0] in find.label.bodies
                assert find.row < 0 or find.label is table.rows[find.row].label

    def test_no_two_finds_share_a_letter(self):
        for edition in EDITIONS:
            for id in ("proactive", "applications"):
                printed = Printed(edition, id, values="")
                finds = find_labels(printed.table, printed.text, printed.borders)
                pairs = pairwise(finds)
                assert all(one.end <= other.start for one, other in pairs)
                assert "".join(printed.text[one.start : one.end] for one in finds) == printed.text

    def test_a_stretch_may_be_searched_alone(self):
        printed = Printed("2021")
        start, end = printed.at["partial"][0], printed.at["refused.law_prohibited"][1]
        finds = find_labels(printed.table, printed.text, start=start, end=end)
        assert [finds[0].start, finds[-1].end] == [start, end]
        assert {printed.table.rows[one.row].id for one in finds if one.row >= 0} == {
            "partial",
            "refused.state_secret",
            "refused.law_prohibited",
        }


class TestWordsOfSeveralMeanings:
    def test_other_is_a_column_a_row_and_part_of_longer_labels(self):
        printed = Printed("2021", values="/")
        finds = find_labels(printed.table, printed.text, printed.borders)
        others = [one for one in finds if one.label.bodies[0] == "其他"]
        found = chain(finds, len(printed.table.rows))
        (row,) = (one for one in found if printed.table.rows[one.row].id == "other.other")
        assert printed.text[row.start : row.end] == "3.其他"
        assert len(others) == 2  # the column and the row; 其他法律…, 其他处理 hide theirs
        assert printed.text.count("其他") > 2

    def test_total_is_a_column_and_a_row(self):
        printed = Printed("2019")
        finds = find_labels(printed.table, printed.text, printed.borders)
        totals = [printed.text[one.start : one.end] for one in finds if "总计" in one.label.bodies]
        assert totals == ["总计", "(七)总计"]
        assert printed.rows()["total"] == printed.at["total"]

    @pytest.mark.parametrize("label", ["总计", "(七)总计", "七、总计", "合计", "7.总计"])
    def test_the_total_row_is_found_with_any_number(self, label):
        printed = Printed("2021", total=label)
        start, end = printed.rows()["total"]
        assert end == printed.at["total"][1]
        assert printed.text[start:end].endswith(label[-2:])

    def test_a_heading_with_the_number_of_a_row_is_no_row(self):
        printed = Printed("2021")
        text = printed.text + "四、政府信息公开行政复议、行政诉讼情况"
        found = chain(find_labels(printed.table, text), len(printed.table.rows))
        assert (found[-1].start, found[-1].end) == printed.at["carried_out"]

    @pytest.mark.parametrize("prose", ["制定规章草案", "本规章的", "部门规章和"])
    def test_a_short_label_inside_words_is_none(self, prose):
        assert find_labels(table_of("2021", "proactive"), prose) == []

    @pytest.mark.parametrize(
        ("text", "borders"),
        [
            ("规章", ()),
            ("。规章0", ()),
            ("本部门规章现行", (3, 5)),
            ("规章二", ()),
            ("规章规范性文件", ()),
        ],
    )
    def test_a_short_label_between_borders_marks_or_labels_is_one(self, text, borders):
        finds = find_labels(table_of("2021", "proactive"), text, borders)
        assert finds[0].row == 0
        assert text[finds[0].start : finds[0].end] == "规章"

    def test_a_short_label_needs_both_of_its_ends(self):
        table = table_of("2021", "proactive")
        assert find_labels(table, "本部门规章现行", (3,)) == []
        assert find_labels(table, "本部门规章现行", (5,)) == []

    def test_table_four_is_told_by_marks_alone(self):
        table = table_of("2021", "review")
        finds = find_labels(table, "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计1000")
        assert [one.row for one in finds] == [-1] * 7
        assert chain(finds, 1) == []


class TestNotes:
    @pytest.mark.parametrize(
        "note", ["(指2020年1月1日以后)", "(1)", "(含(二)8.行政处罚、行政强制3)", "(见注2(第20条))"]
    )
    def test_a_note_in_brackets_belongs_to_its_label_with_its_digits(self, note):
        text = f"规章{note}12规范性文件{note}345"
        finds = find_labels(table_of("2019", "proactive"), text)
        assert [text[one.start : one.end] for one in finds] == [f"规章{note}", f"规范性文件{note}"]
        assert [one.row for one in finds] == [0, 1]

    @pytest.mark.parametrize("note", ["(没有结尾12", f"({'很' * 200})"])
    def test_a_bracket_that_does_not_close_soon_is_no_note(self, note):
        (find,) = find_labels(table_of("2019", "proactive"), f"规范性文件{note}")
        assert find.end == len("规范性文件")

    @pytest.mark.parametrize(
        "text",
        ["三、本年度办理结果(一)予以公开0", "(三)不予公开(1)属于国家秘密0", "上年结转(一)予以公开"],
    )
    def test_the_number_of_the_next_label_is_no_note(self, text):
        first, second = find_labels(table_of("2021"), text)
        assert first.end == second.start
        assert text[second.start] == "("

    def test_a_long_row_name_inside_a_note_is_no_row(self):
        text = "规范性文件(行政许可等文件)0行政许可(不含行政处罚)1"
        finds = find_labels(table_of("2019", "proactive"), text)
        assert [one.row for one in finds] == [1, 2]

    def test_a_label_inside_the_note_of_a_shorter_one_gives_way(self):
        text = "规章(含其他对外管理服务事项)5"
        finds = find_labels(table_of("2019", "proactive"), text)
        assert [text[one.start : one.end] for one in finds] == ["规章(含其他对外管理服务事项)"]


class TestEnumerators:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("(三)不予公开", ("(三)", "不予公开")),
            ("(三)、不予公开", ("(三)", "不予公开")),
            ("(12)其他", ("(12)", "其他")),
            ("一、本年新收", ("一", "本年新收")),
            ("十二.其他", ("十二", "其他")),
            ("1.属于国家秘密", ("1", "属于国家秘密")),
            ("1,属于国家秘密", ("1", "属于国家秘密")),
            ("1属于国家秘密", ("", "1属于国家秘密")),
            ("三安全一稳定", ("", "三安全一稳定")),
            ("(注)其他", ("", "(注)其他")),
            ("总计", ("", "总计")),
            ("", ("", "")),
        ],
    )
    def test_a_label_is_parted_from_its_number(self, text, parts):
        assert split_enumerator(text) == parts

    @pytest.mark.parametrize(
        ("before", "expected", "length", "right"),
        [
            # nothing expected, nothing printed
            ("2.", "", 0, None),
            ("", "2", 0, None),
            ("公开", "2", 0, None),
            # the expected number, in each of its forms
            ("2.", "2", 2, True),
            ("2、", "2", 2, True),
            ("2", "2", 1, True),
            ("(2)", "2", 3, True),
            ("(2).", "2", 4, True),
            ("(七)", "(七)", 3, True),
            ("七、", "(七)", 2, True),
            ("七", "(七)", 1, True),
            ("一、", "一", 2, True),
            ("三三、", "三", 3, True),
            # the last word before it
            ("等于第三二、", "二", 2, True),
            # another number
            ("5.", "2", 2, False),
            ("(五)", "(七)", 3, False),
            ("二、", "一", 2, False),
            ("公开二", "一", 0, None),
            ("公开5", "2", 0, None),
            # digits of values run into it
            ("0000002.", "2", 2, True),
            ("172.", "2", 2, True),
            ("17.", "2", 0, None),
            ("12", "2", 0, None),
            ("(0)2.", "2", 2, True),
            # brackets that hold no number, or are not whole
            ("(注)", "2", 0, None),
            ("()", "2", 0, None),
            ("2)", "2", 0, None),
            (".", "2", 0, None),
        ],
    )
    def test_the_number_before_a_label_is_taken_and_no_digit_of_a_value(
        self, before, expected, length, right
    ):
        end = len(before)
        assert trailing_enumerator(before + "其他", end, expected, 0) == (end - length, right)

    def test_the_search_ends_at_the_floor(self):
        assert trailing_enumerator("(七)总计", 3, "(七)", 1) == (3, None)
        assert trailing_enumerator("2.总计", 2, "2", 2) == (2, None)
        assert trailing_enumerator("2.总计", 2, "2", 1) == (2, None)
        assert trailing_enumerator("三三、总计", 3, "三", 1) == (1, True)

    @pytest.mark.parametrize(
        ("row", "glued"), [("law_prohibited", "2"), ("third_party", "4"), ("admin_query", "8")]
    )
    def test_a_number_glued_to_the_values_before_it_is_the_labels(self, row, glued):
        for values in ("0", "1", glued):
            printed = Printed("2021", values=values)
            start, _ = printed.rows()[f"refused.{row}"]
            assert printed.text[start - 7 : start] == values * 7
            assert printed.text[start : start + 2] == f"{glued}."

    def test_a_wrong_number_weighs_less_than_the_right_one(self):
        table = table_of("2021")
        right, wrong, bare = (
            find_labels(table, text)[0].weight for text in ("2.重复申请", "3.重复申请", "重复申请")
        )
        assert wrong < bare < right

    def test_a_label_at_the_border_of_a_cell_weighs_more(self):
        table = table_of("2021")
        inside, bordered = (find_labels(table, "0重复申请", at)[0].weight for at in ((), (1,)))
        assert inside < bordered


class TestChain:
    def find(self, row: int, start: int, weight: int) -> Find:
        return Find(start, start + 1, row, weight, Label("x", ("x",)))

    def test_nothing_makes_an_empty_chain(self):
        assert chain([], 3) == []
        assert chain([self.find(-1, 0, 9)], 3) == []

    def test_rows_out_of_order_give_way_to_the_heavier_chain(self):
        finds = [self.find(2, 0, 5), self.find(0, 1, 4), self.find(1, 2, 4), self.find(2, 3, 1)]
        assert chain(finds, 3) == finds[1:]

    def test_of_equal_finds_the_earlier_wins(self):
        finds = [self.find(0, 0, 4), self.find(0, 5, 4), self.find(1, 9, 4)]
        assert chain(finds, 2) == [finds[0], finds[2]]

    @given(st.lists(st.tuples(st.integers(-1, 3), st.integers(1, 5)), max_size=9))
    def test_no_other_chain_is_heavier(self, pairs):
        finds = [self.find(row, at, weight) for at, (row, weight) in enumerate(pairs)]
        best = 0
        for bits in range(1 << len(finds)):
            some = [one for at, one in enumerate(finds) if bits >> at & 1]
            rows = [one.row for one in some]
            if -1 not in rows and rows == sorted(set(rows)):
                best = max(best, sum(one.weight for one in some))
        found = chain(finds, 4)
        rows = [one.row for one in found]
        assert rows == sorted(set(rows))
        assert -1 not in rows
        assert [one.start for one in found] == sorted(one.start for one in found)
        assert sum(one.weight for one in found) == best


def misspelt(table: Table, text: str, finds: list[Find]) -> list[Find]:
    """The rows that the chain of finds lacks, looked for with letters wrong."""
    chosen = chain(finds, len(table.rows))
    missing = set(range(len(table.rows))) - {find.row for find in chosen}
    return find_misspelt(table, text, chosen, finds, missing, 0, len(text))


def misspell(label: Label, letters: int) -> str:
    """The body with so many letters wrong, evenly spread, so that no known spelling is left."""
    body = label.bodies[0]
    step = len(body) // letters
    for first in range(step):
        wrong = {first + step * number for number in range(letters)}
        printed = "".join("錯" if at in wrong else char for at, char in enumerate(body))
        if not any(known in printed for known in label.bodies):
            return printed
    raise AssertionError(body)


def is_long(row: Row) -> bool:
    """Whether a letter of the row's label may be wrong."""
    return row.label is not None and len(row.label.bodies[0]) >= TOLERANCE


class TestMisspelt:
    @pytest.mark.parametrize(
        ("edition", "row"),
        [(name, row.id) for name in EDITIONS for row in table_of(name).rows if is_long(row)],
    )
    def test_a_label_with_as_many_wrong_letters_as_are_borne_is_found(self, edition, row):
        label = table_of(edition).row(row).label
        bound = len(label.bodies[0]) // TOLERANCE
        found = self.misspelt(edition, row, misspell(label, bound))
        assert found
        assert 1 <= found.doubt <= bound

    @pytest.mark.parametrize(("row", "body"), [("total", "总讲"), ("other.other", "其池")])
    def test_a_label_of_two_letters_must_be_right(self, row, body):
        assert not is_long(table_of("2021").row(row))
        assert self.misspelt("2021", row, body) is None

    @pytest.mark.parametrize("row", ["new", "granted", "unable.not_held", "carried_out"])
    def test_a_label_with_more_wrong_letters_is_not_found(self, row):
        body = table_of("2021").row(row).label.bodies[0]
        assert self.misspelt("2021", row, "錯" * (len(body) // 2) + body[len(body) // 2 :]) is None

    def misspelt(self, edition: str, row: str, body: str) -> Find | None:
        printed = Printed(edition, **{row: body})
        table = printed.table
        finds = find_labels(table, printed.text)
        assert row not in printed.rows()
        found = misspelt(table, printed.text, finds)
        assert all(table.rows[one.row].id == row for one in found)
        if found:
            start, end = printed.at[row]
            assert start <= found[0].start < found[0].end <= end + 1
        return found[0] if found else None

    def test_letters_may_be_missing_or_surplus(self):
        for body in ("其他法律行政止公开", "其他法律的行政法规都禁止公开"):
            found = self.misspelt("2021", "refused.law_prohibited", f"2.{body}")
            assert found
            assert found.doubt == (2 if "都" in body else 3)

    def test_the_number_and_the_note_belong_to_a_misspelt_label(self):
        table = table_of("2021")
        printed = "上年结转政府信息公开申请数量(一)予已公开(只计1种)3(二)部分公开"
        finds = find_labels(table, printed)
        (found,) = misspelt(table, printed, finds)
        assert printed[found.start : found.end] == "(一)予已公开(只计1种)"
        assert found.doubt == 1

    def test_brackets_behind_a_misspelt_label_that_number_the_next_one_are_no_note(self):
        table = table_of("2021")
        text = "上年结转政府信息公开申请数量(一)予已公开(1)部分公开"
        finds = find_labels(table, text)
        (found,) = misspelt(table, text, finds)
        assert text[found.start : found.end] == "(一)予已公开"

    @pytest.mark.parametrize(
        ("values", "body"),
        [("0005", "以公开"), ("0005", "予以公"), ("/-3", "以公开"), ("1.5", "予以公")],
    )
    def test_no_value_is_taken_for_a_wrong_letter(self, values, body):
        table = table_of("2021")
        text = f"上年结转政府信息公开申请数量{values}{body}{values}1.属于国家秘密"
        finds = find_labels(table, text)
        (found,) = misspelt(table, text, finds)
        assert text[found.start : found.end] == body

    def test_without_a_neighbour_nothing_is_looked_for(self):
        text = "予以公升"
        assert find_misspelt(table_of("2021"), text, [], [], {2}, 0, len(text)) == []

    def test_only_the_rows_and_the_stretch_that_are_asked_for_are_searched(self):
        table = table_of("2021")
        text = "1.属于国家秘密其他法律行政法归禁止公开危及三安权一稳定4.保护第三方合法权益"
        finds = find_labels(table, text)
        chosen = chain(finds, len(table.rows))
        both, one = (
            find_misspelt(table, text, chosen, finds, rows, 0, len(text)) for rows in ({5, 6}, {6})
        )
        assert [find.row for find in both] == [5, 6]
        assert [find.row for find in one] == [6]
        before = chosen[:1]
        for stop, rows in ((13, [5]), (9, [])):
            end = before[0].end + stop
            found = find_misspelt(table, text, before, finds, {5}, 0, end)
            assert [find.row for find in found] == rows

    def test_the_first_and_the_last_row_are_looked_for_next_to_the_others(self):
        table = table_of("2021")
        text = "一、本年所收政府信息公升申请数量0二、上年结转政府信息公开申请数量0"
        finds = find_labels(table, text)
        (first,) = misspelt(table, text, finds)
        assert (first.start, table.rows[first.row].id) == (0, "new")
        text = "(七)总计0四、结传下年度继续办理0"
        finds = find_labels(table, text, (0,))
        (last,) = misspelt(table, text, finds)
        assert (text[last.start : last.end], table.rows[last.row].id) == (
            "四、结传下年度继续办理",
            "carried_out",
        )

    @pytest.mark.parametrize("length", [100, 500])
    def test_a_wide_gap_is_not_searched(self, length):
        table = table_of("2021")
        text = "(一)予以公开" + "。" * length + "1.属于国家机密"
        text += "2.其他法律行政法规禁止公开"
        finds = find_labels(table, text)
        found = misspelt(table, text, finds)
        assert [table.rows[one.row].id for one in found] == (
            ["refused.state_secret"] if length == 100 else []
        )

    @pytest.mark.parametrize(("length", "found"), [(60, True), (200, False)])
    def test_before_the_first_and_behind_the_last_row_the_reach_is_short(self, length, found):
        table = table_of("2021")
        gap = "。" * length
        last = f"(七)总计{gap}四、结传下年度继续办理"
        first = f"一、本年所收政府信息公升申请数量{gap}二、上年结转政府信息公开申请数量"
        for text in (last, first):
            finds = find_labels(table, text, (0,))
            assert bool(misspelt(table, text, finds)) == found

    def test_no_room_between_neighbours_is_not_searched(self):
        table = table_of("2021")
        text = "(一)予以公开1.属于国家秘密"
        finds = find_labels(table, text)
        assert misspelt(table, text, finds) == []

    def test_letters_of_a_head_are_left_alone(self):
        table = table_of("2021")
        text = "1.属于国家秘密0(四)无法提供02.没有现成信息需要另行制作"
        finds = find_labels(table, text)
        found = misspelt(table, text, finds)
        assert all("无法提供" not in text[one.start : one.end] for one in found)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("甲甲甲甲乙丙丁庚辛己己己己", []),
            ("甲甲甲甲乙丙丁庚辛壬丙丁戊己己己己", ["壬丙丁戊"]),
            ("甲甲甲甲壬丙丁戊乙丙丁庚辛己己己己", ["壬丙丁戊"]),
        ],
    )
    def test_a_head_is_no_misspelt_row_though_it_is_near_to_one(self, text, expected):
        bodies = ("甲甲甲甲", "乙丙丁戊", "己己己己")
        rows = tuple(Row(body, Label(body, (body,)), ()) for body in bodies)
        mark = Label("乙丙丁庚", ("乙丙丁庚",))
        table = Table("review", 4, "t", rows, (mark,), (), ())
        finds = find_labels(table, text)
        assert [find.row for find in finds] == [0, -1, 2]
        found = misspelt(table, text, finds)
        assert [text[find.start : find.end] for find in found] == expected

    def test_of_two_misspelt_places_the_nearer_spelling_wins(self):
        table = table_of("2021")
        text = "1.属于国家秘密其他法律行政止公开(四)无法提供其他法律行政法归禁止公开"
        text += "4.保护第三方合法权益"
        finds = find_labels(table, text)
        (found,) = misspelt(table, text, finds)
        assert text[found.start : found.end] == "其他法律行政法归禁止公开"
        assert found.doubt == 1

    def test_a_table_without_labels_has_nothing_to_look_for(self):
        table = Table(
            "review", 4, "t", (Row("r", None, ()), *table_of("2021").rows[:1]), (), (), ()
        )
        chosen = [Find(0, 2, 1, 4, table.rows[1].label)]
        assert find_misspelt(table, "本年新收", chosen, [], {0}, 0, 4) == []


def distance(one: str, other: str) -> int:
    """Edit distance, by its definition."""

    @cache
    def of(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        return min(
            of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (one[i - 1] != other[j - 1])
        )

    return of(len(one), len(other))


class TestClosestPart:
    @given(
        st.text("甲乙丙", min_size=1, max_size=6), st.text("甲乙丙", max_size=9), st.integers(0, 4)
    )
    def test_no_part_of_the_text_is_nearer(self, body, text, bound):
        best = min(
            distance(body, text[start:end])
            for start in range(len(text) + 1)
            for end in range(start, len(text) + 1)
        )
        found = closest_part(body, text, bound)
        if found is None:
            assert best > bound or best == len(body)  # all letters wrong is no find
        else:
            start, end, doubt = found
            assert doubt == best == distance(body, text[start:end])
            assert doubt <= bound

    def test_of_equal_parts_the_first_is_taken(self):
        assert closest_part("甲乙", "丙甲乙甲乙", 1) == (1, 3, 0)

    def test_a_text_that_is_too_short_holds_nothing(self):
        assert closest_part("甲乙丙丁", "甲乙", 1) is None
        assert closest_part("甲乙丙丁", "甲乙丙", 1) == (0, 3, 1)


class TestLargeTexts:
    def test_repeated_labels_are_all_found(self):
        table = table_of("2021")
        text = "1.属于国家秘密0" * 22_000
        assert len(text.encode()) > 200_000
        assert len(find_labels(table, text[: 9 * 15_000])) == 15_000

    def test_more_finds_than_any_report_has_are_not_followed(self):
        table = table_of("2021")
        long = find_labels(table, "1.属于国家秘密0" * 22_000)
        short = find_labels(table, "总计0" * 22_000)
        assert len(long) == len(short) == 20_000

    def test_the_chain_of_many_finds_has_each_row_once(self):
        printed = Printed("2021")
        finds = find_labels(printed.table, printed.text * 150)
        assert len(finds) > 5000
        assert len(chain(finds, len(printed.table.rows))) == len(printed.table.rows)

    def test_random_text_of_the_forms_letters_gives_finds_without_overlap(self):
        chance = random.Random(7)
        printed = Printed("2021")
        pieces = [printed.text[at : at + 9] for at in range(0, len(printed.text), 5)]
        text = "".join(chance.choice(pieces) for _ in range(2000))
        finds = find_labels(printed.table, text)
        assert len(finds) > 100
        pairs = pairwise(finds)
        assert all(one.start < one.end <= other.start for one, other in pairs)
