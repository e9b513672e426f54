"""Pages without tables whose cells are elements laid out by style sheets."""

from __future__ import annotations

import pytest
from report_text import NUMBERS, Lines, lies, row, table_four, table_three, table_two, truth

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.html import HtmlAdapter
from govdisclose_extract.document import Paragraph
from govdisclose_extract.source import Source

NUMBERS_WITH_BLANKS = {
    **NUMBERS,
    "proactive.rules": "_ 1 2",
    "applications.new": "14 3 _ _ 1 2 20",
    "applications.granted": "6 1 _ _ 1 _ 8",
    "applications.refused.state_secret": "_ _ _ _ _ _ _",
    "review": "_ _ 1 _ 1 2 _ _ _ 2 _ _ _ _ _",
}
MANY = "".join(f"<div class=c>{number}</div>" for number in range(30))


def lines(page: str, engine: str = "lxml") -> list[str]:
    """The lines of a page before the many numbers that make it one of cells."""
    source = Source.of(f"<html><body>{page}<h6>end</h6>{MANY}".encode(), name="a.html")
    blocks = HtmlAdapter().read(source, ReadOptions(engine=engine)).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    return texts[: texts.index("end")]


def page(around: str, inside: str) -> str:
    """A report whose tables are elements; `{}` stands for what they hold."""

    def table(rows: Lines) -> str:
        return around.format(
            "".join(
                inside.format("".join(f"<div class=c>{cell}</div>" for cell in row)) for row in rows
            )
        )

    numbers = NUMBERS_WITH_BLANKS
    return "".join(
        [
            "<html><body><h1>清河县林业局2023年政府信息公开工作年度报告</h1><div class=clear></div>",
            "<p>一、总体情况</p><p>本局依法做好信息公开。</p>",
            "<p>二、主动公开政府信息情况</p>",
            table(table_two(numbers)),
            "<p>三、收到和处理政府信息公开申请情况</p>",
            table(table_three(numbers)),
            "<p>四、政府信息公开行政复议、行政诉讼情况</p>",
            table(table_four(numbers)),
            "<p>五、存在的主要问题及改进情况</p><p>公开渠道不多。</p>",
            "<p>六、其他需要报告的事项</p><p>没有其他需要报告的事项。</p></body></html>",
        ]
    )


LAID_OUT = {
    "rows": ("<div class=t>{}</div>", "<div class=r>{}</div>"),
    "lists": ("<section>{}</section>", "<ul><li>{}</li></ul>"),
    "flat": ("<div style='display:grid'>{}</div>", "{}"),
}


@pytest.mark.parametrize("engine", ["lxml", "bs4"])
@pytest.mark.parametrize("laid_out", LAID_OUT.values(), ids=LAID_OUT)
def test_blank_cells_are_seen(laid_out: tuple[str, str], engine: str) -> None:
    found = gd.extract(page(*laid_out).encode(), engine=engine)
    assert lies(found, truth(NUMBERS_WITH_BLANKS)) == {}
    for id, printed in NUMBERS_WITH_BLANKS.items():
        assert printed.startswith(row(found, id))
    assert found.counts()["assumed"] == 0


@pytest.mark.parametrize("engine", ["lxml", "bs4"])
@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div><i></i><div class=c>a</div><div class=c></div></div>", ["a", "\t"]),
        ("<div><div class=c> </div><div class=c>&nbsp;</div><div class=c>a</div></div>",
         ["\t", "\t", "a"]),
        ("<div><div class=c>a</div><div class=d></div></div>", ["a"]),
        ("<div><p>a</p><div></div></div>", ["a"]),
        ("<div><div></div><div></div></div>", []),
        ("<div></div><p></p><p>a</p>", ["\t", "a"]),
        ("<ul><li><p>a</p></li><li><p></p></li></ul>", ["a", "\t"]),
        ("<div><div class=c>a</div><div class=c style='display:none'></div></div>", ["a"]),
        ("<div><div class=c>a<div class=c></div></div><div class=c></div></div>", ["a", "\t"]),
        ("<div><div><div>a</div><div>b</div></div><div></div></div>", ["a", "b"]),
    ],
)  # fmt: skip
def test_which_empty_elements_are_cells(markup: str, expected: list[str], engine: str) -> None:
    assert lines(markup, engine) == expected


def test_pages_with_a_table_or_few_numbers_have_no_such_cells() -> None:
    few = "<div><div class=c>a</div><div class=c></div></div>" + MANY[:200]
    for markup in (few, f"<table><tr><td>1<td>2<tr><td>3<td>4</table>{few}{MANY}"):
        source = Source.of(f"<html>{markup}".encode(), name="a.html")
        blocks = HtmlAdapter().read(source, ReadOptions()).blocks
        assert "\t" not in [block.text for block in blocks if isinstance(block, Paragraph)]


def test_blank_cells_count_as_lines() -> None:
    markup = f"<html><div>{MANY}{'<div class=c></div>' * 200}</div>".encode()
    source = Source.of(markup, name="a.html")
    options = ReadOptions(limits=gd.Limits(lines=100))
    with pytest.raises(gd.LimitExceeded, match="lines"):
        HtmlAdapter().read(source, options)
