"""Documents that are no such reports, though they share words, numbers and tables with them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from .content import Content
from .printed import Block, Cell, Line, Printed, Row, Sheet

Rows = list[list[str]]
_PLACES = ("云溪县", "青石镇", "岚州市", "海宁省", "北湖区")
_OFFICES = ("民政局", "财政局", "公安局", "水利局", "人民政府", "市场监督管理局")
_YEARS = tuple(range(2009, 2025))


class Other(NamedTuple):
    """A document: its kind, its text with tables by tabs, as a web page, and for other writers."""

    kind: str
    text: str
    html: str
    printed: Printed


def _agency(random: Random) -> str:
    return random.choice(_PLACES) + random.choice(_OFFICES)


def _numbers(random: Random, count: int) -> list[str]:
    return [
        str(random.choice((0, random.randint(1, 9), random.randint(10, 4000))))
        for _ in range(count)
    ]


def _prose(random: Random, words: tuple[str, ...], count: int) -> list[str]:
    ends = (
        "，同比增长{}%。",
        "共{}件。",
        "，完成{}项。",
        "，涉及资金{}万元。",
        "，其中{}条已上网。",
    )
    return [
        random.choice(words) + random.choice(ends).format(random.randint(1, 900))
        for _ in range(count)
    ]


Blocks = list[str | Rows]


def work_report(random: Random) -> Blocks:
    """The yearly report of a government on its work."""
    words = (
        "全年实现地区生产总值稳步提高", "新建道路竣工", "行政许可事项办理提速",
        "行政处罚案件依法办结", "政府信息公开持续推进", "受理群众来信来访", "行政复议案件按期审结",
    )  # fmt: skip
    return [
        f"{_agency(random)}{random.choice(_YEARS)}年工作总结",
        *_prose(random, words, 9),
        "一、存在的主要问题",
        *_prose(random, words, 3),
    ]


def budget(random: Random) -> Blocks:
    """The budget of an office, with the tables of its income and spending."""
    items = ("基本支出", "项目支出", "行政事业性收费", "政府采购", "其他", "合计", "总计")
    rows = [["项目", "上年决算数", "本年预算数", "增减"]]
    rows += [[item, *_numbers(random, 3)] for item in items]
    return [
        f"{_agency(random)}{random.choice(_YEARS)}年部门预算公开说明",
        "一、部门基本情况",
        *_prose(random, ("收入预算", "支出预算", "政府采购预算"), 4),
        rows,
    ]


def old_form(random: Random) -> Blocks:
    """The statistics of the years before 2019: indicators, units and counts."""
    indicators = [
        ("一、主动公开情况", "——"),
        ("（一）主动公开政府信息数", "条"),
        ("其中：主动公开规范性文件数", "条"),
        ("制发规范性文件总数", "件"),
        ("1.政府公报公开政府信息数", "条"),
        ("2.政府网站公开政府信息数", "条"),
        ("三、依申请公开情况", "——"),
        ("（一）收到申请数", "件"),
        ("1.当面申请数", "件"),
        ("（三）申请答复数", "件"),
        ("1.属于已主动公开范围数", "件"),
        ("2.同意公开答复数", "件"),
        ("四、行政复议数量", "件"),
        ("（一）维持具体行政行为数", "件"),
        ("五、行政诉讼数量", "件"),
        ("七、依申请公开信息收取的费用", "万元"),
    ]
    rows = [["统计指标", "单位", "统计数"]]
    rows += [[name, unit, *_numbers(random, 1)] for name, unit in indicators]
    year = random.randint(2009, 2018)
    return [
        f"{_agency(random)}{year}年政府信息公开情况统计表",
        f"（{year}年度）",
        rows,
        "单位负责人：王某　审核人：李某　填报人：赵某",
    ]


def old_report(random: Random) -> Blocks:
    """A report of the years before 2019, in free form, with a table of its own."""
    year = random.randint(2008, 2018)
    rows = [["指标名称", "计量单位", f"{year}年度", "历年累计"]]
    rows += [
        [name, unit, *_numbers(random, 2)]
        for name, unit in (
            ("主动公开文件数", "条"),
            ("其中：1、政府网站公开数", "条"),
            ("依申请公开信息目录数", "条"),
            ("受理申请总数", "条"),
            ("对申请的答复总数", "条"),
            ("行政复议数", "件"),
        )
    ]
    return [
        f"{_agency(random)}{year}年政府信息公开工作年度报告",
        "一、概述",
        *_prose(random, ("政府信息公开工作有序开展", "主动公开政府信息"), 3),
        "二、主动公开政府信息情况",
        *_prose(random, ("公开规范性文件", "门户网站发布信息"), 2),
        "三、政府信息依申请公开工作情况",
        *_prose(random, ("受理申请", "答复申请"), 2),
        "六、政府信息公开情况统计表",
        rows,
    ]


def survey(random: Random) -> Blocks:
    """Statistics that name kinds of people and of bodies, with totals."""
    heads = ["项目", "自然人", "商业企业", "科研机构", "其他", "总计"]
    rows = [
        heads,
        *[[name, *_numbers(random, 5)] for name in ("登记数", "注销数", "新增数", "变更数")],
    ]
    return [
        f"{_agency(random)}{random.choice(_YEARS)}年纳税人登记情况统计",
        *_prose(random, ("登记", "注销"), 2),
        rows,
    ]


def court_table(random: Random) -> Blocks:
    """Reviews and suits of an office, without the heads of the form."""
    rows = [["类别", "收案", "结案", "维持", "撤销", "驳回"]]
    rows += [[name, *_numbers(random, 5)] for name in ("行政复议", "行政诉讼", "国家赔偿")]
    return [
        f"{_agency(random)}{random.choice(_YEARS)}年行政应诉工作报告",
        *_prose(random, ("行政复议案件", "行政诉讼案件", "负责人出庭应诉"), 5),
        rows,
    ]


def enforcement(random: Random) -> Blocks:
    """The yearly statistics of enforcement: licences, penalties, coercion."""
    rows = [["实施主体", "申请总数", "受理总数", "许可总数", "撤销总数"]]
    rows += [[_agency(random), *_numbers(random, 4)] for _ in range(4)]
    return [
        f"{_agency(random)}{random.choice(_YEARS)}年行政执法统计年报",
        "第一部分 行政处罚实施情况统计表",
        rows,
        "第二部分 行政强制实施情况统计表",
        *_prose(random, ("行政强制", "行政处罚", "行政许可"), 4),
    ]


def notice(random: Random) -> Blocks:
    """A notice that asks for such reports, and names their sections."""
    year = random.randint(2019, 2024)
    return [
        f"关于做好{year}年政府信息公开工作年度报告编制发布工作的通知",
        "各县（区）人民政府，市政府各部门：",
        "报告应当包括主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况等内容。",
        *_prose(random, ("请于规定时间前报送", "严格核对数据"), 3),
        f"{_agency(random)}　{year + 1}年1月4日",
    ]


def link_page(random: Random) -> Blocks:
    """A page that lists reports and holds none."""
    year = random.randint(2019, 2024)
    return [
        "政府信息公开年报",
        *[
            f"{_agency(random)}{year}年政府信息公开工作年度报告 {year + 1}-01-2{n}"
            for n in range(8)
        ],
        "共8条 第1页 下一页",
    ]


def guide(random: Random) -> Blocks:
    """A guide to disclosure: how to ask, and what is refused."""
    return [
        f"{_agency(random)}政府信息公开指南",
        "一、公开范围",
        "本机关主动公开规章、规范性文件、行政许可、行政处罚、行政强制等信息。",
        "二、依申请公开",
        "对申请区分情况答复：予以公开、部分公开、不予公开、无法提供、不予处理。",
        "属于国家秘密，危及“三安全一稳定”，涉及第三方合法权益的，不予公开。",
        f"联系电话：0755-{random.randint(1000000, 9999999)}",
    ]


def application_form(random: Random) -> Blocks:
    """The form by which citizens ask for information."""
    rows = [["申请人信息", "公民", "姓名", ""], ["", "法人或其他组织", "名称", ""]]
    rows += [["", "", "商业企业 □ 科研机构 □ 社会公益组织 □ 法律服务机构 □ 其他 □", ""]]
    return [f"{_agency(random)}政府信息公开申请表", rows, "申请时间：　年　月　日"]


def ledger(random: Random) -> Blocks:
    """A list of normative documents."""
    rows = [["序号", "文号", "名称", "时效"]]
    rows += [
        [str(n), f"云政发〔{2018 + n % 5}〕{n}号", f"关于第{n}项工作的意见", "有效"]
        for n in range(1, 12)
    ]
    return [f"{_agency(random)}行政规范性文件目录", *_prose(random, ("废止", "修改"), 1), rows]


def blank(random: Random) -> Blocks:
    """A page with nothing on it, or next to nothing."""
    return [random.choice(("", "　", "首页 | 网站地图", "附件下载", "404 页面不存在", "- 1 -"))]


def coded_form(random: Random) -> Blocks:
    """The statistics of a province before 2019: each indicator with a code, quarter by quarter."""
    names = (
        ("主动公开信息数", "条"), ("其中：政府网站公开", "条"), ("依申请公开信息数", "件"),
        ("同意公开答复数", "件"), ("不予公开答复数", "件"), ("行政复议数", "件"),
    )  # fmt: skip
    heads = ["序号", "统计指标", "单位", "代码", "统计数"]
    rows = [heads, *[[str(n), name, unit, f"{n:02}", *_numbers(random, 1)]
                     for n, (name, unit) in enumerate(names, 1)]]  # fmt: skip
    year, quarter = random.randint(2010, 2018), random.choice("一二三四")
    return [f"{_agency(random)}{year}年第{quarter}季度政府信息公开统计表", rows, "填表人：李某"]


def rule_of_law(random: Random) -> Blocks:
    """The yearly report on lawful government, with counts of licences, penalties and coercion."""
    year = random.choice(_YEARS)
    rows = [["项目", "办理数量", "同比"]]
    rows += [
        [name, *_numbers(random, 2)] for name in ("行政许可", "行政处罚", "行政强制", "行政检查")
    ]
    return [
        f"{_agency(random)}{year}年度法治政府建设年度报告",
        "一、总体情况",
        *_prose(random, ("规章制度清理", "行政规范性文件备案审查", "重大执法决定法制审核"), 4),
        "二、行政执法情况",
        rows,
        "三、行政复议、行政诉讼情况",
        *_prose(random, ("行政复议案件", "行政应诉案件", "结果维持", "结果纠正"), 3),
        "四、存在的主要问题及改进情况",
        *_prose(random, ("执法人员培训", "公开渠道"), 2),
    ]


def letters(random: Random) -> Blocks:
    """The yearly statistics of petitions, by kinds of people, with totals."""
    heads = ["来信来访", "自然人", "法人或其他组织", "其他", "总计"]
    names = ("本年新收", "上年结转", "已办结", "不予受理", "重复申请", "结转下年")
    return [
        f"{_agency(random)}{random.choice(_YEARS)}年信访工作情况统计",
        [heads, *[[name, *_numbers(random, 4)] for name in names]],
        *_prose(random, ("信访举报投诉", "网上信访"), 3),
    ]


def fee_list(random: Random) -> Blocks:
    """The fees that an office may ask, and what it bought."""
    rows = [["收费项目", "收费标准（元）", "依据", "上年收费金额（万元）"]]
    for n in range(1, 6):
        standard, raised = _numbers(random, 2)
        rows.append([f"第{n}项行政事业性收费", standard, "发改价格〔2015〕12号", raised])
    bought = [["采购项目", "采购项目数量", "采购总金额"], ["政府集中采购", *_numbers(random, 2)]]
    return [f"{_agency(random)}行政事业性收费目录清单", rows, "附：政府集中采购情况", bought]


def regulations(random: Random) -> Blocks:
    """The articles of the Regulations, with the words of half the form."""
    return [
        "中华人民共和国政府信息公开条例",
        "第二十条　行政机关应当主动公开本行政机关的下列政府信息：",
        "（一）行政法规、规章和规范性文件；",
        "（五）办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果；",
        "（六）实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定；",
        "（八）行政事业性收费项目及其依据、标准；",
        "（九）政府集中采购项目的目录、标准及实施情况；",
        "第三十五条　申请人申请公开政府信息的数量、频次明显超过合理范围，可以要求说明理由。",
        "第五十条　政府信息公开工作年度报告应当包括下列内容：",
        "（一）行政机关主动公开政府信息的情况；",
        "（二）行政机关收到和处理政府信息公开申请的情况；",
        "（三）因政府信息公开工作被申请行政复议、提起行政诉讼的情况；",
        "（四）政府信息公开工作存在的主要问题及改进情况；",
        f"（{random.choice('五六')}）其他需要报告的事项。",
    ]


def evaluation(random: Random) -> Blocks:
    """Marks for the work of disclosure, item by item."""
    items = (
        "主动公开",
        "依申请公开",
        "政策解读",
        "平台建设",
        "年度报告编制发布",
        "监督保障",
        "总计",
    )
    rows = [["考核项目", "分值", "自评分", "得分"], *[[one, *_numbers(random, 3)] for one in items]]
    return [
        f"{_agency(random)}{random.choice(_YEARS)}年政府信息公开工作考核评分表",
        rows,
        *_prose(random, ("规章公开", "行政规范性文件公开", "不予公开"), 2),
    ]


def news(random: Random) -> Blocks:
    """An article that tells what such a report says."""
    n = [random.randint(1, 900) for _ in range(5)]
    return [
        f"{random.choice(_PLACES)}发布{random.choice(_YEARS)}年政府信息公开工作年度报告",
        f"记者获悉，全年新收政府信息公开申请{n[0]}件，上年结转{n[1]}件，予以公开{n[2]}件。",
        f"不予公开{n[3]}件，结转下年度继续办理{n[4]}件。",
        *_prose(random, ("行政复议", "行政诉讼", "主动公开"), 3),
        "责任编辑：王某　分享到：微信 微博",
    ]


def contents_page(random: Random) -> Blocks:
    """A page of contents: headings of the sections with numbers of pages, and nothing else."""
    heads = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    return [
        "目　录",
        *[f"{head}……{random.randint(1, 30)}" for head in heads[: random.randint(1, 2)]],
    ]


def foreign(random: Random) -> Blocks:
    """A page in another language, with a table of numbers."""
    rows = [["Item", "2022", "2023"], *[[name, *_numbers(random, 2)] for name in ("New", "Total")]]
    return ["Annual report on access to information", rows, "Requests received and processed."]


KINDS: tuple[Callable[[Random], Blocks], ...] = (
    work_report, budget, old_form, old_report, survey, court_table, enforcement, notice, link_page,
    guide, application_form, ledger, blank, coded_form, rule_of_law, letters, fee_list,
    regulations, evaluation, news, contents_page, foreign,
)  # fmt: skip
"""Every kind of document that must be refused."""


def other(kind: Callable[[Random], Blocks], seed: int) -> Other:
    """A document of a kind. The same seed gives the same document."""
    random = Random(f"{kind.__name__} {seed}")
    blocks = kind(random)
    text = "\n".join(
        block if isinstance(block, str) else "\n".join("\t".join(row) for row in block)
        for block in blocks
    )
    html = "".join(
        f"<p>{block}</p>"
        if isinstance(block, str)
        else "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in block)
        + "</table>"
        for block in blocks
    )
    return Other(
        kind.__name__,
        text + "\n",
        f"<html><head><meta charset='utf-8'></head><body>{html}</body></html>",
        _printed(blocks),
    )


def _printed(blocks: Blocks) -> Printed:
    """The same for writers of files, who put the title of a report into the properties of a PDF."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, str):
            made.append(Line(block))
            continue
        rows = (Row(tuple(Cell(text, "block") for text in row)) for row in block)
        made.append(Sheet("", max(map(len, block)), tuple(rows)))
    return Printed(Content("2021", "2021", 2023, _PLACES[0], {}), tuple(made))
