"""Reports written out and read back: what is certain is right, and what is sure is certain."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govdisclose_extract import Extractor, NotAReport
from govdisclose_extract.testing.compare import compare, missed_and_invented
from govdisclose_extract.testing.damage import DAMAGES
from govdisclose_extract.testing.damage.whole import followed_by
from govdisclose_extract.testing.forge import WRITERS, Case, forge, print_out, read, suits
from govdisclose_extract.testing.oracle import verdicts
from govdisclose_extract.testing.strategies import contents, contents_with_errors, written_reports
from govdisclose_extract.testing.write.base import Written
from govdisclose_extract.testing.write.encodings import ENCODINGS, can_encode, encoded

ENDS = ("truncated", "cut_in_row")
"""Damages that may leave nothing of a report."""

FOUND = (
    Case("cell_per_line", ("shifted_rows",), 401),
    Case("html-site", ("long_rows",), 308),
    Case("pdf-pages", ("short_rows",), 317),
    Case("docx-split", ("uneven_spans",), 403),
    Case("pdf-borderless", ("wrapped_heads",), 324),
    Case("pdf-borderless", ("wrapped_heads",), 404),
    Case("pdf-borderless", ("wrapped_heads",), 211),
    Case("glued", ("truncated",), 213),
    Case("aligned", ("cut_in_row",), 122),
    Case("glued-page", ("half_glued",), 50),
    Case("docx-split", ("dropped_zeros", "uneven_spans", "site_chrome"), 9050),
    Case("pdf-borderless", ("markup_leftovers",), 1),
    Case("docx-split", ("uneven_spans",), 2),
    Case("pipe", ("page_rows", "prose_around_tables", "spare_rows"), 2002),
    Case("pdf-borderless", ("spaced_labels", "spelt_values", "blank_totals"), 8317),
    Case("html-site", ("cut_in_row",), 2038),
    Case("pdf-borderless", ("wrapped_heads", "page_breaks"), 260),
    Case("aligned", ("blank_totals",), 53),
    Case("aligned", ("other_names",), 2),
    Case("pdf-borderless", ("lost_labels",), 52),
    Case("flattened-line", ("page_rows",), 25),
    Case("tabbed-dense", ("short_rows",), 22),
    Case("html-site", ("padded_rows",), 5),
    Case("tabbed-dense", ("short_rows",), 70),
    Case("cell_per_line", ("unmerged_labels",), 71),
    Case("docx-split", ("uneven_spans",), 71),
    Case("aligned", ("cut_in_row",), 71),
    Case("glued-page", ("blank_totals",), 72),
)
"""Files that a search by chance found to be read wrong; each fault has its test beside its layout."""

PARTED = tuple(name for name in WRITERS if WRITERS[name].manner in ("bordered", "gapped"))
SOME = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def judged(written: Written):
    report = read(written)
    return report, compare(written.printed, verdicts(written), report)


def check_certain(written: Written, *, quick: bool = False) -> None:
    """quick: without the oracle, which is slow where digits are glued."""
    found = compare(written.printed, {}, read(written)) if quick else judged(written)[1]
    assert found.wrong == ()
    assert found.invented == ()
    assert quick or found.overclaimed == ()


@SOME
@given(written_reports(writers=PARTED, names=(), content=contents(mixed=None)))
def test_where_cells_are_seen_everything_comes_back_certain(written):
    _, found = judged(written)
    assert found.wrong == found.invented == found.overclaimed == found.lost == ()
    assert len(found.doubted) * 200 <= found.sure


@SOME
@given(written_reports(writers=tuple(WRITERS), names=(), content=contents(mixed=None)))
def test_whatever_the_layout_loses_nothing_wrong_is_certain(written):
    check_certain(written)


@SOME
@given(
    written_reports(
        writers=tuple(WRITERS),
        names=(),
        content=contents_with_errors().map(lambda made: made[0]),
    )
)
def test_sums_that_fail_prove_nothing_and_are_told(written):
    report, found = judged(written)
    assert found.wrong == found.invented == found.overclaimed == ()
    assert missed_and_invented(written.printed, report) == (set(), set())


@SOME
@given(written_reports(writers=PARTED, names=(), content=contents(zeros=("zero",))))
def test_no_broken_sum_is_invented(written):
    report, _ = judged(written)
    assert {finding.code for finding in report.findings if finding.rule} == set()
    assert missed_and_invented(written.printed, report) == (set(), set())


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_makes_a_wrong_number_certain(damage):
    for seed in range(1):
        for writer in WRITERS:
            if suits(writer, (damage,)):
                written = forge(Case(writer, (damage,), seed))
                try:
                    check_certain(written, quick=writer.startswith("glued"))
                except NotAReport:
                    assert damage in ENDS or damage == "lost_headings", writer


@pytest.mark.parametrize("case", FOUND, ids=str)
def test_what_was_wrong_once_is_not_again(case):
    check_certain(forge(case))


@SOME
@given(st.data())
def test_damages_upon_one_another(data):
    names = [name for name in DAMAGES if name not in ENDS]
    writer = data.draw(st.sampled_from([n for n in WRITERS if WRITERS[n].manner == "bordered"]))
    fit = [name for name in names if suits(writer, (name,))]
    its = data.draw(st.lists(st.sampled_from(fit), min_size=2, max_size=3, unique=True))
    check_certain(data.draw(written_reports(writers=(writer,), names=its)))


@pytest.mark.parametrize("writer", [name for name in WRITERS if not name.startswith("glued")])
def test_of_two_reports_in_a_file_each_comes_back_with_its_own_numbers(writer):
    one, two = (print_out(Case(writer, (), seed)) for seed in (9, 10))
    assert one[0].content.title != two[0].content.title
    both = WRITERS[writer](followed_by(one[0], two[0]), one[1])
    data = both.data if isinstance(both.data, bytes) else both.data.encode()
    reports = Extractor().extract_all(data)
    assert [report.title for report in reports] == [one[0].content.title, two[0].content.title]
    for report, (printed, random) in zip(reports, (one, two), strict=True):
        alone = WRITERS[writer](printed, random)
        found = compare(printed, verdicts(alone), report)
        assert found.wrong == found.invented == found.overclaimed == ()
        assert found.right >= compare(printed, verdicts(alone), read(alone)).right
    first = read(both)
    assert first.facts == reports[0].facts
    assert "document.several" in {finding.code for finding in first.findings}


@SOME
@given(
    written_reports(writers=("tabbed", "html-site"), content=contents(), most=0),
    st.sampled_from(ENCODINGS),
    st.booleans(),
)
def test_the_encoding_changes_nothing(written, encoding, traditional):
    if traditional:
        printed = DAMAGES["traditional_script"](written.printed, None)  # type: ignore[arg-type]
        written = WRITERS["tabbed" if written.suffix == ".txt" else "html-site"](printed, Random(1))
    if can_encode(written, encoding):
        plain = read(written)
        other = read(encoded(written, encoding))
        assert {id: fact.value for id, fact in other.facts.items()} == {
            id: fact.value for id, fact in plain.facts.items()
        }
