"""The built-in layouts keep every promise that the kit asks of a layout."""

from __future__ import annotations

from pathlib import Path

from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.html import HtmlAdapter
from govdisclose_extract.document import Document, Paragraph
from govdisclose_extract.layouts import (
    aligned,
    cell_per_line,
    flattened,
    glued,
    grid,
    pipe,
    tabbed,
)
from govdisclose_extract.source import Source
from govdisclose_extract.testing import LayoutConformance

SAMPLES = Path(__file__).parents[2] / "samples"


def lines(document: Document, border: str, before: str = "", behind: str = "") -> str:
    """A document as text: each row of a grid on a line, its cells between borders."""
    made: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            made.append(block.text)
            continue
        for row in range(block.height):
            cells = border.join(cell.text for cell in block.cells if cell.row == row)
            made.append(f"{before}{cells}{behind}")
    return "\n".join(made)


class TestTabbed(LayoutConformance):
    layout = tabbed.LAYOUT
    samples = (SAMPLES / "tabbed" / "report.txt", SAMPLES / "tabbed-2021" / "report.txt")

    def render(self, document: Document) -> str:
        return lines(document, "\t")


class TestPipe(LayoutConformance):
    layout = pipe.LAYOUT
    samples = (SAMPLES / "pipe" / "report.txt",)

    def render(self, document: Document) -> str:
        return lines(document, " | ", "| ", " |")


class TestCellPerLine(LayoutConformance):
    layout = cell_per_line.LAYOUT
    samples = (SAMPLES / "cell-per-line" / "report.txt",)

    def render(self, document: Document) -> str:
        return lines(document, "\n\t", "\t", "\n")


class TestAligned(LayoutConformance):
    layout = aligned.LAYOUT
    samples = (SAMPLES / "aligned" / "report.txt",)


class TestFlattened(LayoutConformance):
    layout = flattened.LAYOUT
    samples = (SAMPLES / "flattened" / "report.txt",)

    def render(self, document: Document) -> str:
        return lines(document, " ")


class TestGlued(LayoutConformance):
    layout = glued.LAYOUT
    samples = (SAMPLES / "glued" / "report.txt", SAMPLES / "glued-2019" / "report.txt")

    def render(self, document: Document) -> str:
        return lines(document, "").replace("\n", "")


class TestGrid(LayoutConformance):
    layout = grid.LAYOUT
    samples = (SAMPLES / "tabbed" / "report.html",)

    def document(self, text: str) -> Document:
        return HtmlAdapter().read(Source.of(text.encode()), ReadOptions())
