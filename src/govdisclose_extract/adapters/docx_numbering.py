"""Automatic numbering of Word documents: the text that Word prints before a numbered paragraph.

Takes the elements of the parts `styles` and `numbering` one by one and keeps plain data, so that
the tree they come from need not stay in memory. What is not asked for is not read: most documents
number nothing, and use but the first of their many styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .docx_looks import LOOKS, Look, change_look
from .docx_numerals import number_text
from .docx_text import is_on, whole

__all__ = ["Numbering"]

_PLACE = re.compile("%([1-9])")
_LEVELS = 9
_HIGHEST = 32_767
"""The largest start value that Word takes."""
_LONGEST = 255
"""Characters of a number with its brackets, at most; Word takes fewer."""
_HOPS = 64
"""Styles based on one another, at most; Word allows fewer, and a ring would never end."""


_USUAL: Look = {}


class _Level(NamedTuple):
    start: int
    form: str
    text: str
    gap: str
    restart: int | None
    legal: bool


class _Number(NamedTuple):
    abstract: str
    starts: dict[int, int]
    levels: dict[int, _Level]


class _Style(NamedTuple):
    base: str | None
    number: str | None
    level: int | None
    look: Look


class _Abstract(NamedTuple):
    levels: dict[int, _Level]
    link: str | None
    styles: dict[str, int]


class Numbering:
    """Counts the numbered paragraphs of a document; `label` in the order of the document."""

    def __init__(self, styles: Iterable[Any], parts: Callable[[], Iterable[Any]]) -> None:
        """Take the `w:style` elements, and what gives the `w:abstractNum` and `w:num` elements."""
        self._unread = iter(styles)
        self._parts: Callable[[], Iterable[Any]] | None = parts
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        self._looks: dict[tuple[str | None, str], Look] = {}
        self._may_count: dict[str | None, bool] = {}
        self._abstracts: dict[str, _Abstract] = {}
        self._numbers: dict[str, _Number] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._resolved: dict[tuple[str | None, str | None, int | None], tuple[str | None, int]] = {}

    def _take_style(self, element: Any) -> None:
        """Take a `w:style` element. Those for tables say nothing here."""
        space = element.tag.rpartition("}")[0] + "}"
        name, kind = element.get(f"{space}styleId"), element.get(f"{space}type")
        if name is None or kind == "table":
            return
        val = f"{space}val"
        base = number = level = None
        look: Look = {}
        for child in element.iterchildren(f"{space}basedOn", f"{space}pPr", f"{space}rPr"):
            tag = child.tag
            if tag.endswith("}rPr"):
                for one in child.iterchildren(*(f"{space}{name}" for name in LOOKS)):
                    change_look(look, _local(one), one.get(val))
            elif tag.endswith("}pPr"):
                number, level = _number_of(child)
            else:
                base = child.get(val)
        self._styles.setdefault(name, _Style(base, number, level, look))
        if kind == "paragraph" and is_on(element.get(f"{space}default") or "0"):
            self._default = self._default or name

    def _take_part(self, element: Any) -> None:
        """Take a `w:abstractNum` or a `w:num` element."""
        if _local(element) == "abstractNum":
            self._abstracts[_get(element, "abstractNumId") or ""] = _abstract(element)
        else:
            self._numbers[_get(element, "numId") or ""] = _number(element)

    def _style(self, name: str | None) -> _Style | None:
        """The style of this name, the first if there are several; read no further than to it."""
        if name is None:
            return None
        while name not in self._styles:
            element = next(self._unread, None)
            if element is None:
                return None
            self._take_style(element)
        return self._styles[name]

    def _usual_style(self) -> str | None:
        """The name of the style that paragraphs are in that name none."""
        while self._default is None:
            element = next(self._unread, None)
            if element is None:
                return None
            self._take_style(element)
        return self._default

    def look(self, style: str | None, kind: str = "paragraph") -> Look:
        """The look of text in this style, of paragraphs or of characters."""
        known = self._looks.get((style, kind))
        if known is None:
            known = _USUAL
            if kind == "paragraph" or self._style(style):
                known = {}
                for one in reversed(self._chain(style)):
                    known.update(one.look)
            self._looks[style, kind] = known
        return known

    def may_count(self, style: str | None = None) -> bool:
        """Whether a paragraph of this style, without a number of its own, may have a number."""
        known = self._may_count.get(style)
        if known is None:
            known = any(one.number is not None for one in self._chain(style))
            self._may_count[style] = known
        return known

    def label(self, style: str | None, number: str | None, level: int | None) -> str:
        """The number of the next paragraph with the gap behind it, or nothing.

        style, number, level: its pStyle, numId and ilvl where it has its own.
        """
        if number is None and not self.may_count(style):
            return ""
        if self._parts is not None:
            parts, self._parts = self._parts, None
            for part in parts():
                self._take_part(part)
        asked = (style, number, level)
        if asked not in self._resolved:
            self._resolved[asked] = self._resolve(style, number, level)
        number, level = self._resolved[asked]
        found = self._numbers.get(number or "")
        # The number 0 takes away what the style gives.
        if found is None or number == "0":
            return ""
        levels = {**self._levels(found.abstract), **found.levels}
        own = levels.get(level)
        if own is None:
            return ""
        counts = self._counts.setdefault(found.abstract, {})
        start = found.starts.get(level, own.start)
        if level in found.starts and (number or "", level) not in self._begun:
            counts.pop(level, None)
        self._begun.add((number or "", level))
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]
        return _written(own, levels, counts)

    def _resolve(
        self, style: str | None, number: str | None, level: int | None
    ) -> tuple[str | None, int]:
        """Number and level with what the style adds: its level, or the one linked to it."""
        if number is not None and level is not None:
            return number, level
        for name, one in zip(self._names(style), self._chain(style), strict=True):
            if number is None and one.number is not None:
                number = one.number
                if level is None and one.level is None:
                    found = self._numbers.get(number)
                    abstract = self._abstracts.get(found.abstract) if found else None
                    level = abstract.styles.get(name) if abstract else None
            if level is None:
                level = one.level
        return number, level or 0

    def _names(self, style: str | None) -> list[str]:
        names: list[str] = []
        name = style if self._style(style) else self._usual_style()
        while name is not None and (found := self._style(name)) and len(names) < _HOPS:
            names.append(name)
            name = found.base
        return names

    def _chain(self, style: str | None) -> list[_Style]:
        return [self._styles[name] for name in self._names(style)]

    def _levels(self, abstract: str) -> dict[int, _Level]:
        """The levels of an abstract number, or of the numbering style that it points to."""
        found = self._abstracts.get(abstract)
        if found is None:
            return {}
        if not found.levels and (style := self._style(found.link)):
            target = self._numbers.get(style.number or "")
            linked = self._abstracts.get(target.abstract) if target else None
            return linked.levels if linked else {}
        return found.levels


def _written(own: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if own.form == "bullet":
        return ""

    def place(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        level = levels.get(index)
        if level is None:
            return ""
        form = "decimal" if own.legal else level.form
        return number_text(counts.get(index, level.start), form)

    text = _PLACE.sub(place, own.text)
    return text + own.gap if text.strip() else ""


def _abstract(element: Any) -> _Abstract:
    levels: dict[int, _Level] = {}
    styles: dict[str, int] = {}
    link = None
    for child in element.iterchildren():
        kind = _local(child)
        if kind == "lvl":
            index = whole(_get(child, "ilvl"), _LEVELS)
            if index >= _LEVELS:
                continue
            levels[index] = _level(child)
            for one in child.iterchildren():
                if _local(one) == "pStyle":
                    styles[_get(one, "val") or ""] = index
        elif kind == "numStyleLink":
            link = _get(child, "val")
    return _Abstract(levels, link, styles)


def _number(element: Any) -> _Number:
    abstract = ""
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}
    for child in element.iterchildren():
        kind = _local(child)
        if kind == "abstractNumId":
            abstract = _get(child, "val") or ""
        elif kind == "lvlOverride":
            index = whole(_get(child, "ilvl"), _LEVELS)
            if index >= _LEVELS:
                continue
            for one in child.iterchildren():
                if _local(one) == "startOverride":
                    starts[index] = min(whole(_get(one, "val")), _HIGHEST)
                elif _local(one) == "lvl":
                    levels[index] = _level(one)
    return _Number(abstract, starts, levels)


def _level(element: Any) -> _Level:
    values: dict[str, str | None] = {}
    for child in element.iter():
        kind = _local(child)
        # A custom format stands beside a common one, as its alternative.
        if kind in _WANTED and (kind, value := _get(child, "val")) != ("numFmt", "custom"):
            values[kind] = value
    restart = values.get("lvlRestart")
    return _Level(
        start=min(whole(values.get("start")), _HIGHEST),
        form=values.get("numFmt") or "decimal",
        text=(values.get("lvlText") or "")[:_LONGEST],
        gap="" if values.get("suff") == "nothing" else " ",
        restart=None if restart is None else whole(restart),
        legal="isLgl" in values and is_on(values["isLgl"]),
    )


_WANTED = {"start", "numFmt", "lvlText", "suff", "lvlRestart", "isLgl"}


def _number_of(properties: Any) -> tuple[str | None, int | None]:
    number = level = None
    space = properties.tag.rpartition("}")[0] + "}"
    for child in properties.iterchildren(f"{space}numPr"):
        for one in child.iterchildren():
            if _local(one) == "numId":
                number = _get(one, "val")
            elif _local(one) == "ilvl":
                level = whole(_get(one, "val"))
    return number, level


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _get(element: Any, name: str) -> str | None:
    """An attribute in the namespace of its element."""
    space = element.tag.rpartition("}")[0]
    value: str | None = element.get(f"{space}}}{name}")
    return value
