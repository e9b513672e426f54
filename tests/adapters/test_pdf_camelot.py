"""The engine "camelot": its tables are grids, the usual engine's lines stand around them."""

from __future__ import annotations

import gc
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pdf_maker import STYLES, Pdf

from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.pdf import PdfAdapter
from govdisclose_extract.document import Document, Grid, Paragraph
from govdisclose_extract.errors import (
    EncryptedDocument,
    LimitExceeded,
    MissingDependency,
    NoTextLayer,
    ReadError,
)
from govdisclose_extract.source import Limits, Source

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
XS = [72.0, 200.0, 260.0, 320.0]
YS = [80.0, 100.0, 120.0, 140.0, 160.0]
CELLS = [
    (0, 0, 2, 1, "信息内容"),
    (0, 1, 1, 2, "本年件数"),
    (1, 1, 1, 1, "制发"),
    (1, 2, 1, 1, "废止"),
    (2, 0, 1, 1, "规章"),
    (2, 1, 1, 1, "12"),
    (2, 2, 1, 1, ""),
    (3, 0, 1, 3, "合并的单元格"),
]
BOXES = [(XS[c], YS[r], XS[c + cols], YS[r + rows]) for r, c, rows, cols, _ in CELLS]


def read(
    data: bytes,
    engine: str = "camelot",
    limits: Limits | None = None,
    password: str | None = None,
) -> Document:
    options = ReadOptions(engine=engine, limits=limits or Limits(), password=password)
    return PdfAdapter().read(Source.of(data, name="a.pdf"), options)


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [
            (cell.row, cell.col, cell.rows, cell.cols, "".join(cell.text.split()))
            for cell in block.cells
        ]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def boxes(document: Document) -> list[tuple[float, ...]]:
    cells = [cell for block in document.blocks if isinstance(block, Grid) for cell in block.cells]
    return [cell.where.box for cell in cells if cell.where.box]


def table(style: str = "lines", width: float = 595, height: float = 842) -> Pdf:
    pdf = Pdf(width, height).text(72, 50, "二、主动公开政府信息情况")
    return pdf.table(XS, YS, CELLS, style).text(72, 200, "三、存在的问题")


def locked(user: str, **rights: int) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption(user, "owner", strength=128, **rights)
    pdf = Pdf(encrypt=lock)
    return pdf.table([72, 200, 260], [80, 100], [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "12")]).data()


def test_without_the_package() -> None:
    if find_spec("camelot"):
        pytest.skip("camelot is installed")
    with pytest.raises(MissingDependency) as caught:
        read(table().data())
    assert caught.value.hint == "pip install govdisclose-extract[camelot]"


@pytest.mark.parametrize("style", STYLES)
def test_a_table(style: str) -> None:
    pytest.importorskip("camelot")
    document = read(table(style).data())
    assert grids(document) == [CELLS]
    assert prose(document) == ["二、主动公开政府信息情况", "三、存在的问题"]
    assert document.source.engine == "camelot"
    for box, drawn in zip(boxes(document), BOXES, strict=True):
        assert box == pytest.approx(drawn, abs=2)
    assert [block.where.page for block in document.blocks] == [1, 1, 1]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_shown_turned(rotation: int) -> None:
    pytest.importorskip("camelot")
    pdf = table()
    pdf.canvas.setPageRotation(rotation)
    data = pdf.data()
    document, usual = read(data), read(data, "pdfium")
    assert grids(document) == grids(usual) == [CELLS]
    for box, other in zip(boxes(document), boxes(usual), strict=True):
        assert box == pytest.approx(other, abs=1)


@pytest.mark.parametrize("rotation", [0, 90])
def test_lines_that_run_upwards(rotation: int) -> None:
    pytest.importorskip("camelot")
    pdf = Pdf(595, 842)
    pdf.canvas.setPageRotation(rotation)
    pdf.canvas.translate(595, 0)
    pdf.canvas.rotate(90)
    pdf.canvas.translate(0, 595 - 842)
    pdf.text(72, 50, "二、主动公开政府信息情况").table(XS, YS, CELLS)
    data = pdf.data()
    document, usual = read(data), read(data, "pdfium")
    assert grids(document) == grids(usual) == [CELLS]
    for box, other in zip(boxes(document), boxes(usual), strict=True):
        assert box == pytest.approx(other, abs=1)


def test_a_part_of_a_page() -> None:
    pytest.importorskip("camelot")
    pdf = Pdf(cropBox=(50, 300, 400, 800))
    data = pdf.text(72, 60, "二、主动公开").table(XS, YS, CELLS).data()
    document, usual = read(data), read(data, "pdfium")
    assert grids(document) == grids(usual) == [CELLS]
    for box, other in zip(boxes(document), boxes(usual), strict=True):
        assert box == pytest.approx(other, abs=1)


def test_a_very_large_page_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("camelot")
    backends: Any = import_module("camelot.backends")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(backends.ImageConversionBackend, "to_array", fail)
    assert grids(read(table(height=14_000).data())) == [CELLS]


def test_a_frame_around_prose_is_no_table() -> None:
    pytest.importorskip("camelot")
    data = Pdf().rect(60, 60, 400, 120, stroke=1, fill=0).text(72, 90, "年度报告").data()
    document = read(data)
    assert (grids(document), prose(document)) == ([], ["年度报告"])


@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("*/report.pdf")), ids=lambda path: path.parent.name
)
def test_samples_read_as_by_the_usual_engine(path: Path) -> None:
    pytest.importorskip("camelot")
    data = path.read_bytes()
    document, usual = read(data), read(data, "pdfium")
    assert grids(document) == grids(usual)
    assert prose(document) == prose(usual)


def test_passwords() -> None:
    pytest.importorskip("camelot")
    assert len(grids(read(locked("")))) == 1
    assert len(grids(read(locked("open"), password="open"))) == 1
    for password in (None, "wrong"):
        with pytest.raises(EncryptedDocument):
            read(locked("open"), password=password)


def test_a_file_that_forbids_taking_text_out() -> None:
    pytest.importorskip("camelot")
    data = locked("", canCopy=0)
    with pytest.raises(EncryptedDocument, match="forbids"):
        read(data)
    assert len(grids(read(data, "pdfium"))) == 1


def test_limits() -> None:
    pytest.importorskip("camelot")
    data = table().page().table(XS, YS, CELLS).data()
    assert len(grids(read(data, limits=Limits(pages=2, cells=24)))) == 2
    for limits in (Limits(pages=1), Limits(cells=11), Limits(cells=23), Limits(characters=20)):
        with pytest.raises(LimitExceeded):
            read(data, limits=limits)


def test_broken_files() -> None:
    pytest.importorskip("camelot")
    data = table().data()
    for broken in (b"%PDF-1.7\n", data[:200]):
        with pytest.raises(ReadError):
            read(broken)
    with pytest.raises(NoTextLayer):
        read(Pdf().data())


def test_nothing_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("camelot")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = table().page().table(XS, YS, CELLS).data()
    read(data)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LimitExceeded):
        read(data, limits=Limits(cells=23))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(EncryptedDocument):
        read(locked("", canCopy=0))
    gc.collect()
    assert list(tmp_path.iterdir()) == []
