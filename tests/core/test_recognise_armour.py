"""Text as people pass certificates on: whatever was done to it, the certificate is the same."""

from __future__ import annotations

import base64
import html
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.core.asn1 import armour
from sel.core.recognise import Kind, Piece, certificates, recognise
from tests.pilot import person, pilot

SIAN = person()
PEM = armour("CERTIFICATE", SIAN.certificate)
BARE = base64.encodebytes(SIAN.certificate)
TEXT = PEM.decode()
ISSUER = armour("CERTIFICATE", pilot().issuer)


def _quoted(text: bytes, mark: bytes) -> bytes:
    return b"".join(mark + line + b"\n" for line in text.splitlines())


FORMS = {
    "with text around": b"Annwyl bawb,\n\n" + PEM + b"\nCofion, Si\xc3\xa2n\n",
    "openssl's text": b"Certificate:\n    Data:\n        Version: 3 (0x2)\n"
    b"        Subject: CN = Si\xc3\xa2n\n" + PEM,
    "bag attributes": b"Bag Attributes\n    localKeyID: 01\nsubject=CN = x\n\n" + PEM,
    "CRLF": PEM.replace(b"\n", b"\r\n"),
    "CR": PEM.replace(b"\n", b"\r"),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + PEM,
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without a mark, little": TEXT.encode("utf-16-le"),
    "UTF-16 without a mark, big": TEXT.encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
    "one line": PEM.replace(b"\n", b" "),
    "no line end": PEM.rstrip(),
    "blanks before every line": _quoted(PEM, b"    "),
    "empty lines between": PEM.replace(b"\n", b"\n\n"),
    "quoted in a mail": _quoted(PEM, b"> "),
    "quoted twice": _quoted(PEM, b">> "),
    "quoted-printable": quopri.encodestring(PEM),
    "quoted-printable, CRLF": quopri.encodestring(PEM).replace(b"\n", b"\r\n"),
    "quoted-printable, all signs": PEM.replace(b"=", b"=3D").replace(b"+", b"=2B"),
    "HTML": b"<p>" + html.escape(TEXT).replace("\n", "<br/>\r\n").encode() + b"</p>",
    "HTML with entities": TEXT.replace("+", "&#43;").replace("=", "&#x3d;").encode(),
    "HTML in lines": b"".join(b"<div>" + line + b"</div>" for line in PEM.splitlines()),
    "no-break spaces": TEXT.replace("BEGIN CERT", "BEGIN\u00a0CERT").encode(),
    "dashes by Word": TEXT.replace("-----", "\u2014\u2013").encode(),
    "dashes by Word, Windows-1252": TEXT.replace("-----", "\u2014-").encode("cp1252"),
    "letters without width": TEXT.replace("\n", "\u200b\n").encode(),
    "JSON": b'{"certificate": "' + PEM.replace(b"\n", b"\\n") + b'"}',
    "base64 of it": base64.b64encode(PEM),
    "BEGIN X509": PEM.replace(b" CERTIFICATE", b" X509 CERTIFICATE"),
    "label of another thing": PEM.replace(b" CERTIFICATE", b" PKCS7"),
    "padding lost": PEM.replace(b"=", b""),
    "END lost": PEM[: PEM.index(b"-----END")],
    "no armour": BARE,
    "no armour, CRLF": BARE.replace(b"\n", b"\r\n"),
    "no armour, one line": base64.b64encode(SIAN.certificate),
    "no armour, UTF-16": BARE.decode().encode("utf-16"),
    "no armour, text around": b"Dyma hi:\n\n" + BARE + b"\nCofion\nSian\n",
    "no armour, a word behind": BARE + b"Diolch\n",
    "no armour, quoted": _quoted(BARE, b"> "),
    "no armour, in XML": b"<X509Certificate>" + BARE + b"</X509Certificate>",
    "LDIF": b"dn: cn=x\nuserCertificate;binary:: "
    + base64.b64encode(SIAN.certificate)[:60]
    + b"".join(
        b"\n " + base64.b64encode(SIAN.certificate)[at : at + 76]
        for at in range(60, len(BARE), 76)
    ),
    "DER": SIAN.certificate,
    "DER and a line end": SIAN.certificate + b"\r\n",
    "DER and something else": SIAN.certificate + b"garbage",
    "DER and zeros": SIAN.certificate + bytes(512),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_certificate_comes_out_of(form: str) -> None:
    found = recognise(FORMS[form])
    assert (found.kind, found.pieces, found.broken) == (
        Kind.CERTIFICATE, (Piece(Kind.CERTIFICATE, SIAN.certificate),), 0,
    )  # fmt: skip
    assert certificates(FORMS[form]) == (SIAN.certificate,)


def test_several_objects_in_one_file() -> None:
    key = armour("PRIVATE KEY", SIAN.key.reveal())
    request = armour("CERTIFICATE REQUEST", SIAN.request)
    found = recognise(PEM + b"\nand the key\n" + key + request + ISSUER)
    assert found.kind is Kind.PRIVATE_KEY  # what matters most
    assert [piece.kind.value for piece in found.pieces] == [
        "certificate", "private-key", "request", "certificate",
    ]  # fmt: skip
    assert recognise(request + PEM).kind is Kind.CERTIFICATE
    assert recognise(request + PEM + ISSUER).kind is Kind.CERTIFICATES


def test_several_structures_one_behind_the_other() -> None:
    made = SIAN.certificate + pilot().issuer + b"\n" + pilot().root_crl
    found = recognise(made)
    assert found.kind is Kind.CERTIFICATES
    assert [piece.der for piece in found.pieces] == [
        SIAN.certificate, pilot().issuer, pilot().root_crl,
    ]  # fmt: skip


def test_only_the_encrypted_key_of_several_is_encrypted() -> None:
    sealed = (
        b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
        b"DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\nAAECAwQFBgcICQoLDA0ODw==\n"
        b"-----END RSA PRIVATE KEY-----\n"
    )
    found = recognise(armour("PRIVATE KEY", SIAN.key.reveal()) + sealed)
    assert [piece.encrypted for piece in found.pieces] == [False, True]


def test_a_broken_block_is_counted_and_the_others_are_read() -> None:
    found = recognise(PEM[:200] + b"\n" + ISSUER + b"-----BEGIN CERTIFICATE-----\n!!!\n")
    assert (found.kind, found.broken) == (Kind.CERTIFICATE, 2)
    assert found.pieces[0].der == pilot().issuer
    assert recognise(PEM[:200]).looks_like == "damaged"


@pytest.mark.parametrize(
    ("label", "looks_like"),
    [
        ("PUBLIC KEY", "public-key"),
        ("PGP PUBLIC KEY BLOCK", "pgp"),
        ("PGP MESSAGE", "pgp"),
        ("OPENSSH PRIVATE KEY", "ssh"),
        ("CERTIFICATE", "damaged"),
    ],
)
def test_armour_of_other_things(label: str, looks_like: str) -> None:
    text = f"Helo\n-----BEGIN {label}-----\n\nAAAAB3NzaC1yc2E=\n=abcd\n-----END {label}-----\n"
    assert recognise(text.encode()).looks_like == looks_like
    # Beside a certificate it does not matter, unless it was to be one itself.
    beside = recognise(text.encode() + PEM)
    assert (beside.kind, beside.broken) == (Kind.CERTIFICATE, int(looks_like == "damaged"))


def test_a_mail_with_a_certificate_in_its_text_is_a_mail() -> None:
    mail = b"From: a@x.example\nSubject: Tystysgrif\n\n" + PEM
    assert recognise(mail).kind is Kind.MAIL
    assert recognise(mail).pieces == ()
    assert certificates(mail) == (SIAN.certificate,)


@pytest.mark.parametrize(
    "text",
    [
        b"-" * 300_000,
        b"-----BEGIN CERTIFICATE-----" * 12_000,
        b"--   BEGIN " * 30_000,
        b"MI" * 150_000,
        (b"M" * 70 + b"\n") * 5_000,
        b">" * 300_000,
        b"<" * 300_000,
        b"&" * 300_000,
        b"=\n" * 150_000,
        b"a: " * 100_000,
        b"a:b\n" * 80_000,
        b"From " * 60_000,
        b"\n\nFrom x 10:00\n" * 20_000,
        b"BEGIN:VCARD\n" + b"KEY;" * 80_000,
        b"BEGIN:VCARD\n" + b"KEY:AA\n" * 5_000,
        b"-----BEGIN CERTIFICATE-----\n" + b"a:\n" * 100_000,
        b"\x30\x80" * 150_000,
        b"\x30\x82\xff\xff" * 80_000,
        b"BEGIN <" + b"br " * 100_000,
    ],
    ids=range(19),
)
def test_no_text_takes_long(text: bytes) -> None:
    import time

    began = time.process_time()
    recognise(text)
    assert time.process_time() - began < 0.5


LETTERS = st.text(alphabet="MIIabc+/=->&<; \r\n\u2014\u00a0", max_size=60)


@settings(max_examples=60, deadline=None)
@given(LETTERS, LETTERS, st.integers(0, len(PEM)), LETTERS)
def test_nothing_surprises_it(before: str, inside: str, at: int, behind: str) -> None:
    text = before.encode() + PEM[:at] + inside.encode() + PEM[at:] + behind.encode()
    assert recognise(text).kind in {Kind.CERTIFICATE, Kind.UNKNOWN}
    recognise((before + TEXT + behind).encode("utf-16-le"))
