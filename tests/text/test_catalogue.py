"""Whatever the rooms below can say has English, with the facts they give."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sel.base import errors
from sel.base.errors import SelError
from sel.core.envelope.model import Reason
from sel.text import catalog
from sel.text.catalog import Entry, command_line, rehearsal
from sel.text.voice import placeholders

from .conftest import ROOT

SOURCES = ROOT / "app" / "sel"
BELOW = (
    "base",
    "core",
    "ports",
    "flows",
    "journeys",
    "stores",
    "keeping",
    "workers",
    "witnesses",
    "places",
    "enrol",
    "clients",
    "policies",
)
FOREIGN = ("argparse-", "qt-")  # English of Python and of Qt, not ours to word
# `failed` is `error` where a module has errors of another kind.
FINDINGS = {"error", "warning", "info", "failed"}


def _subclasses(kind: type[SelError]) -> Iterator[type[SelError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _subclasses(each)


ERRORS = {
    each.__name__: each
    for each in _subclasses(SelError)
    if each.__module__.startswith(f"{errors.__name__}.")
}


@cache
def _nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Where each thing stands in the rooms below, and what it is."""
    found: list[tuple[str, ast.AST]] = []
    for room in BELOW:
        for path in sorted((SOURCES / room).rglob("*.py")):
            where = str(path.relative_to(ROOT))
            tree = ast.parse(path.read_text("utf-8"))
            found += [(f"{where}:{getattr(node, 'lineno', 0)}", node) for node in ast.walk(tree)]
    return tuple(found)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for where, node in _nodes():
        if isinstance(node, ast.Call):
            yield where, node


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _said() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code and facts (None if they are not written there) of everything said below."""
    for where, call in _calls():
        name = _name(call.func)
        first = call.args[0] if call.args else None
        given = {each.arg for each in call.keywords}
        facts = None if None in given else {str(each) for each in given}
        if name in FINDINGS | {"Message"}:
            known = _keys(call) if name == "Message" else facts
            yield from ((where, code, known) for code in _literals(first))
        elif name in ERRORS and isinstance(call.func, ast.Name):
            yield where, ERRORS[name].code, facts


def _literals(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _keys(call: ast.Call) -> set[str] | None:
    given = [*call.args[1:], *(each.value for each in call.keywords)]
    if not given:
        return set()
    if isinstance(given[0], ast.Dict) and all(isinstance(k, ast.Constant) for k in given[0].keys):
        return {k.value for k in given[0].keys if isinstance(k, ast.Constant)}
    return None


def _wanted(entry: Entry) -> set[str]:
    texts = (entry.what, entry.many, entry.hint, entry.lost, entry.command)
    return {name for text in texts for name in placeholders(text) or ()}


@pytest.mark.parametrize("kind", ERRORS.values(), ids=lambda kind: kind.code)
def test_every_error_says_what_and_what_now(kind: type[SelError]) -> None:
    entry = catalog.find(kind.code)
    assert entry is not None, f"{kind.__name__} has no words in text/catalog/errors"
    assert entry.what
    assert entry.hint


def test_error_codes_are_one_per_class() -> None:
    codes = [kind.code for kind in ERRORS.values()]
    assert len(codes) == len(set(codes))


def test_the_search_finds_what_it_looks_for() -> None:
    codes = {code for _, code, _ in _said()}
    assert {"expired", "making-key", "answer-expired"} <= codes


def test_everything_said_below_has_english() -> None:
    assert not [f"{where}: {code}" for where, code, _ in _said() if catalog.find(code) is None]


def test_everything_said_below_brings_its_facts() -> None:
    lacking = []
    for where, code, facts in _said():
        entry = catalog.find(code)
        if entry is None or facts is None:
            continue
        missing = _wanted(entry) - facts
        if missing:
            lacking.append(f"{where}: {code} wants {', '.join(sorted(missing))}")
    assert not lacking


# Facts whose values are codes of their own, said as `NAME.VALUE`.
CODED = {"reason", "looks_like", "proof", "what", "why", "kind", "field", "rule"}
KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def _coded() -> Iterator[tuple[str, str]]:
    """Where and `NAME.VALUE` of every fact that is a code."""
    for where, call in _calls():
        name, first = _name(call.func), call.args[0] if call.args else None
        pairs = [(each.arg, each.value) for each in call.keywords if name in {*ERRORS, *FINDINGS}]
        pairs += [("what", first)] if name in {"check_limit", "limited"} else []
        pairs += [("proof", each) for each in call.args if name in {"Proof", "KeyProof"}]
        if name == "Message" and len(call.args) > 1 and isinstance(call.args[1], ast.Dict):
            given = call.args[1]
            pairs += [(k.value, v) for k, v in zip(given.keys, given.values, strict=True) if k]
        if name == "PolicyBroken":
            pairs = []  # its fields are keys of the settings file, shown as they stand there
        for fact, value in pairs:
            if fact in CODED:
                for code in filter(KEBAB.fullmatch, _literals(value)):
                    yield where, f"{fact.replace('_', '-')}.{code}"
    for where, node in _nodes():
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names = [getattr(each, "id", "") for each in node.targets]
            if {"_REASONS", "_UNWRITABLE"} & set(names):
                for value in node.value.values:
                    yield where, f"reason.{ast.literal_eval(value)}"


def test_facts_that_are_codes_have_words() -> None:
    found = set(_coded())
    assert {"reason.read-only", "what.bytes", "proof.cannot-open"} <= {code for _, code in found}
    assert not sorted(f"{where}: {code}" for where, code in found if catalog.find(code) is None)


def test_every_reason_of_a_signature_has_words() -> None:
    assert not [reason.value for reason in Reason if catalog.find(reason.value) is None]


def test_every_state_of_home_has_words() -> None:
    """The codes of `status` stand in tables, not in calls."""
    codes = {
        node.value
        for where, node in _nodes()
        if where.startswith("app/sel/flows/status")
        and isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"(?:status|step)-[a-z-]+", node.value)
    }
    assert "status-no-backup" in codes
    assert not sorted(code for code in codes if catalog.find(code) is None)


def test_whatever_counts_counts_n() -> None:
    assert not [
        each.code
        for each in catalog.every().values()
        if each.many
        and not each.code.startswith(FOREIGN)
        and not {"n"} <= (placeholders(each.many) or set())
    ]


def test_two_entries_for_one_code_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "_TABLES", ("errors", "errors"))
    with pytest.raises(ValueError, match="two entries"):
        catalog.every.__wrapped__()


TONE = {
    "!": "no exclamation marks",
    "please": "no pleading",
    "you must": "no orders",
    "invalid": "say what is wrong",
    "oops": "no jokes",
    "...": "an ellipsis is one sign",
}


def test_english_keeps_the_tone() -> None:
    wrong = []
    for entry in catalog.every().values():
        if entry.code.startswith(FOREIGN):
            continue
        for text in (entry.what, entry.many, entry.hint, entry.lost, entry.command):
            wrong += [f"{entry.code}: {why}" for sign, why in TONE.items() if sign in text.lower()]
            if text and (text != text.strip() or "  " in text or ("'" in text and "’" in text)):
                wrong.append(f"{entry.code}: spaces or apostrophes")
    assert not wrong


# What only somebody at a command line is told; the window shows everything else.
AT_THE_COMMAND_LINE = {
    entry.code for table in (command_line, rehearsal) for entry in table.ENTRIES
} | {kind.code for kind in (errors.QuestionUnanswered, errors.OneOutput, errors.NoDisplay)}
COMMAND = re.compile(r"\bsel [a-z]+|--[a-z]|command line")


def test_the_window_names_no_command() -> None:
    named = [
        f"{entry.code}: {text}"
        for entry in catalog.every().values()
        if entry.code not in AT_THE_COMMAND_LINE and not entry.code.startswith(FOREIGN)
        for text in (entry.what, entry.many, entry.hint, entry.lost)
        if COMMAND.search(text)
    ]
    assert not named


def test_a_command_is_named_to_who_can_type_it() -> None:
    """`command` is for what the window cannot say; else one hint is enough for both."""
    for entry in catalog.every().values():
        if entry.command:
            assert entry.hint, entry.code
            assert entry.command != entry.hint, entry.code


def test_catalogue_files_are_all_in_the_table() -> None:
    beside = {"__init__", "entry", "__pycache__"}
    files = {path.stem for path in Path(catalog.__file__).parent.iterdir()}
    assert files - beside == set(catalog._TABLES)


def test_every_code_is_written_as_facts_are_looked_up() -> None:
    assert all(map(catalog.may_be_code, catalog.every()))
    for fact in ("CN=Siân Llŷr", "Siân", "/home/sian/x.pem", "sian@school.example", "A sentence"):
        assert not catalog.may_be_code(fact)
