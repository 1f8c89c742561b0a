"""Signing: SignedData with the attributes of S/MIME (RFC 5652 5, RFC 8551 2.5, RFC 5035)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sel.base.errors import Damaged, InputError, KeyMismatch, UnsupportedAlgorithm
from sel.base.secret import Secret
from sel.core import ber, keypair
from sel.core import certificate as x509_facts
from sel.core.envelope import algorithms, der, pieces, structure
from sel.core.envelope.identity import Identity, identity, try_identity
from sel.core.envelope.pieces import Piece
from sel.core.envelope.private import load_private
from sel.core.envelope.signatures import fits

_CAPABILITIES = (algorithms.AES_256_CBC, algorithms.AES_128_CBC)
"""What the person's mail program can open, not what Sêl can (RFC 8551 2.5.2)."""

_DIGESTS = {
    "P-384": "sha384",
    "brainpoolP384r1": "sha384",
    "P-521": "sha512",
    "brainpoolP512r1": "sha512",
}
"""Where SHA-256 would be weaker than the curve."""


def sign(
    content: bytes,
    *,
    key: Secret,
    certificate: bytes,
    chain: Sequence[bytes],
    when: datetime,
    detached: bool = True,
    encryption_certificate: bytes | None = None,
) -> bytes:
    """A signature over `content`, DER. detached: the content stands elsewhere.

    Raises as `sign_pieces`.
    """
    carried = None if detached else content
    return sign_pieces(
        [content],
        key=key,
        certificate=certificate,
        chain=chain,
        when=when,
        encryption_certificate=encryption_certificate,
        carried=carried,
    )


def sign_pieces(
    content: Iterable[Piece],
    *,
    key: Secret,
    certificate: bytes,
    chain: Sequence[bytes],
    when: datetime,
    encryption_certificate: bytes | None = None,
    carried: bytes | None = None,
) -> bytes:
    """A signature over content in pieces, DER.

    key           PKCS#8 of the certificate's key: RSA (PKCS#1 v1.5) or EC (ECDSA)
    certificate, chain  X.509, DER; the root of the chain is left out, receivers have their own
    when          aware
    carried       the content, if it is to stand in the message and not elsewhere
    encryption_certificate  what others are to encrypt to, if it is another than `certificate`
    SHA-256, with P-384 SHA-384, with P-521 SHA-512.
    Raises KeyMismatch, UnsupportedAlgorithm, Damaged, ValueError for a time without zone.
    """
    if when.tzinfo is None:
        raise ValueError("when needs a time zone")
    from sel.core.bundle.keys import comparable  # whoever only reads needs no PKCS#12

    private = load_private(key)
    who = identity(certificate)
    if _spki(private) != comparable(who.spki):
        raise KeyMismatch()
    digest = digest_for(certificate)
    attributes = [
        _attribute(algorithms.CONTENT_TYPE, der.oid(algorithms.DATA)),
        _attribute(algorithms.SIGNING_TIME, der.time(when)),
        _attribute(algorithms.MESSAGE_DIGEST, der.octets(_digest(digest, content))),
        _attribute(
            algorithms.SMIME_CAPABILITIES, der.sequence(*map(der.algorithm, _CAPABILITIES))
        ),
        _attribute(algorithms.SIGNING_CERTIFICATE_V2, _signing_certificate(certificate, who)),
    ]
    preferred = encryption_certificate or (certificate if _can_encrypt(certificate) else None)
    if preferred is not None:
        preference = _issuer_and_serial(identity(preferred), tag=der.context(0))
        attributes.append(_attribute(algorithms.ENCRYPTION_KEY_PREFERENCE, preference))
    how, signature = _sign(private, digest, der.set_of(*attributes))
    used = structure.algorithm(ber.parse(how))
    if not fits(who.spki, used, signature, der.set_of(*attributes), digest):
        # A fault in one half of an RSA key would give the key away (RFC 8017's CRT form).
        raise Damaged(detail="the private key made a wrong signature")
    digest_algorithm = der.algorithm(algorithms.DIGEST_OIDS[digest])  # RFC 5754 2: no parameters
    signer = der.sequence(
        der.integer(1),
        _issuer_and_serial(who),
        digest_algorithm,
        der.set_of(*attributes, tag=der.context(0)),
        how,
        der.octets(signature),
    )
    along = [certificate, *_without_root(chain), *filter(None, [encryption_certificate])]
    return _message(
        digest_algorithm,
        carried,
        der.set_of(*dict.fromkeys(along), tag=der.context(0)),
        der.set_of(signer),
    )


def _message(digest: bytes, content: bytes | None, certificates: bytes, signers: bytes) -> bytes:
    inside: list[Piece] = [der.oid(algorithms.DATA)]
    if content is not None:
        inside += der.enclose(der.context(0), der.enclose(der.OCTET_STRING, [content]))
    shell = der.enclose(
        der.SEQUENCE,
        [
            der.integer(1),
            der.set_of(digest),
            *der.enclose(der.SEQUENCE, inside),
            certificates,
            signers,
        ],
    )
    outer = [der.oid(algorithms.SIGNED_DATA), *der.enclose(der.context(0), shell)]
    return pieces.joined(der.enclose(der.SEQUENCE, outer))


def _digest(name: str, content: Iterable[Piece]) -> bytes:
    running = hashlib.new(name)
    for piece in pieces.flat(content):
        running.update(piece)
    return running.digest()


def _attribute(oid: str, value: bytes) -> bytes:
    return der.sequence(der.oid(oid), der.set_of(value))


def _signing_certificate(certificate: bytes, who: Identity) -> bytes:
    """SigningCertificateV2 (RFC 5035 3); SHA-256 is its default and so not written."""
    names = der.sequence(der.encode(der.context(4), who.issuer_der))
    issuer_serial = der.sequence(names, der.integer(who.serial))
    digest = der.octets(algorithms.digest_of("sha256", certificate))
    return der.sequence(der.sequence(der.sequence(digest, issuer_serial)))


def _issuer_and_serial(who: Identity, *, tag: int = der.SEQUENCE) -> bytes:
    return der.encode(tag, who.issuer_der, der.integer(who.serial))


def digest_for(certificate: bytes) -> str:
    """The digest `sign` uses with this certificate's key: "sha256", "sha384", "sha512".

    Raises UnsupportedAlgorithm for keys that Sêl does not sign with, Damaged.
    """
    facts = keypair.describe(identity(certificate).spki)
    match facts.algorithm:
        case "rsa":
            return "sha256"
        case "ec":
            return _DIGESTS.get(facts.curve or "", "sha256")
        case other:
            raise UnsupportedAlgorithm(algorithm=other)


def _sign(key: PrivateKeyTypes, digest: str, attributes: bytes) -> tuple[bytes, bytes]:
    """AlgorithmIdentifier and signature over the attributes as a SET OF (RFC 5652 5.4)."""
    chosen = algorithms.hash_named(digest)
    match key:
        case rsa.RSAPrivateKey():
            signature = key.sign(attributes, padding.PKCS1v15(), chosen)
            return der.algorithm(algorithms.RSA, der.NULL), signature
        case ec.EllipticCurvePrivateKey():
            signature = key.sign(attributes, ec.ECDSA(chosen))
            return der.algorithm(algorithms.ECDSA_OIDS[digest]), signature
        case _:
            raise UnsupportedAlgorithm(algorithm=digest)


def _spki(key: PrivateKeyTypes) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _can_encrypt(certificate: bytes) -> bool:
    try:
        return x509_facts.read(certificate).can_encrypt
    except InputError:
        return False


def _without_root(chain: Sequence[bytes]) -> list[bytes]:
    kept = []
    for each in chain:
        who = try_identity(each)
        if who is not None and not who.self_issued:
            kept.append(each)
    return kept
