"""The JSON Schema of `Report.to_json()`, made from the types.

`python -m govdisclose_extract.export.schema` prints it; `docs/report.schema.json` publishes it.
"""

from __future__ import annotations

import inspect
import sys
from typing import Any, Literal

import msgspec

from ..report import SCHEMA, Fact, Metadata, Report

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def report_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the report's JSON form, as plain data."""
    fact: Any = _mirror(Fact, without=("id",))
    metadata: Any = _mirror(Metadata, other=(dict[str, str], {}))
    report = _mirror(
        Report,
        first=[("schema", Literal["govdisclose-report/1"])],
        editions=(dict[str, str],),
        facts=(dict[str, fact],),
        metadata=(metadata,),
    )
    (_,), parts = msgspec.json.schema_components((report,), ref_template="#/$defs/{name}")
    main = parts.pop("Report")
    for part in (main, *parts.values()):
        if "description" in part:  # its indent differs between versions of Python
            part["description"] = inspect.cleandoc(part["description"])
    return {"$schema": _DIALECT, "$id": SCHEMA, **main, "$defs": dict(sorted(parts.items()))}


def schema_text() -> str:
    """The schema as the published file holds it: UTF-8 JSON, two spaces a level."""
    return msgspec.json.format(msgspec.json.encode(report_schema()), indent=2).decode() + "\n"


def _mirror(
    kind: type[msgspec.Struct],
    *,
    first: list[tuple[str, Any]] | None = None,
    without: tuple[str, ...] = (),
    **changed: tuple[Any, ...],
) -> type[msgspec.Struct]:
    """The same struct with other types (and defaults) for some fields: its JSON, not its memory."""
    fields: list[Any] = list(first or [])
    for field in msgspec.structs.fields(kind):
        if field.name in changed:
            fields.append((field.name, *changed[field.name]))
        elif field.default is not msgspec.NODEFAULT:
            fields.append((field.name, field.type, field.default))
        elif field.name not in without:
            fields.append((field.name, field.type))
    return msgspec.defstruct(kind.__name__, fields, namespace={"__doc__": kind.__doc__})


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_text().encode())
