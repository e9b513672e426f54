"""Where the data go: the standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Literal, TextIO

from ..errors import GovDiscloseError, UsageError
from .words import both


def prepare_streams() -> None:
    """Standard output and error in UTF-8 on any console; what cannot be written is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def hang_up() -> None:
    """Let nothing more be written to a standard output that nobody reads."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def whole_file(path: Path) -> Generator[TextIO]:
    """A text file in UTF-8 that takes its place when the block ends well and something was written.

    Until then the text stands in a file beside it, which an error removes. A device or a pipe is
    written directly. Raises UsageError when the file cannot be written.
    """
    try:
        with _opened(Path(os.path.realpath(path))) as file:
            yield file
    except (BrokenPipeError, GovDiscloseError):
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        en, zh = both("unwritable", reason=reason)
        raise UsageError(en, zh=zh, where=str(path)) from error


@contextlib.contextmanager
def _opened(path: Path) -> Generator[TextIO]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with _text(path, "w") as file:  # a device or a pipe, or a directory, which fails
            yield file
        return
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    part = path.with_name(f".govdisclose-{os.getpid()}.part")
    written = False
    try:
        with _text(part, "x") as file:
            yield file
            file.flush()
            written = file.tell() > 0
        if written:
            if mode is not None:
                part.chmod(stat.S_IMODE(mode))
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _text(path: Path, mode: Literal["w", "x"]) -> TextIO:
    return path.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n")
