"""Loading a plugin. One that fails is put in quarantine with its reason, and costs nothing else."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

import msgspec

from ..adapters.base import Match
from ..errors import PluginError
from ..source import Hints
from .contract import Fault, fault_of, name_of
from .registry import Kind, Plugin

__all__ = ["Loaded", "State", "load"]

_NOISE = bytes(89 * number * number % 251 ^ 0x9B for number in range(1, 161))
"""The beginning of no file of any format."""


class State(StrEnum):
    """ready: it serves. failed: it is in quarantine. off: `GOVDISCLOSE_PLUGINS` leaves it out."""

    READY = "ready"
    FAILED = "failed"
    OFF = "off"


class Loaded(msgspec.Struct, frozen=True, eq=False):
    """What loading a plugin gave: its object, or the error and the traceback as text."""

    plugin: Plugin
    value: Any = None
    error: PluginError | None = None
    traceback: str = ""


@cache
def load(plugin: Plugin) -> Loaded:
    """Import a plugin, make an instance if it is a class, and check it. Never raises."""
    if plugin.rivals:
        return Loaded(plugin, error=_refused(plugin, _rivalry(plugin)))
    module, _, attribute = plugin.reference.partition(":")
    try:
        found: Any = import_module(module)
        for part in attribute.partition(" ")[0].split(".") if attribute else ():
            found = getattr(found, part)
        value = found() if isinstance(found, type) else found
        fault = fault_of(plugin.kind, value) or _misnamed(plugin, value) or _greedy(plugin, value)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - foreign code is imported and run
        fault = Fault(
            f"it cannot be loaded ({type(error).__name__}: {error})",
            f"无法加载({type(error).__name__}:{error})",
            *_missing_module(error),
        )
        import traceback

        refused = _refused(plugin, fault)
        refused.__cause__ = error
        return Loaded(plugin, error=refused, traceback=traceback.format_exc())
    return Loaded(plugin, error=_refused(plugin, fault)) if fault else Loaded(plugin, value)


def _refused(plugin: Plugin, fault: Fault) -> PluginError:
    return PluginError(
        f"the {plugin.kind} {plugin.name} of {plugin.package} {plugin.version}: {fault.en}",
        zh=f"{plugin.package} {plugin.version} 的{plugin.kind.zh}{plugin.name}:{fault.zh}",
        hint=fault.hint or f"'govdisclose plugins {plugin.name}' shows more.",
        hint_zh=fault.hint_zh or f"详见“govdisclose plugins {plugin.name}”。",
    )


def _rivalry(plugin: Plugin) -> Fault:
    return Fault(
        f"several claim this name: {', '.join(plugin.rivals)}",
        f"有多个插件使用同一名称:{'、'.join(plugin.rivals)}",
        "Uninstall all but one of these packages, or pass the object itself to Extractor.",
        "请只保留其中一个包,或将对象本身传给 Extractor。",
    )


def _misnamed(plugin: Plugin, value: Any) -> Fault | None:
    name = name_of(plugin.kind, value)
    if name == plugin.name:
        return None
    return Fault(
        f"its entry point is named {plugin.name}, it calls itself {name}",
        f"入口点名称为{plugin.name},自称{name}",
    )


def _greedy(plugin: Plugin, value: Any) -> Fault | None:
    """Whether an adapter takes noise for its format: it would take the files of all others too."""
    if plugin.kind is Kind.LAYOUT or value.match(_NOISE, Hints()) is not Match.CONTENT:
        return None
    return Fault("it claims every file, even noise", "连噪声数据也认领,会认领所有文件")


def _missing_module(error: BaseException) -> tuple[str, str] | tuple[()]:
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return ()
    top = error.name.partition(".")[0]
    return (
        f"It needs the module {top}: pip install {top.replace('_', '-')}",
        f"缺少模块 {top}:pip install {top.replace('_', '-')}",
    )
