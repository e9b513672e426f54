"""The report: access, immutability, round trips, rows and frames."""

from __future__ import annotations

import importlib
import json
import pickle
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from report_maker import changed, doubtful_report, plain_report

from govdisclose_extract.document import Provenance
from govdisclose_extract.errors import FactMissing, FindingsError, MissingDependency, UsageError
from govdisclose_extract.frozen import FrozenMap
from govdisclose_extract.report import LONG_COLUMNS, SCHEMA, Certainty, Fact, Report
from govdisclose_extract.where import Where

REPORTS = [plain_report("2019"), plain_report("2021"), doubtful_report()]


def test_access() -> None:
    report = plain_report()
    assert report["applications.granted.total"].value == 12
    assert report.applications.granted.total == 12
    assert report.applications.unable.subtotal.total == 7
    assert report.proactive.fees.amount == Decimal("1903.17")
    assert report.review.total == 1
    assert report.litigation.total == 3
    assert plain_report("2019").proactive.procurement.projects == 3


def test_missing_fact() -> None:
    with pytest.raises(FactMissing, match=r"no fact 'x\.y'"):
        _ = plain_report()["x.y"]


def test_units() -> None:
    assert plain_report()["proactive.fees.amount"].yuan == Decimal("19031700.00")
    assert plain_report()["applications.new.total"].yuan is None


def test_certainty() -> None:
    assert doubtful_report().counts() == {"read": 193, "proven": 1, "assumed": 4}
    assert not doubtful_report()["applications.partial.business"].certain
    assert doubtful_report()["applications.granted.natural_person"].certain


def test_findings() -> None:
    assert plain_report().ok
    assert plain_report().raise_for_findings() == plain_report()
    assert not doubtful_report().ok
    with pytest.raises(FindingsError, match=r"1 findings: .* 26 is not the sum") as caught:
        doubtful_report().raise_for_findings()
    assert "不等于" in caught.value.text("zh")


def test_nothing_can_be_changed() -> None:
    report: Any = plain_report()
    with pytest.raises(AttributeError):
        report.year = 1999
    with pytest.raises(TypeError):
        report.facts["x"] = 1
    with pytest.raises(AttributeError):
        report["applications.new.total"].value = 1
    with pytest.raises(AttributeError):
        report.facts.other = 1


def test_equality() -> None:
    assert plain_report() == plain_report()
    assert plain_report() != changed(plain_report(), "applications.new.total", value=27)


@pytest.mark.parametrize("report", REPORTS, ids=["2019", "2021", "doubtful"])
def test_round_trips(report: Report) -> None:
    assert Report.from_dict(report.to_dict()) == report
    assert Report.from_json(report.to_json()) == report
    assert Report.from_json(report.to_json(indent=2).encode()) == report
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report
    assert pickle.loads(pickle.dumps(report)) == report


@pytest.mark.parametrize(
    "value",
    [None, 0, -7, 10**30, Decimal(0), Decimal("0.00"), Decimal("1903.17"), Decimal("-1.50")],
)
def test_round_trip_keeps_value_and_type(value: int | Decimal | None) -> None:
    report = changed(plain_report(), "proactive.fees.amount", value=value)
    back = Report.from_json(report.to_json())["proactive.fees.amount"].value
    assert (type(back), str(back)) == (type(value), str(value))


def test_json_form() -> None:
    data = json.loads(doubtful_report().to_json())
    assert next(iter(data)) == "schema"
    assert data["schema"] == SCHEMA
    assert data["metadata"] == {
        "publication_date": "2024-01-25",
        "period": {"start": "2023-01-01", "end": "2023-12-31"},
        "other": {"有效性": "有效"},
    }
    assert data["facts"]["proactive.fees.amount"] == {
        "value": "1903.17",
        "raw": "1903.17",
        "state": "number",
        "certainty": "read",
        "unit": "万元",
        "where": {"line": 6, "col": 1},
    }
    assert data["facts"]["applications.partial.business"]["state"] == "inferred"
    assert doubtful_report().to_json(indent=2).startswith('{\n  "schema"')


def test_json_with_half_a_surrogate_pair() -> None:
    report = plain_report(name="bad\udce9.txt")
    assert json.loads(report.to_json())["source"]["name"] == "bad\ufffd.txt"


def test_places_round_trip() -> None:
    place = Where(block=3, page=1, row=0, col=2, box=(1.5, 2.0, 3.0, 4.25))
    report = changed(plain_report(), "review.total", where=place)
    assert Report.from_json(report.to_json())["review.total"].where == place


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "not a report of schema"),
        ({"schema": "govdisclose-report/9"}, "govdisclose-report/9"),
        ([1], "list"),
        ({"schema": SCHEMA}, "missing required field `edition`"),
        ({"facts": []}, "Expected `object`"),
        ({"facts": {"a.b": 3}}, "a.b"),
        ({"facts": {"a.b": {"value": "many"}}}, "a.b"),
        ({"editions": {"proactive": 3}}, "editions"),
    ],
)
def test_bad_data(data: Any, message: str) -> None:
    if isinstance(data, dict) and data.keys() & {"facts", "editions"}:
        data = {**plain_report().to_dict(), **data}
    with pytest.raises(UsageError, match=message):
        Report.from_dict(data)


def test_bad_json() -> None:
    for text in ("{", b'"\x98"', '"\ud800"'):
        with pytest.raises(UsageError, match="bad JSON"):
            Report.from_json(text)


def test_a_fact_keeps_the_id_of_its_key() -> None:
    data = plain_report().to_dict()
    data["facts"]["review.total"]["id"] = "other"
    assert Report.from_dict(data)["review.total"].id == "review.total"


def test_long_rows() -> None:
    rows = plain_report().to_rows()
    assert len(rows) == 200
    assert tuple(rows[0]) == LONG_COLUMNS
    row = next(row for row in rows if row["id"] == "applications.granted.total")
    assert row == {
        "source": "green.txt",
        "agency": "青禾县交通运输局",
        "year": 2023,
        "edition": "2021",
        "id": "applications.granted.total",
        "value": 12,
        "raw": "12",
        "state": "number",
        "certainty": "read",
        "unit": None,
        "page": None,
        "line": 23,
        "row": None,
        "col": 7,
    }


def test_wide_rows() -> None:
    (row,) = plain_report().to_rows(wide=True)
    assert row["applications.granted.total"] == 12
    assert row["agency"] == "青禾县交通运输局"


def test_pandas_keeps_counts_whole_and_blanks_missing() -> None:
    pytest.importorskip("pandas")
    wide = plain_report().to_pandas(wide=True)
    assert wide["applications.granted.total"][0] == 12
    long = plain_report().to_pandas()
    assert list(long.columns) == list(LONG_COLUMNS)
    value = long.set_index("id")["value"]
    assert value["proactive.fees.amount"] == Decimal("1903.17")
    assert isinstance(value["applications.granted.total"], int)
    assert value.isna()["proactive.rules.in_force"]


def test_pandas_of_a_report_without_facts() -> None:
    pytest.importorskip("pandas")
    empty = msgspec.structs.replace(plain_report(), facts=FrozenMap[str, Fact]())
    assert list(empty.to_pandas().columns) == list(LONG_COLUMNS)
    assert empty.counts() == {"read": 0, "proven": 0, "assumed": 0}


def test_pandas_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MissingDependency, match=r"pip install 'govdisclose-extract\[pandas\]'"):
        plain_report().to_pandas()


def test_repr() -> None:
    assert repr(doubtful_report()) == (
        "<Report 青禾县交通运输局 2023, edition 2021: "
        "198 facts (193 read, 1 proven, 4 assumed), 3 findings (1 errors)>"
    )


def test_certainty_words_are_public() -> None:
    assert [word.value for word in Certainty] == ["read", "proven", "assumed"]
    assert Provenance().name is None
