"""Which of the copies of a table is of the report year, as the lines above them tell."""

from __future__ import annotations

import re

from ..flow import Flow

_CAPTION = 24
"""Letters of a line that says of which year the table below it is, at most."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)年", re.ASCII)
_OTHER_YEAR = re.compile(r"上年|上一年|去年|往年|同期")


def of_report_year(flow: Flow, heads: list[int]) -> int | None:
    """The number of the copy that begins below the latest year, or below no other year's name.

    heads: where the copies begin in squeezed text. None when the lines do not tell.
    """
    lines = [_line_before(flow, head) for head in heads]
    years = [int(year[1]) if (year := _YEAR.search(line)) else 0 for line in lines]
    if all(years) and years.count(max(years)) == 1:
        return years.index(max(years))
    own = [number for number, line in enumerate(lines) if not _OTHER_YEAR.search(line)]
    return own[0] if len(own) == 1 else None


def _line_before(flow: Flow, index: int) -> str:
    """The line of words before a place in squeezed text; "" when it is long."""
    before = flow.text[: flow.squeezed.offset(index)].rpartition("\n")[0].rstrip()
    line = before[-_CAPTION - 1 :].rpartition("\n")[2]
    return line if len(line) <= _CAPTION else ""
