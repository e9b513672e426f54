"""From a reading to facts: which number stands in which cell, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

from ..findings import Finding, Severity, make
from ..flow import Flow
from ..form.definition import Table
from ..reading import Reading, State
from ..report import Certainty, Extra, Fact, Stray
from ..rules import check
from .choices import Choices
from .doubts import with_all_cells, without_heirs
from .facts import FactMaker
from .habits import is_lost
from .placements import expand
from .search import Outcome, search
from .sheet import systems
from .surplus import with_surplus_column

_UNREADABLE, _INFERRED = State.UNREADABLE, State.INFERRED  # looked up once: enums are slow
_READ, _PROVEN, _ASSUMED = Certainty.READ, Certainty.PROVEN, Certainty.ASSUMED


class Settled(NamedTuple):
    """A reading with its numbers placed.

    sums_open: how many sums of the form do not hold, or cannot be assessed because cells are
    absent or unreadable. By these, then numbers without a cell, rows_missing and facts_assumed,
    readings are compared; the least wins. options: for each row, the ways that its own sums leave.
    """

    table: Table
    reading: Reading
    facts: dict[str, Fact]
    findings: tuple[Finding, ...]
    extras: tuple[Extra, ...]
    strays: tuple[Stray, ...]
    sums_open: int
    rows_missing: int
    facts_assumed: int
    options: tuple[int, ...]

    @property
    def sees_all(self) -> bool:
        """Whether the layout sees blank cells, and every sum holds with them."""
        return (
            not self.sums_open
            and self.reading.bordered
            and any(
                token is not None and token.start == token.end
                for read in self.reading.rows
                for way in read.placements or ()
                for token in way
            )
        )

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """What readings are compared by; less is better."""
        loose = len(self.strays) + sum(len(extra.raws) for extra in self.extras)
        return self.sums_open, loose, self.rows_missing, self.facts_assumed


def settle(
    flow: Flow, table: Table, given: Reading, budget: int, *, dropping: bool = False
) -> Settled:
    """Place the numbers of a reading; `budget` is the number of solver steps at most.

    dropping: other tables of the document leave out blank cells.
    """
    reading = without_heirs(flow, table, given if dropping else with_all_cells(table, given))
    choices = with_surplus_column(reading.rows, expand(table, reading))
    outcome = search(table, choices, budget)
    proof = outcome.solved and all(row.sound for row in choices)
    maker = FactMaker(flow, table, proof, outcome.assessed if systems(table) else None)
    for read, row, alive, chosen in zip(
        reading.rows, choices, outcome.alive, outcome.chosen, strict=True
    ):
        maker.take(read, row, alive, chosen)
    facts = {id: maker.facts[id] for id in table.facts if id in maker.facts}
    broken = check(table, facts)
    findings = [
        *maker.findings,
        *_table_findings(table, reading, choices, outcome, facts),
        *(found for found in broken if _is_printed(found, facts)),
    ]
    held = {read.row for read in reading.rows}
    missing = [row for row in table.rows if row.id not in held]
    findings += [
        make("row.missing", facts=tuple(c.fact for c in row.cells), label=row.name)
        for row in missing
    ]
    extras = tuple(
        Extra(
            table.id,
            extra.label,
            tuple(token.raw for token in extra.tokens),
            flow.where(extra.start),
        )
        for extra in reading.extras
    )
    findings += [
        make(
            "row.extra",
            label=extra.label or "?",
            zh={"label": extra.label or "?"},
            where=extra.where,
        )
        for extra in extras
    ]
    return Settled(
        table=table,
        reading=given,
        facts=facts,
        findings=tuple(findings),
        extras=extras,
        strays=tuple(maker.strays),
        sums_open=_sums_open(table, facts, broken),
        rows_missing=len(missing),
        facts_assumed=sum(fact.certainty is _ASSUMED for fact in facts.values()),
        options=tuple(len(row.options) for row in choices),
    )


def _is_printed(broken: Finding, facts: dict[str, Fact]) -> bool:
    """Whether all numbers of a broken sum are the document's own: what it lost breaks nothing."""
    return not any(id in facts and facts[id].state is _INFERRED for id in broken.facts)


def _sums_open(table: Table, facts: dict[str, Fact], broken: list[Finding]) -> int:
    """The sums of the form that the facts do not confirm."""
    readable = {id for id, fact in facts.items() if fact.state is not _UNREADABLE}
    if len(readable) == sum(len(row.cells) for row in table.rows):
        return sum(finding.severity is Severity.ERROR for finding in broken)
    unassessed = sum(
        equation.relation == "=" and not readable.issuperset((*equation.left, *equation.right))
        for equation in table.equations
    )
    return unassessed + sum(finding.severity is Severity.ERROR for finding in broken)


def _table_findings(
    table: Table,
    reading: Reading,
    choices: list[Choices],
    outcome: Outcome,
    facts: dict[str, Fact],
) -> list[Finding]:
    found: list[Finding] = []
    if is_lost(reading) and not facts:
        found.append(make("table.unread", facts=table.facts, label=table.title))
    if any(read.cut for read in reading.rows):
        found.append(make("document.truncated", label=table.title))
    if outcome.spent:
        found.append(make("solver.budget", label=table.title, steps=outcome.steps))
    open_ = any(len(row.options) > 1 for row in choices)
    if open_ and not outcome.consistent:
        found.append(make("sums.inconsistent", label=table.title))
    unseen = [
        fact
        for fact in facts.values()
        if fact.certainty is _ASSUMED and fact.raw and fact.state is not _UNREADABLE
    ]
    if unseen:
        ids = tuple(fact.id for fact in unseen)
        found.append(make("columns.unsettled", facts=ids, label=table.title, count=len(ids)))
    return found
