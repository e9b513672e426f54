"""From a reading to facts: which number stands in which cell, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

from ..findings import Finding, Severity, make
from ..flow import Flow
from ..form.definition import Row, Table
from ..reading import Reading, RowReading, State
from ..report import Certainty, Extra, Fact, Stray
from ..rules import check
from .placements import Choices, Filled, expand
from .search import Outcome, search


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
    def rank(self) -> tuple[int, int, int, int]:
        """What readings are compared by; less is better."""
        loose = len(self.strays) + sum(len(extra.raws) for extra in self.extras)
        return self.sums_open, loose, self.rows_missing, self.facts_assumed


def settle(flow: Flow, table: Table, reading: Reading, budget: int) -> Settled:
    """Place the numbers of a reading; `budget` is the number of solver steps at most."""
    choices = expand(table, reading)
    outcome = search(table, choices, budget)
    proof = (
        outcome.consistent and not outcome.spent and all(row.sound or row.fixed for row in choices)
    )
    proof = proof and all(row.sound for row in choices if row.fixed)
    maker = _Maker(flow, table, proof)
    for read, row, alive, chosen in zip(
        reading.rows, choices, outcome.alive, outcome.chosen, strict=True
    ):
        maker.take(read, row, alive, chosen)
    facts = {id: maker.facts[id] for id in table.facts if id in maker.facts}
    broken = check(table, facts)
    findings = [*maker.findings, *_table_findings(table, choices, outcome, facts), *broken]
    missing = [row for row in table.rows if row.id not in {read.row for read in reading.rows}]
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
        reading=reading,
        facts=facts,
        findings=tuple(findings),
        extras=extras,
        strays=tuple(maker.strays),
        sums_open=_sums_open(table, facts, broken),
        rows_missing=len(missing),
        facts_assumed=sum(not fact.certain for fact in facts.values()),
        options=tuple(len(row.options) for row in choices),
    )


def _sums_open(table: Table, facts: dict[str, Fact], broken: list[Finding]) -> int:
    """The sums of the form that the facts do not confirm."""
    readable = {id for id, fact in facts.items() if fact.state is not State.UNREADABLE}
    unassessed = sum(
        equation.relation == "=" and not readable.issuperset((*equation.left, *equation.right))
        for equation in table.equations
    )
    return unassessed + sum(finding.severity is Severity.ERROR for finding in broken)


def _table_findings(
    table: Table, choices: list[Choices], outcome: Outcome, facts: dict[str, Fact]
) -> list[Finding]:
    found: list[Finding] = []
    if outcome.spent:
        found.append(make("solver.budget", label=table.title, steps=outcome.steps))
    open_ = any(len(row.options) > 1 for row in choices)
    if open_ and not outcome.consistent:
        found.append(make("sums.inconsistent", label=table.title))
    unseen = [
        fact
        for fact in facts.values()
        if not fact.certain and fact.raw and fact.state is not State.UNREADABLE
    ]
    if unseen:
        ids = tuple(fact.id for fact in unseen)
        found.append(make("columns.unsettled", facts=ids, label=table.title, count=len(ids)))
    return found


class _Maker:
    """Collects facts, strays and findings row by row."""

    def __init__(self, flow: Flow, table: Table, proof: bool) -> None:
        self.flow = flow
        self.table = table
        self.proof = proof
        self.facts: dict[str, Fact] = {}
        self.strays: list[Stray] = []
        self.findings: list[Finding] = []

    def take(self, read: RowReading, row: Choices, alive: frozenset[int], chosen: int) -> None:
        option = row.options[chosen]
        kinds = [
            {cell.identity if cell is not None else None for cell in cells}
            for cells in zip(*(row.options[number] for number in sorted(alive)), strict=True)
        ]
        lacks_sums = read.glued and not any(self.sums(row.row))
        for at, cell in enumerate(option):
            if cell is None:
                continue
            single = len(kinds[at]) == 1
            if lacks_sums and not single:
                cell = Filled(State.UNREADABLE, None, None, None, None)
            self.put(read, row, at, cell, single)
        self.tell(read, row, option)

    def sums(self, row: Row) -> list[str]:
        ids = {cell.fact for cell in row.cells}
        return [
            equation.rule
            for equation in self.table.equations
            if equation.relation == "=" and ids.intersection(equation.left)
        ]

    def put(self, read: RowReading, row: Choices, at: int, cell: Filled, single: bool) -> None:
        spec = row.row.cells[at]
        token = cell.token
        raw = token.raw if token else ""
        start = token.start if token else read.start
        if cell.state is State.UNREADABLE and token is None:
            raw = " ".join(run.raw for run in read.tokens)
            start = read.tokens[0].start
        self.facts[spec.fact] = Fact(
            id=spec.fact,
            value=cell.value,
            raw=raw,
            state=cell.state,
            certainty=self.certainty(read, row, cell, single),
            unit=cell.unit or (spec.unit if cell.value is not None else None),
            where=self.flow.where(start),
        )

    def certainty(self, read: RowReading, row: Choices, cell: Filled, single: bool) -> Certainty:
        if (
            cell.token is None
            or cell.state in (State.UNREADABLE, State.INFERRED)
            or read.label_doubt is None
        ):
            return Certainty.ASSUMED
        if row.fixed and (row.sound or not read.cut):
            return Certainty.READ
        return Certainty.PROVEN if single and row.sound and self.proof else Certainty.ASSUMED

    def tell(self, read: RowReading, row: Choices, option: tuple[Filled | None, ...]) -> None:
        """Strays and findings of one row."""
        label = row.row.name
        ids = tuple(cell.fact for cell in row.row.cells)
        where = self.flow.where(read.start)
        used = {cell.token for cell in option if cell is not None}
        if row.strays:
            left = [token for token in read.tokens if token not in used] or list(row.strays)
            self.strays += [
                Stray(row.row.id, token.raw, self.flow.where(token.start)) for token in left
            ]
            self.findings.append(
                make(
                    "row.surplus",
                    facts=ids,
                    where=where,
                    label=label,
                    printed=len(read.tokens),
                    expected=len(ids),
                )
            )
        if any(cell is not None and cell.state is State.INFERRED for cell in option):
            lost = tuple(
                id
                for id, cell in zip(ids, option, strict=True)
                if cell and cell.state is State.INFERRED
            )
            self.findings.append(
                make(
                    "row.short",
                    facts=lost,
                    where=where,
                    label=label,
                    printed=len(ids) - len(lost),
                    expected=len(ids),
                )
            )
        if read.label_doubt:
            raw = self.flow.raw_of(read.start, read.start + 24).split("\n")[0].split("\t")[0]
            self.findings.append(make("row.label", facts=ids, where=where, label=label, raw=raw))
        unread = [
            self.facts[id]
            for id in ids
            if id in self.facts and self.facts[id].state is State.UNREADABLE
        ]
        if unread:
            code = (
                "row.unsettled"
                if len({fact.raw for fact in unread}) == 1 and len(unread) > 1
                else "value.unreadable"
            )
            self.findings.append(
                make(
                    code,
                    facts=tuple(f.id for f in unread),
                    where=unread[0].where,
                    label=label,
                    raw=unread[0].raw,
                )
            )
