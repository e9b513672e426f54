"""One tree of exceptions, named by whose fault it is.

GovDiscloseError
├── SourceError (OSError)        the bytes could not be had
│   └── SourceTooLarge           more bytes than the limit
├── FormatError (ValueError)     no adapter reads this format
│   └── MissingDependency (ImportError)   one would, but its package is not installed
├── ReadError                    the right format, but a broken file
│   ├── DecodeError              the bytes are no text in any known encoding
│   ├── EncryptedDocument        a password is needed
│   ├── NoTextLayer              pictures of text only
│   └── LimitExceeded            a limit on pages, cells, characters or nesting was passed
├── NotAReport (ValueError)      read well, but not this form
├── FactMissing (KeyError)       the report has no such fact
├── FindingsError                `Report.raise_for_findings()`
├── EditionError (ValueError)    an edition's TOML is wrong; names file, table and key
├── PluginError                  an adapter or a layout broke its contract
└── UsageError (ValueError)      the call makes no sense
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "DecodeError",
    "EditionError",
    "EncryptedDocument",
    "FactMissing",
    "FindingsError",
    "FormatError",
    "GovDiscloseError",
    "LimitExceeded",
    "MissingDependency",
    "NoTextLayer",
    "NotAReport",
    "PluginError",
    "ReadError",
    "SourceError",
    "SourceTooLarge",
    "UsageError",
]


class GovDiscloseError(Exception):
    """Root of every error that this library raises.

    message: what happened, in English. message_zh: the same in Chinese. hint, hint_zh: what to do
    next. where: the place (a path, or a place inside the file), when one is known. code: a stable
    word for programs. Errors pickle, so they pass process borders whole.
    """

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        zh: str | None = None,
        hint: str | None = None,
        hint_zh: str | None = None,
        where: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.message_zh: str = zh or message
        self.hint = hint
        self.hint_zh: str | None = hint_zh or hint
        self.where = where

    def text(self, lang: str = "en") -> str:
        """The whole message in one language (`en` or `zh`): place, what happened, what to do."""
        chinese = lang == "zh"
        message = self.message_zh if chinese else self.message
        hint = self.hint_zh if chinese else self.hint
        head = f"{self.where}: {message}" if self.where else message
        if not hint:
            return head
        return (
            f"{head}{'。' if chinese else '. '}{hint}"
            if not head.endswith((".", "。"))
            else f"{head} {hint}"
        )

    def __str__(self) -> str:
        return self.text()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), dict(self.__dict__), self.args))


def _rebuild(
    kind: type[GovDiscloseError], state: dict[str, Any], args: tuple[Any, ...]
) -> GovDiscloseError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class SourceError(GovDiscloseError, OSError):
    """The bytes could not be had."""

    code = "source"


class SourceTooLarge(SourceError):
    """The input holds more bytes than `Limits.bytes`."""

    code = "source.too_large"


class FormatError(GovDiscloseError, ValueError):
    """No adapter reads this format."""

    code = "format"


class MissingDependency(FormatError, ImportError):
    """An adapter would read it, but its package is not installed; the hint has the pip line."""

    code = "format.missing_dependency"


class ReadError(GovDiscloseError):
    """The right format, but the file is broken."""

    code = "read"


class DecodeError(ReadError):
    """The bytes are no text in any encoding that was tried."""

    code = "read.decode"


class EncryptedDocument(ReadError):
    """The file needs a password."""

    code = "read.encrypted"


class NoTextLayer(ReadError):
    """The file holds pictures of text, and no text."""

    code = "read.no_text_layer"


class LimitExceeded(ReadError):
    """The file is larger or deeper than the limits allow."""

    code = "read.limit"


class NotAReport(GovDiscloseError, ValueError):
    """Read well, but this is no annual report on government information disclosure."""

    code = "not_a_report"


class FactMissing(GovDiscloseError, KeyError):
    """The report holds no fact with this id."""

    code = "fact_missing"


class FindingsError(GovDiscloseError):
    """Raised by `Report.raise_for_findings()`."""

    code = "findings"


class EditionError(GovDiscloseError, ValueError):
    """An edition of the form is badly described; the message names file, table and key."""

    code = "edition"


class PluginError(GovDiscloseError):
    """An adapter or a layout broke its contract."""

    code = "plugin"


class UsageError(GovDiscloseError, ValueError):
    """The call makes no sense: an unknown edition, layout or option."""

    code = "usage"
