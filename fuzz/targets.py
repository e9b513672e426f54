"""What is fuzzed: functions that take bytes and let nothing out but errors of the library.

Each target also checks what must hold of every result: see `check`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from govdisclose_extract import Certainty, Extractor, GovDiscloseError, Limits, Report, edition
from govdisclose_extract.adapters.decode import decode
from govdisclose_extract.fold import fold
from govdisclose_extract.form.labels import find_labels
from govdisclose_extract.form.loader import parse_edition
from govdisclose_extract.testing.write.docx import PARTS
from govdisclose_extract.values import parse

LIMITS = Limits(
    bytes=4 << 20, characters=1_000_000, unpacked=16 << 20, pages=50, cells=20_000, steps=50_000
)
LAYOUTS = ("grid", "tabbed", "pipe", "cell_per_line", "aligned", "flattened", "glued")
ADAPTERS = {
    "html": ("lxml", "bs4"),
    "docx": ("ooxml", "python-docx"),
    "pdf": ("pdfium", "pdfplumber"),
    "text": (None,),
}


def check(report: Report) -> None:
    """What holds of every report, whatever it was read from."""
    for id, fact in report.facts.items():
        assert id == fact.id
        printed = fact.state.value in ("number", "zero")
        assert (fact.value is not None) == (printed or fact.state.value == "inferred"), fact
        if fact.certainty is not Certainty.ASSUMED:
            assert fact.state.value not in ("unreadable", "inferred"), fact
            assert bool(fact.raw.strip()) or fact.state.value == "blank", fact
    assert Report.from_json(report.to_json()) == report


def _adapter(name: str, engine: str | None) -> Callable[[bytes], None]:
    extractor = Extractor(adapters=[name], limits=LIMITS)

    def target(data: bytes) -> None:
        try:
            report = extractor.extract(data, engine=engine)
        except GovDiscloseError:
            return
        check(report)

    return target


def _body(engine: str) -> Callable[[bytes], None]:
    """The text of a Word file, in an archive that is whole."""
    read = _adapter("docx", engine)

    def target(data: bytes) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, text in PARTS.items():
                archive.writestr(name, text)
            archive.writestr("word/document.xml", data)
        read(packed.getvalue())

    return target


def _layout(name: str) -> Callable[[bytes], None]:
    extractor = Extractor(layouts=[name], limits=LIMITS)

    def target(data: bytes) -> None:
        try:
            report = extractor.extract_text(data.decode("utf-8", "replace"))
        except GovDiscloseError:
            return
        check(report)

    return target


def everything(data: bytes) -> None:
    """Whatever adapter the bytes ask for."""
    try:
        report = Extractor(limits=LIMITS).extract(data)
    except GovDiscloseError:
        return
    check(report)


def decoding(data: bytes) -> None:
    """The ladder of encodings."""
    try:
        decoded = decode(data)
    except GovDiscloseError:
        return
    assert "\x00" not in decoded.text or b"\x00" in data


def values(data: bytes) -> None:
    """The text of a cell."""
    value = parse(fold(data.decode("utf-8", "replace"))[0])
    if value is not None:
        assert (value.number is not None) == (value.state.value in ("number", "zero"))


def labels(data: bytes) -> None:
    """The search for labels in folded text."""
    text, _ = fold(data.decode("utf-8", "replace"))
    for id in ("2019", "2021"):
        for table in edition(id).tables:
            for found in find_labels(table, text):
                assert 0 <= found.start < found.end <= len(text)


def toml(data: bytes) -> None:
    """An edition of one's own."""
    try:
        parse_edition(data.decode("utf-8", "replace"))
    except GovDiscloseError:
        return


def json(data: bytes) -> None:
    """A report that was written as JSON."""
    try:
        Report.from_json(data)
    except GovDiscloseError:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {
    "everything": everything,
    **{
        f"{name}-{engine}" if engine else name: _adapter(name, engine)
        for name, engines in ADAPTERS.items()
        for engine in engines
    },
    **{f"body-{engine}": _body(engine) for engine in ADAPTERS["docx"]},
    **{f"layout-{name}": _layout(name) for name in LAYOUTS if name != "grid"},
    "decoding": decoding,
    "values": values,
    "labels": labels,
    "toml": toml,
    "json": json,
}
"""Every target by name. The grid layout is reached through the adapters that draw cells."""


def corpus_of(target: str) -> str:
    """The folder of the corpus that a target begins with."""
    kind = target.partition("-")[0]
    return "text" if kind in ("layout", "labels", "values", "decoding") else kind
