"""From an input to a report: the one place that sees every layer."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from .adapters.base import Adapter, Match, ReadOptions
from .adapters.text import document_of
from .cross_check import compared
from .document import Document
from .errors import (
    FormatError,
    GovDiscloseError,
    MissingDependency,
    NotAReport,
    PluginError,
    ReadError,
    UsageError,
)
from .findings import make
from .form.definition import Edition
from .form.loader import BUILT_IN, built_in
from .guard import guarded
from .report import Report
from .source import Deadline, Limits, Source
from .trace import Trace

if TYPE_CHECKING:
    from .choosing import Choice

Input = str | Path | bytes | bytearray | memoryview | BinaryIO

_NO_EDITION = "Pass '2019', '2021', or what load_edition(path) gives."
_NO_EDITION_ZH = "请传入 '2019'、'2021' 或 load_edition(路径) 的结果。"


class Extractor(msgspec.Struct, frozen=True):
    """Reads reports. Frozen, so one may serve many threads.

    adapters, layouts: the full, ordered lists, each entry a built-in's name or an object; None for
    all built-ins. editions: the editions of the form to tell tables by, each an id of a built-in
    or an `Edition` (see `load_edition`); None for all built-ins. limits: what an input may cost.
    Raises UsageError and PluginError for entries that are unknown or no adapter or layout.
    """

    adapters: Iterable[Any] | None = None
    layouts: Iterable[Any] | None = None
    editions: Iterable[str | Edition] | None = None
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        from .plugins import resolve  # at first use, as below, so that the import stays fast

        force = msgspec.structs.force_setattr
        force(self, "adapters", resolve("adapter", self.adapters))
        force(self, "layouts", resolve("layout", self.layouts))
        force(self, "editions", _editions(self.editions))

    def extract(
        self,
        source: Input,
        *,
        engine: str | None = None,
        password: str | None = None,
        cross_check: bool = False,
    ) -> Report:
        """The report in a file, bytes or a binary stream (left open, its position restored).

        A `str` is always a path. engine: which engine of the format's adapter reads, None for its
        usual one. password: for encrypted files. cross_check: read with a second engine too; facts
        on which the two differ are `assumed`, each with a finding `engines.differ`.
        Raises SourceError, FormatError, ReadError, NotAReport, UsageError.
        """
        held = Source.of(source, self.limits)
        options = self._options(engine, password)
        choice = self._chosen(held)
        report = self._read(held, choice, options, everything=False).report
        return self._checked(held, choice, options, report) if cross_check else report

    def extract_all(
        self,
        source: Input,
        *,
        engine: str | None = None,
        password: str | None = None,
        on_error: Callable[[GovDiscloseError], None] | None = None,
    ) -> list[Report]:
        """All reports in an input, in its order: one after another in a file, or files in a ZIP.

        Of an archive's files, those that are no report or of no known format are left out. Any
        other that cannot be read is an error, unless `on_error` is given: it is then called with
        each error, those of files left out included, and the rest is read. Raises as `extract`
        does, and NotAReport when there is no report at all. `limits.seconds` is for each file.
        """
        from .archive import is_archive, unpacked

        held = Source.of(source, self.limits)
        if not is_archive(held) or self._claimed(held):
            return self._all(held, engine, password)
        found: list[Report] = []
        for one in unpacked(held, self.limits):
            try:
                if isinstance(one, ReadError):
                    raise one
                found += self._all(one, engine, password)
            except UsageError:
                raise
            except GovDiscloseError as error:
                unread = isinstance(error, FormatError) and not isinstance(error, MissingDependency)
                if on_error:
                    on_error(error)
                elif not unread and not isinstance(error, NotAReport):
                    raise
        if not found:
            raise NotAReport("the archive holds no report", zh="压缩包中没有报告", where=held.name)
        return found

    def _chosen(self, source: Source) -> Choice:
        from .choosing import choose

        return choose(source, _tuple(self.adapters))

    def _claimed(self, source: Source) -> bool:
        """Whether the bytes, and not only the name, are known to an adapter."""
        try:
            return self._chosen(source).match is Match.CONTENT
        except MissingDependency:
            return True
        except FormatError:
            return False

    def _all(self, source: Source, engine: str | None, password: str | None) -> list[Report]:
        from .parts import reports_in

        options = self._options(engine, password)
        choice = self._chosen(source)
        document = self._opened(source, choice, options)
        found: list[Report] = []
        refused: NotAReport | None = None
        for part in reports_in(document, _tuple(self.editions), options.deadline):
            try:
                trace = self._named(source, part, choice, options, everything=False)
            except NotAReport as error:
                refused = refused or error
                continue
            found.append(trace.report)
        if refused and not found:
            raise refused
        return found

    def extract_text(self, text: str) -> Report:
        """The report in a text that is decoded already. Raises LimitExceeded, NotAReport."""
        return self._reading(
            self._document(text), "text", self._deadline(), everything=False
        ).report

    def trace(
        self, source: Input, *, engine: str | None = None, password: str | None = None
    ) -> Trace:
        """The report and what every stage saw; all layouts are tried, also behind a perfect one."""
        held = Source.of(source, self.limits)
        options = self._options(engine, password)
        return self._read(held, self._chosen(held), options, everything=True)

    def trace_text(self, text: str) -> Trace:
        """`trace` for a text that is decoded already."""
        return self._reading(self._document(text), "text", self._deadline(), everything=True)

    def _deadline(self) -> Deadline:
        return Deadline.of(self.limits)

    def _options(self, engine: str | None, password: str | None) -> ReadOptions:
        return ReadOptions(
            limits=self.limits, engine=engine, password=password, deadline=self._deadline()
        )

    def _document(self, text: object) -> Document:
        if not isinstance(text, str):
            raise UsageError(
                f"extract_text takes str, not {type(text).__name__}",
                zh=f"extract_text 只接受 str,而不是 {type(text).__name__}",
                hint="Use extract() for paths, bytes and streams.",
                hint_zh="路径、字节串和流请用 extract()。",
            )
        return document_of(text, limits=self.limits)

    def _checked(
        self, source: Source, choice: Choice, options: ReadOptions, report: Report
    ) -> Report:
        info = choice.adapter.info
        others = [name for name in info.engines if name != report.source.engine]
        if not others:
            note = make("engines.single", adapter=info.name)
            return msgspec.structs.replace(report, findings=(*report.findings, note))
        options = msgspec.structs.replace(options, engine=others[0], deadline=self._deadline())
        try:
            second = self._read(source, choice, options, everything=False).report
        except (ReadError, NotAReport, MissingDependency) as error:
            note = make(
                "engines.failed",
                engine=others[0],
                detail=error.message,
                zh={"detail": error.message_zh},
            )
            return msgspec.structs.replace(report, findings=(*report.findings, note))
        return compared(report, second)

    def _read(
        self, source: Source, choice: Choice, options: ReadOptions, *, everything: bool
    ) -> Trace:
        document = self._opened(source, choice, options)
        return self._named(source, document, choice, options, everything=everything)

    def _opened(self, source: Source, choice: Choice, options: ReadOptions) -> Document:
        """The document that the chosen adapter gives, checked."""
        from .contracts import check_document, is_ours

        adapter, name = choice.adapter, choice.adapter.info.name
        if options.engine is not None and options.engine not in adapter.info.engines:
            known = ", ".join(adapter.info.engines)
            raise UsageError(
                f"the {name} adapter has no engine {options.engine!r}",
                zh=f"{name}适配器没有名为{options.engine!r}的引擎",
                hint=f"Known: {known or 'none'}.",
                hint_zh=f"可用:{known or '无'}。",
                where=source.name,
            )

        def checked() -> Document:
            return given if is_ours(adapter) else check_document(given, name, options.limits)

        with _placed(source):
            en, zh = f"the {name} adapter failed", f"{name}适配器出错"
            given = guarded(ReadError, en, zh, adapter.read, source, options)
            options.deadline.check()
            en, zh = f"the {name} adapter gave a broken document", f"{name}适配器返回的文档有误"
            document = guarded(PluginError, en, zh, checked)
        document = _with_suffix(document, source, adapter)
        findings = (*choice.findings, *document.findings)
        return msgspec.structs.replace(document, findings=findings) if choice.findings else document

    def _named(
        self,
        source: Source,
        document: Document,
        choice: Choice,
        options: ReadOptions,
        *,
        everything: bool,
    ) -> Trace:
        """The reading of a document; its errors name the source."""
        name = choice.adapter.info.name
        with _placed(source):
            return self._reading(document, name, options.deadline, everything=everything)

    def _reading(
        self, document: Document, adapter: str, deadline: Deadline, *, everything: bool
    ) -> Trace:
        from .plugins import strict
        from .reader import read_document

        report, tables = read_document(
            document,
            layouts=_tuple(self.layouts),
            editions=_tuple(self.editions),
            steps=self.limits.steps,
            everything=everything,
            strict=strict(),
            deadline=deadline,
        )
        return Trace(report, document.source, adapter, tables)


@contextmanager
def _placed(source: Source) -> Generator[None]:
    """Errors without a place get that of the source."""
    try:
        yield
    except GovDiscloseError as error:
        if error.where is None:
            error.where = source.name
        raise


def _with_suffix(document: Document, source: Source, adapter: Adapter) -> Document:
    """The document, with a finding when its name speaks of another format than its content."""
    suffix = source.hints.suffix
    if not source.name or suffix in adapter.info.suffixes:
        return document
    note = make(
        "format.suffix",
        suffix=suffix or "no suffix",
        format=adapter.info.name,
        zh={"suffix": suffix or "(无后缀)"},
    )
    return msgspec.structs.replace(document, findings=(note, *document.findings))


def _tuple(value: object) -> tuple[Any, ...]:
    assert isinstance(value, tuple)
    return value


def _editions(chosen: Any) -> tuple[Edition, ...]:
    if chosen is not None and (isinstance(chosen, str) or not isinstance(chosen, Iterable)):
        raise UsageError(
            f"{chosen!r} is no list of editions",
            zh=f"{chosen!r}不是版本的列表",
            hint=_NO_EDITION,
            hint_zh=_NO_EDITION_ZH,
        )
    found: tuple[Any, ...] = tuple(
        built_in(one) if isinstance(one, str) else one
        for one in (BUILT_IN if chosen is None else chosen)
    )
    for one in found:
        if not isinstance(one, Edition):
            raise UsageError(
                f"{one!r} is no edition",
                zh=f"{one!r}不是格式版本",
                hint=_NO_EDITION,
                hint_zh=_NO_EDITION_ZH,
            )
    if not found or len({one.id for one in found}) < len(found):
        raise UsageError(
            "editions need at least one entry, and ids of their own",
            zh="至少需要一个版本,且编号不得重复",
        )
    return found


_DEFAULT: list[Extractor] = []


def _default() -> Extractor:
    if not _DEFAULT:
        _DEFAULT.append(Extractor())
    return _DEFAULT[0]


def extract(
    source: Input,
    *,
    engine: str | None = None,
    password: str | None = None,
    cross_check: bool = False,
) -> Report:
    """The report in a file, bytes or a binary stream. See `Extractor.extract`."""
    return _default().extract(source, engine=engine, password=password, cross_check=cross_check)


def extract_text(text: str) -> Report:
    """The report in a text. See `Extractor.extract_text`."""
    return _default().extract_text(text)


def extract_all(
    source: Input,
    *,
    engine: str | None = None,
    password: str | None = None,
    on_error: Callable[[GovDiscloseError], None] | None = None,
) -> list[Report]:
    """All reports in a file or a ZIP archive. See `Extractor.extract_all`."""
    return _default().extract_all(source, engine=engine, password=password, on_error=on_error)
