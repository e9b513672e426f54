"""What stands around the tables of a report: title, dates, metadata, sections; and its edition."""

from __future__ import annotations

from .findings import Finding, make
from .flow import Flow
from .form.definition import Edition
from .frozen import FrozenMap
from .locate.dates import Signature, find_period, find_signature, footer_start
from .locate.headings import Heading, find_headings
from .locate.metadata import read_metadata
from .locate.sections import closing_start, find_body_start, read_sections
from .locate.tables import Located
from .locate.title import Title, find_agency, find_title
from .report import Metadata, Report, Section, facts_map
from .solve.settle import Settled


class Surroundings:
    """Everything about a report but its tables, and the findings about the whole.

    edition: that of table 2, or of the first table found; where no table tells it, the one that
    the report cites, or that was in force in its year.
    """

    def __init__(self, flow: Flow, located: Located, editions: tuple[Edition, ...]) -> None:
        self.flow = flow
        self.located = located
        self.editions = editions
        self.findings: list[Finding] = list(flow.document.findings)
        end = located.end
        spans = tuple(located.span(id) for id in ("proactive", "applications", "review"))
        starts = [span[0] for span in spans if span]
        latest = max(editions, key=lambda edition: edition.years)
        self.headings: tuple[Heading | None, ...] = find_headings(flow, latest.sections, spans, end)
        first = min([*starts, *(one.start for one in self.headings if one)], default=end)
        self.title: Title | None = find_title(flow, first)
        body = find_body_start(flow, self.title, first)
        close = closing_start(self.headings, spans)
        self.signature: Signature | None = find_signature(
            flow, close, footer_start(flow, close, end)
        )
        self.head_end: int = self.headings[0].start if self.headings[0] else body
        preamble_end = self.headings[1].start if self.headings[1] else first
        self.metadata: Metadata = read_metadata(
            flow,
            self.head_end,
            notice_end=preamble_end,
            period=find_period(flow, 0, preamble_end),
            signature_date=self.signature.date if self.signature else None,
        )
        self.sections: tuple[Section, ...] = read_sections(flow, self.headings, spans, body, end)
        self.year: int | None = self._year()
        self.edition: Edition = self._edition()

    def _year(self) -> int | None:
        """The report year: by statistics period, title, or the year before the signature."""
        metadata = self.metadata
        printed = self.title.year if self.title else None
        period = metadata.period.end.year if metadata.period else None
        if printed and period and printed != period:
            self.findings.append(make("year.conflict", title=printed, period=period))
        if period or printed:
            return period or printed
        signed = metadata.signature_date or metadata.publication_date
        if signed:
            return signed.year - 1
        self.findings.append(make("year.missing"))
        return None

    def _edition(self) -> Edition:
        regions, year = self.located.regions, self.year
        notice = self.metadata.notice
        cited = next((one for one in self.editions if one.notice == notice), None)
        if not any(region.sure for region in regions):
            edition = cited or self._of_year(year)
            evidence = notice if cited else f"the report year {year}" if year else "the latest form"
            evidence_zh = notice if cited else f"报告年度{year}" if year else "最新格式"
            self.findings.append(
                make(
                    "edition.unproven",
                    edition=edition.id,
                    evidence=evidence,
                    zh={"evidence": evidence_zh},
                )
            )
            return edition
        edition = regions[0].edition
        by_table = {region.table.id: region.edition.id for region in regions}
        if len(set(by_table.values())) > 1:
            detail = ", ".join(f"{table} {id}" for table, id in by_table.items())
            self.findings.append(make("edition.mixed", detail=detail))
        if year and not _of(edition, year):
            self.findings.append(make("edition.year", edition=edition.id, year=year))
        if cited and cited.notice != edition.notice:
            self.findings.append(make("edition.notice", edition=edition.id, notice=cited.notice))
        return edition

    def _of_year(self, year: int | None) -> Edition:
        fitting = [one for one in self.editions if year and _of(one, year)]
        return fitting[-1] if fitting else max(self.editions, key=lambda one: one.years)

    def report(self, settled: list[Settled], *, lines_lost: bool) -> Report:
        """The whole report, with the facts of its settled tables."""
        told = any(region.sure for region in self.located.regions)
        by_table = {
            region.table.id: region.edition.id if told else self.edition.id
            for region in self.located.regions
        }
        findings = [*self.findings, *self._missing(settled, lines_lost)]
        findings += [finding for one in settled for finding in one.findings]
        return Report(
            edition=self.edition.id,
            editions=FrozenMap(by_table),
            year=self.year,
            agency=find_agency(
                self.flow,
                self.title,
                self.head_end,
                publisher=self.metadata.publisher,
                signature=self.signature.agency if self.signature else None,
            ),
            title=self.title.title if self.title else None,
            metadata=self.metadata,
            facts=facts_map(fact for one in settled for fact in one.facts.values()),
            sections=self.sections,
            findings=tuple(findings),
            extras=tuple(extra for one in settled for extra in one.extras),
            strays=tuple(stray for one in settled for stray in one.strays),
            source=self.flow.document.source,
        )

    def _missing(self, settled: list[Settled], lines_lost: bool) -> list[Finding]:
        made: list[Finding] = []
        if lines_lost:
            made.append(make("table.deduplicated"))
        if self.located.several > 1:
            made.append(make("document.several", count=self.located.several))
        made += [
            make("table.repeated", facts=region.table.facts, label=region.table.title)
            for region in self.located.regions
            if region.repeated
        ]
        printed = {section.number for section in self.sections}
        for number, label in enumerate(self.edition.sections, 1):
            if number not in printed and self.headings[number - 1] is None:
                made.append(make("section.missing", number=number, label=label.printed))
        found = {one.table.id for one in settled}
        lost = [table for table in self.edition.tables if table.id not in found]
        return made + [
            make("table.missing", facts=table.facts, label=table.title) for table in lost
        ]


def _of(edition: Edition, year: int) -> bool:
    first, last = edition.years
    return first <= year and (last is None or year <= last)
