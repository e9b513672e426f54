"""Numbers in printed order with blank cells dropped: labels may follow labels."""

from __future__ import annotations

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading
from .base import Declined
from .pieces import by_line
from .places import unbordered


class Flattened:
    """Values parted by blanks or line breaks; nothing shows where a blank cell was."""

    name = "flattened"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines where the text shows the borders of cells."""
        text = flow.text[region.start : region.end]
        rows = len(region.table.rows)
        if text.count("|") > rows:
            return Declined("the pipes show the cells", "竖线标明了单元格")
        if text.count("\t") > 2 * rows and shares_lines(text):
            return Declined("the tabs show the cells", "制表符标明了单元格")
        pieces = by_line(flow, region, whole=False)
        return unbordered(flow, region, pieces, self.name, lines=False)


def shares_lines(text: str) -> bool:
    """True when some line holds two tabs between printed cells."""
    return any(
        len([part for part in line.split("\t") if part.strip()]) > 2 for line in text.split("\n")
    )


LAYOUT = Flattened()
