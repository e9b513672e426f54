"""`govdisclose plugins`: what is installed, what is out of order and why."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from types import ModuleType, SimpleNamespace
from typing import ClassVar

import pytest

from govdisclose_extract.adapters.base import AdapterInfo
from govdisclose_extract.adapters.text import TextAdapter
from govdisclose_extract.cli import main
from govdisclose_extract.plugins import ADAPTERS, LAYOUTS, load, refresh


class Needy(TextAdapter):
    info: ClassVar[AdapterInfo] = AdapterInfo(
        name="needy", suffixes=(".a", ".b"), requires=("no-such-package",), description="Needs."
    )


class Broken:
    def __init__(self) -> None:
        raise RuntimeError("no \x1b[31mred")


@pytest.fixture
def run(monkeypatch, capsys):
    module = ModuleType("plugins_to_list")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(Needy, "__module__", "elsewhere")
    vars(module).update(needy=Needy, broken=Broken)
    points: list[EntryPoint] = []
    monkeypatch.setattr(
        "importlib.metadata.entry_points",
        lambda group: [point for point in points if point.group == group],
    )

    def call(*arguments: str, installed: tuple[str, ...] = ()) -> tuple[int, str, str]:
        for name in installed:
            point = EntryPoint(name, f"{module.__name__}:{name}", "govdisclose_extract.adapters")
            vars(point).update(dist=SimpleNamespace(name="old-paper", version="1.2"))
            points.append(point)
        refresh()
        load.cache_clear()
        code = main(["plugins", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    yield call
    refresh()
    load.cache_clear()


def test_the_built_in_ones(run):
    code, out, err = run()
    assert (code, err) == (0, "")
    names = [line.split()[1] for line in out.splitlines()[1:] if line[0] != " "]
    assert names == [*ADAPTERS, *LAYOUTS]
    assert "plain text and Markdown" in out


def test_those_of_other_packages(run):
    code, out, _ = run(installed=("needy",))
    assert code == 0
    (line,) = (line for line in out.splitlines() if "needy" in line)
    assert all(word in line for word in ("old-paper", "1.2", "ready", "needs no-such-package"))


def test_one_out_of_order_is_listed_with_its_reason(run):
    code, out, err = run(installed=("broken",))
    assert (code, err) == (1, "")
    assert "failed" in out
    assert "RuntimeError" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_in_full(run, lang):
    code, out, _ = run("pdf", "--lang", lang)
    assert code == 0
    for word in (
        "pdfium pdfplumber",
        "pypdfium2",
        ".pdf",
        "application/pdf",
        "govdisclose-extract",
    ):
        assert word in out


def test_one_out_of_order_in_full(run):
    code, out, _ = run("broken", installed=("broken",))
    assert code == 1
    assert "Traceback" in out
    assert "old-paper 1.2" in out
    assert "raise RuntimeError" in out
    assert "\x1b" not in out


def test_what_it_needs_in_full(run):
    _, out, _ = run("needy", installed=("needy",))
    assert "no-such-package (needs no-such-package)" in out


def test_those_switched_off(run, monkeypatch):
    monkeypatch.setenv("GOVDISCLOSE_PLUGINS", "off")
    code, out, _ = run(installed=("broken",))
    assert code == 0
    (line,) = (line for line in out.splitlines() if "broken" in line)
    assert "off" in line
    code, out, _ = run("broken")
    assert "off" in out


def test_an_unknown_name(run):
    code, out, err = run("parchment")
    assert (code, out) == (2, "")
    assert "parchment" in err
    assert "cell_per_line" in err


def test_in_chinese(run):
    _, out, _ = run("--lang", "zh", installed=("broken",))
    assert "不可用" in out
    assert "适配器" in out
