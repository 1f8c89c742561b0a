"""Authorities, people, revocation lists and OCSP answers for tests of paths; EC keys, so quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_NUMBERS = count(1000)


def name(common: str) -> x509.Name:
    """CN=common, O=Ysgol."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ysgol"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def usage(*wanted: str) -> x509.KeyUsage:
    """keyUsage with these bits."""
    bits = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{bit: bit in wanted for bit in bits})


@dataclass(frozen=True, eq=False)
class Made:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def der(self) -> bytes:
        """DER."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        """PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The key as PKCS#8 PEM."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key() -> ec.EllipticCurvePrivateKey:
    """A new P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def make(
    common: str,
    by: Made | None = None,
    *,
    ca: bool = True,
    length: int | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
    bits: x509.KeyUsage | None = None,
    starts: datetime = NOW - timedelta(days=30),
    ends: datetime = NOW + timedelta(days=300),
    serial: int | None = None,
) -> Made:
    """A certificate of `by`, self-signed without it."""
    mine = own or key()
    issuer = name(common) if by is None else by.certificate.subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(issuer)
        .public_key(mine.public_key())
        .serial_number(serial if serial is not None else next(_NUMBERS))
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=length), critical=True)
        .add_extension(
            bits or (usage("key_cert_sign", "crl_sign") if ca else usage("digital_signature")),
            critical=True,
        )
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return Made(builder.sign(by.key if by is not None else mine, hashes.SHA256()), mine)


def person(by: Made, *extensions: x509.ExtensionType, common: str = "Siân Llŷr", **more) -> Made:
    """Somebody's certificate for sian.llyr@school.example."""
    address = x509.SubjectAlternativeName([x509.RFC822Name("sian.llyr@school.example")])
    mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    listed = [(address, False), (mail, False), *((each, False) for each in extensions)]
    return make(common, by, ca=False, extensions=listed, **more)


def crl_point(*urls: str) -> x509.CRLDistributionPoints:
    """cRLDistributionPoints with one point a URL."""
    return x509.CRLDistributionPoints(
        [
            x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
            for url in urls
        ]
    )


def ocsp_at(url: str) -> x509.AuthorityInformationAccess:
    """authorityInfoAccess with a responder."""
    kind = x509.oid.AuthorityInformationAccessOID.OCSP
    described = x509.AccessDescription(kind, x509.UniformResourceIdentifier(url))
    return x509.AuthorityInformationAccess([described])


def crl(
    by: Made,
    *revoked: Made,
    reason: x509.ReasonFlags | None = None,
    made: datetime = NOW - timedelta(hours=1),
    due: datetime = NOW + timedelta(days=7),
    number: int = 1,
    base: int | None = None,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
    sign: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """A revocation list (DER); with `base` a delta."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(made)
        .next_update(due)
        .add_extension(x509.CRLNumber(number), critical=False)
    )
    if base is not None:
        builder = builder.add_extension(x509.DeltaCRLIndicator(base), critical=True)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    for each in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(each.certificate.serial_number)
            .revocation_date(made)
        )
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    signed = builder.sign(sign or by.key, hashes.SHA256())
    return signed.public_bytes(Encoding.DER)


def answer(
    about: Made,
    issuer: Made,
    by: Made,
    *,
    status: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD,
    by_key: bool = False,
    made: datetime = NOW - timedelta(hours=1),
    due: datetime | None = NOW + timedelta(days=1),
    attach: Sequence[Made] = (),
    nonce: bytes | None = None,
    algorithm: hashes.HashAlgorithm | None = None,
) -> bytes:
    """An OCSP response (DER) of `by` about a certificate."""
    revoked = status is ocsp.OCSPCertStatus.REVOKED
    encoding = ocsp.OCSPResponderEncoding.HASH if by_key else ocsp.OCSPResponderEncoding.NAME
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=about.certificate,
            issuer=issuer.certificate,
            algorithm=algorithm or hashes.SHA1(),
            cert_status=status,
            this_update=made,
            next_update=due,
            revocation_time=made if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        .responder_id(encoding, by.certificate)
    )
    if attach:
        builder = builder.certificates([each.certificate for each in attach])
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER)


def responder(by: Made, *, no_check: bool = True, common: str = "Responder", **more) -> Made:
    """A delegated OCSP responder of `by`."""
    signing = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
    extensions: list[tuple[x509.ExtensionType, bool]] = [(signing, False)]
    if no_check:
        extensions.append((x509.OCSPNoCheck(), False))
    return make(common, by, ca=False, extensions=extensions, **more)
