"""Characters to runs, lines and the text of a cell."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.adapters.pdf_lines import cell_text, rows_of, runs_of
from govdisclose_extract.adapters.pdf_page import Char
from govdisclose_extract.adapters.pdf_prose import Columns, columns_of, lines_of
from govdisclose_extract.layouts.words import width_of


def chars(text: str, left: float = 0, top: float = 0, step: float = 10) -> list[Char]:
    """Characters of 10 points, `step` points apart; a blank leaves its place empty."""
    return [
        Char(char, left + step * place, top, left + step * place + 10, top + 10)
        for place, char in enumerate(text)
        if char != " "
    ]


def column(text: str, left: float = 0, step: float = 10) -> list[Char]:
    return [
        Char(char, left, step * place, left + 10, step * place + 10)
        for place, char in enumerate(text)
    ]


def cell(items: list[Char], width: float = 100) -> str:
    return cell_text(runs_of(items), width)


def test_runs() -> None:
    items = chars("总计") + chars("12", left=60) + chars("34", top=20)
    assert [run.text for run in runs_of(items)] == ["总计", "12", "34"]
    assert [[run.text for run in row] for row in rows_of(runs_of(items))] == [
        ["总计", "12"],
        ["34"],
    ]


def test_blanks_come_from_gaps() -> None:
    assert runs_of(chars("2023", step=10) + chars("年", left=43))[0].text == "2023 年"
    assert runs_of(chars("公开", step=15))[0].text == "公开"
    assert runs_of(chars("公开", step=18))[0].text == "公 开"


@given(st.permutations(list(range(12))), st.integers(1, 3))
def test_neither_drawing_order_nor_striking_twice_matters(order: list[int], strikes: int) -> None:
    text = "政府信息110公开00条"
    items = [
        Char(char.text, char.left + 0.3 * strike, char.top, char.right + 0.3 * strike, char.bottom)
        for char in chars(text)
        for strike in range(strikes)
    ]
    drawn = [items[strikes * place + strike] for place in order for strike in range(strikes)]
    assert [[run.text for run in row] for row in rows_of(runs_of(drawn))] == [[text]]


def test_a_value_stands_in_one_column_whatever_the_signs_before_it() -> None:
    """Quotes and dashes are drawn wide, but fill one column where lines are read."""
    items = [
        char
        for top, label in enumerate(["保护第三方合法", "“三安全一稳”", "———————"])
        for char in chars(label, top=20 * top) + chars("8", left=200, top=20 * top)
    ]
    rows = rows_of(runs_of(items))
    lines = lines_of(rows, columns_of(rows))
    assert {width_of(line.text[: line.text.index("8")]) for line in lines} == {40}


def test_the_columns_of_a_page_go_on_over_the_next() -> None:
    """Even where no line of the next page begins at the same margin; not where letters are wider."""

    def lines(left: float, before: Columns | None, times: float = 1) -> tuple[str, Columns]:
        items = []
        for top in range(3):
            items += chars("国家秘密", left=left, top=20 * top)
            items += chars("8", left=200, top=20 * top)
        items = [
            Char(c.text, times * c.left, times * c.top, times * c.right, times * c.bottom)
            for c in items
        ]
        rows = rows_of(runs_of(items))
        columns = columns_of(rows, before)
        return lines_of(rows, columns)[0].text, columns

    first, columns = lines(20, None)
    then, kept = lines(52, columns)
    assert kept == columns
    assert width_of(then[: then.index("8")]) == width_of(first[: first.index("8")])
    assert lines(12, columns)[1] != columns
    assert lines(52, columns, times=1.2)[1] != columns


def test_a_raised_number_beside_another_is_that_of_a_note() -> None:
    def line(size: float, top: float) -> str:
        items = []
        for at in range(3):
            items += chars("国家秘密", top=30 * at) + chars("8", left=200, top=30 * at)
            items += [Char("4", 222, 30 * at + top, 222 + size / 2, 30 * at + top + size)]
        rows = rows_of(runs_of(items))
        return " ".join(lines_of(rows, columns_of(rows))[0].text.split()[1:])

    assert line(6, 0.5) == "8 ^4"
    assert line(10, 0) == "8 4"  # as large
    assert line(6, 4) == "8 4"  # not raised


def test_digits_far_apart_are_two_numbers_in_columns() -> None:
    """A blank of a quarter of the height may stand before thousands; half of it parts two cells."""
    for gap, told in [(2.5, "44 181"), (5.0, "44  181"), (9.0, "44  181")]:
        items = []
        for top, label in enumerate(["属于国家秘密", "其他", "总计"]):
            items += chars(label, top=20 * top) + chars("44", left=200, top=20 * top)
            items += chars("181", left=220 + gap, top=20 * top)
        rows = rows_of(runs_of(items))
        lines = lines_of(rows, columns_of(rows))
        found = [line.text[line.text.index("44") :] for line in lines]
        assert [re.sub(" {2,}", "  ", text) for text in found] == [told] * 3


def test_narrow_letters_are_not_struck_twice() -> None:
    items = [Char("l", 2.2 * n, 0, 2.2 * n + 2.2, 10) for n in range(3)]
    assert runs_of(items)[0].text == "lll"


def test_numbers_of_a_cell() -> None:
    assert cell(chars("3985758", step=14)) == "3985758"
    assert cell(chars("3985") + chars("758", top=12), width=45) == "3985758"
    assert cell(chars("3985.") + chars("75", top=12), width=55) == "3985.75"
    assert cell(chars("0", left=40) + chars("0", left=40, top=12)) == "0\n0"
    assert cell(chars("0") + chars("0", left=60)) == "0 0"
    assert cell([]) == ""


def sized(text: str, left: float, top: float, size: float) -> list[Char]:
    """Digits half as wide as they are high."""
    step = size / 2
    return [
        Char(char, left + step * at, top, left + step * (at + 1), top + size)
        for at, char in enumerate(text)
    ]


def test_digits_of_another_number_do_not_join() -> None:
    number = sized("354", 10, 10, 10)
    assert cell(number) == "354"
    for stamp in (
        sized("2", 25, 8, 14),  # of another size
        sized("2", 25, 12, 10),  # on another base line
        sized("2", 17.5, 10, 10),  # printed over it
        sized("21", 20, 10, 10),
    ):
        for items in (number + stamp, stamp + number):
            assert sorted(cell(items).split("\n")) == sorted(
                ["354", "".join(char.text for char in stamp)]
            )
    assert cell(sized("35", 10, 10, 10) + sized("4", 20, 10, 10)) == "354"
    assert cell(sized("88", 10, 10, 8) + sized("4", 10, 22, 14), width=16) == "88\n4"


def test_what_stands_at_one_height_stays_together() -> None:
    values = [chars(text, left=left) for left, text in ((100, "3"), (200, "/"), (300, "17"))]
    for offset in range(10, 60):
        label = chars("果", top=-offset / 10)
        rows = rows_of(runs_of([*label, *(char for part in values for char in part)]))
        assert [run.text for run in rows[-1]][-3:] == ["3", "/", "17"]
    jittered = [chars("3"), chars("/", left=100, top=0.5), chars("17", left=200, top=0.9)]
    (row,) = rows_of(runs_of(char for part in jittered for char in part))
    assert [run.text for run in row] == ["3", "/", "17"]


def test_vertical_labels() -> None:
    assert cell(column("三、本年度办理结果")) == "三、本年度办理结果"
    assert cell(list(reversed(column("果结理办")))) == "办理结果"
    assert cell(column("办理", left=20) + column("结果")) == "办理结果"
    assert cell(column("社会") + column("1", step=0)) != "会社"


def test_lines_of_two_characters_are_no_columns() -> None:
    items = chars("商业") + chars("企业", top=12)
    for order in (items, items[::-1], [items[0], items[2], items[1], items[3]]):
        assert cell(order, width=25) == "商业\n企业"


def test_flat_signs_belong_to_their_line() -> None:
    """Where boxes are those of the ink, `一` and a point are much lower than what is beside them."""

    def flat(char: str, place: int, height: float, middle: float) -> Char:
        left = 10.0 * place
        return Char(char, left, middle - height / 2, left + 10, middle + height / 2)

    line = [*chars("( )规章"), flat("一", 1, 1, 3.4)]
    below = [*chars("12 5", top=16), flat(".", 2, 1, 25)]
    rows = rows_of(runs_of([*line, *below]))
    assert [[run.text for run in row] for row in rows] == [["(一)规章"], ["12.5"]]
    small = Char("3", 60, 1, 64, 3.5)  # a note's mark is no sign of the line
    assert len(rows_of(runs_of([*chars("规章"), small]))) == 2
