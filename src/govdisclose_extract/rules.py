"""The form's rules, checked on facts. A broken rule never changes a number."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from .findings import Finding, make
from .form.definition import Equation, Table
from .reading import State
from .report import Fact

Amount = int | Decimal

_UNREADABLE = State.UNREADABLE  # looked up once: enums are slow


def check(table: Table, facts: Mapping[str, Fact]) -> list[Finding]:
    """The findings of one table's rules, in the order of the form.

    Blank and not applicable count as 0. A rule with an absent or unreadable fact is not assessed.
    A total that is blank over printed operands is `total.blank`, and counts for their sum in the
    other rules; when that sum cannot be known, the rules with this total are not assessed.
    """
    amounts: dict[str, Amount] = {
        id: fact.value or 0 for id, fact in facts.items() if fact.state is not _UNREADABLE
    }
    blank = _blank_totals(table, facts)
    found = _fill(table, facts, amounts, blank)
    naturals, others = _by_relation(table)
    for index, equation, fact in naturals:
        amount = amounts.get(fact)
        if amount is not None and not (isinstance(amount, int) and amount >= 0):
            found[index] = _finding(equation, equation.code, facts, amount, 0)
    for index, equation in others:
        if blank and _is_sum(equation) and equation.left[0] in blank:
            continue
        try:
            left = _total(equation.left, amounts)
            right = _total(equation.right, amounts)
        except KeyError:
            continue
        if left != right and not (equation.relation == "<=" and left < right):
            found[index] = _finding(equation, equation.code, facts, left, right)
    return [found[index] for index in sorted(found)]


@lru_cache(maxsize=64)
def _by_relation(
    table: Table,
) -> tuple[list[tuple[int, Equation, str]], list[tuple[int, Equation]]]:
    """The rules with their place in the form: those for one number, each with its fact; others."""
    numbered = [*enumerate(table.equations)]
    return (
        [(index, one, one.left[0]) for index, one in numbered if one.relation == "natural"],
        [(index, one) for index, one in numbered if one.relation != "natural"],
    )


def _total(ids: tuple[str, ...], amounts: Mapping[str, Amount]) -> Amount:
    return amounts[ids[0]] if len(ids) == 1 else sum(map(amounts.__getitem__, ids))


def _is_sum(equation: Equation) -> bool:
    """True for a total (left) and its operands (right)."""
    return equation.relation == "=" and len(equation.left) == 1


def _blank_totals(table: Table, facts: Mapping[str, Fact]) -> set[str]:
    return {
        id
        for id in _totals(table)
        if id in facts and facts[id].value is None and facts[id].state is not _UNREADABLE
    }


@lru_cache(maxsize=64)
def _totals(table: Table) -> frozenset[str]:
    return frozenset(equation.left[0] for equation in table.equations if _is_sum(equation))


def _fill(
    table: Table, facts: Mapping[str, Fact], amounts: dict[str, Amount], blank: set[str]
) -> dict[int, Finding]:
    """Put the sum of its operands for each blank total, operands first; drop what has no sum.

    Gives `total.blank` by the number of the equation that gave a sum other than 0.
    """
    found: dict[int, Finding] = {}
    if not blank:
        return found
    open_ = set(blank)
    waiting = {
        index: equation
        for index, equation in enumerate(table.equations)
        if _is_sum(equation) and equation.left[0] in blank and amounts.keys() >= {*equation.right}
    }
    while ready := [at for at, one in waiting.items() if open_.isdisjoint(one.right)]:
        sums = {at: sum(amounts[id] for id in waiting[at].right) for at in ready}
        for at in sorted(ready, key=lambda at: not sums[at]):  # a sum of 0 tells least
            equation = waiting.pop(at)
            total = equation.left[0]
            if total in open_:
                open_.remove(total)
                amounts[total] = sums[at]
                if sums[at]:
                    found[at] = _finding(equation, "total.blank", facts, 0, sums[at])
    for total in open_:
        del amounts[total]
    return found


def _finding(
    equation: Equation, code: str, facts: Mapping[str, Fact], left: Amount, right: Amount
) -> Finding:
    return make(
        code,
        facts=(*equation.left, *equation.right),
        rule=equation.rule,
        where=facts[equation.left[0]].where,
        severity=equation.severity if code == equation.code else None,
        label=equation.label,
        left=left,
        right=right,
    )
