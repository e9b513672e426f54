"""Damage takes away and rearranges; it never changes what is printed behind one's back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from govdisclose_extract import MissingDependency
from govdisclose_extract.testing.content import edition_of, fill
from govdisclose_extract.testing.damage import DAMAGES
from govdisclose_extract.testing.forge import WRITERS
from govdisclose_extract.testing.printed import Sheet, lay_out, official, placed
from govdisclose_extract.values import parse

SRC = Path(__file__).resolve().parents[2] / "src"
CHANGED = {"dropped_zeros", "marks_for_nothing", "blank_totals", "blank_columns"}
"""Damages that print something else in a cell: blank or a mark for a number."""

LESS = {"short_rows", "truncated", "cut_in_row", "deduplicated"}


def printed(seed: int):
    random = Random(seed)
    return lay_out(fill(random), random), random


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_left_means_what_it_meant(name):
    for seed in range(8):
        before, random = printed(seed)
        after = DAMAGES[name](before, random)
        assert after.facts.keys() <= before.facts.keys()
        assert (after.facts.keys() == before.facts.keys()) or name in LESS
        if name not in CHANGED:
            assert {id: value.number for id, value in after.facts.items()} == {
                id: before.facts[id].number for id in after.facts
            }


@pytest.mark.parametrize("name", DAMAGES)
def test_a_cell_prints_what_it_means(name):
    for seed in range(4):
        before, random = printed(seed)
        for row in DAMAGES[name](before, random).rows:
            for cell in row.values:
                text = cell.text.replace("．", ".")
                digits = "".join(char for char in text if char.isdigit() or char == ".")
                number = cell.value.number if cell.value else None
                if number is not None and digits:
                    assert abs(float(digits)) == abs(float(number)), cell
                else:
                    assert not digits, cell


def test_every_damage_damages():
    for name, damage in DAMAGES.items():
        pairs = [(printed(seed)[0], damage(*printed(seed))) for seed in range(6)]
        assert any(before.blocks != after.blocks for before, after in pairs), name


def test_cells_of_a_sheet_cover_its_grid_without_gap_or_overlap():
    for seed in range(6):
        report, _ = printed(seed)
        for sheet in report.sheets:
            taken = [
                (row + r, col + c)
                for cell, row, col in placed(sheet)
                for r in range(cell.rows)
                for c in range(cell.cols)
            ]
            assert sorted(taken) == [
                (row, col) for row in range(len(sheet.rows)) for col in range(sheet.width)
            ]


def test_labels_are_printed_as_the_notice_prints_them():
    labels = [official(row.label) for row in edition_of("2021").tables[1].rows if row.label]
    assert "（二）部分公开（区分处理的，只计这一情形，不计其他情形）" in labels
    assert "3.危及“三安全一稳定”" in labels


def test_a_truncated_report_ends_in_a_table():
    report, random = printed(3)
    assert isinstance(DAMAGES["truncated"](report, random).blocks[-1], Sheet)


def test_a_writer_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "reportlab.lib.pagesizes", None)
    with pytest.raises(MissingDependency, match=r"govdisclose-extract\[testing\]"):
        WRITERS["pdf-ruled"](*printed(1))


def test_strategies_without_hypothesis_say_what_to_install():
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "try:\n    import govdisclose_extract.testing.strategies\n"
        "except ImportError as error:\n    print(error)\n"
        "import govdisclose_extract.testing.forge\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SRC
    )
    assert "pip install 'govdisclose-extract[testing]'" in done.stdout


def test_marks_and_blanks_are_what_the_library_takes_them_for():
    for seed in range(10):
        for row in printed(seed)[0].rows:
            for cell in row.values:
                value = parse(cell.text)
                assert value is not None
                assert cell.value is not None
                assert value.state is cell.value.state
