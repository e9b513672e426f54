"""Writes report.txt: an invented office, invented numbers, sums that hold."""

from __future__ import annotations

from pathlib import Path
from random import Random

from govdisclose_extract.document import Document, Grid, Paragraph
from govdisclose_extract.testing.conformance_reports import made_up
from govdisclose_hubei import edition

NOTES = {
    "规章": "（设区的市、自治州人民政府应提供相关数据）",
    "其他主动公开文件": "（含以本单位名义印发的文件）",
    "上一年项目数量": "（指2019年事项数）",
    "本年增/减": "（指2020年增加或减少的事项数，减用负值表示，如-8）",
    "处理决定数量": "（指2020年办件量）",
}


def noted(text: str) -> str:
    return text + NOTES.get(text, "")


def listed(grid: Grid) -> list[str]:
    """Table 2, each number behind its head; the other tables keep their cells, parted by tabs."""
    lines: list[str] = []
    heads: list[str] = []
    for row in range(grid.height):
        texts = [cell.text for cell in grid.cells if cell.row == row]
        if grid.width != 4:
            lines.append("\t".join(texts))
        elif texts[0] == "信息内容":
            heads = texts[1:]
        else:
            pairs = [f"{noted(head)}：{text}" for head, text in zip(heads, texts[1:], strict=True)]
            lines.append("　".join([noted(texts[0]), *pairs]))
    return lines


def written(document: Document) -> str:
    lines: list[str] = []
    for block in document.blocks:
        lines += [block.text] if isinstance(block, Paragraph) else listed(block)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    path = Path(__file__).resolve().parents[1] / "report.txt"
    report = made_up(Random(7), (edition(),))
    path.write_text(written(report.document), encoding="utf-8")
