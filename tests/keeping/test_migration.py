"""Forward only, after a copy; each step whole or not at all."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sel.base.errors import DiskFull
from sel.keeping import copies, migrations
from sel.ports.book import Additions
from tests.keeping.material import new_key, with_request
from tests.keeping.processes import Process, fingerprint, open_shared
from tests.keeping.volumes import small_volume

KNOWN = migrations.known()
NEXT = f"{KNOWN + 1:03}.sql"
STEP = """
-- A later version: a new table; a new column; a semicolon in a text.
CREATE TABLE later (n INTEGER PRIMARY KEY, digest BLOB NOT NULL, what TEXT NOT NULL) STRICT;
ALTER TABLE key ADD COLUMN remark TEXT;
INSERT INTO later (digest, what) VALUES (x'00', 'one; two');
"""


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program whose schema has one step more; called when the book is filled."""
    schema = tmp_path / "schema"
    shutil.copytree(migrations._SCHEMA, schema)
    (schema / NEXT).write_text(STEP, encoding="utf-8")
    monkeypatch.setattr(migrations, "_SCHEMA", schema)
    migrations._expected.cache_clear()
    yield schema
    migrations._expected.cache_clear()


def filled(data: Path) -> dict[str, str]:
    """A book of the version before."""
    schema, migrations._SCHEMA = migrations._SCHEMA, Path(migrations.__file__).parent / "schema"
    migrations._expected.cache_clear()
    try:
        book = open_shared(data)
        for _ in range(3):
            book.add(with_request(new_key()))
        return {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()}
    finally:
        migrations._SCHEMA = schema
        migrations._expected.cache_clear()


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        return migrations.version(file)


def test_a_new_book_has_the_newest_version(newer: Path, data: Path) -> None:
    open_shared(data).add(Additions(keys=(new_key(),)))
    assert version(data / "sel.db") == version(data / "sel.db.1") == KNOWN + 1
    assert not copies.before_migration(data)


def test_an_older_book_is_brought_forward(newer: Path, data: Path) -> None:
    keys = filled(data)
    book = open_shared(data)
    assert {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()} == keys
    assert version(data / "sel.db") == version(data / "sel.db.1") == KNOWN + 1
    (before,) = copies.before_migration(data)
    assert before.name == f"sel.db.before-{KNOWN:03}"
    assert version(before) == KNOWN
    assert before.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(data / "sel.db")) as file:
        assert file.execute("SELECT what FROM later").fetchall() == [("one; two",)]


def test_the_copy_goes_after_the_next_verified_backup(newer: Path, data: Path) -> None:
    filled(data)
    book = open_shared(data)
    book.backup_made("/usb/a", file_sha256=b"\1" * 32, keys=[])
    assert copies.before_migration(data)
    book.backup_verified("/usb/a", file_sha256=b"\1" * 32, keys=[])
    assert not copies.before_migration(data)


def test_the_copy_goes_when_the_book_key_is_renewed(newer: Path, data: Path) -> None:
    filled(data)
    open_shared(data).renew_key(None)
    assert not copies.before_migration(data), "it was sealed under the key that may be known"


def test_a_step_that_fails_changes_nothing(newer: Path, data: Path) -> None:
    keys = filled(data)
    (newer / NEXT).write_text(STEP + "CREATE TABLE key (again);", encoding="utf-8")
    migrations._expected.cache_clear()
    with pytest.raises(sqlite3.OperationalError):
        open_shared(data)
    assert version(data / "sel.db") == KNOWN
    (newer / NEXT).write_text(STEP, encoding="utf-8")
    migrations._expected.cache_clear()
    book = open_shared(data)
    assert {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()} == keys


def test_a_full_disk_is_met_before_anything_changes(newer: Path, tmp_path: Path) -> None:
    with small_volume(tmp_path / "disk", kilobytes=900) as disk:
        data = disk / "data"
        (disk / "keyring").mkdir()
        keys = filled(data)
        room = shutil.disk_usage(disk).free
        (disk / "filler").write_bytes(bytes(room - 16 * 1024))
        with pytest.raises(DiskFull):
            open_shared(data)
        assert version(data / "sel.db") == KNOWN
        (disk / "filler").unlink()
        book = open_shared(data)
        assert {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()} == keys


def test_an_old_damaged_book_is_mended_and_brought_forward(newer: Path, data: Path) -> None:
    keys = filled(data)
    with (data / "sel.db").open("r+b") as file:
        file.write(bytes(4096))
    book = open_shared(data)
    assert book.recovery is not None
    assert {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()} == keys
    assert len(book.requests()) == 3
    assert version(data / "sel.db") == KNOWN + 1


def test_the_copy_before_a_migration_is_the_last_resort(newer: Path, data: Path) -> None:
    keys = filled(data)
    open_shared(data)
    for name in ("sel.db", "sel.db.1"):
        (data / name).write_bytes(b"nothing left")
    book = open_shared(data)
    assert book.recovery is not None
    assert {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()} == keys


def test_two_migrate_at_once_or_are_killed(newer: Path, tmp_path: Path) -> None:
    chance = random.Random(4715)
    pristine = tmp_path / "pristine" / "data"
    pristine.parent.mkdir()
    keys = filled(pristine)
    for number in range(15):
        room = tmp_path / f"{number}"
        shutil.copytree(pristine.parent, room)
        data = room / "data"
        children = [Process(lambda _, data=data: open_shared(data) and None) for _ in range(2)]
        if number % 3:
            time.sleep(chance.uniform(0, 0.05))
            children[0].kill()
        for child in children:
            child.reported()
        book = open_shared(data)
        assert book.recovery is None
        assert version(data / "sel.db") == KNOWN + 1
        assert {held.id: fingerprint(book.private_key(held.id)) for held in book.keys()} == keys
