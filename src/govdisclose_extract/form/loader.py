"""Editions from TOML. Every fault is named by file, table and key.

The format is described by the two editions that the package brings; `docs/guide/editions.md`
explains it for provincial variants.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from ..errors import EditionError
from ..fold import squeeze
from .definition import CellSpec, Edition, Equation, Kind, Label, Relation, Row, Table
from .enumerators import split_enumerator

BUILT_IN = ("2019", "2021")


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    label: str
    aliases: tuple[str, ...] = ()


class _Column(_Entry, kw_only=True):
    id: str
    kind: Kind = "count"
    unit: str | None = None


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    id: str = ""
    label: str = ""
    group: str = ""
    aliases: tuple[str, ...] = ()
    role: str = ""


class _Block(msgspec.Struct, forbid_unknown_fields=True):
    columns: tuple[_Column, ...]
    rows: tuple[_Row, ...]
    label: str = ""
    aliases: tuple[str, ...] = ()
    side_by_side: bool = False


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    number: int
    title: str
    prefix: str
    blocks: tuple[_Block, ...]
    opening: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


class _Rule(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    code: str
    table: str
    each: str
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    relation: Relation = "="
    role: str = ""
    severity: str = ""


class _Edition(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    notice: str
    years: tuple[int, ...]
    sections: tuple[_Entry, ...]
    tables: tuple[_Table, ...]
    rules: tuple[_Rule, ...] = ()


@cache
def built_in(id: str) -> Edition:
    """One of the editions that the package brings, `2019` or `2021`. Raises EditionError."""
    if id not in BUILT_IN:
        known = ", ".join(BUILT_IN)
        raise EditionError(
            f"no edition {id!r}",
            zh=f"没有{id!r}版",
            hint=f"Known editions: {known}.",
            hint_zh=f"已有版本:{known}。",
        )
    name = f"{id}.toml"
    text = (files(__package__) / "editions" / name).read_text(encoding="utf-8")
    return parse_edition(text, name)


def load_edition(path: str | Path) -> Edition:
    """An edition from a TOML file of the user's. Raises EditionError, naming file, table, key."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EditionError(
            f"cannot be read: {error}", zh=f"无法读取:{error}", where=str(path)
        ) from error
    return parse_edition(text, str(path))


def parse_edition(text: str, name: str = "<edition>") -> Edition:
    """An edition from TOML text; `name` stands for the file in errors. Raises EditionError."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise EditionError(f"bad TOML: {error}", zh=f"TOML有误:{error}", where=name) from error
    try:
        raw = msgspec.convert(data, _Edition)
    except msgspec.ValidationError as error:
        raise EditionError(_place(str(error), data), where=name) from error
    return _Builder(raw, name).edition()


def _place(message: str, data: dict[str, Any]) -> str:
    """msgspec's message, with the table's id where its path passes through a table."""
    path = message.partition(" - at `$")[2].rstrip("`")
    if path.startswith(".tables["):
        number = path[len(".tables[") :].partition("]")[0]
        tables = data.get("tables")
        if number.isdigit() and isinstance(tables, list) and int(number) < len(tables):
            table = tables[int(number)]
            if isinstance(table, dict):
                return f"table {table.get('id', number)}: {message}"
    return message


def _label(printed: str, aliases: Iterable[str] = ()) -> Label:
    enumerator, body = split_enumerator(squeeze(printed))
    bodies = [body]
    bodies += [split_enumerator(squeeze(alias))[1] for alias in aliases]
    short = body.partition("(")[0]
    if len(short) >= 4:
        bodies.append(short)
    unique = dict.fromkeys(text for text in bodies if text)
    return Label(printed, tuple(unique), enumerator)


class _Builder:
    def __init__(self, raw: _Edition, name: str) -> None:
        self.raw = raw
        self.name = name

    def fail(self, table: str, key: str, what: str) -> EditionError:
        place = f"table {table}, " if table else ""
        return EditionError(f"{place}key {key}: {what}", zh=f"{place}{key}:{what}", where=self.name)

    def edition(self) -> Edition:
        raw = self.raw
        if not 1 <= len(raw.years) <= 2:
            raise self.fail("", "years", "one or two report years are needed")
        if len(raw.sections) != 6:
            raise self.fail("", "sections", f"the form has six sections, not {len(raw.sections)}")
        ids = [table.id for table in raw.tables]
        for id in ids:
            if ids.count(id) > 1:
                raise self.fail(id, "id", "two tables have this id")
        for rule in raw.rules:
            if rule.table not in ids:
                raise self.fail(rule.table, f"rules.{rule.id}.table", "no such table")
        tables = tuple(self.table(table) for table in raw.tables)
        known: set[str] = set()
        for table in tables:
            for fact in table.facts:
                if fact in known:
                    raise self.fail(table.id, "rows", f"two cells have the fact id {fact}")
                known.add(fact)
        return Edition(
            id=raw.id,
            notice=raw.notice,
            years=(raw.years[0], raw.years[1] if len(raw.years) == 2 else None),
            sections=tuple(_label(entry.label, entry.aliases) for entry in raw.sections),
            tables=tables,
        )

    def table(self, raw: _Table) -> Table:
        rows: list[Row] = []
        marks = [_label(mark) for mark in raw.marks]
        for block in raw.blocks:
            if not block.columns or not block.rows:
                raise self.fail(raw.id, "blocks", "a block needs columns and rows")
            if block.label:
                marks.append(_label(block.label, block.aliases))
            marks += [_label(column.label, column.aliases) for column in block.columns]
            marks += [_label(row.group, row.aliases) for row in block.rows if row.group]
            rows += self.rows(raw, block)
        opening = tuple(squeeze(text) for text in raw.opening)
        equations = tuple(
            equation
            for rule in self.raw.rules
            if rule.table == raw.id
            for equation in self.equations(rule, raw, rows)
        )
        return Table(raw.id, raw.number, raw.title, tuple(rows), tuple(marks), opening, equations)

    def rows(self, table: _Table, block: _Block) -> list[Row]:
        made: list[Row] = []
        for row in block.rows:
            if row.group:
                if row.id:
                    raise self.fail(
                        table.id, "rows.group", f"{row.group} is a group, so it has no id"
                    )
                continue
            if not row.id or not row.label:
                raise self.fail(table.id, "rows", "a row needs an id and a label")
            cells = tuple(
                CellSpec(f"{table.prefix}{row.id}.{column.id}", column.id, column.kind, column.unit)
                for column in block.columns
            )
            made.append(Row(row.id, _label(row.label, row.aliases), cells, row.role))
        if not block.side_by_side:
            return made
        return [Row(table.id, None, tuple(cell for row in made for cell in row.cells))]

    def equations(self, rule: _Rule, table: _Table, rows: list[Row]) -> Iterator[Equation]:
        facts = {cell.fact for row in rows for cell in row.cells}
        named = [
            (row.id, row.label, row.role, tuple(column.id for column in block.columns))
            for block in table.blocks
            for row in block.rows
            if not row.group
        ]
        columns = {column.id: column.label for block in table.blocks for column in block.columns}
        roles: dict[str, list[str]] = {}
        for id, _, role, _ in named:
            roles.setdefault(role, []).append(id)
        applied: list[tuple[dict[str, str], str]] = []
        if rule.each == "column":
            applied = [({"column": column}, label) for column, label in columns.items()]
        elif rule.each == "row":
            applied = [
                ({"row": id}, label)
                for id, label, role, _ in named
                if not rule.role or role == rule.role
            ]
        elif rule.each == "cell":
            applied = [
                ({"row": id, "column": column}, f"{label} {columns[column]}")
                for id, label, role, its in named
                if not rule.role or role == rule.role
                for column in its
            ]
        else:
            raise self.fail(
                table.id, f"rules.{rule.id}.each", f"row, column or cell, not {rule.each!r}"
            )
        for values, label in applied:
            sides = [
                tuple(
                    fact for template in side for fact in self.expand(template, values, roles, rule)
                )
                for side in (rule.left, rule.right)
            ]
            for fact in (*sides[0], *sides[1]):
                if fact not in facts:
                    raise self.fail(table.id, f"rules.{rule.id}", f"the table has no cell {fact}")
            yield Equation(
                rule.id, rule.code, rule.severity, rule.relation, sides[0], sides[1], label, label
            )

    def expand(
        self, template: str, values: dict[str, str], roles: dict[str, list[str]], rule: _Rule
    ) -> list[str]:
        for name, value in values.items():
            template = template.replace("{" + name + "}", value)
        head, brace, rest = template.partition("{")
        if not brace:
            return [template]
        role, _, tail = rest.partition("}")
        if role not in roles or "{" in tail:
            raise self.fail(rule.table, f"rules.{rule.id}", f"{template}: no role {role!r}")
        return [f"{head}{id}{tail}" for id in roles[role]]
