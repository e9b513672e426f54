"""The adapter of web pages, by both engines."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import quopri
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import Adapter, Match, ReadOptions
from govdisclose_extract.adapters.html import ENGINES, HtmlAdapter
from govdisclose_extract.document import Document, Grid, Paragraph
from govdisclose_extract.errors import (
    DecodeError,
    LimitExceeded,
    MissingDependency,
    ReadError,
    UsageError,
)
from govdisclose_extract.source import Hints, Limits, Source
from govdisclose_extract.where import Where

ADAPTER: Adapter = HtmlAdapter()
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REAL = SHARED / "corpus" / "shuyang-fgj-2023"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared documents")


def read(page: str | bytes, engine: str | None = None, limits: Limits | None = None) -> Document:
    data = page.encode() if isinstance(page, str) else page
    options = ReadOptions(engine=engine, limits=limits or Limits())
    return ADAPTER.read(Source.of(data, name="a.html"), options)


def rows(grid: Grid) -> list[list[Any]]:
    """The cells by row: the text, or (text, column, rows, columns) of a merged one."""
    return [
        [
            cell.text if cell.rows * cell.cols == 1 else (cell.text, cell.col, cell.rows, cell.cols)
            for cell in grid.cells
            if cell.row == row
        ]
        for row in range(grid.height)
    ]


def seen(page: str | bytes, limits: Limits | None = None) -> list[Any]:
    """Lines as str and grids as `rows`; what both engines see."""
    found = [
        [b.text if isinstance(b, Paragraph) else rows(b) for b in read(page, engine, limits).blocks]
        for engine in ENGINES
    ]
    assert found[0] == found[1]
    return found[0]


def cell(content: str) -> str:
    """The text of a cell with this content."""
    (grid,) = seen(f"<table><tr><td>规章</td><td>{content}</td></tr></table>")
    return grid[0][1]


# The document


def test_the_card() -> None:
    info = HtmlAdapter.info
    assert (info.name, info.api) == ("html", 1)
    assert all(suffix == suffix.lower() for suffix in info.suffixes)


@pytest.mark.parametrize("engine", [None, *ENGINES])
def test_read(engine: str | None) -> None:
    page = (
        "<h1>年度报告</h1><table><tr><th rowspan=2>规章</th><td>0</td></tr><tr><td>1</td></table>尾"
    )
    document = read(page, engine)
    first, grid, last = document.blocks
    assert first == Paragraph("年度报告", Where(block=0))
    assert last == Paragraph("尾", Where(block=2))
    assert isinstance(grid, Grid)
    assert (grid.height, grid.width, grid.where) == (2, 2, Where(block=1))
    assert [c.where for c in grid.cells] == [
        Where(block=1, row=0, col=0),
        Where(block=1, row=0, col=1),
        Where(block=1, row=1, col=1),
    ]
    source = document.source
    assert (source.name, source.adapter, source.engine) == ("a.html", "html", engine or "lxml")
    assert source.bytes == len(page.encode())
    assert source.sha256 == hashlib.sha256(page.encode()).hexdigest()
    assert (source.encoding, source.encoding_evidence) == ("utf-8", "utf-8")
    assert document.findings == ()


def test_an_unknown_engine() -> None:
    with pytest.raises(UsageError) as caught:
        read("<p>x", "html5")
    assert all(name in (caught.value.hint or "") for name in ENGINES)


@pytest.mark.parametrize(("engine", "package"), [("lxml", "lxml"), ("bs4", "beautifulsoup4")])
def test_a_missing_package(engine: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, f"govdisclose_extract.adapters.html_{engine}", raising=False)
    monkeypatch.setitem(sys.modules, engine, None)
    with pytest.raises(MissingDependency) as caught:
        read("<p>x", engine)
    assert f"pip install {package}" in (caught.value.hint or "")


def test_a_parser_that_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import bs4
    from lxml import etree

    from govdisclose_extract.adapters import html_bs4, html_lxml

    def fail(error: Exception) -> Any:
        def call(*_: object, **__: object) -> None:
            raise error

        return call

    monkeypatch.setattr(html_lxml.etree, "fromstring", fail(etree.LxmlError("no")))
    monkeypatch.setattr(html_bs4, "_Soup", fail(bs4.ParserRejectedMarkup("no")))
    for engine, other in (ENGINES, ENGINES[::-1]):
        with pytest.raises(ReadError) as caught:
            read("<p>x", engine)
        assert caught.value.where == "a.html"
        assert other in (caught.value.hint or "")


# Text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("", []),
        ("  \n", []),
        ("<!-- a -->", []),
        ("无标记", ["无标记"]),
        ("<p>一<p>二", ["一", "二"]),
        ("甲<div>乙<p>丙</p>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("<h2>一、</h2>文<ul><li>a<li>b</ul><dl><dt>c<dd>d</dl>", ["一、", "文", *"abcd"]),
        ("甲<br>乙<br/>丙<hr>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>\n\t\t 总体\n\t 情况  好 </p>", ["总体 情况 好"]),
        ("<p>总<b>体</b><font>情</font>况<x:y>好</x:y></p>", ["总体情况好"]),
        ("<p><span>三</span><span>、本</span><span>年</span></p>", ["三、本年"]),
        ("<span>a</span> <span>b</span>\n<span>c</span>", ["a b c"]),
        ("<p>&nbsp;</p><p>　</p><p>\u200b</p><p> </p>x", ["x"]),
        ("<p>&nbsp;1&nbsp;</p>", ["\xa01\xa0"]),
        ("<p>规章\t0\t\t1</p><p>\t0</p>", ["规章\t0\t\t1", "\t0"]),
        ("<pre>\n规章  0\r\n\n 1\n</pre>x", ["规章  0", "", " 1", "x"]),
        ("<p><br />四、<table><tr><td>1<td>2</table>五、", ["四、", [["1", "2"]], "五、"]),
        ("<p>a &lt;b&gt; &amp; &#20013;</p>", ["a <b> & 中"]),
        ("<p>公開<ruby>告<rp>(</rp><rt>gào</rt><rp>)</rp></ruby></p>", ["公開告"]),
    ],
)
def test_lines(page: str, expected: list[object]) -> None:
    assert seen(page) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- 秘 -->",
        "<!--[if !supportMisalignedColumns]--><!--[endif]-->",
        "<script>var 秘 = '<p>秘</p>';</script>",
        "<style>p{content:'秘'}</style>",
        "<div style='color:red; DISPLAY : none'>秘<p>秘</p></div>",
        "<span style=visibility:hidden>秘</span>",
        "<span style='mso-hide:all'>秘</span>",
        "<p hidden>秘<b>秘</b></p>",
        "<nav><ul><li>秘</ul></nav>",
        "<select><option>秘<option>密</select>",
        "<button>秘</button>",
        "<noscript><p>秘</noscript>",
        "<iframe>秘</iframe>",
        "<template><p>秘</p></template>",
        "<svg><text>秘</text></svg>",
        "<textarea>秘</textarea>",
        "<title>秘</title>",
        "<xml><o:p>秘</o:p></xml>",
    ],
)
def test_what_is_not_text(hidden: str) -> None:
    assert seen(f"<body><div>前{hidden}</div>后</body>") == ["前", "后"]


def test_a_border_is_not_a_hidden_element() -> None:
    page = "<body style='display:none'><p style='border:none;text-decoration:none'>x</p>"
    assert seen(page) == ["x"]


def test_the_title_of_the_article_leads_where_the_page_lacks_it() -> None:
    head = "<head><title>站</title><meta name=ArticleTitle content='某局2020年度\n 报告'></head>"
    assert seen(f"{head}<p>一、") == ["某局2020年度 报告", "一、"]
    assert seen(f"{head}<p>题：某局2020年度 报告<p>一、") == ["题：某局2020年度 报告", "一、"]
    grid = "<table><tr><td>名称<td>某局2020年度 报告</table>"
    assert seen(head + grid) == [[["名称", "某局2020年度 报告"]]]


# Tables


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("20", "20"),
        ("<span>2</span><span>0</span>", "20"),
        ("<p><span>1.<font>属于国家秘密</font></span></p>", "1.属于国家秘密"),
        ("73802895.90<b>元</b>", "73802895.90元"),
        ("本年新<br />制作数量", "本年新\n制作数量"),
        ("<p>商业</p>\n<p>企业</p>", "商业\n企业"),
        ("<p>商业</p><p>&nbsp;</p><br><p>企业</p>", "商业\n企业"),
        ("\n   三、<b>本</b>\n  ", "三、本"),
        ("<font>&nbsp;</font><font>0</font>", "\xa00"),
        ("", ""),
        (" \n ", ""),
        ("<p>&nbsp;</p>", "\xa0"),
        ("　", "　"),
        ("<o:p> </o:p>", ""),
        ("\u200b", ""),
        ("<pre>a\n b</pre>", "a\nb"),
    ],
)
def test_the_text_of_a_cell(content: str, expected: str) -> None:
    assert cell(content) == expected


@given(st.text(" \n\t\xa0　\u200b\ufeff", max_size=6))
def test_a_blank_cell_strips_to_nothing(blank: str) -> None:
    assert not cell(f"<p><span>{blank}</span></p>").strip()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<td>a<td>b", [["a", "b"]]),
        ("<thead><tr><th>a<th>b</thead><tbody><tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", [[("a", 0, 2, 1), "b"], ["c"]]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c", [[("a", 0, 2, 1), "b"], ["c"]]),
        ("<tr><td rowspan=999>a<td>b<tr><td>c", [[("a", 0, 2, 1), "b"], ["c"]]),
        ("<tr><td colspan=2>a<tr><td>b<td>c", [[("a", 0, 1, 2)], ["b", "c"]]),
        ("<tr><td colspan=1000>a<tr><td>b<td>c", [[("a", 0, 1, 2)], ["b", "c"]]),
        ("<tr><td colspan=0>a<td rowspan=x colspan=-3>b", [["a", "b"]]),
        ("<tr><td colspan='2 '>a<tr><td>b<td>c", [[("a", 0, 1, 2)], ["b", "c"]]),
        # Columns in which no cell begins part nothing.
        ("<tr><td>a<td colspan=3>b<td>c<tr><td>d<td colspan=3>e<td>f", [[*"abc"], [*"def"]]),
        # A head that does not line up with the values below it (C25).
        (
            "<tr><td>a<td>b<td colspan=2>c<tr><td>d<td colspan=2>e<td>f",
            [["a", "b", ("c", 2, 1, 2)], ["d", ("e", 1, 1, 2), "f"]],
        ),
        # A head padded with empty cells (C26).
        ("<tr><td>a<td><td><tr><td><td>b<td>c", [["a", "", ""], ["", "b", "c"]]),
        # A span runs into a cell from above: each place belongs to one cell.
        (
            "<tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d",
            [["a", ("b", 1, 2, 1), "c"], ["d"]],
        ),
        ("<tr><td>a<td>b<tr><tr><td>c<td>d", [["a", "b"], [], ["c", "d"]]),
        ("<tr><td>a<td style='display:none'>x<td>b<tr hidden><td>x", [["a", "b"]]),
    ],
)
def test_spans(table: str, expected: list[object]) -> None:
    assert seen(f"<table>{table}</table>") == [expected]


def test_no_two_cells_share_a_place() -> None:
    spans = st.integers(0, 4)

    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.lists(st.tuples(spans, spans), max_size=5), max_size=6))
    def check(table: list[list[tuple[int, int]]]) -> None:
        page = "".join(
            "<tr>" + "".join(f"<td rowspan={r} colspan={c}>x</td>" for r, c in row) for row in table
        )
        blocks = read(f"<table>{page}</table>").blocks
        assert sum(len(b.cells) if isinstance(b, Grid) else 1 for b in blocks) == sum(
            map(len, table)
        )
        for grid in blocks:
            if isinstance(grid, Grid):
                places = [
                    (row, col)
                    for c in grid.cells
                    for row in range(c.row, c.row + c.rows)
                    for col in range(c.col, c.col + c.cols)
                ]
                assert len(places) == len(set(places))
                assert all(row < grid.height and col < grid.width for row, col in places)
                assert {c.col for c in grid.cells} == set(range(grid.width))

    check()


def test_text_outside_the_cells_stands_before_the_table() -> None:
    assert seen("<table><caption>表</caption>注<tr><td>1<td>2</table>") == [
        "表",
        "注",
        [["1", "2"]],
    ]


def test_cells_that_lost_their_table_keep_their_borders() -> None:
    assert seen("<tr><td>规章</td><td></td><td>0</td></tr><tr><td>x") == ["规章\t\t0", "x"]


PROSE = "全年共公开政府信息。" * 50
LINES = "".join(f"<p>{'全年共公开政府信息。' * 5}</p>" for _ in range(4))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<tr><td>一、</td></tr><tr><td>甲<br>乙</td></tr>", ["一、", "甲", "乙"]),
        ("<tr><td colspan=4>一、</td></tr>", ["一、"]),
        ("<tr><td><table><tr><td>1<td>2</table></td></tr>", [[["1", "2"]]]),
        (
            "<tr><td>菜单<td><p>一、</p><table><tr><td>1<td>2</table><p>二、</p>",
            ["菜单", "一、", [["1", "2"]], "二、"],
        ),
        (
            "<tr><td>首页<td>公开<tr><td colspan=2><table><tr><td>1<td>2<tr><td>3<td>4</table>",
            [[["首页", "公开"]], [["1", "2"], ["3", "4"]]],
        ),
        # A table within an entry of a larger table is part of that entry.
        (
            "<tr><td>a<td>b<td>c<tr><td>d<td>e<table><tr><td>1<td>2</table><td>f",
            [[["a", "b", "c"], ["d", "e\n1 2", "f"]]],
        ),
        ("<tr><td>a<td><table><tr><td>1</table>", [[["a", "1"]]]),
        # Long prose cuts a table.
        (
            f"<tr><td>1<td>2<tr><td>x<td>{PROSE}<tr><td>3<td>4",
            [[["1", "2"]], "x", PROSE, [["3", "4"]]],
        ),
        (
            f"<tr><td rowspan=3>1<td>2<tr><td colspan=2>{LINES}<tr><td>3",
            [[["1", "2"]], *["全年共公开政府信息。" * 5] * 4, "3"],
        ),
        ("<tr><td>&nbsp;<td>　", []),
        ("", []),
    ],
)
def test_layout_by_tables(page: str, expected: list[object]) -> None:
    assert seen(f"<table>{page}</table>") == expected


def test_a_table_cut_in_two_stays_two() -> None:
    table = "<table><tr><td>三、<td>1</table>"
    assert seen(table + table) == [[["三、", "1"]], [["三、", "1"]]]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "declared", "found"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gb2312", "utf-8"),
        ("utf-8-sig", "gbk", "utf-8-sig"),
        ("gb18030", "gb2312", "gb18030"),
        ("gbk", "utf-8", "gb18030"),
        ("gbk", "iso-8859-1", "gb18030"),
        ("big5", "big5", "cp950"),
        ("big5", "utf-8", "cp950"),
        ("utf-16", "utf-16", "utf-16-le"),
    ],
)
@pytest.mark.parametrize(
    "meta", ["charset={}", "http-equiv=Content-Type content='text/html; charset={}'"]
)
def test_charsets(encoding: str, declared: str, found: str, meta: str) -> None:
    lines = ["政府信息公開工作年度報告，一、總體情況", "規章 現行有效件數"]
    page = f"<html><head><meta {meta.format(declared)}></head><p>{lines[0]}</p><p>{lines[1]}</p>"
    data = page.encode(encoding)
    assert ADAPTER.match(data, Hints()) is Match.CONTENT
    assert seen(data) == lines
    assert read(data).source.encoding == found


def test_xhtml() -> None:
    page = (
        '<?xml version="1.0" encoding="gbk"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/x.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><body>'
        "<p>年度<br/>报告</p><table><tr><td/><td>规章&nbsp;</td></tr></table></body></html>"
    )
    assert seen(page.encode("gbk")) == ["年度", "报告", [["", "规章\xa0"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_bytes_that_are_lost_are_told(encoding: str) -> None:
    lines = "<p>政府信息公开工作年度报告，一、总体情况</p>" * 3
    page = f"<html>{lines}<table><tr><td>规章</td><td>1X2</td></tr></table>"
    document = read(page.encode(encoding).replace(b"X", b"\xff"))
    assert [finding.code for finding in document.findings] == ["text.garbled"]
    assert (document.source.encoding_evidence or "").endswith("-damaged")
    grid = document.blocks[-1]
    assert isinstance(grid, Grid)
    assert rows(grid) == [["规章", "1\ufffd2"]]


def test_noise_is_refused_with_its_name() -> None:
    with pytest.raises(DecodeError) as caught:
        read(b"\0\x01\xff" * 50)
    assert caught.value.where == "a.html"


# MHTML

PAGE = "<html><body><p>政府信息公开年度报告</p><table><tr><td>规章</td><td>0</td></tr></table>"
PAGE_SEEN = ["政府信息公开年度报告", [["规章", "0"]]]


def mhtml(encoded: bytes, how: str, kind: str = "text/html", boundary: str = "--=_x.y") -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?B?eA==?=\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n'
        f"no part\r\n--{boundary}\r\nContent-Type: {kind}; charset=gb2312\r\n"
        f"Content-Transfer-Encoding: {how}\r\nContent-Location: http://x/\r\n\r\n"
    )
    tail = (
        f"\r\n--{boundary}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"iVBORw0KGgo=\r\n--{boundary}--\r\nno part"
    )
    return head.encode() + encoded + tail.encode()


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
@pytest.mark.parametrize(
    ("how", "encode"),
    [
        ("quoted-printable", quopri.encodestring),
        ("base64", base64.encodebytes),
        ("8bit", bytes),
    ],
)
def test_mhtml(how: str, encode, ends: bytes) -> None:
    data = mhtml(encode(PAGE.encode("gbk")), how).replace(b"\r\n", ends)
    assert ADAPTER.match(data, Hints()) is Match.CONTENT
    assert seen(data) == PAGE_SEEN
    assert read(data).source.encoding == "gb18030"


def test_mhtml_within_mhtml_and_pages_in_frames() -> None:
    page = PAGE.encode("gbk")
    inner = mhtml(page, "8bit")
    inner = inner[inner.index(b"Content-Type") :]
    outer = mhtml(page, "8bit", boundary="outer")
    assert seen(outer.replace(b"\r\n--outer--", b"\r\n--outer\r\n" + inner + b"\r\n--outer--")) == [
        *PAGE_SEEN,
        *PAGE_SEEN,
    ]


def test_a_single_message() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    assert seen(head + base64.b64encode(PAGE.encode()).rstrip(b"=")[:-1]) == PAGE_SEEN


def test_a_message_without_a_page() -> None:
    with pytest.raises(ReadError, match="no web page"):
        read(mhtml(b"x", "8bit", "text/plain"))


@given(st.binary(max_size=300), st.integers(0, 600))
def test_broken_mhtml(noise: bytes, at: int) -> None:
    data = mhtml(PAGE.encode("gbk"), "quoted-printable")
    with contextlib.suppress(ReadError):
        read(data[:at] + noise + data[at:])


# Markup in a string

ROW = "<tr><td>规章</td><td>0</td></tr>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (json.dumps({"标题": "某局年报", "no": "1", "content": PAGE}), ["某局年报", *PAGE_SEEN]),
        (json.dumps([{"content": PAGE}], ensure_ascii=False, indent=1), PAGE_SEEN),
        (json.dumps(PAGE).replace("<", "\\u003c").replace("/", "\\/"), PAGE_SEEN),
        (json.dumps({"a": "一\n二", "b": "<p>三"}), ["一", "二", "三"]),
        (f"var s = '<table>' +\n'{ROW}' + '</table>';", [[["规章", "0"]]]),
        (f"/* x */ $('#a').html(`<table>\n{ROW}</table>`)", [[["规章", "0"]]]),
        (
            'document.write(\'<p>一</p>\');\ndocument.write("<p>\\x41\\u{4e8c}\\"</p>");',
            ["一", 'A二"'],
        ),
        ("s = '<p>一'; s += '二</p>';", ["一二"]),
        ('<p class=\\"a\\">\\u4e00<\\/p>\\r\\n<p>\\"二\\"<\\/p>', ["一", '"二"']),
        ('{"a": "<p>\\ud83d\\ude00\\ud800"}', ["😀\ufffd"]),
    ],
)
def test_strings_of_a_script(text: str, expected: list[object]) -> None:
    assert ADAPTER.match(text.encode(), Hints(suffix=".json")) is Match.CONTENT
    assert seen(text) == expected


def test_a_script_whose_markup_stands_far_behind_its_beginning() -> None:
    script = (
        '//字典项\nlet area = [{\n\t"id": "1",\n\t"name": "上海市"\n}]\n/*\n * it\'s \'a\n */\n'
        + 'let list = [{"url": "./image38.png", \'id\': "0001"}]\n' * 200
        + "let content = \"<p style='text-align: center'>年度报告</p>\t<p>一、</p>"
        + '<table border=\\"1\\"><tr><td colspan=\\"2\\">规章</td></tr>'
        + '<tr><td>1</td><td>&nbsp;</td></tr></table>"\n'
    )
    data = script.encode()
    assert ADAPTER.match(data[:8192], Hints(suffix=".js")) is Match.CONTENT
    assert ADAPTER.match(data[:8192], Hints(suffix=".txt")) is Match.NO
    assert seen(script) == ["上海市", "年度报告", "一、", [[("规章", 0, 1, 2)], ["1", "\xa0"]]]


def test_json_of_plain_text() -> None:
    data = json.dumps({"title": "某局年报", "content": "一、\n规章\t0"}).encode()
    assert ADAPTER.match(data, Hints(suffix=".json")) is Match.CONTENT
    for engine in ENGINES:
        source = Source.of(data, name="a.json")
        blocks = ADAPTER.read(source, ReadOptions(engine=engine)).blocks
        assert [getattr(b, "text", None) for b in blocks] == ["某局年报", "一、", "规章\t0"]


def test_a_text_in_the_script_of_a_page_is_read_where_it_stands() -> None:
    held = json.dumps(f"<table>{ROW * 10}</table>").replace("/", "\\/")
    page = f"<html><body><p>前</p><script>var t = {held};</script><p>后</p></body></html>"
    assert seen(page) == ["前", [["规章", "0"]] * 10, "后"]


@pytest.mark.parametrize("escape", [True, False])
def test_a_text_that_a_page_shows_and_holds_is_read_once(escape: bool) -> None:
    table = f"<table>{ROW * 10}</table>"
    held = json.dumps(table, ensure_ascii=escape).replace("/", "\\/")
    script = f"<script>window.state = {{a: {held}}};</script>"
    expected = [[["规章", "0"]] * 10]
    assert seen(f"<html><body>{table}{script}</body></html>") == expected
    assert seen(f"<html><head>{script}</head><body>{table}</body></html>") == expected
    assert seen(f"<html><body>{script}{script}</body></html>") == expected


HELD_SEEN = ["政府信息公开年度报告", *(f"全年公开{'一二三四'[n % 4] * n}" for n in range(20))]
HELD = f"<div>{''.join(f'<p>{line}</p>' for line in HELD_SEEN)}</div>"
ESCAPED = HELD.replace("<", "&lt;").replace(">", "&gt;")
DEVALUED = HELD.replace("<", "\\u003C").replace("/", "\\u002F").replace(">", "\\u003E")


@pytest.mark.parametrize(
    "page",
    [
        f"<script>window.__NUXT__={{data:[{{content:'{DEVALUED}'}}]}}</script>",
        f"<script type='text/plain' id=container>{HELD}</script>",
        f"<textarea style='display:none'>{ESCAPED}</textarea>",
        f"<textarea>{HELD}</textarea>",
        f"<input type=hidden value='{ESCAPED}'>",
        f"<iframe srcdoc='{ESCAPED}'></iframe>",
    ],
)
def test_a_text_that_a_page_holds_and_a_script_shows(page: str) -> None:
    head = "<html><head><title>政府信息公开年度报告</title></head><body>"
    assert seen(f"{head}{page}<p>尾</p></body></html>") == [*HELD_SEEN, "尾"]
    shown = seen(f"{head}{HELD}{page}<p>尾</p></body></html>")
    assert shown == [*HELD_SEEN, "尾"]


def test_tags_that_are_written_as_text() -> None:
    assert seen(json.dumps({"content": ESCAPED}, ensure_ascii=False)) == HELD_SEEN
    assert seen(f"<?xml version='1.0'?><content>{ESCAPED}</content>") == HELD_SEEN


def test_sections_of_xhtml() -> None:
    cells = "<table><tr><td>规章</td><td><![CDATA[12]]></td></tr></table>"
    xhtml = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{cells}</body></html>"
    script = "<script>//<![CDATA[\nvar a = b[c[0]];\n//]]></script>"
    assert seen(xhtml.replace("<body>", f"<body>{script}")) == [[["规章", "12"]]]
    assert seen(f"<?xml version='1.0'?><html>{cells}</html>") == [[["规章", "12"]]]
    assert seen(f"<html>{cells}</html>") == [[["规章", ""]]]


def test_messages_of_careless_writers() -> None:
    whole = mhtml(PAGE.encode(), "8bit")
    for data in (b"\xef\xbb\xbf" + whole, whole.replace(b"MIME-Version: 1.0\r\n", b"")):
        assert ADAPTER.match(data, Hints()) is Match.CONTENT
        assert seen(data) == PAGE_SEEN


def test_a_template_in_the_script_of_a_page_is_no_text() -> None:
    page = "<html><script>var t = '<li>'; t += '<table><tr><td>x</td></tr></table>';</script>y"
    assert seen(page) == ["y"]


# match


@pytest.mark.parametrize("suffix", [".html", ".doc", "", ".pdf"])
@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html>",
        "\ufeff \r\n<html lang=zh>",
        "<!-- saved from url=(0014)about:internet -->\r\n<HTML>",
        "<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'>",
        "<%@ page contentType='text/html' %>\n<html>",
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'>",
        "<div class=a>年度报告</div>",
        "<table><tr><td>",
        "年度报告 <html><body>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_is_known_by_its_content(head: str, suffix: str, encoding: str) -> None:
    data = (head + "<p>政府信息公开年度报告</p>" * 400).encode(encoding)
    for cut in (data, data[:4096], data[:1023]):
        assert ADAPTER.match(cut, Hints(suffix=suffix)) is Match.CONTENT


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"plain text",
        "年度报告 1 < 2".encode(),
        "[链接](a) <br> 年度报告".encode(),
        b'<?xml version="1.0"?><rss><channel>',
        b'<?xml version="1.0"?><w:wordDocument>',
        b'{"a": "x < 1"}',
        b"\xff\xfa\xfb<" * 9,
    ],
)
def test_what_is_no_page_goes_by_its_name(head: bytes) -> None:
    assert ADAPTER.match(head, Hints(suffix=".html")) is Match.SUFFIX
    assert ADAPTER.match(head, Hints(suffix=".txt")) is Match.NO


@pytest.mark.parametrize("head", [b"%PDF-1.7 <html>", b"PK\x03\x04<html>", b"{\\rtf1 <html>"])
def test_other_formats(head: bytes) -> None:
    assert ADAPTER.match(head, Hints(suffix=".html")) is Match.NO


@given(st.binary(max_size=200), st.text(max_size=5), st.none() | st.text(max_size=8))
def test_match_never_raises(head: bytes, suffix: str, charset: str | None) -> None:
    assert isinstance(ADAPTER.match(head, Hints(None, suffix, charset)), Match)


# Bad input and limits


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("page", "limits"),
    [
        ("<div>" * 9, Limits(depth=8)),
        ("<p>" + "x" * 99, Limits(characters=101)),
        ("<table>" + "<td>1" * 9, Limits(cells=8)),
        ("<table><tr>" + "<td rowspan=9>1" * 3 + "<tr><td>2" * 3, Limits(cells=11)),
        ("<table><tr><td>1<td>2</table>" * 5, Limits(cells=9)),
    ],
)
def test_limits(page: str, limits: Limits, engine: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        read(page, engine, limits)
    assert caught.value.where == "a.html"
    (name,) = [
        n for n in ("depth", "characters", "cells") if f"Limits({n}=" in (caught.value.hint or "")
    ]
    assert str(getattr(limits, name)) in caught.value.message
    assert str(getattr(limits, name)) in caught.value.message_zh


def test_within_the_limits() -> None:
    assert seen("<p>x", Limits(characters=4)) == ["x"]
    assert seen("<table><tr><td>1<td>2</table>", Limits(cells=2)) == [[["1", "2"]]]
    assert seen("<html><body><b><i>x", Limits(depth=4)) == ["x"]


def test_the_parts_of_a_message_count_together() -> None:
    data = mhtml(PAGE.encode("gbk"), "8bit")
    with pytest.raises(LimitExceeded, match="unpacked"):
        read(data, limits=Limits(unpacked=20))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        "<table>" + "<tr><td rowspan=60000>1</td></tr>" * 20_000,
        "<table><tr>" + "<td rowspan=9999 colspan=100>1" * 500 + "<tr><td>2" * 9000,
        "<table>" + "<td>1</td>" * 60_000,
        "<table><tr><td>" * 60 + "x" * 100_000,
        "<table>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 1000 + "</table>",
        "<table><tr><td>" + "<select><option selected>1" * 50_000,
        "<table><tr><td>" + "<img src=a.png>" * 50_000,
        "<textarea>" * 50_000 + "<p></p>" * 5000,
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_bombs(page: str, engine: str) -> None:
    started = time.perf_counter()
    with contextlib.suppress(LimitExceeded):
        read(page, engine)
    assert time.perf_counter() - started < 9


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "page",
    [
        '<!DOCTYPE html [<!ENTITY a "bb"><!ENTITY c "&a;&a;">]><p>&c;</p>',
        "<" * 5000, "&" * 5000, "<!--" * 5000, '"\\' * 5000 + "<p>", "x='" + "\\'" * 5000 + "<p>",
        "<p>&#0;&#xD800;&#x110000;x", "</td></tr></table></div>x", "<a" + " b=1" * 9000 + ">x",
        "<table><td><table><td>", "<script>", "<td><tr><table></td><td>", "<p\ud800>x",
    ],
)  # fmt: skip
def test_odd_markup(page: str, engine: str) -> None:
    document = read(page.encode("utf-8", "replace"), engine)
    assert all("\n" not in b.text for b in document.blocks if isinstance(b, Paragraph))
    assert "bbbb" not in str(document.blocks)


TAGS = st.sampled_from(
    [
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<td\trowspan=3>",
        "<td\tcolspan=2>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<span>",
        "</span>",
        "<br>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<select>",
        "<caption>",
        "<tfoot>",
        "<tbody>",
        "<option\tselected>",
        "<textarea>",
        "<input\tvalue=5>",
        "<img>",
        "<s>",
        "<td\tclass=x>",
        "<b\tstyle=font-size:0>",
        "<b\tstyle=font-size:9px>",
        "<style>.x{display:none}</style>",
        "<b\thidden>",
        "</b>",
        "甲",
        "1",
        "&nbsp;",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TAGS, max_size=40).map("".join))
def test_any_soup_of_tags(page: str) -> None:
    page = page.replace("\t", " ")
    ours, theirs = (read(page, engine).blocks for engine in ENGINES)
    assert ours == theirs
    for index, block in enumerate(ours):
        assert block.where == Where(block=index)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 7), st.booleans(), st.sampled_from(ENGINES))
def test_damaged_bytes(at: int, bit: int, cut: bool, engine: str) -> None:
    data = bytearray(("<html><body>" + PAGE * 10).encode("gb18030"))
    at %= len(data)
    data[at] ^= 1 << bit
    with contextlib.suppress(ReadError):
        read(bytes(data[:at] if cut else data), engine)


# A real page


@needs_shared
@pytest.mark.parametrize("engine", ENGINES)
def test_a_real_page(engine: str) -> None:
    document = read((REAL / "source.html").read_bytes(), engine)
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [(g.height, g.width) for g in grids] == [(6, 4), (14, 4), (28, 10), (4, 15)]
    assert rows(grids[2])[5][0] == ("三、本年度办理结果", 0, 22, 1)
    assert len(rows(grids[3])[3]) == 15


@needs_shared
def test_the_facts_of_a_real_page() -> None:
    gold = json.loads((REAL / "gold.json").read_text(encoding="utf-8"))
    report = gd.Extractor(adapters=[HtmlAdapter()]).extract(REAL / "source.html")
    assert {key: fact.value for key, fact in report.facts.items()} == gold["facts"]


class TestTruncated:
    """A download that broke off: its last number may have lost digits."""

    WHOLE = (Path(__file__).parents[2] / "samples/tabbed-2021/report.html").read_text(
        encoding="utf-8"
    )

    @pytest.mark.parametrize("engine", ["lxml", "bs4"])
    def test_nothing_certain_is_wrong(self, engine):
        whole = gd.extract(self.WHOLE.encode())
        start = self.WHOLE.index("第二十条第")
        for end in range(start, len(self.WHOLE) - 400, 97):
            cut = self.WHOLE[:end].encode()
            try:
                found = gd.extract(cut, engine=engine)
            except gd.NotAReport:
                continue
            for id, fact in found.facts.items():
                if fact.certain:
                    assert (fact.value, fact.state) == (whole[id].value, whole[id].state), end

    def test_it_is_told(self):
        end = self.WHOLE.index("四、结转下年度") + 60
        found = gd.extract(self.WHOLE[:end].encode())
        assert "document.truncated" in {finding.code for finding in found.findings}

    def test_a_page_that_closes_its_tables_is_whole(self):
        text = self.WHOLE.replace("</body></html>", "")
        found = gd.extract(text.encode())
        assert "document.truncated" not in {finding.code for finding in found.findings}


class TestMarkedText:
    """Text in a cell that is no part of its number."""

    WHOLE = TestTruncated.WHOLE

    @pytest.mark.parametrize("engine", ["lxml", "bs4"])
    @pytest.mark.parametrize(
        "mark",
        ["<sup>1</sup>", "<sub>2</sub>", "<del>7</del>", "<s>7</s>", "<strike>7</strike>"],
    )
    def test_notes_and_struck_digits_are_no_digits(self, engine, mark):
        at = self.WHOLE.index("182</p>") + 3
        found = gd.extract((self.WHOLE[:at] + mark + self.WHOLE[at:]).encode(), engine=engine)
        fact = found["applications.total.total"]
        assert (fact.value, fact.certain) == (None, False)

    @pytest.mark.parametrize("style", ["font-size:0", "opacity: 0", "font-size:0px"])
    def test_digits_too_small_to_be_seen_are_none(self, style):
        at = self.WHOLE.index("182</p>")
        hidden = f'<span style="{style}">9</span>'
        found = gd.extract((self.WHOLE[:at] + hidden + self.WHOLE[at:]).encode())
        assert found["applications.total.total"].value == 182

    def test_a_note_in_prose_is_text(self):
        found = gd.extract(self.WHOLE.replace("<h1>", "<p>平方米<sup>2</sup></p><h1>").encode())
        assert found["applications.total.total"].value == 182
