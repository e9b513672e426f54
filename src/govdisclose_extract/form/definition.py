"""What an edition of the form is made of. Plain, frozen data; `loader` makes it from TOML."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from ..findings import Severity

Kind = Literal["count", "change", "amount"]
Relation = Literal["=", "<=", "natural"]


class Label(msgspec.Struct, frozen=True, eq=False):
    """A printed text of the form. bodies: the folded spellings, the official one first.

    printed: as the notice prints it. enumerator: `1`, `(一)`, `一`, folded, or "".
    """

    printed: str
    bodies: tuple[str, ...]
    enumerator: str = ""


class CellSpec(msgspec.Struct, frozen=True):
    """One cell of the form. kind: a count (件), a signed change, or an amount of money.

    head: the label of its column as printed. unit: the unit that the head prints (`万元`), None
    where it prints none.
    """

    fact: str
    column: str
    head: str
    kind: Kind = "count"
    unit: str | None = None


class Row(msgspec.Struct, frozen=True, eq=False):
    """One printed row: its label and its cells in printed order.

    label: None for a table whose one row has no label. role: the word by which rules call a set
    of rows (`result`), or "".
    """

    id: str
    label: Label | None
    cells: tuple[CellSpec, ...]
    role: str = ""

    @property
    def name(self) -> str:
        """The label as printed, or the id of a row without one."""
        return self.label.printed if self.label else self.id


class Equation(msgspec.Struct, frozen=True):
    """A rule applied to certain cells: the left facts together `=` or `<=` the right ones.

    `natural`: the one left fact is a whole number from 0. code, severity: those of the finding
    when it is broken. label: the row, the column or the cell that it speaks of, as printed.
    text, text_zh: what the rule says, for all the cells that it is applied to.
    """

    rule: str
    code: str
    severity: Severity
    relation: Relation
    left: tuple[str, ...]
    right: tuple[str, ...]
    label: str
    text: str
    text_zh: str


class Table(msgspec.Struct, frozen=True, eq=False):
    """One of the three tables. marks: its heads, groups and notes, which hold no numbers.

    opening: the marks that can only stand at its top. equations: its rules, applied to its cells.
    """

    id: str
    number: int
    title: str
    rows: tuple[Row, ...]
    marks: tuple[Label, ...]
    opening: tuple[str, ...]
    equations: tuple[Equation, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of all facts of the table, in printed order."""
        return _facts(self)

    def row(self, id: str) -> Row:
        """The row with this id. Raises KeyError."""
        for row in self.rows:
            if row.id == id:
                return row
        raise KeyError(id)


class Edition(msgspec.Struct, frozen=True, eq=False):
    """One edition of the form. years: the first and last report year, None for "still in use"."""

    id: str
    notice: str
    years: tuple[int, int | None]
    sections: tuple[Label, ...]
    tables: tuple[Table, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of all facts of the edition, in printed order."""
        return tuple(fact for table in self.tables for fact in table.facts)

    def table(self, id: str) -> Table | None:
        """The table with this id, or None."""
        return next((table for table in self.tables if table.id == id), None)


@lru_cache(maxsize=64)
def _facts(table: Table) -> tuple[str, ...]:
    return tuple(cell.fact for row in table.rows for cell in row.cells)


Sums = tuple[tuple[int, tuple[int, ...]], ...]


@lru_cache(maxsize=512)
def row_sums(table: Table, row: Row) -> Sums:
    """The sums inside a row: the place of each total in the row, and those of its operands."""
    place = {cell.fact: at for at, cell in enumerate(row.cells)}
    return tuple(
        (place[equation.left[0]], tuple(place[fact] for fact in equation.right))
        for equation in table.equations
        if equation.relation == "="
        and len(equation.left) == 1
        and all(fact in place for fact in (*equation.left, *equation.right))
    )
