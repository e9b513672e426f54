"""What stands on the page: paragraphs and grids, each with its place. Knows nothing of the form."""

from __future__ import annotations

import msgspec

from .findings import Finding
from .where import Where

# gc=False: these hold one another in one direction only, and there are thousands of them.


class Paragraph(msgspec.Struct, frozen=True, gc=False, tag="paragraph"):
    """A run of text without a line break, with its exact white space. A blank line is one too."""

    text: str
    where: Where


class Cell(msgspec.Struct, frozen=True, gc=False):
    """A cell of a grid. A merged cell is stored once, with its span in rows and columns."""

    text: str
    row: int
    col: int
    rows: int = 1
    cols: int = 1
    where: Where = Where()


class Grid(msgspec.Struct, frozen=True, gc=False, tag="grid"):
    """A table as the file draws it: height x width, its cells in reading order.

    cut: the file ends inside it, so its last row may have lost digits and cells.
    """

    height: int
    width: int
    cells: tuple[Cell, ...]
    where: Where = Where()
    cut: bool = False

    def dense(self) -> list[list[Cell | None]]:
        """The cells by row and column; a merged cell stands in each place that it covers."""
        rows: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rows, self.height)):
                for col in range(cell.col, min(cell.col + cell.cols, self.width)):
                    rows[row][col] = cell
        return rows


class Provenance(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which input a document came from and how it was read.

    encoding and encoding_evidence: the charset chosen for text and the step of the ladder that
    chose it (`bom`, `nuls`, `utf-8`, `declared`, `frequency`, `detector`, `str`).
    """

    name: str | None = None
    adapter: str = ""
    engine: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    encoding: str | None = None
    encoding_evidence: str | None = None


class Document(msgspec.Struct, frozen=True):
    """What an adapter gives: the blocks in reading order, and what was odd about the file.

    pages: width and height of each page in points, for formats that have pages; boxes must then
    lie on them.
    """

    source: Provenance
    blocks: tuple[Paragraph | Grid, ...]
    findings: tuple[Finding, ...] = ()
    pages: tuple[tuple[float, float], ...] = ()
