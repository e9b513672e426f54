"""What stands around a report: page metadata, the contact block, the cited notice."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..flow import Flow
from ..fold import fold
from ..frozen import FrozenMap
from ..report import Metadata, Period
from .dates import parse_date
from .title import reads_as_title

# The printed names of a field, the best first.
_FIELDS: dict[str, tuple[str, ...]] = {
    "index_number": ("索引号", "信息索引号", "信息索引", "索引码", "索引"),
    "publisher": (
        "发布机构", "发文机关", "信息来源", "公开责任部门", "发布单位", "发布部门", "公开机构",
        "公开主体", "发文单位", "发文机构", "制发机关", "制定机关", "信息公开机构", "信息提供单位",
        "责任部门", "所属机构",
    ),
    "publication_date": (
        "发布时间", "发布日期", "公开日期", "公开时间", "发文日期", "发文时间", "生成日期",
        "生成时间", "信息日期", "成文日期", "制发日期", "时间", "日期",
    ),
    "document_number": ("文号", "发文字号", "发文文号", "文件编号", "文件字号"),
    "category": (
        "分类",
        "主题分类",
        "组配分类",
        "信息分类",
        "体裁分类",
        "所属分类",
        "信息类别",
        "类别",
    ),
}  # fmt: skip
_OTHER = (
    "有效性", "时效", "是否有效", "时效性", "有限期限", "有效期", "效力状态", "来源", "文章来源",
    "名称", "信息名称", "文件名称", "标题", "公报标题", "题名", "关键词", "关键字", "主题词",
    "浏览次数", "阅读次数", "点击数", "点击量", "访问量", "浏览量", "阅读量", "内容概述",
    "内容摘要", "摘要", "文件下载", "栏目", "所属栏目", "原文链接", "字号", "字体", "作者",
    "责任编辑", "编辑", "审核", "信息类型", "载体类型", "公开方式", "公开形式", "公开时限",
    "公开范围", "公开类型", "公开属性", "总号", "期号", "状态", "语种", "生效日期", "废止日期",
    "失效日期", "服务对象", "统一编号", "单位", "采集时间", "信息格式", "公开程序", "更新时间",
    "本地目录",
)  # fmt: skip
_CONTACT: dict[str, tuple[str, ...]] = {
    "address": ("通讯地址", "通信地址", "联系地址", "办公地址", "地址"),
    "postcode": ("邮政编码", "邮编"),
    "phone": ("联系电话", "咨询电话", "办公电话", "电话号码", "电话"),
    "fax": ("传真号码", "传真电话", "传真"),
    "email": ("电子邮箱", "电子邮件", "电子信箱", "邮箱地址", "邮箱", "e-mail", "email"),
    "contact": ("联系人员", "联系人"),
}
_KNOWN: dict[str, str] = {
    **dict.fromkeys(_OTHER, "other"),
    **{name: field for field, names in (*_FIELDS.items(), *_CONTACT.items()) for name in names},
}
_LONGEST_NAME = max(map(len, _KNOWN))
_LONGEST_LINE = 400
_DATES = frozenset({"publication_date"})
_DROPPED = frozenset({"字号", "字体", "文件下载"})
_FRAME = " \t|*()-·>#"
_NOTICE = re.compile(r"国办公开办函[(<《]?(20\d\d)年?[)>》]?第?(\d{1,3})号")
_NOTICES = frozenset({("2019", "60"), ("2021", "30")})

_UNNAMED: dict[str, re.Pattern[str]] = {
    "postcode": re.compile(r"(?:邮政编码|邮编)[:为]?\s*(\d{6})(?!\d)"),
    "phone": re.compile(r"(?<!传真)电话(?:号码)?[:为]?\s*(\(?\d[\d()-]{5,24})"),
    "fax": re.compile(r"传真(?:号码|电话)?[:为]?\s*(\(?\d[\d()-]{5,24})"),
    "email": re.compile(
        r"(?:邮箱|邮件|[Ee]-?mail)(?:地址)?[:为]?\s*([\w.+-]{1,64}@[\w.-]{1,80})", re.ASCII
    ),
}


class _Pair(NamedTuple):
    """A known name and the offsets of its value."""

    name: str
    printed: str
    start: int
    end: int


def read_metadata(
    flow: Flow,
    head_end: int,
    *,
    notice_end: int | None = None,
    period: Period | None = None,
    signature_date: datetime.date | None = None,
) -> Metadata:
    """The fields that are printed before `head_end`, where the report's body begins.

    notice_end: how far the cited notice is looked for. period and signature_date are passed on.
    """
    fields: dict[str, str] = {}
    ranks: dict[str, int] = {}
    other: dict[str, str] = {}
    for pair in _pairs(flow, head_end):
        field = _KNOWN[pair.name]
        value = _tidy(flow.raw_of(pair.start, pair.end).replace("\n", ""))
        if not value:
            continue
        if field == "other" or (field in fields and field in _CONTACT):
            if field == "other" and pair.name not in _DROPPED:
                other.setdefault(pair.printed, value)
            continue
        if field in _DATES and parse_date(flow.text[pair.start : pair.end]) is None:
            continue
        rank = (_FIELDS.get(field) or _CONTACT[field]).index(pair.name)
        if field in fields and ranks[field] <= rank:
            if value != fields[field]:
                other.setdefault(pair.printed, value)
            continue
        fields[field], ranks[field] = value, rank
    for field, pattern in _UNNAMED.items():
        found = None if field in fields else pattern.search(flow.text, 0, head_end)
        if found:
            fields[field] = _tidy(flow.raw_of(*found.span(1)))
    printed = fields.pop("publication_date", None)
    return Metadata(
        publication_date=_date(printed),
        signature_date=signature_date,
        period=period,
        notice=find_notice(flow, 0, head_end if notice_end is None else notice_end),
        other=FrozenMap(other),
        **fields,
    )


def find_notice(flow: Flow, start: int, end: int) -> str | None:
    """The notice on the form that is cited between two offsets, as `国办公开办函〔2021〕30号`."""
    text = "".join(flow.text[start:end].split())
    for found in _NOTICE.finditer(text):
        if found.groups() in _NOTICES:
            return f"国办公开办函〔{found[1]}〕{found[2]}号"
    return None


# --------------------------------------------------------------------------------- names and values


def _pairs(flow: Flow, end: int) -> Iterator[_Pair]:
    """Known names and their values: in one line, in cells, or on two lines."""
    text = flow.text
    waiting: tuple[str, str] | None = None
    blanks = 0
    for start, stop in flow.lines(0, end):
        if not text[start:stop].strip(_FRAME):
            blanks += 1
            continue
        if waiting and blanks <= 1 and _is_value(text[start:stop], waiting[0]):
            yield _Pair(*waiting, start, stop)
            waiting = None
            continue
        waiting, blanks = None, 0
        line = text[start : min(stop, start + _LONGEST_LINE + 1)]
        prose = len(line) > _LONGEST_LINE or "。" in line
        cells = [] if prose else _cells(text, start, stop)
        if len(cells) > 1:
            yield from _in_cells(flow, cells)
        elif ":" in line or prose:
            found = list(_with_colons(flow, start, stop, contact_only=prose))
            yield from found
            if len(found) == 1 and not text[found[0].start : stop].strip(_FRAME):
                waiting = found[0].name, found[0].printed
        elif len(line) <= 4 * _LONGEST_NAME:
            name = _name(line)
            if name:
                waiting = name, "".join(flow.raw_of(start, stop).split())


def _name(text: str) -> str | None:
    """The known name that this text is, blanks and frame left aside."""
    squeezed = "".join(text.split()).strip("|*()#>").rstrip(":").lower()
    return squeezed if squeezed in _KNOWN else None


def _is_value(line: str, name: str) -> bool:
    """True when the line below a name can be its value."""
    value = line.strip(_FRAME)
    if len(value) > 100 or "。" in value or "==" in value or _name(value):
        return False
    head, colon, _ = value.partition(":")
    if colon and _name(head):
        return False
    field = _KNOWN[name]
    if field in ("index_number", "document_number"):
        return any(char.isdigit() for char in value) and not reads_as_title(value)
    if field in _DATES:
        return parse_date(value) is not None
    titled = reads_as_title(value) and (len(value) > 14 or any(char.isdigit() for char in value))
    return not titled or name.endswith(("标题", "名称", "题名"))


def _cells(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The offsets of a line's cells, by tabs and pipes."""
    cells: list[tuple[int, int]] = []
    at = start
    for index in range(start, stop + 1):
        if index == stop or text[index] in "\t|":
            cells.append((at, index))
            at = index + 1
    return cells


def _in_cells(flow: Flow, cells: list[tuple[int, int]]) -> Iterator[_Pair]:
    text = flow.text
    waiting: tuple[str, str] | None = None
    for start, stop in cells:
        cell = text[start:stop]
        if not cell.strip():
            continue
        name = _name(cell)
        if name:
            waiting = name, "".join(flow.raw_of(start, stop).split()).rstrip(":：")
        elif waiting:
            yield _Pair(*waiting, start, stop)
            waiting = None
        elif ":" in cell:
            yield from _with_colons(flow, start, stop, contact_only=False)


def _with_colons(flow: Flow, start: int, stop: int, *, contact_only: bool) -> Iterator[_Pair]:
    """`name: value` pairs between two offsets; a value reaches to the next name."""
    text = flow.text
    open_: tuple[str, int, int, int] | None = None
    floor = start
    colon = text.find(":", start, stop)
    while colon >= 0:
        found = _name_before(text, floor, colon)
        if found and contact_only and _KNOWN[found[0]] not in _CONTACT:
            found = None
        if found:
            if open_:
                yield _pair(flow, open_, found[1], last=False)
            open_ = (*found, colon, colon + 1)
            floor = colon + 1
        colon = text.find(":", colon + 1, stop)
    if open_:
        yield _pair(flow, open_, stop, last=True)


def _name_before(text: str, floor: int, colon: int) -> tuple[str, int] | None:
    """The longest known name that ends at a colon, and where it starts."""
    best: tuple[str, int] | None = None
    name = ""
    at = colon
    while at > floor and len(name) < _LONGEST_NAME and colon - at < 4 * _LONGEST_NAME:
        at -= 1
        if text[at].isspace():
            continue
        name = text[at].lower() + name
        if name in _KNOWN and (at == floor or not text[at - 1].isalnum()):
            best = name, at
    return best


def _pair(flow: Flow, open_: tuple[str, int, int, int], stop: int, *, last: bool) -> _Pair:
    name, begin, colon, start = open_
    if _KNOWN[name] in _CONTACT:
        end = _contact_end(flow.text, _KNOWN[name], start, stop, last=last)
        if last and end == stop:
            end = _wrapped_end(flow.text, begin, stop)
        stop = end
    return _Pair(name, "".join(flow.raw_of(begin, colon).split()), start, stop)


def _wrapped_end(text: str, begin: int, stop: int) -> int:
    """Where a value inside a sentence ends that runs on into the next line."""
    if not text.startswith("\n", stop) or not text[max(0, begin - 80) : begin].rpartition("\n")[2]:
        return stop
    for at in range(stop + 1, min(len(text), stop + 80)):
        if text[at] in ":\n":
            break
        if text[at] in ",;。)":
            return at
    return stop


def _contact_end(text: str, field: str, start: int, stop: int, *, last: bool) -> int:
    """Where a value of the contact block ends: at punctuation, or at a bracket it did not open."""
    depth = 0
    for at in range(start, min(stop, start + 200)):
        char = text[at]
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        if depth < 0 or char in "。;\n" or (char == "," and (last or field != "address")):
            return at
        if char.isspace() and field != "address" and text[start:at].strip():
            after = text[at : min(stop, at + 200)].lstrip()[:1]
            if not (after.isascii() and after.isalnum()):
                return at
    return min(stop, start + 200)


def _tidy(raw: str) -> str:
    value = raw.strip(" \t\u00a0\u3000|*:：,，;；、")
    for opening, closing in ("()", "（）", "【】", "[]"):
        if value.endswith(closing) and opening not in value:
            value = value[:-1].rstrip()
        if value.startswith(opening) and closing not in value:
            value = value[1:].lstrip()
    return value


def _date(printed: str | None) -> datetime.date | None:
    return parse_date(fold(printed)[0]) if printed else None
