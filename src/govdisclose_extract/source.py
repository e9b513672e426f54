"""The input: a path, bytes or a binary stream, read whole into memory within limits."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

import msgspec

from .errors import LimitExceeded, SourceError, SourceTooLarge, UsageError

__all__ = ["Deadline", "Hints", "Limits", "Source"]

_CHUNK = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much work one input may cause; what passes a limit is refused, never cut.

    bytes: size of the input, in bytes (64 MiB). characters: decoded text, in code points (20
    million). lines: of a document, blank ones of a text included (1 million). steps: steps of the
    solver for one table (200,000). unpacked: bytes that the parts of an archive unpack to (256
    MiB). pages: of a paginated document (2,000). page_characters: drawn on one page, in code points
    (200,000). cells: of all tables of a document (50,000), merged ones counted by the places that
    they cover. depth: elements inside one another (200). seconds: time to read one report (300),
    see `Deadline`.
    Raises UsageError for a limit that is no whole number or less than 1.
    """

    bytes: int = 64 * 1024 * 1024
    characters: int = 20_000_000
    steps: int = 200_000
    unpacked: int = 256 * 1024 * 1024
    pages: int = 2_000
    page_characters: int = 200_000
    lines: int = 1_000_000
    cells: int = 50_000
    depth: int = 200
    seconds: int = 300

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if type(value) is not int or value < 1:
                raise UsageError(
                    f"Limits.{name} must be a whole number from 1, not {value!r}",
                    zh=f"Limits.{name} 应为不小于 1 的整数,而不是 {value!r}",
                )


class Deadline(msgspec.Struct, frozen=True):
    """The moment until which a report must be read. Nobody is interrupted: loops ask it.

    Passing it is an error and never a shorter result, so the same bytes still give the same
    report wherever they give one.
    """

    seconds: int | None = None
    moment: float = float("inf")

    @classmethod
    def of(cls, limits: Limits) -> Deadline:
        """The deadline of what begins now."""
        return cls(limits.seconds, monotonic() + limits.seconds)

    def check(self, name: str | None = None) -> None:
        """Call this once a page, a table or some thousand lines. Raises LimitExceeded.

        name: of the input, for the message.
        """
        if monotonic() > self.moment:
            raise LimitExceeded(
                f"reading took longer than {self.seconds} seconds",
                zh=f"读取用时超过 {self.seconds} 秒",
                hint="Raise Limits(seconds=...) if the file is meant.",
                hint_zh="如确需读取,请调高 Limits(seconds=...)。",
                where=name,
            )


class Hints(msgspec.Struct, frozen=True):
    """What is known about an input besides its bytes; any of it may be wrong.

    name: the path or name as given. suffix: of that name, in lower case with its dot, or empty.
    charset: the encoding that the caller declares.
    """

    name: str | None = None
    suffix: str = ""
    charset: str | None = None


class Source(msgspec.Struct, frozen=True):
    """An input in memory: its name if it has one, all its bytes, and hints. Holds no open file."""

    name: str | None
    data: bytes
    hints: Hints = Hints()

    def __repr__(self) -> str:
        return f"Source(name={self.name!r}, bytes={len(self.data)}, hints={self.hints!r})"

    @classmethod
    def of(
        cls,
        source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO,
        limits: Limits | None = None,
        *,
        name: str | None = None,
        charset: str | None = None,
    ) -> Source:
        """Read an input. A `str` is always a path, never text.

        A stream is read from its position to its end and stays open; its position is put back if
        it can seek. name, charset: hints for inputs that do not carry them.
        Raises SourceError, SourceTooLarge (more than `limits.bytes`), UsageError.
        """
        limit = (limits or Limits()).bytes
        if isinstance(source, (bytes, bytearray, memoryview)):
            size = source.nbytes if isinstance(source, memoryview) else len(source)
            if size > limit:
                raise _too_large(name, limit, size)
            data = bytes(source)
        elif isinstance(source, (str, os.PathLike)):
            path = os.fsdecode(source)
            name = path if name is None else name
            data = _read_path(path, limit)
        elif callable(getattr(source, "read", None)):
            own = getattr(source, "name", None)
            name = own if name is None and isinstance(own, str) else name
            data = _read_stream(source, name, limit)
        else:
            kind = type(source).__name__
            raise UsageError(
                f"an input is a path, bytes or a binary stream, not {kind}",
                zh=f"输入应为路径、字节串或二进制流,而不是 {kind}",
            )
        suffix = Path(name).suffix.lower() if name else ""
        return cls(name, data, Hints(name, suffix, charset))


def _read_path(path: str, limit: int) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a Path would drop "./" and NUL checks
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise _too_large(path, limit, size)
            return _drain(file.read, path, limit)
    except SourceError:
        raise
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _read_stream(stream: Any, name: str | None, limit: int) -> bytes:
    if isinstance(stream, io.TextIOBase):
        raise _text_mode()
    try:
        seekable = getattr(stream, "seekable", None)
        if seekable is None or not seekable():
            return _drain(stream.read, name, limit)
        start = stream.tell()
        try:
            return _drain(stream.read, name, limit)
        finally:
            stream.seek(start)
    except (SourceError, UsageError):
        raise
    except (OSError, EOFError) as error:
        raise SourceError(
            f"the stream could not be read ({_reason(error)})",
            zh=f"无法读取数据流({_reason(error)})",
            hint="Check that the stream is complete, or read it into bytes first.",
            hint_zh="请检查数据流是否完整,或先将其读为字节串。",
            where=name,
        ) from error
    except ValueError as error:
        raise UsageError(
            f"the stream cannot be read ({error})",
            zh=f"该数据流不可读({error})",
            hint="Give an open stream in binary mode.",
            hint_zh="请提供以二进制方式打开、尚未关闭的流。",
            where=name,
        ) from error


def _drain(read: Callable[[int], Any], name: str | None, limit: int) -> bytes:
    """All that `read` gives, at most limit + 1 bytes of it."""
    parts: list[bytes] = []
    left = limit + 1
    while left > 0:
        part = read(min(left, _CHUNK))
        if part is None:
            raise BlockingIOError("no data ready on a non-blocking stream")
        if not isinstance(part, (bytes, bytearray)):
            raise _text_mode()
        if not part:
            return b"".join(parts)
        parts.append(bytes(part))
        left -= len(parts[-1])
    raise _too_large(name, limit)


def _reason(error: BaseException) -> str:
    """The system's word for an error, without the path."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _unreadable(path: str, error: OSError | ValueError) -> SourceError:
    hint = "Check the path; for text use extract_text()."
    hint_zh = "请检查路径;文本内容请用 extract_text()。"
    if isinstance(error, FileNotFoundError):
        message, zh = "there is no such file", "文件不存在"
    elif isinstance(error, IsADirectoryError) or os.path.isdir(path):  # noqa: PTH112
        message, zh = "this is a directory, not a file", "这是目录,不是文件"
        hint, hint_zh = "Give the files of the directory one by one.", "请逐个给出目录中的文件。"
    elif isinstance(error, PermissionError):
        message, zh = "reading the file is not permitted", "没有读取该文件的权限"
        hint, hint_zh = "Check the permissions of the file.", "请检查文件权限。"
    else:
        reason = _reason(error)
        message, zh = f"the file could not be read ({reason})", f"无法读取文件({reason})"
    # A long text passed by mistake as a path would fill the screen.
    place = path if len(path) <= 300 else f"{path[:300]}…"
    return SourceError(message, zh=zh, hint=hint, hint_zh=hint_zh, where=place)


def _too_large(name: str | None, limit: int, size: int | None = None) -> SourceTooLarge:
    held, held_zh = (f"{size} bytes", f"{size} 字节") if size else ("more", "更多内容")
    return SourceTooLarge(
        f"the limit is {limit} bytes, the input holds {held}",
        zh=f"上限为 {limit} 字节,输入含{held_zh}",
        hint="Raise Limits(bytes=...) if the file is meant.",
        hint_zh="如确需读取,请调高 Limits(bytes=...)。",
        where=name,
    )


def _text_mode() -> UsageError:
    return UsageError(
        "the stream gives text, not bytes",
        zh="该流给出的是文本而不是字节",
        hint="Open it in binary mode, or use extract_text() for text.",
        hint_zh="请以二进制方式打开,文本内容请用 extract_text()。",
    )
