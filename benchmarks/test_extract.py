"""How long one report takes, stage by stage: samples, and real documents where they are at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.text import TextAdapter
from govdisclose_extract.flow import Flow
from govdisclose_extract.form.loader import BUILT_IN, built_in
from govdisclose_extract.layouts.base import Declined
from govdisclose_extract.locate.tables import find_tables
from govdisclose_extract.plugins import LAYOUTS, resolve
from govdisclose_extract.solve.settle import settle
from govdisclose_extract.source import Source
from govdisclose_extract.surroundings import Surroundings

TOP = Path(__file__).parents[1]
DOCUMENTS = [
    *sorted(TOP.glob("samples/*/report.txt")),
    *sorted(TOP.parent.glob("shared/seeds/*.txt")),
]
LIMITS = gd.Limits()
EDITIONS = tuple(built_in(id) for id in BUILT_IN)


class Stages:
    """A document after each stage, and the stages as functions without arguments."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        source = Source.of(data, LIMITS)
        self.whole = lambda: gd.extract(data)
        self.decode = lambda: TextAdapter().read(source, ReadOptions(limits=LIMITS))
        document = self.decode()
        self.fold = lambda: Flow(document)
        flow = self.fold()
        self.locate = lambda: find_tables(flow, EDITIONS)
        located = self.locate()
        self.surround = lambda: Surroundings(flow, located, EDITIONS)
        used = {
            table.table: attempt.layout
            for table in gd.Extractor().trace(data).tables
            for attempt in table.attempts
            if attempt.chosen
        }
        pairs = [
            (region, *resolve("layout", [used[region.table.id]])) for region in located.regions
        ]
        self.layout = lambda: [layout.read(flow, region) for region, layout in pairs]
        readings = self.layout()
        assert not any(isinstance(reading, Declined) for reading in readings)
        self.solve = lambda: [
            settle(flow, region.table, reading, LIMITS.steps)
            for region, reading in zip(located.regions, readings, strict=True)
        ]
        report = self.whole()
        self.json = report.to_json


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem[:6]}")
@pytest.mark.parametrize(
    "stage", ["whole", "decode", "fold", "locate", "surround", "layout", "solve", "json"]
)
def test_stage(benchmark, path, stage):
    benchmark.group = f"{path.parent.name} {path.stem[:6]}"
    assert benchmark(getattr(Stages(path), stage))


@pytest.mark.parametrize("what", ["pass", "import govdisclose_extract"])
def test_import(benchmark, what):
    """The package beside bare Python, each in a new process."""
    benchmark.group = "import"
    benchmark.pedantic(
        subprocess.run, ([sys.executable, "-c", what],), {"check": True}, rounds=10, warmup_rounds=1
    )


def test_layouts_are_all_met():
    """The samples name every built-in layout, so that none goes unmeasured."""
    met = {
        attempt.layout
        for path in DOCUMENTS
        for table in gd.Extractor().trace(path.read_bytes()).tables
        for attempt in table.attempts
        if attempt.chosen
    }
    assert met == set(LAYOUTS)
