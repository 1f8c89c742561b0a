"""Copies of a database, and of a profile's preferences, before they are written; and the way back.

NSS commits key and certificate one by one, in two files, so a kill in between would leave a half
identity. Before the first write both files are copied into a folder beside them, with a note of
what is about to be written. The copies go once the work is proved or undone. If they are still
there at the next opening, their writer was killed: what it did is taken back.

Taking back never loses what is not ours: the two states are compared row by row, and only if
every difference is about the certificates and keys of the note does the copy come back. All of it
happens inside SQLite transactions under SQLite's own locks. Preferences come back only while they
are, to the byte, what was about to be written.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sel.base.errors import StoreInUse, StoreUnavailable
from sel.places.lockfile import LockFile
from sel.places.thunderbird import UNDO as FOLDER
from sel.stores._files import CERTIFICATES, KEYS, PREFERENCES, opened
from sel.stores._rows import Rows, States
from sel.stores._writing import cannot_write, flush, write_new

LOCK = f"{FOLDER}.lock"
_NOTE, _NEW = "note.json", "prefs.js.new"


@dataclass(frozen=True, slots=True)
class Planned:
    """What is about to be written or removed.

    certificates  X.509, DER
    keys          identifiers (CKA_ID) as NSS makes them: SHA-1 of the public value
    preferences   SHA-256 of prefs.js as it will be; None if that is not written
    """

    certificates: frozenset[bytes] = field(default=frozenset())
    keys: frozenset[bytes] = field(default=frozenset())
    preferences: bytes | None = None

    def __or__(self, other: Planned) -> Planned:
        return Planned(
            self.certificates | other.certificates,
            self.keys | other.keys,
            other.preferences or self.preferences,
        )


class Undo:
    """The copies of one database, held while it is written.

    Nobody else of ours writes meanwhile; the lock is free again when this process is gone.
    """

    def __init__(self, folder: Path, store: str, lock: LockFile) -> None:
        self._folder, self._store, self._lock = folder, store, lock
        self._planned = Planned()
        self._begun = self._owing = False

    @classmethod
    def take(cls, folder: Path, store: str, *, patience: float = 0) -> Undo | None:
        """Be the one who writes here, or None if another Sêl does; nothing is touched yet.

        patience  seconds to wait for the other one
        Raises StoreUnavailable (not-writable), DiskFull.
        """
        end = time.monotonic() + patience
        try:
            while (lock := LockFile.take(folder / LOCK)) is None and time.monotonic() < end:
                time.sleep(0.05)
        except OSError as error:
            raise cannot_write(error, folder, store) from error
        return None if lock is None else cls(folder, store, lock)

    @classmethod
    def settle(cls, folder: Path, store: str, shut: Callable[[], LockFile | None]) -> None:
        """If a killed one left its copies, settle that, unless somebody is at work.

        shut  as in `NssStore`. Raises StoreUnavailable, StoreLocked, DiskFull.
        """
        left = (folder / FOLDER).exists() or (folder / LOCK).exists()
        undo = cls.take(folder, store, patience=0.5) if left else None  # one just killed goes
        if undo is None:
            return
        door = None
        try:
            with suppress(StoreInUse):
                door = shut()
                undo.begin()
        finally:
            undo.finish()
            if door is not None:
                door.release()

    def begin(self) -> None:
        """Settle what a killed one left; from here on the copies are ours."""
        note = self._place / _NOTE
        if note.exists():
            self._planned = _read_note(note)
            self.put_back()
        self._begun = True
        self._drop()

    def before(self, planned: Planned) -> None:
        """Copy the files, unless that was done, and note what will be written.

        Raises DiskFull, StoreUnavailable, StoreLocked; then nothing was changed.
        """
        planned = self._planned | planned
        fresh = not (self._place / _NOTE).exists()
        try:
            if fresh:
                self._copy()
            if planned.preferences and not (self._place / PREFERENCES).exists():
                self._copy_preferences()
            self._write_note(planned)
        except BaseException as error:
            if fresh:
                self._drop()
            if isinstance(error, OSError):
                raise cannot_write(error, self._folder, self._store) from error
            raise
        self._planned = planned

    def write_preferences(self, data: bytes) -> None:
        """Make prefs.js anew, whole or not at all, for its owner alone. Raises OSError."""
        beside = self._place / _NEW
        with suppress(FileNotFoundError):
            beside.unlink()
        write_new(beside, data)
        beside.replace(self._folder / PREFERENCES)
        flush(self._folder)

    def put_back(self) -> bool:
        """Make the files as they were; False if somebody else wrote, too, and they stay.

        NSS must not have them open in this program.
        Raises DiskFull, StoreUnavailable, StoreLocked; then the next one tries.
        """
        if not (self._place / _NOTE).exists():
            return True
        planned = self._planned if self._planned != Planned() else _read_note(self._place / _NOTE)
        self._owing = True
        if planned.preferences is not None:
            self._undo_preferences(planned.preferences)
        for name in (KEYS, CERTIFICATES):
            self._replace_damaged(name)
        was_ours = self._undo_rows(planned)
        self._owing = False
        self._drop()
        return was_ours

    def keep(self) -> None:
        """What was written stays; the copies go."""
        self._drop()

    def finish(self) -> None:
        """Let others write. Copies go, unless putting them back failed: the next one tries."""
        if self._begun and not self._owing:
            self._drop()
        self._lock.release(remove=True)

    @property
    def _place(self) -> Path:
        return self._folder / FOLDER

    def _drop(self) -> None:
        """The note goes first: copies without one count for nothing."""
        self._planned = Planned()
        with suppress(FileNotFoundError):
            (self._place / _NOTE).unlink()
        with suppress(FileNotFoundError):
            shutil.rmtree(self._place)

    def _copy(self) -> None:
        with suppress(FileNotFoundError):
            shutil.rmtree(self._place)
        self._place.mkdir(mode=0o700)
        for name in (KEYS, CERTIFICATES):
            copy = self._place / name
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with (
                opened(self._folder / name, self._store) as original,
                closing(sqlite3.connect(copy)) as target,
            ):
                # Flushed once, by us; a half copy without a note counts for nothing.
                target.execute("PRAGMA journal_mode=OFF")
                target.execute("PRAGMA synchronous=OFF")
                original.backup(target)
            flush(copy)

    def _copy_preferences(self) -> None:
        write_new(self._place / PREFERENCES, (self._folder / PREFERENCES).read_bytes())

    def _undo_preferences(self, ours: bytes) -> None:
        copy, path = self._place / PREFERENCES, self._folder / PREFERENCES
        try:
            if hashlib.sha256(path.read_bytes()).digest() == ours:
                self.write_preferences(copy.read_bytes())
        except FileNotFoundError:
            pass  # the program itself did away with them; there is nothing of ours left
        except OSError as error:
            raise cannot_write(error, self._folder, self._store) from error

    def _write_note(self, planned: Planned) -> None:
        note = {
            "certificates": [base64.b64encode(der).decode() for der in planned.certificates],
            "keys": [key.hex() for key in planned.keys],
            "preferences": planned.preferences.hex() if planned.preferences else None,
        }
        beside = self._place / (_NOTE + ".new")
        with suppress(FileNotFoundError):
            beside.unlink()
        write_new(beside, json.dumps(note).encode("ascii"))
        beside.replace(self._place / _NOTE)
        flush(self._place)

    def _undo_rows(self, planned: Planned) -> bool:
        """Both files in one transaction, which SQLite keeps whole across them."""
        with opened(self._folder / KEYS, self._store) as database:
            for path, mode, name in (
                (self._folder / CERTIFICATES, "rw", "certificates"),
                (self._place / KEYS, "ro", "keys_before"),
                (self._place / CERTIFICATES, "ro", "certificates_before"),
            ):
                address = f"{path.resolve().as_uri()}?mode={mode}"
                database.execute(f"ATTACH ? AS {name}", (address,))
            database.execute("BEGIN IMMEDIATE")
            rows = Rows(
                database,
                (States("main", "keys_before"), States("certificates", "certificates_before")),
                certificates=planned.certificates,
                keys=planned.keys,
            )
            if not rows.only_planned():
                database.rollback()
                return False
            rows.put_back()
            database.commit()
            return True

    def _replace_damaged(self, name: str) -> None:
        """What cannot be read is set aside, never deleted; the copy was whole.

        Whoever is killed in here leaves a file of that name, and the next one goes on: it is
        copied aside first, and what takes its place is renamed over it when it is whole.
        """
        original = self._folder / name
        try:
            if original.exists():
                with opened(original, self._store) as database:
                    if database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                        return
        except StoreUnavailable as error:
            if error.what.facts.get("reason") != "damaged":
                raise
        try:
            if original.exists():
                self._set_aside(original)
            self._copy_whole(self._place / name, original)
        except OSError as error:
            raise cannot_write(error, self._folder, self._store) from error

    def _set_aside(self, original: Path) -> None:
        """Under a name that nothing has yet, unless it was done before."""
        data = original.read_bytes()
        for number in itertools.count():
            ending = f".{number}" if number else ""
            aside = original.with_name(f"{original.name}.damaged{ending}")
            if not aside.exists():
                self._copy_whole(original, aside)
                return
            if aside.read_bytes() == data:
                return

    def _copy_whole(self, source: Path, target: Path) -> None:
        """At once or not at all, for its owner alone. Raises OSError."""
        beside = self._place / f"{target.name}.new"
        beside.unlink(missing_ok=True)
        write_new(beside, source.read_bytes())
        beside.replace(target)
        flush(self._folder)


def _read_note(path: Path) -> Planned:
    try:
        note = json.loads(path.read_text(encoding="ascii"))
        return Planned(
            frozenset(map(base64.b64decode, note["certificates"])),
            frozenset(map(bytes.fromhex, note["keys"])),
            bytes.fromhex(note.get("preferences") or "") or None,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Planned()  # nothing is ours for certain, so nothing is taken back
