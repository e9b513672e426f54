"""Numbers in printed order with blank cells dropped: labels may follow labels."""

from __future__ import annotations

import re

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading
from .base import Declined
from .pieces import border_shown, by_line
from .places import unbordered

_SPACED = re.compile(r"(?:^|\S)[ ]{2,}\S+(?:[ ]{2,}\S+)+$", re.MULTILINE)
"""A line that parts values by several blanks."""


class Flattened:
    """Values parted by blanks or line breaks; nothing shows where a blank cell was."""

    name = "flattened"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines where the text shows the borders of cells."""
        shown = border_shown(flow, region)
        if shown:
            return shown
        if _in_columns(flow, region):
            return Declined("runs of spaces keep the columns", "成列的空格标明了各列")
        pieces = by_line(flow, region, whole=False)
        return unbordered(flow, region, pieces, self.name, lines=False)


def _in_columns(flow: Flow, region: Region) -> bool:
    """Whether most rows keep their columns: then their order alone would tell less, and wrongly.

    Where a drawn table stands beside them no other layout would read them.
    """
    if "\t" in flow.text[region.start : region.end]:
        return False
    lines = _SPACED.findall(flow.text, region.start, region.end)
    return 2 * len(lines) > len(region.table.rows) > 1


LAYOUT = Flattened()
