"""What style sheets, style attributes, pictures and entry fields do to a cell, by both engines."""

from __future__ import annotations

from typing import Any

import pytest

from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.html import ENGINES, HtmlAdapter
from govdisclose_extract.adapters.html_styles import GONE, UNSURE, Element, Sheet
from govdisclose_extract.document import Grid, Paragraph
from govdisclose_extract.source import Limits, Source

UNREAD = "\ufffd"


def seen(page: str) -> list[Any]:
    """Lines as str and grids as rows of texts; what both engines see."""
    found: list[list[Any]] = []
    for engine in ENGINES:
        options = ReadOptions(engine=engine, limits=Limits())
        blocks = HtmlAdapter().read(Source.of(page.encode(), name="a.html"), options).blocks
        found.append([b.text if isinstance(b, Paragraph) else rows(b) for b in blocks])
    assert found[0] == found[1]
    return found[0]


def rows(grid: Grid) -> list[list[str]]:
    return [[c.text for c in grid.cells if c.row == row] for row in range(grid.height)]


def cell(content: str, css: str = "") -> str:
    """The text of a cell with this content, under this style sheet."""
    head = f"<head><style>{css}</style></head>" if css else ""
    (grid,) = seen(f"<html>{head}<body><table><tr><td>规章</td><td>{content}</td></tr></table>")
    return grid[0][1]


@pytest.mark.parametrize(
    ("css", "content", "text"),
    [
        (".x{display:none}", "<b class=x>7</b>97", "97"),
        (".x { DISPLAY : None }", "<b class='a x'>7</b>97", "97"),
        ("<!-- /* { */ b.x, i.x {color:red; display:none} -->", "<b class=x>7</b>97", "97"),
        ("#x{visibility:hidden}", "<b id=x>7</b>97", "97"),
        ("td .x{display:none}", "<i><b class=x>7</b></i>97", "97"),
        ("td>.x{display:none}", "<i><b class=x>7</b></i><b class=x>8</b>97", "797"),
        ("html body table .x{display:none}", "<b class=x>7</b>97", "97"),
        ("ul .x{display:none}", "<b class=x>7</b>97", "797"),
        ("b.y{display:none}", "<b class=x>7</b>97", "797"),
        ("b[data-a='1']{display:none}", "<b data-a=1>7</b><b data-a=2>8</b><b>9</b>", "89"),
        ("[class*=hid]{display:none}", "<b class=xhidx>7</b>97", "97"),
        ("@media screen{.x{display:none}}", "<b class=x>7</b>97", "97"),
        ("@media (min-width: 700px){.x{display:none}}", "<b class=x>7</b>97", "97"),
        # The stronger rule, or the later of two.
        (".x{display:none} .x{display:inline}", "<b class=x>7</b>97", "797"),
        (".x.y{display:inline} .x{display:none}", "<b class='x y'>7</b>97", "797"),
        (".x{display:none!important} .x.y{display:inline}", "<b class='x y'>7</b>97", "97"),
        (".x{display:none}", "<b class=x style='display:inline'>7</b>97", "797"),
        (".x{display:none!important}", "<b class=x style='display:inline'>7</b>97", "97"),
        # What is no rule for a page on a screen.
        ("@media print{.x{display:none}}", "<b class=x>7</b>97", "797"),
        ("@media (max-width:700px){.x{display:none}}", "<b class=x>7</b>97", "797"),
        ("@keyframes a{from{opacity:0}} @font-face{opacity:0}", "<b>7</b>97", "797"),
        (".x:hover,.x::before{display:none}", "<b class=x>7</b>97", "797"),
        ("/* .x{display:none} */", "<b class=x>7</b>97", "797"),
        ("p:before{content:'}.x{display:none}'}", "<b class=x>7</b>97", "797"),
        # What cannot be told hides nothing, and is no certain number.
        ("b:first-child{display:none}", "<b>7</b>97", f"797{UNREAD}"),
        ("i + b{display:none}", "<i>1</i><b>7</b>", f"17{UNREAD}"),
        ("@media (orientation:portrait){b{display:none}}", "<b>7</b>97", f"797{UNREAD}"),
        (".x{position:absolute;clip:rect(0,0,0,0)}", "<b class=x>7</b>97", f"797{UNREAD}"),
        (".x{text-indent:-9999px}", "<b class=x>7</b>97", f"797{UNREAD}"),
        ("b:first-child{display:inline}", "<b>7</b>97", "797"),
        # Struck and raised text.
        (".n{vertical-align:super}", "97<b class=n>1</b>", "97^1"),
        (".d{text-decoration:line-through}", "97<b class=d>1</b>", f"97{UNREAD}"),
    ],
)
def test_a_style_sheet(css: str, content: str, text: str) -> None:
    assert cell(content, css) == text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("97<b style='vertical-align: super'>1</b>", "97^1"),
        ("97<b style='text-decoration: underline line-through'>1</b>", f"97{UNREAD}"),
        ("<div style='font-size:0'>7<b style='font-size:12px'>97</b>8</div>", "97"),
        ("<div style='font-size:0'>7<b style='font-size:2em'>97</b>8</div>", ""),
        ("<div style='visibility:hidden'>7<b style='visibility:visible'>97</b>8</div>", "97"),
        ("<div style='visibility:hidden'>7<b style='font-size:12px'>97</b>8</div>", ""),
        ("<b style='opacity:0'>7<i style='font-size:9pt'>7</i></b>97", "97"),
        ("<b style='opacity:0.5'>7</b>97", "797"),
        ("<b style='font-size:0.5em'>7</b>97", "797"),
        ("<b style='text-indent:-9999px'>7</b>97", f"797{UNREAD}"),
    ],
)
def test_a_style_attribute(content: str, text: str) -> None:
    assert cell(content) == text


@pytest.mark.parametrize("name", ["hidden", "d-none", "hide"])
def test_a_usual_name_may_hide_where_the_style_sheet_is_elsewhere(name: str) -> None:
    page = f"<table><tr><td>1<td><b class='a {name}'>7</b>97</table>"
    link = "<link href=a.css rel=stylesheet>"
    assert seen(page) == [[["1", "797"]]]
    assert seen(link + page) == [[["1", f"797{UNREAD}"]]]
    assert seen(f"{link}<style>.{name}{{display:none}}</style>{page}") == [[["1", "97"]]]
    assert seen(link + page.replace(name, f"{name}-xs")) == [[["1", "797"]]]


def test_a_cell_that_cannot_be_seen_keeps_its_place() -> None:
    page = "<style>.v{visibility:hidden}</style><table><tr><td>1<td class=v>2<td>3"
    assert seen(f"{page}<td style='opacity:0'>4<td>5</table>") == [[["1", "", "3", "", "5"]]]


def test_a_cell_that_is_not_there_has_no_place() -> None:
    page = "<style>.v{display:none}</style><table><tr><td>1<td class=v>2<td>3</table>"
    assert seen(page) == [[["1", "3"]]]


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [
        ("style='display:table'", "style='display: table-row'", "style='display:table-cell'"),
        ("class=t", "class=r", "class=c"),
    ],
)
def test_elements_that_are_displayed_as_a_table(table: str, row: str, cell: str) -> None:
    sheet = ".t{display:table}.r{display:table-row}.c{display:table-cell}"
    rows_ = "".join(
        f"<div {row}>{''.join(f'<div {cell}><p>{text}</p></div>' for text in texts)}</div>"
        for texts in (("规章", "1", ""), ("许可", "", "2"))
    )
    page = f"<style>{sheet}</style><p>前</p><div {table}>{rows_}</div><p>后</p>"
    assert seen(page) == ["前", [["规章", "1", ""], ["许可", "", "2"]], "后"]
    within = f"<style>{sheet}</style><table><tr><td>1<td><b {cell}>2</b>3</table><b {cell}>4</b>"
    assert seen(within) == [[["1", "23"]], "4"]
    assert seen(f"<style>{sheet}</style><div {table}><p>前</p><p>后</p></div>") == ["前", "后"]


def test_a_sheet_holds_for_what_stands_before_it() -> None:
    page = "<table><tr><td>1<td><b class=v>2</b>3</table><style>.v{display:none}</style>"
    assert seen(page) == [[["1", "3"]]]


def test_a_sheet_for_print_is_none() -> None:
    assert seen("<style media=print>p{display:none}</style><p>x") == ["x"]


PANE = "<p>三、依申请公开</p><table><tr><td>规章<td>1<td><b class=v>2</b>3</table>"
PANE_SEEN = ["三、依申请公开", [["规章", "1", "3"]]]


@pytest.mark.parametrize("around", ["{}", "<table><tr><td>{}</td></tr></table>"])
@pytest.mark.parametrize("hidden", ["class=v", "style='display:none'", "hidden"])
def test_what_only_a_script_displays_is_read(around: str, hidden: str) -> None:
    page = around.format(f"<p>前</p><div {hidden}>{PANE}</div><p>后</p>")
    assert seen(f"<style>.v{{display:none}}</style>{page}") == ["前", *PANE_SEEN, "后"]
    text = "正文内容" * 50
    page = around.format(f"<p>前</p><div {hidden}>{text}</div><p>后</p>")
    assert seen(f"<style>.v{{display:none}}</style>{page}") == ["前", text, "后"]


@pytest.mark.parametrize("copy", [PANE, PANE.replace("1", "8")])
def test_a_copy_that_is_not_displayed_is_not_read(copy: str) -> None:
    style = "<style>.v{display:none}</style>"
    assert seen(f"{style}<div class=v>{copy}</div>{PANE}") == PANE_SEEN
    assert seen(f"{style}{PANE}<div hidden>{copy}</div>") == PANE_SEEN


def test_a_row_that_is_not_displayed_is_not_read() -> None:
    row = f"<tr hidden><td>{'前后左右' * 60}<td>1"
    assert seen(f"<table><tr><td>一<td>2{row}</table>") == [[["一", "2"]]]


def test_a_hidden_part_of_the_page_is_not_read() -> None:
    page = "<style>.v{display:none}</style><p>前后左右<div class=v>菜单</div>"
    assert seen(page) == ["前后左右"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("行政许可<sup>1</sup>", "行政许可"),
        ("行政许可<sup>[1]</sup>（件）", "行政许可（件）"),
        ("行政许可<b style='vertical-align:super'>1</b>", "行政许可"),
        ("12<sup>1</sup>", "12^1"),
        ("12件<sup>1</sup>", "12件^1"),
    ],
)
def test_a_note_behind_words_is_left_out(content: str, text: str) -> None:
    assert cell(content) == text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<img src=a.png>", UNREAD),
        ("<p>&nbsp;<img src=a.png></p>", f"\xa0{UNREAD}"),
        ("12<img src=a.png>", f"12{UNREAD}"),
        ("行政许可<img src=a.png>", "行政许可"),
        ("<img src=a.gif width=1 height=20>", ""),
        ("<img src=a.png style='display:none'>", ""),
        ("<b style='visibility:hidden'><img src=a.png></b>", ""),
        ("<svg><text>3</text></svg>", UNREAD),
        ("<canvas></canvas>", UNREAD),
        ("<object data=a.swf>1</object>", UNREAD),
        ("<iframe src=a.html></iframe>", UNREAD),
        ("<embed src=a.swf>", UNREAD),
        ("<math><mn>3</mn></math>", UNREAD),
        ("<input value=12>", "12"),
        ("<input type=text value=''>", ""),
        ("<input type=text>", UNREAD),
        ("<input type=hidden value=12>", ""),
        ("<input type=CHECKBOX checked value=12>", ""),
        ("<input type=button value=12>", ""),
        ("<select><option>1<option selected>2<option>3</select>", "2"),
        ("<select><optgroup label=x><option selected>2</option></optgroup></select>", "2"),
        ("<select><option>1<option>2</select>", UNREAD),
        ("<textarea>12</textarea>", "12"),
    ],
)
def test_pictures_and_entry_fields(content: str, text: str) -> None:
    assert cell(content) == text


def test_pictures_and_fields_of_the_page_itself_say_nothing() -> None:
    page = "<p>x<img src=a.png><input value=搜索><select><option selected>站群</select>"
    assert seen(page) == ["x"]
    assert seen("<table><tr><td><img src=a.png><tr><td>x</table>") == ["x"]
    assert seen("<table><tr><td><img src=a.png><td><img src=b.png></table>") == []


@pytest.mark.parametrize(
    "css",
    [
        ".x{display:none" * 3000,
        "{" * 100_000 + "display:none",
        "}" * 100_000 + ".x{display:none}",
        "/*" * 100_000 + "display:none",
        "\"'" * 100_000 + "display:none",
        ".x" * 100_000 + "{display:none}",
        ".x > " * 50_000 + ".x{display:none}",
        "".join(f".x .y{n} p{{display:none}}" for n in range(50_000)),
        "@media " + "(" * 100_000 + "{.x{display:none}}",
    ],
)
def test_hostile_sheets(css: str) -> None:
    page = f"<style>{css}</style>" + "<p class=x>" * 150 + "<p class='x y1' title=1>1</p>" * 2000
    assert set(seen(page)) <= {"1"}


def test_much_work_picks_nothing() -> None:
    sheet = Sheet()
    sheet.add("a b i p{display:none}")
    above = [Element(1, "b", {}), *(Element(n, "i", {}) for n in range(2, 200))]
    found = [sheet.look("p", {"title": str(n)}, above) for n in range(200)]
    assert set(found) == {0}
    sheet.add("p{display:none}")
    assert sheet.look("p", {}, []) in (0, GONE)


def test_a_rule_that_may_hold_and_changes_nothing_is_no_doubt() -> None:
    sheet = Sheet()
    sheet.add("p{display:none} p:first-child{display:none} b{color:red}")
    assert sheet.look("p", {}, []) == GONE
    sheet.add("b:last-child{display:none}")
    assert sheet.look("b", {}, []) == UNSURE


@pytest.mark.parametrize(
    "style",
    ["vertical-align:5px", "vertical-align:text-top", "mso-text-raise:4.0pt",
     "position:relative;top:-4px", "vertical-align:super;position:relative;top:0"],
)  # fmt: skip
def test_a_raised_figure_joins_no_number(style: str) -> None:
    assert cell(f'2<span style="{style}">5</span>') == "2^5"


@pytest.mark.parametrize("style", ["vertical-align:middle", "vertical-align:0", "top:-4px"])
def test_a_figure_that_is_not_raised_is_part_of_its_number(style: str) -> None:
    assert cell(f'2<span style="{style}">5</span>') == "25"


def test_a_whole_entry_may_be_raised_for_its_looks() -> None:
    assert cell('<span style="position:relative;top:-1px">25</span>') == "25"


def test_a_raised_figure_before_a_number_joins_it_not() -> None:
    assert cell('<span style="vertical-align:super">1</span>25') == "^125"
