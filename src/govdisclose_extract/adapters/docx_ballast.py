"""What the styles of a Word document hold that says nothing here, cut out before it is parsed.

In documents of Word that is nine tenths of the part, and parsing it takes longer than all else.
Cut is only what is spelt as Word and its like spell it; in any other spelling it stays.
"""

from __future__ import annotations

__all__ = ["without_ballast"]

_BEGIN, _END = b"<w:style ", b"</w:style>"
_HOPS = 64
"""Styles based on one another, at most; with more, nothing is cut."""


def without_ballast(styles: bytes) -> bytes:
    """The part without the list of latent styles, those for tables, and those that say nothing."""
    if b"<!" in styles:
        return styles  # a comment may hold what looks like a style
    kept: list[bytes] = []
    at = 0
    start = styles.find(b"<w:latentStyles ")
    end = styles.find(b"</w:latentStyles>", start)
    if 0 <= start < end:
        kept.append(styles[:start])
        at = end + len(b"</w:latentStyles>")
    while (start := styles.find(_BEGIN + b'w:type="table"', at)) >= 0:
        end = styles.find(_END, start)
        if end < 0:
            break
        kept.append(styles[at:start])
        at = end + len(_END)
    return _telling(b"".join((*kept, styles[at:])))


def _telling(styles: bytes) -> bytes:
    """The part without the styles that say nothing, nor does any that they are based on.

    A text of a style that is not there is of the default style; so that one must say nothing too.
    """
    head, *pieces = styles.split(_BEGIN)
    if styles.count(b"style>") != len(pieces):
        return styles
    names: list[bytes] = []
    bases: dict[bytes, bytes] = {}
    telling: set[bytes] = set()
    for piece in pieces:
        name, base = _between(piece, b'w:styleId="'), _between(piece, b'<w:basedOn w:val="')
        if name is None or (base is None and b"basedOn" in piece):
            return styles
        names.append(name)
        if base is not None:
            bases[name] = base
        if b"numPr" in piece or b"vanish" in piece or b"trike" in piece or b"vertAlign" in piece:
            telling.add(name)
    if not set(names).issuperset(bases.values()):
        return styles  # it may be there in another spelling
    for _ in range(_HOPS):
        more = [name for name, base in bases.items() if base in telling and name not in telling]
        if not more:
            break
        telling.update(more)
    else:
        return styles
    kept = [head]
    for name, piece in zip(names, pieces, strict=True):
        if name not in telling:
            kept.append(piece.partition(_END)[2])
        elif b"w:default=" in piece:
            return styles
        else:
            kept.append(_BEGIN + piece)
    return b"".join(kept)


def _between(piece: bytes, before: bytes) -> bytes | None:
    """What stands in quotes behind this; None if it does not stand there."""
    at = piece.find(before)
    if at < 0:
        return None
    at += len(before)
    return piece[at : piece.find(b'"', at)]
