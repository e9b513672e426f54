"""Two engines that differ: the fact is doubted, and both readings are told with their places."""

from __future__ import annotations

from typing import ClassVar

import msgspec
import pytest
from report_text import tabbed, written

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import AdapterInfo, Match
from govdisclose_extract.adapters.text import document_of
from govdisclose_extract.errors import ReadError

TEXT = written(tabbed)
ROW = "6\t1\t0\t0\t1\t0\t8"


class Twofold:
    """An adapter whose second engine reads another text."""

    info: ClassVar[AdapterInfo] = AdapterInfo(name="twofold", engines=("ink", "toner"))

    def __init__(self, other: str | None, text: str = TEXT) -> None:
        self.texts = {"ink": text, "toner": other}

    def match(self, head, hints, /):
        return Match.CONTENT

    def read(self, source, options, /):
        engine = options.engine or "ink"
        text = self.texts[engine]
        if text is None:
            raise ReadError("the page is torn", zh="页面破损")
        document = document_of(text)
        provenance = msgspec.structs.replace(document.source, engine=engine)
        return msgspec.structs.replace(document, source=provenance)


def checked(other: str | None, text: str = TEXT) -> gd.Report:
    return gd.Extractor(adapters=[Twofold(other, text)]).extract(b"x", cross_check=True)


def told(report: gd.Report, code: str) -> list[gd.Finding]:
    return [finding for finding in report.findings if finding.code == code]


def test_engines_that_agree_change_nothing():
    plain = gd.Extractor(adapters=[Twofold(TEXT)]).extract(b"x")
    assert checked(TEXT) == plain


def test_a_fact_on_which_they_differ_is_assumed():
    assert ROW in TEXT
    report = checked(TEXT.replace(ROW, "5\t2\t0\t0\t1\t0\t8"))
    differing = {f"applications.granted.{name}" for name in ("natural_person", "business")}
    assert {id for id, fact in report.facts.items() if not fact.certain} == differing
    assert report["applications.granted.natural_person"].value == 6
    findings = told(report, "engines.differ")
    assert {finding.facts[0] for finding in findings} == differing
    first = findings[0]
    assert first.where == report[first.facts[0]].where
    for part in ("ink", "toner", "6 (line", "5 (line"):
        assert part in first.message
        assert part in first.message_zh


def test_a_state_may_differ_too():
    report = checked(TEXT.replace(ROW, ROW.replace("\t0\t0\t", "\t/\t0\t")))
    assert [finding.facts for finding in told(report, "engines.differ")] == [
        ("applications.granted.research",)
    ]


def test_a_fact_that_one_engine_lacks_is_told_and_not_taken_over():
    start, end = TEXT.index("四、结转下年度"), TEXT.index("四、政府信息公开行政复议")
    report = checked(TEXT, TEXT[:start] + TEXT[end:])
    findings = told(report, "engines.differ")
    assert len(findings) == 7
    assert "applications.carried_out.total" not in report.facts
    assert "nothing" in findings[0].message
    assert "无此项" in findings[0].message_zh
    other = checked(TEXT[:start] + TEXT[end:])
    assert not other["applications.carried_out.total"].certain


def test_a_second_engine_that_fails_is_told():
    report = checked(None)
    (finding,) = told(report, "engines.failed")
    assert "toner" in finding.message
    assert "torn" in finding.message
    assert "破损" in finding.message_zh
    assert report["applications.granted.total"].certain


def test_an_adapter_with_one_engine_is_told():
    report = gd.Extractor().extract(TEXT.encode(), cross_check=True)
    assert "text" in told(report, "engines.single")[0].message


@pytest.mark.parametrize("adapter", [Twofold(TEXT), "text"])
def test_an_unknown_engine(adapter):
    with pytest.raises(gd.UsageError, match="chalk") as caught:
        gd.Extractor(adapters=[adapter]).extract(TEXT.encode(), engine="chalk")
    assert "Known" in caught.value.hint
