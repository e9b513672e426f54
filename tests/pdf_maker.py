"""PDFs made for a test: text and ruling lines at given places, and whole files by hand.

Places are points from the upper left corner, as in `Where.box`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
STYLES = ("lines", "thin rectangles", "one path", "boxes", "dashed", "doubled", "broken")


class Pdf:
    """A file under way; `data()` ends it."""

    def __init__(self, width: float = 595, height: float = 842, **options: Any) -> None:
        if FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.width, self.height = width, height
        self._file = io.BytesIO()
        self.canvas: Any = Canvas(self._file, pagesize=(width, height), invariant=1, **options)

    def text(self, x: float, y: float, text: str, size: float = 10, mode: int = 0) -> Pdf:
        """One line of text; y is about its middle."""
        item = self.canvas.beginText(x, self.height - y - 0.35 * size)
        item.setFont(FONT, size)
        item.setTextRenderMode(mode)
        item.textOut(text)
        self.canvas.drawText(item)
        return self

    def prose(self, x: float, y: float, lines: Sequence[str], size: float = 10) -> Pdf:
        """Lines one below the other."""
        for number, line in enumerate(lines):
            self.text(x, y + 1.6 * size * number, line, size)
        return self

    def line(self, x1: float, y1: float, x2: float, y2: float) -> Pdf:
        self.canvas.line(x1, self.height - y1, x2, self.height - y2)
        return self

    def rect(self, x1: float, y1: float, x2: float, y2: float, **how: int) -> Pdf:
        self.canvas.rect(x1, self.height - y2, x2 - x1, y2 - y1, **how)
        return self

    def page(self) -> Pdf:
        self.canvas.showPage()
        return self

    def data(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()

    def rules(self, lines: Sequence[tuple[float, float, float, float]], style: str) -> Pdf:
        """Ruling lines (x1, y1, x2, y2) in one of the STYLES."""
        high = self.height
        if style == "one path":
            path = self.canvas.beginPath()
            for x1, y1, x2, y2 in lines:
                path.moveTo(x1, high - y1)
                path.lineTo(x2, high - y2)
            self.canvas.drawPath(path)
            return self
        for x1, y1, x2, y2 in lines:
            across = y1 == y2
            if style == "thin rectangles":
                self.rect(x1 - 0.25, y1 - 0.25, x2 + 0.25, y2 + 0.25, stroke=0, fill=1)
            elif style == "dashed":
                length = (x2 - x1) + (y2 - y1)
                start = 0.0
                while start < length:
                    end = min(start + 4, length)
                    if across:
                        self.line(x1 + start, y1, x1 + end, y1)
                    else:
                        self.line(x1, y1 + start, x1, y1 + end)
                    start += 6
            elif style == "doubled":
                self.line(x1, y1, x2, y2)
                self.line(x1 + 1.5 * (not across), y1 + 1.5 * across, x2 + 1.5 * (not across),
                          y2 + 1.5 * across)  # fmt: skip
            elif style == "broken":
                middle = (x1 + x2) / 2 if across else (y1 + y2) / 2
                if across:
                    self.line(x1, y1, middle - 1, y1).line(middle + 1, y1, x2, y1)
                else:
                    self.line(x1, y1, x1, middle - 1).line(x1, middle + 1, x1, y2)
            else:
                self.line(x1, y1, x2, y2)
        return self

    def table(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        cells: Sequence[tuple[int, int, int, int, str]],
        style: str = "lines",
        size: float = 10,
    ) -> Pdf:
        """Cells (row, col, rows, cols, text) with lines around each of them."""
        if style == "boxes":
            for row, col, rows, cols, _ in cells:
                self.rect(xs[col], ys[row], xs[col + cols], ys[row + rows], stroke=1, fill=0)
        else:
            lines: dict[tuple[float, float, float, float], None] = {}
            for row, col, rows, cols, _ in cells:
                for y in (ys[row], ys[row + rows]):
                    for one, two in pairwise(xs[col : col + cols + 1]):
                        lines[one, y, two, y] = None
                for x in (xs[col], xs[col + cols]):
                    for one, two in pairwise(ys[row : row + rows + 1]):
                        lines[x, one, x, two] = None
            self.rules(list(lines), style)
        for row, col, rows, cols, text in cells:
            parts = text.split("\n") if text else []
            middle = (ys[row] + ys[row + rows]) / 2
            for number, part in enumerate(parts):
                y = middle + 1.2 * size * (number - (len(parts) - 1) / 2)
                width = pdfmetrics.stringWidth(part, FONT, size)
                x = (xs[col] + xs[col + cols] - width) / 2
                self.text(x, y, part, size)
        return self


def raw(objects: Sequence[bytes]) -> bytes:
    """A file of the given objects, numbered from 1; the first is the catalog."""
    parts = [b"%PDF-1.7\n"]
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts.extend(b"%010d 00000 n \n" % place for place in places)
    parts.append(
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )
    return b"".join(parts)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)
