"""For those who test readers of reports: the conformance kit, and reports written out.

`AdapterConformance` and `LayoutConformance` are the suites for authors of plugins. `content` makes
up what a report says, `printed` lays it out as the form prints it, `damage` damages that, `write`
turns it into a file of any kind, and `oracle` tells which numbers a reader can be sure of.
`strategies` gives all of it to hypothesis, `forge` to a pinned set. Needs the extra `testing`:
`pip install 'govdisclose-extract[testing]'`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .conformance_adapter import AdapterConformance
    from .conformance_layout import LayoutConformance

__all__ = ["AdapterConformance", "LayoutConformance"]

_HOMES = {
    "AdapterConformance": "conformance_adapter",
    "LayoutConformance": "conformance_layout",
}


def __getattr__(name: str) -> Any:
    """The suites load pytest, so they are loaded when asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
