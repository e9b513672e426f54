"""The published JSON Schema: equal to the generated one, and true of reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from report_maker import changed, doubtful_report, plain_report

from govdisclose_extract.export.schema import report_schema, schema_text
from govdisclose_extract.report import SCHEMA, Report
from govdisclose_extract.where import Where

PUBLISHED = Path(__file__).parents[2] / "docs" / "report.schema.json"


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(report_schema())


def test_published_file_is_the_generated_one() -> None:
    made = "python -m govdisclose_extract.export.schema > docs/report.schema.json"
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), f"run {made}"


def test_module_prints_the_schema() -> None:
    command = [sys.executable, "-m", "govdisclose_extract.export.schema"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode() == schema_text()


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())
    assert report_schema()["$id"] == SCHEMA


@pytest.mark.parametrize(
    "report",
    [
        plain_report("2019"),
        plain_report("2021", name=None),
        doubtful_report(),
        changed(
            plain_report(), "review.total", where=Where(page=1, row=0, col=0, box=(1, 2, 3, 4))
        ),
    ],
    ids=["2019", "2021", "doubtful", "box"],
)
def test_reports_are_valid(report: Report) -> None:
    validator().validate(report.to_dict())
    assert json.loads(report.to_json()) == report.to_dict()


def broken(**changes: Any) -> dict[str, Any]:
    return {**json.loads(plain_report().to_json()), **changes}


@pytest.mark.parametrize(
    "data",
    [
        broken(schema="govdisclose-report/2"),
        broken(year="2023"),
        broken(facts={"review.total": {"value": 1}}),
        broken(
            facts={"a": {"value": 1, "raw": "1", "state": "maybe", "certainty": "read"}},
        ),
        broken(editions={"review": 2021}),
        {key: value for key, value in broken().items() if key != "schema"},
    ],
)
def test_broken_data_is_not_valid(data: dict[str, Any]) -> None:
    assert not validator().is_valid(data)


def test_facts_stand_under_their_ids() -> None:
    assert "id" not in report_schema()["$defs"]["Fact"]["properties"]
