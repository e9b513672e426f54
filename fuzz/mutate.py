"""Damaged files by the thousand: `python fuzz/mutate.py [--files 20000] [--of FILE ...]`.

Forged HTML, DOCX and PDF files, or those that are given, are mutated (bits flipped, ends cut off,
bytes and members of the archive swapped) and read. Only errors of the library may come out, within
ten seconds and a gigabyte. Other mutations leave the text alone (structure, styles, compression);
after them no certain fact may be another than the one that was printed, in a given file than the
one that it gives unharmed.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing as mp
import re
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from govdisclose_extract import Extractor, GovDiscloseError
from govdisclose_extract.reading import Value
from govdisclose_extract.testing.compare import identity
from govdisclose_extract.testing.forge import WRITERS, Case, forge, suits

SECONDS = 10
MEMORY = 1 << 30
FILES = 20_000
SOURCES = [name for name, writer in WRITERS.items() if writer.suffix != ".txt"]
DAMAGES: list[tuple[str, ...]] = [(), ("page_breaks",), ("spelt_values",), ("lost_groups",)]
PER_SOURCE = 6

Mutation = Callable[[bytes, Random], bytes]


# ---------------------------------------------------------------------------- of any bytes


def flip_bits(data: bytes, random: Random) -> bytes:
    """A few bits, anywhere."""
    made = bytearray(data)
    for _ in range(random.choice((1, 1, 4, 40))):
        made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    return bytes(made)


def truncate(data: bytes, random: Random) -> bytes:
    """The end is gone."""
    return data[: random.randrange(len(data))]


def swap_stretches(data: bytes, random: Random) -> bytes:
    """Two stretches change places."""
    size = random.choice((4, 64, 1024))
    a, b = sorted(random.randrange(max(1, len(data) - size)) for _ in range(2))
    if b < a + size:
        return data[b:] + data[:b]
    return (
        data[:a] + data[b : b + size] + data[a + size : b] + data[a : a + size] + data[b + size :]
    )


def repeat_stretch(data: bytes, random: Random) -> bytes:
    """A stretch is printed again and again."""
    at = random.randrange(len(data))
    piece = data[at : at + random.choice((1, 16, 512))]
    return data[:at] + piece * random.choice((2, 50, 400)) + data[at:]


def insert_noise(data: bytes, random: Random) -> bytes:
    """Bytes by chance."""
    at = random.randrange(len(data))
    return data[:at] + random.randbytes(random.choice((1, 30, 500))) + data[at:]


# ---------------------------------------------------------------------------- of archives


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _packed(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), content, method)
    return packed.getvalue()


def swap_members(data: bytes, random: Random) -> bytes:
    """Two members of the archive have each other's content, or one is missing or empty."""
    members = _members(data)
    a, b = random.sample(range(len(members)), 2)
    how = random.randrange(3)
    if how == 0:
        (name, one), (other, two) = members[a], members[b]
        members[a], members[b] = (name, two), (other, one)
    elif how == 1:
        del members[a]
    else:
        members[a] = (members[a][0], b"")
    return _packed(members)


def damage_member(data: bytes, random: Random) -> bytes:
    """The text of the document itself damaged, the archive whole."""
    change = random.choice((flip_bits, truncate, swap_stretches, repeat_stretch, insert_noise))
    return _packed(
        [
            (name, change(content, random) if name == "word/document.xml" else content)
            for name, content in _members(data)
        ]
    )


# ---------------------------------------------------------------------------- text left alone


def restyle_html(data: bytes, random: Random) -> bytes:
    """Attributes, comments, letter case and line ends of the tags."""

    def change(found: re.Match[str]) -> str:
        tag = found[0]
        if random.random() < 0.3:
            tag = tag.replace("<td", f'<td class="c{random.randint(0, 9)}" width=9', 1)
        if random.random() < 0.2:
            tag = tag.replace("<td", "<TD").replace("<tr", "<TR").replace("</td", "</TD")
        return tag + ("<!-- 12 -->" if random.random() < 0.05 else "")

    return re.sub(r"</?t[dr][^>]*>", change, data.decode()).encode()


def repack_docx(data: bytes, random: Random) -> bytes:
    """Other compression and order of the members, styles that nobody uses, ids of revisions."""
    members = _members(data)
    head, rest = members[:1], members[1:]
    random.shuffle(rest)

    def marked(content: bytes) -> bytes:
        id = f"{random.randrange(1 << 32):08X}".encode()
        return content.replace(b"<w:p>", b'<w:p w:rsidR="' + id + b'">')

    rest = [(n, marked(c) if n == "word/document.xml" else c) for n, c in rest]
    rest = [one for one in rest if one[0] != "docProps/app.xml"]
    rest.append(("docProps/app.xml", b"<Properties><Pages>7</Pages></Properties>"))
    return _packed(head + rest, random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def resave_pdf(data: bytes, random: Random) -> bytes:
    """Written anew by another library, or with something before or behind it."""
    import pypdfium2

    how = random.randrange(3)
    if how == 0:
        return data + b"\n" * random.randint(1, 9) + b"% the end\n"
    if how == 1:
        return b"\n" * random.randint(1, 9) + data
    document = pypdfium2.PdfDocument(data)
    made = io.BytesIO()
    document.save(made)
    document.close()
    return made.getvalue()


DAMAGING: dict[str, tuple[Mutation, ...]] = {
    ".html": (flip_bits, truncate, swap_stretches, repeat_stretch, insert_noise),
    ".docx": (flip_bits, truncate, swap_stretches, swap_members, damage_member),
    ".pdf": (flip_bits, truncate, swap_stretches, repeat_stretch, insert_noise),
}
HARMLESS: dict[str, Mutation] = {".html": restyle_html, ".docx": repack_docx, ".pdf": resave_pdf}


# ---------------------------------------------------------------------------- the run


Given = tuple[str, ...]
"""Paths of files to mutate; none for forged ones."""


def _source(number: int, given: Given) -> tuple[str, str, bytes, dict[str, Value]]:
    if given:
        return _read_whole(given[number % len(given)])
    return _forged(SOURCES[number % len(SOURCES)], number // len(SOURCES) % PER_SOURCE)


@cache
def _forged(writer: str, turn: int) -> tuple[str, str, bytes, dict[str, Value]]:
    damages = DAMAGES[turn % len(DAMAGES)]
    written = forge(Case(writer, damages if suits(writer, damages) else (), 60 + turn))
    data = written.data if isinstance(written.data, bytes) else written.data.encode()
    return writer, written.suffix, data, written.printed.facts


@cache
def _read_whole(path: str) -> tuple[str, str, bytes, dict[str, Value]]:
    data = Path(path).read_bytes()
    report = Extractor().extract(data)
    facts = {id: Value(fact.state, fact.value) for id, fact in report.facts.items()}
    return path, Path(path).suffix.lower(), data, facts


def mutated(number: int, given: Given) -> tuple[str, str, bytes, dict[str, Value] | None]:
    """File number so-and-so: its writer, its mutation, its bytes, and what must come back of it."""
    writer, suffix, data, facts = _source(number, given)
    random = Random(f"mutation {number}")
    if random.random() < 0.2:
        change = HARMLESS[suffix]
        return writer, change.__name__, change(data, random), facts
    change = random.choice(DAMAGING[suffix])
    return writer, change.__name__, change(data, random), None


def read(extractor: Extractor, number: int, given: Given) -> tuple[str, str, str]:
    """Read one file: its mutation, what came of it, and what to say of it."""
    writer, name, data, facts = mutated(number, given)
    started = time.monotonic()
    try:
        report = extractor.extract(data)
    except GovDiscloseError as error:
        outcome, note = f"error {error.code}", ""
        if "please report" in str(error):
            outcome, note = "guarded", f"{error} {error.__cause__!r}"
    except BaseException as error:  # noqa: BLE001 - whatever comes out is what is looked for
        outcome, note = "crash", repr(error)[:300]
    else:
        outcome, note = "report", ""
        if facts is not None:
            wrong = [
                (id, fact.raw)
                for id, fact in report.facts.items()
                if fact.certain
                and (
                    id not in facts
                    or identity(Value(fact.state, fact.value)) != identity(facts[id])
                )
            ]
            if wrong and "borderless" not in writer:
                outcome, note = "wrong", f"{writer}: {wrong[:3]}"
    if time.monotonic() - started > SECONDS:
        outcome, note = "slow", f"{time.monotonic() - started:.1f} s"
    return name, outcome, note


def _late(*_: Any) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


def _work(pipe: Connection, numbers: list[int], given: Given) -> None:
    used = 0 if sys.platform != "linux" else int(Path("/proc/self/statm").read_text().split()[0])
    limit = MEMORY + used * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    signal.signal(signal.SIGALRM, _late)
    extractor = Extractor()
    for number in numbers:
        mutated(number, given)  # what is forged or read whole before is none of its seconds
        pipe.send((number, None))
        signal.alarm(SECONDS)
        result = read(extractor, number, given)
        signal.alarm(0)
        pipe.send((number, result))
    pipe.send(None)


def run(
    numbers: list[int], report: Callable[[int, tuple[str, str, str]], None], given: Given
) -> None:
    """Read these files in a process of its own, and in another one where that dies or hangs."""
    while numbers:
        mine, its = mp.Pipe()
        process = mp.get_context("spawn").Process(
            target=_work, args=(its, numbers, given), daemon=True
        )
        process.start()
        its.close()
        at: int | None = None
        died = ""
        while True:
            try:
                message = mine.recv() if mine.poll(SECONDS + 5) else "hang"
            except EOFError:
                message = "death"
            if message is None:
                numbers = []
                break
            if isinstance(message, str):
                died = message
                break
            at, result = message
            if result is not None:
                report(at, result)
        process.kill()
        process.join()
        if died:
            assert at is not None
            report(at, (mutated(at, given)[1], died, f"exit code {process.exitcode}"))
            numbers = numbers[numbers.index(at) + 1 :]


def main() -> int:
    """0 when nothing came out that must not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="number of the first file")
    parser.add_argument("--of", nargs="+", default=(), help="files to mutate; else forged ones")
    options = parser.parse_args()
    given = tuple(options.of)
    found: Counter[tuple[str, str]] = Counter()
    bad: list[str] = []

    def report(number: int, result: tuple[str, str, str]) -> None:
        name, outcome, note = result
        found[name, outcome] += 1
        if outcome != "report" and not outcome.startswith("error"):
            bad.append(f"{outcome}: file {number}, {name}: {note}")
            print(bad[-1], flush=True)

    started = time.monotonic()
    numbers = list(range(options.first, options.first + options.files))
    with ThreadPoolExecutor(options.processes) as pool:
        shares = [numbers[share :: options.processes] for share in range(options.processes)]
        for done in [pool.submit(run, share, report, given) for share in shares]:
            done.result()
    for name in sorted({name for name, _ in found}):
        its = {outcome: n for (one, outcome), n in sorted(found.items()) if one == name}
        print(f"{name:16} {sum(its.values()):6}  ", ", ".join(f"{k} {v}" for k, v in its.items()))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    seconds = time.monotonic() - started
    print(f"{sum(found.values())} files, {len(bad)} bad, peak {peak} MiB, {seconds:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
