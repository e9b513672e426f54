"""Markup that a converter left in the text: comments and their ends are no values."""

from __future__ import annotations

import pytest
from report_text import (
    NUMBERS,
    aligned,
    cell_per_line,
    flattened,
    lies,
    one_line,
    pipe,
    row,
    swap,
    tabbed,
    truth,
    written,
)

from govdisclose_extract import extract_text

LEFTOVERS = ["-->", "<!--[if !supportMisalignedColumns]--><!--[endif]-->", "<![endif]>", " --> "]
BLANK_FEES = {**NUMBERS, "proactive.fees": "_"}


@pytest.mark.parametrize("writer", [tabbed, pipe, cell_per_line, flattened, aligned])
@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_a_line_of_markup_is_no_value(writer, leftover):
    text = swap(written(writer, BLANK_FEES), "三、收到和处理", f"{leftover}\n三、收到和处理")
    text = swap(text, "第二十条第(六)项", f"{leftover}\n第二十条第(六)项")
    found = extract_text(text)
    plain = extract_text(written(writer, BLANK_FEES))
    assert lies(found, truth(BLANK_FEES)) == {}
    assert row(found, "proactive.fees") == row(plain, "proactive.fees")
    assert found.counts() == plain.counts()
    assert [one.code for one in found.findings] == [one.code for one in plain.findings]


def test_a_mark_inside_markup_is_no_value():
    text = swap(written(one_line, BLANK_FEES), "三、收到和处理", "--> 三、收到和处理")
    assert row(extract_text(text), "proactive.fees") in ("_", ".")
