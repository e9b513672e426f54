"""Values that stand on no row's line: they may belong to the rows beside them."""

from __future__ import annotations

import pytest
from report_text import (
    NUMBERS,
    Lines,
    certainties,
    lies,
    pipe,
    report,
    swap,
    tabbed,
    table_four,
    table_three,
    table_two,
    truth,
    written,
)

from govdisclose_extract import extract_text

TRUTH = truth()


def above(lines: Lines) -> str:
    """The values of each row on a line above its label."""
    return "\n".join(
        f"{tabbed([line[1:]])}\n{line[0]}" if len(line) == 8 else tabbed([line]) for line in lines
    )


def before(lines: Lines) -> str:
    """The values of each row before its label."""
    return tabbed([[*line[1:], line[0]] if len(line) == 8 else line for line in lines])


@pytest.mark.parametrize("writer", [above, before])
def test_values_before_their_labels_are_not_certain_behind_others(writer):
    text = report(tabbed(table_two()), writer(table_three()), tabbed(table_four()))
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    assert certainties(found, "applications") == {"assumed"}


@pytest.mark.parametrize("writer", [tabbed, pipe], ids=["tabbed", "pipe"])
def test_a_number_that_goes_on_below_is_not_certain(writer):
    numbers = {**NUMBERS, "proactive.rules": "0 1 1911614"}
    text = written(writer, numbers)
    line = next(line for line in text.split("\n") if "1911614" in line)
    cut = line.replace("1911614", "1911") + "\n614"
    found = extract_text(swap(text, line, cut))
    assert lies(found, truth(numbers)) == {}
    assert certainties(found, "proactive.rules") == {"assumed"}
    assert certainties(found, "proactive.coercion") == {"read"}


def test_values_beside_a_part_of_a_label_may_be_those_of_the_blank_row_below():
    lines = table_three()
    at = next(at for at, line in enumerate(lines) if "补正后" in line[0])
    label, *values = lines[at]
    lines[at : at + 1] = [[label[:8], *values], ["果" + label[8:], *[""] * 7]]
    found = extract_text(report(pipe(table_two()), pipe(lines), pipe(table_four())))
    assert lies(found, TRUTH) == {}
