"""Which adapters and layouts there are: the built-in ones, and the entry points of packages.

Nothing is imported here but the metadata of installed packages, once per process.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import cache
from importlib import import_module
from types import MappingProxyType

import msgspec

__all__ = ["ADAPTERS", "LAYOUTS", "OWN", "Kind", "Plugin", "known", "refresh"]

OWN = "govdisclose-extract"
"""The package whose plugins are the built-in ones."""

_PACKAGE = "govdisclose_extract"

ADAPTERS = MappingProxyType(
    {
        "html": "govdisclose_extract.adapters.html:HtmlAdapter",
        "docx": "govdisclose_extract.adapters.docx:DocxAdapter",
        "pdf": "govdisclose_extract.adapters.pdf:PdfAdapter",
        "text": "govdisclose_extract.adapters.text:TextAdapter",
    }
)
"""Built-in adapters, in the order in which they are asked."""

LAYOUTS = MappingProxyType(
    {
        name: f"govdisclose_extract.layouts.{name}:LAYOUT"
        for name in ("grid", "tabbed", "pipe", "cell_per_line", "aligned", "flattened", "glued")
    }
)
"""Built-in layouts, in the order in which they are tried; on a tie the earlier wins."""


class Kind(StrEnum):
    """What a plugin is."""

    ADAPTER = "adapter"
    LAYOUT = "layout"

    @property
    def group(self) -> str:
        """The group of its entry points."""
        return f"govdisclose_extract.{self.value}s"

    @property
    def zh(self) -> str:
        """The word in Chinese."""
        return "适配器" if self is Kind.ADAPTER else "版式"

    @property
    def built_in(self) -> MappingProxyType[str, str]:
        """The built-in ones, in order."""
        return ADAPTERS if self is Kind.ADAPTER else LAYOUTS


class Plugin(msgspec.Struct, frozen=True):
    """An adapter or a layout that is known by name, loaded or not.

    reference: `module:attribute`. package, version: the distribution that brings it. rivals: all
    packages and references that claim the name, when there are several; such a plugin is never
    loaded.
    """

    kind: Kind
    name: str
    reference: str
    package: str
    version: str
    rivals: tuple[str, ...] = ()

    @property
    def built_in(self) -> bool:
        """True for those that this package brings itself."""
        return self.kind.built_in.get(self.name) == self.reference


@cache
def known(kind: Kind) -> tuple[Plugin, ...]:
    """All plugins of a kind: the built-in ones in their order, then the others by name.

    What an entry point of this package names is a built-in one. Two others of one name are both
    given, each with its rivals; so is one that has the name of a built-in, which stands.
    """
    ours: str = import_module(_PACKAGE).__version__
    own = [Plugin(kind, name, its, OWN, ours) for name, its in kind.built_in.items()]
    claims: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for name, reference, package, version in _entry_points(kind.group):
        if kind.built_in.get(name) != reference:
            claims[name].add((package, version, reference))
    others: list[Plugin] = []
    for name, claimed in sorted(claims.items()):
        rivals = [f"{package} {version} ({its})" for package, version, its in sorted(claimed)]
        if name in kind.built_in:
            rivals.insert(0, f"{OWN} {ours} ({kind.built_in[name]})")
        if len(rivals) == 1:
            rivals = []
        others += [
            Plugin(kind, name, its, package, version, tuple(rivals))
            for package, version, its in sorted(claimed)
        ]
    return (*own, *others)


def _entry_points(group: str) -> list[tuple[str, str, str, str]]:
    """Name, reference, package and version of the entry points of a group."""
    from importlib.metadata import entry_points  # takes milliseconds: at first use

    found: list[tuple[str, str, str, str]] = []
    for one in entry_points(group=group):
        package, version = (one.dist.name, one.dist.version) if one.dist else ("?", "?")
        found.append((one.name, one.value, package, version))
    return found


def refresh() -> None:
    """Forget which packages are installed, so that the next use looks again."""
    known.cache_clear()
