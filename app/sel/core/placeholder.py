"""The certificate that stands in for one that has not come yet.

A backup holds the keys that still wait for their certificate, and NSS drops every key of a file
in which one has none. So such a key gets a certificate of its own making, that no program can
take for a real one and that restoring takes away again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm as NotKnown
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from sel.base.errors import UnsupportedAlgorithm
from sel.base.secret import Secret
from sel.core.keypair import load

MARK: Final = "urn:uuid:45ff93eb-f13b-44fa-ac64-c4b5e0aaad86"
"""The mark (RFC 9562), a URI in the subject alternative name.

As an OID of its own (2.25 and the UUID, ITU-T X.667) it would look better and be read worse:
GnuTLS keeps each arc in 64 bits and refuses the whole certificate.
"""

SUBJECT: Final = x509.Name(
    [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sêl"),
        x509.NameAttribute(NameOID.COMMON_NAME, "Aros am dystysgrif / Waiting for a certificate"),
    ]
)

_ALTERNATIVE_NAME: Final = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(MARK)])
_LIFETIME: Final = timedelta(days=1)


def placeholder(pkcs8: Secret, *, now: datetime) -> bytes:
    """A self-signed certificate, DER, for a key that waits for its own.

    It is valid for one day from `now`. Programs look at the dates neither when they import a
    PKCS#12 nor when they export one, so any lifetime would be carried; a short one makes sure
    that wherever it turns up later, in a store or a mail program, it has ended and is never
    offered to sign or encrypt with. It does begin now, not in the past, for whoever verifies the
    backup with another program on the day it was made. Without a mail address, and trusted by
    nobody, it is not offered on that day either.

    now  aware, any zone
    Raises Damaged for a key that does not load, UnsupportedAlgorithm for one that cannot sign,
    ValueError if `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    start = now.astimezone(UTC).replace(microsecond=0)
    key = load(pkcs8)
    if isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey):
        digest = None
    elif isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey):
        digest = hashes.SHA256()
    else:
        raise UnsupportedAlgorithm(algorithm=type(key).__name__)
    usage = x509.KeyUsage(
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
    certificate = (
        x509.CertificateBuilder()
        .subject_name(SUBJECT)
        .issuer_name(SUBJECT)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(_ALTERNATIVE_NAME, critical=False)
        .sign(key, digest)
    )
    return certificate.public_bytes(Encoding.DER)


def is_placeholder(der: bytes) -> bool:
    """Whether a certificate is one of ours: mark, names and self-signature, all of them.

    A certificate of an authority that carries the mark is none, so that nobody can make a real
    certificate vanish on restoring. False for what is no certificate at all.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        if certificate.subject != SUBJECT or certificate.issuer != SUBJECT:
            return False
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        if names.value != _ALTERNATIVE_NAME:
            return False
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature, NotKnown, x509.InvalidVersion):
        return False
    except (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return False
    return True
