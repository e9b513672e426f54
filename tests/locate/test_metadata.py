"""Page metadata, the contact block and the cited notice."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.flow import Flow
from govdisclose_extract.locate.metadata import find_notice, read_metadata
from govdisclose_extract.report import Metadata, Period
from govdisclose_extract.where import Where

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
TITLE = "东屏县水务局2029年政府信息公开工作年度报告"
DAY = datetime.date(2030, 1, 26)


def flow_of(text: str) -> Flow:
    lines = text.split("\n")
    blocks = tuple(
        Paragraph(text=line, where=Where(block=number, line=number + 1, col=1))
        for number, line in enumerate(lines)
    )
    return Flow(Document(source=Provenance(), blocks=blocks))


def read(text: str) -> Metadata:
    flow = flow_of(text)
    end = flow.text.find("一、总体情况")
    return read_metadata(flow, end if end >= 0 else len(flow.text))


BLOCKS = {
    "colons": (
        "索 引 号：0123/2030-4\n发布机构: 东屏县水务局\n发布日期：2030-01-26 10:30\n"
        "文  号：东水〔2030〕4号\n分类：年报"
    ),
    "one line": (
        "索引号:0123/2030-4 发布机构：东屏县水务局 发布日期:2030年1月26日 "
        "文号:东水〔2030〕4号　分类:年报"
    ),
    "tabs": (
        "索引号\t0123/2030-4\t发布机构\t东屏县水务局\n发布日期\t2030-01-26\t"
        "文号\t东水〔2030〕4号\n分类\t年报"
    ),
    "pipes": (
        "| 索 引 号 | 0123/2030-4 | 分 类 | 年报 |\n"
        "| 发布机构： | 东屏县水务局 | 发布日期： | 2030/1/26 |\n| 文 号 | 东水〔2030〕4号 |"
    ),
    "two lines": (
        "索引号\n0123/2030-4\n发布机构\n\n东屏县水务局\n发布日期：\n2030-01-26\n"
        "文号\n东水〔2030〕4号\n分类\n年报"
    ),
    "other names": (
        "索引号：0123/2030-4\n发文机关：东屏县水务局\n发文日期：2030.01.26\n"
        "发文字号：东水〔2030〕4号\n主题分类：年报"
    ),
    "still other names": (
        "索引号：0123/2030-4\n公开责任部门：东屏县水务局\n生成日期：2030-01-26\n"
        "文号：东水〔2030〕4号\n组配分类：年报"
    ),
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize(
    "behind", ["\n" + TITLE + "\n一、总体情况", "\n\n" + TITLE + "\n根据条例，编制本报告。", ""]
)
def test_page_metadata(block: str, behind: str) -> None:
    assert read(block + behind) == Metadata(
        index_number="0123/2030-4",
        publisher="东屏县水务局",
        publication_date=DAY,
        document_number="东水〔2030〕4号",
        category="年报",
    )


def test_a_grid() -> None:
    texts = [
        ["名称", TITLE],
        ["索引号", "0123/2030-4"],
        ["文号", ""],
        ["公开日期", "2030-01-26"],
        ["时效", ""],
    ]
    cells = tuple(
        Cell(text, row, col) for row, line in enumerate(texts) for col, text in enumerate(line)
    )
    flow = Flow(Document(source=Provenance(), blocks=(Grid(5, 2, cells),)))
    found = read_metadata(flow, len(flow.text))
    assert (found.index_number, found.document_number, found.publication_date) == (
        "0123/2030-4",
        None,
        DAY,
    )
    assert dict(found.other) == {"名称": TITLE}


@pytest.mark.parametrize(
    "text",
    [
        "文号:\n发布机构：东屏县水务局",
        "文号\n发布机构\n东屏县水务局",
        "文号：　发布机构：东屏县水务局",
        "| 文号 | | 发布机构 | 东屏县水务局 |",
        "文号\t\t发布机构\t东屏县水务局",
        "发布机构：东屏县水务局\n文号：\n" + TITLE,
        "发布机构：东屏县水务局\n文号\n" + TITLE,
        "发布机构：东屏县水务局\n文号：\n根据条例第五十条编制。",
    ],
)
def test_an_empty_value(text: str) -> None:
    found = read(text)
    assert found.document_number is None
    assert found.publisher == "东屏县水务局"
    assert dict(found.other) == {}


def test_a_category_that_reads_like_a_title() -> None:
    assert read("分类\n政府信息公开年报\n时效\n" + TITLE) == Metadata(category="政府信息公开年报")


def test_an_empty_value_before_the_title() -> None:
    assert dict(read(f"时效\n{TITLE}\n").other) == {}
    assert dict(read(f"时效：\n{TITLE}\n").other) == {}


def test_other_fields_by_their_printed_name() -> None:
    found = read(
        "有效性：有效\n关 键 词：水务；年报\n浏览次数：88\n"
        "来源：水务局办公室 时间：2030-01-26 09:43\n原文链接: https://a.example/b:8/c"
    )
    assert dict(found.other) == {
        "有效性": "有效",
        "关键词": "水务；年报",
        "浏览次数": "88",
        "来源": "水务局办公室",
        "原文链接": "https://a.example/b:8/c",
    }
    assert found.publication_date == DAY


def test_the_better_name_wins_and_the_other_is_kept() -> None:
    found = read(
        "成文日期：2030年1月20日\n发布日期：2030年1月26日\n信息来源：某中心\n发布机构：东屏县水务局"
    )
    assert (found.publication_date, found.publisher) == (DAY, "东屏县水务局")


def test_a_second_field_of_a_kind_is_kept() -> None:
    found = read("发布日期：2030年1月26日\n成文日期：2030年1月20日\n主题分类：水利\n组配分类：年报")
    assert (found.publication_date, found.category) == (DAY, "水利")
    assert dict(found.other) == {"成文日期": "2030年1月20日", "组配分类": "年报"}


def test_nothing_in_the_body_is_read() -> None:
    assert read("一、总体情况\n索引号：0123\n电话：0199-1234567") == Metadata()


@pytest.mark.parametrize(
    "prose",
    [
        "本局来源：不是字段。时间：2030年1月26日。",
        "发布机构建设得到加强",
        "本局名称：此处是一句完整的话。",
    ],
)
def test_prose_is_no_metadata(prose: str) -> None:
    assert read(prose) == Metadata()


CONTACTS = {
    "in brackets": (
        "如有疑问，请联系（地址：东屏县河街1号，邮编：012345，电话：0199-12345678，"
        "传真：0199-1234567，电子邮箱：sw@dp.example）。"
    ),
    "semicolons": (
        "通讯地址：东屏县河街1号；邮政编码：012345；联系电话：0199-12345678；"
        "传真：0199-1234567；邮箱：sw@dp.example。"
    ),
    "lines": (
        "地 址：东屏县河街1号\n邮 编：012345\n电 话：0199-12345678\n"
        "传 真：0199-1234567\nE-mail：sw@dp.example"
    ),
    "wrapped": (
        "如有疑问，请与本局联系，地址：东屏县\n河街1号，邮编：012345，电话：0199-\n12345678，"
        "传真：0199-1234567；邮箱：sw@dp.example。"
    ),
    "blanks": (
        "地址：东屏县河街1号 邮编：012345 电话：0199-12345678 传真：0199-1234567 "
        "电子信箱：sw@dp.example 其余从略"
    ),
}


@pytest.mark.parametrize("block", CONTACTS.values(), ids=CONTACTS)
def test_the_contact_block(block: str) -> None:
    assert read("本报告根据条例编制。" * 50 + "\n" + block + "\n一、总体情况") == Metadata(
        address="东屏县河街1号",
        postcode="012345",
        phone="0199-12345678",
        fax="0199-1234567",
        email="sw@dp.example",
    )


def test_contacts_without_colons_and_a_person() -> None:
    found = read(
        "请与本局联系（邮编012345，电话0199-1234567，传真0199-7654321，"
        "邮箱sw@dp.example；联系人：王某）。"
    )
    assert (found.postcode, found.phone, found.fax) == ("012345", "0199-1234567", "0199-7654321")
    assert (found.email, found.contact) == ("sw@dp.example", "王某")


def test_a_phone_number_in_brackets() -> None:
    assert read("电话：（0199）1234567。").phone == "（0199）1234567"


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("（国办公开办函〔2021〕30号）", "国办公开办函〔2021〕30号"),
        ("国办公开办函[2021]30号", "国办公开办函〔2021〕30号"),
        ("國辦公開辦函【2021】30號", "国办公开办函〔2021〕30号"),
        ("国办公开办函（2021） 30 号", "国办公开办函〔2021〕30号"),
        ("国办公开办\n函〔2019〕60号", "国办公开办函〔2019〕60号"),
        ("国办公开办函〔2016〕201号及国办公开办函〔2019〕60号", "国办公开办函〔2019〕60号"),
        ("国办公开办函〔2016〕201号", None),
        ("国办函〔2020〕109号", None),
        ("", None),
    ],
)
def test_the_notice(text: str, notice: str | None) -> None:
    flow = flow_of(text)
    assert find_notice(flow, 0, len(flow.text)) == notice
    assert read(text).notice == notice


def test_what_is_passed_on() -> None:
    flow = flow_of("一、总体情况\n国办公开办函〔2021〕30号")
    period = Period(datetime.date(2029, 1, 1), datetime.date(2029, 12, 31))
    found = read_metadata(flow, 0, notice_end=len(flow.text), period=period, signature_date=DAY)
    assert (found.period, found.signature_date) == (period, DAY)
    assert found.notice == "国办公开办函〔2021〕30号"


PIECES = [
    "索引号", "文号", "电话", "地址", "名称", "发布日期", "邮编", ":", "：", "\t", "|", "\n", " ",
    "（", "）", "2030-01-26", "。", "，", "国办公开办函", "〔2021〕30号", TITLE, "a@b.example",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40))
def test_any_text(parts: list[str]) -> None:
    flow = flow_of("".join(parts))
    found = read_metadata(flow, len(flow.text))
    assert all(found.other.values())


@pytest.mark.gold
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample documents are not here")
def test_a_sample_document() -> None:
    text = next(SEEDS.glob("003_*.txt")).read_text(encoding="utf-8")
    flow = flow_of(text)
    found = read_metadata(flow, flow.text.index("一、总体情况"))
    values = (found.address, found.postcode, found.phone, found.fax, found.email)
    names = ("地址", "邮编", "电话", "传真", "电子邮箱")
    assert all(values)
    printed = "，".join(f"{name}：{value}" for name, value in zip(names, values, strict=True))
    assert f"（{printed}）" in text
    assert found.notice == "国办公开办函〔2019〕60号"
