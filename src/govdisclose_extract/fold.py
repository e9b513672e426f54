"""Folding: one spelling for what is printed in many, so that labels and numbers can be compared.

Full-width and compatibility forms (Unicode NFKC), quotes, brackets, dashes and the traditional
characters of the form's words become one plain form each. Folding serves matching only: what a
report says is always taken from the unfolded text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from html import unescape

# Traditional (and variant) characters of the form's words, each followed by its simplified one.
_SCRIPT = (
    "開开報报總总體体況况動动規规範范檔档製制發发廢废現现數数處处決决許许罰罚強强業业費费額额單单萬万億亿"
    "請请關关係系為为爲为項项於于與与構构組组織织務务結结轉转繼继續续辦办屬属國国祕秘穩稳護护權权類类內内"
    "過过執执詢询無无沒没補补後后確确訪访舉举訴诉複复復复覆复認认獲获機机繳缴納纳議议訟讼維维糾纠審审經经"
    "問问題题進进條条區区這这計计據据鉤勾購购採采對对減减増增電电話话傳传郵邮編编聯联繫系絡络網网統统時时"
    "間间號号廳厅鄉乡鎮镇縣县衛卫濟济來来標标詞词熱热門门們们瀏浏覽览點点擊击餘余個个筆笔張张變变開开歷历"
    "錄录屆届產产産产財财農农環环設设險险員员該该將将應应讓让說说須须幾几週周徵征臺台戶户麼么查查佈布"
    "導导長长負负責责領领實实質质級级紀纪檢检監监協协會会園园黨党團团龍龙東东蘭兰華华廣广寧宁陽阳"
    "訊讯頁页隱隐語语誤误謝谢證证認认識识評评調调談谈論论達达遞递選选還还邊边釋释鐘钟鐵铁閉闭閱阅隊队"
    "際际雙双難难雲云靈灵靜静頒颁預预頻频願愿顯显風风飛飞館馆驗验齊齐齡龄亂乱亞亚價价優优備备傷伤傾倾僅仅"
    "兩两冊册凍冻別别剛刚創创劃划劑剂勞劳勢势勝胜募募匯汇協协參参嚴严圍围圖图場场塊块壓压夠够夾夹奪夺"
    "學学孫孙宮宫寫写寬宽專专尋寻屬属島岛嶺岭師师帶带幣币幹干庫库廠厂張张彙汇徑径從从態态慮虑慶庆憑凭"
    "掃扫當当碼码稱称紙纸綜综輯辑鈎勾钩勾鍵键懲惩懷怀戰战戲戏擁拥擇择擬拟擴扩擔担據据擾扰攝摄敗败敵敌斷断"
    "適适約约讀读種种則则狀状載载欄栏鏈链諮咨聲声頂顶聞闻術术礙碍蓋盖簽签籤签訓训眾众衆众輿舆歡欢貫贯徹彻"
    "連连説说閲阅衞卫線线見见資资節节"
)

_SPECIAL: dict[str, str] = {
    **dict.fromkeys("“”‘’「」『』〝〞＂＇`´", '"'),
    **dict.fromkeys("〔【［｛〖", "("),
    **dict.fromkeys("〕】］｝〗", ")"),
    **dict.fromkeys("[{", "("),
    **dict.fromkeys("]}", ")"),
    **dict.fromkeys("−‐‑‒", "-"),
    # Tables that are drawn with characters.
    **dict.fromkeys("│┃║╎╏┆┇┊┋¦︱", "|"),
    **dict.fromkeys("─━═┄┅┈┉╌╍", "-"),
    **dict.fromkeys("┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋", "+"),
    **dict.fromkeys("╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬", "+"),
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", ""),
    **dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
    # A raised or lowered figure is a note's mark, never a digit of the number before it.
    **{mark: mark for mark in "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ªº"},
}

# Figures in a ring, a dot or brackets (`①`, `⒈`, `⑴`), as NFKC writes them.
_ENUMERATOR = re.compile(r"\(?(\d+)[.)]?", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)


class _Folding(dict[int, str]):
    """Code point to folded text; code points are worked out once, when first met."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        if _DIGIT.search(folded) and unicodedata.category(chr(code)) != "Nd":
            # No digit of a number: an enumerator gets brackets, any other mark stays what it is.
            enumerator = _ENUMERATOR.fullmatch(folded)
            folded = f"({enumerator[1]})" if enumerator else chr(code)
        self[code] = folded = "".join(self.get(ord(char), char) for char in folded)
        if len(folded) != 1:
            _UNEVEN.add(chr(code))
        return folded


_UNEVEN = {char for char, folded in _SPECIAL.items() if len(folded) != 1}
"""Characters met so far that fold to none or to several."""


_FOLDING = _Folding(
    {ord(old): new for old, new in _SPECIAL.items()}
    | {ord(old): new for old, new in zip(_SCRIPT[::2], _SCRIPT[1::2], strict=True)}
    | {code: chr(code) for code in range(0x20, 0x7F) if chr(code) not in "[]{}`"}
    | {ord("\n"): "\n", ord("\t"): "\t"}
)


# The reading of a character in brackets behind it (`公(gōng)开(kāi)`), as mirror sites print it.
_LETTERS = r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{1,6}\)"
_READING = re.compile(rf"\((?<=[\u4e00-\u9fff]\(){_LETTERS[2:]}(?:{_LETTERS})*", re.IGNORECASE)
_FEWEST_READINGS = 3
"""Readings in a text that are no chance."""

_LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
"""A line end inside a cell of Markdown: white space that no number can hold."""

_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,5}|[A-Za-z]{2,8});")
"""A character of a web page that a converter left as it was written."""

_BULLET = "[-*+•●▪]"
_BULLETS = rf"(?:{_BULLET}[ ]++){{0,3}}{_BULLET}"
_LISTED = re.compile(
    rf"(?:^[ ]{{0,40}}(?>{_BULLETS}(?![^ \n]))[^\n]*+\n?(?:[ ]*+\n)?){{8,}}", re.MULTILINE
)
"""Lines of a list, one below the other: what each begins with is no minus, no mark for nothing."""

_ITEM = re.compile(
    rf"^([ ]{{0,40}})(?:{_BULLETS}[ ]++(?=[^\n]{{0,12}}[\u4e00-\u9fff]{{2}})"
    rf"|{_BULLET}[ ]{_BULLET}[ ]++(?=\S[^\n]*\n\1[ ]{{2}}{_BULLET}(?![^ \n]))"
    rf"|{_BULLET}[ ]++(?=\S)|(?P<bare>{_BULLET}[ ]*+$))",
    re.MULTILINE,
)
"""Several bullets before words, or above the inner one of the next line; one before other values
(`- 3` of `- - 3`); or a bare one."""

_WORDED_ITEM = re.compile(
    rf"^[ ]{{0,40}}(?>{_BULLETS}[ ]++)[^\n]{{0,12}}[\u4e00-\u9fff]{{2}}", re.MULTILINE
)
_FEWEST_WORDED = 2

_TAB_LINE = "\n\t\n"
_TAB_LINES = re.compile(r"\n(?:\t\n)+")
_PARTED_WORDS = re.compile(r"[\u4e00-\u9fff)]\n\t\n(?=[\u4e00-\u9fff])")
_VALUES_TOGETHER = re.compile(r"\d\n[-+]?\d")
_FEWEST_TAB_LINES = 8
"""Lines of a tab between others, as browsers copy a table; elsewhere such a line is a cell."""

_MANY = 30
"""Kinds of characters beyond which they are folded all at once; one by one is faster for few."""


def fold(text: str) -> tuple[str, array[int] | None]:
    """The folded text, and for each of its characters the offset in `text` that it came from.

    The offsets are None when they are equal, that is when folding kept the length. Readings of
    characters are left out.
    """
    changed = [char for char in set(text) if _FOLDING[ord(char)] != char]
    folded = _replaced(text, changed)
    if "<b" in folded or "<B" in folded:
        folded = _LINE_BREAK.sub(lambda mark: "\r" * len(mark.group()), folded)
    if "&" in folded:
        folded = _ENTITY.sub(_character, folded)
    folded = _LISTED.sub(_without_bullets, folded)
    if folded.count(_TAB_LINE) >= _FEWEST_TAB_LINES:
        folded = _with_tab_lines_joined(folded)
    if _UNEVEN.isdisjoint(changed):
        return _without_readings(folded, None)
    origin = array("L")
    for offset, char in enumerate(text):
        width = len(_FOLDING[ord(char)])
        if width == 1:
            origin.append(offset)
        elif width:
            origin.extend([offset] * width)
    return _without_readings(folded, origin)


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for, as long as it is; white space becomes such as parts no cells."""
    char = unescape(entity[0])
    folded = _FOLDING[ord(char)] if len(char) == 1 else ""
    if len(folded) != 1:
        return entity[0]
    return ("\r" if folded.isspace() else folded).ljust(len(entity[0]), "\r")


def _without_bullets(items: re.Match[str]) -> str:
    """A list of words and values without its bullets, as long as it is; a bare one is a cell."""
    if sum(1 for _ in _WORDED_ITEM.finditer(items[0])) < _FEWEST_WORDED:
        return items[0]
    return _ITEM.sub(
        lambda item: (item[1] + ("\t" if item["bare"] else "")).ljust(len(item[0])), items[0]
    )


def _with_tab_lines_joined(text: str) -> str:
    """The text with its rows on lines, where each cell and each tab between has its own."""
    parted = sum(1 for _ in _PARTED_WORDS.finditer(text))
    if parted < _FEWEST_TAB_LINES or _VALUES_TOGETHER.search(text, text.index(_TAB_LINE)):
        return text
    return _TAB_LINES.sub(lambda lines: lines[0].replace("\n", "\r"), text)


def _replaced(text: str, changed: list[str]) -> str:
    """The text with some of its characters folded. What folding gives, it leaves as it is."""
    if len(changed) > _MANY:
        return text.translate(_FOLDING)
    for char in changed:
        text = text.replace(char, _FOLDING[ord(char)])
    return text


def _without_readings(folded: str, origin: array[int] | None) -> tuple[str, array[int] | None]:
    found = [match.span() for match in _READING.finditer(folded)]
    if len(found) < _FEWEST_READINGS:
        return folded, origin
    parts: list[str] = []
    kept = array("L")
    at = 0
    for start, end in (*found, (len(folded), len(folded))):
        parts.append(folded[at:start])
        kept.extend(range(at, start) if origin is None else origin[at:start])
        at = end
    return "".join(parts), kept


def squeeze(text: str) -> str:
    """The folded text without white space: the form in which labels are compared."""
    return "".join(fold(text)[0].split())
