"""`govdisclose explain`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..export.terminal import show, summary
from ..export.words import place, safe, title
from ..extractor import Extractor
from ..trace import Attempt, RowTrace, TableTrace, Trace
from .words import say


def explain_file(
    name: str, *, lang: str, engine: str | None = None, password: str | None = None
) -> int:
    """Print what every stage saw of one file, and give the exit code. Raises GovDiscloseError."""
    source = sys.stdin.buffer if name == "-" else name
    trace = Extractor().trace(source, engine=engine, password=password)
    show(render_trace(trace, lang), sys.stdout)
    return 0 if trace.report.ok else 1


def render_trace(trace: Trace, lang: str) -> RenderableType:
    """The trace as something that a rich Console prints."""
    parts: list[RenderableType] = [_source(trace, lang)]
    if not trace.tables:
        parts.append(Padding(Text(say("no_tables", lang), style="yellow"), (1, 0, 0, 0)))
    for table in trace.tables:
        parts += _table(table, lang)
    parts += [Text(), summary(trace.report, lang=lang)]
    return Group(*parts)


def _source(trace: Trace, lang: str) -> RenderableType:
    source = trace.source
    adapter = " · ".join(part for part in (trace.adapter, source.engine) if part)
    encoding = source.encoding
    if encoding and source.encoding_evidence:
        encoding = say("by", lang, value=encoding, evidence=source.encoding_evidence)
    known = source.name and source.name != "<stdin>"
    rows = {
        "name": source.name if known else say("stdin", lang),
        "size": "" if source.bytes is None else say("bytes", lang, count=source.bytes),
        "encoding": encoding,
        "adapter": adapter,
    }
    grid = Table.grid(padding=(0, 2))
    for key, value in rows.items():
        if value:
            grid.add_row(Text(f"  {say(key, lang)}", style="dim"), Text(safe(value)))
    if source.sha256:
        grid.add_row(Text("  sha256", style="dim"), Text(safe(source.sha256)))
    return Group(Text(say("source", lang), style="bold cyan"), grid)


def _table(table: TableTrace, lang: str) -> Iterator[RenderableType]:
    yield Padding(Text(title(table.table, lang), style="bold cyan"), (1, 0, 0, 0))
    start, end = place(table.start, lang), place(table.end, lang)
    if start or end:
        span = say("to", lang, start=start or "…", end=end or "…")
        yield Text(f"  {say('found', lang)}  {span}", style="dim")
    listed = "、".join(table.evidence)
    key = "told_by" if listed else "untold"
    told = Text("  " + safe(say(key, lang, edition=table.edition, evidence=listed)), style="dim")
    yield told
    if table.attempts:
        yield _attempts(table.attempts, lang)
    for attempt in table.attempts:
        doubtful = [row for row in attempt.rows if row.placements != 1]
        if attempt.chosen and doubtful:
            yield Text(f"  {say('doubtful', lang)} ({attempt.layout}):")
            yield _rows(doubtful, lang)


def _attempts(attempts: tuple[Attempt, ...], lang: str) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    keys = ("layout_head", "rows", "broken", "strays", "missing", "assumed", "verdict")
    for number, _ in enumerate(keys):
        inner = 0 < number < len(keys) - 1
        grid.add_column(justify="right" if inner else "left", no_wrap=number < len(keys) - 1)
    heads = [Text(say(key, lang), style="dim") for key in keys]
    heads[0] = Text("    ").append_text(heads[0])
    grid.add_row(*heads)
    for attempt in attempts:
        style = "bold green" if attempt.chosen else "" if attempt.applied else "dim"
        name = Text(f"  {'▶' if attempt.chosen else ' '} {safe(attempt.layout)}", style=style)
        counts = (
            f"{attempt.rows_found}/{attempt.rows_expected}",
            *map(str, (attempt.rules_broken, attempt.strays, attempt.rows_missing)),
            str(attempt.facts_assumed),
        )
        reason = safe(attempt.reason_zh if lang == "zh" else attempt.reason)
        shown = counts if attempt.applied else ("",) * len(counts)
        grid.add_row(name, *shown, Text(reason, style="" if attempt.applied else "dim"))
    return grid


def _rows(rows: list[RowTrace], lang: str) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        ways = (
            say("places", lang, count=row.placements) if row.placements else say("no_place", lang)
        )
        label = Text("    " + safe(row.label or row.row))
        label.truncate(44, overflow="ellipsis")
        raws = Text(safe(" ".join(raw.strip() or "·" for raw in row.raws)), style="bold")
        at = place(row.where, lang)
        grid.add_row(label, raws, Text(f"{ways} ({at})" if at else ways, style="dim"))
    return grid
