"""Certificate requests, PKCS#10 (RFC 2986): made for mail, read from anybody."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sel.base.errors import (
    BadAddress,
    BadCountry,
    Damaged,
    FieldMissing,
    NotARequest,
    NotPrintable,
    TooLong,
)
from sel.base.secret import Secret
from sel.core import address
from sel.core.certificate import SMTP_UTF8_MAILBOX, signature_name
from sel.core.keypair import KeyFacts, describe, load, spki_of

_LIMITS = {"name": 64, "organisation": 64, "unit": 64, "locality": 128}
"""Upper bounds of RFC 5280 appendix A.1 in characters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks to be certified.

    emails   one or more, any spelling; the first is the main one
    country  two letters (ISO 3166), or ""
    """

    emails: tuple[str, ...]
    name: str
    organisation: str = ""
    unit: str = ""
    locality: str = ""
    country: str = ""

    def checked(self) -> Asked:
        """The same in normal form.

        Raises BadAddress, FieldMissing, TooLong, NotPrintable, BadCountry.
        """
        if not self.emails:
            raise BadAddress(address="")
        emails = tuple(dict.fromkeys(map(address.normal, self.emails)))
        texts = {field: " ".join(getattr(self, field).split()) for field in _LIMITS}
        for field, text in texts.items():
            if len(text) > _LIMITS[field]:
                raise TooLong(field=field, limit=_LIMITS[field])
            if not text.isprintable():
                raise NotPrintable(field=field)
        if not texts["name"]:
            raise FieldMissing(field="name")
        country = self.country.strip().upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise BadCountry(country=country)
        return Asked(emails, **texts, country=country)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a request says; holds: whether its self-signature does (proof of possession)."""

    der: bytes
    sha256: bytes
    spki: bytes
    spki_sha256: bytes
    subject: str
    common_name: str | None
    organisation: str | None
    emails: tuple[str, ...]
    key: KeyFacts
    signature_algorithm: str
    holds: bool


def build(asked: Asked, *, key: Secret) -> bytes:
    """A request for a mail certificate, DER, signed with `key` (PKCS#8 DER).

    Subject: CN and what else was given, as UTF8String. Extensions asked for: the addresses
    (rfc822Name; SmtpUTF8Mailbox for a non-ASCII local part, RFC 9598 3), key usage by key kind
    (S/MIME Baseline Requirements 7.1.2.3) and emailProtection.
    Raises as `Asked.checked`, UnsupportedAlgorithm.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    wanted = asked.checked()
    facts = describe(spki_of(key))
    rdns = [
        (NameOID.COUNTRY_NAME, wanted.country),
        (NameOID.LOCALITY_NAME, wanted.locality),
        (NameOID.ORGANIZATION_NAME, wanted.organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, wanted.unit),
        (NameOID.COMMON_NAME, wanted.name),
    ]
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in rdns if text])
    builder = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(subject)
        .add_extension(alternative_name(wanted.emails), critical=False)
        .add_extension(mail_key_usage(facts), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.4")]), critical=False
        )
    )
    private = load(key)
    digest = (
        hashes.SHA384()
        if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.key_size > 256
        else hashes.SHA256()
    )
    request = builder.sign(private, digest)  # type: ignore[arg-type]  # RSA or EC, made by us
    return request.public_bytes(serialization.Encoding.DER)


def alternative_name(emails: Sequence[str]):  # type: ignore[no-untyped-def]  # x509 is lazy
    """The subjectAltName of these addresses (cryptography.x509.SubjectAlternativeName)."""
    from asn1crypto.core import UTF8String
    from cryptography import x509

    names: list[x509.GeneralName] = []
    for each in emails:
        if address.is_ascii(each):
            names.append(x509.RFC822Name(each))
        else:
            oid = x509.ObjectIdentifier(SMTP_UTF8_MAILBOX)
            names.append(x509.OtherName(oid, UTF8String(each).dump()))
    return x509.SubjectAlternativeName(names)


def mail_key_usage(key: KeyFacts):  # type: ignore[no-untyped-def]  # x509 is lazy
    """keyUsage for one key that signs and receives: RSA keyEncipherment, EC keyAgreement."""
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=key.algorithm == "rsa",
        data_encipherment=False,
        key_agreement=key.algorithm == "ec",
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def read(data: bytes) -> RequestFacts:
    """Facts of a request, DER or PEM. Raises NotARequest."""
    try:
        return _read(data)
    except Damaged as problem:
        raise NotARequest(looks_like="unknown", detail=problem.detail) from problem


def _read(data: bytes) -> RequestFacts:
    from asn1crypto import csr

    from sel.core.asn1 import parsing, unarmour
    from sel.core.name import attribute, attributes, rfc4514

    der = next(
        (body for label, body in unarmour(data) if label.endswith("CERTIFICATE REQUEST")), data
    )
    with parsing(NotARequest, looks_like="unknown"):
        request = csr.CertificationRequest.load(der, strict=True)
        info = request["certification_request_info"]
        spki = info["subject_pk_info"].dump()
        subject = info["subject"]
        emails = _asked_addresses(info)
        in_subject = attributes(subject, "1.2.840.113549.1.9.1")
        return RequestFacts(
            der=der,
            sha256=hashlib.sha256(der).digest(),
            spki=spki,
            spki_sha256=hashlib.sha256(spki).digest(),
            subject=rfc4514(subject),
            common_name=attribute(subject, "2.5.4.3"),
            organisation=attribute(subject, "2.5.4.10"),
            emails=tuple(dict.fromkeys((*emails, *map(address.lenient, in_subject)))),
            key=describe(spki),
            signature_algorithm=signature_name(request["signature_algorithm"]),
            holds=_holds(der),
        )


def _holds(der: bytes) -> bool:
    from cryptography import exceptions, x509

    try:
        return bool(x509.load_der_x509_csr(der).is_signature_valid)
    except (
        ValueError,
        x509.InvalidVersion,
        exceptions.UnsupportedAlgorithm,
        exceptions.InvalidSignature,
    ):
        return False


def _asked_addresses(info) -> tuple[str, ...]:  # type: ignore[no-untyped-def]  # asn1crypto
    from asn1crypto import core

    from sel.core.certificate import san_addresses

    found: list[str] = []
    if isinstance(info["attributes"], core.Void):
        return ()
    for attribute in info["attributes"]:
        if attribute["type"].native != "extension_request":
            continue
        for extensions in attribute["values"]:
            for each in extensions:
                if each["extn_id"].dotted == "2.5.29.17":
                    found.extend(san_addresses(bytes(each["extn_value"])))
    return tuple(found)
