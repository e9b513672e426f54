"""The result: one frozen report, one store of facts, typed views over it."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

import msgspec

from .document import Provenance
from .errors import FactMissing, FindingsError, MissingDependency, UsageError
from .findings import Finding, Severity
from .frozen import FrozenMap
from .reading import State
from .views import Applications, Litigation, Proactive, ReviewOutcomes
from .where import Where

SCHEMA = "govdisclose-report/1"

HEAD_COLUMNS = ("source", "agency", "year", "edition")
LONG_COLUMNS = (
    *HEAD_COLUMNS, "id", "value", "raw", "state", "certainty", "unit", "page", "line", "row", "col",
)  # fmt: skip
"""The columns of `Report.to_rows()`; `page` to `col` are those of `Where`."""


class Certainty(StrEnum):
    """How sure a fact's place is.

    read: the file itself fixes row and column. proven: the layout lost the column, but every
    reading that fits the form's sums gives this cell the same number and the same state.
    assumed: several places fit, and the usual reading was taken.
    """

    READ = "read"
    PROVEN = "proven"
    ASSUMED = "assumed"


_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One cell of the form.

    value: int for counts (件), Decimal for money, None where no number is printed (see `state`).
    raw: the characters as printed, "" for a blank cell. unit: `元`, `万元` or `亿元` as printed in
    the cell or its head, else None. where: the place of the first character of `raw`, or of the
    row when nothing is printed.
    """

    id: str
    value: int | Decimal | None
    raw: str
    state: State
    certainty: Certainty
    unit: str | None = None
    where: Where | None = None

    @property
    def certain(self) -> bool:
        """True for `read` and `proven`."""
        return self.certainty is not Certainty.ASSUMED

    @property
    def yuan(self) -> Decimal | None:
        """The value in 元, where value and unit are known; None otherwise."""
        if self.value is None or self.unit not in _YUAN:
            return None
        return Decimal(self.value) * _YUAN[self.unit]


class Section(msgspec.Struct, frozen=True):
    """One of the six sections: number 1 to 6, heading as printed, prose without the tables."""

    number: int
    title: str
    text: str
    where: Where | None = None


class Period(msgspec.Struct, frozen=True):
    """The statistics period 统计期限, both days included."""

    start: datetime.date
    end: datetime.date


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands around the report, as printed; None where it is not printed.

    index_number 索引号; publisher 发布机构; publication_date 发布日期, 发文日期; document_number
    文号; category 分类; signature_date 落款日期; notice: the cited form notice, as
    `国办公开办函〔2021〕30号`; address, postcode, phone, fax, email, contact: the contact block;
    other: further printed fields by their printed name.
    """

    index_number: str | None = None
    publisher: str | None = None
    publication_date: datetime.date | None = None
    document_number: str | None = None
    category: str | None = None
    signature_date: datetime.date | None = None
    period: Period | None = None
    notice: str | None = None
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    contact: str | None = None
    other: FrozenMap[str, str] = FrozenMap()


class Extra(msgspec.Struct, frozen=True):
    """A row that the national form does not have, or numbers without a row (label is then "").

    table: `proactive`, `applications` or `review`. raws: its cells as printed.
    """

    table: str
    label: str
    raws: tuple[str, ...]
    where: Where | None = None


class Stray(msgspec.Struct, frozen=True, gc=False):
    """A printed number that has no cell: its row prints more numbers than the form has cells."""

    row: str
    raw: str
    where: Where | None = None


class Report(msgspec.Struct, frozen=True):
    """One annual report on government information disclosure.

    edition: of table 2 (or of the first table found), by the tables' own heads and rows.
    editions: the same for each table. year: the report year, not the year of publication.
    facts: by id (see the fact ids in the documentation); an id that is not there was not printed.
    """

    edition: str
    editions: FrozenMap[str, str]
    year: int | None
    agency: str | None
    title: str | None
    metadata: Metadata
    facts: FrozenMap[str, Fact]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    extras: tuple[Extra, ...]
    strays: tuple[Stray, ...]
    source: Provenance

    def __getitem__(self, id: str) -> Fact:
        """The fact with this id. Raises FactMissing when the document does not hold it."""
        try:
            return self.facts[id]
        except KeyError:
            raise FactMissing(
                f"no fact {id!r} in this report of edition {self.edition}",
                zh=f"本报告({self.edition}版)没有数据项{id!r}",
                hint="`govdisclose form EDITION` lists the ids; "
                "a cell that the text does not hold has no fact.",
                hint_zh="用 govdisclose form 版本 查看全部编号;文本中不存在的单元格没有数据项。",
            ) from None

    @property
    def proactive(self) -> Proactive:
        """Table 2, 主动公开政府信息情况: numbers by attribute, None where blank or absent."""
        return Proactive(self.facts, "proactive")

    @property
    def applications(self) -> Applications:
        """Table 3, 收到和处理政府信息公开申请情况, in 件."""
        return Applications(self.facts, "applications")

    @property
    def review(self) -> ReviewOutcomes:
        """Table 4, 行政复议, in 件."""
        return ReviewOutcomes(self.facts, "review")

    @property
    def litigation(self) -> Litigation:
        """Table 4, 行政诉讼, in 件."""
        return Litigation(self.facts, "litigation")

    @property
    def ok(self) -> bool:
        """True when no finding has the severity `error`."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def raise_for_findings(self) -> Report:
        """This report itself, when it is `ok`. Raises FindingsError that names what is wrong."""
        bad = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        if not bad:
            return self
        raise FindingsError(
            f"{len(bad)} findings: " + " ".join(finding.message for finding in bad),
            zh=f"{len(bad)}项问题:" + "".join(finding.message_zh for finding in bad),
            where=self.source.name,
        )

    def counts(self) -> dict[str, int]:
        """How many facts are `read`, `proven` and `assumed`."""
        result = {certainty.value: 0 for certainty in Certainty}
        for fact in self.facts.values():
            result[fact.certainty] += 1
        return result

    def to_dict(self) -> dict[str, Any]:
        """Plain data as JSON has it, with the schema's name first; Decimals and dates as text."""
        return cast(dict[str, Any], _plain(_data(self)))

    def to_json(self, *, indent: int | None = None) -> str:
        """JSON text in the published schema (`docs/report.schema.json`).

        indent: spaces a level; None or 0 for one line. Half a surrogate pair, which no JSON can
        hold (a file name in an unknown encoding has some), becomes U+FFFD.
        """
        data = _data(self)
        try:
            raw = msgspec.json.encode(data)
        except UnicodeEncodeError:
            raw = msgspec.json.encode(_plain(data, _whole))
        return (msgspec.json.format(raw, indent=indent) if indent else raw).decode()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """A report from `to_dict()` data. Raises UsageError for another schema or bad data."""
        known = isinstance(cast(object, data), Mapping)
        schema = data.get("schema") if known else type(data).__name__
        if schema != SCHEMA:
            raise UsageError(
                f"not a report of schema {SCHEMA}: {schema!r}",
                zh=f"不是{SCHEMA}格式的报告:{schema!r}",
            )
        try:
            return msgspec.convert(dict(data), cls, dec_hook=_decode)
        except msgspec.ValidationError as error:
            raise UsageError(f"bad report data: {error}", zh=f"报告数据有误:{error}") from error

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """A report from `to_json()` text. Raises UsageError for other text."""
        try:
            data = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise UsageError(f"bad JSON: {error}", zh=f"JSON有误:{error}") from error
        return cls.from_dict(data)

    def to_rows(self, *, wide: bool = False) -> list[dict[str, Any]]:
        """Plain rows for tables. Long: one fact a row. Wide: one row, a fact's id a column."""
        values = (self.source.name, self.agency, self.year, self.edition)
        head: dict[str, Any] = dict(zip(HEAD_COLUMNS, values, strict=True))
        if wide:
            return [{**head, **{id: fact.value for id, fact in self.facts.items()}}]
        nowhere = Where()
        rows: list[dict[str, Any]] = []
        for fact in self.facts.values():
            place = fact.where or nowhere
            cells = (
                *values, fact.id, fact.value, fact.raw, fact.state.value,
                fact.certainty.value, fact.unit, place.page, place.line, place.row, place.col,
            )  # fmt: skip
            rows.append(dict(zip(LONG_COLUMNS, cells, strict=True)))
        return rows

    def to_pandas(self, *, wide: bool = False) -> Any:
        """The rows as a pandas DataFrame; counts stay whole numbers, money stays Decimal.

        Raises MissingDependency when pandas is not installed.
        """
        try:
            pandas: Any = importlib.import_module("pandas")
        except ImportError as error:
            raise MissingDependency(
                "pandas is not installed",
                zh="未安装pandas",
                hint="Run: pip install 'govdisclose-extract[pandas]'",
                hint_zh="请运行:pip install 'govdisclose-extract[pandas]'",
            ) from error
        rows = self.to_rows(wide=wide)
        columns = list(rows[0]) if wide else list(LONG_COLUMNS)
        # Without dtype=object, a blank among counts would turn them all into floats.
        return pandas.DataFrame(rows, columns=columns, dtype=object).convert_dtypes()

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts().items() if count)
        wrong = sum(finding.severity is Severity.ERROR for finding in self.findings)
        return (
            f"<Report {self.agency or '?'} {self.year or '?'}, edition {self.edition}: "
            f"{len(self.facts)} facts ({counts or 'none'}), "
            f"{len(self.findings)} findings ({wrong} errors)>"
        )


def facts_map(facts: Iterable[Fact]) -> FrozenMap[str, Fact]:
    """The store of facts, by id, in the order given."""
    return FrozenMap({fact.id: fact for fact in facts})


def _data(report: Report) -> dict[str, Any]:
    return {"schema": SCHEMA, **msgspec.to_builtins(report, enc_hook=_encode)}


def _encode(value: Any) -> dict[str, Any]:
    if not isinstance(value, FrozenMap):
        raise NotImplementedError(type(value).__name__)
    result: dict[str, Any] = {}
    for key, item in cast(FrozenMap[str, Any], value).items():
        result[key] = msgspec.to_builtins(item, enc_hook=_encode)
        if isinstance(item, Fact):
            del result[key]["id"]
    return result


def _plain(data: Any, text: Callable[[str], str] = str) -> Any:
    """The same data with lists for tuples, and with `text` applied to every string."""
    if isinstance(data, str):
        return text(data)
    if isinstance(data, dict):
        items = cast(dict[str, Any], data).items()
        return {text(key): _plain(item, text) for key, item in items}
    if isinstance(data, list | tuple):
        return [_plain(item, text) for item in cast(list[Any], data)]
    return data


def _whole(text: str) -> str:
    """The text with U+FFFD for every lone surrogate."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def _decode(kind: Any, value: Any) -> Any:
    if getattr(kind, "__origin__", kind) is not FrozenMap:
        raise NotImplementedError(kind)
    if not isinstance(value, dict):
        raise ValueError(f"Expected `object`, got `{type(value).__name__}`")
    item: Any = kind.__args__[1]
    if item is not Fact:
        try:
            return FrozenMap(msgspec.convert(value, dict[str, item]))
        except msgspec.ValidationError as error:
            raise ValueError(str(error)) from error
    data: dict[str, object] = msgspec.convert(value, dict[str, Any])
    return FrozenMap({id: _fact(id, body) for id, body in data.items()})


def _fact(id: str, data: object) -> Fact:
    try:
        return msgspec.convert({**msgspec.convert(data, dict[str, Any]), "id": id}, Fact)
    except msgspec.ValidationError as error:
        raise ValueError(f"{error} of the fact {id}") from error
