"""The adapter of Word documents: both engines read the same from documents built here."""

from __future__ import annotations

import contextlib
import hashlib
import io
import random
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisclose_extract.adapters.base import Adapter, Match, ReadOptions
from govdisclose_extract.adapters.docx import DocxAdapter
from govdisclose_extract.adapters.docx_numerals import number_text
from govdisclose_extract.adapters.docx_text import sign_of
from govdisclose_extract.document import Document, Grid, Paragraph
from govdisclose_extract.errors import EncryptedDocument, LimitExceeded, ReadError, UsageError
from govdisclose_extract.source import Hints, Limits, Source
from govdisclose_extract.where import Where

ADAPTER: Adapter = DocxAdapter()
ENGINES = ("ooxml", "python-docx")
CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
FORM = CORPUS / "form-template-2021" / "source.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w16se="x" xmlns:wps="y"'
)


def relationships(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return file.getvalue()


def parts(
    body: str, *, styles: str = "", numbering: str = "", related: tuple[tuple[str, str], ...] = ()
) -> dict[str, str | bytes]:
    near = [*related]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    if styles:
        near.append(("styles", "styles.xml"))
        made["word/styles.xml"] = f"<w:styles {NAMES}>{styles}</w:styles>"
    if numbering:
        near.append(("numbering", "numbering.xml"))
        made["word/numbering.xml"] = f"<w:numbering {NAMES}>{numbering}</w:numbering>"
    made["word/_rels/document.xml.rels"] = relationships(*near)
    return made


def docx(body: str, **others) -> bytes:
    return archive(parts(body, **others))


def run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph; what does not start with a tag becomes a run."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    runs = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p>{inner}{runs}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    inner = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{inner}{content if content.startswith('<') else p(content) if content else p()}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inner = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{inner}{''.join(one if one.startswith(('<w:tc>', '<w:sdt>')) else tc(one) for one in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


START, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def read(data: bytes, engine: str | None = None, limits: Limits | None = None) -> Document:
    source = Source.of(data, name="a.docx")
    return ADAPTER.read(source, ReadOptions(engine=engine, limits=limits or Limits()))


def shown(document: Document) -> list[object]:
    """Paragraphs as their text, grids as rows of texts; a covered place is None."""
    out: list[object] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            out.append(block.text)
            continue
        rows: list[list[str | None]] = [["#"] * block.width for _ in range(block.height)]
        for cell in block.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for col in range(cell.col, cell.col + cell.cols):
                    rows[row][col] = None
            rows[cell.row][cell.col] = cell.text
        out.append(rows)
    return out


def both(body: str, **others) -> list[object]:
    """What both engines read, which must be the same."""
    data = docx(body, **others)
    first, second = (read(data, engine) for engine in ENGINES)
    assert first.blocks == second.blocks
    assert first.findings == second.findings
    return shown(first)


def line(*content: str, **others) -> object:
    (only,) = both(p(*content), **others)
    return only


# The card, engines, provenance


def test_the_card() -> None:
    info = DocxAdapter.info
    assert (info.name, info.api) == ("docx", 1)
    assert info.suffixes == (".docx", ".dotx", ".docm", ".dotm")


def test_provenance() -> None:
    data = docx(p("规章"))
    for engine, named in ((None, "ooxml"), ("python-docx", "python-docx")):
        source = read(data, engine).source
        assert (source.name, source.adapter, source.engine) == ("a.docx", "docx", named)
        assert source.bytes == len(data)
        assert source.sha256 == hashlib.sha256(data).hexdigest()


def test_an_unknown_engine() -> None:
    with pytest.raises(UsageError, match="ooxml, python-docx"):
        read(docx(""), "word")


# Order and places


def test_paragraphs_and_tables_keep_their_order_and_have_places() -> None:
    data = docx(p("一、总体情况") + p() + tbl(tr("规章", "1"), tr("2", "")) + p("六") + p("　"))
    for engine in ENGINES:
        blocks = read(data, engine).blocks
        assert [type(block) for block in blocks] == [Paragraph, Grid, Paragraph]
        assert [block.where for block in blocks] == [Where(block=i) for i in range(3)]
        grid = blocks[1]
        assert isinstance(grid, Grid)
        assert (grid.height, grid.width) == (2, 2)
        assert [cell.text for cell in grid.cells] == ["规章", "1", "2", ""]
        assert [cell.where for cell in grid.cells] == [
            Where(block=1, row=row, col=col) for row in range(2) for col in range(2)
        ]


# Text


def test_text_is_kept_as_it_is() -> None:
    assert line(" ２０ ", "2", "0", "　元 ") == " ２０ 20　元 "


def test_space_around_text_is_kept_only_where_the_file_says_so() -> None:
    assert line("<w:r><w:t>\n 1\n2 </w:t></w:r>", run(" 3")) == "1 2 3"


def test_breaks_and_tabs() -> None:
    body = p("a", "<w:r><w:br/></w:r>", "b", "<w:r><w:tab/></w:r>", "c", "<w:r><w:cr/></w:r>", "d")
    assert both(body) == ["a", "b\tc", "d"]
    assert both(tbl(tr(tc(body), "x"))) == [[["a\nb\tc\nd", "x"]]]


def test_tab_stops_are_no_tabs() -> None:
    assert both(p("a", properties='<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>')) == ["a"]


def test_hyphens() -> None:
    assert line("<w:r><w:noBreakHyphen/><w:t>8</w:t><w:softHyphen/><w:t>0</w:t></w:r>") == "-80"


def test_paragraphs_of_a_cell_are_its_lines() -> None:
    assert both(tbl(tr(tc(p() + p("商业") + p() + p("企业")), tc(p() + p())))) == [
        [["商业\n企业", ""]]
    ]


def test_blank_cells() -> None:
    assert both(tbl(tr("", "　", "\u00a0", tc(p("<w:r><w:br/></w:r>"))))) == [
        [["", "　", "\u00a0", "\n"]]
    ]


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F081", "①"),
        ("Wingdings 2", "F052", "☑"),
        ("Symbol", "F02D", "-"),
        ("Symbol", "F035", "5"),
        ("宋体", "F031", "1"),
        ("宋体", "2460", "①"),
        ("宋体", "E001", None),
        ("Webdings", "F041", None),
        ("Wingdings", "zz", None),
        ("Wingdings", "D800", None),
        ("Wingdings", "FFFFFFFF", None),
        (None, None, None),
    ],
)
def test_signs(font: str | None, char: str | None, sign: str | None) -> None:
    assert sign_of(font, char) == sign


def test_a_sign_that_cannot_be_read_is_said() -> None:
    data = docx(p('<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>', "a"))
    for engine in ENGINES:
        document = read(data, engine)
        assert shown(document) == ["\ufffda"]
        assert [finding.code for finding in document.findings] == ["text.garbled"]


def test_formulas_links_and_smart_tags_are_text() -> None:
    content = (
        "<w:hyperlink>" + run("a") + "</w:hyperlink>",
        "<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>",
        "<w:smartTag><w:smartTag>" + run("b") + "</w:smartTag></w:smartTag>",
        "<w:ruby><w:rt>"
        + run("zhang")
        + "</w:rt><w:rubyBase>"
        + run("章")
        + "</w:rubyBase></w:ruby>",
        '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="1"/></w:r>',
    )
    assert line(*content) == "a12b章"


# Fields


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction: str, result: str) -> str:
    return (
        FIELD.format("begin")
        + instruction
        + FIELD.format("separate")
        + result
        + FIELD.format("end")
    )


def test_fields_give_their_result() -> None:
    ask = "<w:r><w:instrText> =SUM(A1) </w:instrText></w:r>"
    inner = field(ask, run("lost"))
    assert line("共", field(ask + inner, run("12")), "件") == "共12件"
    assert line('<w:fldSimple w:instr="PAGE">' + run("7") + "</w:fldSimple>") == "7"


def test_a_field_without_its_end_does_not_swallow_the_document() -> None:
    assert both(p("a", FIELD.format("begin"), "b") + p("c", FIELD.format("end"), "d")) == [
        "a",
        "cd",
    ]


# Changes and hidden text


def test_tracked_changes_are_accepted() -> None:
    content = (
        "<w:ins>" + run("新") + "</w:ins>",
        "<w:del><w:r><w:delText>旧</w:delText></w:r>" + run("也") + "</w:del>",
        "<w:moveFrom>" + run("从") + "</w:moveFrom>",
        "<w:moveTo>" + run("到") + "</w:moveTo>",
    )
    assert line(*content) == "新到"


def test_deleted_rows_and_cells_are_gone() -> None:
    rows = (
        tr("a", tc("b", START)),
        tr("x", tc("", START), properties="<w:del/>"),
        tr("h", "h", properties="<w:hidden/>"),
        tr("c", tc("", GOES_ON), properties="<w:ins/>"),
        tr("d", tc("gone", "<w:cellDel/>"), "e"),
        tr("f", "g", properties="<w:trPrChange><w:trPr><w:del/></w:trPr></w:trPrChange>"),
    )
    assert both(tbl(*rows)) == [[["a", "b"], ["c", None], ["d", "e"], ["f", "g"]]]
    assert both(p("p") + tbl(tr("x", properties="<w:del/>"))) == ["p"]


def test_a_deleted_paragraph_mark_joins_lines() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert both(p("一、", properties=gone) + p(properties=gone) + p("总体")) == ["一、总体"]
    assert both(p("a", properties=gone)) == ["a"]
    assert both(p("a", properties=gone) + tbl(tr("b", "c"))) == ["a", [["b", "c"]]]


def test_hidden_text_is_left_out() -> None:
    assert line("a", run("b", "<w:vanish/>"), run("c", '<w:vanish w:val="0"/>'), "d") == "acd"
    assert both(p("a", properties="<w:rPr><w:vanish/></w:rPr>") + p("b")) == ["ab"]
    old = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
    assert line(run("a", old)) == "a"


def test_text_hidden_by_its_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="p"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="q"><w:basedOn w:val="p"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="ring"><w:basedOn w:val="ring"/></w:style>'
    )
    body = (
        p("a", run("b", '<w:rStyle w:val="c"/>'), run("c", '<w:rStyle w:val="?"/>'))
        + p("d", run("e", '<w:vanish w:val="false"/>'), properties='<w:pStyle w:val="q"/>')
        + p("f", properties='<w:pStyle w:val="ring"/>')
    )
    assert both(body, styles=styles) == ["ac", "e", "f"]


# Raised and struck text, and what cannot be read

RAISED, STRUCK = '<w:vertAlign w:val="superscript"/>', "<w:strike/>"


def entry(*content: str, **others) -> str:
    """The text of a cell that holds this paragraph."""
    (grid,) = both(tbl(tr("规章", tc(p(*content)))), **others)
    return grid[0][1]


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ('<w:position w:val="6"/>', "2^5"),
        ('<w:position w:val="-6"/>', "2^5"),
        ('<w:position w:val="0"/>', "25"),
        (RAISED + '<w:position w:val="0"/>', "2^5"),
    ],
)
def test_a_figure_above_or_below_its_line_joins_no_number(properties, text):
    assert entry("2", run("5", properties)) == text


def test_a_whole_entry_may_be_moved_for_its_looks():
    assert entry(run("25", '<w:position w:val="-3"/>')) == "25"


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        (RAISED, "12^1"),
        ('<w:vertAlign w:val="subscript"/>', "12^1"),
        ('<w:vertAlign w:val="baseline"/>', "121"),
        (STRUCK, "12\ufffd"),
        ("<w:dstrike/>", "12\ufffd"),
        ('<w:strike w:val="0"/>', "121"),
        (RAISED + "<w:vanish/>", "12"),
        ('<w:rStyle w:val="note"/>', "12^1"),
        ('<w:rStyle w:val="note"/><w:vertAlign w:val="baseline"/>', "121"),
        ('<w:rStyle w:val="plain"/>', "121"),
        (f"<w:rPrChange><w:rPr>{STRUCK}</w:rPr></w:rPrChange>", "121"),
    ],
)
def test_raised_and_struck_text_joins_no_number(properties: str, text: str) -> None:
    styles = (
        f'<w:style w:type="character" w:styleId="above"><w:rPr>{RAISED}</w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="note"><w:basedOn w:val="above"/></w:style>'
        '<w:style w:type="character" w:styleId="plain"><w:rPr><w:b/></w:rPr></w:style>'
    )
    assert entry("12", run("1", properties), styles=styles) == text


def test_a_run_behind_one_with_a_look_has_none() -> None:
    assert entry(run("1", RAISED), "2", run("3", STRUCK), run("4", RAISED), "5") == "^12\ufffd^45"
    assert entry(run("1", RAISED) + "<w:r><w:tab/><w:t>2</w:t></w:r>") == "^1\t2"


def test_a_note_behind_words_is_left_out() -> None:
    assert entry("行政许可", run("1", RAISED), "（件）") == "行政许可（件）"
    assert entry("12件", run("1", RAISED)) == "12件^1"


def test_raised_and_struck_text_in_prose() -> None:
    assert line("平方米", run("2", RAISED), run("旧", STRUCK), "新") == "平方米2新"


def test_the_looks_of_paragraph_styles() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:default="1" w:styleId="d"><w:rPr>{STRUCK}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="n"><w:rPr><w:strike w:val="0"/></w:rPr></w:style>'
    )
    body = tbl(tr(p("1"), p("2", properties='<w:pStyle w:val="n"/>')))
    assert both(body, styles=styles) == [[["\ufffd", "2"]]]


PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/'
    'main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
    'picture"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
VML = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">{}</v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (PICTURE, "\ufffd"),
        (run("12") + PICTURE, "12\ufffd"),
        (run("行政许可") + PICTURE, "行政许可"),
        (VML.format('<v:imagedata src="a.png"/>'), "\ufffd"),
        (VML.format('<v:textpath string="12"/>'), "\ufffd"),
        (VML.format(""), ""),
        ("<w:r><w:object/></w:r>", "\ufffd"),
        (PICTURE.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"), ""),
        (f"<w:del>{PICTURE}</w:del>", ""),
        (
            FIELD.format("begin")
            + "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
            + FIELD.format("end"),
            "\ufffd",
        ),
        (VML.format(f"<v:textbox><w:txbxContent>{p('12')}</w:txbxContent></v:textbox>"), "12"),
        (
            VML.format(f"<v:textbox><w:txbxContent>{p(PICTURE)}</w:txbxContent></v:textbox>"),
            "\ufffd",
        ),
    ],
)
def test_what_cannot_be_read_in_a_cell(content: str, text: str) -> None:
    assert entry(content).replace("\n", "") == text


def test_pictures_outside_of_tables_say_nothing() -> None:
    assert both(p("a", PICTURE) + p(PICTURE)) == ["a"]


def test_a_picture_in_one_of_the_cells_that_were_merged() -> None:
    right = '<w:hMerge w:val="{}"/>'
    row = tr("a", tc(p("1"), right.format("restart")), tc(p(PICTURE), right.format("continue")))
    assert both(tbl(row)) == [[["a", "1\ufffd", None]]]


def test_the_reading_of_a_ruby_is_no_text() -> None:
    ruby = f"<w:ruby><w:rt>{run('3')}</w:rt><w:rubyBase>{run('12')}</w:rubyBase></w:ruby>"
    assert entry(f"<w:r>{ruby}</w:r>") == "12"


# Content controls, alternatives, text boxes


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_content_controls_at_every_level() -> None:
    body = (
        control(p("块"))
        + p("a", control(run("b")), "c")
        + tbl(tr("1", control(tc("2"))), control(tr("3", tc(control(p("4"))))))
    )
    assert both(body) == ["块", "abc", [["1", "2"], ["3", "4"]]]


def test_a_placeholder_is_blank() -> None:
    empty = "<w:showingPlcHdr/>"
    body = tbl(
        tr("a", control(tc("单击此处"), empty)),
        tr(tc(p(control(run("单击此处"), empty), "1")), tc(control(p("单击此处"), empty))),
    )
    assert both(body) == [[["a", ""], ["1", ""]]]


def box(content: str) -> str:
    return f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"


def twice(content: str) -> str:
    """As Word writes a text box: for itself, and for programs that know none."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box(content)}</mc:Choice>'
        f"<mc:Fallback>{box(content)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    assert both(p("a", twice(p("盒") + p("子")), "b") + p("c")) == ["ab", "盒", "子", "c"]
    assert both(p(twice(tbl(tr("1", "2"), tr("3", "4"))))) == [[["1", "2"], ["3", "4"]]]
    assert both(tbl(tr(tc(p("a", twice(p("5")))), "b"))) == [[["a\n5", "b"]]]
    hidden = twice(p("x")).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert both(p("a", hidden)) == ["a"]


def test_an_alternative_that_is_not_understood_has_its_fallback() -> None:
    choice = '<mc:Choice Requires="w16se"><w16se:symEx/></mc:Choice>'
    content = f"<w:r><mc:AlternateContent>{choice}<mc:Fallback><w:t>☑</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    assert line(content) == "☑"


# Tables


def test_merged_cells_are_stored_once() -> None:
    body = tbl(
        tr(tc("a", START + span(2)), tc("b")),
        tr(tc("", GOES_ON + span(2)), tc("c", START)),
        tr("d", "e", tc("hidden by Word", '<w:vMerge w:val="continue"/>')),
    )
    assert both(body) == [[["a", None, "b"], [None, None, "c"], ["d", "e", None]]]


def test_merges_that_do_not_fit_are_cells_of_their_own() -> None:
    body = tbl(
        tr(tc("a", GOES_ON), tc("b")),
        tr(tc("", GOES_ON), tc("c", GOES_ON)),
        tr(tc("d", GOES_ON + span(2))),
    )
    assert both(body) == [[["a", "b"], [None, "c"], ["d", None]]]


def test_old_horizontal_merges() -> None:
    first, more = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    body = tbl(
        tr(tc("a", first + START), tc("", more + START), "b"),
        tr(tc("", first + GOES_ON), tc("", more + GOES_ON), "c"),
        tr(tc("d", more), tc("5", more), "e"),
    )
    assert both(body) == [[["a", None, "b"], [None, None, "c"], ["d\n5", None, "e"]]]


def test_left_out_grid_columns() -> None:
    body = tbl(
        tr("a", "b", "c"),
        tr("d", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )
    assert both(body) == [[["a", "b", "c"], ["#", "d", "#"]]]


@pytest.mark.parametrize("value", ["0", "-1", "x", "", "1.5", "９"])
def test_spans_that_make_no_sense_count_as_one(value: str) -> None:
    assert both(tbl(tr(tc("a", f'<w:gridSpan w:val="{value}"/>'), "b"))) == [[["a", "b"]]]


def test_empty_rows_are_no_rows() -> None:
    assert both(tbl(tr(), tr("a", "b"))) == [[["a", "b"]]]
    assert both(p("a") + tbl()) == ["a"]


def test_a_frame_of_one_cell_is_passed_through() -> None:
    inner = tbl(tr("1", "2"), tr("3", "4"))
    assert both(tbl(tr(tc(p("一") + p("二"))))) == ["一", "二"]
    assert both(tbl(tr(tc(p("一") + inner + p("二"))))) == ["一", [["1", "2"], ["3", "4"]], "二"]


def test_a_table_around_grids_is_page_layout() -> None:
    inner = tbl(tr("1", "2"), tr("3", "4"))
    body = tbl(tr(tc("标题", span(2))), tr("左", tc(p("右") + inner + p())))
    assert both(body) == ["标题", "左", "右", [["1", "2"], ["3", "4"]]]


def test_a_number_in_a_table_of_its_own_stays_in_its_cell() -> None:
    one, row, column = tbl(tr("5")), tbl(tr("6", "7")), tbl(tr("8"), tr("9"))
    assert both(tbl(tr("a", tc(one + p())), tr(tc(row + p()), tc(column + p())))) == [
        [["a", "5"], ["6\t7", "8\n9"]]
    ]


# Numbering


def level(form: str, text: str, index: int = 0, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NOTHING = '<w:suff w:val="nothing"/>'


def numbering(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def numbered(text: str, index: int | None = 0, number: str | None = "1", style: str = "") -> str:
    own = "" if index is None else f'<w:ilvl w:val="{index}"/>'
    own += "" if number is None else f'<w:numId w:val="{number}"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return p(text, properties=named + (f"<w:numPr>{own}</w:numPr>" if own else ""))


def test_the_number_is_part_of_the_text() -> None:
    levels = numbering(
        level("chineseCounting", "%1、", 0, NOTHING),
        level("chineseCounting", "（%2）", 1, NOTHING),
        level("decimal", "%3.", 2),
    )
    body = (
        numbered("总体情况")
        + numbered("公开", 1)
        + numbered("国家秘密", 2)
        + numbered("法律", 2)
        + tbl(tr(tc(numbered("无法提供", 1)), tc(numbered("", 2))))
        + numbered("申请")
        + numbered("予以公开", 1)
    )
    assert both(body, numbering=levels) == [
        "一、总体情况",
        "（一）公开",
        "1. 国家秘密",
        "2. 法律",
        [["（二）无法提供", "1."]],
        "二、申请",
        "（一）予以公开",
    ]


def test_levels_that_do_not_restart_and_legal_numbers() -> None:
    levels = numbering(
        level("chineseCounting", "%1"),
        level("decimal", "%1.%2", 1, '<w:isLgl/><w:lvlRestart w:val="0"/>'),
    )
    body = numbered("a") + numbered("b", 1) + numbered("c") + numbered("d", 1)
    assert both(body, numbering=levels) == ["一 a", "1.1 b", "二 c", "2.2 d"]


def test_start_overrides_and_shared_counters() -> None:
    nums = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for i, more in enumerate(
            (
                "",
                "",
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>',
                f'<w:lvlOverride w:ilvl="0">{level("upperLetter", "%1)")}</w:lvlOverride>',
            )
        )
    )
    body = "".join(numbered("x", 0, number) for number in ("1", "1", "2", "2", "1", "3", "0", "9"))
    assert both(body, numbering=numbering(level("decimal", "%1."), nums=nums)) == [
        "1. x", "2. x", "5. x", "6. x", "7. x", "H) x", "x", "x",
    ]  # fmt: skip


def test_numbers_of_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="i"><w:basedOn w:val="h"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="j"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = numbering(level("decimal", "%1."), level("lowerLetter", "%2)", 1))
    body = (
        numbered("a", None, None, "h")
        + numbered("b", None, None, "i")
        + numbered("c", None, None, "j")
        + numbered("d", 1, None, "h")
        + numbered("e", 0, "0", "h")
        + numbered("f", None, None, "h")
    )
    assert both(body, numbering=levels, styles=styles) == [
        "1. a", "2. b", "a) c", "b) d", "e", "3. f",
    ]  # fmt: skip


def test_styles_of_tables_are_passed_over() -> None:
    table = '<w:style w:type="table" w:styleId="t"><w:rPr><w:vanish/></w:rPr></w:style>'
    own = '<w:style w:type="paragraph" w:styleId="{}"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = "".join(p(name, properties=f'<w:pStyle w:val="{name}"/>') for name in "atbc")
    styles = own.format("a") + table + own.format("b") + table
    assert both(body, styles=styles) == ["t", "c"]
    assert both(body, styles=styles.replace('w:type="table" ', "w:type='table'  ")) == ["t", "c"]


def test_a_style_that_is_linked_to_a_level() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    levels = numbering(
        level("decimal", "%1."), level("decimal", "(%2)", 1, '<w:pStyle w:val="h"/>')
    )
    body = numbered("a") + numbered("b", None, None, "h")
    assert both(body, numbering=levels, styles=styles) == ["1. a", "(1) b"]


def test_numbers_that_point_to_a_numbering_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    parts_ = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="list"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="7">{level("decimal", "%1)")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    )
    assert both(numbered("a"), numbering=parts_, styles=styles) == ["1) a"]


def test_deleted_paragraphs_and_rows_do_not_count() -> None:
    gone = (
        numbered("x")
        .replace("<w:numPr>", "<w:numPr>", 1)
        .replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
    )
    row = tbl(tr(tc(numbered("r")), properties="<w:del/>"))
    body = numbered("a") + row + gone + numbered("b")
    assert both(body, numbering=numbering(level("decimal", "%1."))) == ["1. a", "2. xb"]


def test_bullets_are_no_numbers() -> None:
    levels = numbering(level("bullet", "-"))
    assert both(numbered("5"), numbering=levels) == ["5"]


def test_a_custom_format_has_its_alternative() -> None:
    custom = level("x", "%1").replace(
        '<w:numFmt w:val="x"/>',
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>',
    )
    assert both(numbered("a"), numbering=numbering(custom)) == ["01 a"]


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("decimal", {0: "0", 12: "12"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 101: "一○一"}),
        ("chineseCountingThousand", {10: "十", 101: "一百○一", 110: "一百一十", 1001: "一千○一", 10010: "一万○一十", 123: "一百二十三"}),
        ("chineseLegalSimplified", {1: "壹", 11: "壹拾壹", 105: "壹佰零伍"}),
        ("japaneseCounting", {10: "十", 21: "二十一", 111: "百十一"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("taiwaneseCounting", {12: "十二"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb", 9999: "9999"}),
        ("upperLetter", {2: "B"}),
        ("lowerRoman", {4: "iv", 1999: "mcmxcix", 0: "0", 4000: "4000"}),
        ("upperRoman", {9: "IX"}),
        ("decimalFullWidth", {10: "１０"}),
        ("decimalEnclosedCircle", {0: "⓪", 1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {1: "⑴", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("ideographTraditional", {1: "甲", 11: "甲"}),
        ("ideographZodiac", {1: "子"}),
        ("none", {1: ""}),
        ("something new", {7: "7"}),
    ],
)  # fmt: skip
def test_number_formats(form: str, values: dict[int, str]) -> None:
    assert {value: number_text(value, form) for value in values} == values


def test_the_default_style_and_numbers_that_lead_nowhere() -> None:
    styles = '<w:style/><w:style w:type="paragraph" w:default="1" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    levels = numbering(
        level("decimal", "%1.%9"),
        level("decimal", "", 1),
        level("decimal", "%1", 11),
        nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="12"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="9"/></w:num>',
    )
    body = p("a") + numbered("b", 1) + numbered("c", 11) + numbered("d", 0, "2")
    assert both(body, numbering=levels, styles=styles) == ["1. a", "b", "c", "d"]


# Packages


def test_strict_documents() -> None:
    made = parts(tbl(tr("规章", tc("1", span(2)))), styles="<w:style/>")
    strict = {
        name: content.replace(W, STRICT).replace(
            OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in made.items()
        if isinstance(content, str)
    }
    for engine in ENGINES:
        assert shown(read(archive({**strict}), engine)) == [[["规章", "1", None]]]


def test_utf_16() -> None:
    made = parts(p("规章"))
    made["word/document.xml"] = str(made["word/document.xml"]).encode("utf-16")
    assert shown(read(archive(made))) == ["规章"]


def test_parts_elsewhere_and_names_of_careless_writers() -> None:
    made = parts(p("a"))
    moved = {**made, "doc/main.xml": made["word/document.xml"]}
    del moved["word/document.xml"]
    moved["_rels/.rels"] = relationships(("officeDocument", "/doc/main.xml"))
    bare = {"word/document.xml": made["word/document.xml"]}
    slashes = {name.replace("/", "\\"): content for name, content in made.items()}
    lower = {**made, "Word/Document.xml": made["word/document.xml"]}
    del lower["word/document.xml"]
    for one in (moved, bare, slashes, lower):
        for engine in ENGINES:
            assert shown(read(archive(one), engine)) == ["a"]


def test_headers_and_footnotes_stay_apart() -> None:
    made = parts(p("a"))
    made["word/header1.xml"] = f"<w:hdr {NAMES}>{p('页眉')}</w:hdr>"
    made["word/footnotes.xml"] = f"<w:footnotes {NAMES}>{p('脚注')}</w:footnotes>"
    assert shown(read(archive(made))) == ["a"]


def test_attached_files_are_said() -> None:
    made = parts(p("a"), related=(("package", "embeddings/表A.xlsx"), ("aFChunk", "missing.htm")))
    made["word/embeddings/表A.xlsx"] = b"PK"
    for engine in ENGINES:
        (finding,) = read(archive(made), engine).findings
        assert finding.code == "document.attachments"
        assert "1 attached" in finding.message
        assert "表A.xlsx" in finding.message


# match


def test_known_by_its_content_whatever_the_name() -> None:
    data = docx(p("a"))
    for suffix in (".docx", ".zip", "", ".doc"):
        assert ADAPTER.match(data[:8192], Hints(suffix=suffix)) is Match.CONTENT


@pytest.mark.parametrize(
    "head",
    [
        archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}),
        archive({"a.txt": "a"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"",
    ],
)
def test_other_containers_go_by_the_name(head: bytes) -> None:
    assert ADAPTER.match(head, Hints(suffix=".docx")) is Match.SUFFIX
    assert ADAPTER.match(head, Hints(suffix=".zip")) is Match.NO


@pytest.mark.parametrize("head", [b"%PDF-1.7", b"<html>", "年度".encode(), b"PK"])
def test_what_is_no_word_document(head: bytes) -> None:
    assert ADAPTER.match(head, Hints(suffix=".docx")) is Match.NO


@given(st.binary(max_size=100), st.sampled_from([b"", b"PK\x03\x04", b"PK\x03\x04" * 9]))
def test_match_never_raises(head: bytes, start: bytes) -> None:
    assert isinstance(ADAPTER.match(start + head, Hints(suffix=".docx")), Match)


# Bad input


def refused(data: bytes, kind: type[ReadError] = ReadError, **limits: int) -> list[str]:
    """Both engines refuse with this kind of error, in two languages and with the name."""
    messages: list[str] = []
    for engine in ENGINES:
        with pytest.raises(kind) as caught:
            read(data, engine, Limits(**limits))
        assert caught.value.where == "a.docx"
        assert caught.value.message_zh != caught.value.message
        messages.append(caught.value.message)
    return messages


def test_encrypted_documents() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    refused(ole + "EncryptedPackage".encode("utf-16-le"), EncryptedDocument)
    assert "old binary" in refused(ole + "WordDocument".encode("utf-16-le"))[0]
    assert "no .docx" in refused(ole)[0]
    data = bytearray(docx(p("a")))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(sign, at + 1)) >= 0:
            data[at + place] |= 1
    refused(bytes(data), EncryptedDocument)


def test_other_files() -> None:
    assert "not a ZIP" in refused(b"%PDF-1.7")[0]
    assert "not a ZIP" in refused(b"")[0]
    assert "Excel" in refused(archive({"xl/workbook.xml": "<x/>"}))[0]
    assert "PowerPoint" in refused(archive({"ppt/presentation.xml": "<x/>"}))[0]
    assert "other files" in refused(archive({"a.txt": "a"}))[0]
    assert "no body" in refused(archive({"word/document.xml": "<html/>"}))[0]


@pytest.mark.parametrize("xml", ["", "<w:p", "<a></b>", "\0\0\0", "规章"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_broken_xml(part: str, xml: str) -> None:
    refused(archive({**parts(p("a"), styles="<w:style/>"), part: xml}))


def bomb(attribute: bool) -> bytes:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9)
    )
    start = f"<!DOCTYPE w:document [{entities}]><w:document {NAMES}"
    start += ' w:x="&a9;">' if attribute else ">"
    made = parts("")
    made["word/document.xml"] = f"{start}<w:body>{p('&a9;')}</w:body></w:document>"
    return archive(made)


@pytest.mark.parametrize("attribute", [True, False])
def test_entity_bombs(attribute: bool) -> None:
    refused(bomb(attribute))


def test_entities_read_no_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    made = parts("")
    made["word/document.xml"] = (
        f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {NAMES}><w:body>{p('&x;')}</w:body></w:document>"
    )
    refused(archive(made))


def test_zip_bombs() -> None:
    made = parts(p("a"))
    made["word/document.xml"] = str(made["word/document.xml"]) + " " * 5_000_000
    assert "1000000" in refused(archive(made), LimitExceeded, unpacked=1_000_000)[0]
    data = bytearray(archive(made))
    # The declared sizes lie.
    size = len(str(made["word/document.xml"]).encode())
    while (at := data.find(struct.pack("<L", size))) >= 0:
        data[at : at + 4] = struct.pack("<L", 500)
    refused(bytes(data), unpacked=1_000_000)


def test_too_many_entries() -> None:
    data = docx(p("a")) + b"PK\x01\x02" * 20_001
    refused(data, LimitExceeded)


def test_the_limit_of_cells() -> None:
    rows = [tr(*"123")] * 4
    assert len(both(tbl(*rows))) == 1
    data = docx(tbl(*rows) + tbl(*rows))
    for engine in ENGINES:
        assert len(read(data, engine, Limits(cells=24)).blocks) == 2
    refused(data, LimitExceeded, cells=23)
    refused(docx(tbl(tr(*["1"] * 300) * 350)), LimitExceeded)
    # Merged cells count by the places they cover.
    refused(docx(tbl(tr(tc("a", span(99_999_999))))), LimitExceeded)
    refused(docx(tbl(tr("a", properties='<w:gridBefore w:val="60000"/>'))), LimitExceeded)


def test_the_limit_of_characters() -> None:
    data = docx(p("规章") + tbl(tr("1", "2")))
    for engine in ENGINES:
        assert len(read(data, engine, Limits(characters=4)).blocks) == 2
    refused(data, LimitExceeded, characters=3)


def nest(depth: int) -> str:
    inner = p("a")
    for _ in range(depth):
        inner = tbl(tr(tc(inner)))
    return inner


def test_the_limit_of_depth() -> None:
    assert both(nest(20)) == ["a"]
    for depth in (80, 2_000):
        refused(docx(nest(depth)), LimitExceeded)
    refused(docx(nest(20)), LimitExceeded, depth=30)
    deep = p("<w:smartTag>" * 2_000 + run("a") + "</w:smartTag>" * 2_000)
    refused(docx(deep), LimitExceeded)


def test_elements_in_odd_places_do_no_harm() -> None:
    odd = (
        "<w:tr><w:tc>" + p("a") + "</w:tc></w:tr>",
        "<w:tc>" + p("b") + "</w:tc>",
        run("c"),
        "<w:tbl><w:tc>" + p("d") + "</w:tc></w:tbl>",
        "<w:r><w:rPr><w:vanish/></w:rPr></w:r>",
        "<w:vanish/><w:vMerge/><w:gridSpan/><w:pStyle/><w:ilvl/><w:numId/><w:sdt/><w:showingPlcHdr/>",
        "<w:txbxContent>" + p("e") + "</w:txbxContent>",
        FIELD.format("end") + FIELD.format("separate"),
        "<w:p><w:p><w:pPr><w:rPr/></w:pPr></w:p></w:p>",
        "<w:rPr><w:vanish/><w:del/></w:rPr>",
        "<w:trPr><w:del/></w:trPr><w:del/><w:gridBefore/><w:hMerge/><w:cellDel/><w:tab/><w:sym/>",
    )
    for engine in ENGINES:
        assert shown(read(docx("".join(odd) + p("z")), engine))[-1] == "z"


@pytest.mark.parametrize("root", ["w:del", "w:vanish", "w:tbl", "mc:Choice", "w:rPr"])
def test_odd_roots(root: str) -> None:
    xml = f"<{root} {NAMES}><w:vanish/><w:del/></{root}>"
    assert "no body" in refused(archive({"word/document.xml": xml}))[0]


def test_a_long_part_without_anything_known_is_not_kept() -> None:
    made = {"word/document.xml": "<a>" + "<b/>" * 600_000 + "</a>"}
    with pytest.raises(ReadError, match="no known element"):
        read(archive(made))


@pytest.mark.parametrize("engine", ENGINES)
def test_truncated_and_flipped(engine: str) -> None:
    whole = docx(p("a") + tbl(tr("规章", "1")), styles="<w:style/>", numbering=numbering())
    chance = random.Random(7)
    for i in range(400):
        data = bytearray(whole)
        if i % 4 == 0:
            data = data[: chance.randrange(len(data))]
        else:
            for _ in range(chance.choice((1, 1, 3))):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        with contextlib.suppress(ReadError):
            read(bytes(data), engine)


TAGS = st.sampled_from([
    "p", "r", "t", "tbl", "tr", "tc", "tcPr", "trPr", "pPr", "rPr", "del", "ins", "vanish",
    "vMerge", "hMerge", "gridSpan", "gridBefore", "sdt", "sdtPr", "sdtContent", "showingPlcHdr",
    "txbxContent", "fldChar", "br", "tab", "moveFrom", "hidden", "cellDel", "strike", "vertAlign",
    "rStyle", "pStyle", "object", "ruby", "rt",
])  # fmt: skip


def xml_of(tree: object) -> str:
    if isinstance(tree, str):
        return run(tree)
    assert isinstance(tree, tuple)
    tag, value, children = tree
    return (
        f'<w:{tag} w:val="{value}" w:fldCharType="begin">{"".join(map(xml_of, children))}</w:{tag}>'
    )


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.text("a1 ", max_size=2),
        lambda inner: st.tuples(TAGS, st.sampled_from(["", "0", "2", "restart"]), st.lists(inner, max_size=4)),
        max_leaves=40,
    )
)  # fmt: skip
def test_any_tree_of_elements_is_read(tree: object) -> None:
    data = docx(xml_of(tree))
    assert shown(read(data)) == shown(read(docx("<!-- -->" + xml_of(tree))))  # by events
    for engine in ENGINES:
        for block in read(data, engine).blocks:
            if isinstance(block, Grid):
                block.dense()
                assert all(cell.row + cell.rows <= block.height for cell in block.cells)
                assert all(cell.col + cell.cols <= block.width for cell in block.cells)
                places = sum(cell.rows * cell.cols for cell in block.cells)
                assert places <= block.height * block.width
            else:
                assert block.text.strip()
                assert "\n" not in block.text


@given(st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=4), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_spans_are_laid_out_in_order(rows: list[list[int]]) -> None:
    data = docx(
        tbl(*(tr(*(tc(str(size), span(size)) for size in row)) for row in rows), tr("1", "1"))
    )
    for engine in ENGINES:
        (grid,) = read(data, engine).blocks
        assert isinstance(grid, Grid)
        assert [cell.text for cell in grid.cells] == [
            str(size) for row in [*rows, [1, 1]] for size in row
        ]
        assert all(cell.cols == int(cell.text) for cell in grid.cells)


# Real and large documents


@pytest.mark.skipif(not FORM.is_file(), reason="the corpus is not here")
def test_the_blank_official_form() -> None:
    source = Source.of(FORM)
    first, second = (ADAPTER.read(source, ReadOptions(engine=engine)) for engine in ENGINES)
    assert first.blocks == second.blocks
    grids = [block for block in first.blocks if isinstance(block, Grid)]
    assert [(grid.height, grid.width) for grid in grids] == [(14, 4), (28, 10), (4, 15)]
    values = [cell for cell in grids[1].cells if cell.row >= 3 and cell.col >= 3]
    assert len(values) == 25 * 7
    assert not any(cell.text.strip() for cell in values)


def test_a_long_document_is_read_without_its_whole_tree() -> None:
    body = (p("x" * 500, twice(p("盒" * 90))) + tbl(tr("1", tc(p("2"), START)))) * 3_000
    blocks = read(docx(body)).blocks
    assert len(blocks) == 9_000
    assert blocks == read(docx(body), "python-docx").blocks


STYLES = ("Normal", "A", "B", "C", "D", "E")


def style_sheet(chance: random.Random) -> str:
    """Styles that number, hide or strike out, or say nothing, based on one another at random."""
    made: list[str] = []
    loud = chance.choice([0.0, 0.1, 0.5])
    names = [name for name in STYLES if chance.random() < 0.9]
    for name in chance.sample(names, len(names)):
        base = "Gone" if chance.random() < loud / 4 else chance.choice([None, *names])
        inner = f'<w:basedOn w:val="{base}"/>' if base else ""
        if chance.random() < loud:
            inner += '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        look = chance.choice(["vanish", "dstrike"]) if chance.random() < loud else "b"
        inner += f"<w:rPr><w:{look}/></w:rPr>"
        kind = chance.choice(["paragraph", "paragraph", "paragraph", "character"])
        default = ' w:default="1"' if name == "Normal" and chance.random() < 0.7 else ""
        told = f'w:type="{kind}"{default} w:styleId="{name}"'
        if chance.random() < loud / 10:
            told = f"w:type='{kind}' w:styleId='{name}'"
        made.append(f"<w:style {told}><w:name w:val='x'/>{inner}</w:style>")
    return "<w:latentStyles w:count='1'></w:latentStyles>" + "".join(made)


@pytest.mark.parametrize("seed", range(120))
def test_styles_that_say_nothing_are_not_missed(seed: int) -> None:
    """Only one of the engines leaves them unparsed."""
    chance = random.Random(seed)
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = p("a") + tbl(tr("1", tc("2")))
    for name in (*STYLES, "Unknown"):
        styled = f'<w:pStyle w:val="{name}"/>'
        body += p(name, properties=styled) + p(run("b", f'<w:rStyle w:val="{name}"/>'))
        body += tbl(tr(tc(p(name, properties=styled)), "c"))
    both(body, styles=style_sheet(chance), numbering=numbering)


def test_of_styles_with_one_name_the_first_counts() -> None:
    hidden = '<w:style w:type="character" w:styleId="a"><w:rPr><w:{}/></w:rPr></w:style>'
    body = p(run("1", '<w:rStyle w:val="a"/>') + run("2"))
    assert both(body, styles=hidden.format("vanish") + hidden.format("b")) == ["2"]
    assert both(body, styles=hidden.format("b") + hidden.format("vanish")) == ["12"]


def test_styles_behind_those_that_are_used_are_not_read() -> None:
    usual = '<w:style w:type="paragraph" w:default="1" w:styleId="n"/>'
    made = parts(p("a"), styles=usual + "<w:style/>" * 20_000 + "</w:broken>")
    assert shown(read(archive(made))) == ["a"]
    made = parts(p("a", properties='<w:pStyle w:val="gone"/>'), styles=usual + "</w:broken>")
    refused(archive(made))


def test_what_stands_in_a_comment_is_no_style() -> None:
    styles = (
        '<!-- <w:style w:type="table" --><w:style w:type="character" w:styleId="hidden">'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    assert entry("12", run("3", '<w:rStyle w:val="hidden"/>'), styles=styles) == "12"


TEXT = '<w:t xml:space="preserve"> 12 </w:t>'
CELLS = (
    p("12") + p(""), p("12") + TEXT, f"<w:p>{p('1')}<w:r>{TEXT}</w:r></w:p>", p(TEXT), "<w:p/>", "",
    p("12") + f"<w:tcPr>{span(2)}{TEXT}</w:tcPr>", p(f"<w:r><w:tcPr>{span(3)}</w:tcPr>{TEXT}</w:r>"),
    f"<w:ins>{p('12')}</w:ins>", p(run("12", "<w:strike/>"), "3"), p("1<w:r><w:br/></w:r>2"),
    p("<w:r><w:t> 12 </w:t><w:t>\n3</w:t></w:r>"), tbl(tr("1", "2")) + p(), tbl(tr("12")),
    p("12", properties="<w:numPr><w:numId w:val='1'/></w:numPr>"), p(run("12"), "<m:t>3</m:t>"),
    f"<w:tc>{p('12')}</w:tc>", f"{p('12')}<w:tr/>", f"{p('12')}<w:tr><w:tc>{p('3')}</w:tc></w:tr>",
)  # fmt: skip


@pytest.mark.parametrize("properties", ["", span(2), START, GOES_ON, '<w:hMerge w:val="restart"/>'])
@pytest.mark.parametrize("cell", CELLS)
def test_plain_cells_are_read_as_by_events(cell: str, properties: str) -> None:
    """A comment has the document read by events."""
    inner = f"<w:tcPr>{properties}</w:tcPr>{cell}"
    table = tbl(tr("a", "b", "c"), tr(f"<w:tc>{inner}</w:tc>", "d", f"<w:tc>{inner}</w:tc>"))
    inside = f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>"
    for body in (p("x") + table + p("y"), inside, tbl(tr(f"<w:tc>{inside}</w:tc>", "e"), tr("f"))):
        assert shown(read(docx(body))) == shown(read(docx("<!-- -->" + body)))
