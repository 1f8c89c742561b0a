"""A damaged book: set aside, never deleted; a new one from the newest copy and what reads.

A book whose first page is gone cannot be read by any tool, but that page says only where things
are, and the second copy, with the same schema, says the same: its first page (and what else the
schema fills) is put onto a working copy of the damaged file, so that the rest can still be asked.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sel.base.errors import BookDamaged
from sel.base.message import Message
from sel.keeping import copies, journal, meeting, migrations, rows, sqlite, writing
from sel.keeping.salvage import Merged, merge
from sel.keeping.stamps import stamp
from sel.ports.book import Recovery

_WORK = ".sel-recovery-"
_HEAD = 100  # the database header; the first page's tree starts behind it
_INTERIOR = 0x05  # a table b-tree page that points to others


def recover(path: Path, *, now: datetime) -> Recovery:
    """Make a new book out of what is left of `path` and its copies; the caller holds the lock.

    Raises BookDamaged, once, if nothing is left: then the file is set aside too, and the next
    start finds an empty place. BookNewer, with nothing touched, if the copy is a newer program's.
    """
    folder = path.parent
    for stale in folder.glob(f"{_WORK}*"):
        shutil.rmtree(stale, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=folder))
    try:
        return _recovered(path, work, now)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _recovered(path: Path, work: Path, now: datetime) -> Recovery:
    base = _newest_copy(path.parent)
    new = work / "new.db"
    if base is not None:
        shutil.copyfile(base, new)
    merged = _merge_all(path, base, work, new, now)
    came = bool(merged) and any(one.came or one.whole for one in merged)
    if base is None and not came:
        copy = copies.second(path.parent)
        aside = _set_aside(path if path.exists() else copy, now)
        if copy.exists():
            _set_aside(copy, now)
        raise BookDamaged(path=str(aside))
    whole = bool(merged) and all(one.whole for one in merged)
    result = Recovery(
        set_aside=str(_aside_name(path, now)) if path.exists() else "",
        source="second-copy" if not came else "salvaged" if base is None or whole else "both",
        lost=tuple(
            (one.table, one.lost) for one in merged if one.lost or (base is None and not one.whole)
        ),
        since=None if whole else _written(base) if base is not None else None,
    )
    _finish(new, result, now)
    if not copies.readable(copies.second(path.parent)):
        _set_aside(copies.second(path.parent), now)
    _exchange(path, new, now)
    return result


def _newest_copy(folder: Path) -> Path | None:
    """The newest copy that is sound. Raises BookNewer."""
    for candidate in (copies.second(folder), *copies.before_migration(folder)):
        if not copies.readable(candidate):
            continue
        with closing(sqlite.connect(candidate, patience=1.0)) as connection:
            migrations.refuse_newer(connection)
        return candidate
    return None


def _merge_all(
    path: Path, base: Path | None, work: Path, new: Path, now: datetime
) -> list[Merged]:
    """Migrate `new`, then bring over every table of the damaged file that can be asked."""
    with closing(sqlite.connect(new, patience=1.0, create=True)) as into:
        migrations.migrate(into)
        damaged = _opened(path, base, work)
        if damaged is None:
            return []
        with closing(damaged):
            into.execute("BEGIN IMMEDIATE")
            there = rows.tables(damaged)  # an older file may not have all
            merged = [merge(table, damaged, into) for table in rows.TABLES if table in there]
            meeting.reindex(into)
            if rows.one(into, "meta") is None:
                # Keyring entries are named in their slots: they are found under another id too.
                made = stamp(now)
                rows.insert(into, "meta", n=1, uuid=uuid4().bytes, made=made, changes=0)
            into.execute("COMMIT")
            return merged


def _opened(path: Path, base: Path | None, work: Path) -> sqlite3.Connection | None:
    """The damaged file, as a working copy with its journal, by whichever schema opens it."""
    if not path.exists():
        return None
    plain = work / "damaged.db"
    shutil.copyfile(path, plain)
    with suppress(FileNotFoundError):
        shutil.copyfile(f"{path}-journal", f"{plain}-journal")
    opened = _asked(plain)
    if opened is None and base == copies.second(path.parent):
        plain.unlink()  # the disk may be nearly full
        grafted = work / "grafted.db"
        _graft(path, base, grafted)
        opened = _asked(grafted)
    return opened


def _asked(path: Path) -> sqlite3.Connection | None:
    """An open connection if the file's schema can be read and is that of a book."""
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite.connect(path, patience=1.0)
        whole = migrations.is_book(connection)
    except sqlite.UNREADABLE:
        whole = False
    if connection is not None and not whole:
        connection.close()
    return connection if whole else None


def _graft(path: Path, base: Path, target: Path) -> None:
    """The damaged file with the pages of the copy that say where things are.

    Both have the same schema, so the same root pages: the copy is made again after every migration
    and nothing ever moves a root page (no VACUUM, no auto_vacuum).
    """
    copy = base.read_bytes()
    size = int.from_bytes(copy[16:18], "big")
    size = 65536 if size == 1 else size
    pages = max(1, path.stat().st_size // size)
    shutil.copyfile(path, target)
    with target.open("r+b") as file:
        file.truncate(pages * size)
        for number in _schema_pages(copy, size, 1):
            page = bytearray(copy[(number - 1) * size : number * size])
            if number == 1:
                page[28:32] = pages.to_bytes(4, "big")
                page[92:96] = page[24:28]  # the page count is valid for this change counter
            file.seek((number - 1) * size)
            file.write(page)


def _schema_pages(copy: bytes, size: int, number: int) -> Iterator[int]:
    """The pages of the schema table, a b-tree with its root on page 1 (SQLite file format 1.6)."""
    yield number
    start = (number - 1) * size
    head = start + (_HEAD if number == 1 else 0)
    if copy[head] != _INTERIOR:
        return
    cells = int.from_bytes(copy[head + 3 : head + 5], "big")
    children = [int.from_bytes(copy[head + 8 : head + 12], "big")]
    for cell in range(cells):
        pointer = head + 12 + 2 * cell
        at = start + int.from_bytes(copy[pointer : pointer + 2], "big")
        children.append(int.from_bytes(copy[at : at + 4], "big"))
    for child in children:
        yield from _schema_pages(copy, size, child)


def _finish(new: Path, result: Recovery, now: datetime) -> None:
    """Note it in the journal of the new book and check it; the commit brings it to the medium."""
    facts = {
        "set_aside": Path(result.set_aside).name,
        "source": result.source,
        "lost": [f"{kind}: {count}" for kind, count in result.lost],
    }
    with closing(sqlite.connect(new, patience=1.0)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        journal.note(connection, Message("book-recovered", facts), now=now)
        # Not the number of the copy: it has to be made again.
        rows.count_change(connection)
        connection.execute("COMMIT")
        if not rows.sound(connection, thorough=True):
            raise BookDamaged(path=str(new))
    if os.name == "posix":
        new.chmod(0o600)


def _exchange(path: Path, new: Path, now: datetime) -> None:
    """Keep the damaged file under another name and put the new one in its place.

    At no moment is there no book: the damaged file gets its second name first. Its journal has to
    go before the new book comes, or SQLite would play it into that one.
    """
    aside = _aside_name(path, now)
    with suppress(FileNotFoundError):
        os.replace(f"{path}-journal", f"{aside}-journal")
    if path.exists():
        try:
            os.link(path, aside)
        except OSError:
            shutil.copy2(path, aside)
    writing.replace_file(new, path)
    writing.flush_folder(path.parent)


def _set_aside(path: Path, now: datetime) -> Path:
    aside = _aside_name(path, now)
    with suppress(FileNotFoundError):
        os.replace(f"{path}-journal", f"{aside}-journal")
    with suppress(FileNotFoundError):
        os.replace(path, aside)
    return aside


def _aside_name(path: Path, now: datetime) -> Path:
    return path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S%fZ}")


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
