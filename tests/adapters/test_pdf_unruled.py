"""Tables that no line rules: grids where columns and rows are sure, lines where they are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pdf_maker import FONT, Pdf
from reportlab.pdfbase import pdfmetrics

from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.pdf import PdfAdapter
from govdisclose_extract.document import Document, Grid, Paragraph
from govdisclose_extract.source import Limits, Source

both = pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
HEADS = ("信息内容", "制发件数", "废止件数", "现行件数")
COLUMNS = (72.0, 250.0, 330.0, 410.0)
ROWS = [("规章", "12", "", "3"), ("规范性文件", "4", "5", "60"), ("其他", "", "7", "8")]
Rows = Sequence[Sequence[str]]


def read(pdf: Pdf, engine: str = "pdfium") -> Document:
    return PdfAdapter().read(
        Source.of(pdf.data(), name="a.pdf"), ReadOptions(engine=engine, limits=Limits())
    )


def texts(document: Document) -> list[list[list[str]]]:
    """The grids by rows; a merged cell in its first place, its other places as `=`."""
    return [
        [
            [
                "=" if cell is None or (cell.row, cell.col) != (row, col) else cell.text
                for col, cell in enumerate(cells)
            ]
            for row, cells in enumerate(block.dense())
        ]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def placed(pdf: Pdf, rows: Rows, top: float = 80, step: float = 18, how: str = "left") -> Pdf:
    """Rows of texts in columns 80 points wide; the first column always at the left."""
    for number, row in enumerate(rows):
        for column, (x, text) in enumerate(zip(COLUMNS, row, strict=False)):
            width = pdfmetrics.stringWidth(text, FONT, 10) if text else 0
            shift = {"left": 0, "middle": (60 - width) / 2, "right": 60 - width}[how]
            if text:
                pdf.text(x + (shift if column else 0), top + step * number, text)
    return pdf


@both
@pytest.mark.parametrize("how", ["left", "middle", "right"])
def test_blank_cells_are_blank_in_their_own_column(how: str, engine: str) -> None:
    document = read(placed(Pdf(), [HEADS, *ROWS], how=how), engine)
    assert texts(document) == [[list(HEADS), *map(list, ROWS)]]
    assert not lines(document)


@both
def test_heads_at_the_left_over_values_at_the_right(engine: str) -> None:
    pdf = placed(placed(Pdf(), [HEADS]), [("规章", "12", "400", "3"), ROWS[1]], 98, how="right")
    assert texts(read(pdf, engine)) == [
        [list(HEADS), ["规章", "12", "400", "3"], list(ROWS[1])],
    ]


@both
def test_three_lines_over_heads_of_two_lines(engine: str) -> None:
    pdf = Pdf()
    for y in (62, 106, 152):
        pdf.line(70, y, 480, y)
    pdf.text(330, 72, "件数合计").text(250, 86, "制发").text(250, 98, "件数").text(330, 92, "废止")
    pdf.text(410, 92, "现行")
    placed(pdf, [("规章", "12", "4", "3"), ("规范性文件", "", "5", "60")], 116)
    assert texts(read(pdf, engine))[0][-2:] == [
        ["规章", "12", "4", "3"],
        ["规范性文件", "", "5", "60"],
    ]


@both
@pytest.mark.parametrize("ruled", [False, True])
def test_labels_of_several_lines_and_rows_without_values(ruled: bool, engine: str) -> None:
    pdf = placed(Pdf(), [HEADS])
    labels = [("规范性文件及其他", "管理规定"), ("规章", ""), ("其他对外公开的各", "类信息")]
    y = 104.0
    for number, (first, second) in enumerate(labels):
        if ruled:
            pdf.line(70, y - 11, 480, y - 11)
        pdf.text(72, y, first)
        if second:
            pdf.text(72, y + 12, second)
        if number != 1:
            for x in COLUMNS[1:]:
                pdf.text(x, y + 6, "7")
        y += 36 if second else 22
    if ruled:
        pdf.line(70, y - 11, 480, y - 11)
    assert texts(read(pdf, engine)) == [
        [
            list(HEADS),
            ["规范性文件及其他\n管理规定", "7", "7", "7"],
            ["规章", "", "", ""],
            ["其他对外公开的各\n类信息", "7", "7", "7"],
        ]
    ]


@both
def test_groups_beside_the_labels(engine: str) -> None:
    pdf = placed(Pdf(), [("", "制发", "废止", "现行")])
    pdf.text(72, 107, "(一)不予公开")
    for number, label in enumerate(("1.国家秘密", "2.内部信息", "3.其他")):
        pdf.text(150, 98 + 18 * number, label)
        for x in COLUMNS[1:]:
            pdf.text(x, 98 + 18 * number, str(number))
    (grid,) = texts(read(pdf, engine))
    assert [row[1:] for row in grid[1:]] == [
        ["1.国家秘密", "0", "0", "0"],
        ["2.内部信息", "1", "1", "1"],
        ["3.其他", "2", "2", "2"],
    ]
    assert sum("(一)不予公开" in row[0] for row in grid) == 1


@both
def test_letter_spaced_numbers_are_one(engine: str) -> None:
    pdf = placed(Pdf(), [HEADS])
    for number, row in enumerate((("规章", "12", "345"), ("其他", "678", "90"))):
        pdf.text(72, 98 + 18 * number, row[0])
        for x, text in zip(COLUMNS[1:], row[1:], strict=False):
            for at, digit in enumerate(text):
                pdf.text(x + 8 * at, 98 + 18 * number, digit)
    (grid,) = texts(read(pdf, engine))
    assert [row[1:3] for row in grid[1:]] == [["12", "345"], ["678", "90"]]


@both
def test_a_table_goes_on_over_the_page(engine: str) -> None:
    pdf = placed(
        placed(Pdf(), [HEADS, *ROWS]).page(), [("规定", "1", "", "2"), ("通知", "", "", "3")]
    )
    assert texts(read(pdf, engine)) == [
        [list(HEADS), *map(list, ROWS)],
        [["规定", "1", "", "2"], ["通知", "", "", "3"]],
    ]


@both
@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        (("信息内容", "制发件数", "", "现行件数"), ROWS),  # a column without a head
        (HEADS, [("规章", "12345678901234567890", "5", "6"), ROWS[1]]),  # columns that overlap
        ((), ROWS),  # no heads at all
    ],
)
def test_where_columns_are_not_sure_the_lines_stay(
    heads: Sequence[str], rows: Rows, engine: str
) -> None:
    document = read(placed(Pdf(), [heads, *rows] if heads else rows), engine)
    assert not texts(document)
    assert any("规章" in line and "  " in line for line in lines(document))


@both
def test_values_between_two_labels_are_of_no_row(engine: str) -> None:
    pdf = placed(Pdf(), [HEADS, ROWS[1]])
    pdf.text(72, 125, "规章").text(72, 143, "其他")
    for x in COLUMNS[1:]:
        pdf.text(x, 134, "9")
    assert not texts(read(pdf, engine))


@both
def test_the_parts_of_one_table_are_all_grids_or_all_lines(engine: str) -> None:
    good = placed(Pdf(), [HEADS, *ROWS])
    placed(good, [("第二项",)], 160)
    bad = placed(good, [("信息内容", "数量"), ("许可", "12", "13")], 178)
    document = read(bad, engine)
    assert not texts(document)
    headed = placed(Pdf(), [HEADS, *ROWS])
    headed.text(72, 170, "三、依申请公开")
    placed(headed, [("信息内容", "数量"), ("许可", "12", "13")], 188)
    assert len(texts(read(headed, engine))) == 1


@both
def test_prose_stays_prose(engine: str) -> None:
    pdf = Pdf().prose(
        72,
        80,
        [
            "2023 年主动公开信息 302 条,办理申请 2 件,另有 40 件结转,同比增长 12%,",
            "共收到申请 5 件。",
            "1. 公开不够及时        2. 人员不足",
        ],
    )
    assert not texts(read(pdf, engine))
