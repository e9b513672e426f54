"""Packages as pip leaves them, good and bad, all at once: each is told, and none harms another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SAMPLES = TOP / "samples"
FILES = [SAMPLES / "pipe" / f"report.{suffix}" for suffix in ("txt", "html", "docx", "pdf")]

_ADAPTER = """
from govdisclose_extract.adapters.base import AdapterInfo, Match
from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.where import Where

def document(*blocks, **more):
    return Document(Provenance(adapter={name!r}), blocks, **more)

class Plugin:
    info = AdapterInfo(name={name!r}, api={api})

    def match(self, head, hints, /):
        {match}

    def read(self, source, options, /):
        {read}
"""
MARK = b"\x89\0\x1a\xff\0\xd8\xff\xff\x89\0"
"""Bytes that no built-in adapter takes for its own; the name of a plugin follows."""

_BY_MARK = f"return Match.CONTENT if head.startswith({MARK!r} + b'{{name}}') else Match.NO"
BAD = {
    "at-import": {"head": "raise RuntimeError('no import')\n"},
    "leaves": {"head": "import sys; sys.exit(3)\n"},
    "lacks": {"head": "import a_module_that_nobody_has\n"},
    "api-two": {"api": 2},
    "at-look": {"match": "raise RuntimeError('no look')"},
    "at-match": {"match": "return Match.NO if len(head) < 200 else 1 // 0"},
    "one-too-many": {"match": "return Match.NO if len(head) < 200 else Match.CONTENT"},
    "at-read": {"read": "raise RuntimeError('no read')"},
    "overlap": {
        "read": "return document(Grid(1, 2, (Cell('a', 0, 0, 1, 2), Cell('b', 0, 1))))",
    },
    "outside": {
        "read": "return document(Paragraph('a', Where(page=1, box=(9, 9, 99, 99))), "
        "pages=((50.0, 50.0),))",
    },
    "another": {"read": "return ['a']"},
    "slow": {"read": "import time; time.sleep(1.2); options.deadline.check(); return document()"},
    "greedy": {"match": "return Match.CONTENT"},
}


def install(
    folder: Path, name: str, code: str, *, package: str = "", group: str = "adapters"
) -> None:
    """A package as pip leaves it: a module, and a folder with its metadata."""
    package = package or f"bad-{name}"
    module = package.replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        f"[govdisclose_extract.{group}]\n{name} = {module}:Plugin\n"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder of packages with every bad plugin, two rivals, a bad layout, and a good one."""
    folder = tmp_path_factory.mktemp("site")
    for name, parts in BAD.items():
        code = _ADAPTER.format(
            name=name,
            api=parts.get("api", 1),
            match=parts.get("match", _BY_MARK.format(name=name)),
            read=parts.get("read", "return document()"),
        )
        install(folder, name, parts.get("head", "") + code)
    rival = _ADAPTER.format(name="rival", api=1, match="return Match.NO", read="return None")
    for package in ("rival-one", "rival-two"):
        install(folder, "rival", rival, package=package)
    layout = (
        "class Plugin:\n    name = 'torn'\n    def read(self, flow, region, /):\n        1 / 0\n"
    )
    install(folder, "torn", layout, group="layouts")
    return folder


def run(site: Path | None, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, [str(site or ""), str(TOP / "src")]))
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-m", "govdisclose_extract.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"} | env,
        check=False,
    )


def test_all_are_listed_with_their_state(site):
    done = run(site, "plugins")
    assert done.returncode == 1
    lines = {line.split()[1]: line for line in done.stdout.splitlines() if line[:1].isalpha()}
    for name in ("at-import", "leaves", "lacks", "api-two", "rival", "greedy", "at-look"):
        assert "failed" in lines[name], lines[name]
    for name in ("at-match", "at-read", "overlap", "outside", "another", "slow", "torn"):
        assert "ready" in lines[name], lines[name]
    assert "bad-overlap" in lines["overlap"]
    assert done.stderr == ""


def test_no_other_file_pays(site):
    names = [str(path) for path in FILES]
    alone = run(None, "extract", *names, "--format", "jsonl")
    beside = run(site, "extract", *names, "--format", "jsonl")
    assert (alone.returncode, beside.returncode) == (0, 0), beside.stderr
    plain = [json.loads(line) for line in alone.stdout.splitlines()]
    among = [json.loads(line) for line in beside.stdout.splitlines()]
    assert len(plain) == len(among) == len(FILES)
    for one, two in zip(plain, among, strict=True):
        assert one["facts"] == two["facts"]
        codes = {finding["code"] for finding in two["findings"]}
        assert codes - {finding["code"] for finding in one["findings"]} == {
            "plugin.failed",
            "format.tie",
        }


def test_switched_off_nothing_is_left_of_them(site):
    names = [str(path) for path in FILES]
    alone = run(None, "extract", *names, "--format", "jsonl")
    beside = run(site, "extract", *names, "--format", "jsonl", GOVDISCLOSE_PLUGINS="off")
    assert beside.stdout == alone.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("at-read", "RuntimeError: no read"),
        ("overlap", "cells overlap"),
        ("outside", "outside page 1"),
        ("another", "gave list, not a Document"),
    ],
)
def test_its_own_files_are_told(site, tmp_path, name, said):
    path = tmp_path / "file"
    path.write_bytes(MARK + name.encode())
    switch = f"{name}"
    done = run(site, "extract", str(path), str(FILES[0]), GOVDISCLOSE_PLUGINS=switch)
    assert done.returncode == 3
    assert said in done.stderr
    assert name in done.stderr
    assert "栖霜镇人民政府" in done.stdout
    chinese = run(site, "extract", str(path), "--lang", "zh", GOVDISCLOSE_PLUGINS=switch)
    assert "适配器" in chinese.stderr


def test_one_that_takes_too_long(site, tmp_path):
    code = (
        "import govdisclose_extract as gd\n"
        "one = gd.Extractor(limits=gd.Limits(seconds=1))\n"
        f"try:\n    one.extract({MARK!r} + b'slow')\n"
        "except gd.LimitExceeded as error:\n    print(error)\n"
        f"print(len(one.extract({str(FILES[0])!r}).facts))\n"
    )
    path = os.pathsep.join([str(site), str(TOP / "src")])
    env = os.environ | {"PYTHONPATH": path, "GOVDISCLOSE_PLUGINS": "slow"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("reading took longer than 1 seconds")
    assert done.stdout.splitlines()[-1] == "200"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("at-import", "RuntimeError: no import"),
        ("leaves", "SystemExit"),
        ("lacks", "pip install a-module-that-nobody-has"),
        ("api-two", "written for api 2"),
        ("rival", "rival-one 1.0"),
        ("greedy", "claims every file"),
        ("at-look", "RuntimeError: no look"),
    ],
)
def test_one_in_quarantine_says_why(site, name, said):
    done = run(site, "plugins", name)
    assert done.returncode == 1
    assert "".join(said.split()) in "".join(done.stdout.split())
    assert run(site, "plugins", name, "--lang", "zh").returncode == 1


def test_strict_stops_at_the_first(site):
    done = run(site, "extract", str(FILES[0]), GOVDISCLOSE_PLUGINS="strict")
    assert done.returncode == 3
    assert "bad-" in done.stderr
