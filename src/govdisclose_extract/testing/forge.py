"""Reports made to order: a writer, some damages and a seed give one file, on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from ..extractor import Extractor
from ..report import Report
from .content import SIZES, fill, with_errors
from .damage import DAMAGES
from .printed import Printed, lay_out
from .write import docx, html, pdf, text
from .write.base import Writer, Written

WRITERS: dict[str, Writer] = {
    writer.name: writer for writer in (*text.WRITERS, *html.WRITERS, *docx.WRITERS, *pdf.WRITERS)
}
"""Every way to write a report, by name."""

_ERRORS_EVERY = 6
"""One report in so many has wrong numbers, so that its sums fail."""


class Case(NamedTuple):
    """What is to be forged: the names of a writer and of damages in their order, and a seed."""

    writer: str
    damages: tuple[str, ...]
    seed: int

    @property
    def damage(self) -> str:
        """Its damages as one word."""
        return "+".join(self.damages) or "none"

    def __str__(self) -> str:
        return f"{self.writer} {self.damage} {self.seed}"


def print_out(case: Case) -> tuple[Printed, Random]:
    """What a case prints, and the source of chance for what its writer leaves open."""
    random = Random(str(case))
    # The numbers of a province, glued, have too many readings for any oracle.
    sizes = SIZES[:-1] if WRITERS[case.writer].manner == "glued" else SIZES
    content = fill(random, size=random.choice(sizes), mixed=case.seed % 8 == 7)
    if case.seed % _ERRORS_EVERY == _ERRORS_EVERY - 1:
        content, _ = with_errors(random, content, random.randint(1, 3))
    printed = lay_out(content, random)
    for name in case.damages:
        printed = DAMAGES[name](printed, random)
    return printed, random


def forge(case: Case) -> Written:
    """The file of a case. Raises KeyError for an unknown name, MissingDependency."""
    return WRITERS[case.writer](*print_out(case))


def suits(writer: str, damages: Iterable[str]) -> bool:
    """Whether all these damages make sense in what the writer writes."""
    return all(DAMAGES[name].suits(WRITERS[writer]) for name in damages)


def cases(
    seeds: Iterable[int],
    *,
    writers: Iterable[str] | None = None,
    damages: Iterable[tuple[str, ...]] | None = None,
) -> Iterator[Case]:
    """Every writer with every damage that suits it, for each seed."""
    combined = [*damages] if damages is not None else [(), *((name,) for name in DAMAGES)]
    for seed in seeds:
        for writer in writers if writers is not None else WRITERS:
            for names in combined:
                if suits(writer, names):
                    yield Case(writer, names, seed)


def read(written: Written, extractor: Extractor | None = None) -> Report:
    """The report that the library reads out of a file. Raises GovDiscloseError."""
    extractor = extractor or Extractor()
    if isinstance(written.data, str) and written.suffix == ".txt":
        return extractor.extract_text(written.data)
    data = written.data.encode() if isinstance(written.data, str) else written.data
    return extractor.extract(data)


def digest(all_: Iterable[Case]) -> str:
    """A fingerprint of what these cases print, whatever packs it into files. Hexadecimal."""
    made = hashlib.sha256()
    for case in all_:
        printed, _ = print_out(case)
        made.update(repr((case, printed.blocks)).encode())
    return made.hexdigest()
