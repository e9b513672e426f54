"""Which adapter reads an input: content beats suffix, then the given order."""

from __future__ import annotations

from typing import Any, NamedTuple

from .adapters.base import Adapter, Match
from .errors import FormatError, MissingDependency, PluginError
from .findings import Finding, make
from .guard import guarded
from .plugins import Kind, failed, missing, strict
from .source import Source

_HEAD = 8192


class Choice(NamedTuple):
    """The adapter to read with, how well it fits, and what was odd about choosing it."""

    adapter: Adapter
    match: Match
    findings: tuple[Finding, ...]


def choose(source: Source, adapters: tuple[Adapter, ...]) -> Choice:
    """The first of the adapters that fit the input best.

    One whose packages are not installed gives way to another that fits as well. One that fails to
    look is left out, with a finding. Raises FormatError when none fits; MissingDependency when only
    such fit best whose packages are missing; PluginError when all fail to look, or, if plugins are
    strict, any one.
    """
    matches: list[tuple[Match, Adapter]] = []
    faults: list[tuple[Adapter, PluginError]] = []
    for adapter in adapters:
        try:
            matches.append((_look(adapter, source), adapter))
        except PluginError as error:
            if strict() or len(adapters) == 1:
                raise
            faults.append((adapter, error))
    if faults and not matches:
        raise faults[0][1]
    best = max((match for match, _ in matches), default=Match.NO)
    fitting = [adapter for match, adapter in matches if match == best]
    if best is Match.NO:
        raise _unknown(source, adapters, faults)
    able = [adapter for adapter in fitting if not missing(adapter)]
    if not able:
        raise _unable(source, fitting)
    findings = [
        make(
            "plugin.failed",
            kind=Kind.ADAPTER,
            name=adapter.info.name,
            detail=error.message,
            zh={"kind": Kind.ADAPTER.zh, "detail": error.message_zh},
        )
        for adapter, error in faults
    ]
    if len(able) > 1:
        names = [adapter.info.name for adapter in able]
        zh: dict[str, object] = {"names": "、".join(names)}
        findings.append(make("format.tie", names=", ".join(names), chosen=names[0], zh=zh))
    return Choice(able[0], best, tuple(findings))


def _look(adapter: Adapter, source: Source) -> Match:
    name = adapter.info.name
    match: Any = guarded(
        PluginError,
        f"the {name} adapter failed to look",
        f"{name}适配器识别出错",
        adapter.match,
        source.data[:_HEAD],
        source.hints,
    )
    if not isinstance(match, Match):
        kind = type(match).__name__
        raise PluginError(
            f"the {name} adapter gave {kind}, not a Match",
            zh=f"{name}适配器返回了{kind},而不是 Match",
        )
    return match


def _unable(source: Source, adapters: list[Adapter]) -> MissingDependency:
    names = [adapter.info.name for adapter in adapters]
    packages = list(dict.fromkeys(package for one in adapters for package in missing(one)))
    return MissingDependency(
        f"the adapter {' or '.join(names)} would read it, but needs {', '.join(packages)}",
        zh=f"适配器{'或'.join(names)}可以读取,但缺少{'、'.join(packages)}",
        hint=f"pip install {' '.join(packages)}",
        hint_zh=f"pip install {' '.join(packages)}",
        where=source.name,
    )


def _unknown(
    source: Source, adapters: tuple[Adapter, ...], faults: list[tuple[Adapter, PluginError]]
) -> FormatError:
    names = ", ".join(adapter.info.name for adapter in adapters)
    hint, hint_zh = f"Asked: {names or 'none'}.", f"已询问:{names or '无'}。"
    errors = [error for _, error in faults] + [
        one.error for one in failed(Kind.ADAPTER) if one.error
    ]
    if errors:
        told = "; ".join(error.text() for error in errors)
        told_zh = ";".join(error.text("zh") for error in errors)
        hint, hint_zh = f"{hint} Out of order: {told}", f"{hint_zh}无法使用:{told_zh}"
    return FormatError(
        "no adapter reads this format",
        zh="没有适配器能读取这种格式",
        hint=hint,
        hint_zh=hint_zh,
        where=source.name,
    )
