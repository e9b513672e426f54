"""The command line's own texts, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Help texts in Chinese have spaces behind their stops, or a terminal could not wrap them.
_TEXTS = {
    "app": (
        (
            "Reads Chinese Government Information Disclosure annual reports: "
            "every number with its place and how certain it is."
        ),
        "读取政府信息公开工作年度报告: 给出每个数值及其位置和确定程度。",
    ),
    "extract": (
        (
            "Read reports and print them. Data go to the standard output, all else to the standard "
            "error. Exit code: 0 all well, 1 a finding of severity error, 2 wrong usage, "
            "3 a file could not be read."
        ),
        (
            "读取报告并输出。 数据写到标准输出, 其余信息写到标准错误。 退出码: 0 正常, "
            "1 报告有“错误”级问题, 2 用法有误, 3 有文件无法读取。"
        ),
    ),
    "explain": (
        "Show what every stage saw of one file: encoding, tables, each layout's reading, doubts.",
        "显示每一步对一个文件的判断: 编码、 表格、 各版式的读法与存疑之处。",
    ),
    "form": (
        "Print an edition of the form with the id and the label of every cell.",
        "输出一个版本的格式: 每个单元格的编号与名称。",
    ),
    "plugins": (
        (
            "List the adapters and layouts with their packages; with a name, show one in full. "
            "Exit code: 0 all serve, 1 one is out of order."
        ),
        (
            "列出适配器和版式及其来源; 给出名称则显示其详情与故障。 "
            "退出码: 0 全部可用, 1 有插件不可用。"
        ),
    ),
    "plugin_name": ("The name of one of them.", "其中之一的名称。"),
    "files": ("Files to read; - for the standard input.", "要读取的文件; - 表示标准输入。"),
    "file": ("The file to read; - for the standard input.", "要读取的文件; - 表示标准输入。"),
    "edition": (
        "2019, 2021, or the path of an edition's TOML file.",
        "2019、 2021, 或自定义版本的 TOML 文件路径。",
    ),
    "format": (
        (
            "table (the default, also where the output is no terminal): for people; json: one "
            "report, or JSON Lines for several files; jsonl: one report a line; "
            "csv: one fact a line."
        ),
        (
            "table (默认, 输出不是终端时亦然): 便于阅读; json: 一份报告, 多个文件时为 JSON Lines; "
            "jsonl: 每行一份报告; csv: 每行一项数据。"
        ),
    ),
    "form_format": (
        "table: for people; json: for programs.",
        "table: 便于阅读; json: 供程序使用。",
    ),
    "out": (
        "Write to this file (UTF-8), not to the standard output; it appears whole or not at all.",
        "写入此文件 (UTF-8) 而不是标准输出; 文件要么完整写出, 要么不写。",
    ),
    "layout_option": (
        "Try this layout only; give it several times for several layouts.",
        "只尝试此版式; 可重复给出。",
    ),
    "engine": (
        "Read with this engine of the format's adapter, such as lxml, bs4, pdfium, pdfplumber.",
        "用此引擎读取, 例如 lxml、 bs4、 pdfium、 pdfplumber。",
    ),
    "password": ("The password of an encrypted file.", "加密文件的密码。"),
    "cross_check": (
        "Read with a second engine too; facts on which the two differ are doubted.",
        "再用第二个引擎读取一遍; 两者不一致的数据列为存疑。",
    ),
    "all": (
        "Read all reports of a file, and those in the files of ZIP archives.",
        "读取文件中的全部报告, 以及 ZIP 压缩包内各文件中的报告。",
    ),
    "all_unchecked": (
        "--all and --cross-check do not go together",
        "--all 与 --cross-check 不能同时使用",
    ),
    "lang": (
        "Language of the messages, en or zh; by default that of the locale.",
        "信息所用语言, en 或 zh; 默认取自系统区域设置。",
    ),
    "version": ("Print the version.", "显示版本号。"),
    "stdin_twice": (
        "- stands for the standard input and can be given once",
        "- 表示标准输入,只能给出一次",
    ),
    "out_is_input": (
        "the output would replace an input file",
        "输出文件与输入文件相同",
    ),
    "unwritable": ("the file cannot be written ({reason})", "无法写入文件({reason})"),
    "unwritable_out": (
        "the standard output cannot be written ({reason})",
        "无法写入标准输出({reason})",
    ),
    "source": ("Source", "来源"),
    "name": ("name", "名称"),
    "stdin": ("standard input", "标准输入"),
    "size": ("size", "大小"),
    "bytes": ("{count} bytes", "{count} 字节"),
    "encoding": ("encoding", "编码"),
    "by": ("{value}, by {evidence}", "{value},依据:{evidence}"),
    "adapter": ("adapter", "适配器"),
    "found": ("found", "位置"),
    "to": ("{start} to {end}", "{start} 至 {end}"),
    "told_by": ("edition {edition}, told by {evidence}", "{edition}版,依据:{evidence}"),
    "untold": (
        "edition {edition}; nothing in the table tells it",
        "{edition}版;表格本身无法判定版本",
    ),
    "no_tables": ("No tables were found.", "未找到表格。"),
    "doubtful": ("Rows whose cells are not settled by the layout", "版式不能确定各格位置的行"),
    "places": ("{count} ways fit the row's sum", "{count}种放法符合本行合计"),
    "no_place": ("no way fits the row's sum", "没有符合本行合计的放法"),
    "layout_head": ("layout", "版式"),
    "rows": ("rows", "行"),
    "broken": ("broken rules", "不符"),
    "strays": ("strays", "多余"),
    "missing": ("missing", "缺行"),
    "assumed": ("assumed", "推定"),
    "verdict": ("verdict", "结论"),
    "notice": ("notice", "依据"),
    "years": ("report years", "报告年度"),
    "on": ("{first} on", "{first}年起"),
    "sections": ("Sections", "章节"),
    "kind": ("kind", "种类"),
    "layout": ("layout", "版式"),
    "plugin": ("name", "名称"),
    "package": ("package", "来源"),
    "plugin_version": ("version", "版本"),
    "state": ("state", "状态"),
    "about": ("about", "说明"),
    "ready": ("ready", "可用"),
    "failed": ("failed", "不可用"),
    "off": ("off", "已关闭"),
    "needs": ("needs {packages}", "缺少 {packages}"),
    "reference": ("object", "对象"),
    "suffixes": ("suffixes", "后缀"),
    "media_types": ("media types", "媒体类型"),
    "engines": ("engines", "引擎"),
    "requires": ("requires", "依赖"),
    "reason": ("reason", "原因"),
    "no_plugin": ("no adapter or layout is named {name}", "没有名为 {name} 的适配器或版式"),
    "known": ("Known: {names}.", "可用:{names}。"),
    "no_option": ("no such option: {name}", "没有选项 {name}"),
    "lacking": ("missing: {name}", "缺少 {name}"),
    "invalid": ("invalid value for {name}: {message}", "{name} 的值无效:{message}"),
    "error": ("Error", "错误"),
    "try": ("Try '{command} --help'.", "请运行“{command} --help”查看帮助。"),
    "interrupted": ("Interrupted.", "已中断。"),
}


def say(key: str, lang: str, **values: object) -> str:
    """A text of the command line in one language, `en` or `zh`, with its values filled in."""
    text = _TEXTS[key][lang == "zh"]
    return text.format(**values) if values else text


def both(key: str, **values: object) -> tuple[str, str]:
    """The text in English and in Chinese, as errors take it."""
    return say(key, "en", **values), say(key, "zh", **values)


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """`zh` or `en`: by `--lang` among the arguments, else by the locale's variables."""
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if argument == "--":
            break
        if name == "--lang":
            found = value if equals else "".join(arguments[number + 1 : number + 2])
            if found in {"en", "zh"}:
                return found
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"
