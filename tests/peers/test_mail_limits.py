"""Letters that want time, memory or depth: refused or read, but quickly."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
from asn1crypto import cms

from sel.base.errors import SelError, TooLarge
from sel.core import envelope, letter
from sel.core.envelope import der
from sel.core.envelope.identity import Identity
from sel.core.letter import Signature
from tests.core.mail_material import BODY, NOW, mail, multipart, person, sealed, signed

SIAN = person()


@pytest.fixture(autouse=True)
def takes_no_time() -> Iterator[None]:
    """Two seconds of our own, on a machine that does other things too."""
    before = time.process_time()
    yield
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    "value",
    [
        "a" * 200_000,
        '"' + "a" * 30_000 + '" <sian.llyr@school.example>',
        "a" * 30_000 + " <sian.llyr@school.example>",
        "(" * 30_000,
        "(" * 15_000 + ")" * 15_000,
        "a@b.example," * 2_400,
        "<" * 30_000,
        '"\\' * 15_000,
        "=?utf-8?q?" * 3_000,
        "=?utf-8?q?a?= " * 2_000,
        "x:" * 15_000,
        "@" * 30_000,
    ],
)
def test_a_sender_of_any_length(value: str) -> None:
    for name in ("From", "Sender"):
        fields = [f"{name}: {value}"] + (["From: a@b.example"] if name == "Sender" else [])
        try:
            opened = letter.open_letter(mail(SIAN, signed(SIAN), *fields), ())
        except TooLarge:
            continue
        assert opened.signature is not Signature.VALID or "sian.llyr" in value


@pytest.mark.parametrize(
    "value",
    [
        "multipart/mixed;" + ' x="\\";' * 4_000,
        "multipart/mixed;" * 2_000,
        "multipart/mixed; boundary" + "*0" * 10_000,
        "multipart/mixed; " + "; ".join(f"boundary*{i}=a" for i in range(2_000)),
        "a/" * 15_000,
        " " * 30_000,
        "text/plain; charset=" + "x" * 30_000,
        "text/plain; charset=idna",
        "multipart/mixed; boundary=" + "a" * 30_000,
        'multipart/mixed; boundary=""',
        "x" * 40_000,
    ],
)
def test_a_content_type_of_any_length(value: str) -> None:
    raw = mail(SIAN, f"Content-Type: {value}\r\n\r\n--\r\nxn--a\r\n".encode())
    try:
        letter.open_letter(raw, ())
    except SelError:
        return


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n----" * 300_000,
        b"--b\r\n\r\n" * 100_000,
        b"-" * 2_000_000,
        b"\n--b" * 200_000,
        b"\r\n--b " + b" " * 1_000_000 + b"x",
        b"--b\r\n" + b"x\n" * 200_000,
    ],
)
def test_a_multipart_of_nothing_but_delimiters(body: bytes) -> None:
    for boundary in (b"b", b"--"):
        raw = mail(
            SIAN, b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n" + body
        )
        try:
            letter.open_letter(raw, ())
        except TooLarge:
            continue


def test_parts_within_parts() -> None:
    inside = BODY
    for _ in range(24):
        inside = multipart("mixed", inside)
    assert letter.open_letter(mail(SIAN, inside), ()).texts
    with pytest.raises(TooLarge):
        letter.open_letter(mail(SIAN, multipart("mixed", inside)), ())


def test_a_large_part_in_deep_parts_is_not_copied_at_each_depth() -> None:
    inside = b"Content-Type: application/pdf\r\n\r\n" + bytes(4_000_000)
    for _ in range(24):
        inside = multipart("mixed", inside)
    opened = letter.open_letter(mail(SIAN, inside), ())
    assert len(opened.attachments[0].data) == 4_000_000


def test_certificates_beyond_measure() -> None:
    ours = envelope.sign(
        BODY, key=SIAN.key, certificate=SIAN.certificate, chain=(), when=NOW, detached=False
    )
    certificates = der.encode(0xA0, SIAN.certificate)
    assert ours.count(certificates) == 1
    for crowd in (
        [der.sequence(bytes(70_000))],
        [SIAN.certificate] * 201,
    ):
        with pytest.raises(TooLarge):
            envelope.verify(_with_certificates(ours, crowd))
    assert envelope.verify(_with_certificates(ours, [SIAN.certificate] * 200))[0].holds


def test_many_recipients_that_are_all_the_same_key_of_ours() -> None:
    """Each of them would be tried, each time on the whole content."""
    who = person("rsa")
    message = envelope.encrypt(BODY, recipients=[who.certificate])
    parsed = cms.ContentInfo.load(message)["content"]
    info = parsed["recipient_infos"][0].dump()
    broken = info[:-1] + bytes((info[-1] ^ 1,))
    crowd = der.sequence(
        der.oid("1.2.840.113549.1.7.3"),
        der.encode(
            0xA0,
            der.sequence(
                der.integer(0),
                der.encode(0x31, *[broken] * 2_000),
                parsed["encrypted_content_info"].dump(),
            ),
        ),
    )
    started = time.process_time()
    with contextlib.suppress(SelError):
        envelope.decrypt(crowd, who.ring)
    assert time.process_time() - started < 1


def test_a_name_that_would_take_long_to_compare() -> None:
    rdn = der.set_of(der.sequence(der.oid("2.5.4.3"), der.encode(0x0C, b"x")))
    long_name = der.encode(0x30, *[rdn] * 3_000)
    ours = sealed(BODY, SIAN)
    assert letter.describe(mail(SIAN, ours)).recipients
    wanted = envelope.RecipientId(issuer_der=long_name, serial=1)
    other = Identity(long_name.replace(b"\x0c", b"\x13"), long_name, 1, b"", None)
    assert not other.answers(wanted)
    assert Identity(long_name, long_name, 1, b"", None).answers(wanted)


def _with_certificates(message: bytes, certificates: list[bytes]) -> bytes:
    parsed = cms.ContentInfo.load(message)["content"]
    shell = der.sequence(
        der.integer(1),
        parsed["digest_algorithms"].dump(),
        parsed["encap_content_info"].dump(),
        der.encode(0xA0, *certificates),
        parsed["signer_infos"].dump(),
    )
    return der.sequence(der.oid("1.2.840.113549.1.7.2"), der.encode(0xA0, shell))
