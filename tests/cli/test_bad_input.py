"""Files that are odd, wrong or hostile: said plainly, in both languages, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import unicodedata
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, x25519
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from sel import __main__ as program
from sel.base.secret import Secret
from sel.core import bundle
from sel.core.bundle import Bundle, Entry, Protection
from tests.cli.program import BACKUP, Program

WORD = "Llŷr a Siân"
_SIGNER = ec.generate_private_key(ec.SECP256R1())


def _certificate(key: Any, name: str, emails: tuple[str, ...] = ()) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Awdurdod")]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=90))
    )
    if emails:
        names = [x509.RFC822Name(each) for each in emails]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(_SIGNER, hashes.SHA256())


def _p12(sel: Program, key: Any, certificate: x509.Certificate | None, word: str = WORD) -> Path:
    path = sel.path("given.p12")
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"given", key, certificate, None,
            serialization.BestAvailableEncryption(word.encode()),
        )
    )  # fmt: skip
    return path


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_welsh_passphrase_in_every_form(sel: Program, form: Any, encoding: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, "Siân Llŷr", ("sian.llyr@school.example",))
    path = _p12(sel, key, certificate, unicodedata.normalize("NFD", WORD))
    given = sel.path("word")
    given.write_bytes(f"{unicodedata.normalize(form, WORD)}\r\n".encode(encoding))
    assert sel.done("id", "import", path, "--pass-file", given)["imported"] == 1


def test_a_passphrase_that_is_no_utf_8_is_named_so(sel: Program) -> None:
    sel.path("word").write_bytes("Llŷr".encode("latin-1", "replace") + b"\xe2n\n")
    ran = sel("inspect", sel.path("word"), "--pass-file", sel.path("word"), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "passphrase-unreadable")


@pytest.mark.parametrize(
    ("what", "code"), [("dsa", "unsupported-key"), ("no key", "no-key-in-file")]
)
def test_a_file_without_a_key_for_mail(sel: Program, what: str, code: str) -> None:
    key = dsa.generate_private_key(2048)
    path = _p12(sel, key, _certificate(key, "DSA", ("a@school.example",)))
    if what == "no key":
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                None, None, None, [_certificate(_SIGNER, "A", ("a@school.example",))],
                serialization.BestAvailableEncryption(WORD.encode()),
            )
        )  # fmt: skip
    ran = sel("id", "import", path, "--pass-file", sel.secret("word", WORD), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, code)
    assert sel.done("id", "list") == {"ids": []}


def test_a_key_that_cannot_sign_waits_and_is_in_the_backup(sel: Program) -> None:
    # Its placeholder certificate would have to be signed with itself.
    der = x25519.X25519PrivateKey.generate().private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    alone = Bundle((Entry(Secret(der), None, "given"),), ())
    sel.path("x.p12").write_bytes(
        bundle.write(alone, Secret(BACKUP), protection=Protection.MODERN)
    )
    sel.done("id", "import", sel.path("x.p12"), "--pass-file", sel.path("backup.pass"))
    given = ("--pass-file", sel.path("backup.pass"))
    made = sel.done("backup", "make", "--out", sel.path("b.p12"), *given)
    assert sel.done("backup", "verify", sel.path("b.p12"), *given)["ids"] == made["ids"]
    other = Program(sel.folder / "other")
    assert other.done("backup", "restore", sel.path("b.p12"), *given)["ids"] == made["ids"]


@pytest.mark.parametrize("name", ["Ysgol Llŷr", "Evil\x1b[31m\u202e\r\nBcc: x@x.example"])
def test_names_neither_break_mail_nor_steer_the_terminal(sel: Program, name: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = _p12(sel, key, _certificate(key, name, ("a@school.example",)))
    ran = sel("id", "import", path, "--pass-file", sel.secret("word", WORD))
    shown = sel("inspect", path, "--pass-file", sel.path("word.pass"))
    for each in (ran, shown):
        assert each.status == 0
        assert "\x1b" not in each.out
        assert "\u202e" not in each.out
    sel.done("mail", "test", "--out", sel.path("m.eml"))
    head = sel.path("m.eml").read_bytes().partition(b"\r\n\r\n")[0]
    assert b"\x1b" not in head
    assert b"\nBcc" not in head
    opened = sel.done("mail", "open", sel.path("m.eml"))
    assert opened["decrypted"]


def test_a_certificate_without_an_address_has_a_name_but_no_mail(sel: Program) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = _p12(sel, key, _certificate(key, "Peiriant"))
    sel.done("id", "import", path, "--pass-file", sel.secret("word", WORD))
    assert "Peiriant" in sel("id", "list").out
    assert "Peiriant" in sel("status").out
    ran = sel("mail", "test", "--out", sel.path("m"), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "no-current-certificate")


def test_what_a_mail_says_does_not_steer_the_terminal(sel: Program) -> None:
    text = "Helo \x1b[31mcoch\x1b]0;x\x07\t\u202e"
    sel.path("m.eml").write_bytes(
        b"From: a@school.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + text.encode()
    )
    shown = sel("mail", "open", sel.path("m.eml")).out
    assert "Helo \\u{001B}[31mcoch\\u{001B}]0;x\\u{0007}\t\\u{202E}\n" in shown


def test_a_fault_of_ours_is_named_by_its_place(sel: Program, tmp_path: Path) -> None:
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import os\nif os.environ.get('SEL_TEST_FAULT'):\n"
        "    import sel.flows.status as flow\n"
        "    def broken(*_):\n        raise RuntimeError('cyfrinach')\n"
        "    flow.status = broken\n"
    )
    inherited = [each for each in sys.path if each]
    sel.environment |= {"SEL_TEST_FAULT": "1", "PYTHONPATH": ":".join([str(hook), *inherited])}
    ran = sel("status", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "unknown")
    assert ran.json["error"]["detail"].startswith("RuntimeError ")
    assert "cyfrinach" not in ran.out + ran.err
    assert "Traceback" not in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_while_loading_is_heard_when_there_are_words() -> None:
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        heard = program._hold_interrupts()
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            heard()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_help_is_welsh_throughout(sel: Program) -> None:
    assert "show program's version" not in sel("--help", "--lang", "cy").out


def test_a_mended_book_is_told_of_until_a_backup_was_tested(issued: Program) -> None:
    with (issued.data / "sel.db").open("r+b") as book:
        book.write(bytes(4096))
    ran = issued("id", "list", "--json")
    assert len(ran.json["ids"]) == 1
    assert "was damaged" in ran.err
    assert "was damaged" not in issued("id", "list").err  # it is mended
    assert [each["code"] for each in issued.done("status")["notices"]] == ["book-recovered"]
    given = ("--pass-file", issued.path("backup.pass"))
    issued.done("backup", "make", "--out", issued.path("b.p12"), *given)
    issued.done("backup", "verify", issued.path("b.p12"), *given)
    assert issued.done("status")["notices"] == []


def test_what_did_not_come_back_is_said_in_words(issued: Program) -> None:
    with closing(sqlite3.connect(issued.data / "sel.db")) as book, book:
        book.execute("UPDATE request SET digest = x'00', der = x'00'")
    shutil.copyfile(issued.data / "sel.db", issued.data / "sel.db.1")
    ran = issued("request", "list")
    assert "certificate requests (1)" in ran.err
    told = issued.done("status")["notices"][0]
    assert told["code"] == "book-recovered-partly"
    assert "certificate requests (1)" in told["message"]
