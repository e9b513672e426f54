"""Plugin code as it should be: a checker of types has nothing to say. It is checked, never run."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import ClassVar, assert_type

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import Adapter, AdapterInfo, Match, ReadOptions
from govdisclose_extract.flow import Flow
from govdisclose_extract.layouts.base import Declined, Layout
from govdisclose_extract.locate.tables import Region
from govdisclose_extract.reading import Reading, RowReading, State, Token, Value
from govdisclose_extract.source import Hints, Source
from govdisclose_extract.testing import AdapterConformance, LayoutConformance


class Scroll:
    info: ClassVar[AdapterInfo] = AdapterInfo(name="scroll", suffixes=(".scroll",))

    def match(self, head: bytes, hints: Hints, /) -> Match:
        return Match.CONTENT if head.startswith(b"SCROLL") else Match.NO

    def read(self, source: Source, options: ReadOptions, /) -> gd.Document:
        options.deadline.check(source.name)
        if len(source.data) > options.limits.characters:
            raise gd.LimitExceeded("too long", zh="过长", where=source.name)
        cell = gd.Cell("12", 0, 0, rows=1, cols=2, where=gd.Where(block=0, row=0, col=0))
        grid = gd.Grid(1, 2, (cell,), gd.Where(block=0))
        line = gd.Paragraph("text", gd.Where(block=1, line=2))
        return gd.Document(gd.Provenance(adapter="scroll"), (grid, line), pages=((595.0, 842.0),))


class Diagonal:
    name = "diagonal"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        if not region.table.rows:
            return Declined("no rows", "没有行")
        token = Token("7", region.start, region.start + 1, Value(State.NUMBER, 7), frozenset({0}))
        rows = tuple(RowReading(row.id, (token,), ((token,),)) for row in region.table.rows)
        return Reading(region.table.id, self.name, rows)


class TestScroll(AdapterConformance):
    adapter = Scroll()
    samples = (Path("a.scroll"), b"SCROLL")

    def render(self, document: gd.Document) -> bytes:
        return b"SCROLL"


class TestDiagonal(LayoutConformance):
    layout = Diagonal()
    samples = ("text", Path("a.txt"))


adapter: Adapter = Scroll()
layout: Layout = Diagonal()
extractor = gd.Extractor(adapters=[Scroll(), "text"], layouts=["grid", Diagonal()])
assert_type(extractor.extract(b"SCROLL"), gd.Report)
assert_type(extractor.extract_all(Path("a.zip")), list[gd.Report])
assert_type(gd.extract("a.pdf")["applications.new.total"].value, int | Decimal | None)
