"""`govdisclose form`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..export.terminal import console
from ..export.words import cases, head, safe, title
from ..form.definition import Edition, Row
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
        console(sys.stdout).print(render_form(edition, lang))
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
        parts.append(_heading(title(table.id, lang)))
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(ratio=5)
        grid.add_column(ratio=4)
        for row in table.rows:
            _cells(grid, row, lang)
        parts.append(grid)
    return Group(*parts)


def _heading(text: str) -> RenderableType:
    return Padding(Text(safe(text), style="bold cyan"), (1, 0, 0, 0))


def _cells(grid: Table, row: Row, lang: str) -> None:
    blocks: dict[str, list[str]] = {}
    for cell in row.cells:
        prefix, _, column = cell.fact.rpartition(".")
        blocks.setdefault(prefix, []).append(column)
    for prefix, columns in blocks.items():
        label = row.name if row.label else cases(prefix)
        ids = Text(safe(prefix)).append(f".{{{', '.join(columns)}}}", style="dim")
        heads = "  ".join(head(column, lang) for column in columns)
        grid.add_row(Text(f"  {safe(label)}"), ids)
        grid.add_row(Text(f"    {safe(heads)}", style="dim"), Text())
