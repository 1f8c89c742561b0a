"""A damaged book: what comes back, what is named as lost, what is never touched."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sel.base.errors import BookDamaged, BookNewer
from sel.base.message import Message
from sel.keeping import migrations, recovery
from sel.keeping.book import SqliteBook
from sel.ports.book import NewAuthority
from tests.keeping.material import SteadyClock, certificate_for, new_key, open_plain, with_request
from tests.keeping.processes import fingerprint, open_shared

PAGE = 4096


def filled(data: Path, *, keys: int = 8) -> None:
    """A book with something of every kind; the last things are younger than the second copy."""
    book = open_shared(data)
    for _ in range(keys):
        key = new_key()
        book.add(replace(with_request(key), certificates=(certificate_for(key, size=5000),)))
    held = book.keys()[0]
    book.backup_verified("/usb/a.p12", file_sha256=b"\1" * 32, keys=[held.spki_sha256])
    book.installed(book.certificates()[0].sha256, "nss:/p")
    book.found_authority(
        NewAuthority(b"root", b"issuer", b"crl", None, new_key().pkcs8, ("ysgol.example",))
    )
    for number in range(60):
        book.note(Message("looked", {"number": number, "at": "x" * 40}))
    book.keep_draft("get", '{"name": "Siân"}')


def contents(book: SqliteBook) -> dict[str, object]:
    """Everything the person would miss."""
    return {
        "keys": [(held, fingerprint(book.private_key(held.id))) for held in book.keys()],
        "requests": book.requests(),
        "certificates": book.certificates(),
        "backups": book.backups(),
        "installs": book.installs(),
        "trusted": book.trusted(),
        "authority": book.authority(),
    }


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """A filled book that tests copy, and what is in it."""
    data = tmp_path_factory.mktemp("pristine") / "data"
    filled(data)
    return data, contents(open_shared(data))


@pytest.fixture
def damaged(pristine: tuple[Path, dict[str, object]], tmp_path: Path) -> Callable[[str], Path]:
    """Copies of the filled book, each with the keyring beside it."""
    source = pristine[0]

    def copy(name: str) -> Path:
        data = tmp_path / name / "data"
        shutil.copytree(source, data)
        shutil.copytree(source.parent / "keyring", data.parent / "keyring")
        return data

    return copy


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def test_page_one_zeroed(pristine, damaged) -> None:
    data = damaged("one")
    before = (data / "sel.db").read_bytes()
    overwrite(data / "sel.db", 0, bytes(PAGE))
    book = open_shared(data)
    assert contents(book) == pristine[1]
    assert book.recovery is not None
    assert book.recovery.lost == ()
    assert book.recovery.since is None, "the other pages came back too"
    assert Path(book.recovery.set_aside).read_bytes()[PAGE:] == before[PAGE:]
    assert book.draft("get") == '{"name": "Siân"}'
    codes = [entry.what.code for entry in book.journal()]
    assert codes.count("looked") == 60
    assert codes[0] == "book-recovered"
    assert open_shared(data).recovery is None, "once is enough"


def test_page_one_zeroed_and_no_second_copy(damaged) -> None:
    data = damaged("one")
    overwrite(data / "sel.db", 0, bytes(PAGE))
    (data / "sel.db.1").unlink()
    with pytest.raises(BookDamaged) as hit:
        open_shared(data)
    aside = Path(str(hit.value.what.facts["path"]))
    assert aside.stat().st_size > PAGE
    assert aside.parent == data
    assert not open_shared(data).keys(), "said once, then one can begin anew"


@pytest.mark.parametrize("kind", ["zeros", "noise", "rot"])
def test_any_page(kind: str, pristine, damaged) -> None:
    chance = random.Random(kind)
    pages = (pristine[0] / "sel.db").stat().st_size // PAGE
    noticed = 0
    for page in range(pages):
        data = damaged(f"{page}")
        match kind:
            case "zeros":
                overwrite(data / "sel.db", page * PAGE, bytes(PAGE))
            case "noise":
                overwrite(data / "sel.db", page * PAGE, chance.randbytes(PAGE))
            case _:
                at = page * PAGE + chance.randrange(PAGE - 64)
                overwrite(data / "sel.db", at, chance.randbytes(64))
        book = open_shared(data)
        found = contents(book)
        assert found["keys"] == pristine[1]["keys"], f"page {page}"
        assert found["requests"] == pristine[1]["requests"], f"page {page}"
        assert found["authority"] == pristine[1]["authority"], f"page {page}"
        assert found["certificates"] == pristine[1]["certificates"], f"page {page}"
        if book.recovery is not None:
            noticed += 1
            assert list(data.glob("sel.db.damaged-*")) == [Path(book.recovery.set_aside)]
    assert noticed >= pages * (0.9 if kind != "rot" else 0.25)


@pytest.mark.parametrize("left", [0, 1, 100, PAGE, 3 * PAGE + 17])
def test_truncated(left: int, pristine, damaged) -> None:
    data = damaged("cut")
    os.truncate(data / "sel.db", left)
    book = open_shared(data)
    assert contents(book) == pristine[1]
    assert book.recovery is not None
    assert book.recovery.since is not None, "what the copy did not hold is named as lost"


def test_gone(pristine, damaged) -> None:
    data = damaged("gone")
    (data / "sel.db").unlink()
    book = open_shared(data)
    assert contents(book) == pristine[1]
    assert book.recovery is not None
    assert (book.recovery.set_aside, book.recovery.source) == ("", "second-copy")


def test_gone_while_the_window_is_open(pristine, damaged) -> None:
    data = damaged("gone")
    book = open_shared(data)
    (data / "sel.db").unlink()
    assert contents(book) == pristine[1]
    assert book.recovery is not None
    (data / "sel.db").unlink()
    book.note(Message("looked"))
    assert contents(book) == pristine[1]


def test_damaged_while_the_window_is_open(pristine, damaged) -> None:
    data = damaged("later")
    book = open_shared(data)
    overwrite(data / "sel.db", 0, bytes(PAGE))
    assert contents(book) == pristine[1]
    assert book.recovery is not None


@pytest.mark.parametrize(
    "content", [b"not a book at all" * 999, b"SQLite format 3\0", b"\0" * 9000]
)
def test_something_else_in_its_place(content: bytes, pristine, damaged) -> None:
    data = damaged("else")
    (data / "sel.db").write_bytes(content)
    book = open_shared(data)
    assert contents(book) == pristine[1]
    assert book.recovery is not None
    assert Path(book.recovery.set_aside).read_bytes() == content


def test_a_database_of_another_program(pristine, damaged) -> None:
    data = damaged("foreign")
    (data / "sel.db").unlink()
    with closing(sqlite3.connect(data / "sel.db")) as file:
        file.executescript("CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1;")
    assert contents(open_shared(data)) == pristine[1]


def test_a_damaged_copy_is_kept_and_made_again(pristine, damaged) -> None:
    data = damaged("both")
    overwrite(data / "sel.db", 5 * PAGE, bytes(PAGE))
    overwrite(data / "sel.db.1", 0, bytes(PAGE))
    book = open_shared(data)
    assert book.recovery is not None
    assert book.recovery.source == "salvaged"
    assert list(data.glob("sel.db.1.damaged-*"))
    assert len(book.keys()) + sum(count for kind, count in book.recovery.lost) >= 8


def test_what_did_not_come_back_is_counted(data: Path) -> None:
    """Without a copy, a leaf of the journal is lost: so many lines, said as a number."""
    open_shared(data)
    filled(data)
    with closing(sqlite3.connect(data / "sel.db")) as file:
        leaves = (
            file.execute(
                "SELECT pageno, ncell FROM dbstat WHERE name = 'journal' AND pagetype = 'leaf'"
            ).fetchall()
            if _has_dbstat(file)
            else []
        )
    path = data / "sel.db"
    page = leaves[0][0] if leaves else _leaf_with(path, b'looked{"number": 3,')
    (data / "sel.db.1").unlink()
    overwrite(path, (page - 1) * PAGE, bytes(PAGE))
    book = open_shared(data)
    assert book.recovery is not None
    lost = dict(book.recovery.lost)
    kept = [entry.what.code for entry in book.journal(newest=1000)].count("looked")
    assert lost["journal"] > 0
    assert kept + lost["journal"] >= 60
    assert len(book.keys()) == 8


def _has_dbstat(file: sqlite3.Connection) -> bool:
    options = {row[0] for row in file.execute("PRAGMA compile_options")}
    return "ENABLE_DBSTAT_VTAB" in options


def _leaf_with(path: Path, text: bytes) -> int:
    at = path.read_bytes().index(text)
    return at // PAGE + 1


def test_rot_inside_a_sealed_key_is_found_and_mended_from_the_copy(pristine, damaged) -> None:
    data = damaged("rot")
    blob = bytes.fromhex("53454c4b01")  # the head of a sealed key
    at = (data / "sel.db").read_bytes().index(blob) + 100
    overwrite(data / "sel.db", at, b"rotten")
    book = open_shared(data)
    assert book.recovery is not None
    assert contents(book) == pristine[1]


def test_a_rotten_book_never_replaces_a_good_copy(pristine, damaged) -> None:
    data = damaged("rot")
    book = open_shared(data)
    at = (data / "sel.db").read_bytes().index(bytes.fromhex("53454c4b01")) + 100
    overwrite(data / "sel.db", at, b"rotten")
    book.installed(hashlib.sha256(b"x").digest(), "nss:/q")
    assert book.recovery is not None
    assert contents(book)["keys"] == pristine[1]["keys"]
    assert len(book.installs()) == 2, "what was asked for was done all the same"


def test_a_hot_journal_is_rolled_back_not_salvaged(pristine, damaged) -> None:
    """A power cut in the middle of a change leaves a journal; SQLite puts things right."""
    data = damaged("hot")
    with closing(sqlite3.connect(data / "sel.db", isolation_level=None)) as file:
        file.execute("PRAGMA cache_size = 1")  # spills pages into the file before the commit
        file.execute("PRAGMA cache_spill = 1")
        file.execute("BEGIN IMMEDIATE")
        file.execute("DELETE FROM certificate")
        file.execute("UPDATE journal SET facts = ?", ("{}" + " " * 3000,))
        shutil.copytree(data, data.with_name("cut"))
        file.execute("ROLLBACK")
    cut = data.with_name("cut")
    assert (cut / "sel.db-journal").stat().st_size > 0
    book = open_shared(cut)
    assert book.recovery is None
    assert contents(book) == pristine[1]
    assert not (cut / "sel.db-journal").exists()


def test_a_newer_book_is_left_untouched(damaged) -> None:
    data = damaged("newer")
    with closing(sqlite3.connect(data / "sel.db", isolation_level=None)) as file:
        file.execute(f"PRAGMA user_version = {migrations.known() + 1}")
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    with pytest.raises(BookNewer) as hit:
        open_shared(data)
    assert hit.value.what.facts == {"found": migrations.known() + 1, "known": migrations.known()}
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_damaged_book_with_a_newer_copy_is_left_untouched(damaged) -> None:
    data = damaged("newer")
    with closing(sqlite3.connect(data / "sel.db.1", isolation_level=None)) as file:
        file.execute(f"PRAGMA user_version = {migrations.known() + 1}")
    overwrite(data / "sel.db", 0, bytes(PAGE))
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    with pytest.raises(BookNewer):
        open_shared(data)
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_newer_book_that_came_while_the_window_was_open(damaged) -> None:
    data = damaged("newer")
    book = open_shared(data)
    with closing(sqlite3.connect(data / "sel.db", isolation_level=None)) as file:
        file.execute(f"PRAGMA user_version = {migrations.known() + 1}")
    with pytest.raises(BookNewer):
        book.keys()
    with pytest.raises(BookNewer):
        book.note(Message("looked"))


def test_a_removed_key_does_not_come_back_from_the_copy(damaged) -> None:
    data = damaged("removed")
    stale = (data / "sel.db.1").read_bytes()
    book = open_shared(data)
    gone = book.keys()[0].id
    book.remove_key(gone, note=Message("key-removed"))
    (data / "sel.db.1").write_bytes(stale)
    page = _leaf_with(data / "sel.db", b"looked")
    overwrite(data / "sel.db", (page - 1) * PAGE, bytes(PAGE))
    mended = open_shared(data)
    assert mended.recovery is not None
    assert gone not in {held.id for held in mended.keys()}


def test_any_page_without_a_copy(pristine, damaged) -> None:
    """What can be read comes back; what cannot is named; the rest of the program goes on."""
    before = pristine[1]
    pages = (pristine[0] / "sel.db").stat().st_size // PAGE
    whole = 0
    for page in range(1, pages):
        data = damaged(f"{page}")
        (data / "sel.db.1").unlink()
        overwrite(data / "sel.db", page * PAGE, bytes(PAGE))
        try:
            book = open_shared(data)
        except BookDamaged:  # the schema was in that page
            assert list(data.glob("sel.db.damaged-*"))
            assert not open_shared(data).keys()
            continue
        kinds = {"key": "keys", "request": "requests", "certificate": "certificates"}
        lost = dict(book.recovery.lost) if book.recovery else {}
        for table, name in kinds.items():
            held = {"key": book.keys, "request": book.requests, "certificate": book.certificates}
            missing = len(before[name]) - len(held[table]())
            assert not missing or table in lost, f"page {page}: {name} went without a word"
            assert lost.get(table, 0) in {0, missing}
        for held_key, digest in before["keys"]:
            if held_key in book.keys() and "book_key" not in lost and "slot" not in lost:
                assert fingerprint(book.private_key(held_key.id)) == digest
        whole += len(book.keys()) == len(before["keys"])
        book.note(Message("looked"))
    assert whole > pages * 0.7


def test_a_passphrase_book_is_mended_without_its_passphrase(tmp_path: Path) -> None:
    data = tmp_path / "data"
    key = new_key()
    open_plain(data).add(with_request(key))
    overwrite(data / "sel.db", 0, bytes(PAGE))
    mended = open_plain(data, None)
    assert mended.recovery is not None
    (held,) = mended.keys()
    assert open_plain(data).private_key(held.id) == key.pkcs8


def test_the_journal_of_a_damaged_book_goes_with_it(damaged) -> None:
    """SQLite would play it into the new book."""
    data = damaged("journal")
    overwrite(data / "sel.db", 0, bytes(PAGE))
    (data / "sel.db-journal").write_bytes(b"of the damaged one")
    found = recovery.recover(data / "sel.db", now=SteadyClock().now())
    assert not (data / "sel.db-journal").exists()
    assert Path(f"{found.set_aside}-journal").read_bytes() == b"of the damaged one"
    assert len(open_shared(data).keys()) == 8


def test_wrong_digests_everywhere_cost_no_key(pristine, damaged) -> None:
    """Whatever spoilt every digest, in the book and in its copy: what was sealed still opens."""
    data = damaged("digests")
    for name in ("sel.db", "sel.db.1"):
        with closing(sqlite3.connect(data / name)) as connection:
            tables = [
                row[0]
                for row in connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")
                if not row[0].startswith("person_search")  # SQLite's own, made anew from rows
            ]
            for table in tables:
                connection.execute(f"UPDATE {table} SET digest = zeroblob(32)")
            connection.commit()
    book = open_shared(data)
    assert book.recovery is not None
    now, before = contents(book), pristine[1]
    for kind in ("keys", "requests", "certificates", "authority"):
        assert now[kind] == before[kind], kind


def test_a_row_that_answers_for_itself_never_displaces_the_copys(pristine, damaged) -> None:
    data = damaged("digest")
    with closing(sqlite3.connect(data / "sel.db")) as connection:
        connection.execute("UPDATE key SET digest = zeroblob(32), created = '1999' WHERE n = 1")
        connection.commit()
    book = open_shared(data)
    assert contents(book)["keys"] == pristine[1]["keys"]


def test_two_empty_files_are_an_answer_not_a_crash(damaged) -> None:
    data = damaged("empty")
    for name in ("sel.db", "sel.db.1"):
        (data / name).write_bytes(b"")
    try:
        book = open_shared(data)
    except BookDamaged:
        book = open_shared(data)
    assert book.keys() == ()
