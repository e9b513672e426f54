"""Two independent readings of one file, compared fact by fact."""

from __future__ import annotations

import msgspec

from .findings import Finding, make
from .report import Certainty, Fact, Report, facts_map


def compared(first: Report, second: Report) -> Report:
    """The first report; where the second reads another number or state, the fact is `assumed`.

    Each difference is a finding `engines.differ` with both readings and their places. A fact that
    only the second has is told and not taken over.
    """
    names = [report.source.engine or report.source.adapter for report in (first, second)]
    findings: list[Finding] = []
    facts = dict(first.facts)
    for id in (*first.facts, *(id for id in second.facts if id not in first.facts)):
        ours, theirs = first.facts.get(id), second.facts.get(id)
        if ours and theirs and (ours.value, ours.state) == (theirs.value, theirs.state):
            continue
        where = (ours or theirs or facts[id]).where
        findings.append(
            make(
                "engines.differ",
                facts=(id,),
                where=where,
                label=id,
                first=names[0],
                second=names[1],
                ours=_told(ours),
                theirs=_told(theirs),
                zh={"ours": _told(ours, zh=True), "theirs": _told(theirs, zh=True)},
            )
        )
        if ours:
            facts[id] = msgspec.structs.replace(ours, certainty=Certainty.ASSUMED)
    return msgspec.structs.replace(
        first, facts=facts_map(facts.values()), findings=(*first.findings, *findings)
    )


def _told(fact: Fact | None, *, zh: bool = False) -> str:
    if fact is None:
        return "无此项" if zh else "nothing"
    shown = fact.raw or fact.state.value
    return f"{shown} ({fact.where})" if fact.where else shown
