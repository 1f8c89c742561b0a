"""`mail test --words` and `mail answer`: the contract, and that the words are said to nobody."""

from __future__ import annotations

import json
import re
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization import pkcs12 as p12

from tests.cli.program import BACKUP, Program

OPENS = "The program you read it in opens your mail."


def words_of(sel: Program, mail: Path) -> str:
    """Read by OpenSSL with the key of a backup, as another program would."""
    sel.done("backup", "make", "--out", sel.path("b.p12"), "--pass-file", sel.path("backup.pass"))
    key, own, _ = p12.load_key_and_certificates(sel.path("b.p12").read_bytes(), BACKUP.encode())
    assert key is not None
    assert own is not None
    pem = sel.path("key.pem")
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + own.public_bytes(Encoding.PEM)
    )
    done = subprocess.run(
        ["openssl", "cms", "-decrypt", "-in", mail, "-recip", pem, "-inkey", pem],
        capture_output=True, check=True,
    )  # fmt: skip
    inside = message_from_bytes(done.stdout, policy=policy.default)
    body = inside.get_body(("plain",))
    assert body is not None
    found = re.search(r"words for Sêl: (.+)", body.get_content())
    assert found, done.stdout
    return found[1].strip()


def test_from_the_mail_to_the_answer_and_the_words_are_nowhere_else(issued: Program) -> None:
    sel, mail = issued, issued.path("test.eml")
    ran = sel("mail", "test", "--words", "--out", mail, "--json")
    assert ran.status == 0, ran.err
    document = json.loads(ran.out)
    assert set(document) == {"out", "from", "to", "until"}
    assert document["to"] == ["sian.llyr@school.example"]
    before = {each: each.read_bytes() for each in sel.data.rglob("*") if each.is_file()}
    words = words_of(sel, mail)
    answered = sel.secret("words", words)
    right = sel("mail", "answer", mail, "--words-file", answered)
    assert (right.status, right.out) == (0, f"{OPENS}\n")
    after = {each: each.read_bytes() for each in sel.data.rglob("*") if each.is_file()}
    said = (ran.out, ran.err, right.out, right.err, mail.read_text())
    for word in words.split():
        assert not any(re.search(rf"\b{word}\b", each) for each in said), word
        for kept in (before, after):
            assert not [name for name, data in kept.items() if word.encode() in data]
    again = sel("mail", "answer", mail, "--words-file", answered, "--json")
    assert (again.status, again.json["error"]["code"]) == (3, "word-test-over")


def test_what_does_not_fit_is_refused(issued: Program) -> None:
    sel, mail = issued, issued.path("test.eml")
    early = sel("mail", "answer", __file__, "--json")
    assert (early.status, early.json["error"]["code"]) == (3, "word-test-over")
    for more in (("--to", "a@x.example"), ("--attach", __file__)):
        done = sel("mail", "test", "--words", "--out", mail, *more, "--json")
        assert (done.status, done.json["error"]["code"]) == (2, "words-alone")
        assert not mail.exists()
    sel.done("mail", "test", "--words", "--out", mail)
    silent = sel("mail", "answer", mail, "--json")
    assert (silent.status, silent.json["error"]["code"]) == (2, "option-missing")
    wrong = sel("mail", "answer", mail, "--words-file", sel.secret("words", "nid hwn"), "--json")
    assert (wrong.status, wrong.json["error"]["code"]) == (3, "wrong-words")
    assert "hwn" not in wrong.out + wrong.err
    sel.done("mail", "open", mail)
    void = sel("mail", "answer", mail, "--words-file", sel.path("words.pass"), "--json")
    assert (void.status, void.json["error"]["code"]) == (3, "word-test-over")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_to_do_next_is_said(issued: Program, language: str) -> None:
    done = issued("mail", "test", "--words", "--out", issued.path("t.eml"), "--lang", language)
    assert done.status == 0
    assert "sel mail answer" in done.out
