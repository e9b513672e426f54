"""The whole suite for a layout: subclass it, name the layout and some texts that it reads.

class TestSemicolons(LayoutConformance):
    layout = Semicolons()
    samples = [Path("tests/report.txt")]
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest

from ..adapters.text import document_of
from ..contracts import reading_breaches
from ..document import Document, Paragraph
from ..extractor import Extractor
from ..flow import Flow
from ..form.definition import Edition
from ..form.loader import BUILT_IN, built_in
from ..layouts.base import Declined
from ..locate.tables import Region, find_tables
from ..plugins.contract import fault_of
from ..plugins.registry import Kind
from ..reading import Reading, State, Token
from ..report import Report
from ..values import parse
from . import conformance as kit
from .conformance_reports import made_up

_REPORTS = 8
_PROSE = (
    "青溪县水务局2023年政府信息公开工作年度报告\n一、总体情况\n"
    "本年新收政府信息公开申请12件,予以公开8件,结转下年度继续办理4件。\n"
)
_READ = """
import pickle, sys
from importlib import import_module
from operator import attrgetter
from govdisclose_extract.flow import Flow
from govdisclose_extract.testing.conformance import digest
module, name, path = sys.argv[1:]
layout = attrgetter(name)(import_module(module))()
with open(path, "rb") as file:
    tables = pickle.load(file)
print(digest([layout.read(Flow(document), region) for document, region in tables]))
"""


class LayoutConformance:
    """What every layout promises, as tests.

    layout: an instance. samples: texts that it reads, each as a path to a file in UTF-8 or the
    text itself. editions: those that tell the tables, the built-in ones by default. damages: how
    many cut and how many changed copies of each sample are read. beside: names of layouts that
    read what this one is not meant for. render: overrides write a document as this layout's text,
    for round trips of random reports.
    """

    layout: ClassVar[Any]
    samples: ClassVar[Sequence[str | Path]] = ()
    editions: ClassVar[Sequence[Edition] | None] = None
    damages: ClassVar[int] = 15
    beside: ClassVar[Sequence[str]] = ()

    def render(self, document: Document) -> str:
        """The document as text in this layout; the round trips are left out without it."""
        pytest.skip("there is no render")

    def pytest_generate_tests(self, metafunc: Any) -> None:
        """Run a test for every sample."""
        kit.parametrize(metafunc, "sample", list(self.samples))

    def document(self, text: str) -> Document:
        """A text as a document; override it for a layout of drawn cells."""
        return document_of(text)

    def regions(self, text: str) -> list[tuple[Flow, Region]]:
        """The tables of a text."""
        flow = Flow(self.document(text))
        editions = tuple(self.editions or map(built_in, BUILT_IN))
        return [(flow, region) for region in find_tables(flow, editions).regions]

    def _text(self, sample: str | Path) -> str:
        return sample.read_text(encoding="utf-8") if isinstance(sample, Path) else sample

    def _readings(self, text: str) -> list[tuple[Flow, Region, Reading | Declined]]:
        return [
            (flow, region, self.layout.read(flow, region)) for flow, region in self.regions(text)
        ]

    # ------------------------------------------------------------------ the object

    def test_it_is_a_layout(self) -> None:
        """An instance with name and read(flow, region), for this api."""
        fault = fault_of(Kind.LAYOUT, self.layout)
        kit.must(fault is None, fault.en if fault else "")

    def test_there_are_samples(self) -> None:
        """At least one."""
        kit.must(self.samples, "name some samples")

    # ------------------------------------------------------------------ what it reads

    def test_it_reads_its_samples(self, sample: str | Path) -> None:
        """At least one table of each, and rows of it."""
        readings = [its for _, _, its in self._readings(self._text(sample))]
        rows = sum(len(one.rows) for one in readings if isinstance(one, Reading))
        kit.must(rows, f"no row is read; it says {readings}")

    def test_the_reading_keeps_its_promises(self, sample: str | Path) -> None:
        """Rows of the form, once each; tokens that the text prints; placements that fit the row."""
        for flow, region, reading in self._readings(self._text(sample)):
            _check(self.layout.name, flow, region, reading)

    def test_tokens_are_in_order_and_apart(self, sample: str | Path) -> None:
        """No character belongs to two tokens, and in a row they stand in printed order."""
        for _, _, reading in self._readings(self._text(sample)):
            if not isinstance(reading, Reading):
                continue
            for row in reading.rows:
                spans = [(token.start, token.end) for token in row.tokens]
                kit.must(spans == sorted(spans), f"the tokens of {row.row} are out of order")
            taken = sorted((token.start, token.end) for token in _printed(reading))
            apart = all(one[1] <= two[0] for one, two in pairwise(taken))
            kit.must(apart, "two tokens share characters")

    def test_values_are_what_is_printed(self, sample: str | Path) -> None:
        """The number of a token is that of its characters; in doubt it is unreadable."""
        for _, _, reading in self._readings(self._text(sample)):
            for token in _printed(reading) if isinstance(reading, Reading) else ():
                value = parse(token.raw)
                same = value is not None and value.number == token.value.number
                doubted = token.value.state is State.UNREADABLE
                kit.must(same or doubted, f"{token.raw!r} is read as {token.value.number!r}")

    def test_it_declines_with_a_reason(self) -> None:
        """A text without tables of its kind is declined, in both languages."""
        for text in (_PROSE, *_others()):
            for flow, region, reading in self._readings(text):
                if isinstance(reading, Declined):
                    kit.must(reading.reason and reading.reason_zh, "it declines without a reason")
                else:
                    _check(self.layout.name, flow, region, reading)

    # ------------------------------------------------------------------ always the same

    def test_it_is_the_same_every_time(self, sample: str | Path) -> None:
        """Once more, and in several threads at once; and nothing is kept."""
        state = dict(vars(self.layout)) if hasattr(self.layout, "__dict__") else {}
        for flow, region, reading in self._readings(self._text(sample)):

            def again(flow: Flow = flow, region: Region = region) -> Any:
                return self.layout.read(flow, region)

            kit.same_everywhere(again, reading, "reading")
        after = dict(vars(self.layout)) if hasattr(self.layout, "__dict__") else {}
        kit.must(state == after, "reading changes the layout")

    def test_it_is_the_same_in_another_process(self, sample: str | Path, tmp_path: Path) -> None:
        """Where strings hash otherwise and nothing was read before."""
        readings = self._readings(self._text(sample))
        path = tmp_path / "tables"
        path.write_bytes(pickle.dumps([(flow.document, region) for flow, region, _ in readings]))
        told = kit.in_another_process(_READ, *kit.place_of(self.layout), str(path))
        here = kit.digest([reading for _, _, reading in readings])
        kit.must(told == here, "another process reads otherwise")

    def test_it_opens_nothing(self, sample: str | Path) -> None:
        """A layout sees the text that it is given and nothing else."""
        regions = self.regions(self._text(sample))
        for flow, region in regions:
            self.layout.read(flow, region)
        with kit.watched() as events:
            for flow, region in regions:
                self.layout.read(flow, region)
        kit.must(not events, f"reading opens things: {events}")

    def test_it_pickles(self, sample: str | Path) -> None:
        """The layout and its readings pass between processes."""
        layout = kit.survives_pickle(self.layout, "the layout")
        for flow, region, reading in self._readings(self._text(sample)):
            again = kit.survives_pickle(reading, "the reading")
            kit.must(again == reading, "the reading changes in a pickle")
            same = layout.read(flow, region) == reading
            kit.must(same, "the layout reads otherwise after a pickle")

    # ------------------------------------------------------------------ damage, round trips

    def test_damaged_texts_are_read_or_declined(self, sample: str | Path) -> None:
        """Cut texts, and texts with characters changed, give sound readings or reasons."""
        text = self._text(sample)
        for damaged in _damaged(text, self.damages):
            for flow, region, reading in self._readings(damaged):
                _check(self.layout.name, flow, region, reading)

    def test_random_reports_come_back(self) -> None:
        """Reports with true sums are written by `render`; what is certain is what was written."""
        for seed in range(_REPORTS):
            report = made_up(Random(seed), self.editions or ())
            text = self.render(report.document)
            read = self._extract(text)
            wrong = {
                id: (report.numbers.get(id), fact.value)
                for id, fact in read.facts.items()
                if fact.certain and fact.value != report.numbers.get(id)
            }
            kit.must(not wrong, f"numbers that are given as certain are wrong: {wrong}")
            lost = sorted(set(report.numbers) - set(read.facts))
            kit.must(not lost, f"numbers are lost: {lost}")

    def _extract(self, text: str) -> Report:
        editions = self.editions or tuple(map(built_in, BUILT_IN))
        return Extractor(layouts=[self.layout, *self.beside], editions=editions).extract_text(text)


def _check(name: str, flow: Flow, region: Region, reading: object) -> None:
    if isinstance(reading, Declined):
        return
    kit.must(isinstance(reading, Reading), f"read gave {type(reading).__name__}")
    assert isinstance(reading, Reading)
    breaches = [breach.en for breach in reading_breaches(reading, name, flow, region)]
    kit.must(not breaches, f"the reading breaks its promises: {breaches}")


def _printed(reading: Reading) -> Iterator[Token]:
    """The tokens with characters, of rows and extras."""
    for tokens in [row.tokens for row in reading.rows] + [row.tokens for row in reading.extras]:
        yield from (token for token in tokens if token.end > token.start)


def _damaged(text: str, count: int) -> Iterator[str]:
    random = Random(5)
    for number in range(count):
        yield text[: len(text) * (number + 1) // (count + 1)]
    for _ in range(count):
        letters = list(text)
        for _ in range(9):
            letters[random.randrange(len(letters))] = random.choice(" \t\n|0一,;/无总")
        yield "".join(letters)


def _others() -> Iterator[str]:
    """A report whose cells are parted by tabs, by pipes, and not at all."""
    document = made_up(Random(9)).document
    for border in ("\t", " | ", ""):
        lines: list[str] = []
        for block in document.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
                continue
            lines += [
                border.join(cell.text for cell in block.cells if cell.row == row)
                for row in range(block.height)
            ]
        yield "\n".join(lines)
