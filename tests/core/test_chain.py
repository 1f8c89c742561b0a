"""Paths to an anchor: found, refused with the reason, and never stalled."""

from __future__ import annotations

import time
from datetime import timedelta

from sel.core import authority, chain
from sel.core.keypair import KeyKind
from tests.pilot import DOMAIN, NOW, person, pilot


def test_a_path_in_any_order() -> None:
    leaf = person().certificate
    for pool in ([pilot().issuer, pilot().root], [pilot().root, pilot().issuer], [pilot().issuer]):
        found = chain.build(leaf, pool=pool, anchors=[pilot().root], at=NOW)
        assert found.trusted
        assert found.certificates == (leaf, pilot().issuer, pilot().root)
        assert found.anchor == pilot().root


def test_a_missing_issuer_is_named() -> None:
    found = chain.build(person().certificate, pool=[], anchors=[pilot().root], at=NOW)
    assert [finding.code for finding in found.findings] == ["issuer-missing"]
    assert "trial issuer" in str(found.findings[0].what.facts["issuer"])


def test_an_unknown_root_is_named() -> None:
    found = chain.build(
        person().certificate, pool=[pilot().issuer, pilot().root], anchors=[], at=NOW
    )
    assert [finding.code for finding in found.findings] == ["root-not-trusted"]


def test_dates_on_the_way_count() -> None:
    leaf = person().certificate
    later = chain.build(
        leaf, pool=[pilot().issuer], anchors=[pilot().root], at=NOW + timedelta(days=100)
    )
    assert [finding.code for finding in later.findings] == ["path-expired"]
    before = chain.build(
        leaf, pool=[pilot().issuer], anchors=[pilot().root], at=NOW - timedelta(days=1)
    )
    assert [finding.code for finding in before.findings] == ["path-not-yet-valid"]


def test_the_roots_own_end_counts() -> None:
    short = authority.found("Short", [DOMAIN], now=NOW - timedelta(days=731), kind=KeyKind.EC_P256)
    found = chain.build(short.root, pool=[], anchors=[short.root], at=NOW)
    assert [finding.code for finding in found.findings] == ["root-expired"]


def test_a_foreign_key_under_the_right_name_is_refused() -> None:
    other = authority.found("Ysgol", [DOMAIN], now=NOW, kind=KeyKind.EC_P256)
    found = chain.build(person().certificate, pool=[other.issuer], anchors=[other.root], at=NOW)
    assert not found.trusted


def test_a_pile_of_same_named_authorities_cannot_stall_it() -> None:
    pile = [
        authority.found("Ysgol", [DOMAIN], now=NOW, kind=KeyKind.EC_P256).issuer for _ in range(60)
    ]
    begun = time.monotonic()
    found = chain.build(
        person().certificate, pool=[*pile, pilot().issuer], anchors=[pilot().root], at=NOW
    )
    assert found.trusted
    assert time.monotonic() - begun < 20  # a stall takes minutes, not a second more or less


def test_the_order_to_hand_on() -> None:
    leaf = person().certificate
    assert chain.order(leaf, [pilot().root, pilot().issuer]) == (pilot().issuer, pilot().root)
    assert chain.order(leaf, []) == ()
