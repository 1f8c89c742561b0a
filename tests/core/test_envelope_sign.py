"""Signatures: ours judged by OpenSSL and NSS, theirs judged by us."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from asn1crypto import cms as asn1_cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sel.base.errors import KeyMismatch, UnsupportedAlgorithm
from sel.core import envelope
from sel.core.envelope import Reason
from tests.core.mail_material import (
    BODY,
    NOW,
    Nss,
    Person,
    ToolRefused,
    openssl_signs,
    openssl_verifies,
    person,
    root,
    run,
)

SIGNING = ("rsa", "p256", "p384", "p521", "brainpool")
DIGESTS = {"p384": "sha384", "p521": "sha512"}


def sign(who: Person, content: bytes = BODY, *, detached: bool = True) -> bytes:
    return envelope.sign(
        content,
        key=who.key,
        certificate=who.certificate,
        chain=[root()[1]],
        when=NOW,
        detached=detached,
    )


@pytest.mark.parametrize("kind", SIGNING)
def test_openssl_agrees_with_our_signature(kind: str, tmp_path: Path) -> None:
    signature = sign(person(kind))
    openssl_verifies(signature, tmp_path, "-inform", "DER", "-cades", content=BODY)
    with pytest.raises(ToolRefused, match="verification failure"):
        openssl_verifies(signature, tmp_path, "-inform", "DER", content=BODY + b" ")


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


def test_an_opaque_signature_carries_its_content(tmp_path: Path) -> None:
    signature = sign(person(), detached=False)
    assert openssl_verifies(signature, tmp_path, "-inform", "DER") == BODY
    assert envelope.carried_content(signature) == BODY
    assert envelope.verify(signature)[0].holds


def test_nss_agrees_with_our_signatures(tmp_path: Path) -> None:
    nss = Nss(tmp_path)
    for kind in ("rsa", "p256"):
        assert nss.opens(sign(person(kind)), BODY) == BODY
    with pytest.raises(ToolRefused):
        nss.opens(sign(person()), BODY + b"x")


def test_we_agree_with_signatures_of_nss(tmp_path: Path) -> None:
    people = (person("rsa"), person("p256", "gwen"))
    nss = Nss(tmp_path, *people)
    for who in people:
        detached, opaque = nss.signs(who, BODY, "-T"), nss.signs(who, BODY)
        (signer,) = envelope.verify(detached, BODY)
        assert signer.holds
        assert signer.certificate == who.certificate
        assert signer.signed_at is not None
        assert envelope.verify(opaque)[0].holds
        assert envelope.verify(detached, BODY + b"x")[0].reason is Reason.CONTENT_ALTERED


@pytest.mark.parametrize(
    ("kind", "options", "algorithm"),
    [
        ("rsa", (), "rsa-sha256"),
        ("rsa", ("-nodetach",), "rsa-sha256"),
        ("rsa", ("-keyid", "-md", "sha512"), "rsa-sha512"),
        ("rsa", ("-md", "sha3-256"), "rsa-sha3-256"),
        ("rsa", ("-keyopt", "rsa_padding_mode:pss"), "rsa-pss-sha256"),
        (
            "rsa",
            ("-md", "sha384", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:20"),
            "rsa-pss-sha384",
        ),
        (
            "rsa",
            ("-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_mgf1_md:sha1"),
            "rsa-pss-sha256",
        ),
        ("p256", ("-noattr",), "ecdsa-sha256"),
        ("p384", ("-md", "sha384", "-cades"), "ecdsa-sha384"),
        ("p521", ("-md", "sha512", "-nodetach", "-stream"), "ecdsa-sha512"),
    ],
)
def test_we_agree_with_signatures_of_openssl(
    kind: str, options: tuple[str, ...], algorithm: str, tmp_path: Path
) -> None:
    who = person(kind)
    signature = openssl_signs(who, BODY, tmp_path, *options)
    (signer,) = envelope.verify(signature, BODY)
    assert (signer.reason, signer.algorithm) == (Reason.HOLDS, algorithm)
    assert signer.certificate == who.certificate
    opaque = "-nodetach" in options
    altered = envelope.verify(signature, BODY[:-1])[0].reason
    unsigned = "-noattr" in options
    assert altered is (
        Reason.OTHER_CONTENT if opaque else Reason.WRONG if unsigned else Reason.CONTENT_ALTERED
    )


@pytest.mark.parametrize("kind", ["rsa", "p384", "ed25519"])
def test_we_agree_with_signatures_of_gnutls(kind: str, tmp_path: Path) -> None:
    who = person(kind)
    (tmp_path / "in").write_bytes(BODY)
    pem = who.pem(tmp_path)
    armoured = run(
        "certtool", "--p7-detached-sign", "--p7-time", "--load-privkey", pem,
        "--load-certificate", pem, "--infile", str(tmp_path / "in"),
    )  # fmt: skip
    (signer,) = envelope.verify(armoured, BODY)
    assert signer.holds
    assert signer.certificate == who.certificate
    assert not envelope.verify(armoured, BODY + b"x")[0].holds


@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_a_digest_that_others_can_match_is_called_weak(digest: str, tmp_path: Path) -> None:
    signature = openssl_signs(person("rsa"), BODY, tmp_path, "-md", digest)
    (signer,) = envelope.verify(signature, BODY)
    assert signer.holds
    assert signer.weak
    assert signer.digest == digest


def test_each_of_several_signers_is_judged(tmp_path: Path) -> None:
    one, other = person("rsa"), person("p256", "gwen")
    signature = openssl_signs(one, BODY, tmp_path, "-signer", other.pem(tmp_path))
    signers = envelope.verify(signature, BODY)
    assert {each.certificate for each in signers} == {one.certificate, other.certificate}
    assert all(each.holds for each in signers)
    assert not any(each.holds for each in envelope.verify(signature, b"other"))


def test_a_signer_without_certificate_is_found_among_the_known(tmp_path: Path) -> None:
    who = person("rsa")
    signature = openssl_signs(who, BODY, tmp_path, "-nocerts")
    (unknown,) = envelope.verify(signature, BODY)
    assert (unknown.reason, unknown.certificate) == (Reason.NO_CERTIFICATE, None)
    (known,) = envelope.verify(signature, BODY, certificates=[root()[1], who.certificate])
    assert known.holds


def test_armour_is_taken_off(tmp_path: Path) -> None:
    who = person()
    armoured = openssl_signs(who, BODY, tmp_path, "-outform", "PEM")
    assert armoured.startswith(b"-----BEGIN CMS-----")
    assert envelope.verify(armoured, BODY)[0].holds
    bare = b"\n".join(armoured.splitlines()[1:-1])
    assert envelope.verify(bare, BODY)[0].holds


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
