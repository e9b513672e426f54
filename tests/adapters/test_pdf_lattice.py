"""Grids closed from ruling lines."""

from __future__ import annotations

import time
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.adapters.pdf_lattice import _sides, lattices
from govdisclose_extract.adapters.pdf_page import Rule
from govdisclose_extract.errors import LimitExceeded

Spots = list[tuple[int, int, int, int]]
MANY = 50_000


def sides(spots: Spots, xs: list[float], ys: list[float]) -> list[Rule]:
    """The sides of cells as single steps."""
    rules: list[Rule] = []
    for row, col, rows, cols in spots:
        for y in (ys[row], ys[row + rows]):
            rules += [Rule(True, y, *step) for step in pairwise(xs[col : col + cols + 1])]
        for x in (xs[col], xs[col + cols]):
            rules += [Rule(False, x, *step) for step in pairwise(ys[row : row + rows + 1])]
    return rules


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, Spots]:
    """A grid cut into merged cells, in reading order."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    free = {(row, col) for row in range(height) for col in range(width)}
    spots: Spots = []
    for row in range(height):
        for col in range(width):
            if (row, col) not in free:
                continue
            cols = draw(st.integers(1, width - col))
            while any((row, place) not in free for place in range(col, col + cols)):
                cols -= 1
            rows = draw(st.integers(1, height - row))
            free -= {(r, c) for r in range(row, row + rows) for c in range(col, col + cols)}
            spots.append((row, col, rows, cols))
    return height, width, spots


@given(tilings(), st.randoms(use_true_random=False))
def test_cells_merged_both_ways(tiling: tuple[int, int, Spots], random: object) -> None:
    height, width, spots = tiling
    xs = [50.0 + 37 * place for place in range(width + 1)]
    ys = [80.0 + 21 * place for place in range(height + 1)]
    rules = sides(spots, xs, ys)
    random.shuffle(rules)  # type: ignore[attr-defined]
    (found,) = lattices(rules, MANY)
    # Lines that no cell needs do not show: what the cells cover is the same, measured in points.
    assert sorted(found.box(spot) for spot in found.spots) == sorted(
        (xs[col], ys[row], xs[col + cols], ys[row + rows]) for row, col, rows, cols in spots
    )
    for row, owners in enumerate(found.owner[1:-1]):
        for col, owner in enumerate(owners[1:-1]):
            spot = found.spots[owner]
            assert spot.row <= row < spot.row + spot.rows
            assert spot.col <= col < spot.col + spot.cols


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 160), st.integers(1, 160)), max_size=8),
    st.lists(st.sampled_from([7, 20, 33]), min_size=1, max_size=5),
)
def test_steps_are_covered_by_what_runs_along_them(
    drawn: list[tuple[int, int, int]], widths: list[int]
) -> None:
    own = [10.0, 30.0, 50.0, 70.0]
    others = [*accumulate(widths, initial=12)]
    rules = [Rule(True, own[at], start, start + length) for at, start, length in drawn]
    for line, found in zip(own, _sides(rules, own, others), strict=True):
        for step, covered in zip(pairwise(others), found, strict=True):
            run = [
                max(0, min(rule.end, step[1]) - max(rule.start, step[0]))
                for rule in rules
                if rule.at == line
            ]
            assert covered == (sum(run) >= 0.6 * (step[1] - step[0]))


def test_a_row_that_ends_before_the_others_is_open() -> None:
    xs, ys = [0.0, 40.0, 80.0, 120.0], [0.0, 20.0, 40.0, 60.0]
    whole = [(row, col, 1, 1) for row in range(3) for col in range(3)]
    (found,) = lattices(sides([spot for spot in whole if spot != (1, 2, 1, 1)], xs, ys), MANY)
    assert [found.spots[at][:2] for at in found.open] == [(1, 2)]
    (found,) = lattices(sides(whole, xs, ys), MANY)
    assert not found.open
    bare = [rule for rule in sides(whole, xs, ys) if rule.across or rule.at < 120]
    (found,) = lattices(bare, MANY)  # a table whose right side is open as a whole
    assert not found.open


def test_tables_side_by_side_are_two() -> None:
    one = sides([(0, 0, 1, 1), (0, 1, 1, 1)], [0.0, 40.0, 80.0], [0.0, 20.0])
    two = sides([(0, 0, 1, 1), (0, 1, 1, 1)], [100.0, 140.0, 190.0], [0.0, 20.0])
    assert [(found.xs[0], found.xs[-1]) for found in lattices(one + two, MANY)] == [
        (0, 80),
        (100, 190),
    ]


def test_lines_that_do_not_meet_close_nothing() -> None:
    assert lattices([Rule(True, 10 * n, 0, 300) for n in range(1, 9)], MANY) == []
    assert lattices([Rule(True, 10, 0, 300), Rule(False, 400, 100, 200)], MANY) == []
    assert lattices([], MANY) == []


def test_a_point_outside() -> None:
    (found,) = lattices(sides([(0, 0, 1, 1)], [0.0, 40.0], [0.0, 20.0]), MANY)
    assert (found.at(20, 10), found.at(41, 10), found.at(20, -1)) == (0, -1, -1)


def test_the_limit_of_cells() -> None:
    rules = [Rule(True, 10 * n, 0, 3200) for n in range(320)]
    rules += [Rule(False, 10 * n, 0, 3200) for n in range(320)]
    started = time.perf_counter()
    with pytest.raises(LimitExceeded) as caught:
        lattices(rules, MANY, "a.pdf")
    assert time.perf_counter() - started < 5
    assert caught.value.where == "a.pdf"
    assert lattices(rules, 2 * MANY + 5000)


def test_a_drawing_of_very_many_lines_ends_in_time() -> None:
    rules = [Rule(True, 3.5 * n, 0, 9) for n in range(40_000)]
    rules += [Rule(False, 100 + 3.5 * n, 0, 140_000) for n in range(40_000)]
    started = time.perf_counter()
    with pytest.raises(LimitExceeded):
        lattices(rules, MANY)
    assert time.perf_counter() - started < 10
