"""Plugin code as it should not be: each line that is wrong carries the code of its error.

A line that stops being an error fails the check of types, since its ignore is then not needed.
"""

from __future__ import annotations

from typing import Any, ClassVar

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import Adapter, AdapterInfo, Match, ReadOptions
from govdisclose_extract.flow import Flow
from govdisclose_extract.layouts.base import Declined, Layout
from govdisclose_extract.locate.tables import Region
from govdisclose_extract.reading import Reading, State, Token, Value
from govdisclose_extract.source import Hints, Limits, Source
from govdisclose_extract.testing import AdapterConformance


class Sound:
    info: ClassVar[AdapterInfo] = AdapterInfo(name="sound")

    def match(self, head: bytes, hints: Hints, /) -> Match:
        return Match.NO

    def read(self, source: Source, options: ReadOptions, /) -> gd.Document:
        raise gd.ReadError("no", zh="否")


class Cardless:
    def match(self, head: bytes, hints: Hints, /) -> Match:
        return Match.NO

    def read(self, source: Source, options: ReadOptions, /) -> gd.Document:
        raise gd.ReadError("no")


class Yes(Sound):
    def match(self, head: bytes, hints: Hints, /) -> bool:  # type: ignore[override]
        return True


class Wordy(Sound):
    def read(self, source: Source, options: ReadOptions, /) -> str:  # type: ignore[override]
        return "a text"


class OneEyed(Sound):
    def match(self, head: bytes, /) -> Match:  # type: ignore[override]
        return Match.NO


class Waiting(Sound):
    async def read(self, source: Source, options: ReadOptions, /) -> gd.Document:  # type: ignore[override]
        raise gd.ReadError("no")


class Nothing:
    name = "nothing"

    def read(self, flow: Flow, region: Region, /) -> Reading | None:
        return None


class Mute(AdapterConformance):
    def render(self, document: gd.Document) -> str:  # type: ignore[override]
        return "a text"


needs_a_card: Adapter = Cardless()  # type: ignore[assignment]
needs_an_instance: Adapter = Sound  # type: ignore[assignment]
needs_a_reason: Layout = Nothing()  # type: ignore[assignment]

AdapterInfo("by position")  # type: ignore[call-arg]
AdapterInfo(name="a", suffix=(".a",))  # type: ignore[call-arg]
AdapterInfo(name="a", suffixes=[".a"])  # type: ignore[arg-type]
Declined("in one language only")  # type: ignore[call-arg]
Token("7", 0, 1, 7)  # type: ignore[arg-type]
Value("number", 7)  # type: ignore[arg-type]
gd.Cell("a", "0", 0)  # type: ignore[arg-type]
gd.Document(gd.Provenance(), [])  # type: ignore[arg-type]
Limits(64)  # type: ignore[call-arg]
gd.Extractor(adapters=Sound())  # type: ignore[arg-type]
gd.Extractor().extract(7)  # type: ignore[arg-type]
gd.extract_all("a.zip", on_error=print)
gd.extract_all("a.zip", on_error="raise")  # type: ignore[arg-type]


def changed(document: gd.Document, options: ReadOptions, state: State, info: Any) -> None:
    """Nothing that passes between the parts can be changed."""
    document.blocks = ()  # type: ignore[misc]
    options.limits = Limits()  # type: ignore[misc]
    options.deadline.moment = 0.0  # type: ignore[misc]
    document.blocks.append(info)  # type: ignore[attr-defined]
