"""The passphrase of Sêl's own keys, typed on a real terminal where nothing else opens them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import with_certificate
from tests.cli.program import UNLOCK, Program
from tests.cli.terminal import Terminal

PROMPT = "Passphrase of Sêl's own keys: "
WRONG = "That is not the passphrase. Try again."


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Somebody with a key and its certificate; no test here changes what is kept."""
    return with_certificate(Program(tmp_path_factory.mktemp("prompt") / "sian"))


@pytest.fixture
def mail(issued: Program) -> Terminal:
    """A command that signs, so it needs a key; no --unlock option is given."""
    issued.path("m.eml").unlink(missing_ok=True)
    command = issued.command(
        "--lang", "en", "mail", "test", "--out", issued.path("m.eml"), unlock=False
    )
    return Terminal.run(command)


def test_what_is_typed_opens_the_keys(issued: Program, mail: Terminal) -> None:
    mail.until(PROMPT)
    mail.type(UNLOCK)
    assert mail.end() == 0, mail.seen
    assert UNLOCK not in mail.seen, "it was shown"
    assert issued.path("m.eml").exists()


def test_wrong_then_right(issued: Program, mail: Terminal) -> None:
    mail.until(PROMPT)
    mail.type("rhywbeth arall")
    mail.until(WRONG)
    mail.until(PROMPT)
    mail.type(UNLOCK)
    assert mail.end() == 0, mail.seen
    assert issued.path("m.eml").exists()


def test_three_tries(issued: Program, mail: Terminal) -> None:
    for _ in range(3):
        mail.until(PROMPT)
        mail.type("rhywbeth arall")
    assert mail.end() == 3
    assert PROMPT not in mail.seen
    assert "does not open" in mail.seen, mail.seen
    assert not issued.path("m.eml").exists()


def test_control_c_is_a_cancel(issued: Program, mail: Terminal) -> None:
    mail.until(PROMPT)
    mail.interrupt()
    assert mail.end() == 130
    assert mail.echoed, "the terminal shows again what is typed"
    assert "Traceback" not in mail.seen
    assert not issued.path("m.eml").exists()


def test_nothing_typed_is_no_passphrase(mail: Terminal) -> None:
    mail.until(PROMPT)
    mail.type("\x04")  # Ctrl-D on an empty line: there is no more to come
    assert mail.end() == 4
    assert "Traceback" not in mail.seen


def test_without_a_terminal_it_is_asked_for_in_words(issued: Program) -> None:
    ran = issued("mail", "test", "--out", issued.path("m"), "--json", unlock=False)
    assert (ran.status, ran.json["error"]["code"]) == (4, "unlock-needed")


def test_a_document_is_asked_for_by_a_program(issued: Program, tmp_path: Path) -> None:
    """With --json nobody is asked, terminal or not."""
    out = tmp_path / "out.json"
    command = issued.command("mail", "test", "--out", issued.path("m"), "--json", unlock=False)
    ran = Terminal.run(command, out)
    assert ran.end() == 4
    assert json.loads(out.read_text())["error"]["code"] == "unlock-needed"


@pytest.mark.parametrize(
    "arguments",
    [("status",), ("id", "list"), ("unlock", "status")],
    ids=" ".join,
)
def test_reading_never_asks(issued: Program, arguments: tuple[str, ...]) -> None:
    ran = Terminal.run(issued.command(*arguments, unlock=False))
    assert ran.end() == 0, ran.seen
    assert PROMPT not in ran.seen


def test_the_old_passphrase_is_asked_for_before_a_new_one(issued: Program) -> None:
    ran = Terminal.run(issued.command("--lang", "en", "unlock", "set", unlock=False))
    ran.until(PROMPT)
    ran.type(UNLOCK)
    ran.until("New passphrase: ")
    ran.interrupt()
    assert ran.end() == 130


def test_giving_up_a_lost_key_does_not_ask_for_it(issued: Program) -> None:
    """Whoever begins anew says that the passphrase is gone; three prompts would only mock."""
    command = issued.command("--lang", "en", "unlock", "anew", unlock=False)
    ran = Terminal.run(command)
    ran.until("Begin anew?")
    ran.answer("y")
    assert ran.end() == 4, "there is no key store here, and no new passphrase was given"
    assert PROMPT not in ran.seen
