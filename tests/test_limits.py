"""Every limit: a sane default, settable, told by an error of its own in two languages, never cut."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Callable
from time import process_time
from typing import NamedTuple

import pytest
from pdf_maker import Pdf, raw, stream

from govdisclose_extract import (
    Extractor,
    GovDiscloseError,
    LimitExceeded,
    Limits,
    NotAReport,
    SourceTooLarge,
    extract_text,
    source,
)
from govdisclose_extract.testing.forge import Case, forge
from govdisclose_extract.testing.write.docx import PARTS

WORDS = "政府信息公开年度报告"
"""Ten characters."""


def page(*lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><meta charset='utf-8'><body>{body}</body></html>".encode()


def table(rows: int, cols: int) -> bytes:
    return page("<table>" + ("<tr>" + "<td>1</td>" * cols + "</tr>") * rows + "</table>")


def word(body: str) -> bytes:
    packed = io.BytesIO()
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        document = f'<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return packed.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(rows: int, cols: int) -> str:
    row = "<w:tr>" + f"<w:tc>{paragraph('1')}</w:tc>" * cols + "</w:tr>"
    return f"<w:tbl>{row * rows}</w:tbl>"


def nested(count: int) -> str:
    return "<div>" * count + WORDS + "</div>" * count


class Over(NamedTuple):
    """A limit, bytes that need just `most` of it, and how the format is called."""

    limit: str
    format: str
    data: Callable[[], bytes]
    most: int

    def __str__(self) -> str:
        return f"{self.limit}-{self.format}"


def drawn(pages: int, lines: int) -> bytes:
    pdf = Pdf()
    for number in range(pages):
        if number:
            pdf.page()
        pdf.prose(72, 80, ["1234567890"] * lines)
    return pdf.data()


def ruled() -> bytes:
    cells = [(row, col, 1, 1, f"{row}{col}") for row in range(2) for col in range(3)]
    return Pdf().table([72, 200, 300, 400], [80, 100, 120], cells).data()


def squeezed() -> bytes:
    text = b"BT /F1 10 Tf 72 700 Td (1234) Tj ET"
    content = zlib.compress(text + b" " * (31_000 - len(text)))
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                b" /Resources << /Font << /F1 5 0 R >> >> >>"
            ),
            stream(content, b"/Filter /FlateDecode"),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def sized(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(info.file_size for info in archive.infolist()[1:])  # no reader needs the first


LONG = word(paragraph(WORDS * 1000))
CONTROLS = word("<w:sdt><w:sdtContent>" * 9 + "</w:sdtContent></w:sdt>" * 9)
CASES = [
    Over("bytes", "any", WORDS.encode, 30),
    Over("characters", "text", WORDS.encode, 10),
    Over("characters", "html", lambda: page(WORDS), len(page(WORDS).decode())),
    Over("characters", "docx", lambda: word(paragraph(WORDS)), 10),
    Over("characters", "pdf", lambda: drawn(2, 3), 64),
    Over("page_characters", "pdf", lambda: drawn(2, 3), 34),
    Over("lines", "text", lambda: b"a\r\n\r\nb\rc\n", 4),
    Over("lines", "html", lambda: page(WORDS, "b", "c<br>d"), 4),
    Over("lines", "html pre", lambda: page("<pre>a\n\nb\nc</pre>"), 4),
    Over("lines", "docx", lambda: word(paragraph("a") + paragraph("b</w:t><w:br/><w:t>c")), 3),
    Over("lines", "pdf", lambda: drawn(2, 3), 6),
    Over("cells", "html", lambda: table(3, 4), 12),
    Over("cells", "docx", lambda: word(word_table(3, 4)), 12),
    Over("cells", "pdf", ruled, 6),
    Over("depth", "html", lambda: page(nested(20)), 22),
    Over("depth", "docx", lambda: CONTROLS, 11),
    Over("pages", "pdf", lambda: drawn(3, 1), 3),
    Over("unpacked", "docx", lambda: LONG, sized(LONG)),
    Over("unpacked", "pdf", squeezed, 31_000),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_passes_a_limit_is_refused_and_says_which(case):
    data = case.data()
    with pytest.raises((LimitExceeded, SourceTooLarge)) as caught:
        Extractor(limits=Limits(**{case.limit: case.most - 1})).extract(data)
    error = caught.value
    assert error.hint is not None
    assert f"Limits({case.limit}=...)" in error.hint
    assert f"Limits({case.limit}=...)" in error.text("zh")
    assert any("\u4e00" <= char <= "\u9fff" for char in error.message_zh)
    if str(case) != "cells-pdf":  # told by the lines of one page, which do not know the whole
        assert str(case.most - 1) in error.message
        assert str(case.most - 1) in error.message_zh


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_just_keeps_a_limit_is_read(case):
    with pytest.raises(NotAReport):
        Extractor(limits=Limits(**{case.limit: case.most})).extract(case.data())


def test_every_limit_has_a_test():
    tested = {case.limit for case in CASES} | {"steps", "seconds"}
    assert tested == set(Limits.__struct_fields__)


class TestSteps:
    """A budget of the solver, not a refusal: what is not proven is assumed, and that is told."""

    def test_a_spent_budget_is_told_and_proves_nothing(self):
        written = forge(Case("flattened", (), 6))
        text = str(written.data)
        few = Extractor(limits=Limits(steps=3)).extract_text(text)
        assert "solver.budget" in {finding.code for finding in few.findings}
        finding = next(one for one in few.findings if one.code == "solver.budget")
        assert "3" in finding.message
        assert "3" in finding.message_zh
        whole = extract_text(text)
        assert few.facts.keys() == whole.facts.keys()
        assert few.counts()["proven"] < whole.counts()["proven"]


class TestSeconds:
    """A deadline that is asked, and that raises: whatever is read before it is thrown away."""

    @pytest.mark.parametrize("writer", ["tabbed", "html-site", "docx-merged", "pdf-ruled"])
    @pytest.mark.parametrize("asked", [0, 1, 2, 5])
    def test_past_it_nothing_is_given(self, writer, asked, monkeypatch):
        """The clock jumps after so many looks at it; how many there are is the format's own."""
        data = forge(Case(writer, (), 1)).data
        data = data.encode() if isinstance(data, str) else data
        looks = iter(range(1_000_000))
        monkeypatch.setattr(source, "monotonic", lambda: 1000.0 if next(looks) > asked else 0.0)
        with pytest.raises(LimitExceeded) as caught:
            Extractor(limits=Limits(seconds=1)).extract(data)
        assert "1 seconds" in caught.value.message
        assert "1 秒" in caught.value.message_zh
        assert "Limits(seconds=...)" in (caught.value.hint or "")

    def test_a_slow_report_is_the_same_report(self, monkeypatch):
        data = str(forge(Case("tabbed", (), 1)).data)
        plain = extract_text(data)
        ticks = iter(range(1_000_000))
        monkeypatch.setattr(source, "monotonic", lambda: next(ticks) / 10)
        assert extract_text(data) == plain

    @pytest.mark.parametrize(
        "text",
        [
            "\n" * 900_000,
            "政府信息公开工作有序开展12条。\n" * 200_000,
            "规章 规范性文件 行政许可 " * 200_000,
            "1 " * 2_000_000,
            "1" * 2_000_000,
        ],
        ids=["blank lines", "prose", "labels", "numbers", "digits"],
    )
    def test_it_is_looked_at_often(self, text):
        """No stage of these takes more than a few seconds, so the error comes soon after."""
        report = str(forge(Case("tabbed", (), 1)).data).replace("规章", "规章\n" + text, 1)
        started = process_time()
        with contextlib.suppress(GovDiscloseError):
            Extractor(limits=Limits(seconds=1)).extract_text(report)
        assert process_time() - started < 10
