"""Web pages: HTML, XHTML, pages saved as MHTML, and markup in a string of a script or of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import ClassVar, NamedTuple

import msgspec

from govdisclose_extract.document import Document, Grid, Paragraph, Provenance
from govdisclose_extract.errors import (
    DecodeError,
    LimitExceeded,
    MissingDependency,
    ReadError,
    UsageError,
)
from govdisclose_extract.findings import make
from govdisclose_extract.source import Hints, Limits, Source

from . import html_wrapped as wrapped
from .base import AdapterInfo, Match, ReadOptions
from .decode import Decoded, decode, lost_in, recognise
from .html_blocks import Builder, Feed
from .html_cells import CellBuilder, holds_cells
from .html_styles import Sheet

__all__ = ["HtmlAdapter"]

_TAIL = 2000

ENGINES = ("lxml", "bs4")
"""The engines by name, the usual one first."""

TEXT_IN_SCRIPT = 20
"""Closing tags that a string in a page's script holds if it is a text, and no template."""

FOLDED_TEXT = 200
"""Characters from which on a text that is not displayed may be part of the page's own."""

_HEAD = 8192
_SCRIPTS = (".js", ".json")
_SIGNS = (b"<", b"\\u003", b"&lt;")
_BINARY = (b"%PDF", b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\xd0\xcf\x11\xe0", b"{\\rtf")
# What may stand before the first element: comments, processing instructions, conditions.
_PREAMBLE = re.compile(r"(?:[\s\ufeff]|<!--(?:(?!-->).)*+-->|<[?%](?:[^>])*+>)*+", re.DOTALL)
_FIRST = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|script|style|div|p|table|tbody|tr|td|"
    r"span|pre|h[1-6]|br|center|font|article|section|ul|ol|form|iframe|input|base)\b)",
    re.IGNORECASE,
)
_HTML = re.compile(r"<html\b[^>]{0,4000}>", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_CLOSING = re.compile(r"(?:<|\\u003c|&lt;)(?:\\?/|\\u002f)[a-z]", re.IGNORECASE)
_SECTION = re.compile(r"<!\[CDATA\[|\]\]>")
_XHTML = re.compile(r"<html\b[^>]{0,4000}\bxmlns\s{0,9}=", re.IGNORECASE)
_HANZI = re.compile("[\u4e00-\u9fff]+")
_SCRIPT_ELEMENT = re.compile(
    r"<(?P<tag>script|textarea)\b.*?(?:</(?P=tag)|\Z)|\b(?:value|srcdoc)=(?:\"[^\"]*+\"|'[^']*+')",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r'=\s?(\\?)"|<script', re.IGNORECASE)


class HtmlAdapter:
    """Pages in any encoding that `decode` knows, read by lxml or by BeautifulSoup."""

    info: ClassVar[AdapterInfo] = AdapterInfo(
        name="html",
        suffixes=(
            ".html", ".htm", ".shtml", ".shtm", ".xhtml", ".xht", ".mhtml", ".mht", ".asp",
            ".aspx", ".jsp", ".jspx", ".jhtml", ".php", ".do", ".action", ".json", ".js",
        ),
        media_types=("text/html", "application/xhtml+xml", "multipart/related"),
        requires=("lxml",),
        engines=("lxml", "bs4"),
        description="web pages: HTML, XHTML, MHTML, and HTML in a string of a script or of JSON",
    )  # fmt: skip

    def match(self, head: bytes, hints: Hints, /) -> Match:
        """CONTENT for bytes that begin as a page, SUFFIX for other text under a page's name."""
        known = Match.SUFFIX if hints.suffix in self.info.suffixes else Match.NO
        if head.startswith(_BINARY):
            return Match.NO
        head = head[:_HEAD]
        if wrapped.is_mhtml(head):
            return Match.CONTENT
        if not any(sign in head for sign in _SIGNS) and hints.suffix not in _SCRIPTS:
            return known
        found = recognise(head, hints.charset)
        return Match.CONTENT if found and _is_page(found.text, hints.suffix) else known

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        """Paragraphs and grids. Raises UsageError, MissingDependency, DecodeError, LimitExceeded.

        The encoding is that of the first page of the file.
        """
        feed = _engine(options.engine or ENGINES[0])
        pages = list(_pages(source, options.limits))
        sheet = Sheet()
        for page in pages:
            sheet.suppose(page.text)
        builder = _built(pages, feed, sheet, source, options)
        if builder.late:
            # With all style sheets known from the beginning.
            builder = _built(pages, feed, sheet, source, options)
        blocks = builder.blocks()
        unfolds = _unfolded(builder.folded, blocks) if builder.folded else frozenset[int]()
        if unfolds:
            builder = _built(pages, feed, sheet, source, options, unfolds=unfolds)
            blocks = builder.blocks()
        if holds_cells(blocks):
            builder = _built(pages, feed, sheet, source, options, CellBuilder, unfolds=unfolds)
            blocks = builder.blocks()
        first = pages[0].decoded if pages else None
        provenance = Provenance(
            name=source.name,
            adapter=self.info.name,
            engine=options.engine or ENGINES[0],
            bytes=len(source.data),
            sha256=sha256(source.data).hexdigest(),
            encoding=first.encoding if first else None,
            encoding_evidence=first.evidence if first else None,
        )
        ends_in_table = bool(pages) and _ends_in_table(pages[-1].text)
        lost = sum(lost_in(page.decoded) for page in pages)
        return Document(
            provenance,
            _cut(blocks) if ends_in_table else blocks,
            (make("text.garbled", count=lost),) if lost else (),
        )


class _Page(NamedTuple):
    """A page of a file, decoded; and its bytes, if they are UTF-8 without a mark."""

    decoded: Decoded
    utf8: bytes | None

    @property
    def text(self) -> str:
        return self.decoded.text


def _built(
    pages: list[_Page],
    feed: Feed,
    sheet: Sheet,
    source: Source,
    options: ReadOptions,
    kind: type[Builder] = Builder,
    *,
    unfolds: frozenset[int] = frozenset(),
) -> Builder:
    """What the pages of a file hold, under a sheet that takes theirs."""
    held = _Held()
    builder = kind(
        options.limits, options.deadline, feed, held, sheet, source.name, unfolds=unfolds
    )
    for page in pages:
        held.turn(page.text)
        _read_page(page, builder, source.hints.suffix)
    return builder


def _unfolded(folded: list[list[str]], blocks: tuple[Paragraph | Grid, ...]) -> frozenset[int]:
    """The numbers of the texts that are long, or hold a table, and whose words are not displayed.

    A script displays them, as behind a tab. What the page says anyway stays hidden: it is a copy.
    """
    shown: set[str] = set()
    for block in blocks:
        for text in (
            (block.text,) if isinstance(block, Paragraph) else (c.text for c in block.cells)
        ):
            shown.update(_HANZI.findall(text))
    found: list[int] = []
    for number, pieces in enumerate(folded):
        if "<table>" in pieces or sum(map(len, pieces)) >= FOLDED_TEXT:
            words = {word for piece in pieces for word in _HANZI.findall(piece)}
            if len(words & shown) * 2 < len(words):
                found.append(number)
    return frozenset(found)


def _ends_in_table(text: str) -> bool:
    """Whether the file stops in the middle of a table, as a broken download does."""
    if "</html" in text[-_TAIL:].lower():
        return False
    lower = text.lower()
    return lower.rfind("<table") > lower.rfind("</table")


def _cut(blocks: tuple[Paragraph | Grid, ...]) -> tuple[Paragraph | Grid, ...]:
    """The blocks with the last grid marked as one that the file ends in."""
    grids = [at for at, block in enumerate(blocks) if isinstance(block, Grid)]
    return tuple(
        msgspec.structs.replace(block, cut=True)
        if grids and at == grids[-1] and isinstance(block, Grid)
        else block
        for at, block in enumerate(blocks)
    )


def _is_page(text: str, suffix: str) -> bool:
    found = _PREAMBLE.match(text)
    begin = found.end() if found else 0
    if _FIRST.match(text, begin) or _HTML.search(text):
        return True
    return _is_script(text, suffix)


def _is_script(text: str, suffix: str) -> bool:
    """Whether to read the strings of a text; the markup may stand far behind its beginning."""
    return wrapped.is_script(text) and (suffix in _SCRIPTS or wrapped.holds_markup(text))


def _engine(name: str) -> Feed:
    try:
        if name == "lxml":
            from .html_lxml import feed
        elif name == "bs4":
            from .html_bs4 import feed
        else:
            raise UsageError(
                f"the html adapter has no engine {name!r}",
                zh=f"html 适配器没有名为 {name!r} 的引擎",
                hint=f"Engines: {', '.join(ENGINES)}.",
                hint_zh=f"可用引擎:{'、'.join(ENGINES)}。",
            )
    except ImportError as error:
        package = {"lxml": "lxml", "bs4": "beautifulsoup4 lxml"}[name]
        raise MissingDependency(
            f"the engine {name} needs packages that are not installed ({error})",
            zh=f"引擎 {name} 所需的软件包未安装({error})",
            hint=f"pip install {package}",
            hint_zh=f"pip install {package}",
        ) from error
    return feed


def _pages(source: Source, limits: Limits) -> Iterator[_Page]:
    """The pages of a file, decoded: itself, or the parts of an MHTML file."""
    unpacked = characters = 0
    parts: Iterator[wrapped.Part] = iter((wrapped.Part(source.data, None),))
    if wrapped.is_mhtml(source.data[:_HEAD]):
        parts = wrapped.mhtml_parts(source.data, limits.depth)
    for data, charset in parts:
        unpacked += len(data)
        if unpacked > limits.unpacked:
            raise _exceeded(source, "unpacked", unpacked, "bytes", "个字节", limits.unpacked)
        try:
            page = decode(data, source.hints.charset or charset)
        except DecodeError as error:
            error.where = source.name
            raise
        characters += len(page.text)
        if characters > limits.characters:
            most = limits.characters
            raise _exceeded(source, "characters", characters, "characters", "个字符", most)
        yield _Page(page, data if page.evidence == "utf-8" else None)
    if characters == unpacked == 0 and source.data:
        raise ReadError(
            "the message holds no web page",
            zh="该邮件格式文件中没有网页",
            hint="Save the page again, as HTML.",
            hint_zh="请将网页重新另存为 HTML。",
            where=source.name,
        )


def _exceeded(
    source: Source, limit: str, count: int, what: str, zh: str, most: int
) -> LimitExceeded:
    return LimitExceeded(
        f"the page holds {count} {what}, the limit is {most}",
        zh=f"网页含 {count} {zh},上限为 {most}",
        hint=f"Raise Limits({limit}=...) if the page is meant.",
        hint_zh=f"如确需读取,请调高 Limits({limit}=...)。",
        where=source.name,
    )


def _read_page(page: _Page, builder: Builder, suffix: str) -> None:
    """Give a page to the builder: as it is, or what the strings of a script hold."""
    text = page.text
    if page.utf8 is None or b"\0" in page.utf8:
        text = text.replace("\0", "")
    if (_DECLARATION.match(text) or _XHTML.search(text, 0, _HEAD)) and "<![CDATA[" in text:
        # In HTML, and not in XML, this would be a comment.
        text = _SECTION.sub("", text)
    text = _DECLARATION.sub("", text, count=1)
    if not _is_script(text, suffix):
        quoted = _QUOTED.search(text)
        text = wrapped.unquoted(wrapped.unescaped(text) if quoted and quoted[1] else text)
        builder.markup(page.utf8 if page.utf8 is not None and text is page.text else text)
        return
    for string in wrapped.strings(text):
        if wrapped.holds_markup(string):
            builder.markup(wrapped.unquoted(string))
        elif _HANZI.search(string):
            for line in string.splitlines():
                builder.line(line)


class _Held:
    """Gives the texts that a page holds in its scripts and entry fields and does not show.

    A script holds them in strings, or is one itself. A page that is written by a server often
    carries its text a second time, in a script.
    """

    def __init__(self) -> None:
        self._page = ""
        self._shown: set[str] | None = None

    def turn(self, page: str) -> None:
        """From here on, the scripts are those of this page."""
        self._page, self._shown = page, None

    def __call__(self, script: str) -> list[str]:
        if len(_CLOSING.findall(script)) < TEXT_IN_SCRIPT:
            return []
        found: list[str] = []
        texts = [script] if script.lstrip().startswith("<") else wrapped.strings(script)
        for text in map(wrapped.unquoted, texts):
            if len(_CLOSING.findall(text)) < TEXT_IN_SCRIPT:
                continue
            if self._shown is None:
                self._shown = set(_HANZI.findall(_SCRIPT_ELEMENT.sub("", self._page)))
            words = set(_HANZI.findall(text))
            if len(words & self._shown) * 2 < len(words):
                self._shown |= words
                found.append(text)
        return found
