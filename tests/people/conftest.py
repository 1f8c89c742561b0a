"""A desk with a password store, a mail program's profile and somebody who presses things."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.people.person import Person

ONLY_ON_A_DESK = "run as: tests/desk.sh .venv/bin/python -m pytest -m people tests/people"


@pytest.fixture(scope="session")
def keyring() -> Iterator[None]:
    """gnome-keyring on the desk's own bus, unlocked."""
    assert os.environ.get("SEL_TEST_DESK") == "1", ONLY_ON_A_DESK
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdin is not None
    daemon.stdin.write(b"cyfrinair y prawf")
    daemon.stdin.close()
    import secretstorage

    deadline = time.monotonic() + 15
    while True:
        try:
            with secretstorage.dbus_init() as bus:
                if not secretstorage.Collection(bus).is_locked():
                    break
        except secretstorage.exceptions.SecretStorageException:
            pass
        assert time.monotonic() < deadline, "gnome-keyring-daemon does not answer"
        time.sleep(0.1)
    yield
    daemon.terminate()
    daemon.wait(10)


@pytest.fixture
def thunderbird() -> Iterator[Path]:
    """A profile of Thunderbird in this home, made by Mozilla's own tools."""
    home = Path.home() / ".thunderbird"
    profile = home / "ysgol.default"
    profile.mkdir(parents=True)
    (home / "profiles.ini").write_text(
        "[Profile0]\nName=Ysgol\nIsRelative=1\nPath=ysgol.default\nDefault=1\n"
    )
    subprocess.run(
        ["certutil", "-N", "-d", f"sql:{profile}", "--empty-password"], check=True, timeout=60
    )
    yield profile
    for file in sorted(home.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    home.rmdir()


@pytest.fixture
def person(keyring: None, tmp_path: Path) -> Iterator[Callable[[str], Person]]:
    """Sits down, in a language."""
    sitting: list[Person] = []

    def sit_down(language: str) -> Person:
        sitting.append(Person(tmp_path, language))
        return sitting[-1]

    yield sit_down
    for each in sitting:
        each.close()
