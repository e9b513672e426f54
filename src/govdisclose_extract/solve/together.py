"""What damage in one table of a document says of the others."""

from __future__ import annotations

import msgspec

from ..form.definition import row_sums
from ..reading import State
from ..report import Certainty
from .settle import Settled


def leaves_blanks_open(settled: Settled, others: list[Settled]) -> bool:
    """Whether others of the document's tables show that this one's only row may lack cells."""
    return (
        len(settled.table.rows) == 1
        and any(read.glued for read in settled.reading.rows)
        and any(_drops_blanks(one) for one in others if one.table.id != settled.table.id)
    )


def doubt_together(
    tables: list[Settled], *, all_of_them: bool, doubtful: set[str]
) -> list[Settled]:
    """Doubt in a table what only the other tables of the document show to be doubtful.

    Where a table lost its lines, the others may have too. And where a table drops its blank
    cells, or none shows that it drops none, three glued digits for three cells need not be three
    numbers, unless a sum says so.
    all_of_them: everything is doubtful anyway. doubtful: these facts are.
    """
    if all_of_them or any(
        finding.code == "table.unread" for one in tables for finding in one.findings
    ):
        return [_doubted(one, set(one.facts)) for one in tables]
    dropping = {one.table.id for one in tables if _drops_blanks(one)}
    whole = {one.table.id for one in tables if _prints_all(one)} - dropping
    found: list[Settled] = []
    for one in tables:
        open_ = bool(dropping - {one.table.id}) or not whole - {one.table.id}
        found.append(_doubted(one, doubtful | (_unsummed(one) if open_ else set())))
    return found


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


def _prints_all(settled: Settled) -> bool:
    """Whether the table has all its rows, and sums that could show that a cell is lacking."""
    return (
        len(settled.table.rows) > 1
        and not settled.rows_missing
        and not any(read.cut for read in settled.reading.rows)
        and any(row_sums(settled.table, row) for row in settled.table.rows)
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
