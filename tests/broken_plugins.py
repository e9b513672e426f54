"""Adapters and layouts, each with one fault: a suite that cannot find it is no suite."""

from __future__ import annotations

import itertools
import os
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from govdisclose_extract.adapters.base import AdapterInfo, Match, ReadOptions
from govdisclose_extract.adapters.html import HtmlAdapter
from govdisclose_extract.document import Cell, Document, Grid, Paragraph
from govdisclose_extract.errors import LimitExceeded, ReadError
from govdisclose_extract.flow import Flow
from govdisclose_extract.layouts.base import Declined
from govdisclose_extract.layouts.tabbed import LAYOUT as TABBED
from govdisclose_extract.locate.tables import Region
from govdisclose_extract.reading import Reading, Value
from govdisclose_extract.source import Deadline, Hints, Limits, Source
from govdisclose_extract.where import Where

replace = msgspec.structs.replace
HTML = HtmlAdapter()
COUNTER = itertools.count()


class Sound:
    """Reads HTML as the built-in adapter does; what follows changes one thing each."""

    info: ClassVar[AdapterInfo] = AdapterInfo(
        name="html", suffixes=(".html",), description="a web page", engines=("lxml",)
    )

    def match(self, head: bytes, hints: Hints, /) -> Match:
        return HTML.match(head, hints)

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        options.deadline.check(source.name)
        return self.change(HTML.read(source, options), source, options)

    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        return document


class Api2(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, api=2)


class LoudSuffix(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, suffixes=("HTML",))


class OddMedia(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, media_types=("web page",))


class Undescribed(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, description="")


class Nowhere(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, suffixes=())


class Twice(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, engines=("lxml", "lxml"))


class OddPackage(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, requires=("lxml>=5",))


class Blind(Sound):
    def match(self, head: bytes, hints: Hints, /) -> Match:
        return Match.NO


class ByName(Sound):
    def match(self, head: bytes, hints: Hints, /) -> Match:
        return Match.SUFFIX


class Forgetful(Sound):
    def match(self, head: bytes, hints: Hints, /) -> Match:
        return None  # type: ignore[return-value]


class Fickle(Sound):
    def match(self, head: bytes, hints: Hints, /) -> Match:
        return Match.CONTENT if next(COUNTER) % 2 else Match.NO


class Counting(Sound):
    def __init__(self) -> None:
        self.seen = 0

    def match(self, head: bytes, hints: Hints, /) -> Match:
        self.seen += 1
        return super().match(head, hints)


class Peeking(Sound):
    def match(self, head: bytes, hints: Hints, /) -> Match:
        with Path(os.devnull).open("rb"):
            return super().match(head, hints)


class Slow(Sound):
    def match(self, head: bytes, hints: Hints, /) -> Match:
        count = 0
        for byte in head:
            if byte == 60:
                count += 1
        return Match.CONTENT if count else Match.NO


class Greedy(Sound):
    info: ClassVar[AdapterInfo] = replace(Sound.info, name="greedy")

    def match(self, head: bytes, hints: Hints, /) -> Match:
        return Match.CONTENT


class Touchy(Sound):
    def match(self, head: bytes, hints: Hints, /) -> Match:
        head[:4].decode("utf-8")
        return super().match(head, hints)


class Nameless(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        return replace(document, source=replace(document.source, name=None))


class BySuffix(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        return document if source.hints.suffix else replace(document, blocks=document.blocks[1:])


class LeavesOpen(Sound):
    held: ClassVar[list[int]] = []

    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        self.held.append(os.open(os.devnull, os.O_RDONLY))
        return document


class DropsOpen(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        Path(os.devnull).open("rb")  # noqa: SIM115
        return document


class LeavesFile(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        handle, _ = tempfile.mkstemp()
        os.close(handle)
        return document


class CallsHome(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        with suppress(OSError), socket.socket() as line:
            line.connect(("127.0.0.1", 1))
        return document


def changed(document: Document, kind: type, change: Callable[[Any], Any]) -> Document:
    """The document with its first paragraph or grid changed."""
    blocks = list(document.blocks)
    at = next((number for number, block in enumerate(blocks) if isinstance(block, kind)), None)
    if at is not None:
        blocks[at] = change(blocks[at])
    return replace(document, blocks=tuple(blocks))


class Overlapping(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        def stretch(grid: Grid) -> Grid:
            first, *others = grid.cells
            return replace(grid, cells=(replace(first, rows=grid.height, cols=grid.width), *others))

        return changed(document, Grid, stretch)


class RepeatsMerged(Sound):
    """A merged cell comes as many cells with the same text."""

    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        def spread(grid: Grid) -> Grid:
            cells: list[Cell] = []
            for row, line in enumerate(grid.dense()):
                for col, cell in enumerate(line):
                    if cell:
                        where = replace(cell.where, row=row, col=col)
                        cells.append(Cell(cell.text, row, col, 1, 1, where))
            return replace(grid, cells=tuple(cells))

        blocks = [spread(one) if isinstance(one, Grid) else one for one in document.blocks]
        return replace(document, blocks=tuple(blocks))


class Broken(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        return changed(document, Paragraph, lambda one: replace(one, text=one.text + "\nmore"))


class Misnumbered(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        return changed(document, Paragraph, lambda one: replace(one, where=Where(block=99)))


class Misplaced(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        def shift(grid: Grid) -> Grid:
            first, *others = grid.cells
            return replace(grid, cells=(replace(first, where=replace(first.where, row=5)), *others))

        return changed(document, Grid, shift)


class Dict(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Any:
        return {"blocks": []}


class Mirrored(Sound):
    """Its boxes run from right to left."""

    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        def turn(grid: Grid) -> Grid:
            cells = [
                replace(one, where=replace(one.where, page=1, box=(500 - one.col, 0, 501, 9)))
                for one in grid.cells
            ]
            return replace(grid, cells=tuple(cells))

        return changed(document, Grid, turn)


class Unsigned(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        return replace(document, source=replace(document.source, adapter="unknown"))


class Undigested(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        return replace(document, source=replace(document.source, sha256=None))


class Numbered(Sound):
    """Every document is another."""

    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        text = str(next(COUNTER))
        return changed(document, Paragraph, lambda one: replace(one, text=text))


class Hashed(Sound):
    """What it gives follows the hash of a string, which differs between processes."""

    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        text = str(hash("a"))
        return changed(document, Paragraph, lambda one: replace(one, text=text))


class Locked(Sound):
    def __init__(self) -> None:
        self.key = lambda: None


class Needing(Sound):
    """Importing this module loads msgspec, so an adapter in it cannot require that."""

    info: ClassVar[AdapterInfo] = replace(Sound.info, requires=("msgspec",))


class Crashing(Sound):
    def read(self, source: Source, options: ReadOptions, /) -> Document:
        document = super().read(source, options)
        if not source.data.rstrip().endswith(b"</html>"):
            raise IndexError("list index out of range")
        return document


class Unlimited(Sound):
    def read(self, source: Source, options: ReadOptions, /) -> Document:
        options.deadline.check()
        return HTML.read(source, replace(options, limits=Limits()))


class Cutting(Sound):
    """Over a limit it gives less, which is worse than nothing."""

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        document = HTML.read(source, replace(options, limits=Limits()))
        return replace(document, blocks=document.blocks[: options.limits.cells])


class Unhurried(Sound):
    def read(self, source: Source, options: ReadOptions, /) -> Document:
        return HTML.read(source, msgspec.structs.replace(options, deadline=Deadline()))


class Hasty(Sound):
    """At the deadline it raises something else."""

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        try:
            return super().read(source, options)
        except LimitExceeded:
            raise ReadError("no time") from None


class Miscounting(Sound):
    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        def more(block: Any) -> Any:
            cells = [replace(one, text=one.text.replace("7", "1")) for one in block.cells]
            return replace(block, cells=tuple(cells))

        blocks = [more(one) if isinstance(one, Grid) else one for one in document.blocks]
        return replace(document, blocks=tuple(blocks))


class Losing(Sound):
    """Forgets the last table."""

    def change(self, document: Document, source: Source, options: ReadOptions) -> Document:
        last = max((n for n, one in enumerate(document.blocks) if isinstance(one, Grid)), default=0)
        return replace(document, blocks=document.blocks[:last])


# ---------------------------------------------------------------------------- layouts


class Plain:
    """Reads tables with tabs as the built-in layout does; what follows changes one thing each."""

    name = "plain"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        reading = TABBED.read(flow, region)
        if isinstance(reading, Declined):
            return reading
        return self.change(replace(reading, layout=self.name), flow)

    def change(self, reading: Reading, flow: Flow) -> Any:
        return reading


class Unnamed(Plain):
    name = ""


class Later(Plain):
    api = 2


class Declining(Plain):
    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        return Declined("no", "否")


class Signing(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        return replace(reading, layout="another")


def with_tokens(reading: Reading, change: Callable[[Any], Any]) -> Reading:
    """The reading with the tokens of each row changed."""
    rows = [replace(row, tokens=change(row.tokens), placements=None) for row in reading.rows]
    return replace(reading, rows=tuple(rows))


class Inventing(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        return with_tokens(reading, lambda its: tuple(replace(one, raw="4711") for one in its))


class Backwards(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        return with_tokens(reading, lambda its: its[::-1])


class Doubling(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        return with_tokens(reading, lambda its: its + its[-1:])


class Repairing(Plain):
    """Gives every number but 0 as one more."""

    def change(self, reading: Reading, flow: Flow) -> Reading:
        def more(value: Value) -> Value:
            return replace(value, number=value.number + 1) if value.number else value

        return with_tokens(
            reading, lambda its: tuple(replace(one, value=more(one.value)) for one in its)
        )


class Silent(Plain):
    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        reading = super().read(flow, region)
        return Declined("", "") if isinstance(reading, Declined) else reading


class Alternating(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        return replace(reading, rows=reading.rows[next(COUNTER) % 2 :])


class Remembering(Plain):
    def __init__(self) -> None:
        self.regions = 0

    def change(self, reading: Reading, flow: Flow) -> Reading:
        self.regions += 1
        return reading


class HashOrdered(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        first, *others = reading.rows
        return replace(reading, rows=(replace(first, label_doubt=abs(hash("a"))), *others))


class Opening(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        with Path(os.devnull).open("rb"):
            return reading


class Sealed(Plain):
    def __init__(self) -> None:
        self.key = lambda: None


class Fragile(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        if len(reading.rows) < 20:
            raise IndexError("rows")
        return reading


class Certain(Plain):
    """Gives the numbers of a row in the wrong order, as if the borders said so."""

    def change(self, reading: Reading, flow: Flow) -> Reading:
        rows = [replace(row, placements=(row.tokens[::-1],)) for row in reading.rows]
        return replace(reading, rows=tuple(rows), drawn=True)


class Dropping(Plain):
    def change(self, reading: Reading, flow: Flow) -> Reading:
        return replace(reading, rows=reading.rows[:-1])
