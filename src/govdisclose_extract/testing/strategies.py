"""Strategies for hypothesis: what reports say, how they are printed, and the files they become."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from ..errors import MissingDependency

try:
    from hypothesis import strategies as st
except ImportError as _error:
    raise MissingDependency(
        "these strategies need hypothesis",
        zh="这些策略需要 hypothesis",
        hint="Install it: pip install 'govdisclose-extract[testing]'",
        hint_zh="安装方法:pip install 'govdisclose-extract[testing]'",
    ) from _error

from .content import EDITIONS, SIZES, ZEROS, Broken, Content, Size, Zeros, fill, with_errors
from .damage import DAMAGES
from .forge import WRITERS
from .printed import Printed, lay_out
from .write.base import Writer, Written


def _randoms() -> st.SearchStrategy[Random]:
    """One drawn number seeds the hundreds of a report, which would be too many to draw."""
    return st.integers(0, 2**32 - 1).map(Random)


@st.composite
def contents(
    draw: st.DrawFn,
    *,
    editions: Sequence[str] = EDITIONS,
    sizes: Sequence[Size] = SIZES,
    zeros: Sequence[Zeros] = ZEROS,
    mixed: bool | None = False,
) -> Content:
    """Reports whose sums all hold. mixed: table 3 of the other edition; None for either way."""
    return fill(
        draw(_randoms()),
        edition=draw(st.sampled_from(editions)),
        size=draw(st.sampled_from(sizes)),
        zeros=draw(st.sampled_from(zeros)),
        mixed=draw(st.booleans()) if mixed is None else mixed,
    )


@st.composite
def contents_with_errors(
    draw: st.DrawFn, most: int = 3, sizes: Sequence[Size] = SIZES
) -> tuple[Content, set[Broken]]:
    """Reports with up to `most` wrong numbers, and the rules that these break."""
    content = draw(contents(sizes=sizes))
    return with_errors(draw(_randoms()), content, draw(st.integers(1, most)))


def damages(writer: Writer, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    """Names of damages that make sense for a writer, none twice."""
    names = [name for name, damage in DAMAGES.items() if damage.suits(writer)]
    return st.lists(st.sampled_from(names), max_size=most, unique=True).map(tuple)


@st.composite
def printed_reports(
    draw: st.DrawFn, content: st.SearchStrategy[Content] | None = None, names: Sequence[str] = ()
) -> Printed:
    """Reports as printed, with the named damages."""
    printed = lay_out(draw(content if content is not None else contents()), draw(_randoms()))
    for name in names:
        printed = DAMAGES[name](printed, draw(_randoms()))
    return printed


@st.composite
def written_reports(
    draw: st.DrawFn,
    *,
    writers: Sequence[str] = tuple(WRITERS),
    content: st.SearchStrategy[Content] | None = None,
    names: Sequence[str] | None = None,
    most: int = 2,
) -> Written:
    """Files. names: the damages, in their order; by default up to `most` of those that suit."""
    writer = WRITERS[draw(st.sampled_from(writers))]
    its = draw(damages(writer, most)) if names is None else names
    return writer(draw(printed_reports(content, its)), draw(_randoms()))
