"""The adapters and layouts that are known by name. Built-ins are imported when first used."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from .errors import PluginError, UsageError

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


@cache
def load(reference: str) -> Any:
    """The object at `module:attribute`; a class is called without arguments."""
    module, _, attribute = reference.partition(":")
    found = getattr(import_module(module), attribute)
    return found() if isinstance(found, type) else found


def resolve(kind: str, chosen: Any) -> tuple[Any, ...]:
    """The adapters or layouts to use, in order: names of built-ins, or objects of the caller's.

    kind: `adapter` or `layout`. None means all built-ins. Raises UsageError for an unknown name or
    for two of the same name, PluginError for an object that is none.
    """
    known = ADAPTERS if kind == "adapter" else LAYOUTS
    needed = ("info", "match", "read") if kind == "adapter" else ("name", "read")
    name = "适配器" if kind == "adapter" else "版式"
    if chosen is not None and (isinstance(chosen, str) or not isinstance(chosen, Iterable)):
        raise UsageError(f"{chosen!r} is no list of {kind}s", zh=f"{chosen!r}不是{name}的列表")
    found: list[Any] = []
    one: Any
    names: list[str] = []
    for one in known if chosen is None else chosen:
        if isinstance(one, str):
            if one not in known:
                listed = ", ".join(known)
                raise UsageError(
                    f"no {kind} is named {one!r}",
                    zh=f"没有名为{one!r}的{name}",
                    hint=f"Known: {listed}.",
                    hint_zh=f"可用:{listed}。",
                )
            found.append(load(known[one]))
            names.append(one)
            continue
        if isinstance(one, type) or not all(hasattr(one, part) for part in needed):
            raise PluginError(
                f"{one!r} is no {kind}: it needs {', '.join(needed)}",
                zh=f"{one!r}不是{name}:缺少{'、'.join(needed)}",
                hint="Pass an instance, not a class." if isinstance(one, type) else None,
            )
        found.append(one)
        names.append(one.info.name if kind == "adapter" else one.name)
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise UsageError(
            f"two {kind}s are named {', '.join(doubled)}", zh=f"名称重复:{'、'.join(doubled)}"
        )
    return tuple(found)
