"""What a Word document's events mean: one handler for each element that says anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .docx_blocks import Budget, Content, Table, merge_of
from .docx_looks import LOOKS, Look, change_look, shown_as
from .docx_numbering import Numbering
from .docx_open import OpenCell, OpenParagraph, OpenRow
from .docx_plain import PlainCell, plain_rows
from .docx_text import PICTURES, is_blank, is_on, is_understood, sign_of, text_of, whole
from .docx_xml import COMPATIBILITY, MATH
from .unread import LOST

__all__ = ["Reader"]

_TAKEN = "taken"
"""An attribute of ours: one of the alternatives was read."""

_SKIPPED = (
    "pPrChange", "rPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
    "sectPrChange", "numberingChange", "tabs", "rt",
)  # fmt: skip
"""Properties before a change, the stops of tabs (which share their name), readings of ruby."""


class Reader:
    """What is open between two events. Handlers take an element at its start or its end.

    unseen: how many elements around are not part of the text (deleted rows, placeholders).
    skipped: the element whose inside is passed over.
    """

    def __init__(self, word: str, budget: Budget, numbering: Numbering) -> None:
        self._word = word
        self._val = f"{{{word}}}val"
        self._budget = budget
        self._numbering = numbering
        self._default_look = numbering.look(None) or None
        self._may_count = numbering.may_count()
        self._styled = self._may_count or self._default_look is not None
        self._deepest = budget.deepest
        self.content: Content = Content(budget)
        self._paragraph: OpenParagraph | None = None
        self._table: Table | None = None
        self._row: OpenRow | None = None
        self._cell: OpenCell | None = None
        self._open: list[tuple[Any, ...]] = []
        self._controls: list[bool] = []
        self._unseen = 0
        self.skipped: Any = None
        self.complete: bool = False  # whether an element that has just begun is there as a whole
        self.has_body: bool = False
        self.unread_signs: int = 0
        self._run = self._math_run = ""
        self._told: dict[str, str] = {}
        self._plain: dict[Any, list[PlainCell]] = {}

    def handlers(self) -> tuple[dict[str, Callable[[Any], None]], dict[str, Callable[[Any], None]]]:
        """The handlers of starts and of ends by the elements' full names."""
        word, math = f"{{{self._word}}}", f"{{{MATH[self._word]}}}"
        tab, line_break, hyphen = (self._putting(text) for text in ("\t", "\n", "-"))
        self._run, self._math_run = f"{word}r", f"{math}r"
        starts: dict[str, Callable[[Any], None]] = {
            word + name: handler
            for name, handler in (
                *((name, self._skip) for name in _SKIPPED),
                ("body", self._start_body), ("p", self._start_p), ("pStyle", self._p_style),
                ("ilvl", self._ilvl), ("numId", self._num_id), ("rStyle", self._r_style),
                *((name, self._change_look) for name in LOOKS), ("fldChar", self._field),
                ("object", self._unread),
                ("tab", tab), ("ptab", tab), ("br", line_break), ("cr", line_break),
                ("noBreakHyphen", hyphen), ("sym", self._sym),
                ("del", self._delete), ("moveFrom", self._delete), ("tbl", self._start_tbl),
                ("tr", self._start_tr), ("gridBefore", self._before),
                ("gridAfter", self._after), ("hidden", self._hide_row), ("tc", self._start_tc),
                ("gridSpan", self._span), ("vMerge", self._down), ("hMerge", self._right),
                ("cellDel", self._delete_cell), ("sdt", self._start_sdt),
                ("showingPlcHdr", self._placeholder), ("txbxContent", self._start_box),
            )
        }  # fmt: skip
        starts |= dict.fromkeys(PICTURES, self._unread)
        starts[f"{{{COMPATIBILITY}}}Choice"] = self._choice
        starts[f"{{{COMPATIBILITY}}}Fallback"] = self._choice
        ends: dict[str, Callable[[Any], None]] = {
            f"{word}t": self._text,
            f"{math}t": self._text,
            f"{word}p": self._end_p,
            f"{word}tbl": self._end_tbl,
            f"{word}tr": self._end_tr,
            f"{word}tc": self._end_tc,
            f"{word}sdt": self._end_sdt,
            f"{word}txbxContent": self._end_box,
        }
        self._told = {tag: tag.rpartition("}")[2] for tag in (*starts, *ends)}
        return starts, ends

    def _push(self) -> None:
        opened = self._open
        opened.append((self.content, self._paragraph, self._table, self._row, self._cell))
        if len(opened) + len(self._controls) + 2 > self._deepest:
            self._budget.check_depth(len(opened) + len(self._controls) + 2)

    def _pop(self) -> None:
        self.content, self._paragraph, self._table, self._row, self._cell = self._open.pop()

    def _skip(self, element: Any) -> None:
        self.skipped = element

    def skips(self, element: Any) -> bool:
        """Whether what is inside this element is passed over."""
        return self.skipped is element

    def _start_body(self, _: Any) -> None:
        self.has_body = True

    # Paragraphs and their text

    def _start_p(self, _: Any) -> None:
        paragraph = OpenParagraph()
        if self._paragraph is not None:
            paragraph.outer = self._paragraph
        if self._default_look:
            paragraph.look = self._default_look
        self._paragraph = paragraph

    def _end_p(self, _: Any) -> None:
        paragraph = self._paragraph
        if paragraph is None:
            return
        self._paragraph = paragraph.outer
        if self._unseen:
            return
        text = "".join(paragraph.pieces)
        # Most paragraphs are plain.
        if not (
            paragraph.mark
            or paragraph.after
            or self._may_count
            or paragraph.number
            or (paragraph.style and self._numbering.may_count(paragraph.style))
        ):
            self.content.paragraph(text)
            return
        # A number belongs to a paragraph's mark; behind a deleted one the next paragraph has it.
        label = ""
        if paragraph.mark is None or (paragraph.mark == "hidden" and not is_blank(text)):
            label = self._numbering.label(paragraph.style, paragraph.number, paragraph.level)
        self.content.paragraph(text, label, runs_on=paragraph.mark is not None)
        if paragraph.after:
            self.content.extend(paragraph.after)

    def _p_style(self, element: Any) -> None:
        if self._paragraph:
            self._paragraph.style = style = element.get(self._val)
            self._paragraph.look = self._numbering.look(style) or None

    def _num_id(self, element: Any) -> None:
        if self._paragraph:
            self._paragraph.number = element.get(self._val)

    def _ilvl(self, element: Any) -> None:
        if self._paragraph:
            self._paragraph.level = whole(element.get(self._val))

    def _r_style(self, element: Any) -> None:
        look = self._numbering.look(element.get(self._val), "character")
        if look and (run := self._run_of(element)) is not None:
            self._own_look(run).update(look)

    def _change_look(self, element: Any) -> None:
        name, value = element.tag.rpartition("}")[2], element.get(self._val)
        owner = self._owner(element)
        paragraph = self._paragraph
        if paragraph is None:
            return
        if owner == "r":
            change_look(self._own_look(element.getparent().getparent()), name, value)
        elif owner == "pPr" and name == "vanish" and is_on(value) and not paragraph.mark:
            paragraph.mark = "hidden"

    def _own_look(self, run: Any) -> Look:
        """The look of this run of the open paragraph, to be changed."""
        paragraph = self._paragraph
        if paragraph is None:
            return {}
        if paragraph.run is not run:
            paragraph.run = run
            paragraph.run_look = dict(paragraph.look or {})
        return paragraph.run_look

    def _look_at(self, element: Any) -> Look | None:
        """The look of a text that stands in this element of the open paragraph."""
        paragraph = self._paragraph
        if paragraph is None or (paragraph.run is None and not paragraph.look):
            return None
        return paragraph.run_look if self._run_of(element) is paragraph.run else paragraph.look

    def _run_of(self, element: Any) -> Any:
        """The run that an element stands in, or nothing."""
        while element is not None and element.tag not in {self._run, self._math_run}:
            element = element.getparent()
        return element

    def _owner(self, element: Any) -> str:
        """The local name of the element that has this one in its `w:rPr`, or nothing."""
        parent = element.getparent()
        if parent is None or parent.tag != f"{{{self._word}}}rPr":
            return ""
        owner = parent.getparent()
        return "" if owner is None else str(owner.tag).rpartition("}")[2]

    def _field(self, element: Any) -> None:
        paragraph = self._paragraph
        if paragraph is None:
            return
        # A field without an end asks until the end of its paragraph at most.
        kind = element.get(f"{{{self._word}}}fldCharType")
        if kind == "begin":
            paragraph.fields = paragraph.fields or []
            paragraph.fields.append(True)
            paragraph.asking += 1
        elif kind == "separate" and paragraph.fields and paragraph.fields[-1]:
            paragraph.fields[-1] = False
            paragraph.asking -= 1
        elif kind == "end" and paragraph.fields and paragraph.fields.pop():
            # It shows what Word will make of it.
            paragraph.asking -= 1
            self._unread(element)

    def _visible(self) -> OpenParagraph | None:
        """The open paragraph if text put there now is part of the document."""
        paragraph = self._paragraph
        return None if paragraph is None or paragraph.asking or self._unseen else paragraph

    def _put(self, text: str, element: Any) -> None:
        if paragraph := self._visible():
            look = self._look_at(element)
            if look:
                text = shown_as(text, look, paragraph.pieces, in_cell=self._cell is not None)
            paragraph.pieces.append(text)

    def _putting(self, text: str) -> Callable[[Any], None]:
        return lambda element: self._put(text, element)

    def _text(self, element: Any) -> None:
        text, paragraph = element.text, self._paragraph
        if not text or paragraph is None or paragraph.asking or self._unseen:
            return
        if paragraph.run is None and not paragraph.look:
            paragraph.pieces.append(text_of(text, element))  # as most are
        else:
            self._put(text_of(text, element), element)

    def _sym(self, element: Any) -> None:
        if self._visible() and not self._is_hidden(element):
            sign = sign_of(
                element.get(f"{{{self._word}}}font"), element.get(f"{{{self._word}}}char")
            )
            self.unread_signs += sign is None
            self._put(sign or LOST, element)

    def _unread(self, element: Any) -> None:
        """Something that cannot be read stands in the cell around."""
        if self._cell and self._visible() and not self._is_hidden(element):
            self._cell.unread += 1

    def _is_hidden(self, element: Any) -> bool:
        look = self._look_at(element)
        return look is not None and look.get("hidden", False)

    # What is deleted, hidden, or there twice

    def _delete(self, element: Any) -> None:
        parent = element.getparent()
        tag = None if parent is None else parent.tag
        if tag == f"{{{self._word}}}trPr":
            self._hide_row(element)
        elif tag == f"{{{self._word}}}rPr":
            if self._owner(element) == "pPr" and self._paragraph:
                self._paragraph.mark = "deleted"
        else:
            self.skipped = element

    def _hide_row(self, element: Any) -> None:
        if self._row and not self._row.gone and is_on(element.get(self._val)):
            self._row.gone = True
            self._unseen += 1

    def _delete_cell(self, _: Any) -> None:
        if self._cell:
            self._cell.gone = True

    def _choice(self, element: Any) -> None:
        """Take the first alternative that is understood, and skip the others."""
        around = element.getparent()
        if around is None or around.get(_TAKEN) or not is_understood(element):
            self.skipped = element
        else:
            around.set(_TAKEN, "1")

    def _start_sdt(self, _: Any) -> None:
        self._controls.append(False)
        self._budget.check_depth(len(self._open) + len(self._controls) + 2)

    def _placeholder(self, element: Any) -> None:
        if self._controls and not self._controls[-1] and is_on(element.get(self._val)):
            self._controls[-1] = True
            self._unseen += 1

    def _end_sdt(self, _: Any) -> None:
        self._unseen -= self._controls.pop()

    # Tables and text boxes

    def _start_tbl(self, element: Any) -> None:
        self._push()
        self._paragraph = None
        self._table = Table(self._budget)
        deep = len(self._open) + len(self._controls) + 4 > self._deepest
        if self.complete and not (self._styled or deep):
            self._plain |= plain_rows(element, self._told, self._val, self._is_plain)

    def _end_tbl(self, _: Any) -> None:
        table = self._table
        self._pop()
        if table is not None:
            self.content.extend(table.close(inside=self._cell is not None))

    def _start_tr(self, element: Any) -> None:
        table, cells = self._table, self._plain.pop(element, None)
        if table is None or cells is None or self._unseen:
            self._push()
            self._row = OpenRow()
            return
        self._budget.add_lines([line for lines, _, _ in cells for line in lines])
        for lines, span, down in cells:
            table.cell([*lines], span, down, None)
        table.end_row()
        self.skipped = element

    def _end_tr(self, _: Any) -> None:
        row = self._row
        self._pop()
        if row is not None:
            self._unseen -= row.gone
            if self._table is not None:
                self._table.end_row(row.before, row.after, keep=not row.gone)

    def _start_tc(self, _: Any) -> None:
        self._push()
        self._cell = OpenCell()
        self._paragraph = None
        self.content = Content(self._budget)

    def _is_plain(self, style: str | None) -> bool:
        """Whether a paragraph style changes nothing."""
        return not (self._numbering.look(style) or self._numbering.may_count(style))

    def _end_tc(self, _: Any) -> None:
        cell, items = self._cell, self.content.close()
        self._pop()
        if cell is None or self._table is None:
            self.content.extend(items)
        elif not cell.gone:
            self._table.cell(items, cell.span, cell.down, cell.right, cell.unread)

    def _before(self, element: Any) -> None:
        if self._row:
            self._row.before = whole(element.get(self._val))

    def _after(self, element: Any) -> None:
        if self._row:
            self._row.after = whole(element.get(self._val))

    def _span(self, element: Any) -> None:
        if self._cell:
            self._cell.span = max(1, whole(element.get(self._val), 1))

    def _down(self, element: Any) -> None:
        if self._cell:
            self._cell.down = merge_of(element.get(self._val))

    def _right(self, element: Any) -> None:
        if self._cell:
            self._cell.right = merge_of(element.get(self._val))

    def _start_box(self, element: Any) -> None:
        if self._paragraph and (not self._visible() or self._is_hidden(element)):
            self.skipped = element
            return
        self._push()
        self._paragraph = self._table = self._row = None
        self.content = Content(self._budget)

    def _end_box(self, _: Any) -> None:
        items = self.content.close()
        self._pop()
        if self._paragraph:
            self._paragraph.after = self._paragraph.after or []
            self._paragraph.after.extend(items)
        else:
            self.content.extend(items)
