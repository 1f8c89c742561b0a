"""The power goes at any moment: what was said to be safe is on the disk."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.keeping.powercut import Call, Disk, traced
from tests.keeping.processes import fingerprint, open_shared

_HEAD = """
import os
import sys
from pathlib import Path
from tests.keeping.material import new_key, with_request
from tests.keeping.processes import FolderKeyring, fingerprint, open_shared
data = Path(sys.argv[1])
keyring = data.parent / "keyring"
FolderKeyring.drop = lambda self, user: os.rename(keyring / user, keyring / f".{user}")
def add():
    key = new_key()
    (key_id,) = open_shared(data).add(with_request(key)).new_keys
    os.write(1, f"{key_id} {fingerprint(key.pkcs8)}\\n".encode())
"""
_ADDING = _HEAD + "add(); add(); add()"
_RENEWING = _HEAD + "add(); open_shared(data).renew_key(None); add()"
_MENDING = f"""{_HEAD}
add()
with (data / "sel.db").open("r+b") as file:
    file.write(bytes(4096))
    file.flush()
    os.fsync(file.fileno())
assert open_shared(data).recovery is not None
add()
"""


class Entries:
    """The keyring beside the disk: it keeps its own promises, in order with everything else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._there: set[str] = set()

    def does(self, call: Call) -> None:
        if call.what == "rename" and all("/keyring/" in path for path in call.paths):
            before, after = (Path(path).name for path in call.paths)
            self._there.discard(before)
            if not after.startswith("."):
                self._there.add(after)

    def as_now(self, target: Path) -> None:
        target.mkdir()
        for name in self._there:
            kept, dropped = self._folder / name, self._folder / f".{name}"
            shutil.copy(kept if kept.exists() else dropped, target / name)


@pytest.mark.parametrize(
    ("script", "damage", "looked_at"),
    [(_ADDING, False, 0.15), (_RENEWING, False, 0.15), (_MENDING, True, 0.06)],
    ids=["add", "renew", "mend"],
)
def test_at_any_moment(
    script: str,
    damage: bool,
    looked_at: float,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
) -> None:
    root = tmp_path / "disk"
    root.mkdir()
    checkout = pytestconfig.rootpath
    monkeypatch.setenv("PYTHONPATH", f"{checkout / 'app'}:{checkout}")
    calls = traced(script, str(root / "data"), log=tmp_path / "log")
    assert sum(call.what == "flush" for call in calls) > 20, "the trace was understood"

    chance = random.Random(4716)
    disk, entries, safe = Disk(root, but=root / "keyring"), Entries(root / "keyring"), {}
    for number, call in enumerate(calls):
        disk.does(call)
        entries.does(call)
        if call.what == "said":
            key_id, digest = call.content.decode().split()
            safe[key_id] = digest
        elif chance.random() > looked_at * (1 if call.what == "write" else 6):
            continue  # each look takes a start; the calls that decide are looked at more often
        after = tmp_path / f"after-{number}"
        after.mkdir()
        entries.as_now(after / "keyring")
        disk.after_a_power_cut(after, chance)
        book = open_shared(after / "data")
        found = {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()}
        assert damage or book.recovery is None, "a power cut is no damage"
        assert safe.items() <= found.items(), f"after call {number}, {call.what} {call.paths}"
        shutil.rmtree(after)
    assert len(safe) >= 2
