"""A cell of a Word document that holds plain text, as most do, read without events.

What comes of it is what the events of its elements would come to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .docx_blocks import Merge, merge_of
from .docx_text import text_of, whole

__all__ = ["PlainCell", "plain_cell"]


class PlainCell(NamedTuple):
    """The text of each paragraph of a cell, its grid columns and its vMerge."""

    lines: list[str]
    span: int
    down: Merge


def plain_cell(
    tc: Any, told: Mapping[str, str], val: str, is_plain: Callable[[str | None], bool]
) -> PlainCell | None:
    """Read a `w:tc` that is there as a whole; None if it holds anything but plain text.

    told: the local names of the elements that say anything, by their full names; all others say
    nothing. val: the full name of the attribute `w:val`. is_plain: whether a style of paragraphs
    changes nothing.
    """
    lines: list[str] = []
    span, down = 1, None
    for child in tc:
        pieces: list[str] | None = None
        for element in child.iter():
            what = told.get(element.tag)
            if what is None:
                continue
            if what == "t" and pieces is not None:
                if text := element.text:
                    pieces.append(text_of(text, element))
            elif what == "p" and element is child:
                pieces = []
            elif what == "gridSpan" and pieces is None:
                span = max(1, whole(element.get(val), 1))
            elif what == "vMerge" and pieces is None:
                down = merge_of(element.get(val))
            elif what != "pStyle" or not is_plain(element.get(val)):
                return None
        if pieces is not None:
            lines.append("".join(pieces))
    return PlainCell(lines, span, down)
