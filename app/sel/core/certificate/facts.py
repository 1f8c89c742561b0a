"""What a certificate says of itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sel.core import address
from sel.core.certificate import oddities, oids
from sel.core.name import BMP, TELETEX, UNIVERSAL, Rdns, every, last, line, torn
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
    groups = (int.from_bytes(digest[i : i + 2], "big") for i in range(0, 16, 2))
    return " ".join(f"{group:05d}" for group in groups)


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


class Body(NamedTuple):
    """What stands outside the extensions; names with their DER and their RDNs."""

    version: int
    serial: bytes
    algorithm: str
    issuer: tuple[bytes, Rdns]
    not_before: datetime
    not_after: datetime
    subject: tuple[bytes, Rdns]
    spki: bytes
    key: KeyFacts
    extensions: dict[str, tuple[bool, bytes]]


def assemble(der: bytes, body: Body, inside: Inside, odd: set[str]) -> CertificateFacts:
    """Facts of the parts that one of the readers has found; `odd` is completed."""
    subject_der, subject = body.subject
    issuer_der, issuer = body.issuer
    odd.update(_odd_name(subject), _odd_name(issuer))
    _odd_numbers(body, odd)
    in_subject = [address.lenient(each) for each in every(subject, oids.EMAIL_ATTRIBUTE)]
    emails = tuple(dict.fromkeys((*inside.addresses, *in_subject)))
    return CertificateFacts(
        der=der,
        sha256=hashlib.sha256(der).digest(),
        spki=body.spki,
        subject=line(subject),
        subject_der=subject_der,
        issuer=line(issuer),
        issuer_der=issuer_der,
        common_name=last(subject, oids.COMMON_NAME),
        organisation=last(subject, oids.ORGANISATION),
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


@lru_cache(maxsize=256)
def _odd_name(rdns: Rdns) -> frozenset[str]:
    odd = set()
    for rdn in rdns:
        for pair in rdn:
            if pair.tag == TELETEX:
                odd.add(oddities.TELETEX_NAME)
            elif pair.tag in (BMP, UNIVERSAL):
                odd.add(oddities.OLD_NAME)
            if torn(pair):
                odd.add(oddities.BAD_TEXT)
    return frozenset(odd)


def _odd_numbers(body: Body, odd: set[str]) -> None:
    if body.version != 3:
        odd.add(oddities.VERSION_1 if body.version in (1, 2) else oddities.VERSION_ODD)
        if body.extensions and body.version in (1, 2):
            odd.add(oddities.VERSION_EXTENSIONS)
    if body.serial[0] & 0x80:
        odd.add(oddities.NEGATIVE_SERIAL)
    if len(body.serial) > 20:
        odd.add(oddities.LONG_SERIAL)
