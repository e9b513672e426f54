"""One spelling for what is printed in many, and the way back to each printed character."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from govdisclose_extract.fold import fold, squeeze
from govdisclose_extract.form.loader import built_in

TRADITIONAL: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "data" / "traditional_labels.json").read_text(encoding="utf-8")
)
"""Texts of the form, each with its spellings in the scripts of Taiwan, Hong Kong and print."""

ODD = "开開①⑴⒈㈠½²₂㎡Ａ１ \u3000\u200b\ufeff\t\n\r\u2028“〔【）：，…①ﷺ０⓪㉑"
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=40)


def printed_texts() -> set[str]:
    """Every label, mark, heading and title of both editions, as the notice prints it."""
    texts: set[str] = set()
    for name in ("2019", "2021"):
        edition = built_in(name)
        texts |= {label.printed for label in edition.sections}
        for table in edition.tables:
            texts |= {table.title, *(mark.printed for mark in table.marks)}
            texts |= {row.label.printed for row in table.rows if row.label}
    return texts


def bodies() -> set[str]:
    """Every folded spelling that is looked for."""
    labels = [label for name in ("2019", "2021") for label in built_in(name).sections]
    for name in ("2019", "2021"):
        for table in built_in(name).tables:
            labels += [*table.marks, *(row.label for row in table.rows if row.label)]
    return {body for label in labels for body in label.bodies}


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("", ""),
        ("abc 123", "abc 123"),
        ("ＡＢＣ１２３", "ABC123"),
        ("１，２３４．５", "1,234.5"),
        ("﹣＋％", "-+%"),
        ("−1 ‐2 ‑3 ‒4 －5", "-1 -2 -3 -4 -5"),
        ("– — ―", "– — ―"),
        ("“三安全一稳定”", '"三安全一稳定"'),
        ("‘三’「四」『五』〝六〞＂七＇", '"三""四""五""六""七"'),
        ("（一）〔2021〕【3】［4］｛5｝〖6〗[7]{8}", "(一)(2021)(3)(4)(5)(6)(7)(8)"),
        ("：；？！", ":;?!"),
        ("、。·", "、。·"),
        ("㈠㈩", "(一)(十)"),
        ("𝟏𝟐", "12"),
        ("ﬁ", "fi"),
    ],
)
def test_widths_quotes_brackets_and_dashes_become_one_form(printed, folded):
    assert fold(printed)[0] == folded


@pytest.mark.parametrize("mark", "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
def test_characters_without_width_vanish(mark):
    folded, origin = fold(f"1{mark}2")
    assert folded == "12"
    assert list(origin) == [0, 2]


@pytest.mark.parametrize(
    "blank", "\u00a0\u2002\u2009\u3000\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
)
def test_every_blank_becomes_a_plain_one(blank):
    assert fold(f"a{blank}b") == ("a b", None)


def test_tabs_and_line_breaks_stay():
    assert fold("a\tb\nc") == ("a\tb\nc", None)


def test_nothing_else_folds_into_a_tab_or_a_line_break():
    others = (chr(code) for code in range(sys.maxunicode + 1) if code not in {9, 10})
    assert not [char for char in others if {"\t", "\n"} & set(fold(char)[0])]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("12¹", "12¹"),
        ("12²", "12²"),
        ("12³⁴₅", "12³⁴₅"),
        ("12½", "12½"),
        ("3㎡", "3㎡"),
        ("3㋀", "3㋀"),
        ("12①", "12(1)"),
        ("①12", "(1)12"),
        ("0⑳5", "0(20)5"),
        ("12⓪", "12(0)"),
        ("12㉑", "12(21)"),
        ("12⑴", "12(1)"),
        ("⒈12", "(1)12"),
    ],
)
def test_figures_that_are_no_digits_never_join_a_number(printed, folded):
    assert fold(printed)[0] == folded


@given(st.characters(exclude_categories=["Nd"]))
def test_whatever_is_no_digit_folds_into_digits_in_brackets_at_most(char):
    folded = fold(char)[0]
    assert re.fullmatch(r"[^0-9]*|\([0-9]+\)", folded)


@given(st.characters(categories=["Nd"]))
def test_a_digit_folds_into_its_own_value_or_stays(char):
    folded = fold(char)[0]
    assert folded in {char, str(unicodedata.decimal(char))}


class TestTraditional:
    def test_the_table_knows_every_text_of_the_form(self):
        assert printed_texts() <= TRADITIONAL.keys()
        known = {squeeze(text) for text in TRADITIONAL}
        # A body is a text of the form without its enumerator, or without its note in brackets.
        assert all(any(body in text for text in known) for body in bodies())

    def test_the_table_is_truly_traditional(self):
        other = [text for text, forms in TRADITIONAL.items() if any(form != text for form in forms)]
        assert len(other) > 0.9 * len(TRADITIONAL)

    @pytest.mark.parametrize("text", TRADITIONAL)
    def test_a_text_of_the_form_folds_alike_in_both_scripts(self, text):
        assert TRADITIONAL[text]
        assert {fold(form)[0] for form in TRADITIONAL[text]} == {fold(text)[0]}

    @pytest.mark.parametrize(
        ("printed", "plain"),
        [
            ("複議", "复议"),
            ("覆議", "复议"),
            ("反覆", "反复"),
            ("鉤稽", "勾稽"),
            ("萬餘", "万余"),
            ("不適用", "不适用"),
        ],
    )
    def test_wrong_variants_fold_too(self, printed, plain):
        assert fold(printed)[0] == plain


class TestOrigin:
    def test_text_that_keeps_its_letters_needs_no_offsets(self):
        assert fold("三、收到") == ("三、收到", None)
        assert fold("（１）　開") == ("(1) 开", None)

    def test_a_letter_that_folds_into_several_is_the_origin_of_all(self):
        folded, origin = fold("第⑫项")
        assert folded == "第(12)项"
        assert list(origin) == [0, 1, 1, 1, 1, 2]

    @pytest.mark.parametrize(
        ("printed", "folded", "offsets"),
        [
            ("\u200b\u200bﬃ", "ffi", [2, 2, 2]),
            ("ﬁ\u200bx", "fix", [0, 0, 2]),
            ("\u200b9\u200bﬁ", "9fi", [1, 3, 3]),
        ],
    )
    def test_losses_and_gains_that_even_out_are_noticed(self, printed, folded, offsets):
        text, origin = fold(printed)
        assert text == folded
        assert list(origin) == offsets

    @given(TEXTS)
    @example("\u200bﬁ")
    @example("ﬁ\u200b")
    def test_each_folded_letter_comes_from_the_letter_at_its_origin(self, text):
        folded, origin = fold(text)
        places = list(range(len(folded))) if origin is None else list(origin)
        assert len(places) == len(folded)
        assert places == sorted(places)
        rebuilt = ["" for _ in text]
        for char, place in zip(folded, places, strict=True):
            rebuilt[place] += char
        assert rebuilt == [fold(char)[0] for char in text]

    @given(TEXTS)
    def test_folding_letter_by_letter_gives_the_same(self, text):
        joined = "".join(fold(char)[0] for char in text)
        assume(joined.count("(") < 3)  # more may be readings, which are more than a letter
        assert fold(text)[0] == joined

    @given(TEXTS)
    def test_folding_twice_changes_nothing(self, text):
        once = fold(text)[0]
        assert fold(once)[0] == once


class TestReadings:
    """Mirror sites print the reading of a character in brackets behind it."""

    def test_they_are_left_out(self):
        text, origin = fold("政（zhèng）府(fǔ)信息(xī)公(Gōng)開(kai)12")
        assert text == "政府信息公开12"
        assert [*origin] == [0, 8, 13, 14, 19, 26, 32, 33]

    @pytest.mark.parametrize(
        "printed", ["甲(a)乙(b)", "1(a)2(b)3(c)", "甲(a1)乙(b1)丙(c1)", "甲( a)乙(b )丙()"]
    )
    def test_few_of_them_or_others_stay(self, printed):
        assert fold(printed)[0] == printed

    def test_none_is_left_behind_another(self):
        once, _ = fold("甲(a)(b)乙(c)丙(d)")
        assert once == fold(once)[0] == "甲乙丙"


@given(TEXTS)
def test_squeezed_text_holds_no_white_space(text):
    assert squeeze(text) == "".join(fold(text)[0].split())
    assert not any(char.isspace() for char in squeeze(text))


def test_squeezing_joins_a_label_over_all_blanks():
    assert squeeze(" 三、本 年度\t办\n理　结果\u200b") == "三、本年度办理结果"


def test_tables_drawn_with_characters():
    assert fold("┃规章│0┆1║")[0] == "|规章|0|1|"
    assert fold("├──┼━━┤")[0] == "+--+--+"


def test_line_breaks_of_markdown_are_white_space_of_their_length():
    text = "结果<br>维持 1<BR/>2 3<br />4"
    folded, origin = fold(text)
    assert origin is None
    assert len(folded) == len(text)
    assert folded.split() == ["结果", "维持", "1", "2", "3", "4"]
    assert "\n" not in folded
    assert squeeze("未经复议<br>直接起诉") == "未经复议直接起诉"


def test_entities_that_a_converter_left_are_their_characters():
    folded, origin = fold("1&nbsp;2&#45;&#x2014;3&lt;&unknown;")
    assert origin is None
    assert folded == "1\r\r\r\r\r\r2-\r\r\r\r—\r\r\r\r\r\r\r3<\r\r\r&unknown;"
    assert squeeze("未经复议&nbsp;直接起诉") == "未经复议直接起诉"


def test_the_bullets_of_a_list_are_no_minus_and_no_mark_for_nothing():
    rows = ["规章", "3", "-1", "", "行政规范性文件", "16", "0", "-"]
    text = "".join(f"  - {row}".rstrip(" ") + "\n" for row in rows)
    folded, origin = fold(text)
    assert origin is None
    assert folded.split("\n") == ["    " + (row or "").strip() for row in rows[:3]] + [
        "  \t", "    行政规范性文件", "    16", "    0", "    -", ""
    ]  # fmt: skip


@pytest.mark.parametrize("item", ["-\n", "- 3\n", "-3\n", "一、本年新收 - - 3\n"])
def test_dashes_elsewhere_are_values(item):
    assert fold(item * 12)[0] == item * 12


def test_tabs_on_lines_of_their_own_part_cells_where_no_values_meet():
    heads = "\n\t\n".join(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])
    rows = "\n".join(["规章\n\t\n6\n\t\n\n\t\n9", "文件\n\t\n1\n\t\n0\n\t\n2"] * 3)
    folded = fold("\n".join([heads, heads, heads, rows]))[0]
    assert folded.split("\n")[3] == "规章\r\t\r6\r\t\r\r\t\r9"
    with_cells = "\n".join([heads, heads, heads, rows, "规章\n6\n\t\n9\n9"])
    assert fold(with_cells)[0] == with_cells


def test_one_bullet_only_stands_before_a_value_and_several_before_words():
    rows = [
        "- - 行政许可",
        "  - 0",
        "  - - 4",
        "  - -",
        "- - (一)属于国家秘密",
        "  - 3",
        "  - 0",
        "  - 1",
    ]
    folded = fold("\n".join(rows))[0].split("\n")
    assert folded == [
        "    行政许可", "    0", "    - 4", "    -", "    (一)属于国家秘密", "    3", "    0", "    1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["- - - -", "- - - - 公开", "-" + " " * 40, "- 公开", "\t", "公开\n\t"]
)
def test_lines_that_are_no_list_are_told_in_time_that_grows_with_their_number(line):
    """Seven lines are none; what is tried for one must not multiply with the others."""
    text = "\n".join([*[line] * 7, "x"]) * 2000
    assert len(fold(text)[0]) == len(text)


def test_tabs_for_several_blank_cells_keep_the_row_whole():
    head = "\n\t\n".join(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])
    text = "\n".join([head, head, head, "规章\n\t\n\t\n\t\n9"])
    assert fold(text)[0].split("\n")[3] == "规章\r\t\r\t\r\t\r9"
