"""What the styles of a Word document hold that says nothing here, cut out before it is parsed.

In documents of Word that is nine tenths of the part, and parsing it takes longer than all else.
Cut is only what is spelt as Word and its like spell it; in any other spelling it stays.
"""

from __future__ import annotations

__all__ = ["without_ballast"]

_BEGIN, _END = b"<w:style ", b"</w:style>"
_WORDS = (b"numPr", b"vanish", b"trike", b"vertAlign")
"""What a style holds that numbers a paragraph or changes the look of its text."""


def without_ballast(styles: bytes) -> bytes:
    """The part without the list of latent styles, those for tables, and those that say nothing."""
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
    bases: dict[bytes, bytes | None] = {}
    telling: set[bytes] = set()
    names: list[bytes] = []
    for piece in pieces:
        name, base = _between(piece, b'w:styleId="'), _between(piece, b'<w:basedOn w:val="')
        if name is None or (base is None and b"basedOn" in piece):
            return styles
        names.append(name)
        bases[name] = base
        if any(word in piece for word in _WORDS):
            telling.add(name)
    kept = [head]
    for name, piece in zip(names, pieces, strict=True):
        chain = _chain(name, bases)
        if telling.isdisjoint(chain) and chain[-1] in bases:
            kept.append(piece.partition(_END)[2])
        elif b"w:default=" in piece:
            return styles
        else:
            kept.append(_BEGIN + piece)
    return b"".join(kept)


def _chain(name: bytes, bases: dict[bytes, bytes | None]) -> list[bytes]:
    """A style, the one it is based on, and so on; the last may be one that is not there."""
    chain = [name]
    base = bases[name]
    while base is not None and base not in chain:
        chain.append(base)
        base = bases.get(base)
    return chain


def _between(piece: bytes, before: bytes) -> bytes | None:
    """What stands in quotes behind this; None if it does not stand there."""
    at = piece.find(before)
    if at < 0:
        return None
    at += len(before)
    return piece[at : piece.find(b'"', at)]
