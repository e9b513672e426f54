"""Where a table whose one row has no label stands: its heads, and the values behind them."""

from __future__ import annotations

import re

from ..flow import Drawn, Flow
from ..form.definition import Edition, Table
from ..form.labels import find_labels

_FEWEST = 3
"""Heads of different names that make a table, not a sentence that names some."""

_NEAR = 4
"""Blocks between heads and values on the next page: page numbers, running heads, the grid."""

_HEAD_WORDS = re.compile(r"[\s|结果维持纠正其他尚未审结总计行政复议后诉讼经直接起、情况]*")
_UNITS = "件条宗次个项笔份起例"
_VALUES = re.compile(
    r"(?:[^\u4e00-\u9fffA-Za-z]|[结果维持纠正其他尚未审总计行政复议后诉讼经直接类型项目数量"
    + _UNITS
    + r"]"
    r"|(?:无|空|零|不适用|(?i:nan|none|null|n/?a))+(?=[五六][、.]|存在|其他需要|[^\u4e00-\u9fff]|$))*"
)


def find_unlabelled(
    flow: Flow, group: list[tuple[Edition, Table]], start: int, end: int
) -> tuple[Edition, Table, int, int] | None:
    """The table, between two places in squeezed text, and its own start and end there.

    Drawn heads tell it best; the table then ends with the grid that holds its values.
    """
    return _drawn(flow, group, start, end) or _marked(group, flow.squeezed.text, start, end)


def _drawn(
    flow: Flow, group: list[tuple[Edition, Table]], start: int, end: int
) -> tuple[Edition, Table, int, int] | None:
    squeezed = flow.squeezed
    cells = flow.drawn_between(squeezed.offset(start), squeezed.offset(end))
    for edition, table in group:
        names = {mark.printed: mark for mark in table.marks}
        leaves = {body for cell in table.rows[0].cells for body in names[cell.head].bodies}
        groups = {body for mark in table.marks for body in mark.bodies} - leaves
        heads = [at for at, cell in enumerate(cells) if cell.letters in leaves]
        if len({cells[at].letters for at in heads}) < _FEWEST:
            continue
        heads = _of_one_grid(cells, heads)
        first = heads[0]
        while first and cells[first - 1].letters in groups:
            first -= 1
        past = _with_values(flow, cells, heads[-1])
        return edition, table, squeezed.index(cells[first].start), squeezed.index(past.end)
    return None


def _of_one_grid(cells: list[Drawn], heads: list[int]) -> list[int]:
    """The heads from the first grid on that holds enough of them: other tables have totals too."""
    names: dict[int, set[str]] = {}
    for at in heads:
        names.setdefault(cells[at].block, set()).add(cells[at].letters)
    whole = [block for block, its in names.items() if len(its) >= _FEWEST]
    return [at for at in heads if not whole or cells[at].block >= whole[0]]


def _with_values(flow: Flow, cells: list[Drawn], last: int) -> Drawn:
    """The last cell of the grid with the values of the last head: its own, or the next one."""
    block = cells[last].block
    behind = [cell for cell in cells[last + 1 :] if cell.block == block]
    after = [cell for cell in cells[last + 1 :] if cell.block != block]
    blank = not any(cell.letters for cell in behind)
    if blank and after and after[0].block - block <= _NEAR:
        next_ = [cell for cell in after if cell.block == after[0].block]
        if not behind or len(next_) >= len(behind):
            behind = next_
    return behind[-1] if behind else cells[last]


def _marked(
    group: list[tuple[Edition, Table]], text: str, start: int, end: int
) -> tuple[Edition, Table, int, int] | None:
    """A table whose one row has no label: from its heads to the last number behind them."""
    for edition, table in group:
        finds = find_labels(table, text, start=start, end=end)
        for index, find in enumerate(finds):
            run = [find]
            for after in finds[index + 1 :]:
                if not _HEAD_WORDS.fullmatch(text, run[-1].end, after.start):
                    break
                run.append(after)
            names = {found.label.printed for found in run}
            if len(names) < 3:
                continue
            past = run[-1].end
            values = _VALUES.match(text, past, end)
            return edition, table, run[0].start, values.end() if values else past
    return None
