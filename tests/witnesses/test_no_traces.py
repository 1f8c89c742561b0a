"""Witnesses are told secrets, and neither disk, arguments nor environment ever show one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sel.base.secret import Secret
from sel.witnesses import _tool
from sel.witnesses.nss_tools import NssTools
from tests.secrets_scan import of_passphrase, of_private_key, scan, trace_hits, traced
from tests.witnesses.conftest import GREETING, PASSPHRASE, World, backup, encrypt, sign

# Reads the mail and the backup from files, key and passphrase from its standard input.
ASK = """
import json, pathlib, sys
from sel.base.secret import Secret
from sel.witnesses import WITNESSES
told = json.load(sys.stdin)
own, root = bytes.fromhex(told["certificate"]), bytes.fromhex(told["root"])
for witness in WITNESSES:
    said = [
        witness.backup(pathlib.Path(told["backup"]), Secret(told["passphrase"]), 1),
        witness.mail(
            pathlib.Path(told["mail"]).read_bytes(), key=Secret(bytes.fromhex(told["key"])),
            certificate=own, roots=[root], text=told["text"],
        ),
    ]
    assert said == [None, None], said
"""


def test_no_exec_of_a_witness_shows_a_secret(world: World, tmp_path: Path) -> None:
    person = world.people["rsa"]
    mail = tmp_path / "mail.eml"
    mail.write_bytes(encrypt(person, sign(person)))
    told = {
        "backup": str(backup(person, tmp_path / "backup.p12")),
        "mail": str(mail),
        "passphrase": PASSPHRASE.reveal_text(),
        "key": person.pkcs8.reveal().hex(),
        "certificate": person.der.hex(),
        "root": world.root.hex(),
        "text": GREETING,
    }
    log = tmp_path / "trace"
    command = traced(log, sys.executable, "-c", ASK)
    subprocess.run(command, input=json.dumps(told).encode(), check=True)
    assert log.read_bytes().count(b"execve") >= 8
    needles = (
        *of_passphrase("backup", PASSPHRASE.reveal_text()),
        *of_private_key("own", person.pkcs8.reveal()),
    )
    assert trace_hits(log, needles) == ()


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_scratch_database_shows_no_key(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    left = tmp_path / "left"
    left.mkdir()

    @contextmanager
    def kept(**_: object) -> Iterator[str]:
        yield tempfile.mkdtemp(dir=left)

    monkeypatch.setattr(tempfile, "TemporaryDirectory", kept)
    person = world.people[kind]
    path = backup(person, tmp_path / "backup.p12")
    assert NssTools().backup(path, PASSPHRASE, 1) is None
    signed_by = world.people["ec"]
    mail = encrypt(world.people["rsa"], sign(signed_by))
    rsa = world.people["rsa"]
    secret, own = rsa.pkcs8, rsa.der
    roots = [world.root]
    assert NssTools().mail(mail, key=secret, certificate=own, roots=roots, text=GREETING) is None
    assert len(list(left.glob("*/key4.db"))) == 2
    needles = (
        *of_passphrase("backup", PASSPHRASE.reveal_text()),
        *of_private_key("rsa", rsa.pkcs8.reveal()),
        *of_private_key("ec", signed_by.pkcs8.reveal()),
    )
    assert scan([left], needles) == ()


def test_a_program_sees_little_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASS", PASSPHRASE.reveal_text())
    monkeypatch.setenv("OPENSSL_CONF", "elsewhere.cnf")
    seen = _tool.ask("env").out.decode().split()
    assert {line.partition("=")[0] for line in seen} <= {"PATH", "LANG", "LC_ALL", "PWD", "_"}


@pytest.mark.parametrize("memory", [True, False])
def test_what_is_lent_can_be_read_and_is_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch, memory: bool
) -> None:
    if not memory:
        monkeypatch.delattr(os, "memfd_create")
    before = os.listdir("/dev/fd")
    lent = {"one": Secret("first"), "two": Secret("second")}
    assert _tool.ask("cat", "/dev/fd/{two}", "/dev/fd/{one}", lent=lent).out == b"secondfirst"
    assert len(os.listdir("/dev/fd")) == len(before)


def test_a_pipe_that_is_too_small_fails_and_does_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "memfd_create")
    with pytest.raises(OSError, match="more than a pipe holds"):
        _tool.ask("true", lent={"much": Secret(bytes(1_000_000))})


def test_a_program_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_tool, "_SECONDS", 0.2)
    answer = _tool.ask("sleep", "30")
    assert (answer.fine, answer.complaint) == (False, "no answer in 0.2 s")


def test_what_a_program_says_is_made_fit_to_show() -> None:
    answer = _tool.ask("sh", "-c", r"printf 'one\n  \033[31mtwo\n\n' >&2; exit 3")
    assert answer.complaint == "one; \ufffd[31mtwo"
    assert _tool.ask("false").complaint == "ended with 1 and said nothing"
