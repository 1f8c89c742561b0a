"""Lists and answers, properly signed, from which a revocation might be lost."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp as library

from sel.core import chain, revocation, tlv
from sel.core.chain import Pool, Settings, link
from sel.core.revocation import Judge, State, Status, crl, entries, ocsp
from tests import paths
from tests.paths import NOW, Made

ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
STAMP = tlv.encode(tlv.UTC_TIME, b"261124080000Z")
DUE = tlv.encode(tlv.UTC_TIME, b"261201080000Z")
UNKNOWN_CRITICAL = bytes.fromhex("0101ff") + tlv.encode(tlv.OCTET_STRING, b"\x05\x00")
HOLD, REMOVED = x509.ReasonFlags.certificate_hold, x509.ReasonFlags.remove_from_crl


@cache
def root() -> Made:
    return paths.make("Root")


def judged(
    leaf: Made, *pieces: bytes, others: tuple[Made, ...] = (), at: datetime = NOW
) -> Status:
    """What these lists and answers say of somebody whom the root itself certified."""
    pool = Pool(each.der for each in others)
    found = chain.find(leaf.der, pool, Pool([root().der]), at=NOW)
    assert found.anchor is not None, found.why
    evidence = revocation.read_all(("file", each) for each in pieces)
    return Judge(pool, found.anchor, evidence, at=at, settings=Settings()).status(found.links)


def codes(status: Status) -> list[str]:
    return [each.code for each in status.findings]


def written(*listed: bytes, by: Made | None = None) -> bytes:
    """A list of the root whose entries are these octets."""
    who = by or root()
    tbs = tlv.encode(
        tlv.SEQUENCE,
        tlv.encode(tlv.INTEGER, b"\x01"),
        ECDSA_SHA256,
        who.certificate.subject.public_bytes(),
        STAMP,
        DUE,
        tlv.encode(tlv.SEQUENCE, *listed),
    )
    signature = who.key.sign(tbs, ec.ECDSA(hashes.SHA256()))
    bits = tlv.encode(tlv.BIT_STRING, b"\0", signature)
    return tlv.encode(tlv.SEQUENCE, tbs, ECDSA_SHA256, bits)


def entry(serial: bytes, *extensions: bytes) -> bytes:
    more = tlv.encode(tlv.SEQUENCE, *extensions) if extensions else b""
    return tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.INTEGER, serial), STAMP, more)


# --- lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize("serial", [b"\x00\x05", b"\x00\x00\x05", b"\x05"])
@pytest.mark.parametrize("before", [0, 3])
@pytest.mark.parametrize("length", [0, 200])
def test_a_serial_in_more_octets_than_needed_is_found(
    serial: bytes, before: int, length: int
) -> None:
    """What the library of an authority repeats from the certificate it may write as it likes."""
    leaf = paths.person(root(), serial=5)
    comment = tlv.encode(
        tlv.SEQUENCE, bytes.fromhex("06032a0304"), tlv.encode(tlv.OCTET_STRING, b"x" * length)
    )
    near = [entry(b"\x05\x05"), entry(b"\x00\xff\x05"), entry(b"\x50")][:before]
    listed = written(*near, entry(serial, *([comment] if length else [])))
    assert judged(leaf, listed).state is State.REVOKED
    assert judged(paths.person(root(), serial=6), listed).state is State.GOOD


def test_a_serial_of_many_octets_is_found() -> None:
    long = b"\x11" * 130
    listed = crl.read(written(entry(b"\x12"), entry(long), entry(b"\x13")))
    issuer = listed.issuer_name
    assert entries.find(listed, long, issuer) is not None
    assert entries.find(listed, b"\x12" * 130, issuer) is None


def test_octets_of_a_serial_elsewhere_do_not_count() -> None:
    """In an extension, in a time, across the border of two entries."""
    leaf = paths.person(root(), serial=0x0203)
    inside = tlv.encode(
        tlv.SEQUENCE,
        bytes.fromhex("06032a0304"),
        tlv.encode(tlv.OCTET_STRING, tlv.encode(tlv.INTEGER, b"\x02\x03") * 3),
    )
    assert judged(leaf, written(entry(b"\x77", inside), entry(b"\x02\x02\x02\x03"))).state is (
        State.GOOD
    )
    assert judged(leaf, written(entry(b"\x77", inside), entry(b"\x02\x03"))).state is (
        State.REVOKED
    )


@pytest.mark.parametrize("arcs", [4, 18, 40, 100])
def test_an_unknown_demand_in_any_entry_spoils_the_list(arcs: int) -> None:
    """RFC 5280 5.3, however long the name of what is demanded."""
    oid = tlv.encode(tlv.OID, b"\x2a" + b"\x03" * (arcs - 1))
    spoilt = written(entry(b"\x77", tlv.encode(tlv.SEQUENCE, oid, UNKNOWN_CRITICAL)))
    status = judged(paths.person(root()), spoilt)
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-strange"])


def test_a_forged_delta_does_not_hide_a_real_one() -> None:
    leaf = paths.person(root())
    base = paths.crl(root(), number=5)
    real = paths.crl(root(), leaf, number=6, base=5, reason=HOLD)
    forged = paths.crl(root(), number=99, base=5, sign=paths.key())
    assert judged(leaf, base, real).state is State.REVOKED
    assert judged(leaf, base, real, forged).state is State.REVOKED


def test_a_delta_that_demands_the_unknown_takes_nothing_away() -> None:
    leaf = paths.person(root())
    base = paths.crl(root(), leaf, number=5, reason=HOLD)
    demand = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    lifted = {"number": 6, "base": 5, "reason": REMOVED}
    assert judged(leaf, base, paths.crl(root(), leaf, **lifted)).state is State.GOOD
    strange = paths.crl(root(), leaf, extensions=[(demand, True)], **lifted)
    assert judged(leaf, base, strange).state is State.REVOKED


@pytest.mark.parametrize("reason", [None, x509.ReasonFlags.key_compromise])
def test_what_is_not_on_hold_no_delta_takes_away(reason: x509.ReasonFlags | None) -> None:
    leaf = paths.person(root())
    base = paths.crl(root(), leaf, number=5, reason=reason)
    lifted = paths.crl(root(), leaf, number=6, base=5, reason=REMOVED)
    assert judged(leaf, base, lifted).state is State.REVOKED


def test_what_is_lifted_tomorrow_is_on_hold_today() -> None:
    leaf = paths.person(root())
    hold = paths.crl(root(), leaf, reason=HOLD)
    tomorrow = NOW + timedelta(days=1)
    lifted = paths.crl(root(), made=tomorrow, due=NOW + timedelta(days=9), number=2)
    assert judged(leaf, hold, lifted).state is State.REVOKED
    assert judged(leaf, hold, lifted, at=tomorrow).state is State.GOOD


def test_unused_bits_of_the_reasons_cover_nothing() -> None:
    """onlySomeReasons with every bit set, of which seven are said to be unused."""
    leaf = paths.person(root())

    def scoped(reasons: str) -> bytes:
        value = tlv.encode(tlv.SEQUENCE, tlv.encode(0x83, bytes.fromhex(reasons)))
        scope = x509.UnrecognizedExtension(x509.ObjectIdentifier(crl.SCOPE), value)
        return paths.crl(root(), extensions=[(scope, True)])

    assert judged(leaf, scoped("077f80")).state is State.GOOD
    assert judged(leaf, scoped("077fff")).state is State.GOOD
    assert judged(leaf, scoped("07ff")).state is State.UNKNOWN
    assert judged(leaf, scoped("007f")).state is State.UNKNOWN


def test_a_namesake_without_key_usage_signs_no_lists() -> None:
    """A person called like an authority, certified by another authority of the same root."""
    issuer = paths.make("Issuer", root())
    other = paths.make("Other", root())
    mine = paths.key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(paths.name("Issuer"))
        .issuer_name(paths.name("Other"))
        .public_key(mine.public_key())
        .serial_number(9)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
    )
    namesake = Made(builder.sign(other.key, hashes.SHA256()), mine)
    leaf = paths.person(issuer)
    pieces = (paths.crl(root()), paths.crl(other), paths.crl(issuer, sign=mine))
    status = judged(leaf, *pieces, others=(issuer, other, namesake))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-wrong-signer"])
    # One that says it signs lists is what RFC 5280 6.3.3 f asks for.
    lister = paths.make("Issuer", other, ca=False, bits=paths.usage("crl_sign"))
    signed = paths.crl(issuer, sign=lister.key)
    pieces = (paths.crl(root()), paths.crl(other), signed)
    assert judged(leaf, *pieces, others=(issuer, other, lister)).state is State.GOOD


def test_a_pile_of_lists_of_one_signer_without_a_path_costs_one_search() -> None:
    """A signer whom everybody certifies whom everybody certifies, and none of them the root."""
    issuer = paths.make("Issuer", root())
    names = [f"A{n}" for n in range(10)]
    alone = {name: paths.make(name) for name in names}
    mesh = [
        paths.make(below, alone[above], own=alone[below].key)
        for below in names
        for above in names
        if above != below
    ]
    mine = paths.key()
    mesh.extend(paths.make("Issuer", by, own=mine) for by in alone.values())
    lists = [paths.crl(issuer, number=n, sign=mine) for n in range(30)]
    leaf = paths.person(issuer)
    begun = time.process_time()
    status = judged(leaf, paths.crl(root()), *lists, others=(issuer, *mesh))
    assert (status.state, set(codes(status))) == (State.UNKNOWN, {"crl-wrong-signer"})
    assert time.process_time() - begun < 6


@pytest.mark.parametrize(
    "at", [datetime.max.replace(microsecond=0, tzinfo=UTC), datetime.min.replace(tzinfo=UTC)]
)
def test_the_ends_of_time_are_times(at: datetime) -> None:
    leaf = paths.person(root())
    lists = (paths.crl(root()), paths.answer(leaf, root(), root(), due=None))
    assert judged(leaf, *lists, at=at).state is State.UNKNOWN


# --- answers --------------------------------------------------------------------------------


def test_of_two_answers_of_one_moment_the_worse_counts() -> None:
    leaf = paths.person(root())
    read, top = link.read(leaf.der), link.read(root().der)
    good = ocsp.read(paths.answer(leaf, root(), root()))
    bad = ocsp.read(paths.answer(leaf, root(), root(), status=library.OCSPCertStatus.REVOKED))
    from dataclasses import replace

    for singles in (good.singles + bad.singles, bad.singles + good.singles):
        # The signature is over something else now; what it says is found out before that.
        found = ocsp.judge(replace(good, singles=singles), read, top, at=NOW)
        assert found.single is not None
        assert found.single.says is ocsp.Says.REVOKED


def test_nobody_answers_for_himself() -> None:
    leaf = paths.person(root())
    status = judged(leaf, paths.answer(leaf, root(), leaf, attach=[leaf]))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["ocsp-wrong-signer"])
