"""A table row of a Word document whose cells hold plain text, as most do, read without events.

What comes of it is what the events of its elements would come to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .docx_blocks import Item, Merge, merge_of
from .docx_text import text_of, whole

__all__ = ["PlainCell", "plain_row"]

PlainCell: TypeAlias = tuple[list[Item], int, Merge]
"""The text of each paragraph of a cell, its grid columns and its vMerge."""


def plain_row(
    tr: Any, told: Mapping[str, str], val: str, is_plain: Callable[[str | None], bool]
) -> list[PlainCell] | None:
    """Read a `w:tr` that is there as a whole; None if it holds anything but plain text.

    told: the local names of the elements that say anything, by their full names; all others say
    nothing. val: the full name of the attribute `w:val`. is_plain: whether a style of paragraphs
    changes nothing.
    """
    cells: list[PlainCell] = []
    cell = paragraph = None  # those begun last
    lines: list[Item] = []
    text, span, down = "", 1, None
    for element in tr.iter():
        what = told.get(element.tag)
        if what is None:
            continue
        if what == "t" and paragraph is not None:
            if element.getparent().getparent() is not paragraph:
                return None
            if piece := element.text:
                lines[-1] = text = text + text_of(piece, element)
        elif what == "p" and element.getparent() is cell:
            if paragraph is None:
                cells.append((lines, span, down))
            paragraph, text = element, ""
            lines.append(text)
        elif what == "tc" and element.getparent() is tr and (paragraph is not None or cell is None):
            cell, paragraph, lines = element, None, []
            span, down = 1, None
        elif what == "gridSpan" and paragraph is None:
            span = max(1, whole(element.get(val), 1))
        elif what == "vMerge" and paragraph is None:
            down = merge_of(element.get(val))
        elif element is not tr and (what != "pStyle" or not is_plain(element.get(val))):
            return None
    # One without a paragraph holds nothing that is known here.
    return None if cell is not None and paragraph is None else cells
