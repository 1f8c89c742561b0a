"""The program itself on Windows: from a form to a tested certificate in the person's own store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.windows.here import WINE, throw_away_only, windows_only

pytestmark = [windows_only, throw_away_only]


class Program:
    """`sel` with a data folder of its own; every call is a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._policy = folder / "policy.json"
        self._policy.write_text(json.dumps({"version": 1, "windows_capi": WINE}))

    def __call__(self, *arguments: str | Path, status: int = 0) -> Any:
        """Its JSON."""
        done = subprocess.run(
            [
                sys.executable, "-P", "-m", "sel", "--json", "--no-network",
                "--policy", str(self._policy), "--data", str(self.folder / "data"),
                *map(str, arguments),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=self.folder,
            env={**os.environ, "PYTHONUTF8": "0"},
            timeout=600,
            check=False,
        )  # fmt: skip
        assert done.returncode == status, (arguments, done.stdout, done.stderr)
        return json.loads(done.stdout.decode("utf-8"))


@pytest.fixture
def sel(tmp_path: Path, credentials: Callable[[], set[str]]) -> Program:
    return Program(tmp_path)


def test_from_a_form_to_a_tested_certificate(sel: Program, tmp_path: Path) -> None:
    who = "sian.llyr@school.example"
    made = sel(
        "request", "new", "--email", who, "--name", "Siân Llŷr", "--key", "rsa-2048",
        "--out", "ffurflen-ŵ.csr",
    )  # fmt: skip
    sel("ca", "init", "--domain", "school.example")
    sel("ca", "issue", "ffurflen-ŵ.csr", "--out", "ateb.p7c")
    finished = sel("request", "finish", "ateb.p7c")
    assert finished["id"] == made["id"]
    installed = sel("store", "install", made["id"], "--store", "windows")
    assert installed["installed"] == [{"store": "windows", "proved": True}]
    listed = sel("store", "list", "--store", "windows")
    assert finished["sha256"] in json.dumps(listed)
    (identity,) = sel("id", "list")["ids"]
    assert identity["installed"] == ["windows"]
    sel("store", "install", made["id"], "--store", "windows")
    words = tmp_path / "words.txt"
    words.write_text("ddraig ogof pysgod lleuad nofio cwmwl afal\n", encoding="utf-8")
    sel("backup", "make", "--out", "copi.p12", "--pass-file", words)
    assert sel("backup", "verify", "copi.p12", "--pass-file", words)["sound"]
    sel("--yes", "store", "remove", finished["sha256"], "--store", "windows")
    assert finished["sha256"] not in json.dumps(sel("store", "list", "--store", "windows"))
    assert sel("status")["steps"]


def test_the_rehearsal_passes(sel: Program, credentials: Callable[[], set[str]]) -> None:
    before = credentials()
    assert sel("rehearse")
    assert credentials() == before  # it uses no keyring
