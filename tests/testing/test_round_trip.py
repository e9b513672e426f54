"""Reports written out and read back: what is certain is right, and what is sure is certain."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govdisclose_extract import NotAReport
from govdisclose_extract.testing.compare import compare, missed_and_invented
from govdisclose_extract.testing.damage import DAMAGES
from govdisclose_extract.testing.forge import WRITERS, Case, forge, read, suits
from govdisclose_extract.testing.oracle import verdicts
from govdisclose_extract.testing.strategies import contents, contents_with_errors, written_reports
from govdisclose_extract.testing.write.base import Written
from govdisclose_extract.testing.write.encodings import ENCODINGS, can_encode, encoded

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
                    assert damage in ("truncated", "lost_headings"), writer


@SOME
@given(st.data())
def test_damages_upon_one_another(data):
    names = [name for name in DAMAGES if name != "truncated"]
    writer = data.draw(st.sampled_from([n for n in WRITERS if WRITERS[n].manner == "bordered"]))
    fit = [name for name in names if suits(writer, (name,))]
    its = data.draw(st.lists(st.sampled_from(fit), min_size=2, max_size=3, unique=True))
    check_certain(data.draw(written_reports(writers=(writer,), names=its)))


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
