"""What an object must be to serve as an adapter or a layout."""

from __future__ import annotations

import inspect
import re
from typing import Any, NamedTuple

from ..adapters.base import AdapterInfo
from .registry import Kind

API = 1
"""The version of the contracts in `adapters.base` and `layouts.base` that this package keeps."""

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_METHODS = {
    Kind.ADAPTER: {"match": ("head", "hints"), "read": ("source", "options")},
    Kind.LAYOUT: {"read": ("flow", "region")},
}


class Fault(NamedTuple):
    """Why an object is no plugin, in English and Chinese, and what to do about it."""

    en: str
    zh: str
    hint: str | None = None
    hint_zh: str | None = None


def name_of(kind: Kind, plugin: Any) -> str:
    """The name of an adapter or a layout."""
    return str(plugin.info.name if kind is Kind.ADAPTER else plugin.name)


def fault_of(kind: Kind, plugin: Any) -> Fault | None:
    """The first way in which an object breaks the contract of its kind, None when it keeps it."""
    needed = ("info", *_METHODS[kind]) if kind is Kind.ADAPTER else ("name", *_METHODS[kind])
    lacking = [part for part in needed if not hasattr(plugin, part)]
    if isinstance(plugin, type) or lacking:
        return Fault(
            f"{plugin!r} is no {kind}: it needs {', '.join(needed)}",
            f"{plugin!r}不是{kind.zh}:需要{'、'.join(needed)}",
            *(("Pass an instance, not a class.", "请传入实例而不是类。") if not lacking else ()),
        )
    if kind is Kind.ADAPTER and not isinstance(plugin.info, AdapterInfo):
        return Fault(
            f"{plugin!r} is no adapter: info is {type(plugin.info).__name__}, not an AdapterInfo",
            f"{plugin!r}不是适配器:info 是{type(plugin.info).__name__},而不是 AdapterInfo",
        )
    return _name_fault(kind, plugin) or _api_fault(kind, plugin) or _signature_fault(kind, plugin)


def _name_fault(kind: Kind, plugin: Any) -> Fault | None:
    name = plugin.info.name if kind is Kind.ADAPTER else plugin.name
    if isinstance(name, str) and _NAME.fullmatch(name):
        return None
    return Fault(
        f"{name!r} is no name for a {kind}: use lower-case letters, digits, - and _",
        f"{name!r}不能用作{kind.zh}的名称:请用小写字母、数字、- 和 _",
    )


def _api_fault(kind: Kind, plugin: Any) -> Fault | None:
    api = plugin.info.api if kind is Kind.ADAPTER else getattr(plugin, "api", API)
    if api == API:
        return None
    name = name_of(kind, plugin)
    newer = isinstance(api, int) and api > API
    return Fault(
        f"the {kind} {name} is written for api {api}, this version has api {API}",
        f"{kind.zh}{name}按接口版本 {api} 编写,当前接口版本为 {API}",
        f"Upgrade {'govdisclose-extract' if newer else 'the plugin'}.",
        f"请升级{' govdisclose-extract' if newer else '该插件'}。",
    )


def _signature_fault(kind: Kind, plugin: Any) -> Fault | None:
    for method, parameters in _METHODS[kind].items():
        wanted = f"{method}({', '.join(parameters)})"
        called = getattr(plugin, method)
        if not callable(called) or inspect.iscoroutinefunction(called):
            return Fault(
                f"{method} of the {kind} {name_of(kind, plugin)} is no plain function {wanted}",
                f"{kind.zh}{name_of(kind, plugin)}的 {method} 不是普通函数 {wanted}",
            )
        try:
            given = inspect.signature(called).parameters.values()
        except (TypeError, ValueError):  # some functions written in C tell no signature
            continue
        positional = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
        if len(given) != len(parameters) or any(one.kind not in positional for one in given):
            told = f"{method}({', '.join(map(str, given))})"
            return Fault(
                f"{told} of the {kind} {name_of(kind, plugin)} must be {wanted}",
                f"{kind.zh}{name_of(kind, plugin)}的 {told} 应为 {wanted}",
                "Name the two parameters; *args and **kwargs would hide a misunderstanding.",
                "请写明这两个参数;*args 和 **kwargs 会掩盖误解。",
            )
    return None
