"""The edition and the layout at work."""

from __future__ import annotations

from pathlib import Path

import govdisclose_extract as gd
import govdisclose_hubei
import pytest

SAMPLE = Path(__file__).parents[1] / "report.txt"
NATIONAL = Path(__file__).parents[3] / "tabbed" / "report.txt"


def test_the_edition_has_three_facts_more():
    ids = set(govdisclose_hubei.edition().facts)
    assert ids - set(gd.edition("2019").facts) == {
        "proactive.other_documents.made",
        "proactive.other_documents.disclosed",
        "proactive.other_documents.total",
    }


def test_the_installed_layout_reads_the_sample():
    trace = govdisclose_hubei.extractor().trace(SAMPLE)
    report = trace.report
    assert report.editions["proactive"] == "2019-hubei"
    assert len(report.facts) == 201
    assert {fact.certainty for fact in report.facts.values()} == {gd.Certainty.READ}
    chosen = {one.table: its.layout for one in trace.tables for its in one.attempts if its.chosen}
    assert chosen["proactive"] == "listed"
    assert not report.findings
    assert report["proactive.other_documents.total"].value == 12


def test_digits_in_notes_are_no_numbers():
    report = govdisclose_hubei.extractor().extract(SAMPLE)
    assert report["proactive.licensing.prior_items"].raw == "0"
    assert 2019 not in {fact.value for fact in report.facts.values()}


def test_without_the_plugin_nothing_is_certain_and_wrong(monkeypatch):
    monkeypatch.setenv("GOVDISCLOSE_PLUGINS", "off")
    right = govdisclose_hubei.extractor().extract(SAMPLE).facts
    found = gd.extract(SAMPLE).facts
    assert [id for id, one in found.items() if one.certain and one.value != right[id].value] == []


@pytest.mark.skipif(not NATIONAL.exists(), reason="the samples of govdisclose-extract are not here")
def test_national_reports_are_read_as_ever():
    report = govdisclose_hubei.extractor().extract(NATIONAL)
    assert report.facts == gd.extract(NATIONAL).facts
    assert report.findings == gd.extract(NATIONAL).findings


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("对外公开总数量：12", "对外公开总数：12"),
        ("本年新制作数量：0　本年新公开数量：10", "本年新制作数量：0　本年新制作数量：10"),
        ("　处理决定数量（指2020年办件量）：29", ""),
        ("处理决定数量（指2020年办件量）：29", "处理决定数量（指2020年办件量）：29　30"),
    ],
)
def test_a_line_that_is_not_whole_is_not_read_so(old, new):
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    right = govdisclose_hubei.extractor().extract(SAMPLE).facts
    facts = govdisclose_hubei.extractor().extract_text(text.replace(old, new)).facts
    assert [id for id, one in facts.items() if one.certain and one.value != right[id].value] == []
