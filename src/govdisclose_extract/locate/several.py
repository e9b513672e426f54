"""Where a text goes over from one report to the next."""

from __future__ import annotations

from ..flow import Flow
from ..form.definition import Edition
from .title import reads_as_title

_LONGEST = 120


def report_starts(flow: Flow, editions: tuple[Edition, ...]) -> list[int]:
    """The places, in squeezed text, at which a further report begins with its title.

    A title begins a report only when the table that starts first behind it also starts before it;
    a running head that repeats the title does not.
    """
    text = flow.squeezed.text
    anchors = _anchors(editions)
    if all(text.count(anchor) < 2 for anchor in anchors):
        return []
    starts: list[int] = []
    floor = 0
    for start in _titles(flow):
        at = flow.squeezed.index(start)
        behind = [(place, anchor) for anchor in anchors if (place := text.find(anchor, at)) >= 0]
        if behind and text.find(min(behind)[1], floor, at) >= 0:
            starts.append(at)
            floor = at
    return starts


def _anchors(editions: tuple[Edition, ...]) -> list[str]:
    """The labels with which tables start, each printed once in a report.

    The label of the first row; where that is too common a word, the title of its block. Column
    heads are none: they come again on every page.
    """
    anchors: dict[str, None] = {}
    for edition in editions:
        for table in edition.tables:
            label = table.rows[0].label
            if label is not None:
                bodies = [label.bodies[0], *table.opening]
                anchors[next(body for body in bodies if len(body) > 3)] = None
    return list(anchors)


def _titles(flow: Flow) -> list[int]:
    text = flow.text
    starts: list[int] = []
    at = text.find("公开")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if stop - start <= _LONGEST and reads_as_title(text[start:stop]):
            starts.append(start)
        at = text.find("公开", stop)
    return starts
