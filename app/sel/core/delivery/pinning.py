"""DANE for SMTP (RFC 7672): keys of mail servers that are pinned in the signed DNS."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sel.core.delivery.model import Pin
from sel.core.delivery.names import UNREADABLE, named

_TRUST_ANCHOR, _END_ENTITY = 2, 3
_DIGESTS: Final = {1: hashlib.sha256, 2: hashlib.sha512}
_LENGTHS: Final = {1: 32, 2: 64}
_MOST: Final = 20


class Dane(StrEnum):
    """What the pins say of a server.

    UNUSABLE  none of them is of a kind that counts for mail (RFC 7672 3.1.3)
    """

    HOLDS = "holds"
    UNUSABLE = "unusable"
    MISMATCH = "mismatch"


def judge(
    pins: Sequence[Pin], chain: Sequence[bytes], hosts: Sequence[str], now: datetime
) -> Dane:
    """Hold a server's chain (DER, its own certificate first) against the pins.

    hosts  names of which one must be in the certificate where an authority is pinned (3.2.3);
           of a pinned server certificate neither name nor date counts (3.1.1)
    """
    usable = [each for each in pins[:_MOST] if _usable(each)]
    if not usable:
        return Dane.UNUSABLE
    try:
        certificates = [x509.load_der_x509_certificate(each) for each in chain[:_MOST]]
    except UNREADABLE:
        return Dane.MISMATCH
    if not certificates:
        return Dane.MISMATCH
    if any(each.usage == _END_ENTITY and _fits(each, certificates[0]) for each in usable):
        return Dane.HOLDS
    authorities = [each for each in usable if each.usage == _TRUST_ANCHOR]
    speaks = named(chain[0])
    if any(map(speaks.speaks_for, hosts)) and _under(certificates, authorities, now):
        return Dane.HOLDS
    return Dane.MISMATCH


def _usable(pin: Pin) -> bool:
    if pin.usage not in {_TRUST_ANCHOR, _END_ENTITY} or pin.selector not in {0, 1}:
        return False
    if pin.matching == 0:
        return bool(pin.data)
    return _LENGTHS.get(pin.matching) == len(pin.data)


def _fits(pin: Pin, certificate: x509.Certificate) -> bool:
    try:
        whole = (
            certificate.public_bytes(Encoding.DER)
            if pin.selector == 0
            else certificate.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            )
        )
    except UNREADABLE:
        return False
    digest = _DIGESTS.get(pin.matching)
    return pin.data == (whole if digest is None else digest(whole).digest())


def _under(certificates: Sequence[x509.Certificate], pins: Sequence[Pin], now: datetime) -> bool:
    """Whether the chain, as it was sent, leads to a pinned authority."""
    for place, each in enumerate(certificates):
        if not _in_force(each, now):
            return False
        if place > 0:
            if not _is_authority(each):
                return False
            try:
                certificates[place - 1].verify_directly_issued_by(each)
            except (*UNREADABLE, InvalidSignature):
                return False
            if any(_fits(pin, each) for pin in pins):
                return True
    return False


def _in_force(certificate: x509.Certificate, now: datetime) -> bool:
    try:
        return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    except UNREADABLE:  # the year 0 is one that DER can say
        return False


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (*UNREADABLE, x509.ExtensionNotFound):
        return False
    return found.value.ca
