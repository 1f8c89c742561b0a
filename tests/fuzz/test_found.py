"""Inputs that once did harm (`make fuzz` found them) are answered or refused, and in time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.fuzz import FOUND, TARGETS
from tests.fuzz.targets import read

INPUTS = sorted(FOUND.glob("*.bin"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_input_that_once_did_harm(path: Path) -> None:
    name = path.name.partition("-")[0]
    began = time.monotonic()
    read(name, path.read_bytes())
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_reads_what_it_starts_from(name: str) -> None:
    from tests.fuzz import seeds

    assert seeds.of(name)
    for data in seeds.of(name):
        read(name, data)
