"""Markup read by lxml: its parser reports what it meets and keeps no tree."""

from __future__ import annotations

from typing import Any

from lxml import etree as _etree

from govdisclose_extract.errors import ReadError

from .html_blocks import Builder

__all__ = ["feed"]

etree: Any = _etree


def feed(markup: str | bytes, builder: Builder) -> None:
    """Tell the builder what stands in the markup. Raises ReadError, LimitExceeded."""
    if isinstance(markup, str):
        markup = markup.encode("utf-8", "replace")
    # Depth and size are limited by the builder and before; the parser's own limits cut silently.
    parser = etree.HTMLParser(
        target=_Target(builder), encoding="utf-8", huge_tree=True, no_network=True
    )
    try:
        etree.fromstring(markup, parser)
    except etree.LxmlError as error:
        raise ReadError(
            f"the markup cannot be parsed ({error})",
            zh=f"无法解析网页标记({error})",
            hint='Try engine="bs4".',
            hint_zh='请尝试 engine="bs4"。',
            where=builder.name,
        ) from error


class _Target:
    """The parser's target: the builder's methods, and the end that it asks for."""

    def __init__(self, builder: Builder) -> None:
        self.start = builder.start
        self.data = builder.data
        self.end = builder.end

    def close(self) -> None:
        """Nothing is left to do."""
