"""The form's rules, checked on facts. A broken rule never changes a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from .findings import Finding, Severity, make
from .form.definition import Equation, Table
from .reading import State
from .report import Fact

Amount = int | Decimal


def check(table: Table, facts: Mapping[str, Fact]) -> list[Finding]:
    """The findings of one table's rules, in the order of the form.

    Blank and not applicable count as 0. A rule with an absent or unreadable fact is not assessed.
    A total that is blank over printed operands is `total.blank`, and counts for their sum in the
    other rules.
    """
    amounts: dict[str, Amount] = {
        id: fact.value or 0 for id, fact in facts.items() if fact.state is not State.UNREADABLE
    }
    found: list[Finding] = []
    for equation in table.equations:
        try:
            left = sum([amounts[id] for id in equation.left])
            right = sum([amounts[id] for id in equation.right])
        except KeyError:
            continue
        found += _check(equation, facts, amounts, left, right)
    return found


def _check(
    equation: Equation,
    facts: Mapping[str, Fact],
    amounts: dict[str, Amount],
    left: Amount,
    right: Amount,
) -> Iterator[Finding]:
    if equation.relation == "natural":
        if left < 0 or not isinstance(left, int):
            yield _finding(equation, equation.code, facts, left, right)
    elif equation.relation == "<=":
        if left > right:
            yield _finding(equation, equation.code, facts, left, right)
    elif left != right:
        total = facts[equation.left[0]]
        if len(equation.left) == 1 and total.value is None:
            amounts[total.id] = right
            yield _finding(equation, "total.blank", facts, left, right)
        else:
            yield _finding(equation, equation.code, facts, left, right)


def _finding(
    equation: Equation, code: str, facts: Mapping[str, Fact], left: Amount, right: Amount
) -> Finding:
    severity = Severity(equation.severity) if equation.severity and code == equation.code else None
    return make(
        code,
        facts=(*equation.left, *equation.right),
        rule=equation.rule,
        where=facts[equation.left[0]].where,
        severity=severity,
        label=equation.label,
        left=left,
        right=right,
    )
