"""The tree of errors: whole over process borders, in two languages, and as documented."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from govdisclose_extract import errors
from govdisclose_extract.errors import FactMissing, GovDiscloseError, SourceError

CLASSES = [getattr(errors, name) for name in errors.__all__]
BUILTINS = {
    "SourceError": OSError,
    "FormatError": ValueError,
    "MissingDependency": ImportError,
    "NotAReport": ValueError,
    "FactMissing": KeyError,
    "EditionError": ValueError,
    "UsageError": ValueError,
}


def full(kind: type[GovDiscloseError]) -> GovDiscloseError:
    return kind(
        "it broke", zh="出错了", hint="try again", hint_zh="请重试", where="a/b.txt: line 3"
    )


@pytest.mark.parametrize("kind", CLASSES, ids=errors.__all__)
def test_every_error_survives_pickle_and_copy(kind: type[GovDiscloseError]) -> None:
    error = full(kind)
    error.add_note("a note")
    for again in (
        *(pickle.loads(pickle.dumps(error, protocol)) for protocol in range(6)),
        copy.copy(error),
    ):
        assert type(again) is kind
        assert again.args == error.args == ("it broke",)
        assert vars(again) == vars(error)
        assert again.__notes__ == ["a note"]
        assert (again.code, str(again), again.text("zh")) == (
            error.code,
            str(error),
            error.text("zh"),
        )


@pytest.mark.parametrize("kind", CLASSES, ids=errors.__all__)
def test_every_error_speaks_both_languages(kind: type[GovDiscloseError]) -> None:
    error = full(kind)
    assert str(error) == error.text() == error.text("en")
    assert error.text() == "a/b.txt: line 3: it broke. try again"
    assert error.text("zh") == "a/b.txt: line 3: 出错了。请重试"


@pytest.mark.parametrize("kind", CLASSES, ids=errors.__all__)
def test_a_bare_message_is_enough(kind: type[GovDiscloseError]) -> None:
    error = kind("it broke")
    assert error.text() == error.text("zh") == str(error) == "it broke"
    assert (error.hint, error.hint_zh, error.where) == (None, None, None)


def test_english_stands_in_for_missing_chinese() -> None:
    error = GovDiscloseError("it broke.", hint="try again")
    assert error.text("zh") == error.text() == "it broke. try again"


@pytest.mark.parametrize("kind", CLASSES, ids=errors.__all__)
def test_builtins_catch_what_they_should(kind: type[GovDiscloseError]) -> None:
    mixed = {
        builtin for name, builtin in BUILTINS.items() if issubclass(kind, getattr(errors, name))
    }
    assert issubclass(kind, GovDiscloseError)
    for builtin in (OSError, ValueError, ImportError, KeyError):
        assert issubclass(kind, builtin) == (builtin in mixed)


def test_the_message_is_kept_plain_where_builtins_would_dress_it() -> None:
    assert str(FactMissing("no such fact")) == "no such fact"  # KeyError alone prints its repr
    assert SourceError("gone", where="x").errno is None


def test_codes_are_unique() -> None:
    codes = [kind.code for kind in CLASSES]
    assert len(set(codes)) == len(codes)


def test_the_docstring_draws_the_tree_as_it_is() -> None:
    drawn: dict[str, tuple[str, str | None]] = {}
    path = ["GovDiscloseError"]
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"([│ ]*)[├└]── (\w+)(?: \((\w+)\))?", line)
        if match:
            depth = len(match[1]) // 4 + 1
            path[depth:] = [match[2]]
            drawn[match[2]] = (path[depth - 1], match[3])
    real = {
        kind.__name__: (
            kind.__bases__[0].__name__,
            kind.__bases__[1].__name__ if len(kind.__bases__) > 1 else None,
        )
        for kind in CLASSES
        if kind is not GovDiscloseError
    }
    assert drawn == real


def test_all_lists_every_class() -> None:
    classes = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, GovDiscloseError)
    }
    assert classes == set(errors.__all__)
