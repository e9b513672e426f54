"""Editions from TOML. Every fault is named by file, table and key.

The format is described by the two editions that the package brings; `docs/guide/editions.md`
explains it for provincial variants.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from ..errors import EditionError
from ..findings import CATALOGUE, RULE_CODES, Severity
from ..fold import squeeze
from .definition import CellSpec, Edition, Equation, Kind, Label, Relation, Row, Table
from .enumerators import split_enumerator

BUILT_IN = ("2019", "2021")

_NUMBERS = {"proactive": 2, "applications": 3, "review": 4}

_Words = Annotated[str, msgspec.Meta(min_length=1)]


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    label: _Words
    aliases: tuple[_Words, ...] = ()


class _Column(_Entry, kw_only=True):
    id: _Words
    kind: Kind = "count"
    unit: Literal["元", "万元", "亿元"] | None = None


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    id: str = ""
    label: str = ""
    group: str = ""
    aliases: tuple[_Words, ...] = ()
    role: str = ""


class _Block(msgspec.Struct, forbid_unknown_fields=True):
    columns: tuple[_Column, ...]
    rows: tuple[_Row, ...]
    label: str = ""
    aliases: tuple[_Words, ...] = ()
    side_by_side: bool = False


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    id: Literal["proactive", "applications", "review"]
    number: int
    title: _Words
    prefix: str
    blocks: tuple[_Block, ...]
    opening: tuple[_Words, ...] = ()
    marks: tuple[_Words, ...] = ()


class _Rule(msgspec.Struct, forbid_unknown_fields=True):
    id: _Words
    code: str
    severity: Severity
    en: _Words
    zh: _Words
    table: str
    each: Literal["row", "column", "cell"]
    left: tuple[_Words, ...]
    right: tuple[_Words, ...] = ()
    relation: Relation = "="
    role: str = ""


class _Edition(msgspec.Struct, forbid_unknown_fields=True):
    id: _Words
    notice: _Words
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
    text = (files("govdisclose_extract.form") / "editions" / name).read_text(encoding="utf-8")
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
        message = str(error)
        table, table_zh = _place(message, data)
        raise EditionError(
            f"{table}{message}", zh=f"{table_zh}{_in_chinese(message)}", where=name
        ) from error
    return _Builder(raw, name).edition()


_PATH = re.compile(r" - at `\$\.(tables|rules)\[(\d+)\]")
_CHINESE = (
    (re.compile(r"Object missing required field (`.+?`)"), r"缺少键\1"),
    (re.compile(r"Object contains unknown field (`.+?`)"), r"有未知的键\1"),
    (re.compile(r"Invalid enum value ('.*?')"), r"不能用\1"),
    (re.compile(r"Expected `str` of length >= 1"), "不能为空"),
    (re.compile(r"Expected (`.+?`), got (`.+?`)"), r"应为\1,却是\2"),
    (re.compile(r" - at (`.+`)"), r",位于\1"),
)


def _place(message: str, data: dict[str, Any]) -> tuple[str, str]:
    """The table that msgspec's message is about, in English and Chinese; "" when it is none."""
    found = _PATH.search(message)
    if not found:
        return "", ""
    kind, number = found[1], int(found[2])
    entry = data[kind][number]
    table: object = number
    if isinstance(entry, dict):
        table = entry.get("id" if kind == "tables" else "table", number)
    return f"table {table}: ", f"表格{table}:"


def _in_chinese(message: str) -> str:
    for pattern, chinese in _CHINESE:
        message = pattern.sub(chinese, message)
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

    def fail(self, table: str, key: str, what: str, zh: str) -> EditionError:
        return EditionError(
            f"{f'table {table}, ' if table else ''}key {key}: {what}",
            zh=f"{f'表格{table},' if table else ''}键{key}:{zh}",
            where=self.name,
        )

    def label(self, table: str, key: str, printed: str, aliases: Iterable[str] = ()) -> Label:
        for text in (printed, *aliases):
            if not split_enumerator(squeeze(text))[1]:
                raise self.fail(
                    table,
                    key,
                    f"{text!r} leaves nothing to look for",
                    f"{text!r}没有可供查找的文字",
                )
        return _label(printed, aliases)

    def edition(self) -> Edition:
        raw = self.raw
        if not 1 <= len(raw.years) <= 2 or raw.years[0] > raw.years[-1]:
            raise self.fail(
                "",
                "years",
                "the first report year is needed, and the last if there is one",
                "应有起始报告年度,如已停用,另加末年度",
            )
        if len(raw.sections) != 6:
            raise self.fail(
                "",
                "sections",
                f"the form has six sections, not {len(raw.sections)}",
                f"格式有六个部分,而不是{len(raw.sections)}个",
            )
        ids: list[str] = []
        for table in raw.tables:
            if table.id in ids:
                raise self.fail(table.id, "id", "two tables have this id", "两个表格的id相同")
            if table.number != _NUMBERS[table.id]:
                number = _NUMBERS[table.id]
                raise self.fail(
                    table.id, "number", f"this table is number {number}", f"此表序号为{number}"
                )
            ids.append(table.id)
        for rule in raw.rules:
            if rule.table not in ids:
                raise self.fail(
                    rule.table, f"rules.{rule.id}.table", "no such table", "没有这个表格"
                )
            self.check_rule(rule)
        tables = tuple(self.table(table) for table in raw.tables)
        known: set[str] = set()
        for made in tables:
            for fact in made.facts:
                if fact in known:
                    raise self.fail(
                        made.id,
                        "rows",
                        f"two cells have the fact id {fact}",
                        f"两个单元格的id同为{fact}",
                    )
                known.add(fact)
        return Edition(
            id=raw.id,
            notice=raw.notice,
            years=(raw.years[0], raw.years[1] if len(raw.years) == 2 else None),
            sections=tuple(
                self.label("", "sections", entry.label, entry.aliases) for entry in raw.sections
            ),
            tables=tables,
        )

    def check_rule(self, rule: _Rule) -> None:
        key = f"rules.{rule.id}"
        if rule.code not in CATALOGUE:
            raise self.fail(
                rule.table,
                f"{key}.code",
                f"no finding has the code {rule.code!r}",
                f"没有代码为{rule.code!r}的发现",
            )
        if rule.code not in RULE_CODES:
            raise self.fail(
                rule.table,
                f"{key}.code",
                f"{rule.code!r} is no code of a rule; these are: {', '.join(RULE_CODES)}",
                f"{rule.code!r}不能用于规则,可用的有:{'、'.join(RULE_CODES)}",
            )
        if rule.relation == "natural" and (len(rule.left) != 1 or rule.right):
            raise self.fail(
                rule.table,
                f"{key}.left",
                "a rule with the relation natural has one cell, on the left",
                "关系为natural的规则左边为一格,右边为空",
            )
        if rule.relation != "natural" and not (rule.left and rule.right):
            raise self.fail(rule.table, f"{key}.left", "both sides need cells", "两边都应有单元格")

    def table(self, raw: _Table) -> Table:
        rows: list[Row] = []
        marks = [self.label(raw.id, "marks", mark) for mark in raw.marks]
        for block in raw.blocks:
            if not block.columns or not block.rows:
                raise self.fail(
                    raw.id, "blocks", "a block needs columns and rows", "每块应有列和行"
                )
            if block.label:
                marks.append(self.label(raw.id, "blocks.label", block.label, block.aliases))
            marks += [
                self.label(raw.id, "columns.label", column.label, column.aliases)
                for column in block.columns
            ]
            marks += [
                self.label(raw.id, "rows.group", row.group, row.aliases)
                for row in block.rows
                if row.group
            ]
            rows += self.rows(raw, block)
        for row in rows:
            if sum(other.id == row.id for other in rows) > 1:
                raise self.fail(
                    raw.id, "rows.id", f"two rows have the id {row.id}", f"两行的id同为{row.id}"
                )
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
                if row.id or row.label or row.role:
                    raise self.fail(
                        table.id,
                        "rows.group",
                        f"{row.group} is a group, so it has no id, label or role",
                        f"{row.group}是分组,没有id、label和role",
                    )
                continue
            if not row.id or not row.label:
                raise self.fail(
                    table.id,
                    "rows",
                    f"the row {(row.id or row.label)!r} needs an id and a label",
                    f"行{(row.id or row.label)!r}应有id和label",
                )
            cells = tuple(
                CellSpec(
                    f"{table.prefix}{row.id}.{column.id}",
                    column.id,
                    column.label,
                    column.kind,
                    column.unit,
                )
                for column in block.columns
            )
            label = self.label(table.id, f"rows.{row.id}.label", row.label, row.aliases)
            made.append(Row(row.id, label, cells, row.role))
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
            if role:
                roles.setdefault(role, []).append(id)
        if rule.role and rule.role not in roles:
            raise self.fail(
                table.id,
                f"rules.{rule.id}.role",
                f"no row has the role {rule.role!r}",
                f"没有role为{rule.role!r}的行",
            )
        applied: list[tuple[dict[str, str], str]]
        if rule.each == "column":
            applied = [({"column": column}, label) for column, label in columns.items()]
        elif rule.each == "row":
            applied = [
                ({"row": id}, label)
                for id, label, role, _ in named
                if not rule.role or role == rule.role
            ]
        else:
            applied = [
                ({"row": id, "column": column}, f"{label} {columns[column]}")
                for id, label, role, its in named
                if not rule.role or role == rule.role
                for column in its
            ]
        for values, label in applied:
            left, right = (
                tuple(
                    fact for template in side for fact in self.expand(template, values, roles, rule)
                )
                for side in (rule.left, rule.right)
            )
            for fact in (*left, *right):
                if fact not in facts:
                    raise self.fail(
                        table.id,
                        f"rules.{rule.id}",
                        f"the table has no cell {fact}",
                        f"表格没有单元格{fact}",
                    )
            yield Equation(
                rule=rule.id,
                code=rule.code,
                severity=rule.severity,
                relation=rule.relation,
                left=left,
                right=right,
                label=label,
                text=rule.en,
                text_zh=rule.zh,
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
            raise self.fail(
                rule.table,
                f"rules.{rule.id}",
                f"{template}: no role {role!r}",
                f"{template}:没有role{role!r}",
            )
        return [f"{head}{id}{tail}" for id in roles[role]]
