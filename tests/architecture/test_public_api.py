"""The public names and their parameters, pinned in public_api.txt.

A change shows there and in the changelog. To write the file anew, run this one as a program.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

PINNED = Path(__file__).with_name("public_api.txt")
PACKAGE = "govdisclose_extract"
MODULES = {
    "": None,
    ".adapters.base": None,
    ".layouts.base": ["Declined", "Layout"],
    ".document": ["Cell", "Document", "Grid", "Paragraph", "Provenance"],
    ".source": None,
    ".flow": ["Drawn", "Flow"],
    ".locate.tables": ["Region"],
    ".form.definition": ["CellSpec", "Edition", "Label", "Row", "Table"],
    ".reading": ["ExtraReading", "Reading", "RowReading", "State", "Token", "Value"],
    ".values": ["parse"],
    ".fold": ["fold", "squeeze"],
    ".plugins": None,
    ".testing": None,
}
"""The modules that users and plugin authors import from; None for all names of `__all__`."""


def lines() -> list[str]:
    found: list[str] = []
    for module, names in MODULES.items():
        its = import_module(PACKAGE + module)
        for name in names or its.__all__:
            found += described(f"{PACKAGE}{module}.{name}", getattr(its, name))
    return sorted(set(found))


def described(path: str, value: Any) -> Iterator[str]:
    if not isinstance(value, type):
        yield path + parameters(value) if callable(value) else path
        return
    bases = [base.__name__ for base in value.__bases__ if base not in {object, msgspec.Struct}]
    yield f"class {path}({', '.join(bases)})"
    if issubclass(value, Enum):
        yield from (f"{path}.{one.name} = {one.value!r}" for one in value)
        return
    if issubclass(value, BaseException):
        return
    fields = getattr(value, "__struct_fields__", ()) or getattr(value, "_fields", ())
    yield from (f"{path}.{field}" for field in fields)
    for name, member in vars(value).items():
        if name.startswith("_") or name in fields:
            continue
        if isinstance(member, property) or not callable(getattr(value, name)):
            yield f"{path}.{name}"
        else:
            yield f"{path}.{name}{parameters(getattr(value, name))}"


def parameters(call: Any) -> str:
    """Names and defaults, without types."""
    found = inspect.signature(call)
    plain = [one.replace(annotation=inspect.Parameter.empty) for one in found.parameters.values()]
    return str(found.replace(parameters=plain, return_annotation=inspect.Signature.empty))


def test_the_public_names_are_those_that_are_pinned():
    pinned = PINNED.read_text(encoding="utf-8").splitlines()
    now = lines()
    gone, new = sorted(set(pinned) - set(now)), sorted(set(now) - set(pinned))
    assert (gone, new) == ([], []), "if this is meant, run this file and tell it in the changelog"


def test_a_change_would_show():
    pinned = PINNED.read_text(encoding="utf-8").splitlines()
    assert f"{PACKAGE}.extract_text(text)" in pinned
    assert f"{PACKAGE}.adapters.base.Match.CONTENT = 2" in pinned
    assert f"{PACKAGE}.source.Limits.seconds" in pinned
    assert len(pinned) > 200


if __name__ == "__main__":
    PINNED.write_text("\n".join(lines()) + "\n", encoding="utf-8")
