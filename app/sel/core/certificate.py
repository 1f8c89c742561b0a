"""X.509 certificates as facts (RFC 5280), read tolerantly: odd but used ones are shown too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import core, x509

from sel.base.errors import Damaged, NotACertificate
from sel.core import address, name
from sel.core.asn1 import parsing, unarmour
from sel.core.keypair import KeyFacts, describe

EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0"
SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9"
_EMAIL_ATTRIBUTE = "1.2.840.113549.1.9.1"

_EXTENDED = {
    "1.3.6.1.5.5.7.3.1": "serverAuth",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    EMAIL_PROTECTION: "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
    ANY_EXTENDED_KEY_USAGE: "anyExtendedKeyUsage",
}
KEY_USAGE_BITS = (
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
)
_SIGNATURES = {
    "1.2.840.113549.1.1.4": "rsa-md5",
    "1.2.840.113549.1.1.5": "rsa-sha1",
    "1.2.840.113549.1.1.14": "rsa-sha224",
    "1.2.840.113549.1.1.11": "rsa-sha256",
    "1.2.840.113549.1.1.12": "rsa-sha384",
    "1.2.840.113549.1.1.13": "rsa-sha512",
    "1.2.840.10045.4.1": "ecdsa-sha1",
    "1.2.840.10045.4.3.2": "ecdsa-sha256",
    "1.2.840.10045.4.3.3": "ecdsa-sha384",
    "1.2.840.10045.4.3.4": "ecdsa-sha512",
    "1.2.840.10040.4.3": "dsa-sha1",
    "2.16.840.1.101.3.4.3.2": "dsa-sha256",
    "1.3.101.112": "ed25519",
    "1.3.101.113": "ed448",
}
_HASHES = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of itself; nothing here is judged.

    emails         alternative name first, then subject, no repeats, normal form
    match_emails   those that count: of the subject only if the alternative name has none
    key_usage      names of RFC 5280 4.2.1.3, or None without the extension
    extended       names or dotted, or None without the extension
    path_length    of basicConstraints, or None
    """

    der: bytes
    sha256: bytes
    sha1: bytes
    spki: bytes
    spki_sha256: bytes
    subject: str
    subject_der: bytes
    issuer: str
    issuer_der: bytes
    common_name: str | None
    organisation: str | None
    serial: int
    not_before: datetime
    not_after: datetime
    emails: tuple[str, ...]
    match_emails: tuple[str, ...]
    key: KeyFacts
    signature_algorithm: str
    key_usage: frozenset[str] | None
    extended: tuple[str, ...] | None
    is_ca: bool
    path_length: int | None
    subject_key_identifier: bytes | None
    authority_key_identifier: bytes | None
    critical: tuple[str, ...]
    policies: tuple[str, ...]
    crl_urls: tuple[str, ...]

    @property
    def self_signed(self) -> bool:
        """Whether subject and issuer are the same name; the signature is not looked at."""
        return self.subject_der == self.issuer_der

    @property
    def for_mail(self) -> bool:
        """Whether the extended key usage allows mail (RFC 5280 4.2.1.12; absent allows all)."""
        return self.extended is None or bool(
            {"emailProtection", "anyExtendedKeyUsage"} & set(self.extended)
        )

    @property
    def can_sign(self) -> bool:
        """Whether mail may be signed with it (RFC 8550 4.4.2)."""
        usage = self.key_usage
        allowed = usage is None or bool({"digitalSignature", "nonRepudiation"} & usage)
        return allowed and self.for_mail and self.key.can_sign

    @property
    def can_encrypt(self) -> bool:
        """Whether mail may be encrypted to it (RFC 8550 4.4.2: keyEncipherment, keyAgreement)."""
        usage = self.key_usage
        needed = "keyEncipherment" if self.key.algorithm == "rsa" else "keyAgreement"
        return (usage is None or needed in usage) and self.for_mail and self.key.can_receive

    @property
    def check_code(self) -> str:
        """128 bits of SHA-256 as 8 groups of 5 digits, to be read aloud."""
        return check_code(self.der)

    def has_address(self, mailbox: str) -> bool:
        """Whether the certificate speaks for this mailbox."""
        return any(address.same_mailbox(mailbox, mine) for mine in self.match_emails)


def check_code(der: bytes) -> str:
    """The first 128 bits of SHA-256(DER) as 8 groups of 5 digits, 16 bits each."""
    digest = hashlib.sha256(der).digest()
    groups = (int.from_bytes(digest[i : i + 2], "big") for i in range(0, 16, 2))
    return " ".join(f"{group:05d}" for group in groups)


def read(der: bytes) -> CertificateFacts:
    """Facts of one certificate, DER or BER. Raises NotACertificate."""
    try:
        with parsing(NotACertificate, looks_like="unknown"):
            return _read(der)
    except Damaged as problem:
        raise NotACertificate(looks_like="unknown", detail=problem.detail) from problem


def read_any(data: bytes) -> CertificateFacts:
    """The first certificate of DER or PEM bytes. Raises NotACertificate."""
    for label, der in unarmour(data):
        if label in {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"}:
            return read(der)
    return read(data)


def _read(der: bytes) -> CertificateFacts:
    certificate = x509.Certificate.load(der, strict=True)
    tbs = certificate["tbs_certificate"]
    spki = tbs["subject_public_key_info"].dump()
    extensions = _extensions(tbs)
    usage = _key_usage(extensions)
    constraints = _parsed(extensions, "2.5.29.19", x509.BasicConstraints)
    extended = _parsed(extensions, "2.5.29.37", x509.ExtKeyUsageSyntax)
    subject, issuer = tbs["subject"], tbs["issuer"]
    in_san = san_addresses(extensions["2.5.29.17"][1]) if "2.5.29.17" in extensions else ()
    in_subject = tuple(map(address.lenient, name.attributes(subject, _EMAIL_ATTRIBUTE)))
    ski = _parsed(extensions, "2.5.29.14", core.OctetString)
    aki = _parsed(extensions, "2.5.29.35", x509.AuthorityKeyIdentifier)
    path_length = constraints["path_len_constraint"].native if constraints is not None else None
    return CertificateFacts(
        der=der,
        sha256=hashlib.sha256(der).digest(),
        sha1=hashlib.sha1(der, usedforsecurity=False).digest(),
        spki=spki,
        spki_sha256=hashlib.sha256(spki).digest(),
        subject=name.rfc4514(subject),
        subject_der=subject.dump(),
        issuer=name.rfc4514(issuer),
        issuer_der=issuer.dump(),
        common_name=name.attribute(subject, "2.5.4.3"),
        organisation=name.attribute(subject, "2.5.4.10"),
        serial=tbs["serial_number"].native,
        not_before=_time(tbs["validity"]["not_before"]),
        not_after=_time(tbs["validity"]["not_after"]),
        emails=tuple(dict.fromkeys((*in_san, *in_subject))),
        match_emails=in_san or tuple(dict.fromkeys(in_subject)),
        key=describe(spki),
        signature_algorithm=signature_name(certificate["signature_algorithm"]),
        key_usage=usage,
        extended=None
        if extended is None
        else tuple(_EXTENDED.get(each.dotted, each.dotted) for each in extended),
        is_ca=bool(constraints is not None and constraints["ca"].native),
        path_length=path_length,
        subject_key_identifier=None if ski is None else ski.native,
        authority_key_identifier=None if aki is None else aki["key_identifier"].native,
        critical=tuple(oid for oid, (critical, _) in extensions.items() if critical),
        policies=_policies(extensions),
        crl_urls=_crl_urls(extensions),
    )


def _extensions(tbs: x509.TbsCertificate) -> dict[str, tuple[bool, bytes]]:
    listed = tbs["extensions"]
    if isinstance(listed, core.Void):
        return {}
    return {
        each["extn_id"].dotted: (bool(each["critical"].native), bytes(each["extn_value"]))
        for each in listed
    }


def _parsed(
    extensions: dict[str, tuple[bool, bytes]], oid: str, shape: type[core.Asn1Value]
) -> core.Asn1Value | None:
    """One extension, or None if it is absent or not readable: odd ones are shown, not refused."""
    if oid not in extensions:
        return None
    try:
        value = shape.load(extensions[oid][1])
        _ = value.native
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return value


def _key_usage(extensions: dict[str, tuple[bool, bytes]]) -> frozenset[str] | None:
    if "2.5.29.15" not in extensions:
        return None
    try:
        bits = core.BitString.load(extensions["2.5.29.15"][1])
        raw = bits.contents
    except ValueError:
        return frozenset()
    signs = "".join(f"{byte:08b}" for byte in raw[1:])
    return frozenset(
        each for each, sign in zip(KEY_USAGE_BITS, signs, strict=False) if sign == "1"
    )


def san_addresses(value: bytes) -> tuple[str, ...]:
    """The addresses of a subjectAltName (its DER value), in order, no repeats."""
    found = []
    try:
        for general in x509.GeneralNames.load(value):
            if general.name == "rfc822_name":
                # The raw IA5String: asn1crypto's own .native already changes the domain.
                found.append(address.lenient(general.chosen.contents.decode("utf-8", "replace")))
            elif (
                general.name == "other_name"
                and general.chosen["type_id"].dotted == SMTP_UTF8_MAILBOX
            ):
                text = general.chosen["value"].parse(core.UTF8String).native
                found.append(address.lenient(text))
    except (ValueError, TypeError, KeyError):
        return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys(found))


def _policies(extensions: dict[str, tuple[bool, bytes]]) -> tuple[str, ...]:
    policies = _parsed(extensions, "2.5.29.32", x509.CertificatePolicies)
    return () if policies is None else tuple(p["policy_identifier"].dotted for p in policies)


def _crl_urls(extensions: dict[str, tuple[bool, bytes]]) -> tuple[str, ...]:
    points = _parsed(extensions, "2.5.29.31", x509.CRLDistributionPoints)
    urls: list[str] = []
    for point in points or ():
        where = point["distribution_point"]
        if isinstance(where, core.Void) or where.name != "full_name":
            continue
        for general in where.chosen:
            if general.name == "uniform_resource_identifier":
                urls.append(general.native)
    return tuple(urls)


def _time(choice: x509.Time) -> datetime:
    moment: datetime = choice.native
    return moment.astimezone(UTC)


def signature_name(algorithm: core.Sequence) -> str:
    """The signature algorithm as in the command line's JSON: "rsa-sha256", else dotted."""
    oid: str = algorithm["algorithm"].dotted
    if oid == "1.2.840.113549.1.1.10":
        try:
            hash_oid = algorithm["parameters"]["hash_algorithm"]["algorithm"].dotted
        except (ValueError, TypeError, KeyError):
            hash_oid = ""
        return f"rsa-pss-{_HASHES.get(hash_oid, 'unknown')}"
    return _SIGNATURES.get(oid, oid)


def names_equal(one: bytes, other: bytes) -> bool:
    """Whether two Names (DER) are the same by RFC 5280 7.1."""
    if one == other:
        return True
    try:
        return bool(x509.Name.load(one) == x509.Name.load(other))
    except (ValueError, TypeError, KeyError):
        return False
