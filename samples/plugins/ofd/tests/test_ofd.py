"""What is particular to OFD."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import govdisclose_extract as gd
import pytest
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.source import Source
from govdisclose_ofd.adapter import OfdAdapter
from ofd_writer import written

SAMPLE = Path(__file__).parents[1] / "report.ofd"


def document(*blocks: Paragraph | Grid) -> Document:
    return Document(Provenance(), blocks)


def read(data: bytes) -> Document:
    return OfdAdapter().read(Source.of(data), ReadOptions())


def changed(data: bytes, old: str, new: str) -> bytes:
    """A package with a stretch of text changed in its first page."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(held, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if name.endswith("Page_0/Content.xml"):
                assert old in text
                text = text.replace(old, new)
            after.writestr(name, text)
    return held.getvalue()


def test_the_installed_plugin_reads_the_sample():
    report = gd.extract(SAMPLE)
    assert report.source.adapter == "ofd"
    assert len(report.facts) == 200
    assert {fact.certainty for fact in report.facts.values()} == {gd.Certainty.READ}
    assert report["applications.new.total"].value == 50
    assert report["applications.new.total"].where.page == 1
    assert report.year == 2023
    assert report.ok


def test_a_merged_cell_is_stored_once():
    grid = Grid(2, 3, (Cell("head", 0, 0, 1, 3), Cell("a", 1, 0), Cell("b", 1, 1), Cell("", 1, 2)))
    (found,) = read(written(document(grid))).blocks
    assert isinstance(found, Grid)
    assert [(one.text, one.row, one.col, one.rows, one.cols) for one in found.cells] == [
        ("head", 0, 0, 1, 3),
        ("a", 1, 0, 1, 1),
        ("b", 1, 1, 1, 1),
        ("", 1, 2, 1, 1),
    ]


def test_a_line_has_its_place():
    (found,) = read(written(document(Paragraph("甲甲甲", gd.Where())))).blocks
    assert isinstance(found, Paragraph)
    assert found.text == "甲甲甲"
    left, top, right, bottom = found.where.box or (0, 0, 0, 0)
    assert (found.where.page, 0 < left < right < 842, 0 < top < bottom) == (1, True, True)


def test_pieces_on_one_height_are_one_line_with_their_gap():
    data = written(document(Paragraph("甲甲", gd.Where()), Paragraph("乙", gd.Where())))
    data = changed(data, 'Boundary="12.0 18.0', 'Boundary="50.0 12.0')
    (found,) = read(data).blocks
    assert isinstance(found, Paragraph)
    assert found.text.split() == ["甲甲", "乙"]
    assert found.text.count(" ") > 10


def test_digits_over_a_ruling_line_are_refused():
    grid = Grid(1, 3, (Cell("12", 0, 0), Cell("34", 0, 1), Cell("56", 0, 2)))
    data = written(document(grid))
    assert [cell.text for cell in read(data).blocks[0].cells] == ["12", "34", "56"]
    with pytest.raises(gd.ReadError, match="runs over a ruling line"):
        read(changed(data, ">34<", f">{'3' * 70}<"))


def test_no_text_is_no_report():
    with pytest.raises(gd.NoTextLayer):
        read(written(document()))


def test_a_package_of_something_else_is_refused():
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("OFD.xml", "<html/>")
    with pytest.raises(gd.ReadError, match="broken"):
        read(held.getvalue())


def test_content_tells_it_whatever_its_name():
    assert gd.Extractor().trace(SAMPLE.read_bytes()).adapter == "ofd"


def test_a_page_full_of_lines_is_refused_soon():
    grid = Grid(1, 3, (Cell("1", 0, 0), Cell("2", 0, 1), Cell("3", 0, 2)))
    lines = "".join(f"M 0 {at} L 900 {at} M {at} 0 L {at} 900 " for at in range(0, 4000, 2))
    data = changed(written(document(grid)), "M 0 0 ", f"{lines} M 0 0 ")
    with pytest.raises(gd.LimitExceeded, match="cells"):
        read(data)
