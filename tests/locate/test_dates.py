"""Dates, the statistics period, and the date that closes a report."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.document import Document, Paragraph, Provenance
from govdisclose_extract.flow import Flow
from govdisclose_extract.locate.dates import (
    find_period,
    find_signature,
    find_signature_date,
    footer_start,
    is_date,
    looks_like_agency,
    parse_date,
    year_of,
)
from govdisclose_extract.where import Where

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
DAY = datetime.date(2030, 1, 26)


def flow_of(text: str) -> Flow:
    lines = text.split("\n")
    blocks = tuple(
        Paragraph(text=line, where=Where(block=number, line=number + 1, col=1))
        for number, line in enumerate(lines)
    )
    return Flow(Document(source=Provenance(), blocks=blocks))


@pytest.mark.parametrize(
    "text",
    [
        "2030年1月26日",
        "2030年01月26日",
        "2030-01-26",
        "2030-1-26",
        "2030/1/26",
        "2030.01.26",
        "二〇三〇年一月二十六日",
        "二○三○年一月二十六日",
        "二零三零年一月廿六日",
        "2030 年 1 月 26 日",
        "2 0 3 0 年 1 月 2 6 日",
    ],
)
def test_dates(text: str) -> None:
    assert parse_date(text) == DAY
    assert is_date(text)
    assert is_date(f"({text})")
    assert parse_date(f"发布于{text}。") == DAY
    assert not is_date(f"发布于{text}")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇三〇年十二月三十一日", (2030, 12, 31)),
        ("二〇三〇年十月十日", (2030, 10, 10)),
        ("二〇三〇年十一月卅日", (2030, 11, 30)),
        ("2030-01-26 15:34", (2030, 1, 26)),
        ("2030年2月30日，2030年3月1日", (2030, 3, 1)),
    ],
)
def test_more_dates(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text) == datetime.date(*day)


@pytest.mark.parametrize(
    "text",
    ["", "2030年", "2030年2月30日", "2030年13月1日", "2030年0月0日", "2030-02/03", "12030-01-26",
     "二〇三〇年二月三十日", "二〇三〇年二月二二日", "三〇二〇年一月一日"],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None
    assert not is_date(text)


def test_years() -> None:
    assert [year_of(text) for text in ("2029", "二〇二九", "二○二○", "29", "某年")] == [
        2029, 2029, 2020, None, None
    ]  # fmt: skip


YEAR = ((2029, 1, 1), (2029, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("统计期限自2029年1月1日起至2029年12月31日止。", YEAR),
        ("所列数据的统计期限从2029年1月1日起，到2029年12月31日止", YEAR),
        ("自2029年1月1日至12月31日", YEAR),
        ("统计期限：2029年1月1日—2029年12月31日", YEAR),
        ("数据统计期限为2029年1月1日起,截至2029年12月31日", YEAR),
        ("统计时限 2029 年 1 月 1 日\n至 2029 年 12 月 31 日", YEAR),
        ("（2029.1.1-2029.12.31）", YEAR),
        ("统计期限2029-01-01至2029-12-31", YEAR),
        ("自2029年1月1日至当年12月31日", YEAR),
        ("二〇二九年一月一日至二〇二九年十二月三十一日", YEAR),
        ("2029年1月至12月，本局公开信息八条", YEAR),
        ("2029年1-12月，本局公开信息八条", YEAR),
        ("统计期限为2029年5月1日至2029年12月31日", ((2029, 5, 1), (2029, 12, 31))),
        ("5月自2029年5月1日至5月7日宣传。数据自2029年1月1日至12月31日止。", YEAR),
    ],
)
def test_periods(text: str, period: tuple[tuple[int, int, int], tuple[int, int, int]]) -> None:
    flow = flow_of(text)
    found = find_period(flow, 0, len(flow.text))
    assert found is not None
    assert (found.start, found.end) == tuple(datetime.date(*day) for day in period)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2029年全年",
        "2029年5月1日至5月7日开展宣传周",
        "截至2029年12月31日",
        "统计期限自2029年2月30日至2029年12月32日",
        "统计期限自2029年12月31日至2029年1月1日",
        "2029年1月至3月",
    ],
)
def test_no_periods(text: str) -> None:
    flow = flow_of(text)
    assert find_period(flow, 0, len(flow.text)) is None


@pytest.mark.parametrize(
    ("tail", "agency"),
    [
        ("东屏县水务局\n\n2030年1月26日", "东屏县水务局"),
        ("  东屏县水务局（盖章）\n  2030-01-26\n", "东屏县水务局"),
        ("東屏縣水務局\n2030年1月26日\n- 8 -", "東屏縣水務局"),
        ("东屏县水务局 2030年1月26日", "东屏县水务局"),
        ("2030年1月26日\n东屏县水务局", "东屏县水务局"),
        ("2030年1月26日", None),
        ("落款：2030年1月26日", None),
        ("东屏县水务局\n2030年1月26日\n\n上一篇：无\n2031年2月3日", "东屏县水务局"),
        ("2030年1月26日\n某处的电话\n另一行", None),
    ],
)
def test_the_closing_lines(tail: str, agency: str | None) -> None:
    flow = flow_of("统计到2029年12月31日。\n\n" + tail)
    end = len(flow.text)
    signature = find_signature(flow, 0, footer_start(flow, 0, end))
    assert signature is not None
    assert (signature.agency, signature.date) == (agency, DAY)
    assert find_signature_date(flow, 0, end) == DAY


@pytest.mark.parametrize(
    "tail",
    ["", "无。", "截至2030年1月26日", "本局于2030年1月26日公布。", "2030年2月30日", "东屏县水务局"],
)
def test_no_closing_date(tail: str) -> None:
    flow = flow_of("一句话。\n" + tail)
    assert find_signature_date(flow, 0, len(flow.text)) is None


def test_agencies() -> None:
    assert looks_like_agency("东屏县水务局")
    assert looks_like_agency("东 屏 县 人 民 政 府（盖章）".translate({0xFF08: "(", 0xFF09: ")"}))
    for text in ("", "局", "无", "一、水务局", "本局公开信息,无其他局", "全年公开八条"):
        assert not looks_like_agency(text)


PIECES = [
    "2029年", "1月", "31日", "至", "自", "统计期限", "二〇二九年", "-", ".", "9", "\n", " ",
    "东屏县水务局", "上一篇", "附件", "。", "落款",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30))
def test_any_text(parts: list[str]) -> None:
    flow = flow_of("".join(parts))
    end = len(flow.text)
    parse_date(flow.text)
    is_date(flow.text)
    period = find_period(flow, 0, end)
    assert period is None or period.start < period.end
    assert 0 <= footer_start(flow, 0, end) <= end
    signature = find_signature(flow, 0, end)
    assert signature is None or 0 <= signature.start <= end


@pytest.mark.gold
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample documents are not here")
@pytest.mark.parametrize(
    ("name", "signed", "period"),
    [
        ("000", "2021-01-26", None),
        ("001", None, None),
        ("002", None, None),
        ("003", None, 2020),
        ("004", None, 2021),
    ],
)
def test_sample_documents(name: str, signed: str | None, period: int | None) -> None:
    flow = flow_of(next(SEEDS.glob(f"{name}_*.txt")).read_text(encoding="utf-8"))
    end = len(flow.text)
    date = find_signature_date(flow, flow.text.index("五、存在"), end)
    assert (date and date.isoformat()) == signed
    found = find_period(flow, 0, flow.text.index("二、主动公开"))
    assert (found and found.start.year) == period
