"""What a cell's text says. No number is invented, none is repaired, and no printed one is lost."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.fold import fold
from govdisclose_extract.reading import State, Value
from govdisclose_extract.values import parse, scaled

NUMBER, ZERO = State.NUMBER, State.ZERO
MOST = 10**18 - 1


def read(printed: str) -> Value | None:
    """The value of a cell as printed."""
    return parse(fold(printed)[0])


def fact(printed: str, *, money: bool = False, head_unit: str | None = None) -> Value:
    """The value as a count or as money holds it."""
    value = read(printed)
    assert value is not None
    return scaled(value, money=money, head_unit=head_unit)


@pytest.mark.parametrize("printed", ["0", "０", "零", "〇", "+0", "-0", "－０", "0件", "0 条"])
def test_zero(printed):
    value = fact(printed)
    assert value == Value(ZERO, 0)
    assert type(value.number) is int


@pytest.mark.parametrize("printed", ["0.0", "0.00", "-0.0", "0.0元", "0元"])
def test_zero_with_a_point_or_a_unit_is_zero_for_counts_and_money(printed):
    assert fact(printed) == Value(ZERO, 0)
    money = fact(printed, money=True)
    assert money.state is ZERO
    assert money.number == 0
    assert type(money.number) is Decimal


@pytest.mark.parametrize("printed", ["无变化", "不变", "无增减", "没有变化", "未增减", "持平"])
def test_no_change_is_a_change_of_zero(printed):
    assert read(printed) == Value(ZERO, 0)


@pytest.mark.parametrize("printed", ["", " ", "\t", "\u00a0", "\u3000 \u2002", "\u200b", "\n"])
def test_nothing_printed_is_blank(printed):
    assert read(printed) == Value(State.BLANK)


@pytest.mark.parametrize(
    "printed",
    ["/", "／", "—", "–", "-", "--", "——", "———", "―", "─", "－", "\\", "//", "— —", "无", "無",
     "空", "空白", "不适用", "不適用", "N/A", "n/a", "NA", "Ｎ／Ａ", " / "],
)  # fmt: skip
def test_a_mark_for_nothing_is_not_applicable(printed):
    assert read(printed) == Value(State.NOT_APPLICABLE)


@pytest.mark.parametrize("printed", ["nan", "NaN", "NAN", "None", "null", "NULL", "<NA>", "#N/A"])
def test_what_programs_write_for_an_empty_cell_is_not_applicable(printed):
    assert read(printed) == Value(State.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("7", 7),
        ("１２３", 123),
        (" 20 ", 20),
        ("𝟏𝟐", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("1 234", 1234),
        ("1\u2009234", 1234),
        ("1,234,567", 1234567),
        ("12 345 678", 12345678),
        ("12 件", 12),
        ("8条", 8),
        ("2宗", 2),
        ("3次", 3),
        ("2笔", 2),
        ("5人次", 5),
        ("1 234 件", 1234),
        ("1,234 件", 1234),
        ("3.5万", 35000),
        ("1.2亿", 120_000_000),
        ("2万", 20000),
    ],
)
def test_a_count_is_a_whole_number_without_unit(printed, number):
    value = fact(printed)
    assert value == Value(NUMBER, number)
    assert type(value.number) is int


@pytest.mark.parametrize(
    ("printed", "change"),
    [
        ("增加39条", 39),
        ("增加 39 条", 39),
        ("增 加 39 条", 39),
        ("减少10条", -10),
        ("减少 4 条", -4),
        ("減少3條", -3),
        ("增加0条", 0),
        ("减少0条", 0),
        ("增加/减少0条", 0),
        ("±0", 0),
        ("+1", 1),
        ("+173", 173),
        ("-2", -2),
        ("＋3", 3),
        ("－2", -2),
        ("−18", -18),
        ("- 15", -15),
        ("增3", 3),
        ("减2", -2),
        ("增长5", 5),
        ("新增6项", 6),
        ("下降7", -7),
        ("↑3", 3),
        ("3↓", -3),
        ("3 ↓", -3),
        ("↓4", -4),
        ("5↑", 5),
        ("4", 4),
        ("-1,234", -1234),
    ],
)
def test_a_change_has_a_sign_or_is_an_increase(printed, change):
    assert fact(printed) == Value(NUMBER if change else ZERO, change)


@pytest.mark.parametrize(
    ("printed", "head_unit", "number", "unit"),
    [
        ("0元", None, "0", "元"),
        ("184719元", None, "184719", "元"),
        ("73802895.90元", "万元", "73802895.90", "元"),
        ("122732144.00", None, "122732144.00", None),
        ("2287.0728", None, "2287.0728", None),
        ("24252.311082", "万元", "24252.311082", "万元"),
        ("0.092", "万元", "0.092", "万元"),
        ("96171.6", "万元", "96171.6", "万元"),
        ("173", "万元", "173", "万元"),
        ("1.2亿元", None, "1.2", "亿元"),
        ("3.5万", None, "3.5", "万元"),
        ("3.5 万元", "元", "3.5", "万元"),
        ("2亿", None, "2", "亿元"),
        ("-1.5", None, "-1.5", None),
        ("1,234.50", None, "1234.50", None),
    ],
)
def test_money_keeps_its_digits_and_the_unit_that_is_printed(printed, head_unit, number, unit):
    value = fact(printed, money=True, head_unit=head_unit)
    assert str(value.number) == number
    assert value.unit == unit


@pytest.mark.parametrize(
    ("printed", "unit"), [("3元", "元"), ("3.5亿元", "亿元"), ("2万元", "万元")]
)
def test_an_amount_of_money_is_no_count(printed, unit):
    assert read(printed).unit == unit
    assert fact(printed) == Value(State.UNREADABLE)


@pytest.mark.parametrize("printed", ["3件", "12 条", "5人次"])
def test_a_count_is_no_amount_of_money(printed):
    assert fact(printed, money=True, head_unit="万元") == Value(State.UNREADABLE)
    assert fact("0件", money=True, head_unit="万元") == Value(ZERO, Decimal(0), "万元")


@pytest.mark.parametrize("printed", ["2.5", "-0.5", "1.23456万"])
def test_a_count_that_is_not_whole_stays_as_it_is(printed):
    number = fact(printed).number
    assert number == {"2.5": Decimal("2.5"), "-0.5": Decimal("-0.5")}.get(
        printed, Decimal("12345.6")
    )
    assert type(number) is Decimal


def test_what_is_no_number_passes_through_both_kinds():
    for state in (State.BLANK, State.NOT_APPLICABLE, State.UNREADABLE):
        assert scaled(Value(state), money=True, head_unit="万元") == Value(state)
        assert scaled(Value(state), money=False) == Value(state)
        assert scaled(Value(state, None, "件"), money=False) == Value(state)


@pytest.mark.parametrize(
    "printed",
    [
        # leading zeros: several numbers run together, or digits lost
        "00", "007", "000.5", "00件", "0,123", "-01",
        # points and commas that belong to no number
        "1,23", "12.", ".5", "1.2.3", "1,2345", "12,", "1,,234", "1..2", "12。",
        # blanks between digits part two numbers
        "0 0", "5 3", "1 23", "12 34", "1 2345", "10 0 0 0 01", "1, 234", "2 3件",
        # notes, foreign digits, fractions, percentages
        "12²", "12①", "12⑴", "12⓪", "12½", "12(注)", "12(含上年3件)", "٣", "12٣", "४", "5%", "5‰",
        # vague
        "约10", "近20", "<5", "≥5", "10余", "100余件", "1.1万餘", "百余", "几十", "5多",
        "3-5", "3~5",
        # signs left open, doubled or not minus
        "增加/减少3条", "增/减3", "±2", "+/-2", "↑3↓", "-3↓", "--3", "+-3", "–2", "—8", "增加-3",
        # damage
        "1\ufffd2", "\ufffd", "3?4", "1O", "l2", "12*", "1'2",
        # scaled twice
        "1.2万件", "3万亿",
    ],
)  # fmt: skip
def test_a_number_that_is_printed_but_not_sure_is_unreadable(printed):
    assert read(printed) == Value(State.UNREADABLE)
    assert fact(printed, money=True, head_unit="万元") == Value(State.UNREADABLE)


@pytest.mark.parametrize(
    "printed",
    [
        "增/减", "增加", "规章", "总计", "一", "三、", "12、", "十二", "第20条", "2019年",
        "2021年1月", "(1)", "①", "(七)总计", "1.属于国家秘密", "本年增/减", "万元", "件", "O", "??",
        "**", "...", "12项目", "3场", "共5件", "abc", "3kg", "一、2", "余", "±", "如-8)",
    ],
)  # fmt: skip
def test_words_are_no_value(printed):
    assert read(printed) is None


class TestLength:
    def test_eighteen_digits_are_the_most(self):
        assert read("9" * 18) == Value(NUMBER, MOST)
        assert read("9" * 19) == Value(State.UNREADABLE)

    @pytest.mark.parametrize("form", ["{}件", "-{}", "{}.5", "增加{}条"])
    def test_the_same_holds_for_digits_among_signs_and_units(self, form):
        assert read(form.format("9" * 18)).state is NUMBER
        assert read(form.format("9" * 19)) == Value(State.UNREADABLE)

    def test_thousands_marks_do_not_lift_the_bound(self):
        assert read("999" + ",999" * 5) == Value(NUMBER, MOST)
        assert read("999" + ",999" * 6) == Value(State.UNREADABLE)

    def test_eight_decimals_are_the_most(self):
        assert read("0.12345678").number == Decimal("0.12345678")
        assert read("0.123456789") == Value(State.UNREADABLE)

    @pytest.mark.parametrize("text", ["7" * 41, "7" * 100_000, "1," * 50_000, "-" + "7" * 40])
    def test_endless_digits_are_unreadable(self, text):
        assert parse(text) == Value(State.UNREADABLE)

    @pytest.mark.parametrize("text", ["规" * 41, "7" * 50 + "章", "-" * 41, "/" * 41])
    def test_long_words_are_words(self, text):
        assert parse(text) is None

    def test_scaling_never_rounds(self):
        with decimal.localcontext(prec=3):
            assert fact("12345.6789万").number == 123456789
            assert fact("-12345.678", money=True).number == Decimal("-12345.678")
            largest = fact("999999999999999999.12345678亿").number
        assert largest == 99999999999999999912345678


@given(st.integers(-MOST, MOST), st.sampled_from(["{}", "{} ", "{:,}", "{}件", "{:+}"]))
def test_every_printed_whole_number_is_read(number, form):
    value = fact(form.format(number))
    assert value == Value(NUMBER if number else ZERO, number)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_every_printed_amount_is_read_digit_by_digit(number):
    assert fact(f"{number}", money=True, head_unit="万元").number == number


ALPHABET = "0123456789０９ .,，-+—/%①²½٣\ufffd约余件元万亿增加减少↑↓()\t无"


@given(st.text(st.sampled_from(ALPHABET), max_size=14))
def test_a_number_holds_just_the_digits_that_are_printed(printed):
    value = read(printed)
    if value is None or value.number is None:
        return
    digits = "".join(char for char in fold(printed)[0] if "0" <= char <= "9")
    number = value.number
    shown = f"{number:f}" if isinstance(number, Decimal) else str(number)
    shown = "".join(char for char in shown if char.isdigit())
    assert (digits or "0") == shown


@given(st.text(st.sampled_from(ALPHABET), max_size=14))
def test_a_number_is_printed_without_foreign_or_lost_digits(printed):
    value = read(printed)
    if value is not None and value.number is not None:
        assert not set(printed) & set("①²½٣\ufffd%约余()")


@given(st.integers(0, 999), st.integers(0, 999))
def test_two_numbers_with_a_blank_between_are_one_only_as_thousands(left, right):
    value = read(f"{left} {right}")
    if left and right > 99:
        assert value == Value(NUMBER, left * 1000 + right)
    else:
        assert value == Value(State.UNREADABLE)


@given(st.text(max_size=60))
def test_any_text_has_a_value_or_is_words(text):
    value = parse(text)
    if value is not None:
        assert (value.number is not None) == (value.state in {NUMBER, ZERO})
        assert (value.state is ZERO) == (value.number is not None and not value.number)


@pytest.mark.parametrize(
    ("printed", "number"), [("（减）2", -2), ("(增)3", 3), ("（减少） 5件", -5), ("(+)4", 4)]
)
def test_a_sign_in_brackets_is_the_number_s_own(printed, number):
    assert read(printed).number == number
