"""Whatever the rooms below can say has English, with the facts they give."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.base import errors
from sel.base.errors import SelError
from sel.text import catalog
from sel.text.catalog import Entry
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
)
FOREIGN = ("argparse-", "qt-")  # English of Python and of Qt, not ours to word
FINDINGS = {"error", "warning", "info"}


def _subclasses(kind: type[SelError]) -> Iterator[type[SelError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _subclasses(each)


ERRORS = {
    each.__name__: each for each in _subclasses(SelError) if each.__module__ == errors.__name__
}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for room in BELOW:
        for path in sorted((SOURCES / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _said() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code and facts (None if they are not written there) of everything said below."""
    for where, call in _calls():
        name = _name(call.func)
        first = call.args[0] if call.args else None
        code = first.value if isinstance(first, ast.Constant) else None
        given = {each.arg for each in call.keywords}
        facts = None if None in given else {str(each) for each in given}
        if name in FINDINGS and isinstance(code, str):
            yield where, code, facts
        elif name == "Message" and isinstance(code, str):
            yield where, code, _keys(call)
        elif name in ERRORS and isinstance(call.func, ast.Name):
            yield where, ERRORS[name].code, facts


def _keys(call: ast.Call) -> set[str] | None:
    given = [*call.args[1:], *(each.value for each in call.keywords)]
    if not given:
        return set()
    if isinstance(given[0], ast.Dict) and all(isinstance(k, ast.Constant) for k in given[0].keys):
        return {k.value for k in given[0].keys if isinstance(k, ast.Constant)}
    return None


def _wanted(entry: Entry) -> set[str]:
    texts = (entry.what, entry.many, entry.hint, entry.lost)
    return {name for text in texts for name in placeholders(text) or ()}


@pytest.mark.parametrize("kind", ERRORS.values(), ids=lambda kind: kind.code)
def test_every_error_says_what_and_what_now(kind: type[SelError]) -> None:
    entry = catalog.find(kind.code)
    assert entry is not None, f"{kind.__name__} has no words in text/catalog/errors.py"
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


def test_whatever_counts_counts_n() -> None:
    assert not [
        each.code
        for each in catalog.every().values()
        if each.many
        and not each.code.startswith(FOREIGN)
        and not {"n"} <= (placeholders(each.many) or set())
    ]


def test_two_entries_for_one_code_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "_TABLES", (catalog.errors, catalog.errors))
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
        for text in (entry.what, entry.many, entry.hint, entry.lost):
            wrong += [f"{entry.code}: {why}" for sign, why in TONE.items() if sign in text.lower()]
            if text and (text != text.strip() or "  " in text or ("'" in text and "’" in text)):
                wrong.append(f"{entry.code}: spaces or apostrophes")
    assert not wrong


def test_catalogue_files_are_all_in_the_table() -> None:
    files = {path.stem for path in Path(catalog.__file__).parent.glob("*.py")}
    beside = {"__init__", "entry"}
    assert files - beside == {each.__name__.rpartition(".")[2] for each in catalog._TABLES}
