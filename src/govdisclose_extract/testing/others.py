"""Documents that are no such reports, though they share words, numbers and tables with them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

Rows = list[list[str]]
_PLACES = ("云溪县", "青石镇", "岚州市", "海宁省", "北湖区")
_OFFICES = ("民政局", "财政局", "公安局", "水利局", "人民政府", "市场监督管理局")
_YEARS = tuple(range(2009, 2025))


class Other(NamedTuple):
    """A document: its kind, its text with tables by tabs, and the same as a web page."""

    kind: str
    text: str
    html: str


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


KINDS: tuple[Callable[[Random], Blocks], ...] = (
    work_report, budget, old_form, old_report, survey, court_table, enforcement, notice, link_page,
    guide, application_form, ledger, blank,
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
    )
