"""For those who test readers of reports: the conformance kit for adapters and layouts.

Needs the extra `testing`: `pip install 'govdisclose-extract[testing]'`.
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
