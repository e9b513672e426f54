"""The rows of a Word document's tables that hold plain text, as most do, read without events.

What comes of them is what the events of their elements would come to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .docx_blocks import Merge, merge_of
from .docx_text import text_of, whole

__all__ = ["PlainCell", "plain_rows"]

PlainCell: TypeAlias = tuple[list[str], int, Merge]
"""The text of each paragraph of a cell, its grid columns and its vMerge."""


def plain_rows(
    tbl: Any, told: Mapping[str, str], val: str, is_plain: Callable[[str | None], bool]
) -> dict[Any, list[PlainCell]]:
    """The cells of each `w:tr` of a `w:tbl` that holds nothing but plain text.

    The table is there as a whole. told: the local names of the elements that say anything, by
    their full names; all others say nothing. val: the full name of the attribute `w:val`.
    is_plain: whether a style of paragraphs changes nothing.
    """
    rows: dict[Any, list[PlainCell]] = {}
    row = cell = paragraph = None  # those begun last; no row where the last one is not plain
    cells: list[PlainCell] = []
    lines: list[str] = []
    text, span, down = "", 1, None
    for element in tbl.iter(*told):
        what = told[element.tag]
        if what == "tr" and element.getparent() is tbl:
            if cell is not None and paragraph is None:
                del rows[row]  # its last cell holds nothing that is known here
            row, cell, paragraph = element, None, None
            rows[row] = cells = []
        elif row is None:
            continue
        elif what == "t" and paragraph is not None and element.getparent().getparent() is paragraph:
            if piece := element.text:
                lines[-1] = text = text + text_of(piece, element)
        elif what == "p" and element.getparent() is cell:
            if paragraph is None:
                cells.append((lines, span, down))
            paragraph, text = element, ""
            lines.append(text)
        elif (
            what == "tc" and element.getparent() is row and (cell is None or paragraph is not None)
        ):
            cell, paragraph, lines = element, None, []
            span, down = 1, None
        elif what == "gridSpan" and paragraph is None:
            span = max(1, whole(element.get(val), 1))
        elif what == "vMerge" and paragraph is None:
            down = merge_of(element.get(val))
        elif what != "pStyle" or not is_plain(element.get(val)):
            del rows[row]
            row = cell = None
    if cell is not None and paragraph is None:
        del rows[row]
    return rows
