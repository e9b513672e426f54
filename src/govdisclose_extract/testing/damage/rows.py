"""Damage to rows and cells: lost, surplus, shifted, blank, padded."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ...reading import State
from ..content import BLANK, entry
from ..cuts import without_groups
from ..printed import Block, Cell, Printed, Row, Sheet, placed


def lost_groups(printed: Printed, random: Random) -> Printed:
    """The labels that span several rows are gone: `1.` to `8.` stand alone."""
    return printed.with_sheets(lambda sheet: (without_groups(sheet),))


def some_rows(printed: Printed, random: Random, most: int, change: Callable[[Row], Row]) -> Printed:
    """The form with a few rows of table 3 changed. most: how many at most."""
    ids = [row.id for sheet in printed.sheets for row in sheet.rows if len(row.values) == 7]
    chosen = set(random.sample(ids, min(len(ids), random.randint(1, most))))
    return printed.with_rows(lambda row: change(row) if row.id in chosen else row)


def short_rows(printed: Printed, random: Random) -> Printed:
    """Rows of table 3 that lost a cell."""

    def change(row: Row) -> Row:
        lost = random.choice(row.values)
        return row._replace(cells=tuple(cell for cell in row.cells if cell is not lost))

    return some_rows(printed, random, 3, change)


def long_rows(printed: Printed, random: Random) -> Printed:
    """Rows of table 3 with a number too many."""

    def change(row: Row) -> Row:
        at = random.choice([at for at, cell in enumerate(row.cells) if cell.kind == "value"])
        more = entry(random.choice((0, 0, 3, 12)))
        surplus = Cell(more.text, "value", None, more.value)
        return row._replace(cells=(*row.cells[:at], surplus, *row.cells[at:]))

    return some_rows(printed, random, 2, change)


def shifted_rows(printed: Printed, random: Random) -> Printed:
    """An empty cell between the label and the values of some rows."""

    def change(row: Row) -> Row:
        at = next(at for at, cell in enumerate(row.cells) if cell.kind == "value")
        return row._replace(
            cells=(*row.cells[:at], Cell("", "value", None, BLANK.value), *row.cells[at:])
        )

    return some_rows(printed, random, 4, change)


def dropped_zeros(printed: Printed, random: Random) -> Printed:
    """Zeros that became blank, here and there; the totals of counted rows stay."""

    def drop(cell: Cell) -> Cell:
        zero = cell.value is not None and cell.value.state is State.ZERO
        if not zero or random.random() < 0.5 or (cell.fact or "").endswith(".total"):
            return cell
        return cell._replace(text=BLANK.text, value=BLANK.value)

    return printed.with_cells(drop)


def blank_totals(printed: Printed, random: Random) -> Printed:
    """The totals of the results of table 3 are not filled in."""
    kept = {"new", "carried_in", "total", "carried_out"}

    def change(row: Row) -> Row:
        if len(row.values) != 7 or row.id in kept:
            return row
        *cells, last = row.cells
        return row._replace(cells=(*cells, last._replace(text="", value=BLANK.value)))

    return printed.with_rows(change)


def extra_rows(printed: Printed, random: Random) -> Printed:
    """A row that the national form does not have, in table 2 and perhaps in table 3."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        rows: list[Row] = []
        for row in sheet.rows:
            rows.append(row)
            added = {
                "normative_documents": "其他主动公开文件(含以本单位名义正式签发的文件)",
                "granted": "（八）申请人撤回" if random.random() < 0.5 else "",
            }.get(row.id, "")
            if added:
                rows.append(_extra(row, added, random))
        return (sheet._replace(rows=tuple(rows)),)

    return printed.with_sheets(change)


def _extra(like: Row, label: str, random: Random) -> Row:
    cells = []
    for cell in like.cells:
        if cell.kind == "label":
            cells.append(cell._replace(text=label))
        elif cell.kind == "value":
            more = entry(random.randint(0, 90))
            cells.append(Cell(more.text, "value", None, more.value, 1, cell.cols))
    return Row(tuple(cells))


def padded_rows(printed: Printed, random: Random) -> Printed:
    """An empty cell or two behind the values of some rows."""

    def change(row: Row) -> Row:
        pads = (Cell("", "value", None, BLANK.value),) * random.randint(1, 2)
        return row._replace(cells=(*row.cells, *pads))

    return some_rows(printed, random, 4, change)


def spare_rows(printed: Printed, random: Random) -> Printed:
    """A row with nothing in it at the end of a table, or before its last row."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        if sheet.table == "review" or random.random() < 0.3:
            return (sheet,)
        last = sheet.rows[-1]
        empty = Row(tuple(cell._replace(text="", fact=None, kind="pad") for cell in last.cells))
        at = len(sheet.rows) - random.randint(0, 1)
        return (sheet._replace(rows=(*sheet.rows[:at], empty, *sheet.rows[at:])),)

    return printed.with_sheets(change)


def blank_columns(printed: Printed, random: Random) -> Printed:
    """Columns of table 3 in which no zero is filled in."""
    chosen = {*random.sample(range(6), random.randint(2, 6))}

    def change(row: Row) -> Row:
        if len(row.values) != 7:
            return row
        values = {id(cell): at for at, cell in enumerate(row.values)}
        return row._replace(
            cells=tuple(
                cell._replace(text=BLANK.text, value=BLANK.value)
                if values.get(id(cell)) in chosen and cell.value and not cell.value.number
                else cell
                for cell in row.cells
            )
        )

    return printed.with_rows(change)


def unmerged_labels(printed: Printed, random: Random) -> Printed:
    """Labels, groups and corners in one cell, with empty cells where they were merged."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        made: list[list[tuple[int, Cell]]] = [[] for _ in sheet.rows]
        for cell, row, col in placed(sheet):
            if cell.kind in ("value", "head", "block"):
                made[row].append((col, cell))
                continue
            made[row].append((col, cell._replace(rows=1, cols=1)))
            made_of = [(r, c) for r in range(cell.rows) for c in range(cell.cols)][1:]
            for r, c in made_of:
                made[row + r].append((col + c, Cell("", "pad")))
        rows = (
            row._replace(cells=tuple(cell for _, cell in sorted(its, key=lambda one: one[0])))
            for row, its in zip(sheet.rows, made, strict=True)
        )
        return (sheet._replace(rows=tuple(rows)),)

    return printed.with_sheets(change)


def uneven_spans(printed: Printed, random: Random) -> Printed:
    """Table 2 with heads that do not end where the values below them end."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        if sheet.table != "proactive" or sheet.width != 4:
            return (sheet,)
        cuts = {kind: sorted(random.sample(range(1, 6), 2)) for kind in ("head", "value")}

        def widened(row: Row) -> Row:
            first, *rest = row.cells
            if not rest:
                return row._replace(cells=(first._replace(cols=first.cols + 4),))
            if len(rest) != 3:
                scaled = tuple(cell._replace(cols=2 * cell.cols) for cell in rest)
                return row._replace(cells=(first._replace(cols=2), *scaled))
            one, two = cuts["value" if row.values else "head"]
            widths = (one, two - one, 6 - two)
            its = (cell._replace(cols=w) for cell, w in zip(rest, widths, strict=True))
            return row._replace(cells=(first._replace(cols=2), *its))

        return (sheet._replace(width=8, rows=tuple(map(widened, sheet.rows))),)

    return printed.with_sheets(change)
