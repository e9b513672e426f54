"""Tables as a terminal prints a PDF: columns by blanks, labels wrapped around their values."""

from __future__ import annotations

from random import Random
from unicodedata import east_asian_width

from ..printed import Cell, Sheet, placed

_LABELS = {4: (22,), 8: (22,), 9: (8, 22), 10: (6, 8, 22), 15: ()}
"""The widths of the columns of labels, by the width of the table."""

_NARROW = 5
"""The least width of a column of values."""

_GAP = 3


def aligned(sheet: Sheet, random: Random) -> str:
    """A sheet drawn with characters; a wide character takes two places."""
    widths = _widths(sheet)
    lefts = [sum(widths[:at]) + _GAP * at for at in range(len(widths))]
    cells = [
        (cell, row, col, _wrapped(cell, _room(widths, cell, col)))
        for cell, row, col in placed(sheet)
    ]
    heights = [1] * len(sheet.rows)
    for cell, row, _, lines in cells:
        if cell.rows == 1:
            heights[row] = max(heights[row], len(lines))
    for cell, row, _, lines in cells:
        wanting = len(lines) - sum(heights[row : row + cell.rows])
        if wanting > 0:
            last = min(row + cell.rows, len(heights)) - 1  # the text may end before the cell does
            heights[last] += wanting
    tops = [sum(heights[:row]) for row in range(len(heights))]
    drawn: list[list[tuple[int, str]]] = [[] for _ in range(sum(heights))]
    for cell, row, col, lines in cells:
        height = sum(heights[row : row + cell.rows])
        first = tops[row] + (height - len(lines)) // 2
        room = _room(widths, cell, col)
        for at, line in enumerate(lines):
            indent = 0 if cell.kind == "label" else (room - width_of(line)) // 2
            drawn[first + at].append((lefts[col] + indent, line))
    return "\n".join(_line(parts) for parts in drawn)


def width_of(text: str) -> int:
    """The places that a text takes."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _widths(sheet: Sheet) -> list[int]:
    labels = _LABELS[sheet.width]
    width = max(col + cell.cols for cell, _, col in placed(sheet))
    widths = [*labels, *(_NARROW,) * (width - len(labels))]
    for cell, _, col in placed(sheet):
        if cell.kind == "value" and col >= len(labels) and cell.cols == 1:
            widths[col] = max(widths[col], width_of(cell.text))
        elif cell.kind == "value":
            wanting = width_of(cell.text) - _room(widths, cell, col)
            if wanting > 0:
                widths[col] += wanting
    if sheet.width == 4:
        widths[1:] = [max(width, 16) for width in widths[1:]]
    return widths


def _room(widths: list[int], cell: Cell, col: int) -> int:
    return sum(widths[col : col + cell.cols]) + _GAP * (min(cell.cols, len(widths) - col) - 1)


def _wrapped(cell: Cell, room: int) -> list[str]:
    if cell.kind == "value":
        return [cell.text.replace("\n", "")]
    lines, line = [], ""
    for char in cell.text:
        if char == "\n" or (line and width_of(line + char) > room):
            lines.append(line)
            line = "" if char == "\n" else char
        else:
            line += char
    return [*lines, line]


def _line(parts: list[tuple[int, str]]) -> str:
    text = ""
    for left, part in sorted(parts):
        text += " " * (left - width_of(text)) + part
    return text.rstrip()
