"""The adapters and layouts that are known by name: found, loaded when needed, checked, chosen."""

from __future__ import annotations

from .loading import Loaded, State, load
from .needs import missing
from .registry import ADAPTERS, LAYOUTS, Kind, Plugin, known, refresh
from .resolving import failed, resolve, state_of, strict

__all__ = [
    "ADAPTERS",
    "LAYOUTS",
    "Kind",
    "Loaded",
    "Plugin",
    "State",
    "failed",
    "known",
    "load",
    "missing",
    "refresh",
    "resolve",
    "state_of",
    "strict",
]
