"""The pilot authority's pure half: certificates and CRLs from a profile.

It can do nothing but mail: every certificate says emailProtection only, the authority's own carry
critical name constraints (RFC 5280 4.2.1.10). Nothing here knows a clock or a disk.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Any

from sel.base.secret import Secret
from sel.core import certificate
from sel.core.address import ascii_domain
from sel.core.keypair import KeyKind, describe, generate, load, spki_of
from sel.core.request import RequestFacts, alternative_name, mail_key_usage

if TYPE_CHECKING:
    from cryptography import x509

POLICY_OID = "1.2.840.113556.1.8000.2554.17948.60075.31218.16678.34799.8894592.14470400"
"""Our own, from a UUID in the arc Microsoft keeps for that (each number small: programs exist that
refuse a certificate with an arc over 32 bits, as 2.25.UUID has). It says "trial"; the CA/Browser
Forum's policies would assert compliance, which a pilot does not have."""

_CAPABILITIES = "1.2.840.113549.1.9.15"
_AES_256_CBC, _AES_128_CBC = "2.16.840.1.101.3.4.1.42", "2.16.840.1.101.3.4.1.2"

ROOT_LIFE = timedelta(days=730)
PERSON_LIFE = timedelta(days=90)
CRL_LIFE = timedelta(days=10)
"""Baseline Requirements 4.9.7: nextUpdate at most ten days after thisUpdate."""

BACKDATED = timedelta(minutes=5)
"""Clocks of school computers differ a little; a certificate made now is to be valid now."""


@dataclass(frozen=True, slots=True)
class Founded:
    """A new authority: two certificates and the root's CRL (DER), two keys (PKCS#8)."""

    root: bytes
    issuer: bytes
    root_crl: bytes
    root_key: Secret
    issuer_key: Secret


def found(
    label: str,
    domains: Sequence[str],
    *,
    now: datetime,
    kind: KeyKind = KeyKind.RSA_3072,
    crl_url: str | None = None,
) -> Founded:
    """A root and an issuer for `domains`, mail only.

    label    stands in both names behind "trial"; domains: mail domains, any spelling
    The root signs the issuer and its own CRL (valid as long as itself), then it may leave.
    Raises BadAddress for what is no domain.
    """
    permitted = tuple(dict.fromkeys(ascii_domain(each) for each in domains))
    root_key, issuer_key = generate(kind), generate(kind)
    start, end = now - BACKDATED, now - BACKDATED + ROOT_LIFE
    root_name, issuer_name = _name(f"{label} trial root"), _name(f"{label} trial issuer")
    root = _authority(
        root_name,
        root_name,
        spki_of(root_key),
        root_key,
        spki_of(root_key),
        permitted,
        1,
        start,
        end,
        crl_url=None,
    )
    issuer = _authority(
        issuer_name,
        root_name,
        spki_of(issuer_key),
        root_key,
        spki_of(root_key),
        permitted,
        0,
        start,
        end,
        crl_url=None,
    )
    root_crl = crl(root, root_key, (), number=1, now=now, life=end - now)
    return Founded(root, issuer, root_crl, root_key, issuer_key)


def issue(
    request: RequestFacts,
    emails: Sequence[str],
    *,
    issuer: bytes,
    issuer_key: Secret,
    serial: int,
    not_before: datetime,
    not_after: datetime,
    crl_url: str | None = None,
) -> bytes:
    """A person's certificate, DER, for the public key of a request.

    From the request come the key and the name as text, never its extensions; `emails` are those
    the caller has allowed. not_after is cut to the issuer's own end.
    """
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    facts = certificate.read(issuer)
    named = [
        (NameOID.ORGANIZATION_NAME, request.organisation),
        (NameOID.COMMON_NAME, request.common_name or emails[0]),
    ]
    subject = x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in named if text])
    builder = _builder(
        subject,
        x509.load_der_x509_certificate(issuer).subject,
        request.spki,
        serial,
        not_before,
        min(not_after, facts.not_after),
    )
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(mail_key_usage(describe(request.spki)), critical=True)
    builder = builder.add_extension(alternative_name(emails), critical=False)
    # RFC 4262: tells Outlook that AES can be used before it has seen a signed mail.
    builder = builder.add_extension(
        x509.UnrecognizedExtension(x509.ObjectIdentifier(_CAPABILITIES), _capabilities()),
        critical=False,
    )
    return _signed(_common(builder, request.spki, facts.spki, crl_url), issuer_key)


def crl(
    issuer: bytes,
    key: Secret,
    revoked: Sequence[tuple[int, datetime]],
    *,
    number: int,
    now: datetime,
    life: timedelta = CRL_LIFE,
) -> bytes:
    """A full CRL (RFC 5280 5), DER. revoked: serial and when."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    authority = x509.load_der_x509_certificate(issuer)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.subject)
        .last_update(now - BACKDATED)
        .next_update(now + life)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(_authority_key_id(spki_of(key)), critical=False)
    )
    for serial, when in sorted(revoked):
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(when).build()
        )
    private: Any = load(key)
    return builder.sign(private, _digest(private)).public_bytes(serialization.Encoding.DER)


def new_serial() -> int:
    """A positive serial with 126 random bits (RFC 5280 4.1.2.2: at most 20 octets)."""
    return secrets.randbits(126) | 1 << 126


def _authority(
    subject: x509.Name,
    issuer: x509.Name,
    spki: bytes,
    signer: Secret,
    signer_spki: bytes,
    domains: Sequence[str],
    path_length: int,
    start: datetime,
    end: datetime,
    *,
    crl_url: str | None,
) -> bytes:
    from cryptography import x509

    builder = _builder(subject, issuer, spki, new_serial(), start, end)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=path_length), critical=True
    )
    builder = builder.add_extension(
        x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        ),
        critical=True,
    )
    # An empty DNS constraint matches every host name; 0.0.0.0/0 and ::/0 every address.
    builder = builder.add_extension(
        x509.NameConstraints(
            permitted_subtrees=[x509.RFC822Name(domain) for domain in domains],
            excluded_subtrees=[
                x509.DNSName(""),
                x509.IPAddress(IPv4Network("0.0.0.0/0")),
                x509.IPAddress(IPv6Network("::/0")),
            ],
        ),
        critical=True,
    )
    return _signed(_common(builder, spki, signer_spki, crl_url), signer)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    spki: bytes,
    serial: int,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    public: Any = serialization.load_der_public_key(spki)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _common(
    builder: x509.CertificateBuilder,
    spki: bytes,
    signer_spki: bytes,
    crl_url: str | None,
) -> x509.CertificateBuilder:
    """What every certificate of the pilot carries."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    public: Any = serialization.load_der_public_key(spki)
    builder = (
        builder.add_extension(
            x509.ExtendedKeyUsage([x509.ObjectIdentifier(certificate.EMAIL_PROTECTION)]),
            critical=False,
        )
        .add_extension(
            x509.CertificatePolicies(
                [x509.PolicyInformation(x509.ObjectIdentifier(POLICY_OID), None)]
            ),
            critical=False,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(_authority_key_id(signer_spki), critical=False)
    )
    if crl_url:
        where = [x509.UniformResourceIdentifier(crl_url)]
        builder = builder.add_extension(
            x509.CRLDistributionPoints([x509.DistributionPoint(where, None, None, None)]),
            critical=False,
        )
    return builder


def _capabilities() -> bytes:
    """SMIMECapabilities (RFC 8551 2.5.2): what mail programs do, not what Sêl can."""
    from asn1crypto.core import ObjectIdentifier, SequenceOf

    from sel.core.shapes import AlgorithmRaw

    class Capabilities(SequenceOf):  # type: ignore[misc]
        _child_spec = AlgorithmRaw

    listed = [{"algorithm": ObjectIdentifier(oid)} for oid in (_AES_256_CBC, _AES_128_CBC)]
    der: bytes = Capabilities([AlgorithmRaw(each) for each in listed]).dump()
    return der


def _authority_key_id(spki: bytes) -> x509.AuthorityKeyIdentifier:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    public: Any = serialization.load_der_public_key(spki)
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(public)


def _signed(builder: x509.CertificateBuilder, key: Secret) -> bytes:
    from cryptography.hazmat.primitives import serialization

    private: Any = load(key)
    return builder.sign(private, _digest(private)).public_bytes(serialization.Encoding.DER)


def _digest(private: Any) -> Any:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.key_size > 256:
        return hashes.SHA384()
    return hashes.SHA256()


def _name(common: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    # organizationName first: CAs without one are refused by some mail programs' lists.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sêl trial"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def read_crl(der: bytes) -> tuple[int, dict[int, datetime]]:
    """Number and revoked serials of a CRL of ours. Raises Damaged."""
    from cryptography import x509

    from sel.base.errors import Damaged

    try:
        listed = x509.load_der_x509_crl(der)
        number = listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except (ValueError, x509.ExtensionNotFound) as problem:
        raise Damaged(detail="crl") from problem
    return number, {each.serial_number: each.revocation_date_utc for each in listed}


def domains_of(issuer: bytes) -> tuple[str, ...]:
    """The mail domains an authority of ours may certify. Raises Damaged."""
    from cryptography import x509

    from sel.base.errors import Damaged

    try:
        constraints = x509.load_der_x509_certificate(issuer).extensions.get_extension_for_class(
            x509.NameConstraints
        )
    except (ValueError, x509.ExtensionNotFound) as problem:
        raise Damaged(detail="name constraints") from problem
    permitted = constraints.value.permitted_subtrees or []
    return tuple(each.value for each in permitted if isinstance(each, x509.RFC822Name))
