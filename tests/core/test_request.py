"""Requests: made as asked, and what is asked for is what can be certified."""

from __future__ import annotations

import pytest

from sel.base.errors import (
    BadAddress,
    BadCountry,
    FieldMissing,
    NotARequest,
    NotPrintable,
    TooLong,
)
from sel.core import keypair, request
from sel.core.asn1 import armour
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from tests.pilot import SIAN, rsa_key

WELSH = Asked(
    (SIAN, "siân@ysgol-tŷ.example"), "Siân Llŷr", "Ysgol Gyfun y Tŵr", "Cerdd", "Llanfairpwll",
    "gb",
)  # fmt: skip


@pytest.mark.parametrize("kind", [KeyKind.RSA_2048, KeyKind.EC_P256, KeyKind.EC_P384])
def test_facts_come_back(kind: KeyKind) -> None:
    key = rsa_key() if kind is KeyKind.RSA_2048 else keypair.generate(kind)
    made = request.read(request.build(WELSH, key=key))
    assert made.holds
    assert made.emails == (SIAN, "siân@xn--ysgol-t-xvb.example")
    assert made.common_name == "Siân Llŷr"
    assert made.subject == "CN=Siân Llŷr,OU=Cerdd,O=Ysgol Gyfun y Tŵr,L=Llanfairpwll,C=GB"


def test_an_international_address_stands_as_rfc_9598_says() -> None:
    der = request.build(WELSH, key=keypair.generate(KeyKind.EC_P256))
    assert "siân@xn--ysgol-t-xvb.example".encode() in der
    assert b"\x06\x08\x2b\x06\x01\x05\x05\x07\x08\x09" in der  # id-on-SmtpUTF8Mailbox


def test_one_flipped_bit_breaks_the_signature() -> None:
    der = bytearray(request.build(WELSH, key=keypair.generate(KeyKind.EC_P256)))
    place = der.index(b"Cerdd")
    der[place] ^= 1
    assert not request.read(bytes(der)).holds


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (Asked((), "Siân"), BadAddress),
        (Asked(("sian",), "Siân"), BadAddress),
        (Asked((SIAN,), "  "), FieldMissing),
        (Asked((SIAN,), "x" * 65), TooLong),
        (Asked((SIAN,), "a\x07b"), NotPrintable),
        (Asked((SIAN,), "Siân", country="Wales"), BadCountry),
        (Asked((SIAN,), "Siân", organisation="o" * 65), TooLong),
    ],
)
def test_what_cannot_be_asked_is_refused(wrong: Asked, error: type[Exception]) -> None:
    with pytest.raises(error):
        request.build(wrong, key=keypair.generate(KeyKind.EC_P256))


@pytest.mark.parametrize("rubbish", [b"", b"\x30\x00", b"hello", b"\x30\x82\xff\xff" + b"a" * 9])
def test_rubbish_is_no_request(rubbish: bytes) -> None:
    with pytest.raises(NotARequest):
        request.read(rubbish)


def test_pem_with_text_around_it_is_read() -> None:
    der = request.build(WELSH, key=keypair.generate(KeyKind.EC_P256))
    pem = b"Dear IT,\r\n\r\n" + armour("CERTIFICATE REQUEST", der) + b"\nDiolch\n"
    assert request.read(pem).der == der
