"""The form's words in traditional script, and in other widths."""

from __future__ import annotations

_SIMPLE = (
    "总开报况动规范档发废现数处决许罚强业费额单万请关系为项与构组织务结转继续办属国"
    "稳护权类内过执询无没补后确访举诉获机缴纳议讼维纠审经问题进条区这计据对减编电话传联"
    "门网间长实质监协会团东华广宁阳导责认识备伤仅两参场块学写专寻师带库厂张从态虑应"
    "断约读种则状载栏链声闻术签训众舆连说线见资节产财农环设险员该将须几周户么负级纪检"
    "红绿书张应标准时级别优势创满县镇乡厅"
)
_TRADITIONAL = (
    "總開報況動規範檔發廢現數處決許罰強業費額單萬請關係為項與構組織務結轉繼續辦屬國"
    "穩護權類內過執詢無沒補後確訪舉訴獲機繳納議訟維糾審經問題進條區這計據對減編電話傳聯"
    "門網間長實質監協會團東華廣寧陽導責認識備傷僅兩參場塊學寫專尋師帶庫廠張從態慮應"
    "斷約讀種則狀載欄鏈聲聞術簽訓眾輿連說線見資節產財農環設險員該將須幾週戶麼負級紀檢"
    "紅綠書張應標準時級別優勢創滿縣鎮鄉廳"
)

TRADITIONAL = str.maketrans(dict(zip(_SIMPLE, _TRADITIONAL, strict=True)))
"""Character by character; words of several meanings (`复`, `制`) have entries of their own."""

_WORDS = (("行政复议", "行政複議"), ("未经复议", "未經複議"), ("复议", "複議"), ("反复", "反覆"),
          ("重复", "重複"), ("制作", "製作"), ("制发", "製發"), ("文件", "檔案"))  # fmt: skip

HALF_WIDTH = str.maketrans("（）：，“”", '():,""')
FULL_WIDTH = str.maketrans("0123456789.,-+/", "０１２３４５６７８９．，－＋／")


def traditional(text: str) -> str:
    """A text in traditional script, as a site's own conversion writes it."""
    for simple, other in _WORDS:
        text = text.replace(simple, other)
    return text.translate(TRADITIONAL)
