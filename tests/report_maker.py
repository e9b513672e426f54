"""Reports made by hand, for tests of everything that only needs a finished report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from govdisclose_extract import findings
from govdisclose_extract.document import Provenance
from govdisclose_extract.form.loader import built_in
from govdisclose_extract.frozen import FrozenMap
from govdisclose_extract.reading import State
from govdisclose_extract.report import (
    Certainty,
    Extra,
    Fact,
    Metadata,
    Period,
    Report,
    Section,
    Stray,
    facts_map,
)
from govdisclose_extract.where import Where

# Seven cells a row; a row that is not here is all zeros.
ROWS: dict[str, str] = {
    "new": "20 3 0 0 1 2 26",
    "carried_in": "1 0 0 0 0 0 1",
    "granted": "9 1 0 0 1 1 12",
    "partial": "2 0 0 0 0 0 2",
    "refused.law_prohibited": "1 0 0 0 0 0 1",
    "refused.internal_affairs": "1 0 0 0 0 1 2",
    "unable.not_held": "5 2 / / / 0 7",
    "not_processed.petition": "1 _ _ _ _ _ 1",
    "total": "19 3 0 0 1 2 25",
    "carried_out": "2 0 0 0 0 0 2",
}
PROACTIVE = {
    "proactive.fees.amount": "1903.17",
    "proactive.licensing.decisions": "20417",
    "proactive.licensing.change": "-7",
    "proactive.rules.in_force": "_",
    "proactive.procurement.amount": "122732144.00",
    "proactive.procurement.projects": "3",
}
UNITS = {"proactive.fees.amount": "万元", "proactive.procurement.amount": "元"}
CASES = ["1", "0", "0", "0", "1", "0", "0", "0", "0", "0", "2", "0", "0", "1", "3"]


def fact(id: str, raw: str, line: int | None = None, col: int = 1) -> Fact:
    """A fact as it would be read from `raw`; `_` stands for a blank cell."""
    where = None if line is None else Where(line=line, col=col)
    value: int | Decimal | None = None
    if raw == "_":
        raw, state = "", State.BLANK
    elif raw == "/":
        state = State.NOT_APPLICABLE
    else:
        value = Decimal(raw) if "." in raw else int(raw)
        state = State.NUMBER if value else State.ZERO
    return Fact(id, value, raw, state, Certainty.READ, UNITS.get(id), where)


def changed(report: Report, id: str, **fields: object) -> Report:
    """The report with one fact changed."""
    new = msgspec.structs.replace(report[id], **fields)
    facts = facts_map(new if fact.id == id else fact for fact in report.facts.values())
    return msgspec.structs.replace(report, facts=facts)


def without(report: Report, ids: Iterable[str]) -> Report:
    """The report without some facts."""
    gone = set(ids)
    facts = facts_map(fact for fact in report.facts.values() if fact.id not in gone)
    return msgspec.structs.replace(report, facts=facts)


def plain_report(edition: str = "2021", name: str | None = "green.txt") -> Report:
    """A whole report without any doubt."""
    facts: list[Fact] = []
    for number, table in enumerate(built_in(edition).tables):
        for line, row in enumerate(table.rows):
            if table.id == "applications":
                raws = ROWS.get(row.id, "0 0 0 0 0 0 0").split()
            elif table.id == "review":
                raws = CASES
            else:
                raws = [PROACTIVE.get(cell.fact, "0") for cell in row.cells]
            for col, (cell, raw) in enumerate(zip(row.cells, raws, strict=True)):
                facts.append(fact(cell.fact, raw, 20 * number + line + 1, col + 1))
    return Report(
        edition=edition,
        editions=FrozenMap(dict.fromkeys(("proactive", "applications", "review"), edition)),
        year=2023 if edition == "2021" else 2020,
        agency="青禾县交通运输局",
        title="青禾县交通运输局政府信息公开工作年度报告",
        metadata=Metadata(
            publication_date=datetime.date(2024, 1, 25),
            period=Period(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)),
            other=FrozenMap({"有效性": "有效"}),
        ),
        facts=facts_map(facts),
        sections=(Section(1, "一、总体情况", "全年平稳。", Where(line=3)),),
        findings=(),
        extras=(),
        strays=(),
        source=Provenance(
            name=name,
            adapter="text",
            bytes=4096,
            encoding="gb18030",
            encoding_evidence="frequency",
        ),
    )


def doubtful_report() -> Report:
    """A report with every mark: assumed, inferred, unreadable, proven; findings, stray, extra."""
    report = changed(
        plain_report(),
        "applications.partial.business",
        value=3,
        raw="",
        state=State.INFERRED,
        certainty=Certainty.ASSUMED,
    )
    report = changed(report, "applications.granted.other_org", certainty=Certainty.ASSUMED)
    report = changed(report, "applications.granted.natural_person", certainty=Certainty.PROVEN)
    report = changed(
        report, "applications.not_processed.petition.research", certainty=Certainty.ASSUMED
    )
    report = changed(
        report,
        "applications.new.business",
        value=None,
        raw="3?4",
        state=State.UNREADABLE,
        certainty=Certainty.ASSUMED,
    )
    report = without(report, ["applications.unable.unclear.research", "review.pending"])
    return msgspec.structs.replace(
        report,
        findings=(
            findings.make("row.short", label="(二)部分公开", printed=6, expected=7),
            findings.make(
                "sum.row",
                label="一、本年新收政府信息公开申请数量",
                left=26,
                right=23,
                facts=("applications.new.total",),
                rule="T3.row",
                where=Where(line=21, col=7),
            ),
            findings.make("row.extra", label="其中:网络申请", where=Where(page=2, row=4, col=0)),
        ),
        extras=(Extra("applications", "其中:网络申请", ("3", "4"), Where(page=2, row=4, col=0)),),
        strays=(Stray("applications.partial", "0", Where(line=24, col=8)),),
    )
