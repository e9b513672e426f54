"""Lines as programs write them: numbered, with merged cells written once for each column."""

from __future__ import annotations

import pytest
from report_text import (
    NUMBERS,
    Lines,
    Writer,
    aligned,
    certainties,
    codes,
    lies,
    pipe,
    row,
    tabbed,
    truth,
    without,
    written,
)

from govdisclose_extract import extract_text
from govdisclose_extract.layouts.lines import is_page_number

TRUTH = truth()


def numbered(writer: Writer, first: int = 0) -> Writer:
    """The lines with their numbers before them."""

    def write(lines: Lines) -> str:
        return writer([[str(number), *line] for number, line in enumerate(lines, first)])

    return write


def spread(lines: Lines) -> Lines:
    """Lines as wide as the widest, the last cell once in each column that it spans."""
    width = max(len(line) for line in lines)
    return [line + line[-1:] * (width - len(line)) for line in lines]


def ruled(text: str) -> str:
    """A first line of column numbers, and a rule below it, as data frames are written."""
    width = text.split("\n", maxsplit=1)[0].count("|") - 1
    heads = "| | " + " | ".join(str(number) for number in range(width - 1)) + " |"
    return "\n".join([heads, "|:---" * width + "-" * 80 + "|", text])


WRITERS = {
    "pipe": pipe,
    "tabbed": tabbed,
    "aligned": lambda lines: aligned(lines, first=100),
    "ruled": lambda lines: ruled(pipe(lines)),
}


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_numbers_of_lines_are_no_values(writer, first):
    found = extract_text(written(numbered(writer, first)))
    assert lies(found, TRUTH) == {}
    assert {id: str(fact.value) for id, fact in found.facts.items()} == TRUTH
    assert certainties(found, "review") <= {"read", "proven"}
    assert certainties(found, "applications") <= {"read", "proven"}


@pytest.mark.parametrize("writer", [pipe, tabbed], ids=["pipe", "tabbed"])
def test_blank_cells_of_numbered_lines_stay_blank(writer):
    numbers = {**NUMBERS, "review": "_ _ 1 _ 1 2 _ _ _ 2 _ _ _ _ _", "proactive.rules": "_ 1 2"}
    found = extract_text(written(numbered(writer), numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "proactive.rules") == numbers["proactive.rules"]


def test_a_value_written_in_each_column_that_its_cell_spans_is_one():
    found = extract_text(written(lambda lines: ruled(numbered(pipe)(spread(lines)))))
    assert lies(found, TRUTH) == {}
    for id in ("licensing", "penalties", "coercion", "fees"):
        assert row(found, f"proactive.{id}") == NUMBERS[f"proactive.{id}"]
        assert certainties(found, f"proactive.{id}") == {"read"}
    assert "row.surplus" not in codes(found)


def test_other_values_beside_the_one_cell_are_surplus():
    numbers = {**NUMBERS, "proactive.licensing": "3186 3186 3187"}
    found = extract_text(written(pipe, numbers))
    assert certainties(found, "proactive.licensing") == {"assumed"}
    assert "row.surplus" in codes(found)


@pytest.mark.parametrize("writer", [pipe, tabbed], ids=["pipe", "tabbed"])
def test_values_that_count_up_are_values(writer):
    numbers = {
        **NUMBERS,
        "applications.new": "0 9 0 0 0 0 9",
        "applications.carried_in": "1 8 0 0 0 0 9",
        "applications.granted": "2 7 0 0 0 0 9",
    }

    def bare(lines: Lines) -> str:
        for label in ("一、本年新收", "二、上年结转", "(一)予以公开"):
            if any(label in line[0] for line in lines):
                lines = without(lines, label)
        return writer(lines)

    found = extract_text(written(bare, numbers))
    assert lies(found, truth(numbers)) == {}


@pytest.mark.parametrize("printed", ["- 3 -", "第 3 页", "3/12", "| — 4 — |"])
def test_numbers_of_pages(printed):
    assert is_page_number(printed, 0, len(printed))


@pytest.mark.parametrize("printed", ["3", "3 4 5", "-3", "第三条"])
def test_numbers_of_no_page(printed):
    assert not is_page_number(printed, 0, len(printed))


TAGS = ["第{}行: ", "[{}] ", "[行{}] ", "{}. ", "{}→", "{}:\t"]


@pytest.mark.parametrize("tag", TAGS)
def test_tags_of_lines_are_no_values(tag):
    def tagged(lines: Lines) -> str:
        tabbed_lines = tabbed(lines).split("\n")
        return "\n".join(tag.format(at) + line for at, line in enumerate(tabbed_lines, 1))

    numbers = {**NUMBERS, "applications.new": "14 3 0 0 1 2 _", "proactive.rules": "0 1 _"}
    found = extract_text(written(tagged, numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "proactive.rules") == numbers["proactive.rules"]
