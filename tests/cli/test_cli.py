"""The command line: where output goes, exit codes, languages, and what is said of errors."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from report_maker import doubtful_report, plain_report

from govdisclose_extract.cli import explaining, extracting, main
from govdisclose_extract.cli.words import language
from govdisclose_extract.document import Provenance
from govdisclose_extract.errors import NotAReport, SourceError, UsageError
from govdisclose_extract.export.terminal import text
from govdisclose_extract.report import Report
from govdisclose_extract.trace import Attempt, RowTrace, TableTrace, Trace
from govdisclose_extract.where import Where

SAMPLE = Path(__file__).parents[2] / "samples" / "tabbed" / "report.txt"


class Result(NamedTuple):
    code: int
    out: str
    err: str


class FakeExtractor:
    """Reports by file name; `layouts` and the options of a call are kept for a look."""

    seen: list[Any] = []  # noqa: RUF012
    options: dict[str, Any] = {}  # noqa: RUF012

    def __init__(self, layouts: Any = None) -> None:
        if layouts == ("nonsense",):
            raise UsageError("no layout is named 'nonsense'", zh="没有名为'nonsense'的版式")
        self.seen[:] = [layouts]

    def extract(self, source: Any, **options: Any) -> Report:
        self.options.update(options)
        if not isinstance(source, str):
            source.read()
            return plain_report(name="<stdin>")
        if source.startswith("missing"):
            raise SourceError("there is no such file", zh="文件不存在", where=source)
        if source.startswith("other"):
            raise NotAReport("this is no annual report", zh="不是年度报告")
        return doubtful_report() if source.startswith("doubtful") else plain_report(name=source)

    def trace(self, source: Any, **options: Any) -> Trace:
        report = self.extract(source, **options)
        rows = (
            RowTrace("partial", "(二)部分公开", ("9", "", "2"), 3, Where(line=4, col=2)),
            RowTrace("total", "(七)总计", ("1",), 0),
            RowTrace("new", "一、本年新收", ("1",), 1),
        )
        won = Attempt("tabbed", True, "least doubt", "存疑最少", 24, 25, 1, 2, 1, 4, True, rows)
        lost = Attempt("pipe", False, "no pipes", "没有竖线", 0, 25, 0, 0, 0, 0, False, ())
        table = TableTrace(
            "applications", "2021", ("逾期不补正",), Where(line=3), Where(line=40), (lost, won)
        )
        bare = TableTrace("review", "2021", (), None, None, ())
        return Trace(report, report.source, "text", () if source == "bare" else (table, bare))


@pytest.fixture(autouse=True)
def _plain_world(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(extracting, "Extractor", FakeExtractor)
    monkeypatch.setattr(explaining, "Extractor", FakeExtractor)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def call(*arguments: str) -> Result:
        code = main(arguments)
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return call


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "govdisclose_extract.cli", *arguments]
    return subprocess.run(command, capture_output=True, check=False, **options)


# ------------------------------------------------------------------------------ extract


def test_table_is_the_default(run: Any) -> None:
    assert run("extract", "a.txt") == (0, text(plain_report(name="a.txt")), "")


def test_table_in_chinese(run: Any) -> None:
    assert run("extract", "a.txt", "--lang", "zh").out == text(
        plain_report(name="a.txt"), lang="zh"
    )


def test_several_tables_stand_apart(run: Any) -> None:
    one = text(plain_report(name="a"))
    assert run("extract", "a", "b").out == one + "\n\n" + text(plain_report(name="b"))


def test_json_of_one_file_is_one_indented_report(run: Any) -> None:
    out = run("extract", "a.txt", "--format", "json").out
    assert Report.from_json(out) == plain_report(name="a.txt")
    assert out.startswith('{\n  "schema"')
    assert out.endswith("}\n")


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_several_files_are_json_lines(run: Any, format: str) -> None:
    out = run("extract", "a", "b", "--format", format).out
    assert [Report.from_json(line) for line in out.splitlines()] == [
        plain_report(name="a"),
        plain_report(name="b"),
    ]


def test_jsonl_of_one_file(run: Any) -> None:
    assert len(run("extract", "a", "--format", "jsonl").out.splitlines()) == 1


def test_csv_has_one_header(run: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("extract", "a", "b", "--format", "csv").out)))
    assert len(rows) == 400
    assert {row["source"] for row in rows} == {"a", "b"}


def test_a_file_that_fails_does_not_stop_the_others(run: Any) -> None:
    code, out, err = run("extract", "missing.txt", "a", "other.txt", "--format", "jsonl")
    assert code == 3
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["a"]
    assert err == "missing.txt: there is no such file\nother.txt: this is no annual report\n"


def test_errors_in_chinese(run: Any) -> None:
    assert run("extract", "other.txt", "--lang=zh").err == "other.txt: 不是年度报告\n"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["a"], 0),
        (["doubtful"], 1),
        (["doubtful", "a"], 1),
        (["missing", "doubtful"], 3),
        (["missing"], 3),
    ],
)
def test_exit_code_is_the_highest(run: Any, files: list[str], code: int) -> None:
    assert run("extract", *files).code == code


def test_layouts_are_passed_on(run: Any) -> None:
    run("extract", "a", "--layout", "tabbed", "--layout", "pipe")
    assert FakeExtractor.seen == [("tabbed", "pipe")]
    run("extract", "a")
    assert FakeExtractor.seen == [None]


def test_unknown_layout_is_a_usage_error(run: Any) -> None:
    assert run("extract", "a", "--layout", "nonsense", "--lang", "zh") == (
        2,
        "",
        "没有名为'nonsense'的版式\n",
    )


def test_the_standard_input_can_be_read_once(run: Any) -> None:
    code, out, err = run("extract", "-", "-")
    assert (code, out) == (2, "")
    assert "can be given once" in err


# ------------------------------------------------------------------------------ --out


def test_out_takes_utf8(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run("extract", "a", "--format", "json", "--out", str(out)) == (0, "", "")
    assert Report.from_json(out.read_bytes()) == plain_report(name="a")
    assert list(tmp_path.iterdir()) == [out]


def test_out_of_a_table_has_no_colours(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    run("extract", "a", "--out", str(out))
    assert out.read_text(encoding="utf-8") == text(plain_report(name="a"))


def test_out_is_not_touched_when_every_file_fails(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")
    assert run("extract", "missing", "--format", "csv", "--out", str(out)).code == 3
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_out_is_never_half_written(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")

    def fail(report: Report) -> str:
        raise RuntimeError(report.year)

    monkeypatch.setattr(extracting, "csv_lines", fail)
    with pytest.raises(RuntimeError):
        run("extract", "a", "--format", "csv", "--out", str(out))
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
def test_out_keeps_the_permissions_of_the_file(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.touch(mode=0o600)
    out.chmod(0o600)
    run("extract", "a", "--out", str(out))
    assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_out_follows_a_link(run: Any, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    run("extract", "a", "--out", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").is_file()


@pytest.mark.skipif(os.name == "nt", reason="no /dev/null")
def test_out_may_be_a_device(run: Any) -> None:
    assert run("extract", "a", "--out", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


def test_out_that_cannot_be_written(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "none" / "out.txt"
    code, out, err = run("extract", "a", "--out", str(path))
    assert (code, out) == (2, "")
    assert err == f"{path}: the file cannot be written (No such file or directory)\n"
    code, _, err = run("extract", "a", "--out", str(tmp_path), "--lang", "zh")
    assert code == 2
    assert err.startswith(f"{tmp_path}: 无法写入文件")


def test_out_may_not_replace_an_input(run: Any, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("x")
    code, _, err = run("extract", str(source), "--out", str(source))
    assert code == 2
    assert "would replace an input" in err
    assert source.read_text() == "x"


# ------------------------------------------------------------------------------ explain


def test_explain(run: Any) -> None:
    code, out, err = run("explain", "a.txt")
    assert (code, err) == (0, "")
    for words in [
        "gb18030, by frequency",
        "4096 bytes",
        "line 3 to line 40",
        "edition 2021, told by 逾期不补正",
        "edition 2021; nothing in the table tells it",
        "3 ways fit the row's sum (line 4, column 2)",
        "no way fits the row's sum",
        "9 · 2",
        "no pipes",
        "No findings.",
    ]:
        assert words in out
    assert "一、本年新收" not in out
    won = next(line for line in out.splitlines() if "tabbed" in line)
    assert won.split() == ["▶", "tabbed", "24/25", "1", "2", "1", "4", "least", "doubt"]


def test_explain_in_chinese(run: Any) -> None:
    code, out, _ = run("explain", "doubtful", "--lang", "zh")
    assert code == 1
    for words in ["编码", "依据:frequency", "第3行 至 第40行", "3种放法", "存疑最少", "问题 (3)"]:
        assert words in out


def test_explain_without_tables(run: Any) -> None:
    assert "No tables were found." in run("explain", "bare").out


def test_explain_a_file_that_fails(run: Any) -> None:
    assert run("explain", "other.txt") == (3, "", "other.txt: this is no annual report\n")


def test_explain_a_source_that_tells_little() -> None:
    trace = Trace(plain_report(), Provenance(), "text", ())
    made = explaining.render_trace(trace, "en")
    assert made is not None


# ------------------------------------------------------------------------------ form


def test_form(run: Any) -> None:
    code, out, err = run("form", "2019")
    assert (code, err) == (0, "")
    assert "applications.refused.state_secret" in out
    assert '3.危及"三安全一稳定"' in out
    assert "natural_person 自然人" in out
    assert "report years: 2019-2020" in out
    assert "报告年度: 2021年起" in run("form", "2021", "--lang", "zh").out


def test_form_as_json(run: Any) -> None:
    data = json.loads(run("form", "2021", "--format", "json").out)
    assert [table["id"] for table in data["tables"]] == ["proactive", "applications", "review"]
    cells = [cell for table in data["tables"] for row in table["rows"] for cell in row["cells"]]
    assert len(cells) == 200
    fees = {"fact": "proactive.fees.amount", "column": "amount", "kind": "amount", "unit": "万元"}
    assert fees in cells


def test_form_of_a_file(run: Any, tmp_path: Path) -> None:
    from govdisclose_extract import form

    toml = Path(form.__path__[0]) / "editions" / "2019.toml"
    own = tmp_path / "own.toml"
    own.write_text(
        toml.read_text(encoding="utf-8").replace('id = "2019"', 'id = "province"', 1),
        encoding="utf-8",
    )
    assert run("form", str(own)).out.startswith("province  ")
    own.write_text("id = 3", encoding="utf-8")
    code, _, err = run("form", str(own))
    assert code == 3
    assert err.startswith(f"{own}: ")


def test_form_that_is_not_known(run: Any) -> None:
    code, _, err = run("form", "2020")
    assert code == 2
    assert "Known editions: 2019, 2021." in err
    assert run("form", "nowhere.toml").code == 3


# ------------------------------------------------------------------------------ usage


def test_version(run: Any) -> None:
    import govdisclose_extract

    assert run("--version") == (0, f"govdisclose {govdisclose_extract.__version__}\n", "")


@pytest.mark.parametrize("command", [[], ["extract"], ["explain"], ["form"]])
def test_help(run: Any, command: list[str]) -> None:
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert "Usage" in out


def test_help_says_that_table_is_always_the_default(run: Any) -> None:
    assert "no terminal" in " ".join(run("extract", "--help").out.replace("│", " ").split())


def test_help_in_chinese(run: Any) -> None:
    assert "读取政府信息公开工作年度报告" in run("--lang", "zh", "--help").out
    assert "读取报告并输出" in run("extract", "--help", "--lang", "zh").out


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (["extract"], "Missing argument 'FILE", "缺少 FILE"),
        (["extract", "--nonsense"], "No such option", "没有选项 --nonsense"),
        (["extract", "a", "--format", "xml"], "'--format': 'xml'", "--format 的值无效"),
        (["explain"], "Missing argument 'FILE", "缺少 FILE"),
        (["nonsense"], "No such command", "nonsense"),
        (["extract", "a", "--out"], "requires an argument", "--out"),
    ],
)
def test_usage_errors(run: Any, arguments: list[str], en: str, zh: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert en in err
    assert err.startswith("Error: ")
    assert err.endswith("--help'.\n")
    code, _, err = run("--lang=zh", *arguments)
    assert code == 2
    assert zh in err
    assert err.startswith("错误: ")


def test_the_language_of_the_program_is_that_of_its_commands(run: Any) -> None:
    assert run("--lang", "zh", "extract", "other.txt").err == "other.txt: 不是年度报告\n"


def test_an_unknown_language_is_a_usage_error(run: Any) -> None:
    assert run("extract", "a", "--lang", "fr").code == 2


def test_without_arguments_the_help_is_shown(run: Any) -> None:
    code, out, err = run()
    assert code == 2
    assert "extract" in out + err


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_TW"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE"}, "en"),
        ([], {"LANG": "de_DE", "LC_ALL": "zh_CN"}, "zh"),
        ([], {"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
        (["--lang", "en"], {"LANG": "zh_CN"}, "en"),
        (["--lang=zh"], {}, "zh"),
        (["--lang"], {"LANG": "zh_CN"}, "zh"),
        (["--", "--lang=zh"], {}, "en"),
    ],
)
def test_language(arguments: list[str], environment: dict[str, str], expected: str) -> None:
    assert language(arguments, environment) == expected


def test_an_interrupt_is_quiet(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **options: Any) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeExtractor, "extract", interrupt)
    code, _, err = run("extract", "a")
    assert code == 130
    assert err.strip() == "Interrupted."


# ------------------------------------------------------------------------------ the program


def test_program_reads_the_standard_input() -> None:
    done = program("extract", "-", "--format", "json", input=SAMPLE.read_bytes())
    assert done.stderr == b""
    assert done.returncode == 0
    assert Report.from_json(done.stdout).agency == "青禾县交通运输局"


def test_program_writes_utf8_whatever_the_console() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = program("extract", str(SAMPLE), env=environment)
    assert done.returncode == 0
    assert "予以公开" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout


def test_program_explains() -> None:
    done = program("explain", str(SAMPLE), "--lang", "zh")
    assert done.returncode == 0
    assert "▶ tabbed" in done.stdout.decode("utf-8")


def test_program_says_errors_without_a_traceback(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"nothing of the kind")
    done = program("extract", str(bad), str(tmp_path / "none.txt"))
    assert done.returncode == 3
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(os.name == "nt", reason="no such pipes")
@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
def test_program_stops_quietly_when_nobody_reads(format: str) -> None:
    command = [sys.executable, "-m", "govdisclose_extract.cli", "extract", "--format", format]
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [*command, str(SAMPLE), str(SAMPLE)],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_program_says_that_its_output_cannot_be_written() -> None:
    command = [sys.executable, "-m", "govdisclose_extract.cli", "extract"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*command, str(SAMPLE)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"the standard output cannot be written")
    assert len(done.stderr.splitlines()) == 1
    done = program("extract", str(SAMPLE), "--out", "/dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith(b"/dev/full: the file cannot be written")


def test_importing_the_library_or_the_entry_loads_neither_typer_nor_rich() -> None:
    code = (
        "import sys, govdisclose_extract.cli; "
        "print(sorted({'typer', 'rich', 'click', 'pandas'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


class TestEngines:
    def test_options_reach_the_extractor(self, run):
        run("extract", "a.pdf", "--engine", "pdfplumber", "--password", "x", "--cross-check")
        assert FakeExtractor.options == {
            "engine": "pdfplumber",
            "password": "x",
            "cross_check": True,
        }

    def test_without_them_the_usual_engine_reads_once(self, run):
        run("extract", "a.pdf")
        assert FakeExtractor.options == {"engine": None, "password": None, "cross_check": False}

    def test_explain_takes_them_too(self, run):
        run("explain", "a.pdf", "--engine", "bs4", "--password", "y")
        assert FakeExtractor.options["engine"] == "bs4"
        assert FakeExtractor.options["password"] == "y"
