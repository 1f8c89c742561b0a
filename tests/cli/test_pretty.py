"""JSON as the commands print it is what the standard library makes of the same."""

from __future__ import annotations

import json
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sel.cli.pretty import pretty

_SCALARS = some.none() | some.booleans() | some.integers() | some.floats() | some.text()
_VALUES = some.recursive(
    _SCALARS,
    lambda inner: (
        some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


class Word(StrEnum):
    """A value that is text and something else besides."""

    ONE = "un"


@settings(max_examples=40, deadline=None, database=None)
@given(_VALUES)
def test_it_is_what_json_writes(value: Any) -> None:
    written = json.dumps(value, ensure_ascii=False, indent=2)
    assert pretty(value) == written
    assert pretty(value, "    ") == written.replace("\n", "\n    ")


def test_kinds_of_text_and_of_lists() -> None:
    value = {"a": Word.ONE, Word.ONE: ("x", (), {}), "b": [True, 1, 0, False, None]}
    assert pretty(value) == json.dumps(value, ensure_ascii=False, indent=2)
    assert pretty(MappingProxyType({"ŵ": 1})) == '{\n  "ŵ": 1\n}'


@pytest.mark.parametrize("value", [b"x", {1: "x"}, {True: "x"}, {None: "x"}, [object()]])
def test_what_json_does_not_know(value: object) -> None:
    with pytest.raises(TypeError):
        pretty(value)
