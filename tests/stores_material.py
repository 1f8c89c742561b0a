"""Certificates as others put them into a computer's stores: for Wi-Fi, devices, servers, mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

from sel.base.secret import Secret
from sel.core import keypair
from tests.flows.desk import now
from tests.pilot import Person


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def issued_for(
    *,
    extended: Sequence[ObjectIdentifier] | None,
    email: str | None = "sian.llyr@school.example",
    authority: bool = False,
    key: Secret | None = None,
) -> Person:
    """A key with a certificate for these uses, for this address or for a device without any."""
    private = _key() if key is None else keypair.load(key)
    assert isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    names: list[x509.GeneralName] = [x509.DNSName("gliniadur-7.school.example")]
    if email is not None:
        names = [x509.RFC822Name(email)]
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gliniadur 7")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rhwydwaith yr ysgol")]))
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if extended is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(extended), critical=False)
    der = builder.sign(private, hashes.SHA256()).public_bytes(Encoding.DER)
    return Person(keypair.pkcs8_of(private), b"", der)
