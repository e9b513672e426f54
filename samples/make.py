"""Writes each sample out as a web page, a Word file and a PDF: `python samples/make.py`.

What the text of a sample has lost stands in these files: they draw every cell. `cells` in the
expectation of a sample, as printed and by the ids of the facts, is what all three hold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.enum.text import WD_BREAK
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

import govdisclose_extract as gd

HERE = Path(__file__).parent
FONT = "STSong-Light"
TRADITIONAL = HERE.parent / "tests" / "data" / "traditional_labels.json"

BLOCKS = {
    "rules": "第二十条第（一）项",
    "licensing": "第二十条第（五）项",
    "penalties": "第二十条第（六）项",
    "fees": "第二十条第（八）项",
    "procurement": "第二十条第（九）项",
}
GROUPS = {
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
RESULTS = "三、本年度办理结果"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
NOTICE = {"2019": "国办公开办函〔2019〕60号", "2021": "国办公开办函〔2021〕30号"}


class Box(NamedTuple):
    """A cell: its text, and how many rows and columns it covers."""

    text: str
    rows: int = 1
    cols: int = 1


class Sheet(NamedTuple):
    """A table as rows of cells; a merged cell stands in its first row only."""

    width: int
    rows: list[list[Box]]


class Sample(NamedTuple):
    """What is to be written: heading lines, and each section with its paragraphs and its table."""

    name: str
    title: str
    agency: str
    year: int
    sections: list[tuple[str, list[str], Sheet | None]]
    traditional: bool


def load(name: str) -> Sample:
    """A sample, from its text and the cells of its expectation."""
    folder = HERE / name
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    report = gd.extract(folder / "report.txt")
    cells = expected["cells"]
    edition = gd.edition(expected["edition"])
    sheets = dict(
        zip((2, 3, 4), (maker(edition, cells) for maker in (two, three, four)), strict=True)
    )
    traditional = "報告" in expected["title"]
    printed = {section.number: section for section in report.sections}
    sections = []
    for number, label in enumerate(edition.sections, 1):
        numeral = "一二三四五六"[number - 1]
        text = printed[number].text if number in printed else ""
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        sections.append((f"{numeral}、{label.printed}", lines, sheets.get(number)))
    return Sample(
        name, expected["title"], expected["agency"], expected["year"], sections, traditional
    )


# ---------------------------------------------------------------------------- the three tables


def two(edition: Any, cells: dict[str, str]) -> Sheet:
    """Table 2: each block has its own heads; one column of values spans three."""
    rows: list[list[Box]] = []
    heads: tuple[str, ...] = ()
    for row in edition.tables[0].rows:
        size = len(row.cells)
        widths = {1: [3], 2: [1, 2], 3: [1, 1, 1]}[size]
        if row.id in BLOCKS:
            heads = tuple(cell.head for cell in row.cells)
            rows.append([Box(BLOCKS[row.id], 1, 4)])
            pairs = zip(heads, widths, strict=True)
            rows.append([Box("信息内容"), *(Box(head, 1, width) for head, width in pairs)])
        values = zip(row.cells, widths, strict=True)
        rows.append([Box(row.name), *(Box(cells[c.fact], 1, width) for c, width in values)])
    extra = cells.get("extra")
    if extra:
        rows.insert(4, [Box("其他主动公开文件"), *(Box(text) for text in extra.split())])
    return Sheet(4, rows)


def three(edition: Any, cells: dict[str, str]) -> Sheet:
    """Table 3: three columns of labels, seven of values."""
    table = edition.tables[1]
    heads = [cell.head for cell in table.rows[0].cells]
    rows = [
        [Box(CORNER, 3, 3), Box("申请人情况", 1, 7)],
        [Box(heads[0], 2), Box("法人或其他组织", 1, 5), Box(heads[6], 2)],
        [Box(head) for head in heads[1:6]],
    ]
    results = [row for row in table.rows if row.role == "result" or row.id == "total"]
    for row in table.rows:
        values = [Box(cells[cell.fact]) for cell in row.cells]
        if row not in results:
            rows.append([Box(row.name, 1, 3), *values])
            continue
        first = [Box(RESULTS, len(results))] if row is results[0] else []
        group, _, inner = row.id.partition(".")
        members = [one for one in results if one.id.startswith(group + ".")]
        if not inner or inner == "combined":
            rows.append([*first, Box(row.name, 1, 2), *values])
        elif row is members[0]:
            rows.append([*first, Box(GROUPS[group], len(members)), Box(row.name), *values])
        else:
            rows.append([Box(row.name), *values])
    return Sheet(10, rows)


def four(edition: Any, cells: dict[str, str]) -> Sheet:
    """Table 4: fifteen values below three heads."""
    specs = edition.tables[2].rows[0].cells
    return Sheet(
        15,
        [
            [Box("行政复议", 2, 5), Box("行政诉讼", 1, 10)],
            [Box("未经复议直接起诉", 1, 5), Box("复议后起诉", 1, 5)],
            [Box(cell.head) for cell in specs],
            [Box(cells[cell.fact]) for cell in specs],
        ],
    )


def cut_in_two(sheet: Sheet) -> list[Sheet]:
    """Table 3 in two tables: the label that spans the results is printed in both."""
    at = next(
        at
        for at, row in enumerate(sheet.rows)
        if any(b.text == GROUPS["not_processed"] for b in row)
    )
    first = next(at for at, row in enumerate(sheet.rows) if row[0].text == RESULTS)
    whole = sheet.rows[first][0].rows
    upper = list(sheet.rows[:at])
    upper[first] = [Box(RESULTS, at - first), *upper[first][1:]]
    lower = [[Box(RESULTS, first + whole - at), *sheet.rows[at]], *sheet.rows[at + 1 :]]
    return [Sheet(sheet.width, upper), Sheet(sheet.width, lower)]


# ---------------------------------------------------------------------------- script


class Script:
    """The official labels in the script of a sample."""

    def __init__(self, *, traditional: bool) -> None:
        self.words: dict[str, str] = {}
        if traditional:
            data = json.loads(TRADITIONAL.read_text(encoding="utf-8"))
            self.words = {simple: forms[0] for simple, forms in data.items()}
            self.letters: dict[int, str] = {}
            for simple, form in self.words.items():
                if len(simple) == len(form):
                    self.letters |= {ord(a): b for a, b in zip(simple, form, strict=True) if a != b}

    def __call__(self, text: str) -> str:
        if not self.words:
            return text
        return self.words.get(text) or text.translate(self.letters)


# ---------------------------------------------------------------------------- HTML


def html(sample: Sample) -> str:
    """A page of an office's site, with what such pages have around a report."""
    say = Script(traditional=sample.traditional)
    spans = sample.name in {"glued", "glued-2019"}
    cut = sample.name == "tabbed-2021"
    body = [
        f'<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">{say("政务公开")}</a></div>',  # noqa: E501
        "<table class='meta'><tr><td>索引号：</td><td>00" + str(sample.year) + "-31</td>"
        f"<td>发布机构：</td><td>{escape(sample.agency)}</td></tr>"
        f"<tr><td>发布日期：</td><td>{sample.year + 1}-01-2{len(sample.name) % 10}</td>"
        "<td>有效性：</td><td>有效</td></tr></table>",
        f"<h1>{escape(sample.title)}</h1>",
    ]
    for heading, lines, sheet in sample.sections:
        body.append(f"<p><strong>{_inline(say(heading), spans)}</strong></p>")
        body += [f"<p>　　{escape(line)}</p>" for line in lines if not sheet]
        if sheet:
            sheets = cut_in_two(sheet) if cut and sheet.width == 10 else [sheet]
            body += [_html_table(one, say, spans=spans) for one in sheets]
    body.append('<div class="share">分享到： 微信 微博</div>')
    text = "\n".join(body)
    if sample.name == "pipe":
        text = f"<table width='100%'><tr><td>{text}</td></tr></table>"
    return (
        "<!DOCTYPE html>\n<html><head><meta charset='utf-8'>"
        f"<title>{escape(sample.title)}</title><style>td {{ border: 1px solid }}</style>"
        "<script>var views = 2023;</script></head>\n<body>\n"
        f"{text}\n<div class='foot'>网站地图 | 联系我们</div>\n</body></html>\n"
    )


def _inline(text: str, spans: bool) -> str:
    if not spans:
        return escape(text)
    return "".join(f"<span>{escape(char)}</span>" for char in text)


def _html_table(sheet: Sheet, say: Script, *, spans: bool) -> str:
    rows = []
    for row in sheet.rows:
        cells = []
        for box in row:
            attributes = f' rowspan="{box.rows}"' if box.rows > 1 else ""
            attributes += f' colspan="{box.cols}"' if box.cols > 1 else ""
            text = _inline(say(box.text), spans) or "&nbsp;"
            cells.append(f"<td{attributes}><p>{text}</p></td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


# ---------------------------------------------------------------------------- DOCX


def word(sample: Sample, path: Path) -> None:
    """A Word file with merged cells."""
    say = Script(traditional=sample.traditional)
    file = docx.Document()
    file.core_properties.title = sample.title
    file.add_heading(sample.title, 0)
    for heading, lines, sheet in sample.sections:
        file.add_paragraph().add_run(say(heading)).bold = True
        for line in lines if not sheet else []:
            file.add_paragraph(line)
        if sheet:
            _word_table(file, sheet, say)
    if sample.name == "aligned":
        file.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    file.save(str(path))


def _word_table(file: Any, sheet: Sheet, say: Script) -> None:
    table = file.add_table(rows=len(sheet.rows), cols=sheet.width)
    table.style = "Table Grid"
    for box, row, col in placed(sheet):
        cell = table.cell(row, col)
        if box.rows > 1 or box.cols > 1:
            cell = cell.merge(table.cell(row + box.rows - 1, col + box.cols - 1))
        cell.paragraphs[0].add_run(say(box.text))


def placed(sheet: Sheet) -> list[tuple[Box, int, int]]:
    """Each cell with its row and column in the grid."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, boxes in enumerate(sheet.rows):
        col = 0
        for box in boxes:
            while (row, col) in taken:
                col += 1
            found.append((box, row, col))
            taken |= {(row + r, col + c) for r in range(box.rows) for c in range(box.cols)}
            col += box.cols
    return found


# ---------------------------------------------------------------------------- PDF


def pdf(sample: Sample, path: Path) -> None:
    """A PDF with ruled tables that run over pages, numbered at the foot."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    say = Script(traditional=sample.traditional)
    plain = ParagraphStyle("plain", fontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK")
    small = ParagraphStyle("small", parent=plain, fontSize=7.5, leading=10)
    large = ParagraphStyle("large", parent=plain, fontSize=15, leading=24, alignment=1)
    story: list[Any] = [Paragraph(escape(sample.title), large), Spacer(1, 14)]
    for heading, lines, sheet in sample.sections:
        story.append(Paragraph(escape(say(heading)), plain))
        story += [Paragraph("　　" + escape(line), plain) for line in lines if not sheet]
        if sheet:
            story += [Spacer(1, 4), _pdf_table(sheet, say, small), Spacer(1, 8)]
    file = SimpleDocTemplate(
        str(path), pagesize=A4, title=sample.title, invariant=1, leftMargin=54, rightMargin=54
    )
    file.build(story, onFirstPage=_numbered, onLaterPages=_numbered)


def _numbered(canvas: Any, file: Any) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 30, f"- {file.page} -")


def _pdf_table(sheet: Sheet, say: Script, style: ParagraphStyle) -> Table:
    widths = {4: [170, 105, 105, 105], 10: [26, 52, 130, *[39] * 7], 15: [32.4] * 15}[sheet.width]
    grid: list[list[Any]] = [[""] * sheet.width for _ in sheet.rows]
    look: list[Sequence[Any]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("FONT", (0, 0), (-1, -1), FONT, 7.5),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    for box, row, col in placed(sheet):
        grid[row][col] = Paragraph(escape(say(box.text)), style) if box.text else ""
        if box.text == RESULTS:
            grid[row][col] = "\n".join(say(box.text))
        if box.rows > 1 or box.cols > 1:
            look.append(("SPAN", (col, row), (col + box.cols - 1, row + box.rows - 1)))
    return Table(grid, colWidths=widths, style=look, splitByRow=1)


def main(names: Sequence[str]) -> None:
    """Write the samples with these names, or all of them."""
    for name in names or sorted(path.parent.name for path in HERE.glob("*/expected.json")):
        sample = load(name)
        (HERE / name / "report.html").write_text(html(sample), encoding="utf-8")
        word(sample, HERE / name / "report.docx")
        pdf(sample, HERE / name / "report.pdf")


if __name__ == "__main__":
    main(sys.argv[1:])
