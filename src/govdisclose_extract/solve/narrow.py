"""Which ways of the rows a sum over rows has room for, column by column.

What falls here takes part in no solution; what is left need not take part in one.
"""

from __future__ import annotations

from collections.abc import Sequence

from .sheet import Sheet, Steps, System, Vector, Ways

_CHEAP = 16
"""Ways compared with bounds that cost no more than one partial sum."""

_WIDEST = 1 << 16
"""The widest range of a column's sums in which each is told apart."""


def by_bounds(sheet: Sheet, systems: Sequence[System], ways: Ways, steps: Steps) -> Ways | None:
    """The ways of each row that every column has room for between the bounds of the other rows.

    None when a row has none left. Falling ways narrow the bounds, so it goes on until none falls.
    Raises Spent.
    """
    kept = [*ways]
    falling = True
    while falling:
        falling = False
        for system in systems:
            rows = sheet.rows(system)
            for column in system.columns:
                bounds = [_bounds(sheet.amounts[at], kept[at], column, sign) for at, sign in rows]
                low, high = sum(one for one, _ in bounds), sum(one for _, one in bounds)
                for (at, sign), (least, most) in zip(rows, bounds, strict=True):
                    first, last = most - high, least - low  # what the others leave for this row
                    if first <= least and most <= last:
                        continue
                    steps.take(1 + len(kept[at]) // _CHEAP)
                    amounts = sheet.amounts[at]
                    fitting = [
                        way
                        for way in kept[at]
                        if first <= sign * (amounts[way][column] or 0) <= last
                    ]
                    if not fitting:
                        return None
                    falling = falling or len(fitting) < len(kept[at])
                    kept[at] = fitting
    return kept


def _bounds(amounts: list[Vector], ways: list[int], column: int, sign: int) -> tuple[int, int]:
    if len(ways) == 1:
        only = sign * (amounts[ways[0]][column] or 0)
        return only, only
    held = [sign * (amounts[way][column] or 0) for way in ways]
    return min(held), max(held)


def by_sums(sheet: Sheet, systems: Sequence[System], ways: Ways, steps: Steps) -> Ways | None:
    """The ways of each row whose number in every column the other rows can make up together.

    None when a row has none left. Raises Spent.
    """
    kept = [*ways]
    falling = True
    while falling:
        falling = False
        for system in systems:
            for column in system.columns:
                fallen = _column(sheet, sheet.rows(system), column, kept, steps)
                if fallen is None:
                    return None
                falling = falling or fallen
    return kept


def _column(
    sheet: Sheet, rows: list[tuple[int, int]], column: int, kept: Ways, steps: Steps
) -> bool | None:
    """Narrow the rows by one column; whether some way fell, None when a row has none left.

    A set of sums is the set bits of one integer: adding a number to all of them is a shift.
    """
    held = [{sign * (sheet.amounts[at][way][column] or 0) for way in kept[at]} for at, sign in rows]
    least = [min(numbers) for numbers in held]
    wanted = -sum(least)
    if wanted < 0:
        return None
    if wanted > _WIDEST:
        return False
    mask = (2 << wanted) - 1
    steps.take(2 + sum(map(len, held)) * (1 + (wanted >> 12)) // 2)
    made = [1]  # the sums of the rows before
    for numbers, low in zip(held, least, strict=True):
        before, sums = made[-1], 0
        for number in numbers:
            sums |= before << (number - low)
        made.append(sums & mask)
    fallen = False
    left = 1 << wanted  # the sums from which the rows behind make up what is wanted
    for index in range(len(rows) - 1, -1, -1):
        (at, sign), low = rows[index], least[index]
        fitting = {number for number in held[index] if made[index] << (number - low) & left}
        if not fitting:
            return None
        if len(fitting) < len(held[index]):
            fallen = True
            amounts = sheet.amounts[at]
            kept[at] = [way for way in kept[at] if sign * (amounts[way][column] or 0) in fitting]
        sums = 0
        for number in fitting:
            sums |= left >> (number - low)
        left = sums
    return fallen
