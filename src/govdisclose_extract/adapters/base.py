"""What an adapter is: it recognises one file format and turns its bytes into a Document."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar, Protocol

import msgspec

from govdisclose_extract.document import Document
from govdisclose_extract.source import Deadline, Hints, Limits, Source

__all__ = ["Adapter", "AdapterInfo", "Match", "ReadOptions"]


class AdapterInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An adapter's card.

    name: unique; lower-case letters, digits, - and _. api: the version of this contract that it is
    written for. suffixes: in lower case with their dot; the empty one means a name without suffix.
    requires: packages that `read` imports, by the names that pip knows; the adapter's own module
    imports none of them. engines: names of its engines, the usual one first, the one to check it
    with second; empty when there is but one. description: one line for people.
    """

    name: str
    api: int = 1
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    description: str = ""


class Match(IntEnum):
    """How well an input fits an adapter: not at all, by its name only, or by its bytes."""

    NO = 0
    SUFFIX = 1
    CONTENT = 2


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller asks of an adapter.

    limits: see Limits. engine: which of an adapter's engines to use, None for its usual one.
    password: for encrypted files. deadline: to be asked in every long loop.
    """

    limits: Limits = Limits()
    engine: str | None = None
    password: str | None = None
    deadline: Deadline = Deadline()


class Adapter(Protocol):
    """One file format. An instance is made without arguments and keeps no state."""

    info: ClassVar[AdapterInfo]

    def match(self, head: bytes, hints: Hints, /) -> Match:
        """How well an input fits, judged by its first bytes and its hints.

        Pure and cheap; never raises. `head` may end in mid-character.
        """
        ...

    def read(self, source: Source, options: ReadOptions, /) -> Document:
        """The whole document.

        Raises ReadError and its kinds for a broken file, MissingDependency, UsageError.
        """
        ...
