"""Threads and processes: the same reports as one after another, in every mixture of formats."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from govdisclose_extract import Extractor
from govdisclose_extract.testing.forge import WRITERS, Case, forge

CASES = [
    Case(name, (), seed) for seed in (1, 2) for name in WRITERS if not name.startswith("glued")
]


def data_of(case: Case) -> bytes:
    data = forge(case).data
    return data if isinstance(data, bytes) else data.encode()


def as_json(data: bytes) -> str:
    return Extractor().extract(data).to_json()


def test_eight_threads_give_what_one_gives():
    files = [data_of(case) for case in CASES]
    extractor = Extractor()

    def read(data: bytes) -> str:
        return extractor.extract(data).to_json()

    alone = [read(data) for data in files]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(read, files * 3))
    assert together == alone * 3


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_processes_give_what_one_gives(method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    files = [data_of(case) for case in CASES[:12]]
    alone = [as_json(data) for data in files]
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(as_json, files)) == alone
