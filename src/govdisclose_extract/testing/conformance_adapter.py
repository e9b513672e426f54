"""The whole suite for an adapter: subclass it, name the adapter and some samples.

class TestOfd(AdapterConformance):
    adapter = OfdAdapter()
    samples = [Path("tests/report.ofd")]
"""

from __future__ import annotations

import gc
import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import packages_distributions
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import msgspec
import pytest

from ..adapters.base import Adapter, AdapterInfo, Match, ReadOptions
from ..contracts import document_breaches
from ..document import Document, Grid, Paragraph
from ..errors import LimitExceeded, ReadError
from ..extractor import Extractor
from ..plugins.contract import fault_of
from ..plugins.registry import Kind
from ..source import Deadline, Hints, Limits, Source
from ..where import Where
from . import conformance as kit
from .conformance_reports import made_up

_HEAD = 8192
_LINES = 5000
"""Lines of Python that a cheap look at 8 KiB may take."""

_REPORTS = 8
_READ = """
import sys
from importlib import import_module
from operator import attrgetter
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.source import Source
from govdisclose_extract.testing.conformance import digest
module, name, path, engine = sys.argv[1:]
adapter = attrgetter(name)(import_module(module))()
source = Source.of(open(path, "rb").read())
print(digest(adapter.read(source, ReadOptions(engine=engine or None))))
"""
_LOADED = """
import sys
from importlib import import_module
before = set(sys.modules)
import_module(sys.argv[1])
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


class AdapterConformance:
    """What every adapter promises, as tests.

    adapter: an instance. samples: files (paths or bytes) that it reads, at least one of them with
    a table. engines: those to test; the card's by default. damages: how many cut and how many
    flipped copies of each sample are read. render: overrides write a document in the format, for
    round trips of random reports; cells and merged cells must come back as they were.
    """

    adapter: ClassVar[Any]
    samples: ClassVar[Sequence[kit.Sample]] = ()
    engines: ClassVar[Sequence[str | None] | None] = None
    damages: ClassVar[int] = 40

    def render(self, document: Document) -> bytes:
        """The document written in the adapter's format; the round trips are left out without it."""
        pytest.skip("there is no render")

    def text_at(self, data: bytes, where: Where) -> str:
        """What a file prints at a place, found by other means than the adapter's; optional."""
        pytest.skip("there is no text_at")

    def pytest_generate_tests(self, metafunc: Any) -> None:
        """Run a test for every sample and every engine."""
        kit.parametrize(metafunc, "sample", list(self.samples))
        kit.parametrize(metafunc, "engine", list(self._engines()))

    def _engines(self) -> Sequence[str | None]:
        info = self.adapter.info
        known = info.engines if isinstance(info, AdapterInfo) else ()
        return self.engines or known or (None,)

    def _read(self, data: bytes, engine: str | None, limits: Limits | None = None) -> Document:
        options = ReadOptions(limits=limits or Limits(), engine=engine)
        document: Document = self.adapter.read(Source.of(data), options)
        return document

    # ------------------------------------------------------------------ the card

    def test_it_is_an_adapter(self) -> None:
        """An instance with info, match(head, hints) and read(source, options), for this api."""
        fault = fault_of(Kind.ADAPTER, self.adapter)
        kit.must(fault is None, fault.en if fault else "")

    def test_the_card_is_well_formed(self) -> None:
        """Suffixes, media types, engines, packages and the description are as they should be."""
        info = self.adapter.info
        for suffix in info.suffixes:
            fits = suffix == "" or re.fullmatch(r"\.[a-z0-9]+", suffix)
            kit.must(fits, f"the suffix {suffix!r} is not in lower case with its dot")
        for media in info.media_types:
            kit.must(re.fullmatch(r"[a-z]+/[A-Za-z0-9.+-]+", media), f"{media!r} is no media type")
        for package in info.requires:
            kit.must(re.fullmatch(r"[A-Za-z0-9._-]+", package), f"{package!r} names no package")
        for field in ("suffixes", "media_types", "requires", "engines"):
            values = getattr(info, field)
            kit.must(isinstance(values, tuple), f"{field} is no tuple")
            kit.must(len(set(values)) == len(values), f"{field} has an entry twice")
        kit.must(info.suffixes or info.media_types, "the card names no suffix and no media type")
        one_line = info.description and "\n" not in info.description
        kit.must(one_line, "the card has no description of one line")

    def test_there_are_samples(self) -> None:
        """At least one, and a table in one of them."""
        kit.must(self.samples, "name some samples")
        documents = [self._read(kit.bytes_of(one), self._engines()[0]) for one in self.samples]
        kit.must(any(document.blocks for document in documents), "every sample is empty")

    # ------------------------------------------------------------------ match

    def test_match_knows_its_samples(self, sample: kit.Sample) -> None:
        """By their bytes alone, without a name."""
        found = self.adapter.match(kit.bytes_of(sample)[:_HEAD], Hints())
        kit.must(found is Match.CONTENT, f"match gave {found!r} for the bytes of a sample")

    def test_match_is_pure(self, sample: kit.Sample) -> None:
        """Equal questions have equal answers, nothing is opened, and nothing is kept."""
        head = kit.bytes_of(sample)[:_HEAD]
        state = dict(vars(self.adapter)) if hasattr(self.adapter, "__dict__") else {}
        for part in (head, head[:100], head[:7], b""):
            first = self.adapter.match(part, Hints())
            kit.must(isinstance(first, Match), f"match gave {first!r}, which is no Match")
            with kit.watched() as events:
                again = self.adapter.match(part, Hints())
            kit.must(not events, f"match opens things: {events}")
            kit.must(first == again, "match answers otherwise when it is asked again")
        after = dict(vars(self.adapter)) if hasattr(self.adapter, "__dict__") else {}
        kit.must(state == after, "match changes the adapter")

    def test_match_is_cheap(self, sample: kit.Sample) -> None:
        """A look at 8 KiB takes few lines of Python."""
        head = kit.bytes_of(sample)[:_HEAD].ljust(_HEAD, b" ")
        self.adapter.match(head, Hints())
        with kit.counted(_LINES):
            self.adapter.match(head, Hints())

    def test_match_is_silent_on_random_bytes(self) -> None:
        """Noise is nobody's file, and no noise makes match raise."""
        random = Random(1)
        for size in (64, 256, 1024, _HEAD) * 25:
            noise = random.randbytes(size)
            found = self.adapter.match(noise, Hints("noise.bin", ".bin"))
            kit.must(found is Match.NO, f"match gave {found!r} for random bytes")

    def test_match_leaves_other_formats_alone(self) -> None:
        """It does not claim the content of formats that this package reads."""
        for name, head in _others().items():
            if name != self.adapter.info.name:
                found = self.adapter.match(head, Hints())
                kit.must(found is not Match.CONTENT, f"match claims the content of a {name} file")

    # ------------------------------------------------------------------ read

    def test_path_bytes_and_stream_are_equal(self, sample: kit.Sample, tmp_path: Path) -> None:
        """The document does not depend on how the bytes came, but for the name in its source."""
        data = kit.bytes_of(sample)
        path = tmp_path / f"sample{(self.adapter.info.suffixes or ('',))[0]}"
        path.write_bytes(data)
        stream = io.BytesIO(data)
        by_bytes = self._read(data, None)
        for source in (Source.of(path), Source.of(stream), Source.of(data, name="other.name")):
            document = self.adapter.read(source, ReadOptions())
            kit.must(document.source.name == source.name, "the document's source has another name")
            given = msgspec.structs.replace(
                document, source=msgspec.structs.replace(document.source, name=None)
            )
            kit.must(given == by_bytes, "path, bytes and stream give different documents")
        kit.must(not stream.closed, "the caller's stream is closed")

    def test_what_it_opens_it_closes(
        self, sample: kit.Sample, engine: str | None, tmp_path: Path, monkeypatch: Any
    ) -> None:
        """No handle and no temporary file is left, and nothing is called over the network."""
        data = kit.bytes_of(sample)
        self._read(data, engine)
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        gc.collect()
        before = _handles()
        with warnings.catch_warnings(record=True) as told, kit.watched() as events:
            warnings.simplefilter("always", ResourceWarning)
            document: Any = self._read(data, engine)
            gc.collect()
        left = [str(one.message) for one in told if issubclass(one.category, ResourceWarning)]
        kit.must(not left, f"something was not closed: {left}")
        kit.must(_handles() <= before, "a file handle is left open")
        kit.must(not list(tmp_path.iterdir()), "a temporary file is left")
        calls = [event for event in events if not event.startswith("open ")]
        kit.must(not calls, f"reading calls others: {calls}")
        kit.must(isinstance(document, Document), "read gave no Document")

    def test_the_document_keeps_its_promises(self, sample: kit.Sample, engine: str | None) -> None:
        """Cells lie in their grids and do not overlap, merged ones stand once, boxes on pages."""
        document: Any = self._read(kit.bytes_of(sample), engine)
        kit.must(isinstance(document, Document), f"read gave {type(document).__name__}")
        breaches = [breach.en for breach in document_breaches(document, Limits())]
        kit.must(not breaches, f"the document breaks its promises: {breaches}")
        for number, block in enumerate(document.blocks):
            kit.must(block.where.block == number, f"block {number} says {block.where.block!r}")
            if isinstance(block, Paragraph):
                kit.must(
                    not {"\n", "\r"} & set(block.text), f"paragraph {number} holds a line break"
                )
                continue
            kit.must(block.cells, f"grid {number} has no cells")
            for cell in block.cells:
                place = (cell.where.block, cell.where.row, cell.where.col)
                kit.must(
                    place == (number, cell.row, cell.col),
                    f"a cell of grid {number} says it stands at {place}",
                )

    def test_boxes_follow_rows_and_columns(self, sample: kit.Sample, engine: str | None) -> None:
        """Where cells have boxes, the next row lies lower and the next column further right."""
        for block in self._read(kit.bytes_of(sample), engine).blocks:
            if not isinstance(block, Grid):
                continue
            boxes = [(cell, cell.where.box) for cell in block.cells if cell.where.box]
            for cell, box in boxes:
                for other, its in boxes:
                    same = cell.where.page == other.where.page
                    right = cell.row == other.row and cell.col < other.col and its[0] < box[0]
                    lower = cell.col == other.col and cell.row < other.row and its[1] < box[1]
                    kit.must(
                        not (same and (right or lower)), "boxes do not follow rows and columns"
                    )

    def test_places_point_at_the_very_text(self, sample: kit.Sample, engine: str | None) -> None:
        """What `text_at` finds at a place is what the document says."""
        data = kit.bytes_of(sample)
        for block in self._read(data, engine).blocks:
            for part in block.cells if isinstance(block, Grid) else (block,):
                found = self.text_at(data, part.where)
                kit.must(found == part.text, f"{part.where} holds {found!r}, not {part.text!r}")

    def test_the_source_is_told(self, sample: kit.Sample, engine: str | None) -> None:
        """Adapter, engine, size and digest of the bytes stand in the document's source."""
        data = kit.bytes_of(sample)
        source = self._read(data, engine).source
        kit.must(source.adapter == self.adapter.info.name, f"the source names {source.adapter!r}")
        kit.must(source.bytes == len(data), "the source has another size")
        kit.must(source.sha256 == sha256(data).hexdigest(), "the source has another sha256")
        kit.must(source.engine == engine, f"the source names the engine {source.engine!r}")

    # ------------------------------------------------------------------ always the same

    def test_it_is_the_same_every_time(self, sample: kit.Sample, engine: str | None) -> None:
        """Once more, and in several threads at once."""
        data = kit.bytes_of(sample)
        first = self._read(data, engine)
        kit.same_everywhere(lambda: self._read(data, engine), first, "document")

    def test_it_is_the_same_in_another_process(
        self, sample: kit.Sample, engine: str | None, tmp_path: Path
    ) -> None:
        """Where strings hash otherwise and nothing was read before."""
        data = kit.bytes_of(sample)
        path = tmp_path / "sample"
        path.write_bytes(data)
        module, name = kit.place_of(self.adapter)
        told = kit.in_another_process(_READ, module, name, str(path), engine or "")
        here = kit.digest(self._read(data, engine))
        kit.must(told == here, "another process reads another document")

    def test_it_pickles(self, sample: kit.Sample) -> None:
        """The adapter and its documents pass between processes."""
        document = self._read(kit.bytes_of(sample), None)
        again = kit.survives_pickle(document, "the document")
        kit.must(again == document, "the document changes in a pickle")
        adapter: Adapter = kit.survives_pickle(self.adapter, "the adapter")
        read = adapter.read(Source.of(kit.bytes_of(sample)), ReadOptions())
        kit.must(read == document, "the adapter reads otherwise after a pickle")

    def test_importing_it_loads_nothing_it_requires(self) -> None:
        """The packages of the card are imported by `read`, so that all others start fast."""
        module, _ = kit.place_of(self.adapter)
        loaded = set(kit.in_another_process(_LOADED, module).split())
        wanted = {_plain(package) for package in self.adapter.info.requires}
        found = [
            name
            for name, packages in packages_distributions().items()
            if name in loaded and wanted & {_plain(package) for package in packages}
        ]
        kit.must(not found, f"importing {module} loads {', '.join(found)}")

    # ------------------------------------------------------------------ hostile input

    def test_damaged_files_are_read_or_refused(
        self, sample: kit.Sample, engine: str | None
    ) -> None:
        """A cut or flipped file gives a sound document or a ReadError, and nothing else."""
        for data in kit.damaged(kit.bytes_of(sample), self.damages):
            try:
                document = self._read(data, engine)
            except ReadError:
                continue
            breaches = [breach.en for breach in document_breaches(document, Limits())]
            kit.must(not breaches, f"a damaged file gives a broken document: {breaches}")

    def test_limits_are_obeyed(self, sample: kit.Sample, engine: str | None) -> None:
        """What passes a limit is refused with LimitExceeded."""
        data = kit.bytes_of(sample)
        document = self._read(data, engine)
        grids = [block for block in document.blocks if isinstance(block, Grid)]
        pages = {block.where.page for block in document.blocks}
        tight = {
            "characters": Limits(characters=1),
            "cells": Limits(cells=1)
            if any(grid.height * grid.width > 1 for grid in grids)
            else None,
            "pages": Limits(pages=1) if len(pages) > 1 else None,
            "unpacked": Limits(unpacked=1) if zipfile.is_zipfile(io.BytesIO(data)) else None,
        }
        for name, limits in tight.items():
            if limits is not None:
                _is_refused(lambda its=limits: self._read(data, engine, its), f"Limits({name}=1)")

    def test_the_deadline_is_asked(self, sample: kit.Sample, engine: str | None) -> None:
        """`options.deadline.check()` stands in its loops."""
        past = ReadOptions(engine=engine, deadline=Deadline(1, float("-inf")))
        source = Source.of(kit.bytes_of(sample))
        _is_refused(lambda: self.adapter.read(source, past), "a deadline that is over")

    # ------------------------------------------------------------------ round trips

    def test_random_reports_come_back(self, engine: str | None) -> None:
        """Reports with true sums are written by `render`, and every number is read as it was."""
        for seed in range(_REPORTS):
            report = made_up(Random(seed))
            data = self.render(report.document)
            read = Extractor(adapters=[self.adapter]).extract(data, engine=engine)
            numbers = {id: fact.value for id, fact in read.facts.items()}
            wrong = {
                id: (number, numbers.get(id))
                for id, number in report.numbers.items()
                if numbers.get(id) != number
            }
            kit.must(not wrong, f"numbers come back otherwise: {wrong}")
            more = sorted(set(numbers) - set(report.numbers))
            kit.must(not more, f"numbers come back that were not printed: {more}")

    def test_merged_cells_come_back_once(self, engine: str | None) -> None:
        """Grids that `render` writes come back with their spans; a merged cell is stored once."""
        report = made_up(Random(3))
        read = self._read(self.render(report.document), engine)
        shapes = [_shape(document) for document in (report.document, read)]
        if not shapes[1]:
            pytest.skip("the format draws no cells")
        kit.must(shapes[0] == shapes[1], "the cells of grids come back otherwise")


def _is_refused(call: Any, what: str) -> None:
    try:
        call()
    except LimitExceeded:
        return
    except ReadError as error:
        kit.must(False, f"{what} gives {type(error).__name__}, not LimitExceeded")
    kit.must(False, f"{what} is not obeyed")


def _shape(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    """The cells of all grids, without white space in their texts."""
    return [
        [(one.row, one.col, one.rows, one.cols, "".join(one.text.split())) for one in block.cells]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _handles() -> int:
    """Open file descriptors of this process; 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def _others() -> dict[str, bytes]:
    """The first bytes of files of the built-in formats."""
    docx = io.BytesIO()
    with zipfile.ZipFile(docx, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return {
        "html": b"<!DOCTYPE html><html><head><title>a</title></head><body><p>a</p></body></html>",
        "docx": docx.getvalue(),
        "pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        "text": "政府信息公开工作年度报告\n一、总体情况\n".encode(),
    }
