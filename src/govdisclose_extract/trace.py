"""What every stage saw of one input: plain data, for `explain` and for finding faults."""

from __future__ import annotations

import msgspec

from .document import Provenance
from .report import Report
from .where import Where

__all__ = ["Attempt", "RowTrace", "TableTrace", "Trace"]


class RowTrace(msgspec.Struct, frozen=True, gc=False):
    """One row as a layout read it.

    row: its id. label: as the form prints it. raws: its cells as printed. placements: how many
    ways to put them into the row's cells fit the row's own sum.
    """

    row: str
    label: str
    raws: tuple[str, ...]
    placements: int
    where: Where | None = None


class Attempt(msgspec.Struct, frozen=True):
    """One layout's try at one table.

    applied: False when the layout said that the text is not of its kind. reason, reason_zh: why
    it did not apply, or why it won or lost. The counts are compared in the order rules_broken,
    strays, rows_missing, facts_assumed; the lowest wins.
    """

    layout: str
    applied: bool
    reason: str
    reason_zh: str
    rows_found: int
    rows_expected: int
    rules_broken: int
    strays: int
    rows_missing: int
    facts_assumed: int
    chosen: bool
    rows: tuple[RowTrace, ...]


class TableTrace(msgspec.Struct, frozen=True):
    """One table: where it was found, why it is of its edition, and all tries at reading it."""

    table: str
    edition: str
    evidence: tuple[str, ...]
    start: Where | None
    end: Where | None
    attempts: tuple[Attempt, ...]


class Trace(msgspec.Struct, frozen=True):
    """The whole way from bytes to report. adapter: the name of the one that read the file."""

    report: Report
    source: Provenance
    adapter: str
    tables: tuple[TableTrace, ...]
