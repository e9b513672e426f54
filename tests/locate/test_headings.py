"""The six headings: printed in many ways, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.document import Document, Paragraph, Provenance
from govdisclose_extract.flow import Flow
from govdisclose_extract.form.loader import built_in
from govdisclose_extract.locate.headings import find_headings
from govdisclose_extract.where import Where

SECTIONS = built_in("2021").sections
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
Spans = tuple[tuple[int, int] | None, ...]
NO_TABLES: Spans = (None, None, None)

ONE, TWO, THREE = "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"
FOUR, FIVE = "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"
SIX = "六、其他需要报告的事项"
TITLES = [ONE, TWO, THREE, FOUR, FIVE, SIX]
CARRIED = "四、结转下年度继续办理\t0\t0"


def flow_of(text: str) -> Flow:
    lines = text.split("\n")
    blocks = tuple(
        Paragraph(text=line, where=Where(block=number, line=number + 1, col=1))
        for number, line in enumerate(lines)
    )
    return Flow(Document(source=Provenance(), blocks=blocks))


def body(titles: list[str] = TITLES) -> str:
    """A report with a word of prose under each heading and three tables."""
    parts = ["本市水务工作平稳。", (
        "[T2]规章\t0[/2]"
    ), "[T3]本年新收\t1\n" + CARRIED + "[/3]", "[T4]0\t0[/4]",
             "公开还不够及时。", "无。"]  # fmt: skip
    return "\n".join(f"{title}\n{part}" for title, part in zip(titles, parts, strict=True))


def spans_of(flow: Flow) -> Spans:
    spans: list[tuple[int, int] | None] = []
    for number in (2, 3, 4):
        start, end = flow.text.find(f"(T{number})"), flow.text.find(f"(/{number})")
        spans.append((start, end) if start >= 0 else None)
    return tuple(spans)


def found(text: str) -> list[str | None]:
    flow = flow_of(text)
    headings = find_headings(flow, SECTIONS, spans_of(flow), len(flow.text))
    return [heading and flow.raw_of(heading.start, heading.end) for heading in headings]


def test_the_plain_form() -> None:
    assert found(body()) == TITLES


def test_headings_without_any_table() -> None:
    assert found("\n".join(f"{title}\n一些文字在此。" for title in TITLES)) == TITLES


def test_the_body_begins_on_the_next_line() -> None:
    flow = flow_of(body())
    headings = find_headings(flow, SECTIONS, spans_of(flow), len(flow.text))
    assert headings[0] is not None
    assert flow.text.startswith("本市水务", headings[0].body_start)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (1, "\u00a0一、总体情况"),
        (1, "\u3000\u3000一、 总体情况"),
        (1, "一.总体情况"),
        (1, "一 总体情况"),
        (1, "（一）总体情况"),
        (1, "总体情况"),
        (1, "一、概述"),
        (1, "第一部分 总体情况"),
        (1, "一、2029年政府信息公开工作的总体情况"),
        (1, "## 一、总体情况"),
        (1, "**一、总体情况**"),
        (1, "一、总体情况："),
        (1, "一 、总 体 情 况"),
        (2, "二、行政机关主动公开政府信息情况"),
        (2, "二、主动公开政府信息情况（单位：件）"),
        (3, "三、收到的处理政府信息公开申请情况"),
        (3, "三、办理依申请公开政府信息申请的情况"),
        (3, "三三、收到和处理政府信息公开申请情况"),
        (4, "四、因政府信息公开工作被申请行政复议提起行政诉讼情况"),
        (4, "四、行政复议和提起行政诉讼的情况"),
        (4, "四、政府信息公開行政複議、行政訴訟情況"),
        (5, "五、工作中的不足和下一步打算"),
        (5, "五、存在问题及改进措施"),
        (6, "六、其它需要报告的事项"),
        (6, "六、需要说明的其他事项"),
    ],
)
def test_variants(number: int, printed: str) -> None:
    titles = [*TITLES]
    titles[number - 1] = printed
    heading = found(body(titles))[number - 1]
    assert heading is not None
    assert heading == printed.strip("\u00a0\u3000#* ：")


def test_a_heading_broken_over_two_lines() -> None:
    titles = [*TITLES]
    titles[3] = "四、政府信息公开行政复议、行政\n诉讼情况"
    assert found(body(titles))[3] == titles[3]


def test_glued_text() -> None:
    text = body().replace("\n", "")
    assert found(text) == TITLES
    spaced = body().replace("\n", " ")
    assert found(spaced) == TITLES


def test_a_heading_without_number_glued_to_its_table() -> None:
    titles = [*TITLES]
    titles[1] = "主动公开政府信息情况"
    assert found(body(titles).replace("\n", ""))[1] == "主动公开政府信息情况"


def test_text_that_runs_on_behind_a_heading() -> None:
    flow = flow_of(body().replace(FIVE + "\n", FIVE + "。"))
    heading = find_headings(flow, SECTIONS, spans_of(flow), len(flow.text))[4]
    assert heading is not None
    assert flow.text.startswith("公开还不够及时", heading.body_start)


CONTENTS = [
    "目录\n" + "\n".join(TITLES),
    "\n".join(TITLES),
    "\n".join(f"{title}……{page}" for page, title in enumerate(TITLES, 1)),
    "\n".join(f"{title} {page}" for page, title in enumerate(TITLES, 1)),
    "全文包括" + "、".join(TITLES) + "六个部分。",
    "全文包括" + "；".join(TITLES) + "。",
    "全文由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六部分组成。",
]


@pytest.mark.parametrize("contents", CONTENTS)
@pytest.mark.parametrize("tables", [True, False])
def test_a_contents_list_is_left_aside(contents: str, tables: bool) -> None:
    text = f"某局报告\n{contents}\n某局负责编写。\n{body()}"
    if not tables:
        text = text.replace("[T", "(").replace("[/", "(")
    flow = flow_of(text)
    headings = find_headings(flow, SECTIONS, spans_of(flow), len(flow.text))
    real = flow.text.index("某局负责编写")
    assert all(heading is not None and heading.start > real for heading in headings)


@pytest.mark.parametrize("missing", range(6))
def test_a_missing_heading_is_not_taken_from_the_contents(missing: int) -> None:
    titles = [*TITLES]
    titles[missing] = "此处没有标题。"
    headings = found("全文包括" + "、".join(TITLES) + "。\n" + body(titles))
    assert [heading is None for heading in headings] == [at == missing for at in range(6)]


def test_headings_with_nothing_under_them_are_no_contents_list() -> None:
    assert found(f"某局报告\n{TWO}\n{THREE}\n{FOUR}") == [None, TWO, THREE, FOUR, None, None]


def test_the_row_four_is_no_heading() -> None:
    assert found(body())[3] == FOUR
    titles = [*TITLES]
    titles[3] = ""
    assert found(body(titles))[3] is None


@pytest.mark.parametrize(
    "prose",
    [
        "一、公开的质量还要提高，总体上不够均衡。\n二、主动公开的范围要扩大，形式要丰富。",
        "一、主动公开的问题\n二、依申请公开的问题",
        "### 三是提高答复申请的处理质量",
        "四、五家单位没有更新。",
    ],
)
def test_paragraphs_of_section_five_that_look_like_headings(prose: str) -> None:
    assert found(body().replace("公开还不够及时。", prose)) == TITLES


@pytest.mark.parametrize(
    "prose",
    ["（一）主动公开政府信息情况", "（二）主动公开情况。全年公开信息八条。", "主动公开情况"],
)
def test_paragraphs_of_section_one_that_look_like_headings(prose: str) -> None:
    assert found(body().replace("本市水务", prose + "\n本市水务")) == TITLES


def test_nothing_behind_the_end_is_looked_at() -> None:
    flow = flow_of(body())
    end = flow.text.index("五、")
    headings = find_headings(flow, SECTIONS, spans_of(flow), end)
    assert headings[4:] == (None, None)


def test_a_region_that_starts_in_the_prose_before_its_heading() -> None:
    flow = flow_of(body())
    start = flow.text.index("水务")
    two, *others = spans_of(flow)
    assert two is not None
    headings = find_headings(flow, SECTIONS, ((start, two[1]), *others), len(flow.text))
    assert headings[1] is not None


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*TITLES, "目录", CARRIED, "(", "总体情况", "　", "第二部分"]),
            st.text(max_size=20),
        ),
        max_size=30,
    ),
    st.sampled_from(["", "\n", " "]),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=3, max_size=3),
)
def test_any_text_gives_rising_headings(
    parts: list[str], border: str, places: list[tuple[int, int]]
) -> None:
    flow = flow_of(border.join(parts))
    limit = len(flow.text)
    for spans in (NO_TABLES, tuple((min(a, b, limit), min(max(a, b), limit)) for a, b in places)):
        headings = [one for one in find_headings(flow, SECTIONS, spans, limit) if one]
        places_found = [at for one in headings for at in (one.start, one.end)]
        assert places_found == sorted(places_found)
        assert [one.number for one in headings] == sorted({one.number for one in headings})
        assert all(one.end <= one.body_start <= limit for one in headings)


@pytest.mark.gold
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample documents are not here")
@pytest.mark.parametrize(
    ("name", "numbers"),
    [("000", [2, 3, 4, 5, 6]), ("001", [1, 2, 3, 4, 5, 6]), ("002", [1, 2, 3, 4, 5, 6]),
     ("003", [1, 2, 3, 4, 5]), ("004", [1, 2, 3, 4, 5, 6])],
)  # fmt: skip
def test_sample_documents(name: str, numbers: list[int]) -> None:
    flow = flow_of(next(SEEDS.glob(f"{name}_*.txt")).read_text(encoding="utf-8"))
    headings = find_headings(flow, SECTIONS, NO_TABLES, len(flow.text))
    assert [heading.number for heading in headings if heading] == numbers
