"""`govdisclose extract --all`: several reports of a file, and archives."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from govdisclose_extract.cli import main

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def archive(tmp_path):
    def make(*names: str, **files: bytes) -> str:
        path = tmp_path / "all.zip"
        with zipfile.ZipFile(path, "w") as held:
            for name in names:
                held.write(SAMPLES / name / "report.txt", f"{name}.txt")
            for name, data in files.items():
                held.writestr(name, data)
        return str(path)

    return make


def test_an_archive_gives_a_line_for_each_report(archive, capsys):
    code = main(["extract", "--all", "--format", "json", archive("tabbed", "pipe")])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    names = [json.loads(line)["source"]["name"] for line in out.splitlines()]
    assert [Path(name).name for name in names] == ["tabbed.txt", "pipe.txt"]


def test_what_is_no_report_is_named_and_does_not_count(archive, capsys):
    code = main(["extract", "--all", "--format", "jsonl", archive("pipe", note=b"hello")])
    out, err = capsys.readouterr()
    assert code == 0
    assert len(out.splitlines()) == 1
    assert "note" in err


def test_a_broken_file_counts(archive, capsys):
    code = main(["extract", "--all", "--format", "jsonl", archive("pipe", bad=b"%PDF-1.7 no")])
    out, err = capsys.readouterr()
    assert code == 3
    assert len(out.splitlines()) == 1
    assert "bad" in err


def test_an_archive_without_a_report(archive, capsys):
    assert main(["extract", "--all", archive(note=b"hello")]) == 3
    assert "holds no report" in capsys.readouterr().err


def test_a_plain_file(capsys):
    path = str(SAMPLES / "pipe" / "report.txt")
    assert main(["extract", "--all", "--format", "jsonl", path]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_without_it_an_archive_is_unknown(archive, capsys):
    assert main(["extract", archive("pipe")]) == 3
    assert "no adapter" in capsys.readouterr().err


def test_it_goes_without_the_cross_check(archive, capsys):
    assert main(["extract", "--all", "--cross-check", archive("pipe")]) == 2
    assert "--cross-check" in capsys.readouterr().err
