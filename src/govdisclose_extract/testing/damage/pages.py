"""Damage by pages: tables cut in two, numbers of pages, heads again."""

from __future__ import annotations

from random import Random

from ..cuts import at_break, cut, in_fragments, with_heads
from ..printed import Block, Cell, Line, Printed, Row, Sheet

PAGE_MARKS = ("- 3 -", "-4-", "— 5 —", "第 3 页 共 8 页")


def page_breaks(printed: Printed, random: Random) -> Printed:
    """Tables cut in two by the end of a page, with or without its number."""
    return printed.with_sheets(lambda sheet: at_break(sheet, random, _page_mark(random)))


def fragments(printed: Printed, random: Random) -> Printed:
    """Table 3 cut in two; the second part has lost columns of labels, so it is less wide."""
    return printed.with_sheets(lambda sheet: in_fragments(sheet, random))


def repeated_heads(printed: Printed, random: Random) -> Printed:
    """Table 3 cut in two, its heads printed again over the second part."""
    return printed.with_sheets(lambda sheet: with_heads(sheet, random, _page_mark(random)))


def _page_mark(random: Random) -> tuple[Line, ...]:
    text = random.choice(("", *PAGE_MARKS))
    return (Line(text, "mark"),)


def page_rows(printed: Printed, random: Random) -> Printed:
    """The number of the page as a row of the table that runs over its end."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        rows = [at for at, row in enumerate(sheet.rows) if row.values][1:]
        if not rows:
            return (sheet,)
        at = random.choice(rows)
        upper, lower = cut(sheet, at, repeat=False)
        number = Row((Cell(random.choice(PAGE_MARKS), "mark", cols=sheet.width),))
        return (sheet._replace(rows=(*upper.rows, number, *lower.rows)),)

    return printed.with_sheets(change)


def halved_labels(printed: Printed, random: Random) -> Printed:
    """Table 3 cut in two inside a group, its label begun above the cut and ended below."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        inside = [
            at
            for first, row in enumerate(sheet.rows)
            for cell in row.cells
            if cell.kind == "group" and cell.rows < 12
            for at in range(first + 1, first + cell.rows)
        ]
        if sheet.table != "applications" or not inside:
            return (sheet,)
        upper, lower = cut(sheet, random.choice(inside), repeat=False, halved=True)
        return upper, *_page_mark(random), lower

    return printed.with_sheets(change)


def invented_heads(printed: Printed, random: Random) -> Printed:
    """Table 3 in pieces, the later ones under heads that somebody made up: `数据1` to `数据7`."""

    def change(sheet: Sheet) -> tuple[Block, ...]:
        at = next((at for at, row in enumerate(sheet.rows) if row.id == "refused.state_secret"), 0)
        if sheet.table != "applications" or not at:
            return (sheet,)
        upper, lower = cut(sheet, at, repeat=True)
        labels = sheet.width - 7
        heads = (Cell(f"数据{number}", "head") for number in range(1, 8))
        made_up = Row((Cell("项目", "head", cols=labels), *heads))
        return upper, Line("", "mark"), lower._replace(rows=(made_up, *lower.rows))

    return printed.with_sheets(change)
