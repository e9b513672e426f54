"""Small tables with lost borders: what is certain must hold in every reading that fits the sums.

The readings are enumerated here once more, by brute force and without the library's own means.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from math import prod
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from govdisclose_extract import Certainty, Edition, State
from govdisclose_extract.adapters.text import document_of
from govdisclose_extract.flow import Flow
from govdisclose_extract.form.loader import parse_edition
from govdisclose_extract.locate.tables import Region
from govdisclose_extract.plugins import resolve
from govdisclose_extract.reading import Reading
from govdisclose_extract.solve.narrow import by_sums
from govdisclose_extract.solve.settle import Settled, settle
from govdisclose_extract.solve.sheet import Sheet, Steps, System

STEPS = 200_000
MOST = 30_000
Cell = int | None
Row = tuple[Cell, ...]
Table = dict[str, Row]
Identity = tuple[str, Cell]

COLUMNS = ["自然人员", "商业企业", "科研机构", "公益团体"]
RESULTS = ["准予公开", "区分处理", "不予公开", "无法提供"]

RULES = """
[[rules]]
id = "row"
code = "sum.row"
severity = "error"
en = "A row."
zh = "行。"
table = "applications"
each = "row"
left = ["{row}.sum"]
right = [OPERANDS]

[[rules]]
id = "result"
code = "sum.column"
severity = "error"
en = "A column."
zh = "列。"
table = "applications"
each = "column"
left = ["total.{column}"]
right = ["{result}.{column}"]

[[rules]]
id = "balance"
code = "sum.balance"
severity = "error"
en = "A balance."
zh = "平。"
table = "applications"
each = "column"
left = ["new.{column}", "before.{column}"]
right = ["total.{column}", "after.{column}"]
"""


@cache
def edition_of(columns: int, results: int) -> Edition:
    """A form of one table: what came in, some results, their total and what is left over."""
    lines = ['id = "small"', 'notice = "无"', "years = [2024]"]
    lines += [f'[[sections]]\nlabel = "第{number}部分"' for number in "一二三四五六"]
    lines += ["[[tables]]"]
    lines += ['id = "applications"', "number = 3", 'title = "申请"', 'prefix = ""']
    lines += ["[[tables.blocks]]", "columns = ["]
    lines += [f'{{ id = "c{at}", label = "{COLUMNS[at]}" }},' for at in range(columns)]
    lines += ['{ id = "sum", label = "合计数量" },', "]", "rows = ["]
    lines += [
        f'{{ id = "{id}", label = "{label}"{role} }},' for id, label, role in rows_of(results)
    ]
    operands = ", ".join(f'"{{row}}.c{at}"' for at in range(columns))
    return parse_edition("\n".join(lines) + "\n]\n" + RULES.replace("OPERANDS", operands))


def rows_of(results: int) -> list[tuple[str, str, str]]:
    named = [("new", "本年新收申请", ""), ("before", "上年结转申请", "")]
    named += [(f"r{at}", RESULTS[at], ', role = "result"') for at in range(results)]
    return [*named, ("total", "办理结果总计", ""), ("after", "结转下年办理", "")]


def printed(table: Table, *, glue: bool) -> str:
    labels = {id: label for id, label, _ in rows_of(len(table) - 4)}
    border = "" if glue else " "
    return "\n".join(
        border.join([labels[id], *(str(cell) for cell in row if cell is not None)])
        for id, row in table.items()
    )


def settled(table: Table, layout: str = "flattened", steps: int = STEPS) -> Settled:
    size = len(table["new"])
    edition = edition_of(size - 1, len(table) - 4)
    text = printed(table, glue=layout == "glued")
    flow = Flow(document_of(text + "\n四、情况"))  # a text that ends in the table is cut
    region = Region(edition.tables[0], edition, 0, len(text), (), True, True)
    (its,) = resolve("layout", [layout])
    reading = its.read(flow, region)
    assert isinstance(reading, Reading), reading
    return settle(flow, region.table, reading, steps)


# ---------------------------------------------------------------------------- by brute force


def placed(row: Row, *, lost: bool) -> Iterator[tuple[tuple[Identity, ...], Row]]:
    """Every way to put a row's numbers, in their order, into its cells: what is seen, what counts.

    Two numbers or more end in the total, and the row's own sum holds. lost: cells without a number
    were lost and may have held any; otherwise they are blank.
    """
    size = len(row)
    numbers = [cell for cell in row if cell is not None]
    last = len(numbers) > 1
    for places in combinations(range(size), len(numbers)):
        if last and places[-1] != size - 1:
            continue
        cells: list[Cell] = [None] * size
        for place, number in zip(places, numbers, strict=True):
            cells[place] = number
        total = cells[-1]
        held = sum(cell or 0 for cell in cells[:-1])
        holes = [at for at in range(size - 1) if cells[at] is None]
        if lost and numbers and holes:
            assert total is not None
            for shares in product(range(total - held + 1), repeat=len(holes)):
                if sum(shares) == total - held:
                    filled = list(cells)
                    for at, share in zip(holes, shares, strict=True):
                        filled[at] = share
                    yield tuple(map(seen, filled, cells)), tuple(filled)
        elif total is None or total == held:
            yield tuple(map(seen, cells, cells)), (*cells[:-1], held)


def seen(cell: Cell, number: Cell) -> Identity:
    if number is None:
        return (State.BLANK, None) if cell is None else (State.INFERRED, cell)
    return (State.NUMBER if number else State.ZERO), number


def cut(row: Row) -> Iterator[tuple[tuple[Identity, ...], Row]]:
    """Every way to cut a row's digits into its cells so that its own sum holds."""
    digits = "".join(str(cell) for cell in row)
    for borders in combinations(range(1, len(digits)), len(row) - 1):
        parts = [digits[a:b] for a, b in zip((0, *borders), (*borders, len(digits)), strict=True)]
        if all(part == str(int(part)) for part in parts):
            cells = tuple(int(part) for part in parts)
            if sum(cells[:-1]) == cells[-1]:
                yield tuple(seen(cell, cell) for cell in cells), cells


def fits(rows: dict[str, Row]) -> bool:
    """Whether results make the total and all that came in is done or left, in every column."""
    for at in range(len(rows["new"])):
        column = {id: row[at] or 0 for id, row in rows.items()}
        results = sum(amount for id, amount in column.items() if id.startswith("r"))
        if column["total"] != results:
            return False
        if column["new"] + column["before"] != column["total"] + column["after"]:
            return False
    return True


def readings(table: Table, *, glue: bool = False) -> dict[str, set[Identity]]:
    """For each cell, what it is in the readings that fit all sums; empty when none does."""
    full = not glue and any(None not in row for row in table.values())
    ways = [[*(cut(row) if glue else placed(row, lost=full))] for row in table.values()]
    if prod(map(len, ways)) > MOST:
        reject()
    found: dict[str, set[Identity]] = {}
    for choice in product(*ways):
        if fits({id: amounts for id, (_, amounts) in zip(table, choice, strict=True)}):
            for id, (cells, _) in zip(table, choice, strict=True):
                for at, cell in enumerate(cells):
                    column = "sum" if at == len(cells) - 1 else f"c{at}"
                    found.setdefault(f"{id}.{column}", set()).add(cell)
    return found


# ---------------------------------------------------------------------------- random tables


@st.composite
def tables(draw: st.DrawFn, most: int = 4) -> Table:
    """A table whose sums hold, with all its numbers."""
    columns, results = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    amounts = st.one_of(st.just(0), st.just(0), st.integers(0, most))
    done = [[draw(amounts) for _ in range(columns)] for _ in range(results)]
    total = [sum(column) for column in zip(*done, strict=True)]
    after = [draw(amounts) for _ in range(columns)]
    whole = [a + b for a, b in zip(total, after, strict=True)]
    before = [draw(st.integers(0, min(2, amount))) for amount in whole]
    new = [a - b for a, b in zip(whole, before, strict=True)]
    rows = [new, before, *done, total, after]
    ids = ["new", "before", *(f"r{at}" for at in range(results)), "total", "after"]
    return {id: (*row, sum(row)) for id, row in zip(ids, rows, strict=True)}


def without_zeros(table: Table) -> Table:
    return {id: tuple(cell or None for cell in row) for id, row in table.items()}


@st.composite
def thinned(draw: st.DrawFn) -> Table:
    """A table that lost some of its zeros; a row keeps its total when it keeps anything."""
    table = draw(tables())
    thin = {
        id: (*(cell if cell or draw(st.booleans()) else None for cell in row[:-1]), row[-1])
        for id, row in table.items()
    }
    assume(all(any(cell is not None for cell in row[:-1]) for row in thin.values()))
    return thin


def check_sound(found: Settled, possible: dict[str, set[Identity]]) -> None:
    for id, fact in found.facts.items():
        if fact.certainty is Certainty.PROVEN:
            assert possible.get(id) == {(fact.state, fact.value)}, id
        elif fact.certainty is Certainty.READ:
            assert possible.get(id, {(fact.state, fact.value)}) == {(fact.state, fact.value)}, id


def check_complete(found: Settled, possible: dict[str, set[Identity]]) -> None:
    for id, identities in possible.items():
        ((state, value), *others) = identities
        if not others and state in (State.NUMBER, State.ZERO):
            fact = found.facts[id]
            assert (fact.certain, fact.value) == (True, value), id


SLOW = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@SLOW
@given(tables())
def test_dropped_zeros_leave_certain_just_what_all_readings_share(table):
    thin = without_zeros(table)
    assume(max(sum(cell is not None for cell in row) for row in thin.values()) > 1)
    assume(not any(None not in row for row in thin.values()))
    possible = readings(thin)
    found = settled(thin)
    check_sound(found, possible)
    check_complete(found, possible)


@SLOW
@given(thinned())
def test_cells_lost_here_and_there_leave_nothing_wrong_certain(table):
    assume(any(None in row for row in table.values()))
    possible = readings(table)
    found = settled(table)
    check_sound(found, possible)


@SLOW
@given(tables(most=15))
def test_glued_digits_are_certain_just_where_all_cuts_agree(table):
    possible = readings(table, glue=True)
    found = settled(table, "glued")
    check_sound(found, possible)
    check_complete(found, possible)


@SLOW
@given(tables(), st.data())
def test_a_broken_sum_proves_nothing(table, data):
    thin = without_zeros(table)
    id = data.draw(st.sampled_from([id for id, row in thin.items() if row[-1]] or ["none"]))
    assume(id != "none")
    thin[id] = (*thin[id][:-1], (thin[id][-1] or 0) + data.draw(st.integers(1, 3)))
    assume(not any(None not in row for row in thin.values()))
    possible = readings(thin)
    assume(not possible)
    found = settled(thin)
    assert [id for id, fact in found.facts.items() if fact.certain] == []
    kept = [fact.raw for fact in found.facts.values() if fact.raw]
    kept += [stray.raw for stray in found.strays]
    assert sorted(kept) == sorted(str(c) for row in thin.values() for c in row if c is not None)


@SLOW
@given(thinned())
def test_no_number_is_lost_or_changed(table):
    found = settled(table)
    kept = [fact.raw for fact in found.facts.values() if fact.raw]
    kept += [stray.raw for stray in found.strays]
    assert sorted(kept) == sorted(str(c) for row in table.values() for c in row if c is not None)
    for fact in found.facts.values():
        if fact.raw:
            assert str(fact.value) == fact.raw


@SLOW
@given(thinned())
def test_the_same_table_gives_the_same_facts(table):
    first, second = settled(table), settled(table)
    assert first.facts == second.facts
    assert first.findings == second.findings


# ---------------------------------------------------------------------------- chosen cases

HARD: Table = {
    "new": (9, 7, 8, None, 24),
    "before": (None, 1, None, None, 1),
    "r0": (3, 2, None, None, 5),
    "r1": (2, 3, 2, None, 7),
    "r2": (4, 2, 3, None, 9),
    "r3": (None, 1, 3, None, 4),
    "total": (9, 8, 8, None, 25),
    "after": (None, None, None, None, None),
}


def test_a_hard_table_within_its_budget():
    found = settled(HARD)
    assert "solver.budget" not in {finding.code for finding in found.findings}
    assert found.facts["new.sum"].certainty is Certainty.PROVEN
    check_sound(found, {id: {(f.state, f.value)} for id, f in found.facts.items()})


@pytest.mark.parametrize("steps", [1, 50])
def test_a_spent_budget_is_told_and_proves_nothing(steps):
    found = settled(HARD, steps=steps)
    (finding,) = (one for one in found.findings if one.code == "solver.budget")
    assert str(steps) in finding.message
    assert [id for id, fact in found.facts.items() if fact.certain] == []
    kept = sorted(fact.raw for fact in found.facts.values() if fact.raw)
    assert kept == sorted(str(c) for row in HARD.values() for c in row if c is not None)


@SLOW
@given(tables(), st.integers(0, 300))
def test_what_a_spent_budget_leaves_certain_is_what_all_readings_share(table, steps):
    thin = without_zeros(table)
    assume(max(sum(cell is not None for cell in row) for row in thin.values()) > 1)
    assume(not any(None not in row for row in thin.values()))
    check_sound(settled(thin, steps=steps), readings(thin))


MANY: Table = {
    "new": (5, 3, None, None, 8),
    "before": (None, None, None, None, None),
    "r0": (2, 1, None, None, 3),
    "r1": (3, None, None, None, 3),
    "r2": (None, 2, None, None, 2),
    "total": (5, 3, None, None, 8),
    "after": (None, None, None, None, None),
}


def test_a_search_that_ran_out_behind_a_solution_keeps_what_all_ways_left_share():
    """Whatever the budget: nothing more than with all steps, and in the end all of that."""
    possible = readings(MANY)
    whole = {id for id, fact in settled(MANY).facts.items() if fact.certain}
    spent_and_proven = False
    for steps in range(0, 1200, 3):
        found = settled(MANY, steps=steps)
        check_sound(found, possible)
        certain = {id for id, fact in found.facts.items() if fact.certain}
        assert certain <= whole
        spent = "solver.budget" in {finding.code for finding in found.findings}
        assert spent or certain == whole
        spent_and_proven = spent_and_proven or (spent and bool(certain))
    assert spent_and_proven


@given(st.lists(st.lists(st.integers(-4, 9), min_size=1, max_size=4), min_size=2, max_size=5))
def test_a_column_leaves_the_numbers_that_the_others_can_make_up(numbers):
    rows = [f"r{at}" for at in range(len(numbers))]
    sheet = Sheet.__new__(Sheet)
    sheet.number = {row: at for at, row in enumerate(rows)}
    sheet.amounts = [[(number,) for number in its] for its in numbers]
    signs = {row: 1 if at % 2 else -1 for at, row in enumerate(rows)}
    ways = [list(range(len(its))) for its in numbers]
    left = by_sums(sheet, [System(signs, (0,))], ways, Steps(10_000))
    fitting = [
        way
        for way in product(*ways)
        if not sum(signs[row] * numbers[at][way[at]] for at, row in enumerate(rows))
    ]
    wanted = [sorted({way[at] for way in fitting}) for at in range(len(rows))]
    assert left == (wanted if fitting else None)


def test_a_column_of_large_numbers_is_left_as_it_is():
    sheet = Sheet.__new__(Sheet)
    sheet.number = {"a": 0, "b": 1}
    sheet.amounts = [[(0,), (5_000_000,)], [(1,), (5_000_000,)]]
    ways = [[0, 1], [0, 1]]
    assert by_sums(sheet, [System({"a": 1, "b": -1}, (0,))], ways, Steps(10_000)) == ways


@SLOW
@given(tables())
def test_sums_of_columns_first_leave_the_same(table):
    """Where the steps that come first are spent at once."""
    thin = without_zeros(table)
    assume(max(sum(cell is not None for cell in row) for row in thin.values()) > 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("govdisclose_extract.solve.search._SOON", 0)
        found = settled(thin)
    check_sound(found, readings(thin))


def test_the_same_budget_gives_the_same_result():
    for steps in range(1, 400, 40):
        assert settled(HARD, steps=steps).facts == settled(HARD, steps=steps).facts


def test_a_budget_may_run_out_while_the_best_guess_is_looked_for():
    broken = {
        **HARD,
        "total": (9, 8, 8, None, 25),
        "r0": (3, 2, None, None, 5),
        "r3": (2, 1, 3, None, 6),
    }
    assert not readings(broken)
    codes = set()
    for steps in (0, 1, 2, 5, 20, 60, 200, 1000, STEPS):
        found = settled(broken, steps=steps)
        assert [id for id, fact in found.facts.items() if fact.certain] == []
        codes |= {finding.code for finding in found.findings}
    assert {"solver.budget", "sums.inconsistent"} <= codes


def test_where_one_column_contradicts_the_others_still_guide_the_guess():
    table: Table = {
        "new": (6, None, 1, 7),
        "before": (None, None, None, None),
        "r0": (4, None, None, 4),
        "r1": (2, None, 2, 4),
        "total": (6, None, 1, 7),
        "after": (None, None, None, None),
    }
    found = settled(table)
    assert [id for id, fact in found.facts.items() if fact.certain] == []
    assert "sums.inconsistent" in {finding.code for finding in found.findings}
    raws = {id: fact.raw for id, fact in found.facts.items() if fact.raw}
    assert sorted(raws.values()) == sorted(["6", "1", "7", "4", "4", "2", "2", "4", "6", "1", "7"])


def test_a_number_too_large_to_be_reckoned_with_is_never_proven_by_its_column():
    big = 10**15
    table: Table = {
        "new": (big, None, big),
        "before": (None, None, None),
        "r0": (big, None, big),
        "r1": (None, None, None),
        "total": (big, None, big),
        "after": (None, None, None),
    }
    found = settled(table)
    assert found.facts["new.c0"].raw == str(big) or found.facts["new.c1"].raw == str(big)
    assert not found.facts["new.c0"].certain
    assert not found.facts["r0.c0"].certain


SCRIPT = """
import sys
sys.path[:0] = [{tests!r}, {src!r}]
from report_text import NUMBERS, flattened, glued, written
from govdisclose_extract import extract_text
thin = {{
    id: " ".join("_" if cell == "0" else cell for cell in row.split())
    for id, row in NUMBERS.items()
}}
print(extract_text(written(flattened, thin)).to_json())
print(extract_text(written(glued)).to_json())
"""


def test_the_result_does_not_depend_on_the_order_of_sets():
    tests = Path(__file__).resolve().parents[1]
    code = SCRIPT.format(tests=str(tests), src=str(tests.parent / "src"))
    env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    results = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**env, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "77", "4242")
    }
    (result,) = results
    assert b'"proven"' in result
