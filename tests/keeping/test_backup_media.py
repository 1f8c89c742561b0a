"""Media that are full, pulled out, only read, or slow: the backup that was there stays whole."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sel.base.errors import DiskFull, OutputFailed, SelError
from sel.base.message import Message
from sel.base.progress import Cancelled, Silent
from sel.base.secret import Secret
from sel.core.bundle import Protection, writer
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import backups, requests
from sel.keeping import writing
from sel.ports.services import Services
from sel.text.speaker import Speaker
from tests.flows.desk import desk
from tests.keeping.volumes import small_volume
from tests.pilot import SIAN

WORDS = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writer.ROUNDS, Protection.MODERN, 300)
    monkeypatch.setattr(writing, "_PIECE", 200)


@pytest.fixture(scope="module")
def sian(tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = desk(tmp_path_factory.mktemp("sian"))
    requests.make(services, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    return services


class Meanwhile:
    """A progress that lets something happen once the first pieces are on the medium."""

    def __init__(self, happens: Callable[[], object], after: int = 2) -> None:
        self.happens, self.after = happens, after
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int, what: Message) -> None:
        if what.code != "writing-file" or total == 3:  # the three steps of the whole errand
            return
        self.steps.append((done, total))
        if done == self.after:
            self.happens()


def backed_up(services: Services, path: Path) -> bytes:
    backups.make(services, path, WORDS, Silent())
    assert backups.verify(services, path, WORDS, Silent()).sound
    return path.read_bytes()


def said(failure: SelError) -> str:
    """What stands on the card, in both languages: what, lost, and what to do now."""
    told = [Speaker(language).error(failure) for language in ("en", "cy")]
    assert all(each.what and each.hint and each.lost for each in told)
    assert told[0].what != told[1].what
    return told[0].what


def test_a_full_medium(sian: Services, tmp_path: Path) -> None:
    with small_volume(tmp_path / "stick", kilobytes=16) as stick:
        path = stick / "backup.p12"
        before = backed_up(sian, path)
        (stick / "filler").write_bytes(bytes(shutil.disk_usage(stick).free))
        with pytest.raises(DiskFull) as hit:
            backups.make(sian, path, WORDS, Silent(), replace=True)
        assert "no room left" in said(hit.value)
        assert path.read_bytes() == before
        assert sorted(each.name for each in stick.iterdir()) == ["backup.p12", "filler"]
        assert backups.verify(sian, path, WORDS, Silent()).sound


def test_a_medium_that_is_only_read(sian: Services, tmp_path: Path) -> None:
    with small_volume(tmp_path / "stick", kilobytes=64) as stick:
        path = stick / "backup.p12"
        before = backed_up(sian, path)
        subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
        for name, replace in (("backup.p12", True), ("new.p12", False)):
            with pytest.raises(OutputFailed) as hit:
                backups.make(sian, stick / name, WORDS, Silent(), replace=replace)
            assert hit.value.what.facts["reason"] == "read-only"
            assert "read-only" in said(hit.value) or "only be read" in said(hit.value)
        assert path.read_bytes() == before
        assert backups.verify(sian, path, WORDS, Silent()).sound


def test_a_stick_that_is_pulled_out_in_the_middle(sian: Services, tmp_path: Path) -> None:
    with small_volume(tmp_path / "stick", kilobytes=64) as stick:
        path = stick / "backup.p12"
        before = backed_up(sian, path)
        held = os.open(stick, os.O_RDONLY)
        try:
            pull = Meanwhile(lambda: subprocess.run(["umount", "-l", stick], check=True))
            with pytest.raises(OutputFailed) as hit:
                backups.make(sian, path, WORDS, pull, replace=True)
            assert hit.value.what.facts["reason"] == "medium-gone"
            assert "pulled out" in said(hit.value)
            # What is on the stick, which still answers to whoever held it.
            there = os.open("backup.p12", os.O_RDONLY, dir_fd=held)
            assert os.read(there, 1 << 20) == before
            os.close(there)
        finally:
            os.close(held)
        assert list(stick.iterdir()) == []
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", stick], check=True)  # for the way out


@pytest.mark.parametrize(("code", "flush"), [(errno.EIO, 1), (errno.ENODEV, 3), (errno.ENXIO, -1)])
def test_a_drive_that_answers_no_more(
    sian: Services, tmp_path: Path, code: int, flush: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first piece, at a later one, and when the folder is flushed at the end."""
    path = tmp_path / "backup.p12"
    before = backed_up(sian, path)
    calls = 0
    sync = os.fsync

    def dead(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == flush:
            raise OSError(code, os.strerror(code))
        sync(descriptor)

    def dead_folder(_folder: Path) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", dead)
    if flush < 0:
        monkeypatch.setattr(writing, "flush_folder", dead_folder)
    with pytest.raises(OutputFailed) as hit:
        backups.make(sian, path, WORDS, Silent(), replace=True)
    assert hit.value.what.facts["reason"] == "medium-gone"
    assert [each.name for each in tmp_path.iterdir()] == ["backup.p12"]
    monkeypatch.undo()
    if flush > 0:
        assert path.read_bytes() == before
    # Whichever of the two lies there, it is whole.
    assert backups.verify(sian, path, WORDS, Silent()).sound


def test_a_folder_that_goes_in_the_middle(sian: Services, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    gone = Meanwhile(lambda: shutil.rmtree(folder))
    with pytest.raises(OutputFailed) as hit:
        backups.make(sian, folder / "backup.p12", WORDS, gone)
    assert hit.value.what.facts["reason"] == "medium-gone"
    assert not folder.exists()


def test_a_slow_medium_shows_how_far_it_is_and_can_be_stopped(
    sian: Services, tmp_path: Path
) -> None:
    path = tmp_path / "backup.p12"
    before = backed_up(sian, path)
    pieces = -(-len(before) // 200)
    for after in (0, 2, pieces - 1, pieces):

        def stop() -> None:
            raise Cancelled

        watched = Meanwhile(stop, after)
        with pytest.raises(Cancelled):
            backups.make(sian, path, WORDS, watched, replace=True)
        assert [done for done, _ in watched.steps] == list(range(after + 1))
        assert path.read_bytes() == before
        assert [each.name for each in tmp_path.iterdir()] == ["backup.p12"]
    assert backups.status(sian).backups[0].path == str(path)


def test_it_is_read_from_the_medium_and_not_from_memory(
    sian: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.p12"
    asked: list[int] = []
    advise = os.posix_fadvise

    def noted(descriptor: int, start: int, length: int, advice: int) -> None:
        assert os.fstat(descriptor).st_ino == path.stat().st_ino
        assert os.lseek(descriptor, 0, os.SEEK_CUR) == 0  # before anything is read
        asked.append(advice)
        advise(descriptor, start, length, advice)

    backups.make(sian, path, WORDS, Silent())
    monkeypatch.setattr(os, "posix_fadvise", noted)
    assert backups.verify(sian, path, WORDS, Silent()).sound
    assert asked == [os.POSIX_FADV_DONTNEED]
