"""`govdisclose form`."""

from __future__ import annotations

import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..export.terminal import show
from ..export.words import cases, head, safe, title
from ..form.definition import Edition
from ..form.definition import Table as FormTable
from ..form.loader import BUILT_IN, built_in, load_edition
from .words import say


def find_edition(name: str) -> Edition:
    """The edition that the package brings under this name, or the one in this TOML file.

    Raises EditionError.
    """
    if name not in BUILT_IN and (Path(name).suffix or Path(name).exists()):
        return load_edition(name)
    return built_in(name)


def form_data(edition: Edition) -> dict[str, Any]:
    """The edition as plain data: its sections, tables, rows and cells, with ids and labels."""
    return {
        "id": edition.id,
        "notice": edition.notice,
        "years": list(edition.years),
        "sections": [section.printed for section in edition.sections],
        "tables": [
            {
                "id": table.id,
                "number": table.number,
                "title": table.title,
                "rows": [
                    {
                        "id": row.id,
                        "label": row.label.printed if row.label else None,
                        "cells": [
                            {
                                "fact": cell.fact,
                                "column": cell.column,
                                "kind": cell.kind,
                                "unit": cell.unit,
                            }
                            for cell in row.cells
                        ],
                    }
                    for row in table.rows
                ],
            }
            for table in edition.tables
        ],
    }


def print_form(name: str, *, json: bool, lang: str) -> int:
    """Print an edition, and give the exit code. Raises EditionError."""
    edition = find_edition(name)
    if json:
        raw = msgspec.json.format(msgspec.json.encode(form_data(edition)), indent=2)
        sys.stdout.write(raw.decode() + "\n")
    else:
        show(render_form(edition, lang), sys.stdout)
    return 0


def render_form(edition: Edition, lang: str) -> RenderableType:
    """The edition as something that a rich Console prints: each row with the ids of its cells."""
    first, last = edition.years
    years = f"{first}" if first == last else f"{first}-{last}"
    years = say("on", lang, first=first) if last is None else years
    top = Text(safe(edition.id), style="bold")
    top.append(f"  {safe(edition.notice)}  {say('years', lang)}: {years}", style="dim")
    parts: list[RenderableType] = [top, _heading(say("sections", lang))]
    parts += [
        Text(f"  {number}  {safe(section.printed)}")
        for number, section in enumerate(edition.sections, 1)
    ]
    for table in edition.tables:
        parts += [_heading(title(table.id, lang)), _rows(table)]
    return Group(*parts)


def _heading(text: str) -> RenderableType:
    return Padding(Text(safe(text), style="bold cyan"), (1, 0, 0, 0))


def _rows(table: FormTable) -> RenderableType:
    """Label and id of every row, and the columns wherever they change."""
    rows: list[tuple[str, str, list[str]]] = []
    for row in table.rows:
        blocks: dict[str, list[str]] = {}
        for cell in row.cells:
            prefix, _, column = cell.fact.rpartition(".")
            blocks.setdefault(prefix, []).append(column)
        for prefix, columns in blocks.items():
            rows.append((row.name if row.label else cases(prefix), prefix, columns))
    room = max(4 + cell_len(safe(label)) for label, _, _ in rows)
    parts: list[RenderableType] = []
    for columns, group in groupby(rows, key=itemgetter(2)):
        heads = Text("  .{", style="dim")
        for number, column in enumerate(columns):
            heads.append(", " if number else "").append(column, style="not dim")
            if (short := head(column, "zh")) != column:
                heads.append(f" {short}")
        parts.append(heads.append("}"))
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(min_width=min(room, 56), overflow="fold")
        grid.add_column(overflow="fold")
        for label, prefix, _ in group:
            grid.add_row(Text(f"    {safe(label)}"), Text(safe(prefix)))
        parts.append(grid)
    return Group(*parts)
