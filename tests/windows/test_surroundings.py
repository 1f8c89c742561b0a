"""What Windows does its own way around the stores: keyring, drives, files, console, children."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.base.errors import ChildFailed, KeyringUnavailable, StoreUnavailable
from sel.base.secret import Secret
from tests.windows.here import windows_only

pytestmark = windows_only

CHECKOUT = Path(__file__).resolve().parents[2]


def python(*arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Another process of this Python."""
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **more},
        timeout=300,
        check=False,
    )


class TestCredentialManager:
    @pytest.fixture
    def user(self) -> Iterator[str]:
        """An entry's name that nobody else has; the entry goes again."""
        from sel.keeping.keyrings import SystemKeyring

        name = f"test-{uuid.uuid4()}:1"
        yield name
        SystemKeyring().drop(name)
        assert SystemKeyring().get(name, ask=False) is None

    def test_holds_a_key_across_two_processes(self, user: str) -> None:
        from sel.keeping.keyrings import SystemKeyring

        keyring = SystemKeyring()
        keyring.ready(ask=False)
        assert keyring.get(user, ask=False) is None
        keyring.put(user, Secret("llyfr-ŵ-" + "7" * 40))
        script = (
            "import sys; from sel.keeping.keyrings import SystemKeyring as K;"
            "print(ascii(K().get(sys.argv[1], ask=False).reveal_text()))"
        )
        done = python("-c", script, user)
        assert done.stdout.decode().strip() == ascii("llyfr-ŵ-" + "7" * 40), done.stderr

    def test_never_writes_over_an_entry(self, user: str) -> None:
        from sel.keeping.keyrings import SystemKeyring

        keyring = SystemKeyring()
        keyring.put(user, Secret("one"))
        with pytest.raises(KeyringUnavailable):
            keyring.put(user, Secret("two"))
        assert keyring.get(user, ask=False) == Secret("one")

    def test_two_entries_stand_side_by_side(self, user: str) -> None:
        from sel.keeping.keyrings import SystemKeyring

        keyring, other = SystemKeyring(), f"test-{uuid.uuid4()}:2"
        keyring.put(user, Secret("one"))
        keyring.put(other, Secret("two"))
        assert keyring.get(user, ask=False) == Secret("one")
        assert keyring.get(other, ask=False) == Secret("two")
        keyring.drop(user)
        assert keyring.get(other, ask=False) == Secret("two")
        keyring.drop(other)

    def test_stays_on_this_computer(self, user: str) -> None:
        """CRED_PERSIST_LOCAL_MACHINE: it does not roam with a profile."""
        if sys.platform == "win32":
            from win32ctypes.pywin32 import win32cred

            from sel.keeping.keyrings import SystemKeyring

            SystemKeyring().put(user, Secret("one"))
            entry = win32cred.CredRead(TargetName=f"{user}@Sel", Type=win32cred.CRED_TYPE_GENERIC)
            assert entry["Persist"] == 2


class TestPlaces:
    def test_the_folder_of_the_tests_is_on_a_local_drive(self, tmp_path: Path) -> None:
        from sel.keeping.place import fit, on_network

        assert not on_network(tmp_path / "not" / "there")
        fit(tmp_path)

    def test_a_share_is_a_network_drive(self) -> None:
        from sel.keeping.place import on_network

        assert on_network(Path(r"\\server.school.example\home\sian"))

    def test_the_usual_folder_does_not_roam(self) -> None:
        from sel.keeping.place import default_folder

        assert str(default_folder()).startswith(os.environ["LOCALAPPDATA"])

    def test_the_profile_is_asked_for_its_type(self) -> None:
        from sel.places.profile import forgets

        assert forgets() in {None, "temporary-profile", "mandatory-profile", "roaming-profile"}


class TestFiles:
    def test_an_output_is_replaced_while_somebody_reads_the_old_one(self, tmp_path: Path) -> None:
        from sel.keeping.outputs import FileOutputs

        target = tmp_path / "ŵ.txt"
        target.write_bytes(b"old")
        reader = target.open("rb")
        closer = threading.Timer(0.3, reader.close)
        closer.start()
        FileOutputs().write(target, b"new", replace=True)
        closer.join()
        assert target.read_bytes() == b"new"
        assert [path.name for path in tmp_path.iterdir()] == ["ŵ.txt"]

    def test_an_existing_one_is_never_replaced_unasked(self, tmp_path: Path) -> None:
        from sel.base.errors import OutputExists
        from sel.keeping.outputs import FileOutputs

        target = tmp_path / "a"
        target.write_bytes(b"old")
        with pytest.raises(OutputExists):
            FileOutputs().write(target, b"new", replace=False)
        assert target.read_bytes() == b"old"

    def test_a_lock_keeps_another_process_out_until_its_holder_is_gone(
        self, tmp_path: Path
    ) -> None:
        from sel.places.lockfile import LockFile

        script = (
            "import sys; from pathlib import Path; from sel.places.lockfile import LockFile;"
            "print(LockFile.take(Path(sys.argv[1])) is not None)"
        )
        path = tmp_path / "lock"
        held = LockFile.take(path)
        assert held is not None
        assert python("-c", script, str(path)).stdout.strip() == b"False"
        held.release(remove=True)
        assert python("-c", script, str(path)).stdout.strip() == b"True"

    def test_so_does_the_books(self, tmp_path: Path) -> None:
        from sel.keeping.lock import held

        script = (
            "import sys; from pathlib import Path; from sel.keeping.lock import held\n"
            "try:\n"
            "    with held(Path(sys.argv[1]), patience=0.2): print('in')\n"
            "except Exception as error: print(type(error).__name__)\n"
        )
        path = tmp_path / "book.lock"
        with held(path, patience=1):
            assert python("-c", script, str(path)).stdout.strip() == b"BookBusy"
        assert python("-c", script, str(path)).stdout.strip() == b"in"


class TestConsole:
    @pytest.mark.parametrize("mode", ["0", "1"])
    def test_welsh_comes_out_as_utf_8_whatever_the_code_page(
        self, tmp_path: Path, mode: str
    ) -> None:
        done = python(
            "-m", "sel", "--lang", "cy", "--data", str(tmp_path), "inspect", "dim-ŵŷ.p12",
            PYTHONUTF8=mode,
        )  # fmt: skip
        assert done.returncode == 3
        assert "dim-ŵŷ.p12" in done.stderr.decode("utf-8")


class TestChildren:
    def test_one_of_ours_starts_answers_errors_and_ends(self) -> None:
        from sel.workers.children import OwnChildren

        child = OwnChildren().start("nss")
        try:
            with pytest.raises(StoreUnavailable) as caught:
                child.call("version", libraries=[])
            assert caught.value.what.facts["reason"] == "nss-missing"
        finally:
            child.close()

    def test_it_ends_if_it_is_spoken_to_in_tongues(self) -> None:
        from sel.workers.children import OwnChildren

        child = OwnChildren().start("nss")
        with pytest.raises(ChildFailed):
            child.call("no-such-verb", secret="ŵ" * 10)
        child.close()

    def test_variables_with_passphrases_stay_with_the_parent(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from sel.workers.children import OwnChildren

        monkeypatch.setenv("SEL_SECRET", "cyfrinach")
        program = (
            sys.executable, "-c",
            "import os, sys; sys.stderr.write(ascii(os.environ.get('SEL_SECRET')))",
        )  # fmt: skip
        with pytest.raises(ChildFailed) as caught:
            OwnChildren(program, without=["SEL_SECRET"]).start("x")
        assert "None" in caught.value.detail
        assert "cyfrinach" not in caught.value.detail
