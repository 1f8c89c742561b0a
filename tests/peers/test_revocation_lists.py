"""Revocation lists of every kind: what they prove, what they do not, and hostile ones."""

from __future__ import annotations

import subprocess
import time
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from sel.core import chain, revocation
from sel.core.chain import Pool, Settings
from sel.core.revocation import Evidence, Judge, State, Status
from tests import paths
from tests.paths import NOW, Made


@cache
def root() -> Made:
    return paths.make("Root")


@cache
def issuer() -> Made:
    return paths.make("Issuer", root())


@cache
def sian() -> Made:
    return paths.person(issuer())


@cache
def gwen() -> Made:
    return paths.person(issuer(), common="Gwen")


def judged(
    *lists: bytes, leaf: Made | None = None, others: tuple[Made, ...] = (), at=NOW
) -> Status:
    """What these lists and answers say of somebody's path."""
    about = leaf or sian()
    pool = Pool([issuer().der, *(each.der for each in others)])
    found = chain.find(about.der, pool, Pool([root().der]), at=at)
    assert found.anchor is not None, found.why
    evidence = revocation.read_all(("file", each) for each in lists)
    return_ = Judge(pool, found.anchor, evidence, at=at, settings=Settings()).status(found.links)
    return Status(return_.state, (*evidence.findings, *return_.findings), return_.open)


def codes(status: Status) -> list[str]:
    return [each.code for each in status.findings]


def clean() -> bytes:
    """The root's list; it revokes nobody."""
    return paths.crl(root())


def openssl(folder: Path, leaf: Made, *lists: bytes) -> bool:
    """Whether `openssl verify -crl_check_all` accepts the path."""
    (folder / "root.pem").write_bytes(root().pem)
    (folder / "issuer.pem").write_bytes(issuer().pem)
    (folder / "leaf.pem").write_bytes(leaf.pem)
    (folder / "lists.pem").write_bytes(
        b"".join(x509.load_der_x509_crl(each).public_bytes(paths.Encoding.PEM) for each in lists)
    )
    done = subprocess.run(
        ["openssl", "verify", "-crl_check_all", "-extended_crl", "-use_deltas",
         "-attime", str(int(NOW.timestamp())), "-CAfile", folder / "root.pem",
         "-untrusted", folder / "issuer.pem", "-CRLfile", folder / "lists.pem",
         folder / "leaf.pem"],
        capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


def test_two_lists_that_name_nobody_are_good(tmp_path: Path) -> None:
    lists = (clean(), paths.crl(issuer()))
    assert judged(*lists) == Status(State.GOOD, ())
    assert openssl(tmp_path, sian(), *lists)


def test_a_revoked_person_is_named_with_the_reason(tmp_path: Path) -> None:
    lists = (clean(), paths.crl(issuer(), gwen(), sian(), reason=x509.ReasonFlags.superseded))
    status = judged(*lists)
    assert status.state is State.REVOKED
    assert codes(status) == ["revoked"]
    facts = status.findings[0].what.facts
    assert facts["because"] == "superseded"
    assert facts["since"] == NOW - timedelta(hours=1)
    assert not openssl(tmp_path, sian(), *lists)


def test_a_revoked_authority_takes_everybody_along(tmp_path: Path) -> None:
    lists = (paths.crl(root(), issuer()), paths.crl(issuer()))
    assert codes(judged(*lists)) == ["authority-revoked"]
    assert not openssl(tmp_path, sian(), *lists)


def test_what_is_missing_is_named() -> None:
    status = judged(clean())
    assert status.state is State.UNKNOWN
    assert [each.der for each, _ in status.open] == [sian().der]


def test_a_list_that_is_too_old_proves_nothing_good_but_a_revocation_stays() -> None:
    old = {"made": NOW - timedelta(days=20), "due": NOW - timedelta(days=10)}
    status = judged(clean(), paths.crl(issuer(), **old))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-outdated"])
    assert judged(clean(), paths.crl(issuer(), sian(), **old)).state is State.REVOKED


def test_a_list_of_the_future_proves_nothing_good_but_a_revocation_stays() -> None:
    ahead = {"made": NOW + timedelta(days=1)}
    status = judged(clean(), paths.crl(issuer(), **ahead))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-not-yet-valid"])
    assert judged(clean(), paths.crl(issuer(), sian(), **ahead)).state is State.REVOKED


def test_a_forged_list_is_told_and_counts_for_nothing(tmp_path: Path) -> None:
    forged = paths.crl(issuer(), sian(), sign=paths.key())
    status = judged(clean(), forged)
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-wrong-signer"])
    assert judged(clean(), forged, paths.crl(issuer())).state is State.GOOD


def test_a_namesake_without_a_path_signs_no_lists() -> None:
    namesake = paths.make("Issuer")
    status = judged(clean(), paths.crl(namesake), others=(namesake,))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-wrong-signer"])


def test_who_may_not_sign_lists_does_not() -> None:
    mute = paths.make("Mute", root(), bits=paths.usage("key_cert_sign"))
    status = judged(clean(), paths.crl(mute), leaf=paths.person(mute), others=(mute,))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-wrong-signer"])


def test_a_hold_is_lifted_by_a_newer_list_and_nothing_else_is() -> None:
    hold = paths.crl(issuer(), sian(), reason=x509.ReasonFlags.certificate_hold)
    newer = paths.crl(issuer(), made=NOW - timedelta(minutes=1), number=2)
    assert judged(clean(), hold).state is State.REVOKED
    assert judged(clean(), hold, newer).state is State.GOOD
    lost = paths.crl(issuer(), sian(), reason=x509.ReasonFlags.key_compromise)
    assert judged(clean(), lost, newer).state is State.REVOKED


def test_a_delta_adds_and_takes_away(tmp_path: Path) -> None:
    base = paths.crl(issuer(), number=5)
    added = paths.crl(issuer(), sian(), number=6, base=5)
    assert judged(clean(), base, added).state is State.REVOKED
    hold = paths.crl(issuer(), sian(), number=5, reason=x509.ReasonFlags.certificate_hold)
    lifted = paths.crl(issuer(), sian(), number=6, base=5, reason=x509.ReasonFlags.remove_from_crl)
    assert judged(clean(), hold, lifted).state is State.GOOD
    assert openssl(tmp_path, sian(), clean(), base)


def test_a_delta_without_its_base_counts_only_against() -> None:
    assert judged(clean(), paths.crl(issuer(), number=9, base=8)).state is State.UNKNOWN
    lone = paths.crl(issuer(), sian(), number=9, base=8)
    assert judged(clean(), lone).state is State.REVOKED
    too_new = paths.crl(issuer(), number=9, base=8)
    assert judged(clean(), paths.crl(issuer(), number=5), too_new).state is State.GOOD


def test_only_some_reasons_is_not_enough() -> None:
    def partial(*reasons: x509.ReasonFlags) -> bytes:
        scope = x509.IssuingDistributionPoint(
            None, None, False, False, frozenset(reasons), False, False
        )
        return paths.crl(issuer(), extensions=[(scope, True)])

    some = (x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise)
    rest = tuple(
        each
        for each in x509.ReasonFlags
        if each not in some
        and each not in (x509.ReasonFlags.unspecified, x509.ReasonFlags.remove_from_crl)
    )
    assert judged(clean(), partial(*some)).state is State.UNKNOWN
    assert judged(clean(), partial(*some), partial(*rest)).state is State.GOOD


def test_lists_for_authorities_do_not_speak_of_people() -> None:
    scope = x509.IssuingDistributionPoint(None, None, False, True, None, False, False)
    assert judged(clean(), paths.crl(issuer(), extensions=[(scope, True)])).state is State.UNKNOWN
    users = x509.IssuingDistributionPoint(None, None, True, False, None, False, False)
    assert judged(clean(), paths.crl(issuer(), extensions=[(users, True)])).state is State.GOOD


def test_a_list_for_another_point_does_not_speak_of_this_one() -> None:
    def at(url: str) -> bytes:
        where = [x509.UniformResourceIdentifier(url)]
        scope = x509.IssuingDistributionPoint(where, None, False, False, None, False, False)
        return paths.crl(issuer(), extensions=[(scope, True)])

    here = paths.person(issuer(), paths.crl_point("http://crl.school.example/a"))
    assert judged(clean(), at("http://crl.school.example/b"), leaf=here).state is State.UNKNOWN
    assert judged(clean(), at("http://crl.school.example/a"), leaf=here).state is State.GOOD


def test_a_supplied_list_counts_although_the_certificate_names_none() -> None:
    """The library's soft modes ignore such a list."""
    assert "CRLDistribution" not in str(sian().certificate.extensions)
    assert judged(paths.crl(issuer(), sian())).state is State.REVOKED


@pytest.mark.parametrize("length", [1, 2, 8, 16])
def test_a_serial_is_found_among_look_alikes(length: int) -> None:
    """Serials that stand inside others, and in every length."""
    number = int.from_bytes(b"\x5a" * length, "big")
    about = paths.person(issuer(), serial=number)
    near = [
        paths.person(issuer(), serial=each)
        for each in (number + 1, number - 1, number << 24 | 0x02_01_5A)
    ]
    assert judged(clean(), paths.crl(issuer(), *near), leaf=about).state is State.GOOD
    assert judged(clean(), paths.crl(issuer(), *near, about), leaf=about).state is State.REVOKED


def test_an_indirect_list_speaks_of_the_issuer_it_names() -> None:
    lister = paths.make("Lister", root(), ca=False, bits=paths.usage("crl_sign"))
    point = x509.CRLDistributionPoints(
        [
            x509.DistributionPoint(
                [x509.DirectoryName(paths.name("Lister"))],
                None,
                None,
                [x509.DirectoryName(paths.name("Lister"))],
            )
        ]
    )
    about = paths.person(issuer(), point)
    scope = x509.IssuingDistributionPoint(
        [x509.DirectoryName(paths.name("Lister"))], None, False, False, None, True, False
    )

    def listing(whose: str | None) -> bytes:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(about.certificate.serial_number)
            .revocation_date(NOW)
        )
        if whose is not None:
            named = x509.CertificateIssuer([x509.DirectoryName(paths.name(whose))])
            entry = entry.add_extension(named, critical=True)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(paths.name("Lister"))
            .last_update(NOW)
            .next_update(NOW + timedelta(days=1))
            .add_extension(scope, critical=True)
            .add_revoked_certificate(entry.build())
        )
        return builder.sign(lister.key, paths.hashes.SHA256()).public_bytes(paths.Encoding.DER)

    others = (lister,)
    assert judged(clean(), listing("Issuer"), leaf=about, others=others).state is State.REVOKED
    assert judged(clean(), listing("Root"), leaf=about, others=others).state is State.GOOD
    assert judged(clean(), listing(None), leaf=about, others=others).state is State.GOOD
    # Without the point in the certificate nobody appointed this lister.
    assert judged(clean(), listing("Issuer"), others=others).state is State.UNKNOWN


def test_a_revoked_lister_is_not_believed() -> None:
    lister = paths.make("Issuer", root(), ca=False, bits=paths.usage("crl_sign"))
    good = paths.crl(issuer(), sign=lister.key)
    assert judged(clean(), good, others=(lister,)).state is State.GOOD
    status = judged(paths.crl(root(), lister), good, others=(lister,))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-wrong-signer"])


def test_garbage_is_told_by_its_name() -> None:
    whole = paths.crl(issuer(), sian())
    for rubbish in (b"", b"\x30", b"\x30\x80\x00\x00", whole[:-1], whole + b"\x00", b"x" * 99):
        status = judged(clean(), rubbish)
        assert (status.state, codes(status)) == (State.UNKNOWN, ["crl-unreadable"])


@given(st.data())
def test_a_damaged_list_never_passes_and_never_crashes(data: st.DataObject) -> None:
    whole = bytearray(paths_list())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    status = judged(clean(), bytes(whole))
    if bytes(whole) != paths_list():
        assert status.state is State.UNKNOWN


@cache
def paths_list() -> bytes:
    return paths.crl(issuer(), gwen())


def test_a_huge_list_is_looked_through_in_its_octets() -> None:
    """A million and a half entries; no object is made for them."""
    from sel.core import tlv
    from sel.core.chain import names
    from sel.core.revocation import crl, entries

    stamp = tlv.encode(tlv.UTC_TIME, b"261101000000Z")
    entry = tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.INTEGER, b"\x11" * 16), stamp)
    mine = tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.INTEGER, b"\x22" * 16), stamp)
    many = entry * 1_000_000 + mine + entry * 499_999
    algorithm = bytes.fromhex("300a06082a8648ce3d040302")
    subject = issuer().certificate.subject.public_bytes()
    tbs = tlv.encode(
        tlv.SEQUENCE, b"\x02\x01\x01", algorithm, subject, stamp, stamp,
        tlv.encode(tlv.SEQUENCE, many),
    )  # fmt: skip
    listed = crl.read(tlv.encode(tlv.SEQUENCE, tbs, algorithm, b"\x03\x01\x00"))
    begun = time.process_time()
    assert entries.find(listed, b"\x33" * 16, names.canonical(subject)) is None
    assert entries.find(listed, b"\x22" * 16, names.canonical(subject)) is not None
    assert time.process_time() - begun < 3


def test_nothing_at_hand_is_unknown() -> None:
    assert judged().state is State.UNKNOWN
    assert Evidence().crls == ()
