"""Outlook messages, winmail.dat, mail folders and mails: what is in them comes out whole."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.base.errors import Damaged, TooLarge
from sel.core import container
from sel.core.container import Budget, Member, outlook_message
from sel.core.limits import LIMITS
from sel.core.recognise import Kind, recognise
from tests.core.container_material import (
    attachment,
    compound,
    inner_message,
    message_storage,
    winmail,
)
from tests.core.container_material import (
    outlook_message as made_message,
)
from tests.pilot import person

SIAN = person()
CMS = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03" + b"\xa0\x80\x30\x80" + b"\0" * 8
SIGNED = (
    b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n'
    b"\tmicalg=sha-256; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nBore da\r\n"
    b"--x\r\nContent-Type: application/pkcs7-signature\r\n\r\nMII=\r\n--x--\r\n"
)
SUBJECT, HEADERS = 0x0037, 0x007D
AUTHOR_NAME, AUTHOR_SMTP, SENDER_NAME, SENDER_SMTP = 0x0042, 0x5D02, 0x0C1A, 0x5D01
SMIME, MULTIPART = "IPM.Note.SMIME", "IPM.Note.SMIME.MultipartSigned"


def members(data: bytes, **limits: int) -> list[Member]:
    return list(container.members(recognise(data), data, Budget(replace(LIMITS, **limits))))


def named(data: bytes, **limits: int) -> dict[str, bytes]:
    return {each.name: each.data for each in members(data, **limits)}


# --- Outlook messages ------------------------------------------------------------------------


def test_what_is_attached_to_an_ordinary_message_comes_out() -> None:
    large = bytes(range(256)) * 40
    made = made_message(
        {SUBJECT: "Tystysgrif"},
        [attachment("sian.cer", SIAN.certificate), attachment("ffeil fawr.zip", large)],
    )
    assert recognise(made).kind is Kind.OUTLOOK_MESSAGE
    assert outlook_message.letter(made) is None
    assert named(made) == {"sian.cer": SIAN.certificate, "ffeil fawr.zip": large}


def test_a_clear_signed_message_is_the_mail_it_was() -> None:
    entity = SIGNED + b"x" * 9000
    texts = {
        SUBJECT: "Bore da", AUTHOR_NAME: "Siân Llŷr", AUTHOR_SMTP: "sian@school.example",
        SENDER_NAME: "Swyddfa", SENDER_SMTP: "office@school.example",
    }  # fmt: skip
    made = made_message(
        texts, [attachment("smime.p7m", entity, "multipart/signed")], kind=MULTIPART
    )
    letter = outlook_message.letter(made)
    assert letter is not None
    assert letter.endswith(entity)  # octet for octet: the signature is over it
    header = letter[: -len(entity)].decode()
    shown = base64.b64encode("Siân Llŷr".encode()).decode()
    assert f"From: =?utf-8?B?{shown}?= <sian@school.example>\r\n" in header
    assert "<office@school.example>" in header.partition("Sender: ")[2]
    assert recognise(letter).kind is Kind.SIGNED_MAIL
    assert members(made) == []


def test_an_opaque_message_keeps_the_header_it_came_with_but_not_its_old_content_type() -> None:
    kept = (
        "Received: from a by b\r\nFrom: Sian <sian@school.example>\r\n"
        "Content-Type: application/pkcs7-mime;\r\n\tname=other.p7m\r\nSubject: X\r\n"
        "MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    made = made_message({HEADERS: kept}, [attachment("smime.p7m", CMS)], kind=SMIME)
    letter = outlook_message.letter(made)
    assert letter is not None
    assert letter.startswith(
        b"Received: from a by b\r\nFrom: Sian <sian@school.example>\r\nSubject: X\r\nMIME-Version"
    )
    assert letter.count(b"Content-Type") == 1
    assert base64.b64decode(letter.partition(b"\r\n\r\n")[2]) == CMS
    assert recognise(letter).kind is Kind.ENCRYPTED_MAIL


def test_no_property_can_become_a_field_of_its_own() -> None:
    texts = {SUBJECT: "a\r\nFrom: other@x.example", AUTHOR_SMTP: "sian@school.example\r\nBcc: y@x"}
    made = made_message(texts, [attachment("smime.p7m", CMS)], kind=SMIME)
    letter = outlook_message.letter(made)
    assert letter is not None
    assert b"other@x.example" not in letter
    assert b"Bcc" not in letter


def test_messages_within_messages() -> None:
    inner = message_storage({SUBJECT: "I/O"}, [attachment("smime.p7m", CMS)], kind=SMIME)
    plain = message_storage({}, [attachment("a.cer", SIAN.certificate)])
    made = made_message({}, [inner_message(inner), inner_message(plain)])
    found = named(made)
    assert list(found) == ["I_O.eml", "a.cer"]
    assert recognise(found["I_O.eml"]).kind is Kind.ENCRYPTED_MAIL


def test_messages_within_messages_end() -> None:
    storage = message_storage({}, [attachment("a.cer", b"x")])
    for _ in range(5):
        storage = message_storage({}, [inner_message(storage)])
    with pytest.raises(TooLarge):
        members(compound(storage))


def test_old_messages_in_eight_bit_letters() -> None:
    storage = dict(attachment("x", SIAN.certificate))
    del storage["__substg1.0_3707001F"]
    storage["__substg1.0_3704001E"] = "Siân.cer\0".encode("cp1252")
    assert list(named(made_message({}, [storage]))) == ["Siân.cer"]


def test_other_compound_files_are_called_by_what_they_are() -> None:
    for stream, name in (("WordDocument", "office"), ("EncryptedPackage", "protected-office")):
        assert recognise(compound({stream: b"x" * 5000})).looks_like == name


# --- winmail.dat -----------------------------------------------------------------------------


@pytest.mark.parametrize("by_properties", [False, True])
def test_attachments_of_a_winmail_dat(by_properties: bool) -> None:
    made = winmail([("Siân.cer", SIAN.certificate), ("b.zip", b"PK")], by_properties=by_properties)
    assert recognise(made).looks_like == "tnef"
    assert named(made) == {"Siân.cer": SIAN.certificate, "b.zip": b"PK"}


def test_a_signed_mail_in_a_winmail_dat() -> None:
    made = winmail(
        [("smime.p7m", SIGNED)],
        kind="IPM.Microsoft Mail.Note.SMIME.MultipartSigned", media_type="multipart/signed",
    )  # fmt: skip
    ((name, mail),) = named(made).items()
    assert name == "message.eml"
    assert mail.endswith(SIGNED)
    assert recognise(mail).kind is Kind.SIGNED_MAIL


# --- mail folders and mails ------------------------------------------------------------------

MAIL = b"From: a@x.example\nSubject: x\n\ntext\n\n>From here on\n"
MBOX = b"From a@x.example Tue Nov 24 09:00:00 2026\n" + MAIL + b"\n"


def test_a_mail_folder_gives_its_mails_as_they_were() -> None:
    made = MBOX * 3
    assert recognise(made).looks_like == "mbox"
    assert named(made) == {
        f"{number}.eml": MAIL.replace(b">From", b"From") + b"\n" * (number == 3)
        for number in (1, 2, 3)
    }
    assert list(named(made.replace(b"\n", b"\r\n"))) == ["1.eml", "2.eml", "3.eml"]


def test_one_mail_with_the_line_of_a_folder_is_a_mail() -> None:
    assert recognise(MBOX).kind is Kind.MAIL


def _part(head: bytes, content: bytes) -> bytes:
    return b"--y\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def _mail(*parts: bytes, kind: bytes = b"multipart/mixed; boundary=y") -> bytes:
    head = b"From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: " + kind + b"\r\n\r\n"
    return head + b"".join(parts) + b"--y--\r\n"


CERTIFICATE = _part(
    b"Content-Type: application/x-x509-ca-cert\r\nContent-Disposition: attachment;"
    b' filename="../sian.cer"\r\nContent-Transfer-Encoding: base64',
    base64.encodebytes(SIAN.certificate),
)


def test_what_is_attached_to_a_mail_comes_out_and_its_text_does_not() -> None:
    text = _part(b"Content-Type: text/plain", b"Bore da")
    pasted = _part(b"Content-Type: text/plain", b"-----BEGIN CERTIFICATE-----")
    forwarded = _part(b"Content-Type: message/rfc822", MAIL)
    made = _mail(text, CERTIFICATE, pasted, forwarded)
    assert recognise(made).kind is Kind.MAIL
    assert named(made) == {
        "sian.cer": SIAN.certificate, "3.txt": b"-----BEGIN CERTIFICATE-----", "4.eml": MAIL,
    }  # fmt: skip


def test_a_signed_mail_gives_what_was_signed_and_no_signature() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=y\r\n\r\n" + CERTIFICATE + b"--y--\r\n"
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMII="
    made = (
        b"From: a@x.example\r\nContent-Type: multipart/signed; boundary=z;"
        b' protocol="application/pkcs7-signature"\r\n\r\n'
        b"--z\r\n" + inner + b"\r\n--z\r\n" + signature + b"\r\n--z--\r\n"
    )
    assert recognise(made).kind is Kind.SIGNED_MAIL
    assert named(made) == {"sian.cer": SIAN.certificate}


def test_a_bare_message_has_nothing_attached() -> None:
    assert members(CMS) == []


def test_too_many_parts_and_too_many_octets_are_refused() -> None:
    for made in (_mail(*[CERTIFICATE] * 5), winmail([("a", b"x" * 900)] * 5), MBOX * 5):
        with pytest.raises(TooLarge):
            members(made, members=4)
    message = made_message({}, [attachment("a", b"x" * 9000)] * 5)
    with pytest.raises(TooLarge):
        members(message, members=4)
    with pytest.raises(TooLarge):
        members(message, member_bytes=8000)
    with pytest.raises(TooLarge):
        members(MBOX * 5, unpacked_bytes=100)


# --- what is changed on its way --------------------------------------------------------------


def _victims() -> Iterator[bytes]:
    yield made_message(
        {SUBJECT: "x"}, [attachment("a.cer", SIAN.certificate), attachment("b", b"y" * 5000)]
    )
    yield winmail([("a.cer", SIAN.certificate)], by_properties=True)
    yield _mail(CERTIFICATE)
    yield MBOX * 2


VICTIMS = tuple(_victims())


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(VICTIMS),
    st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 200),
)
def test_nothing_surprises_them(victim: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    made = bytearray(victim)
    for at, octet in changes:
        made[at % len(made)] = octet
    with contextlib.suppress(Damaged, TooLarge):
        members(bytes(made[: len(made) - cut]))


def test_what_is_cut_off_is_damaged() -> None:
    message, stream = VICTIMS[0], VICTIMS[1]
    with pytest.raises(Damaged):
        outlook_message.letter(message[:1400])
    with pytest.raises(Damaged):
        outlook_message.letter(message[:4000])
    with pytest.raises(Damaged):
        members(stream[: len(stream) // 2])


def test_a_message_attached_in_a_winmail_dat_is_one_again() -> None:
    inner = winmail([("a.cer", SIAN.certificate)])
    made = winmail([("Bore da", b"interface-16-oct" + inner)], as_object=True)
    ((name, data),) = named(made).items()
    assert (name, recognise(data).looks_like) == ("Bore da", "tnef")
    assert named(data) == {"a.cer": SIAN.certificate}
