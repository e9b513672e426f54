"""Web pages: as an office's site prints them, as Word exports them, and nested in tables."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from ..printed import Cell, Printed, Sheet
from .base import Writer

_BREAK = "<br>"


def _attributes(cell: Cell) -> str:
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return rows + (f' colspan="{cell.cols}"' if cell.cols > 1 else "")


def _text(text: str) -> str:
    return escape(text).replace("\n", _BREAK)


WriteCell = Callable[[Cell, Random], str]


def _table(sheet: Sheet, random: Random, write: WriteCell, open_: str = "<table>") -> str:
    rows = "".join(
        "<tr>" + "".join(write(cell, random) for cell in row.cells) + "</tr>\n"
        for row in sheet.rows
    )
    return f"{open_}\n{rows}</table>"


def _page(printed: Printed, body: str, *, head: str = "") -> str:
    return (
        "<!DOCTYPE html>\n<html><head><meta charset='utf-8'>"
        f"<title>{escape(printed.content.title)}</title>{head}</head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


# ---------------------------------------------------------------------------- an office's site


def site(printed: Printed, random: Random) -> str:
    """Paragraphs and tables in a page with a path, a table of metadata, scripts and a footer."""
    path = "当前位置：<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a>"
    fields = "<td>索引号：</td><td>00120031-2</td><td>发布机构：</td>"
    parts = [
        f"<div class='crumbs'>{path}</div>",
        f"<table class='meta'><tr>{fields}<td>{escape(printed.content.agency)}</td></tr></table>",
    ]
    for block in printed.blocks:
        if isinstance(block, Sheet):
            parts.append(_table(block, random, _plain))
        elif block.role == "title":
            parts.append(f"<h1>{_text(block.text)}</h1>")
        elif block.text:
            parts.append(f"<p>　　{_text(block.text)}</p>")
    parts.append("<div class='foot'>网站地图 | 联系我们</div>")
    script = "<script>var views = 2023; if (1 < 2) document.write('<td>7</td>');</script>"
    return _page(printed, "\n".join(parts), head=f"<style>td {{ border: 1px }}</style>{script}")


def _plain(cell: Cell, random: Random) -> str:
    inner = _text(cell.text) or random.choice(("&nbsp;", "", "<p>&nbsp;</p>"))
    if random.random() < 0.3:
        inner = f"<p>{inner}</p>"
    return f"<td{_attributes(cell)}>{inner}</td>"


# ---------------------------------------------------------------------------- an export of Word


def word_export(printed: Printed, random: Random) -> str:
    """Words and digits cut over spans, blank cells as `<o:p>`, styles everywhere."""
    parts = []
    for block in printed.blocks:
        if isinstance(block, Sheet):
            parts.append(_table(block, random, _exported, "<table class=MsoNormalTable border=1>"))
        else:
            parts.append(f"<p class=MsoNormal>{_spans(block.text, random)}</p>")
    head = "<meta name=Generator content='Microsoft Word 15'><style>p.MsoNormal {margin:0}</style>"
    return _page(printed, "<div class=WordSection1>" + "\n".join(parts) + "</div>", head=head)


def _exported(cell: Cell, random: Random) -> str:
    paragraphs = [
        f"<p class=MsoNormal align=center>{_spans(text, random)}</p>"
        for text in cell.text.split("\n")
    ]
    return f"<td{_attributes(cell)} style='padding:0cm 5.4pt'>{''.join(paragraphs)}</td>"


def _spans(text: str, random: Random) -> str:
    """The text in spans of one to three characters, numbers among them."""
    if not text.strip():
        return random.choice(("<o:p></o:p>", "<span lang=EN-US><o:p>&nbsp;</o:p></span>"))
    parts = []
    while text:
        size = random.randint(1, 3)
        style = random.choice(("style='font-size:9.0pt'", "lang=EN-US"))
        parts.append(f"<span {style}>{escape(text[:size])}</span>")
        text = text[size:]
    return "".join(parts)


# ---------------------------------------------------------------------------- nested in tables


def nested(printed: Printed, random: Random) -> str:
    """The whole report in a cell of a table that lays out the page, each table in another."""
    parts = []
    for block in printed.blocks:
        if isinstance(block, Sheet):
            inner = _table(block, random, _plain)
            parts.append(f"<table><tr><td>{inner}</td></tr></table>")
        else:
            parts.append(f"<div>{_text(block.text)}</div>")
    body = "\n".join(parts)
    return _page(
        printed,
        "<table width='100%'><tr><td width=200>网站导航<br>政务公开</td>"
        f"<td><table><tr><td>{body}</td></tr></table></td></tr></table>",
    )


WRITERS = (
    Writer("html-site", ".html", "bordered", site),
    Writer("html-word", ".html", "bordered", word_export),
    Writer("html-nested", ".html", "bordered", nested),
)
"""The writers of web pages; what they give is text, to be encoded."""
