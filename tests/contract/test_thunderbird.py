"""Thunderbird's profiles: found, never written while it runs, put back if anything fails."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from sel.base.errors import DiskFull, StoreInUse, StoreUnavailable, UnknownStore
from sel.base.secret import Secret
from sel.places import thunderbird
from sel.places.prefs_js import changed
from sel.ports.accounts import KeepsAccounts, MailAccount
from sel.ports.store import CertStore, Which
from sel.stores._undo import FOLDER, Planned, Undo
from sel.stores.thunderbird import ThunderbirdKind
from sel.workers.children import OwnChildren
from tests.contract.conftest import PRIMARY
from tests.contract.material import rows
from tests.contract.store_contract import Cast, StoreContract, bundle, cast, digest, digests
from tests.pilot import GWEN, SIAN, Person

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


ACCOUNTS = f"""\
// Mozilla User Preferences

user_pref("mail.accountmanager.accounts", "account2,account1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.identities", "id1,id2");
user_pref("mail.identity.id1.fullName", "Siân Llŷr");
user_pref("mail.identity.id1.sign_mail", false);
user_pref("mail.identity.id1.useremail", "{SIAN.upper()}");
user_pref("mail.identity.id2.openpgp_key_id", "0123456789ABCDEF");
user_pref("mail.identity.id2.useremail", "{GWEN}");
user_pref("mail.identity.id9.useremail", "{SIAN}");
"""


@pytest.fixture
def prefs(profile: Path) -> Path:
    path = profile / "prefs.js"
    path.write_text(ACCOUNTS, encoding="utf-8")
    return path


class TestAccounts:
    def set_up(self, store: CertStore, one: Person, **how: bool) -> Sequence[MailAccount]:
        assert isinstance(store, KeepsAccounts)
        return store.set_up([digest(one)], **how)

    def test_the_one_with_the_address_is_set_up_and_nothing_else_moves(
        self, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        (account,) = self.set_up(store, cast.sian)
        assert (account.id, account.signs, account.encrypts, account.ours) == (
            "id1", True, False, True,
        )  # fmt: skip
        assert account.signing == account.encryption == digest(cast.sian)
        before, after = ACCOUNTS.splitlines(), prefs.read_text(encoding="utf-8").splitlines()
        moved = [line for line in before if line not in after]
        assert moved == ['user_pref("mail.identity.id1.sign_mail", false);']
        assert all(".id1." in line for line in after if line not in before)
        assert prefs.stat().st_mode & 0o777 == 0o600
        assert not (prefs.parent / FOLDER).exists()
        store.close()
        assert not [each for each in prefs.parent.iterdir() if each.name.startswith(".sel")]

    def test_twice_is_once_and_undone_is_as_before(
        self, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        assert isinstance(store, KeepsAccounts)
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        self.set_up(store, cast.sian)
        once = prefs.read_bytes()
        self.set_up(store, cast.sian)
        assert prefs.read_bytes() == once
        (account,) = self.set_up(store, cast.sian, always_encrypt=True)
        assert account.encrypts
        (account,) = store.take_back()
        assert (account.signing, account.signs, account.encrypts, account.ours) == (
            None, False, False, False,
        )  # fmt: skip
        assert prefs.read_text(encoding="utf-8") == ACCOUNTS
        assert store.take_back() == ()

    def test_what_the_person_chose_since_stays(
        self, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        assert isinstance(store, KeepsAccounts)
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        self.set_up(store, cast.sian)
        text = prefs.read_text(encoding="utf-8")
        prefs.write_text(text.replace('sign_mail", true', 'sign_mail", 5'), encoding="utf-8")
        store.take_back()
        assert '"mail.identity.id1.sign_mail", 5' in prefs.read_text(encoding="utf-8")

    def test_smime_is_preferred_where_openpgp_would_win(
        self, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        store.install(bundle(cast.gwen))
        store.prove(digest(cast.gwen))
        (account,) = self.set_up(store, cast.gwen)
        assert account.id == "id2"
        assert 'id2.e2etechpref", 1' in prefs.read_text(encoding="utf-8")

    def test_a_certificate_that_goes_is_named_no_more(
        self, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        self.set_up(store, cast.sian)
        store.remove(digest(cast.sian))
        assert prefs.read_text(encoding="utf-8") == ACCOUNTS

    def test_no_account_no_certificate_no_change(
        self, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        assert self.set_up(store, cast.gwen) == ()  # it is not here
        prefs.write_text(ACCOUNTS.replace("id1,id2", "id2"), encoding="utf-8")
        assert self.set_up(store, cast.sian) == ()
        assert "cert_name" not in prefs.read_text(encoding="utf-8")

    def test_never_while_it_runs(self, store: CertStore, prefs: Path, cast: Cast) -> None:
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        store.close()
        with running(prefs.parent), pytest.raises(StoreInUse):
            self.set_up(store, cast.sian)
        assert prefs.read_text(encoding="utf-8") == ACCOUNTS

    def test_settings_in_a_form_we_do_not_know_are_left_alone(
        self, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        prefs.write_text("/* by hand */\n" + ACCOUNTS, encoding="utf-8")
        before = prefs.read_bytes()
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        with pytest.raises(StoreUnavailable) as caught:
            self.set_up(store, cast.sian)
        assert caught.value.what.facts["reason"] == "preferences-odd"
        assert prefs.read_bytes() == before
        assert store.prove(digest(cast.sian)).holds

    def test_a_failed_write_leaves_it_as_it_was(
        self, store: CertStore, prefs: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "full")

        monkeypatch.setattr(Undo, "write_preferences", full)
        with pytest.raises(DiskFull):
            self.set_up(store, cast.sian)
        assert prefs.read_text(encoding="utf-8") == ACCOUNTS
        store.close()
        assert not [each for each in prefs.parent.iterdir() if each.name.startswith(".sel")]

    def test_a_killed_one_is_taken_back_unless_thunderbird_wrote_since(
        self, kind: ThunderbirdKind, store: CertStore, prefs: Path, cast: Cast
    ) -> None:
        store.install(bundle(cast.sian))
        store.prove(digest(cast.sian))
        after = changed(prefs.read_bytes(), {"mail.identity.id1.sign_mail": True})
        (spec,) = kind.found()
        for since, expected in ((b"", ACCOUNTS.encode()), (b"// since\n", None)):
            prefs.write_text(ACCOUNTS, encoding="utf-8")
            store.close()
            undo = Undo.take(prefs.parent, spec.id)
            assert undo is not None
            undo.begin()
            undo.before(Planned(preferences=hashlib.sha256(after).digest()))
            copies = {path.name: path.stat().st_mode & 0o777
                      for path in (prefs.parent / FOLDER).iterdir()}  # fmt: skip
            assert copies == dict.fromkeys(
                ("cert9.db", "key4.db", "prefs.js", "note.json"), 0o600
            )  # fmt: skip
            undo.write_preferences(after)
            with (prefs.parent / "prefs.js").open("ab") as file:
                file.write(since)
            assert thunderbird.copies() == (prefs.parent / FOLDER,)
            undo._lock.release(remove=True)  # as if it had been killed
            kind.open(spec, None).close()
            assert prefs.read_bytes() == (expected or after + since)
            assert thunderbird.copies() == ()


class TestWhetherItRuns:
    def test_asking_changes_nothing(self, kind: ThunderbirdKind, profile: Path) -> None:
        (spec,) = kind.found()
        files = sorted(path.name for path in profile.iterdir())
        assert kind.running(spec) is None
        with running(profile):
            assert kind.running(spec) == "Thunderbird"
        (profile / ".parentlock").touch()
        assert kind.running(spec) is None
        assert sorted(path.name for path in profile.iterdir()) == sorted([*files, ".parentlock"])

    def test_the_default_that_only_installs_ini_knows(self, home: Path) -> None:
        text = (home / "profiles.ini").read_text(encoding="utf-8").partition("\n\n")[2]
        (home / "profiles.ini").write_text(text, encoding="utf-8")
        (home / "installs.ini").write_text(
            "[0123456789ABCDEF]\nDefault=Profiles/abc.default-release\nLocked=1\n"
        )
        assert thunderbird.profiles()[0].name == "default-release"
