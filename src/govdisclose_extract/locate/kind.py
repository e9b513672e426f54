"""Whether a text is such a report at all: the evidence for accepting or refusing it."""

from __future__ import annotations

from typing import NamedTuple

from ..flow import Flow
from ..form.definition import Label
from ..form.loader import built_in
from .headings import find_candidates
from .title import Title, find_title

# Words of the statistics tables that reports up to 2018 carried; modern prose has one at most.
_OLD = (
    "统计指标", "指标名称", "计量单位", "回应解读情况", "依申请公开政府信息情况", "举报投诉数量",
    "依申请公开信息收取的费用", "机构建设和保障经费情况", "政府信息公开会议和培训情况",
    "收到申请数", "申请办结数", "申请答复数", "政府公报公开政府信息数",
)  # fmt: skip
# Words that no later report prints.
_SURELY_OLD = (
    "政府信息公开情况统计表", "主动公开政府信息数", "主动公开规范性文件数", "制发规范性文件总数",
    "主动公开文件数", "历年累计", "主动公开信息数", "回应公众关注热点或重大舆情数",
)  # fmt: skip
_HEAD = 5000


class Evidence(NamedTuple):
    """What speaks for and against a report of the form.

    headings: the numbers of the top-level headings found in the form's own wording. old_words:
    words of the statistics tables of 2008 to 2018.
    """

    title: Title | None = None
    headings: tuple[int, ...] = ()
    old_words: tuple[str, ...] = ()

    @property
    def old(self) -> bool:
        """True for a report in the forms of 2008 to 2018."""
        return len(self.old_words) > 1 or any(word in _SURELY_OLD for word in self.old_words)

    @property
    def report(self) -> bool:
        """True when a text without any table is still a report of the form."""
        return self.title is not None and len(self.headings) >= 3 and not self.old


def looks_like(flow: Flow, sections: tuple[Label, ...] | None = None) -> Evidence:
    """The evidence in a text; sections: the headings of the form, the built-in ones by default."""
    text = flow.squeezed.text
    if "公开" not in text:
        return Evidence()
    found = find_candidates(
        flow, built_in("2021").sections if sections is None else sections, (), len(flow.text)
    )
    sure = [one for one in found if one.exact and one.weight >= 4]
    first = sure[0].start if sure else min(len(flow.text), _HEAD)
    return Evidence(
        find_title(flow, first),
        tuple(sorted({one.number for one in sure})),
        tuple(word for word in (*_SURELY_OLD, *_OLD) if word in text),
    )
