"""How a run of text looks: hidden, struck out, raised or lowered; and what then is put for it."""

from __future__ import annotations

from .docx_text import is_on
from .unread import LOST, are_words

__all__ = ["LOOKS", "Look", "change_look", "shown_as"]

Look = dict[str, bool]
"""Whether a text is `hidden`, `struck`, `raised`, or `moved` off its line, which a whole entry may
be for its looks; what is not said of it is left out."""

LOOKS = {
    "vanish": "hidden", "strike": "struck", "dstrike": "struck", "vertAlign": "raised",
    "position": "moved",
}  # fmt: skip
"""The properties of a run that change its look, by their local names."""


def change_look(look: Look, name: str, value: str | None) -> None:
    """Take one of the `LOOKS` into account, with its value."""
    facet = LOOKS[name]
    if name == "position":
        look["moved"] = (value or "0").strip("+-0") != ""
    elif facet == "raised":
        look[facet] = value in {"superscript", "subscript"}
    else:
        look[facet] = is_on(value)


def shown_as(text: str, look: Look, before: list[str], *, in_cell: bool) -> str:
    """What is put for a text of this look. before: the pieces that stand before it on the line.

    In a cell nothing of it joins a number: a raised figure is a note's mark, left out behind words,
    and where something is struck out, something else was printed.
    """
    if look.get("hidden"):
        return ""
    if text.isspace():
        return text
    if look.get("struck"):
        return LOST if in_cell else ""
    raised = look.get("raised") or (look.get("moved") and any(before))
    if not in_cell or not raised:
        return text
    return "" if are_words("".join(before)) else f"^{text}"
