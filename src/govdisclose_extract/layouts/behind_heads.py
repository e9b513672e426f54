"""The one row of a table without row labels: its values stand behind the heads."""

from __future__ import annotations

from ..flow import Flow
from ..form.definition import Table
from ..reading import State, Value
from .bits import RUN, UNIT, Assigned, Bit, RowBits, bits_of
from .pieces import Piece, is_letter, strip, value_of
from .text_heads import outcomes_in_order

_SHORT = 2
"""Letters that stand where a value does, and are no head."""

_HEAD_WORDS = frozenset("结果维持纠正其他尚未审总计行政复议后诉讼经直接起、|()情况类型项目合")


def behind_heads(flow: Flow, table: Table, pieces: list[Piece], *, lines: bool) -> Assigned:
    """All values behind the first heads, as the row.

    Heads may come again between the values, when the table was cut in several. In another order
    than that of the form they leave the row in doubt; so do groups with values behind each, where
    these are not just the row's.
    """
    text = flow.text
    bits: list[Bit] = []
    parted = False
    for piece in pieces:
        if piece.value is not None:
            bits += bits_of(text, piece)
            continue
        stretch = text[piece.start : piece.end]
        if bits and UNIT.fullmatch(stretch):
            continue
        if any(not bit.blank for bit in bits):
            if lines and piece.line == bits[-1].line and len(stretch) <= _SHORT:
                unread = Value(State.UNREADABLE)
                bits.append(Bit(piece.start, piece.end, piece.line, piece.column, unread))
                continue
            if not _HEAD_WORDS.issuperset(char for char in stretch if not char.isspace()):
                break
            parted = True
        else:
            bits = []
        bits += _behind_words(text, piece)
    if lines:
        filled = {bit.line for bit in bits if not bit.blank}
        last = max((bit.line for bit in bits), default=0)
        bits = [bit for bit in bits if bit.line in filled or (not filled and bit.line == last)]
    start = bits[0].start if bits else (pieces[-1].end if pieces else 0)
    uneven = lines and parted and len(bits) != len(table.rows[0].cells)
    doubt = None if uneven or not outcomes_in_order(flow, table, pieces) else 0
    return Assigned([RowBits(0, start, bits[0].line if bits else 0, 0, doubt, bits)], [])


def _behind_words(text: str, piece: Piece) -> list[Bit]:
    """Values glued to the last words of a piece."""
    at = piece.end
    while at > piece.start and not is_letter(text[at - 1]):
        at -= 1
    if at == piece.start:
        return []
    bits = []
    for run in RUN.finditer(text, at, piece.end):
        begin, end = strip(text, run.start(), run.end())
        value = value_of(text[begin:end]) or Value(State.UNREADABLE)
        bits.append(Bit(begin, end, piece.line, piece.column, value))
    return bits
