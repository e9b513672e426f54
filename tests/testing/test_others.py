"""What is no such report is refused, and no number is taken from it."""

from __future__ import annotations

import pytest

from govdisclose_extract import Extractor, GovDiscloseError, NotAReport
from govdisclose_extract.testing.others import KINDS, other

EXTRACTOR = Extractor()
EACH = 24
"""Documents of a kind; 13 kinds make 312."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_other_documents_are_refused(kind):
    for seed in range(EACH):
        made = other(kind, seed)
        with pytest.raises(NotAReport):
            EXTRACTOR.extract_text(made.text)
        with pytest.raises(GovDiscloseError) as refused:
            EXTRACTOR.extract(made.html.encode())
        assert refused.type is NotAReport, made.html


def test_the_same_seed_gives_the_same_document():
    assert [other(kind, 3) for kind in KINDS] == [other(kind, 3) for kind in KINDS]
    assert len({other(kind, seed).text for kind in KINDS for seed in range(EACH)}) > 250
