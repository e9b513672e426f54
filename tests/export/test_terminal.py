"""What a report looks like at a terminal."""

from __future__ import annotations

import io

import msgspec
import pytest
from report_maker import changed, doubtful_report, plain_report, without
from rich.cells import cell_len
from rich.console import Console

from govdisclose_extract.export.terminal import render, show, text
from govdisclose_extract.export.words import place, safe
from govdisclose_extract.form.loader import built_in
from govdisclose_extract.frozen import FrozenMap
from govdisclose_extract.reading import State
from govdisclose_extract.report import Fact, Report
from govdisclose_extract.where import Where

GRANTED = ["9", "1", "0", "0", "1", "1", "12"]


def line_of(report: Report, start: str, lang: str = "en") -> str:
    return next(
        line for line in text(report, lang=lang).splitlines() if line.lstrip().startswith(start)
    )


def test_header() -> None:
    lines = text(doubtful_report()).splitlines()
    assert lines[:3] == [
        "青禾县交通运输局  2023  edition 2021",
        "198 facts: 193 read, 1 proven, 4 assumed",
        "green.txt · text · gb18030",
    ]
    assert "198 项数据: 193 直读, 1 推证, 4 推定" in text(doubtful_report(), lang="zh")


def test_a_row_of_table_3() -> None:
    report = plain_report()
    assert line_of(report, "(一)予以公开").split() == ["(一)予以公开", *GRANTED]
    assert line_of(report, "(一)").startswith("    (一)")
    assert line_of(report, "1.属于国家秘密").startswith("      1.")


def test_headings_stand_above_their_rows() -> None:
    lines = [line.strip() for line in text(plain_report()).splitlines()]
    for above, below in [
        ("三、本年度办理结果", "(一)予以公开"),
        ("(三)不予公开", "1.属于国家秘密"),
        ("(四)无法提供", "1.本机关不掌握相关政府信息"),
        ("(五)不予处理", "1.信访举报投诉类申请"),
    ]:
        assert lines[lines.index(above) + 1].startswith(below)
    assert "(六)其他处理" in lines
    older = [line.strip() for line in text(plain_report("2019")).splitlines()]
    assert "(六)其他处理" not in older  # a row with numbers, not a heading


def test_digits_stand_below_digits() -> None:
    table = text(plain_report()).split("Table 3")[1].split("Table 4")[0]
    lines = [line for line in table.splitlines() if line.startswith("  ") and line[-1:].isdigit()]
    assert len(lines) == 25
    assert len({cell_len(line) for line in lines}) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100, 140])
def test_nothing_is_wider_than_the_terminal(lang: str, width: int) -> None:
    for report in (doubtful_report(), plain_report("2019")):
        lines = text(report, lang=lang, width=width).splitlines()
        assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [80, 100])
def test_numbers_are_never_cut(width: int) -> None:
    long = changed(plain_report(), "applications.new.total", value=12345678901)
    assert "12345678901" in text(long, width=width)


def test_marks() -> None:
    report = doubtful_report()
    assert "3*" in line_of(report, "(二)部分公开").split()
    assert line_of(report, "(一)").split()[-2:] == ["1?", "12"]
    assert "3?4!" in line_of(report, "一、").split()
    assert line_of(report, "1.信访").split()[1:] == ["1", "·", "·?", "·", "·", "·", "1"]
    assert line_of(report, "1.本机关").split()[1:] == ["5", "2", "/", "/", "/", "0", "7"]
    absent = line_of(report, "3.补正")
    assert len(absent.split()) == 7


def test_legend_explains_the_marks_that_occur() -> None:
    legend = "· blank   ? place assumed   * not printed, follows from the sums"
    assert legend in text(doubtful_report())
    assert "place assumed" not in text(plain_report())
    assert "· blank" in text(plain_report())
    full = plain_report()
    for id, fact in full.facts.items():
        if fact.state is State.BLANK:
            full = changed(full, id, value=1, raw="1", state=State.NUMBER)
    assert "blank" not in text(full)


def test_table_2_shows_heads_and_units() -> None:
    assert line_of(plain_report(), "行政事业性收费").split() == [
        "行政事业性收费",
        "amount",
        "1903.17",
        "万元",
    ]
    row = line_of(plain_report("2019"), "行政许可", "zh").split()
    assert " ".join(row) == "行政许可 上年项目 0 增/减 -7 处理决定 20417"


def test_table_4() -> None:
    assert line_of(plain_report(), "行政诉讼 复议后起诉").split()[-5:] == ["2", "0", "0", "1", "3"]


def test_findings_in_order_of_severity_with_places() -> None:
    shown = text(doubtful_report())
    tail = shown[shown.index("Findings (3)") :]
    assert tail.index("✗ error") < tail.index("! warning") < tail.index("i info")
    assert "(line 21, column 7)" in tail
    chinese = text(doubtful_report(), lang="zh")
    assert "✗ 错误" in chinese
    assert "(第21行 第7列)" in chinese
    assert "No findings." in text(plain_report())


def test_long_messages_are_never_cut() -> None:
    shown = text(doubtful_report(), lang="zh", width=60)
    tail = shown[shown.index("问题") :]
    assert "…" not in tail


def test_left_over_numbers_are_shown() -> None:
    shown = text(doubtful_report())
    assert "其中:网络申请  3 4 (page 2, row 5, column 1)" in shown
    assert "0 (line 24, column 8)" in shown


def test_mixed_editions_are_named_at_the_table() -> None:
    report = plain_report("2019")
    mixed = msgspec.structs.replace(
        report, editions=FrozenMap({**report.editions, "review": "2021"})
    )
    assert "Table 4  政府信息公开行政复议、行政诉讼情况  edition 2021" in text(mixed)


def test_an_edition_that_is_not_known_shows_ids() -> None:
    report = plain_report()
    strange = msgspec.structs.replace(
        report, edition="x", editions=FrozenMap(dict.fromkeys(report.editions, "x"))
    )
    shown = text(strange)
    assert "applications.refused.state_secret" in shown
    assert shown.split("applications.granted ")[1].split()[:7] == GRANTED
    assert "予以公开" in text(strange, editions={"x": built_in("2021")})


def test_a_report_without_facts() -> None:
    empty = msgspec.structs.replace(plain_report(), facts=FrozenMap[str, Fact]())
    assert "no facts" in text(empty)
    assert "Table" not in text(empty)


def test_a_missing_table_is_left_out() -> None:
    report = plain_report()
    gone = [id for id in report.facts if id.startswith(("review", "litigation"))]
    assert "Table 4" not in text(without(report, gone))


def test_text_of_the_file_cannot_steer_the_terminal() -> None:
    raw = "\x1b[31m[red]1\u202e\r\n"
    report = changed(plain_report(), "review.total", value=None, raw=raw, state=State.UNREADABLE)
    shown = text(msgspec.structs.replace(report, agency="[bold]甲\x1b]0;x\x07"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]甲\\x1b]0;x\\x07" in shown
    assert "\\x1b[31m[red]1" in shown
    assert safe("a\u200bb\udc80\u2028c") == "ab\\xdc80 c"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_only_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    terminal, file = Terminal(), io.StringIO()
    show(render(doubtful_report()), terminal)
    show(render(doubtful_report()), file)
    assert "\x1b[" in terminal.getvalue()
    assert file.getvalue() == text(doubtful_report())


def test_render_fits_any_console() -> None:
    file = io.StringIO()
    Console(file=file, width=120).print(render(plain_report()))
    assert "予以公开" in file.getvalue()


def test_places() -> None:
    assert place(None, "en") == place(Where(), "zh") == place(Where(block=3), "zh") == ""
    assert place(Where(page=2, row=0, col=1), "zh") == "第2页 表格第1行 第2列"
