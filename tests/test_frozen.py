"""A mapping that nobody can change."""

from __future__ import annotations

import copy
import pickle

import pytest

from govdisclose_extract.frozen import FrozenMap


def test_it_reads_like_the_mapping_it_was_made_of():
    frozen = FrozenMap({"b": 1, "a": [2]})
    assert frozen["a"] == [2]
    assert list(frozen) == ["b", "a"]
    assert len(frozen) == 2
    assert frozen == {"a": [2], "b": 1}
    assert frozen.get("c") is None
    assert "b" in frozen
    with pytest.raises(KeyError):
        frozen["c"]


def test_it_is_empty_by_default():
    assert len(FrozenMap()) == 0
    assert FrozenMap() == FrozenMap({}) == {}


def test_it_keeps_no_tie_to_its_source():
    source = {"a": 1}
    frozen = FrozenMap(source)
    source["a"] = 2
    assert frozen["a"] == 1


def test_it_can_not_be_changed():
    frozen = FrozenMap({"a": 1})
    with pytest.raises(TypeError):
        frozen["a"] = 2
    with pytest.raises(TypeError):
        del frozen["a"]
    with pytest.raises(AttributeError, match="cannot be changed"):
        frozen._data = {}
    with pytest.raises(AttributeError, match="cannot be changed"):
        frozen.other = 1
    assert frozen == {"a": 1}


@pytest.mark.parametrize("again", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy])
def test_it_survives_a_process_border(again):
    frozen = FrozenMap({"b": [1], "a": None})
    made = again(frozen)
    assert type(made) is FrozenMap
    assert list(made.items()) == [("b", [1]), ("a", None)]


def test_it_shows_what_it_holds():
    assert repr(FrozenMap({"a": 1})) == "FrozenMap({'a': 1})"
