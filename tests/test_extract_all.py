"""Several reports in one file, and archives of files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
import pytest

import govdisclose_extract as gd
from govdisclose_extract.adapters.text import document_of

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ["tabbed", "pipe", "tabbed-2021", "cell-per-line"]
TEXTS = {name: (SAMPLES / name / "report.txt").read_text("utf-8") for name in NAMES}


def same(one: gd.Report, two: gd.Report) -> bool:
    """Whether two reports say the same, wherever it stands."""

    def said(report: gd.Report) -> object:
        facts = {
            id: (fact.value, fact.raw, fact.state, fact.certainty)
            for id, fact in report.facts.items()
        }
        return facts, report.title, report.agency, report.year, report.editions

    return said(one) == said(two)


def zipped(files: dict[str, bytes], **more: object) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


class TestOneFile:
    @pytest.mark.parametrize("name", NAMES)
    def test_one_report_is_a_list_of_one(self, name):
        path = SAMPLES / name / "report.txt"
        assert gd.extract_all(path) == [gd.extract(path)]

    @pytest.mark.parametrize(
        "names", [["tabbed", "pipe"], ["pipe", "tabbed"], ["tabbed-2021", "cell-per-line", "pipe"]]
    )
    def test_text_of_several(self, names):
        text = "\n".join(TEXTS[name] for name in names)
        reports = gd.extract_all(text.encode())
        assert len(reports) == len(names)
        for report, name in zip(reports, names, strict=True):
            assert same(report, gd.extract_text(TEXTS[name]))
            assert "document.several" not in {finding.code for finding in report.findings}

    def test_the_first_is_what_extract_gives(self):
        data = "\n".join(TEXTS[name] for name in ("pipe", "tabbed")).encode()
        assert same(gd.extract_all(data)[0], gd.extract(data))

    def test_places_are_those_of_the_file(self):
        text = TEXTS["pipe"] + "\n" + TEXTS["tabbed"]
        first, second = gd.extract_all(text.encode())
        lines = text.split("\n")
        for report in (first, second):
            for fact in report.facts.values():
                if fact.raw:
                    assert fact.where
                    assert fact.where.line
                    assert fact.raw in lines[fact.where.line - 1]

    @pytest.mark.parametrize("format", ["html", "docx", "pdf"])
    def test_drawn_tables_of_several(self, format):
        """Two documents put end to end, as an adapter would give a page with both."""
        from govdisclose_extract.adapters.base import AdapterInfo, Match, ReadOptions
        from govdisclose_extract.plugins import resolve
        from govdisclose_extract.source import Source

        (adapter,) = resolve("adapter", [format])
        paths = [SAMPLES / name / f"report.{format}" for name in ("pipe", "tabbed-2021")]
        documents = [adapter.read(Source.of(path), ReadOptions()) for path in paths]
        both = msgspec.structs.replace(
            documents[0], blocks=tuple(block for one in documents for block in one.blocks)
        )

        class Both:
            info = AdapterInfo(name="both")

            def match(self, head: bytes, hints: object, /) -> Match:
                return Match.CONTENT

            def read(self, source: object, options: object, /) -> gd.Document:
                return both

        reports = gd.Extractor(adapters=[Both()]).extract_all(b"x")
        assert len(reports) == 2
        for report, path in zip(reports, paths, strict=True):
            assert same(report, gd.extract(path))

    def test_no_report_is_refused(self):
        with pytest.raises(gd.NotAReport):
            gd.extract_all("今天天气很好。".encode())


class TestCut:
    def test_a_paragraph_and_a_grid_are_cut_where_the_next_begins(self):
        from govdisclose_extract.flow import Flow
        from govdisclose_extract.parts import _cut

        cells = (
            gd.Cell("a", 0, 0, 3, 1), gd.Cell("b", 0, 1), gd.Cell("c", 1, 1), gd.Cell("d", 2, 1),
        )  # fmt: skip
        document = document_of("one two")
        document = msgspec.structs.replace(
            document, blocks=(*document.blocks, gd.Grid(3, 2, cells), *document.blocks)
        )
        raw = Flow(document).raw
        before, after = _cut(document, raw.index("two"))
        assert [getattr(block, "text", "grid") for block in before] == ["one "]
        assert [getattr(block, "text", "grid") for block in after] == ["two", "grid", "one two"]
        assert after[0].where.col == 5
        before, after = _cut(document, raw.index("c"))
        assert [(one.text, one.row, one.rows) for one in before[-1].cells] == [
            ("a", 0, 1),
            ("b", 0, 1),
        ]
        assert [(one.text, one.row, one.rows) for one in after[0].cells] == [
            ("c", 0, 1),
            ("d", 1, 1),
        ]
        before, after = _cut(document, raw.index("a\t"))
        assert (len(before), len(after)) == (1, 2)
        assert _cut(document, len(raw) + 5) == (document.blocks, ())


class TestArchives:
    def test_its_files_in_their_order(self):
        files = {
            "2023/甲.txt": TEXTS["pipe"].encode(),
            "2023/乙.pdf": (SAMPLES / "tabbed" / "report.pdf").read_bytes(),
            "丙.docx": (SAMPLES / "tabbed-2021" / "report.docx").read_bytes(),
        }
        reports = gd.extract_all(zipped(files))
        assert [report.source.name for report in reports] == list(files)
        assert [report.source.adapter for report in reports] == ["text", "pdf", "docx"]
        assert same(reports[0], gd.extract_text(TEXTS["pipe"]))

    def test_a_file_with_several_inside_an_archive(self):
        both = (TEXTS["pipe"] + "\n" + TEXTS["tabbed"]).encode()
        assert (
            len(gd.extract_all(zipped({"both.txt": both, "one.txt": TEXTS["pipe"].encode()}))) == 3
        )

    def test_what_is_no_report_is_left_out(self):
        files = {
            "说明.txt": "今天天气很好。".encode(),
            "a.png": b"\x89PNG\r\n\x1a\n\0\0",
            "__MACOSX/._a.txt": TEXTS["tabbed"].encode(),
            ".DS_Store": b"x",
            "folder/": b"",
            "a.txt": TEXTS["pipe"].encode(),
        }
        (report,) = gd.extract_all(zipped(files))
        assert report.source.name == "a.txt"

    def test_a_broken_file_is_an_error_or_told(self):
        files = {"bad.pdf": b"%PDF-1.7 nothing", "a.txt": TEXTS["pipe"].encode()}
        with pytest.raises(gd.ReadError) as caught:
            gd.extract_all(zipped(files))
        assert caught.value.where == "bad.pdf"
        errors: list[gd.GovDiscloseError] = []
        (report,) = gd.extract_all(zipped({**files, "n.txt": b"no"}), on_error=errors.append)
        assert report.source.name == "a.txt"
        assert [error.where for error in errors] == ["bad.pdf", "n.txt"]

    def test_an_archive_without_a_report(self):
        with pytest.raises(gd.NotAReport, match="archive"):
            gd.extract_all(zipped({"a.txt": b"no"}))
        with pytest.raises(gd.NotAReport):
            gd.extract_all(zipped({}) + b"")

    def test_the_path_leads_the_names(self, tmp_path):
        path = tmp_path / "all.zip"
        path.write_bytes(zipped({"a.txt": TEXTS["pipe"].encode()}))
        (report,) = gd.extract_all(path)
        assert report.source.name == f"{path}/a.txt"

    def test_names_in_gbk(self):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(zipfile.ZipInfo("XXXX.txt"), TEXTS["pipe"].encode())
        data = held.getvalue().replace(b"XXXX", "报告".encode("gbk"))
        (report,) = gd.extract_all(data)
        assert report.source.name == "报告.txt"

    def test_a_docx_is_no_archive(self):
        path = SAMPLES / "tabbed" / "report.docx"
        assert gd.extract_all(path) == [gd.extract(path)]

    def test_a_damaged_one(self):
        data = zipped({"a.txt": TEXTS["pipe"].encode()})
        with pytest.raises(gd.ReadError, match="damaged"):
            gd.extract_all(data[:-40])
        with pytest.raises(gd.ReadError):
            gd.extract_all(data[:60] + bytes(40) + data[100:])

    def test_one_damaged_file_in_it(self):
        files = {f"{number}.txt": TEXTS["pipe"].encode() for number in range(3)}
        data = bytearray(zipped(files))
        at = data.index(b"1.txt") + 400
        data[at : at + 60] = bytes(60)
        with pytest.raises(gd.ReadError, match="damaged") as caught:
            gd.extract_all(bytes(data))
        assert caught.value.where == "1.txt"
        errors: list[gd.GovDiscloseError] = []
        reports = gd.extract_all(bytes(data), on_error=errors.append)
        assert [report.source.name for report in reports] == ["0.txt", "2.txt"]
        assert [error.where for error in errors] == ["1.txt"]

    def test_a_call_that_makes_no_sense_is_no_fault_of_a_file(self):
        data = zipped({"a.txt": TEXTS["pipe"].encode()})
        with pytest.raises(gd.UsageError):
            gd.extract_all(data, engine="nonsense", on_error=print)

    def test_a_bomb_is_refused(self):
        data = zipped({f"{number}.txt": bytes(1_000_000) for number in range(20)})
        with pytest.raises(gd.LimitExceeded, match="archive"):
            gd.Extractor(limits=gd.Limits(unpacked=5_000_000)).extract_all(data)

    def test_too_many_entries(self):
        data = zipped({f"{number}": b"" for number in range(10_001)})
        with pytest.raises(gd.LimitExceeded, match="entries"):
            gd.extract_all(data)

    def test_a_locked_one(self):
        data = bytearray(zipped({"a.txt": TEXTS["pipe"].encode()}))
        data[6] |= 1
        at = data.index(b"PK\x01\x02")
        data[at + 8] |= 1
        with pytest.raises(gd.EncryptedDocument):
            gd.extract_all(bytes(data))

    def test_extract_does_not_unpack(self):
        with pytest.raises(gd.FormatError):
            gd.extract(zipped({"a.txt": TEXTS["pipe"].encode()}))
