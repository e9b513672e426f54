"""Inputs: paths, bytes and streams, within limits."""

from __future__ import annotations

import io
import os
import pickle
from pathlib import Path
from typing import Any

import msgspec
import pytest

from govdisclose_extract import source as source_module
from govdisclose_extract.errors import SourceError, SourceTooLarge, UsageError
from govdisclose_extract.source import Hints, Limits, Source

DATA = "年度报告\n".encode()
SMALL = Limits(bytes=len(DATA))


class Pipe(io.RawIOBase):
    """A stream that cannot seek and gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.asked = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.asked += size
        part, self._data = self._data[: min(size, 5)], self._data[min(size, 5) :]
        return part


class Reader:
    """The least that counts as a stream."""

    def __init__(self, *parts: Any) -> None:
        self._parts = list(parts)

    def read(self, size: int) -> Any:
        part = self._parts.pop(0) if self._parts else b""
        if isinstance(part, BaseException):
            raise part
        return part


# Limits


def test_limits_are_generous_and_frozen() -> None:
    limits = Limits()
    assert limits == Limits(bytes=67_108_864, characters=20_000_000, steps=200_000)
    with pytest.raises(AttributeError):
        limits.steps = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        Limits(5)  # type: ignore[misc]


@pytest.mark.parametrize("name", Limits.__struct_fields__)
@pytest.mark.parametrize("value", [0, -1, 1.5, True, "9", None])
def test_a_limit_is_a_whole_number_from_one(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"Limits.{name}") as caught:
        Limits(**{name: value})
    assert name in caught.value.text("zh")
    assert getattr(Limits(**{name: 1}), name) == 1


# Bytes


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_every_kind(kind: Any) -> None:
    source = Source.of(kind(DATA), SMALL)
    assert source == Source(None, DATA, Hints())
    assert type(source.data) is bytes
    with pytest.raises(SourceTooLarge) as caught:
        Source.of(kind(DATA + b"x"), SMALL)
    assert str(len(DATA) + 1) in caught.value.message
    assert str(len(DATA) + 1) in caught.value.message_zh


def test_a_memoryview_counts_its_bytes_and_may_have_steps() -> None:
    view = memoryview(bytes(range(8))).cast("I")
    with pytest.raises(SourceTooLarge):
        Source.of(view, Limits(bytes=7))
    assert Source.of(memoryview(b"abcdef")[::2]).data == b"ace"


def test_a_changed_bytearray_does_not_change_the_source() -> None:
    data = bytearray(DATA)
    source = Source.of(data)
    data[:] = b""
    assert source.data == DATA


def test_hints_of_the_caller() -> None:
    source = Source.of(DATA, name="上报/Report.TXT", charset="gbk")
    assert source.hints == Hints("上报/Report.TXT", ".txt", "gbk")
    assert source.name == "上报/Report.TXT"


# Paths


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path(tmp_path: Path, kind: Any) -> None:
    file = tmp_path / "报告.MD"
    file.write_bytes(DATA)
    source = Source.of(kind(file), SMALL)
    assert source == Source(str(file), DATA, Hints(str(file), ".md", None))
    assert Source.of(kind(file), name="other.txt").hints == Hints("other.txt", ".txt")


def test_a_path_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large"
    file.write_bytes(DATA + b"x")
    monkeypatch.setattr(source_module, "_drain", lambda *_: pytest.fail("read"))
    with pytest.raises(SourceTooLarge) as caught:
        Source.of(file, SMALL)
    assert caught.value.where == str(file)
    assert caught.value.hint
    assert caught.value.hint_zh != caught.value.hint


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")  # noqa: PTH110
def test_a_file_whose_size_lies_is_stopped_at_the_limit() -> None:
    with pytest.raises(SourceTooLarge, match="more"):
        Source.of("/dev/zero", Limits(bytes=100))


def assert_helpful(error: SourceError, where: str) -> None:
    assert error.where == where
    assert error.hint
    assert error.hint_zh
    assert error.message_zh != error.message
    assert isinstance(error, OSError)


def test_a_missing_file(tmp_path: Path) -> None:
    path = str(tmp_path / "nothing.txt")
    with pytest.raises(SourceError, match="no such file") as caught:
        Source.of(path)
    assert_helpful(caught.value, path)
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="directory") as caught:
        Source.of(tmp_path)
    assert_helpful(caught.value, str(tmp_path))


@pytest.mark.parametrize(
    ("error", "words", "place"),
    [
        (PermissionError(13, "Permission denied"), "not permitted", "file"),
        (PermissionError(13, "Permission denied"), "directory", "."),
        (OSError(5, "Input/output error"), "Input/output error", "file"),
        (OSError(), "OSError", "file"),
    ],
)
def test_what_the_system_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str, place: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(source_module, "open", refuse, raising=False)
    path = str(tmp_path / place)
    with pytest.raises(SourceError, match=words) as caught:
        Source.of(path)
    assert_helpful(caught.value, path)
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("text", ["", "年度\0报告", "政府信息公开\n" * 500, "\udcff\ud800"])
def test_text_in_the_place_of_a_path(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        Source.of(text)
    assert len(caught.value.where or "") <= 301
    assert "extract_text" in (caught.value.hint or "")


# Streams


def test_a_stream_is_read_from_its_position_and_put_back() -> None:
    stream = io.BytesIO(b"head" + DATA)
    stream.seek(4)
    assert Source.of(stream, SMALL) == Source(None, DATA, Hints())
    assert stream.tell() == 4
    assert not stream.closed


def test_an_open_file_keeps_its_name(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(DATA)
    with file.open("rb") as stream:
        assert Source.of(stream).hints == Hints(str(file), ".csv")
        assert Source.of(stream, name="b.txt").name == "b.txt"
        assert stream.tell() == 0
    with os.fdopen(os.open(file, os.O_RDONLY), "rb") as stream:
        assert Source.of(stream).name is None  # its name is a number


def test_a_stream_that_cannot_seek() -> None:
    assert Source.of(Pipe(DATA), SMALL).data == DATA  # type: ignore[arg-type]
    assert Source.of(Reader(b"a", bytearray(b"bc"))).data == b"abc"  # type: ignore[arg-type]


def test_a_stream_over_the_limit_is_read_no_further() -> None:
    pipe = Pipe(DATA * 100)
    with pytest.raises(SourceTooLarge):
        Source.of(pipe, SMALL)  # type: ignore[arg-type]
    assert len(pipe._data) == len(DATA) * 99 - 1
    stream = io.BytesIO(DATA * 2)
    with pytest.raises(SourceTooLarge):
        Source.of(stream, SMALL)
    assert stream.tell() == 0


def test_a_large_stream_comes_whole() -> None:
    data = bytes(range(256)) * 10_000
    assert Source.of(io.BytesIO(data)).data == data


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (OSError(5, "Input/output error"), "Input/output error"),
        (EOFError("ended too early"), "ended too early"),
        (EOFError(), "EOFError"),
        (None, "no data ready"),
    ],
)
def test_a_stream_that_fails(part: Any, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        Source.of(Reader(b"a", part), name="pipe")  # type: ignore[arg-type]
    assert_helpful(caught.value, "pipe")


@pytest.mark.parametrize("stream", [io.StringIO("年"), Reader("年")])
def test_a_text_stream_is_a_mistake(stream: Any) -> None:
    with pytest.raises(UsageError, match="text") as caught:
        Source.of(stream)
    assert "extract_text" in (caught.value.hint or "")
    assert "extract_text" in (caught.value.hint_zh or "")


def test_a_closed_stream_is_a_mistake() -> None:
    stream = io.BytesIO(DATA)
    stream.close()
    with pytest.raises(UsageError, match="closed"):
        Source.of(stream)


@pytest.mark.parametrize("thing", [None, 5, ["a"], object()])
def test_other_things_are_no_input(thing: Any) -> None:
    with pytest.raises(UsageError, match=type(thing).__name__):
        Source.of(thing)


def test_a_source_is_a_plain_value() -> None:
    source = Source.of(DATA, name="a.txt")
    assert pickle.loads(pickle.dumps(source)) == source
    assert hash(source) == hash(Source.of(DATA, name="a.txt"))
    assert repr(source).startswith("Source(name='a.txt', bytes=13, hints=Hints(")
    assert msgspec.structs.asdict(source.hints)["suffix"] == ".txt"
    with pytest.raises(AttributeError):
        source.name = "b"  # type: ignore[misc]
