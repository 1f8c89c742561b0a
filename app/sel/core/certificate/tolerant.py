"""What the strict reader refuses, read with asn1crypto so that it can be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from asn1crypto import core, x509

from sel.core import address
from sel.core.certificate import oddities, oids, strict, times
from sel.core.certificate.facts import Body, CertificateFacts, Inside, assemble, named
from sel.core.name import rdns_of
from sel.core.publickey import RSA_PSS, describe
from sel.core.shapes import AlgorithmRaw

T = TypeVar("T")
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
_CERTIFICATE_FIELDS = 3


class _Validity(core.Sequence):  # type: ignore[misc]
    """Times as they are, also those that asn1crypto cannot make a moment of."""

    _fields = [("not_before", core.Any), ("not_after", core.Any)]


class _Extension(core.Sequence):  # type: ignore[misc]
    """An extension of any kind; asn1crypto's own looks into those it knows."""

    _fields = [
        ("extn_id", core.ObjectIdentifier),
        ("critical", core.Boolean, {"default": False}),
        ("extn_value", core.OctetString),
    ]


class _Extensions(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Extension


class _Tbs(core.Sequence):  # type: ignore[misc]
    """TBSCertificate with nothing in it read before it is asked for."""

    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("serial_number", core.Integer),
        ("signature", AlgorithmRaw),
        ("issuer", core.Sequence),
        ("validity", _Validity),
        ("subject", core.Sequence),
        ("subject_public_key_info", core.Sequence),
        ("issuer_unique_id", core.OctetBitString, {"implicit": 1, "optional": True}),
        ("subject_unique_id", core.OctetBitString, {"implicit": 2, "optional": True}),
        ("extensions", _Extensions, {"explicit": 3, "optional": True}),
    ]


class _Certificate(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("tbs_certificate", _Tbs),
        ("signature_algorithm", x509.SignedDigestAlgorithm),
        ("signature_value", core.OctetBitString),
    ]


def read(der: bytes) -> CertificateFacts:
    """Facts of one certificate. Raises whatever asn1crypto raises, ValueError, Damaged."""
    odd: set[str] = set()
    certificate = _Certificate.load(der, strict=True)
    if len(certificate) != _CERTIFICATE_FIELDS:
        raise ValueError("Certificate")
    tbs = certificate["tbs_certificate"]
    algorithm = certificate["signature_algorithm"]
    if tbs["signature"].dump() != algorithm.dump():
        odd.add(oddities.ALGORITHMS_DIFFER)
    extensions = _extensions(tbs, odd)
    spki = tbs["subject_public_key_info"].dump()
    serial: bytes = tbs["serial_number"].contents
    if not serial:
        raise ValueError("serialNumber")
    body = Body(
        version=tbs["version"].native + 1,
        serial=serial,
        algorithm=signature_name(algorithm),
        issuer=named(tbs["issuer"].dump(), rdns_of(tbs["issuer"])),
        not_before=_time(tbs["validity"]["not_before"], odd),
        not_after=_time(tbs["validity"]["not_after"], odd),
        subject=named(tbs["subject"].dump(), rdns_of(tbs["subject"])),
        spki=spki,
        key=describe(spki),
        extensions=extensions,
    )
    return assemble(der, body, _inside(extensions, odd), odd)


def _extensions(tbs: core.Sequence, odd: set[str]) -> dict[str, tuple[bool, bytes]]:
    listed = tbs["extensions"]
    if isinstance(listed, core.Void):
        return {}
    found: dict[str, tuple[bool, bytes]] = {}
    for each in listed:
        oid: str = each["extn_id"].dotted
        if oid in found:
            odd.add(oddities.DUPLICATE)
            continue
        found[oid] = (bool(each["critical"].native), bytes(each["extn_value"]))
        if len(each.contents) and not each["critical"].native and _writes_default(each):
            odd.add(oddities.WRITTEN_DEFAULT)
    if not found:
        odd.add(oddities.NO_EXTENSIONS)
    return found


def _writes_default(extension: core.Sequence) -> bool:
    first = extension["extn_id"].dump()
    return bytes(extension.contents[len(first) : len(first) + 1]) == b"\x01"


def _time(raw: core.Any, odd: set[str]) -> datetime:
    encoded = raw.dump()
    return times.read(encoded[0], raw.parse().contents, odd)


def _inside(extensions: dict[str, tuple[bool, bytes]], odd: set[str]) -> Inside:
    """Each extension for itself: what cannot be read allows nothing and says nothing."""

    def of(oid: str, look: Callable[[bytes], T], absent: T, broken: T) -> T:
        if oid not in extensions:
            return absent
        try:
            return look(extensions[oid][1])
        except _FAULTS:
            odd.add(oddities.BROKEN_EXTENSION)
            return broken

    def usage(value: bytes) -> frozenset[str]:
        return strict.usage_of(core.BitString.load(value, strict=True).contents, odd)

    def in_name(value: bytes) -> tuple[str, ...]:
        return addresses(value, odd)

    no_authority: tuple[bool, int | None] = (False, None)
    no_usage: frozenset[str] = frozenset()
    no_text: tuple[str, ...] = ()
    is_ca, path_length = of(oids.BASIC_CONSTRAINTS, _constraints, no_authority, no_authority)
    return Inside(
        key_usage=of(oids.KEY_USAGE, usage, None, no_usage),
        extended=of(oids.EXTENDED_USAGE, _extended, None, no_text),
        is_ca=is_ca,
        path_length=path_length,
        addresses=of(oids.ALTERNATIVE_NAME, in_name, (), ()),
        subject_key=of(oids.SUBJECT_KEY, _octets, None, None),
        authority_key=of(oids.AUTHORITY_KEY, _authority_key, None, None),
        policies=of(oids.POLICIES, _policies, (), ()),
        crl_urls=of(oids.CRL_POINTS, _crl_urls, (), ()),
    )


def _constraints(value: bytes) -> tuple[bool, int | None]:
    constraints = x509.BasicConstraints.load(value, strict=True)
    return bool(constraints["ca"].native), constraints["path_len_constraint"].native


def _extended(value: bytes) -> tuple[str, ...]:
    listed = x509.ExtKeyUsageSyntax.load(value, strict=True)
    return tuple(oids.EXTENDED.get(each.dotted, each.dotted) for each in listed)


def _octets(value: bytes) -> bytes:
    return bytes(core.OctetString.load(value, strict=True).native)


def _authority_key(value: bytes) -> bytes | None:
    found: bytes | None = x509.AuthorityKeyIdentifier.load(value, strict=True)[
        "key_identifier"
    ].native
    return found


def addresses(value: bytes, odd: set[str]) -> tuple[str, ...]:
    """The addresses of a subjectAltName up to the first name that cannot be read."""
    found: dict[str, None] = {}
    try:
        for general in x509.GeneralNames.load(value, strict=True):
            if general.name == "rfc822_name":
                # The raw IA5String: asn1crypto's own .native already changes the domain.
                contents: bytes = general.chosen.contents
                if not contents.isascii():
                    odd.add(oddities.BAD_TEXT)
                found[address.lenient(contents.decode("utf-8", "replace"))] = None
            elif (
                general.name == "other_name"
                and general.chosen["type_id"].dotted == oids.SMTP_UTF8_MAILBOX
            ):
                found[address.lenient(general.chosen["value"].parse(core.UTF8String).native)] = (
                    None
                )
    except _FAULTS:
        odd.add(oddities.BROKEN_EXTENSION)
    return tuple(found)


def _policies(value: bytes) -> tuple[str, ...]:
    listed = x509.CertificatePolicies.load(value, strict=True)
    return tuple(each["policy_identifier"].dotted for each in listed)


def _crl_urls(value: bytes) -> tuple[str, ...]:
    urls: list[str] = []
    for point in x509.CRLDistributionPoints.load(value, strict=True):
        where = point["distribution_point"]
        if isinstance(where, core.Void) or where.name != "full_name":
            continue
        for general in where.chosen:
            if general.name == "uniform_resource_identifier":
                # Not .native, which makes an IRI of it: a URL is asked for as it stands.
                urls.append(general.chosen.contents.decode("utf-8", "replace"))
    return tuple(urls)


def signature_name(algorithm: core.Sequence) -> str:
    """The signature algorithm of an AlgorithmIdentifier, see `oids.signature`."""
    oid: str = algorithm["algorithm"].dotted
    hash_oid = ""
    if oid == RSA_PSS:
        try:
            hash_oid = algorithm["parameters"]["hash_algorithm"]["algorithm"].dotted
        except _FAULTS:
            hash_oid = ""
    return oids.signature(oid, hash_oid)
