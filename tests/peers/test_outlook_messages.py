"""Outlook messages around what OpenSSL signed and encrypted: read as the mails in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.core.recognise import Kind
from sel.flows import inspecting
from sel.ports.services import Services
from tests.core import mail_material
from tests.core.container_material import attachment, outlook_message, winmail
from tests.flows.desk import desk
from tests.peers.mail_programs import openssl_encrypts, openssl_signs


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return desk(tmp_path_factory.mktemp("desk"))


def looked(services: Services, data: bytes) -> inspecting.FileSeen:
    (seen,) = inspecting.look_inside_of(services, data, Path("A"), None)
    return seen


def test_a_signed_outlook_message_is_read_as_the_mail_in_it(
    services: Services, tmp_path: Path
) -> None:
    who = mail_material.person("p256")
    text = mail_material.BODY
    signature = openssl_signs(who, text, tmp_path)
    entity = (
        b'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=q;'
        b" micalg=sha-256\r\n\r\n--q\r\n" + text + b"\r\n--q\r\n"
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\n"
        + signature + b"\r\n--q--\r\n"
    )  # fmt: skip
    made = outlook_message(
        {0x5D02: who.address}, [attachment("smime.p7m", entity, "multipart/signed")],
        kind="IPM.Note.SMIME.MultipartSigned",
    )  # fmt: skip
    seen = looked(services, made)
    assert seen.kind is Kind.OUTLOOK_MESSAGE
    (mail,) = seen.objects
    assert isinstance(mail, inspecting.MailSeen)
    assert (mail.outline.kind, mail.outline.from_) == ("signed-mail", who.address)
    assert mail.outline.signers[0].certificate == who.certificate
    assert mail.outline.signature.value == "unverifiable"  # it holds; nobody trusts that root


def test_an_encrypted_outlook_message_says_whom_it_is_for(
    services: Services, tmp_path: Path
) -> None:
    who = mail_material.person("rsa")
    sealed = openssl_encrypts(mail_material.BODY, tmp_path, "-aes256", "-stream", to=(who,))
    made = outlook_message({}, [attachment("smime.p7m", sealed)], kind="IPM.Note.SMIME")
    seen = looked(services, made)
    (mail,) = seen.objects
    assert isinstance(mail, inspecting.MailSeen)
    assert (seen.kind.value, mail.outline.kind) == ("outlook-message", "encrypted-mail")
    assert len(mail.outline.recipients) == 1


def test_a_signed_mail_in_a_winmail_dat_is_a_signed_mail(
    services: Services, tmp_path: Path
) -> None:
    who = mail_material.person("p256")
    signed = openssl_signs(who, mail_material.BODY, tmp_path, "-nodetach")
    made = winmail([("smime.p7m", signed)], kind="IPM.Microsoft Mail.Note.SMIME")
    seen = looked(services, made)
    assert (seen.path.as_posix(), seen.kind) == ("A/message.eml", Kind.SIGNED_MAIL)
    (mail,) = seen.objects
    assert isinstance(mail, inspecting.MailSeen)
    assert mail.outline.signers[0].holds
