"""Words of the terminal output in English and Chinese, and text made safe to print."""

from __future__ import annotations

import unicodedata

from ..where import Where

# Short heads of the form's columns: English, Chinese.
_HEADS = {
    "natural_person": ("person", "自然人"),
    "business": ("business", "企业"),
    "research": ("research", "科研"),
    "public_welfare": ("welfare", "公益"),
    "legal_service": ("legal", "法律"),
    "other_org": ("other", "其他"),
    "total": ("total", "总计"),
    "upheld": ("upheld", "维持"),
    "corrected": ("corrected", "纠正"),
    "other": ("other", "其他"),
    "pending": ("pending", "未审结"),
    "made": ("made", "新制作"),
    "disclosed": ("disclosed", "新公开"),
    "issued": ("issued", "制发"),
    "repealed": ("repealed", "废止"),
    "in_force": ("in force", "现行有效"),
    "prior_items": ("prior items", "上年项目"),
    "change": ("change", "增/减"),
    "decisions": ("decisions", "处理决定"),
    "projects": ("projects", "采购项目"),
    "amount": ("amount", "金额"),
}

_WORDS = {
    "agency": ("agency unknown", "机关不详"),
    "edition": ("edition", "格式版本"),
    "facts": ("facts", "项数据"),
    "read": ("read", "直读"),
    "proven": ("proven", "推证"),
    "assumed": ("assumed", "推定"),
    "no_facts": ("no facts", "没有数据"),
    "findings": ("Findings", "问题"),
    "no_findings": ("No findings.", "未发现问题。"),
    "extras": ("Rows outside the national form", "国家统一格式以外的行"),
    "strays": ("Numbers without a cell", "没有单元格的数字"),
    "unnamed": ("(no label)", "(无行名)"),
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "info": ("info", "提示"),
    "blank": ("blank", "空白"),
    "mark_assumed": ("place assumed", "位置系推定"),
    "inferred": ("not printed, follows from the sums", "未印出,由勾稽关系推得"),
    "unreadable": ("printed, but no number", "印有内容但不是数值"),
}

_TITLES = {
    "proactive": ("Table 2  主动公开政府信息情况", "表二  主动公开政府信息情况"),
    "applications": (
        "Table 3  收到和处理政府信息公开申请情况",
        "表三  收到和处理政府信息公开申请情况",
    ),
    "review": (
        "Table 4  政府信息公开行政复议、行政诉讼情况",
        "表四  政府信息公开行政复议、行政诉讼情况",
    ),
}

_CASES = {
    "review": "行政复议",
    "litigation.direct": "行政诉讼 未经复议直接起诉",
    "litigation.after_review": "行政诉讼 复议后起诉",
}


def word(key: str, lang: str) -> str:
    """A word of the interface, `en` or `zh`."""
    return _WORDS[key][lang == "zh"]


def head(column: str, lang: str) -> str:
    """A short head for a column of the form; its id for a column that is not known."""
    return _HEADS[column][lang == "zh"] if column in _HEADS else column


def title(table: str, lang: str) -> str:
    """The title of a table; its id for a table that is not known."""
    return _TITLES[table][lang == "zh"] if table in _TITLES else table


def cases(prefix: str) -> str:
    """The name of a block of table 4, by the id that its facts start with."""
    return _CASES.get(prefix, prefix)


def place(where: Where | None, lang: str) -> str:
    """A place in the input, for people; empty when it is not known."""
    if where is None or where == Where():
        return ""
    if lang != "zh":
        return str(where)
    parts = [
        (where.page, "第{}页", 0),
        (where.line, "第{}行", 0),
        (where.row, "表格第{}行", 1),
        (where.col, "第{}列", int(where.row is not None)),
    ]
    return " ".join(form.format(value + add) for value, form, add in parts if value is not None)


def safe(text: str) -> str:
    """The text on one line, without the characters that steer a terminal or its direction."""
    kept: list[str] = []
    for char in text:
        kind = unicodedata.category(char)
        if char in "\t\n\r" or kind in {"Zl", "Zp"}:
            kept.append(" ")
        elif kind in {"Cc", "Cs"}:
            kept.append(f"\\x{ord(char):02x}")
        elif kind != "Cf":
            kept.append(char)
    return "".join(kept)
