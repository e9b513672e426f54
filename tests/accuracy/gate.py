"""How well a fixed set of forged reports is read, held against floors: `python tests/accuracy/gate.py`.

The set is every writer with every damage that suits it, and some damages together, for a few
pinned seeds. For each writer and damage `floors.json` has what was reached: facts that came back
right and facts that are certain may not become fewer, faults may not become more. `--update` pins
what is reached now and refuses to make anything worse unless `--allow-regression` is given.
`--add` pins damages and writers that are new and leaves every other floor as it is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from govdisclose_extract import GovDiscloseError
from govdisclose_extract.testing.compare import compare, missed_and_invented
from govdisclose_extract.testing.damage import DAMAGES
from govdisclose_extract.testing.forge import Case, cases, digest, forge, read
from govdisclose_extract.testing.oracle import verdicts

FLOORS = Path(__file__).with_name("floors.json")
SEEDS = (1, 2, 3, 4, 5)
TOGETHER: list[tuple[str, ...]] = [
    ("page_breaks", "lost_groups"),
    ("fragments", "spaced_labels"),
    ("dropped_zeros", "traditional_script"),
    ("wrapped_heads", "site_chrome"),
    ("spelt_values", "half_width"),
    ("extra_rows", "notes_in_labels", "lost_headings"),
]
BETTER = ("right", "certain")
WORSE = ("wrong", "invented", "overclaimed", "lost", "doubted", "sums", "refused")
"""wrong to doubted: as in `Comparison`. sums: broken ones not told, whole ones told as broken."""

Score = Counter[str]
Scores = dict[str, dict[str, Score]]


def all_cases(seeds: Iterable[int] = SEEDS) -> list[Case]:
    """The whole set."""
    damages = [(), *((name,) for name in DAMAGES), *TOGETHER]
    return list(cases(seeds, damages=damages))


def score(case: Case) -> Score:
    """What is reached on one case."""
    written = forge(case)
    found: Score = Counter(printed=len(written.printed.facts), files=1)
    try:
        report = read(written)
    except GovDiscloseError:
        found["refused"] += 1
        return found
    compared = compare(written.printed, verdicts(written), report)
    missed, invented = missed_and_invented(written.printed, report)
    found.update(
        right=compared.right,
        sure=compared.sure,
        certain=sum(fact.certain for fact in report.facts.values()),
        wrong=len(compared.wrong),
        invented=len(compared.invented),
        overclaimed=len(compared.overclaimed),
        lost=len(compared.lost),
        doubted=len(compared.doubted),
        sums=len(missed) + len(invented),
    )
    return found


def scores(its: list[Case], processes: int = 1) -> Scores:
    """What is reached, by writer and damage."""
    made: Scores = {}
    if processes > 1:
        with Pool(processes) as pool:
            found = pool.map(score, its, chunksize=8)
    else:
        found = [score(case) for case in its]
    for case, one in zip(its, found, strict=True):
        made.setdefault(case.writer, {}).setdefault(case.damage, Counter()).update(one)
    return made


def regressions(now: Scores, floors: dict[str, Any]) -> list[str]:
    """Where less is reached than the floors say, in words."""
    found = []
    for writer, damages in now.items():
        for damage, its in damages.items():
            floor = floors.get(writer, {}).get(damage)
            if floor is None:
                continue
            for name in (*BETTER, *WORSE):
                was, is_ = floor.get(name, 0), its.get(name, 0)
                worse = is_ < was if name in BETTER else is_ > was
                # What is no longer claimed wrongly is no longer certain either.
                if name == "certain" and worse:
                    faults = ("wrong", "invented", "overclaimed")
                    gone = sum(floor.get(one, 0) - its.get(one, 0) for one in faults)
                    worse = was - is_ > gone
                if worse:
                    found.append(f"{writer}, {damage}: {name} {was} -> {is_}")
    return found


def table(now: Scores) -> str:
    """The scores as text: a line for each writer, then one for each damage.

    doubted %: of the facts that the oracle is sure of. One in 200 may be, in every layout.
    """
    by_damage: dict[str, Score] = {}
    by_writer: dict[str, Score] = {}
    for writer, damages in now.items():
        for damage, its in damages.items():
            by_writer.setdefault(writer, Counter()).update(its)
            by_damage.setdefault(damage, Counter()).update(its)
    whole: Score = Counter()
    for its in by_writer.values():
        whole.update(its)
    head = f"{'':44}{'files':>7}{'printed':>9}{'right %':>9}{'certain %':>11}"
    lines = [head + "".join(f"{name:>12}" for name in WORSE) + f"{'sure':>9}{'doubted %':>11}"]
    for name, its in [*by_writer.items(), *by_damage.items(), ("all", whole)]:
        printed, sure = max(1, its["printed"]), max(1, its["sure"])
        lines.append(
            f"{name:44}{its['files']:>7}{its['printed']:>9}{100 * its['right'] / printed:>9.2f}"
            f"{100 * its['certain'] / printed:>11.2f}"
            + "".join(f"{its[name]:>12}" for name in WORSE)
            + f"{its['sure']:>9}{100 * its['doubted'] / sure:>11.2f}"
        )
    return "\n".join(lines)


def load() -> dict[str, Any]:
    """The pinned digest and floors."""
    return json.loads(FLOORS.read_text(encoding="utf-8"))


def fingerprints(its: Iterable[Case]) -> dict[str, str]:
    """The digest of the set, damage by damage, so that a new one leaves the others as they are."""
    grouped: dict[str, list[Case]] = {}
    for case in its:
        grouped.setdefault(case.damage, []).append(case)
    return {damage: digest(some) for damage, some in grouped.items()}


def differences(digests: dict[str, str], pinned: dict[str, str]) -> list[str]:
    """The damages that are not forged as they were when they were pinned, or no more."""
    return [damage for damage in pinned if digests.get(damage) != pinned[damage]]


def unpinned(now: Scores, floors: dict[str, Any]) -> list[str]:
    """What has no floor yet."""
    return [
        f"{writer}, {damage}"
        for writer, damages in now.items()
        for damage in damages
        if damage not in floors.get(writer, {})
    ]


def save(now: Scores, digests: dict[str, str], kept: dict[str, Any] | None = None) -> None:
    """Pin what is reached. kept: floors that stay as they are."""
    floors = {
        writer: {damage: {name: n for name, n in its.items() if n} for damage, its in all_.items()}
        | (kept or {}).get(writer, {})
        for writer, all_ in now.items()
    }
    text = json.dumps({"digests": digests, "floors": floors}, indent=0, sort_keys=True)
    FLOORS.write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing is worse than the floors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--update", action="store_true", help="pin what is reached now")
    parser.add_argument("--add", action="store_true", help="pin what has no floor yet, only that")
    parser.add_argument("--allow-regression", action="store_true", help="pin even what is worse")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    its = all_cases()
    now, digests = scores(its, options.processes), fingerprints(its)
    print(table(now))
    pinned = load() if FLOORS.exists() else {"digests": {}, "floors": {}}
    changed = differences(digests, pinned["digests"])
    worse = regressions(now, pinned["floors"])
    added = unpinned(now, pinned["floors"])
    for line in worse:
        print("worse:", line)
    if changed:
        print("not forged as they were pinned:", ", ".join(changed))
    if added:
        print("without a floor:", "; ".join(added))
    if options.add and not changed:
        save(now, digests, pinned["floors"])
        added = []
    elif options.update:
        if (worse or changed) and not options.allow_regression:
            print("not pinned: --allow-regression lowers floors and takes another set")
            return 1
        save(now, digests)
        return 0
    return 1 if worse or changed or added else 0


if __name__ == "__main__":
    sys.exit(main())
