"""Characters to runs, lines and the text of a cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.adapters.pdf_lines import cell_text, rows_of, runs_of
from govdisclose_extract.adapters.pdf_page import Char


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


def test_vertical_labels() -> None:
    assert cell(column("三、本年度办理结果")) == "三、本年度办理结果"
    assert cell(list(reversed(column("果结理办")))) == "办理结果"
    assert cell(column("办理", left=20) + column("结果")) == "办理结果"
    assert cell(column("社会") + column("1", step=0)) != "会社"


def test_lines_of_two_characters_are_no_columns() -> None:
    items = chars("商业") + chars("企业", top=12)
    for order in (items, items[::-1], [items[0], items[2], items[1], items[3]]):
        assert cell(order, width=25) == "商业\n企业"
