"""How much the compressed streams of a PDF unpack to, reckoned before an engine unpacks them.

The engines know of no limit: a few kilobytes can fill the memory. Streams are unpacked here in
pieces that are thrown away, and only those whose size leaves a doubt. Pictures are left out,
since no engine unpacks them for the text. What is encrypted cannot be looked into.
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections.abc import Iterator
from typing import NamedTuple

from govdisclose_extract.errors import LimitExceeded
from govdisclose_extract.source import Limits

__all__ = ["check_streams"]

_MOST = 1032
"""No deflated byte holds more bytes than this."""

_DEEPEST = 3
_PIECE = 1 << 20
_DICTIONARY = 2_000
_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
_LENGTH = re.compile(rb"/Length\s+(\d{1,12})\b(?!\s+\d+\s+R)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_ASCII = re.compile(rb"/(?:ASCII85Decode|A85)\b")


def check_streams(data: bytes, limits: Limits, name: str | None) -> None:
    """Raise LimitExceeded where the streams unpack to more than `limits.unpacked` bytes."""
    if _MOST * len(data) <= limits.unpacked and not _TWICE.search(data):
        return
    left = limits.unpacked
    streams = sorted(_streams(data), key=_bound)
    doubtful = sum(map(_bound, streams))
    while streams and doubtful > left:
        stream = streams.pop()
        doubtful -= _bound(stream)
        left -= _size(data, stream, left)
        if left < 0:
            raise LimitExceeded(
                f"the streams unpack to more than the limit of {limits.unpacked} bytes",
                zh=f"数据流解压后超过上限{limits.unpacked}字节",
                hint="Raise Limits(unpacked=...) if the file is meant.",
                hint_zh="如确需读取,请调高 Limits(unpacked=...)。",
                where=name,
            )


class _Stream(NamedTuple):
    """Where a stream lies in the file. times: how often it is packed; ascii: then made text."""

    start: int
    end: int
    times: int
    ascii: bool


def _streams(data: bytes) -> Iterator[_Stream]:
    for found in _STREAM.finditer(data):
        start = found.end()
        entries = data[max(0, found.start() - _DICTIONARY) : found.start()]
        entries = entries[entries.rfind(b" obj") + 1 :]
        times = len(_FLATE.findall(entries))
        if times and not _PICTURE.search(entries):
            # The end mark may be part of the stream itself: only a length that is told counts.
            told = _LENGTH.search(entries)
            end = min(start + int(told[1]), len(data)) if told else len(data)
            yield _Stream(start, end, times, bool(_ASCII.search(entries)))


def _bound(stream: _Stream) -> int:
    """Bytes that a stream cannot pass."""
    return int((stream.end - stream.start) * _MOST ** min(stream.times, _DEEPEST))


def _size(data: bytes, stream: _Stream, limit: int) -> int:
    """How many bytes a stream unpacks to; a little more than `limit` for all that pass it."""
    pieces: Iterator[bytes] = (
        data[at : min(at + _PIECE, stream.end)] for at in range(stream.start, stream.end, _PIECE)
    )
    if stream.ascii:
        text = data[stream.start : stream.end].partition(b"~>")[0].strip()
        try:
            pieces = iter([a85decode(text.removeprefix(b"<~"))])
        except ValueError:
            return 0
    for _ in range(min(stream.times, _DEEPEST)):
        pieces = _unpacked(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            break
    return size


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpacked in pieces; what is damaged ends there."""
    machine = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not machine.eof:
            try:
                made = machine.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = machine.unconsumed_tail
            yield made
        if machine.eof:
            return
