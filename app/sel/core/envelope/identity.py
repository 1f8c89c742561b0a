"""Which certificate a message means: by issuer and serial number, or by its key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sel.base.errors import Damaged, TooLarge
from sel.core import ber
from sel.core.certificate import names_equal
from sel.core.envelope.limits import MAX_NAME_BYTES
from sel.core.envelope.model import RecipientId
from sel.core.envelope.structure import as_der

_SUBJECT_KEY_IDENTIFIER: Final = "2.5.29.14"
_RFC_7093_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class Identity:
    """What a certificate is named by; read tolerantly, for odd ones are in use too.

    issuer_der, subject_der  Name, DER
    key_id                   subjectKeyIdentifier, or None without one
    """

    issuer_der: bytes
    subject_der: bytes
    serial: int
    spki: bytes
    key_id: bytes | None

    @property
    def self_issued(self) -> bool:
        """Whether issuer and subject are the same name."""
        return _same_name(self.issuer_der, self.subject_der)

    @property
    def by_issuer(self) -> RecipientId:
        """Its name by issuer and serial number."""
        return RecipientId(issuer_der=self.issuer_der, serial=self.serial)

    def answers(self, wanted: RecipientId) -> bool:
        """Whether `wanted` means this certificate."""
        if wanted.key_id is not None:
            return wanted.key_id == self.key_id or wanted.key_id in key_ids(self.spki)
        return (
            wanted.serial == self.serial
            and wanted.issuer_der is not None
            and _same_name(wanted.issuer_der, self.issuer_der)
        )


@lru_cache(maxsize=64)  # asked for again and again while one mail is looked at
def identity(certificate: bytes) -> Identity:
    """Read what a certificate is named by (RFC 5280 4.1). Raises Damaged, TooLarge."""
    tbs = ber.parse(certificate).fields().take().fields()
    tbs.optional(ber.context(0))
    serial = tbs.take().integer()
    tbs.take().expect(ber.SEQUENCE)
    issuer = tbs.take().expect(ber.SEQUENCE)
    tbs.take().expect(ber.SEQUENCE)
    subject = tbs.take().expect(ber.SEQUENCE)
    spki = tbs.take().expect(ber.SEQUENCE)
    key_id = None
    for element in tbs.rest():
        if element.tag == ber.context(3):
            key_id = _key_id(element)
    return Identity(as_der(issuer), as_der(subject), serial, as_der(spki), key_id)


def try_identity(certificate: bytes) -> Identity | None:
    """The same, or None for what cannot be read."""
    try:
        return identity(certificate)
    except (Damaged, TooLarge):
        return None


def serial_number(certificate: bytes) -> int | None:
    """The serial number alone, for going through thousands; None for what cannot be read."""
    try:
        tbs = ber.parse(certificate).fields().take().fields()
        tbs.optional(ber.context(0))
        return tbs.take().integer()
    except (Damaged, TooLarge):
        return None


def key_ids(spki: bytes) -> frozenset[bytes]:
    """Identifiers that others compute from a public key (RFC 5280 4.2.1.2, RFC 7093 2)."""
    try:
        fields = ber.parse(spki).fields()
        fields.take()
        bits = fields.take().expect(0x03).content[1:]
    except (Damaged, TooLarge):
        return frozenset()
    return frozenset(
        (
            hashlib.sha1(bits, usedforsecurity=False).digest(),
            hashlib.sha256(bits).digest()[:_RFC_7093_BYTES],
        )
    )


def _same_name(one: bytes, other: bytes) -> bool:
    """RFC 5280 7.1; names of absurd length only if they are the same bytes."""
    small = max(len(one), len(other)) <= MAX_NAME_BYTES
    return one == other or (small and names_equal(one, other))


def _key_id(extensions: ber.Element) -> bytes | None:
    for extension in extensions.inner().children():
        fields = extension.fields()
        if fields.take().oid() == _SUBJECT_KEY_IDENTIFIER:
            value = list(fields.rest())[-1:]
            return ber.parse(value[0].octets()).octets() if value else None
    return None
