"""Dates as reports print them, the statistics period, and the lines that close a report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..flow import Flow
from ..report import Period

_ZERO = "〇○◯零Oo0"
YEAR = rf"(?:(?:19|20)\d\d|二[{_ZERO}][{_ZERO}一二三四五六七八九]{{2}})"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_ONES = "一二三四五六七八九"
_DIGITS = dict.fromkeys(_ZERO, "0") | {char: str(n) for n, char in enumerate(_ONES, 1)}
_TENS = {"十": 1, "廿": 2, "卅": 3}

_SPACED = (
    rf"{YEAR}(?:\s*年\s*{_NUMBER}\s*月\s*{_NUMBER}\s*[日号]?"
    r"|\s?([-/.])\s?\d{1,2}\s?\1\s?\d{1,2})"
)
_DATE = re.compile(rf"(?<!\d){_SPACED}(?!\d)")
_PARTS = re.compile(rf"({YEAR})[年/.-]({_NUMBER})[月/.-]({_NUMBER})[日号]?")

_START = rf"({YEAR})(?:年({_NUMBER})月(?:({_NUMBER})[日号])?|[-/.](\d{{1,2}})[-/.](\d{{1,2}}))"
_UNTIL = r"(?:0{1,2}[时点])?起?(?:开始)?,?截?(?:[至到止]|[-—–―~]{1,2})"
_STOP = (
    rf"(?:({YEAR})年|当年|同年|本年)?(?:({_NUMBER})月(?:({_NUMBER})[日号])?(?!\d)"
    r"|(\d{1,2})[-/.](\d{1,2})(?!\d))"
)
_STOP_PLAIN = rf"({YEAR})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d)"
_PERIOD = re.compile(rf"(?<!\d){_START}{_UNTIL}(?:{_STOP_PLAIN}|{_STOP})")
_MONTHS = re.compile(rf"(?<!\d)({YEAR})年({_NUMBER})(?:[-—–―~]|至|到)({_NUMBER})月")
_PERIOD_WORDS = ("统计", "期限", "时限", "数据", "所列", "报告期", "时间范围", "起止")


def year_of(text: str) -> int | None:
    """The year that `2020` or `二〇二〇` says; None for other text."""
    digits = "".join(_DIGITS.get(char, char) for char in text)
    return int(digits) if len(digits) == 4 and digits.isascii() and digits.isdigit() else None


def parse_date(text: str) -> datetime.date | None:
    """The first valid date in folded text; None when there is none."""
    found = _first(_DATE.finditer(text))
    return found or _first(_DATE.finditer("".join(text.split())))


def is_date(text: str) -> bool:
    """True when folded text is a date alone, with blanks or in brackets."""
    squeezed = "".join(text.split()).strip("()*|")
    found = _DATE.fullmatch(squeezed) if len(squeezed) <= 16 else None
    return found is not None and _date_of(found.group()) is not None


def find_period(flow: Flow, start: int, end: int) -> Period | None:
    """The statistics period named between two offsets.

    A range beside a word such as 统计期限 comes first; without one the range must be most of a
    year, so that a campaign of some days is none.
    """
    text = "".join(flow.text[start:end].split())
    first: Period | None = None
    for found in _PERIOD.finditer(text):
        period = _period_of(found)
        if period is None:
            continue
        before = text[max(0, found.start() - 30) : found.start()]
        if text.startswith("止", found.end()) or any(word in before for word in _PERIOD_WORDS):
            return period
        if first is None and (period.end - period.start).days >= 300:
            first = period
    if first is None:
        for found in _MONTHS.finditer(text):
            year, begin, last = year_of(found[1]), _small(found[2]), _small(found[3])
            if year and (begin, last) == (1, 12):
                return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return first


def _period_of(found: re.Match[str]) -> Period | None:
    year = found[1]
    start = _make(year, found[2] or found[4], found[3] or found[5] or "1")
    if found[6]:
        end = _make(found[6], found[7], found[8])
    else:
        year = found[9] or year
        month, day = found[10] or found[12], found[11] or found[13]
        end = _make(year, month, day) if day else _month_end(year, month)
    return Period(start, end) if start and end and start < end else None


def _month_end(year: str, month: str) -> datetime.date | None:
    first = _make(year, month, "1")
    if first is None:
        return None
    last = first.replace(day=28)
    while (last + datetime.timedelta(days=1)).month == first.month:
        last += datetime.timedelta(days=1)
    return last


def _first(matches: Iterator[re.Match[str]]) -> datetime.date | None:
    return next((date for found in matches if (date := _date_of(found.group()))), None)


def _date_of(text: str) -> datetime.date | None:
    found = _PARTS.fullmatch("".join(text.split()))
    return _make(found[1], found[2], found[3]) if found else None


def _make(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(year_of(year) or 0, _small(month), _small(day))
    except ValueError:
        return None


def _small(text: str) -> int:
    """A month or a day in digits or words; 0 for what is neither."""
    if text.isdigit():
        return int(text)
    tens, ones = 0, text
    for char, value in _TENS.items():
        if char in text:
            before, _, ones = text.partition(char)
            tens = int(_DIGITS.get(before, "0")) if before else value
            if before and not tens:
                return 0
            break
    if not ones:
        return tens * 10
    return tens * 10 + int(_DIGITS[ones]) if ones in _DIGITS and ones not in _ZERO else 0


# ------------------------------------------------------------------- the lines that close a report

# Furniture of web pages behind a report; whatever follows these words.
_CHROME = (
    "热门词条", "相关词条", "联系我们", "联络我们", "关于我们", "相关链接", "友情链接", "版权所有",
    "主办单位", "承办单位", "网站地图", "网站声明", "网站标识码", "网站支持", "政府网站标识码",
    "隐私声明", "隐私政策", "上一篇", "下一篇", "上一条", "下一条", "关闭窗口", "关闭本页",
    "打印本页", "打印本文", "返回顶部", "返回首页", "分享到", "扫一扫", "责任编辑", "相关附件",
    "相关阅读", "相关新闻", "相关信息", "相关文档", "浏览次数", "阅读次数", "公安备案", "技术支持",
    "设为首页", "加入收藏", "文件下载", "附件下载", "无障碍浏览",
)  # fmt: skip
# The same, when nothing but blanks, digits or punctuation follows.
_BARE = ("附件", "打印", "关闭", "分享", "收藏", "微信", "微博", "编辑", "来源", "返回", "顶部")
_BEFORE_CHROME = " \t|()*#>·-.▲△◆■●•"
_ICP = re.compile(r"[\u4e00-\u9fff]?ICP[备证]", re.ASCII)
_GLUED_CHROME = re.compile(
    r"(?<=[。!?) ])(?:版权所有|网站标识码|主办单位:|承办单位:|上一篇|下一篇|责任编辑:|扫一扫"
    r"|热门词条|分享到|打印本页|关闭窗口)"
)


def footer_start(flow: Flow, start: int, end: int) -> int:
    """Where the furniture of the page begins between two offsets; `end` when there is none."""
    text = flow.text
    for first, last in flow.lines(start, end):
        head = text[first : min(last, first + 80)].lstrip(_BEFORE_CHROME)
        if head and _is_chrome(head):
            return first
        found = _GLUED_CHROME.search(text, first, last)
        if found:
            return found.start()
    return end


def _is_chrome(head: str) -> bool:
    if head.startswith(_CHROME) or _ICP.match(head):
        return True
    for word in _BARE:
        if head.startswith(word):
            rest = head[len(word) :]
            return not rest or not rest[0].isalpha()
    return False


class Signature(NamedTuple):
    """The closing lines: agency as printed, date, and where they begin."""

    start: int
    agency: str | None
    date: datetime.date | None


_AGENCY_TAILS = frozenset("局厅部委办院会府所处站队社校司团镇乡道区县市省州盟旗室心署行馆场")
_NO_AGENCY = frozenset('。,;:?!《》"=<>/@#')
_SEALS = ("(盖章)", "(印章)", "(公章)", "(章)")
_PAGE = re.compile(r"[-—–(第]*\d{1,3}[-—–)页]*")
_NOTES = ("(此件", "(联系", "抄送")
_DATE_KEYS = ("落款日期", "落款时间", "落款", "成文日期", "签发日期", "日期", "时间")
_NOT_SIGNED = ("截至", "截止", "自", "从", "至", "于", "到", "在", "期限", "日期", "时间")
_LAST_LINES = 8


def looks_like_agency(text: str) -> bool:
    """True for folded text that may be an agency's name: short, one piece, the usual last word."""
    squeezed = "".join(text.split())
    for seal in _SEALS:
        squeezed = squeezed.removesuffix(seal)
    if not 2 <= len(squeezed) <= 40 or squeezed[-1] not in _AGENCY_TAILS:
        return False
    if any(char in _NO_AGENCY for char in squeezed):
        return False
    return squeezed[1] not in "、." and not squeezed.startswith(("(", "-"))


def find_signature(flow: Flow, start: int, end: int) -> Signature | None:
    """Agency and date on the last lines between two offsets; `end` comes before the footer."""
    text = flow.text
    lines = list(_last_lines(text, start, end))
    for index, (first, last) in enumerate(lines):
        line = text[first:last]
        bare = "".join(line.split()).strip("*|")
        if _PAGE.fullmatch(bare) or bare.startswith(_NOTES):
            continue
        dated = _without_key(bare)
        if is_date(dated):
            date = parse_date(dated)
            above = lines[index + 1] if index + 1 < len(lines) else None
            if above and _may_sign(text[above[0] : above[1]]):
                return Signature(above[0], _agency(flow, *above), date)
            return Signature(first, None, date)
        signed = _signed_line(flow, first, last)
        if signed:
            return signed
        if index == 0 and looks_like_agency(line):
            above = lines[1] if len(lines) > 1 else None
            if above and is_date(text[above[0] : above[1]]):
                return Signature(
                    above[0], _agency(flow, first, last), parse_date(text[above[0] : above[1]])
                )
            if len(bare) >= 4:
                return Signature(first, _agency(flow, first, last), None)
    return None


def find_signature_date(flow: Flow, start: int, end: int) -> datetime.date | None:
    """The date that closes a report between two offsets, page furniture left aside."""
    found = find_signature(flow, start, footer_start(flow, start, end))
    return found.date if found else None


def _without_key(text: str) -> str:
    for key in _DATE_KEYS:
        if text.startswith(key):
            return text[len(key) :].lstrip(":")
    return text


def _may_sign(line: str) -> bool:
    squeezed = "".join(line.split())
    return looks_like_agency(line) or (
        4 <= len(squeezed) <= 30
        and not any(char in _NO_AGENCY for char in squeezed)
        and squeezed[1] not in "、."
        and squeezed[0] != "("
    )


def _signed_line(flow: Flow, first: int, last: int) -> Signature | None:
    """A line that ends in agency and date; prose may stand before them, up to a full stop."""
    floor = max(first, last - 120)
    tail = flow.text[floor:last]
    stop = tail.rstrip().rstrip("*|").rstrip()
    cut = stop.rfind("。") + 1
    if not cut and floor > first:
        return None
    piece = stop[cut:]
    dates = list(_DATE.finditer(piece))
    if not dates or dates[-1].end() != len(piece):
        return None
    found = dates[-1]
    name = piece[: found.start()].strip(" \t|,:")
    date = _date_of(found.group())
    if date is None or name.endswith(_NOT_SIGNED) or (name and not looks_like_agency(name)):
        return None
    if not name and not cut:
        return None
    begin = floor + cut + len(piece[: found.start()]) - len(piece[: found.start()].lstrip())
    if not name:
        return Signature(begin + len(piece[: found.start()].strip()), None, date)
    where = floor + cut + piece.find(name)
    return Signature(where, _agency(flow, where, where + len(name)), date)


def _agency(flow: Flow, start: int, end: int) -> str:
    raw = "".join(flow.raw_of(start, end).split()).strip("*|")
    for seal in ("（盖章）", "（印章）", "（公章）", "（章）", *_SEALS):
        raw = raw.removesuffix(seal)
    return raw


def _last_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The last lines that are not blank, from the back."""
    count = 0
    while end > start and count < _LAST_LINES:
        first = text.rfind("\n", start, end) + 1 or start
        if first < end and not text[first:end].isspace():
            count += 1
            yield first, end
        end = first - 1
