"""The 2019 form as offices of Hubei print it."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from govdisclose_extract import Edition, Extractor, load_edition

__all__ = ["edition", "extractor"]


@cache
def edition() -> Edition:
    """The national form of 2019 with the row 其他主动公开文件: 201 facts."""
    with as_file(files(__name__) / "2019-hubei.toml") as path:
        return load_edition(path)


def extractor() -> Extractor:
    """An extractor that knows this edition besides the national ones."""
    return Extractor(editions=["2019", "2021", edition()])
