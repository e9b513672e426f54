"""Damage around the tables: what a site prints, headings that are lost or told in other words."""

from __future__ import annotations

from random import Random

from ..printed import Block, Line, Printed, Sheet


def site_chrome(printed: Printed, random: Random) -> Printed:
    """What a site prints around a report: path, index, share buttons, footer."""
    year = printed.content.year
    before = [
        "当前位置： 首页 > 政务公开 > 政府信息公开年报",
        f"索 引 号：0110{random.randint(1000, 9999)}/{year + 1}-000{random.randint(10, 99)}",
        f"来源：{printed.content.agency} 发布时间：{year + 1}-01-2{random.randint(0, 9)} 09:43",
        "字号：【大 中 小】 打印 浏览次数：1024",
    ]
    after = [
        "分享到： 微信 微博 QQ空间",
        f"主办单位：{printed.content.agency} 电话：0755-{random.randint(1000000, 9999999)}",
        "网站标识码：4408000012 备案号：12345678",
    ]
    return printed._replace(
        blocks=(
            *(Line(text, "site") for text in before),
            *printed.blocks,
            *(Line(text, "site") for text in after),
        )
    )


def lost_headings(printed: Printed, random: Random) -> Printed:
    """Some headings of sections are gone."""
    headings = [
        block for block in printed.blocks if isinstance(block, Line) and block.role == "heading"
    ]
    gone = random.sample(headings, min(random.randint(1, 4), len(headings)))
    return printed._replace(blocks=tuple(block for block in printed.blocks if block not in gone))


_HEADINGS = {
    "一、总体情况": ("一、总体概述", "一、概述", "一、{year}年政府信息公开工作的总体情况"),
    "二、主动公开政府信息情况": ("二、行政机关主动公开政府信息情况", "二、 主动公开政府信息情况"),
    "三、收到和处理政府信息公开申请情况": ("三、收到的处理政府信息公开申请情况",),
    "四、政府信息公开行政复议、行政诉讼情况": (
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "四、政府信息公开行政复议及行政诉讼情况",
    ),
    "五、存在的主要问题及改进情况": (
        "五、政府信息公开工作存在的主要问题及改进情况",
        "五、存在的主要问题及整改措施",
        "五、存在问题及改进情况",
    ),
    "六、其他需要报告的事项": ("六、其它需要报告的事项", "六、其他需要报告事项"),
}
_TITLES = (
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作报告",
    "{agency}\n{year}年度政府信息公开年度报告",
    "{agency} {year} 年政府信息公开年报",
    "关于报送《{agency}{year}年政府信息公开工作年度报告》的函",
)


def other_headings(printed: Printed, random: Random) -> Printed:
    """The title and the headings of sections in other words."""
    content = printed.content
    heads = {old: random.choice(new) for old, new in _HEADINGS.items() if random.random() < 0.7}
    title = random.choice(_TITLES)

    def change(line: Line) -> Line:
        text = title if line.role == "title" else heads.get(line.text, "")
        return line._replace(
            text=text.format(year=content.year, agency=content.agency) or line.text
        )

    return printed.with_lines(change)


def prose_around_tables(printed: Printed, random: Random) -> Printed:
    """Paragraphs with numbers, enumerators and names of rows before and behind each table."""

    def some(count: int) -> tuple[Line, ...]:
        n = random.sample(range(1, 900), 8)
        its = (
            f"（一）规章制定情况。全年制发规章{n[0]}件，行政规范性文件{n[1]}件。",
            f"（二）行政许可{n[2]}件，行政处罚{n[3]}件，行政强制{n[4]}件。",
            f"（三）不予公开{n[5]}件，其中属于国家秘密{n[6]}件。",
            "该部分以表格形式报告，表格如下：",
            f"1.本年新收申请{n[7]}件，上年结转{n[0]}件，总计{n[7] + n[0]}件。",
            "注：表中数据为本机关数据，不含下级机关。",
        )
        return tuple(Line(text) for text in random.sample(its, count))

    def change(sheet: Sheet) -> tuple[Block, ...]:
        return *some(random.randint(0, 2)), sheet, *some(random.randint(0, 2))

    return printed.with_sheets(change)


def markup_leftovers(printed: Printed, random: Random) -> Printed:
    """Comments of Word and ends of comments as lines of their own beside the tables."""
    its = ("<!--[if !supportMisalignedColumns]--><!--[endif]-->", "-->", "<!--EndFragment-->")

    def change(sheet: Sheet) -> tuple[Block, ...]:
        mark = Line(random.choice(its), "site")
        return random.choice(((mark, sheet), (sheet, mark), (mark, sheet, mark)))

    return printed.with_sheets(change)
