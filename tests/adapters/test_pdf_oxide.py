"""The engine "oxide": tables, places and faults as the usual engine gives them."""

from __future__ import annotations

import sys

import pytest
from pdf_maker import STYLES, Pdf
from reportlab.lib.pdfencrypt import StandardEncryption

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

XS = [72.0, 200.0, 260.0, 320.0]
YS = [80.0, 100.0, 120.0, 140.0]
CELLS = [
    (0, 0, 1, 1, "信息内容"),
    (0, 1, 1, 2, "本年件数"),
    (1, 0, 1, 1, "规章"),
    (1, 1, 1, 1, "12"),
    (1, 2, 1, 1, ""),
    (2, 0, 1, 3, "合并的单元格"),
]


def read(data: bytes, engine: str = "oxide", limits: Limits | None = None) -> Document:
    options = ReadOptions(engine=engine, limits=limits or Limits())
    return PdfAdapter().read(Source.of(data, name="a.pdf"), options)


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(cell.row, cell.col, cell.rows, cell.cols, cell.text) for cell in block.cells]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def test_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdf_oxide", None)
    monkeypatch.delitem(sys.modules, "govdisclose_extract.adapters.pdf_oxide", raising=False)
    with pytest.raises(MissingDependency) as caught:
        read(Pdf().text(72, 80, "年度报告").data())
    assert caught.value.hint == "pip install govdisclose-extract[oxide]"


class TestInstalled:
    """What the engine gives; the package comes with the extra `test`."""

    @pytest.fixture(autouse=True)
    def installed(self) -> None:
        pytest.importorskip("pdf_oxide")

    @pytest.mark.parametrize("style", STYLES)
    def test_a_table(self, style: str) -> None:
        pdf = Pdf().text(72, 40, "二、主动公开政府信息情况").table(XS, YS, CELLS, style)
        document = read(pdf.data())
        assert grids(document) == [CELLS]
        words = [block.text for block in document.blocks if isinstance(block, Paragraph)]
        assert words == ["二、主动公开政府信息情况"]
        assert document.source.engine == "oxide"

    @pytest.mark.parametrize("rotation", [90, 180, 270])
    def test_a_page_shown_turned(self, rotation: int) -> None:
        pdf = Pdf().text(72, 40, "二、主动公开政府信息情况").table(XS, YS, CELLS)
        pdf.canvas.setPageRotation(rotation)
        data = pdf.data()
        document, usual = read(data), read(data, "pdfium")
        assert grids(document) == grids(usual) == [CELLS]
        for block, other in zip(document.blocks, usual.blocks, strict=True):
            assert block.where.box == pytest.approx(other.where.box, abs=3)

    def test_a_password_is_needed(self) -> None:
        data = Pdf(encrypt=StandardEncryption("geheim", canPrint=0)).text(72, 80, "报告").data()
        with pytest.raises(EncryptedDocument):
            read(data)

    def test_faults(self) -> None:
        data = Pdf().text(72, 80, "年度报告").data()
        with pytest.raises(ReadError):
            read(b"%PDF-1.7 nothing")
        with pytest.raises(LimitExceeded):
            read(data, limits=Limits(characters=2))
        with pytest.raises(NoTextLayer):
            read(Pdf().page().data())
