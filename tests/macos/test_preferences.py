"""Which identity mail programs are told to sign with, for which address."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from sel.base.errors import StoreUnavailable
from sel.core.bundle import Bundle
from sel.ports.store import Which
from sel.stores._macos_store import MacosStore
from tests.contract.store_contract import bundle, digest
from tests.macos.fake import FakeSecurity
from tests.macos.items import DENIED
from tests.macos.people import one_use
from tests.pilot import GWEN, NOW, SIAN, Person, person, rsa_key


@pytest.fixture(scope="module")
def sian() -> Person:
    return person()


def preferred(fake: FakeSecurity) -> dict[tuple[str, bool], bytes]:
    """The certificate of each address; True where it is for signatures alone."""
    return {
        (address, usage == (fake.kSecAttrCanSign,)): identity.certificate.der
        for (address, usage), identity in fake.preferences.items()
    }


def test_of_each_address_in_both_spellings(fake: FakeSecurity, store: MacosStore) -> None:
    mixed = person("Sian.Llyr@school.example")
    store.install(bundle(mixed, person(GWEN)))
    assert preferred(fake).keys() == {
        ("Sian.Llyr@school.example", False),
        (SIAN, False),
        (GWEN, False),
    }


def test_the_newest_takes_over(fake: FakeSecurity, store: MacosStore) -> None:
    old = person(starts=NOW - timedelta(days=300))
    store.install(bundle(old))
    assert preferred(fake) == {(SIAN, False): old.certificate}
    new = person()
    store.install(bundle(new))
    assert preferred(fake) == {(SIAN, False): new.certificate}


def test_an_old_key_does_not_come_back_into_use(
    fake: FakeSecurity, store: MacosStore, sian: Person
) -> None:
    store.install(bundle(sian))
    store.install(bundle(person(starts=NOW - timedelta(days=300))))
    assert preferred(fake) == {(SIAN, False): sian.certificate}


def test_of_several_at_once_the_newest(
    fake: FakeSecurity, store: MacosStore, sian: Person
) -> None:
    store.install(bundle(sian, person(starts=NOW - timedelta(days=300))))
    assert preferred(fake) == {(SIAN, False): sian.certificate}


@pytest.mark.parametrize(
    ("begins", "ends"), [(-400, -1), (1, 90)], ids=["expired", "not yet valid"]
)
def test_none_that_does_not_hold_today(
    fake: FakeSecurity, store: MacosStore, begins: int, ends: int
) -> None:
    starts, stops = (NOW + timedelta(days=days) for days in (begins, ends))
    store.install(bundle(person(starts=starts, ends=stops)))
    assert not fake.preferences
    assert len(store.list(Which.MINE)) == 1


def test_a_pair_to_sign_and_to_receive(fake: FakeSecurity, store: MacosStore) -> None:
    signing = one_use("digital_signature")
    receiving = one_use("key_agreement")
    store.install(Bundle((signing, receiving)))
    assert preferred(fake) == {(SIAN, True): signing.certificate}


def test_goes_with_the_certificate(fake: FakeSecurity, store: MacosStore, sian: Person) -> None:
    store.install(bundle(sian, person(GWEN)))
    store.remove(digest(sian))
    assert preferred(fake).keys() == {(GWEN, False)}


def test_stays_with_another(fake: FakeSecurity, store: MacosStore, sian: Person) -> None:
    old = person(starts=NOW - timedelta(days=300))
    store.install(bundle(old, sian))
    store.remove(digest(old))
    assert preferred(fake) == {(SIAN, False): sian.certificate}


def test_with_rsa_for_both_uses(fake: FakeSecurity, store: MacosStore) -> None:
    both = one_use("digital_signature", "key_encipherment", key=rsa_key())
    store.install(Bundle((both,)))
    assert preferred(fake) == {(SIAN, False): both.certificate}


@pytest.fixture
def old(store: MacosStore) -> Person:
    """For both uses, and preferred for both."""
    old = person(starts=NOW - timedelta(days=300))
    store.install(bundle(old))
    return old


def test_to_sign_beside_that_for_every_use(
    fake: FakeSecurity, store: MacosStore, old: Person
) -> None:
    signing = one_use("digital_signature")
    store.install(Bundle((signing,)))
    both = {(SIAN, True): signing.certificate, (SIAN, False): old.certificate}
    assert preferred(fake) == both


def test_to_sign_is_taken_back_alone(fake: FakeSecurity, store: MacosStore, old: Person) -> None:
    state = fake.state()
    another = one_use("digital_signature", email=GWEN)
    fake.fail("SecIdentitySetPreferred", DENIED, after=1)
    with pytest.raises(StoreUnavailable):
        store.install(Bundle((one_use("digital_signature"), another)))
    assert fake.state() == state


@pytest.mark.parametrize("goes", ["signing", "old"])
def test_of_two_only_one_goes(
    fake: FakeSecurity, store: MacosStore, old: Person, goes: str
) -> None:
    store.install(Bundle((one_use("digital_signature"),)))
    ((_, signing_der), (_, old_der)) = sorted(preferred(fake).items(), reverse=True)
    assert old_der == old.certificate
    gone = signing_der if goes == "signing" else old_der
    store.remove(hashlib.sha256(gone).digest())
    left = {(SIAN, True): signing_der, (SIAN, False): old_der}
    assert preferred(fake) == {place: der for place, der in left.items() if der != gone}
