"""The whole suite of the conformance kit."""

from __future__ import annotations

from pathlib import Path

from govdisclose_extract.document import Document
from govdisclose_extract.testing import LayoutConformance
from govdisclose_hubei import edition
from govdisclose_hubei.listed import Listed
from make_sample import written


class TestListed(LayoutConformance):
    layout = Listed()
    samples = (Path(__file__).parents[1] / "report.txt",)
    editions = (edition(),)
    beside = ("tabbed",)

    def render(self, document: Document) -> str:
        return written(document)
