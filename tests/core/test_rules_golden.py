"""Golden files: each is judged and said as it has it itself, in both languages."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.core.golden import reading
from tests.core.registry import JUDGED, MAIL, OPENERS, PATHS

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


# What no file can show by itself, because it needs more than the file.
NOT_OF_A_FILE = {
    "warning ocsp-wrong-nonce",  # a question of ours
    "warning ocsp-other-certificate",  # is not told
    "warning encrypted-unauthenticated",  # the private key
    "warning signed-outside-encrypted",  # the private key
    "error signed-content-missing",  # a signature beside a file, not in a mail
    "warning thunderbird-takes-no-key",  # the passphrase, and keys that nobody should have
}


def test_every_finding_that_a_file_can_show_has_one() -> None:
    shown = {each for path in FILES.values() for each in reading.read(path).finds}
    every = JUDGED + PATHS + MAIL + OPENERS
    wanted = {f"{level} {said.code}" for said in every for level in said.levels}
    assert sorted(wanted - shown - NOT_OF_A_FILE) == []
    assert wanted - shown == NOT_OF_A_FILE


def test_everything_said_tells_what_to_do() -> None:
    for path in FILES.values():
        lines = reading.read(path).said.splitlines()
        assert not [line for line in lines if line in {"en: ", "cy: "}], path.name


def test_no_private_key_was_left_behind() -> None:
    for path in FILES.values():
        assert "PRIVATE" not in path.read_text("utf-8"), path.name
