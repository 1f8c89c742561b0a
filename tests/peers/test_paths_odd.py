"""Certificates and lists that are properly signed and badly made: never a crash, never trust."""

from __future__ import annotations

from functools import cache

from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import NotACertificate
from sel.core import chain, revocation
from sel.core.chain import Pool, Settings, link
from sel.core.revocation import Judge, State, crl
from tests import paths
from tests.paths import NOW, Made

OIDS = [
    link.KEY_USAGE, link.ALTERNATIVE_NAME, link.BASIC_CONSTRAINTS, link.NAME_CONSTRAINTS,
    link.CRL_POINTS, link.POLICIES, link.MAPPINGS, link.AUTHORITY_KEY, link.POLICY_CONSTRAINTS,
    link.EXTENDED_USAGE, link.FRESHEST_CRL, link.INHIBIT_ANY, link.SUBJECT_KEY,
    link.AUTHORITY_INFORMATION,
]  # fmt: skip
LIST_OIDS = [crl.NUMBER, crl.DELTA, crl.SCOPE, link.AUTHORITY_KEY, link.FRESHEST_CRL]


def der() -> st.SearchStrategy[bytes]:
    """Values that look like DER, nested a little, and some that do not."""
    from sel.core import tlv

    tags = st.sampled_from(
        [0x01, 0x02, 0x03, 0x04, 0x06, 0x0A, 0x0C, 0x13, 0x16, 0x17, 0x18, 0x30, 0x31,
         0x80, 0x81, 0x82, 0x83, 0x86, 0x87, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4]
    )  # fmt: skip
    leaf = st.builds(tlv.encode, tags, st.binary(max_size=12))
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda tag, parts: tlv.encode(tag, *parts), tags, st.lists(inner, max_size=4)
        ),
        max_leaves=8,
    ) | st.binary(max_size=20)


def strange(oid: str, value: bytes) -> tuple[x509.UnrecognizedExtension, bool]:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value), False


@cache
def root() -> Made:
    return paths.make("Root")


def bare(common: str, by: Made, oid: str, value: bytes, *, ca: bool) -> Made:
    """A certificate with one odd extension (and basicConstraints for an authority)."""
    extensions = [strange(oid, value)]
    if oid in {link.KEY_USAGE, link.BASIC_CONSTRAINTS}:
        # `make` puts its own there; the odd one takes its place under the issuer's signature.
        builder = (
            x509.CertificateBuilder()
            .subject_name(paths.name(common))
            .issuer_name(by.certificate.subject)
            .serial_number(9)
            .not_valid_before(NOW)
            .not_valid_after(NOW + paths.timedelta(days=1))
            .add_extension(*extensions[0])
        )
        mine = paths.key()
        signed = builder.public_key(mine.public_key()).sign(by.key, paths.hashes.SHA256())
        return Made(signed, mine)
    return paths.make(common, by, ca=ca, extensions=extensions)


@given(st.sampled_from(OIDS), der())
def test_odd_extensions(oid: str, value: bytes) -> None:
    issuer = bare("Issuer", root(), oid, value, ca=True)
    leaf = bare("Siân", issuer, oid, value, ca=False)
    pool = Pool([issuer.der])
    found = chain.find(leaf.der, pool, Pool([root().der]), at=NOW)
    if found.anchor is None:
        assert found.why is not None
        return
    evidence = revocation.read_all(
        (("a", paths.crl(root())), ("b", paths.crl(issuer)), ("c", paths.crl(issuer, leaf)))
    )
    status = Judge(pool, found.anchor, evidence, at=NOW, settings=Settings()).status(found.links)
    assert status.state is not State.GOOD


@given(st.sampled_from(LIST_OIDS), der(), st.booleans())
def test_odd_lists(oid: str, value: bytes, critical: bool) -> None:
    leaf = paths.person(root(), serial=77)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root().certificate.subject)
        .last_update(NOW)
        .next_update(NOW + paths.timedelta(days=1))
        .add_extension(strange(oid, value)[0], critical=critical)
    )
    listed = builder.sign(root().key, paths.hashes.SHA256()).public_bytes(paths.Encoding.DER)
    pool = Pool([])
    found = chain.find(leaf.der, pool, Pool([root().der]), at=NOW)
    assert found.anchor is not None
    evidence = revocation.read(listed)
    Judge(pool, found.anchor, evidence, at=NOW, settings=Settings()).status(found.links)


@given(st.data())
def test_a_damaged_certificate_is_never_trusted(data: st.DataObject) -> None:
    whole = person().der
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = chain.find(bytes(changed), Pool([]), Pool([root().der]), at=NOW)
    except NotACertificate:
        return
    assert found.anchor is None or bytes(changed) == whole


@cache
def person() -> Made:
    return paths.person(root())
