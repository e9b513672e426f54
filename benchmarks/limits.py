"""How late does the deadline fire, and how much memory do inputs take that the limits let through?

`python benchmarks/limits.py [--seconds 1] [NAME ...]`: each heavy input is read in a process of its
own. Without names all of them; `--seconds 300` shows what they take in the end.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import resource
import time
import zipfile
from collections.abc import Callable

from govdisclose_extract import Extractor, GovDiscloseError, Limits
from govdisclose_extract.testing.forge import Case, forge
from govdisclose_extract.testing.write.docx import PARTS

PROSE = "政府信息公开工作有序开展，主动公开政府信息12条。"


def text(writer: str) -> str:
    """A small report that the heavy part is put into or behind."""
    return str(forge(Case(writer, (), 1)).data)


def within(heavy: str) -> bytes:
    """A text with something heavy behind the label of its first row."""
    return text("tabbed").replace("规章", "规章" + heavy, 1).encode()


def page(behind: str, head: str = "") -> bytes:
    """A web page with a report and something heavy behind it."""
    body = text("html-site").partition("<body>")[2].partition("</body>")[0]
    return f"<html><meta charset=utf-8>{head}<body>{body}{behind}</body></html>".encode()


def word(behind: str, times: int = 1) -> bytes:
    """A Word file with a report, so many times, and something heavy behind it."""
    data = forge(Case("docx-merged", (), 1)).data
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
    before, _, rest = document.partition("<w:body>")
    inner, _, after = rest.partition("<w:sectPr/>")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        whole = f"{before}<w:body>{inner * times}{behind}<w:sectPr/>{after}"
        archive.writestr("word/document.xml", whole)
    return packed.getvalue()


def drawn(pages: int, digits: int = 0, lines: int = 0, boxes: int = 0) -> bytes:
    """A PDF of pages full of digits, ruling lines and rectangles."""
    from reportlab.pdfgen.canvas import Canvas

    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(600, 800), invariant=1)
    for _ in range(pages):
        for at in range(digits):
            canvas.drawString(50 + at * 7 % 480, 770 - at * 7 // 480 * 9 % 740, "1")
        for at in range(lines):
            canvas.line(50, 20 + at * 740 / lines, 550, 20 + at * 740 / lines)
            canvas.line(50 + at * 500 / lines, 20, 50 + at * 500 / lines, 760)
        for at in range(boxes):
            canvas.rect(50 + at * 13 % 480, 30 + at * 7 % 700, 11, 6)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


RULES = "".join(f".a{n} > p, #b{n} .c {{display:none}}\n" for n in range(100_000))
# ruff: noqa: PLW0108 - inputs of many megabytes are made when they are asked for
INPUTS: dict[str, Callable[[], bytes]] = {
    "text-prose": lambda: (text("tabbed") + f"{PROSE}\n" * 200_000).encode(),
    "text-one-line": lambda: (text("tabbed") + "政府信息公开" * 3_000_000).encode(),
    "text-blank-lines": lambda: within("\n" * 900_000),
    "text-labels": lambda: within(" 规章 规范性文件 行政许可" * 300_000),
    "text-digits": lambda: within("1" * 2_000_000),
    "text-numbers": lambda: within(" 1" * 2_000_000),
    "text-tabs": lambda: within("\t1" * 2_000_000),
    "reports-tabbed": lambda: (text("tabbed") * 3000).encode(),
    "reports-glued": lambda: (text("glued-page") * 300).encode(),
    "html-paragraphs": lambda: page("<p>a" * 900_000),
    "html-spans": lambda: page("<p>" + "<span>政</span>" * 1_000_000),
    "html-cells": lambda: page("<table>" + ("<tr>" + "<td>1</td>" * 10 + "</tr>") * 4000),
    "html-styles": lambda: page("<p class='a1 a2'>公开" * 20_000, f"<style>{RULES}</style>"),
    "docx-paragraphs": lambda: word("<w:p><w:r><w:t>公开12</w:t></w:r></w:p>" * 500_000),
    "docx-runs": lambda: word("<w:p>" + "<w:r><w:t>政</w:t></w:r>" * 1_500_000 + "</w:p>"),
    "pdf-pages": lambda: drawn(300, digits=2000),
    "pdf-digits": lambda: drawn(1, digits=99_000),
    "pdf-lines": lambda: drawn(1, digits=3000, lines=1500),
    "pdf-boxes": lambda: drawn(1, digits=3000, boxes=30_000),
}


def measure(name: str, seconds: int) -> str:
    """One line on one input: its size, the time and memory it took, and what came of it."""
    data = INPUTS[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    extractor = Extractor(limits=Limits(seconds=seconds))
    wall, cpu = time.monotonic(), time.process_time()
    try:
        extractor.extract(data)
        came = "report"
    except GovDiscloseError as error:
        came = f"{type(error).__name__}: {error.message[:50]}"
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = f"{len(data) / 1e6:7.1f} MB  {wall:6.1f} s, {cpu:6.1f} s of the processor"
    return f"{name:18}{size}  {peak // 1024:5} MiB ({before // 1024} before)  {came}"


def main() -> None:
    """Print a line for each input."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", default=list(INPUTS))
    parser.add_argument("--seconds", type=int, default=1)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    for name in options.names or INPUTS:
        with context.Pool(1) as pool:
            print(pool.apply(measure, (name, options.seconds)), flush=True)


if __name__ == "__main__":
    main()
