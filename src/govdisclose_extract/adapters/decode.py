"""From bytes to text: one ladder, over the whole data, and the step that decided is recorded.

1. `bom`: a byte order mark of UTF-8, UTF-16, UTF-32 or GB18030.
2. `nuls`: NUL bytes, and the text reads well as UTF-16 without a mark.
3. `utf-8`: strictly valid.
4. `declared`: by the caller, or in the first 4 KiB of the text itself.
5. `frequency`: GB18030, Big5 or UTF-16, by the share of common Chinese characters.
   With single bad bytes too, if nothing else fits and most of the characters are common.
6. `detector`: chardet, if what it says decodes strictly and reads like text.

Evidence ends in `-cut` when the data stop in mid-character (at most 3 bytes are dropped), and in
`-damaged` when single bad bytes became U+FFFD, which no number is read from.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from govdisclose_extract.errors import DecodeError

__all__ = ["Decoded", "decode", "lost_in", "recognise"]


class Decoded(NamedTuple):
    """A text, the encoding it was in (a Python codec name) and the step that chose it."""

    text: str
    encoding: str
    evidence: str


CONTROLS_ALLOWED = 1 / 50
"""Most control characters that a text may hold, per byte; what holds more is binary."""

DAMAGE_ALLOWED = 1 / 20
"""Most bad places of a damaged text, per character outside ASCII."""

SHARE_NEEDED = 1 / 4
"""Least score (common less odd characters) per character that tells an encoding."""

SHARE_OF_DAMAGED = 1 / 2
"""The same for a text with bad bytes, which hold any encoding's text for a while."""

ODD_ALLOWED = 1 / 10
"""Most odd characters (private, unassigned, far from Chinese) of a declared or detected text."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
_MARK_STARTS = frozenset(mark[0] for mark, _, _ in _MARKS)

# Not control characters of a text: TAB, the line ends, VT, FF; SUB (the end of a DOS file); ESC.
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\v\f\r\x1a\x1b")
_CONTROL_SET = frozenset(_CONTROLS.decode())

_GB = ("gb18030",)
_BIG5 = ("cp950", "big5hkscs")
# Only encodings that Chinese text is in. A server's "iso-8859-1" would fit any bytes at all.
_DECLARED = {
    name: codecs_
    for names, codecs_ in (
        ("gb2312 gb231280 csgb2312 chinese gbk xgbk cp936 ms936 windows936 936", _GB),
        ("euccn xeuccn eucgb2312cn gb18030 gb180302000 gb180302005 gb180302022", _GB),
        ("big5 big5tw xxbig5 csbig5 cnbig5 big5eten cp950 ms950 windows950 950", _BIG5),
        ("big5hkscs big5hk", _BIG5[::-1]),
    )
    for name in names.split()
}
_DECLARED_WIDE = {
    "utf16": ("utf-16-le", "utf-16-be"),
    "utf16le": ("utf-16-le",),
    "utf16be": ("utf-16-be",),
}
_HEAD = 4096
_LOOKED_AT = 1 << 16
"""Bytes of a file in which control characters tell that it is no text."""

_DECLARATION = re.compile(
    rb"""(?:charset|encoding|coding)[ \t]{0,4}[=:][ \t]{0,4}["']?([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)

_COMMON = frozenset(
    # Punctuation and digits of full width.
    "，。、；：？！“”‘’（）《》〈〉〔〕【】「」『』—…·％￥／＋－０１２３４５６７８９"
    # Everyday words, simplified.
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机"
    "当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心"
    "反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程"
    "展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期"
    "根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志"
    "世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每"
    "目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律"
    "叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感"
    "劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片"
    "始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪"
    # Words of the form and of offices, simplified.
    "依申请公开信息政府主动规章规范性文件制发废止现行有效件数行政许可处罚强制事业收费金额予以部分"
    "不予国家秘密法律规禁危及三安全一稳定保护第三方合权益属于内务过程执案卷询事项供本机关掌握没有"
    "另需补正后申内容仍明确信访举报投诉类重复提供公出版物当由大量反无理要求延期逾未按费通知其他自然"
    "人企研社会公益组织服构总计结转下年度继办理复议诉讼维持纠尚审改进措施问题咨询网站微博客镇乡街村"
    "局厅委员办督考核培训平台建设监渠道统计末截至联系邮编址话传真附件栏目专栏更新篇条较往降升"
    # The same, traditional.
    "這個國為時來們會發對動產過說種麼後學經進著電裡實現機當點業應開還從與關樣間線內數質氣無條沒結"
    "問軍處長將組見計別農幾區強決戰則據隊給門規熱領東導壓爭濟階術極聯認權證單風帶場車務萬達積議聲報"
    "鬥類離華確張馬節話傳許廣記斷難備辦響約團歷構稱準號維劃選標寫親養專狀廠識適屬圓調滿縣參紅細"
    "聽該鐵價嚴隨蘇爾講黃顯談請訊開資訊廢規範罰費額範圍護詢項另補訴復訟繼續糾審網鎮鄉廳員督訓臺設監"
    "統計渠聯繫郵編註錄欄執卷總轉訂讓書畫歲師幹體變興舉衛費贈銀錢隻雙頁頭願題類飛驗黨區於眾觀"
)


class _Weight(NamedTuple):
    """How a text's characters fall: printable ASCII, common, other hanzi, odd."""

    plain: int
    common: int
    other: int
    odd: int


def lost_in(decoded: Decoded) -> int:
    """How many places of a text could not be decoded."""
    return decoded.text.count("\ufffd") if decoded.evidence.endswith("-damaged") else 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`. Takes time linear in its length.

    declared: the caller's charset; it counts after a byte order mark and strict UTF-8.
    Raises DecodeError when no step of the ladder holds, as for binary data.
    """
    found = recognise(data, declared) or _detected(data)
    if found is None:
        raise DecodeError(
            "the bytes are no text in UTF-8, UTF-16, GB18030, Big5 or any encoding that was tried",
            zh="这些字节不是 UTF-8、UTF-16、GB18030、Big5 等任何已尝试编码的文本",
            hint="Is it a binary file? If it is text, name its charset or save it as UTF-8.",
            hint_zh="是否为二进制文件?如为文本,请指明编码或另存为 UTF-8。",
        )
    return found


def recognise(data: bytes, declared: str | None = None) -> Decoded | None:
    """`decode` without the detector: None instead of an error. Never raises."""
    if not data:
        return Decoded("", "utf-8", "utf-8")
    if data[0] in _MARK_STARTS and (found := _marked(data)):
        return found
    if b"\0" in data and (found := _frequent(data, ("utf-16-le", "utf-16-be"), "nuls")):
        return found
    cut = None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        cut = _cut(data, "utf-8")
        # Behind ASCII alone, the odd bytes at the end may as well be of another encoding.
        if cut and not cut.isascii() and _printable(data):
            return Decoded(cut, "utf-8", "utf-8-cut")
        if _printable(data) and (damaged := _damaged(data, "utf-8")) is not None:
            return Decoded(damaged, "utf-8", "utf-8-damaged")
    else:
        return Decoded(text, "utf-8", "utf-8") if _printable(data) else None
    found = _declared(data, declared) or _frequent(
        data, (*_GB, *_BIG5, "utf-16-le", "utf-16-be"), "frequency"
    )
    if found is None and cut and _printable(data):
        return Decoded(cut, "utf-8", "utf-8-cut")
    return found or _frequent(data, (*_GB, *_BIG5), "frequency", damaged=True)


def _marked(data: bytes) -> Decoded | None:
    for mark, codec, name in _MARKS:
        if not data.startswith(mark):
            continue
        body = data[len(mark) :]
        found = _complete(body, codec)
        if found is None and codec != "gb18030":
            found = _mended(body, codec)
        if found is not None and _few_controls(found[0]):
            return Decoded(found[0], name, "bom" + found[1])
    return None


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    codecs_ = _DECLARED.get(_key(declared), ()) or _DECLARED_WIDE.get(_key(declared), ())
    if match := _DECLARATION.search(data, 0, _HEAD):
        # A word of ASCII that can be read in the bytes is itself proof against UTF-16.
        codecs_ += _DECLARED.get(_key(match[1].decode()), ())
    for codec in codecs_:
        found = _complete(data, codec)
        if found is not None and found[0] and _sober(_weigh(found[0])):
            return Decoded(found[0], codec, "declared" + found[1])
    return None


def _key(charset: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", (charset or "").lower())


def _frequent(
    data: bytes, codecs_: tuple[str, ...], evidence: str, *, damaged: bool = False
) -> Decoded | None:
    """The codec whose text has the best score; the first of equals, so the result is fixed."""
    best, best_score = None, SHARE_OF_DAMAGED if damaged else SHARE_NEEDED
    for codec in codecs_:
        found = _mended(data, codec) if damaged else _complete(data, codec)
        if found is None or not found[0]:
            continue
        weight = _weigh(found[0])
        # ASCII stands in two bytes in UTF-16 and speaks for it; elsewhere it says nothing.
        plain = weight.plain if codec.startswith("utf-16") else 0
        total = plain + weight.common + weight.other + weight.odd
        score = (plain + weight.common - weight.odd) / total if total else 0.0
        if score > best_score:
            best, best_score = Decoded(found[0], codec, evidence + found[1]), score
    return best


def _detected(data: bytes) -> Decoded | None:
    import chardet  # here, because it is seldom needed and slow to import

    name = chardet.detect(data)["encoding"]
    if not name:
        return None
    try:
        text = data.decode(name)
    except (LookupError, ValueError):
        return None
    weight = _weigh(text)
    chinese = weight.common + weight.other
    if not _sober(weight) or not (chinese > len(text) / 4 or weight.plain > len(text) * 0.9):
        return None
    return Decoded(text, codecs.lookup(name).name, "detector")


def _complete(data: bytes, codec: str) -> tuple[str, str] | None:
    """The text and "", or the text without a last half character and "-cut", or None."""
    try:
        return data.decode(codec), ""
    except UnicodeDecodeError:
        text = _cut(data, codec)
        return None if text is None else (text, "-cut")


def _mended(data: bytes, codec: str) -> tuple[str, str] | None:
    """The text with U+FFFD for single bad bytes, and "-damaged"; None if there are too many."""
    text = _damaged(data, codec)
    return None if text is None else (text, "-damaged")


def _cut(data: bytes, codec: str) -> str | None:
    """The text before a half character at the end; None if a byte is bad anywhere else."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(data)
    except UnicodeDecodeError:
        return None


def _damaged(data: bytes, codec: str) -> str | None:
    """The text with U+FFFD for its bad bytes; None if they are too many to be accidents."""
    text = data.decode(codec, "replace")
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") <= wide * DAMAGE_ALLOWED else None


def _printable(data: bytes) -> bool:
    """Whether the first bytes are those of a text."""
    first = data[:_LOOKED_AT]
    controls = len(first) - len(first.translate(None, _CONTROLS))
    return controls <= len(first) * CONTROLS_ALLOWED


def _few_controls(text: str) -> bool:
    return sum(map(text.count, _CONTROL_SET)) <= len(text) * CONTROLS_ALLOWED


def _weigh(text: str) -> _Weight:
    plain = common = other = odd = 0
    for char, count in Counter(text).items():
        if char < "\x80":
            if char in _CONTROL_SET:
                odd += count
            else:
                plain += count
        elif char in _COMMON:
            common += count
        elif "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U000323af":
            other += count
        elif _is_odd(char):
            odd += count
    return _Weight(plain, common, other, odd)


def _is_odd(char: str) -> bool:
    """Whether a Chinese text would hardly hold it; signs, boxes and circled digits are neutral."""
    if "\u2000" <= char <= "\u2bff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff5e":
        return False
    return char > "\xff" or unicodedata.category(char) == "Cc"


def _sober(weight: _Weight) -> bool:
    """Whether a text is free of noise, as one that somebody vouches for should be."""
    return weight.odd <= sum(weight) * ODD_ALLOWED
