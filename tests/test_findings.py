"""The catalogue of findings, against the code that uses it and the page that describes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import msgspec
import pytest

from govdisclose_extract import findings
from govdisclose_extract.findings import CATALOGUE, RULE_CODES, Finding, Severity, make
from govdisclose_extract.form.loader import BUILT_IN, built_in
from govdisclose_extract.where import Where

TOP = Path(__file__).resolve().parents[1]
SRC = TOP / "src"
PAGE = TOP / "docs" / "reference" / "findings.md"
OWN = {"facts", "rule", "where", "severity", "zh"}
"""The parameters of `make` that fill no text."""


class Call(NamedTuple):
    place: str
    codes: frozenset[str]
    values: frozenset[str]


def codes_of(arg: ast.expr, function: ast.FunctionDef, module: ast.Module) -> Iterator[str]:
    """The codes that an argument of `make` may stand for, followed through names and callers."""
    match arg:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from codes_of(body, function, module)
            yield from codes_of(orelse, function, module)
        case ast.Attribute(attr="code"):  # of an equation: from the edition
            yield from RULE_CODES
        case ast.Name(id=name):
            names = [one.arg for one in function.args.args]
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                    yield from codes_of(node.value, function, module)
            if name in names:
                for caller, call in calls_of(function.name, module):
                    yield from codes_of(call.args[names.index(name)], caller, module)
        case _:
            pytest.fail(f"cannot follow {ast.unparse(arg)}")


def calls_of(name: str, module: ast.Module) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """The calls of a function, each with the innermost function that it stands in."""

    def walk(
        node: ast.AST, inside: ast.FunctionDef | None
    ) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call) and ast.unparse(child.func).split(".")[-1] == name:
                assert inside
                yield inside, child
            yield from walk(child, child if isinstance(child, ast.FunctionDef) else inside)

    yield from walk(module, None)


def calls_in(text: str, name: str) -> list[Call]:
    module = ast.parse(text)
    return [
        Call(
            f"{name}:{call.lineno}",
            frozenset(codes_of(call.args[0], function, module)),
            frozenset(keyword.arg or "**" for keyword in call.keywords) - OWN,
        )
        for function, call in calls_of("make", module)
    ]


def calls() -> list[Call]:
    return [
        call
        for path in sorted(SRC.rglob("*.py"))
        for call in calls_in(path.read_text(encoding="utf-8"), path.relative_to(SRC).as_posix())
    ]


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def table_under(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading of the page, without its head."""
    stretch = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    lines = re.findall(r"^\|(.+)\|$", stretch.partition("\n## ")[0], re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def test_every_code_in_use_is_in_the_catalogue():
    used = {code: call.place for call in calls() for code in call.codes}
    assert used.keys() - CATALOGUE.keys() == set(), used


def test_every_code_of_the_catalogue_is_in_use():
    used = {code for call in calls() for code in call.codes}
    assert CATALOGUE.keys() - used == set()


def test_every_code_of_a_rule_is_used_by_an_edition():
    used = {
        equation.code
        for name in BUILT_IN
        for table in built_in(name).tables
        for equation in table.equations
    }
    assert used == set(RULE_CODES)


@pytest.mark.parametrize("call", calls(), ids=lambda call: call.place)
def test_every_call_fills_its_texts_and_nothing_else(call):
    assert call.codes
    wanted = set().union(*(names_in(CATALOGUE[code].en) for code in call.codes))
    assert call.values >= wanted
    spare = set() if len(call.codes) == 1 else {"left", "right"}
    assert call.values - wanted <= spare


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_chinese_text_asks_for_nothing_that_the_english_one_does_not(code):
    entry = CATALOGUE[code]
    assert names_in(entry.zh) <= names_in(entry.en)
    assert re.search(r"[\u4e00-\u9fff]", entry.zh)
    assert not re.search(r"[\u4e00-\u9fff]", entry.en)


@pytest.mark.parametrize("code", CATALOGUE)
def test_texts_are_sentences(code):
    entry = CATALOGUE[code]
    assert entry.en.endswith(".")
    assert entry.zh.endswith("。")
    assert re.fullmatch(r"[a-z]+\.[a-z]+", code)


@pytest.mark.parametrize("code", RULE_CODES)
def test_a_rule_fills_label_left_and_right(code):
    assert names_in(CATALOGUE[code].en) == {"label", "left", "right"} or (
        code == "count.negative" and names_in(CATALOGUE[code].en) == {"label", "left"}
    )


class TestThePage:
    def test_it_lists_the_catalogue_in_order(self):
        assert table_under("Codes") == [
            [f"`{code}`", entry.severity.value, entry.en, entry.zh]
            for code, entry in CATALOGUE.items()
        ]

    def test_it_lists_the_severities(self):
        assert [row[0] for row in table_under("Severities")] == [one.value for one in Severity]

    @pytest.mark.parametrize("edition", BUILT_IN)
    def test_it_lists_the_rules_of_both_editions(self, edition):
        rules = dict.fromkeys(
            (f"`{one.rule}`", f"`{one.code}`", one.text, one.text_zh)
            for table in built_in(edition).tables
            for one in table.equations
        )
        assert [tuple(row) for row in table_under("Rules")] == list(rules)


class TestMake:
    def test_it_fills_both_texts(self):
        found = make("row.short", label="(二)部分公开", printed=6, expected=7, facts=("a", "b"))
        assert found == Finding(
            "row.short",
            Severity.WARNING,
            "(二)部分公开: 6 of 7 cells are printed; the others follow from the sums.",
            "(二)部分公开:应有7格,只印出6格,缺失的数值由勾稽关系推得。",
            ("a", "b"),
        )
        assert found.text() == found.text("en") == found.message
        assert found.text("zh") == found.message_zh

    def test_it_takes_words_of_its_own_for_chinese(self):
        found = make(
            "edition.unproven", edition="2021", evidence="the year", zh={"evidence": "年度"}
        )
        assert "the year" in found.message
        assert found.message_zh == "表格本身无法判定版本,依据年度按2021版处理。"

    def test_it_carries_rule_place_and_severity(self):
        where = Where(line=3)
        found = make("year.missing", rule="X", where=where, severity=Severity.INFO)
        assert (found.rule, found.where, found.severity) == ("X", where, Severity.INFO)
        assert found.facts == ()

    def test_an_unknown_code_is_refused(self):
        with pytest.raises(KeyError):
            make("sum.unheard")

    def test_a_text_that_is_not_filled_is_refused(self):
        with pytest.raises(KeyError):
            make("row.missing")

    def test_the_catalogue_cannot_be_changed(self):
        with pytest.raises(TypeError):
            CATALOGUE["x"] = CATALOGUE["row.missing"]

    def test_a_finding_passes_through_json(self):
        found = make("year.missing", where=Where(page=2))
        assert msgspec.json.decode(msgspec.json.encode(found), type=Finding) == found


class TestTheScan:
    """The scan above can see what it looks for."""

    def test_it_sees_plain_chosen_and_passed_codes(self):
        text = (
            "def one(flag):\n"
            "    code = 'a.b' if flag else 'c.d'\n"
            "    make(code, label=1, facts=())\n"
            "def two(code):\n"
            "    findings.make(code, where=0)\n"
            "def three(rule):\n"
            "    two('e.f')\n"
            "    two(rule.code)\n"
            "    make('g.h', raw=2)\n"
        )
        assert [(sorted(call.codes), sorted(call.values)) for call in calls_in(text, "x")] == [
            (["a.b", "c.d"], ["label"]),
            (sorted(["e.f", *RULE_CODES]), []),
            (["g.h"], ["raw"]),
        ]

    def test_it_finds_the_calls_of_the_package(self):
        assert len(calls()) > 10
        assert findings.make is make
