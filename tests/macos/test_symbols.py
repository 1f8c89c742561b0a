"""Every name, number and signature that the seam uses is one that pyobjc has for macOS."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sel.stores import _macos_security as seam
from sel.stores._macos_codes import Status, TrustResult
from tests.macos.metadata import framework, signature

SOURCE = ast.parse(Path(seam.__file__).read_text("utf-8"))
STORES = Path(seam.__file__).parent


def is_api(node: ast.expr) -> bool:
    """`self._api`"""
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "self._api"


USED = sorted(
    {
        node.attr
        for node in ast.walk(SOURCE)
        if isinstance(node, ast.Attribute) and is_api(node.value)
    }
)
CALLS = [
    node
    for node in ast.walk(SOURCE)
    if isinstance(node, ast.Call)
    and isinstance(node.func, ast.Attribute)
    and is_api(node.func.value)
    and node.func.attr not in framework().structs
]
STRUCTS = [
    node
    for node in ast.walk(SOURCE)
    if isinstance(node, ast.Call)
    and isinstance(node.func, ast.Attribute)
    and is_api(node.func.value)
    and node.func.attr in framework().structs
]


def name_of(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def test_the_seam_is_seen() -> None:
    assert len(USED) >= 50
    assert len(CALLS) > 20
    called = {name_of(call) for call in (*CALLS, *STRUCTS)}
    assert STRUCTS
    assert called == {name for name in USED if name.startswith("Sec")} - {"SecPolicyRef"}


@pytest.mark.parametrize("name", USED)
def test_a_name_is_there(name: str) -> None:
    known = framework()
    assert any(
        name in names
        for names in (known.functions, known.fixed, known.strings, known.types, known.structs)
    )


@pytest.mark.parametrize("call", STRUCTS, ids=name_of)
def test_a_struct_has_the_fields_that_are_filled(call: ast.Call) -> None:
    assert not call.args
    assert {each.arg for each in call.keywords} <= set(framework().structs[name_of(call)])


@pytest.mark.parametrize("call", CALLS, ids=name_of)
def test_a_function_is_called_as_it_is_declared(call: ast.Call) -> None:
    declared = framework().functions[name_of(call)]
    assert not call.keywords
    assert len(call.args) == len(declared.arguments)
    for place in declared.outs:
        assert ast.unparse(call.args[place]) == "None"


@pytest.mark.parametrize("call", CALLS, ids=name_of)
def test_every_answer_is_taken(call: ast.Call) -> None:
    """(result, out, …) where a function answers through arguments, too; else the result."""
    declared = framework().functions[name_of(call)]
    for node in ast.walk(SOURCE):
        if isinstance(node, ast.Assign) and node.value is call:
            (target,) = node.targets
            taken = len(target.elts) if isinstance(target, ast.Tuple) else 1
            assert taken == 1 + len(declared.outs)
            status = target.elts[0] if isinstance(target, ast.Tuple) else target
            assert (ast.unparse(status) == "status") is (declared.returns == "i")
            return
    assert not declared.outs, "an answer that is thrown away"


@pytest.mark.parametrize("each", [*Status, *TrustResult], ids=lambda each: each.name)
def test_a_number_is_apples(each: Status | TrustResult) -> None:
    assert framework().fixed[each.name] == each.value


def test_failures_name_functions_that_exist() -> None:
    named = {
        node.args[0].value
        for node in ast.walk(SOURCE)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in {"MacosFailure", "self._check", "self._was_new", "self._data"}
        and isinstance(node.args[0], ast.Constant)
    }
    assert named <= framework().functions.keys()
    assert len(named) > 10


def imported(tree: ast.Module) -> list[str]:
    out = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            out += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            out.append(node.module or "")
    return out


def test_no_other_store_knows_the_framework() -> None:
    knowing = {
        path.name
        for path in STORES.glob("*.py")
        for module in imported(ast.parse(path.read_text("utf-8")))
        if module.partition(".")[0] in {"Security", "Foundation", "CoreFoundation", "objc"}
    }
    assert knowing == {"_macos_security.py"}


def test_signatures_are_read_as_they_are_written() -> None:
    assert signature((b"i@@o^@", "", {})).outs == (2,)
    assert signature((b"i^to^@",)).arguments == ("^t", "o^@")
    assert signature((b"i@o^{SecKeychainSettings=IZZI}",)).arguments[1].startswith("o^{")
    noted = (b"B@o^@", "", {"arguments": {1: {"type_modifier": "o"}}})
    assert signature(noted) == signature((b"B@o^@",))
    assert signature((b"v@@?",)).arguments == ("@", "@?")
