"""The mark in a cell for what cannot be read: a picture, an object, a field without its value."""

from __future__ import annotations

import re

__all__ = ["LOST", "are_words", "with_unread"]

LOST = "\ufffd"
"""Stands in a text for what was printed there and cannot be read; no number is read beside it."""

_WORDS = re.compile("[\u4e00-\u9fff]{2}")


def are_words(text: str) -> bool:
    """Whether the text of a cell is no value but words, and what stands beside only adorns it."""
    return _WORDS.search(text) is not None


def with_unread(text: str, unread: int) -> str:
    """The text of a cell that holds so many things that cannot be read."""
    return f"{text}{LOST}" if unread > 0 and not are_words(text) else text
