"""Where tables stand, where they end, which edition they follow, and how many reports there are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import pytest
from report_text import (
    NUMBERS,
    NUMBERS_2019,
    TITLE,
    Lines,
    cell_per_line,
    codes,
    flattened,
    glued,
    lies,
    one_line,
    pipe,
    report,
    row,
    swap,
    tabbed,
    table_four,
    table_three,
    table_two,
    truth,
    written,
)

from govdisclose_extract import Edition, Extractor, Finding, Report, edition, extract_text
from govdisclose_extract.adapters.text import document_of
from govdisclose_extract.flow import Flow
from govdisclose_extract.form.loader import parse_edition
from govdisclose_extract.locate.several import report_starts
from govdisclose_extract.locate.tables import Located, Region, find_tables

OLD, NEW = edition("2019"), edition("2021")
BOTH = (OLD, NEW)
WHOLE = written(tabbed)
TITLE_2020 = TITLE.replace("2023", "2020")
IDS = ["proactive", "applications", "review"]


def located(text: str, editions: tuple[Edition, ...] = BOTH) -> Located:
    return find_tables(Flow(document_of(text)), editions)


def found_in(text: str, editions: tuple[Edition, ...] = BOTH) -> dict[str, Region]:
    return {region.table.id: region for region in located(text, editions).regions}


def printed(text: str, region: Region) -> str:
    return Flow(document_of(text)).text[region.start : region.end]


def finding(found: Report, code: str) -> Finding:
    (one,) = (one for one in found.findings if one.code == code)
    return one


def put(
    two: Lines | None = None,
    three: Lines | None = None,
    four: Lines | None = None,
    title: str = TITLE,
) -> str:
    """A report of the tables that are given."""
    tables = (tabbed(lines) if lines else "本项没有数据。" for lines in (two, three, four))
    return report(*tables, title=title)


def no_heads(lines: Lines, *heads: str) -> Lines:
    return [line for line in lines if not any(cell in heads for cell in line)]


# ---------------------------------------------------------------------------- which edition


class TestEdition:
    @pytest.mark.parametrize("form", ["2019", "2021"])
    def test_labels_of_one_edition_tell_it(self, form):
        text = written(tabbed, NUMBERS if form == "2021" else NUMBERS_2019, form)
        regions = found_in(text)
        assert list(regions) == IDS
        assert {region.edition.id for region in regions.values()} == {form}
        assert regions["proactive"].sure
        assert regions["proactive"].evidence
        assert regions["proactive"].table is edition(form).tables[0]

    def test_the_evidence_names_labels_that_the_other_edition_lacks(self):
        evidence = found_in(WHOLE)["proactive"].evidence
        assert "本年制发件数" in evidence
        assert "规章" not in evidence
        old = found_in(written(tabbed, NUMBERS_2019, "2019"))["proactive"].evidence
        assert "上一年项目数量" in old

    def test_a_row_that_an_edition_lacks_tells_table_three(self):
        text = put(three=table_three(NUMBERS_2019, "2019"))
        (region,) = located(text).regions
        assert (region.table.id, region.edition.id, region.sure) == ("applications", "2019", True)

    def test_a_table_alike_in_both_is_told_by_the_other_tables(self):
        regions = found_in(written(tabbed, NUMBERS_2019, "2019"))
        assert regions["review"].edition.id == "2019"
        assert not regions["review"].sure
        assert not regions["review"].evidence

    def test_table_four_alone_is_unproven(self):
        found = extract_text(put(four=table_four(), title=TITLE_2020))
        assert found.edition == "2019"
        assert dict(found.editions) == {"review": "2019"}
        assert "the report year 2020" in finding(found, "edition.unproven").message
        assert "报告年度2020" in finding(found, "edition.unproven").message_zh

    def test_one_edition_alone_has_evidence_of_its_own_order_only(self):
        regions = found_in(WHOLE, (NEW,))
        assert list(regions) == IDS
        assert {region.edition.id for region in regions.values()} == {"2021"}

    def test_tables_of_two_editions_are_told(self):
        text = report(
            tabbed(table_two(NUMBERS_2019, "2019")), tabbed(table_three()), tabbed(table_four())
        )
        found = extract_text(text)
        assert found.editions["proactive"] == "2019"
        assert found.editions["applications"] == "2021"
        assert found.edition == "2019"
        assert "proactive 2019, applications 2021" in finding(found, "edition.mixed").message

    def test_an_edition_not_of_the_year_is_told(self):
        found = extract_text(swap(WHOLE, TITLE, TITLE_2020))
        assert found.edition == "2021"
        assert "2020" in finding(found, "edition.year").message

    @pytest.mark.parametrize("year", ["2021", "2030"])
    def test_the_form_in_use_fits_all_later_years(self, year):
        found = extract_text(swap(WHOLE, TITLE, TITLE.replace("2023", year)))
        assert "edition.year" not in codes(found)

    def test_an_edition_that_the_report_does_not_cite_is_told(self):
        cited = "根据国办公开办函〔2019〕60号要求编制本报告。"
        found = extract_text(swap(WHOLE, "一、总体情况", f"{cited}\n一、总体情况"))
        assert found.edition == "2021"
        assert "〔2019〕60号" in finding(found, "edition.notice").message

    def test_the_edition_cited_is_no_finding(self):
        cited = "根据国办公开办函〔2021〕30号要求编制本报告。"
        found = extract_text(swap(WHOLE, "一、总体情况", f"{cited}\n一、总体情况"))
        assert found.metadata.notice == NEW.notice
        assert codes(found) == set()

    def test_without_tables_the_notice_goes_before_the_year(self):
        cited = "根据国办公开办函〔2019〕60号要求编制本报告。"
        text = swap(put(), "一、总体情况", f"{cited}\n一、总体情况")
        found = extract_text(text)
        assert found.edition == "2019"
        assert "〔2019〕60号" in finding(found, "edition.unproven").message

    def test_without_tables_notice_and_year_the_latest_form_is_taken(self):
        found = extract_text(put(title="清河县林业局政府信息公开工作年度报告"))
        assert found.edition == "2021"
        assert "the latest form" in finding(found, "edition.unproven").message
        assert "最新格式" in finding(found, "edition.unproven").message_zh

    def test_a_year_before_every_form_takes_the_latest(self):
        found = extract_text(put(title=TITLE.replace("2023", "2016")))
        assert found.edition == "2021"


class TestTies:
    def test_labels_shared_by_all_editions_are_not_sure(self):
        editions = (tiny("2030"), tiny("2031"))
        (region,) = located(tiny_text(), editions).regions
        assert not region.sure
        assert region.evidence == ()
        assert region.edition.id == "2031"

    def test_the_latest_wins_whatever_their_order(self):
        (region,) = located(tiny_text(), (tiny("2031"), tiny("2030"))).regions
        assert region.edition.id == "2031"

    def test_a_label_of_its_own_beats_the_latest(self):
        editions = (tiny("2030", "植树造林总面积"), tiny("2031"))
        (region,) = located(tiny_text("植树造林总面积"), editions).regions
        assert region.sure
        assert region.edition.id == "2030"
        assert region.evidence == ("植树造林总面积",)

    def test_a_row_in_between_that_is_lacking_tells_an_edition(self):
        editions = (tiny("2030"), tiny("2031", "植树造林总面积"))
        (region,) = located(tiny_text(), editions).regions
        assert region.sure
        assert region.evidence == ()
        assert region.edition.id == "2030"

    def test_a_table_that_only_one_edition_has(self):
        editions = (tiny("2030", tables=(2, 3)), tiny("2031"))
        text = tiny_text() + "\n" + tiny_text(table=3)
        regions = {region.table.number: region for region in located(text, editions).regions}
        assert set(regions) == {2, 3}
        assert regions[3].edition.id == "2030"
        moved = located(text, editions).of(editions[1])
        assert [one.edition.id for one in moved.regions] == ["2031", "2030"]

    def test_a_table_that_the_sure_edition_lacks_keeps_its_own(self):
        editions = (tiny("2030", tables=(2, 3)), tiny("2031", "植树造林总面积"))
        text = tiny_text("植树造林总面积") + "\n" + tiny_text(table=3)
        two, three = located(text, editions).regions
        assert (two.edition.id, two.sure) == ("2031", True)
        assert (three.edition.id, three.sure) == ("2030", False)


@cache
def tiny(id: str, extra: str = "", tables: tuple[int, ...] = (2,)) -> Edition:
    """A form of small tables with five rows, and perhaps one row more in their middle."""
    lines = [f'id = "{id}"', f'notice = "通知{id}号"', f"years = [{id}]"]
    lines += [f'[[sections]]\nlabel = "第{number}部分情况"' for number in "一二三四五六"]
    for number in tables:
        labels = tiny_labels(number, extra)
        table = IDS[number - 2]
        lines += ["[[tables]]", f'id = "{table}"', f"number = {number}", 'title = "表"']
        lines += [f'prefix = "{table}."', "[[tables.blocks]]"]
        lines += [f'columns = [{{ id = "count", label = "本表数量{number}" }}]', "rows = ["]
        lines += [f'{{ id = "r{at}", label = "{label}" }},' for at, label in enumerate(labels)]
        lines += ["]"]
    return parse_edition("\n".join(lines))


def tiny_labels(table: int, extra: str) -> list[str]:
    names = ["育苗面积", "抚育面积", "封山面积", "退耕面积", "病虫防治"]
    if table == 3:
        names = ["巡护里程", "火情次数", "物资储备", "队伍人数", "演练场次"]
    return [*names[:3], *([extra] if extra else []), *names[3:]]


def tiny_text(extra: str = "", table: int = 2) -> str:
    rows = (f"{label}\t{at}" for at, label in enumerate(tiny_labels(table, extra)))
    return "\n".join([f"本表数量{table}", *rows])


# ---------------------------------------------------------------------------- where


class TestPlaces:
    def test_tables_come_in_the_order_of_the_form(self):
        spans = [(region.start, region.end) for region in located(WHOLE).regions]
        assert spans == sorted(spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))

    def test_a_table_begins_at_its_first_head(self):
        regions = found_in(WHOLE)
        assert printed(WHOLE, regions["proactive"]).startswith("第二十条第(一)项")
        assert printed(WHOLE, regions["applications"]).startswith("本列数据的勾稽关系为")
        assert "行政复议\t行政诉讼" in printed(WHOLE, regions["review"])

    def test_prose_that_names_rows_before_a_table_is_not_the_table(self):
        prose = "全年办理行政许可386件,行政处罚80件,行政强制12件,收取行政事业性收费9万元。"
        text = swap(WHOLE, "本局依法做好信息公开。", prose)
        found = extract_text(text)
        assert lies(found, truth()) == {}
        assert row(found, "proactive.licensing") == "3186"
        assert codes(found) == set()

    def test_prose_that_lists_every_row_of_table_three_is_not_the_table(self):
        names = "、".join(one.label.bodies[0] for one in NEW.tables[1].rows)
        text = swap(WHOLE, "本局依法做好信息公开。", f"申请的办理分为{names}几类。")
        found = extract_text(text)
        assert lies(found, truth()) == {}
        assert found.facts.keys() == truth().keys()

    @pytest.mark.parametrize("writer", [tabbed, pipe, flattened, one_line, glued])
    def test_prose_before_the_tables_that_repeats_their_heads(self, writer):
        prose = "主动公开第二十条第(一)项规定的规章、行政规范性文件,以及行政许可、行政处罚。"
        text = swap(written(writer), "本局依法做好信息公开。", prose)
        assert lies(extract_text(text), truth()) == {}
        assert row(extract_text(text), "proactive.penalties") == "27"

    def test_a_table_ends_at_a_line_of_prose(self):
        note = "以上数据截至年底,共3次核对。"
        text = swap(WHOLE, "三、收到和处理", f"{note}\n三、收到和处理")
        region = found_in(text)["proactive"]
        assert printed(text, region).rstrip().endswith("41.25")

    def test_glued_text_ends_at_its_first_sentence(self):
        text = swap(
            written(glued).replace("\n", ""),
            "三、收到和处理",
            "以上数据截至年底;共核对三次。三、收到和处理",
        )
        region = found_in(text)["proactive"]
        assert "共核对" not in printed(text, region)
        assert "41.25" in printed(text, region)

    def test_the_last_table_with_labels_ends_before_the_next_sentence(self):
        text = put(two=table_two(), three=table_three())
        assert "本项没有数据" not in printed(text, found_in(text)["applications"])

    def test_a_table_far_behind_its_heads_begins_at_its_rows(self):
        far = "\n".join("林" * 30 for _ in range(40))
        text = swap(WHOLE, "一、本年新收", f"{far}\n一、本年新收")
        found = extract_text(text)
        assert lies(found, truth()) == {}
        assert row(found, "applications.granted") == "6 1 0 0 1 0 8"

    @pytest.mark.parametrize("head", ["自然人", "申请人情况"])
    @pytest.mark.parametrize("label", ["(四)无法提供", "(七)总计"])
    def test_a_head_that_is_printed_again_begins_no_table(self, head, label):
        text = swap(WHOLE, label, f"{head}\n{label}")
        assert found_in(text)["applications"].start == found_in(WHOLE)["applications"].start
        assert lies(extract_text(text), truth()) == {}
        assert extract_text(text).facts.keys() == truth().keys()

    def test_letters_between_two_rows_lose_none(self):
        far = "\n".join("林" * 40 for _ in range(40))
        found = extract_text(swap(WHOLE, "(七)总计", f"{far}\n(七)总计"))
        assert lies(found, truth()) == {}
        assert row(found, "applications.total") == "14 3 0 0 1 2 20"

    def test_two_rows_without_a_head_are_no_table(self):
        text = put(two=[["行政许可", "7"], ["行政处罚", "8"]])
        assert "proactive" not in found_in(text)

    def test_two_rows_below_a_head_are_one_but_convince_nobody(self):
        text = put(two=[["信息内容", "本年处理决定数量"], ["行政处罚", "7"], ["行政强制", "8"]])
        region = found_in(text)["proactive"]
        assert not region.convincing
        assert row(extract_text(text), "proactive.penalties") == "7"

    def test_many_rows_need_no_head(self):
        lines = table_three()[3:]
        region = found_in("\n".join(["无题", tabbed(lines)]))["applications"]
        assert region.convincing
        assert "自然人" not in region.heads

    def test_tables_alone_are_a_report(self):
        found = extract_text(tabbed(table_three()))
        assert found.title is None
        assert row(found, "applications.granted") == "6 1 0 0 1 0 8"
        assert {"year.missing", "table.missing", "section.missing"} <= codes(found)

    def test_a_text_without_tables_has_no_regions(self):
        nothing = located("今天天气很好。")
        assert nothing.regions == ()
        assert nothing.several == 1
        assert nothing.span("proactive") is None

    def test_the_span_of_a_table(self):
        places = located(WHOLE)
        region = places.regions[1]
        assert places.span("applications") == (region.start, region.end)
        assert places.span("accounts") is None

    def test_an_empty_text(self):
        assert located("") == Located((), 0, 1)

    def test_table_three_printed_before_table_two(self):
        text = report(tabbed(table_three()), tabbed(table_two()), tabbed(table_four()))
        found = extract_text(text)
        assert lies(found, truth()) == {}
        assert found.findings


class TestTableFour:
    def test_it_runs_from_its_heads_to_its_last_number(self):
        region = found_in(WHOLE)["review"]
        assert printed(WHOLE, region).split()[-1] == "3"
        assert not region.convincing

    @pytest.mark.parametrize("values", ["/", "—", "-", "*"])
    def test_marks_for_nothing_are_values(self, values):
        lines = [*table_four()[:-1], [values] * 15]
        text = put(two=table_two(), four=lines)
        assert printed(text, found_in(text)["review"]).count(values) == 15

    def test_units_are_values(self):
        lines = [*table_four()[:-1], [f"{value}件" for value in table_four()[-1]]]
        text = put(two=table_two(), four=lines)
        assert printed(text, found_in(text)["review"]).split()[-1] == "3件"

    def test_two_heads_are_not_enough(self):
        text = put(two=table_two()) + "\n结果维持\t结果纠正\n1\t2"
        assert "review" not in found_in(text)

    def test_heads_parted_by_prose_are_not_its_heads(self):
        prose = "行政复议一件,已由上级受理,结果维持原处理的占多数。行政诉讼没有发生。"
        text = put(two=table_two()).replace("本项没有数据。", prose)
        assert "review" not in found_in(text)

    def test_heads_without_numbers_give_no_numbers(self):
        text = put(two=table_two(), four=table_four()[:-1])
        assert "review" in found_in(text)
        ids = NEW.tables[2].facts
        facts = extract_text(text).facts
        assert {facts[id].value for id in ids if id in facts} <= {None}
        assert not any(facts[id].certain for id in ids if id in facts)

    def test_a_table_without_heads_is_missing(self):
        found = extract_text(put(two=table_two(), three=table_three(), four=[table_four()[-1]]))
        assert "table.missing" in codes(found)
        assert not any(id.startswith(("review.", "litigation.")) for id in found.facts)

    def test_it_follows_the_edition_of_the_sure_tables(self):
        regions = found_in(put(two=table_two(NUMBERS_2019, "2019"), four=table_four()))
        assert regions["review"].table is OLD.tables[2]


class TestHeads:
    def test_rows_whose_heads_are_printed_are_not_headless(self):
        regions = found_in(WHOLE)
        assert regions["proactive"].headless == ()
        assert regions["applications"].headless == ()
        assert regions["review"].headless == ()

    def test_rows_without_any_head_are_headless(self):
        heads = ["本年制发件数", "本年废止件数", "现行有效件数"]
        lines = [
            line if heads[0] not in line else [cell for cell in line if cell not in heads]
            for line in table_two()
        ]
        region = found_in(put(two=lines))["proactive"]
        assert "proactive.rules.issued" in region.headless
        assert "proactive.penalties.decisions" not in region.headless

    def test_a_table_without_heads_has_only_headless_rows(self):
        lines = table_three()[3:]
        region = found_in("\n".join(["无题", tabbed(lines)]))["applications"]
        assert set(region.headless) <= set(NEW.tables[1].facts) | set(OLD.tables[1].facts)
        assert len(region.headless) == len(region.table.facts)

    def test_without_heads_and_evidence_numbers_are_doubted(self):
        lines = [["信息内容"], ["行政处罚", "7"], ["行政强制", "8"]]
        text = put(two=lines)
        (region,) = located(text).regions
        assert not region.sure
        found = extract_text(text)
        assert row(found, "proactive.coercion") == "8"
        assert not any(fact.certain for fact in found.facts.values())

    def test_located_of_gives_the_tables_of_another_edition(self):
        places = located(WHOLE)
        moved = places.of(OLD)
        assert [region.table for region in moved.regions] == list(OLD.tables)
        assert {region.edition for region in moved.regions} == {OLD}
        assert [region[2:4] for region in moved.regions] == [
            region[2:4] for region in places.regions
        ]


# ---------------------------------------------------------------------------- several reports


def of(agency: str, text: str = WHOLE) -> str:
    return text.replace("清河县林业局", agency)


class TestSeveral:
    def test_a_title_between_tables_begins_a_report(self):
        second = of("云岭市财政局")
        text = f"{WHOLE}\n{second}"
        flow = Flow(document_of(text))
        (start,) = report_starts(flow, BOTH)
        assert flow.squeezed.offset(start) == len(WHOLE) + 1
        assert located(text).several == 2
        assert located(text).end == len(WHOLE) + 1

    def test_one_report_has_no_further_start(self):
        assert report_starts(Flow(document_of(WHOLE)), BOTH) == []

    def test_a_running_head_begins_no_report(self):
        text = swap(WHOLE, "三、收到和处理", f"{TITLE}\n三、收到和处理")
        assert located(text).several == 1
        assert extract_text(text).facts.keys() == truth().keys()

    def test_a_running_head_in_the_last_report(self):
        second = swap(WHOLE, "三、收到和处理", f"{TITLE}\n三、收到和处理")
        assert located(f"{WHOLE}\n{of('云岭市财政局', second)}").several == 2

    def test_without_titles_a_second_set_of_tables_is_another_report(self):
        body = WHOLE.partition("\n")[2]
        found = extract_text(f"{WHOLE}\n{body}")
        assert found.facts == extract_text(WHOLE).facts
        assert "2 reports" in finding(found, "document.several").message

    def test_a_title_that_is_no_line_of_its_own_still_ends_the_first(self):
        body = WHOLE.partition("\n")[2]
        text = f"{WHOLE}\n云岭市财政局\n政府信息公开\n工作年度报告\n{body}"
        found = extract_text(text)
        assert found.facts == extract_text(WHOLE).facts
        assert "document.several" in codes(found)

    def test_the_line_of_a_report_before_further_tables_ends_the_first(self):
        line = "云岭市财政局关于公布2022年政府信息公开工作年度报告"
        body = WHOLE.partition("\n")[2]
        text = f"{WHOLE}\n{line}\n{body}"
        assert located(text).end == len(WHOLE) + 1
        assert extract_text(text).facts == extract_text(WHOLE).facts

    @pytest.mark.parametrize("table", [table_two, table_three])
    def test_a_table_printed_twice_is_read_once(self, table):
        lines = tabbed(table())
        text = WHOLE + "\n" + lines
        found = extract_text(text)
        assert lies(found, truth()) == {}
        assert found.facts.keys() == truth().keys()
        assert all(fact.certain for fact in found.facts.values())

    def test_the_last_report_of_three_has_no_say(self):
        third = written(pipe, NUMBERS_2019, "2019")
        found = extract_text("\n".join([WHOLE, of("云岭市财政局"), third]))
        assert found.edition == "2021"
        assert "3 reports" in finding(found, "document.several").message

    def test_a_long_line_with_the_words_of_a_title_is_none(self):
        line = "本县" + "林" * 150 + "2023年政府信息公开工作年度报告"
        assert located(f"{WHOLE}\n{line}").several == 1


# ---------------------------------------------------------------------------- the year


class TestYear:
    def text(self, title: str, lines: Iterable[str] = (), tail: Iterable[str] = ()) -> str:
        text = swap(WHOLE, TITLE, "\n".join([title, *lines]))
        return "\n".join([text, *tail])

    def test_title_and_period_that_differ_are_told(self):
        period = "本报告的统计期限自2022年1月1日起至2022年12月31日止。"
        found = extract_text(self.text(TITLE, [period]))
        assert found.year == 2022
        conflict = finding(found, "year.conflict")
        assert "2023" in conflict.message
        assert "2022" in conflict.message

    def test_title_and_period_that_agree(self):
        period = "本报告的统计期限自2023年1月1日起至2023年12月31日止。"
        found = extract_text(self.text(TITLE, [period]))
        assert found.year == 2023
        assert "year.conflict" not in codes(found)

    def test_the_year_before_the_signature(self):
        bare = "清河县林业局政府信息公开工作年度报告"
        found = extract_text(self.text(bare, tail=["清河县林业局", "2024年1月18日"]))
        assert found.year == 2023
        assert "year.missing" not in codes(found)

    def test_no_year_is_told(self):
        found = extract_text(self.text("清河县林业局政府信息公开工作年度报告"))
        assert found.year is None
        assert "year.missing" in codes(found)

    def test_the_agency_of_the_signature(self):
        found = extract_text(
            self.text("政府信息公开工作年度报告", tail=["清河县林业局", "2024年1月18日"])
        )
        assert found.agency == "清河县林业局"


class TestSections:
    def test_a_section_that_is_not_printed_is_told(self):
        text = swap(WHOLE, "五、存在的主要问题及改进情况\n公开渠道不多,今后加强培训。\n", "")
        found = extract_text(text)
        missing = finding(found, "section.missing")
        assert "存在的主要问题及改进情况" in missing.message

    def test_first_prose_without_heading_is_section_one(self):
        found = extract_text(swap(WHOLE, "一、总体情况\n", ""))
        assert found.sections[0].number == 1
        assert "section.missing" not in codes(found)


def test_the_trace_names_the_evidence() -> None:
    tables = Extractor().trace_text(WHOLE).tables
    assert [table.table for table in tables] == IDS
    assert "本年制发件数" in tables[0].evidence


def test_tables_without_any_repeated_line_are_told_and_nothing_is_certain() -> None:
    text = written(cell_per_line)
    lines = dict.fromkeys(line for line in text.split("\n") if line.strip())
    found = extract_text("\n".join(lines))
    assert "table.deduplicated" in codes(found)
    assert not any(fact.certain for fact in found.facts.values())


OTHER_YEAR = {**NUMBERS, "applications.new": "8 0 0 0 0 0 8", "proactive.licensing": "77"}


class TestCopies:
    """A table that stands there again, for another year."""

    def text(self, first: str, second: str, table=table_three, both=(OTHER_YEAR, NUMBERS)) -> str:
        copies = [tabbed(table(numbers)) for numbers in both]
        old = tabbed(table())
        assert WHOLE.count(old) == 1
        return WHOLE.replace(old, "\n".join([first, copies[0], second, copies[1]]))

    @pytest.mark.parametrize("table", [table_two, table_three])
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("上年度情况如下:", "本年度情况如下:"),
            ("上一年", "本年"),
            ("去年同期数", ""),
            ("2022年", "2023年"),
            ("2022年度:", "2023年度(本年):"),
        ],
    )
    def test_the_lines_above_tell_the_year(self, first, second, table):
        for text in (
            self.text(first, second, table),
            self.text(second, first, table, (NUMBERS, OTHER_YEAR)),
        ):
            found = extract_text(text)
            assert lies(found, truth()) == {}
            assert found.facts.keys() == truth().keys()
            assert all(fact.certain for fact in found.facts.values())
            assert "document.several" not in codes(found)

    @pytest.mark.parametrize(
        ("first", "second"), [("", ""), ("甲表", "乙表"), ("上年", "去年"), ("2023年", "2023年")]
    )
    def test_what_they_do_not_tell_is_assumed(self, first, second):
        found = extract_text(self.text(first, second))
        its = {id for id in found.facts if id.startswith("applications.")}
        assert {id for id, fact in found.facts.items() if not fact.certain} == its
        assert set(finding(found, "table.repeated").facts) == its

    def test_a_long_line_above_is_no_caption(self):
        prose = "与上年相比,本年度收到的申请数量明显增加,主要集中在征地拆迁等方面。"
        found = extract_text(self.text(prose, ""))
        assert lies(found, truth()) == {}

    def test_a_summary_before_the_table(self):
        names = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
        summary = "\n".join(f"{name}\t9{at}" for at, name in enumerate(names))
        old = tabbed(table_three())
        found = extract_text(WHOLE.replace(old, f"{summary}\n{old}"))
        assert lies(found, truth()) == {}
        assert found.facts.keys() == truth().keys()
        assert all(fact.certain for fact in found.facts.values())

    @pytest.mark.parametrize("after", range(1, 23))
    def test_heads_that_come_again_on_the_next_page(self, after):
        lines = table_three()
        heads, rows = lines[:3], lines[3:]
        pages = [*heads, *rows[:after], *heads, *rows[after:]]
        for title in ("", f"{TITLE}\n"):
            text = WHOLE.replace(
                tabbed(lines),
                tabbed(pages[: after + 3]) + "\n" + title + tabbed(pages[after + 3 :]),
            )
            found = extract_text(text)
            assert lies(found, truth()) == {}
            assert found.facts.keys() == truth().keys()
            assert "document.several" not in codes(found)


def test_thousands_marks_make_no_sentence():
    numbers = {
        **NUMBERS,
        "proactive.licensing": "1,630",
        "proactive.penalties": "4,513",
        "proactive.coercion": "2,218",
        "proactive.rules": "4,259 / 43",
        "proactive.normative_documents": "/ 3,249 338",
    }
    found = extract_text(written(tabbed, numbers))
    plain = {id: printed.replace(",", "") for id, printed in numbers.items()}
    assert lies(found, truth(plain)) == {}
    assert found["proactive.licensing.decisions"].value == 1630
