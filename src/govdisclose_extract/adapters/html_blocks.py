"""From the events of a markup parser to lines and tables; shared by all engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from govdisclose_extract.source import Deadline, Limits

from . import html_styles as styles
from .html_lines import Lines, OpenTable
from .html_styles import GONE, Element, Inline, Sheet
from .unread import LOST, are_words

__all__ = ["Builder", "Feed"]

Feed = Callable[[str | bytes, "Builder"], None]
"""An engine: it parses a markup, given as text or in UTF-8, and tells a Builder what it meets."""


# What a tag does; one that is not listed is part of its line. Plain numbers, for their speed.
(
    _BLOCK, _CELL, _ROW, _GROUP, _TABLE, _PRE, _META, _RAISED, _INPUT, _SELECT, _OPTION, _TEXTAREA,
    _UNSEEN, _PICTURE, _SCRIPT, _STYLE, _STRUCK,
) = range(1, 18)  # fmt: skip

_KINDS = {
    tag: kind
    for kind, tags in (
        (
            _BLOCK,
            """
            address article aside blockquote body br caption center col colgroup dd details dialog
            dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head
            header hgroup hr html legend li main menu ol p search section summary ul
            """,
        ),
        (_CELL, "td th"),
        (_ROW, "tr"),
        (_GROUP, "tbody tfoot thead"),
        (_TABLE, "table"),
        (_META, "meta"),
        (_PRE, "pre listing xmp"),
        (_INPUT, "input"),
        (_SELECT, "select"),
        (_OPTION, "option"),
        (_TEXTAREA, "textarea"),
        (_UNSEEN, "button datalist nav noframes noscript rp rt template title xml"),
        (_PICTURE, "applet audio canvas embed iframe img math object svg video"),
        (_SCRIPT, "script"),
        (_STYLE, "style"),
        (_RAISED, "sup sub"),
        (_STRUCK, "del s strike"),
    )
    for tag in tags.split()
}

_kind_of = _KINDS.get  # asked at every tag

_WITHOUT_VALUE = {
    "button", "checkbox", "file", "hidden", "image", "password", "radio", "reset", "submit",
}  # fmt: skip
"""Kinds of fields whose value is not shown, or is no entry."""

_SOURCE_SPACE = " \t\r\n\f"
_PLAIN = styles.SEEN | styles.SIZED
"""Looks up to this one change nothing where nothing is hidden."""


class Builder(Lines):
    """Takes the events of one document, well nested; `blocks` ends it.

    unwrap: gives the markups that a script holds in its strings; they are read where it stands.
    sheet: takes the style sheets that it meets; `late`: one of them came behind some text.
    `folded`: the texts of the elements that are not displayed, in pieces; unfolds: the numbers of
    those that are read all the same.
    """

    __slots__ = (
        "_above", "_casts", "_depth", "_feed", "_folding", "_looks", "_media", "_odd", "_sheet",
        "_taken", "_unfolded", "_unfolds", "_unseen", "_unwrap", "_veiled", "_veils", "_watching",
        "folded", "late",
    )  # fmt: skip

    def __init__(
        self,
        limits: Limits,
        deadline: Deadline,
        feed: Feed,
        unwrap: Callable[[str], list[str]],
        sheet: Sheet,
        name: str | None = None,
        *,
        unfolds: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(limits, deadline, name)
        self._feed = feed
        self._unwrap = unwrap
        self._looks = Inline()
        self._sheet = sheet
        self._watching = False  # whether the end of an element may change any of these
        self._odd = not sheet.empty  # whether an element may not be as its tag and style say
        self._depth = 0
        self._unseen = 0  # depth of the element whose content is not text, or 0
        self._taken: list[str] | None = None  # the text of a script or style sheet
        self._veiled = False  # whether the text is there and cannot be seen
        self._veils: list[tuple[int, bool, bool]] = []  # depths, and what is hidden, what tiny
        self._above: list[Element] = []  # the open elements, where a sheet asks
        self._casts: list[tuple[int, int]] = []  # depths and kinds of what is displayed otherwise
        self._media = ""
        self.late: bool = False
        self.folded: list[list[str]] = []
        self._unfolds = unfolds
        self._unfolded = 0  # depth of an element that is shown after all, or 0
        self._folding = False

    def start(self, tag: str, attributes: Mapping[str, str], /) -> None:
        """An element begins. The names of tags and attributes are in lower case."""
        self._depth = depth = self._depth + 1
        if depth > self._deepest:
            self.check_depth(depth)
        if self._odd or (
            attributes
            and (self._looks[attributes.get("style", "")] > _PLAIN or "hidden" in attributes)
        ):
            self._start_oddly(tag, attributes)
            return
        kind = _kind_of(tag)
        if kind is None:
            return
        if kind == _BLOCK:
            if self._text:
                self._end_line()
        elif kind == _CELL:
            self._start_cell(attributes)
        elif kind == _ROW:
            self._start_row()
        else:
            self._begin(kind, tag, attributes)

    def _start_oddly(self, tag: str, attributes: Mapping[str, str]) -> None:
        """The same, where styles or the elements around may hide the element or change it."""
        if self._unseen:
            if self._folding and tag == "table":
                self._fold("", tag)
            return
        if self._sheet.empty:
            look = self._looks[attributes.get("style", "")]
        else:
            look = self._sheet.look(tag, attributes, self._above)
            if self._sheet.deep:
                self._above.append(Element(self._depth, tag, attributes))
                self._watching = True
        if (look & GONE or "hidden" in attributes) and self._leaves(tag, attributes):
            return
        kind = _kind_of(tag)
        if look >= styles.AS_TABLE and kind in (None, _BLOCK):
            kind = self._cast(look, kind)
        if kind is not None:
            self._begin(kind, tag, attributes)
            if kind == _TABLE and self._table:
                self._table.cast = tag != "table"
        if look and not self._unseen:
            self._dress(look, kind)

    def _cast(self, look: int, kind: int | None) -> int | None:
        """What an element does that is displayed as part of a table of such elements."""
        if look & styles.AS_TABLE:
            kind = _TABLE
        elif self._table and self._table.cast:
            kind = _ROW if look & styles.AS_ROW else _CELL
        else:
            return kind
        self._casts.append((self._depth, kind))
        self._watching = True
        return kind

    def _leaves(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element that is not displayed is left out."""
        if tag == "body":
            # One that hides itself is shown by a script as soon as the page has loaded.
            return False
        if not self._unfolded and tag != "textarea" and _kind_of(tag) in (_BLOCK, _TABLE):
            if len(self.folded) in self._unfolds:
                self._unfolded = self._depth
                self._watching = True
            self.folded.append([])
            if self._unfolded:
                return False
            self._folding = True
            self._fold("", tag)
        self._pass_over()
        self._taken = [] if tag == "textarea" else None
        return True

    def _fold(self, text: str, tag: str = "") -> None:
        """Remember what stands in an element that is not displayed; a table in it is a mark."""
        self.folded[-1].append("<table>" if tag == "table" else text)

    def _pass_over(self) -> None:
        """Nothing in the element that has just begun is text."""
        self._unseen = self._depth
        self._odd = self._watching = True

    def _begin(self, kind: int, tag: str, attributes: Mapping[str, str]) -> None:
        if kind == _CELL:
            self._start_cell(attributes)
        elif kind == _ROW:
            self._start_row()
        elif kind >= _UNSEEN:
            self._pass_over()
            if kind >= _SCRIPT:
                if kind != _STRUCK:
                    self._taken = []
                elif self._table:
                    self._text.append(LOST)  # something was printed, and taken back
                if kind == _STYLE:
                    self._media = attributes.get("media", "")
            elif kind == _PICTURE:
                self._hold(attributes.get("srcdoc", ""))
                if not _is_speck(attributes):
                    self._cover()
        elif kind > _META:
            self._start_control(kind, attributes)
        elif kind == _META:
            if attributes.get("name", "").lower() == "articletitle":
                self._title = self._title or attributes.get("content", "")
        else:
            if self._text:
                self._end_line()
            if kind == _TABLE:
                self._table = OpenTable(self._sink, self._table)
            elif kind == _PRE:
                self._pre += 1
            elif kind == _GROUP and self._table:
                self._end_cell(self._table)
                self._table.turn(tag)

    def _start_control(self, kind: int, attributes: Mapping[str, str]) -> None:
        """A raised text or an entry field; outside of tables these are the page's own."""
        if not self._table:
            if kind == _INPUT:
                self._hold(attributes.get("value", ""))
            elif kind != _RAISED:
                self._pass_over()
                self._taken = [] if kind == _TEXTAREA else None
        elif kind == _RAISED:
            self._raise()
        elif kind == _INPUT:
            if attributes.get("type", "").lower() not in _WITHOUT_VALUE:
                value = attributes.get("value")
                if value is None:
                    self._cover()  # a script may put it there
                elif value:
                    self.data(value)
        elif kind == _SELECT:
            self._cover()
        elif kind == _OPTION:
            if "selected" in attributes:
                self._cover(-1)
            else:
                self._pass_over()

    def _raise(self) -> None:
        """A note's mark is no digit of the number before it, and no part of words."""
        if are_words("".join(self._text)):
            self._pass_over()
        else:
            self._text.append("^")

    def _cover(self, more: int = 1) -> None:
        """Something in the cell around cannot be read; or, with -1, can after all."""
        if self._table and self._table.entry is not None and not self._veiled:
            self._table.entry.unread += more

    def _dress(self, look: int, kind: int | None) -> None:
        """Do what the style of the element that has just begun says of its text."""
        if look & styles.UNSURE:
            self._cover()
        if look & (styles.FADED | styles.STRUCK):
            self._pass_over()
            if look & styles.STRUCK and self._table:
                self._text.append(LOST)
        elif self._table and kind != _CELL and _is_off_line(look, self._text):
            self._raise()
        if self._veils or look & (styles.HIDDEN | styles.TINY):
            _, hidden, tiny = self._veils[-1] if self._veils else (0, False, False)
            hidden = bool(look & styles.HIDDEN) or (hidden and not look & styles.SEEN)
            tiny = bool(look & styles.TINY) or (tiny and not look & styles.SIZED)
            self._veils.append((self._depth, hidden, tiny))
            self._veiled = hidden or tiny
            self._odd = self._watching = True

    def data(self, text: str, /) -> None:
        """Text, in any number of pieces, none empty."""
        if self._odd and (self._unseen or self._veiled):
            if self._taken is not None:
                self._taken.append(text)
            elif self._folding:
                self._fold(text)
        elif self._text or text[0] not in "\r\n" or self._pre or text.strip(_SOURCE_SPACE):
            self._text.append(text)
        # else it is the source's own line end and indent before a line of text.

    def end(self, tag: str, /) -> None:
        """The element that began last ends."""
        self._depth -= 1
        if self._watching and self._end_oddly(tag):
            return
        kind = _kind_of(tag)
        if kind is None or kind > _PRE:
            return
        if kind == _CELL:
            if (table := self._table) and table.entry is not None:
                if self._text:
                    self._end_line()
                table.entry = None
                self._sink = table.outer
            return
        if self._text:
            self._end_line()
        if kind == _BLOCK:
            return
        if kind == _TABLE:
            self._end_table()
        elif kind == _PRE:
            self._pre -= 1
        elif kind == _GROUP and tag == "tfoot" and self._table:
            self._end_cell(self._table)
            self._table.turn(tag)

    def _end_oddly(self, tag: str) -> bool:
        """The element that ends, or one around it, is not as usual; whether it is passed over."""
        passed = self._unseen > 0
        if self._depth < self._unseen:
            self._unseen = 0
            self._folding = False
            if self._taken is not None:
                self._end_taken(tag)
            elif _kind_of(tag) == _CELL and self._table:
                self._end_cell(self._table)
        if self._depth < self._unfolded:
            self._unfolded = 0
        veils, above, casts = self._veils, self._above, self._casts
        while veils and veils[-1][0] > self._depth:
            veils.pop()
        while above and above[-1].depth > self._depth:
            above.pop()
        self._veiled = bool(veils) and (veils[-1][1] or veils[-1][2])
        if casts and casts[-1][0] > self._depth:
            self._end_cast(casts.pop()[1])
            passed = True
        self._watching = bool(self._unseen or self._unfolded or veils or above or casts)
        self._odd = bool(self._unseen or veils or not self._sheet.empty)
        return passed

    def _end_cast(self, kind: int) -> None:
        if self._text:
            self._end_line()
        if kind == _TABLE:
            self._end_table()
        elif kind == _CELL and self._table:
            self._end_cell(self._table)

    def _end_taken(self, tag: str) -> None:
        """A script or a style sheet is complete."""
        text, self._taken = "".join(self._taken or ()), None
        if tag != "style":
            self._hold(text)
        elif self._sheet.add(text, self._media):
            self.late = self.late or bool(self._root or self._table or self._text)

    def _hold(self, text: str) -> None:
        """Read what a script, a field or a frame holds, if it is a text of the page."""
        unseen, self._unseen = self._unseen, 0
        for markup in self._unwrap(text) if text else ():
            self.markup(markup)
        self._unseen = unseen

    def markup(self, markup: str | bytes) -> None:
        """Read a markup here, given as text or in UTF-8, on lines of its own."""
        self._end_line()
        if markup:
            self._feed(markup, self)
        self._end_line()


def _is_off_line(look: int, before: list[str]) -> bool:
    """Whether a text is above or below the line of what stands before it, or raised as a mark."""
    return bool(look & styles.RAISED or (look & styles.MOVED and before))


def _is_speck(attributes: Mapping[str, str]) -> bool:
    """Whether a picture is too small to show anything: one that only keeps a distance."""
    sizes = (attributes.get("width", ""), attributes.get("height", ""))
    return any(size.removesuffix("px") in {"0", "1"} for size in sizes)
