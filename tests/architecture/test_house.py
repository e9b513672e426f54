"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

import govdisclose_extract

TOP = Path(__file__).resolve().parents[2]
SRC = TOP / "src"
MODULES = sorted(SRC.rglob("*.py"))
LONGEST = 400
GUARDED = {
    "govdisclose_extract/guard.py": 1,
    "govdisclose_extract/plugins/loading.py": 1,
}
"""Where a broad except may stand, and how many."""

UNWANTED = (
    "bs4",
    "chardet",
    "docx",
    "govdisclose_extract.plugins",
    "importlib.metadata",
    "lxml",
    "pandas",
    "pdfplumber",
    "pypdfium2",
    "rich",
    "typer",
)
_LAYOUT_TOKENS = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def lines_of_code(text: str) -> int:
    """Lines that hold more than a comment; the blank lines of a docstring are free too."""
    lines = text.splitlines()
    used: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _LAYOUT_TOKENS:
            used.update(range(token.start[0], token.end[0] + 1))
    return sum(bool(lines[number - 1].strip()) for number in used)


def is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id if isinstance(kind, ast.Name) else getattr(kind, "attr", "") for kind in kinds}
    return bool(names & {"Exception", "BaseException"})


def broad_excepts(text: str) -> int:
    nodes = ast.walk(ast.parse(text))
    return sum(isinstance(node, ast.ExceptHandler) and is_broad(node) for node in nodes)


def readme_command(name: str, text: str) -> str | None:
    """The block of shell that stands directly under a marker of the README."""
    found = re.search(
        rf"^<!-- command: {name} -->\n```sh\n(.+?)\n```$", text, re.MULTILINE | re.DOTALL
    )
    return found and found[1]


def test_the_source_is_found():
    assert len(MODULES) > 10


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_file_is_too_long(path):
    count = lines_of_code(path.read_text(encoding="utf-8"))
    assert count <= LONGEST, f"{name_of(path)} has {count} lines of code; split it"


def test_broad_excepts_stand_only_where_foreign_code_is_called():
    found = {name_of(path): broad_excepts(path.read_text(encoding="utf-8")) for path in MODULES}
    over = {name: count for name, count in found.items() if count > GUARDED.get(name, 0)}
    assert not over


def test_import_is_light():
    code = (
        f"import sys, govdisclose_extract\nprint(*sorted({set(UNWANTED)!r} & set(sys.modules)))\n"
    )
    env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True
    )
    assert run.stdout.split() == []


def test_every_public_name_exists():
    names = govdisclose_extract.__all__
    missing = [name for name in names if not hasattr(govdisclose_extract, name)]
    assert not missing
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_listed_name_is_defined(path):
    """Read from the syntax tree, so that nothing has to be imported for it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    listed: set[str] = set()
    bound: set[str] = set()
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                listed |= set(ast.literal_eval(value))
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                bound |= {alias.asname or alias.name for alias in names}
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Assign(targets=targets):
                bound |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                bound.add(name)
            case _:
                pass
    lazy = any(
        isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body
    )
    assert lazy or listed <= bound


@pytest.mark.parametrize("name", ["extract", "test"])
def test_the_readme_marks_its_commands(name):
    command = readme_command(name, (TOP / "README.md").read_text(encoding="utf-8"))
    assert command
    assert command.startswith("python3 -m venv .venv")


def test_the_readme_extracts_a_sample_that_exists():
    command = readme_command("extract", (TOP / "README.md").read_text(encoding="utf-8"))
    assert command
    samples = re.findall(r"samples/\S+", command)
    assert samples
    assert all((TOP / sample).is_file() for sample in samples)


class TestTheMeasures:
    """The measures above can fail."""

    def test_comments_and_blank_lines_are_free(self):
        assert lines_of_code('"""One.\n\nTwo.\n"""\n\n# no\nx = [\n\n    1,  # one\n]\n') == 6

    @pytest.mark.parametrize(
        ("clause", "count"),
        [
            ("except:", 1),
            ("except Exception:", 1),
            ("except BaseException as error:", 1),
            ("except (ValueError, Exception):", 1),
            ("except builtins.Exception:", 1),
            ("except ValueError:", 0),
            ("except (OSError, KeyError):", 0),
        ],
    )
    def test_broad_excepts_are_counted(self, clause, count):
        assert broad_excepts(f"try:\n    pass\n{clause}\n    pass\n") == count

    def test_a_command_must_stand_directly_under_its_marker(self):
        assert readme_command("x", "<!-- command: x -->\n```sh\nls\n```\n") == "ls"
        assert readme_command("x", "<!-- command: x -->\n\n```sh\nls\n```\n") is None
        assert readme_command("x", "<!-- command: y -->\n```sh\nls\n```\n") is None
