"""`kill -9` at random moments of every command that changes something: nothing earlier is lost.

The commands run in forks of this process (see `forks`), so that the moments fall into their work.
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
from sel.base.secret import Secret
from sel.cli.main import run
from sel.core.bundle import Protection, read, writer
from sel.flows import backups
from sel.flows.identities import identities
from sel.ports.services import Services
from sel.text.speaker import Speaker
from tests.cli.forks import services_of, start
from tests.cli.program import BACKUP, Program

TIMES = 100
FEW = 30
"""Where another test of the same writing has the hundred."""


@dataclass
class Victim:
    """Somebody whose program is killed again and again.

    own  services whose book key is at hand: Argon2id is run once, so that the moments of death
         fall into what is tested; the book file itself is opened anew for everything
    """

    sel: Program
    own: Services
    known: dict[str, bytes] = field(default_factory=dict)

    def remember(self) -> None:
        """Note every key that is here now: none of them may ever go."""
        book = self.own.book()
        for each in book.keys():
            if each.id not in self.known:
                self.known[each.id] = book.private_key(each.id).reveal()

    def check(self, *, all_keys: bool = True) -> None:
        """Status works from scratch, and every key that was known opens to the same bytes.

        all_keys  else the newest only; what is gone stays gone until all are looked at
        """
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = run(["--data", str(self.sel.data), "status", "--json"], wiring.build,
                         Speaker("en"))  # fmt: skip
        assert status == 0, out.getvalue()
        assert "recovered" not in out.getvalue()
        book = self.own.book()
        for key_id, pkcs8 in list(self.known.items())[0 if all_keys else -2 :]:
            assert book.private_key(key_id).reveal() == pkcs8

    def forked(self, arguments: list[str]) -> int:
        """Start the command in a fork; gives its process id."""
        return start(self.own, arguments)


def _kill_at_random(
    victim: Victim,
    arguments: Callable[[int], list[str]],
    after: Callable[[int], None],
    times: int = TIMES,
) -> None:
    chance = random.Random(20261124)
    victim.remember()
    whole = 0.0
    for number in (-1, 0):  # it works when nobody kills it; the second run tells how long it takes
        begun = time.monotonic()
        pid = victim.forked(arguments(number))
        assert os.waitpid(pid, 0)[1] == 0
        whole = time.monotonic() - begun
        after(number)
    killed = 0
    for number in range(1, times + 1):
        victim.remember()
        pid = victim.forked(arguments(number))
        time.sleep(chance.uniform(0, whole))
        os.kill(pid, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        victim.check(all_keys=number % 10 == 0)
        after(number)
    victim.check()
    assert killed > times // 3  # it was killed in its work, not after it


@pytest.fixture
def victim(issued: Program) -> Victim:
    return Victim(issued, services_of(issued))


@pytest.mark.slow
def test_request_new(victim: Victim) -> None:
    def arguments(number: int) -> list[str]:
        return [
            "request", "new", "--email", "a@school.example", "--name", "A",
            "--key", "ec-p256", "--out", str(victim.sel.path(f"form-{number}.pem")),
        ]  # fmt: skip

    def after(number: int) -> None:
        path = victim.sel.path(f"form-{number}.pem")
        if path.exists():  # a form that was shown has its key in the book
            from sel.core import request

            shown = request.read(path.read_bytes())
            held = {key.spki_sha256 for key in victim.own.book().keys()}
            assert shown.spki_sha256 in held

    _kill_at_random(victim, arguments, after)


@pytest.mark.slow
def test_backup_make(victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    # Fewer rounds: the moments are to fall into writing, not into deriving.
    monkeypatch.setitem(writer.ROUNDS, Protection.MODERN, 20_000)
    path = victim.sel.path("backup.p12")

    def arguments(number: int) -> list[str]:
        return [
            "backup", "make", "--out", str(path), "--replace",
            "--pass-file", str(victim.sel.path("backup.pass")),
        ]  # fmt: skip

    def after(number: int) -> None:

        if number % 10 == 0:
            services = victim.own
            assert backups.verify(services, path, Secret(BACKUP), Silent()).sound
        else:
            assert path.read_bytes()[:1] == b"\x30"
            assert path.stat().st_size > 1_000

    _kill_at_random(victim, arguments, after)


@pytest.mark.slow
def test_id_import(victim: Victim, tmp_path: Path) -> None:
    from sel.core.bundle import Bundle, Entry, write
    from tests.pilot import person

    def arguments(number: int) -> list[str]:
        one = person(f"p{number}@school.example")
        path = tmp_path / f"{number}.p12"
        path.write_bytes(
            write(Bundle((Entry(one.key, one.certificate),)), Secret("abc"),
                  protection=Protection.MODERN, rounds=1_000)
        )  # fmt: skip
        passphrase = victim.sel.secret("p12", "abc")
        return ["id", "import", str(path), "--pass-file", str(passphrase)]

    def after(number: int) -> None:
        services = victim.own
        here = {each.spki_sha256 for each in identities(services.book(), services.clock.now())}
        entry = read((tmp_path / f"{number}.p12").read_bytes(), Secret("abc")).entries[0]
        assert entry.certificate is not None
        assert here  # and the import can be run again, to the end
        if number % 10 == 0:
            pid = victim.forked(["id", "import", str(tmp_path / f"{number}.p12"),
                           "--pass-file", str(victim.sel.path("p12.pass"))])  # fmt: skip
            assert os.waitpid(pid, 0)[1] == 0

    _kill_at_random(victim, arguments, after)


@pytest.mark.slow
def test_backup_restore(victim: Victim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup of somebody else each time: it comes back whole or not at all, and can again."""
    from sel.core.bundle import Bundle, Entry, write
    from tests.pilot import person

    people = [person(f"p{number}@school.example") for number in range(3 * (FEW + 2))]

    def arguments(number: int) -> list[str]:
        three = people[3 * (number + 1) : 3 * (number + 2)]
        held = Bundle(tuple(Entry(each.key, each.certificate) for each in three))
        path = tmp_path / f"{number}.p12"
        data = write(held, Secret(BACKUP), protection=Protection.MODERN, rounds=1_000)
        path.write_bytes(data)
        return [
            "backup", "restore", str(path), "--pass-file", str(victim.sel.path("backup.pass"))
        ]  # fmt: skip

    def after(number: int) -> None:
        three = {each.key.reveal() for each in people[3 * (number + 1) : 3 * (number + 2)]}
        book = victim.own.book()
        here = {book.private_key(each.id).reveal() for each in book.keys()[-3:]}
        assert three <= here or not three & here
        if number % 10 == 0:
            assert os.waitpid(victim.forked(arguments(number)), 0)[1] == 0
            here = {book.private_key(each.id).reveal() for each in book.keys()}
            assert three <= here

    _kill_at_random(victim, arguments, after, FEW)


@pytest.mark.slow
def test_store_install(victim: Victim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    from sel.stores.nss import Nss

    # That NSS loads here is found out once, not by a child before each of two hundred others.
    assert Nss(victim.own.children()).missing() is None
    monkeypatch.setattr(Nss, "missing", lambda _: None)
    folder = tmp_path / "nss"
    folder.mkdir()
    subprocess.run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"], check=True)
    key_id = victim.sel.path("id.txt").read_text()

    def arguments(number: int) -> list[str]:
        return ["store", "install", key_id, "--store", f"nss:{folder}"]

    def after(number: int) -> None:
        if number % 10 == 0:  # whole again after one undisturbed run, and NSS agrees
            pid = victim.forked(arguments(number))
            assert os.waitpid(pid, 0)[1] == 0
            listed = subprocess.run(
                ["certutil", "-K", "-d", f"sql:{folder}"], capture_output=True, text=True,
                check=True,
            ).stdout  # fmt: skip
            assert listed.count("\n<") == 1, listed

    _kill_at_random(victim, arguments, after)
