"""Every sample reads the same from its web page, its Word file and its PDF, by both engines."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import govdisclose_extract as gd
from govdisclose_extract.plugins import resolve

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
NAMES = sorted(path.parent.name for path in TOP.glob("samples/*/expected.json"))
FORMATS = ["html", "docx", "pdf"]
LOST_IN_TEXT = {"columns.unsettled", "row.unsettled", "row.short", "row.surplus"}
"""Findings about what only the text of a sample has lost."""

every_file = pytest.mark.parametrize(
    "path",
    [TOP / "samples" / name / f"report.{format}" for name in NAMES for format in FORMATS],
    ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}",
)


@cache
def report_of(path: Path, engine: str | None = None) -> gd.Report:
    return gd.Extractor().extract(path, engine=engine)


def engines_of(path: Path) -> tuple[str, ...]:
    (adapter,) = (one for one in resolve("adapter", None) if path.suffix in one.info.suffixes)
    return adapter.info.engines[:2]


@cache
def expected_of(name: str) -> dict[str, Any]:
    path = TOP / "samples" / name / "expected.json"
    return json.loads(path.read_text(encoding="utf-8"))


def squeezed(text: str) -> str:
    return "".join(text.split())


@every_file
def test_it_holds_what_was_written(path):
    report, expected = report_of(path), expected_of(path.parent.name)
    cells = {id: raw for id, raw in expected["cells"].items() if id != "extra"}
    assert {id: squeezed(fact.raw) for id, fact in report.facts.items()} == {
        id: squeezed(raw) for id, raw in cells.items()
    }
    assert {fact.certainty.value for fact in report.facts.values()} == {"read"}
    assert {finding.code for finding in report.findings} == {
        code for code in expected["findings"] if code not in LOST_IN_TEXT
    }
    assert [report.edition, report.year, report.agency] == [
        expected["edition"],
        expected["year"],
        expected["agency"],
    ]
    assert squeezed(report.title or "") == squeezed(expected["title"])
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


@every_file
def test_what_the_text_says_for_certain_the_others_say_too(path):
    for id, fact in expected_of(path.parent.name)["facts"].items():
        if fact["certainty"] == "certain":
            found = report_of(path)[id]
            value = found.value if isinstance(found.value, int | None) else str(found.value)
            assert (value, found.state) == (fact["value"], fact["state"]), id


@every_file
def test_every_fact_has_its_place(path):
    for fact in report_of(path).facts.values():
        assert fact.where is not None
        assert fact.where.row is not None
        assert fact.where.col is not None
        if path.suffix == ".pdf":
            assert fact.where.page is not None
            assert fact.where.box is not None


@every_file
def test_the_second_engine_reads_the_same(path):
    first, second = (report_of(path, engine) for engine in engines_of(path))
    assert first.source.engine != second.source.engine
    assert {id: (fact.value, fact.state, fact.certainty) for id, fact in first.facts.items()} == {
        id: (fact.value, fact.state, fact.certainty) for id, fact in second.facts.items()
    }


@every_file
def test_a_cross_check_finds_no_difference(path):
    report = gd.extract(path, cross_check=True)
    assert report.facts == report_of(path).facts
    assert report.findings == report_of(path).findings


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("suffix", [".doc", "", ".zip", ".txt"])
def test_the_content_decides_where_the_suffix_lies(tmp_path, format, suffix):
    path = TOP / "samples" / "tabbed-2021" / f"report.{format}"
    liar = tmp_path / f"report{suffix}"
    shutil.copy(path, liar)
    report = gd.extract(liar)
    assert report.source.adapter == format
    assert report.facts.keys() == report_of(path).facts.keys()
    assert "format.suffix" in {finding.code for finding in report.findings}
    (told,) = (finding for finding in report.findings if finding.code == "format.suffix")
    assert (suffix or "no suffix") in told.message


def test_bytes_without_a_name_have_no_suffix_that_could_lie():
    data = (TOP / "samples" / "tabbed-2021" / "report.pdf").read_bytes()
    assert "format.suffix" not in {finding.code for finding in gd.extract(data).findings}


@pytest.mark.parametrize(
    "path", sorted(SHARED.glob("corpus/*/source.*")), ids=lambda p: p.parent.name
)
def test_real_documents_read_the_same_by_both_engines(path):
    if len(engines_of(path)) < 2:
        pytest.skip("one engine")
    first, second = (report_of(path, engine) for engine in engines_of(path))
    assert {id: (fact.value, fact.state) for id, fact in first.facts.items()} == {
        id: (fact.value, fact.state) for id, fact in second.facts.items()
    }
    assert {finding.code for finding in first.findings} == {
        finding.code for finding in second.findings
    }
