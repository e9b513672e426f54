"""Markup read by BeautifulSoup, which keeps a tree of its own."""

from __future__ import annotations

from typing import Any

import bs4
from bs4.element import CData, PreformattedString

from govdisclose_extract.errors import ReadError

from .html_blocks import Builder

__all__ = ["feed"]


def feed(markup: str | bytes, builder: Builder) -> None:
    """Tell the builder what stands in the markup. Raises ReadError, LimitExceeded."""
    if isinstance(markup, bytes):
        markup = markup.decode()
    if "<" not in markup:
        # BeautifulSoup would take it for the name of a file, and warn.
        markup = f"<p>{markup}</p>"
    try:
        soup = _Soup(markup, builder)
    except bs4.ParserRejectedMarkup as error:
        raise ReadError(
            f"the markup cannot be parsed ({error})",
            zh=f"无法解析网页标记({error})",
            hint='Try engine="lxml".',
            hint_zh='请尝试 engine="lxml"。',
            where=builder.name,
        ) from error
    _walk(soup, builder)


class _Soup(bs4.BeautifulSoup):
    """A soup that grows no deeper than the builder allows."""

    def __init__(self, markup: str, builder: Builder) -> None:
        self._check = builder.check_depth
        # White space is for the builder to judge: a tab may part two numbers.
        super().__init__(
            markup, "lxml", preserve_whitespace_tags={"html"}, multi_valued_attributes=None
        )

    def pushTag(self, tag: Any) -> None:  # noqa: N802 - the parent's name
        super().pushTag(tag)
        self._check(len(self.tagStack) - 1)  # the first is the soup itself


def _walk(parent: Any, builder: Builder) -> None:
    for node in parent.contents:
        if isinstance(node, bs4.Tag):
            name = f"{node.prefix}:{node.name}" if node.prefix else node.name
            attributes: Any = node.attrs  # of one value each
            builder.start(name, attributes)
            _walk(node, builder)
            builder.end(name)
        elif isinstance(node, CData) or not isinstance(node, PreformattedString):
            builder.data(str(node))
