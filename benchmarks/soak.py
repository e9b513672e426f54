"""Does memory grow? `python benchmarks/soak.py [--files 5000]`: reads forged files over and over.

Resident memory after all of them must lie within 20 MiB of that after the first 500.
"""

from __future__ import annotations

import argparse
import gc
import sys
from itertools import cycle, islice
from pathlib import Path

from govdisclose_extract import Extractor
from govdisclose_extract.testing.forge import WRITERS, Case, forge, read

FIRST = 500
ALLOWED = 20
"""MiB."""


def resident() -> float:
    """The resident memory of this process in MiB."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> int:
    """0 when memory does not grow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=5000)
    options = parser.parse_args()
    files = [forge(Case(name, (), seed)) for seed in range(4) for name in WRITERS]
    extractor = Extractor()
    after_first = 0.0
    for number, written in enumerate(islice(cycle(files), options.files), 1):
        read(written, extractor)
        if number == FIRST:
            after_first = resident()
            print(f"after {number}: {after_first:.1f} MiB", flush=True)
    last = resident()
    print(f"after {options.files}: {last:.1f} MiB, {last - after_first:+.1f}")
    return 0 if last - after_first <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
