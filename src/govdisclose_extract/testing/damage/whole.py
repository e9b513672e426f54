"""Damage to the document as a whole: its end, its year, another report behind it, lines lost."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ..content import fill
from ..printed import Block, Cell, Line, Printed, Row, Sheet, lay_out


def late_year(printed: Printed, random: Random) -> Printed:
    """The form of one edition in the years of the other: its heads decide, not the year."""
    old, new = str(printed.content.year), str(random.choice((2022, 2023)))
    content = printed.content._replace(year=int(new))
    made = printed.with_lines(lambda line: line._replace(text=line.text.replace(old, new)))
    return made._replace(content=content)


def truncated(printed: Printed, random: Random) -> Printed:
    """The end of the document is gone, from a row of some table on."""
    sheets = [at for at, block in enumerate(printed.blocks) if isinstance(block, Sheet)]
    at = random.choice(sheets)
    sheet = printed.blocks[at]
    assert isinstance(sheet, Sheet)
    rows = [row for row, its in enumerate(sheet.rows) if its.values]
    end = random.choice(rows) + 1
    kept = sheet._replace(rows=sheet.rows[:end])
    return printed._replace(blocks=(*printed.blocks[:at], kept))


def cut_in_row(printed: Printed, random: Random) -> Printed:
    """The end of the document is gone, from the middle of a row on."""
    made = truncated(printed, random)
    *blocks, sheet = made.blocks
    assert isinstance(sheet, Sheet)
    *rows, last = sheet.rows
    first = next(at for at, cell in enumerate(last.cells) if cell.kind == "value")
    kept = last._replace(cells=last.cells[: random.randint(first, len(last.cells) - 1)])
    rows += [kept] if kept.cells else []
    return made._replace(blocks=(*blocks, sheet._replace(rows=tuple(rows))))


def followed_by(printed: Printed, other: Printed) -> Printed:
    """Both, one behind the other; only what the first one prints counts as printed."""

    def strange(cell: Cell) -> Cell:
        return cell._replace(fact=None)

    def unnamed(sheet: Sheet) -> tuple[Block, ...]:
        return (sheet._replace(table="", rows=tuple(row._replace(id="") for row in sheet.rows)),)

    behind = other.with_cells(strange).with_sheets(unnamed)
    return printed._replace(blocks=(*printed.blocks, *behind.blocks))


def two_reports(printed: Printed, random: Random) -> Printed:
    """The report of another office or year behind this one; the first is the one to be read."""
    while True:
        content = fill(random)
        if (content.agency, content.year) != (printed.content.agency, printed.content.year):
            return followed_by(printed, lay_out(content, random))


def deduplicated(printed: Printed, random: Random) -> Printed:
    """Every line that stood above already is gone, as cleaners of texts do it: zeros first."""
    seen: set[str] = set()

    def new(text: str) -> str:
        lines = [line for line in text.split("\n") if line not in seen]
        seen.update(lines)
        return "\n".join(dict.fromkeys(lines))

    blocks: list[Block] = []
    for block in printed.blocks:
        if isinstance(block, Line):
            text = new(block.text)
            blocks += [block._replace(text=text)] if text else []
        else:
            blocks.append(block._replace(rows=tuple(_told_once(row, new) for row in block.rows)))
    return printed._replace(blocks=tuple(blocks), deduplicated=True)


def _told_once(row: Row, new: Callable[[str], str]) -> Row:
    cells = [cell._replace(text=new(cell.text)) for cell in row.cells]
    kept = tuple(cell for cell in cells if cell.text)
    told = all(a.text == b.text for a, b in zip(row.cells, cells, strict=True) if a.kind == "label")
    return row._replace(cells=kept, told=row.told and told)
