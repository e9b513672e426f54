"""The whole suite of the conformance kit."""

from __future__ import annotations

from pathlib import Path

from govdisclose_extract.document import Document
from govdisclose_extract.testing import AdapterConformance
from govdisclose_ofd.adapter import OfdAdapter
from ofd_writer import written


class TestOfd(AdapterConformance):
    adapter = OfdAdapter()
    samples = (Path(__file__).parents[1] / "report.ofd",)

    def render(self, document: Document) -> bytes:
        return written(document)
