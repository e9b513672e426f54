"""The report's title, and whose report it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..flow import Flow
from .dates import YEAR, looks_like_agency, year_of


class Title(NamedTuple):
    """A title as printed, a line break in it left out; its agency and year; its offsets."""

    title: str
    agency: str | None
    year: int | None
    start: int
    end: int


class _Line(NamedTuple):
    """A line or a cell of one: its offsets and its text without blanks and marks.

    spaced: its characters stand apart. gap: the blank lines before it.
    """

    start: int
    end: int
    text: str
    spaced: bool = False
    gap: int = 0
    cell: bool = False


_REPORT_WORDS = (
    r"(?:政府信息(?:[和与及、]?政务)?|政务信息|政务|信息)公开(?:工作)?(?:情况)?的?"
    rf"(?:{YEAR}年?)?(?:年度|度)?(?:工作)?(?:总结)?(?:报告|年报)"
)
_REPORT = re.compile(_REPORT_WORDS)
_AT_END = re.compile(_REPORT_WORDS + r"(?P<tail>\([^()]{0,20}\))?$")
_GLUED = re.compile(_REPORT_WORDS + r"(?=\s|本报告|本年度报告|根据|一、)")
_YEAR = re.compile(rf"({YEAR})(?:年度|年|度|(?=政府信息|政务|信息公开|$))")
_YEAR_LINE = re.compile(rf"\(?({YEAR})年度?\)?")
_KEYS = re.compile(r"(?:公报标题|信息名称|文件名称|文章标题|标题|题名|名称)[:]?(?=.)")
_ENUMERATED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.,]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、])"
)
_REFUSED = frozenset("。;:?!《》>=|/\\@<,")
_REFUSED_WORDS = (
    "根据", "按照", "条例", "编制", "如下", "公布", "通知", "要求", "查看", "下载", "首页", "位置",
    "目录", "格式", "现将", "现发布", "年报",
)  # fmt: skip
_REFUSED_OPENINGS = (
    "本", "为", "以下", "依据", "欢迎", "您", "附件", "来源", "上一篇", "下一篇", "撰写", "做好",
)  # fmt: skip
_LETTER = ("报送", "上报", "呈报", "印发", "公布", "发布", "公开")
_LETTER_TAILS = ("函", "通知", "公告", "请示", "的报告")
_TRIMMED_TAILS = ("关于印发", "关于报送", "关于公布", "关于发布", "关于", "的", "部门")
_MARKS = ' \t|#*>_"'
_LONGEST = 80
_LONGEST_LINE = 400
_BY = re.compile(
    r"本(?:年度)?(?:报告|年报)\s*由\s*(?P<agency>[^。,;:\n《]{2,40}?)\s*"
    r"(?:根据|按照|依据|依照|负责|编制|综合|汇总|编写|编撰|组织)"
)


def find_title(flow: Flow, end: int) -> Title | None:
    """The report's title before `end`, which is where the first heading or table begins.

    Of several the one that says most (agency, year) is taken; the first on the page before a
    metadata line, a metadata line before a covering letter.
    """
    best: tuple[int, Title] | None = None
    for rank, title in _titles(flow, end):
        if best is None or rank > best[0]:
            best = (rank, title)
    return best[1] if best else None


def reads_as_title(line: str) -> bool:
    """True for a line of folded text that is, or ends, a report's title."""
    squeezed = "".join(line.split()).strip(_MARKS)
    if len(squeezed) > _LONGEST:
        return False
    found = _AT_END.search(squeezed)
    return found is not None and _is_head(squeezed[: found.start()])


def find_agency(
    flow: Flow,
    title: Title | None,
    head_end: int,
    *,
    publisher: str | None = None,
    signature: str | None = None,
) -> str | None:
    """Whose report it is: by the title, `本报告由…编制` before `head_end`, publisher, signature."""
    if title and title.agency:
        return title.agency
    found = _BY.search(flow.text, 0, head_end)
    if found:
        name = "".join(flow.raw_of(*found.span("agency")).split())
        if name not in ("本机关", "我局", "本局", "我办", "本单位"):
            return name
    return publisher or signature


def _titles(flow: Flow, end: int) -> Iterator[tuple[int, Title]]:
    window: list[_Line] = []
    waiting: tuple[int, Title] | None = None
    for line in _lines(flow, end):
        if not line.text:
            continue
        if waiting:
            yield _with_year_below(flow, *waiting, line)
            waiting = None
        if len(line.text) > _LONGEST:
            window = []
            found = _glued(flow, line)
            if found:
                yield found
            continue
        window = [*window[-2:], line] if line.gap <= 1 else [line]
        last = line.text[-1]
        found = None
        if "报" in line.text:
            found = _metadata(flow, line)
        if found is None and last in "告报)":
            found = _in_window(flow, window)
        if found is None and "报" in line.text and not line.cell:
            found = _glued(flow, line)
        if found is None and last in "函知告示":
            found = _letter(flow, window)
        if found and found[1].year is None:
            waiting = found
        elif found:
            yield found
    if waiting:
        yield waiting


def _lines(flow: Flow, end: int) -> Iterator[_Line]:
    """The lines that are not blank, cell by cell where tabs or pipes part them."""
    text = flow.text
    gap = 0
    for first, last in flow.lines(0, end):
        visible = text[first:last].strip(_MARKS)
        if not visible:
            gap += 1
            continue
        start = text.index(visible, first, last)
        if len(visible) > _LONGEST_LINE:
            yield _Line(start, start + len(visible), visible[:_LONGEST_LINE], gap=gap)
        elif "\t" not in visible and "|" not in visible:
            yield _line(visible, start, gap)
        else:
            for cell in visible.replace("|", "\t").split("\t"):
                shown = cell.strip(_MARKS)
                if shown:
                    yield _line(shown, start + cell.index(shown), gap)._replace(cell=True)
                    gap = 0
                start += len(cell) + 1
        gap = 0


def _line(visible: str, start: int, gap: int) -> _Line:
    words = visible.replace("*", " ").split()
    squeezed = "".join(words)
    spaced = len(words) >= max(3, len(squeezed) - 1)
    return _Line(start, start + len(visible), squeezed, spaced, gap)


def _places(flow: Flow, lines: list[_Line]) -> list[int]:
    """Where each character of the lines' texts stands in the flow."""
    return [
        at
        for line in lines
        for at in range(line.start, line.end)
        if not flow.text[at].isspace() and flow.text[at] != "*"
    ]


def _is_head(text: str) -> bool:
    """True when the text before the report words may be agency and year."""
    if any(char in _REFUSED for char in text) or any(word in text for word in _REFUSED_WORDS):
        return False
    return (
        len(text) <= 60 and not text.startswith(_REFUSED_OPENINGS) and not _ENUMERATED.match(text)
    )


def _in_window(flow: Flow, window: list[_Line]) -> tuple[int, Title] | None:
    """A title that ends in the window's last line and begins in it or in one of two before it."""
    for size in range(1, len(window) + 1):
        lines = window[-size:]
        found = _match(lines)
        if found is None:
            continue
        for more in range(size, len(window)):
            if not _lacks_agency(lines, found):
                break
            above = window[-more - 1]
            if above.spaced and looks_like_agency(above.text):
                return _made(flow, lines, found, flow.raw_of(above.start, above.end))
            whole = window[-more - 1 :]
            joined = _match(whole) if _is_fragment(above.text) else None
            if joined is None:
                break
            lines, found = whole, joined
        return _made(flow, lines, found)
    return None


def _match(lines: list[_Line]) -> re.Match[str] | None:
    found = _AT_END.search("".join(line.text for line in lines))
    return found if found and _is_head(found.string[: found.start()]) else None


def _lacks_agency(lines: list[_Line], found: re.Match[str]) -> bool:
    return not _YEAR.sub("", found.string[: found.start()])


def _is_fragment(text: str) -> bool:
    """True for a line that can be the upper part of a title: agency, year, or both."""
    rest = _YEAR.sub("", text)
    return len(text) <= 40 and (not rest or looks_like_agency(rest))


def _made(
    flow: Flow, lines: list[_Line], found: re.Match[str], letterhead: str | None = None
) -> tuple[int, Title]:
    places = _places(flow, lines)
    text = found.string
    year = _YEAR.search(text)
    agency = "".join(
        flow.raw_of(places[first], places[last - 1] + 1)
        for first, last in _pieces(text, found.start())
    )
    agency = "".join((agency or letterhead or "").split())
    raw = "".join(flow.raw_of(line.start, line.end).strip() for line in lines)
    number = year_of(year[1]) if year else None
    title = Title(raw, agency or None, number, lines[0].start, lines[-1].end)
    return _rank(
        title, 0 if lines[-1].cell else 1, bare=found.start() == 0 and not letterhead
    ), title


def _rank(title: Title, kind: int, *, bare: bool = False) -> int:
    """How much a title says: agency and year first, then where it stands."""
    says = bool(title.agency) + (title.year is not None)
    return 0 if bare and not says else 2 * says + kind


def _pieces(text: str, end: int) -> Iterator[tuple[int, int]]:
    """What stands before the report words beside the year."""
    at = 0
    for year in [*_YEAR.finditer(text, 0, end), None]:
        first, last = at, year.start() if year else end
        if text.startswith("关于", first, last):
            first += 2
        for tail in _TRIMMED_TAILS:
            if text.endswith(tail, first, last):
                last -= len(tail)
        if first < last:
            yield first, last
        at = year.end() if year else end


def _with_year_below(flow: Flow, rank: int, title: Title, line: _Line) -> tuple[int, Title]:
    year = _YEAR_LINE.fullmatch(line.text)
    if not year or line.gap > 1:
        return rank, title
    raw = title.title + flow.raw_of(line.start, line.end).strip()
    return rank + 2, title._replace(title=raw, year=year_of(year[1]), end=line.end)


def _metadata(flow: Flow, line: _Line) -> tuple[int, Title] | None:
    """A title in a line such as `标题: …`; what follows the title there is left out."""
    key = _KEYS.match(line.text)
    found = _REPORT.search(line.text, key.end()) if key else None
    if not key or not found or not _is_head(line.text[key.end() : found.start()]):
        return None
    return _part(flow, line, key.end(), found, kind=0)


def _part(
    flow: Flow, line: _Line, start: int, found: re.Match[str], *, kind: int
) -> tuple[int, Title] | None:
    """The title that is a part of one line."""
    end = found.end()
    places = _places(flow, [line])
    part = _Line(places[start], places[end - 1] + 1, line.text[start:end], cell=True)
    inner = _match([part])
    if inner is None or not (inner.start() or _YEAR.search(inner.string)):
        return None
    _, title = _made(flow, [part], inner)
    return _rank(title, kind), title


def _letter(flow: Flow, window: list[_Line]) -> tuple[int, Title] | None:
    """The title inside `关于报送《…》的函`."""
    for size in range(1, len(window) + 1):
        lines = window[-size:]
        text = "".join(line.text for line in lines)
        opening, closing = text.find("《"), text.rfind("》")
        if not 0 <= opening < closing or "。" in text:
            continue
        outside = text[:opening] + text[closing + 1 :]
        if not outside.endswith(_LETTER_TAILS) or not any(word in outside for word in _LETTER):
            return None
        places = _places(flow, lines)
        whole = _Line(lines[0].start, lines[-1].end, text)
        found = _AT_END.search(text, opening + 1, closing)
        made = _part(flow, whole, opening + 1, found, kind=-1) if found else None
        if made is None:
            return None
        rank, title = made
        title = title._replace(title="".join(title.title.split("\n")), end=whole.end)
        sender = text[:opening].partition("关于")[0]
        if title.agency is None and looks_like_agency(sender):
            raw = flow.raw_of(places[0], places[len(sender) - 1] + 1)
            title = title._replace(agency="".join(raw.split()))
        return rank, title
    return None


def _glued(flow: Flow, line: _Line) -> tuple[int, Title] | None:
    """A title at the head of a line that runs on into the report."""
    text = flow.text[line.start : min(line.end, line.start + _LONGEST)]
    found = _GLUED.search(text)
    if not found:
        return None
    squeezed = "".join(text[: found.end()].replace("*", " ").split())
    part = _Line(line.start, line.start + found.end(), squeezed)
    inner = _match([part])
    if inner is None or inner.start() == 0:
        return None
    return _made(flow, [part], inner)
