"""Reports that are made up: their sums hold, or fail where they are meant to."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from govdisclose_extract import State
from govdisclose_extract.testing.content import (
    SIZES,
    ZEROS,
    Broken,
    broken,
    entry,
    fill,
    with_errors,
)
from govdisclose_extract.testing.strategies import contents, contents_with_errors

SOME = settings(max_examples=60, deadline=None, derandomize=True)


def values(content):
    return {id: one.value for id, one in content.entries.items()}


@SOME
@given(contents(mixed=None))
def test_a_made_up_report_is_complete_and_its_sums_hold(content):
    assert set(content.entries) == {fact for table in content.tables for fact in table.facts}
    assert broken(content.tables, values(content)) == set()


@SOME
@given(contents_with_errors())
def test_errors_break_the_rules_that_are_said_to_be_broken(made):
    content, rules = made
    assert rules == broken(content.tables, values(content))
    assert rules


def test_every_size_and_every_way_to_print_nothing_is_met():
    for size in SIZES:
        numbers = [one.value.number or 0 for one in fill(Random(1), size=size).entries.values()]
        assert (max(numbers) == 0) == (size == "nothing")
    states = {
        zeros: {
            one.value.state for one in fill(Random(1), size="small", zeros=zeros).entries.values()
        }
        for zeros in ZEROS
    }
    assert State.ZERO not in states["mark"]
    assert State.BLANK not in states["zero"]
    assert states["mixed"] >= {State.ZERO, State.BLANK, State.NUMBER}


def test_a_number_that_breaks_two_sums_is_told_by_both():
    content = fill(Random(4), size="middle", zeros="zero", edition="2021")
    id = "applications.granted.natural_person"
    more = (content.entries[id].value.number or 0) + 1
    changed = content._replace(entries={**content.entries, id: entry(more)})
    assert broken(changed.tables, values(changed)) == {
        Broken("T3.row", ("applications.granted.total",)),
        Broken("T3.result", ("applications.total.natural_person",)),
    }


def test_a_blank_total_breaks_no_sum_of_its_own():
    content = fill(Random(4), size="middle", zeros="blank", edition="2021")
    entries = {
        id: one._replace(text="", value=one.value.__class__(State.BLANK))
        if id.endswith(".total") and id.startswith("applications.unable")
        else one
        for id, one in content.entries.items()
    }
    blank = content._replace(entries=entries)
    assert broken(blank.tables, values(blank)) == set()


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_gives_the_same_report(seed):
    assert fill(Random(seed)) == fill(Random(seed))
    first, _ = with_errors(Random(seed), fill(Random(seed)))
    second, _ = with_errors(Random(seed), fill(Random(seed)))
    assert first == second
