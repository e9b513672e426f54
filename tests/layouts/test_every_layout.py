"""Damage that any layout may meet: what is given as certain must still be what was written."""

from __future__ import annotations

import re

import pytest
from report_text import (
    LAYOUTS,
    NUMBERS,
    NUMBERS_2019,
    ZEROS,
    Lines,
    Writer,
    certainties,
    codes,
    glued,
    lies,
    one_line,
    report,
    row,
    swap,
    table_four,
    table_three,
    table_two,
    truth,
    written,
)

from govdisclose_extract import NotAReport, Report, edition, extract_text
from govdisclose_extract.layouts.base import Layout
from govdisclose_extract.plugins import LAYOUTS as NAMES
from govdisclose_extract.plugins import resolve

WRITERS = {**LAYOUTS, "one_line": one_line}
TRUTH = truth()
LABELS = {
    f"applications.{row.id}" if table.id == "applications" else f"proactive.{row.id}": row.name
    for table in edition("2021").tables[:2]
    for row in table.rows
}
FILLED = [id for id in LABELS if set(NUMBERS.get(id, ZEROS).split()) != {"0"}]

every_layout = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
numbers_parted = pytest.mark.parametrize(
    "writer",
    [one for one in WRITERS.values() if one is not glued],
    ids=[name for name in WRITERS if name != "glued"],
)


def put(writer: Writer, two: Lines | None = None, three: Lines | None = None) -> str:
    """A report with some of its tables changed before they were written."""
    return report(writer(two or table_two()), writer(three or table_three()), writer(table_four()))


def changed(label: str, *cells: str) -> dict[str, Lines]:
    """Tables 2 and 3 with the one line of this label replaced; no cells take the line away."""
    tables = {"two": table_two(), "three": table_three()}
    hits = 0
    for lines in tables.values():
        for number in range(len(lines) - 1, -1, -1):
            if lines[number][0] == label:
                lines[number : number + 1] = [list(cells)] if cells else []
                hits += 1
    assert hits == 1
    return tables


def line_of(label: str) -> list[str]:
    (line,) = (line for line in [*table_two(), *table_three()] if line[0] == label)
    return line


def report_of(text: str) -> Report | None:
    try:
        return extract_text(text)
    except NotAReport:
        return None


@pytest.mark.parametrize("name", NAMES)
def test_built_in_layouts_keep_the_contract(name):
    (layout,) = resolve("layout", [name])
    assert isinstance(layout, Layout)
    assert layout.name == name


@pytest.mark.parametrize("form", ["2019", "2021"])
@numbers_parted
def test_a_whole_report_is_read_number_by_number(writer, form):
    numbers = NUMBERS if form == "2021" else NUMBERS_2019
    found = extract_text(written(writer, numbers, form))
    assert found.edition == form
    assert found.facts.keys() == truth(numbers, form).keys()
    assert lies(found, truth(numbers, form)) == {}
    assert found.counts() == {"read": len(found.facts), "proven": 0, "assumed": 0}
    assert codes(found) == set()


@every_layout
@pytest.mark.parametrize("id", FILLED)
def test_numbers_of_a_lost_label_never_go_to_a_neighbour_as_certain(writer, id):
    line = line_of(LABELS[id])
    found = extract_text(put(writer, **changed(line[0], *line[1:])))
    assert lies(found, TRUTH) == {}


@every_layout
@pytest.mark.parametrize("id", LABELS)
def test_a_lost_line_takes_no_other_row_with_it(writer, id):
    found = extract_text(put(writer, **changed(LABELS[id])))
    assert lies(found, TRUTH) == {}
    assert "row.missing" in codes(found)


@every_layout
@pytest.mark.parametrize("id", [id for id, label in LABELS.items() if len(label) > 7])
def test_a_label_with_a_letter_missing_keeps_its_row(writer, id):
    line = line_of(LABELS[id])
    label = re.sub(r"(?<=[^\d(]{2})[\u4e00-\u9fff](?=[^\d)])", "", line[0], count=1)
    assert len(label) == len(line[0]) - 1
    found = extract_text(put(writer, **changed(line[0], label, *line[1:])))
    assert lies(found, TRUTH) == {}
    assert row(found, id) == NUMBERS.get(id, ZEROS)


@numbers_parted
def test_a_misspelt_label_is_told(writer):
    line = line_of("2.其他法律行政法规禁止公开")
    found = extract_text(put(writer, **changed(line[0], "2.其他法律行政止公开", *line[1:])))
    assert row(found, "applications.refused.law_prohibited") == "1 0 0 0 0 0 1"
    assert lies(found, TRUTH) == {}
    assert [finding.facts[0] for finding in found.findings if finding.code == "row.label"] == [
        "applications.refused.law_prohibited.natural_person"
    ]


@every_layout
def test_rows_that_the_form_lacks_are_extras(writer):
    line = line_of("行政规范性文件")
    tables = changed(line[0], *line)
    at = tables["two"].index(line) + 1
    tables["two"].insert(at, ["其他主动公开文件(含以本单位名义印发的)", "7", "6", "5"])
    found = extract_text(put(writer, **tables))
    assert lies(found, TRUTH) == {}
    (extra,) = found.extras
    assert extra.table == "proactive"
    assert extra.label.startswith("其他主动公开文件")
    assert "".join(extra.raws) == "765"
    assert "row.extra" in codes(found)
    assert row(found, "proactive.licensing") == "3186"


@every_layout
def test_guidance_in_heads_and_labels_holds_no_values(writer):
    numbers = NUMBERS_2019
    text = written(writer, numbers, "2019")
    text = swap(text, "规章", "规章(设区的市、自治州人民政府应提供2020年数据)")
    text = text.replace("上一年项目数量", "上一年项目数量(指2019年事项数)")
    text = text.replace("本年增/减", "本年增/减(指2020年增加或减少的事项数,减用负值表示,如-8)")
    text = swap(
        text,
        "其他对外管理服务事项",
        "其他对外管理服务事项(除行政许可外,含行政确认、行政处罚、行政强制等9类)",
    )
    found = extract_text(text)
    assert lies(found, truth(numbers, "2019")) == {}
    assert row(found, "proactive.rules") == "0 0 0"
    for id in ("licensing", "other_services", "penalties", "coercion", "fees"):
        if writer is not glued:
            assert row(found, f"proactive.{id}") == numbers[f"proactive.{id}"].replace("+", "")


@every_layout
@pytest.mark.parametrize("mark", ["1 ", "①", "１、", "(1)", "1 . "])
def test_enumerators_come_in_many_spellings(writer, mark):
    text = written(writer)
    text = re.sub(r"1\.(?=[\u4e00-\u9fff])", mark, text)
    assert text.count(mark + "属于国家秘密") == 1
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    if writer is not glued:
        assert row(found, "applications.refused.state_secret") == ZEROS
        assert row(found, "applications.unable.not_held") == "4 2 0 0 0 0 6"
        assert row(found, "applications.partial") == "1 0 0 0 0 0 1"


@every_layout
def test_enumerators_without_a_stop_are_no_values(writer):
    text = re.sub(r"([1-8])\.(?=[\u4e00-\u9fff])", r"\1 ", written(writer))
    assert "8 属于行政查询事项" in text
    found = extract_text(text)
    assert lies(found, TRUTH) == {}
    if writer is not glued:
        assert row(found, "applications.unable.must_create") == ZEROS
        assert row(found, "applications.unable.not_held") == "4 2 0 0 0 0 6"


@numbers_parted
def test_units_are_parted_from_numbers(writer):
    tables = changed("行政许可", "行政许可", "3186件")
    tables["two"] = [
        ["行政处罚", "27", "件"] if line[0] == "行政处罚" else line for line in tables["two"]
    ]
    tables["two"][-1] = ["行政事业性收费", "41.25万元"]
    found = extract_text(put(writer, **tables))
    assert lies(found, TRUTH) == {}
    assert row(found, "proactive.licensing") == "3186"
    assert row(found, "proactive.penalties") == "27"
    assert row(found, "proactive.coercion") == "0"
    assert found["proactive.fees.amount"].unit == "万元"
    assert row(found, "proactive.fees") == "41.25"


@numbers_parted
@pytest.mark.parametrize("mark", ["/", "—", "无"])
def test_marks_for_nothing_keep_their_cells(writer, mark):
    numbers = {
        **NUMBERS,
        "proactive.rules": f"{mark} {mark} {mark}",
        "applications.unable.not_held": f"4 2 {mark} {mark} {mark} {mark} 6",
        "review": f"1 {mark} {mark} {mark} 1 {mark} {mark} {mark} {mark} {mark} 2 0 0 1 3",
    }
    found = extract_text(written(writer, numbers))
    assert lies(found, truth(numbers)) == {}
    assert row(found, "proactive.rules") == "x x x"
    assert row(found, "applications.unable.not_held") == "4 2 x x x x 6"
    assert row(found, "review") == "1 x x x 1"
    assert found["applications.unable.not_held.research"].raw == mark


@every_layout
def test_a_text_cut_anywhere_gives_no_part_of_a_number_as_certain(writer):
    text = written(writer)
    if writer is glued:
        text = text.replace("\n", "")
    start, stop = text.index("第二十条"), text.index("五、存在的主要问题")
    wrong = {}
    for end in range(start, stop, 3):
        found = report_of(text[:end])
        if found is not None and (its := lies(found, TRUTH)):
            wrong[text[end - 12 : end]] = its
    assert wrong == {}


@numbers_parted
def test_the_last_number_of_a_cut_text_is_certain_only_when_a_sum_confirms_it(writer):
    text = written(writer)
    partial = text.index("(二)部分公开")
    granted = text.rindex("8", 0, partial) + 1
    assert row(extract_text(text[:granted]), "applications.granted") == "6 1 0 0 1 0 8"
    assert certainties(extract_text(text[:granted]), "applications.granted") == {"read"}
    licensing = text.index("3186") + 4
    found = extract_text(text[:licensing])
    assert row(found, "proactive.licensing") == "3186"
    assert certainties(found, "proactive.licensing") == {"assumed"}
    assert certainties(found, "proactive.normative_documents") == {"read"}


@every_layout
@pytest.mark.parametrize("id", [id for id in LABELS if len(line_of(LABELS[id])) > 2])
def test_a_lost_cell_is_never_replaced_by_its_neighbour_as_certain(writer, id):
    if writer is glued and not id.startswith("applications"):
        pytest.skip("three digits for three cells; no sum could tell")
    line = line_of(LABELS[id])
    for at in range(1, len(line)):
        found = extract_text(put(writer, **changed(line[0], *line[:at], *line[at + 1 :])))
        assert lies(found, TRUTH) == {}, at


@every_layout
@pytest.mark.parametrize("number", ["0", "1", "7"])
@pytest.mark.parametrize("id", FILLED)
def test_a_surplus_number_never_pushes_another_out_as_certain(writer, id, number):
    if writer is glued and not id.startswith("applications"):
        pytest.skip("a longer number; no sum could tell")
    line = line_of(LABELS[id])
    for at in range(1, len(line) + 1):
        found = extract_text(put(writer, **changed(line[0], *line[:at], number, *line[at:])))
        wrong = lies(found, TRUTH)
        assert wrong == {}, (at, wrong)


@every_layout
def test_blank_cells_are_never_told_as_zeros(writer):
    numbers = {id: printed.replace("0 ", "_ ") for id, printed in NUMBERS.items()}
    numbers |= {id: printed.replace("0 ", "_ ") for id, printed in numbers.items()}
    for id in LABELS:
        if id.startswith("applications"):
            numbers.setdefault(id, "_ _ _ _ _ _ _")
    found = extract_text(written(writer, numbers))
    assert lies(found, truth(numbers)) == {}
    if writer is not glued:
        assert found["applications.total.total"].value == 20
