"""The adapter of plain text."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.adapters.base import Adapter, Match, ReadOptions
from govdisclose_extract.adapters.text import TextAdapter, document_of, split_lines
from govdisclose_extract.document import Document, Paragraph, Provenance
from govdisclose_extract.errors import DecodeError, LimitExceeded
from govdisclose_extract.source import Hints, Limits, Source
from govdisclose_extract.where import Where

ADAPTER: Adapter = TextAdapter()
TEXT = "年度报告\r\n  一、总体情况\t\n\r规章 0\n"
LINES = ["年度报告", "  一、总体情况\t", "", "规章 0"]
BREAKS = re.compile(r"(\r\n|\r|\n)")


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def read(data: bytes, **options: Limits) -> Document:
    return ADAPTER.read(Source.of(data, name="a.txt"), ReadOptions(**options))


def test_the_card() -> None:
    info = TextAdapter.info
    assert (info.name, info.api, info.requires) == ("text", 1, ())
    assert all(suffix == suffix.lower() for suffix in info.suffixes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_read(encoding: str) -> None:
    data = TEXT.encode(encoding)
    document = read(data)
    assert lines(document) == LINES
    assert [block.where for block in document.blocks] == [
        Where(block=i, line=i + 1, col=1) for i in range(4)
    ]
    assert document.source.name == "a.txt"
    assert document.source.adapter == "text"
    assert document.source.bytes == len(data)
    assert document.source.sha256 == hashlib.sha256(data).hexdigest()
    assert document.source.encoding is not None
    assert document.source.encoding_evidence is not None
    assert document.findings == ()


def test_the_declared_charset_is_passed_on() -> None:
    source = Source.of("㙍𠮷".encode("gb18030"), charset="gbk")
    document = ADAPTER.read(source, ReadOptions())
    assert document.source.encoding_evidence == "declared"
    assert lines(document) == ["㙍𠮷"]


def test_noise_is_refused_with_its_name() -> None:
    with pytest.raises(DecodeError) as caught:
        read(b"\0\x01\xff" * 50)
    assert caught.value.where == "a.txt"


def test_the_limit_of_characters() -> None:
    limits = Limits(characters=len(TEXT))
    assert lines(read(TEXT.encode(), limits=limits)) == LINES
    assert lines(document_of(TEXT, limits=limits)) == LINES
    for call in (
        lambda: read((TEXT + "x").encode(), limits=limits),
        lambda: document_of(TEXT + "x", name="a.txt", limits=limits),
    ):
        with pytest.raises(LimitExceeded) as caught:
            call()
        assert caught.value.where == "a.txt"
        assert str(len(TEXT)) in caught.value.message
        assert str(len(TEXT)) in caught.value.message_zh


def test_a_str() -> None:
    document = document_of(TEXT, name="clipboard")
    data = TEXT.encode()
    assert lines(document) == LINES
    assert document.source == Provenance(
        name="clipboard",
        adapter="text",
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=None,
        encoding_evidence="str",
    )
    assert document.blocks == read(data).blocks


def test_a_lone_surrogate_does_no_harm() -> None:
    document = document_of("年\ud800度\n1")
    assert lines(document) == ["年\ud800度", "1"]
    assert len(document.source.sha256 or "") == 64


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("\n", [""]),
        ("\r\n\r\n", ["", ""]),
        ("a\n\rb", ["a", "", "b"]),
        ("a\r\r\nb", ["a", "", "b"]),
        ("a\vb\fc\x1cd\x85e\u2028f\u2029g", ["a\vb\fc\x1cd\x85e\u2028f\u2029g"]),
    ],
)
def test_where_lines_end(text: str, expected: list[str]) -> None:
    assert split_lines(text) == expected
    assert lines(document_of(text)) == expected


@given(st.text(st.sampled_from("\r\n\t 　\v\f\x85\u2028年1a")))
def test_lines_and_their_ends_make_the_text(text: str) -> None:
    found = split_lines(text)
    ends = BREAKS.findall(text)
    assert len(found) - len(ends) in {0, 1}
    ends += [""] * (len(found) - len(ends))
    assert "".join(line + end for line, end in zip(found, ends, strict=True)) == text


# match


@pytest.mark.parametrize("suffix", [*TextAdapter.info.suffixes, ".pdf", ".doc"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_text_is_known_by_its_content(encoding: str, suffix: str) -> None:
    data = ("年度报告 2023\n" * 2000).encode(encoding)
    for head in (data, data[:4096], data[:1023]):
        assert ADAPTER.match(head, Hints(suffix=suffix)) is Match.CONTENT


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"PK\x03\x04\x14\0\x06\0",
        b"PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1\\ansi",
        b"\n  <!DOCTYPE html><p>",
        b"\xef\xbb\xbf<html lang='zh'>",
        "<HTML>年".encode("utf-16"),
        "<html><title>年度报告".encode("gb18030"),
        b"<?xml version='1.0'?>",
        b"\0\x01\x02\x03" * 20,
    ],
)
@pytest.mark.parametrize("suffix", [".txt", "", ".pdf"])
def test_what_is_not_text(head: bytes, suffix: str) -> None:
    assert ADAPTER.match(head, Hints(suffix=suffix)) is Match.NO


@pytest.mark.parametrize("head", [b"", b"\xff\xfa\xfb" * 9, b"a" * 99 + b"\0"])
def test_doubtful_bytes_go_by_the_name(head: bytes) -> None:
    assert ADAPTER.match(head, Hints(suffix=".txt")) is Match.SUFFIX
    assert ADAPTER.match(head, Hints(suffix=".bin")) is Match.NO


@given(st.binary(max_size=200), st.text(max_size=5), st.none() | st.text(max_size=8))
def test_match_never_raises(head: bytes, suffix: str, charset: str | None) -> None:
    assert isinstance(ADAPTER.match(head, Hints(None, suffix, charset)), Match)
