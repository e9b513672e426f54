"""What is odd about the characters of a file: lost, hidden, or only in pictures."""

from __future__ import annotations

import re

from govdisclose_extract.errors import NoTextLayer
from govdisclose_extract.findings import Finding, make
from govdisclose_extract.where import Where

from .pdf_page import Page

__all__ = ["GARBLED_SHARE", "Seen"]

GARBLED_SHARE = 0.2
"""With this share of characters without Unicode value, or more, a file counts as without text."""

_CAPTION = 30
"""A page under a picture that has fewer characters than this is a picture."""

_GARBLED = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")


class Seen:
    """What is odd about the characters of all pages."""

    def __init__(self) -> None:
        self.pages: int = 0
        self.characters: int = 0
        self.garbled: int = 0
        self.pictured: int = 0
        self.written: int = 0
        self.hidden: int | None = None
        self.odd: int | None = None
        self.blank: list[int] = []

    def look(self, page: Page) -> None:
        """Count the characters of one page."""
        text = "".join([char.text for char in page.chars])
        garbled = len(_GARBLED.findall(text))
        self.pages += 1
        self.characters += len(text)
        self.garbled += garbled
        self.pictured += page.pictured
        written = len(text) >= (_CAPTION if page.pictured else 1)
        self.written += written
        if page.pictured and not written:
            self.blank.append(page.number)
        if garbled and self.odd is None:
            self.odd = page.number
        if page.hidden and self.hidden is None:
            self.hidden = page.number

    def findings(self, name: str | None) -> list[Finding]:
        """What there is to say. Raises NoTextLayer."""
        if not self.written:
            raise NoTextLayer(
                "the pages hold no text, at most pictures of it",
                zh="页面没有文本,至多是文本的图片",
                hint="Text recognition reads them: pip install govdisclose-extract[ocr].",
                hint_zh="需要文字识别:pip install govdisclose-extract[ocr]。",
                where=name,
            )
        if self.garbled >= GARBLED_SHARE * self.characters:
            raise NoTextLayer(
                f"{self.garbled} of {self.characters} characters have no Unicode value",
                zh=f"{self.characters} 个字符中有 {self.garbled} 个没有 Unicode 编码",
                hint="The fonts do not say which characters they draw. Get another edition of the"
                " file, or read its pages as pictures: pip install govdisclose-extract[ocr].",
                hint_zh="字体未注明所绘字符。请换用该文件的其他版本,"
                "或按图片识别:pip install govdisclose-extract[ocr]。",
                where=name,
            )
        found: list[Finding] = []
        if self.garbled:
            found.append(make("text.garbled", count=self.garbled, where=Where(page=self.odd)))
        if self.blank:
            pages = ", ".join(map(str, self.blank))
            found.append(make("text.pictured", pages=pages, where=Where(page=self.blank[0])))
        if self.hidden is not None:
            found.append(make("text.hidden", where=Where(page=self.hidden)))
        return found
