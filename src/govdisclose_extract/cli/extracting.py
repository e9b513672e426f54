"""`govdisclose extract`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from ..errors import FormatError, GovDiscloseError, MissingDependency, NotAReport, UsageError
from ..export.tables import csv_header, csv_lines, json_lines
from ..export.terminal import render, show
from ..extractor import Extractor
from ..report import Report
from .output import whole_file
from .words import both

OK, FINDINGS, USAGE, FAILED = range(4)
"""Exit codes."""


class Format(StrEnum):
    """How reports are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def extract_files(
    files: Sequence[str],
    *,
    format: Format,
    out: Path | None,
    layouts: Sequence[str],
    lang: str,
    engine: str | None = None,
    password: str | None = None,
    cross_check: bool = False,
    everything: bool = False,
) -> int:
    """Read the files in turn, write each report as soon as it is read, and give the exit code.

    everything: all reports of a file, and those in ZIP archives. Raises UsageError for a call that
    makes no sense; a file that fails is complained about.
    """
    _check(files, out)
    if everything and cross_check:
        en, zh = both("all_unchecked")
        raise UsageError(en, zh=zh)
    extractor = Extractor(layouts=tuple(layouts) or None)
    code = OK
    with contextlib.nullcontext(sys.stdout) if out is None else whole_file(out) as file:
        writer = _Writer(file, format, lang, several=everything or len(files) > 1)
        for name in files:
            source = sys.stdin.buffer if name == "-" else name
            errors: list[GovDiscloseError] = []
            reports: list[Report] = []
            try:
                if everything:
                    reports = extractor.extract_all(
                        source, engine=engine, password=password, on_error=errors.append
                    )
                else:
                    reports = [
                        extractor.extract(
                            source, engine=engine, password=password, cross_check=cross_check
                        )
                    ]
            except GovDiscloseError as error:
                errors.append(error)
            for fault in errors:
                complain(fault, lang, name)
                code = max(code, OK if reports and _is_left_out(fault) else FAILED)
            for report in reports:
                writer.write(report)
                code = max(code, OK if report.ok else FINDINGS)
    return code


def _is_left_out(error: GovDiscloseError) -> bool:
    """Whether a file of an archive is just no report, or of no known format."""
    unread = isinstance(error, FormatError) and not isinstance(error, MissingDependency)
    return unread or isinstance(error, NotAReport)


def complain(error: GovDiscloseError, lang: str, name: str | None = None) -> None:
    """The error on the standard error, led by its place or else by `name`."""
    said = error.text(lang)
    print(said if error.where or not name else f"{name}: {said}", file=sys.stderr)  # noqa: T201


def _check(files: Sequence[str], out: Path | None) -> None:
    if list(files).count("-") > 1:
        en, zh = both("stdin_twice")
        raise UsageError(en, zh=zh)
    if out is not None and any(_same(name, out) for name in files):
        en, zh = both("out_is_input")
        raise UsageError(en, zh=zh, where=str(out))


def _same(name: str, out: Path) -> bool:
    try:
        return name != "-" and out.is_file() and out.samefile(name)
    except (OSError, ValueError):
        return False


class _Writer:
    def __init__(self, file: TextIO, format: Format, lang: str, *, several: bool) -> None:
        self.file = file
        self.format = format
        self.lang = lang
        self.several = several
        self.count = 0

    def write(self, report: Report) -> None:
        first = self.count == 0
        self.count += 1
        if self.format is Format.TABLE:
            self.file.write("" if first else "\n\n")
            show(render(report, lang=self.lang), self.file)
        elif self.format is Format.CSV:
            self.file.write((csv_header() if first else "") + csv_lines(report))
        elif self.format is Format.JSON and not self.several:
            self.file.write(report.to_json(indent=2) + "\n")
        else:
            self.file.write(json_lines([report]))
        self.file.flush()
