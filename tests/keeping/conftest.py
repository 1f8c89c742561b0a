"""A session bus and a gnome-keyring of this test alone, in a throw-away home."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


_DAEMON = ["--foreground", "--components=secrets"]


class SecretService:
    """A bus without services of its own, and a keyring daemon on it that can be ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        config = folder / "bus.conf"
        config.write_text(_BUS.format(folder=folder), encoding="utf-8")
        self._bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
        )
        assert self._bus.stdout is not None
        self.address = self._bus.stdout.readline().decode().strip()
        self.daemon: subprocess.Popen[bytes] | None = None

    def start(self, *, login: bool = True) -> None:
        """Start the daemon and wait until it answers.

        login  with its login keyring unlocked, as after signing in; else it has no collection
        """
        home = self.home = self._folder / "home"
        home.mkdir(exist_ok=True)
        runtime = self._folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("XDG_", "GNOME_", "DISPLAY"))
        }
        environment = kept | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(home / "data"),
            "DBUS_SESSION_BUS_ADDRESS": self.address,
        }
        self.daemon = subprocess.Popen(
            ["gnome-keyring-daemon", *(["--unlock"] if login else []), *_DAEMON],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert self.daemon.stdin is not None
        self.daemon.stdin.write(b"cyfrinair y prawf")
        self.daemon.stdin.close()
        deadline = time.monotonic() + 10
        while not self._answers(login):
            assert time.monotonic() < deadline, "gnome-keyring-daemon does not answer"
            time.sleep(0.05)

    def _answers(self, login: bool) -> bool:
        import secretstorage

        try:
            with self.connection() as bus:
                if not login:
                    return bool(list(secretstorage.get_all_collections(bus)))
                return not secretstorage.Collection(bus).is_locked()
        except secretstorage.exceptions.SecretStorageException:
            return False

    def connection(self):
        """A connection to this bus alone, whatever the environment says."""
        from jeepney.io.blocking import open_dbus_connection

        return open_dbus_connection(self.address)

    def lock(self) -> None:
        """Lock the default collection."""
        import secretstorage

        with self.connection() as bus:
            secretstorage.Collection(bus).lock()

    def entries(self) -> dict[str, str]:
        """What Sêl has there: user name to value."""
        import secretstorage

        with self.connection() as bus:
            return {
                item.get_attributes()["username"]: item.get_secret().decode()
                for item in secretstorage.Collection(bus).search_items({"service": "Sel"})
            }

    def forget(self) -> None:
        """Remove every entry."""
        import secretstorage

        with self.connection() as bus:
            for item in list(secretstorage.Collection(bus).search_items({"service": "Sel"})):
                item.delete()

    def stop_keyring(self) -> None:
        """End the daemon; the bus stays."""
        if self.daemon is not None:
            self.daemon.terminate()
            self.daemon.wait(10)
            self.daemon = None

    def stop(self) -> None:
        """End both."""
        self.stop_keyring()
        self._bus.terminate()
        self._bus.wait(10)
        if self._bus.stdout is not None:
            self._bus.stdout.close()


@pytest.fixture
def secret_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A running Secret Service that the system keyring of this test is."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    service = SecretService(folder)
    try:
        service.start()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        yield service
    finally:
        service.stop()
