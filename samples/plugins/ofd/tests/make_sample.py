"""Writes report.ofd: an invented office, invented numbers, sums that hold."""

from __future__ import annotations

from pathlib import Path

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import ReadOptions
from govdisclose_extract.adapters.html import HtmlAdapter
from govdisclose_extract.source import Source
from ofd_writer import written

if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1]
    page = here.parents[1] / "pipe" / "report.html"
    document = HtmlAdapter().read(Source.of(page), ReadOptions())
    (here / "report.ofd").write_bytes(written(document))
    assert gd.extract(here / "report.ofd").ok
