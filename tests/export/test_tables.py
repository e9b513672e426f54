"""CSV and JSON Lines of several reports."""

from __future__ import annotations

import csv
import io
import json

from report_maker import changed, doubtful_report, plain_report

from govdisclose_extract.export.tables import csv_text, json_lines
from govdisclose_extract.report import LONG_COLUMNS, Report


def test_csv_holds_all_facts_of_all_reports() -> None:
    reports = [plain_report("2019"), doubtful_report()]
    rows = list(csv.DictReader(io.StringIO(csv_text(reports))))
    assert len(rows) == sum(len(report.facts) for report in reports)
    assert tuple(rows[0]) == LONG_COLUMNS
    assert {row["edition"] for row in rows} == {"2019", "2021"}
    amount = next(row for row in rows if row["id"] == "proactive.fees.amount")
    assert (amount["value"], amount["unit"], amount["line"]) == ("1903.17", "万元", "6")


def test_csv_without_reports_is_its_header() -> None:
    assert csv_text([]) == ",".join(LONG_COLUMNS) + "\n"


def test_csv_quotes_what_is_printed() -> None:
    raw = '1,\n"2"'
    text = csv_text([changed(plain_report(), "review.total", raw=raw)])
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["review.total"]["raw"] == raw
    assert rows["proactive.rules.in_force"]["value"] == ""


def test_json_lines() -> None:
    reports = [plain_report("2019"), plain_report()]
    lines = json_lines(reports).splitlines()
    assert [Report.from_json(line) for line in lines] == reports
    assert json.loads(lines[0])["edition"] == "2019"
    assert json_lines([]) == ""
