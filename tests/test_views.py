"""The typed views against the editions of the form, in both directions, and the derived sums."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

import pytest

from govdisclose_extract.form.loader import BUILT_IN, built_in
from govdisclose_extract.views import (
    ApplicantRow,
    Applications,
    Litigation,
    Measure,
    Number,
    Part,
    Proactive,
    ReviewOutcomes,
    View,
    attributes,
)

ROOTS: dict[str, type[View]] = {
    "proactive": Proactive,
    "applications": Applications,
    "review": ReviewOutcomes,
    "litigation": Litigation,
}


class Cell(NamedTuple):
    value: Number


def view(root: str, **cells: Number) -> View:
    facts = {id.replace("__", "."): Cell(value) for id, value in cells.items()}
    return ROOTS[root]({f"{root}.{id}": cell for id, cell in facts.items()}, root)


def applications(**cells: Number) -> Applications:
    made = view("applications", **cells)
    assert isinstance(made, Applications)
    return made


def ids(kind: type[View], prefix: str) -> Iterator[str]:
    for name in attributes(kind):
        item = vars(kind)[name]
        if isinstance(item, Part):
            yield from ids(item.kind, f"{prefix}.{name}")
        else:
            assert isinstance(item, Measure)
            yield f"{prefix}.{name}"


@pytest.mark.parametrize("edition", BUILT_IN)
def test_every_fact_id_is_an_attribute_path(edition: str) -> None:
    form = built_in(edition).facts
    facts = {id: Cell(number) for number, id in enumerate(form)}
    for number, id in enumerate(form):
        root, _, path = id.partition(".")
        assert attrgetter(path)(ROOTS[root](facts, root)) == number, id


def test_every_attribute_is_a_fact_of_some_edition() -> None:
    form = {id for edition in BUILT_IN for id in built_in(edition).facts}
    views = [id for root, kind in ROOTS.items() for id in ids(kind, root)]
    assert sorted(set(views)) == sorted(form)
    assert len(views) == len(set(views))


def test_blank_and_absent_are_none() -> None:
    rows = applications(new__business=None, new__total=4)
    assert rows.new.business is None
    assert rows.new.research is None
    assert rows.new.total == 4


def test_numbers_keep_their_type() -> None:
    table = Proactive({"proactive.fees.amount": Cell(Decimal(0))}, "proactive")
    assert isinstance(table.fees.amount, Decimal)
    assert isinstance(applications(new__total=0).new.total, int)


def test_organisations() -> None:
    row = applications(new__natural_person=9, new__business=1, new__other_org=2, new__total=12).new
    assert row.organisations == 3
    assert applications(new__natural_person=9).new.organisations is None
    assert applications(new__business=0).new.organisations == 0
    assert applications(new__business=Decimal("1.5"), new__research=1).new.organisations == Decimal(
        "2.5"
    )


def test_subtotal_adds_columns() -> None:
    table = applications(
        refused__state_secret__total=2,
        refused__admin_query__total=3,
        refused__admin_query__business=1,
        refused__third_party__business=None,
    )
    assert table.refused.subtotal.total == 5
    assert table.refused.subtotal.business == 1
    assert table.refused.subtotal.natural_person is None
    assert table.refused.subtotal.organisations == 1
    assert table.unable.subtotal.total is None
    assert repr(table.refused.subtotal) == "ApplicantRow(business=1, total=5)"


def test_subtotal_of_other_handling_serves_both_editions() -> None:
    assert applications(other__combined__total=7).other.subtotal.total == 7
    assert applications(other__fee_unpaid__total=1, other__other__total=2).other.subtotal.total == 3


def test_litigation_total() -> None:
    made = view("litigation", direct__total=2, after_review__total=3)
    assert isinstance(made, Litigation)
    assert made.total == 5
    assert Litigation({}, "litigation").total is None


def test_unknown_attribute() -> None:
    with pytest.raises(AttributeError, match="nwe"):
        _ = applications().nwe  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]


def test_views_cannot_be_changed() -> None:
    row = applications(new__total=1).new
    with pytest.raises(AttributeError, match="cannot be changed"):
        row.total = 2  # type: ignore[assignment,misc] # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError, match="cannot be changed"):
        del row.total


def test_repr_shows_what_is_there() -> None:
    assert repr(applications(new__total=1, new__business=0).new) == (
        "ApplicantRow(business=0, total=1)"
    )
    text = repr(applications(refused__admin_query__total=3))
    assert text.startswith("Applications(\n  new=ApplicantRow(),\n")
    assert "\n    admin_query=ApplicantRow(total=3),\n" in text


def test_views_pickle() -> None:
    copy = pickle.loads(pickle.dumps(applications(new__total=1).new))
    assert isinstance(copy, ApplicantRow)
    assert copy.total == 1


def test_class_access_gives_the_descriptor() -> None:
    assert isinstance(ApplicantRow.total, Measure)
    assert isinstance(Applications.new, Part)
