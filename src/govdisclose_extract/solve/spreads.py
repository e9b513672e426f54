"""The ways to spread values over cells, and amounts over lost ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ..reading import Placement, Token


def ending_in_total(tokens: tuple[Token, ...], cells: int) -> Iterator[Placement]:
    """The ways to spread values over so many cells and their total, which is the last value.

    The total of values that amount to nothing may be blank.
    """
    if tokens:
        *others, last = tokens
        if sum(token.value.number or 0 for token in others) == (last.value.number or 0):
            for chosen in combinations(range(cells), len(others)):
                yield spread(tokens, (*chosen, cells), cells + 1)
    if not any(token.value.number for token in tokens):
        for chosen in combinations(range(cells), len(tokens)):
            yield spread(tokens, chosen, cells + 1)


def spread(tokens: Sequence[Token | None], places: tuple[int, ...], size: int) -> Placement:
    """A row of so many cells with the values in these places, nothing in the others."""
    cells: list[Token | None] = [None] * size
    for place, token in zip(places, tokens, strict=True):
        cells[place] = token
    return tuple(cells)


def shares(rest: int, count: int) -> Iterator[tuple[int, ...]]:
    """All ways to share `rest` out among `count` cells."""
    if count == 1:
        yield (rest,)
        return
    for first in range(rest + 1):
        for others in shares(rest - first, count - 1):
            yield (first, *others)
