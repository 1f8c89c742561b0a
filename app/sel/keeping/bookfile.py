"""The book as a file: open, change, copy, migrate, recover.

A connection lives for one reading or one change. So any thread may ask, nothing stale is held
when another program puts a recovered book in this place, and no lock is held between two clicks.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sel.base.errors import BookBusy, BookDamaged, BookUnwritable, SelError
from sel.keeping import copies, lock, looked, migrations, place, recovery, rows, sqlite, writing
from sel.keeping.sqlite import FileDamagedError, TryAgainError
from sel.keeping.stamps import stamp
from sel.ports.book import Recovery
from sel.ports.surroundings import Clock

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

NAME = "sel.db"
_PATIENCE = 30.0  # seconds until a person hears that another program holds the book


class BookFile:
    """One book in one folder. Nothing is made on disk before the first change.

    patience  seconds to wait for other programs
    """

    def __init__(self, folder: Path, *, clock: Clock, patience: float = _PATIENCE) -> None:
        self.folder = folder
        self.path = folder / NAME
        self.recovery: Recovery | None = None
        self._clock = clock
        self._patience = patience
        self._fit = False

    def start(self) -> None:
        """Look at the file before anybody relies on it: version, integrity, second copy.

        Raises BookNewer (untouched), BookDamaged, BookBusy.
        """
        if not self.path.exists() and not copies.second(self.folder).exists():
            return
        try:
            old, behind = self._looked_at(thorough=False)
        except FileDamagedError:
            self._recover()
            return
        if old:
            self._patiently(self._migrate)
        elif behind:
            self._copy_if_possible()

    def read(self, work: Work[T], *, absent: T) -> T:
        """Do `work` on one consistent state; `absent` if there is no book yet."""

        def reading() -> T:
            if not self.path.exists():
                if copies.second(self.folder).exists():
                    raise FileDamagedError("gone")
                return absent
            with self._connection() as connection:
                connection.execute("BEGIN")
                answer = work(connection)
                connection.execute("COMMIT")
                return answer

        return self._patiently(reading)

    def change(self, work: Work[T], *, then: Work[None] | None = None, copied: bool = True) -> T:
        """Do `work` in one transaction, whole or not at all, one program at a time.

        then    looks at the book after the commit and before the second copy, by a connection of
                its own that has seen nothing yet
        copied  whether the change is of a kind the second copy has to hold
        Raises PlaceUnfit, BookBusy, DiskFull, BookUnwritable. If only the copy failed, the change
        is in the book all the same, and the copy is made good at the next change or start.
        """

        committed: list[T] = []  # a repetition after the commit must not do the work twice

        def changing() -> T:
            with self._exclusive():
                self._create()
                if not committed:
                    with self._connection() as connection:
                        committed.append(self._transaction(connection, work, counted=copied))
                if then is not None:
                    with self._connection() as connection:
                        then(connection)
                if copied and self._behind():
                    self._copy()
                return committed[0]

        return self._patiently(changing)

    def maintain(self, work: Callable[[], T]) -> T:
        """Do something with the files around the book while nobody changes it."""
        with self._exclusive():
            return work()

    def _transaction(self, connection: sqlite3.Connection, work: Work[T], *, counted: bool) -> T:
        connection.execute("BEGIN IMMEDIATE")
        try:
            before = connection.total_changes
            answer = work(connection)
            if counted and connection.total_changes != before:
                rows.count_change(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return answer

    def _patiently(self, work: Callable[[], T]) -> T:
        """Repeat what another program was in the way of; mend what turns out to be damaged."""
        deadline = time.monotonic() + self._patience
        mended = False
        while True:
            try:
                return work()
            except TryAgainError as error:
                if time.monotonic() > deadline:
                    raise BookBusy(seconds=round(self._patience), detail=str(error)) from error
                time.sleep(0.01)
            except FileDamagedError as error:
                if mended:
                    raise BookDamaged(path=str(self.path)) from error
                self._recover()
                mended = True

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with (
            sqlite.translated(self.path),
            closing(sqlite.connect(self.path, patience=self._patience)) as connection,
        ):
            migrations.refuse_newer(connection)
            yield connection

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self._fit:
            place.fit(self.folder)
            self._fit = True
        with ExitStack() as stack:
            with self._writing():
                place.made(self.folder)
                own = lock.held(self.folder / "sel.lock", patience=self._patience)
                stack.enter_context(own)
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The door for the file system's own errors."""
        try:
            yield
        except OSError as error:
            problem = writing.translated(error, self.path)
            if problem.code == "disk-full":
                raise problem from error
            reason = problem.what.facts["reason"]
            raise BookUnwritable(
                path=str(self.path), reason=reason, detail=problem.detail
            ) from error

    def _create(self) -> None:
        """Put an empty book in place if there is none; whole, by a rename. Holds the lock.

        Its own commits brought it to the medium; the folder is flushed after the rename.
        """
        if self.path.exists():
            return
        if copies.second(self.folder).exists():
            raise FileDamagedError("gone")
        beside = self.folder / f"{NAME}.new"
        beside.unlink(missing_ok=True)
        with self._writing():
            os.close(writing.create_new(beside, 0o600))
            try:
                with (
                    sqlite.translated(self.path),
                    closing(sqlite.connect(beside, patience=1.0)) as connection,
                ):
                    migrations.migrate(connection)
                    made = stamp(self._clock.now())
                    rows.insert(connection, "meta", n=1, uuid=uuid4().bytes, made=made, changes=0)
                writing.rename_new(beside, self.path)
            finally:
                beside.unlink(missing_ok=True)
            writing.flush_folder(self.folder)

    def _looked_at(self, *, thorough: bool) -> tuple[bool, bool]:
        """Whether the file is of an older version, and whether the copy is behind.

        Raises FileDamagedError, BookNewer.
        """

        def look() -> tuple[bool, bool]:
            if not self.path.exists():
                raise FileDamagedError("gone")
            now = self._clock.now()
            state = looked.state(self.path)
            seen = not thorough and looked.recently(self.path, state, now)
            with self._connection() as connection:
                if not migrations.is_book(connection):
                    raise FileDamagedError("schema")
                if not rows.sound(connection, thorough=thorough, pages_seen=seen):
                    raise FileDamagedError("check")
                if not seen and rows.large(connection):
                    looked.note(self.path, state, now)
                old = migrations.version(connection) < migrations.known()
                count = rows.changes(connection)
                return old, copies.changes(copies.second(self.folder)) != count

        deadline = time.monotonic() + self._patience
        while True:
            try:
                return look()
            except TryAgainError as error:
                if time.monotonic() > deadline:
                    raise BookBusy(seconds=round(self._patience)) from error
                time.sleep(0.01)

    def _behind(self) -> bool:
        """Whether the second copy holds less than the book."""
        with self._connection() as connection:
            count = rows.changes(connection)
        return copies.changes(copies.second(self.folder)) != count

    def _copy(self) -> None:
        """Make the second copy; the lock is held."""
        with self._writing(), self._connection() as connection:
            copies.copy(connection, copies.second(self.folder))

    def _copy_if_possible(self) -> None:
        """At start the copy is brought up to date; a folder one may only read is no error."""
        with suppress(SelError, TryAgainError, FileDamagedError), self._exclusive():
            self._copy()

    def _migrate(self) -> None:
        """Copy, then step forward, then copy again, under the lock."""
        with self._exclusive(), self._writing(), self._connection() as connection:
            found = migrations.version(connection)
            if found < migrations.known():
                copies.copy(connection, self.folder / f"{NAME}.before-{found:03}")
                migrations.migrate(connection)
            copies.copy(connection, copies.second(self.folder))

    def _recover(self) -> None:
        """Mend a damaged book, unless another program did so while this one waited."""
        with self._exclusive():
            try:
                self._looked_at(thorough=True)
            except FileDamagedError:
                with self._writing(), sqlite.translated(self.path):
                    self.recovery = recovery.recover(self.path, now=self._clock.now())
                with suppress(SelError, TryAgainError, FileDamagedError):
                    self._copy()  # or at the next start
