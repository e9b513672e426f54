"""From a reading to facts: which number stands in which cell, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from ..findings import Finding, Severity, make
from ..flow import Flow
from ..form.definition import CellSpec, Table, row_sums
from ..reading import Reading, RowReading, State
from ..report import Certainty, Extra, Fact, Stray
from ..rules import check
from .choices import Amount, Choices, Filled
from .habits import is_lost
from .placements import expand
from .search import Outcome, search
from .sheet import systems

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
    reading = _without_heirs(flow, table, given if dropping else _with_all_cells(table, given))
    choices = expand(table, reading)
    outcome = search(table, choices, budget)
    proof = outcome.solved and all(row.sound for row in choices)
    maker = _Maker(flow, table, proof, outcome.assessed if systems(table) else None)
    for read, row, alive, chosen in zip(
        reading.rows, choices, outcome.alive, outcome.chosen, strict=True
    ):
        maker.take(read, row, alive, chosen)
    facts = {id: maker.facts[id] for id in table.facts if id in maker.facts}
    broken = check(table, facts)
    findings = [*maker.findings, *_table_findings(table, reading, choices, outcome, facts), *broken]
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


def _with_all_cells(table: Table, reading: Reading) -> Reading:
    """The only row of a table, glued, with the ways that fill all its cells.

    Where it prints too few digits for that, the ways that leave some out are all there are.
    """
    if len(table.rows) > 1 or not any(read.glued for read in reading.rows):
        return reading
    (read,) = reading.rows
    letters = "".join(token.raw for token in read.tokens)
    if sum(char.isdigit() or char in "/—" for char in letters) < len(table.row(read.row).cells):
        return reading
    whole = tuple(way for way in read.placements or () if None not in way)
    # Digits for all cells that fill them in no way: blanks are dropped, or the sums are broken.
    only = (
        msgspec.structs.replace(read, placements=whole)
        if whole
        else msgspec.structs.replace(read, label_doubt=None)
    )
    return msgspec.structs.replace(reading, rows=(only,))


def leaves_blanks_open(settled: Settled, others: list[Settled]) -> bool:
    """Whether others of the document's tables show that this one's only row may lack cells."""
    return (
        len(settled.table.rows) == 1
        and any(read.glued for read in settled.reading.rows)
        and any(_drops_blanks(one) for one in others if one.table.id != settled.table.id)
    )


def _below(flow: Flow, read: RowReading) -> bool:
    """Whether the first value of a row is printed below the line on which its label begins."""
    first = next((token.start for token in read.tokens if token.raw), read.start)
    return "\n" in flow.text[read.start : first]


def _without_heirs(flow: Flow, table: Table, reading: Reading) -> Reading:
    """Doubt rows that may have inherited the values of a neighbour whose label was not found.

    Where blank cells leave no trace a row may print nothing, or little; values beside its label
    may then be those of the row before or after, if that one's label is lost. Surplus values too;
    and values below their label, where some row prints nothing though its cells are seen.
    """
    found = {read.row for read in reading.rows}
    if len(found) == len(table.rows):
        return reading
    order = [row.id for row in table.rows]
    last = max((order.index(id) for id in found), default=0)
    sizes = {row.id: len(row.cells) for row in table.rows}
    blank = not reading.bordered and any(
        len(read.tokens) < (1 if read.glued else sizes[read.row]) for read in reading.rows
    )
    silent = any(not any(token.raw for token in read.tokens) for read in reading.rows)
    rows = []
    for read in reading.rows:
        at = order.index(read.row)
        beside = {order[at - 1]} if at else set[str]()
        if at < last:
            beside.add(order[at + 1])
        surplus = len(read.tokens) > len(table.rows[at].cells)
        orphan = (blank or surplus or (silent and _below(flow, read))) and not beside <= found
        rows.append(msgspec.structs.replace(read, label_doubt=None) if orphan else read)
    return msgspec.structs.replace(reading, rows=tuple(rows))


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


def doubt_together(
    tables: list[Settled], *, all_of_them: bool, doubtful: set[str]
) -> list[Settled]:
    """Doubt in a table what only the other tables of the document show to be doubtful.

    Where a table lost its lines, the others may have too. And where a table drops its blank
    cells, three glued digits for three cells need not be three numbers, unless a sum says so.
    all_of_them: everything is doubtful anyway. doubtful: these facts are.
    """
    if all_of_them or any(
        finding.code == "table.unread" for one in tables for finding in one.findings
    ):
        return [_doubted(one, set(one.facts)) for one in tables]
    dropping = {one.table.id for one in tables if _drops_blanks(one)}
    return [
        _doubted(one, doubtful | (_unsummed(one) if dropping - {one.table.id} else set()))
        for one in tables
    ]


def _drops_blanks(settled: Settled) -> bool:
    """Whether the table leaves out blank cells; digits that are too few for their cells tell."""
    return any(
        fact.state is State.BLANK and not fact.certain for fact in settled.facts.values()
    ) or any(
        sum(char.isdigit() for token in read.tokens for char in token.raw)
        < len(settled.table.row(read.row).cells)
        for read in settled.reading.rows
        if read.glued and not any(char in "/-—" for token in read.tokens for char in token.raw)
    )


def _unsummed(settled: Settled) -> set[str]:
    return {
        cell.fact
        for read in settled.reading.rows
        if read.glued and not row_sums(settled.table, settled.table.row(read.row))
        for cell in settled.table.row(read.row).cells
    }


def _doubted(settled: Settled, doubtful: set[str]) -> Settled:
    facts = {
        id: msgspec.structs.replace(fact, certainty=Certainty.ASSUMED) if id in doubtful else fact
        for id, fact in settled.facts.items()
    }
    return settled._replace(facts=facts)


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


UNREAD = Filled(State.UNREADABLE, None, None, None, None)


class _Maker:
    """Collects facts, strays and findings row by row."""

    def __init__(
        self, flow: Flow, table: Table, proof: bool, assessed: frozenset[str] | None
    ) -> None:
        self.flow = flow
        self.table = table
        self.proof = proof
        self.assessed = assessed
        self.facts: dict[str, Fact] = {}
        self.strays: list[Stray] = []
        self.findings: list[Finding] = []

    def take(self, read: RowReading, row: Choices, alive: frozenset[int], chosen: int) -> None:
        option = row.options[chosen]
        kinds: list[set[tuple[State, Amount | None] | None]] = []
        if len(alive) > 1:
            kinds = [
                {cell.identity if cell is not None else None for cell in cells}
                for cells in zip(*(row.options[number] for number in sorted(alive)), strict=True)
            ]
        unsplit = read.glued and not row_sums(self.table, row.row)
        if unsplit and kinds:
            option = tuple(
                UNREAD if cell is not None and len(its) > 1 else cell
                for cell, its in zip(option, kinds, strict=True)
            )
        for at, (cell, spec) in enumerate(zip(option, row.row.cells, strict=True)):
            if cell is not None:
                self.put(read, row, spec, cell, not kinds or len(kinds[at]) == 1)
        self.tell(read, row, option)

    def put(
        self, read: RowReading, row: Choices, spec: CellSpec, cell: Filled, single: bool
    ) -> None:
        token, value = cell.token, cell.value
        if token is not None:
            raw, start = token.raw, token.start
        elif cell.state is _UNREADABLE:
            raw, start = " ".join(run.raw for run in read.tokens), read.tokens[0].start
        else:
            raw, start = "", read.start
        self.facts[spec.fact] = Fact(
            spec.fact,
            value,
            raw,
            cell.state,
            self.certainty(read, row, cell, single),
            cell.unit or (spec.unit if value is not None else None),
            self.flow.where(start),
        )

    def certainty(self, read: RowReading, row: Choices, cell: Filled, single: bool) -> Certainty:
        if cell.token is None or cell.state is _UNREADABLE or cell.state is _INFERRED:
            return _ASSUMED  # nothing is printed, or nothing readable
        if read.label_doubt is None or (read.cut and not self.survives_cut(read, row, cell)):
            return _ASSUMED
        if row.fixed:
            return _READ
        assessed = self.assessed is None or row.row.id in self.assessed
        proven = single and self.proof and row.sound and row.confirmed and assessed
        return _PROVEN if proven else _ASSUMED

    def survives_cut(self, read: RowReading, row: Choices, cell: Filled) -> bool:
        """Whether the end of the text inside the row leaves this cell's number whole.

        The last number may have lost digits; the row's own sum can tell that it has not.
        """
        if read.glued or not row.sound:
            return False
        return bool(row_sums(self.table, row.row)) or cell.token != read.tokens[-1]

    def tell(self, read: RowReading, row: Choices, option: tuple[Filled | None, ...]) -> None:
        """Strays and findings of one row."""
        states = [cell.state if cell is not None else None for cell in option]
        left = row.strays
        if not read.glued and any(states):
            used = {cell.token.start for cell in option if cell is not None and cell.token}
            left = tuple(token for token in read.tokens if token.raw and token.start not in used)
        if not (left or read.label_doubt or _INFERRED in states or _UNREADABLE in states):
            return
        label = row.row.name
        ids = tuple(cell.fact for cell in row.row.cells)
        where = self.flow.where(read.start)
        if row.strays and not any(option):
            self.strays += [Stray(row.row.id, t.raw, self.flow.where(t.start)) for t in row.strays]
            raw = " ".join(token.raw for token in row.strays)
            self.findings.append(
                make("row.unsettled", facts=ids, where=where, label=label, raw=raw)
            )
        elif left:
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
        if _INFERRED in states:
            lost = tuple(id for id, state in zip(ids, states, strict=True) if state is _INFERRED)
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
            self.facts[id] for id in ids if id in self.facts and self.facts[id].state is _UNREADABLE
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
