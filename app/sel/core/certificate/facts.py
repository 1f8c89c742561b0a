"""What a certificate says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from struct import unpack_from
from typing import NamedTuple

from sel.core import address
from sel.core.certificate import oddities, oids
from sel.core.name import BMP, PRINTABLE, TELETEX, UNIVERSAL, UTF8, Pair, Rdns, line, torn
from sel.core.publickey import KeyFacts


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of itself; nothing here is judged.

    emails         alternative name first, then subject, no repeats, normal form
    match_emails   those that count: of the subject only if the alternative name has none
    key_usage      names of RFC 5280 4.2.1.3, or None without the extension
    extended       names or dotted, or None without the extension
                   () if the extension cannot be read: it allows nothing then
    path_length    of basicConstraints, or None
    version        1, 2 or 3; as it says
    oddities       codes of `ODDITIES`, in their order
    """

    der: bytes
    sha256: bytes
    spki: bytes
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
    version: int = 3
    oddities: tuple[str, ...] = ()

    @property
    def sha1(self) -> bytes:
        """SHA-1 of the DER; Windows and many programs still name certificates by it."""
        return hashlib.sha1(self.der, usedforsecurity=False).digest()

    @property
    def spki_sha256(self) -> bytes:
        """SHA-256 of the public key: what a certificate and its private key have in common."""
        return hashlib.sha256(self.spki).digest()

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
        return _groups(self.sha256)

    def has_address(self, mailbox: str) -> bool:
        """Whether the certificate speaks for this mailbox."""
        return any(address.same_mailbox(mailbox, mine) for mine in self.match_emails)


def check_code(der: bytes) -> str:
    """The first 128 bits of SHA-256(DER) as 8 groups of 5 digits, 16 bits each."""
    return _groups(hashlib.sha256(der).digest())


def check_code_of(sha256: bytes) -> str:
    """The same for whoever holds the digest alone."""
    return _groups(sha256)


def _groups(digest: bytes) -> str:
    return _GROUPS % unpack_from(">8H", digest)


_GROUPS = " ".join(["%05d"] * 8)


class Inside(NamedTuple):
    """What the extensions say; see CertificateFacts."""

    key_usage: frozenset[str] | None = None
    extended: tuple[str, ...] | None = None
    is_ca: bool = False
    path_length: int | None = None
    addresses: tuple[str, ...] = ()
    subject_key: bytes | None = None
    authority_key: bytes | None = None
    policies: tuple[str, ...] = ()
    crl_urls: tuple[str, ...] = ()


class Named(NamedTuple):
    """What issuer or subject says; odd: codes of `ODDITIES`."""

    der: bytes
    line: str
    common_name: str | None
    organisation: str | None
    emails: tuple[str, ...]
    odd: tuple[str, ...]


_ORDINARY = (UTF8, PRINTABLE)


def named(der: bytes, rdns: Rdns) -> Named:
    """The same of a name as one of the readers has it."""
    odd: set[str] = set()
    common_name = organisation = None
    emails: list[str] = []
    for rdn in rdns:
        for pair in rdn:
            oid, tag, text, _ = pair
            if text is None or tag not in _ORDINARY:
                odd.update(_odd_pair(pair))
            if not text:
                continue
            if oid == oids.COMMON_NAME:
                common_name = text
            elif oid == oids.ORGANISATION:
                organisation = text
            elif oid == oids.EMAIL_ATTRIBUTE:
                emails.append(address.lenient(text))
    return Named(der, line(rdns), common_name, organisation, tuple(emails), tuple(odd))


def _odd_pair(pair: Pair) -> Iterator[str]:
    if pair.tag == TELETEX:
        yield oddities.TELETEX_NAME
    elif pair.tag in (BMP, UNIVERSAL):
        yield oddities.OLD_NAME
    if torn(pair):
        yield oddities.BAD_TEXT


class Body(NamedTuple):
    """What stands outside the extensions."""

    version: int
    serial: bytes
    algorithm: str
    issuer: Named
    not_before: datetime
    not_after: datetime
    subject: Named
    spki: bytes
    key: KeyFacts
    extensions: dict[str, tuple[bool, bytes]]


def assemble(der: bytes, body: Body, inside: Inside, odd: set[str]) -> CertificateFacts:
    """Facts of the parts that one of the readers has found; `odd` is completed."""
    subject, issuer = body.subject, body.issuer
    if subject.odd or issuer.odd:
        odd.update(subject.odd, issuer.odd)
    if body.version != 3 or body.serial[0] & 0x80 or len(body.serial) > _LONGEST_SERIAL:
        _odd_numbers(body, odd)
    emails = inside.addresses
    if subject.emails:
        emails = tuple(dict.fromkeys((*emails, *subject.emails)))
    return CertificateFacts(
        der=der,
        sha256=hashlib.sha256(der).digest(),
        spki=body.spki,
        subject=subject.line,
        subject_der=subject.der,
        issuer=issuer.line,
        issuer_der=issuer.der,
        common_name=subject.common_name,
        organisation=subject.organisation,
        serial=int.from_bytes(body.serial, "big", signed=True),
        not_before=body.not_before,
        not_after=body.not_after,
        emails=emails,
        match_emails=inside.addresses or emails,
        key=body.key,
        signature_algorithm=body.algorithm,
        key_usage=inside.key_usage,
        extended=inside.extended,
        is_ca=inside.is_ca,
        path_length=inside.path_length,
        subject_key_identifier=inside.subject_key,
        authority_key_identifier=inside.authority_key,
        critical=tuple([oid for oid, (critical, _) in body.extensions.items() if critical]),
        policies=inside.policies,
        crl_urls=inside.crl_urls,
        version=body.version,
        oddities=oddities.in_order(odd),
    )


_LONGEST_SERIAL = 20


def _odd_numbers(body: Body, odd: set[str]) -> None:
    if body.version != 3:
        odd.add(oddities.VERSION_1 if body.version in (1, 2) else oddities.VERSION_ODD)
        if body.extensions and body.version in (1, 2):
            odd.add(oddities.VERSION_EXTENSIONS)
    if body.serial[0] & 0x80:
        odd.add(oddities.NEGATIVE_SERIAL)
    if len(body.serial) > _LONGEST_SERIAL:
        odd.add(oddities.LONG_SERIAL)
