"""What a writer gives: a file, and what it still shows of every row."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Literal, NamedTuple

from ...errors import MissingDependency
from ...reading import State
from ..printed import Cell, Printed

Manner = Literal["bordered", "gapped", "spaced", "glued"]


class Shown(NamedTuple):
    """A row of the form as a file shows it.

    cells: its values in printed order. manner: `bordered` where every cell can be seen, `gapped`
    where a blank cell at either end of a row may be taken for the margin, `spaced` where blank
    cells leave no trace, `glued` where nothing parts the numbers either. told: whether the label
    tells the row. part: which of the sheets it stands in.
    """

    table: str
    row: str
    cells: tuple[Cell, ...]
    manner: Manner
    told: bool = True
    part: int = 0

    @property
    def seen(self) -> tuple[Cell, ...]:
        """The values that leave a trace."""
        if self.manner in ("bordered", "gapped"):
            return self.cells
        return tuple(cell for cell in self.cells if not is_blank(cell))


class Written(NamedTuple):
    """A file. data: text, or bytes for the formats that are no text. suffix: as `.html`."""

    data: str | bytes
    suffix: str
    printed: Printed
    shown: tuple[Shown, ...]

    def __repr__(self) -> str:
        return f"<Written {self.suffix}, {len(self.data)} long, of {self.printed!r}>"


Write = Callable[[Printed, Random], str | bytes]


class Writer(NamedTuple):
    """One way to write a printed form. cell_a_line: each cell has a line of its own."""

    name: str
    suffix: str
    manner: Manner
    write: Write
    cell_a_line: bool = False

    def __call__(self, printed: Printed, random: Random) -> Written:
        """Write it. random: where the format leaves a choice. Raises MissingDependency."""
        shown = tuple(
            Shown(sheet.table, row.id, row.values, self.manner, row.told, part)
            for part, sheet in enumerate(printed.sheets)
            for row in sheet.rows
            if row.values
        )
        return Written(self.write(printed, random), self.suffix, printed, shown)


def is_blank(cell: Cell) -> bool:
    """Whether a cell prints nothing at all."""
    return cell.value is None or cell.value.state is State.BLANK


def missing(package: str, error: ImportError) -> MissingDependency:
    """The error for a package of the extra `testing` that is not installed."""
    made = MissingDependency(
        f"this writer needs {package}",
        zh=f"此写出器需要 {package}",
        hint="Install it: pip install 'govdisclose-extract[testing]'",
        hint_zh="安装方法:pip install 'govdisclose-extract[testing]'",
    )
    made.__cause__ = error
    return made
