"""How fast and how lean the adapters are beside their neighbours: ratios, all from one run.

`python benchmarks/ratios.py [FOLDER]` prints a table; a ratio that misses its target is marked.
The neighbour's time and ours are taken in turn on the same bytes, and the medians compared: two
calls at a time, since PDFium's own, which loads the fonts of the machine, slows whatever comes
next. It is the processor's time, so that other work on the machine counts for neither; and what a
call leaves to the garbage collector is collected before the next one's turn, which would else pay
for it.
"""

from __future__ import annotations

import ctypes
import gc
import io
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import bs4
import docx
import pdfplumber
import pypdfium2.raw as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.document import Document
from govdisclose_extract.plugins import resolve
from govdisclose_extract.source import Source

SAMPLES = Path(__file__).parents[1] / "samples"
LIMITS = gd.Limits(pages=5_000, cells=1_000_000)
ROUNDS = 15


class Ratio(NamedTuple):
    """One line of the table: what is compared, the ratio, and the least or most it may be."""

    what: str
    ratio: float
    target: str
    met: bool


def read(data: bytes, name: str) -> Document:
    """The adapter's own part of the work."""
    (adapter,) = (one for one in resolve("adapter", None) if one.info.name == name)
    return adapter.read(Source.of(data, LIMITS), ReadOptions(limits=LIMITS))


def times(*calls: Callable[[], Any]) -> list[float]:
    """The median time of the processor for each call in seconds; the calls take turns."""
    for call in calls:
        call()
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, own in zip(calls, taken, strict=True):
            gc.collect()
            start = time.process_time()
            call()
            own.append(time.process_time() - start)
    return [median(own) for own in taken]


# ---------------------------------------------------------------------------- the neighbours


def plumber_tables(data: bytes) -> list[Any]:
    """What a user of pdfplumber calls."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        return [table for page in file.pages for table in page.extract_tables()]


def pdfium_floor(data: bytes) -> int:
    """PDFium's own time: pages, text pages, the box of every character, every object."""
    buffer = (ctypes.c_char * len(data)).from_buffer_copy(data)
    file = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    count = 0
    box = pdfium.FS_RECTF()
    for number in range(pdfium.FPDF_GetPageCount(file)):
        page = pdfium.FPDF_LoadPage(file, number)
        text = pdfium.FPDFText_LoadPage(page)
        for at in range(pdfium.FPDFText_CountChars(text)):
            pdfium.FPDFText_GetLooseCharBox(text, at, box)
            pdfium.FPDFText_GetUnicode(text, at)
            count += 1
        edges = [ctypes.c_float() for _ in range(4)]
        for at in range(pdfium.FPDFPage_CountObjects(page)):
            thing = pdfium.FPDFPage_GetObject(page, at)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH:
                pdfium.FPDFPageObj_GetBounds(thing, *edges)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(file)
    return count


def row_cells(data: bytes) -> list[str]:
    """What a user of python-docx writes."""
    file = docx.Document(io.BytesIO(data))
    return [cell.text for table in file.tables for row in table.rows for cell in row.cells]


def soup_tables(data: bytes) -> list[str]:
    """What a user of BeautifulSoup writes."""
    soup = bs4.BeautifulSoup(data, "lxml")
    return [cell.get_text() for row in soup.find_all("tr") for cell in row.find_all(["td", "th"])]


# ---------------------------------------------------------------------------- documents


_SIDES = (b"top", b"right", b"bottom", b"left")


def large_page(data: bytes) -> bytes:
    """The page as Word exports it, about 200 kB: every cell, paragraph and run with its style.

    Behind the text of a paragraph stands a run for its mark, with an empty `o:p`.
    """
    sides = b"; ".join(b"border-%s: solid windowtext 1.0pt" % side for side in _SIDES)
    cell = b'width="57" valign="center" style="width: 42.5pt; padding: 0cm 5.4pt; ' + sides + b'"'
    line = b'class="MsoNormal" style="text-align: center; line-height: 18pt; text-indent: 0cm"'
    fonts = b"font-family: SimSun; mso-ascii-font-family: Calibri; mso-hansi-font-family: Calibri"
    run = b'<span lang="EN-US" style="font-size: 10.5pt; ' + fonts + b'; color: black">'
    page = data.replace(b"<td", b"\n<td " + cell)
    page = page.replace(b"<p>", b"\n<p " + line + b">" + run)
    return page.replace(b"</p>", b"</span>" + run + b"<o:p></o:p></span></p>\n")


def long_pdf(pages: int) -> bytes:
    """Ruled tables of 30 rows and 8 columns, one a page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in range(pages):
        canvas.setFont("STSong-Light", 9)
        for line in range(31):
            canvas.line(50, 100 + 20 * line, 530, 100 + 20 * line)
        for line in range(9):
            canvas.line(50 + 60 * line, 100, 50 + 60 * line, 700)
        for row in range(30):
            for column in range(8):
                canvas.drawString(55 + 60 * column, 106 + 20 * row, f"第{page * row + column}项")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def peak(call: Callable[[], Any]) -> tuple[int, int]:
    """The peak of Python's memory during a call, and what its result holds, in bytes."""
    tracemalloc.start()
    result = call()
    held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result is not None
    return most, held


# ---------------------------------------------------------------------------- the table


def ratios(pdf: bytes, word: bytes, page: bytes) -> list[Ratio]:
    """All comparisons."""
    found: list[Ratio] = []

    def at_least(what: str, theirs: float, ours: float, target: float) -> None:
        ratio = theirs / ours
        found.append(Ratio(what, ratio, f">= {target}", ratio >= target))

    def at_most(what: str, ours: float, theirs: float, target: float) -> None:
        ratio = ours / theirs
        found.append(Ratio(what, ratio, f"<= {target}", ratio <= target))

    ours, tables = times(lambda: read(pdf, "pdf"), lambda: plumber_tables(pdf))
    at_least("PDF: read, times faster than pdfplumber's extract_tables", tables, ours, 10)
    ours, floor = times(lambda: read(pdf, "pdf"), lambda: pdfium_floor(pdf))
    at_most("PDF: read, in PDFium's own time for characters and paths", ours, floor, 1.6)
    ours, tables = times(lambda: gd.extract(pdf), lambda: plumber_tables(pdf))
    at_least("PDF: extract, times faster than pdfplumber's extract_tables", tables, ours, 8)
    ours, cells = times(lambda: read(word, "docx"), lambda: row_cells(word))
    at_least("DOCX: read, times faster than python-docx's row.cells", cells, ours, 4)
    ours, cells = times(lambda: gd.extract(word), lambda: row_cells(word))
    at_least("DOCX: extract, times faster than python-docx's row.cells", cells, ours, 3)
    ours, soup = times(lambda: read(page, "html"), lambda: soup_tables(page))
    at_least("HTML: read, times faster than BeautifulSoup over lxml", soup, ours, 6)
    few, many = long_pdf(30), long_pdf(300)
    peaks = [peak(lambda data=data: read(data, "pdf")) for data in (few, many)]
    growth, held = (peaks[1][at] - peaks[0][at] for at in (0, 1))
    at_most(
        "PDF: growth of the peak in growths of the Document, 30 to 300 pages", growth, held, 1.5
    )
    return found


def main(folder: Path) -> int:
    """Print the table; 1 when a target is missed."""
    files = {
        suffix: (folder / f"report.{suffix}").read_bytes() for suffix in ("pdf", "docx", "html")
    }
    table = ratios(files["pdf"], files["docx"], large_page(files["html"]))
    for line in table:
        print(f"{line.ratio:7.2f}  {line.target:8}  {'' if line.met else 'MISSED  '}{line.what}")
    return 0 if all(line.met for line in table) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "tabbed-2021"))
