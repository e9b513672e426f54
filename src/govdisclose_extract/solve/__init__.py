"""Placing printed numbers by the form's own sums. Never changes a number, never loses one."""
