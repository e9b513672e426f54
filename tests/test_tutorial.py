"""Whoever follows the tutorial gets a passing conformance run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tutorial import blocks, write

SRC = Path(__file__).resolve().parents[1] / "src"


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder / "src"), str(folder / "tests"), str(SRC)])
    env = {key: value for key, value in os.environ.items() if not key.startswith(("COV", "PYTEST"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"],
        cwd=folder,
        env=env | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_at_its_end_all_tests_pass(tmp_path):
    write(tmp_path)
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert " failed" not in done.stdout


def test_before_it_reads_the_suite_says_what_is_left_to_do(tmp_path):
    write(tmp_path, 3)
    done = run(tmp_path)
    assert done.returncode == 1
    assert "ODT cannot be read yet" in done.stdout
    assert "test_match_is_pure" not in done.stdout


@pytest.mark.parametrize("block", [one for one in blocks() if one.language == "python"])
def test_its_code_is_whole(block):
    compile(block.text, block.title, "exec")


def test_its_folder_is_what_is_written(tmp_path):
    write(tmp_path, 3)
    files = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert files == {
        "pyproject.toml",
        "README.md",
        "src/govdisclose_odt/__init__.py",
        "src/govdisclose_odt/adapter.py",
        "tests/test_odt.py",
    }
