"""What the stores' tests share: our own children, and databases made by NSS's own tools."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sel.stores.nss import NssKind
from sel.workers.children import OwnChildren

PRIMARY = "Prif gyfrinair ŵ"


def run(*command: str | Path, given: bytes = b"") -> str:
    """What another program says. Fails the test if it fails."""
    done = subprocess.run(list(map(str, command)), input=given, capture_output=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout.decode(errors="replace")


def new_database(folder: Path, password: str = "") -> Path:
    """A database as certutil makes it, which is how Thunderbird's looks, too."""
    folder.mkdir()
    words = folder.parent / f"{folder.name}.txt"
    words.write_text(password + "\n", encoding="utf-8")
    run("certutil", "-N", "-d", f"sql:{folder}", "-f", words)
    return folder


@pytest.fixture(scope="session")
def children() -> OwnChildren:
    return OwnChildren()


@pytest.fixture
def kind(children: OwnChildren) -> NssKind:
    return NssKind(children)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests copy it."""
    return new_database(tmp_path_factory.mktemp("nss") / "empty")


@pytest.fixture(scope="session")
def locked_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a primary password."""
    return new_database(tmp_path_factory.mktemp("nss") / "locked", PRIMARY)
