"""Reads Chinese Government Information Disclosure annual reports into one typed report.

`extract(path)` gives a `Report`: every cell of the form's three tables as a `Fact` with its value,
the text as printed, its place in the file and how certain it is.
"""

from __future__ import annotations

from .document import Cell, Document, Grid, Paragraph, Provenance
from .errors import (
    DecodeError,
    EditionError,
    EncryptedDocument,
    FactMissing,
    FindingsError,
    FormatError,
    GovDiscloseError,
    LimitExceeded,
    MissingDependency,
    NotAReport,
    NoTextLayer,
    PluginError,
    ReadError,
    SourceError,
    SourceTooLarge,
    UsageError,
)
from .extractor import Extractor, extract, extract_all, extract_text
from .findings import Finding, Severity
from .form.definition import Edition
from .form.loader import built_in as edition
from .form.loader import load_edition
from .reading import State
from .report import Certainty, Extra, Fact, Metadata, Period, Report, Section, Stray
from .source import Limits
from .trace import Trace
from .where import Where

__version__ = "0.1.0"

__all__ = [
    "Cell",
    "Certainty",
    "DecodeError",
    "Document",
    "Edition",
    "EditionError",
    "EncryptedDocument",
    "Extra",
    "Extractor",
    "Fact",
    "FactMissing",
    "Finding",
    "FindingsError",
    "FormatError",
    "GovDiscloseError",
    "Grid",
    "LimitExceeded",
    "Limits",
    "Metadata",
    "MissingDependency",
    "NoTextLayer",
    "NotAReport",
    "Paragraph",
    "Period",
    "PluginError",
    "Provenance",
    "ReadError",
    "Report",
    "Section",
    "Severity",
    "SourceError",
    "SourceTooLarge",
    "State",
    "Stray",
    "Trace",
    "UsageError",
    "Where",
    "__version__",
    "edition",
    "extract",
    "extract_all",
    "extract_text",
    "load_edition",
]
