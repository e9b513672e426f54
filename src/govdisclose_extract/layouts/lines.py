"""What is a line: a table's text line by line, without what pages and programs add to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..flow import Flow
from ..locate.tables import Region

PAGE_DASHES = r"[-—–―─·]+"
"""What stands on each side of a page's number: dashes, dots."""

_PAGE_NUMBER = re.compile(
    rf"[\s|]*(?:{PAGE_DASHES}\s*\d{{1,3}}\s*{PAGE_DASHES}|第?\s*\d{{1,3}}\s*页[^|]{{0,12}}"
    r"|\d{1,3}\s*/\s*\d{1,3}\s*页?)[\s|]*"
)
_MARKUP = re.compile(r"\s*(?:(?:<!--(?:(?!-->).)*-->|-->|<!\[(?:(?!\]>).)*\]>)\s*)+")
_MARKUP_ENDS = ("-->", "]>")

_LINE_NUMBER = re.compile(
    r"[ ]*+\|?[ ]*+[\[(]?[第行 ]*+(0|[1-9]\d{0,2})(?:[ ]{0,2}行)?[\])]?"
    r"(?:[ ]{0,9}[\t:、→]|\.(?!\d)|[ ]*+(?=\|)|(?=[ ]))",
    re.ASCII,
)
"""The first cell of a line, or a tag: `[第 3 行]`. A pipe or a blank behind it is what follows."""

_WORDS = re.compile(r"[ \t|]*[(\u3400-\u9fff]")
_DRAWN = "|:+=- \t"
"""What rules between lines are drawn with."""

_FEWEST = 3
"""Lines that must be numbered one by one before their numbers are none of the table."""


def is_page_number(text: str, start: int, end: int) -> bool:
    """Whether a stretch is printed like the number of a page: `- 3 -`."""
    return end - start < 80 and _PAGE_NUMBER.fullmatch(text, start, end) is not None


def printed_lines(flow: Flow, region: Region) -> Iterator[tuple[int, int]]:
    """The lines of a region without page numbers, line numbers, drawn rules, leftover markup."""
    text = flow.text
    numbered = _past_numbers(flow, region)
    for start, end in flow.lines(region.start, region.end):
        if end > start and is_page_number(text, start, end):
            continue
        if _is_rule(text[start:end]):
            continue
        if end == region.end and text[end : end + 1].strip() and text[start:end].isspace():
            continue  # what indents the line behind the table
        if text.endswith(_MARKUP_ENDS, start, end) and _MARKUP.fullmatch(text, start, end):
            continue
        yield numbered.get(start, start), end


def _is_rule(line: str) -> bool:
    return "---" in line and not line.strip(_DRAWN)


def _past_numbers(flow: Flow, region: Region) -> dict[int, int]:
    """Where the cells of numbered lines begin, by the starts of those lines; mostly none are.

    Programs number the lines of a data frame. Such numbers go up by one from line to line, over
    most lines of the table, words behind two at least; the first lines may stand before the head by
    which the table is known.
    """
    text = flow.text
    runs: list[list[tuple[int, int, int]]] = [[]]
    count = 0
    for start, end in flow.lines(_first_numbered(text, region.start), region.end):
        if not text[start:end].strip(_DRAWN):
            continue
        count += 1
        found = _LINE_NUMBER.match(text, start, end)
        number = int(found[1]) if found else -1
        if not runs[-1] or number != runs[-1][-1][0] + 1:
            runs.append([])
        if found:
            runs[-1].append((number, max(start, region.start), max(found.end(), region.start)))
    longest = max(runs, key=len)
    worded = sum(_WORDS.match(text, past) is not None for _, _, past in longest)
    if len(longest) < max(_FEWEST, count / 2) or worded < _FEWEST - 1:
        return {}
    return {start: past for _, start, past in longest}


def _first_numbered(text: str, at: int) -> int:
    """The start of the line of a place, or of the lines before it whose numbers lead up to its."""
    start = text.rfind("\n", 0, at) + 1
    found = _LINE_NUMBER.match(text, start)
    while found and start and int(found[1]):
        before = text.rfind("\n", 0, start - 1) + 1
        found_before = _LINE_NUMBER.match(text, before, start - 1)
        if not found_before or int(found_before[1]) + 1 != int(found[1]):
            break
        start, found = before, found_before
    return start
