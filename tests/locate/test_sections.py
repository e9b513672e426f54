"""The prose of the sections: what belongs to them and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.document import Document, Paragraph, Provenance
from govdisclose_extract.flow import Flow
from govdisclose_extract.form.loader import built_in
from govdisclose_extract.locate.headings import find_headings
from govdisclose_extract.locate.kind import looks_like
from govdisclose_extract.locate.sections import closing_start, find_body_start, read_sections
from govdisclose_extract.locate.title import find_title
from govdisclose_extract.report import Section
from govdisclose_extract.where import Where

SECTIONS = built_in("2021").sections
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
TITLE = "东屏县水务局2029年政府信息公开工作年度报告"
HEAD = f"""{TITLE}

一、总体情况
全年公开信息八条。
"""
TABLES = """二、主动公开政府信息情况
第二十条第（一）项
规章\t0\t0\t0
三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：某项）\t申请人情况
四、结转下年度继续办理\t0
四、政府信息公开行政复议、行政诉讼情况
行政复议\t行政诉讼
0\t0
"""
TAIL = """五、存在的主要问题及改进情况
公开还不够及时。
六、其他需要报告的事项
无。"""

MARKS = (
    ("第二十条第(一)项", "三、收到"),
    ("本列数据", "四、政府信息公开行政"),
    ("行政复议\t", "五、存在"),
)


def flow_of(text: str) -> Flow:
    lines = text.split("\n")
    blocks = tuple(
        Paragraph(text=line, where=Where(block=number, line=number + 1, col=1))
        for number, line in enumerate(lines)
    )
    return Flow(Document(source=Provenance(), blocks=blocks))


def spans_of(flow: Flow) -> tuple[tuple[int, int] | None, ...]:
    spans: list[tuple[int, int] | None] = []
    for first, behind in MARKS:
        start = flow.text.find(first)
        end = flow.text.find(behind, start) if start >= 0 else -1
        spans.append((start, end) if end >= 0 else None)
    return tuple(spans)


def sections_of(text: str) -> dict[int, Section]:
    flow = flow_of(text)
    spans = spans_of(flow)
    headings = find_headings(flow, SECTIONS, spans, len(flow.text))
    places = [one.start for one in headings if one] + [span[0] for span in spans if span]
    first = min(places, default=len(flow.text))
    start = find_body_start(flow, find_title(flow, first), first)
    read = read_sections(flow, headings, spans, start, len(flow.text))
    return {section.number: section for section in read}


def test_all_six() -> None:
    sections = sections_of(HEAD + TABLES + TAIL)
    assert list(sections) == [1, 2, 3, 4, 5, 6]
    assert sections[1].title == "一、总体情况"
    assert sections[1].text == "全年公开信息八条。"
    assert [sections[number].text for number in (2, 3, 4)] == ["", "", ""]
    assert sections[5].text == "公开还不够及时。"
    assert sections[6].text == "无。"
    assert sections[6].where == Where(block=15, line=16, col=1)


def test_inner_text_stays_as_printed() -> None:
    text = HEAD.replace("全年", "\n  ２０２９年，全年\u3000\n\n  另有 「两条」。\n")
    assert sections_of(text + TABLES + TAIL)[1].text == (
        "２０２９年，全年\u3000\n\n  另有 「两条」。\n公开信息八条。"
    )


def test_prose_before_and_behind_a_table_is_kept() -> None:
    text = (HEAD + TABLES + TAIL).replace("信息情况\n第二十", "信息情况\n本部分见下表：\n第二十")
    assert sections_of(text)[2].text == "本部分见下表："
    flow = flow_of(text.replace("三、收到", "（一）公开渠道有三种。\n三、收到"))
    spans = spans_of(flow)
    assert spans[0]
    short = ((spans[0][0], flow.text.index("(一)公开渠道")), *spans[1:])
    long = ((spans[0][0], flow.text.index("。\n三、")), *spans[1:])
    for regions in (short, long):
        headings = find_headings(flow, SECTIONS, regions, len(flow.text))
        sections = read_sections(flow, headings, regions, 0, len(flow.text))
        assert sections[1].text == "本部分见下表：\n（一）公开渠道有三种。"


def test_heads_that_the_region_lacks_are_no_prose() -> None:
    text = (HEAD + TABLES + TAIL).replace("（本列数据", "申请人情况\n自然人\n\n（本列数据")
    assert sections_of(text)[3].text == ""


def test_section_one_without_heading_begins_behind_title_and_preamble() -> None:
    head = f"""湛 露 市 水 务 局

{TITLE}

根据《某条例》和有关要求，编制本报告。

2029年，本局公开信息八条。

（一）主动公开。
"""
    section = sections_of(head + TABLES + TAIL)[1]
    assert (section.title, section.text) == ("", "2029年，本局公开信息八条。\n\n（一）主动公开。")
    assert section.where == Where(block=6, line=7, col=1)


def test_nothing_but_a_preamble_is_no_section_one() -> None:
    head = f"{TITLE}\n本报告根据《某条例》编制。\n"
    assert list(sections_of(head + TABLES + TAIL)) == [2, 3, 4, 5, 6]


def test_absent_sections_are_left_out() -> None:
    text = HEAD + TABLES + TAIL.partition("\n六、")[0]
    assert list(sections_of(text)) == [1, 2, 3, 4, 5]


SIGNATURES = [
    "\n\n东屏县水务局\n\n2030年1月26日",
    "\n东屏县水务局（盖章）\n2030年1月26日\n",
    "\n                东屏县水务局 2030年1月26日",
    "\n2030年1月26日",
    "\n2030年1月26日\n东屏县水务局",
    "\n东屏县水务局",
    "\n落款日期：二〇三〇年一月二十六日",
    "\n东屏县水务局\n２０３０年１月２６日\n\n- 6 -",
    "\n东屏县水务局\n2030年1月26日\n（此件公开发布）",
    "东屏县水务局2030年1月26日",
    "\n\n- 6 -",
]
CHROME = [
    "热門詞條\n聯絡我們", "联系我们", "相关链接：", "版权所有：东屏县", "主办单位：东屏县",
    "网站地图", "某ICP备29012345号",
    "网站标识码：1234567890", "上一篇：无", "下一篇：另一份报告", "【打印】 【关闭窗口】", "打印",
    "关闭窗口", "分享到：微信",
    "扫一扫在手机打开", "附件：", "附件1", "责任编辑：某人", "| 上一篇 | 下一篇 |", "返回顶部",
]  # fmt: skip


@pytest.mark.parametrize("signature", ["", *SIGNATURES])
@pytest.mark.parametrize("heading_six", [True, False])
def test_the_last_section_ends_before_the_signature(signature: str, heading_six: bool) -> None:
    tail = TAIL if heading_six else TAIL.partition("\n六、")[0]
    number, text = (6, "无。") if heading_six else (5, "公开还不够及时。")
    assert sections_of(HEAD + TABLES + tail + signature)[number].text == text


@pytest.mark.parametrize("chrome", CHROME)
@pytest.mark.parametrize("signature", ["", SIGNATURES[0]])
def test_the_last_section_ends_before_the_furniture_of_the_page(
    chrome: str, signature: str
) -> None:
    text = HEAD + TABLES + TAIL + signature + "\n\n" + chrome + "\n某某站点\n"
    assert sections_of(text)[6].text == "无。"


def test_furniture_behind_glued_text() -> None:
    text = (HEAD + TABLES + TAIL).replace("\n", "") + " 版权所有：东屏县 主办单位：东屏县"
    assert sections_of(text)[6].text == "无。"


@pytest.mark.parametrize(
    "prose",
    [
        "附件所列事项已公开。",
        "打印费用未收取。",
        "本局网址为 example.org，截至2030年1月26日。",
        "统计期限为2029年1月1日至2029年12月31日",
        "本年度没有其他事项",
        "无",
    ],
)
def test_prose_that_is_neither_signature_nor_furniture(prose: str) -> None:
    assert sections_of(HEAD + TABLES + TAIL.replace("无。", prose))[6].text == prose


def test_paragraphs_of_section_five_with_numbers_stay_in_it() -> None:
    prose = "一、更新偶有延误，专人尚未到位。\n\n二、解读以文字为主，图表较少。"
    text = HEAD + TABLES + TAIL.replace("公开还不够及时。", prose)
    assert sections_of(text)[5].text == prose


def test_a_region_drawn_too_wide_costs_no_prose() -> None:
    flow = flow_of(HEAD + TABLES + TAIL)
    spans = spans_of(flow)
    assert spans[0]
    assert spans[2]
    wide = ((flow.text.index("信息八条"), spans[0][1]), spans[1], (spans[2][0], spans[2][1] + 8))
    headings = find_headings(flow, SECTIONS, wide, len(flow.text))
    sections = read_sections(flow, headings, wide, 0, len(flow.text))
    assert [section.text for section in sections] == [
        "全年公开信息八条。", "", "", "", "公开还不够及时。", "无。"
    ]  # fmt: skip


def test_closing_lines_stand_behind_headings_and_tables() -> None:
    flow = flow_of(HEAD + TABLES + TAIL)
    spans = spans_of(flow)
    headings = find_headings(flow, SECTIONS, spans, len(flow.text))
    assert flow.text.startswith("无。", closing_start(headings, spans))


def test_evidence_of_a_report() -> None:
    evidence = looks_like(flow_of(HEAD + TABLES + TAIL))
    assert evidence.title is not None
    assert evidence.headings == (1, 2, 3, 4, 5, 6)
    assert evidence.report
    assert not evidence.old


@pytest.mark.parametrize(
    "text",
    [
        (
            "东屏县2016年政府信息公开工作年度报告\n一、概述\n二、主动公开政府信息情况\n"
            "三、政府信息依申请公开工作情况\n统计指标\t单位\t统计数\n（一）主动公开政府信息数\t条\t9"
        ),
        "指标名称计量单位2017年度历年累计主动公开文件数条2110",
    ],
)
def test_evidence_of_an_old_form(text: str) -> None:
    evidence = looks_like(flow_of(text))
    assert evidence.old
    assert not evidence.report


@pytest.mark.parametrize("text", ["", "今天天气很好。", "本局公开招聘八人。", TITLE])
def test_evidence_of_something_else(text: str) -> None:
    assert not looks_like(flow_of(text)).report


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*TABLES.split("\n"), *TAIL.split("\n"), *CHROME, *SIGNATURES, TITLE]),
            st.text(max_size=20),
        ),
        max_size=25,
    ),
    st.sampled_from(["", "\n"]),
)
def test_any_text_gives_sections_in_order(parts: list[str], border: str) -> None:
    text = border.join(parts)
    sections = sections_of(text)
    assert list(sections) == sorted(sections)
    looks_like(flow_of(text))


def seed(name: str) -> dict[int, Section]:
    return sections_of(next(SEEDS.glob(f"{name}_*.txt")).read_text(encoding="utf-8"))


@pytest.mark.gold
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample documents are not here")
def test_sample_documents() -> None:
    zero, one, three, four = (seed(name) for name in ("000", "001", "003", "004"))
    assert list(zero) == [1, 2, 3, 4, 5, 6]
    assert zero[1].where == Where(block=6, line=7, col=1)
    assert zero[1].text.endswith("体系。")
    assert "1月26日" not in zero[6].text
    assert list(three) == [1, 2, 3, 4, 5]
    assert four[6].text == "無。"
    assert one[5].text.startswith("一、")
    assert "\n\n二、" in one[5].text
