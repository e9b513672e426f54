"""What a report says: made-up numbers for every cell of an edition, and what each cell prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from random import Random
from typing import Literal, NamedTuple

from ..form.definition import Edition, Equation, Row, Table
from ..form.loader import built_in
from ..reading import State, Value

Amount = int | Decimal
Size = Literal["nothing", "small", "middle", "dense", "provincial"]
Zeros = Literal["zero", "blank", "mixed", "mark"]

SIZES: tuple[Size, ...] = ("nothing", "small", "middle", "dense", "provincial")
ZEROS: tuple[Zeros, ...] = ("zero", "blank", "mixed", "mark")
MARKS = ("/", "—", "-", "无")
AGENCIES = (
    "云溪县民政局", "青石镇人民政府", "岚州市公安局", "海宁省水利厅", "北湖区城市管理局",
    "松涛市自然资源局", "栖霜镇人民政府", "临川县财政局",
)  # fmt: skip
EDITIONS = ("2019", "2021")


class Entry(NamedTuple):
    """What a cell prints, and what that means."""

    text: str
    value: Value


class Content(NamedTuple):
    """A report before it is printed.

    edition: of tables 2 and 4. applications: the edition of table 3, which may differ. entries:
    what each cell prints, by fact id.
    """

    edition: str
    applications: str
    year: int
    agency: str
    entries: Mapping[str, Entry]

    def __repr__(self) -> str:
        return f"<Content {self.title} {self.edition}/{self.applications}>"

    @property
    def tables(self) -> tuple[Table, ...]:
        """The three tables of the form that the report fills."""
        return tables(self.edition, self.applications)

    @property
    def title(self) -> str:
        """The title as the form prints it."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


@cache
def edition_of(id: str) -> Edition:
    """A built-in edition."""
    return built_in(id)


def tables(edition: str, applications: str) -> tuple[Table, ...]:
    """Tables 2, 3 and 4; table 3 may be that of another edition."""
    own, other = edition_of(edition).tables, edition_of(applications).tables
    return own[0], other[1], own[2]


# ---------------------------------------------------------------------------- numbers


def fill(
    random: Random,
    *,
    edition: str | None = None,
    size: Size | None = None,
    zeros: Zeros | None = None,
    mixed: bool = False,
) -> Content:
    """A report whose sums all hold.

    size: how many cells hold a number other than 0 and how large they are. zeros: how a cell
    prints that nothing is to be told. mixed: table 3 is that of the other edition.
    """
    edition = edition or random.choice(EDITIONS)
    other = EDITIONS[1 - EDITIONS.index(edition)]
    scale = random.choice(SIZES) if size is None else size
    nothing = random.choice(ZEROS) if zeros is None else zeros
    amounts: dict[str, Amount] = {}
    proactive, applications, review = tables(edition, other if mixed else edition)
    for row in proactive.rows:
        amounts |= _proactive(random, row, scale)
    amounts |= _applications(random, applications, scale)
    amounts |= _review(random, review, scale)
    mark = random.choice(MARKS)
    return Content(
        edition=edition,
        applications=other if mixed else edition,
        year=random.choice((2019, 2020) if edition == "2019" else (2021, 2022, 2023, 2024)),
        agency=random.choice(AGENCIES),
        entries=_entries(random, (proactive, applications, review), amounts, nothing, mark),
    )


def _count(random: Random, size: Size, share: float) -> int:
    """A number; share: how likely it is not 0 in a table of middle size."""
    if size == "nothing":
        return 0
    factor, most = {
        "small": (0.2, 5),
        "middle": (0.7, 60),
        "dense": (1.6, 99),
        "provincial": (1.4, 4000),
    }[size]
    if random.random() >= share * factor:
        return 0
    return random.randint(1, random.choice((most, min(most, 9))))


def _proactive(random: Random, row: Row, size: Size) -> dict[str, Amount]:
    found: dict[str, Amount] = {}
    for cell in row.cells:
        number: Amount = _count(random, size, 0.6)
        if cell.kind == "amount" and number:
            places = random.choice((0, 1, 2, 4))
            number = Decimal(random.randint(1, 10 ** (4 + places))).scaleb(-places)
        elif cell.kind == "change" and number and random.random() < 0.5:
            number = -number
        elif cell.column == "decisions" and number:
            number = random.randint(1, random.choice((99, 4000, 80_000)))
        found[cell.fact] = number
    for cell in row.cells:  # no item can be taken away that was not there
        if cell.kind == "change" and found[cell.fact] < 0:
            found[row.cells[0].fact] += -found[cell.fact]
    return found


def _applications(random: Random, table: Table, size: Size) -> dict[str, Amount]:
    width = len(table.rows[0].cells) - 1
    people = range(width)
    results = {
        row.id: [_count(random, size, 0.5 if at == 0 else 0.15) for at in people]
        for row in table.rows
        if row.role == "result"
    }
    total = [sum(row[at] for row in results.values()) for at in people]
    left = [_count(random, size, 0.5 if at == 0 else 0.15) // 3 for at in people]
    all_ = [total[at] + left[at] for at in people]
    before = [random.randint(0, all_[at] // 3) if random.random() < 0.6 else 0 for at in people]
    new = [all_[at] - before[at] for at in people]
    rows = {"new": new, "carried_in": before, **results, "total": total, "carried_out": left}
    return {
        cell.fact: number
        for row in table.rows
        for cell, number in zip(row.cells, (*rows[row.id], sum(rows[row.id])), strict=True)
    }


def _review(random: Random, table: Table, size: Size) -> dict[str, Amount]:
    found: dict[str, Amount] = {}
    cells = table.rows[0].cells
    for start in range(0, len(cells), 5):
        numbers = [_count(random, size, 0.4) % 50 for _ in range(4)]
        for cell, number in zip(cells[start : start + 5], (*numbers, sum(numbers)), strict=True):
            found[cell.fact] = number
    return found


# ---------------------------------------------------------------------------- what is printed


def entry(number: Amount) -> Entry:
    """A number as plain digits."""
    return Entry(str(number), Value(State.NUMBER if number else State.ZERO, number))


BLANK = Entry("", Value(State.BLANK))


def _entries(
    random: Random,
    tables: tuple[Table, ...],
    amounts: Mapping[str, Amount],
    zeros: Zeros,
    mark: str,
) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for table in tables:
        for row in table.rows:
            row_total = _row_totals(table, row)
            for cell in row.cells:
                number = amounts[cell.fact]
                if number or zeros == "zero" or (zeros == "mixed" and random.random() < 0.6):
                    found[cell.fact] = entry(number)
                elif zeros == "mark":
                    found[cell.fact] = Entry(mark, Value(State.NOT_APPLICABLE))
                else:
                    found[cell.fact] = BLANK
            for total, parts in row_total:  # where a part is printed, so is the total
                if not found[total].text and any(found[part].text for part in parts):
                    found[total] = entry(amounts[total])
    return found


def _row_totals(table: Table, row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    facts = {cell.fact for cell in row.cells}
    for equation in table.equations:
        if is_total(equation) and facts >= {*equation.left, *equation.right}:
            yield equation.left[0], equation.right


def is_total(equation: Equation) -> bool:
    """Whether a rule says that one cell is the sum of others."""
    return equation.relation == "=" and len(equation.left) == 1


# ---------------------------------------------------------------------------- sums that fail


class Broken(NamedTuple):
    """A rule that the printed numbers break: its id and the facts of its left side."""

    rule: str
    left: tuple[str, ...]


def broken(tables: tuple[Table, ...], values: Mapping[str, Value]) -> set[Broken]:
    """The `=` rules that printed values break; a rule with a cell that is missing says nothing.

    Blank cells and marks count as 0, but a total that is blank breaks no rule of its own and
    counts for the sum of its parts in the others: the first that is not 0, where it has several.
    """
    amounts: dict[str, Amount] = {id: value.number or 0 for id, value in values.items()}
    equations = [one for table in tables for one in table.equations if one.relation == "="]
    for _ in range(2):  # a total of totals comes second
        for equation in equations:
            total = equation.left[0]
            if is_total(equation) and _is_open(values, equation) and not amounts[total]:
                amounts[total] = sum(amounts[id] for id in equation.right)
    return {
        Broken(equation.rule, equation.left)
        for equation in equations
        if all(id in values for id in (*equation.left, *equation.right))
        and not (is_total(equation) and _is_open(values, equation))
        and sum(amounts[id] for id in equation.left) != sum(amounts[id] for id in equation.right)
    }


def _is_open(values: Mapping[str, Value], equation: Equation) -> bool:
    ids = (*equation.left, *equation.right)
    return all(id in values for id in ids) and values[equation.left[0]].number is None


def with_errors(random: Random, content: Content, count: int = 1) -> tuple[Content, set[Broken]]:
    """The report with wrong numbers in some cells that sums speak of, and the rules they break."""
    bound = [
        fact
        for table in content.tables
        for fact in table.facts
        if any(one.relation == "=" and fact in (*one.left, *one.right) for one in table.equations)
    ]
    while True:
        entries = dict(content.entries)
        for fact in random.sample(bound, count):
            number = entries[fact].value.number or 0
            entries[fact] = entry(number + random.choice((1, 2, 3, 10, 100)))
        rules = broken(content.tables, {id: one.value for id, one in entries.items()})
        if rules:  # beside a blank total a number more breaks nothing
            return content._replace(entries=entries), rules
