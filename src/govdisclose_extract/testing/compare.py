"""A report that was read, held against the one that was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ..reading import State, Value
from ..report import Fact, Report
from .content import Amount, Broken, broken, is_total
from .oracle import Verdict
from .printed import Printed

Identity = tuple[State, Amount | None]


class Difference(NamedTuple):
    """A fact that is not as it must be. printed: None where the file prints no such cell."""

    id: str
    printed: Identity | None
    fact: Fact | None


class Comparison(NamedTuple):
    """What came back of a report, in lists of differences.

    wrong: certain, with another number or state than is printed. invented: certain, though no such
    cell is printed. overclaimed: certain and right, though the readings differ. lost: sure by the
    oracle, but absent, or assumed with another number. doubted: sure by the oracle, and assumed.
    sure: how many the oracle is sure of. right: how many facts came back as printed. printed: how
    many cells of the form are printed.
    """

    wrong: tuple[Difference, ...]
    invented: tuple[Difference, ...]
    overclaimed: tuple[Difference, ...]
    lost: tuple[Difference, ...]
    doubted: tuple[Difference, ...]
    sure: int
    right: int
    printed: int


def compare(printed: Printed, verdicts: Mapping[str, Verdict], report: Report) -> Comparison:
    """Compare a report with what was printed, by the verdicts of the oracle."""
    truth = printed.facts
    wrong: list[Difference] = []
    invented: list[Difference] = []
    overclaimed: list[Difference] = []
    lost: list[Difference] = []
    doubted: list[Difference] = []
    right = 0
    for id in {**truth, **report.facts}:
        fact, value = report.facts.get(id), truth.get(id)
        difference = Difference(id, None if value is None else identity(value), fact)
        verdict = verdicts.get(id, Verdict.OPEN)
        same = fact is not None and value is not None and _of(fact) == identity(value)
        right += same
        if fact is not None and fact.certain:
            if value is None:
                invented.append(difference)
            elif not same:
                wrong.append(difference)
            elif verdict is Verdict.OPEN:
                overclaimed.append(difference)
        elif verdict is Verdict.SURE:
            (doubted if same else lost).append(difference)
    return Comparison(
        wrong=tuple(wrong),
        invented=tuple(invented),
        overclaimed=tuple(overclaimed),
        lost=tuple(lost),
        doubted=tuple(doubted),
        sure=sum(verdicts.get(id) is Verdict.SURE for id in truth),
        right=right,
        printed=len(truth),
    )


def identity(value: Value) -> Identity:
    """What a reader sees of a value: its state and its number."""
    return value.state, value.number if value.number is None else Decimal(value.number)


def _of(fact: Fact) -> Identity:
    return fact.state, fact.value if fact.value is None else Decimal(fact.value)


def missed_and_invented(printed: Printed, report: Report) -> tuple[set[Broken], set[Broken]]:
    """Broken sums that the report does not tell, and sums that it takes for broken and are not.

    Only tables that came back just as printed are looked at: in the others the sums are those of
    another reading. Nor are rules looked at that take part in the grand total where it is blank:
    what it counts for is told by its row and by its column, and these may differ.
    """
    truth = printed.facts
    missed, invented = set[Broken](), set[Broken]()
    for table in printed.content.tables:
        if any(
            id in truth and (id not in report.facts or _of(report.facts[id]) != identity(truth[id]))
            for id in table.facts
        ):
            continue
        sums = Counter(one.left[0] for one in table.equations if is_total(one))
        several = {id for id, count in sums.items() if count > 1 and id in truth}
        contested = {id for id in several if truth[id].number is None}
        rules = {
            (one.rule, one.left)
            for one in table.equations
            if contested.isdisjoint((*one.left, *one.right))
        }
        there = {one for one in broken((table,), truth) if one in rules}
        told = {
            Broken(finding.rule, left)
            for finding in report.findings
            if finding.rule and finding.code.startswith("sum.")
            for left in (finding.facts[: 2 if finding.code == "sum.balance" else 1],)
            if (finding.rule, left) in rules
        }
        missed |= there - told
        invented |= told - there
    return missed, invented
