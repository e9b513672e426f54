"""Word files, written part by part: merged, split, nested and tracked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape
from random import Random

from ..printed import Cell, Printed, Sheet, placed
from .base import Writer

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}
"""What stands in the archive beside the document itself."""

WriteRuns = Callable[[str, Random], str]
WriteTable = Callable[[Sheet, Random], str]


def _run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def _whole(text: str, random: Random) -> str:
    return _run(text) if text else ""


def _in_runs(text: str, random: Random) -> str:
    """Runs of a few characters, digits of one number among them."""
    parts = []
    while text:
        size = random.randint(1, 4)
        parts.append(_run(text[:size]))
        text = text[size:]
    return "".join(parts)


def _tracked(text: str, random: Random) -> str:
    """Text that was put in for another one, which is struck out but still in the file."""
    if not text or random.random() < 0.7:
        return _whole(text, random)
    by = 'w:id="7" w:author="a" w:date="2024-01-02T03:04:05Z"'
    old = str(random.randint(0, 999))
    return f"<w:del {by}>{_run(old, 'delText')}</w:del><w:ins {by}>{_run(text)}</w:ins>"


def _paragraphs(text: str, random: Random, runs: WriteRuns) -> str:
    return "".join(f"<w:p>{runs(line, random)}</w:p>" for line in text.split("\n"))


def _cell(cell: Cell, random: Random, runs: WriteRuns, merge: str = "") -> str:
    span = f'<w:gridSpan w:val="{cell.cols}"/>' if cell.cols > 1 else ""
    inner = "<w:p/>" if merge == "<w:vMerge/>" else _paragraphs(cell.text, random, runs)
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inner}</w:tc>"


def _table(sheet: Sheet, rows: list[str]) -> str:
    grid = '<w:gridCol w:w="800"/>' * sheet.width
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows if row)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _merged(runs: WriteRuns) -> WriteTable:
    """Cells merged along rows and columns, as Word does it."""

    def write(sheet: Sheet, random: Random) -> str:
        rows: list[list[tuple[int, str]]] = [[] for _ in sheet.rows]
        for cell, row, col in placed(sheet):
            first = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            rows[row].append((col, _cell(cell, random, runs, first)))
            for below in range(row + 1, min(row + cell.rows, len(rows))):
                rows[below].append((col, _cell(cell, random, runs, "<w:vMerge/>")))
        return _table(sheet, ["".join(part for _, part in sorted(row)) for row in rows])

    return write


def _split(sheet: Sheet, random: Random) -> str:
    """No cell merged: what a merged cell would cover is empty cells."""
    rows: list[list[tuple[int, str]]] = [[] for _ in sheet.rows]
    for cell, row, col in placed(sheet):
        for r in range(row, min(row + cell.rows, len(rows))):
            for c in range(col, col + cell.cols):
                text = cell.text if (r, c) == (row, col) else ""
                single = cell._replace(text=text, rows=1, cols=1)
                rows[r].append((c, _cell(single, random, _whole)))
    return _table(sheet, ["".join(part for _, part in sorted(row)) for row in rows])


def _nested(sheet: Sheet, random: Random) -> str:
    """The table in the only cell of another one."""
    inner = _merged(_whole)(sheet, random)
    return (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr><w:tc><w:tcPr/>'
        f"{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )


def _document(printed: Printed, random: Random, runs: WriteRuns, table: WriteTable) -> bytes:
    parts = [
        table(block, random) if isinstance(block, Sheet) else _paragraphs(block.text, random, runs)
        for block in printed.blocks
    ]
    inner = "".join(parts) + "<w:sectPr/>"
    body = f'{_XML}<w:document xmlns:w="{_MAIN}"><w:body>{inner}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "word/document.xml": body}.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), text)
    return packed.getvalue()


def _writer(name: str, runs: WriteRuns, table: WriteTable) -> Writer:
    def write(printed: Printed, random: Random) -> bytes:
        return _document(printed, random, runs, table)

    return Writer(name, ".docx", "bordered", write)


WRITERS = (
    _writer("docx-merged", _in_runs, _merged(_in_runs)),
    _writer("docx-split", _whole, _split),
    _writer("docx-nested", _whole, _nested),
    _writer("docx-tracked", _tracked, _merged(_tracked)),
)
"""The writers of Word files. `docx-tracked` leaves struck-out numbers in the file."""
