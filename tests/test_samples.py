"""The samples of this repository come out as their expectations say, by every door."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

import govdisclose_extract as gd
from govdisclose_extract.fold import fold
from govdisclose_extract.form.loader import built_in

TOP = Path(__file__).parents[1]
SAMPLES = TOP / "samples"
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/report.txt"))
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
"""Half-width characters to their full-width twins."""

every_sample = pytest.mark.parametrize("name", NAMES)


def path_of(name: str) -> Path:
    return SAMPLES / name / "report.txt"


@cache
def text_of(name: str) -> str:
    return path_of(name).read_bytes().decode()


@cache
def report_of(name: str) -> gd.Report:
    return gd.extract(path_of(name))


@cache
def expected_of(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / name / "expected.json").read_text(encoding="utf-8"))


def told(fact: gd.Fact) -> dict[str, Any]:
    """A fact in the words of an expectation: amounts as printed, read and proven both certain."""
    number = fact.value is None or isinstance(fact.value, int)
    return {
        "value": fact.value if number else str(fact.value),
        "state": fact.state.value,
        "certainty": "certain" if fact.certain else "assumed",
    }


def without_source(report: gd.Report) -> gd.Report:
    return msgspec.structs.replace(report, source=gd.Provenance())


def misplaced(report: gd.Report, text: str) -> list[str]:
    """The facts whose place does not show their printed text."""
    lines = re.split(r"\r\n|\n|\r", text)
    found = []
    for fact in report.facts.values():
        if fact.where is None or fact.where.line is None or fact.where.col is None:
            found.append(fact.id)
        elif fact.raw and not lines[fact.where.line - 1].startswith(fact.raw, fact.where.col - 1):
            # Runs that are told apart by blanks are kept with one blank between them.
            here = lines[fact.where.line - 1][fact.where.col - 1 :]
            if " ".join(here.split()).startswith(fact.raw) and " " in fact.raw:
                continue
            found.append(f"{fact.id}: {fact.raw!r} at {fact.where}")
    return found


def widened(text: str) -> str:
    """The text with its digits and brackets in full width."""
    return re.sub(r"[\d.()+,:-]", lambda found: found[0].translate(WIDE), text)


@cache
def _traditional_letters() -> dict[int, str]:
    labels = json.loads((TOP / "tests/data/traditional_labels.json").read_text(encoding="utf-8"))
    letters: dict[str, str] = {}
    for simple, forms in labels.items():
        for form in forms:
            if len(form) == len(simple):
                for one, other in zip(simple, form, strict=True):
                    letters.setdefault(one, other)
    return str.maketrans(letters)


def traditional(text: str) -> str:
    """The text in traditional script, as far as the letters of the form's labels go."""
    return text.translate(_traditional_letters())


def test_there_are_samples():
    assert len(NAMES) >= 9


class TestExpectations:
    @every_sample
    @pytest.mark.parametrize("field", ["edition", "year", "agency", "title"])
    def test_the_head_of_the_report(self, name, field):
        assert getattr(report_of(name), field) == expected_of(name)[field]

    @every_sample
    def test_the_edition_of_each_table(self, name):
        assert dict(report_of(name).editions) == expected_of(name)["editions"]

    @every_sample
    def test_every_fact(self, name):
        facts = report_of(name).facts
        expected = expected_of(name)["facts"]
        got = {id: told(facts[id]) if id in facts else None for id in expected}
        assert got == expected

    @every_sample
    def test_no_fact_beyond_those_expected(self, name):
        expected = expected_of(name)
        facts = report_of(name).facts
        assert not set(facts) - set(expected["facts"])
        assert not set(facts) & set(expected["absent"])

    @every_sample
    def test_the_expectation_covers_the_form(self, name):
        expected = expected_of(name)
        ids = {
            id
            for edition in ("2019", "2021")
            for table in built_in(edition).tables
            if expected["editions"].get(table.id) == edition
            for id in table.facts
        }
        assert ids == {*expected["facts"], *expected["absent"]}

    @every_sample
    def test_the_findings(self, name):
        codes = {finding.code for finding in report_of(name).findings}
        assert codes >= set(expected_of(name)["findings"])

    @every_sample
    def test_errors_are_expected_ones(self, name):
        errors = {f.code for f in report_of(name).findings if f.severity is gd.Severity.ERROR}
        assert errors <= set(expected_of(name)["findings"])

    @every_sample
    def test_facts_stand_in_the_order_of_the_form(self, name):
        report = report_of(name)
        order = [
            id
            for edition in dict.fromkeys(report.editions.values())
            for table in built_in(edition).tables
            if report.editions[table.id] == edition
            for id in table.facts
        ]
        assert list(report.facts) == [id for id in order if id in report.facts]


DOORS: dict[str, Callable[[Path], gd.Report]] = {
    "str": lambda path: gd.extract(str(path)),
    "bytes": lambda path: gd.extract(path.read_bytes()),
    "stream": lambda path: gd.extract(io.BytesIO(path.read_bytes())),
    "text": lambda path: gd.extract_text(path.read_text(encoding="utf-8")),
    "trace": lambda path: gd.Extractor().trace(path).report,
}


class TestDoors:
    @every_sample
    @pytest.mark.parametrize("door", DOORS)
    def test_the_same_report_by_every_door(self, name, door):
        report = DOORS[door](path_of(name))
        assert without_source(report) == without_source(report_of(name))
        assert report.source.sha256 == report_of(name).source.sha256

    @every_sample
    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_line_ends_change_nothing(self, name, end):
        changed = gd.extract(text_of(name).replace("\n", end).encode())
        assert without_source(changed) == without_source(report_of(name))

    @every_sample
    @pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
    def test_encodings_change_no_fact(self, name, encoding):
        report = gd.extract(text_of(name).encode(encoding))
        assert {id: (told(fact), fact.raw) for id, fact in report.facts.items()} == {
            id: (told(fact), fact.raw) for id, fact in report_of(name).facts.items()
        }


class TestCarriers:
    @every_sample
    @pytest.mark.parametrize("indent", [None, 2])
    def test_json_and_back(self, name, indent):
        report = report_of(name)
        assert gd.Report.from_json(report.to_json(indent=indent)) == report

    @every_sample
    def test_plain_data_and_back(self, name):
        report = report_of(name)
        data = report.to_dict()
        assert gd.Report.from_dict(data) == report
        assert json.loads(report.to_json()) == data

    @every_sample
    def test_pickle_and_back(self, name):
        report = report_of(name)
        assert pickle.loads(pickle.dumps(report)) == report
        trace = gd.Extractor().trace(path_of(name))
        assert pickle.loads(pickle.dumps(trace)) == trace


class TestPlaces:
    @every_sample
    def test_every_fact_points_at_its_text(self, name):
        assert misplaced(report_of(name), text_of(name)) == []

    @pytest.mark.parametrize("name", [name for name in NAMES if name != "aligned"])
    def test_in_full_width(self, name):
        text = widened(text_of(name))
        report = gd.extract_text(text)
        assert report.year == expected_of(name)["year"]
        assert misplaced(report, text) == []
        assert {id: told(fact) for id, fact in report.facts.items()} == expected_of(name)["facts"]

    def test_full_width_that_shifts_the_columns_leaves_nothing_wrong_and_certain(self):
        text = widened(text_of("aligned"))
        report = gd.extract_text(text)
        assert misplaced(report, text) == []
        sure = {id: told(fact) for id, fact in report.facts.items() if fact.certain}
        assert sure == {id: expected_of("aligned")["facts"][id] for id in sure}

    @every_sample
    def test_in_traditional_script(self, name):
        text = traditional(text_of(name))
        report = gd.extract_text(text)
        assert misplaced(report, text) == []
        assert {id: told(fact) for id, fact in report.facts.items()} == expected_of(name)["facts"]

    def test_the_script_is_really_traditional(self):
        text = traditional(text_of("tabbed"))
        assert "上年結轉" in text
        assert len(text) == len(text_of("tabbed"))

    def test_columns_count_code_points_beyond_the_first_plane(self):
        text = text_of("tabbed").replace("21\t0\t0\t0", "21\t0\t0\t0", 1)
        head, row, tail = text.partition("(一) 予以公开")
        text = f"{head}𠮷𠮷\t{row}{tail}"
        assert misplaced(gd.extract_text(text), text) == []

    @every_sample
    def test_findings_extras_and_sections_have_places_inside_the_file(self, name):
        report = report_of(name)
        lines = text_of(name).split("\n")
        things = (*report.findings, *report.extras, *report.strays, *report.sections)
        for thing in things:
            if thing.where is not None:
                assert 1 <= thing.where.line <= len(lines)
                assert 1 <= thing.where.col <= len(lines[thing.where.line - 1]) + 1

    @every_sample
    def test_strays_point_at_their_text(self, name):
        lines = text_of(name).split("\n")
        for stray in report_of(name).strays:
            assert lines[stray.where.line - 1].startswith(stray.raw, stray.where.col - 1)

    @every_sample
    def test_sections_point_at_their_headings(self, name):
        lines = text_of(name).split("\n")
        for section in report_of(name).sections:
            here = "".join(lines[section.where.line - 1][section.where.col - 1 :].split())
            title = "".join(section.title.split())
            assert not title or fold(here)[0].startswith(fold(title[:1])[0])


def test_every_process_gives_the_same_report():
    code = (
        "import sys, govdisclose_extract as gd\n"
        "for path in sys.argv[1:]: print(gd.extract(path).to_json())"
    )
    paths = [str(path_of(name)) for name in NAMES]
    outputs = []
    for seed, order in (("1", paths), ("4242", paths[::-1])):
        env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
        env |= {
            "PYTHONHASHSEED": seed,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        run = subprocess.run(
            [sys.executable, "-c", code, *order],
            capture_output=True,
            encoding="utf-8",
            env=env,
            check=True,
        )
        outputs.append(sorted(run.stdout.splitlines()))
    assert len(outputs[0]) == len(NAMES)
    assert outputs[0] == outputs[1]


class TestTheFolder:
    @every_sample
    def test_each_sample_is_whole(self, name):
        files = {path.name for path in (SAMPLES / name).iterdir()}
        reports = {f"report.{suffix}" for suffix in ("txt", "html", "docx", "pdf")}
        assert files == {*reports, "expected.json", "note.md"}
        assert "\r" not in text_of(name)

    def test_the_list_names_every_folder_and_no_other(self):
        text = (SAMPLES / "README.md").read_text(encoding="utf-8")
        listed = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
        folders = sorted(path.parent.name for path in SAMPLES.glob("*/expected.json"))
        assert {path.name for path in SAMPLES.iterdir() if path.is_dir()} == {*folders, "plugins"}
        assert sorted(listed) == folders == NAMES

    @every_sample
    def test_the_list_tells_edition_and_year(self, name):
        text = (SAMPLES / "README.md").read_text(encoding="utf-8")
        line = re.search(rf"^\| `{name}` \|(.*)\|$", text, re.MULTILINE)
        assert line
        cells = [cell.strip() for cell in line[1].split(" | ")]
        expected = expected_of(name)
        assert cells[1] == f"{expected['edition']}, {expected['year']}"
        assert cells[-1].split(", ") == (expected["findings"] or [""])

    @every_sample
    def test_the_listed_layout_is_the_one_that_read_table_three(self, name):
        text = (SAMPLES / "README.md").read_text(encoding="utf-8")
        line = re.search(rf"^\| `{name}` \| ([^|]*) \|", text, re.MULTILINE)
        trace = gd.Extractor().trace(path_of(name))
        chosen = [
            attempt.layout
            for table in trace.tables
            if table.table == "applications"
            for attempt in table.attempts
            if attempt.chosen
        ]
        assert line
        assert chosen == [line[1].replace(" ", "_")]
