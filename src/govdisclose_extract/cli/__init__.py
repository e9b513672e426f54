"""The command line, `govdisclose`. What it needs of other packages is imported when it runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code.

    arguments: without the program's name; None for those of this process.
    0: all well. 1: a report has a finding of severity error. 2: the call makes no sense. 3: a file
    could not be read as a report. Of several, the highest.
    """
    # Here, because typer and rich take longer to load than all the rest.
    from .app import run

    return run(sys.argv[1:] if arguments is None else arguments)
