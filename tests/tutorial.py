"""The files and commands of the tutorial, put together from its page.

As a program: `python tests/tutorial.py FOLDER [STEP]` writes the files, up to a step of the page.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[1] / "docs" / "plugins" / "tutorial.md"
_BLOCK = re.compile(r'^```(\w+) title="([^"\n]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A block of the page with a title: a file, or for `sh` commands."""

    step: int
    language: str
    title: str
    text: str


def blocks() -> list[Block]:
    """All blocks with a title, each with the number of the section that it stands in."""
    found: list[Block] = []
    for section in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        step = int(section.partition(".")[0])
        found += [Block(step, *match.groups()) for match in _BLOCK.finditer(section)]
    return found


def write(folder: Path, last: int = 99) -> None:
    """Write the files as they stand after a step."""
    for block in blocks():
        if block.step <= last and block.language != "sh":
            path = folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
