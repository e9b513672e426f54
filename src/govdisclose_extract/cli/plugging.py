"""`govdisclose plugins`."""

from __future__ import annotations

import sys

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..errors import UsageError
from ..export.terminal import show
from ..export.words import safe
from ..plugins import Kind, Plugin, State, known, load, missing, state_of
from .words import both, say

_STYLES = {State.READY: "green", State.FAILED: "bold red", State.OFF: "dim"}


def print_plugins(name: str | None, *, lang: str) -> int:
    """Print all plugins, or all of one name in full; give the exit code. Raises UsageError."""
    plugins = [plugin for kind in Kind for plugin in known(kind)]
    if name is not None:
        names = ", ".join(dict.fromkeys(plugin.name for plugin in plugins))
        plugins = [plugin for plugin in plugins if plugin.name == name]
        if not plugins:
            (en, zh), (hint, hint_zh) = both("no_plugin", name=name), both("known", names=names)
            raise UsageError(en, zh=zh, hint=hint, hint_zh=hint_zh)
        show(Group(*(part for one in plugins for part in _in_full(one, lang))), sys.stdout)
    else:
        show(_listed(plugins, lang), sys.stdout)
    return 1 if any(state_of(plugin) is State.FAILED for plugin in plugins) else 0


def _listed(plugins: list[Plugin], lang: str) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for number in range(6):
        grid.add_column(no_wrap=number < 5)
    keys = ("kind", "plugin", "package", "plugin_version", "state", "about")
    grid.add_row(*(Text(say(key, lang), style="dim") for key in keys))
    for plugin in plugins:
        grid.add_row(
            Text(say(plugin.kind.value, lang)),
            Text(safe(plugin.name), style="bold"),
            Text(safe(plugin.package)),
            Text(safe(plugin.version)),
            _state(plugin, lang),
            Text(safe(_about(plugin, lang)), style="dim"),
        )
    return grid


def _state(plugin: Plugin, lang: str) -> Text:
    state = state_of(plugin)
    return Text(say(state.value, lang), style=_STYLES[state])


def _about(plugin: Plugin, lang: str) -> str:
    """One line: the reason of the failure, what is not installed, or the description."""
    if state_of(plugin) is State.OFF:
        return ""
    loaded = load(plugin)
    if loaded.error:
        return loaded.error.message_zh if lang == "zh" else loaded.error.message
    if plugin.kind is Kind.LAYOUT:
        return ""
    lacking = missing(loaded.value)
    if lacking:
        return say("needs", lang, packages=", ".join(lacking))
    return str(loaded.value.info.description)


def _in_full(plugin: Plugin, lang: str) -> list[RenderableType]:
    rows = {
        "kind": say(plugin.kind.value, lang),
        "package": f"{plugin.package} {plugin.version}",
        "reference": plugin.reference,
    }
    grid = Table.grid(padding=(0, 2))
    parts: list[RenderableType] = [Text(safe(plugin.name), style="bold cyan"), grid]
    grid.add_row(Text(f"  {say('state', lang)}", style="dim"), _state(plugin, lang))
    if state_of(plugin) is not State.OFF:
        loaded = load(plugin)
        if loaded.error:
            rows["reason"] = loaded.error.text(lang)
            if loaded.traceback:
                parts.append(Text("\n".join(map(safe, loaded.traceback.splitlines()))))
        elif plugin.kind is Kind.ADAPTER:
            info = loaded.value.info
            for key in ("suffixes", "media_types", "engines", "requires"):
                rows[key] = " ".join(getattr(info, key))
            if lacking := missing(loaded.value):
                rows["requires"] += f" ({say('needs', lang, packages=', '.join(lacking))})"
        rows["about"] = "" if loaded.error else _about(plugin, lang)
    for key, value in rows.items():
        if value:
            grid.add_row(Text(f"  {say(key, lang)}", style="dim"), Text(safe(value)))
    return parts
