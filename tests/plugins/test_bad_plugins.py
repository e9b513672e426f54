"""Adapters and layouts that break their promises: each is told, and no other file pays for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

import govdisclose_extract as gd
from govdisclose_extract import source as source_module
from govdisclose_extract.adapters.base import AdapterInfo, Match, ReadOptions
from govdisclose_extract.adapters.text import TextAdapter, document_of
from govdisclose_extract.layouts.base import Declined
from govdisclose_extract.layouts.tabbed import LAYOUT as TABBED
from govdisclose_extract.plugins.resolving import SWITCH
from govdisclose_extract.reading import ExtraReading, Reading, State, Token, Value
from govdisclose_extract.source import Deadline, Hints, Source

SAMPLES = Path(__file__).parents[2] / "samples"
PATH = SAMPLES / "tabbed" / "report.txt"
REPORT = gd.extract(PATH)
SCROLL = b"SCROLL\0\xff\xfe\0"


def chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


class Scroll:
    """Reads what begins with SCROLL, as it was told to."""

    info: ClassVar[AdapterInfo] = AdapterInfo(name="scroll")

    def __init__(self, result: Any = None, match: Any = None) -> None:
        self.result = result
        self.answer = match

    def match(self, head: bytes, hints: Hints, /) -> Match:
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is not None:
            return self.answer
        return Match.CONTENT if head.startswith(b"SCROLL") else Match.NO

    def read(self, source: Source, options: ReadOptions, /) -> gd.Document:
        return self.result


class Needy(Scroll):
    info: ClassVar[AdapterInfo] = AdapterInfo(name="needy", requires=("no-such-package-at-all",))


def extractor(*adapters: Any) -> gd.Extractor:
    return gd.Extractor(adapters=["html", "docx", "pdf", "text", *adapters])


def document(*blocks: Any, **changed: Any) -> gd.Document:
    return msgspec.structs.replace(document_of(""), blocks=blocks, **changed)


def grid(*cells: gd.Cell, height: Any = 2, width: Any = 2, **more: Any) -> gd.Grid:
    return gd.Grid(height, width, cells, **more)


def boxed(*box: float, page: int = 1) -> gd.Paragraph:
    return gd.Paragraph("a", gd.Where(page=page, box=box))  # type: ignore[arg-type]


ODD_PAGE = msgspec.structs.replace(gd.Where(), page="1")
A4 = {"pages": ((595.0, 842.0),)}
DOCUMENTS: dict[str, tuple[Any, str]] = {
    "overlap": (document(grid(gd.Cell("a", 0, 0, 2, 2), gd.Cell("b", 1, 1))), "cells overlap"),
    "outside-the-grid": (document(grid(gd.Cell("a", 1, 0, 2, 1))), "leaves the grid"),
    "no-span": (document(grid(gd.Cell("a", 0, 0, 0, 1))), "no place"),
    "before-the-grid": (document(grid(gd.Cell("a", -1, 0))), "no place"),
    "disorder": (document(grid(gd.Cell("a", 1, 0), gd.Cell("b", 0, 0))), "reading order"),
    "half-a-row": (document(grid(height=1.5)), "height and width"),
    "none-in-a-cell": (document(grid(gd.Cell(None, 0, 0))), "text is no str"),  # type: ignore[arg-type]
    "dict-for-a-cell": (document(grid({"text": "a"})), "no tuple of Cells"),  # type: ignore[arg-type]
    "outside-the-page": (document(boxed(500, 10, 700, 20), **A4), "outside page 1"),
    "above-the-page": (document(boxed(50, -10, 70, 20), **A4), "outside page 1"),
    "no-such-page": (document(boxed(1, 1, 2, 2, page=2), **A4), "no page 2"),
    "page-zero": (document(boxed(1, 1, 2, 2, page=0)), "no page 0"),
    "line-zero": (document(gd.Paragraph("a", gd.Where(line=0))), "no line 0"),
    "box-inside-out": (document(boxed(20, 1, 10, 2)), "no box"),
    "box-of-nan": (document(boxed(float("nan"), 1, 10, 2)), "no box"),
    "where-is-none": (document(gd.Paragraph("a", None)), "no Where"),  # type: ignore[arg-type]
    "text-is-none": (document(gd.Paragraph(None, gd.Where())), "no str"),  # type: ignore[arg-type]
    "str-for-a-block": (document("a"), "neither Paragraph nor Grid"),
    "list-of-blocks": (msgspec.structs.replace(document_of(""), blocks=[]), "no tuple"),
    "findings": (document(findings=("odd",)), "Findings"),
    "source": (document(source=None), "Provenance"),
    "cells-are-none": (
        document(grid(gd.Cell("a", 0, 0), where=ODD_PAGE)),
        "broken document",
    ),  # type: ignore[arg-type]
    "another-type": ({"blocks": []}, "gave dict, not a Document"),
    "nothing": (None, "gave NoneType, not a Document"),
}


class TestDocuments:
    @pytest.mark.parametrize(("given", "reason"), DOCUMENTS.values(), ids=DOCUMENTS)
    def test_a_broken_one_is_refused(self, given, reason):
        with pytest.raises(gd.PluginError, match=reason) as caught:
            extractor(Scroll(given)).extract(SCROLL)
        assert "scroll" in caught.value.message
        assert "scroll" in caught.value.message_zh
        assert chinese(caught.value.message_zh)

    def test_others_are_read_as_ever(self):
        assert extractor(Scroll(None)).extract(PATH) == REPORT

    def test_a_box_may_overhang_a_little(self):
        page = document(boxed(-0.5, 0, 595.5, 20), *document_of(PATH.read_text("utf-8")).blocks)
        page = msgspec.structs.replace(page, pages=((595.0, 842.0),))
        assert extractor(Scroll(page)).extract(SCROLL).facts == REPORT.facts

    @pytest.mark.parametrize(
        ("given", "limits"),
        [
            (document(grid(height=1000, width=1000)), gd.Limits()),
            (document(grid(height=10**9, width=10**9)), gd.Limits()),
            (document(grid(gd.Cell("a", 0, 0)), grid()), gd.Limits(cells=7)),
            (document(gd.Paragraph("a" * 11, gd.Where())), gd.Limits(characters=10)),
            (document(grid(gd.Cell("a" * 11, 0, 0))), gd.Limits(characters=10)),
        ],
    )
    def test_limits_hold_also_where_an_adapter_forgets_them(self, given, limits):
        with pytest.raises(gd.LimitExceeded, match="the limit is"):
            gd.Extractor(adapters=[Scroll(given)], limits=limits).extract(SCROLL)

    def test_one_that_lacks_its_package_when_it_reads(self):
        class Late(Scroll):
            def read(self, source: Source, options: ReadOptions, /) -> gd.Document:
                raise ModuleNotFoundError("No module named 'papyrus'", name="papyrus")

        with pytest.raises(gd.MissingDependency, match="papyrus") as caught:
            extractor(Late()).extract(SCROLL)
        assert "pip install papyrus" in (caught.value.hint or "")


class TestChoosing:
    def test_one_that_raises_when_it_looks_is_left_out(self):
        report = extractor(Scroll(match=RuntimeError("no eyes"))).extract(PATH)
        (finding,) = (one for one in report.findings if one.code == "plugin.failed")
        assert "scroll" in finding.message
        assert "no eyes" in finding.message
        assert chinese(finding.message_zh)
        assert report.facts == REPORT.facts

    @pytest.mark.parametrize("answer", [True, 2, "CONTENT", 0.9])
    def test_one_that_gives_no_match_is_left_out(self, answer):
        report = extractor(Scroll(match=answer)).extract(PATH)
        (finding,) = (one for one in report.findings if one.code == "plugin.failed")
        assert type(answer).__name__ in finding.message

    def test_where_all_fail_that_is_the_error(self):
        with pytest.raises(gd.PluginError, match="no eyes"):
            gd.Extractor(adapters=[Scroll(match=RuntimeError("no eyes"))]).extract(PATH)

    def test_an_unknown_format_tells_who_failed(self):
        with pytest.raises(gd.FormatError, match="no eyes"):
            extractor(Scroll(match=RuntimeError("no eyes"))).extract(SCROLL)

    def test_strict_takes_no_excuse(self, monkeypatch):
        strict = extractor(Scroll(match=RuntimeError("no eyes")))
        monkeypatch.setenv(SWITCH, "strict")
        with pytest.raises(gd.PluginError, match="no eyes"):
            strict.extract(PATH)

    def test_one_that_claims_every_file_loses_to_those_before_it(self):
        greedy = Scroll(match=Match.CONTENT)
        for path in (SAMPLES / "tabbed").glob("report.*"):
            report = extractor(greedy).extract(path)
            assert report.source.adapter != "scroll"
            (finding,) = (one for one in report.findings if one.code == "format.tie")
            assert "scroll" in finding.message
            assert finding.message.index(report.source.adapter) < finding.message.index("scroll")
            assert report.facts == gd.extract(path).facts

    def test_the_caller_s_order_decides_a_tie(self):
        blocks = document_of(PATH.read_text("utf-8"))
        first = gd.Extractor(adapters=[Scroll(blocks, Match.CONTENT), "text"])
        trace = first.trace(PATH)
        assert trace.adapter == "scroll"
        assert "format.tie" in {one.code for one in trace.report.findings}

    def test_where_one_fits_best_there_is_no_tie(self):
        assert "format.tie" not in {one.code for one in extractor(Scroll()).extract(PATH).findings}
        by_name = extractor(Scroll(match=Match.SUFFIX)).extract(PATH)
        assert by_name == REPORT

    def test_no_two_built_in_ones_claim_a_file(self):
        for path in SAMPLES.glob("*/report.*"):
            assert "format.tie" not in {one.code for one in gd.extract(path).findings}

    def test_a_failure_does_not_fall_through(self):
        class Torn(Scroll):
            def read(self, source: Source, options: ReadOptions, /) -> gd.Document:
                raise RuntimeError("torn")

        with pytest.raises(gd.ReadError, match="torn"):
            gd.Extractor(adapters=[Torn(match=Match.CONTENT), "text"]).extract(PATH)

    def test_one_whose_package_is_missing_says_how_to_get_it(self):
        with pytest.raises(gd.MissingDependency, match="needy would read it") as caught:
            extractor(Needy()).extract(SCROLL)
        assert caught.value.hint == "pip install no-such-package-at-all"
        assert chinese(caught.value.message_zh)
        assert isinstance(caught.value, ImportError)

    def test_and_gives_way_to_one_that_fits_as_well(self):
        report = gd.Extractor(adapters=[Needy(match=Match.CONTENT), "text"]).extract(PATH)
        assert report == REPORT

    def test_but_not_to_one_that_fits_less(self):
        content, suffix = Needy(match=Match.CONTENT), Scroll(match=Match.SUFFIX)
        with pytest.raises(gd.MissingDependency):
            gd.Extractor(adapters=[suffix, content]).extract(PATH)


class TestDeadline:
    @pytest.fixture
    def clock(self, monkeypatch):
        """A clock that moves when it is told to."""
        now = [1000.0]
        monkeypatch.setattr(source_module, "monotonic", lambda: now[0])
        return now

    def slow(self, clock: list[float], *, asks: bool) -> Any:
        class Slow(TextAdapter):
            def read(self, source: Source, options: ReadOptions, /) -> gd.Document:
                clock[0] += 301
                if asks:
                    options.deadline.check(source.name)
                    pytest.fail("the deadline did not raise")
                return super().read(source, options)

        return Slow()

    @pytest.mark.parametrize("asks", [True, False])
    def test_an_adapter_that_takes_too_long(self, clock, asks):
        slow = self.slow(clock, asks=asks)
        with pytest.raises(gd.LimitExceeded, match="longer than 300 seconds") as caught:
            gd.Extractor(adapters=[slow]).extract(PATH)
        assert caught.value.where == str(PATH)
        assert chinese(caught.value.message_zh)
        longer = gd.Extractor(
            adapters=[self.slow(clock, asks=False)], limits=gd.Limits(seconds=302)
        )
        assert longer.extract(PATH) == REPORT

    def test_a_layout_that_takes_too_long(self, clock):
        class Slow:
            name = "slow"

            def read(self, flow: Any, region: Any, /) -> Declined:
                clock[0] += 200
                return Declined("still thinking", "还在想")

        layouts = [Slow(), "tabbed"]
        assert gd.Extractor(layouts=layouts, limits=gd.Limits(seconds=601)).extract(PATH) == REPORT
        for call in ("extract", "trace"):
            with pytest.raises(gd.LimitExceeded, match="300 seconds"):
                getattr(gd.Extractor(layouts=layouts), call)(PATH)
        with pytest.raises(gd.LimitExceeded):
            gd.Extractor(layouts=layouts).extract_text(PATH.read_text("utf-8"))

    def test_each_file_has_its_own(self, clock):
        one = gd.Extractor(limits=gd.Limits(seconds=1))
        assert one.extract(PATH) == REPORT
        clock[0] += 100
        assert one.extract(PATH) == REPORT

    def test_none_by_default_where_nobody_sets_one(self):
        Deadline().check()
        ReadOptions().deadline.check()


class Printed:
    """A layout that does with a good reading what it was told to."""

    name = "printed"

    def __init__(self, change: Any) -> None:
        self.change = change

    def read(self, flow: Any, region: Any, /) -> Any:
        reading = TABBED.read(flow, region)
        assert isinstance(reading, Reading)
        return self.change(msgspec.structs.replace(reading, layout=self.name))


def replace(reading: Reading, **changes: Any) -> Reading:
    return msgspec.structs.replace(reading, **changes)


def first_token(reading: Reading, **changes: Any) -> Reading:
    """The reading with the first token of its first row changed."""
    row, *others = reading.rows
    token, *more = row.tokens
    tokens = (msgspec.structs.replace(token, **changes), *more)
    row = msgspec.structs.replace(row, tokens=tokens, placements=None)
    return replace(reading, rows=(row, *others))


def first_row(reading: Reading, **changes: Any) -> Reading:
    row, *others = reading.rows
    return replace(reading, rows=(msgspec.structs.replace(row, **changes), *others))


LOST = Token("77", 10**9, 10**9 + 2, Value(State.NUMBER, 77))
READINGS: dict[str, tuple[Any, str]] = {
    "raises": (lambda _: 1 // 0, "ZeroDivisionError"),
    "another-type": (lambda _: [1], "gave list, not a Reading"),
    "nothing": (lambda _: None, "gave NoneType, not a Reading"),
    "signature": (lambda it: replace(it, layout="tabbed"), "signed 'tabbed'"),
    "table": (lambda it: replace(it, table="budget"), "of the table 'budget'"),
    "row": (lambda it: first_row(it, row="bribes"), "no row 'bribes'"),
    "row-twice": (lambda it: replace(it, rows=it.rows[:1] * 2), "comes twice"),
    "no-row": (lambda it: replace(it, rows=(None,)), "no row None"),
    "invented": (lambda it: first_token(it, raw="4711"), "not what the text prints"),
    "nowhere": (lambda it: first_token(it, start=10**9, end=10**9), "no place of the text"),
    "backwards": (lambda it: first_token(it, start=9, end=8), "no place of the text"),
    "columns": (lambda it: first_token(it, columns=frozenset({99})), "the row has"),
    "no-token": (lambda it: first_row(it, tokens=("7",), placements=None), "no Token"),
    "placement": (lambda it: first_row(it, placements=((),)), "a placement has 0 cells"),
    "placed": (
        lambda it: first_row(it, placements=((LOST,) * len(it.rows[0].tokens),)),
        "no place of the text|a placement has",
    ),
    "no-rows": (lambda it: replace(it, rows=None), "failed"),
    "no-raw": (lambda it: first_token(it, raw=None), "failed"),
    "extras": (lambda it: replace(it, extras=(None,)), "no ExtraReading"),
    "extra-token": (lambda it: replace(it, extras=(ExtraReading("x", (LOST,)),)), "no place"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), READINGS.values(), ids=READINGS)
class TestLayouts:
    def test_a_broken_one_is_left_out(self, change, reason):
        report = gd.Extractor(layouts=[Printed(change), "tabbed"]).extract(PATH)
        (finding,) = (one for one in report.findings if one.code == "plugin.failed")
        assert "printed" in finding.message
        assert chinese(finding.message_zh)
        assert report.facts == REPORT.facts

    def test_behind_one_without_doubt_it_is_not_asked(self, change, reason):
        report = gd.Extractor(layouts=["tabbed", Printed(change)]).extract(PATH)
        assert report.facts == REPORT.facts

    def test_alone_it_is_an_error(self, change, reason):
        with pytest.raises(gd.PluginError, match=reason) as caught:
            gd.Extractor(layouts=[Printed(change)]).extract(PATH)
        assert caught.value.where == str(PATH)

    def test_strict_takes_no_excuse(self, change, reason, monkeypatch):
        strict = gd.Extractor(layouts=[Printed(change), "tabbed"])
        monkeypatch.setenv(SWITCH, "strict")
        with pytest.raises(gd.PluginError, match=reason):
            strict.extract(PATH)

    def test_the_trace_shows_it(self, change, reason):
        trace = gd.Extractor(layouts=[Printed(change), "tabbed"]).trace(PATH)
        (attempt,) = (one for one in trace.tables[0].attempts if one.layout == "printed")
        assert not attempt.applied
        assert attempt.reason


def test_an_honest_layout_passes():
    report = gd.Extractor(layouts=[Printed(lambda it: it)]).extract(PATH)
    assert report.facts == REPORT.facts
