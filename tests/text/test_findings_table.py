"""docs/findings.md is what the sources and the catalogue say today."""

from __future__ import annotations

import ast
import re

from tests.core.registry import findings


def test_the_table_is_fresh() -> None:
    today = findings.table().splitlines()
    written = findings.TABLE.read_text("utf-8").splitlines()
    stale = [line for line in written if line not in today]
    missing = [line for line in today if line not in written]
    assert not stale + missing, "run .venv/bin/python installer/findings.py write"
    assert written == today


def test_every_row_speaks_both_languages() -> None:
    rows = [line for line in findings.table().splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
    assert len(rows) > 100
    assert {len(row) for row in cells} == {5}
    assert not [code for code, _, _, english, welsh in cells if not english or not welsh]


def test_a_local_name_for_one_or_another_level_is_both() -> None:
    module = ast.parse("""
from sel.core.finding import error, info, warning as told
def judge(held, tried):
    weight = info if held else told if tried else error
    yield weight("tls-expired", source="RFC 5280")
    yield other("no-finding")
""")
    assert sorted(findings.in_module(module)) == [
        ("tls-expired", "error", "RFC 5280"),
        ("tls-expired", "info", "RFC 5280"),
        ("tls-expired", "warning", "RFC 5280"),
    ]
