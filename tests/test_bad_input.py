"""Bad input ends in an error of the library or in a report that says what it lacks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from report_text import (
    LAYOUTS,
    NUMBERS,
    TITLE,
    cell_per_line,
    codes,
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

from govdisclose_extract import (
    Extractor,
    FormatError,
    GovDiscloseError,
    LimitExceeded,
    NotAReport,
    Report,
    State,
    edition,
    extract,
    extract_text,
)

WRITERS = {**LAYOUTS, "one_line": one_line}
TRUTH = truth()
WHOLE = written(tabbed)
ROW = "6\t1\t0\t0\t1\t0\t8"
HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
TABLES = {"proactive": "二", "applications": "三", "review": "四"}

every_layout = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)


def report_or_none(text: str) -> Report | None:
    """The report, None for an error of the library's tree; a foreign error fails the test."""
    try:
        return extract_text(text)
    except GovDiscloseError:
        return None


def refusal(text: str) -> NotAReport:
    with pytest.raises(NotAReport) as caught:
        extract_text(text)
    return caught.value


def printed(found: Report) -> set[str]:
    """The ids of the facts that have a number of their own."""
    return {
        id
        for id, fact in found.facts.items()
        if fact.value is not None and fact.state is not State.INFERRED
    }


class TestNothing:
    @pytest.mark.parametrize("text", ["", "\n", " \t\r\n", "\u3000\u00a0\n" * 500, "\ufeff"])
    def test_an_empty_text_is_refused_by_what_it_lacks(self, text):
        error = refusal(text)
        assert "no table of the form" in error.message
        assert "no title" in error.message
        assert "0 of its six section headings" in error.message
        assert "labels" in error.hint
        assert "未找到" in error.message_zh

    @pytest.mark.parametrize("data", [b"", b" \n\t\r\n" * 100, b"\xef\xbb\xbf", b"\xff\xfe"])
    def test_empty_bytes_are_refused(self, data):
        with pytest.raises(NotAReport, match="no table of the form"):
            extract(data)

    def test_an_empty_file_is_refused_by_name(self, tmp_path):
        path = tmp_path / "empty.txt"
        path.touch()
        with pytest.raises(NotAReport) as caught:
            extract(path)
        assert caught.value.where == str(path)


class TestNoise:
    @pytest.mark.parametrize("seed", range(8))
    def test_noise_is_no_text(self, seed):
        with pytest.raises((FormatError, NotAReport)):
            extract(random.Random(seed).randbytes(20_000))

    @pytest.mark.parametrize("seed", range(8))
    @pytest.mark.parametrize("at", [0, 50, 9_000])
    def test_a_title_in_noise_makes_no_report(self, seed, at):
        noise = random.Random(seed).randbytes(20_000)
        data = noise[:at] + f"\n{TITLE}\n".encode() + noise[at:]
        with pytest.raises(GovDiscloseError):
            extract(data)

    @pytest.mark.parametrize("seed", range(8))
    def test_noise_that_was_decoded_makes_no_report(self, seed):
        noise = random.Random(seed)
        text = "".join(chr(noise.randrange(0x3000)) for _ in range(20_000))
        refusal(text)
        refusal(f"{TITLE}\n{text}")

    @pytest.mark.parametrize("seed", range(8))
    def test_labels_in_any_order_among_digits_give_nothing_certain(self, seed):
        chance = random.Random(seed)
        words = [row.name for table in edition("2021").tables for row in table.rows]
        words += [str(chance.randrange(100)) for _ in range(300)]
        chance.shuffle(words)
        found = report_or_none("\n".join([TITLE, *words]))
        if found:
            assert found.findings


class TestOtherTexts:
    def test_a_recipe(self):
        error = refusal(
            "红烧茄子\n茄子500克,切成段。\n一、备料\n盐3克,糖10克,油20克。\n"
            "二、下锅\n中火烧8分钟,其他调料1勺。\n三、出锅\n总计用时25分钟。"
        )
        assert "no title" in error.message
        assert "2008" not in error.hint

    def test_a_news_article_with_numbers(self):
        error = refusal(
            "青禾县推进政府信息公开\n"
            "记者获悉,今年县里主动公开政府信息1286条,收到政府信息公开申请43件,予以公开30件,"
            "部分公开2件。其中行政许可386件,行政处罚80件,行政强制12件。\n"
            "县里还按季发布政务公开简报,建成专区9个。"
        )
        assert "no table of the form" in error.message

    def test_an_article_that_quotes_a_title_and_prints_no_heading(self):
        error = refusal(f"{TITLE}\n已于昨日发布,全年公开信息1286条,其中行政许可386件。")
        assert "no title" not in error.message
        assert "0 of its six section headings" in error.message

    def test_a_form_of_before_2019_is_told_as_such(self):
        error = refusal(
            "梨坪县水利局2014年政府信息公开工作年度报告\n"
            "一、概述\n全年工作平稳。\n"
            "二、主动公开政府信息的情况\n主动公开政府信息302条。\n"
            "三、依申请公开政府信息的情况\n受理申请12件,同意公开9件,不同意公开1件。\n"
            "四、因政府信息公开申请行政复议、提起行政诉讼的情况\n无。\n附表\n"
            "统计指标\t单位\t统计数\n一、主动公开情况\t—\t—\n"
            "(一)主动公开政府信息数\t条\t302\n1.主动公开规范性文件数\t条\t7\n"
            "二、依申请公开情况\t—\t—\n(一)收到申请数\t件\t12\n1.当面申请数\t件\t4\n"
        )
        assert "no table of the form" in error.message
        assert "no title" not in error.message
        assert "2008 to 2018" in error.hint
        assert "统计指标" in error.hint
        assert "旧格式" in error.hint_zh

    def test_a_title_and_headings_without_tables_are_a_report_without_facts(self):
        found = extract_text("\n".join([TITLE, *HEADINGS, "没有其他事项。"]))
        assert dict(found.facts) == {}
        assert found.year == 2023
        missing = [one for one in found.findings if one.code == "table.missing"]
        assert [one.facts for one in missing] == [table.facts for table in edition("2021").tables]
        assert "edition.unproven" in codes(found)

    def test_a_title_alone_is_refused(self):
        assert "no title" not in refusal(TITLE).message

    @pytest.mark.parametrize("table", TABLES)
    def test_a_table_whose_numbers_are_gone_gives_no_zeros(self, table):
        tables = {"proactive": table_two(), "applications": table_three(), "review": table_four()}
        tables[table] = [
            [cell for cell in line if not cell.replace(".", "").isdigit()] for line in tables[table]
        ]
        found = extract_text(report(*(tabbed(lines) for lines in tables.values())))
        ids = edition("2021").table(table).facts
        assert printed(found).isdisjoint(ids)
        assert not any(found.facts[id].certain for id in ids if id in found.facts)


class TestTwoReports:
    @every_layout
    def test_the_first_is_read_as_if_it_stood_alone(self, writer):
        numbers = {**NUMBERS, "proactive.licensing": "77", "proactive.penalties": "9"}
        second = written(writer, numbers).replace("清河县林业局", "云岭市财政局")
        first = written(writer)
        found = extract_text(f"{first}\n{second}")
        alone = extract_text(first)
        assert found.facts == alone.facts
        assert found.agency == "清河县林业局"
        (several,) = (one for one in found.findings if one.code == "document.several")
        assert "2 reports" in several.message
        assert "document.several" not in codes(alone)

    def test_of_three_the_number_is_told(self):
        found = extract_text("\n".join([WHOLE, WHOLE.replace("2023", "2022"), written(pipe)]))
        assert found.facts == extract_text(WHOLE).facts
        (several,) = (one for one in found.findings if one.code == "document.several")
        assert "3 reports" in several.message


def cuts(text: str) -> Iterator[str]:
    """The text cut at many places from its first table to the end of its last one."""
    start, end = text.index("第二十条第(一)项"), text.index(HEADINGS[4])
    step = max(7, (end - start) // 150)
    for at in range(start, end, step):
        yield text[:at]


def inside_rows(text: str) -> Iterator[str]:
    """The text cut between the values of each row of table 3 behind its second one."""
    at = text.index(HEADINGS[2])
    rows = edition("2021").tables[1].rows
    for before, after in pairwise(rows):
        at = text.index(before.name, at) + len(before.name)
        stop = text.index(after.name, at)
        values = [
            place
            for place in range(at, stop)
            if text[place].isdigit() and not text[place - 1].isdigit()
        ][:7]
        if before is not rows[0]:
            yield text[: values[3] + 1]


class TestTruncated:
    @every_layout
    def test_nothing_is_certain_that_was_not_written(self, writer):
        for text in cuts(written(writer)):
            found = report_or_none(text)
            if found:
                assert lies(found, TRUTH) == {}, text[-40:]

    @every_layout
    def test_rows_behind_the_cut_have_no_facts(self, writer):
        rows = [row for table in edition("2021").tables[:2] for row in table.rows]
        for text in cuts(written(writer)):
            found = report_or_none(text)
            if found:
                lost = {cell.fact for r in rows if r.name not in text for cell in r.cells}
                assert lost.isdisjoint(found.facts), text[-40:]

    @every_layout
    def test_no_number_comes_from_nowhere(self, writer):
        for text in cuts(written(writer)):
            found = report_or_none(text)
            if found:
                assert all(found.facts[id].raw in text for id in printed(found)), text[-40:]
                assert all(found.facts[id].raw for id in printed(found)), text[-40:]

    @pytest.mark.parametrize(
        "writer",
        [one for one in WRITERS.values() if one is not glued],
        ids=[name for name in WRITERS if name != "glued"],
    )
    def test_a_cut_between_the_values_of_a_row_is_told(self, writer):
        for text in inside_rows(written(writer)):
            found = extract_text(text)
            assert "document.truncated" in codes(found), text[-40:]

    def test_a_cut_inside_glued_digits_is_told(self):
        text = written(glued)
        for its in edition("2021").tables[1].rows[2:-1]:
            past = text.index(its.name) + len(its.name) + 4
            assert "document.truncated" in codes(extract_text(text[:past])), text[past - 40 : past]

    @every_layout
    def test_tables_behind_the_cut_are_missing(self, writer):
        text = written(writer)
        found = extract_text(text[: text.index(HEADINGS[3])])
        (missing,) = (one for one in found.findings if one.code == "table.missing")
        assert missing.facts == edition("2021").tables[2].facts


class TestSize:
    @pytest.mark.parametrize("letters", ["1", "0", "林"])
    @pytest.mark.parametrize("size", [5_000_000, 20_000_000])
    def test_one_long_line_is_refused(self, letters, size):
        refusal(letters * size)

    @pytest.mark.parametrize("size", [2_500_000, 10_000_000])
    def test_a_long_line_of_words_of_the_form_is_refused(self, size):
        refusal("公开政府信息数林业局" * (size // 10))

    @pytest.mark.parametrize("size", [2_500_000, 10_000_000])
    @pytest.mark.parametrize("letter", ["林", "1"])
    def test_a_glued_report_before_a_flood(self, letter, size):
        tables = (glued(lines) for lines in (table_two(), table_three(), table_four()))
        text = report(*tables)
        found = extract_text(text + letter * size)
        assert found.facts == extract_text(text).facts
        assert lies(found, TRUTH) == {}

    def test_a_flood_in_the_line_of_the_tables(self):
        text = written(glued).replace("\n", "")
        found = report_or_none(text + "林" * 5_000_000)
        if found:
            assert lies(found, TRUTH) == {}

    def test_more_characters_than_the_limit_are_refused(self):
        with pytest.raises(LimitExceeded, match="20000023 characters"):
            extract_text(TITLE + "1" * (20_000_023 - len(TITLE)))

    def test_a_limit_of_bytes_stands_before_all_reading(self):
        limits = type(Extractor().limits)(bytes=100)
        with pytest.raises(GovDiscloseError, match="100 bytes"):
            Extractor(limits=limits).extract(WHOLE.encode())


ODD = {
    "lone": "\ud800",
    "null": "\0",
    "bom": "\ufeff",
    "no-break": "\u00a0",
    "right-to-left": "\u202e",
    "joiner": "\u200d",
    "astral": "\U00020000",
    "form-feed": "\f",
    "escape": "\x1b[31m",
    "vertical-tab": "\v",
    "line-separator": "\u2028",
    "next-line": "\x85",
    "combining": "\u0301",
    "noncharacter": "\uffff",
}
LONG = {
    "pipes": "|",
    "spaces": " ",
    "wide-spaces": "\u3000",
    "brackets": "(",
    "dots": ".",
    "commas": ",",
    "dashes": "-",
    "quotes": '"',
    "zeros": "0",
    "nines": "9",
    "stars": "*",
    "totals": "总计",
}
odd = pytest.mark.parametrize("char", ODD.values(), ids=ODD)
long = pytest.mark.parametrize("char", LONG.values(), ids=LONG)


class TestOddCharacters:
    @odd
    def test_alone_they_are_refused(self, char):
        refusal(char * 1000)

    @odd
    def test_before_a_report_they_change_no_number(self, char):
        assert extract_text(char + WHOLE).facts.keys() == TRUTH.keys()
        assert lies(extract_text(char + WHOLE), TRUTH) == {}

    @pytest.mark.parametrize(
        "char",
        [char for name, char in ODD.items() if name != "escape"],
        ids=[name for name in ODD if name != "escape"],
    )
    def test_in_a_row_they_make_no_number_wrong(self, char):
        at = WHOLE.index(ROW)
        for place in range(at, at + len(ROW)):
            found = report_or_none(WHOLE[:place] + char + WHOLE[place:])
            assert found
            assert lies(found, TRUTH) == {}

    @odd
    def test_at_the_end_of_every_line_they_make_no_number_wrong(self, char):
        found = report_or_none(WHOLE.replace("\n", f"{char}\n"))
        assert found
        assert lies(found, TRUTH) == {}

    @odd
    def test_inside_every_label_they_make_no_number_wrong(self, char):
        found = report_or_none(WHOLE.replace("申请", f"申{char}请").replace("行政", f"行{char}政"))
        if found:
            assert lies(found, TRUTH) == {}

    @odd
    def test_the_result_can_be_written_out(self, char):
        found = extract_text(char + WHOLE.replace("本局", f"本{char}局"))
        assert found.to_dict()["edition"] == "2021"

    def test_bytes_of_a_bom_in_the_middle(self):
        data = WHOLE.encode().replace("三、收到".encode(), b"\xef\xbb\xbf" + "三、收到".encode())
        assert lies(extract(data), TRUTH) == {}
        assert extract(data).facts.keys() == TRUTH.keys()


class TestLongLines:
    @pytest.mark.parametrize("char", ["\t", *LONG.values()], ids=["tabs", *LONG])
    def test_alone_they_are_refused(self, char):
        refusal(char * 100_000)

    @pytest.mark.parametrize("char", ["\t", *LONG.values()], ids=["tabs", *LONG])
    def test_before_a_report_they_make_no_number_wrong(self, char):
        found = report_or_none(char * 100_000 + "\n" + WHOLE)
        assert found
        assert lies(found, TRUTH) == {}

    @long
    def test_in_a_cell_they_make_no_number_wrong(self, char):
        at = WHOLE.index(ROW) + 2
        found = extract_text(WHOLE[:at] + char * 100_000 + WHOLE[at:])
        assert lies(found, TRUTH if char not in "09" else changed_to(char)) == {}

    @long
    def test_before_a_row_they_make_no_number_wrong(self, char):
        at = WHOLE.index("一、本年新收")
        found = extract_text(WHOLE[:at] + char * 100_000 + WHOLE[at:])
        assert lies(found, TRUTH) == {}

    def test_a_thousand_tabs_in_a_row(self):
        at = WHOLE.index(ROW) + 2
        found = extract_text(WHOLE[:at] + "\t" * 1000 + WHOLE[at:])
        assert lies(found, TRUTH) == {}


def changed_to(digit: str) -> dict[str, str]:
    """What is written when a cell's number is led by very many digits."""
    return {**TRUTH, "applications.granted.business": digit * 100_000 + "1"}


class TestHugeNumbers:
    @every_layout
    def test_a_number_of_very_many_digits_is_not_read_as_another(self, writer):
        numbers = {**NUMBERS, "proactive.licensing": "8" * 100_000}
        found = extract_text(written(writer, numbers))
        assert lies(found, truth(numbers)) == {}
        fact = found["proactive.licensing.decisions"]
        assert (fact.value, fact.state, fact.certainty) == (None, "unreadable", "assumed")
        assert codes(found) & {"value.unreadable", "row.unsettled"}

    @every_layout
    def test_in_a_row_of_sums_it_leaves_the_other_tables_alone(self, writer):
        numbers = {**NUMBERS, "applications.granted": "6 1 0 0 1 0 " + "8" * 100_000}
        found = extract_text(written(writer, numbers))
        assert lies(found, truth(numbers)) == {}
        assert row(found, "proactive.licensing") == "3186"
        assert found["review.total"].value == 1

    def test_the_report_is_written_out_whole(self):
        numbers = {**NUMBERS, "proactive.licensing": "8" * 100_000}
        assert "8" * 100_000 in extract_text(written(tabbed, numbers)).to_json()


class TestMixedCells:
    """Letters among digits, words for nothing, borders without end."""

    @pytest.mark.parametrize("printed", ["31m8", "31k8", "[31m8", "\x1b[31m8", "31元8", "8a", "x8"])
    def test_letters_among_digits_are_no_number(self, printed):
        row = "6\t1\t0\t0\t1\t0\t8"
        found = extract_text(swap(written(tabbed), row, row[:-1] + printed))
        fact = found["applications.granted.total"]
        assert fact.certainty == "assumed"
        assert fact.value != 31

    @pytest.mark.parametrize("printed", ["N/A", "无", "空", "不适用", "/", "—"])
    @pytest.mark.parametrize("writer", [tabbed, pipe, cell_per_line, one_line])
    def test_words_for_nothing_up_to_the_next_heading(self, writer, printed):
        four = [*table_four()[:-1], [printed] * 15]
        found = extract_text(report(writer(table_two()), writer(table_three()), writer(four)))
        states = {fact.state.value for id, fact in found.facts.items() if id.startswith("review")}
        assert states == {"not_applicable"}

    def test_a_hundred_thousand_borders(self):
        row = "6\t1\t0\t0\t1\t0\t8"
        found = extract_text(swap(written(tabbed), row, "\t" * 100_000 + row))
        assert lies(found, truth()) == {}

    def test_a_cut_behind_a_border(self):
        text = written(pipe)
        found = extract_text(text[: text.index("| 6 | 1 | 0 | 0 |") + 17])
        assert "document.truncated" in {finding.code for finding in found.findings}

    def test_a_running_head_in_two_reports(self):
        one = swap(written(tabbed), "三、收到和处理", TITLE + "\n三、收到和处理")
        found = extract_text(one + "\n" + one.replace("清河县林业局", "云岭市财政局"))
        assert lies(found, truth()) == {}
        assert len(found.facts) == 200
        assert "document.several" in {finding.code for finding in found.findings}
