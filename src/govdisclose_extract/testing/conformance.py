"""What the suites for adapters and layouts share: samples, damage, other processes, watching."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

Sample = str | Path | bytes

_WATCHED = ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system")
_seen: list[list[str]] = []
_hooked: list[bool] = []


def parametrize(metafunc: Any, name: str, values: Sequence[Any]) -> None:
    """Give a test each of the values in turn, when it asks for them by name."""
    if name in metafunc.fixturenames:
        metafunc.parametrize(
            name, values, ids=[_named(number, one) for number, one in enumerate(values)]
        )


def _named(number: int, value: Any) -> str:
    if isinstance(value, Path):
        return f"{value.parent.name}-{value.name}"
    return str(value) if value is None or str(value).isidentifier() else str(number)


def bytes_of(sample: Sample) -> bytes:
    """The bytes of a sample, which is bytes or a path."""
    return sample if isinstance(sample, bytes) else Path(sample).read_bytes()


def must(true: object, message: str) -> None:
    """Fail with a message for the plugin's author."""
    if not true:
        pytest.fail(message, pytrace=False)


def digest(value: Any) -> str:
    """A digest of a value that is built of msgspec structs."""
    return sha256(msgspec.json.encode(value)).hexdigest()


def same_everywhere(call: Callable[[], Any], reference: Any, what: str) -> None:
    """The call gives what it gave before: once more, and in several threads at once."""
    must(call() == reference, f"the second {what} differs from the first")
    with ThreadPoolExecutor(4) as pool:
        others = [pool.submit(call) for _ in range(8)]
        must(
            all(one.result() == reference for one in others),
            f"{what} in threads differs from alone",
        )


def survives_pickle(value: Any, what: str) -> Any:
    """The value after a pickle's round trip."""
    try:
        return pickle.loads(pickle.dumps(value))  # noqa: S301 - made here
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        pytest.fail(f"{what} cannot be pickled: {error}", pytrace=False)


def in_another_process(code: str, *arguments: str) -> str:
    """What a Python program prints in a process of its own, with this one's path of modules.

    Strings hash otherwise there, so what follows the order of a set shows.
    """
    path = os.pathsep.join([*map(str, filter(None, sys.path)), str(Path.cwd())])
    env = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    env |= {"PYTHONPATH": path, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        check=False,
        timeout=120,
    )
    must(run.returncode == 0, f"in a process of its own it fails:\n{run.stderr}")
    return run.stdout.strip()


def place_of(value: Any) -> tuple[str, str]:
    """Module and qualified name of an object's class, by which another process finds it."""
    kind = type(value)
    return kind.__module__, kind.__qualname__


def damaged(data: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """The bytes cut off at places all along, and with one to eight of their bits turned."""
    random = Random(seed)
    for number in range(count):
        yield data[: len(data) * number // count]
    for number in range(count):
        flipped = bytearray(data)
        for _ in range(1 + number % 8 if data else 0):
            flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
        yield bytes(flipped)


@contextmanager
def watched() -> Generator[list[str]]:
    """Lists the files that are opened, and the hosts and programs that are called, meanwhile."""
    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(_note)
    events: list[str] = []
    _seen.append(events)
    try:
        yield events
    finally:
        _seen.remove(events)


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen and event in _WATCHED:
        told = f"{event} {arguments[0]!r}" if arguments else event
        for events in _seen:
            events.append(told)


@contextmanager
def counted(most: int) -> Generator[list[int]]:
    """Counts the lines of Python that are run, and stops at more than `most`."""
    lines = [0]
    before = sys.gettrace()

    def trace(_frame: Any, event: str, _argument: Any) -> Any:
        if event == "line":
            lines[0] += 1
            if lines[0] > most:
                sys.settrace(before)
                pytest.fail(f"more than {most} lines of Python were run", pytrace=False)
        return trace

    sys.settrace(trace)
    try:
        yield lines
    finally:
        sys.settrace(before)
