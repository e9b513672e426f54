"""From a document to a report: find the tables, read them in every layout, settle, describe."""

from __future__ import annotations

from typing import NamedTuple

from .contracts import check_reading, is_ours
from .document import Document
from .errors import NotAReport, PluginError
from .findings import Finding, make
from .flow import Flow
from .form.definition import Edition
from .guard import guarded
from .layouts.base import Declined, Layout
from .locate.kind import Evidence, looks_like
from .locate.tables import Located, Region, find_tables
from .reading import Reading
from .report import Report
from .solve.settle import Settled, settle
from .solve.together import doubt_together, leaves_blanks_open
from .source import Deadline
from .surroundings import Surroundings
from .trace import Attempt, RowTrace, TableTrace

_MANY_LINES = 40
"""Lines of tables, a cell each, among which some must be equal; a whole report has over 200."""


class _Tried(NamedTuple):
    """A layout's try: settled, or declined, or failed, which is also told as declined."""

    layout: str
    declined: Declined | None
    settled: Settled | None
    failed: PluginError | None = None


def read_document(
    document: Document,
    *,
    layouts: tuple[Layout, ...],
    editions: tuple[Edition, ...],
    steps: int,
    everything: bool,
    strict: bool,
    deadline: Deadline,
) -> tuple[Report, tuple[TableTrace, ...]]:
    """The report of a document, and, if everything is wanted, how each of its tables was read.

    steps: what the solver may spend on a table. everything: try every layout, also behind one that
    leaves no doubt. strict: a layout that fails raises. Raises NotAReport, PluginError.
    """
    flow = Flow(document)
    deadline.check()
    located = find_tables(flow, editions, deadline)
    _accept(flow, located, editions)
    deadline.check()
    around = Surroundings(flow, located, editions)
    told = any(region.sure for region in located.regions)
    if not told:
        located = located.of(around.edition)
    settled: list[Settled] = []
    traces: list[TableTrace] = []
    faults: dict[str, PluginError] = {}
    for region in located.regions:
        tried = _try(flow, region, layouts, steps, everything, strict, deadline)
        faults = {**{one.layout: one.failed for one in tried if one.failed}, **faults}
        done = [one.settled for one in tried if one.settled]
        best = min(done, key=_order, default=None)
        if best:
            settled.append(best)
        if everything:
            traces.append(_trace(flow, region, tried, best))
    settled = [
        settle(flow, one.table, one.reading, steps, dropping=True)
        if leaves_blanks_open(one, settled)
        else one
        for one in settled
    ]
    lines_lost = _lacks_repeated_lines(flow, located)
    doubtful = set[str]() if told else {id for one in located.regions for id in one.headless}
    doubtful.update(id for one in located.regions if one.repeated for id in one.table.facts)
    settled = doubt_together(settled, all_of_them=lines_lost, doubtful=doubtful)
    around.findings += [_failed(name, error) for name, error in faults.items()]
    return around.report(settled, lines_lost=lines_lost), tuple(traces)


def _failed(layout: str, error: PluginError) -> Finding:
    zh: dict[str, object] = {"kind": "版式", "detail": error.message_zh}
    return make("plugin.failed", kind="layout", name=layout, detail=error.message, zh=zh)


def _lacks_repeated_lines(flow: Flow, located: Located) -> bool:
    """True when a cleaner of texts removed repeated lines: none is left in tables full of zeros.

    Only where cells stand on lines of their own; whole rows on a line differ anyway.
    """
    lines = [
        line
        for region in located.regions
        for line in flow.text[region.start : region.end].split("\n")
        if line.strip()
    ]
    wide = sum("\t" in line.strip() or "|" in line or " " in line.strip() for line in lines)
    return len(lines) > _MANY_LINES and 4 * wide < len(lines) == len(set(lines))


def _accept(flow: Flow, located: Located, editions: tuple[Edition, ...]) -> None:
    """Refuse what is no such report. Tables with several rows of the form speak for themselves."""
    if any(region.convincing for region in located.regions):
        return
    evidence = looks_like(flow, editions[-1].sections)
    if evidence.report or (evidence.title and located.regions and not evidence.old):
        return
    raise _refusal(evidence)


def _refusal(evidence: Evidence) -> NotAReport:
    found, found_zh = ["no table of the form"], ["格式规定的表格"]
    if not evidence.title:
        found.append("no title of such a report")
        found_zh.append("报告标题")
    if len(evidence.headings) < 3:
        found.append(f"{len(evidence.headings)} of its six section headings")
        found_zh.append(f"足够的章节标题(仅有{len(evidence.headings)}个)")
    if evidence.old:
        words = "、".join(evidence.old_words[:3])
        hint = f"It looks like a form of 2008 to 2018 ({words}); those have no common fact ids."
        hint_zh = f"看来是2008至2018年旧格式的报告({words}),旧格式没有统一的数据项。"
    else:
        hint = "Looked for: tables 2, 3 and 4 by their labels, the title, the six section headings."
        hint_zh = "查找了:第二、三、四部分表格的行名、报告标题、六个部分的标题。"
    return NotAReport(
        "not an annual report on government information disclosure: found " + ", ".join(found),
        zh="不是政府信息公开工作年度报告:未找到" + "、".join(found_zh),
        hint=hint,
        hint_zh=hint_zh,
    )


def _try(
    flow: Flow,
    region: Region,
    layouts: tuple[Layout, ...],
    steps: int,
    everything: bool,
    strict: bool,
    deadline: Deadline,
) -> list[_Tried]:
    tried: list[_Tried] = []
    for layout in layouts:
        deadline.check()
        try:
            reading = _ask(layout, flow, region)
        except PluginError as error:
            if strict:
                raise
            declined = Declined(error.message, error.message_zh)
            tried.append(_Tried(layout.name, declined, None, error))
            continue
        if isinstance(reading, Declined):
            tried.append(_Tried(layout.name, reading, None))
            continue
        deadline.check()
        settled = settle(flow, region.table, reading, steps)
        tried.append(_Tried(layout.name, None, settled))
        if (reading.drawn or not any(settled.rank)) and not everything:
            break
    faults = [one.failed for one in tried if one.failed]
    if faults and len(faults) == len(tried):
        raise faults[0]
    return tried


def _ask(layout: Layout, flow: Flow, region: Region) -> Reading | Declined:
    def checked() -> Reading | Declined:
        reading = layout.read(flow, region)
        return reading if is_ours(layout) else check_reading(reading, layout.name, flow, region)

    en, zh = f"the {layout.name} layout failed", f"{layout.name}版式出错"
    return guarded(PluginError, en, zh, checked)


def _trace(flow: Flow, region: Region, tried: list[_Tried], best: Settled | None) -> TableTrace:
    return TableTrace(
        table=region.table.id,
        edition=region.edition.id,
        evidence=region.evidence,
        start=flow.where(region.start),
        end=flow.where(max(region.start, region.end - 1)),
        attempts=tuple(_attempt(flow, region, one, best) for one in tried),
    )


def _attempt(flow: Flow, region: Region, tried: _Tried, best: Settled | None) -> Attempt:
    expected = len(region.table.rows)
    if tried.settled is None or best is None:
        declined = tried.declined or Declined("", "")
        return Attempt(
            tried.layout,
            False,
            declined.reason,
            declined.reason_zh,
            0,
            expected,
            0,
            0,
            0,
            0,
            False,
            (),
        )
    settled = tried.settled
    broken, strays, missing, assumed = settled.rank
    reason, reason_zh = _why(settled, best)
    return Attempt(
        layout=tried.layout,
        applied=True,
        reason=reason,
        reason_zh=reason_zh,
        rows_found=len(settled.reading.rows),
        rows_expected=expected,
        rules_broken=broken,
        strays=strays,
        rows_missing=missing,
        facts_assumed=assumed,
        chosen=settled is best,
        rows=tuple(
            RowTrace(
                row=read.row,
                label=region.table.row(read.row).name,
                raws=tuple(token.raw for token in read.tokens),
                placements=options,
                where=flow.where(read.start),
            )
            for read, options in zip(settled.reading.rows, settled.options, strict=True)
        ),
    )


def _order(settled: Settled) -> tuple[int, ...]:
    """What readings of a table are compared by, the least is best.

    What shows the cells, blank ones too, is taken before what is less in doubt without them; where
    all sums hold with them, before what has fewer numbers left over.
    """
    broken, loose, missing, assumed = settled.rank
    drawn, bordered = settled.reading.drawn, settled.reading.bordered
    return not drawn, not settled.sees_all, broken, loose, missing, not bordered, assumed


_WHY = (
    ("the file draws the cells", "单元格由文件绘制"),
    ("blank cells are not seen with all sums holding", "未在各项合计均成立时看到空白单元格"),
    ("more rules broken", "违反的规则更多"),
    ("more numbers without a cell", "没有单元格的数值更多"),
    ("more rows missing", "缺失的行更多"),
    ("blank cells are not seen", "看不到空白单元格"),
    ("more facts assumed", "推定的数据更多"),
)


def _why(settled: Settled, best: Settled) -> tuple[str, str]:
    if settled is best:
        return ("least doubt", "存疑最少")
    for mine, its, why in zip(_order(settled), _order(best), _WHY, strict=True):
        if mine > its:
            return why
    return ("as good, but later in the order", "同样好,但顺序在后")
