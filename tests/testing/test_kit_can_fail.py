"""Every single check of the conformance kit finds the fault that it is there for."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import broken_plugins as bad
import pytest

from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.document import Document, Grid, Paragraph
from govdisclose_extract.source import Source
from govdisclose_extract.testing import AdapterConformance, LayoutConformance
from govdisclose_extract.where import Where

SAMPLES = Path(__file__).parents[2] / "samples" / "tabbed"


class Adapters(AdapterConformance):
    samples = (SAMPLES / "report.html",)
    damages = 4

    def render(self, document: Document) -> bytes:
        parts = ["<!DOCTYPE html><html><head><meta charset=utf-8></head><body>"]
        for block in document.blocks:
            if isinstance(block, Paragraph):
                parts.append(f"<p>{block.text}</p>")
                continue
            lines = [
                [
                    f"<td rowspan={one.rows} colspan={one.cols}>{one.text}</td>"
                    for one in block.cells
                    if one.row == row
                ]
                for row in range(block.height)
            ]
            rows = "".join(f"<tr>{''.join(line)}</tr>" for line in lines)
            parts.append(f"<table>{rows}</table>")
        return "".join([*parts, "</body></html>"]).encode()

    def text_at(self, data: bytes, where: Where) -> str:
        document = bad.HTML.read(Source.of(data), ReadOptions())
        block = document.blocks[where.block or 0]
        if isinstance(block, Grid):
            return next(
                cell.text for cell in block.cells if (cell.row, cell.col) == (where.row, where.col)
            )
        return block.text


class Layouts(LayoutConformance):
    samples = (SAMPLES / "report.txt",)
    damages = 6

    def render(self, document: Document) -> str:
        lines: list[str] = []
        for block in document.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
                continue
            lines += [
                "\t".join(one.text for one in block.cells if one.row == row)
                for row in range(block.height)
            ]
        return "\n".join(lines)


ADAPTERS: dict[str, tuple[type, ...]] = {
    "test_it_is_an_adapter": (bad.Api2, bad.Plain),
    "test_the_card_is_well_formed": (
        bad.LoudSuffix, bad.OddMedia, bad.Undescribed, bad.Nowhere, bad.Twice, bad.OddPackage,
    ),
    "test_there_are_samples": (),
    "test_match_knows_its_samples": (bad.Blind, bad.ByName, bad.Forgetful),
    "test_match_is_pure": (bad.Forgetful, bad.Fickle, bad.Counting, bad.Peeking),
    "test_match_is_cheap": (bad.Slow,),
    "test_match_is_silent_on_random_bytes": (bad.Greedy, bad.ByName, bad.Touchy),
    "test_match_leaves_other_formats_alone": (bad.Greedy,),
    "test_path_bytes_and_stream_are_equal": (bad.Nameless, bad.BySuffix),
    "test_what_it_opens_it_closes": (
        bad.LeavesOpen, bad.DropsOpen, bad.LeavesFile, bad.CallsHome, bad.Dict,
    ),
    "test_the_document_keeps_its_promises": (
        bad.Overlapping, bad.Broken, bad.Misnumbered, bad.Misplaced, bad.Dict,
    ),
    "test_boxes_follow_rows_and_columns": (bad.Mirrored,),
    "test_places_point_at_the_very_text": (bad.Numbered,),
    "test_the_source_is_told": (bad.Unsigned, bad.Undigested),
    "test_it_is_the_same_every_time": (bad.Numbered,),
    "test_it_is_the_same_in_another_process": (bad.Hashed,),
    "test_it_pickles": (bad.Locked, bad.Numbered),
    "test_importing_it_loads_nothing_it_requires": (bad.Needing,),
    "test_damaged_files_are_read_or_refused": (bad.Crashing, bad.Overlapping),
    "test_limits_are_obeyed": (bad.Unlimited, bad.Cutting),
    "test_the_deadline_is_asked": (bad.Unhurried, bad.Hasty),
    "test_random_reports_come_back": (bad.Miscounting, bad.Losing),
    "test_merged_cells_come_back_once": (bad.RepeatsMerged,),
}  # fmt: skip
LAYOUTS: dict[str, tuple[type, ...]] = {
    "test_it_is_a_layout": (bad.Unnamed, bad.Later, bad.Sound),
    "test_there_are_samples": (),
    "test_it_reads_its_samples": (bad.Declining,),
    "test_the_reading_keeps_its_promises": (bad.Signing, bad.Inventing),
    "test_tokens_are_in_order_and_apart": (bad.Backwards, bad.Doubling),
    "test_values_are_what_is_printed": (bad.Repairing,),
    "test_it_declines_with_a_reason": (bad.Silent, bad.Signing),
    "test_it_is_the_same_every_time": (bad.Alternating, bad.Remembering),
    "test_it_is_the_same_in_another_process": (bad.HashOrdered,),
    "test_it_opens_nothing": (bad.Opening,),
    "test_it_pickles": (bad.Sealed, bad.Alternating),
    "test_damaged_texts_are_read_or_declined": (bad.Fragile, bad.Signing),
    "test_random_reports_come_back": (bad.Certain, bad.Dropping),
}
FAULTS = [
    (suite, check, fault)
    for suite, table in ((Adapters, ADAPTERS), (Layouts, LAYOUTS))
    for check, faults in table.items()
    for fault in faults
]


ITS_OWN = (IndexError, UnicodeDecodeError, AttributeError)
LOUD = {bad.Crashing, bad.Touchy, bad.Fragile, bad.Dict, bad.Forgetful}
"""Faults that raise by themselves."""


def suite_of(base: Any, plugin: Any, **changed: Any) -> Any:
    name = "adapter" if base is Adapters else "layout"
    return type("Suite", (base,), {name: plugin, **changed})()


def calls(suite: Any, check: str, request: Any) -> Iterator[dict[str, Any]]:
    """The arguments of each call of a check, as pytest would give them."""
    wanted = list(inspect.signature(getattr(suite, check)).parameters)
    samples = suite.samples if "sample" in wanted else [None]
    for sample in samples:
        given = {"sample": sample, "engine": "lxml"}
        yield {
            name: given[name] if name in given else request.getfixturevalue(name) for name in wanted
        }


def run(suite: Any, check: str, request: Any) -> None:
    for arguments in calls(suite, check, request):
        getattr(suite, check)(**arguments)


@pytest.mark.parametrize(
    ("base", "check", "fault"),
    FAULTS,
    ids=[f"{base.__name__}-{check[5:]}-{fault.__name__}" for base, check, fault in FAULTS],
)
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_it_finds_the_fault(base, check, fault, request):
    suite = suite_of(base, fault())
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception, *ITS_OWN)) as caught:
        run(suite, check, request)
    assert not isinstance(caught.value, pytest.skip.Exception)
    assert isinstance(caught.value, pytest.fail.Exception) or fault in LOUD


@pytest.mark.parametrize("base", [Adapters, Layouts])
def test_without_samples_it_fails(base):
    suite = suite_of(base, bad.Sound() if base is Adapters else bad.Plain(), samples=())
    with pytest.raises(pytest.fail.Exception, match="samples"):
        suite.test_there_are_samples()


def test_empty_samples_are_none():
    with pytest.raises(pytest.fail.Exception, match="empty"):
        suite_of(Adapters, bad.Sound(), samples=(b"<html></html>",)).test_there_are_samples()


@pytest.mark.parametrize(("base", "table"), [(Adapters, ADAPTERS), (Layouts, LAYOUTS)])
def test_no_check_is_left_out(base, table):
    assert {name for name in dir(base) if name.startswith("test_")} == set(table)


class TestSoundAdapter(Adapters):
    """The adapter that the faulty ones start from has no fault."""

    adapter = bad.Sound()
    engines = ("lxml",)


class TestSoundLayout(Layouts):
    """The layout that the faulty ones start from has no fault."""

    layout = bad.Plain()
