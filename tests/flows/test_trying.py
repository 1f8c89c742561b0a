"""The test of writing: what a mail really was, and when it counts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sel.base.errors import NoKey
from sel.core.letter import Signature
from sel.flows import letters, trying
from sel.flows.identities import current, identities
from sel.flows.status import MAIL_PROGRAM_TICK, status
from sel.ports.services import Services
from tests.screens import protection
from tests.screens.people import SIAN
from tests.screens.protection import OWAIN

KEYWORD = "mail-keyword-only"
HEAD = f"From: {SIAN}\r\nTo: {SIAN}\r\nSubject: Prawf\r\n".encode()


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    (tmp_path / "sian").mkdir()
    return protection.ready(tmp_path / "sian")


def noted(services: Services) -> bool:
    return MAIL_PROGRAM_TICK in services.preferences().read().ticks


def written(services: Services, *to: str) -> bytes:
    """As a mail program would have made it: without Sêl's own sign."""
    made = letters.write(services, to=to, subject="Prawf", text="Helo").eml
    assert b"X-Mailer: Sel\r\n" in made
    return made.replace(b"X-Mailer: Sel\r\n", b"")


def test_signed_and_encrypted_to_oneself(sian: Services) -> None:
    tried = trying.look(sian, written(sian))
    assert tried.passed
    assert [(each.address, each.mine) for each in tried.readers] == [(SIAN, True)]
    assert (tried.subject, tried.otherwise) == ("Prawf", None)
    (mine,) = current(sian.book(), sian.clock.now())
    assert tried.signer == mine.certificate
    assert noted(sian)
    steps = {each.id: each for each in status(sian).steps}
    assert (steps["mail-program"].state, steps["mail-program"].what.code) == (
        "done", "step-mail-tested",
    )  # fmt: skip


def test_to_a_colleague_too(sian: Services) -> None:
    tried = trying.look(sian, written(sian, OWAIN))
    assert tried.passed
    assert {(each.address, each.mine) for each in tried.readers} == {(SIAN, True), (OWAIN, False)}


def test_what_sel_made_itself_says_nothing_of_the_mail_program(sian: Services) -> None:
    made = letters.write(sian, to=(), subject="Prawf", text="Helo").eml
    tried = trying.look(sian, made)
    assert (tried.encrypted, tried.signed, tried.by_sel, tried.passed) == (True, True, True, False)
    assert not noted(sian)


@pytest.mark.parametrize(
    ("subject", "otherwise"),
    [("Prawf", None), ("secure mail: x", KEYWORD), ("Post Diogel", KEYWORD)],
)  # fmt: skip
def test_in_clear_or_with_the_words_alone(
    sian: Services, subject: str, otherwise: str | None
) -> None:
    mail = HEAD.replace(b"Prawf", subject.encode()) + b"\r\nHelo\r\n"
    tried = trying.look(sian, mail)
    assert (tried.encrypted, tried.signature) == (False, Signature.NONE)
    assert (tried.otherwise.code if tried.otherwise else None) == otherwise
    assert not tried.passed
    assert tried.readers == ()
    assert not noted(sian)


def test_changed_on_the_way_does_not_count(sian: Services) -> None:
    clear = sian_signed(sian).replace(b"Helo", b"Hela")
    tried = trying.look(sian, clear)
    assert (tried.signature, tried.passed) == (Signature.INVALID, False)


def test_only_signed_does_not_count(sian: Services) -> None:
    tried = trying.look(sian, sian_signed(sian))
    assert (tried.signed, tried.encrypted, tried.passed) == (True, False, False)
    assert not noted(sian)


def sian_signed(services: Services) -> bytes:
    """Signed by OpenSSL with the key of the book."""
    return openssl(services, encrypt=False)


def test_of_openssl(sian: Services, tmp_path: Path) -> None:
    tried = trying.look(sian, openssl(sian, encrypt=True))
    assert tried.passed
    assert [each.mine for each in tried.readers] == [True]


def test_not_for_me_is_refused_and_nothing_is_noted(sian: Services, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = protection.ready(tmp_path / "other")
    with pytest.raises(NoKey):
        trying.look(sian, written(other))
    assert not noted(sian)


def openssl(services: Services, *, encrypt: bool) -> bytes:
    """As another program writes it. The key goes into a folder of the test's own."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.x509 import load_der_x509_certificate

    program = shutil.which("openssl")
    assert program
    (mine,) = identities(services.book(), services.clock.now())
    folder = services.data.parent
    key = form.load_der_private_key(services.book().private_key(mine.id).reveal(), None)
    (folder / "key.pem").write_bytes(
        key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    )
    held = load_der_x509_certificate(mine.certificate.der)  # type: ignore[union-attr]  # it has
    (folder / "cert.pem").write_bytes(held.public_bytes(form.Encoding.PEM))

    def run(*arguments: str, given: bytes) -> bytes:
        done = subprocess.run([program, *arguments], input=given, capture_output=True, check=True)
        return done.stdout

    pem = [str(folder / each) for each in ("cert.pem", "key.pem")]
    signed = run(
        "cms", "-sign", "-signer", pem[0], "-inkey", pem[1], "-md", "sha256", "-crlfeol",
        given=b"Content-Type: text/plain\r\n\r\nHelo\r\n",
    )  # fmt: skip
    if not encrypt:
        return HEAD + signed
    sealed = run("cms", "-encrypt", "-aes-256-cbc", pem[0], given=signed)
    return HEAD + sealed
