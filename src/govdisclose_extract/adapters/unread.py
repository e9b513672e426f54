"""The mark in a cell for what cannot be read: a picture, an object, a field without its value."""

from __future__ import annotations

import re

__all__ = ["LOST", "with_unread"]

LOST = "\ufffd"
"""Stands in a text for what was printed there and cannot be read; no number is read beside it."""

_WORDS = re.compile("[\u4e00-\u9fff]{2}")


def with_unread(text: str, unread: int) -> str:
    """The text of a cell that holds so many things that cannot be read.

    A cell of words is a label, and a picture beside it only adorns it.
    """
    return f"{text}{LOST}" if unread > 0 and not _WORDS.search(text) else text
