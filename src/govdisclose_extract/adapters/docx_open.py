"""What of a Word document is open between two events: the paragraph, the row, the cell."""

from __future__ import annotations

from typing import Any

from .docx_blocks import Item, Merge
from .docx_looks import Look

__all__ = ["OpenCell", "OpenParagraph", "OpenRow"]


class OpenParagraph:
    """An open paragraph, and the one around it if it stands in a text box.

    after: what its text boxes hold. fields: for each open field, whether it is still at its
    instruction; asking: how many are. mark: what befell its mark, if anything. look: that of its
    style. run, run_look: the last run that has a look of its own.
    """

    # Most paragraphs set none of these.
    outer: OpenParagraph | None = None
    after: list[Item] | None = None
    fields: list[bool] | None = None
    asking = 0
    style: str | None = None
    number: str | None = None
    level: int | None = None
    mark: str | None = None
    look: Look | None = None
    run: Any = None
    run_look: Look

    def __init__(self) -> None:
        self.pieces: list[str] = []


class OpenRow:
    """An open row: the grid columns it leaves out at its ends, and whether it is deleted."""

    before = 0
    after = 0
    gone = False


class OpenCell:
    """An open cell: its grid columns, its vMerge and hMerge, and whether it is deleted.

    unread: how many things in it cannot be read.
    """

    span = 1
    down: Merge = None
    right: Merge = None
    gone = False
    unread = 0
