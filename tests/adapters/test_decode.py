"""The ladder from bytes to text."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govdisclose_extract.adapters.decode import Decoded, decode, lost_in, recognise
from govdisclose_extract.errors import DecodeError

SIMPLIFIED = (
    "青溪县档案局 2023 年政府信息公开工作年度报告\n",
    "一、总体情况\r\n",
    "全年主动公开各类信息 326 条,其中通过门户网站发布 281 条,通过政务新媒体发布 45 条。\n",
    "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n",
    "行政规范性文件\t3\t1\t27\n第二十条第(八)项\n行政事业性收费\t12.5 万元\n",
    "三、收到和处理政府信息公开申请情况\n(一)予以公开 14 0 0 0 0 0 14\n",
    "2.“其他”类申请已逐件登记,办理时限均在二十个工作日以内;没有因逾期答复引发的投诉。\n",
    "五、存在的主要问题及改进情况:一是栏目更新不够及时,二是解读形式比较单一。\n",
    "下一步,我局将加强培训,完善制度,让群众看得懂、查得到——服务更贴近百姓。\n",
    "六、其他需要报告的事项\n本年度未收取信息处理费。\n",
)
TRADITIONAL = (
    "青溪縣檔案局 2023 年政府信息公開工作年度報告\n",
    "全年主動公開各類信息 326 條,其中通過門戶網站發布 281 條,受理申請 45 件。\n",
    "二、主動公開政府信息情況\n信息內容\t本年製發件數\t本年廢止件數\t現行有效件數\n規章\t0\t0\t0\n",
    "行政規範性文件\t3\t1\t27\n第二十條第(八)項\n行政事業性收費\t12.5 萬元\n",
    "三、收到和處理政府信息公開申請情況\n(一)予以公開 14 0 0 0 0 0 14\n",
    "下一步,我局將加強培訓,完善制度,讓群眾看得懂、查得到,服務更貼近百姓。\n",
)
TEXT = "".join(SIMPLIFIED)


def texts(parts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Texts of whole sentences with numbers between them."""
    number = st.integers(0, 99_999).map(lambda n: f"\t{n}\n")
    return st.lists(st.one_of(st.sampled_from(parts), number), min_size=1, max_size=12).map(
        lambda drawn: parts[-1] + "".join(drawn)
    )


@pytest.mark.parametrize(
    ("encoding", "name", "evidence"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig", "bom"),
        ("utf-16", "utf-16-le", "bom"),
        ("utf-16-le", "utf-16-le", "nuls"),
        ("utf-16-be", "utf-16-be", "nuls"),
        ("utf-32", "utf-32-le", "bom"),
        ("gb18030", "gb18030", "frequency"),
        ("gbk", "gb18030", "frequency"),
        ("gb2312", "gb18030", "frequency"),
    ],
)
@given(text=texts(SIMPLIFIED))
@settings(max_examples=40)
def test_simplified_text_comes_back(text: str, encoding: str, name: str, evidence: str) -> None:
    text = text.replace("——", "-")  # GBK has two codes for the dash, and they differ in GB18030
    assert decode(text.encode(encoding)) == Decoded(text, name, evidence)


@pytest.mark.parametrize(
    ("encoding", "name"), [("big5", "cp950"), ("cp950", "cp950"), ("gb18030", "gb18030")]
)
@given(text=texts(TRADITIONAL))
@settings(max_examples=40)
def test_traditional_text_comes_back(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, name, "frequency")


def test_hong_kong_characters_need_the_wider_big5() -> None:
    text = "".join(TRADITIONAL) + "深水埗\n粉嶺㘭\n啲\n"
    assert decode(text.encode("big5hkscs")) == Decoded(text, "big5hkscs", "frequency")


@pytest.mark.parametrize(
    ("mark", "encoding", "name"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be", "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
    ],
)
def test_marks(mark: bytes, encoding: str, name: str) -> None:
    assert decode(mark) == Decoded("", name, "bom")
    assert decode(mark + TEXT.encode(encoding)) == Decoded(TEXT, name, "bom")
    whole = mark + TEXT.encode(encoding)
    cut = TEXT.encode(encoding) + "年".encode(encoding)[:1]
    assert decode(mark + cut) == Decoded(TEXT, name, "bom-cut")
    assert decode(whole, "big5").text == TEXT


def test_a_marked_text_keeps_a_second_mark() -> None:
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfa").text == "\ufeffa"


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le")]
)
def test_a_marked_text_with_one_bad_place(mark: bytes, encoding: str) -> None:
    bad = b"\xff" if encoding == "utf-8" else b"\x00\xd8"
    data = mark + TEXT.encode(encoding) + bad + "后文 7\n".encode(encoding)
    text, _, evidence = decode(data)
    assert evidence == "bom-damaged"
    assert text == TEXT + "\ufffd后文 7\n"


def test_a_mark_that_lies_is_not_believed() -> None:
    with pytest.raises(DecodeError):
        decode(b"\xff\xfe" + b"\x00\xd8" * 40)
    with pytest.raises(DecodeError):
        decode(b"\xff\xfe" + b"\x01\x00" * 40)
    with pytest.raises(DecodeError):
        decode(b"\x84\x31\x95\x33" + b"\xff" * 9)


def test_empty_is_text() -> None:
    assert decode(b"") == Decoded("", "utf-8", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "year,count\r\n2023,14\r\n",
        "一二一 1\n一一一",  # U+4E00 has its NUL on the other side
        "政府信息公开年度报告没有空格",  # no NUL at all
        "0",  # its bytes the other way round are a wide space
    ],
)
def test_utf_16_without_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_utf_16_that_stops_in_mid_character() -> None:
    assert decode(TEXT.encode("utf-16-le") + b"\x0a") == Decoded(TEXT, "utf-16-le", "nuls-cut")


def test_ascii_is_never_taken_for_utf_16() -> None:
    text = "this app can break" * 20
    assert decode(text.encode()) == Decoded(text, "utf-8", "utf-8")
    # One NUL in a long text is damage, not another encoding.
    assert decode((text + "\0").encode()) == Decoded(text + "\0", "utf-8", "utf-8")


@pytest.mark.parametrize("lost", [1, 2])
def test_utf_8_that_stops_in_mid_character(lost: int) -> None:
    data = (TEXT + "年").encode()[:-lost]
    assert decode(data) == Decoded(TEXT, "utf-8", "utf-8-cut")


def test_utf_8_that_stops_in_mid_character_of_four_bytes() -> None:
    assert decode(("报告" + "𠮷").encode()[:-1]) == Decoded("报告", "utf-8", "utf-8-cut")


def test_odd_bytes_behind_ascii_alone_may_be_gb() -> None:
    assert decode(b"total 14 " + "项".encode("gb18030")).text == "total 14 项"
    assert decode(b"total 14 \xe5\xb9") == Decoded("total 14 ", "utf-8", "utf-8-cut")


def test_half_a_gb_character_at_the_end() -> None:
    data = (TEXT + "年").encode("gb18030")[:-1]
    assert decode(data) == Decoded(TEXT, "gb18030", "frequency-cut")
    assert decode(data, "gbk") == Decoded(TEXT, "gb18030", "declared-cut")
    # Four bytes, of which three are left.
    data = (TEXT + "𠮷").encode("gb18030")[:-1]
    assert decode(data) == Decoded(TEXT, "gb18030", "frequency-cut")


@given(st.integers(1, len(TEXT.encode()) - 1), st.sampled_from([0xFF, 0xC0, 0x80, 0xF8]))
def test_a_bad_byte_in_utf_8_is_marked_and_nothing_else_lost(at: int, byte: int) -> None:
    data = TEXT.encode()
    place = len(data[:at].decode("utf-8", "ignore"))
    at = len(TEXT[:place].encode())
    assert decode(data[:at] + bytes([byte]) + data[at:]) == Decoded(
        TEXT[:place] + "\ufffd" + TEXT[place:], "utf-8", "utf-8-damaged"
    )


def test_too_many_bad_bytes_are_no_utf_8() -> None:
    data = b"\xff".join("年".encode() for _ in range(30))
    with pytest.raises(DecodeError):
        decode(data)


@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\xfe\n"])
@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [("gbk", "gb18030", TEXT), ("big5", "cp950", "".join(TRADITIONAL))],
)
def test_bad_bytes_in_other_encodings_are_marked(
    encoding: str, name: str, text: str, bad: bytes
) -> None:
    lines = text.splitlines(keepends=True)
    data = "".join(lines[:4]).encode(encoding) + bad + "".join(lines[4:]).encode(encoding)
    found = decode(data)
    assert (found.encoding, found.evidence) == (name, "frequency-damaged")
    before, after = found.text.split("\ufffd", 1)
    assert (before, after.lstrip("\n")) == ("".join(lines[:4]), "".join(lines[4:]))
    assert lost_in(found) == 1
    assert decode(data, encoding) == found


def test_many_bad_bytes_are_no_text() -> None:
    with pytest.raises(DecodeError):
        decode(b"\xff".join("年".encode("gbk") for _ in range(60)))


@given(st.integers(0, 2000), st.sampled_from(["gbk", "big5"]))
def test_a_lost_byte_takes_no_digits(at: int, encoding: str) -> None:
    text = TEXT if encoding == "gbk" else "".join(TRADITIONAL)
    data = text.encode(encoding)
    wide = [place for place, byte in enumerate(data) if byte > 127]
    at = wide[at % len(wide)]
    found = decode(data[:at] + data[at + 1 :]).text
    assert re.findall(r"[0-9]", found) == re.findall(r"[0-9]", text)


@pytest.mark.parametrize(
    "charset", ["gb2312", "GBK", "gb_2312-80", "x-gbk", "cp936", "GB18030", "EUC-CN"]
)
def test_a_declared_charset_of_gb_is_widened(charset: str) -> None:
    text = "朱镕基、㙍、𠮷 3\n"
    data = text.encode("gb18030")
    assert decode(data, charset) == Decoded(text, "gb18030", "declared")
    head = f"# charset = '{charset}'\n".encode()
    assert decode(head + data) == Decoded(head.decode() + text, "gb18030", "declared")


def test_a_declared_charset_of_big5_is_widened() -> None:
    text = "".join(TRADITIONAL)
    assert decode(text.encode("big5"), "Big5").encoding == "cp950"
    assert decode((text + "埗").encode("big5hkscs"), "big5").encoding == "big5hkscs"
    assert decode(text.encode("big5"), "big5-hkscs").encoding == "big5hkscs"


def test_a_declared_utf_16() -> None:
    text = "禳穰攘囔"  # too rare for the count of common characters
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), encoding) == Decoded(text, encoding, "declared")


@pytest.mark.parametrize("charset", ["big5", "utf-16", "latin-1", "punycode", "no such", ""])
def test_a_wrong_declaration_does_no_harm(charset: str) -> None:
    data = TEXT.encode("gb18030")
    assert decode(data, charset) == Decoded(TEXT, "gb18030", "frequency")
    assert decode(TEXT.encode(), charset) == Decoded(TEXT, "utf-8", "utf-8")
    head = f"charset={charset}\n"
    assert decode(head.encode() + data).text == head + TEXT


def test_a_declaration_far_into_the_text_is_not_looked_for() -> None:
    text = "報告 " * 2000 + "charset=gb2312"
    assert decode(text.encode("big5")) == Decoded(text, "cp950", "frequency")


def test_signs_and_boxes_of_a_drawn_table() -> None:
    text = "┌────┬────┐\n│规章│①14│\n└────┴────┘\n行政许可\n"
    assert decode(text.encode("gb18030")).text == text


def test_the_detector_comes_last() -> None:
    text = "naïve café, 3 rows of a table with a façade and some more words in a line\n" * 3
    assert decode(text.encode("latin-1")) == Decoded(text, "cp1252", "detector")
    assert recognise(text.encode("latin-1")) is None


@pytest.mark.parametrize("answer", [None, "no-such-codec", "ascii", "cp1251"])
def test_the_detector_is_not_believed_blindly(
    monkeypatch: pytest.MonkeyPatch, answer: str | None
) -> None:
    import chardet

    monkeypatch.setattr(chardet, "detect", lambda _: {"encoding": answer})
    with pytest.raises(DecodeError) as caught:
        decode(b"\xc8\xcc" * 30 + b"\xff")
    error = caught.value
    assert error.message != error.message_zh
    assert error.hint
    assert error.hint_zh != error.hint


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 500,
        bytes(range(32)) * 20,
        b"\x7fELF\x02\x01\x01" + b"\0" * 60,
        b"GIF89a\x10\0\x10\0\xf7\0\0\xff\xff\xff\x01\x02\x03" * 9,
        "年".encode() * 30 + b"\x01" * 30,
        "年".encode() * 30 + b"\x01" * 30 + "年".encode()[:2],
        "年".encode() * 30 + b"\x01" * 30 + b"\xff",
        b"abc\x01\x02\x03\xe5\xb9",
        b"\xe5",
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(data)


def test_control_characters_that_texts_do_hold() -> None:
    text = "表一\x0c\x0b\t\r\n\x1b[1m\x1a"
    assert decode(text.encode()).text == text


@given(st.binary(max_size=400), st.none() | st.sampled_from(["gbk", "big5", "utf-16", "x"]))
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\x84\x31\x95\x33\x84", None)
@settings(max_examples=400)
def test_any_bytes_give_text_or_decode_error(data: bytes, declared: str | None) -> None:
    try:
        found = decode(data, declared)
    except DecodeError:
        assert data
        return
    assert decode(data, declared) == found
    assert found.text or not data or found.evidence.startswith("bom")
    if found.evidence in {"utf-8", "declared", "frequency", "nuls", "detector"}:
        assert data.decode(found.encoding) == found.text


@given(texts(SIMPLIFIED), st.integers(0, 10_000))
def test_a_cut_anywhere_loses_no_whole_character(text: str, at: int) -> None:
    data = (TEXT + text).encode()
    at = max(len(TEXT.encode()), at % len(data))
    assert decode(data[:at]).text == data[:at].decode("utf-8", "ignore")


def test_the_detector_is_loaded_only_when_it_is_asked() -> None:
    code = (
        "import sys; from govdisclose_extract.adapters.decode import decode;"
        "decode('年度报告'.encode('gbk')); sys.exit('chardet' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
def test_time_is_linear(encoding: str) -> None:
    def took(times: int) -> float:
        data = (TEXT * times).encode(encoding)
        return min(_timed(data) for _ in range(5))

    took(50)
    assert took(2000) < took(200) * 40


def _timed(data: bytes) -> float:
    start = time.perf_counter()
    decode(data)
    return time.perf_counter() - start
