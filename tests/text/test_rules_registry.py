"""Every code a rule can say is in its `CODES` and has words; every rule is asked."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

from sel.core import rules
from sel.core.certificate import ODDITIES
from sel.core.rules import oddities
from sel.text import catalog
from tests.core.registry import JUDGED, ROOT, findings

RULES = ROOT / "app" / "sel" / "core" / "rules"
NO_RULE = {"__init__", "purpose", "claim"}
FILES = [path for path in sorted(RULES.rglob("*.py")) if path.stem not in NO_RULE] + [
    RULES / "baseline" / "__init__.py"
]


def _module(path: Path) -> ModuleType:
    parts = path.relative_to(RULES).with_suffix("").parts
    return importlib.import_module(".".join(["sel.core.rules", *parts]).removesuffix(".__init__"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_a_file_says_what_it_can_say(path: Path) -> None:
    codes = {code for code, _, _ in findings.in_module(ast.parse(path.read_text("utf-8")))}
    assert set(_module(path).CODES) == codes


def test_one_code_belongs_to_one_file() -> None:
    assert [said.code for said in JUDGED if len(said.files) > 1] == []


def test_every_finding_names_its_clause() -> None:
    assert [said.code for said in JUDGED if not said.sources] == []


def test_every_finding_has_words_and_one_thing_to_do() -> None:
    entries = {said.code: catalog.find(said.code) for said in JUDGED}
    assert [code for code, entry in entries.items() if entry is None or not entry.hint] == []


def test_the_judge_asks_every_rule() -> None:
    """A rule that nobody asks is no rule: its module is named where the rules are asked."""
    for folder in (RULES, RULES / "baseline"):
        text = (folder / "__init__.py").read_text("utf-8")
        for path in FILES:
            if path.parent == folder and path.stem != "__init__":
                assert f"{path.stem}.check_" in text, path.stem


def test_what_is_said_by_a_point_is_a_finding() -> None:
    codes = {said.code for said in JUDGED}
    assert codes >= {*rules._SAID_BY, *rules._SAID_BY.values()}
    assert codes >= rules.baseline._ONLY_PROMISED


def test_every_oddity_is_told_or_meant_to_be_silent() -> None:
    elsewhere = {"unreadable-extension", "algorithms-differ"}
    silent = {"default-written-out"}
    assert set(ODDITIES) == {*oddities.CODES, *elsewhere, *silent}
    assert elsewhere <= {said.code for said in JUDGED}


def test_the_search_sees_every_way_of_saying() -> None:
    module = ast.parse(
        "from sel.core.finding import error as failed, info\n"
        "CLAUSE = 'RFC 1'\n"
        "TABLE = {1: 'three', 2: 'four'}\n"
        "failed('one', source=CLAUSE)\n"
        "info('two' if x else 'too')\n"
        "info(TABLE[x], source='RFC 2')\n"
        "warning('not imported')\n"
        "def local(source):\n"
        "    code = 'five' if x else 'six'\n"
        "    return failed(code, source=source)\n"
        "class Some:\n"
        "    def _fault(self, code, what):\n"
        "        info(code, source=CLAUSE)\n"
        "    def use(self):\n"
        "        self._fault('seven', 1)\n"
    )
    assert sorted(findings.in_module(module)) == [
        ("five", "error", ""),
        ("four", "info", "RFC 2"),
        ("one", "error", "RFC 1"),
        ("seven", "info", "RFC 1"),
        ("six", "error", ""),
        ("three", "info", "RFC 2"),
        ("too", "info", ""),
        ("two", "info", ""),
    ]
