"""The prose of the six sections, without their tables and without what closes the page."""

from __future__ import annotations

import re

from ..flow import Flow
from ..report import Section
from .dates import find_signature, footer_start
from .headings import Heading, Span
from .title import Title, reads_as_title

_PAGE = re.compile(r"\s*[-—–]\s*\d{1,3}\s*[-—–]\s*")
_PREAMBLE_OPENINGS = (
    "根据", "按照", "依据", "依照", "本报告", "本年度报告", "本年报", "现将", "为贯彻", "报告由",
)  # fmt: skip
_PREAMBLE_WORDS = (
    "编制", "报告如下", "公布如下", "现向社会", "予以公布", "统计期限", "汇总", "编写", "数据的",
    "部分组成",
)  # fmt: skip
_FRAME = 200
_LONGEST_HEAD = 400
_PROSE = frozenset("。,;:!?")
_LINE_MARKS = " \t|#*>"


def find_body_start(flow: Flow, title: Title | None, end: int) -> int:
    """Where section one's prose may begin when it has no heading: behind title and preamble.

    end: where the first heading or table begins.
    """
    start = title.end if title else 0
    for first, last in flow.lines(start, end):
        line = flow.text[first:last].strip(_LINE_MARKS)
        if line and not _is_preamble(line) and not reads_as_title(line):
            return first
    return end


def _is_preamble(line: str) -> bool:
    head = line[:2000]
    return head.startswith(_PREAMBLE_OPENINGS) and any(word in head for word in _PREAMBLE_WORDS)


def read_sections(
    flow: Flow,
    headings: tuple[Heading | None, ...],
    spans: tuple[Span | None, ...],
    body_start: int,
    end: int,
) -> tuple[Section, ...]:
    """The sections that are printed, with their text as printed.

    body_start: where section one begins when it has no heading. The last section ends before the
    signature and the furniture of the page.
    """
    found = [heading for heading in headings if heading]
    tables = _tables(flow, headings, spans)
    first = min([found[0].start] if found else [], default=None)
    if tables and (first is None or tables[0][0] < first):
        first = tables[0][0]
    sections: list[Section] = []
    if headings and headings[0] is None and first is not None and body_start < first:
        text, start = _text(flow, body_start, first, [])
        if text:
            sections.append(Section(1, "", text, flow.where(start)))
    for index, heading in enumerate(found):
        stop = found[index + 1].start if index + 1 < len(found) else end
        if index + 1 == len(found):
            stop = _close(flow, _behind(heading.body_start, stop, tables), stop)
        text, _ = _text(flow, heading.body_start, stop, tables)
        title = " ".join(flow.raw_of(heading.start, heading.end).split("\n")).strip()
        sections.append(Section(heading.number, title, text, flow.where(heading.start)))
    return tuple(sections)


def closing_start(headings: tuple[Heading | None, ...], spans: tuple[Span | None, ...]) -> int:
    """Where the signature may begin at the earliest: behind the last heading and the last table."""
    places = [heading.body_start for heading in headings if heading]
    return max([*places, *(span[1] for span in spans if span)], default=0)


def _tables(
    flow: Flow, headings: tuple[Heading | None, ...], spans: tuple[Span | None, ...]
) -> list[Span]:
    """The regions of the tables, each behind its heading and before the next."""
    tables: list[Span] = []
    for number, span in enumerate(spans, 2):
        if span is None:
            continue
        start, end = span
        own = headings[number - 1] if number <= len(headings) else None
        if own and start < own.body_start < end:
            start = own.body_start
        for heading in headings:
            if heading and start < heading.start < end:
                end = heading.start
        if own and _is_head(flow.text[own.body_start : start]):
            start = own.body_start
        start, end = _trimmed(flow, start, end)
        tables.append((_back(flow.text, start), _onward(flow.text, end)))
    return sorted(tables)


def _is_head(text: str) -> bool:
    """True for short pieces without punctuation above a table: heads that its region lacks."""
    return 0 < len(text) <= _LONGEST_HEAD and not any(
        len(line) > 40 or any(char in _PROSE for char in line) for line in text.split("\n")
    )


def _back(text: str, start: int) -> int:
    """The table's start with the brackets and marks before it on its line."""
    floor = max(0, start - _FRAME)
    while start > floor and text[start - 1] != "\n" and _frames(text[start - 1]):
        start -= 1
    return start


def _onward(text: str, end: int) -> int:
    """The table's end with its line's last brackets and marks, when nothing else follows there."""
    at = end
    limit = min(len(text), end + _FRAME)
    while at < limit and text[at] != "\n" and _frames(text[at]):
        at += 1
    return at if at == len(text) or text[at] == "\n" else end


def _frames(char: str) -> bool:
    return not char.isalnum() and char not in "。;!?"


def _trimmed(flow: Flow, start: int, end: int) -> Span:
    """The table without a line of prose that its region ends in."""
    if flow.text[end : end + 1] in ("。", ";") or flow.text[end - 1 : end] in ("。", ";"):
        line = flow.text.rfind("\n", start, end) + 1
        if line > start:
            return start, line
    return start, end


def _behind(start: int, end: int, tables: list[Span]) -> int:
    """The place behind the last table that ends between two offsets."""
    return max((stop for _, stop in tables if start <= stop <= end), default=start)


def _close(flow: Flow, start: int, end: int) -> int:
    """Where the last section ends: before signature and page furniture."""
    end = footer_start(flow, start, end)
    signature = find_signature(flow, start, end)
    if signature:
        end = signature.start
    return end


def _text(flow: Flow, start: int, end: int, tables: list[Span]) -> tuple[str, int]:
    """What is printed between two offsets outside the tables, and where it begins."""
    pieces: list[str] = []
    begin = start
    at = start
    for first, last in [*tables, (end, end)]:
        if last < at or first > end:
            continue
        piece = flow.raw_of(at, min(first, end))
        text = _outer(piece)
        if text:
            if not pieces:
                begin = _first_visible(flow, at)
            pieces.append(text)
        at = max(at, last)
    return "\n".join(pieces), begin


def _outer(text: str) -> str:
    """The text without blank lines, blanks, emptied marks and page numbers around it."""
    lines = text.strip().split("\n")
    first, last = 0, len(lines)
    while first < last and _is_empty(lines[last - 1]):
        last -= 1
    while first < last and _is_empty(lines[first]):
        first += 1
    return "\n".join(lines[first:last]).strip()


def _is_empty(line: str) -> bool:
    return not line.strip(" \t|#*\u00a0\u3000") or _PAGE.fullmatch(line) is not None


def _first_visible(flow: Flow, start: int) -> int:
    for first, last in flow.lines(start, len(flow.text)):
        line = flow.text[first:last]
        if line.strip(" \t|#*"):
            return first + len(line) - len(line.lstrip())
    return start
