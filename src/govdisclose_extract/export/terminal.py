"""A report for people, at a terminal of 100 columns.

Numbers stand as they were understood, `/` and its like as printed; marks behind numbers say what
is not certain, and a legend explains the marks that occur.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple, TextIO

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..errors import EditionError
from ..findings import Severity
from ..form.definition import Edition
from ..form.definition import Table as FormTable
from ..form.loader import built_in
from ..reading import State
from ..report import Certainty, Fact, Report
from ..where import Where
from .words import cases, head, place, safe, title, word

WIDTH = 100

_SEVERITIES = {
    Severity.ERROR: ("✗", "bold red"),
    Severity.WARNING: ("!", "yellow"),
    Severity.INFO: ("i", "cyan"),
}
_BLANK, _ASSUMED, _INFERRED, _UNREADABLE = "·", "?", "*", "!"
_LEGEND = {
    _BLANK: "blank",
    _ASSUMED: "mark_assumed",
    _INFERRED: "inferred",
    _UNREADABLE: "unreadable",
}


_RULED = box.Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


class _Line(NamedTuple):
    """A row to draw: label, depth of its indent, and its facts by column; none for a heading."""

    label: str
    depth: int
    cells: dict[str, str]


def render(
    report: Report, *, lang: str = "en", editions: Mapping[str, Edition] | None = None
) -> RenderableType:
    """The report as something that a rich Console prints.

    lang: language of the interface, `en` or `zh`; row labels are always those of the form.
    editions: the editions that its tables may follow, by id, beside those that the package
    brings; a table of an edition that is not known shows ids for labels.
    """
    return _View(report, lang, dict(editions or {}))


def summary(report: Report, *, lang: str = "en") -> RenderableType:
    """The report's head and foot without its tables: counts, left-over numbers, findings."""
    return _View(report, lang, {}, whole=False)


def text(
    report: Report,
    *,
    lang: str = "en",
    editions: Mapping[str, Edition] | None = None,
    width: int = WIDTH,
) -> str:
    """The same as plain text without colours, at most `width` columns wide."""
    return plain(render(report, lang=lang, editions=editions), width=width)


def plain(shown: RenderableType, *, width: int = WIDTH) -> str:
    """What a Console prints, as text without colours and without spaces at the ends of lines."""
    file = io.StringIO()
    Console(file=file, width=width, color_system=None, force_terminal=False, highlight=False).print(
        shown
    )
    return "\n".join(line.rstrip() for line in file.getvalue().split("\n"))


def show(shown: RenderableType, file: TextIO) -> None:
    """Print to `file`: in colour and to its width if it is a terminal, else as `plain` text."""
    if file.isatty():
        Console(file=file, highlight=False, markup=False, emoji=False).print(shown)
    else:
        file.write(plain(shown))


class _View(NamedTuple):
    """What `render` gives: it knows the width only when it is printed."""

    report: Report
    lang: str
    editions: dict[str, Edition]
    whole: bool = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        painter = _Painter(self, options.max_width)
        yield from painter.parts() if self.whole else painter.summary()


class _Painter:
    def __init__(self, view: _View, width: int) -> None:
        self.report, self.lang, self.editions = view.report, view.lang, view.editions
        self.width = width
        self.marks: set[str] = set()

    def parts(self) -> Iterator[RenderableType]:
        yield self.header()
        shown: set[str] = set()
        for table, lines in self.tables():
            ids = {id for line in lines for id in line.cells.values()}
            if ids & self.report.facts.keys():
                yield self.heading(title(table, self.lang), self.report.editions.get(table, ""))
                yield from self.blocks(lines) if table == "proactive" else [self.matrix(lines)]
            shown |= ids
        rest = [id for id in self.report.facts if id not in shown]
        if rest:
            yield Text()
            yield from self.blocks(_by_id(rest))
        yield from self.legend()
        yield from self.leftovers()
        yield from self.findings()

    def summary(self) -> Iterator[RenderableType]:
        yield self.header()
        yield from self.leftovers()
        yield from self.findings()

    # ------------------------------------------------------------------ head and foot

    def header(self) -> RenderableType:
        report = self.report
        first = Text(safe(report.agency or word("agency", self.lang)), style="bold")
        if report.year is not None:
            first.append(f"  {report.year}", style="bold")
        first.append(f"  {word('edition', self.lang)} {safe(report.edition)}", style="dim")
        counts = Text()
        if report.facts:
            counts.append(f"{len(report.facts)} {word('facts', self.lang)}: ")
            styles = {"read": "green", "proven": "green", "assumed": "yellow"}
            for number, (name, count) in enumerate(report.counts().items()):
                counts.append(", " if number else "")
                counts.append(f"{count} {word(name, self.lang)}", styles[name] if count else "dim")
        else:
            counts.append(word("no_facts", self.lang), style="yellow")
        source = [report.source.name or "", report.source.adapter, report.source.encoding or ""]
        origin = Text(" · ".join(safe(part) for part in source if part), style="dim")
        return Group(first, counts, origin) if origin else Group(first, counts)

    def heading(self, name: str, edition: str) -> RenderableType:
        line = Text(name, style="bold cyan")
        if edition and edition != self.report.edition:
            line.append(f"  {word('edition', self.lang)} {safe(edition)}", style="yellow")
        return Padding(line, (1, 0, 0, 0))

    def legend(self) -> Iterator[RenderableType]:
        known = [mark for mark in _LEGEND if mark in self.marks]
        if known:
            parts = [f"{mark} {word(_LEGEND[mark], self.lang)}" for mark in known]
            yield Padding(Text("   ".join(parts), style="dim"), (1, 0, 0, 0))

    def leftovers(self) -> Iterator[RenderableType]:
        rows = [(extra.label, " ".join(extra.raws), extra.where) for extra in self.report.extras]
        if rows:
            yield self.heading(word("extras", self.lang), "")
        for label, raws, where in rows:
            line = Text("  ").append(safe(label) or word("unnamed", self.lang))
            line.append(f"  {safe(raws)}", style="bold")
            yield line.append(self.at(where), style="dim")
        if self.report.strays:
            yield self.heading(word("strays", self.lang), "")
        for stray in self.report.strays:
            line = Text("  ").append(safe(self.name(stray.row)))
            line.append(f"  {safe(stray.raw)}", style="bold")
            yield line.append(self.at(stray.where), style="dim")

    def name(self, row: str) -> str:
        """The label of a row of the form, by its id with or without its table's prefix."""
        for table in self.report.editions:
            form = self.form(table)
            for known in form.rows if form else ():
                if known.label and row in {known.id, f"{table}.{known.id}"}:
                    return known.name
        return row

    def at(self, where: Where | None) -> str:
        found = place(where, self.lang)
        return f" ({found})" if found else ""

    def findings(self) -> Iterator[RenderableType]:
        found = sorted(
            self.report.findings, key=lambda each: list(_SEVERITIES).index(each.severity)
        )
        if not found:
            yield Padding(Text(word("no_findings", self.lang), style="green"), (1, 0, 0, 0))
            return
        yield self.heading(f"{word('findings', self.lang)} ({len(found)})", "")
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1, overflow="fold")
        for finding in found:
            sign, style = _SEVERITIES[finding.severity]
            said = Text(safe(finding.text(self.lang)))
            said.append(self.at(finding.where), style="dim")
            grid.add_row(
                Text(f"  {sign} {word(finding.severity.value, self.lang)}", style=style),
                Text(finding.code, style="dim"),
                said,
            )
        yield grid

    # ------------------------------------------------------------------ tables

    def tables(self) -> Iterator[tuple[str, list[_Line]]]:
        for table in self.report.editions:
            form = self.form(table)
            if form is not None:
                yield table, _lines(form)

    def form(self, table: str) -> FormTable | None:
        id = self.report.editions[table]
        try:
            edition = self.editions.get(id) or built_in(id)
        except EditionError:
            return None
        return edition.table(table)

    def blocks(self, lines: list[_Line]) -> Iterator[RenderableType]:
        """Rows with different columns: pairs where they are few, else a matrix for each set."""
        if all(len(line.cells) <= 3 for line in lines):
            yield self.pairs(lines)
            return
        for columns, group in groupby(lines, key=lambda line: tuple(line.cells)):
            draw = self.matrix if len(columns) > 3 else self.pairs
            yield draw(list(group))

    def pairs(self, lines: list[_Line]) -> RenderableType:
        """Rows with different columns: the label, then each number behind its head."""
        grid = Table.grid(padding=(0, 3, 0, 0))
        for _ in range(1 + max(len(line.cells) for line in lines)):
            grid.add_column(overflow="fold")
        for line in lines:
            row = [Text("  " + safe(line.label))]
            for column, id in line.cells.items():
                name = Text(head(column, self.lang) + " ", style="dim")
                row.append(Text.assemble(name, self.cell(id, with_unit=True)))
            grid.add_row(*row)
        return grid

    def matrix(self, lines: list[_Line]) -> RenderableType:
        """Rows with the same columns: numbers below heads, one line a row."""
        columns = list(dict.fromkeys(column for line in lines for column in line.cells))
        heads = [Text(head(column, self.lang), style="dim") for column in columns]
        rows: list[tuple[Text, list[Text]]] = []
        for line in lines:
            style = "" if line.cells else "dim"
            label = Text("  " * (line.depth + 1) + safe(line.label), style=style)
            rows.append((label, [self.cell(line.cells.get(column, "")) for column in columns]))
        widths = [
            max(5, heads[number].cell_len, *(cells[number].cell_len for _, cells in rows))
            for number in range(len(columns))
        ]
        longest = max(label.cell_len for label, _ in rows)
        room = max(16, min(longest, self.width - sum(widths) - len(widths) - 1))
        grid = Table(box=_RULED, show_edge=False, pad_edge=False, padding=0)
        grid.add_column(width=room, no_wrap=True)
        for column, heading, width in zip(columns, heads, widths, strict=True):
            style = "bold" if column == "total" else ""
            grid.add_column(heading, width=width + 1, justify="right", overflow="fold", style=style)
        for label, cells in rows:
            label.truncate(room, overflow="ellipsis")
            grid.add_row(label, *cells)
        return grid

    def cell(self, id: str, *, with_unit: bool = False) -> Text:
        """The number, then its mark or a space, so that digits stand below digits."""
        fact = self.report.facts.get(id)
        if fact is None:
            return Text()
        mark = _mark(fact)
        shown = _shown(fact)
        self.marks |= {mark, _BLANK if shown == _BLANK else ""}
        style = "" if fact.certain else "dim"
        if fact.state is State.UNREADABLE:
            style = "red"
        elif fact.state is State.BLANK or fact.value == 0:
            style = "dim"
        made = Text(shown, style=style)
        if with_unit and fact.unit and fact.value is not None:
            made.append(f" {fact.unit}", style="dim")
        return made.append(mark or " ", style="yellow" if mark != _UNREADABLE else "red")


def _mark(fact: Fact) -> str:
    if fact.state is State.UNREADABLE:
        return _UNREADABLE
    if fact.state is State.INFERRED:
        return _INFERRED
    return _ASSUMED if fact.certainty is Certainty.ASSUMED else ""


def _shown(fact: Fact) -> str:
    if fact.value is None:
        return safe(fact.raw.strip()) or _BLANK
    return f"{fact.value:f}" if isinstance(fact.value, Decimal) else str(fact.value)


def _lines(form: FormTable) -> list[_Line]:
    """The rows of a table of the form, with its headings.

    `三、本年度办理结果` stands above the first bracketed row, and the heading of a group (`(三)`)
    above the row that is numbered 1.
    """
    if any(row.label is None for row in form.rows):
        return [line._replace(label=cases(line.label)) for line in _by_id(form.facts)]
    headings = [mark for mark in form.marks if mark.enumerator] if form.id != "proactive" else []
    groups = iter([mark for mark in headings if mark.enumerator.startswith("(")])
    parts = iter([mark for mark in headings if not mark.enumerator.startswith("(")])
    lines: list[_Line] = []
    bracketed = False
    for row in form.rows:
        number = row.label.enumerator if row.label else ""
        if number.startswith("(") and not bracketed and (part := next(parts, None)):
            lines.append(_Line(part.printed, 0, {}))
        if number == "1" and (group := next(groups, None)):
            lines.append(_Line(group.printed, 1, {}))
        depth = 2 if number.isascii() and number.isdigit() else int(number.startswith("("))
        bracketed = depth > 0
        lines.append(_Line(row.name, depth, {cell.column: cell.fact for cell in row.cells}))
    return lines


def _by_id(ids: list[str] | tuple[str, ...]) -> list[_Line]:
    """Rows made from ids alone: all before the last dot is the row, the rest its column."""
    rows: dict[str, dict[str, str]] = {}
    for id in ids:
        row, _, column = id.rpartition(".")
        rows.setdefault(row, {})[column] = id
    return [_Line(row, 0, cells) for row, cells in rows.items()]
