"""Whoever is killed while writing leaves a database as it was, or finished; never half."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from sel.core.bundle import Bundle
from sel.ports.store import CertStore, Which
from sel.stores._undo import FOLDER, LOCK, Planned, Undo
from sel.stores.nss import NssKind
from sel.workers.children import OwnChildren
from tests.contract.conftest import run
from tests.contract.material import rows
from tests.contract.store_contract import Cast, bundle, cast, digest, digests
from tests.pilot import person

__all__ = ["cast"]

MOMENTS = 30


class KilledError(BaseException):
    """As if the process ended here."""


T = TypeVar("T")


@pytest.fixture
def lived_in(kind: NssKind, empty_database: Path, tmp_path: Path, cast: Cast) -> Path:
    """A database with an identity that must never be lost."""
    folder = shutil.copytree(empty_database, tmp_path / "nss")
    _open(kind, folder, lambda store: store.install(bundle(cast.sian)))
    return folder


def dying(step: int) -> Callable[[Path, Path], Path]:
    """A renaming that ends before or after the file has its new name: two steps each."""
    steps, naming = itertools.count(), Path.replace

    def rename(path: Path, target: Path) -> Path:
        if next(steps) == step:
            raise KilledError
        named = naming(path, target)
        if next(steps) == step:
            raise KilledError
        return named

    return rename


def _open(kind: NssKind, folder: Path, then: Callable[[CertStore], T]) -> T:
    """Open, do one thing, close."""
    spec = kind.spec(f"nss:{folder}")
    assert spec is not None
    store = kind.open(spec, None)
    try:
        return then(store)
    finally:
        store.close()


class Victim:
    """A fork of this process, with a child of its own, that is about to install."""

    def __init__(self, folder: Path, new: Bundle) -> None:
        self.folder = folder
        self._told, self._answers = os.pipe(), os.pipe()
        self._pid = os.fork()
        if not self._pid:
            try:
                os.setsid()
                self._install(new)
            finally:
                os._exit(1)
        os.close(self._told[0])
        os.close(self._answers[1])

    def _install(self, new: Bundle) -> None:
        kind = NssKind(OwnChildren())
        spec = kind.spec(f"nss:{self.folder}")
        assert spec is not None
        store = kind.open(spec, None)
        store.list(Which.MINE)
        os.write(self._answers[1], b"open")
        os.read(self._told[0], 1)
        store.install(new)
        os.write(self._answers[1], b"done")
        time.sleep(60)  # until it is killed

    def wait_for(self, word: bytes) -> None:
        """Four letters."""
        assert os.read(self._answers[0], 4) == word

    def begin(self) -> None:
        os.write(self._told[1], b"!")

    def kill(self) -> None:
        """Both at the same moment: they are one process group."""
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._told[1])
        os.close(self._answers[0])


@pytest.fixture
def new() -> Bundle:
    return bundle(person("newydd@school.example", name="Newydd"))


@pytest.mark.slow
def test_killed_at_any_moment(
    kind: NssKind, lived_in: Path, tmp_path: Path, cast: Cast, new: Bundle
) -> None:
    before = rows(lived_in)

    def victim(number: int) -> Victim:
        folder = shutil.copytree(lived_in, tmp_path / f"nss-{number}")
        return Victim(folder, new)

    first = victim(0)
    first.wait_for(b"open")
    start = time.monotonic()
    first.begin()
    first.wait_for(b"done")
    whole = time.monotonic() - start
    first.kill()

    chance = random.Random(3)
    outcomes = {"as it was": 0, "finished": 0, "copies were there": 0}
    following = victim(1)
    for number in range(1, MOMENTS + 1):
        current, following = following, victim(number + 1)
        current.wait_for(b"open")
        current.begin()
        time.sleep(chance.uniform(0, whole))
        current.kill()
        outcomes["copies were there"] += (current.folder / FOLDER / "note.json").exists()

        def look(store: CertStore) -> list[str]:
            assert store.prove(digest(cast.sian)).holds
            return [store.prove(each).code for each in digests(store, Which.MINE)]

        assert set(_open(kind, current.folder, look)) == {"proved"}
        assert not (current.folder / FOLDER).exists()
        assert not (current.folder / LOCK).exists()
        as_it_was = rows(current.folder) == before
        outcomes["as it was" if as_it_was else "finished"] += 1
        if not as_it_was:
            assert len(_open(kind, current.folder, lambda s: digests(s, Which.MINE))) == 2
        assert "Siân Llŷr" in run("certutil", "-K", "-d", f"sql:{current.folder}")
        shutil.rmtree(current.folder)
    following.kill()
    # The moments must have been inside the work, or this test has shown nothing.
    assert outcomes["copies were there"] >= MOMENTS // 6, outcomes


class TestLeftBehind:
    """What the next one to open finds and does."""

    def leave(self, kind: NssKind, folder: Path, *planned_too: bytes) -> bytes:
        """Write one new identity with copies left behind, as a killed one does."""
        new = person("newydd@school.example", name="Newydd")
        spec = kind.spec(f"nss:{folder}")
        assert spec is not None
        store = kind.open(spec, None)
        store.install(bundle(new))
        kept = shutil.copytree(folder / FOLDER, folder.parent / "kept")
        store.close()
        shutil.copytree(kept, folder / FOLDER)
        assert "Newydd" in run("certutil", "-K", "-d", f"sql:{folder}")
        return digest(new)

    def test_ours_is_taken_back(self, kind: NssKind, lived_in: Path, cast: Cast) -> None:
        before = rows(lived_in)
        self.leave(kind, lived_in)
        assert rows(lived_in) != before
        held = _open(kind, lived_in, lambda store: digests(store, Which.MINE))
        assert held == [digest(cast.sian)]
        assert rows(lived_in) == before
        assert not (lived_in / FOLDER).exists()

    def test_what_somebody_else_wrote_since_is_never_lost(
        self, kind: NssKind, lived_in: Path, tmp_path: Path, cast: Cast
    ) -> None:
        new = self.leave(kind, lived_in)
        der = tmp_path / "gwen.der"
        der.write_bytes(cast.gwen.certificate)
        run("certutil", "-A", "-n", "gwen", "-t", ",,", "-i", der, "-d", f"sql:{lived_in}")
        held = _open(
            kind,
            lived_in,
            lambda store: (digests(store, Which.MINE), digests(store, Which.PEOPLE)),
        )
        assert held == (sorted([digest(cast.sian), new]), [digest(cast.gwen)])
        assert not (lived_in / FOLDER).exists()

    def test_a_new_password_since_is_never_lost(
        self, kind: NssKind, lived_in: Path, tmp_path: Path, cast: Cast
    ) -> None:
        self.leave(kind, lived_in)
        old, new = tmp_path / "old", tmp_path / "new"
        old.write_text("\n")
        new.write_text("Newydd1 sbon!\n")
        run("certutil", "-W", "-d", f"sql:{lived_in}", "-f", old, "-@", new)
        changed = rows(lived_in)
        Undo.settle(lived_in, "nss", lambda: None)
        assert rows(lived_in) == changed
        assert "Siân Llŷr" in run("certutil", "-K", "-d", f"sql:{lived_in}", "-f", new)

    def test_copies_that_were_not_finished_count_for_nothing(
        self, kind: NssKind, lived_in: Path, cast: Cast
    ) -> None:
        before = rows(lived_in)
        (lived_in / FOLDER).mkdir()
        (lived_in / FOLDER / "key4.db").write_bytes(b"half")
        held = _open(kind, lived_in, lambda store: digests(store, Which.MINE))
        assert held == [digest(cast.sian)]
        assert rows(lived_in) == before
        assert not (lived_in / FOLDER).exists()

    @pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"certificates": 3}'])
    def test_a_note_that_cannot_be_read_takes_nothing_back(
        self, kind: NssKind, lived_in: Path, cast: Cast, note: bytes
    ) -> None:
        new = self.leave(kind, lived_in)
        (lived_in / FOLDER / "note.json").write_bytes(note)
        held = _open(kind, lived_in, lambda store: digests(store, Which.MINE))
        assert held == sorted([digest(cast.sian), new])

    @pytest.mark.parametrize("name", ["key4.db", "cert9.db"])
    def test_a_database_damaged_meanwhile_is_set_aside(
        self, kind: NssKind, lived_in: Path, cast: Cast, name: str
    ) -> None:
        before = rows(lived_in)
        self.leave(kind, lived_in)
        damaged = (lived_in / name).read_bytes()[:4096] + bytes(8192)
        (lived_in / name).write_bytes(damaged)
        held = _open(kind, lived_in, lambda store: digests(store, Which.MINE))
        assert held == [digest(cast.sian)]
        assert rows(lived_in) == before
        assert (lived_in / f"{name}.damaged").read_bytes() == damaged

    def test_killed_while_a_damaged_one_is_replaced(
        self, lived_in: Path, kind: NssKind, tmp_path: Path
    ) -> None:
        """Before and after each file gets its name: the next one goes on, and loses nothing.

        One that was set aside earlier stays what it is.
        """
        before = rows(lived_in)
        self.leave(kind, lived_in)
        damaged = (lived_in / "key4.db").read_bytes()[:4096] + bytes(8192)
        (lived_in / "key4.db").write_bytes(damaged)
        (lived_in / "key4.db.damaged").write_bytes(b"an earlier one")
        for step in range(4):
            folder = shutil.copytree(lived_in, tmp_path / f"killed-{step}")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Path, "replace", dying(step))
                with pytest.raises(KilledError):
                    Undo.settle(folder, "nss", lambda: None)
            assert (folder / "key4.db").exists()
            Undo.settle(folder, "nss", lambda: None)
            assert rows(folder) == before
            aside = {path.name: path.read_bytes() for path in folder.glob("key4.db.damaged*")}
            assert aside == {"key4.db.damaged": b"an earlier one", "key4.db.damaged.1": damaged}

    def test_the_one_who_still_writes_is_left_alone(
        self, kind: NssKind, lived_in: Path, cast: Cast
    ) -> None:
        undo = Undo.take(lived_in, "nss")
        assert undo is not None
        undo.begin()
        undo.before(Planned(frozenset({cast.gwen.certificate})))
        held = _open(kind, lived_in, lambda store: digests(store, Which.MINE))
        assert held == [digest(cast.sian)]
        assert (lived_in / FOLDER / "note.json").exists()
        undo.finish()
        assert not (lived_in / FOLDER).exists()
        assert not (lived_in / LOCK).exists()
