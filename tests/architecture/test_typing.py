"""Good plugin code has no error of types; bad code has the very errors that it is marked with."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1] / "typing"
api = pytest.importorskip("mypy.api", reason="mypy is not installed")


@pytest.mark.parametrize("name", ["good_plugins.py", "bad_plugins.py"])
def test_plugin_code(name, tmp_path, monkeypatch):
    monkeypatch.setenv("MYPYPATH", str(HERE.parents[1] / "src"))
    options = ["--strict", "--config-file", "", "--cache-dir", str(tmp_path)]
    out, err, code = api.run([*options, str(HERE / name)])
    assert (out.splitlines()[-1:], err, code) == (
        ["Success: no issues found in 1 source file"],
        "",
        0,
    ), out


def test_every_line_of_bad_code_is_marked():
    lines = (HERE / "bad_plugins.py").read_text("utf-8").splitlines()
    assert sum("type: ignore[" in line for line in lines) > 20
