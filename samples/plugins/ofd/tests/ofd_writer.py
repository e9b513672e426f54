"""Writes a document as an OFD package: text objects, and a path for every border of a cell."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from govdisclose_extract.document import Document, Grid

_XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WIDTH, _HEIGHT, _MARGIN = 297.0, 420.0, 12.0
_SIZE, _LEADING = 3.0, 3.4


class _Page:
    """A page in the making, from top to bottom."""

    def __init__(self) -> None:
        self.objects: list[str] = []
        self.y = _MARGIN

    def text(self, text: str, x: float, y: float, size: float = _SIZE) -> None:
        """A line of text whose upper left corner is at a place."""
        step = " ".join(str(size if ord(char) > 255 else size / 2) for char in text[:-1])
        delta = f' DeltaX="{step}"' if step else ""
        self.objects.append(
            f'<ofd:TextObject ID="{len(self.objects) + 10}" Font="3" Size="{size}" '
            f'Boundary="{x} {y} 280 {size}"><ofd:TextCode X="0" Y="{size * 0.88}"{delta}>'
            f"{escape(text)}</ofd:TextCode></ofd:TextObject>"
        )

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """The four borders of a cell."""
        self.objects.append(
            f'<ofd:PathObject ID="{len(self.objects) + 10}" Boundary="{x} {y} {width} {height}" '
            f'LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} '
            f"L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def grid(self, grid: Grid) -> None:
        """A table at the height that is reached."""
        xs, ys = _edges(grid, self.y)
        for cell in grid.cells:
            left, right = xs[cell.col], xs[cell.col + cell.cols]
            top, bottom = ys[cell.row], ys[cell.row + cell.rows]
            self.frame(left, top, right - left, bottom - top)
            for number, line in enumerate(_lines(cell.text, right - left - 1)):
                self.text(line, left + 0.5, top + 0.5 + number * _LEADING)
        self.y = ys[-1] + 4


def _edges(grid: Grid, top: float) -> tuple[list[float], list[float]]:
    """The places of the lines: columns as wide as their texts ask for, rows as high."""
    wanted = [12.0] * grid.width
    for cell in grid.cells:
        if cell.cols == 1:
            wanted[cell.col] = max(wanted[cell.col], min(_length(cell.text) + 2, 90.0))
    share = (_WIDTH - 2 * _MARGIN) / sum(wanted)
    xs = [_MARGIN]
    for width in wanted:
        xs.append(round(xs[-1] + width * share, 2))
    heights = [6.0] * grid.height
    for cell in grid.cells:
        room = xs[cell.col + cell.cols] - xs[cell.col] - 1
        needed = len(_lines(cell.text, room)) * _LEADING + 1
        last = cell.row + cell.rows - 1
        heights[last] = max(heights[last], needed - sum(heights[cell.row : last]))
    ys = [top]
    for height in heights:
        ys.append(round(ys[-1] + height, 2))
    return xs, ys


def _length(text: str) -> float:
    return sum(_SIZE if ord(char) > 255 else _SIZE / 2 for char in text)


def _lines(text: str, width: float) -> list[str]:
    """A text cut into lines that have room."""
    lines, room = [""], width
    for char in text:
        step = _SIZE if ord(char) > 255 else _SIZE / 2
        if room < step:
            lines.append("")
            room = width
        lines[-1] += char
        room -= step
    return lines


def written(document: Document) -> bytes:
    """The document as an OFD package; a table that has no room begins a new page."""
    pages = [_Page()]
    for block in document.blocks:
        height = _edges(block, 0)[1][-1] + 4 if isinstance(block, Grid) else 6
        if pages[-1].y + height > _HEIGHT - _MARGIN:
            pages.append(_Page())
        if isinstance(block, Grid):
            pages[-1].grid(block)
        else:
            pages[-1].text(block.text, _MARGIN, pages[-1].y, 3.8)
            pages[-1].y += 6
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(pages):
            entry = zipfile.ZipInfo(name, (2024, 1, 31, 9, 0, 0))
            archive.writestr(entry, _HEAD + text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _parts(pages: list[_Page]) -> list[tuple[str, str]]:
    listed = "".join(
        f'<ofd:Page ID="{number + 100}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number, _ in enumerate(pages)
    )
    parts = [
        (
            "OFD.xml",
            f'<ofd:OFD {_XMLNS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            "<ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        ),
        (
            "Doc_0/Document.xml",
            f"<ofd:Document {_XMLNS}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID>"
            f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_WIDTH} {_HEIGHT}</ofd:PhysicalBox>"
            "</ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        ),
        (
            "Doc_0/PublicRes.xml",
            f'<ofd:Res {_XMLNS} BaseLoc="Res"><ofd:Fonts>'
            '<ofd:Font ID="3" FontName="SimSun" FamilyName="SimSun"/></ofd:Fonts></ofd:Res>',
        ),
    ]
    for number, page in enumerate(pages):
        parts.append(
            (
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f"<ofd:Page {_XMLNS}><ofd:Area><ofd:PhysicalBox>0 0 {_WIDTH} {_HEIGHT}"
                '</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="2" Type="Body">'
                f"{''.join(page.objects)}</ofd:Layer></ofd:Content></ofd:Page>",
            )
        )
    return parts
