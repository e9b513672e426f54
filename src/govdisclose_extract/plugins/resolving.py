"""Which adapters and layouts an extractor uses."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable
from typing import Any

from ..errors import PluginError, UsageError
from .contract import fault_of, name_of
from .loading import Loaded, State, load
from .registry import Kind, Plugin, known

__all__ = ["SWITCH", "failed", "resolve", "state_of", "strict"]

SWITCH = "GOVDISCLOSE_PLUGINS"
"""The environment variable that leaves plugins out.

`off`: built-in ones only. `strict`: one that fails is an error. `a,b`: of others only these.
"""


def resolve(kind: str, chosen: Any) -> tuple[Any, ...]:
    """The adapters or layouts to use, in order: names of known ones, or objects of the caller's.

    kind: `adapter` or `layout`. None means all that are known and load: the built-in ones in
    their order, then others by name. Raises UsageError for an unknown name or for two of the same
    name; PluginError for an object that is none, for a named or a built-in one that does not load,
    and, when `GOVDISCLOSE_PLUGINS` is `strict`, for any one that does not load.
    """
    kind = Kind(kind)
    if chosen is None:
        return tuple(loaded.value for loaded in _loaded(kind) if loaded.error is None)
    if isinstance(chosen, str) or not isinstance(chosen, Iterable):
        raise UsageError(f"{chosen!r} is no list of {kind}s", zh=f"{chosen!r}不是{kind.zh}的列表")
    found = [_named(kind, one) if isinstance(one, str) else _checked(kind, one) for one in chosen]
    names = [name_of(kind, one) for one in found]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise UsageError(
            f"two {kind}s are named {', '.join(doubled)}", zh=f"名称重复:{'、'.join(doubled)}"
        )
    return tuple(found)


def failed(kind: Kind) -> tuple[Loaded, ...]:
    """The plugins of a kind that are in use but did not load."""
    return tuple(loaded for loaded in _loaded(kind) if loaded.error)


def state_of(plugin: Plugin) -> State:
    """Whether a plugin serves, is in quarantine, or is left out by `GOVDISCLOSE_PLUGINS`."""
    if not _wanted(plugin):
        return State.OFF
    return State.FAILED if load(plugin).error else State.READY


def strict() -> bool:
    """Whether a plugin that fails is an error of its own."""
    return _switch() == "strict"


def _switch() -> str:
    return os.environ.get(SWITCH, "").strip()


def _loaded(kind: Kind) -> list[Loaded]:
    """All plugins of a kind that are in use, loaded or not. Raises UsageError, PluginError."""
    _check_switch()
    found = [load(plugin) for plugin in known(kind) if _wanted(plugin)]
    for loaded in found:
        # Without a built-in one, files would be read worse and nobody told.
        if loaded.error and (strict() or loaded.plugin.built_in):
            raise _again(loaded.error)
    return found


def _wanted(plugin: Plugin) -> bool:
    if plugin.built_in:
        return True
    switch = _switch()
    return switch in {"", "strict"} or (switch != "off" and plugin.name in _names(switch))


def _names(switch: str) -> list[str]:
    return [name.strip() for name in switch.split(",")]


def _check_switch() -> None:
    switch = _switch()
    if switch in {"", "off", "strict"}:
        return
    names = {plugin.name for kind in Kind for plugin in known(kind)}
    for name in _names(switch):
        if name not in names:
            raise _unknown(f"plugin ({SWITCH})", f"插件({SWITCH})", name, sorted(names))


def _named(kind: Kind, name: str) -> Any:
    _check_switch()
    # A built-in one comes before others that claim its name.
    plugin = next((plugin for plugin in known(kind) if plugin.name == name), None)
    if plugin is None:
        raise _unknown(kind, kind.zh, name, (plugin.name for plugin in known(kind)))
    if not _wanted(plugin):
        raise UsageError(
            f"the {kind} {name} is switched off by {SWITCH}",
            zh=f"{kind.zh}{name}已被 {SWITCH} 关闭",
        )
    loaded = load(plugin)
    if loaded.error:
        raise _again(loaded.error)
    return loaded.value


def _again(error: PluginError) -> PluginError:
    """A fresh error: the one that is kept would gather a traceback at every raise."""
    fresh = copy.copy(error)
    fresh.__cause__ = error.__cause__
    return fresh


def _unknown(kind: str, zh: str, name: str, names: Iterable[str]) -> UsageError:
    listed = ", ".join(dict.fromkeys(names))
    return UsageError(
        f"no {kind} is named {name!r}",
        zh=f"没有名为{name!r}的{zh}",
        hint=f"Known: {listed}.",
        hint_zh=f"可用:{listed}。",
    )


def _checked(kind: Kind, one: Any) -> Any:
    fault = fault_of(kind, one)
    if fault:
        raise PluginError(fault.en, zh=fault.zh, hint=fault.hint, hint_zh=fault.hint_zh)
    return one
