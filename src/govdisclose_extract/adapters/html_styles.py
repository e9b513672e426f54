"""What style sheets and style attributes do to the text of a page: hide it, strike it, raise it.

Read are the few properties that matter, under selectors of tags, classes, ids, attributes and what
stands around. What depends on more (order, the kind of screen) cannot be told here: it hides
nothing, and is told as unsure. A page is seen as on a wide screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

__all__ = [
    "AS_CELL", "AS_ROW", "AS_TABLE", "FADED", "GONE", "HIDDEN", "MOVED", "RAISED", "SEEN",
    "SIZED", "STRUCK", "TINY", "UNSURE", "Element", "Inline", "Sheet",
]  # fmt: skip

# The look of an element, as bits.
SEEN = 1
SIZED = 2
HIDDEN = 4
TINY = 8
GONE = 16
FADED = 32
STRUCK = 64
RAISED = 128
UNSURE = 256
MOVED = 512
AS_TABLE = 1024
AS_ROW = 2048
AS_CELL = 4096
"""GONE: as if it were not there. FADED: its place stays, but nothing in it is seen. HIDDEN and
TINY: the same, but for what is SEEN or SIZED inside. UNSURE: whether it is seen cannot be told.
MOVED: above or below its line, which a whole entry may be for its looks. AS_TABLE and its like: it
is displayed as that, whatever its tag."""

_LONGEST = 1_000_000
_RULES = 5000
"""Characters of a sheet and rules of a page that are heeded; what is not known hides nothing."""

_WORK = 2_000_000
"""Comparisons of elements with rules, for one page; what asks for more picks nothing."""

_LONGEST_SELECTOR = 300

_HEAD = 20_000
"""Characters in which a page names its style sheets."""

_MATTERS = re.compile(
    r"display\s{0,9}:\s{0,9}(?:none|(?:inline-)?table)|visibility\s{0,9}:\s{0,9}[hc]|mso-hide\s{0,9}:\s{0,9}all|:\s{0,9}-"
    r"\d{3}|(?:font-size|opacity)\s{0,9}:\s{0,9}[0.]|line-through|align\s{0,9}:\s{0,9}(?:su[bp]|text-|[-+.\d])"
    r"|text-raise|relative|clip",
    re.IGNORECASE,
)
"""What a sheet holds if any of its rules matters."""

_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?|<!--|-->")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\'', re.DOTALL)
_BLOCK = re.compile(r"([^{}]*+)([{}]|\Z)")
_NOTHING = re.compile(r"[+-]?(?:0+\.?0*|\.0+)(?:[a-z]{0,4}|%)")
_OF_PARENT = re.compile(r"[\d.]+(?:em|ex|%)|inherit|smaller|larger|unset")
_LENGTH = re.compile(r"[+-]?[\d.]+(?:[a-z]{2,3}|%)")
_FAR = re.compile(r"-\d{3}")

_NAME = r"[-\w]++"
_COMPOUND = re.compile(rf"(\*|[a-z][-\w]*+)?((?:[.#]{_NAME})*+)((?:\[[^\]]*+\])*+)", re.IGNORECASE)
_BRACKETED = re.compile(rf"\[\s*({_NAME})\s*(?:([~|^$*]?)=\s*[\"']?([^\"'\]]*?)[\"']?\s*)?\]")
_PARENTHESES = re.compile(r"\([^()]*+\)")
_DYNAMIC = re.compile(
    r"::|:(?:hover|focus|active|visited|target|checked|disabled|before|after|first-l|selection)"
)
_PSEUDO = re.compile(rf":{_NAME}")
_STEP = re.compile(r"(\s*>\s*|\s+)(?![^\[]*\])")
_SIBLING = re.compile(r".*[+~](?![^\[]*\])\s*", re.DOTALL)
_ELSEWHERE = re.compile(r"max-(?:device-)?width|\b(?:print|speech)\b")
_WIDE = re.compile(
    r"(?:only\s+)?(?:all|screen)?(?:\s*and\s*)?(?:\(\s*min-(?:device-)?width\s*:[^()]*\))?"
)

_Facets = dict[str, bool | None]
"""What declarations say: whether each facet of the look holds; None for what cannot be told."""


class Element(NamedTuple):
    """An open element: how deep it stands, and what a selector can ask of it."""

    depth: int
    tag: str
    attributes: Mapping[str, str]


class _Compound(NamedTuple):
    """What a selector asks of one element. parent: it is the parent of the next compound's."""

    tag: str
    id: str
    classes: frozenset[str]
    conditions: tuple[tuple[str, str, str], ...]
    parent: bool

    def fits(self, tag: str, attributes: Mapping[str, str]) -> bool:
        return (
            (not self.tag or self.tag == tag)
            and (not self.id or self.id == attributes.get("id"))
            and (not self.classes or self.classes <= set(attributes.get("class", "").split()))
            and all(_meets(attributes, *one) for one in self.conditions)
        )


class _Rule(NamedTuple):
    """Facets for the elements that a selector picks; its compounds stand from right to left."""

    compounds: tuple[_Compound, ...]
    facets: _Facets
    weight: tuple[int, ...]
    sure: bool


_USUAL_NAMES = ("hide", "hidden", "d-none", "invisible", "sr-only", "visually-hidden")
_LINKED = re.compile(r"<link\b[^>]{0,500}\bstylesheet\b", re.IGNORECASE)
_NAMED = re.compile(
    rf"""\bclass\s?=\s?["']?(?:[-\w]{{1,80}}\s){{0,9}}(?:{"|".join(_USUAL_NAMES)})(?=["'\s>])""",
    re.IGNORECASE,
)


class Inline(dict[str, int]):
    """The look that a style attribute alone gives; worked out once, when first met."""

    def __missing__(self, style: str) -> int:
        usual, important = _facets_of(style)
        self[style] = look = _look_of({**usual, **important})
        return look


class Sheet:
    """The rules of a page's style sheets, in order.

    empty: there are none. deep: some ask for the elements around.
    """

    def __init__(self) -> None:
        self.empty: bool = True
        self.deep: bool = False
        self._rules: dict[str, list[_Rule]] = {}
        self._looks: dict[tuple[str, str | None, str | None, str | None], int] = {}
        self._count = 0
        self._work = 0

    def add(self, css: str, media: str = "") -> bool:
        """Take a style sheet; whether it holds any rule that matters."""
        css = css[:_LONGEST]
        if not _MATTERS.search(css):
            return False
        before = self._count
        for selectors, declarations, sure in _blocks(css, media):
            for rank, facets in enumerate(_facets_of(declarations)):
                for selector in selectors.split(",") if facets else ():
                    compounds, told = _parsed(selector.strip())
                    if compounds and self._count < _RULES:
                        self._take(compounds, 2 * rank, facets, sure=sure and told)
        self._looks.clear()
        return self._count > before

    def suppose(self, page: str) -> None:
        """What style sheets in other files may say: the usual names of classes that hide."""
        if _LINKED.search(page, 0, _HEAD) and _NAMED.search(page):
            selectors = ",".join(f".{name}" for name in _USUAL_NAMES)
            self.add(f"{selectors}{{display:none}}", "(unknown)")

    def _take(
        self, compounds: tuple[_Compound, ...], rank: int, facets: _Facets, *, sure: bool
    ) -> None:
        self._count += 1
        self.empty = False
        self.deep = self.deep or bool(compounds[1:])
        ids = sum(bool(one.id) for one in compounds)
        classes = sum(len(one.classes) + len(one.conditions) for one in compounds)
        weight = (rank, ids, classes, sum(bool(one.tag) for one in compounds), self._count)
        last = compounds[0]
        key = f"#{last.id}" if last.id else f".{min(last.classes)}" if last.classes else last.tag
        self._rules.setdefault(key, []).append(_Rule(compounds, facets, weight, sure))

    def look(self, tag: str, attributes: Mapping[str, str], above: list[Element]) -> int:
        """The look of an element, as bits. above: the elements around it, outermost first."""
        told = attributes.get
        style = told("style")
        asked = (tag, told("id"), told("class"), style)
        known = self._looks.get(asked)
        if known is not None:
            return known
        keys = ("", tag, f"#{asked[1]}", *(f".{one}" for one in set((asked[2] or "").split())))
        usual, important = _facets_of(style or "")
        levels: list[tuple[tuple[int, ...], _Facets, bool]]
        levels = [((1,), usual, True), ((3,), important, True)]
        lasting = True
        for key in keys:
            for compounds, facets, weight, sure in self._rules.get(key, ()):
                if self._work > _WORK:
                    break
                self._work += 1
                lasting = lasting and len(compounds) == 1 and not compounds[0].conditions
                if not compounds[0].fits(tag, attributes):
                    continue
                if self._stand(compounds, 1, above, len(above)):
                    levels.append((weight, facets, sure))
        found: _Facets = {}
        for _, facets, sure in sorted(levels, key=lambda level: level[0]):
            for name, value in facets.items():
                # What may hold, and would change nothing, is no doubt.
                found[name] = value if sure or found.get(name, False) == value else None
        look = _look_of(found)
        if lasting:
            self._looks[asked] = look
        return look

    def _stand(
        self, compounds: tuple[_Compound, ...], at: int, above: list[Element], end: int
    ) -> bool:
        """Whether the compounds from `at` on are met by the first `end` elements around."""
        if self._work > _WORK:
            return False
        if at == len(compounds):
            return True
        compound = compounds[at]
        for place in range(end - 1, -1, -1):
            self._work += 1
            _, tag, attributes = above[place]
            if compound.fits(tag, attributes) and self._stand(compounds, at + 1, above, place):
                return True
            if compound.parent:
                break
        return False


def _facets_of(declarations: str) -> tuple[_Facets, _Facets]:
    """What declarations say: those of usual rank, and those that are `!important`."""
    usual: _Facets = {}
    important: _Facets = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        value, mark, _ = value.partition("!")
        name, value = name.strip(), value.strip()
        facets = important if mark else usual
        if name == "display":
            facets["gone"] = value == "none"
            for name, values in _DISPLAYS.items():
                facets[name] = value in values
        elif name == "mso-hide":
            facets["masked"] = value == "all"
        elif name == "visibility":
            facets["hidden"] = value in {"hidden", "collapse"}
        elif name == "font-size":
            if _NOTHING.fullmatch(value) or not _OF_PARENT.fullmatch(value):
                facets["tiny"] = _NOTHING.fullmatch(value) is not None
        elif name == "opacity":
            facets["faded"] = _NOTHING.fullmatch(value) is not None
        elif name in {"text-decoration", "text-decoration-line"}:
            facets["struck"] = "line-through" in value
        elif name == "vertical-align":
            facets["raised"] = value in {"super", "sub"}
            facets["moved"] = value in {"text-top", "text-bottom"} or _is_shift(value)
        elif _is_shift(value) and (
            name == "mso-text-raise" or (name == "top" and "relative" in declarations.lower())
        ):
            facets["moved"] = True
        elif name == "clip" or (name in {"text-indent", "left"} and _FAR.match(value)):
            facets["far"] = None
    return usual, important


def _is_shift(value: str) -> bool:
    """Whether a value is a length other than nothing."""
    return _LENGTH.fullmatch(value) is not None and not _NOTHING.fullmatch(value)


_DISPLAYS = {
    "as_table": ("table", "inline-table"),
    "as_row": ("table-row",),
    "as_cell": ("table-cell",),
}
_BITS = {
    "as_table": AS_TABLE, "as_row": AS_ROW, "as_cell": AS_CELL,
    "gone": GONE, "masked": GONE, "hidden": HIDDEN, "tiny": TINY, "faded": FADED,
    "struck": STRUCK, "raised": RAISED, "moved": MOVED,
}  # fmt: skip
_UNDONE = {"hidden": SEEN, "tiny": SIZED}


def _look_of(facets: _Facets) -> int:
    """The look of an element with these facets, as bits."""
    look = 0
    for name, value in facets.items():
        if value is None:
            look |= 0 if name in _DISPLAYS else UNSURE
        else:
            look |= (_BITS if value else _UNDONE).get(name, 0)
    return look


def _meets(attributes: Mapping[str, str], name: str, how: str, wanted: str) -> bool:
    """Whether an attribute is as a selector asks: `=` and its kinds, or `!` for there at all."""
    value = attributes.get(name)
    if value is None or how == "!":
        return value is not None
    if how == "~":
        return wanted in value.split()
    if how == "|":
        return value == wanted or value.startswith(f"{wanted}-")
    if how == "":
        return value == wanted
    return bool(wanted) and (
        value.startswith(wanted)
        if how == "^"
        else value.endswith(wanted)
        if how == "$"
        else wanted in value
    )


def _blocks(css: str, media: str) -> Iterator[tuple[str, str, bool]]:
    """Selectors, declarations, and whether they hold for certain, of each block of rules."""
    css = _STRING.sub(_plain, _COMMENT.sub(" ", css))
    # For each open block whether what stands in it holds; None for not at all.
    opened: list[bool | None] = [_holds(media)]
    prelude = ""
    for body, brace in _BLOCK.findall(css):
        if brace == "{":
            prelude = body.rpartition(";")[2].strip()
            opened.append(_inside(prelude, opened[-1]))
        elif brace and len(opened) > 1:
            opened.pop()
            sure = opened[-1]
            if prelude and prelude[0] != "@" and sure is not None:
                yield prelude, body, sure
            prelude = ""


def _plain(string: re.Match[str]) -> str:
    """A string without what could be taken for the end of a selector or a block."""
    return re.sub(r"[^-\w\"' ./]", "", string[0])


def _inside(prelude: str, around: bool | None) -> bool | None:
    """Whether what stands in a block holds, if it stands in one that does."""
    if around is None or not prelude.startswith("@"):
        return around
    kind, _, condition = prelude.lower().partition(" ")
    if kind == "@media" or kind.startswith("@media("):
        holds = _holds(condition or kind[6:])
        return None if holds is None else around and holds
    # Fonts, pages and the steps of animations are no rules.
    return {"@layer": around, "@supports": False}.get(kind)


def _holds(media: str) -> bool | None:
    """Whether a list of media queries is met by a wide screen: None for no, False for perhaps."""
    queries = [query.strip() for query in media.lower().split(",")]
    told = [_WIDE.fullmatch(query) is not None for query in queries if not _ELSEWHERE.search(query)]
    return any(told) if told else None


def _parsed(selector: str) -> tuple[tuple[_Compound, ...], bool]:
    """The compounds of a selector, and whether they are all that it asks; none if it is unknown."""
    if len(selector) > _LONGEST_SELECTOR or _DYNAMIC.search(selector):
        return (), False
    # What asks for less picks more: all that may be meant.
    wider = _SIBLING.sub("", _PSEUDO.sub("", _PARENTHESES.sub("", selector)))
    compounds: list[_Compound] = []
    parent = False
    for part in reversed(_STEP.split(wider)):
        if part.strip() in {"", ">"}:
            parent = ">" in part
            continue
        found = _COMPOUND.fullmatch(part)
        if found is None:
            return (), False
        tag = found[1] or ""
        names = re.findall(rf"[.#]{_NAME}", found[2])
        ids = [name[1:] for name in names if name[0] == "#"]
        classes = frozenset(name[1:] for name in names if name[0] == ".")
        conditions = tuple(
            (one[1].lower(), one[2] if one[3] is not None else "!", one[3] or "")
            for one in _BRACKETED.finditer(found[3])
        )
        tag = "" if tag == "*" else tag.lower()
        compounds.append(_Compound(tag, "".join(ids), classes, conditions, parent))
    told = wider == selector
    if not compounds or (not told and not any(compounds[0][:4])):
        return (), False  # of any element at all, nothing can be told
    if len(compounds) > 1 and compounds[-1][:4] == ("html", "", frozenset(), ()):
        compounds.pop()  # it is around everything
    return tuple(compounds), told
