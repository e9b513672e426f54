"""Numbers in printed order with blank cells dropped: labels may follow labels."""

from __future__ import annotations

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading
from .base import Declined
from .enumerated import doubt_running_numbers
from .pieces import border_shown, by_line, keeps_columns
from .places import unbordered


class Flattened:
    """Values parted by blanks or line breaks; nothing shows where a blank cell was."""

    name = "flattened"

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined:
        """Declines where the text shows the borders of cells."""
        shown = border_shown(flow, region)
        if shown:
            return shown
        if keeps_columns(flow, region):
            return Declined("runs of spaces keep the columns", "成列的空格标明了各列")
        pieces = by_line(flow, region, whole=False)
        made = unbordered(flow, region, pieces, self.name, lines=False)
        return made if isinstance(made, Declined) else doubt_running_numbers(flow, region, made)


LAYOUT = Flattened()
