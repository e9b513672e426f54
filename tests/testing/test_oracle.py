"""The oracle, held against enumeration of everything and against cases worked out by hand."""

from __future__ import annotations

from itertools import product
from math import prod
from random import Random

import msgspec
import pytest
from hypothesis import assume, given, settings

from govdisclose_extract.testing.content import Entry, edition_of
from govdisclose_extract.testing.forge import WRITERS
from govdisclose_extract.testing.oracle import Verdict, solve, verdicts
from govdisclose_extract.testing.printed import Cell
from govdisclose_extract.testing.readings import TooMany, habits_of, sums_of, ways_of
from govdisclose_extract.testing.strategies import contents, printed_reports, written_reports
from govdisclose_extract.testing.write.base import Shown
from govdisclose_extract.values import parse

LOSSY = ("flattened", "flattened-line", "glued", "glued-page")
FEW = settings(max_examples=25, deadline=None, derandomize=True)


def shown(row: str, cells: str, manner: str = "spaced") -> Shown:
    """A row of table 3 or 4 by its cells, `_` for a blank one; it prints them in this manner."""
    texts = ["" if cell == "_" else cell for cell in cells.split()]
    values = [Cell(text, "value", str(at), parse(text)) for at, text in enumerate(texts)]
    return Shown("review" if row == "review" else "applications", row, tuple(values), manner)  # type: ignore[arg-type]


def table_of(id: str):
    table = edition_of("2021").table(id)
    assert table
    return table


def ways(one: Shown, *others: Shown):
    table = table_of(one.table)
    return ways_of(table, table.row(one.row), one, habits_of(table, [one, *others]))


def numbers(found):
    return {tuple(cell.number for cell in way) for way in found.ways}


# ---------------------------------------------------------------------------- by hand


def test_dropped_blanks_leave_the_places_but_not_the_total():
    found = ways(shown("granted", "3 1 _ _ _ _ 4"))
    assert len(found.ways) == 15
    assert {way[-1].number for way in found.ways} == {4}


def test_a_glued_row_has_the_cuts_whose_sum_holds():
    found = ways(shown("carried_in", "20 2 1 0 1 0 24", "glued"))
    assert numbers(found) == {(20, 2, 1, 0, 1, 0, 24), (2, 0, 21, 0, 1, 0, 24)}


def test_a_lost_cell_may_have_held_what_the_total_leaves():
    full = shown("new", "1 0 0 0 0 0 1", "bordered")
    found = ways(shown("partial", "9 0 1 2 0 15", "bordered"), full)
    assert (9, 3, 0, 1, 2, 0, 15) in numbers(found)
    assert {way[-1].number for way in found.ways} == {15, 27}  # the total itself may be lost


def test_a_surplus_cell_may_be_any_whose_absence_keeps_the_sum():
    found = ways(shown("partial", "9 3 0 7 1 2 0 15", "bordered"))
    assert numbers(found) == {(9, 3, 0, 1, 2, 0, 15)}


def test_surplus_cells_that_all_say_the_same_leave_one_way():
    blanks = shown("partial", "_ _ _ _ _ _ _ _", "bordered")
    assert ways(blanks).fixed
    assert not ways(shown("partial", "_ 0 0 0 0 0 0 0", "bordered")).fixed


def test_one_number_alone_tells_no_place():
    found = ways(shown("granted", "5"))
    assert not found.confirmed or len(found.ways) > 1


def test_three_groups_of_table_4_each_keep_their_sum():
    one = shown("review", "1 _ _ _ 1 _ 2 _ _ 2 _ _ _ 3 3")
    totals = {tuple(way[at].number for at in (4, 9, 14)) for way in ways(one).ways}
    assert totals == {(1, 2, 3)}


def test_zeros_alone_end_in_the_total_where_all_such_rows_are_alike():
    alike = ways(shown("granted", "0 0"), shown("partial", "0 0"))
    assert all(way[-1].seen for way in alike.ways)
    unlike = ways(shown("granted", "0 0"), shown("partial", "0 0 0"))
    assert not all(way[-1].seen for way in unlike.ways)
    assert not alike.confirmed
    assert ways(*[shown(id, "0 0") for id in ("granted", "partial", "other.other")]).confirmed


def test_marks_do_not_part_glued_digits():
    with pytest.raises(TooMany):
        ways(shown("granted", "5 — — — — — 5", "glued"))


# ---------------------------------------------------------------------------- by enumeration

KEPT = ("new", "carried_in", "granted", "partial", "other.other", "total", "carried_out")


def small_table():
    """Table 3 with three results only."""
    whole = table_of("applications")
    rows = tuple(row for row in whole.rows if row.id in KEPT)
    facts = {cell.fact for row in rows for cell in row.cells}
    equations = tuple(
        msgspec.structs.replace(one, right=tuple(id for id in one.right if id in facts))
        for one in whole.equations
        if facts.issuperset(one.left) and one.relation == "="
    )
    return msgspec.structs.replace(whole, rows=rows, equations=equations)


SMALL = small_table()


def small_rows(random: Random) -> list[Shown]:
    """Rows whose sums hold, or now and then do not; with dropped blanks or glued."""
    manner = random.choice(("spaced", "spaced", "glued"))
    most = random.choice((1, 3, 12))
    done = [[random.choice((0, 0, 0, random.randint(1, most))) for _ in range(6)] for _ in "abc"]
    total = [sum(column) for column in zip(*done, strict=True)]
    left = [random.choice((0, 0, 0, 1)) for _ in range(6)]
    before = [random.randint(0, min(1, a + b)) for a, b in zip(total, left, strict=True)]
    new = [a + b - c for a, b, c in zip(total, left, before, strict=True)]
    rows = [[*row, sum(row)] for row in (new, before, *done, total, left)]
    if random.random() < 0.3:
        wrong = random.choice(rows)
        wrong[random.randrange(6)] += 1
        wrong[6] += 1
    keeps = manner == "glued" and random.random() < 0.7
    return [
        shown(id, " ".join(str(n) if n or keeps else "_" for n in row), manner)
        for id, row in zip(KEPT, rows, strict=True)
    ]


def fits(rows, choice) -> bool:
    """Whether every sum over rows holds, straight from the form."""
    amounts = {}
    for row, way in zip(rows, choice, strict=True):
        for cell, held in zip(row.row.cells, way, strict=True):
            amounts[cell.fact] = held.amount
        for total, parts in sums_of(SMALL, row.row):
            if way[total].number is None:
                amounts[row.row.cells[total].fact] = sum(way[part].amount for part in parts)
    return all(
        sum(amounts[id] for id in equation.left) == sum(amounts[id] for id in equation.right)
        for equation in SMALL.equations
        if equation.rule in ("T3.result", "T3.balance")
    )


def test_the_search_keeps_just_the_ways_that_enumeration_keeps():
    random, compared, proven = Random(7), 0, 0
    while compared < 120:
        rows = small_rows(random)
        habits = habits_of(SMALL, rows)
        found = [ways_of(SMALL, SMALL.row(one.row), one, habits) for one in rows]
        if prod(len(row.ways) for row in found) > 8_000 or not all(row.sound for row in found):
            continue
        kept = [set() for _ in found]
        for choice in product(*(row.ways for row in found)):
            if fits(found, choice):
                for its, way in zip(kept, choice, strict=True):
                    its.add(way)
        solved = solve(SMALL, found)
        assert solved is not None
        assert {row.row.id: its for row, its in zip(found, kept, strict=True) if its} == {
            id: set(its) for id, its in solved.items()
        }
        compared += 1
        proven += bool(solved)
    assert 20 < proven < 110  # some have a reading, and some none


# ---------------------------------------------------------------------------- what must hold


@FEW
@given(written_reports(writers=LOSSY, names=(), content=contents(sizes=("small", "middle"))))
def test_what_is_printed_is_one_of_the_readings(written):
    printed = written.printed.facts
    for table in written.printed.content.tables:
        rows = [one for one in written.shown if one.table == table.id]
        try:
            found = [
                ways_of(table, table.row(one.row), one, habits_of(table, rows)) for one in rows
            ]
        except TooMany:
            continue
        solved = solve(table, found)
        for one in found if solved else ():
            its = solved[one.row.id]
            truth = [printed[cell.fact].number for cell in one.row.cells]
            assert any([held.number for held in way] == truth for way in its), one.row.id


@FEW
@given(printed_reports(contents(zeros=("zero",))))
def test_of_drawn_cells_without_blanks_everything_is_sure(printed):
    written = WRITERS["html-site"](printed, Random(1))
    assert set(verdicts(written).values()) == {Verdict.SURE}


@FEW
@given(printed_reports(contents(zeros=("blank",), sizes=("middle",))))
def test_of_dropped_blanks_no_blank_is_sure(printed):
    assume(any(not cell.text for row in printed.rows for cell in row.values))
    found = verdicts(WRITERS["flattened"](printed, Random(1)))
    for row in printed.rows:
        for cell in row.values:
            if not cell.text:
                assert found[cell.fact or ""] is not Verdict.SURE


def test_an_entry_prints_what_it_means():
    assert Entry("", parse("")) == Entry("", parse(" "))  # type: ignore[arg-type]
