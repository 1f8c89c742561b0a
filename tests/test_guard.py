"""The guards of the test run hold: this computer only, and nobody's own home."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest

ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737): nobody is there even if the guard fails."""


def test_connections_to_elsewhere_are_refused() -> None:
    with socket.socket() as tcp, pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        tcp.connect(ELSEWHERE)
    with (
        socket.socket(type=socket.SOCK_DGRAM) as udp,
        pytest.raises(PermissionError, match=r"192\.0\.2\.1"),
    ):
        udp.sendto(b"x", ELSEWHERE)
    with pytest.raises(PermissionError, match=r"school\.example"):
        socket.getaddrinfo("school.example", 25)
    assert len(conftest.guard.LEAVING) == 3
    conftest.guard.LEAVING.clear()


def test_children_are_guarded_too() -> None:
    script = f"import socket; socket.socket().connect({ELSEWHERE!r})"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert b"PermissionError: a test wanted to talk to 192.0.2.1" in ended.stderr


def test_this_computer_may_be_talked_to(tmp_path: Path) -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
    with (
        socket.socket(socket.AF_UNIX) as server,
        socket.socket(socket.AF_UNIX) as client,
    ):
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
    assert socket.getaddrinfo("127.0.0.1", 25)


def test_home_is_nobodys(home: Path) -> None:
    assert Path.home() == home
    for name in ("DATA_HOME", "STATE_HOME", "CONFIG_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        folder = Path(os.environ[f"XDG_{name}"])
        assert folder.is_relative_to(home)
        assert folder.stat().st_mode & 0o777 == 0o700
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
