"""What is no such report is refused, and no number is taken from it."""

from __future__ import annotations

from random import Random

import pytest

from govdisclose_extract import Extractor, NotAReport, NoTextLayer
from govdisclose_extract.testing.forge import WRITERS
from govdisclose_extract.testing.others import KINDS, other

EXTRACTOR = Extractor()
EACH = 14
"""Documents of a kind; 22 kinds make 308."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_other_documents_are_refused(kind):
    """In every format: refused as what they are, or as a PDF without a word."""
    for seed in range(EACH):
        made = other(kind, seed)
        with pytest.raises(NotAReport):
            EXTRACTOR.extract_text(made.text)
        with pytest.raises(NotAReport):
            EXTRACTOR.extract(made.html.encode())
        with pytest.raises(NotAReport):
            EXTRACTOR.extract(WRITERS["docx-merged"](made.printed, Random(seed)).data)
        if seed % 2 == 0:
            with pytest.raises((NotAReport, NoTextLayer)):
                EXTRACTOR.extract(WRITERS["pdf-ruled"](made.printed, Random(seed)).data)


def test_the_same_seed_gives_the_same_document():
    assert [other(kind, 3) for kind in KINDS] == [other(kind, 3) for kind in KINDS]
    assert len({other(kind, seed).text for kind in KINDS for seed in range(EACH)}) > 270
