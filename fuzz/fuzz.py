"""Fuzz one target with atheris: `python fuzz/fuzz.py TARGET [SECONDS]`; `all` shares the seconds.

New inputs that reach new code are kept in a folder of their own, given by `--keep`; crashes are
written there too, as `crash-*`. The corpus in the repository is only read.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
_INSTRUMENTED = ["govdisclose_extract"]


def fuzz(name: str, seconds: int, keep: Path) -> None:
    """Run one target in this process until the time is up; ends the process."""
    import atheris

    with atheris.instrument_imports(include=_INSTRUMENTED):
        from targets import TARGETS, corpus_of

    keep.mkdir(parents=True, exist_ok=True)
    arguments = [
        sys.argv[0],
        str(keep),
        str(HERE / "corpus" / corpus_of(name)),
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-rss_limit_mb=1024",
        "-max_len=65536",
        f"-artifact_prefix={keep}/",
        "-print_final_stats=1",
    ]
    words = HERE / "words.dict"
    if words.exists():
        arguments.append(f"-dict={words}")
    atheris.Setup(arguments, TARGETS[name])
    atheris.Fuzz()


def main() -> int:
    """0 when no target crashed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("target")
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    parser.add_argument("--keep", type=Path, default=None)
    options = parser.parse_args()
    if options.target != "all":
        keep = options.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
        fuzz(options.target, options.seconds, keep)
        return 0
    from targets import TARGETS

    folder = options.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    each = max(5, options.seconds // len(TARGETS))
    failed = []
    for name in TARGETS:
        command = [sys.executable, __file__, name, str(each), "--keep", str(folder / name)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        runs = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        print(name, "crashed" if done.returncode else "ok", *(line.split()[-1] for line in runs))
        if done.returncode:
            failed.append(name)
            print(done.stdout[-3000:], done.stderr[-2000:], sep="\n")
    print(f"{len(failed)} of {len(TARGETS)} targets crashed; kept in {folder}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
