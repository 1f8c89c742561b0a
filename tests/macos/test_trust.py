"""Authorities: trusted for mail and nothing else, never unasked, and no longer once removed."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from sel.base.errors import StoreUnavailable
from sel.base.progress import Cancelled
from sel.ports.store import Which
from sel.stores._macos_security import Security
from sel.stores._macos_store import MacosStore
from tests.contract.store_contract import bundle, digests
from tests.macos.fake import FakeSecurity
from tests.macos.items import CANCELLED, Policy
from tests.macos.people import one_use
from tests.pilot import person, pilot

ROOT, ISSUER = pilot().root, pilot().issuer
SETTING = "SecTrustSettingsSetTrustSettings"
REMOVING = "SecTrustSettingsRemoveTrustSettings"
TRUST_ROOT, DENY, UNSPECIFIED = 1, 3, 4


def sha256(der: bytes) -> bytes:
    return hashlib.sha256(der).digest()


def setting(fake: FakeSecurity, policy: str | None, result: int | None) -> dict[str, Any]:
    """As another program left it; None for what it does not say."""
    out: dict[str, Any] = {}
    if policy is not None:
        out[fake.kSecTrustSettingsPolicy] = Policy(getattr(fake, policy))
    if result is not None:
        out[fake.kSecTrustSettingsResult] = result
    return out


def said(fake: FakeSecurity, der: bytes) -> list[tuple[str | None, int | None]]:
    """What is set for a certificate: the policy's value and the result."""
    return [
        (
            each[fake.kSecTrustSettingsPolicy].oid
            if fake.kSecTrustSettingsPolicy in each
            else None,
            each.get(fake.kSecTrustSettingsResult),
        )
        for each in fake.trusted[der]
    ]


def test_a_root_is_trusted_for_mail_alone(fake: FakeSecurity, store: MacosStore) -> None:
    store.add(Which.AUTHORITIES, ROOT)
    assert said(fake, ROOT) == [(fake.kSecPolicyAppleSMIME, TRUST_ROOT)]
    assert digests(store, Which.AUTHORITIES) == [sha256(ROOT)]


def test_an_authority_below_it_needs_no_trust(fake: FakeSecurity, store: MacosStore) -> None:
    store.add(Which.AUTHORITIES, ISSUER)
    assert not fake.trusted
    assert SETTING not in fake.calls


def test_nobody_else_is_ever_trusted(fake: FakeSecurity, store: MacosStore) -> None:
    store.install(bundle(person()))  # with the root
    own = one_use("digital_signature").certificate
    assert own is not None
    store.add(Which.PEOPLE, own)
    assert len(store.list(Which.AUTHORITIES)) == 2
    assert not fake.trusted
    assert SETTING not in fake.calls


def test_it_is_asked_for_once(fake: FakeSecurity, store: MacosStore) -> None:
    for _ in range(2):
        store.add(Which.AUTHORITIES, ROOT)
    assert fake.calls.count(SETTING) == 1


@pytest.mark.parametrize(
    ("policy", "result"),
    [("kSecPolicyAppleSMIME", TRUST_ROOT), ("kSecPolicyAppleSMIME", None), (None, None)],
    ids=["for mail", "for mail, unsaid", "for everything"],
)
def test_what_is_trusted_keeps_its_trust(
    fake: FakeSecurity, store: MacosStore, policy: str | None, result: int | None
) -> None:
    fake.trusted[ROOT] = [setting(fake, policy, result)]
    store.add(Which.AUTHORITIES, ROOT)
    assert SETTING not in fake.calls


@pytest.mark.parametrize(("policy", "times"), [("kSecPolicyAppleSMIME", 0), ("other", 1)])
def test_a_policy_may_come_as_its_identifier(
    fake: FakeSecurity, store: MacosStore, policy: str, times: int
) -> None:
    oid = getattr(fake, policy) if policy != "other" else policy
    fake.trusted[ROOT] = [{fake.kSecTrustSettingsPolicy: oid}]
    store.add(Which.AUTHORITIES, ROOT)
    assert fake.calls.count(SETTING) == times


def test_trust_without_any_bounds_is_left_alone(fake: FakeSecurity, store: MacosStore) -> None:
    fake.trusted[ROOT] = []
    store.add(Which.AUTHORITIES, ROOT)
    assert SETTING not in fake.calls


def test_what_is_set_for_something_else_stays(fake: FakeSecurity, store: MacosStore) -> None:
    fake.trusted[ROOT] = [setting(fake, "kSecPolicyAppleSSL", DENY)]
    store.add(Which.AUTHORITIES, ROOT)
    assert said(fake, ROOT) == [
        (fake.kSecPolicyAppleSSL, DENY),
        (fake.kSecPolicyAppleSMIME, TRUST_ROOT),
    ]


def test_a_setting_that_says_nothing_gives_way(fake: FakeSecurity, store: MacosStore) -> None:
    fake.trusted[ROOT] = [setting(fake, "kSecPolicyAppleSMIME", UNSPECIFIED)]
    store.add(Which.AUTHORITIES, ROOT)
    assert said(fake, ROOT) == [(fake.kSecPolicyAppleSMIME, TRUST_ROOT)]


@pytest.mark.parametrize("policy", ["kSecPolicyAppleSMIME", None], ids=["for mail", "at all"])
def test_distrust_of_the_person_is_not_overturned(
    fake: FakeSecurity, store: MacosStore, policy: str | None
) -> None:
    fake.trusted[ROOT] = [setting(fake, policy, DENY)]
    state = fake.state()
    with pytest.raises(StoreUnavailable) as caught:
        store.add(Which.AUTHORITIES, ROOT)
    assert caught.value.what.facts == {"store": "macos", "reason": "distrusted"}
    assert fake.state() == state


def test_a_no_leaves_nothing(fake: FakeSecurity, store: MacosStore) -> None:
    fake.fail(SETTING, CANCELLED)
    with pytest.raises(Cancelled):
        store.add(Which.AUTHORITIES, ROOT)
    assert fake.state() == FakeSecurity().state()


def test_a_no_leaves_what_was_there(fake: FakeSecurity, store: MacosStore) -> None:
    store.install(bundle(person()))
    fake.fail(SETTING, CANCELLED)
    with pytest.raises(Cancelled):
        store.add(Which.AUTHORITIES, ROOT)
    assert sha256(ROOT) in digests(store, Which.AUTHORITIES)


def test_trust_goes_with_the_authority(fake: FakeSecurity, store: MacosStore) -> None:
    store.add(Which.AUTHORITIES, ROOT)
    store.remove(sha256(ROOT))
    assert not fake.trusted
    assert not store.list(Which.AUTHORITIES)


def test_a_no_keeps_the_authority(fake: FakeSecurity, store: MacosStore) -> None:
    store.add(Which.AUTHORITIES, ROOT)
    state = fake.state()
    fake.fail(REMOVING, CANCELLED)
    with pytest.raises(Cancelled):
        store.remove(sha256(ROOT))
    assert fake.state() == state


def test_no_question_where_nothing_was_set(fake: FakeSecurity, store: MacosStore) -> None:
    store.add(Which.AUTHORITIES, ISSUER)
    store.remove(sha256(ISSUER))
    assert REMOVING not in fake.calls


def test_the_seam_never_sets_trust_without_bounds(fake: FakeSecurity) -> None:
    security = Security(fake)
    with pytest.raises(ValueError, match="every use"):
        security.set_trust(security.certificate(ROOT), [])
    assert SETTING not in fake.calls
