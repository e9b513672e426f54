"""What is a cell: a table's text cut into pieces, each held to be one cell or part of one."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from ..flow import Flow
from ..locate.tables import Region
from ..reading import State, Value
from ..values import CHANGES, parse
from .base import Declined
from .lines import printed_lines

DASHES = re.compile(r"[-—–―─]+")
WORD = re.compile(rf"\S*?(?:{CHANGES})[ ]{{1,3}}\d\S*(?:[ ][件条宗次个项](?=[\s\d]|$)\S*)?|\S+")
"""What blanks part; those inside `增加 39 条` part nothing."""

_SPACED = re.compile(r"(?:^|\S)[ ]{2,}\S+(?:[ ]{2,}\S+)+$", re.MULTILINE)
"""A line that parts values by several blanks."""

_SHORT = 24
"""Letters of a text whose value is kept, since tables repeat their zeros and blanks."""

_ENUMERATOR = re.compile(r"\d{1,2}\.")


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A cell: start and end in the flow without outer blanks; equal when it is visibly blank.

    line: counts the printed lines of the region. column: the cell's number in its line.
    gap: the empty lines before it. value: None for words.
    """

    start: int
    end: int
    line: int
    column: int
    gap: int
    value: Value | None

    @property
    def blank(self) -> bool:
        """True for a visibly blank cell."""
        return self.start == self.end


def bordered(flow: Flow, region: Region, border: str) -> list[Piece]:
    """Cells between borders (tabs or pipes), a row to a line; blank cells are seen.

    Pipes at the outer ends of lines hold no cell where most lines begin, or all end, with one; nor
    does the last one of a line that begins with one, where all such lines end with one; nor do both
    of such lines where these are, without them, more nearly as wide as the lines that have none.
    """
    text = flow.text
    lines = [(*line, *strip(text, *line)) for line in printed_lines(flow, region)]
    opened, closed, framing = _outer_pipes(text, lines)
    pieces: list[Piece] = []
    gap = 0
    for number, (start, end, first, last) in enumerate(lines):
        if first == last and border not in text[start:end]:
            gap += 1
            continue
        at, stop = start, end
        if border == "|":
            at = first + 1 if opened and text[first] == "|" else start
            framed = closed or (at > first and framing)
            stop = last - 1 if framed and text[last - 1] == "|" and last - 1 >= at else last
        column = 0
        while at <= stop:
            past = text.find(border, at, stop)
            if past < 0:
                past = stop
            pieces.append(piece(text, at, past, number, column, gap))
            at, column, gap = past + len(border), column + 1, 0
    return pieces


def _outer_pipes(text: str, lines: list[tuple[int, int, int, int]]) -> tuple[bool, bool, bool]:
    """Whether lines of cells begin, and whether they end, with a pipe that holds no cell.

    Last, whether all those end with one that begin with one.
    """
    cells = [(first, last) for _, _, first, last in lines if text.count("|", first, last) > 1]
    opening = [last for first, last in cells if text[first] == "|"]
    closing = all(text[last - 1] == "|" for _, last in cells)
    framing = all(text[last - 1] == "|" for last in opening)
    opened = 2 * len(opening) > len(cells) or (framing and _is_frame(text, cells))
    return opened, closing, framing


def _is_frame(text: str, cells: list[tuple[int, int]]) -> bool:
    """Whether lines between two pipes are, without both, more nearly as wide as bare ones."""
    bare: set[int] = set()
    framed: list[int] = []
    for first, last in cells:
        pipes = text.count("|", first, last)
        if text[first] == "|":
            framed.append(pipes - 1)
        elif text[last - 1] != "|":
            bare.add(pipes + 1)
    if not bare:
        return False
    off = [(_off(width, bare), _off(width + 2, bare)) for width in framed]
    return sum(without for without, _ in off) < sum(with_ for _, with_ in off)


def _off(width: int, others: set[int]) -> int:
    """How far a width is from the nearest of others."""
    return min(abs(width - other) for other in others)


def border_shown(flow: Flow, region: Region) -> Declined | None:
    """The refusal of a layout without borders where the text shows them: by pipes or by tabs."""
    text = flow.text[region.start : region.end]
    rows = len(region.table.rows)
    if text.count("|") > rows:
        return Declined("the pipes show the cells", "竖线标明了单元格")
    if text.count("\t") > 2 * rows and any(
        len([part for part in line.split("\t") if part.strip()]) > 2 for line in text.split("\n")
    ):
        return Declined("the tabs show the cells", "制表符标明了单元格")
    return None


def parted_lines(flow: Flow, region: Region) -> int:
    """How many lines of a region hold tabs or pipes."""
    lines = flow.text[region.start : region.end].split("\n")
    return sum("\t" in line or "|" in line for line in lines)


def keeps_columns(flow: Flow, region: Region) -> bool:
    """Whether most rows stand in columns: then their order alone would tell less, and wrongly.

    Where a drawn table stands beside them no layout of columns would read them.
    """
    if 2 * parted_lines(flow, region) > len(region.table.rows):
        return False
    lines = _SPACED.findall(flow.text, region.start, region.end)
    return 2 * len(lines) > len(region.table.rows) > 1


def by_line(flow: Flow, region: Region, *, whole: bool) -> list[Piece]:
    """Cells by lines (`whole`), or by blanks inside lines. Lines of white space are blank cells.

    Without `whole`, blank cells cannot be seen.
    """
    text = flow.text
    pieces: list[Piece] = []
    gap = 0
    for number, (start, end) in enumerate(printed_lines(flow, region)):
        if start == end:
            gap += 1
            continue
        if whole:
            pieces.append(piece(text, start, end, number, 0, gap))
        else:
            for index, word in enumerate(WORD.finditer(text, start, end)):
                pieces.append(
                    piece(text, word.start(), word.end(), number, index, 0 if index else gap)
                )
        gap = 0
    return pieces


def piece(text: str, start: int, end: int, line: int, column: int, gap: int) -> Piece:
    """A piece without its outer white space, and its value."""
    part = text[start:end]
    if part and (part[0].isspace() or part[-1].isspace()):
        start, end = strip(text, start, end)
        part = text[start:end]
    return Piece(start, end, line, column, gap, value_of(part))


def value_of(text: str) -> Value | None:
    """The value of a piece; an enumerator alone (`1.`) is words."""
    return _value_of(text) if len(text) <= _SHORT else _value_of.__wrapped__(text)


@lru_cache(maxsize=2048)
def _value_of(text: str) -> Value | None:
    value = parse(text)
    if value is not None and value.state is State.UNREADABLE and _ENUMERATOR.fullmatch(text):
        return None
    return value


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without its outer white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def is_letter(char: str) -> bool:
    """Whether a character is one of a word: a Chinese one, or a Latin letter."""
    return "\u3400" <= char <= "\u9fff" or (char.isascii() and char.isalpha())
