"""Editions from TOML: the two that come along, one of a province, and every fault by its name."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

import govdisclose_extract as gd
from govdisclose_extract.errors import EditionError
from govdisclose_extract.findings import RULE_CODES, Severity
from govdisclose_extract.form.definition import Edition
from govdisclose_extract.form.loader import BUILT_IN, built_in, load_edition, parse_edition

TOP = Path(__file__).resolve().parents[2]
GUIDE = TOP / "docs" / "guide" / "editions.md"
TOML = {
    name: (files("govdisclose_extract.form") / "editions" / f"{name}.toml").read_text("utf-8")
    for name in BUILT_IN
}

COLUMNS = (
    "natural_person", "business", "research", "public_welfare", "legal_service", "other_org",
    "total",
)  # fmt: skip
ROWS_BEFORE = (
    "new", "carried_in", "granted", "partial",
    *(f"refused.{name}" for name in (
        "state_secret", "law_prohibited", "security_stability", "third_party", "internal_affairs",
        "deliberative", "enforcement_file", "admin_query",
    )),
    *(f"unable.{name}" for name in ("not_held", "must_create", "unclear")),
    *(f"not_processed.{name}" for name in (
        "petition", "duplicate", "published", "excessive", "reconfirm",
    )),
)  # fmt: skip
OTHER = {
    "2019": ("other.combined",),
    "2021": ("other.no_correction", "other.fee_unpaid", "other.other"),
}
ROWS_AFTER = ("total", "carried_out")
PROACTIVE = {
    "2019": {
        "rules": ("made", "disclosed", "total"),
        "normative_documents": ("made", "disclosed", "total"),
        "licensing": ("prior_items", "change", "decisions"),
        "other_services": ("prior_items", "change", "decisions"),
        "penalties": ("prior_items", "change", "decisions"),
        "coercion": ("prior_items", "change", "decisions"),
        "fees": ("prior_items", "change"),
        "procurement": ("projects", "amount"),
    },
    "2021": {
        "rules": ("issued", "repealed", "in_force"),
        "normative_documents": ("issued", "repealed", "in_force"),
        "licensing": ("decisions",),
        "penalties": ("decisions",),
        "coercion": ("decisions",),
        "fees": ("amount",),
    },
}
GROUPS = ("review", "litigation.direct", "litigation.after_review")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")


def ids_of(edition: str) -> list[list[str]]:
    """The ids of the three tables, by rule."""
    rows = (*ROWS_BEFORE, *OTHER[edition], *ROWS_AFTER)
    return [
        [f"proactive.{row}.{cell}" for row, cells in PROACTIVE[edition].items() for cell in cells],
        [f"applications.{row}.{column}" for row in rows for column in COLUMNS],
        [f"{group}.{outcome}" for group in GROUPS for outcome in OUTCOMES],
    ]


class TestBuiltIn:
    @pytest.mark.parametrize(("name", "sizes"), [("2019", [22, 161, 15]), ("2021", [10, 175, 15])])
    def test_the_ids_are_the_public_ones_in_printed_order(self, name, sizes):
        edition = built_in(name)
        found = [list(table.facts) for table in edition.tables]
        assert found == ids_of(name)
        assert [len(ids) for ids in found] == sizes
        assert list(edition.facts) == [id for ids in found for id in ids]
        assert [table.number for table in edition.tables] == [2, 3, 4]

    def test_years_and_notices(self):
        assert built_in("2019").years == (2019, 2020)
        assert built_in("2021").years == (2021, None)
        assert built_in("2019").notice == "国办公开办函〔2019〕60号"
        assert built_in("2021").notice == "国办公开办函〔2021〕30号"

    @pytest.mark.parametrize("name", BUILT_IN)
    def test_tables_and_rows_are_found_by_id(self, name):
        edition = built_in(name)
        table = edition.table("applications")
        assert table is edition.tables[1]
        assert edition.table("other") is None
        assert table.row("granted").name == "(一)予以公开"
        with pytest.raises(KeyError):
            table.row("refused")

    @pytest.mark.parametrize("name", BUILT_IN)
    def test_the_row_of_table_four_has_no_label_and_all_cells(self, name):
        (row,) = built_in(name).table("review").rows
        assert row.label is None
        assert row.name == "review"
        assert len(row.cells) == 15

    def test_only_changes_and_money_are_no_counts(self):
        kinds = {
            (name, cell.fact): (cell.kind, cell.unit)
            for name in BUILT_IN
            for table in built_in(name).tables
            for row in table.rows
            for cell in row.cells
            if (cell.kind, cell.unit) != ("count", None)
        }
        changes = ("licensing", "other_services", "penalties", "coercion", "fees")
        assert kinds == {
            **{("2019", f"proactive.{row}.change"): ("change", None) for row in changes},
            ("2019", "proactive.procurement.amount"): ("amount", None),
            ("2021", "proactive.fees.amount"): ("amount", "万元"),
        }

    @pytest.mark.parametrize("name", BUILT_IN)
    def test_labels_are_folded_and_parted_from_their_enumerators(self, name):
        table = built_in(name).table("applications")
        label = table.row("partial").label
        assert label.printed == "(二)部分公开(区分处理的,只计这一情形,不计其他情形)"
        assert label.enumerator == "(二)"
        assert label.bodies[0] == "部分公开(区分处理的,只计这一情形,不计其他情形)"
        assert "部分公开" in label.bodies
        assert table.row("new").label.enumerator == "一"
        assert table.row("refused.state_secret").label.enumerator == "1"
        assert table.row("refused.security_stability").label.bodies[0] == '危及"三安全一稳定"'

    @pytest.mark.parametrize("name", BUILT_IN)
    def test_every_rule_has_code_severity_and_both_texts(self, name):
        for table in built_in(name).tables:
            for equation in table.equations:
                assert equation.code in RULE_CODES
                assert equation.severity is Severity.ERROR
                assert re.fullmatch(r"[A-Z][^\u4e00-\u9fff]+\.", equation.text)
                assert re.fullmatch(r"[\u4e00-\u9fff0-9,]+。", equation.text_zh)

    def test_a_rule_over_results_takes_every_result(self):
        for name in BUILT_IN:
            (equation,) = (
                one
                for one in built_in(name).table("applications").equations
                if one.left == ("applications.total.research",) and one.right
            )
            rows = [*ROWS_BEFORE[2:], *OTHER[name]]
            assert list(equation.right) == [f"applications.{row}.research" for row in rows]
            assert equation.label == "科研机构"

    def test_an_edition_is_read_once(self):
        assert built_in("2019") is built_in("2019")

    def test_an_unknown_edition_is_named(self):
        with pytest.raises(EditionError, match="no edition '2014'") as caught:
            built_in("2014")
        assert caught.value.hint == "Known editions: 2019, 2021."
        assert "2014" in caught.value.text("zh")


# ---------------------------------------------------------------------------- a province


def guide_blocks() -> list[str]:
    return re.findall(r"```toml\n(.+?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def hubei(rule: bool = False) -> str:
    """The worked example of the guide, put into a copy of the edition of 2019."""
    head, block, its_rule = guide_blocks()
    text = TOML["2019"]
    old_head = text[text.index('id = "2019"') : text.index("[[sections]]")]
    start = text.index("[[tables.blocks]]")
    old_block = text[start : text.index("[[tables.blocks]]", start + 1)]
    if rule:
        block = re.sub(r'(id = "(?:rules|\w+_documents)", )', r'\1role = "document", ', block)
        assert block.count('role = "document"') == 3
    text = text.replace(old_head, head + "\n").replace(old_block, block + "\n")
    return text + ("\n" + its_rule if rule else "")


class TestProvince:
    def test_the_example_of_the_guide_loads_with_three_facts_more(self, tmp_path):
        path = tmp_path / "hubei.toml"
        path.write_text(hubei(), encoding="utf-8")
        edition = load_edition(path)
        assert isinstance(edition, Edition)
        assert load_edition(str(path)).facts == edition.facts
        new = [f"proactive.other_documents.{column}" for column in ("made", "disclosed", "total")]
        assert len(edition.facts) == 201
        assert set(edition.facts) - set(built_in("2019").facts) == set(new)
        assert list(edition.facts[6:9]) == new
        assert edition.id == "2019-hubei"

    def test_the_rule_of_the_guide_is_applied_to_its_rows(self):
        table = parse_edition(hubei(rule=True)).table("proactive")
        assert [(one.left, one.right, one.severity) for one in table.equations] == [
            ((f"proactive.{row}.disclosed",), (f"proactive.{row}.total",), Severity.WARNING)
            for row in ("rules", "normative_documents", "other_documents")
        ]

    def test_a_report_with_the_row_more_is_read_by_it(self):
        edition = parse_edition(hubei())
        extractor = gd.Extractor(editions=["2019", "2021", edition])
        text = report_2019("其他主动公开文件\t7\t6\t8\n")
        report = extractor.extract_text(text)
        assert report.edition == "2019-hubei"
        cells = ("made", "disclosed", "total")
        facts = [report[f"proactive.other_documents.{cell}"] for cell in cells]
        assert [fact.value for fact in facts] == [7, 6, 8]
        assert report["proactive.normative_documents.total"].value == 3

    def test_a_report_without_the_row_is_read_by_the_national_edition(self):
        extractor = gd.Extractor(editions=["2019", "2021", parse_edition(hubei())])
        assert extractor.extract_text(report_2019("")).edition == "2019"


def report_2019(extra: str) -> str:
    """Table 2 of an invented report, with a further row in its first block."""
    return (
        "青禾县交通运输局2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
        "第二十条第(一)项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n"
        f"规章\t0\t0\t0\n规范性文件\t1\t2\t3\n{extra}"
        "第二十条第(五)项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n"
        "行政许可\t4\t0\t5\n其他对外管理服务事项\t6\t0\t7\n"
        "第二十条第(六)项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n"
        "行政处罚\t8\t0\t9\n行政强制\t1\t0\t2\n"
        "第二十条第(八)项\n信息内容\t上一年项目数量\t本年增/减\n行政事业性收费\t3\t0\n"
        "第二十条第(九)项\n信息内容\t采购项目数量\t采购总金额\n政府集中采购\t5\t6.50\n"
    )


# ---------------------------------------------------------------------------- faults

SMALL = """
id = "x"
notice = "n"
years = [2021]
sections = [
    { label = "一、甲" }, { label = "乙" }, { label = "丙" },
    { label = "丁" }, { label = "戊" }, { label = "己" },
]

[[tables]]
id = "applications"
number = 3
title = "t"
prefix = "a."
opening = ["天"]
marks = ["宇"]

[[tables.blocks]]
label = "块"
columns = [{ id = "one", label = "壹" }, { id = "sum", label = "总" }]
rows = [{ group = "组" }, { id = "r", label = "行", role = "all" }, { id = "s", label = "列" }]

[[rules]]
id = "R"
code = "sum.row"
severity = "error"
en = "e"
zh = "z"
table = "applications"
each = "row"
role = "all"
left = ["a.{row}.sum"]
right = ["a.{row}.one"]
"""

FAULTS = {
    # broken TOML, and keys that are missing, unknown or of a wrong type
    "no TOML": ('id = "x"', "id = ", "bad TOML"),
    "missing key of the file": ('notice = "n"\n', "", "required field `notice`"),
    "missing tables": ("[[tables]]", "[[table]]", "missing required field|unknown field `table`"),
    "missing key of a table": ('title = "t"\n', "", r"table applications: .*field `title`"),
    "missing key of a block": (
        'columns = [{ id = "one", label = "壹" }, { id = "sum", label = "总" }]\n',
        "",
        r"table applications: .*field `columns` - at `\$.tables\[0\].blocks\[0\]`",
    ),
    "missing key of a column": (
        '{ id = "one", label = "壹" }',
        '{ id = "one" }',
        r"table applications: .*field `label` - at .*columns\[0\]",
    ),
    "missing code": ('code = "sum.row"\n', "", "table applications: .*field `code`"),
    "missing severity": ('severity = "error"\n', "", "table applications: .*field `severity`"),
    "missing English": ('en = "e"\n', "", "table applications: .*field `en`"),
    "missing Chinese": ('zh = "z"\n', "", "table applications: .*field `zh`"),
    "missing left side": (
        'left = ["a.{row}.sum"]\n',
        "",
        r"table applications: .*field `left` - at `\$.rules\[0\]`",
    ),
    "unknown key of the file": ('id = "x"', 'id = "x"\nyear = 1', "unknown field `year`"),
    "unknown key of a table": ('title = "t"', 'title = "t"\nname = "n"', "field `name`"),
    "unknown key of a column": ('label = "壹" }', 'label = "壹", role = "x" }', "field `role`"),
    "unknown key of a row": ('label = "行",', 'label = "行", kind = "x",', "field `kind`"),
    "unknown key of a rule": ('en = "e"', 'en = "e"\nfr = "f"', "field `fr`"),
    "wrong type of years": ("[2021]", '["2021"]', r"Expected `int`, got `str` - at `\$.years"),
    "wrong type of a number": ("number = 3", 'number = "3"', "table applications: Expected `int`"),
    "wrong type of a rule's table": (
        'table = "applications"',
        'table = ["applications"]',
        "Expected `str`, got `array`",
    ),
    "empty id": ('id = "x"', 'id = ""', r"length >= 1 - at `\$.id`"),
    "empty label of a column": ('label = "壹"', 'label = ""', "table applications: .*length >= 1"),
    "empty alias": ('label = "壹"', 'label = "壹", aliases = [""]', "length >= 1"),
    "unknown kind": ('label = "壹"', 'label = "壹", kind = "sum"', "Invalid enum value 'sum'"),
    "unknown unit": ('label = "壹"', 'label = "壹", unit = "角"', "Invalid enum value '角'"),
    "unknown relation": ('role = "all"\nleft', 'relation = ">"\nleft', "Invalid enum value '>'"),
    "unknown severity": ('severity = "error"', 'severity = "bad"', "Invalid enum value 'bad'"),
    "bad each": ('each = "row"', 'each = "table"', "Invalid enum value 'table'.*rules.0..each"),
    "unknown table": (
        'id = "applications"\n',
        'id = "stats"\n',
        "table stats: Invalid enum value 'stats'",
    ),
    # what no type can tell
    "no year": ("[2021]", "[]", "key years"),
    "three years": ("[2021]", "[2019, 2020, 2021]", "key years"),
    "years backwards": ("[2021]", "[2021, 2020]", "key years"),
    "five sections": (', { label = "己" }', "", "key sections: the form has six sections, not 5"),
    "section of a number alone": ("一、甲", "一、", "key sections: '一、' leaves nothing"),
    "wrong number": ("number = 3", "number = 2", "table applications, key number: .*number 3"),
    "rule of no table": (
        'table = "applications"',
        'table = "review"',
        "table review, key rules.R.table: no such table",
    ),
    "unknown code": (
        'code = "sum.row"',
        'code = "sum.diagonal"',
        "table applications, key rules.R.code: no finding has the code 'sum.diagonal'",
    ),
    "code of another kind": (
        'code = "sum.row"',
        'code = "row.short"',
        "key rules.R.code: 'row.short' is no code of a rule; these are: sum.row, ",
    ),
    "unknown role of a rule": (
        'role = "all"\nleft',
        'role = "none"\nleft',
        "table applications, key rules.R.role: no row has the role 'none'",
    ),
    "unknown role in a side": (
        '["a.{row}.one"]',
        '["a.{none}.one"]',
        "table applications, key rules.R: a.{none}.one: no role 'none'",
    ),
    "empty role in a side": ('["a.{row}.one"]', '["a.{}.one"]', "no role ''"),
    "two roles in a side": ('["a.{row}.one"]', '["a.{all}.{all}"]', "no role 'all'"),
    "unclosed brace": ('["a.{row}.one"]', '["a.{all.one"]', "no role 'all.one'"),
    "unknown cell": (
        '["a.{row}.one"]',
        '["a.{row}.two"]',
        "table applications, key rules.R: the table has no cell a.r.two",
    ),
    "no left side": ('left = ["a.{row}.sum"]', "left = []", "rules.R.left: both sides"),
    "no right side": ('right = ["a.{row}.one"]', "", "rules.R.left: both sides"),
    "natural with a right side": (
        'each = "row"',
        'each = "row"\nrelation = "natural"',
        "rules.R.left: a rule with the relation natural",
    ),
    "natural with two cells": (
        'left = ["a.{row}.sum"]\nright = ["a.{row}.one"]',
        'relation = "natural"\nleft = ["a.{row}.sum", "a.{row}.one"]',
        "rules.R.left: a rule with the relation natural",
    ),
    "block without columns": (
        '[{ id = "one", label = "壹" }, { id = "sum", label = "总" }]',
        "[]",
        "table applications, key blocks: a block needs columns and rows",
    ),
    "block without rows": (
        '[{ group = "组" }, { id = "r", label = "行", role = "all" }, { id = "s", label = "列" }]',
        "[]",
        "table applications, key blocks: a block needs columns and rows",
    ),
    "group with an id": ('group = "组"', 'group = "组", id = "g"', "key rows.group: 组 is a group"),
    "group with a label": (
        'group = "组"',
        'group = "组", label = "g"',
        "rows.group: 组 is a group",
    ),
    "group with a role": (
        'group = "组"',
        'group = "组", role = "all"',
        "rows.group: 组 is a group",
    ),
    "row without an id": ('{ id = "s", label = "列" }', '{ label = "列" }', "the row '列' needs"),
    "row without a label": ('{ id = "s", label = "列" }', '{ id = "s" }', "the row 's' needs"),
    "row of a number alone": ('label = "行"', 'label = "1."', "key rows.r.label: '1.' leaves"),
    "mark of blanks": ('marks = ["宇"]', 'marks = ["　"]', "key marks: '\\\\u3000' leaves"),
    "alias of a number": ('label = "块"', 'label = "块"\naliases = ["(一)"]', "key blocks.label"),
    "column of a number": ('label = "壹"', 'label = "1、"', "key columns.label"),
    "two rows of one id": ('id = "s"', 'id = "r"', "key rows.id: two rows have the id r"),
    "two cells of one id": (
        'id = "sum", label = "总"',
        'id = "one", label = "总"',
        "table applications, key rows: two cells have the fact id a.r.one|no cell a.r.sum",
    ),
}


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


class TestFaults:
    def test_the_small_edition_is_good(self):
        edition = parse_edition(SMALL)
        assert edition.facts == ("a.r.one", "a.r.sum", "a.s.one", "a.s.sum")
        (table,) = edition.tables
        assert [mark.printed for mark in table.marks] == ["宇", "块", "壹", "总", "组"]
        assert table.opening == ("天",)
        (equation,) = table.equations
        assert (equation.left, equation.right) == (("a.r.sum",), ("a.r.one",))
        assert (equation.text, equation.text_zh, equation.label) == ("e", "z", "行")

    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_fault_is_named_by_file_table_and_key(self, fault):
        old, new, message = FAULTS[fault]
        with pytest.raises(EditionError, match=message) as caught:
            parse_edition(changed(old, new), "mine.toml")
        error = caught.value
        assert error.where == "mine.toml"
        assert str(error).startswith("mine.toml: ")
        assert re.search(r"[\u4e00-\u9fff]", error.message_zh.replace("组", "").replace("列", ""))

    def test_two_cells_of_one_id_are_found_without_any_rule(self):
        text = changed('id = "sum", label = "总"', 'id = "one", label = "总"')
        with pytest.raises(EditionError, match=r"two cells have the fact id a\.r\.one"):
            parse_edition(text.partition("[[rules]]")[0])

    def test_two_tables_of_one_id(self):
        table = SMALL[SMALL.index("[[tables]]") : SMALL.index("[[rules]]")]
        with pytest.raises(EditionError, match="table applications, key id: two tables"):
            parse_edition(SMALL + table)

    def test_a_fault_of_the_second_table_names_the_second(self):
        table = SMALL[SMALL.index("[[tables]]") : SMALL.index("[[rules]]")]
        second = table.replace('"applications"', '"review"').replace("number = 3", "number = 4.5")
        with pytest.raises(EditionError, match=r"table review: .*\$.tables\[1\].number"):
            parse_edition(SMALL + second)

    def test_a_table_that_is_none_is_named_by_its_place(self):
        text = SMALL[: SMALL.index("[[tables]]")]
        with pytest.raises(EditionError, match="table 0: Expected `object`, got `int`"):
            parse_edition(text + "tables = [7]")

    def test_a_table_without_an_id_is_named_by_its_place(self):
        with pytest.raises(EditionError, match="table 0: Object missing required field `id`"):
            parse_edition(changed('id = "applications"\nnumber', "number"))

    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            ("missing severity", "表格applications:缺少键`severity`,位于`$.rules[0]`"),
            ("unknown key of a row", "表格applications:有未知的键`kind`"),
            ("unknown severity", "表格applications:不能用'bad'"),
            ("wrong type of a number", "应为`int`,却是`str`"),
            ("empty id", "不能为空,位于`$.id`"),
            ("unknown code", "表格applications,键rules.R.code:没有代码为'sum.diagonal'的发现"),
            ("five sections", "键sections:格式有六个部分,而不是5个"),
        ],
    )
    def test_a_fault_is_told_in_chinese_too(self, fault, words):
        old, new, _ = FAULTS[fault]
        with pytest.raises(EditionError) as caught:
            parse_edition(changed(old, new))
        assert words in caught.value.message_zh

    def test_endless_nesting_is_bad_toml(self):
        with pytest.raises(EditionError, match="bad TOML"):
            parse_edition("id = " + "[" * 100_000)

    def test_a_rule_for_columns_and_one_for_cells(self):
        text = changed('each = "row"\nrole = "all"', 'each = "column"')
        text = text.replace('"a.{row}.sum"', '"a.s.{column}"').replace(
            '"a.{row}.one"', '"a.{all}.{column}"'
        )
        (table,) = parse_edition(text).tables
        assert [(one.left, one.right, one.label) for one in table.equations] == [
            (("a.s.one",), ("a.r.one",), "壹"),
            (("a.s.sum",), ("a.r.sum",), "总"),
        ]
        text = changed('each = "row"', 'each = "cell"\nrelation = "natural"')
        text = text.replace('"a.{row}.sum"', '"a.{row}.{column}"').replace(
            'right = ["a.{row}.one"]', ""
        )
        (table,) = parse_edition(text).tables
        assert [(one.left, one.label) for one in table.equations] == [
            (("a.r.one",), "行 壹"),
            (("a.r.sum",), "行 总"),
        ]

    def test_an_edition_may_have_no_rules(self):
        assert parse_edition(SMALL.partition("[[rules]]")[0]).tables[0].equations == ()

    @pytest.mark.parametrize(
        ("label", "bodies"),
        [
            ("规范文件(含令)", ("规范文件(含令)", "规范文件")),
            ("规章(含令)", ("规章(含令)",)),  # too short to be told from prose
            ("规范文件", ("规范文件",)),
        ],
    )
    def test_a_note_in_brackets_may_be_missing_behind_four_letters(self, label, bodies):
        (table,) = parse_edition(changed('label = "行"', f'label = "{label}"')).tables
        assert table.row("r").label.bodies == bodies

    def test_a_block_needs_no_head(self):
        (table,) = parse_edition(changed('label = "块"\n', "")).tables
        assert [mark.printed for mark in table.marks] == ["宇", "壹", "总", "组"]


class TestLoading:
    def test_a_file_that_is_not_there(self, tmp_path):
        path = tmp_path / "none.toml"
        with pytest.raises(EditionError, match="cannot be read") as caught:
            load_edition(path)
        assert caught.value.where == str(path)
        assert "无法读取" in caught.value.message_zh

    def test_a_file_that_is_no_utf8(self, tmp_path):
        path = tmp_path / "gbk.toml"
        path.write_bytes('id = "湖北"'.encode("gb18030"))
        with pytest.raises(EditionError, match="cannot be read"):
            load_edition(path)

    def test_a_fault_names_the_file(self, tmp_path):
        path = tmp_path / "mine.toml"
        path.write_text(changed("number = 3", "number = 4"), encoding="utf-8")
        with pytest.raises(EditionError) as caught:
            load_edition(str(path))
        assert (
            str(caught.value) == f"{path}: table applications, key number: this table is number 3"
        )
