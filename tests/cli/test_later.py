"""A standard module that is loaded when it is used, in a process of its own each time."""

from __future__ import annotations

import subprocess
import sys

import pytest

_START = "import sys; from sel.base.later import later; later('inspect'); "


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _START + code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_it_costs_nothing() -> None:
    assert _run("import dataclasses, inspect; print('ast' in sys.modules)") == "False"


@pytest.mark.parametrize(
    "code",
    [
        "import inspect; print(inspect.signature(lambda a: a))",
        "from inspect import signature; print(signature(lambda a: a))",
        "import inspect; inspect.isclass(1); import inspect;"
        " print(inspect.signature(lambda a: a))",
    ],
)
def test_it_is_all_there_when_it_is_used(code: str) -> None:
    assert _run(code) == "(a)"


def test_a_class_without_docstring_gets_pythons_own() -> None:
    made = "import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: int = 1\nprint(A.__doc__)"
    assert _run(f"\n{made}") == "A(x: int = 1)"
