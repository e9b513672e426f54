"""Plugins as packages bring them: found, loaded, checked, in quarantine, switched off."""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import AdapterInfo, Match
from govdisclose_extract.adapters.text import TextAdapter
from govdisclose_extract.layouts.base import Declined
from govdisclose_extract.plugins import (
    ADAPTERS,
    LAYOUTS,
    Kind,
    State,
    failed,
    known,
    load,
    refresh,
    resolve,
    state_of,
)
from govdisclose_extract.plugins.resolving import SWITCH

TOP = Path(__file__).parents[2]
SAMPLE = TOP / "samples" / "tabbed" / "report.txt"
MODULE = "a_plugin_of_these_tests"


class Scroll:
    """An adapter as a package may bring it: its files begin with the word SCROLL."""

    info: ClassVar[AdapterInfo] = AdapterInfo(name="scroll", suffixes=(".scroll",))

    def match(self, head: bytes, hints: Any, /) -> Match:
        return Match.CONTENT if head.startswith(b"SCROLL") else Match.NO

    def read(self, source: Any, options: Any, /) -> gd.Document:
        raise gd.ReadError("it crumbles")


class Diagonal:
    name = "diagonal"

    def read(self, flow: Any, region: Any, /) -> Declined:
        return Declined("not diagonal", "不是斜排")


class Dist:
    def __init__(self, name: str, version: str) -> None:
        self.name, self.version = name, version


@pytest.fixture
def install(monkeypatch):
    """Install plugins: entry points to the attributes of a module that is made up."""
    module = ModuleType(MODULE)
    monkeypatch.setitem(sys.modules, MODULE, module)
    points: list[EntryPoint] = []

    def entry_points(*, group: str) -> list[EntryPoint]:
        return [one for one in points if one.group == group]

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    monkeypatch.delenv(SWITCH, raising=False)
    load.cache_clear()

    def put(
        name: str, value: Any = None, *, kind: str = "adapter", package: str = "old-paper"
    ) -> None:
        attribute = f"{name}_{package.replace('-', '_')}"
        if value is not None:
            setattr(module, attribute, value)
        point = EntryPoint(name, f"{MODULE}:{attribute}", Kind(kind).group)
        vars(point).update(dist=Dist(package, "1.2"))
        points.append(point)
        refresh()

    refresh()
    yield put
    refresh()
    load.cache_clear()


def names(kind: str) -> list[str]:
    return [one.info.name if kind == "adapter" else one.name for one in resolve(kind, None)]


class TestBuiltIns:
    def test_they_are_the_entry_points_of_this_package(self):
        project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        declared = project["entry-points"]
        assert declared[Kind.ADAPTER.group] == dict(ADAPTERS)
        assert declared[Kind.LAYOUT.group] == dict(LAYOUTS)

    @pytest.mark.parametrize("kind", Kind)
    def test_they_come_first_and_in_order(self, install, kind):
        install("aaa", TextAdapter, kind=kind)
        plugins = known(kind)
        assert [plugin.name for plugin in plugins if plugin.built_in] == [*kind.built_in]
        assert [plugin.name for plugin in plugins] == [*kind.built_in, "aaa"]
        assert {plugin.package for plugin in plugins if plugin.built_in} == {"govdisclose-extract"}

    def test_their_own_entry_points_bring_no_second_one(self, monkeypatch):
        points = [EntryPoint(name, its, Kind.ADAPTER.group) for name, its in ADAPTERS.items()]
        monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: points)
        refresh()
        assert [plugin.name for plugin in known(Kind.ADAPTER)] == [*ADAPTERS]
        refresh()

    def test_all_load(self):
        for kind in Kind:
            for plugin in known(kind):
                if plugin.built_in:
                    assert load(plugin).error is None
                    assert state_of(plugin) is State.READY

    @pytest.mark.parametrize("kind", Kind)
    def test_one_that_does_not_load_is_an_error(self, install, kind, monkeypatch):
        """Reading without it would be reading worse, and nobody would know."""
        name = next(iter(kind.built_in))
        monkeypatch.setitem(sys.modules, kind.built_in[name].partition(":")[0], None)
        load.cache_clear()
        with pytest.raises(gd.PluginError, match=name):
            gd.Extractor()

    def test_the_tables_cannot_be_changed(self):
        for table in (ADAPTERS, LAYOUTS):
            with pytest.raises(TypeError):
                table["new"] = "x:y"  # type: ignore[index]


class TestPackages:
    def test_an_adapter_of_a_package_is_used(self, install):
        install("scroll", Scroll)
        assert names("adapter") == [*ADAPTERS, "scroll"]
        with pytest.raises(gd.ReadError, match="crumbles"):
            gd.Extractor().extract(b"SCROLL\0\xff\xfe\0")
        assert gd.Extractor(adapters=["scroll", "text"]).extract(SAMPLE).ok is not None

    def test_a_layout_of_a_package_is_tried_last(self, install):
        install("diagonal", Diagonal(), kind="layout")
        trace = gd.Extractor().trace(SAMPLE)
        assert [one.layout for one in trace.tables[0].attempts] == [*LAYOUTS, "diagonal"]

    def test_it_is_loaded_once_and_not_before_it_is_needed(self, install):
        made: list[int] = []

        class Counted(Scroll):
            def __init__(self) -> None:
                made.append(1)

        install("scroll", Counted)
        known(Kind.ADAPTER)
        assert made == []
        gd.Extractor()
        gd.Extractor()
        assert made == [1]

    def test_its_source_is_known(self, install):
        install("scroll", Scroll)
        plugin = known(Kind.ADAPTER)[-1]
        assert (plugin.package, plugin.version) == ("old-paper", "1.2")
        assert plugin.reference == f"{MODULE}:scroll_old_paper"
        assert not plugin.built_in


def sig(parameters: str, method: str = "read") -> type:
    """An adapter with these parameters of a method."""
    scope: dict[str, Any] = {"Base": Scroll}
    exec(f"class Odd(Base):\n    def {method}({parameters}): ...", scope)
    return scope["Odd"]


class Later(Scroll):
    info: ClassVar[AdapterInfo] = AdapterInfo(name="scroll", api=2)


class Shouting(Scroll):
    info: ClassVar[AdapterInfo] = AdapterInfo(name="Scroll!")


class Cardless(Scroll):
    info: ClassVar[Any] = {"name": "scroll"}


class Stubborn(Scroll):
    def __init__(self) -> None:
        raise RuntimeError("not today")


class Leaving(Scroll):
    def __init__(self) -> None:
        raise SystemExit(3)


class Greedy(Scroll):
    def match(self, head: bytes, hints: Any, /) -> Match:
        return Match.CONTENT


class Blind(Scroll):
    def match(self, head: bytes, hints: Any, /) -> Match:
        raise RuntimeError("no eyes")


class Awaited:
    info: ClassVar[AdapterInfo] = AdapterInfo(name="scroll")

    def match(self, head: bytes, hints: Any, /) -> Match: ...

    async def read(self, source: Any, options: Any, /) -> Any: ...


BAD = {
    "raises": (Stubborn, "RuntimeError: not today"),
    "leaves": (Leaving, "SystemExit"),
    "none": (object(), "needs info, match, read"),
    "api": (Later, "written for api 2"),
    "name": (Shouting, "lower-case"),
    "card": (Cardless, "not an AdapterInfo"),
    "other-name": (TextAdapter, "calls itself text"),
    "args": (sig("self, *args"), r"read\(\*args\)"),
    "kwargs": (sig("self, source, options, **kwargs"), r"kwargs"),
    "one-parameter": (sig("self, source"), r"read\(source\) .* must be read\(source, options\)"),
    "keyword": (sig("self, source, *, options"), "must be"),
    "match": (sig("self, head", "match"), r"must be match\(head, hints\)"),
    "coroutine": (Awaited, "no plain function"),
    "greedy": (Greedy, "claims every file"),
    "blind": (Blind, "RuntimeError: no eyes"),
    "attribute": (None, "AttributeError"),
}


@pytest.mark.parametrize(("value", "reason"), BAD.values(), ids=BAD)
class TestQuarantine:
    def test_the_reason_is_told(self, install, value, reason):
        install("scroll", value)
        (loaded,) = failed(Kind.ADAPTER)
        assert loaded.error is not None
        loaded.error.add_note("")
        with pytest.raises(gd.PluginError, match=reason):
            gd.Extractor(adapters=["scroll"])
        assert "old-paper 1.2" in loaded.error.message
        assert any("\u4e00" <= char <= "\u9fff" for char in loaded.error.message_zh)
        assert state_of(loaded.plugin) is State.FAILED

    def test_nobody_else_pays(self, install, value, reason):
        install("scroll", value)
        install("diagonal", Diagonal, kind="layout", package="good")
        assert names("adapter") == [*ADAPTERS]
        assert gd.Extractor().extract(SAMPLE) == gd.extract(SAMPLE)

    def test_an_unknown_format_names_it(self, install, value, reason):
        install("scroll", value)
        with pytest.raises(gd.FormatError) as caught:
            gd.Extractor().extract(b"SCROLL\0\0\xff\xfe\x01")
        assert "scroll of old-paper" in str(caught.value)
        assert "scroll" in caught.value.text("zh")

    def test_strict_raises(self, install, value, reason, monkeypatch):
        install("scroll", value)
        monkeypatch.setenv(SWITCH, "strict")
        for _ in range(2):
            with pytest.raises(gd.PluginError, match=reason):
                gd.Extractor()


def test_a_missing_module_has_its_pip_line(install, monkeypatch):
    install("scroll")
    point = EntryPoint("scroll", "no_such_module_anywhere.at_all:Scroll", Kind.ADAPTER.group)
    vars(point).update(dist=Dist("old-paper", "1.2"))
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: [point])
    refresh()
    (loaded,) = failed(Kind.ADAPTER)
    assert loaded.error
    assert loaded.error.hint
    assert "pip install no-such-module-anywhere" in loaded.error.hint
    assert "ModuleNotFoundError" in loaded.traceback


class TestRivals:
    def test_of_two_packages_with_one_name_neither_is_taken(self, install):
        install("scroll", Scroll, package="one")
        install("scroll", Scroll, package="two")
        assert names("adapter") == [*ADAPTERS]
        with pytest.raises(gd.PluginError, match=r"one 1\.2 .*two 1\.2") as caught:
            gd.Extractor(adapters=["scroll"])
        assert "one 1.2" in caught.value.message_zh
        assert len(failed(Kind.ADAPTER)) == 2

    def test_a_built_in_is_not_replaced(self, install):
        class Text(Scroll):
            info: ClassVar[AdapterInfo] = AdapterInfo(name="text")

        install("text", Text)
        assert type(gd.Extractor(adapters=["text"]).adapters[0]) is TextAdapter  # type: ignore[index]
        (loaded,) = failed(Kind.ADAPTER)
        assert loaded.error
        assert "govdisclose-extract" in loaded.error.message
        assert "old-paper" in loaded.error.message
        assert gd.Extractor().extract(SAMPLE) == gd.extract(SAMPLE)

    def test_an_object_may_take_the_place_of_a_known_one(self, install):
        install("scroll", Scroll)
        own = Scroll()
        assert gd.Extractor(adapters=[own]).adapters == (own,)


class TestSwitch:
    def test_off(self, install, monkeypatch):
        install("scroll", Scroll)
        install("broken", Stubborn, package="other")
        monkeypatch.setenv(SWITCH, "off")
        assert names("adapter") == [*ADAPTERS]
        assert failed(Kind.ADAPTER) == ()
        assert state_of(known(Kind.ADAPTER)[-1]) is State.OFF
        with pytest.raises(gd.UsageError, match=SWITCH):
            gd.Extractor(adapters=["scroll"])

    def test_by_name(self, install, monkeypatch):
        class Roll(Scroll):
            info: ClassVar[AdapterInfo] = AdapterInfo(name="roll")

        install("scroll", Scroll)
        install("roll", Roll, package="other")
        install("diagonal", Diagonal, kind="layout")
        monkeypatch.setenv(SWITCH, "roll, diagonal")
        assert names("adapter") == [*ADAPTERS, "roll"]
        assert names("layout") == [*LAYOUTS, "diagonal"]

    def test_a_name_that_nobody_has(self, install, monkeypatch):
        install("scroll", Scroll)
        monkeypatch.setenv(SWITCH, "scrolls")
        with pytest.raises(gd.UsageError, match="scrolls") as caught:
            gd.Extractor()
        assert ", scroll, " in (caught.value.hint or "")

    @pytest.mark.parametrize("value", ["", " "])
    def test_empty_is_no_switch(self, install, monkeypatch, value):
        install("scroll", Scroll)
        monkeypatch.setenv(SWITCH, value)
        assert names("adapter") == [*ADAPTERS, "scroll"]
