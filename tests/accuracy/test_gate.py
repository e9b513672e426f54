"""A sample of the fixed set meets its floors, and floors cannot be lowered by accident."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from accuracy import gate

from govdisclose_extract.testing.forge import WRITERS


def test_the_set_is_the_one_that_was_pinned():
    pinned = gate.load()
    its = [case for case in gate.all_cases() if case.writer == "tabbed"]
    assert {case.damage for case in gate.all_cases()} == set(pinned["digests"])
    sample = sorted(pinned["digests"])[::6]
    digests = gate.fingerprints(case for case in gate.all_cases() if case.damage in sample)
    assert digests == {damage: pinned["digests"][damage] for damage in sample}
    assert set(pinned["floors"]) == set(WRITERS)
    assert {case.damage for case in its} == set(pinned["floors"]["tabbed"])


@pytest.mark.parametrize("writer", [name for name in WRITERS if not name.startswith("glued")])
def test_a_sample_of_the_set_is_not_worse_than_its_floors(writer):
    damages = sorted(gate.load()["floors"][writer])
    chosen = {damages[(at * 7) % len(damages)] for at in range(len(writer) % 3 + 1)} | {"none"}
    its = [case for case in gate.all_cases() if case.writer == writer and case.damage in chosen]
    assert gate.regressions(gate.scores(its), gate.load()["floors"]) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"right": 9, "certain": 9}, ["right 10 -> 9"]),
        ({"right": 10, "certain": 8}, ["certain 9 -> 8"]),
        ({"right": 10, "certain": 9, "wrong": 1}, []),
        ({"right": 10, "certain": 9, "wrong": 2}, ["wrong 1 -> 2"]),
        ({"right": 10, "certain": 8, "wrong": 0}, ["certain 9 -> 8"]),
        ({"right": 12, "certain": 12}, []),
    ],
)
def test_what_is_worse_is_told(now, told):
    floors = {"tabbed": {"none": {"right": 10, "certain": 9, "wrong": 1}}}
    now = {"wrong": 1, **now}
    found = gate.regressions({"tabbed": {"none": Counter(now)}}, floors)
    if now["wrong"] == 0:
        told = []  # the wrong one is no longer claimed
    assert [line.partition(": ")[2] for line in found] == told


def test_a_floor_is_lowered_by_a_flag_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(gate, "all_cases", lambda seeds=(1,): [gate.Case("tabbed", (), 1)])
    assert gate.main(["--update", "--processes", "1"]) == 0
    pinned = gate.load()
    pinned["floors"]["tabbed"]["none"]["right"] += 1
    gate.FLOORS.write_text(json.dumps(pinned))
    assert gate.main(["--processes", "1"]) == 1
    assert gate.main(["--update", "--processes", "1"]) == 1
    assert gate.load() == pinned
    assert gate.main(["--update", "--allow-regression", "--processes", "1"]) == 0
    assert gate.load() != pinned
    assert "worse: tabbed, none: right" in capsys.readouterr().out


def test_a_new_damage_is_added_without_a_flag_and_leaves_the_floors(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    old = [gate.Case("tabbed", (), 1)]
    monkeypatch.setattr(gate, "all_cases", lambda seeds=(1,): old)
    assert gate.main(["--update", "--processes", "1"]) == 0
    pinned = gate.load()
    pinned["floors"]["tabbed"]["none"]["right"] -= 1
    gate.FLOORS.write_text(json.dumps(pinned))
    new = [*old, gate.Case("tabbed", ("half_width",), 1)]
    monkeypatch.setattr(gate, "all_cases", lambda seeds=(1,): new)
    assert gate.main(["--processes", "1"]) == 1
    assert "without a floor: tabbed, half_width" in capsys.readouterr().out
    assert gate.main(["--add", "--processes", "1"]) == 0
    assert gate.main(["--processes", "1"]) == 0
    now = gate.load()
    assert now["floors"]["tabbed"]["none"] == pinned["floors"]["tabbed"]["none"]
    assert now["digests"]["none"] == pinned["digests"]["none"]
    assert set(now["floors"]["tabbed"]) == {"none", "half_width"}


def test_a_damage_that_is_forged_otherwise_is_another_set(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(gate, "all_cases", lambda seeds=(1,): [gate.Case("tabbed", (), 1)])
    assert gate.main(["--update", "--processes", "1"]) == 0
    monkeypatch.setattr(gate, "all_cases", lambda seeds=(1,): [gate.Case("tabbed", (), 2)])
    for flags in ([], ["--add"], ["--update"]):
        assert gate.main([*flags, "--processes", "1"]) == 1
    assert "not forged as they were pinned: none" in capsys.readouterr().out
