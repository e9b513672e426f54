"""The pages on plugins: their code runs, their pictures are there, their promises name real things."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.plugins.resolving import SWITCH

PAGES = Path(__file__).resolve().parents[1] / "docs" / "plugins"
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(name: str) -> dict[str, Any]:
    """What the Python of a page defines."""
    scope: dict[str, Any] = {}
    for text in _PYTHON.findall((PAGES / name).read_text(encoding="utf-8")):
        exec(compile(text, name, "exec"), scope)
    return scope


def test_the_document_of_the_page():
    document = run("document.md")["document"]
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Grid"]


def test_the_layout_of_the_page_reads_what_it_says():
    extractor = run("layouts.md")["extractor"]
    names = {row.id: row.name for row in gd.edition("2021").tables[0].rows}
    rows = "\n".join(f"{names[row]} → 27" for row in ("licensing", "penalties", "coercion"))
    text = (
        f"清河县林业局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n信息内容\n{rows}\n"
    )
    report = extractor.extract_text(text)
    fact = report["proactive.penalties.decisions"]
    assert (fact.value, fact.certain) == (27, True)
    assert "plugin.failed" not in {finding.code for finding in report.findings}


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_is_whole_and_shown(path):
    assert ElementTree.parse(path).getroot().tag.endswith("svg")
    shown = re.findall(
        r"\]\(([\w.-]+\.svg)\)", "".join(p.read_text("utf-8") for p in PAGES.glob("*.md"))
    )
    assert path.name in shown


def test_the_switch_and_the_deadline_are_those_of_the_code():
    text = (PAGES / "registry.md").read_text(encoding="utf-8")
    assert SWITCH in text
    assert hasattr(ReadOptions().deadline, "check")
    assert "Limits(seconds=...)" in text
    for code in re.findall(r"finding (?:is )?`([a-z]+\.[a-z]+)`", text):
        assert code in gd.findings.CATALOGUE
