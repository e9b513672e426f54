"""PDF files that mean harm: loops, bombs, more cells and pages than anybody draws."""

from __future__ import annotations

import base64
import contextlib
import re
import zlib
from pathlib import Path

import pytest
from pdf_maker import raw, stream

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.pdf import PdfAdapter
from govdisclose_extract.contracts import document_breaches
from govdisclose_extract.document import Document
from govdisclose_extract.errors import LimitExceeded, NoTextLayer, ReadError
from govdisclose_extract.source import Limits, Source

both = pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])


def read(data: bytes, engine: str, limits: Limits | None = None) -> Document:
    options = ReadOptions(engine=engine, limits=limits or Limits())
    return PdfAdapter().read(Source.of(data, name="a.pdf"), options)


def refused(data: bytes, engine: str) -> None:
    """A fault of our tree, or a document: nothing else, and no endless loop."""
    with contextlib.suppress(ReadError):
        assert isinstance(read(data, engine), Document)


@both
@pytest.mark.parametrize(
    "pages",
    [
        b"<</Type/Pages/Kids[2 0 R]/Count 1>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3>>",
        b"<</Type/Pages/Kids[3 0 R]/Count -1>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[4 0 R]/Count 1>>",
    ],
)
def test_page_trees_that_bite_their_tails(pages: bytes, engine: str) -> None:
    back = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"
    refused(raw([b"<</Type/Catalog/Pages 2 0 R>>", pages, back, back]), engine)


def grid_of(rows: int, columns: int) -> bytes:
    """The drawing of a ruled table that fills a page."""
    lines = [f"0 {at * 20} m {columns * 40} {at * 20} l" for at in range(rows + 1)]
    lines += [f"{at * 40} 0 m {at * 40} {rows * 20} l" for at in range(columns + 1)]
    return "\n".join([*lines, "S"]).encode()


PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 10000 10000]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>"
)


def page_of(content: bytes, entries: bytes = b"", page: bytes = PAGE) -> bytes:
    return raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            stream(content, entries),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


_FAR = b"9" * 40
"""More than a number of single precision holds."""


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber", "oxide", "camelot"])
@pytest.mark.parametrize(
    "drawing",
    [
        b"BT /F 10 Tf F F Td (56) Tj ET",
        b"BT /F F Tf 10 10 Td (56) Tj ET",
        b"BT /F 10 Tf F Tz F Tc F Tw 5 5 Td (56 78) Tj ET",
        b"BT /F 10 Tf F 0 0 F F -F Tm -F F Td (56) Tj ET",
        b"q F -F F F F -F cm F F F F 0 0 cm BT /F 9 Tf 9 9 Td (5) Tj ET 0 0 m 9 9 l S Q",
        b"q F 0 0 F F -F cm 0 0 -F F re 5 5 10 10 re S 0 0 m F 0 l 0 0 m 0 F l S Q",
    ],
)
def test_what_lies_infinitely_far_hides_nothing(drawing: bytes, engine: str) -> None:
    """What has no place, since its numbers overflow, is drawn nowhere; the rest is read."""
    pytest.importorskip({"oxide": "pdf_oxide", "camelot": "camelot"}.get(engine, "pypdfium2"))
    text = b"BT /F 10 Tf 100 700 Td (1234) Tj ET\n"
    content = text + drawing.replace(b"F ", _FAR + b" ").replace(b"/" + _FAR, b"/F")
    found = read(page_of(content), engine)
    assert list(document_breaches(found, Limits())) == []
    words = " ".join(re.findall(r"text='([^']*)'", str(found.blocks)))
    assert "1234" in set(re.findall(r"\d+", words))
    page = PAGE.replace(b"0 0 10000 10000", b"-F -F F F".replace(b"F", _FAR))
    refused(page_of(content, page=page), engine)


@both
def test_a_table_of_a_hundred_thousand_cells(engine: str) -> None:
    text = b"\nBT /F 4 Tf 2 2 Td (12 34 56 78 90) Tj ET"
    with pytest.raises(LimitExceeded) as caught:
        read(page_of(grid_of(400, 250) + text), engine)
    assert "cells" in (caught.value.hint or "")
    assert caught.value.where == "a.pdf"


def test_a_stream_that_unpacks_to_a_hundred_times_its_size() -> None:
    """Sixty-four million blanks, and nothing else: no text, or a limit."""
    packed = zlib.compress(b" " * 64_000_000, 9)
    with pytest.raises((LimitExceeded, NoTextLayer)):
        read(page_of(packed, b"/Filter/FlateDecode"), "pdfium")


@both
def test_more_pages_than_the_limit(engine: str) -> None:
    kids = b" ".join(b"%d 0 R" % at for at in range(3, 23))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    data = raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[" + kids + b"]/Count 20>>",
            *[page] * 20,
        ]
    )
    with pytest.raises(LimitExceeded) as caught:
        read(data, engine, Limits(pages=19))
    assert "pages" in (caught.value.hint or "")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html"])
@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04", b"<html>", b"%PDF" + bytes(2000)])
def test_a_mark_and_nothing_behind_it(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(gd.GovDiscloseError) as caught:
        gd.extract(path)
    assert caught.value.message_zh
    assert caught.value.where == str(path)


@pytest.mark.parametrize(
    ("chars", "told"),
    [
        ("1\x022", "1-2"),  # PDFium's sign for a hyphen at a line's end
        ("\x01\x02\x03", "\ufffd\ufffd\ufffd"),  # codes of a font without Unicode
        ("\x04\n", "\ufffd\n"),  # a line end that PDFium made
        ("政府", "政府"),
    ],
)
def test_codes_that_are_no_characters(monkeypatch, chars: str, told: str) -> None:
    from govdisclose_extract.adapters import pdf_pdfium

    class Pdfium:
        @staticmethod
        def FPDFText_IsGenerated(text: str, index: int) -> bool:  # noqa: N802 - its name
            return text[index] == "\n"

    monkeypatch.setattr(pdf_pdfium, "pdfium", Pdfium)
    assert "".join(pdf_pdfium._told(chars, chars)) == told


def packed(content: bytes, filters: bytes, entries: bytes = b"") -> bytes:
    """A file whose one page draws a stream that is packed already."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE,
        stream(content, b"/Filter[%s]%s" % (filters, entries)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return raw(objects)


SPACES = b" " * 30_000_000


@both
@pytest.mark.parametrize(
    ("content", "filters"),
    [
        (zlib.compress(SPACES, 9), b"/FlateDecode"),
        (zlib.compress(SPACES, 9), b"/Fl"),
        (zlib.compress(zlib.compress(SPACES, 9), 9), b"/FlateDecode/FlateDecode"),
        (base64.a85encode(zlib.compress(SPACES, 9)) + b"~>", b"/ASCII85Decode/FlateDecode"),
    ],
)
def test_streams_that_unpack_to_more_than_the_limit(
    content: bytes, filters: bytes, engine: str
) -> None:
    with pytest.raises(LimitExceeded, match="10000000"):
        read(packed(content, filters), engine, Limits(unpacked=10_000_000))


def test_a_stream_is_not_taken_for_shorter_than_it_is() -> None:
    machine = zlib.compressobj(0)  # words of the file stand in the stream as they are
    content = machine.compress(b"endstream endobj") + machine.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content += packer.compress(SPACES) + packer.flush()
    data = packed(content, b"/FlateDecode").replace(b"/Length %d" % len(content), b"/Length 9 0 R")
    with pytest.raises(LimitExceeded):
        read(data, "pdfium", Limits(unpacked=10_000_000))


@both
def test_streams_within_the_limit_and_pictures_pass(engine: str) -> None:
    words = zlib.compress(b"BT /F 20 Tf 50 700 Td (12) Tj ET " + b" " * 9_000_000, 9)
    limits = Limits(unpacked=10_000_000)
    assert read(packed(words, b"/FlateDecode"), engine, limits).blocks
    picture = stream(zlib.compress(SPACES, 9), b"/Subtype /Image /Filter/FlateDecode")
    assert read(packed(words, b"/FlateDecode") + picture, engine, limits).blocks
