"""Signatures: ours judged by OpenSSL and NSS, theirs judged by us."""

from __future__ import annotations

from datetime import datetime

import pytest
from asn1crypto import cms as asn1_cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sel.base.errors import KeyMismatch, UnsupportedAlgorithm
from sel.core import envelope
from tests.core.mail_material import (
    BODY,
    NOW,
    SIGNING,
    person,
    root,
    sign,
)

DIGESTS = {"p384": "sha384", "p521": "sha512"}


@pytest.mark.parametrize("kind", SIGNING)
def test_we_agree_with_our_signature(kind: str) -> None:
    who = person(kind)
    (signer,) = envelope.verify(sign(who), BODY)
    assert signer.holds
    assert signer.certificate == who.certificate
    assert signer.signed_at == NOW
    assert signer.digest == DIGESTS.get(kind, "sha256") == envelope.digest_for(who.certificate)
    assert signer.algorithm == ("rsa" if kind == "rsa" else "ecdsa") + f"-{signer.digest}"
    assert not signer.weak


def test_our_signature_as_another_parser_reads_it() -> None:
    who, encrypting = person("rsa"), person("rsa", number=1)
    signature = envelope.sign(
        BODY,
        key=who.key,
        certificate=who.certificate,
        chain=[root()[1]],
        when=NOW,
        encryption_certificate=encrypting.certificate,
    )
    signed = asn1_cms.ContentInfo.load(signature)["content"]
    assert signed["version"].native == "v1"
    assert signed["encap_content_info"]["content"].native is None
    carried = {each.chosen.dump() for each in signed["certificates"]}
    assert carried == {who.certificate, encrypting.certificate}  # and not the root
    (info,) = signed["signer_infos"]
    attributes = [each.dump() for each in info["signed_attrs"]]
    assert attributes == sorted(attributes)
    assert [each["type"].native for each in info["signed_attrs"]].count("signing_time") == 1
    by_type = {each["type"].dotted: each["values"][0] for each in info["signed_attrs"]}
    assert by_type["1.2.840.113549.1.9.3"].native == "data"
    capabilities = by_type["1.2.840.113549.1.9.15"]
    assert [each[0].dotted for each in capabilities] == [
        "2.16.840.1.101.3.4.1.42",
        "2.16.840.1.101.3.4.1.2",
    ]
    preference = by_type["1.2.840.113549.1.9.16.2.11"].dump()
    assert preference[:1] == b"\xa0"
    other = asn1_cms.IssuerAndSerialNumber.load(b"\x30" + preference[1:])
    assert other["serial_number"].native == _serial(encrypting.certificate)


def test_a_certificate_that_cannot_be_encrypted_to_is_no_preference() -> None:
    who = person("p256")
    attributes = sign(who)
    assert bytes.fromhex("060b2a864886f70d010910020b") in attributes  # id-aa-encrypKeyPref
    loaded = x509.load_der_x509_certificate(who.certificate)
    signing_only = (
        x509.CertificateBuilder()
        .subject_name(loaded.subject)
        .issuer_name(loaded.issuer)
        .public_key(loaded.public_key())
        .serial_number(7)
        .not_valid_before(loaded.not_valid_before_utc)
        .not_valid_after(loaded.not_valid_after_utc)
        .add_extension(_digital_signature(), critical=True)
        .sign(root()[0], loaded.signature_hash_algorithm)
    )
    der = signing_only.public_bytes(Encoding.DER)
    signature = envelope.sign(BODY, key=who.key, certificate=der, chain=(), when=NOW)
    assert bytes.fromhex("060b2a864886f70d010910020b") not in signature


def test_what_cannot_be_signed_with() -> None:
    who = person()
    with pytest.raises(KeyMismatch):
        envelope.sign(BODY, key=who.key, certificate=person("rsa").certificate, chain=(), when=NOW)
    with pytest.raises(UnsupportedAlgorithm):
        sign(person("ed25519"))
    with pytest.raises(ValueError, match="zone"):
        envelope.sign(
            BODY,
            key=who.key,
            certificate=who.certificate,
            chain=(),
            when=datetime(2026, 1, 1),
        )


def test_times_after_2049_are_written_and_read() -> None:
    who = person()
    for year in (2049, 2050, 2077):
        when = NOW.replace(year=year, day=1)
        signature = envelope.sign(
            BODY, key=who.key, certificate=who.certificate, chain=(), when=when
        )
        assert envelope.verify(signature, BODY)[0].signed_at == when


def _serial(certificate: bytes) -> int:
    return x509.load_der_x509_certificate(certificate).serial_number


def _digital_signature() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
