"""The title with its year, and whose report it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govdisclose_extract.document import Document, Paragraph, Provenance
from govdisclose_extract.flow import Flow
from govdisclose_extract.locate.title import Title, find_agency, find_title, reads_as_title
from govdisclose_extract.where import Where

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def flow_of(text: str) -> Flow:
    lines = text.split("\n")
    blocks = tuple(
        Paragraph(text=line, where=Where(block=number, line=number + 1, col=1))
        for number, line in enumerate(lines)
    )
    return Flow(Document(source=Provenance(), blocks=blocks))


def title_of(text: str) -> Title | None:
    flow = flow_of(text)
    end = flow.text.find("一、总体情况")
    return find_title(flow, end if end >= 0 else len(flow.text))


AGENCY = "东屏县水务局"


@pytest.mark.parametrize(
    ("line", "agency", "year"),
    [
        ("东屏县水务局2029年政府信息公开工作年度报告", AGENCY, 2029),
        ("2029年东屏县水务局政府信息公开工作年度报告", AGENCY, 2029),
        ("2029年度东屏县水务局政府信息公开年度报告", AGENCY, 2029),
        ("东屏县水务局 2029 年政府信息公开年报", AGENCY, 2029),
        ("东屏县水务局2029年度政府信息公开工作报告", AGENCY, 2029),
        ("东屏县水务局2029年度政府信息公开年度工作报告", AGENCY, 2029),
        ("东屏县水务局政府信息公开2029年度报告", AGENCY, 2029),
        ("东屏县水务局政府信息公开工作年度报告（2029年）", AGENCY, 2029),
        ("东屏县水务局二〇二九年政府信息公开工作年度报告", AGENCY, 2029),
        ("东屏县水务局二○二九年政府信息公开工作年度报告", AGENCY, 2029),
        ("东屏县水务局２０２９年政府信息公开工作年度报告", AGENCY, 2029),
        ("东屏县水务局关于2029年政府信息公开工作情况的报告", AGENCY, 2029),
        ("# 东屏县水务局2029年政府信息公开工作年度报告", AGENCY, 2029),
        ("**东屏县水务局2029年政府信息公开工作年度报告**", AGENCY, 2029),
        ("东屏县水务局政府信息公开工作年度报告", AGENCY, None),
        ("2029年政府信息公开工作年度报告", None, 2029),
        ("水务局 2029 年政府信息公开工作年度报告", "水务局", 2029),
        ("東屏縣水務局2029年度政府信息公開工作報告", "東屏縣水務局", 2029),
        (
            "东屏县文化和旅游局、体育局2029年政府信息公开工作年度报告",
            "东屏县文化和旅游局、体育局",
            2029,
        ),
    ],
)
def test_titles_on_one_line(line: str, agency: str | None, year: int | None) -> None:
    title = title_of(f"\n\n{line}\n\n根据有关规定，编制本报告。\n一、总体情况\n")
    assert title is not None
    assert (title.agency, title.year) == (agency, year)
    assert title.title == line.strip("#* ")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            "东屏县水务局2029年度\n政府信息公开工作年度报告",
            "东屏县水务局2029年度政府信息公开工作年度报告",
        ),
        (
            "东屏县水务局\n2029年政府信息公开工作年度报告",
            "东屏县水务局2029年政府信息公开工作年度报告",
        ),
        (
            "东屏县水务局\n\n2029年政府信息公开工作年度报告",
            "东屏县水务局2029年政府信息公开工作年度报告",
        ),
        (
            "东屏县水务局\n2029年度\n政府信息公开工作年度报告",
            "东屏县水务局2029年度政府信息公开工作年度报告",
        ),
        (
            "东屏县水务局2029年政府信息公开工作年\n度报告",
            "东屏县水务局2029年政府信息公开工作年度报告",
        ),
        (
            "东屏县水务局2029年政府信息公开工作年度报\n告",
            "东屏县水务局2029年政府信息公开工作年度报告",
        ),
        (
            "东屏县水务局2029年政府信\n息公开工作年度报告",
            "东屏县水务局2029年政府信息公开工作年度报告",
        ),
        (
            "东屏县水务局政府信息公开工作年度报告\n（2029年度）",
            "东屏县水务局政府信息公开工作年度报告（2029年度）",
        ),
    ],
)
def test_titles_on_several_lines(lines: str, title: str) -> None:
    found = title_of(lines + "\n一、总体情况")
    assert found is not None
    assert (found.title, found.agency, found.year) == (title, AGENCY, 2029)
    assert (found.start, found.end) == (0, len(lines))


def test_a_spaced_letterhead_is_not_the_title() -> None:
    found = title_of("东 屏 县 水 务 局\n\n东屏县水务局 2029 年政府信息公开工作年度报告")
    assert found is not None
    assert found.title == "东屏县水务局 2029 年政府信息公开工作年度报告"


def test_a_spaced_letterhead_names_the_agency_of_a_title_without_one() -> None:
    found = title_of("东 屏 县 水 务 局\n2029年政府信息公开工作年度报告")
    assert found is not None
    assert (found.title, found.agency) == ("2029年政府信息公开工作年度报告", AGENCY)


@pytest.mark.parametrize(
    ("letter", "agency"),
    [
        ("关于报送《东屏县水务局2029年政府信息公开工作年度报告》的函", AGENCY),
        ("东屏县水务局关于报送《2029年政府信息公开工作年度报告》的函", AGENCY),
        ("关于印发《东屏县水务局2029年政府信息公\n开工作年度报告》的通知", AGENCY),
        ("关于报送《2029年政府信息公开工作年度报告》的函", None),
    ],
)
def test_a_covering_letter(letter: str, agency: str | None) -> None:
    found = title_of(letter + "\n一、总体情况")
    assert found is not None
    assert (found.agency, found.year) == (agency, 2029)
    assert found.title.endswith("政府信息公开工作年度报告")
    assert "《" not in found.title


def test_the_title_itself_comes_before_a_covering_letter() -> None:
    found = title_of(
        "关于报送《东屏县水务局2029年政府信息公开年报》的函\n县政府：\n"
        "东屏县水务局2029年政府信息公开工作年度报告\n一、总体情况"
    )
    assert found is not None
    assert found.title == "东屏县水务局2029年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "line",
    [
        "标题: 东屏县水务局2029年政府信息公开工作年度报告",
        "标题：东屏县水务局2029年政府信息公开工作年度报告-东屏县",
        "名称\t东屏县水务局2029年政府信息公开工作年度报告\t文号\t",
        "| 名称 | 东屏县水务局2029年政府信息公开工作年度报告 |",
    ],
)
def test_a_metadata_line(line: str) -> None:
    found = title_of(f"{line}\n栏目: 政府信息公开年报\n一、总体情况")
    assert found is not None
    assert found.title == "东屏县水务局2029年政府信息公开工作年度报告"
    assert (found.agency, found.year) == (AGENCY, 2029)


def test_glued_text() -> None:
    found = title_of("东屏县水务局2029年政府信息公开工作年度报告 根据要求编制。 一、总体情况 全年")
    assert found is not None
    assert found.title == "东屏县水务局2029年政府信息公开工作年度报告"
    long = "本局做了工作，公开信息八条。" * 20
    found = title_of("东屏县水务局2029年政府信息公开工作年度报告 " + long)
    assert found is not None
    assert (found.agency, found.year) == (AGENCY, 2029)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "东屏县水务局2029年工作总结",
        "东屏县水务局2029年政府信息公开工作总结",
        "根据条例要求，现公布东屏县水务局2029年政府信息公开工作年度报告。",
        "根据《关于政府信息公开工作年度报告》",
        "按照要求编制2029年政府信息公开工作年度报告",
        "本报告为2029年政府信息公开工作年度报告",
        "六、2029年政府信息公开工作年度报告",
        "（一）编发2029年政府信息公开年报",
        "首页 > 政务公开 > 政府信息公开年报",
        "栏目: 政府信息公开年报",
        "做好2029年政府信息公开年度报告",
        "《政府信息公开工作年度报告格式》的通知",
    ],
)
def test_no_title(text: str) -> None:
    assert title_of(text + "\n一、总体情况\n东屏县水务局2029年政府信息公开工作年度报告") is None


def test_the_title_that_says_most_is_taken() -> None:
    found = title_of(
        "政府信息公开工作年度报告\n2029年政府信息公开年报\n\n\n东屏县水务局2029年政府信息公开年报"
    )
    assert found is not None
    assert found.agency == AGENCY


def test_reads_as_title() -> None:
    assert reads_as_title("东屏县水务局2029年政府信息公开年报")
    assert not reads_as_title("东屏县水务局")
    assert not reads_as_title("长" * 100)


@pytest.mark.parametrize(
    ("text", "publisher", "signature", "agency"),
    [
        ("东屏县水务局2029年政府信息公开年报", "某中心", None, AGENCY),
        ("本报告由东屏县水务局根据有关规定编制。", "某中心", None, AGENCY),
        ("本年度报告由 东屏县水务局 综合各单位情况编写。", None, None, AGENCY),
        ("本报告由本机关编制。", "东屏县水务局", "某中心", AGENCY),
        ("本报告共六部分。", None, "东屏县水务局", AGENCY),
        ("本报告共六部分。", None, None, None),
    ],
)
def test_whose_report(
    text: str, publisher: str | None, signature: str | None, agency: str | None
) -> None:
    flow = flow_of(text)
    end = len(flow.text)
    title = find_title(flow, end)
    assert find_agency(flow, title, end, publisher=publisher, signature=signature) == agency


PIECES = ["2029年", "政府信息公开", "工作年度报告", "东屏县水务局", "《", "》的函", "标题:", (
    "（2029年）"
), " ", "\n",
          "年报", "关于报送", "东 屏 县 局", "|", "*"]  # fmt: skip


@example(["\r"])
@example(["*\r*\n2029年"])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25))
def test_any_text(parts: list[str]) -> None:
    flow = flow_of("".join(parts))
    title = find_title(flow, len(flow.text))
    find_agency(flow, title, len(flow.text))
    if title:
        assert 0 <= title.start < title.end <= len(flow.text)
        assert "\n" not in title.title
        assert title.year is None or 1900 <= title.year < 2100


@pytest.mark.gold
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample documents are not here")
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_sample_documents(name: str) -> None:
    path = next(SEEDS.glob(f"{name}_*.txt"))
    gold = json.loads(path.with_name(path.name + ".gold.json").read_text(encoding="utf-8"))
    flow = flow_of(path.read_text(encoding="utf-8"))
    starts = [flow.text.find(mark) for mark in ("一、总体情况", "二、主动公开政府信息情况")]
    title = find_title(flow, min(start for start in starts if start >= 0))
    assert title is not None
    assert (title.title, title.year) == (gold["title"], gold["report_year"])
    assert title.agency == ("湖南省公安廳" if name == "004" else gold["agency"])


def test_the_link_to_another_year_is_no_part_of_the_title() -> None:
    """A list of years beside the title stands on its line where a page was printed."""
    text = (
        "2028年年报      东屏县水务局2029年政府信息公开工作年度报告\n2027年年报\n"
        "名称：东屏县水务局2029年政府信息公开工作年度报告\n正文"
    )
    found = title_of(text)
    assert found is not None
    assert (found.agency, found.year) == (AGENCY, 2029)
