"""The rules under "Everywhere" of docs/cli.md."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sel.cli import groups
from sel.cli.main import parser
from sel.core.asn1 import armour
from sel.text.speaker import Speaker
from tests.cli.program import Program
from tests.pilot import person

NEW = ("request", "new", "--email", "a@school.example", "--name", "A", "--key", "ec-p256")


def test_version_and_help_need_no_qt() -> None:
    for arguments in (["--version"], ["--help"], ["request", "new", "--help"]):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "sel", *arguments],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "PySide6" not in done.stderr
        assert done.stdout


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["--version"], ["argparse", "asn1crypto", "cryptography", "sqlite3", "keyring", "json"]),
        (["--help"], ["asn1crypto", "cryptography", "sqlite3", "keyring", "PySide6"]),
        (["inspect", "FILE"], ["sqlite3", "keyring", "PySide6", "pyhanko_certvalidator", "fpdf"]),
        (
            ["inspect", "CERTIFICATE"],
            [
                "asn1crypto",
                "cryptography",
                "idna",
                "platformdirs",
                "sqlite3",
                "keyring",
                "ctypes",
                "ast",
                "inspect",
                "json",
                "email",
                "traceback",
                "shutil",
                "secrets",
                "subprocess",
                "ipaddress",
                "logging",
                "threading",
                "sel.core.finding",
                "sel.core.limits",
                "sel.core.recognise",
                "sel.flows.seen_besides",
            ],
        ),
        (["inspect", "--help"], ["asn1crypto", "cryptography", "hashlib", "json", "platformdirs"]),
        (
            ["check", "CERTIFICATE", "--no-network"],
            ["keyring", "PySide6", "ast", "inspect", "fpdf", "sel.core.bundle", "sel.core.letter"],
        ),
        (
            ["status"],
            [
                "keyring",
                "PySide6",
                "fpdf",
                "zxcvbn",
                "asn1crypto",
                "cryptography",
                "ast",
                "sel.core.rules",
                "sel.core.chain",
                "sel.core.bundle",
            ],
        ),
    ],
)
def test_what_each_command_loads(arguments: list[str], never: list[str], sel: Program) -> None:
    pem = sel.path("c.txt")
    pem.write_text("hello")
    certificate = sel.path("c.pem")
    certificate.write_bytes(armour("CERTIFICATE", person().certificate))
    files = {"FILE": str(pem), "CERTIFICATE": str(certificate)}
    given = [files.get(each, each) for each in arguments]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sel", "--data", str(sel.data), *given]
        if given != ["--version"]
        else [sys.executable, "-X", "importtime", "-m", "sel", "--version"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    modules = {
        line.rpartition("|")[2].strip()
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    loaded = modules | {module.partition(".")[0] for module in modules}
    assert "sel" in loaded
    assert loaded & set(never) == set()


def test_every_command_stands_in_its_group() -> None:
    for arguments in (
        ["--lang", "cy", name] for names in groups.GROUPS.values() for name in names
    ):
        assert groups.command(arguments) == arguments[2]
    known = parser(Speaker("en")).format_usage() + parser(Speaker("en")).format_help()
    for group, names in groups.GROUPS.items():
        only = parser(Speaker("en"), names[:1])
        (listed,) = [each.choices for each in only._actions if isinstance(each.choices, dict)]
        assert tuple(listed) == names, group
        assert all(name in known for name in names)
    (everything,) = [
        each.choices for each in parser(Speaker("en"))._actions if isinstance(each.choices, dict)
    ]
    assert list(everything) == [name for names in groups.GROUPS.values() for name in names]


def test_globals_stand_before_or_behind(sel: Program) -> None:
    before = sel("--json", "--lang", "cy", "id", "list")
    behind = sel("id", "list", "--json", "--lang", "cy")
    assert before.json == behind.json == {"ids": []}


def test_language_is_what_was_asked(sel: Program) -> None:
    assert "No certificates" in sel("id", "list", "--lang", "en").out
    assert "tystysgrif" in sel("id", "list", "--lang", "cy").out.lower()
    sel.environment["LC_ALL"] = "cy_GB.UTF-8"
    assert "tystysgrif" in sel("id", "list").out.lower()


@pytest.mark.parametrize(
    "wrong",
    [["nonsense"], ["request"], ["request", "new"], ["id", "export", "x"], ["inspect"],
     ["status", "--nonsense"], ["ca", "revoke", "no-hex", "--yes"]],
)  # fmt: skip
def test_a_wrong_line_is_exit_2_with_one_document(sel: Program, wrong: list[str]) -> None:
    ran = sel(*wrong, "--json")
    assert ran.status == 2
    assert set(ran.json["error"]) == {"code", "message", "hint"}
    assert ran.json["error"]["message"]
    assert "Traceback" not in ran.err
    assert sel(*wrong).out == ""


def test_an_output_that_exists_is_refused_and_replaced_when_asked(sel: Program) -> None:
    out = sel.path("form.pem")
    out.write_text("mine")
    refused = sel(*NEW, "--out", out, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (4, "output-exists")
    assert out.read_text() == "mine"
    assert sel.done("request", "list")["requests"] == []  # no key was made for nothing
    sel.done(*NEW, "--out", out, "--replace")
    assert "CERTIFICATE REQUEST" in out.read_text()


@pytest.mark.parametrize("name", ["missing/form.pem", "."])
def test_an_output_that_cannot_be_is_exit_4(sel: Program, name: str) -> None:
    ran = sel(*NEW, "--out", sel.folder / name, "--json")
    assert ran.status == 4
    assert sel.done("request", "list")["requests"] == []


def test_dash_is_standard_output(sel: Program) -> None:
    ran = sel(*NEW, "--out", "-")
    assert ran.status == 0
    assert ran.out.startswith("-----BEGIN CERTIFICATE REQUEST-----")


def test_no_keyring_and_no_passphrase_keeps_no_key(sel: Program) -> None:
    ran = sel(*NEW, "--out", sel.path("f"), "--json", unlock=False)
    assert (ran.status, ran.json["error"]["code"]) == (4, "keyring-unavailable")
    assert not sel.path("f").exists()


def test_a_wrong_unlock_passphrase_is_named(issued: Program) -> None:
    wrong = issued.secret("wrong", "not this one")
    ran = issued("mail", "test", "--out", issued.path("m"), "--json", "--unlock-file", wrong,
                 unlock=False)  # fmt: skip
    assert (ran.status, ran.json["error"]["code"]) == (3, "wrong-unlock-passphrase")


def test_the_passphrase_variable_is_read(sel: Program) -> None:
    sel.environment["SEL_TEST_UNLOCK"] = "pysgodyn afon lleuad"
    ran = sel(*NEW, "--out", sel.path("f"), "--unlock-env", "SEL_TEST_UNLOCK", unlock=False)
    assert ran.status == 0, ran.err
    assert sel.done("unlock", "status")["passphrase"] is True


def test_a_passphrase_from_a_descriptor(sel: Program) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"pysgodyn afon lleuad\n")
    os.close(writing)
    command = sel.command(*NEW, "--out", sel.path("f"), "--unlock-fd", reading, unlock=False)
    done = subprocess.run(command, pass_fds=[reading], capture_output=True, check=False)
    os.close(reading)
    assert done.returncode == 0, done.stderr


def test_a_question_without_a_terminal_is_exit_2(issued: Program) -> None:
    key_id = issued.path("id.txt").read_text()
    ran = issued("id", "remove", key_id, "--without-backup", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "question-unanswered")
    assert issued.done("id", "remove", key_id, "--without-backup", "--yes")["removed"] == key_id


def test_ctrl_c_leaves_nothing_half_done(sel: Program) -> None:
    process = subprocess.Popen(
        sel.command("request", "new", "--email", "a@school.example", "--name", "A",
                    "--key", "rsa-4096", "--out", sel.path("f")),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(0.4)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode in {0, 130}
    assert b"Traceback" not in err
    made = len(sel.done("request", "list")["requests"])
    assert made == int(sel.path("f").exists()) or made == 1
    assert out == b"" or process.returncode == 0


def test_outputs_are_never_left_beside(sel: Program) -> None:
    sel(*NEW, "--out", sel.path("form.pem"))
    assert [each for each in sel.folder.iterdir() if each.name.startswith(".sel-")] == []
    assert (sel.data / "sel.db").stat().st_mode & 0o777 == 0o600
    assert sel.data.stat().st_mode & 0o777 == 0o700


def test_a_closed_pipe_is_no_traceback(sel: Program) -> None:
    folder = sel.path("many")
    folder.mkdir()
    for number in range(2_000):
        (folder / f"{number}.txt").write_text("hello")
    done = subprocess.run(
        f"{' '.join(sel.command('inspect', folder))} | head -1",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_the_program_is_started_from_any_folder(sel: Program, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')")
    done = subprocess.run(
        [*sel.command("id", "list")[:1], "-P", *sel.command("id", "list")[1:]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0


def test_without_a_screen_the_window_says_so(sel: Program) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        sel.command(unlock=False), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4
    assert "sel rehearse" in done.stderr
    assert done.stderr.count("\n") == 2
