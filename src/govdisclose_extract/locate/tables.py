"""Where the three tables of the form stand in a text, and which edition each follows."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from ..flow import Flow
from ..form.definition import Edition, Table
from ..form.labels import find_labels
from ..source import Deadline
from .copies import of_report_year
from .segments import CONVINCING, SENTENCE, Segment, head_of, segments
from .several import report_starts
from .unlabelled import find_unlabelled

_NEVER = Deadline()

_PART = 6
"""Letters of a label that are enough to know it by."""

_NO_WORDS = re.compile(r"[^\u4e00-\u9fff]*")


class Region(NamedTuple):
    """A table in the flow, from its first head to its last number.

    start, end: offsets in the flow. evidence: labels that only this edition prints. sure: the
    table's own heads and rows tell its edition. convincing: enough of its rows stand together for
    the text to be such a report whatever else it lacks. heads: those that the text prints.
    repeated: the text prints the table again with other numbers, and which copy is of the report
    year nothing tells.
    """

    table: Table
    edition: Edition
    start: int
    end: int
    evidence: tuple[str, ...]
    sure: bool
    convincing: bool
    heads: frozenset[str] = frozenset()
    repeated: bool = False

    @property
    def headless(self) -> tuple[str, ...]:
        """The facts of the rows none of whose column heads is printed."""
        return tuple(
            cell.fact
            for row in self.table.rows
            if not any(cell.head in self.heads for cell in row.cells)
            for cell in row.cells
        )


class Located(NamedTuple):
    """The tables of the first report in a text.

    end: where that report ends in the flow. several: how many reports the text holds.
    """

    regions: tuple[Region, ...]
    end: int
    several: int

    def of(self, edition: Edition) -> Located:
        """The same places, with the tables of one edition."""
        return self._replace(
            regions=tuple(
                region._replace(
                    table=edition.table(region.table.id) or region.table,
                    edition=edition if edition.table(region.table.id) else region.edition,
                )
                for region in self.regions
            )
        )

    def span(self, table: str) -> tuple[int, int] | None:
        """Start and end of a table, or None when it was not found."""
        for region in self.regions:
            if region.table.id == table:
                return region.start, region.end
        return None


class _Candidate(NamedTuple):
    """One edition's table in the text.

    copies: the places at which the text prints it in full. segment: the one that is read.
    repeated: another could as well be. complete: between its first and its last row none is
    missing, and some label is printed that every other edition lacks.
    """

    table: Table
    edition: Edition
    segment: Segment
    copies: tuple[Segment, ...]
    score: int
    evidence: tuple[str, ...]
    complete: bool
    repeated: bool = False

    @property
    def rank(self) -> tuple[int, int]:
        return self.score, self.segment.weight


def find_tables(flow: Flow, editions: tuple[Edition, ...], deadline: Deadline = _NEVER) -> Located:
    """The tables of the first report, each with the edition that its labels tell.

    Where the labels of a table tell none, the edition is that of the table before or after it,
    and `sure` is False. Raises LimitExceeded past the deadline.
    """
    text = flow.squeezed.text
    numbered: dict[int, list[tuple[Edition, Table]]] = {}
    for edition in editions:
        for table in edition.tables:
            numbered.setdefault(table.number, []).append((edition, table))
    starts = report_starts(flow, editions)
    whole = starts[0] if starts else len(text)
    labelled = {
        number: _best(group, text, 0, whole, deadline)
        for number, group in numbered.items()
        if all(row.label for _, table in group for row in table.rows)
    }
    several = 1 + (len(starts) or _returns(labelled))
    if several == 1:
        labelled = {
            number: [_of_report_year(flow, found) for found in group]
            for number, group in labelled.items()
        }
    tied: list[list[_Candidate]] = []
    limit = whole
    # From the last table, so that each ends before the next.
    for number in sorted(labelled, reverse=True):
        found = labelled[number]
        if found and found[0].segment.rows[0].start >= limit:
            found = _best(numbered[number], text, 0, limit, deadline)
        if found:
            tied.insert(0, found)
            limit = head_of(found[0].segment)
    chosen = _agreed(tied)
    end = whole
    if several > 1 and not starts:
        end = _report_end(flow, chosen, numbered)
    spans = _spans(flow, chosen, end)
    unlabelled = [number for number in numbered if number not in labelled]
    last = chosen[-1].segment.rows[-1].end if chosen else 0
    marked = {number: find_unlabelled(flow, numbered[number], last, end) for number in unlabelled}
    return Located(
        _regions(flow, chosen, spans, numbered, marked, end), flow.squeezed.offset(end), several
    )


def _best(
    group: list[tuple[Edition, Table]], text: str, start: int, end: int, deadline: Deadline
) -> list[_Candidate]:
    """The table that the text prints best, at its first full place; editions may share it."""
    candidates: list[_Candidate] = []
    for edition, table in _likeliest_first(group, text, start, end):
        deadline.check()
        others = [its for _, its in group if its is not table]
        found = _candidate(edition, table, others, text, start, end)
        if found is None:
            continue
        candidates.append(found)
        if found.complete and not any(_prints_more(its, table, text, start, end) for its in others):
            break  # no other edition can fit as well
    most = max((found.rank for found in candidates), default=None)
    return [found for found in candidates if found.rank == most]


def _candidate(
    edition: Edition, table: Table, others: list[Table], text: str, start: int, end: int
) -> _Candidate | None:
    """How well the text prints one edition's table; None when it does not."""
    found = [
        segment
        for segment in segments(table, text, find_labels(table, text, start=start, end=end))
        if segment.is_table(table)
    ]
    if not found:
        return None
    heaviest = max(segment.weight for segment in found)
    full = [segment for segment in found if 2 * segment.weight >= heaviest]
    printed = {find.label.printed: text[find.start : find.end] for find in full[0].finds}
    lacking = {
        name: sum(not _holds_any(shown, _bodies(its)) for its in others)
        for name, shown in printed.items()
    }
    first, last = full[0].rows[0], full[0].rows[-1]
    gone = set(range(first.row, last.row)) - {find.row for find in full[0].rows}
    for row in sorted(gone):  # a label cut by line ends in the midst of others
        if any(text.find(part, first.start, end) >= 0 for part in _parts(table, row, *others)):
            lacking[table.rows[row].name] = len(others)
            gone.discard(row)
    missing = len(gone)
    return _Candidate(
        table,
        edition,
        full[0],
        tuple(full),
        sum(lacking.values()) - missing * max(1, len(others)),
        tuple(name for name, count in lacking.items() if count),
        not missing and bool(others) and max(lacking.values()) == len(others),
    )


def _likeliest_first(
    group: list[tuple[Edition, Table]], text: str, start: int, end: int
) -> list[tuple[Edition, Table]]:
    """The editions by how much the text prints of what the others lack."""

    def own(one: tuple[Edition, Table]) -> int:
        return sum(_prints_more(one[1], its, text, start, end) for _, its in group)

    return sorted(group, key=own, reverse=True)


def _prints_more(table: Table, other: Table, text: str, start: int, end: int) -> bool:
    """Whether the text holds a label of a table that another edition's table lacks."""
    return any(text.find(body, start, end) >= 0 for body in _own_bodies(table, other))


def _returns(labelled: dict[int, list[_Candidate]]) -> int:
    """How often the text comes back to a table after another one: for each report behind the first.

    A table printed again right behind itself is another year's.
    """
    printed = [
        (copy.rows[0].start, number)
        for number, group in labelled.items()
        if group
        for copy in group[0].copies
    ]
    order = [number for number, _ in groupby(number for _, number in sorted(printed))]
    return max(Counter(order).values(), default=1) - 1


def _of_report_year(flow: Flow, found: _Candidate) -> _Candidate:
    """The candidate with the copy of its table that is of the report year."""
    if len(found.copies) == 1:
        return found
    told = of_report_year(flow, [head_of(copy) for copy in found.copies])
    if told is not None:
        return found._replace(segment=found.copies[told])
    text = flow.squeezed.text
    printed = {
        text[copy.rows[0].start : _past_values(text, copy.rows[-1].end)] for copy in found.copies
    }
    return found._replace(repeated=len(printed) > 1)


def _past_values(text: str, past: int) -> int:
    values = _NO_WORDS.match(text, past)
    return values.end() if values else past


def _agreed(tied: list[list[_Candidate]]) -> list[_Candidate]:
    """For each table the edition that most tables with evidence may follow; else the latest."""
    votes = Counter(found.edition.id for group in tied for found in group if found.evidence)
    return [
        max(group, key=lambda found: (votes[found.edition.id], found.edition.id)) for group in tied
    ]


@lru_cache(maxsize=64)
def _bodies(table: Table) -> frozenset[str]:
    labels = [row.label for row in table.rows if row.label] + list(table.marks)
    return frozenset(body for label in labels for body in label.bodies)


@lru_cache(maxsize=256)
def _own_bodies(table: Table, other: Table) -> frozenset[str]:
    """The spellings that one table has and another lacks."""
    return _bodies(table) - _bodies(other)


@lru_cache(maxsize=1024)
def _parts(table: Table, row: int, *others: Table) -> tuple[str, ...]:
    """The stretches of a row's label that no label of the other tables holds."""
    label = table.rows[row].label
    body = label.bodies[0] if label else ""
    parts = [body[at : at + _PART] for at in range(len(body) - _PART + 1)]
    return tuple(
        part for part in parts if not any(part in its for other in others for its in _bodies(other))
    )


@lru_cache(maxsize=4096)
def _holds_any(shown: str, bodies: frozenset[str]) -> bool:
    return any(body in shown for body in bodies)


def _spans(flow: Flow, chosen: list[_Candidate], end_of_report: int) -> list[tuple[int, int]]:
    """Start and end of the labelled tables: each ends at a sentence or at the next one's head."""
    spans: list[tuple[int, int]] = []
    heads = [head_of(copy) for found in chosen for copy in found.copies]
    for found in chosen:
        past = max(find.end for find in found.segment.rows)
        end = min([head for head in heads if head >= past], default=end_of_report)
        end = min(end, end_of_report)
        spans.append((head_of(found.segment), _before_prose(flow, past, end)))
    return spans


def _before_prose(flow: Flow, past: int, end: int) -> int:
    """Where the first line of prose behind a table begins; in glued text, where a sentence ends."""
    sentence = SENTENCE.search(flow.squeezed.text, past, end)
    if not sentence:
        return end
    line = flow.text.rfind("\n", 0, flow.squeezed.offset(sentence.start())) + 1
    start = flow.squeezed.index(line)
    return start if start > past else sentence.start()


def _report_end(
    flow: Flow, chosen: list[_Candidate], numbered: dict[int, list[tuple[Edition, Table]]]
) -> int:
    """Where the first of several reports ends: at the next one's title, else at its first table."""
    text = flow.squeezed.text
    past = chosen[-1].segment.rows[-1].end
    starts = [len(text)]
    for group in numbered.values():
        for _, table in group:
            if not all(row.label for row in table.rows):
                continue
            later = segments(table, text, find_labels(table, text, start=past))
            starts += [head_of(segment) for segment in later if len(segment.rows) > 1]
    end = min(starts)
    for start, stop in flow.lines(
        flow.squeezed.offset(past), flow.squeezed.offset(max(end - 1, 0))
    ):
        line = "".join(flow.text[start:stop].split())
        if "信息公开" in line and line.endswith(("报告", "年报")) and len(line) < 80:
            return flow.squeezed.index(start)
    return end


def _regions(
    flow: Flow,
    chosen: list[_Candidate],
    spans: list[tuple[int, int]],
    numbered: dict[int, list[tuple[Edition, Table]]],
    marked: dict[int, tuple[Edition, Table, int, int] | None],
    end: int,
) -> tuple[Region, ...]:
    squeezed = flow.squeezed
    sure = [found.edition for found in chosen if found.evidence]
    regions: list[Region] = []
    bound = min((place[2] for place in marked.values() if place), default=end)
    for found, (start, stop) in zip(chosen, spans, strict=True):
        table, edition = found.table, found.edition
        told = _told(found, numbered[table.number])
        if not told and sure:
            table, edition = _of_edition(numbered[table.number], sure[0], (edition, table))
        last = min(stop, bound, end)
        regions.append(
            Region(
                table,
                edition,
                squeezed.offset(start),
                squeezed.offset(last),
                found.evidence,
                told,
                _convinces(found),
                frozenset(find.label.printed for find in found.segment.finds if find.row < 0),
                found.repeated,
            )
        )
    for place in marked.values():
        if not place:
            continue
        edition, table, start, stop = place
        if sure:
            table, edition = _of_edition(numbered[table.number], sure[0], (edition, table))
        regions.append(
            Region(
                table,
                edition,
                squeezed.offset(start),
                squeezed.offset(min(stop, end)),
                (),
                False,
                False,
                frozenset(cell.head for row in table.rows for cell in row.cells),
            )
        )
    return tuple(regions)


def _convinces(found: _Candidate) -> bool:
    """Enough rows, and twice as many without a head: statutes and statistics name rows too."""
    rows = len(found.segment.rows)
    headed = any(find.row < 0 for find in found.segment.finds)
    enough = rows >= (CONVINCING if headed else 2 * CONVINCING)
    return enough and 2 * rows >= min(len(found.table.rows), 2 * CONVINCING)


def _told(found: _Candidate, group: list[tuple[Edition, Table]]) -> bool:
    """Whether the table's own labels tell its edition: some label, or some row that is lacking."""
    return bool(found.evidence) or len({_score_key(table, found) for _, table in group}) > 1


def _score_key(table: Table, found: _Candidate) -> int:
    """How many rows an edition's table would lack between the first and the last row found."""
    printed = {find.label.bodies[0] for find in found.segment.rows}
    held = [
        index
        for index, row in enumerate(table.rows)
        if row.label and row.label.bodies[0] in printed
    ]
    return held[-1] - held[0] + 1 - len(held) if held else 0


def _of_edition(
    group: list[tuple[Edition, Table]], edition: Edition, default: tuple[Edition, Table]
) -> tuple[Table, Edition]:
    for its, table in group:
        if its.id == edition.id:
            return table, its
    return default[1], default[0]
