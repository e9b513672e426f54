"""How long one report takes, layout by layout."""

from __future__ import annotations

from pathlib import Path

import pytest

import govdisclose_extract as gd

SAMPLES = sorted(Path(__file__).parents[1].glob("samples/*/report.*"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_extract(benchmark, path):
    data = path.read_bytes()
    report = benchmark(gd.extract, data)
    assert report.facts
