"""The adapter of PDF, with both of its engines."""

from __future__ import annotations

import hashlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_maker import STYLES, Pdf, raw, stream

from govdisclose_extract.adapters.base import Adapter, Match, ReadOptions
from govdisclose_extract.adapters.pdf import PdfAdapter
from govdisclose_extract.document import Document, Grid, Paragraph
from govdisclose_extract.errors import (
    EncryptedDocument,
    GovDiscloseError,
    LimitExceeded,
    NoTextLayer,
    ReadError,
    UsageError,
)
from govdisclose_extract.source import Hints, Limits, Source

ADAPTER: Adapter = PdfAdapter()
CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
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

BOTH = ("pdfium", "pdfplumber")
both = pytest.mark.parametrize("engine", BOTH)


def read(
    data: bytes,
    engine: str | None = None,
    limits: Limits | None = None,
    password: str | None = None,
) -> Document:
    options = ReadOptions(engine=engine, limits=limits or Limits(), password=password)
    return ADAPTER.read(Source.of(data, name="a.pdf"), options)


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(cell.row, cell.col, cell.rows, cell.cols, cell.text) for cell in block.cells]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def one_cell(pdf: Pdf, engine: str, left: float = 200, right: float = 320) -> str:
    """The text of the cell between left and right, beside a label."""
    pdf.table([72, left, right], [80, 130], [(0, 0, 1, 1, "标签"), (0, 1, 1, 1, "")])
    (found,) = grids(read(pdf.data(), engine))
    return found[1][-1]


def test_the_card() -> None:
    info = PdfAdapter.info
    assert (info.name, info.suffixes, info.requires) == ("pdf", (".pdf",), ("pypdfium2",))


@pytest.mark.parametrize(
    ("head", "suffix", "match"),
    [
        (b"%PDF-1.7\n", "", Match.CONTENT),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", ".txt", Match.CONTENT),
        (b"\0" * 1020 + b"%PDF", ".pdf", Match.CONTENT),
        (b"\0" * 1021 + b"%PDF", "", Match.NO),
        (b"<html>", ".pdf", Match.SUFFIX),
        (b"", "", Match.NO),
    ],
)
def test_match(head: bytes, suffix: str, match: Match) -> None:
    assert ADAPTER.match(head, Hints(suffix=suffix)) is match


def test_unknown_engine() -> None:
    with pytest.raises(UsageError, match="pdfium, pdfplumber, oxide"):
        read(Pdf().text(72, 80, "年度报告").data(), "camera")


@both
def test_provenance(engine: str) -> None:
    data = Pdf().text(72, 80, "年度报告").data()
    source = read(data, engine).source
    assert (source.name, source.adapter, source.engine) == ("a.pdf", "pdf", engine)
    assert (source.bytes, source.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert read(data).source.engine == "pdfium"


# Ruling lines


@both
@pytest.mark.parametrize("style", STYLES)
def test_rules_of_every_kind(engine: str, style: str) -> None:
    data = Pdf().text(72, 50, "二、主动公开政府信息情况").table(XS, YS, CELLS, style).data()
    document = read(data, engine)
    assert grids(document) == [CELLS]
    assert prose(document) == ["二、主动公开政府信息情况"]


@both
def test_places(engine: str) -> None:
    data = Pdf().page().text(72, 50, "标题").table(XS, YS, CELLS).data()
    paragraph, grid = read(data, engine).blocks
    assert (paragraph.where.block, paragraph.where.page) == (0, 2)
    assert isinstance(grid, Grid)
    assert (grid.height, grid.width) == (4, 3)
    assert (grid.where.block, grid.where.page) == (1, 2)
    cell = grid.cells[6]
    assert (cell.where.block, cell.where.page, cell.where.row, cell.where.col) == (1, 2, 2, 2)
    assert cell.where.box == pytest.approx((260, 120, 320, 140), abs=1)
    assert cell.where.line is None


@both
@pytest.mark.parametrize("sides", ["left and right", "top", "bottom"])
def test_open_sides_count_as_closed(engine: str, sides: str) -> None:
    across = [(72.0, y, 320.0, y) for y in YS]
    down = [(x, 80.0, x, 160.0) for x in XS]
    if sides == "left and right":
        down = down[1:-1]
    else:
        del across[0 if sides == "top" else -1]
    pdf = Pdf().rules(across + down, "lines")
    for row in range(4):
        pdf.text(80, 90 + 20 * row, f"第{row}行").text(230, 90 + 20 * row, str(row))
    (found,) = grids(read(pdf.data(), engine))
    assert len(found) == 12
    assert [cell[-1] for cell in found if cell[1] == 1] == ["0", "1", "2", "3"]


@both
def test_the_room_behind_a_row_that_ends_before_the_others_is_no_cell(engine: str) -> None:
    across = [(72.0, y, 320.0, y) for y in YS]
    down = [(x, 80.0, x, 160.0) for x in XS[:-1]]
    down += [(XS[-1], 80.0, XS[-1], 100.0), (XS[-1], 140.0, XS[-1], 160.0)]
    pdf = Pdf().rules(across + down, "lines").text(270, 130, "7")
    for row in range(4):
        pdf.text(80, 90 + 20 * row, f"第{row}行").text(230, 90 + 20 * row, str(row))
    (found,) = grids(read(pdf.data(), engine))
    assert [cell[:2] for cell in found if cell[1] == 2] == [(0, 2), (2, 2), (3, 2)]
    assert (2, 2, 1, 1, "7") in found  # what stands in it is kept


@both
def test_tables_over_pages_stay_apart(engine: str) -> None:
    pdf = Pdf().table(XS, YS, CELLS).text(290, 800, "- 1 -").page()
    pdf.table(XS, YS, CELLS).text(290, 800, "- 2 -")
    document = read(pdf.data(), engine)
    assert grids(document) == [CELLS, CELLS]
    assert [block.where.page for block in document.blocks] == [1, 2]


@both
@pytest.mark.parametrize("frame", ["lines", "page", "doubled page", "underline", "shading"])
def test_false_grids_are_paragraphs(engine: str, frame: str) -> None:
    lines = ["淮安市人民政府文件", "淮政办发第三号", "关于年度报告的通知", "各县区人民政府"]
    pdf = Pdf().prose(80, 100, lines, 12)
    if frame == "lines":
        pdf.table([72, 500], [90 + 19.2 * n for n in range(23)],
                  [(n, 0, 1, 1, "") for n in range(22)])  # fmt: skip
    elif frame == "underline":
        for n in range(4):
            pdf.line(72, 108 + 19.2 * n, 500, 108 + 19.2 * n)
    elif frame == "shading":
        pdf.canvas.setFillGray(0.9)
        for n in range(4):
            pdf.rect(72, 91 + 19.2 * n, 500, 110 + 19.2 * n, stroke=0, fill=1)
    else:
        pdf.rect(50, 50, 545, 792, stroke=1, fill=0)
        if frame == "doubled page":
            pdf.rect(57, 57, 538, 785, stroke=1, fill=0)
    document = read(pdf.data(), engine)
    assert prose(document) == lines
    assert grids(document) == []


@both
def test_a_table_inside_a_page_frame(engine: str) -> None:
    pdf = Pdf().rect(50, 40, 545, 792, stroke=1, fill=0).text(72, 60, "标题").table(XS, YS, CELLS)
    document = read(pdf.data(), engine)
    assert (grids(document), prose(document)) == ([CELLS], ["标题"])


@both
def test_letters_taller_than_the_cells_are_drawn_over_the_table(engine: str) -> None:
    pdf = Pdf().table(XS, YS, CELLS).text(XS[0] + 5, (YS[0] + YS[-1]) / 2, "2023", 60)
    document = read(pdf.data(), engine)
    assert (grids(document), prose(document)) == ([CELLS], ["2023"])


@both
def test_frames_around_numbers_of_a_line_are_no_table(engine: str) -> None:
    pdf = Pdf().text(72, 107, "一、本年新收")
    for left in (200, 260, 320):
        pdf.rect(left, 100, left + 30, 114, stroke=1, fill=0).text(left + 5, 107, "12")
    pdf.line(200, 98, 350, 98)
    document = read(pdf.data(), engine)
    assert grids(document) == []
    assert [line.split() for line in prose(document)] == [["一、本年新收", "12", "12", "12"]]


@both
def test_a_table_of_one_row_stands_alone_in_its_lines(engine: str) -> None:
    pdf = Pdf().text(72, 60, "四、行政复议情况").table([100, 150, 200, 250], [100, 120], [
        (0, 0, 1, 1, "1"), (0, 1, 1, 1, "0"), (0, 2, 1, 1, "1")
    ])  # fmt: skip
    assert len(grids(read(pdf.data(), engine))) == 1


@both
def test_text_over_a_border_is_cut_at_it(engine: str) -> None:
    pdf = Pdf().table(XS, YS, [(row, col, 1, 1, "") for row in range(4) for col in range(3)])
    pdf.text(190, 90, "12 34", 10)
    pdf.text(150, 110, "其他法律行政", 10)
    (found,) = grids(read(pdf.data(), engine))
    assert [cell[-1] for cell in found[:3]] == ["12", "34", ""]
    assert [cell[-1] for cell in found[3:6]] == ["其他法律行政", "", ""]


# Text of a cell


@both
def test_digits_drawn_one_by_one(engine: str) -> None:
    pdf = Pdf()
    for place, digit in [(2, "8"), (0, "1"), (1, "9")]:
        pdf.text(240 + 5 * place, 105, digit)
    assert one_cell(pdf, engine) == "198"


@both
def test_digits_with_wide_spacing(engine: str) -> None:
    pdf = Pdf()
    for place, digit in enumerate("2025"):
        pdf.text(220 + 14 * place, 105, digit)
    assert one_cell(pdf, engine) == "2025"


@both
def test_two_numbers_far_apart_stay_two(engine: str) -> None:
    assert one_cell(Pdf().text(210, 105, "3").text(290, 105, "4"), engine) == "3 4"


@both
def test_a_number_wrapped_in_a_narrow_cell(engine: str) -> None:
    pdf = Pdf().text(205, 98, "39857").text(205, 112, "58.25")
    assert one_cell(pdf, engine, right=236) == "3985758.25"


@both
def test_numbers_below_one_another_in_a_wide_cell_stay_two(engine: str) -> None:
    assert one_cell(Pdf().text(250, 98, "3").text(250, 112, "4"), engine) == "3\n4"


@both
def test_a_digit_that_a_line_strikes_out_is_lost(engine: str) -> None:
    struck = Pdf().text(250, 105, "94").line(248, 105, 252.7, 105)
    assert one_cell(struck, engine) == "\ufffd4"
    underlined = Pdf().text(250, 105, "94").line(248, 111, 262, 111)
    assert one_cell(underlined, engine) == "94"


@both
def test_lines_of_a_label(engine: str) -> None:
    pdf = Pdf().text(205, 112, "公益组织").text(205, 98, "社会")
    assert one_cell(pdf, engine) == "社会\n公益组织"


@both
@pytest.mark.parametrize("shift", [0.0, 0.4])
def test_double_struck_characters_count_once(engine: str, shift: float) -> None:
    pdf = Pdf().text(205, 98, "11").text(205 + shift, 98, "11").text(205, 112, "总计总")
    pdf.text(205 + shift, 112, "总计总")
    assert one_cell(pdf, engine) == "11\n总计总"


@both
@pytest.mark.parametrize("first", ["A", "AB"])
def test_a_vertical_label(engine: str, first: str) -> None:
    # Latin: PDFium loses single Chinese characters of fonts that the machine does not have.
    pdf = Pdf()
    for number, part in enumerate([first, *"CDEF"]):
        pdf.text(205, 84 + 10 * number, part)
    assert one_cell(pdf, engine, right=230) == first + "CDEF"


@both
def test_a_turned_label(engine: str) -> None:
    pdf = Pdf()
    pdf.canvas.saveState()
    pdf.canvas.translate(215, 842 - 128)
    pdf.canvas.rotate(90)
    pdf.canvas.setFont("Helvetica", 10)
    pdf.canvas.drawString(0, 0, "TURNED")
    pdf.canvas.restoreState()
    pdf.text(72, 60, "正文的文字多于转动的文字,所以页面不转动")
    assert one_cell(pdf, engine, right=230) == "TURNED"


@both
@pytest.mark.parametrize("angle", [30, 45, -60])
def test_slanted_lines_are_left_out(angle: int, engine: str) -> None:
    pdf = Pdf().table(XS, YS, CELLS)
    pdf.canvas.saveState()
    pdf.canvas.translate(205, 842 - 135)
    pdf.canvas.rotate(angle)
    pdf.text(0, 842, "作废 2024", 14)
    pdf.canvas.restoreState()
    assert grids(read(pdf.data(), engine)) == [CELLS]


@both
@pytest.mark.parametrize("rotation", [90, 270])
def test_a_turned_page_of_single_characters(rotation: int, engine: str) -> None:
    cells = [(row, col, 1, 1, "/") for row in range(4) for col in range(3)]
    pdf = Pdf().table(XS, YS, cells)
    pdf.canvas.setPageRotation(rotation)
    upright = {0: cells, 1: cells}[0]
    (found,) = grids(read(pdf.data(), engine))
    assert [cell[4] for cell in found] == [cell[4] for cell in upright]
    assert {cell[2:4] for cell in found} == {(1, 1)}


def test_the_fonts_of_the_machine_do_not_matter() -> None:
    """A file without its font is measured by its own widths, and others find their fonts again."""
    pdfium = pytest.importorskip("pypdfium2")
    data = Pdf().text(72, 80, "年度 2023").data()

    def picture() -> bytes:
        document = pdfium.PdfDocument(data)
        made = bytes(document[0].render().buffer)
        document.close()
        return made

    before = picture()
    (paragraph,) = read(data).blocks
    assert picture() == before
    assert paragraph.where.box is not None
    # Two characters as wide as high, a blank that the file gives 2.07 points, digits 4.62 wide.
    assert paragraph.where.box[2] - paragraph.where.box[0] == pytest.approx(40.5, abs=0.3)


def test_text_that_a_broken_font_does_not_show_is_not_blank() -> None:
    content = b"BT /F1 10 Tf 75 720 Td (\x01\x02) Tj 0 -30 Td /F2 10 Tf (words and words) Tj ET"
    descriptor = b"/FontDescriptor << /Type /FontDescriptor /FontName /ABCDEF+Song /Flags 4 >>"
    data = raw([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"),
        stream(content),
        (b"<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Song /FirstChar 1 /LastChar 2"
        b" /Widths [500 500] " + descriptor + b" >>"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ])  # fmt: skip
    document = read(data)
    assert "\ufffd" in "".join(prose(document))
    assert [finding.code for finding in document.findings] == ["text.garbled"]


# Prose


@both
def test_running_heads_of_two_pages(engine: str) -> None:
    pdf = Pdf().text(290, 40, "某某区人民政府").text(72, 90, "一、总体情况").page()
    pdf.text(290, 40, "某某区人民政府").text(72, 90, "二、末页")
    assert prose(read(pdf.data(), engine)) == ["一、总体情况", "二、末页"]


@both
def test_reading_order_is_by_place(engine: str) -> None:
    pdf = Pdf().text(72, 200, "第三行").text(72, 100, "第一行").text(72, 150, "第二行")
    assert prose(read(pdf.data(), engine)) == ["第一行", "第二行", "第三行"]


FULL = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五"


@both
def test_sentences_over_lines_and_pages(engine: str) -> None:
    pdf = Pdf().text(290, 40, "某某区人民政府")
    pdf.text(72, 90, "一、总体情况").text(92, 110, FULL[2:]).text(72, 130, FULL).text(
        72, 150, "完。"
    )
    pdf.text(92, 700, "另" + FULL[3:]).text(290, 810, "- 1 -").page()
    pdf.text(290, 40, "某某区人民政府").text(72, 90, FULL)
    pdf.text(72, 110, FULL[::-1]).text(72, 130, "止。")
    pdf.text(290, 810, "- 2 -").page()
    pdf.text(290, 40, "某某区人民政府").text(72, 90, "二、末页").text(290, 810, "- 3 -")
    document = read(pdf.data(), engine)
    assert prose(document) == [
        "一、总体情况",
        FULL[2:] + FULL + "完。",
        "另" + FULL[3:] + FULL + FULL[::-1] + "止。",
        "二、末页",
    ]
    assert [block.where.page for block in document.blocks] == [1, 1, 1, 3]


@both
def test_items_do_not_join(engine: str) -> None:
    lines = [FULL, "（一）" + FULL[3:-1] + "。", "（二）" + FULL[3:-1] + "。", "（三）末项"]
    assert prose(read(Pdf().prose(72, 90, lines).data(), engine)) == [
        lines[0] + lines[1],
        lines[2],
        lines[3],
    ]


@both
def test_numbers_at_the_foot_that_are_no_page_numbers(engine: str) -> None:
    assert (
        prose(read(Pdf().text(72, 100, "总计").text(72, 800, "3119").data(), engine))[-1] == "3119"
    )


@both
def test_columns_without_rules_keep_their_places(engine: str) -> None:
    pdf = Pdf()
    for row, values in enumerate([("12", "3", "45"), ("0", "", "7"), ("", "8", "")]):
        pdf.text(72, 100 + 18 * row, f"第{'一二三'[row]}类事项")
        for column, value in enumerate(values):
            if value:
                pdf.text(200 + 60 * column, 100 + 18 * row, value)
    lines = prose(read(pdf.data(), engine))
    assert [line.split() for line in lines] == [
        ["第一类事项", "12", "3", "45"],
        ["第二类事项", "0", "7"],
        ["第三类事项", "8"],
    ]
    assert lines[0].index("3") == lines[2].index("8")
    assert lines[0].index("45") == lines[1].index("7")


@both
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages(engine: str, rotation: int) -> None:
    pdf = Pdf(842, 595)
    pdf.canvas.setFont("Helvetica", 10)
    for row in range(4):
        for col in range(3):
            pdf.canvas.drawString(XS[col] + 5, 595 - YS[row] - 14, f"r{row}c{col}")
    pdf.rules([(72, y, 320, y) for y in YS] + [(x, 80, x, 160) for x in XS], "lines")
    data = pdf.data().replace(b"/Rotate 0", b"/Rotate %d" % rotation)
    (grid,) = read(data, engine).blocks
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.cells] == [f"r{row}c{col}" for row in range(4) for col in range(3)]
    left, top, right, bottom = (72, 80, 320, 160)
    shown = {
        90: (595 - bottom, left, 595 - top, right),
        180: (842 - right, 595 - bottom, 842 - left, 595 - top),
        270: (top, 842 - right, bottom, 842 - left),
    }
    assert grid.where.box == pytest.approx(shown[rotation], abs=1)


@both
def test_text_and_rules_in_a_form(engine: str) -> None:
    pdf = Pdf()
    pdf.canvas.beginForm("part")
    pdf.table(XS, YS, CELLS)
    pdf.canvas.endForm()
    pdf.canvas.translate(20, -300)
    pdf.canvas.doForm("part")
    document = read(pdf.data(), engine)
    assert grids(document) == [CELLS]
    (grid,) = document.blocks
    assert grid.where.box == pytest.approx((92, 380, 340, 460), abs=1)


# Text that cannot be read


def picture(pdf: Pdf) -> Pdf:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    pdf.canvas.drawImage(ImageReader(Image.new("L", (8, 8))), 0, 0, 595, 842)
    return pdf


@both
@pytest.mark.parametrize("caption", ["", "scanned"])
def test_pictures_only(engine: str, caption: str) -> None:
    pdf = picture(Pdf())
    if caption:
        pdf.text(72, 800, caption)
    with pytest.raises(NoTextLayer) as caught:
        read(pdf.data(), engine)
    assert "govdisclose-extract[ocr]" in (caught.value.hint or "")
    assert "govdisclose-extract[ocr]" in (caught.value.hint_zh or "")
    assert caught.value.where == "a.pdf"


@both
def test_pictures_among_pages_of_text_are_told(engine: str) -> None:
    pdf = Pdf().prose(72, 100, ["政府信息公开工作年度报告,有文字的一页"] * 3)
    pdf.canvas.showPage()
    picture(pdf).canvas.showPage()
    document = read(pdf.prose(72, 100, ["另一页有文字的内容"]).data(), engine)
    (finding,) = document.findings
    assert finding.code == "text.pictured"
    assert finding.where is not None
    assert finding.where.page == 2
    assert "2" in finding.message


@pytest.mark.parametrize("beside", [-9, 9, 14])
def test_invisible_digits_are_none_of_a_number(beside: int) -> None:
    """A number that nobody sees must not lengthen the one in its cell."""
    hidden = "71"
    lines = ["政府信息公开工作年度报告,有文字的一页"] * 3
    plain = read(Pdf().table(XS, YS, CELLS).prose(72, 300, lines).data())
    pdf = Pdf().table(XS, YS, CELLS).prose(72, 300, lines)
    for x in XS[:-1]:
        for y in YS[:-1]:
            pdf.text(x + 20 + beside, y + 10, hidden, mode=3)
    pdf.text(72, 400, "年度报告", mode=3)
    assert read(pdf.data()).blocks == plain.blocks


@pytest.mark.parametrize("pictures", [False, True])
def test_words_that_are_all_invisible_are_those_of_a_scan(pictures: bool) -> None:
    """Scans may be cut into many small pictures, with a number of the page that is seen."""
    pdf = picture(Pdf()) if pictures else Pdf()
    for number in range(6):
        pdf.text(72, 100 + 40 * number, "政府信息公开工作年度报告,不可见的文字层", mode=3)
    document = read(pdf.text(300, 800, "- 1 -").data())
    assert sum("不可见" in line for line in prose(document)) == 6


def test_an_invisible_layer_over_a_picture_is_used_and_said() -> None:
    lines = ["政府信息公开工作年度报告,不可见的文字层"] * 4
    pdf = picture(Pdf())
    for number, line in enumerate(lines):
        pdf.text(72, 100 + 40 * number, line, mode=3)
    document = read(pdf.data())
    assert prose(document) == lines
    assert [finding.code for finding in document.findings] == ["text.hidden"]
    visible = picture(Pdf()).prose(72, 100, lines).data()
    assert read(visible).findings == ()


def garbled(text: str) -> bytes:
    """A file whose font maps its codes, one for each character, to the given text."""
    codes = "".join(f"<{code:02x}> <{ord(char):04x}>\n" for code, char in enumerate(text, 65))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(text)} beginbfchar\n{codes}endbfchar endcmap end end"
    ).encode()
    shown = bytes(range(65, 65 + len(text)))
    content = b"BT /F1 12 Tf 72 700 Td (" + shown + b") Tj ET"
    return raw([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>"),
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        stream(cmap),
    ])  # fmt: skip


@both
def test_few_garbled_characters_are_a_finding(engine: str) -> None:
    document = read(garbled("report\ue123words"), engine)
    (finding,) = document.findings
    assert (finding.code, finding.where and finding.where.page) == ("text.garbled", 1)
    assert finding.message.startswith("1 char")
    assert prose(document) == ["report\ue123words"]


@both
def test_many_garbled_characters_are_no_text(engine: str) -> None:
    with pytest.raises(NoTextLayer, match="5 of 10") as caught:
        read(garbled("\ue001\ue002\ue003\ue004\ufffdwords"), engine)
    assert caught.value.hint_zh


# Locks, attachments, limits, damage


@both
def test_passwords(engine: str) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    def locked(password: str) -> bytes:
        lock = StandardEncryption(password, "owner", strength=128)
        pdf = Pdf(encrypt=lock)
        pdf.canvas.setFont("Helvetica", 12)
        pdf.canvas.drawString(72, 700, "secret words")
        return pdf.data()

    assert prose(read(locked(""), engine)) == ["secret words"]
    assert prose(read(locked("open"), engine, password="open")) == ["secret words"]
    with pytest.raises(EncryptedDocument, match="needs a password"):
        read(locked("open"), engine)
    with pytest.raises(EncryptedDocument, match="does not open"):
        read(locked("open"), engine, password="wrong")


@both
def test_attachments(engine: str) -> None:
    content = b"BT /F1 12 Tf 72 700 Td (words) Tj ET"
    data = raw([
        (b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names"
        b" [(one) 6 0 R (two) 7 0 R] >> >> >>"),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>"),
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Filespec /F (one.xls) /UF (one.xls) /EF << /F 8 0 R >> >>",
        b"<< /Type /Filespec /F (b.doc) /UF <feff96444ef6002e0064006f0063> /EF << /F 8 0 R >> >>",
        stream(b"data", b"/Type /EmbeddedFile"),
    ])  # fmt: skip
    (finding,) = read(data, engine).findings
    assert finding.code == "document.attachments"
    assert "2" in finding.message
    assert "one.xls, 附件.doc" in finding.message
    assert "one.xls、附件.doc" in finding.message_zh


@both
@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(pages=1), "pages"),
        (Limits(characters=3), "characters"),
        (Limits(cells=11), "cells"),
    ],
)
def test_limits(engine: str, limits: Limits, word: str) -> None:
    data = Pdf().table(XS, YS, CELLS).page().text(72, 80, "年度报告").data()
    with pytest.raises(LimitExceeded, match=word):
        read(data, engine, limits=limits)
    assert read(data, engine, limits=Limits(pages=2, characters=60, cells=12)).blocks


@both
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n1 0 obj\n<<", b"no pdf at all"])
def test_broken_files(engine: str, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, engine)
    assert caught.value.hint
    assert caught.value.hint_zh


@both
def test_a_page_tree_that_holds_itself(engine: str) -> None:
    data = raw([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
    ])  # fmt: skip
    with pytest.raises(ReadError):
        read(data, engine)


def test_threads_and_processes_read_the_same() -> None:
    data = Pdf().text(72, 50, "年度报告").table(XS, YS, CELLS).data()
    alone = read(data)
    with ThreadPoolExecutor(8) as pool:
        assert all(document == alone for document in pool.map(read, [data] * 40))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        options = ReadOptions()
        (document,) = pool.map(ADAPTER.read, [Source.of(data, name="a.pdf")], [options])
    assert document == alone


WHOLE = Pdf().text(72, 50, "年度报告").table(XS, YS, CELLS).data()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_gives_a_document_or_a_fault_of_ours(data: st.DataObject) -> None:
    engine = data.draw(st.sampled_from(BOTH))
    damaged = bytearray(WHOLE[: data.draw(st.integers(0, len(WHOLE)))])
    for place in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), max_size=6)):
        if place < len(damaged):
            damaged[place] ^= 1 << place % 8
    try:
        assert isinstance(read(bytes(damaged), engine), Document)
    except GovDiscloseError as error:
        assert error.message_zh  # noqa: PT017


@pytest.mark.gold
@pytest.mark.parametrize("name", ["hongze-2023", "huaian-2024"])
def test_real_documents_read_alike_by_both_engines(name: str) -> None:
    path = CORPUS / name / "source.pdf"
    if not path.exists():
        pytest.skip("needs the corpus")
    data = path.read_bytes()
    one, two = read(data, "pdfium"), read(data, "pdfplumber")
    assert grids(one) == grids(two)
    assert prose(one) == prose(two)
    # Rows of table 3 run over two pages; the columns of the form are all there.
    assert sum(grid[-1][1] >= 6 for grid in grids(one)) == 3
