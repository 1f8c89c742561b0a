"""Forms that only some programs write, put together by the terms of their RFCs."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, padding, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from sel.base.errors import Damaged, NotDecrypted, UnsupportedAlgorithm
from sel.core import envelope
from sel.core.envelope import Key, Reason, RecipientId, der
from tests.core.mail_material import BODY, NOW, Person, person, root

DATA, SIGNED, AUTH = (
    "1.2.840.113549.1.7.1",
    "1.2.840.113549.1.7.2",
    "1.2.840.113549.1.9.16.1.23",
)
SHA256 = der.algorithm("2.16.840.1.101.3.4.2.1")
RSA = "1.2.840.113549.1.1.1"


def attributes(digest: bytes) -> list[bytes]:
    return [
        der.sequence(der.oid("1.2.840.113549.1.9.3"), der.set_of(der.oid(DATA))),
        der.sequence(der.oid("1.2.840.113549.1.9.4"), der.set_of(der.octets(digest))),
    ]


def signed_data(
    who: Person, signature: bytes, how: bytes, attrs: bytes, *, digest: bytes = SHA256
) -> bytes:
    """SignedData of one signer. attrs: the whole [0] element, or b"" for none."""
    loaded = x509.load_der_x509_certificate(who.certificate)
    sid = der.sequence(loaded.issuer.public_bytes(), der.integer(loaded.serial_number))
    info = der.sequence(der.integer(1), sid, digest, attrs, how, der.octets(signature))
    shell = der.sequence(
        der.integer(1),
        der.set_of(digest),
        der.sequence(der.oid(DATA)),
        der.encode(0xA0, who.certificate),
        der.set_of(info),
    )
    return der.sequence(der.oid(SIGNED), der.encode(0xA0, shell))


# --- signatures -----------------------------------------------------------------------------


def test_attributes_of_indefinite_length_are_judged_in_der() -> None:
    """RFC 5652 5.4: whatever their encoding in the message, DER is what is signed."""
    who = person("rsa")
    parts = attributes(hashlib.sha256(BODY).digest())
    signature = who.private.sign(der.encode(0x31, *parts), padding.PKCS1v15(), hashes.SHA256())
    how = der.algorithm(RSA, der.NULL)
    segments = b"\x24\x80\x04\x10" + parts[1][-32:-16] + b"\x04\x10" + parts[1][-16:] + b"\0\0"
    in_segments = (
        b"\x30\x80" + der.oid("1.2.840.113549.1.9.4") + b"\x31\x80" + segments + b"\0\0\0\0"
    )
    for second in (parts[1], b"\x30\x80" + parts[1][2:] + b"\0\0", in_segments):
        attrs = b"\xa0\x80" + parts[0] + second + b"\0\0"
        assert envelope.verify(signed_data(who, signature, how, attrs), BODY)[0].holds


def test_ed448_with_shake256() -> None:
    """RFC 8419: 512 bits of SHAKE256, and Ed448 over the attributes."""
    private = ed448.Ed448PrivateKey.generate()
    who = Person(private, _certificate(private.public_key()), "x@school.example")
    parts = attributes(hashlib.shake_256(BODY).digest(64))
    signature = private.sign(der.encode(0x31, *parts))
    message = signed_data(
        who,
        signature,
        der.algorithm("1.3.101.113"),
        der.encode(0xA0, *parts),
        digest=der.algorithm("2.16.840.1.101.3.4.2.12"),
    )
    (signer,) = envelope.verify(message, BODY)
    assert (signer.holds, signer.algorithm, signer.digest) == (True, "ed448", "shake256")


def test_an_algorithm_of_another_kind_than_the_key_does_not_hold() -> None:
    who = person("rsa")
    parts = attributes(hashlib.sha256(BODY).digest())
    attrs = der.encode(0xA0, *parts)
    signature = who.private.sign(der.encode(0x31, *parts), padding.PKCS1v15(), hashes.SHA256())
    for oid, reason in (
        ("1.2.840.113549.1.1.11", Reason.HOLDS),  # sha256WithRSAEncryption
        ("1.2.840.113549.1.1.12", Reason.WRONG),  # another digest than the message's
        ("1.2.840.10045.4.3.2", Reason.WRONG),
        ("1.3.101.112", Reason.WRONG),
        ("1.2.840.113549.1.1.10", Reason.WRONG),  # PSS with its default, SHA-1
        ("2.16.840.1.101.3.4.3.17", Reason.UNSUPPORTED),  # ML-DSA-44
    ):
        message = signed_data(who, signature, der.algorithm(oid), attrs)
        assert envelope.verify(message, BODY)[0].reason is reason, oid


def test_a_digest_nobody_knows_is_unsupported() -> None:
    who = person("rsa")
    attrs = der.encode(0xA0, *attributes(hashlib.sha256(BODY).digest()))
    message = signed_data(
        who, b"x" * 256, der.algorithm(RSA, der.NULL), attrs, digest=der.algorithm("1.2.3.4")
    )
    (signer,) = envelope.verify(message, BODY)
    assert (signer.reason, signer.digest) == (Reason.UNSUPPORTED, "1.2.3.4")


@pytest.mark.parametrize(
    ("hash_", "mask", "salt", "trailer", "reason"),
    [
        ("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.1", 32, 1, Reason.HOLDS),
        ("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.1", 31, 1, Reason.WRONG),
        ("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.1", -1, 1, Reason.WRONG),
        ("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.1", 10_000, 1, Reason.WRONG),
        ("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.1", 32, 2, Reason.WRONG),
        ("2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.1", 32, 1, Reason.WRONG),
        ("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", 32, 1, Reason.WRONG),
        ("2.16.840.1.101.3.4.2.1", "1.2.3.4", 32, 1, Reason.UNSUPPORTED),
    ],
)
def test_the_parameters_of_pss(
    hash_: str, mask: str, salt: int, trailer: int, reason: Reason
) -> None:
    who = person("rsa")
    parts = attributes(hashlib.sha256(BODY).digest())
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    signature = who.private.sign(der.encode(0x31, *parts), scheme, hashes.SHA256())
    parameters = der.sequence(
        der.encode(0xA0, der.algorithm(hash_)),
        der.encode(0xA1, der.algorithm("1.2.840.113549.1.1.8", der.algorithm(mask))),
        der.encode(0xA2, der.integer(salt)),
        der.encode(0xA3, der.integer(trailer)),
    )
    how = der.algorithm("1.2.840.113549.1.1.10", parameters)
    message = signed_data(who, signature, how, der.encode(0xA0, *parts))
    assert envelope.verify(message, BODY)[0].reason is reason


def test_ecdsa_is_judged_by_the_digest_of_the_message() -> None:
    who = person("p256")
    digest = hashlib.sha512(BODY).digest()
    signature = who.private.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA512())))
    sha512 = der.algorithm("2.16.840.1.101.3.4.2.3")
    for oid in ("1.2.840.10045.4.3.4", "1.2.840.10045.2.1"):  # some name the key's own
        message = signed_data(who, signature, der.algorithm(oid), b"", digest=sha512)
        assert envelope.verify(message, BODY)[0].holds


def test_the_older_signing_certificate_attribute() -> None:
    """RFC 2634 5.4, with SHA-1: it binds to the certificate all the same."""
    who, other = person("rsa"), person("rsa", "gwen", 1)
    for named, reason in ((who, Reason.HOLDS), (other, Reason.OTHER_CERTIFICATE)):
        digest = hashlib.sha1(named.certificate, usedforsecurity=False).digest()
        ids = der.sequence(der.sequence(der.sequence(der.octets(digest))))
        parts = [
            *attributes(hashlib.sha256(BODY).digest()),
            der.sequence(der.oid("1.2.840.113549.1.9.16.2.12"), der.set_of(ids)),
        ]
        signature = who.private.sign(der.encode(0x31, *parts), padding.PKCS1v15(), hashes.SHA256())
        how = der.algorithm(RSA, der.NULL)
        message = signed_data(who, signature, how, der.encode(0xA0, *parts))
        assert envelope.verify(message, BODY)[0].reason is reason


def test_the_chain_goes_along_and_the_root_stays() -> None:
    issuer_key = ec.generate_private_key(ec.SECP256R1())
    issuer = _certificate(issuer_key.public_key(), subject="Issuer")
    who = person("p256")
    signature = envelope.sign(
        BODY, key=who.key, certificate=who.certificate, chain=[issuer, root()[1]], when=NOW
    )
    assert set(envelope.carried_certificates(signature)) == {who.certificate, issuer}
    (signer,) = envelope.verify(signature, BODY)
    assert set(signer.certificates) == {who.certificate, issuer}


def test_a_self_signed_signer_goes_along() -> None:
    key, certificate = root()
    who = Person(key, certificate, "")
    signature = envelope.sign(BODY, key=who.key, certificate=certificate, chain=(), when=NOW)
    assert envelope.carried_certificates(signature) == (certificate,)


# --- encryption -----------------------------------------------------------------------------


def auth_enveloped(who: Person, attrs: bytes, aad: bytes, *, icv: bytes | None = None) -> bytes:
    cek = AESGCM.generate_key(128)
    sealed = AESGCM(cek).encrypt(b"nonce of 12b", BODY, aad)
    wrapped = who.private.public_key().encrypt(cek, padding.PKCS1v15())
    loaded = x509.load_der_x509_certificate(who.certificate)
    rid = der.sequence(loaded.issuer.public_bytes(), der.integer(loaded.serial_number))
    info = der.sequence(der.integer(0), rid, der.algorithm(RSA, der.NULL), der.octets(wrapped))
    parameters = der.sequence(der.octets(b"nonce of 12b"), *([icv] if icv else []))
    content = der.sequence(
        der.oid(DATA),
        der.algorithm("2.16.840.1.101.3.4.1.6", parameters),
        der.encode(0x80, sealed[:-16]),
    )
    shell = der.sequence(
        der.integer(0), der.set_of(info), content, attrs, der.octets(sealed[-16:])
    )
    return der.sequence(der.oid(AUTH), der.encode(0xA0, shell))


def test_authenticated_attributes_are_authenticated() -> None:
    """RFC 5083 2.2: as a SET OF in DER, not under their tag [1]."""
    who = person("rsa")
    parts = attributes(b"x" * 32)
    aad = der.encode(0x31, *parts)
    for attrs in (der.encode(0xA1, *parts), b"\xa1\x80" + b"".join(parts) + b"\0\0"):
        message = auth_enveloped(who, attrs, aad, icv=der.integer(16))
        assert envelope.decrypt(message, who.ring).content == BODY
    for altered in (der.encode(0xA1, parts[0]), b"", der.encode(0xA1, parts[1], parts[0])):
        with pytest.raises(NotDecrypted):
            envelope.decrypt(auth_enveloped(who, altered, aad), who.ring)
    assert envelope.decrypt(auth_enveloped(who, b"", b""), who.ring).authenticated


def test_what_cannot_be_unwrapped_here_is_named() -> None:
    who = person("p256")
    message = envelope.encrypt(BODY, recipients=[who.certificate])
    for known, unknown in (
        ("1.3.132.1.11.1", "1.3.132.1.11.9"),
        ("2.16.840.1.101.3.4.1.45", "2.16.840.1.101.3.4.1.99"),
    ):
        changed = message.replace(der.oid(known), der.oid(unknown))
        assert changed != message
        with pytest.raises(UnsupportedAlgorithm):
            envelope.decrypt(changed, who.ring)


def test_one_recipient_in_two_ways_opens_by_the_one_we_can() -> None:
    who = person("p256")
    message = envelope.encrypt(BODY, recipients=[who.certificate])
    parsed = asn1_cms.ContentInfo.load(message)
    info = parsed["content"]["recipient_infos"][0].dump()
    strange = info.replace(der.oid("1.3.132.1.11.1"), der.oid("1.3.132.1.11.9"))
    both = der.sequence(
        der.oid("1.2.840.113549.1.7.3"),
        der.encode(
            0xA0,
            der.sequence(
                der.integer(2),
                der.encode(0x31, strange, info),
                parsed["content"]["encrypted_content_info"].dump(),
            ),
        ),
    )
    assert envelope.decrypt(both, who.ring).content == BODY


def test_a_wrapped_key_of_the_wrong_length_is_not_told_apart() -> None:
    who = person("rsa")
    message = asn1_cms.ContentInfo.load(envelope.encrypt(BODY, recipients=[who.certificate]))
    infos = message["content"]["recipient_infos"]
    infos[0].chosen["encrypted_key"] = b"x" * 100
    with pytest.raises(NotDecrypted):
        _often(message.dump(force=True), who.ring)


def test_a_key_of_another_kind_than_its_certificate_opens_nothing() -> None:
    rsa, ec_ = person("rsa"), person("p256")
    mixed = [
        Key(rsa.certificate, rsa.spki, lambda: ec_.key),
        Key(ec_.certificate, ec_.spki, lambda: rsa.key),
    ]
    for holder in (rsa, ec_):
        message = envelope.encrypt(BODY, recipients=[holder.certificate])
        with pytest.raises(NotDecrypted):
            _often(message, mixed)


def test_a_wrap_that_does_not_unwrap() -> None:
    who = person("p256")
    message = envelope.encrypt(BODY, recipients=[who.certificate])
    wrap, triple_des = der.oid("2.16.840.1.101.3.4.1.45"), der.oid("1.2.840.113549.1.9.16.3.6")
    parsed = asn1_cms.ContentInfo.load(message)
    info = parsed["content"]["recipient_infos"][0].chosen
    parameters = info["key_encryption_algorithm"]["parameters"].dump()
    assert parameters.count(wrap) == 1
    info["key_encryption_algorithm"]["parameters"] = core.Any.load(der.sequence(triple_des))
    with pytest.raises(NotDecrypted):
        _often(parsed.dump(force=True), who.ring)


def test_recipients_are_named_by_issuer_or_by_key() -> None:
    named = RecipientId(issuer_der=x509.Name([]).public_bytes(), serial=1)
    assert named.issuer == ""
    assert RecipientId(key_id=b"x").issuer is None
    assert RecipientId(issuer_der=b"\x30\x03\x02\x01", serial=1).issuer == "#30030201"


def test_content_that_is_kept_elsewhere_is_refused() -> None:
    who = person("rsa")
    message = asn1_cms.ContentInfo.load(envelope.encrypt(BODY, recipients=[who.certificate]))
    message["content"]["encrypted_content_info"]["encrypted_content"] = None
    with pytest.raises(Damaged):
        envelope.decrypt(message.dump(force=True), who.ring)


def _often(message: bytes, ring: object) -> None:
    """A random content key passes the padding of CBC once in 256 times."""
    for _ in range(5):
        envelope.decrypt(message, ring)  # type: ignore[arg-type]


def _certificate(public: object, *, subject: str = "Sian") -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Root")]))
        .public_key(public)  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
    )
    return builder.sign(root()[0], hashes.SHA256()).public_bytes(Encoding.DER)
