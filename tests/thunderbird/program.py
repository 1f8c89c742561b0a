"""A real Thunderbird without a window, in a profile of a test's own; it talks to nobody."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.thunderbird.here import PROGRAM
from tests.thunderbird.marionette import PATIENCE, Marionette

_SCRIPTS = Path(__file__).with_name("scripts")
_CLOSED = 9
"""The discard service: nothing answers there."""
_PREFERENCES: dict[str, object] = {
    "marionette.port": 0,
    # Whatever wants to go anywhere meets a closed port on this computer.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": _CLOSED,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": _CLOSED,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": _CLOSED,
    "network.proxy.socks_remote_dns": True,
    "network.dns.disabled": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "extensions.update.enabled": False,
    "security.OCSP.enabled": 0,
    # No question may wait for somebody who is not there.
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mail.shell.checkDefaultClient": False,
    "mail.rights.version": 1,
    "mailnews.start_page.enabled": False,
    "mail.compose.big_attachments.notify": False,
    "mail.biff.play_sound": False,
}


class Thunderbird:
    """One that runs."""

    def __init__(self, process: subprocess.Popen[bytes], marionette: Marionette) -> None:
        self._process, self._marionette = process, marionette

    def script(self, name: str, *arguments: object) -> Any:
        """What `scripts/NAME.js` gives back."""
        text = (_SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
        return self._marionette.run(text, *arguments)

    def account(self, address: str, name: str) -> str:
        """Make an account; gives the name of its identity in the preferences."""
        return str(self.script("account", address, name))

    def open(self, mail: bytes) -> Any:
        """What a person sees of a mail: tech, encrypted, signed, text."""
        lines = mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return self.script("open", lines.decode("latin-1"))

    def write(self, to: str, subject: str, text: str, *, encrypt: bool) -> tuple[Any, bytes]:
        """A mail as the compose window writes it, and what that window said before."""
        written = self.script("write", to, subject, text, encrypt)
        return written["before"], written["mail"].encode("latin-1")

    def peers(self) -> set[str]:
        """Addresses that its sockets are connected to."""
        sockets = set()
        for descriptor in Path(f"/proc/{self._process.pid}/fd").iterdir():
            try:
                sockets.add(os.readlink(descriptor))
            except FileNotFoundError:
                continue
        found = set()
        for table in ("tcp", "tcp6", "udp", "udp6"):
            lines = Path("/proc/net", table).read_text().splitlines()[1:]
            for fields in map(str.split, lines):
                if f"socket:[{fields[9]}]" in sockets:
                    found.add(_address(fields[2].partition(":")[0]))
        return found

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It stands still meanwhile, so that what changes in its profile is not its own doing."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def quit(self) -> None:
        """As if its window had been closed."""
        self._marionette.quit()
        assert self._process.wait(PATIENCE) == 0


@contextmanager
def thunderbird(profile: Path) -> Iterator[Thunderbird]:
    """Start it, and let it end by itself; nobody but this computer heard of it."""
    (profile / "user.js").write_text(
        "".join(f'user_pref("{name}", {_value(value)});\n' for name, value in _PREFERENCES.items())
    )
    port = profile / "MarionetteActivePort"
    port.unlink(missing_ok=True)
    log = profile.parent / "thunderbird.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [PROGRAM, "-headless", "--marionette", "--remote-allow-system-access",
             "-no-remote", "-profile", profile],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            env={name: text for name, text in os.environ.items() if name != "DISPLAY"},
        )  # fmt: skip
    try:
        running = Thunderbird(process, Marionette(_port(port, process, log)))
        yield running
        assert running.peers() <= {"0.0.0.0", "::", "127.0.0.1", "::1"}
        running.quit()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _port(path: Path, process: subprocess.Popen[bytes], log: Path) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if path.exists() and (text := path.read_text()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError(f"Thunderbird did not start: {log.read_text(errors='replace')[-2000:]}")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _address(text: str) -> str:
    """As /proc/net writes it: words of the machine's own byte order, in hex."""
    import ipaddress

    words = [int(text[at : at + 8], 16) for at in range(0, len(text), 8)]
    return str(ipaddress.ip_address(b"".join(struct.pack("=I", word) for word in words)))
