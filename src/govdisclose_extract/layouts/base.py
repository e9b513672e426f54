"""The contract of a layout."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import msgspec

from ..flow import Flow
from ..locate.tables import Region
from ..reading import Reading


class Declined(msgspec.Struct, frozen=True):
    """A layout's "this is not how the table is printed", with the reason."""

    reason: str
    reason_zh: str


@runtime_checkable
class Layout(Protocol):
    """One way in which tables are printed.

    name: by which it is registered and named in reports. read: the table's rows, each with the
    cells that its numbers may belong to; pure, and without knowledge of file formats.
    """

    name: str

    def read(self, flow: Flow, region: Region, /) -> Reading | Declined: ...
