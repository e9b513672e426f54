"""Damage to values: other spellings of numbers and blanks, digits in full width, half-glued."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from ...reading import State, Value
from .. import script
from ..content import Entry
from ..printed import Cell, Printed, Row
from ..write.base import is_blank


def full_width(printed: Printed, random: Random) -> Printed:
    """Digits of values in full width, in some rows."""

    def change(row: Row) -> Row:
        if random.random() < 0.5:
            return row
        return row._replace(
            cells=tuple(
                cell._replace(text=cell.text.translate(script.FULL_WIDTH))
                if cell.kind == "value"
                else cell
                for cell in row.cells
            )
        )

    return printed.with_rows(change)


def spelt_values(printed: Printed, random: Random) -> Printed:
    """`12件`, `1,234`, `+3`, `增加 39 条`, `－2`, `0元`: the ways in which numbers are written."""
    return printed.with_cells(
        lambda cell: (
            _spelt(cell, random) if cell.kind == "value" and random.random() < 0.4 else cell
        )
    )


def _spelt(cell: Cell, random: Random) -> Cell:
    number = None if cell.value is None else cell.value.number
    if number is None or not cell.text.lstrip("-").replace(".", "").isdigit():
        return cell
    if (cell.fact or "").endswith(".change"):
        ways = (
            [f"+{number}", f"增加{number}条", f"增加 {number} 条", f"增{number}", f"↑{number}"]
            if number > 0
            else [f"减少{-number}条", f"减少 {-number} 项", f"－{-number}", f"−{-number}"]
            if number
            else ["无变化", "不变", "0项"]
        )
    elif (cell.fact or "").endswith(".amount"):
        ways = [f"{number:,}", f"{number}.00"] if isinstance(number, int) else [f"{number:,}"]
    elif number < 0:
        return cell
    else:
        unit = "条" if (cell.fact or "").startswith("proactive") else "件"
        ways = [f"{number}{unit}", f"{number} {unit}", f"{number:,}", f" {number} "]
    text = random.choice(ways)
    value = cell.value
    if text.endswith(".00"):
        value = Value(State.NUMBER if number else State.ZERO, Decimal(number))
    return cell._replace(text=text, value=value)


def spelt_blanks(printed: Printed, random: Random) -> Printed:
    """Blank cells that hold a blank of some width."""
    return printed.with_cells(
        lambda cell: (
            cell._replace(text=random.choice((" ", "\xa0", "\u3000", "")))
            if cell.kind == "value" and is_blank(cell)
            else cell
        )
    )


def half_glued(printed: Printed, random: Random) -> Printed:
    """Blanks at some borders only: `23 0 00 0 023`."""
    return printed.with_cells(
        lambda cell: (
            cell._replace(text=cell.text + " ")
            if cell.kind == "value" and cell.text and random.random() < 0.4
            else cell
        )
    )


def marks_for_nothing(printed: Printed, random: Random) -> Printed:
    """A mark in place of some blanks and zeros."""
    mark = Entry(random.choice(("/", "—", "-", "无")), Value(State.NOT_APPLICABLE))

    def change(cell: Cell) -> Cell:
        if cell.kind != "value" or cell.value is None or cell.value.number:
            return cell
        if (cell.fact or "").endswith(".total") or random.random() < 0.5:
            return cell
        return cell._replace(text=mark.text, value=mark.value)

    return printed.with_cells(change)


def units_in_values(printed: Printed, random: Random) -> Printed:
    """Numbers with their unit or measure word in the cell: `984361元`, `2笔`, `12宗`."""

    def change(cell: Cell) -> Cell:
        number = None if cell.value is None else cell.value.number
        plain = cell.text.replace(".", "", 1).isdigit()
        if cell.kind != "value" or number is None or not plain or random.random() < 0.4:
            return cell
        units: tuple[str, ...]
        if (cell.fact or "").endswith(".amount"):
            units = ("元", "万元", " 元")
        elif (cell.fact or "").startswith("proactive"):
            units = ("项", "条", " 宗", "件")
        else:
            units = ("件", "宗", "起", " 件")
        return cell._replace(text=cell.text + random.choice(units))

    return printed.with_cells(change)


def rare_spellings(printed: Printed, random: Random) -> Printed:
    """`1，234`, `1 234`, `零`, `增3`, `3↓`, `不适用`: what few reports print."""

    def change(cell: Cell) -> Cell:
        value = cell.value
        if cell.kind != "value" or value is None or random.random() < 0.5:
            return cell
        ways: list[str] = []
        number = value.number
        if value.state is State.NOT_APPLICABLE:
            ways = ["--", "不适用", "N/A", "无"]
        elif number is not None and cell.text.isdigit() and (cell.fact or "").endswith(".change"):
            ways = [f"增{number}", f"↑{number}", f"{number}↑"] if number else ["不变"]
        elif number is not None and number < 0:
            ways = [f"减{-number}", f"↓{-number}", f"{-number}↓", f"减少{-number}"]
        elif number is not None and cell.text.isdigit():
            ways = [f"{number:,}".replace(",", mark) for mark in (",", "，", " ")]
            ways += ["零", cell.text] if not number else []
        return cell._replace(text=random.choice(ways)) if ways else cell

    return printed.with_cells(change)
