"""Forged texts and pages that were once read wrong: nothing certain is another number."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

import govdisclose_extract as gd
from govdisclose_extract.values import parse

FOLDER = Path(__file__).parent / "data" / "found"
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def value_of(printed: str) -> Decimal | None:
    """The number that a cell prints; None where it prints none."""
    try:
        return Decimal(printed.replace(",", ""))
    except InvalidOperation:
        found = parse(printed)
        return None if found is None or found.number is None else Decimal(found.number)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_certain_is_wrong(path: Path) -> None:
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    printed = {
        f"{row}.{cell}": value_of(text)
        for row, cells in told["printed"].items()
        for cell, text in cells.items()
    }
    report = gd.extract(path)
    sure = {fact.id: fact for fact in report.facts.values() if fact.certainty != "assumed"}
    wrong = {
        id: (printed[id], fact.value)
        for id, fact in sure.items()
        if id in printed and printed[id] != (None if fact.value is None else Decimal(fact.value))
    }
    assert wrong == {}
    assert len(sure) >= told["certain"]
