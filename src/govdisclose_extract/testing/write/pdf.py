"""PDF files: ruled tables, tables that run over many small pages, and tables without lines."""

from __future__ import annotations

import io
from html import escape
from random import Random
from typing import Any, NamedTuple

from ..cuts import cut
from ..printed import RESULTS, Line, Printed, Sheet, placed
from .base import Manner, Writer, missing

FONT = "STSong-Light"
_SIZE = 7.5
_REPLACED = str.maketrans({"\u2212": "-", "\xa0": " "})
"""Characters that the font cannot show."""


class _Look(NamedTuple):
    """How the tables of a file look. rows: how many stand on a page at most, or 0 for all."""

    lines: bool = True
    rows: int = 0


def _shares(width: int) -> list[float]:
    """The shares of the columns in the width of a table."""
    labels = {4: [3.0], 8: [4.6], 9: [1.4, 3.2], 10: [0.8, 1.4, 3.2], 15: []}
    its = labels.get(width, [3.0])
    return [*its, *[2.0 if width == 4 else 1.1] * (width - len(its))]


def _document(printed: Printed, look: _Look) -> bytes:
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer
    except ImportError as error:
        raise missing("reportlab", error) from error
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    plain = ParagraphStyle("plain", fontName=FONT, fontSize=10, leading=16, wordWrap="CJK")
    large = ParagraphStyle("large", parent=plain, fontSize=14, leading=22, alignment=1)
    story: list[Any] = []
    for block in printed.blocks:
        if isinstance(block, Line) and block.role == "mark":
            story.append(PageBreak())
        elif isinstance(block, Line):
            text = escape(block.text.translate(_REPLACED)).replace("\n", "<br/>")
            story.append(Paragraph(text, large if block.role == "title" else plain))
        else:
            for at, part in enumerate(_parts(block, look.rows)):
                story += [PageBreak()] if at else [Spacer(1, 4)]
                story.append(_table(part, look, A4[0] - 108))
            story.append(Spacer(1, 8))

    def number(canvas: Any, file: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 28, f"- {file.page} -")

    packed = io.BytesIO()
    file = SimpleDocTemplate(
        packed,
        pagesize=A4,
        title=printed.content.title,
        invariant=1,
        leftMargin=54,
        rightMargin=54,
        topMargin=50,
        bottomMargin=50,
    )
    file.build(story, onFirstPage=number, onLaterPages=number)
    return packed.getvalue()


def _parts(sheet: Sheet, rows: int) -> list[Sheet]:
    """A sheet as its pages hold it; what spans the end of a page is not printed again."""
    if not rows or len(sheet.rows) <= rows + 3:
        return [sheet]
    upper, lower = cut(sheet, rows, repeat=False)
    return [upper, *_parts(lower, rows)]


def _table(sheet: Sheet, look: _Look, room: float) -> Any:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Table

    cells = list(placed(sheet))
    width = max(sheet.width, *(col + cell.cols for cell, _, col in cells))
    shares = [*_shares(sheet.width), *[1.1] * (width - sheet.width)]
    widths = [room * share / sum(shares) for share in shares]
    style = ParagraphStyle(
        "cell", fontName=FONT, fontSize=_SIZE, leading=10, wordWrap="CJK", alignment=0
    )
    middle = ParagraphStyle("middle", parent=style, alignment=1)
    grid: list[list[Any]] = [[""] * width for _ in sheet.rows]
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), FONT, _SIZE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    for cell, row, col in cells:
        text = cell.text.translate(_REPLACED)
        last = (col + cell.cols - 1, min(row + cell.rows, len(sheet.rows)) - 1)
        if text == RESULTS and look.lines:
            grid[row][col] = "\n".join(text)
        elif text.strip():
            made = escape(text.strip()).replace("\n", "<br/>")
            grid[row][col] = Paragraph(made, style if cell.kind == "label" else middle)
        if last != (col, row):
            commands.append(("SPAN", (col, row), last))
        if look.lines:
            commands.append(("BOX", (col, row), last, 0.5, colors.black))
    return Table(grid, colWidths=widths, style=commands, splitByRow=1)


def _writer(name: str, manner: Manner, look: _Look) -> Writer:
    def write(printed: Printed, random: Random) -> bytes:
        return _document(printed, look)

    return Writer(name, ".pdf", manner, write)


WRITERS = (
    _writer("pdf-ruled", "bordered", _Look()),
    _writer("pdf-pages", "bordered", _Look(rows=11)),
    _writer("pdf-borderless", "gapped", _Look(lines=False)),
)
"""The writers of PDF files."""
