"""Thunderbird's profiles: found, never written while it runs, put back if anything fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sel.base.errors import StoreInUse, StoreUnavailable, UnknownStore
from sel.base.secret import Secret
from sel.places import thunderbird
from sel.ports.store import CertStore, Which
from sel.stores._undo import FOLDER
from sel.stores.thunderbird import ThunderbirdKind
from sel.workers.children import OwnChildren
from tests.contract.conftest import PRIMARY
from tests.contract.material import rows
from tests.contract.store_contract import Cast, StoreContract, bundle, cast, digest, digests

__all__ = ["cast"]

PROFILES_INI = """\
[Install0123456789ABCDEF]
Default=Profiles/abc.default-release
Locked=1

[Profile1]
Name=default
IsRelative=1
Path=Profiles/old.default
Default=1

[Profile0]
Name=default-release
IsRelative=1
Path=Profiles/abc.default-release

[Profile2]
Name=Ysgol
IsRelative=0
Path={elsewhere}

[Profile3]
Name=gone
IsRelative=1
Path=Profiles/gone

[General]
StartWithLastProfile=1
Version=2
"""

HOLD = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.fcntl(file, fcntl.F_SETLK, __import__("struct").pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def running(profile: Path) -> Iterator[None]:
    """A process that holds a profile as Mozilla does: record lock and symlink."""
    (profile / "lock").symlink_to(f"127.0.1.1:+{os.getpid()}")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(profile / ".parentlock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    yield
    holder.communicate()
    (profile / "lock").unlink()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    home = tmp_path / ".thunderbird"
    for name in ("abc.default-release", "old.default"):
        (home / "Profiles" / name).mkdir(parents=True)
    (tmp_path / "Ysgol ŵ").mkdir()
    text = PROFILES_INI.format(elsewhere=tmp_path / "Ysgol ŵ")
    (home / "profiles.ini").write_text(text, encoding="utf-8")
    return home


@pytest.fixture
def profile(home: Path, empty_database: Path) -> Path:
    folder = home / "Profiles/abc.default-release"
    shutil.copytree(empty_database, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def kind(children: OwnChildren) -> ThunderbirdKind:
    return ThunderbirdKind(children)


@pytest.fixture
def store(kind: ThunderbirdKind, profile: Path) -> Iterator[CertStore]:
    spec = kind.spec("thunderbird")
    assert spec is not None
    opened = kind.open(spec, None)
    yield opened
    opened.close()


class TestThunderbird(StoreContract):
    """All that any store promises."""


class TestProfiles:
    def test_those_that_are_there_the_usual_one_first(self, home: Path) -> None:
        found = thunderbird.profiles()
        assert [(each.name, each.default) for each in found] == [
            ("default-release", True),
            ("default", False),
            ("Ysgol", False),
        ]
        assert found[2].folder == home.parent / "Ysgol ŵ"

    def test_one_installation_without_its_own_default(self, home: Path) -> None:
        text = (home / "profiles.ini").read_text(encoding="utf-8").partition("\n\n")[2]
        (home / "profiles.ini").write_text(text, encoding="utf-8")
        assert thunderbird.profiles()[0].name == "default"

    @pytest.mark.parametrize("place", [".var/app/org.mozilla.Thunderbird/.thunderbird",
                                       "snap/thunderbird/common/.thunderbird",
                                       ".config/thunderbird"])  # fmt: skip
    def test_other_ways_to_install_it(self, home: Path, place: str) -> None:
        other = home.parent / place
        (other / "Profiles/xyz.default").mkdir(parents=True)
        (other / "profiles.ini").write_text(
            "[Profile0]\nName=arall\nIsRelative=1\nPath=Profiles/xyz.default\n"
        )
        assert "arall" in [each.name for each in thunderbird.profiles()]

    @pytest.mark.parametrize(
        "text", ["", "[Profile0", "Path=x\n[Profile0]\n", "\0\1\2", "[A]\n=\n"]
    )
    def test_a_broken_list_is_an_empty_one(self, home: Path, text: str) -> None:
        (home / "profiles.ini").write_text(text)
        assert thunderbird.profiles() == ()

    def test_only_profiles_with_a_database_are_stores(
        self, kind: ThunderbirdKind, profile: Path
    ) -> None:
        (found,) = kind.found()
        assert (found.id, found.label) == ("thunderbird:default-release", "default-release")

    def test_what_store_means(self, kind: ThunderbirdKind, profile: Path) -> None:
        (found,) = kind.found()
        for name in ("default-release", "abc.default-release", str(profile)):
            assert kind.spec(f"thunderbird:{name}") == found
        assert kind.spec("thunderbird") == found
        assert kind.spec("nss:/x") is None
        assert kind.spec("thunderbirds") is None
        for name in ("thunderbird:", "thunderbird:arall"):
            with pytest.raises(UnknownStore) as caught:
                kind.spec(name)
            assert caught.value.what.facts == {"store": name}

    def test_without_any_profile(self, kind: ThunderbirdKind, home: Path) -> None:
        assert list(kind.found()) == []
        with pytest.raises(UnknownStore):
            kind.spec("thunderbird")

    def test_two_of_one_name_are_told_apart(
        self, kind: ThunderbirdKind, profile: Path, home: Path, empty_database: Path
    ) -> None:
        other = home.parent / "snap/thunderbird/common/.thunderbird"
        shutil.copytree(empty_database, other / "Profiles/abc.default-release")
        shutil.copyfile(home / "profiles.ini", other / "profiles.ini")
        ids = [each.id for each in kind.found()]
        assert len(set(ids)) == len(ids) == 2
        for each in kind.found():
            assert kind.spec(each.id) == each
            kind.open(each, None).close()

    def test_it_is_never_made_by_us(self, kind: ThunderbirdKind, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailable):
            kind.create(tmp_path / "newydd")
        assert not (tmp_path / "newydd").exists()


class TestWhileItRuns:
    def test_nothing_is_written(
        self, kind: ThunderbirdKind, store: CertStore, profile: Path, cast: Cast
    ) -> None:
        store.install(bundle(cast.sian))
        store.close()
        before = rows(profile)
        (spec,) = kind.found()
        with running(profile):
            files = sorted(path.name for path in profile.iterdir())
            opened = kind.open(spec, None)
            assert digests(opened, Which.MINE) == [digest(cast.sian)]
            assert opened.prove(digest(cast.sian)).holds
            changes: tuple[Callable[[], None], ...] = (
                lambda: opened.install(bundle(cast.gwen)),
                lambda: opened.add(Which.PEOPLE, cast.gwen.certificate),
                lambda: opened.remove(digest(cast.sian)),
            )
            for change in changes:
                with pytest.raises(StoreInUse) as caught:
                    change()
                assert caught.value.what.facts == {"store": spec.id, "program": "Thunderbird"}
            assert sorted(path.name for path in profile.iterdir()) == files
            assert rows(profile) == before
            opened.close()

    def test_once_it_is_closed_the_same_store_writes(
        self, store: CertStore, profile: Path, cast: Cast
    ) -> None:
        with running(profile), pytest.raises(StoreInUse):
            store.install(bundle(cast.sian))
        store.install(bundle(cast.sian))
        assert store.prove(digest(cast.sian)).holds

    def test_an_old_lock_without_record_locks(
        self, store: CertStore, profile: Path, cast: Cast
    ) -> None:
        (profile / "lock").symlink_to(f"127.0.1.1:{os.getpid()}")
        with pytest.raises(StoreInUse):
            store.install(bundle(cast.sian))

    @pytest.mark.parametrize("stale", ["127.0.1.1:+{pid}", "127.0.1.1:99999999", "nonsense"])
    def test_a_lock_that_a_crash_left_is_none(
        self, store: CertStore, profile: Path, cast: Cast, stale: str
    ) -> None:
        (profile / "lock").symlink_to(stale.format(pid=os.getpid()))
        (profile / ".parentlock").touch()
        store.install(bundle(cast.sian))
        assert store.prove(digest(cast.sian)).holds

    def test_it_cannot_start_while_we_write(
        self, store: CertStore, profile: Path, cast: Cast
    ) -> None:
        def starts() -> bool:
            done = subprocess.run(
                [sys.executable, "-c", HOLD, str(profile / ".parentlock")],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
            return done.returncode == 0

        assert starts()
        store.install(bundle(cast.sian))
        assert not starts()
        # Looking in from elsewhere in this program does not open the door.
        (profile / ".parentlock").open("rb").close()
        assert not starts()
        store.close()
        assert starts()

    def test_copies_left_by_a_killed_one_wait_until_it_is_closed(
        self, kind: ThunderbirdKind, store: CertStore, profile: Path, cast: Cast
    ) -> None:
        before = rows(profile)
        store.install(bundle(cast.sian))
        kept = shutil.copytree(profile / FOLDER, profile.parent / "kept")
        store.close()
        shutil.copytree(kept, profile / FOLDER)
        (spec,) = kind.found()
        with running(profile):
            kind.open(spec, None).close()
            opened = kind.open(spec, None)
            with pytest.raises(StoreInUse):
                opened.remove(digest(cast.sian))
            opened.close()
            assert (profile / FOLDER / "note.json").exists()
        kind.open(spec, None).close()
        assert not (profile / FOLDER).exists()
        assert rows(profile) == before


class TestProfilesWithPassword(StoreContract):
    @pytest.fixture
    def store(
        self, kind: ThunderbirdKind, home: Path, locked_database: Path
    ) -> Iterator[CertStore]:
        shutil.copytree(locked_database, home / "Profiles/abc.default-release", dirs_exist_ok=True)
        spec = kind.spec("thunderbird:default-release")
        assert spec is not None
        opened = kind.open(spec, Secret(PRIMARY))
        yield opened
        opened.close()
