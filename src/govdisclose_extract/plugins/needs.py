"""Which packages an adapter needs and does not have."""

from __future__ import annotations

from functools import cache

from ..adapters.base import Adapter

__all__ = ["missing"]

_OURS = "govdisclose_extract."


def missing(adapter: Adapter) -> tuple[str, ...]:
    """The packages of `info.requires` that are not installed, as pip names them.

    What built-in adapters need is installed with them; asking for it would only slow them down.
    """
    if type(adapter).__module__.startswith(_OURS):
        return ()
    return tuple(package for package in adapter.info.requires if not _installed(package))


@cache
def _installed(package: str) -> bool:
    from importlib.metadata import PackageNotFoundError, distribution
    from importlib.util import find_spec

    try:
        distribution(package)
    except PackageNotFoundError:
        # A program packed into one file has modules without metadata.
        return find_spec(package.replace("-", "_")) is not None
    return True
