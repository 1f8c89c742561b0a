"""Golden files: each is judged and said as it has it itself, in both languages.

That there is one for every finding is seen to in tests/flows/test_golden.py.
"""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.core.golden import reading

FILES = {path.name.removesuffix(reading.ENDING): path for path in reading.every()}


@pytest.mark.parametrize("path", FILES.values(), ids=FILES.keys())
def test_judged_and_said_as_written(path: Path) -> None:
    golden = reading.read(path)
    findings = reading.judged(golden)
    assert reading.short(findings) == golden.finds, f"{path.name}: judged differently"
    today = reading.said(findings)
    difference = unified_diff(golden.said.splitlines(), today.splitlines(), "file", "today", n=0)
    assert golden.said == today, "\n".join(
        [
            f"{path.name}: said differently. If the new words are right:",
            "  python -m tests.core.golden.make words",
            *difference,
        ]
    )


def test_the_file_is_named_after_what_it_shows() -> None:
    for name, path in FILES.items():
        codes = {each.partition(" ")[2] for each in reading.read(path).finds}
        assert any(name == code or name.startswith(f"{code}-") for code in codes), name


def test_everything_said_tells_what_to_do() -> None:
    for path in FILES.values():
        lines = reading.read(path).said.splitlines()
        assert not [line for line in lines if line in {"en: ", "cy: "}], path.name


def test_no_private_key_was_left_behind() -> None:
    for path in FILES.values():
        assert "PRIVATE" not in path.read_text("utf-8"), path.name
