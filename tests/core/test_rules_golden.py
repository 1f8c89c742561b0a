"""Golden files: each certificate is judged and said as its file has it, in both languages."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.core.golden import reading
from tests.core.registry import JUDGED, PATHS

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


# An answer to another question needs a question of ours; one about somebody else is not told.
NOT_OF_A_FILE = {"warning ocsp-wrong-nonce", "warning ocsp-other-certificate"}


def test_every_finding_about_a_certificate_and_its_path_has_a_file() -> None:
    shown = {each for path in FILES.values() for each in reading.read(path).finds}
    wanted = {f"{level} {said.code}" for said in JUDGED + PATHS for level in said.levels}
    assert sorted(wanted - shown - NOT_OF_A_FILE) == []
    assert wanted >= NOT_OF_A_FILE


def test_everything_said_tells_what_to_do() -> None:
    for path in FILES.values():
        lines = reading.read(path).said.splitlines()
        assert not [line for line in lines if line in {"en: ", "cy: "}], path.name


def test_no_private_key_was_left_behind() -> None:
    for path in FILES.values():
        assert "PRIVATE" not in path.read_text("utf-8"), path.name
