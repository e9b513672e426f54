"""The six top-level headings of a report, wherever and however they are printed.

Every line and every stretch of glued text that may be a heading is a candidate with a weight.
Contents lists are dropped; of the rest the heaviest chain of rising numbers is taken that agrees
with the places of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..flow import Flow
from ..form.definition import Label

Span = tuple[int, int]


class Heading(NamedTuple):
    """A heading: its number 1 to 6, the offsets of its text, and where its section begins."""

    number: int
    start: int
    end: int
    body_start: int


class Candidate(NamedTuple):
    """A place that may be a heading. exact: it has one of the form's own wordings."""

    start: int
    end: int
    body_start: int
    number: int
    weight: int
    exact: bool


class _Names(NamedTuple):
    """The wordings of the six headings: to search for in squeezed text, and by squeezed body."""

    numbered: re.Pattern[str]
    bodies: dict[str, int]
    official: frozenset[str]
    tails: frozenset[str]


class _Chain(NamedTuple):
    weight: int
    last: Candidate
    before: _Chain | None


_NUMERALS = "一二三四五六"
_MARKUP = " \t|#*>_·"
_STOPS = "、.,:;丶"
_CLOSING = ":;。.,、*|_# \t"
_LONGEST = 60
_MOST_BORDERS = 3  # tabs inside a heading; a row of a table has more
_NO_PREFIX = frozenset("第十一二三四五六七八九(")

_ENUMERATOR = re.compile(
    rf"(?:\((?P<bracket>[{_NUMERALS}])\)|第\s*(?P<part>[{_NUMERALS}])\s*(?:部分|章)"
    rf"|(?P<plain>[{_NUMERALS}])(?P=plain)?(?![{_NUMERALS}])|(?P<digit>[1-6])(?=\s*[、.]))"
    rf"(?P<stop>[\s{_STOPS}]*)"
)
_OPENERS = frozenset(_NUMERALS + "123456(第")
_NOTE = re.compile(r"\([^()]{0,30}\)$")
_LEADER = re.compile(r"(?:\.{2,}|·{2,}|…+|-{3,}|—{2,})\s*\(?\d{0,3}\)?$")
_BETWEEN = re.compile(r"(?:[\s\d.,、;:。…·—()|*#>_-]|和|及|与|以及|第\d|页)*")

# A numbered short line is a variant of a heading when it holds one word of each set.
_WORDS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("总体", "概述", "概况", "基本情况"),),
    (("主动公开",),),
    (("收到", "处理", "办理", "依申请"), ("申请",)),
    (("复议",), ("诉讼",)),
    (("问题", "不足"),),
    (("需要报告", "需要说明", "其他事项", "其它事项", "其他情况"),),
)
_VARIANT_TAILS = (
    "情况", "概述", "概况", "措施", "计划", "事项", "问题", "打算", "方向", "不足", "方面", "总体",
    "安排", "思路", "建议",
)  # fmt: skip
_ROWS = ("本年新收", "上年结转", "本年度办理", "结转下")


def find_headings(
    flow: Flow, sections: tuple[Label, ...], spans: tuple[Span | None, ...], end: int
) -> tuple[Heading | None, ...]:
    """The six top-level headings before `end`, None where one is not printed.

    spans: the regions of tables 2, 3 and 4, None for a table that was not found.
    """
    found = _without_contents(flow.text, find_candidates(flow, sections, spans, end), spans)
    chosen = _best_chain(one for one in found if _fits(one, spans))
    by_number = {
        one.number: Heading(one.number, one.start, one.end, one.body_start) for one in chosen
    }
    return tuple(by_number.get(number) for number in range(1, 7))


def find_candidates(
    flow: Flow, sections: tuple[Label, ...], spans: tuple[Span | None, ...], end: int
) -> list[Candidate]:
    """All places before `end` that may be a heading, in their order in the text."""
    names = _names(sections)
    best: dict[tuple[int, int], Candidate] = {}
    found = (
        *_in_lines(flow, names, end),
        *_in_glued_text(flow, names, end),
        *_before_tables(flow, names, spans),
    )
    for one in found:
        key = (one.start, one.number)
        if key not in best or one.weight > best[key].weight:
            best[key] = one
    return sorted(best.values())


@lru_cache(maxsize=16)
def _names(sections: tuple[Label, ...]) -> _Names:
    bodies: dict[str, int] = {}
    groups = []
    for number, label in enumerate(sections[:6], 1):
        for body in label.bodies:
            bodies.setdefault(body, number)
        words = "|".join(re.escape(body) for body in sorted(label.bodies, key=len, reverse=True))
        enumerator = rf"(?<={_NUMERALS[number - 1]})(?:部分)?(?P<stop{number}>[{_STOPS}]*)"
        groups.append(rf"(?P<s{number}>{enumerator}(?:{words}))")
    # What begins with a set of letters is looked for faster than one of several patterns.
    return _Names(
        re.compile(rf"[{_NUMERALS}](?:{'|'.join(groups)})" if groups else r"(?!)"),
        bodies,
        frozenset(label.bodies[0] for label in sections[:6]),
        frozenset(body[-1] for body in bodies),
    )


# ---------------------------------------------------------------------------------- candidates


def _in_lines(flow: Flow, names: _Names, end: int) -> Iterator[Candidate]:
    """Short lines that are a heading by their number and words, or by their words alone."""
    text = flow.text
    for start, stop in flow.lines(0, end):
        if not 2 <= stop - start <= 4 * _LONGEST:
            continue
        line = text[start:stop].strip(_MARKUP)
        if not 2 <= len(line) <= 2 * _LONGEST or line.count("\t") > _MOST_BORDERS:
            continue
        if line[0] in _OPENERS or line[-1] in names.tails or line[-1] in _CLOSING + ")":
            one = _read_line(text, start, stop, line, names)
            if one:
                yield one


def _read_line(text: str, start: int, stop: int, line: str, names: _Names) -> Candidate | None:
    whole, line = line, line.rstrip(_CLOSING)
    head = _ENUMERATOR.match(line)
    body = "".join(line[head.end() if head else 0 :].split())
    if len(body) > _LONGEST:
        return None
    number = names.bodies.get(body)
    if number is None and body.endswith(")"):
        body = _NOTE.sub("", body)
        number = names.bodies.get(body)
    exact = number is not None
    if number is not None:
        weight = _weight(head, number, body, names)
    else:
        number, weight = _variant(head, body), 6
    if number is None or not weight or _LEADER.search(whole):
        return None
    first = text.index(line, start, stop) if line else start
    return Candidate(first, first + len(line), min(stop + 1, len(text)), number, weight, exact)


def _weight(head: re.Match[str] | None, number: int, body: str, names: _Names) -> int:
    """How much a line with a heading's own wording weighs, by its enumerator."""
    if head is None:
        if body in names.official:
            return 5
        return 3 if len(body) >= 4 else 2
    printed = head["plain"] or head["part"]
    if printed:
        if _NUMERALS.index(printed) + 1 == number:
            return 8
        return 2 if body in names.official else 0
    same = head["digit"] == str(number) or head["bracket"] == _NUMERALS[number - 1]
    return 2 if same and body in names.official else 0


def _variant(head: re.Match[str] | None, body: str) -> int | None:
    """The number of a heading in words of its own, or None."""
    if head is None or not (head["part"] or (head["plain"] and head["stop"])):
        return None
    number = _NUMERALS.index(head["part"] or head["plain"]) + 1
    if not 3 <= len(body) <= 45 or not body.endswith(_VARIANT_TAILS) or body.startswith(_ROWS):
        return None
    if any(mark in body for mark in "。;:?!") or body.count(",") > 2:
        return None
    if any(not any(word in body for word in words) for words in _WORDS[number - 1]):
        return None
    return number


def _in_glued_text(flow: Flow, names: _Names, end: int) -> Iterator[Candidate]:
    """Numbered headings in the form's own wording, wherever they stand."""
    squeezed = flow.squeezed
    text = flow.text
    for found in names.numbered.finditer(squeezed.text, 0, squeezed.index(end)):
        begin = found.start()
        before = squeezed.text[begin - 1] if begin else ""
        number = int((found.lastgroup or "s0")[1:])
        part = before == "第" and squeezed.text.startswith("部分", begin + 1)
        start = squeezed.offset(begin - part)
        stop = squeezed.offset(found.end() - 1) + 1
        opens = _opens_line(text, start)
        if not part and before in _NO_PREFIX and before and not opens:
            continue
        if not opens and not part and not found[f"stop{number}"]:
            continue
        rest = text[stop : min(end, stop + 80)]
        line, newline, _ = rest.partition("\n")
        if _LEADER.search(line.rstrip()):
            continue
        closed = bool(newline) or stop + len(rest) >= end
        note = line.strip(_CLOSING)
        if opens and closed and (not note or _NOTE.fullmatch(note)):
            yield Candidate(start, stop, stop + len(line) + bool(newline), number, 8, True)
            continue
        body = stop + len(rest) - len(rest.lstrip(":。.*_| \t"))
        yield Candidate(start, stop, body, number, 5 if opens else 4, True)


def _opens_line(text: str, start: int) -> bool:
    """True when nothing but blanks and marks stands before this offset on its line."""
    floor = max(0, start - 80)
    at = start
    while at > floor and text[at - 1] in _MARKUP:
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _before_tables(
    flow: Flow, names: _Names, spans: tuple[Span | None, ...]
) -> Iterator[Candidate]:
    """A heading without number that touches its table."""
    squeezed = flow.squeezed
    for number, span in enumerate(spans, 2):
        if span is None:
            continue
        index = squeezed.index(span[0])
        for body, owner in names.bodies.items():
            if owner == number and len(body) >= 6 and squeezed.text.endswith(body, 0, index):
                start = squeezed.offset(index - len(body))
                yield Candidate(start, squeezed.offset(index - 1) + 1, span[0], number, 2, True)
                break


# ---------------------------------------------------------------------------------- choosing


def _without_contents(
    text: str, found: list[Candidate], spans: tuple[Span | None, ...]
) -> list[Candidate]:
    """The candidates that do not stand in a contents list."""
    last = {one.number: one.start for one in found}
    kept: list[Candidate] = []
    for run in _runs(text, found):
        if not _is_contents(text, run, last, spans):
            kept += run
    return kept


def _runs(text: str, found: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Candidates that follow one another with nothing but punctuation between them."""
    run: list[Candidate] = []
    for one in found:
        if run:
            gap = text[run[-1].end : min(one.start, run[-1].end + 81)]
            rising = one.number > run[-1].number
            if len(gap) > 80 or not rising or not _BETWEEN.fullmatch(gap):
                yield run
                run = []
        run.append(one)
    if run:
        yield run


def _is_contents(
    text: str, run: list[Candidate], last: dict[int, int], spans: tuple[Span | None, ...]
) -> bool:
    if len(run) < 3:
        return False
    before = "".join(text[max(0, run[0].start - 40) : run[0].start].split()).rstrip(":#*|(")
    if before.endswith(("目录", "目次")):
        return True
    if any(not _fits(one, spans) for one in run):
        return True
    again = sum(last[one.number] > run[-1].start for one in run)
    return 2 * again >= len(run)


def _fits(one: Candidate, spans: tuple[Span | None, ...]) -> bool:
    """True when the candidate stands on its side of every table.

    A region may reach too far: words of a table in the prose before it can draw its start above
    the heading, and its end may lie behind the next heading. A sure candidate is kept there.
    """
    for number, span in enumerate(spans, 2):
        if span is None:
            continue
        if one.number <= number:
            own = one.number == number and one.weight >= 4 and one.start < span[1]
            if one.start > span[0] and not own:
                return False
        elif one.start <= span[0] or (one.start < span[1] and one.weight < 4):
            return False
    return True


def _best_chain(found: Iterable[Candidate]) -> list[Candidate]:
    """The heaviest chain of rising numbers.

    Among equals the last of headings one to four is taken, which stand before their tables, and
    the first of five and six, which stand behind them.
    """
    best: list[_Chain | None] = [None] * 7
    for one in found:
        before: _Chain | None = None
        for chain in best[: one.number]:
            if chain is None or chain.last.end > one.start:
                continue
            if before is None or chain.weight > before.weight:
                before = chain
        weight = one.weight + (before.weight if before else 0)
        old = best[one.number]
        if old is None or weight > old.weight or (weight == old.weight and one.number <= 4):
            best[one.number] = _Chain(weight, one, before)
    top = max((chain for chain in best if chain), key=lambda chain: chain.weight, default=None)
    chosen: list[Candidate] = []
    while top:
        chosen.append(top.last)
        top = top.before
    return chosen[::-1]
