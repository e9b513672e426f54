"""The built-in adapters keep every promise that the kit asks of an adapter."""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from pdf_maker import Pdf

from govdisclose_extract.adapters.docx import DocxAdapter
from govdisclose_extract.adapters.html import HtmlAdapter
from govdisclose_extract.adapters.pdf import PdfAdapter
from govdisclose_extract.adapters.text import TextAdapter
from govdisclose_extract.document import Document, Paragraph
from govdisclose_extract.testing import AdapterConformance
from govdisclose_extract.where import Where

SAMPLES = Path(__file__).parents[2] / "samples"


class TestText(AdapterConformance):
    adapter = TextAdapter()
    samples = (SAMPLES / "tabbed" / "report.txt", "一、总体情况\r\n\r\n无。".encode("gb18030"))

    def render(self, document: Document) -> bytes:
        lines: list[str] = []
        for block in document.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
                continue
            for row in block.dense():
                first = [cell for at, cell in enumerate(row) if cell and cell not in row[:at]]
                lines.append("\t".join(cell.text for cell in first))
        return "\n".join(lines).encode()

    def text_at(self, data: bytes, where: Where) -> str:
        assert where.line is not None
        text = data.decode("gb18030" if data == self.samples[1] else "utf-8")
        return text.splitlines()[where.line - 1][(where.col or 1) - 1 :]


class TestHtml(AdapterConformance):
    adapter = HtmlAdapter()
    samples = (SAMPLES / "tabbed" / "report.html", SAMPLES / "aligned" / "report.html")

    def render(self, document: Document) -> bytes:
        parts = ["<!DOCTYPE html><html><head><meta charset=utf-8></head><body>"]
        for block in document.blocks:
            if isinstance(block, Paragraph):
                parts.append(f"<p>{escape(block.text)}</p>")
                continue
            parts.append("<table>")
            for row in range(block.height):
                cells = [
                    f"<td rowspan={cell.rows} colspan={cell.cols}>{escape(cell.text)}</td>"
                    for cell in block.cells
                    if cell.row == row
                ]
                parts.append(f"<tr>{''.join(cells)}</tr>")
            parts.append("</table>")
        return "".join(parts).encode()


class TestDocx(AdapterConformance):
    adapter = DocxAdapter()
    samples = (SAMPLES / "tabbed" / "report.docx",)
    damages = 15

    def render(self, document: Document) -> bytes:
        word = docx.Document()
        for block in document.blocks:
            if isinstance(block, Paragraph):
                word.add_paragraph(block.text)
                continue
            table = word.add_table(block.height, block.width)
            places = [list(row.cells) for row in table.rows]
            for cell in block.cells:
                first = places[cell.row][cell.col]
                last = places[cell.row + cell.rows - 1][cell.col + cell.cols - 1]
                (first if first is last else first.merge(last)).text = cell.text
        held = io.BytesIO()
        word.save(held)
        return held.getvalue()


class TestPdf(AdapterConformance):
    adapter = PdfAdapter()
    samples = (SAMPLES / "tabbed" / "report.pdf",)
    engines = ("pdfium", "pdfplumber")
    damages = 5

    def render(self, document: Document) -> bytes:
        """One tall page: lines of text, and a rectangle with its text for each cell."""
        pdf, top = Pdf(1250, 2400), 40.0
        for block in document.blocks:
            if isinstance(block, Paragraph):
                pdf.text(40, top, block.text)
                top += 30
                continue
            first, step = (75, 75) if block.width == 15 else (420, 100)
            xs = [40, *(40 + first + number * step for number in range(block.width))]
            for cell in block.cells:
                left, right = xs[cell.col], xs[cell.col + cell.cols]
                upper = top + 20 * cell.row
                pdf.rect(left, upper, right, upper + 20 * cell.rows)
                pdf.text(left + 3, upper + 10, cell.text, 7)
            top += 20 * block.height + 30
        return pdf.data()
