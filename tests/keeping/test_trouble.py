"""Full disks, folders one may only read, services that hang: a clear error, nothing lost."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from sel.base.errors import BookUnwritable, DiskFull, KeyringUnavailable, SelError
from sel.base.message import Message
from sel.keeping import copies, keyrings, recovery, sqlite
from sel.ports.book import Additions
from tests.keeping.conftest import SecretService
from tests.keeping.material import certificate_for, new_key, with_request
from tests.keeping.processes import Process, Report, fingerprint, open_shared
from tests.keeping.test_secret_service import open_with_keyring
from tests.keeping.volumes import small_volume, unprivileged


def test_a_full_disk_loses_nothing_and_says_so(tmp_path: Path) -> None:
    with small_volume(tmp_path / "disk", kilobytes=1024) as disk:
        data = disk / "data"
        book = open_shared(data)
        safe: dict[str, str] = {}
        full = 0
        for _ in range(400):
            key = new_key()
            try:
                added = book.add(
                    Additions(keys=(key,), certificates=(certificate_for(key, size=9000),))
                )
                safe[added.new_keys[0]] = fingerprint(key.pkcs8)
            except DiskFull as error:
                full += error.what.facts["path"] in {str(data / "sel.db")}
                if full == 5:
                    break
        assert full == 5
        assert len(safe) > 10
        again = open_shared(data)
        assert again.recovery is None
        assert {key_id: fingerprint(again.private_key(key_id)) for key_id in safe} == safe
        assert copies.readable(data / "sel.db.1")
        with closing(sqlite3.connect(data / "sel.db.1")) as file:
            assert set(safe) <= {row[0] for row in file.execute("SELECT id FROM key")}
        assert not [path for path in data.iterdir() if path.name.startswith(".sel")]


def test_a_full_disk_at_the_first_start(tmp_path: Path) -> None:
    with small_volume(tmp_path / "disk", kilobytes=64) as disk:
        with pytest.raises(DiskFull):
            open_shared(disk / "data").add(Additions(keys=(new_key(),)))
        left = {path.name for path in (disk / "data").iterdir()}
        assert left <= {"sel.lock"}
        shutil.rmtree(disk / "data")


def test_mending_on_a_full_disk_waits_for_room(tmp_path: Path) -> None:
    with small_volume(tmp_path / "disk", kilobytes=2048) as disk:
        data = disk / "data"
        key = new_key()
        open_shared(data).add(with_request(key))
        before = (data / "sel.db").stat().st_size
        with (data / "sel.db").open("r+b") as file:
            file.write(bytes(4096))
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 20_000))
        with pytest.raises(DiskFull):
            open_shared(data)
        assert (data / "sel.db").stat().st_size == before, "still there"
        assert copies.readable(data / "sel.db.1")
        (disk / "filler").unlink()
        book = open_shared(data)
        assert book.private_key(book.keys()[0].id) == key.pkcs8


def test_a_folder_one_may_only_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    key = new_key()
    open_shared(data).add(with_request(key))
    fingerprint(open_shared(data).private_key(open_shared(data).keys()[0].id))  # loads libraries
    for path in (tmp_path / "keyring").iterdir():
        path.chmod(0o444)
    for path in data.iterdir():
        path.chmod(0o444)
    data.chmod(0o555)

    def reading(report: Report) -> None:
        book = open_shared(data)
        (held,) = book.keys()
        report(fingerprint(book.private_key(held.id)))
        for attempt in (
            lambda: book.note(Message("looked")),
            lambda: book.add(Additions(keys=(new_key(),))),
        ):
            try:
                attempt()
            except BookUnwritable as error:
                report(str(error.what.facts["reason"]))

    lines = Process(unprivileged(reading, tmp_path)).reported()
    assert lines == [fingerprint(key.pkcs8), "not-permitted", "not-permitted"]


def test_a_volume_one_may_only_read(tmp_path: Path) -> None:
    with small_volume(tmp_path / "disk", kilobytes=2048) as disk:
        data = disk / "data"
        key = new_key()
        open_shared(data).add(with_request(key))
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        book = open_shared(data)
        assert book.private_key(book.keys()[0].id) == key.pkcs8
        with pytest.raises(BookUnwritable) as hit:
            book.note(Message("looked"))
        assert hit.value.what.facts["reason"] == "read-only"


@pytest.mark.parametrize("name", ["sel.db", "sel.lock", "sel.db.1"])
def test_a_folder_in_the_place_of_a_file(name: str, data: Path) -> None:
    open_shared(data).add(Additions(keys=(new_key(),)))
    (data / name).unlink()
    (data / name).mkdir()
    with pytest.raises(SelError):
        open_shared(data).add(Additions(keys=(new_key(),)))


def test_the_data_folder_is_a_file(data: Path) -> None:
    data.write_bytes(b"a file")
    book = open_shared(data)
    assert not book.keys()
    with pytest.raises(BookUnwritable):
        book.note(Message("looked"))


def test_a_planted_trigger_is_damage(data: Path) -> None:
    key = new_key()
    open_shared(data).add(with_request(key))
    with closing(sqlite3.connect(data / "sel.db", isolation_level=None)) as file:
        file.execute("CREATE TRIGGER t AFTER INSERT ON key BEGIN DELETE FROM key; END")
    book = open_shared(data)
    assert book.recovery is not None
    book.add(Additions(keys=(new_key(),)))
    assert len(book.keys()) == 2


@pytest.mark.parametrize("step", ["_finish", "_exchange", "_set_aside"])
def test_mending_that_fails_in_the_middle_can_be_done_again(
    step: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key()
    open_shared(data).add(with_request(key))
    for name in ("sel.db", "sel.db.1")[: 1 if step != "_set_aside" else 2]:
        with (data / name).open("r+b") as file:
            file.seek(4096 * 4)
            file.write(bytes(4096))

    def fails(*_: object) -> None:
        raise OSError(5, "the disk made a noise")

    with monkeypatch.context() as patch:
        patch.setattr(recovery, step, fails)
        with pytest.raises(BookUnwritable):
            open_shared(data)
    assert not list(data.glob(".sel-*"))
    book = open_shared(data)
    assert book.recovery is not None
    assert book.private_key(book.keys()[0].id) == key.pkcs8


def test_a_keyring_service_that_hangs(
    data: Path, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with_keyring(data).add(Additions(keys=(new_key(),)))
    monkeypatch.setattr(keyrings, "_ANSWER_WAIT", 0.3)
    assert secret_service.daemon is not None
    secret_service.daemon.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        book = open_with_keyring(data)
        with pytest.raises(KeyringUnavailable):
            book.private_key(book.keys()[0].id)
        assert time.monotonic() - began < 3
    finally:
        secret_service.daemon.send_signal(signal.SIGCONT)


def test_reading_loads_little_and_is_quick(data: Path) -> None:
    """A command that only reads public things pays for SQLite and no more."""
    open_shared(data).add(with_request(new_key()))
    script = f"""
import sys, time
from pathlib import Path
from sel.keeping.book import open_book
from sel.wiring import SystemClock
began = time.perf_counter()
book = open_book(Path({str(data)!r}), unlock=lambda: None, keyring="system", clock=SystemClock())
assert len(book.keys()) == 1 and len(book.requests()) == 1 and not book.backups()
took = time.perf_counter() - began
heavy = {{"cryptography", "keyring", "secretstorage", "asn1crypto", "platformdirs"}}
print(sorted(heavy & {{name.split(".")[0] for name in sys.modules}}), took)
"""
    command = [sys.executable, "-c", script]
    outcomes = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("] ")
        for _ in range(3)
    ]
    assert {loaded for loaded, _ in outcomes} == {"["}
    assert min(float(took) for _, took in outcomes) < 0.05


def test_every_connection_has_the_settings_that_were_decided(data: Path) -> None:
    open_shared(data).note(Message("looked"))
    with closing(sqlite3.connect(data / "sel.db")) as other:
        other.execute("PRAGMA journal_mode = WAL")  # as some tool might leave it
    decided = {
        "journal_mode": "delete",
        "synchronous": 3,  # EXTRA
        "fullfsync": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "foreign_keys": 1,
        "cell_size_check": 1,
        "temp_store": 2,  # memory
        "busy_timeout": 7000,
    }
    with closing(sqlite.connect(data / "sel.db", patience=7)) as book:
        found = {name: book.execute(f"PRAGMA {name}").fetchone()[0] for name in decided}
        mapped = book.execute("PRAGMA mmap_size").fetchone()
    assert found == decided
    assert mapped is None or mapped[0] == 0
    assert {path.name for path in data.iterdir()} == {"sel.db", "sel.lock"}
