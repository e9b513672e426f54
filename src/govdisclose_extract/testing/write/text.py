"""Tables as text: by tabs, by pipes, a cell a line, in a row without their blanks, or glued."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Literal

from ..printed import Cell, Line, Printed, Sheet, placed
from .aligned import aligned
from .base import Manner, Write, Writer, is_blank

WriteSheet = Callable[[Sheet, Random], str]
Pipes = Literal["outer", "bare", "half"]


def document(printed: Printed, random: Random, write: WriteSheet, *, between: str = "\n") -> str:
    """The blocks one after another, each on lines of its own."""
    parts = [
        block.text if isinstance(block, Line) else write(block, random) for block in printed.blocks
    ]
    return between.join(parts) + "\n"


def flat(cell: Cell) -> str:
    """The text of a cell on one line."""
    return cell.text.replace("\n", "")


def dense(sheet: Sheet) -> list[list[str]]:
    """Every place of the grid; what a merged cell covers is empty but for its first place."""
    rows: list[dict[int, str]] = [{} for _ in sheet.rows]
    for cell, row, col in placed(sheet):
        for r in range(cell.rows):
            for c in range(cell.cols):
                if row + r < len(rows):
                    rows[row + r][col + c] = flat(cell) if r == c == 0 else ""
    return [[row[at] for at in sorted(row)] for row in rows]


def own(sheet: Sheet) -> list[list[str]]:
    """The cells that begin in each row, so that rows differ in width."""
    return [[flat(cell) for cell in row.cells] for row in sheet.rows]


def tabbed(sheet: Sheet, random: Random) -> str:
    """Own cells only, parted by tabs."""
    return "\n".join("\t".join(row) for row in own(sheet))


def tabbed_dense(sheet: Sheet, random: Random) -> str:
    """Every place of the grid, parted by tabs. A merged cell of values leaves no empty place."""
    return "\n".join("\t".join(row) for row in dense(_values_unmerged(sheet)))


def _values_unmerged(sheet: Sheet) -> Sheet:
    """Cells of values and their heads one column wide: text knows no other."""
    return sheet._replace(
        rows=tuple(
            row._replace(
                cells=tuple(
                    cell._replace(cols=1) if cell.kind in ("value", "head") and row.values else cell
                    for cell in row.cells
                )
            )
            for row in sheet.rows
        )
    )


def piped(style: Pipes) -> WriteSheet:
    """Own cells only, parted by pipes: with a pipe at both ends, without, or with either."""

    def write(sheet: Sheet, random: Random) -> str:
        lines = []
        for row in own(sheet):
            line = " | ".join(row)
            outer = style == "outer" or (style == "half" and random.random() < 0.5)
            lines.append(f"| {line} |" if outer or not (row[0] and row[-1]) else line)
        return "\n".join(lines)

    return write


def markdown(sheet: Sheet, random: Random) -> str:
    """Every place of the grid between pipes, with a rule below the first row."""
    rows = dense(_values_unmerged(sheet))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * sheet.width, *lines[1:]])


def cell_per_line(sheet: Sheet, random: Random) -> str:
    """A tab before each cell, one on a line; a blank cell is a tab alone; rows stand apart."""
    rows = ["\n".join("\t" + cell.text for cell in row.cells) for row in sheet.rows if row.cells]
    return "\n".join(f"{row}\n" for row in rows)


def printed_cells(sheet: Sheet) -> Iterable[Cell]:
    """The cells that print something."""
    return (cell for row in sheet.rows for cell in row.cells if cell.text and not _hidden(cell))


def _hidden(cell: Cell) -> bool:
    return cell.kind == "value" and is_blank(cell)


def flattened(sheet: Sheet, random: Random) -> str:
    """A cell a line, blank ones dropped."""
    return "\n".join(cell.text for cell in printed_cells(sheet))


def spaced(sheet: Sheet, random: Random) -> str:
    """All on one line with single blanks, blank cells dropped."""
    return " ".join(flat(cell) for cell in printed_cells(sheet))


def glued(sheet: Sheet, random: Random) -> str:
    """All on one line with nothing between."""
    return "".join(flat(cell) for cell in printed_cells(sheet))


def _lines(write: WriteSheet) -> Write:
    return lambda printed, random: document(printed, random, write)


def _run_on(write: WriteSheet) -> Write:
    return lambda printed, random: document(printed, random, write, between="")


def _writer(name: str, manner: Manner, write: Write, *, cell_a_line: bool = False) -> Writer:
    return Writer(name, ".txt", manner, write, cell_a_line)


WRITERS = (
    _writer("tabbed", "bordered", _lines(tabbed)),
    _writer("tabbed-dense", "bordered", _lines(tabbed_dense)),
    _writer("pipe", "bordered", _lines(piped("outer"))),
    _writer("pipe-bare", "bordered", _lines(piped("bare"))),
    _writer("pipe-half", "gapped", _lines(piped("half"))),
    _writer("pipe-markdown", "bordered", _lines(markdown)),
    _writer("cell_per_line", "bordered", _lines(cell_per_line), cell_a_line=True),
    _writer("aligned", "gapped", _lines(aligned)),
    _writer("flattened", "spaced", _lines(flattened), cell_a_line=True),
    _writer("flattened-line", "spaced", _lines(spaced)),
    _writer("glued", "glued", _lines(glued)),
    _writer("glued-page", "glued", _run_on(glued)),
)
"""The writers of text; the part before the hyphen is the layout of the library that is meant."""
