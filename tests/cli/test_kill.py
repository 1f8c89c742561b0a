"""`kill -9` at random moments of every command that changes something: nothing earlier is lost.

The command runs in a fork of this process, so that the moments fall into its work and not into
the loading of modules; files, locks and child processes are as real as ever.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sel import wiring
from sel.base.progress import Silent
from sel.cli.main import run
from sel.core.bundle import read
from sel.flows import backups
from sel.flows.identities import identities
from sel.ports.services import Services
from sel.text.speaker import Speaker
from tests.cli.program import BACKUP, Program

TIMES = 100


@dataclass
class Victim:
    """Somebody whose program is killed again and again."""

    sel: Program
    known: dict[str, bytes] = field(default_factory=dict)

    def services(self) -> Services:
        from sel.base.secret import Secret
        from tests.cli.program import UNLOCK

        return wiring.build(self.sel.data, lambda: Secret(UNLOCK), False, ())

    def remember(self) -> None:
        """Note every key that is here now: none of them may ever go."""
        services = self.services()
        book = services.book()
        for each in book.keys():
            self.known[each.id] = book.private_key(each.id).reveal()

    def check(self) -> None:
        """Status works, and every key that was known opens to the same bytes."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = run(
                ["--data", str(self.sel.data), "--unlock-file",
                 str(self.sel.path("unlock.pass")), "status"],
                wiring.build, Speaker("en"),
            )  # fmt: skip
        assert status == 0, out.getvalue()
        book = self.services().book()
        assert book.recovery is None
        for key_id, pkcs8 in self.known.items():
            assert book.private_key(key_id).reveal() == pkcs8


def _forked(arguments: list[str]) -> int:
    """Start the command in a fork; gives its process id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        devnull = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(devnull, number)
        os._exit(run(arguments, wiring.build, Speaker("en")))
    finally:
        os._exit(99)


def _kill_at_random(
    victim: Victim, arguments: Callable[[int], list[str]], after: Callable[[int], None]
) -> None:
    chance = random.Random(20261124)
    begun = time.monotonic()
    pid = _forked(arguments(0))
    assert os.waitpid(pid, 0)[1] == 0  # the command works when nobody kills it
    whole = time.monotonic() - begun
    after(0)
    killed = 0
    for number in range(1, TIMES + 1):
        victim.remember()
        pid = _forked(arguments(number))
        time.sleep(chance.uniform(0, whole))
        os.kill(pid, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        victim.check()
        after(number)
    assert killed > TIMES // 3  # it was killed in its work, not after it


@pytest.fixture
def victim(issued: Program) -> Victim:
    return Victim(issued)


def _base(victim: Victim) -> list[str]:
    return ["--data", str(victim.sel.data), "--unlock-file", str(victim.sel.path("unlock.pass"))]


@pytest.mark.slow
def test_request_new(victim: Victim) -> None:
    def arguments(number: int) -> list[str]:
        return [
            *_base(victim), "request", "new", "--email", "a@school.example", "--name", "A",
            "--key", "ec-p256", "--out", str(victim.sel.path(f"form-{number}.pem")),
        ]  # fmt: skip

    def after(number: int) -> None:
        path = victim.sel.path(f"form-{number}.pem")
        if path.exists():  # a form that was shown has its key in the book
            from sel.core import request

            shown = request.read(path.read_bytes())
            held = {key.spki_sha256 for key in victim.services().book().keys()}
            assert shown.spki_sha256 in held

    _kill_at_random(victim, arguments, after)


@pytest.mark.slow
def test_backup_make(victim: Victim) -> None:
    path = victim.sel.path("backup.p12")

    def arguments(number: int) -> list[str]:
        return [
            *_base(victim), "backup", "make", "--out", str(path), "--replace",
            "--pass-file", str(victim.sel.path("backup.pass")),
        ]  # fmt: skip

    def after(number: int) -> None:
        from sel.base.secret import Secret

        if number % 10 == 0:
            services = victim.services()
            assert backups.verify(services, path, Secret(BACKUP), Silent()).sound
        else:
            assert path.read_bytes()[:1] == b"\x30"
            assert path.stat().st_size > 1_000

    _kill_at_random(victim, arguments, after)


@pytest.mark.slow
def test_id_import(victim: Victim, tmp_path: Path) -> None:
    from sel.base.secret import Secret
    from sel.core.bundle import Bundle, Entry, Protection, write
    from tests.pilot import person

    def arguments(number: int) -> list[str]:
        one = person(f"p{number}@school.example")
        path = tmp_path / f"{number}.p12"
        path.write_bytes(
            write(Bundle((Entry(one.key, one.certificate),)), Secret("abc"),
                  protection=Protection.MODERN, rounds=1_000)
        )  # fmt: skip
        passphrase = victim.sel.secret("p12", "abc")
        return [*_base(victim), "id", "import", str(path), "--pass-file", str(passphrase)]

    def after(number: int) -> None:
        services = victim.services()
        here = {each.spki_sha256 for each in identities(services.book(), services.clock.now())}
        entry = read((tmp_path / f"{number}.p12").read_bytes(), Secret("abc")).entries[0]
        assert entry.certificate is not None
        assert here  # and the import can be run again, to the end
        if number % 10 == 0:
            pid = _forked([*_base(victim), "id", "import", str(tmp_path / f"{number}.p12"),
                           "--pass-file", str(victim.sel.path("p12.pass"))])  # fmt: skip
            assert os.waitpid(pid, 0)[1] == 0

    _kill_at_random(victim, arguments, after)


@pytest.mark.slow
def test_store_install(victim: Victim, tmp_path: Path) -> None:
    import subprocess

    folder = tmp_path / "nss"
    folder.mkdir()
    subprocess.run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"], check=True)
    key_id = victim.sel.path("id.txt").read_text()

    def arguments(number: int) -> list[str]:
        return [*_base(victim), "store", "install", key_id, "--store", f"nss:{folder}"]

    def after(number: int) -> None:
        if number % 10 == 0:  # whole again after one undisturbed run, and NSS agrees
            pid = _forked(arguments(number))
            assert os.waitpid(pid, 0)[1] == 0
            listed = subprocess.run(
                ["certutil", "-K", "-d", f"sql:{folder}"], capture_output=True, text=True,
                check=True,
            ).stdout  # fmt: skip
            assert listed.count("\n<") == 1, listed

    _kill_at_random(victim, arguments, after)
