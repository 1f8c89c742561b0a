"""The messages printed in RFC 4134, where a folder with them is named by SEL_SAMPLES.

They are not ours to hand on; the shapes are rebuilt with own keys in the tests beside this one.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from sel.base.errors import NotAMail, SelError
from sel.base.secret import Secret
from sel.core import envelope, letter
from sel.core.envelope import Key
from sel.core.envelope.identity import try_identity

SAMPLES = Path(os.environ.get("SEL_SAMPLES", "")) / "rfc" / "rfc4134"
pytestmark = pytest.mark.skipif(
    "SEL_SAMPLES" not in os.environ, reason="SEL_SAMPLES names no folder with the RFCs' samples"
)
CONTENT = "This is some sample content."


@cache
def certificates() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(SAMPLES.glob("*.cer")))


@cache
def ring() -> tuple[Key, ...]:
    keys = []
    for path in sorted(SAMPLES.glob("*.pri")):
        private = load_der_private_key(path.read_bytes(), None)
        spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pkcs8 = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        for der in certificates():
            who = try_identity(der)
            if who is not None and who.spki == spki:
                keys.append(Key(der, spki, lambda pkcs8=pkcs8: Secret(pkcs8)))  # type: ignore[misc]
    return tuple(keys)


SIGNED = {
    "4.1.bin": ("signature-holds",),
    "4.2.bin": ("signature-holds",),
    "4.3.bin": ("signature-holds",),  # detached
    "4.4.bin": ("signature-holds",),  # with countersignature and odd attributes
    "4.5.bin": ("signature-holds",),
    # The second signer's DSA key takes its parameters from the authority's: nobody does so now.
    "4.6.bin": ("signature-holds", "signature-unsupported"),
    "4.7.bin": ("signature-holds",),
    "4.10.bin": ("signature-holds",),
    "4.11.bin": (),  # certificates and a CRL alone
}


@pytest.mark.parametrize(("name", "reasons"), SIGNED.items())
def test_signatures_hold(name: str, reasons: tuple[str, ...]) -> None:
    data = (SAMPLES / name).read_bytes()
    content = (SAMPLES / "ExContent.bin").read_bytes() if name == "4.3.bin" else None
    signers = envelope.verify(data, content, certificates=certificates())
    assert tuple(each.reason.value for each in signers) == reasons
    for each in signers:
        assert each.weak  # SHA-1, and it is said


MAILS = {
    "4.1.bin": ("unverifiable", CONTENT),  # nobody says who it is from
    "4.2.bin": ("unverifiable", CONTENT),
    "4.8.eml": ("invalid", CONTENT),  # From is examples.com, certificates: example.com
    "4.9.eml": ("invalid", CONTENT),
    "5.1.bin": ("none", CONTENT),
    "5.2.bin": ("none", CONTENT),  # RC2-40
    "5.3.eml": ("none", CONTENT),
}


@pytest.mark.parametrize(("name", "expected"), MAILS.items())
def test_mails_open(name: str, expected: tuple[str, str]) -> None:
    found = letter.open_letter((SAMPLES / name).read_bytes(), ring())
    assert found.signature.value == expected[0]
    assert found.text.strip() == expected[1]
    assert found.decrypted == name.startswith("5.")


@pytest.mark.parametrize("name", ["3.1.bin", "3.2.bin", "6.0.bin", "7.1.bin", "7.2.bin"])
def test_what_is_no_mail_is_named(name: str) -> None:
    """Bare data, DigestedData, EncryptedData: kinds of CMS that no mail is made of."""
    with pytest.raises(NotAMail) as refused:
        letter.open_letter((SAMPLES / name).read_bytes(), ring())
    assert refused.value.what.facts["looks_like"] in {"cms", "unknown", "text"}


def test_every_sample_is_in_a_table() -> None:
    named = {*SIGNED, *MAILS, "3.1.bin", "3.2.bin", "6.0.bin", "7.1.bin", "7.2.bin"}
    there = {path.name for path in SAMPLES.glob("[0-9]*")}
    assert there == named
    for name in there:
        try:
            letter.describe((SAMPLES / name).read_bytes())
        except SelError:
            continue
