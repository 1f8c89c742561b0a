"""Identities into a keychain: who may use them, and nothing left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sel.base.errors import DiskFull, KeychainLocked, StoreUnavailable, UnsupportedAlgorithm
from sel.base.progress import Cancelled
from sel.core.bundle import Bundle, Entry
from sel.ports.store import Which
from sel.stores._macos_install import MAIL_PROGRAMS
from sel.stores._macos_security import Security
from sel.stores._macos_store import MacosStore
from tests.contract.store_contract import bundle, digest, digests
from tests.macos.fake import FakeSecurity
from tests.macos.items import CANCELLED, DENIED, DUPLICATE, FULL, LOCKED, NOT_FOUND, OK, Key
from tests.macos.people import ed25519_key, one_use
from tests.pilot import GWEN, NOW, Person, person

MAIL, OUTLOOK = (str(path).encode() for path in MAIL_PROGRAMS)


@pytest.fixture(scope="module")
def sian() -> Person:
    return person()


class TestWhoMayUseTheKey:
    def test_mail_outlook_and_we_ourselves(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.install(bundle(sian))
        (key,) = fake.login.keys
        assert key.access == [None, MAIL, OUTLOOK]
        assert store.prove(digest(sian)).holds
        assert not fake.asked

    def test_a_program_that_is_not_there_is_left_out(self, sian: Person) -> None:
        fake = FakeSecurity(installed=[MAIL.decode()])
        MacosStore(Security(fake), "macos", ourselves=True).install(bundle(sian))
        assert fake.login.keys[0].access == [None, MAIL]

    def test_not_whoever_shares_our_interpreter(self, fake: FakeSecurity, sian: Person) -> None:
        store = MacosStore(Security(fake), "macos", ourselves=False)
        store.install(bundle(sian))
        assert fake.login.keys[0].access == [MAIL, OUTLOOK]
        assert store.prove(digest(sian)).holds
        assert fake.asked == [("sign", "Siân Llŷr"), ("agree", "Siân Llŷr")]

    @pytest.mark.parametrize(("name", "label"), [("Gwaith", "Gwaith"), (None, "Siân Llŷr")])
    def test_the_key_is_called_what_the_person_calls_it(
        self,
        fake: FakeSecurity,
        store: MacosStore,
        sian: Person,
        name: str | None,
        label: str,
    ) -> None:
        store.install(Bundle((Entry(sian.key, sian.certificate, name),)))
        assert fake.login.keys[0].label == label


class TestWholeOrNotAtAll:
    """Whatever fails, and in whichever call of it, the keychain is as it was before."""

    FAULTS = (
        ("SecItemCopyMatching", 6),
        ("SecAccessCreate", 2),
        ("SecPKCS12Import", 2),
        ("SecItemAdd", 2),
        ("SecIdentitySetPreferred", 2),
        ("SecIdentityCopyCertificate", 3),
    )

    @pytest.mark.parametrize(
        ("function", "after"),
        [(function, after) for function, calls in FAULTS for after in range(calls)],
    )
    def test_nothing_is_left(
        self, fake: FakeSecurity, store: MacosStore, sian: Person, function: str, after: int
    ) -> None:
        before = person(starts=NOW - timedelta(days=400), ends=NOW + timedelta(days=1))
        store.install(Bundle((Entry(before.key, before.certificate),)))
        state = fake.state()
        fake.fail(function, DENIED, after=after)
        with pytest.raises(StoreUnavailable) as caught:
            store.install(bundle(sian, person(GWEN)))
        assert caught.value.what.facts["reason"] == "macos-denied"
        assert function in str(caught.value.detail)
        assert fake.failed()
        assert fake.state() == state

    @pytest.mark.parametrize(
        ("status", "meant"), [(LOCKED, KeychainLocked), (CANCELLED, Cancelled), (FULL, DiskFull)]
    )
    def test_whatever_the_reason(
        self,
        fake: FakeSecurity,
        store: MacosStore,
        sian: Person,
        status: int,
        meant: type[Exception],
    ) -> None:
        fake.fail("SecPKCS12Import", status, after=1)
        with pytest.raises(meant):
            store.install(bundle(sian, person(GWEN)))
        assert fake.state() == FakeSecurity().state()

    def test_an_import_that_says_yes_and_does_nothing(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        fake.fail("SecPKCS12Import", 0)
        with pytest.raises(StoreUnavailable) as caught:
            store.install(bundle(sian))
        assert caught.value.what.facts["reason"] == "macos-refused"
        assert caught.value.detail == f"SecPKCS12Import {NOT_FOUND}"
        assert fake.state() == FakeSecurity().state()

    def test_a_shared_key_is_not_taken_back(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.install(bundle(sian))
        state = fake.state()
        renewed = person(key=sian.key)
        fake.fail("SecIdentitySetPreferred", DENIED)
        with pytest.raises(StoreUnavailable):
            store.install(bundle(renewed))
        assert fake.state() == state
        assert store.prove(digest(sian)).holds

    def test_a_person_who_was_there_stays_a_person(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.add(Which.PEOPLE, sian.certificate)
        fake.fail("SecIdentitySetPreferred", DENIED)
        with pytest.raises(StoreUnavailable):
            store.install(bundle(sian))
        assert digests(store, Which.PEOPLE) == [digest(sian)]
        assert not fake.login.keys

    def test_a_keychain_that_stays_locked_is_said_to_be(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        for function in ("SecItemCopyMatching", "SecPKCS12Import", "SecItemAdd"):
            fake.fail(function, LOCKED, always=True)
        with pytest.raises(KeychainLocked):
            store.install(bundle(sian))
        with pytest.raises(KeychainLocked):
            store.list(Which.MINE)
        assert "SecKeychainItemDelete" not in fake.calls

    def test_a_key_of_no_kind_that_macos_knows(
        self, fake: FakeSecurity, store: MacosStore
    ) -> None:
        strange = one_use("digital_signature", key=ed25519_key())
        with pytest.raises(UnsupportedAlgorithm):
            store.install(Bundle((strange,)))
        assert "SecPKCS12Import" not in fake.calls

    def test_what_is_there_is_not_imported_again(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        for _ in range(2):
            store.install(bundle(sian))
        assert fake.calls.count("SecPKCS12Import") == 1
        assert fake.calls.count("SecIdentitySetPreferred") == 1

    def test_another_certificate_of_the_same_serial_number(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        """A keychain takes it for the one it has; Sêl must not."""
        store.install(bundle(sian))
        (held,) = (each for each in fake.login.certificates if each.der == sian.certificate)
        held.der = sian.certificate[:-1] + bytes([sian.certificate[-1] ^ 1])
        with pytest.raises(StoreUnavailable):
            store.install(bundle(sian))
        assert digest(sian) not in digests(store, Which.MINE)


class TestAKeyThatIsThere:
    """Apple's source takes it for no error; some have seen one."""

    @pytest.fixture(params=[OK, DUPLICATE], ids=["no error", "a duplicate"])
    def fake(self, request: pytest.FixtureRequest) -> FakeSecurity:
        fake = FakeSecurity()
        fake.says_of_a_key_that_is_there = request.param
        return fake

    @pytest.fixture
    def lonely(self, fake: FakeSecurity, store: MacosStore, sian: Person) -> Key:
        """One without a certificate, as Keychain Access makes it with a request."""
        store.install(bundle(sian))
        fake.login.certificates.clear()
        fake.preferences.clear()
        return fake.login.keys[0]

    def test_finds_its_certificate(
        self, fake: FakeSecurity, store: MacosStore, sian: Person, lonely: Key
    ) -> None:
        store.install(bundle(sian))
        assert digests(store, Which.MINE) == [digest(sian)]
        assert fake.login.keys == [lonely]

    def test_is_not_brought_again(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.install(bundle(sian))
        renewed = person(key=sian.key)
        store.install(bundle(renewed))
        assert digests(store, Which.MINE) == sorted([digest(sian), digest(renewed)])
        assert fake.calls.count("SecPKCS12Import") == 1


def test_a_lonely_key_of_which_macos_tells_is_not_taken_back(
    fake: FakeSecurity, store: MacosStore, sian: Person
) -> None:
    fake.says_of_a_key_that_is_there = DUPLICATE
    store.install(bundle(sian))
    fake.login.certificates.clear()
    fake.preferences.clear()
    fake.fail("SecIdentitySetPreferred", DENIED)
    with pytest.raises(StoreUnavailable):
        store.install(bundle(sian))
    assert len(fake.login.keys) == 1
    assert not fake.login.certificates
