"""X.509 certificates as facts (RFC 5280), read tolerantly: odd but used ones are shown too.

The ordinary one is read by `strict`, without a library; what that refuses, by `tolerant`.
"""

from __future__ import annotations

from binascii import a2b_base64
from functools import lru_cache
from typing import TYPE_CHECKING

from sel.base.errors import Damaged, NotACertificate
from sel.core.asn1 import parsing, unarmour
from sel.core.certificate import strict
from sel.core.certificate.facts import CertificateFacts, check_code, check_code_of
from sel.core.certificate.oddities import NOT_DER, ODDITIES, in_order
from sel.core.certificate.oids import (
    ANY_EXTENDED_KEY_USAGE,
    EMAIL_PROTECTION,
    KEY_USAGE_BITS,
    SMTP_UTF8_MAILBOX,
)
from sel.core.spans import NotDer

if TYPE_CHECKING:
    from asn1crypto import core

__all__ = [
    "ANY_EXTENDED_KEY_USAGE",
    "EMAIL_PROTECTION",
    "KEY_USAGE_BITS",
    "ODDITIES",
    "SMTP_UTF8_MAILBOX",
    "CertificateFacts",
    "alone",
    "check_code",
    "check_code_of",
    "names_equal",
    "read",
    "read_any",
    "san_addresses",
    "signature_name",
]


@lru_cache(maxsize=64)  # of one mail or one path the same few are read again and again
def read(der: bytes) -> CertificateFacts:
    """Facts of one certificate, DER or BER. Raises NotACertificate."""
    try:
        return strict.read(der)
    except NotDer:
        return _read_tolerantly(der)


def read_any(data: bytes) -> CertificateFacts:
    """The first certificate of DER or PEM bytes. Raises NotACertificate."""
    for label, der in unarmour(data):
        if label in {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"}:
            return read(der)
    return read(data)


def alone(data: bytes) -> CertificateFacts | None:
    """Facts if `data` is one ordinary certificate, DER or PEM, and nothing else; else None."""
    if data.startswith(_BEGIN):
        body, end, rest = data[len(_BEGIN) :].partition(_END)
        if not end or rest.strip():
            return None
        try:
            data = a2b_base64(b"".join(body.split()), strict_mode=True)
        except ValueError:
            return None
    try:
        return strict.read(data)
    except NotDer:
        return None


_BEGIN, _END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"


def _read_tolerantly(der: bytes) -> CertificateFacts:
    from dataclasses import replace

    from sel.core.certificate import tolerant

    try:
        with parsing(NotACertificate, looks_like="unknown"):
            facts = tolerant.read(der)
    except Damaged as problem:
        raise NotACertificate(looks_like="unknown", detail=problem.detail) from problem
    if _EXPLAINED & set(facts.oddities):
        return facts
    return replace(facts, oddities=in_order({NOT_DER, *facts.oddities}))


_EXPLAINED = frozenset({"unreadable-extension"})
"""Why the strict reader refused what the other one read, where it was not for its encoding."""


def signature_name(algorithm: core.Sequence) -> str:
    """The signature algorithm as in the command line's JSON: "rsa-sha256", else dotted.

    algorithm  an AlgorithmIdentifier of asn1crypto
    """
    from sel.core.certificate import tolerant

    return tolerant.signature_name(algorithm)


def san_addresses(value: bytes) -> tuple[str, ...]:
    """The addresses of a subjectAltName (its DER value), in order, no repeats."""
    try:
        return strict.addresses(value, set())
    except (NotDer, UnicodeDecodeError):
        from sel.core.certificate import tolerant

        return tolerant.addresses(value, set())


def names_equal(one: bytes, other: bytes) -> bool:
    """Whether two Names (DER) are the same by RFC 5280 7.1."""
    if one == other:
        return True
    from asn1crypto import x509

    try:
        return bool(x509.Name.load(one) == x509.Name.load(other))
    except (ValueError, TypeError, KeyError):
        return False
