"""Typed views over the facts of a report: numbers by attribute, with autocompletion.

Every attribute is `int`, `Decimal` (money, or a broken count) or None (printed blank, not
applicable or absent; the report's `facts` tell these apart). Views hold no numbers of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Generic, NamedTuple, NoReturn, Protocol, TypeAlias, TypeVar, overload

Number: TypeAlias = int | Decimal | None
"""What a cell holds; None where no number is printed."""


class HasValue(Protocol):
    """A fact, as far as views need it."""

    @property
    def value(self) -> Number:
        """The number, or None."""
        ...


V = TypeVar("V", bound="View")


class Measure:
    """One fact of a view, by the attribute's own name."""

    name: str = ""

    def __set_name__(self, owner: type[View], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, view: None, owner: type[View]) -> Measure: ...
    @overload
    def __get__(self, view: View, owner: type[View]) -> Number: ...
    def __get__(self, view: View | None, owner: type[View]) -> Measure | Number:
        return self if view is None else view.value(self.name)


class Part(Generic[V]):
    """A view inside a view, by the attribute's own name."""

    name: str = ""

    def __init__(self, kind: type[V]) -> None:
        self.kind = kind

    def __set_name__(self, owner: type[View], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, view: None, owner: type[View]) -> Part[V]: ...
    @overload
    def __get__(self, view: View, owner: type[View]) -> V: ...
    def __get__(self, view: View | None, owner: type[View]) -> Part[V] | V:
        return self if view is None else view.part(self.kind, self.name)


class View:
    """Base of all views: facts, and the id that the attributes' ids start with."""

    __slots__ = ("_facts", "_prefix")
    _facts: Mapping[str, HasValue]
    _prefix: str

    def __init__(self, facts: Mapping[str, HasValue], prefix: str) -> None:
        object.__setattr__(self, "_facts", facts)
        object.__setattr__(self, "_prefix", prefix)

    def value(self, name: str) -> Number:
        """The number of the fact `name` below this view; None where blank or absent."""
        fact = self._facts.get(f"{self._prefix}.{name}")
        return None if fact is None else fact.value

    def part(self, kind: type[V], name: str) -> V:
        """The view of the facts below `name`."""
        return kind(self._facts, f"{self._prefix}.{name}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self._facts, self._prefix))

    def __repr__(self) -> str:
        names = attributes(type(self))
        if all(isinstance(getattr(type(self), name), Measure) for name in names):
            cells = ((name, self.value(name)) for name in names)
            inside = ", ".join(f"{name}={value}" for name, value in cells if value is not None)
            return f"{type(self).__name__}({inside})"
        lines = [f"  {name}={getattr(self, name)!r},".replace("\n", "\n  ") for name in names]
        return "\n".join([f"{type(self).__name__}(", *lines, ")"])


def attributes(kind: type[View]) -> tuple[str, ...]:
    """The names of a view's measures and parts, in printed order."""
    return tuple(
        name
        for base in reversed(kind.__mro__)
        for name, item in vars(base).items()
        if isinstance(item, Measure | Part)
    )


def _sum(values: Iterable[Number]) -> Number:
    """The sum, blanks as 0; None when no value is a number."""
    total: Number = None
    for value in values:
        if value is not None:
            total = value if total is None else total + value
    return total


class _Sum(NamedTuple):
    value: Number


# ------------------------------------------------------------------------------- table 2


class Documents(View):
    """Rules 规章 or normative documents 规范性文件, in 件."""

    __slots__ = ()
    made: Measure = Measure()
    disclosed: Measure = Measure()
    total: Measure = Measure()
    issued: Measure = Measure()
    repealed: Measure = Measure()
    in_force: Measure = Measure()


class Handling(View):
    """Items of an administrative service, and decisions made on them in the year."""

    __slots__ = ()
    prior_items: Measure = Measure()
    change: Measure = Measure()
    decisions: Measure = Measure()


class Fees(View):
    """Administrative fees 行政事业性收费: items and their change (2019), amount in 万元 (2021)."""

    __slots__ = ()
    prior_items: Measure = Measure()
    change: Measure = Measure()
    amount: Measure = Measure()


class Procurement(View):
    """Procurement 政府集中采购 (2019): projects, and amount in the unit that its fact names."""

    __slots__ = ()
    projects: Measure = Measure()
    amount: Measure = Measure()


class Proactive(View):
    """Table 2, 主动公开政府信息情况, with the measures of both editions."""

    __slots__ = ()
    rules: Part[Documents] = Part(Documents)
    normative_documents: Part[Documents] = Part(Documents)
    licensing: Part[Handling] = Part(Handling)
    other_services: Part[Handling] = Part(Handling)
    penalties: Part[Handling] = Part(Handling)
    coercion: Part[Handling] = Part(Handling)
    fees: Part[Fees] = Part(Fees)
    procurement: Part[Procurement] = Part(Procurement)


# ------------------------------------------------------------------------------- table 3


class ApplicantRow(View):
    """One row of table 3 by kind of applicant, in 件."""

    __slots__ = ()
    natural_person: Measure = Measure()
    business: Measure = Measure()
    research: Measure = Measure()
    public_welfare: Measure = Measure()
    legal_service: Measure = Measure()
    other_org: Measure = Measure()
    total: Measure = Measure()

    @property
    def organisations(self) -> Number:
        """Sum of the five organisation columns; None when none of them holds a number."""
        return _sum(
            (self.business, self.research, self.public_welfare, self.legal_service, self.other_org)
        )


class RowGroup(View):
    """Rows under one heading of table 3."""

    __slots__ = ()

    def rows(self) -> Iterator[ApplicantRow]:
        """The rows of the group, in printed order."""
        for name in attributes(type(self)):
            yield self.part(ApplicantRow, name)

    @property
    def subtotal(self) -> ApplicantRow:
        """The rows added up column by column; None where no row has a number."""
        rows = tuple(self.rows())
        prefix = f"{self._prefix}.subtotal"
        sums = {
            f"{prefix}.{column}": _Sum(_sum(row.value(column) for row in rows))
            for column in attributes(ApplicantRow)
        }
        return ApplicantRow(sums, prefix)


class Refused(RowGroup):
    """三(三) 不予公开."""

    __slots__ = ()
    state_secret: Part[ApplicantRow] = Part(ApplicantRow)
    law_prohibited: Part[ApplicantRow] = Part(ApplicantRow)
    security_stability: Part[ApplicantRow] = Part(ApplicantRow)
    third_party: Part[ApplicantRow] = Part(ApplicantRow)
    internal_affairs: Part[ApplicantRow] = Part(ApplicantRow)
    deliberative: Part[ApplicantRow] = Part(ApplicantRow)
    enforcement_file: Part[ApplicantRow] = Part(ApplicantRow)
    admin_query: Part[ApplicantRow] = Part(ApplicantRow)


class Unable(RowGroup):
    """三(四) 无法提供."""

    __slots__ = ()
    not_held: Part[ApplicantRow] = Part(ApplicantRow)
    must_create: Part[ApplicantRow] = Part(ApplicantRow)
    unclear: Part[ApplicantRow] = Part(ApplicantRow)


class NotProcessed(RowGroup):
    """三(五) 不予处理."""

    __slots__ = ()
    petition: Part[ApplicantRow] = Part(ApplicantRow)
    duplicate: Part[ApplicantRow] = Part(ApplicantRow)
    published: Part[ApplicantRow] = Part(ApplicantRow)
    excessive: Part[ApplicantRow] = Part(ApplicantRow)
    reconfirm: Part[ApplicantRow] = Part(ApplicantRow)


class OtherHandling(RowGroup):
    """三(六) 其他处理: `combined` is the one row of 2019, the other three are those of 2021."""

    __slots__ = ()
    combined: Part[ApplicantRow] = Part(ApplicantRow)
    no_correction: Part[ApplicantRow] = Part(ApplicantRow)
    fee_unpaid: Part[ApplicantRow] = Part(ApplicantRow)
    other: Part[ApplicantRow] = Part(ApplicantRow)


class Applications(View):
    """Table 3, 收到和处理政府信息公开申请情况, in 件."""

    __slots__ = ()
    new: Part[ApplicantRow] = Part(ApplicantRow)
    carried_in: Part[ApplicantRow] = Part(ApplicantRow)
    granted: Part[ApplicantRow] = Part(ApplicantRow)
    partial: Part[ApplicantRow] = Part(ApplicantRow)
    refused: Part[Refused] = Part(Refused)
    unable: Part[Unable] = Part(Unable)
    not_processed: Part[NotProcessed] = Part(NotProcessed)
    other: Part[OtherHandling] = Part(OtherHandling)
    total: Part[ApplicantRow] = Part(ApplicantRow)
    carried_out: Part[ApplicantRow] = Part(ApplicantRow)


# ------------------------------------------------------------------------------- table 4


class ReviewOutcomes(View):
    """Outcomes of cases 行政复议 or 行政诉讼, in 件."""

    __slots__ = ()
    upheld: Measure = Measure()
    corrected: Measure = Measure()
    other: Measure = Measure()
    pending: Measure = Measure()
    total: Measure = Measure()


class Litigation(View):
    """Lawsuits 行政诉讼, brought directly or after a review, in 件."""

    __slots__ = ()
    direct: Part[ReviewOutcomes] = Part(ReviewOutcomes)
    after_review: Part[ReviewOutcomes] = Part(ReviewOutcomes)

    @property
    def total(self) -> Number:
        """All lawsuits: both printed totals added up; None when neither is a number."""
        return _sum((self.direct.total, self.after_review.total))
