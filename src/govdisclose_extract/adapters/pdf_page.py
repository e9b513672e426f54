"""What an engine says of one PDF page: its characters and its ruling lines.

All places are points from the upper left corner of the page, y downwards. A page whose lines do
not run from left to right as it is shown has been turned until they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

import msgspec

from govdisclose_extract.errors import EncryptedDocument, LimitExceeded, ReadError
from govdisclose_extract.source import Limits, Source

from .base import ReadOptions

__all__ = [
    "BLANKS",
    "SAMPLE",
    "THIN",
    "Char",
    "Engine",
    "Frame",
    "Page",
    "Pages",
    "Rule",
    "add_rule",
    "broken",
    "check_characters",
    "check_pages",
    "encrypted",
    "is_slanted",
    "upright",
]

Box = tuple[float, float, float, float]

BLANKS = (
    frozenset(map(chr, range(0x21)))
    | frozenset("\x7f\xa0\xad\u200b\u3000\ufeff")
    | {chr(code) for code in range(0x2000, 0x200B)}
)
"""White space and control characters: gaps between the boxes tell more than they do."""

THIN = 3.0
"""A filled or outlined shape that is no thicker is a ruling line."""

_SLANT = 0.03

SAMPLE = 25
"""So many characters of a page tell which way its lines run."""


class Char(msgspec.Struct, frozen=True, gc=False):
    """A printed character and its box; never white space. Its height is about the font's size."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Rule(NamedTuple):
    """A ruling line: `at` is its y (across) or its x (down), `start` < `end` its extent."""

    across: bool
    at: float
    start: float
    end: float


class Page(msgspec.Struct, frozen=True):
    """One page, its characters in the order of drawing.

    number: from 1. turn: how often `upright` turned it clockwise by 90 degrees; width, height,
    chars and rules are those of the turned page. pictured: a picture
    covers most of the page. hidden: some of its characters are drawn invisibly.
    """

    number: int
    width: float
    height: float
    chars: list[Char]
    rules: list[Rule]
    pictured: bool = False
    hidden: bool = False
    turn: int = 0

    def shown(self, box: Box) -> Box:
        """A box of the turned page as it lies on the page that is shown, in hundredths of a point.

        PDFium counts in single precision: further digits are chance.
        """
        left, top, right, bottom = box
        if self.turn:
            left, top, right, bottom = _turned(box, self.width, self.height, -self.turn % 4)
        return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


class Frame(NamedTuple):
    """How a page's own coordinates, y upwards, lie on the page that is shown.

    rotation: how often it is shown turned clockwise by 90 degrees.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Of the page that is shown."""
        return self.top - self.bottom if self.rotation % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page that is shown."""
        return self.right - self.left if self.rotation % 2 else self.top - self.bottom

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Left, top, right, bottom of a box on the page that is shown."""
        if self.rotation == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.rotation == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


class Pages(NamedTuple):
    """An opened file: names of its attached files, and its pages, each read when asked for."""

    attached: tuple[str, ...]
    pages: Iterator[Page]


class Engine(Protocol):
    """Opens a PDF.

    Raises EncryptedDocument, ReadError, LimitExceeded, MissingDependency, here and while the pages
    are read.
    """

    def __call__(self, source: Source, options: ReadOptions, /) -> Pages: ...


def check_pages(count: int, limits: Limits, name: str | None) -> None:
    """Raise LimitExceeded for more pages than the limit."""
    if count > limits.pages:
        raise LimitExceeded(
            f"the file has {count} pages, the limit is {limits.pages}",
            zh=f"文件共 {count} 页,上限为 {limits.pages} 页",
            hint="Raise Limits(pages=...) if the file is meant.",
            hint_zh="如确需读取,请调高 Limits(pages=...)。",
            where=name,
        )


def check_characters(before: int, count: int, limits: Limits, name: str | None) -> None:
    """Raise LimitExceeded for more characters on a page, or with those before, than the limits."""
    if count > limits.page_characters:
        raise LimitExceeded(
            f"a page holds {count} characters, the limit is {limits.page_characters}",
            zh=f"有一页含 {count} 个字符,上限为 {limits.page_characters}",
            hint="Raise Limits(page_characters=...) if the file is meant.",
            hint_zh="如确需读取,请调高 Limits(page_characters=...)。",
            where=name,
        )
    count += before
    if count > limits.characters:
        raise LimitExceeded(
            f"the pages hold {count} characters or more, the limit is {limits.characters}",
            zh=f"页面至少含 {count} 个字符,上限为 {limits.characters}",
            hint="Raise Limits(characters=...) if the file is meant.",
            hint_zh="如确需读取,请调高 Limits(characters=...)。",
            where=name,
        )


def check_lines(count: int, limits: Limits, name: str | None) -> None:
    """Raise LimitExceeded for more lines than the limit."""
    if count > limits.lines:
        raise LimitExceeded(
            f"the pages hold {count} lines or more, the limit is {limits.lines}",
            zh=f"页面至少含 {count} 行文本,上限为 {limits.lines}",
            hint="Raise Limits(lines=...) if the file is meant.",
            hint_zh="如确需读取,请调高 Limits(lines=...)。",
            where=name,
        )


def encrypted(name: str | None, *, tried: bool) -> EncryptedDocument:
    """The error for a file that does not open with the empty password, or with the one `tried`."""
    return EncryptedDocument(
        "the password does not open the file" if tried else "the file needs a password",
        zh="密码不正确,无法打开文件" if tried else "文件已加密,需要密码",
        hint="Give its password: extract(..., password=...).",
        hint_zh="请提供密码:extract(..., password=...)。",
        where=name,
    )


def broken(name: str | None, *, page: int | None = None) -> ReadError:
    """The error for a file that does not open, or for one of its pages that does not."""
    return ReadError(
        f"page {page} of the PDF is broken" if page else "the file is no PDF that can be opened",
        zh=f"PDF 第 {page} 页已损坏" if page else "该文件不是可以打开的 PDF",
        hint="It may be damaged or cut off; get it again from where it was published.",
        hint_zh="文件可能已损坏或不完整,请从发布处重新获取。",
        where=name,
    )


def is_slanted(along: float, across: float) -> bool:
    """Whether a line with this direction runs neither along nor across the page.

    Stamps and watermarks do; engines leave them out, since they lie over the text.
    """
    one, two = abs(along), abs(across)
    return min(one, two) > _SLANT * max(one, two)


def add_rule(box: Box, rules: list[Rule]) -> None:
    """Add a shape to the ruling lines if it is thin enough to be one."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if height <= THIN and height <= width:
        rules.append(Rule(True, (top + bottom) / 2, left, right))
    elif width <= THIN:
        rules.append(Rule(False, (left + right) / 2, top, bottom))


def upright(page: Page, turns: Iterable[int]) -> Page:
    """The page turned so that most of its lines run from left to right.

    turns: for some of its characters, how often they would have to be turned clockwise by 90
    degrees.
    """
    asked = [turn % 4 for turn in turns]
    if not any(asked):
        return page
    votes = Counter(asked)
    turn = max(votes, key=lambda turn: (votes[turn], -turn))
    if not turn or 2 * votes[turn] <= len(asked):
        return page
    width, height = page.width, page.height
    turned_chars = [
        Char(
            char.text, *_turned((char.left, char.top, char.right, char.bottom), width, height, turn)
        )
        for char in page.chars
    ]
    turned_rules: list[Rule] = []
    for across, at, start, end in page.rules:
        box = (start, at, end, at) if across else (at, start, at, end)
        left, top, right, bottom = _turned(box, width, height, turn)
        along = right - left >= bottom - top
        rule = Rule(True, top, left, right) if along else Rule(False, left, top, bottom)
        turned_rules.append(rule)
    if turn % 2:
        width, height = height, width
    return Page(
        page.number, width, height, turned_chars, turned_rules, page.pictured, page.hidden, turn
    )


def _turned(box: Box, width: float, height: float, turn: int) -> Box:
    """A box after turning its page of this size clockwise, `turn` times by 90 degrees."""
    for _ in range(turn):
        left, top, right, bottom = box
        box = (height - bottom, left, height - top, right)
        width, height = height, width
    return box
