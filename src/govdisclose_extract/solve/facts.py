"""The facts of a table, row by row, with what is left over and what is odd about them."""

from __future__ import annotations

from ..findings import Finding, make
from ..flow import Flow
from ..form.definition import CellSpec, Table, row_sums
from ..reading import RowReading, State
from ..report import Certainty, Fact, Stray
from .choices import Amount, Choices, Filled

_UNREADABLE, _INFERRED = State.UNREADABLE, State.INFERRED  # looked up once: enums are slow
_READ, _PROVEN, _ASSUMED = Certainty.READ, Certainty.PROVEN, Certainty.ASSUMED

UNREAD = Filled(State.UNREADABLE, None, None, None, None)


class FactMaker:
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
        # A sum with a cell that nobody can read holds of anything.
        proves = row.fixed or not any(cell and cell.state is _UNREADABLE for cell in option)
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
                self.put(read, row, spec, cell, proves and (not kinds or len(kinds[at]) == 1))
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
