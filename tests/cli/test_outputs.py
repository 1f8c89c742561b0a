"""Where answers and files go: streams that fail, disks that are full, files that hold keys."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sel.core.bundle import outline
from tests.cli.program import BACKUP, UNLOCK, Program

NEW = ("request", "new", "--email", "a@school.example", "--name", "A", "--key", "ec-p256")


@pytest.fixture(scope="session")
def waiting_once(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Somebody whose two keys wait."""
    sel = Program(tmp_path_factory.mktemp("waiting") / "sian")
    for number in range(2):
        sel.done(*NEW, "--out", sel.path(f"form{number}"))
    return sel


@pytest.fixture
def kept(sel: Program, waiting_once: Program) -> Program:
    """A copy of them; their backup is `keys.p12`, tested."""
    shutil.copytree(waiting_once.folder, sel.folder, dirs_exist_ok=True)
    given = ("--pass-file", sel.path("backup.pass"))
    sel.done("backup", "make", "--out", sel.path("keys.p12"), *given)
    sel.done("backup", "verify", sel.path("keys.p12"), *given)
    return sel


def _shell(sel: Program, line: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", f'"$@" {line}', "sh", *sel.command(*arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_standard_output_that_is_full_is_exit_4_in_words(sel: Program, more: list[str]) -> None:
    done = _shell(sel, "> /dev/full", "id", "list", *more)
    assert done.returncode == 4
    assert done.stderr.startswith("There is no room left here: -\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes descriptors")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_is_no_fault(sel: Program, closed: str) -> None:
    done = _shell(sel, closed, *NEW, "--out", sel.path("form"))
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert sel.path("form").read_text().startswith("-----BEGIN CERTIFICATE REQUEST-----\n")
    assert len(sel.done("request", "list")["requests"]) == 1


def test_standard_output_carries_one_thing(kept: Program) -> None:
    key_id = kept.done("request", "list")["requests"][0]["id"]
    ran = kept("request", "show", key_id, "--out", "-", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "one-output")


def test_a_backup_is_a_file(kept: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(kept.folder)
    ran = kept("backup", "make", "--out", "-", "--pass-file", kept.path("backup.pass"), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "needs-file")
    assert not kept.path("-").exists()


def test_options_are_written_out(sel: Program) -> None:
    # An abbreviated --json would be JSON when all is well and words when it is not.
    assert sel("id", "list", "--js").status == 2


@pytest.mark.skipif(sys.platform != "linux", reason="a file system of one's own size")
def test_a_form_that_could_not_be_written_names_its_key(sel: Program) -> None:
    folder = sel.path("small")
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder]).returncode:
        pytest.skip("may not mount a small disk here")
    try:
        (folder / "rest").write_bytes(bytes(4096))
        ran = sel(*NEW, "--out", folder / "form", "--json")
    finally:
        subprocess.run(["umount", folder], check=True)
    assert (ran.status, ran.json["error"]["code"]) == (4, "disk-full")
    assert f"sel request show {ran.json['id']}" in ran.json["error"]["hint"]
    assert f"sel request show {ran.json['id']}" in ran.err
    sel.done("request", "show", ran.json["id"], "--out", sel.path("form"))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_files_with_keys_are_their_owners_alone(kept: Program) -> None:
    given = ("--pass-file", kept.path("backup.pass"), "--new-pass-file", kept.path("backup.pass"))
    kept.done("rewrap", kept.path("keys.p12"), "--for", "modern", "--out", kept.path("new.p12"),
              *given)  # fmt: skip
    for name in ("keys.p12", "new.p12"):
        assert stat.S_IMODE(kept.path(name).stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8")
def test_a_name_that_is_no_text(kept: Program) -> None:
    path = kept.path("wr\udcfeth gefn.p12")
    given = ("--pass-file", kept.path("backup.pass"))
    for command in (("backup", "make", "--out", path), ("backup", "verify", path)):
        arguments = [os.fsencode(each) for each in kept.command(*command, *given, "--json")]
        assert subprocess.run(arguments, check=False, capture_output=True).returncode == 0
    assert outline(path.read_bytes()).mac_rounds == 600_000, "as the program itself makes it"
    assert len(kept.done("backup", "status")["covers"]) == 2


def test_a_backup_is_not_replaced_by_less(kept: Program) -> None:
    one = kept.done("request", "list")["requests"][0]["id"]
    before = kept.path("keys.p12").read_bytes()
    make = ("backup", "make", "--out", kept.path("keys.p12"), "--replace")
    given = ("--pass-file", kept.path("backup.pass"), "--json")
    ran = kept(*make, "--id", one, *given)
    assert (ran.status, ran.json["error"]["code"]) == (4, "backup-holds-more")
    # Nor once its key has left the book, which a tested backup allows.
    kept.done("id", "remove", one, "--yes")
    assert kept(*make, *given).json["error"]["code"] == "backup-holds-more"
    assert kept.path("keys.p12").read_bytes() == before


def test_a_backup_that_was_written_over_counts_no_more(kept: Program) -> None:
    given = ("--pass-file", kept.path("backup.pass"))
    kept.done("backup", "make", "--out", kept.path("keys.p12"), "--replace", *given)
    assert kept.done("backup", "status")["covers"] == []
    one = kept.done("request", "list")["requests"][0]["id"]
    assert kept("id", "remove", one, "--yes", "--json").json["error"]["code"] == "without-backup"
    kept.done("backup", "verify", kept.path("keys.p12"), *given)
    assert len(kept.done("backup", "status")["covers"]) == 2


def test_the_root_key_is_not_written_over(issued: Program) -> None:
    given = ("--new-pass-file", issued.path("backup.pass"))
    issued.done("ca", "backup", "--out", issued.path("ca.p12"), *given)
    before = issued.path("ca.p12").read_bytes()
    ran = issued("ca", "backup", "--out", issued.path("ca.p12"), "--replace", *given, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "root-key-elsewhere")
    assert issued.path("ca.p12").read_bytes() == before


@pytest.mark.parametrize("stream", [("file", "-"), ("fd", "0")])
def test_two_passphrases_from_one_stream(kept: Program, stream: tuple[str, str]) -> None:
    how, name = stream
    ran = kept("backup", "verify", kept.path("keys.p12"), f"--unlock-{how}", name,
               f"--pass-{how}", name, "--json", unlock=False,
               input=f"{UNLOCK}\n{BACKUP}\n".encode())  # fmt: skip
    assert (ran.status, ran.json["sound"]) == (0, True)


@pytest.mark.parametrize("number", ["-1", "77", str(2**70)])
def test_a_descriptor_that_is_none(sel: Program, number: str) -> None:
    ran = sel("id", "list", f"--unlock-fd={number}", "--json", unlock=False)
    assert (ran.status, ran.json["error"]["code"]) == (3, "unreadable")


def test_codes_are_said_in_words(kept: Program) -> None:
    assert "unlock-needed" not in kept("unlock", "status", unlock=False).out
    assert "cais am dystysgrif" in kept("inspect", kept.path("form0"), "--lang", "cy").out
    wrong = kept("id", "import", kept.path("form0"), "--lang", "cy")
    assert "cais am dystysgrif" in wrong.err


def test_standard_input_is_looked_at(kept: Program) -> None:
    ran = kept("inspect", "-", "--json", input=kept.path("form0").read_bytes())
    assert ran.json["files"][0]["kind"] == "request"


def test_a_rehearsal_says_its_verdicts_in_words(sel: Program) -> None:
    sel.environment["PATH"] = os.fspath(sel.folder)  # where no witness is installed
    said = sel("rehearse", "--lang", "cy", unlock=False)
    assert said.status == 0
    assert "not-installed" not in said.out
