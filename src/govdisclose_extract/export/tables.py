"""Several reports as one table: CSV with one fact a line, and JSON Lines with one report a line.

Text as printed is written as it stands: a program that opens CSV may take a cell that starts
with `=` for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ..report import LONG_COLUMNS, Report


def csv_header() -> str:
    """The line of column names, ended by a line feed."""
    return _csv([LONG_COLUMNS])


def csv_lines(report: Report) -> str:
    """The facts of one report, one a line, without the header. None is written as nothing."""
    return _csv(row.values() for row in report.to_rows())


def csv_text(reports: Iterable[Report]) -> str:
    """CSV of the facts of all reports: the header, then one fact a line, in printed order."""
    return csv_header() + "".join(csv_lines(report) for report in reports)


def json_lines(reports: Iterable[Report]) -> str:
    """JSON Lines: the JSON form of each report on a line of its own."""
    return "".join(f"{report.to_json()}\n" for report in reports)


def _csv(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
