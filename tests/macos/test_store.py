"""What a keychain's store lists, removes and proves, and what it makes of macOS' answers."""

from __future__ import annotations

from typing import Any

import pytest

from sel.base.errors import DiskFull, KeychainLocked, SelError, StoreUnavailable
from sel.base.progress import Cancelled
from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry, Protection, write
from sel.ports.store import Proof, Which
from sel.stores._macos_door import door
from sel.stores._macos_security import MacosFailure, Security
from sel.stores._macos_store import MacosStore
from tests.contract.store_contract import bundle, digest, digests
from tests.macos.behaviour import DOES
from tests.macos.fake import FakeSecurity
from tests.macos.items import CANCELLED, DENIED, NO_KEYCHAIN, NOT_FOUND, Certificate, Keychain
from tests.macos.people import one_use
from tests.pilot import GWEN, Person, person, rsa_key

CSP = 0x80010800 - 2**32
"""CSSM_CSP_BASE_ERROR (cssmerr.h)."""


@pytest.fixture(scope="module")
def sian() -> Person:
    return person()


@pytest.fixture(scope="module")
def gwen() -> Person:
    return person(GWEN, name="Gwenllian ap Rhys", key=rsa_key())


class TestList:
    def test_names_are_those_of_macos(self, store: MacosStore, sian: Person) -> None:
        store.install(bundle(sian))
        (held,) = store.list(Which.MINE)
        assert (held.der, held.name, held.has_key) == (sian.certificate, "Siân Llŷr", True)

    def test_other_keychains_are_not_this_one(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        fake.others[b"system"] = Keychain(b"system", [Certificate(sian.certificate)])
        assert not store.list(Which.PEOPLE)

    def test_one_that_cannot_be_read_is_somebodys(
        self, fake: FakeSecurity, store: MacosStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake.login.certificates.append(Certificate(b"?"))
        monkeypatch.setitem(
            DOES, "SecCertificateCopySubjectSummary", lambda fake, certificate: None
        )
        (held,) = store.list(Which.PEOPLE)
        assert (held.der, held.name) == (b"?", None)

    def test_a_certificate_that_macos_cannot_read_is_refused(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        fake.fail("SecCertificateCreateWithData", 0)
        with pytest.raises(StoreUnavailable) as caught:
            store.add(Which.PEOPLE, sian.certificate)
        assert caught.value.detail == "SecCertificateCreateWithData -26275"


class TestRemove:
    def test_key_and_certificate_go(
        self, fake: FakeSecurity, store: MacosStore, sian: Person, gwen: Person
    ) -> None:
        store.install(bundle(sian, gwen))
        store.remove(digest(sian))
        assert digests(store, Which.MINE) == [digest(gwen)]
        assert len(fake.login.keys) == 1
        assert len(store.list(Which.AUTHORITIES)) == 2

    def test_a_key_that_a_certificate_elsewhere_shares_stays(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.install(bundle(sian))
        renewed = person(key=sian.key)
        fake.others[b"system"] = Keychain(b"system", [Certificate(renewed.certificate)])
        store.remove(digest(sian))
        assert len(fake.login.keys) == 1
        assert not store.list(Which.MINE)

    def test_a_key_that_cannot_go_keeps_its_certificate(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.install(bundle(sian))
        fake.fail("SecKeychainItemDelete", DENIED)
        with pytest.raises(StoreUnavailable):
            store.remove(digest(sian))
        assert digests(store, Which.MINE) == [digest(sian)]
        store.remove(digest(sian))
        assert not store.list(Which.MINE)

    def test_what_goes_meanwhile_is_gone(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.add(Which.PEOPLE, sian.certificate)
        fake.fail("SecKeychainItemDelete", NOT_FOUND)
        store.remove(digest(sian))


class TestProof:
    def test_with_rsa_a_message_is_opened(
        self, fake: FakeSecurity, store: MacosStore, gwen: Person
    ) -> None:
        store.install(bundle(gwen))
        assert store.prove(digest(gwen)) == Proof(True, True, "proved")
        assert fake.calls.count("SecKeyCreateSignature") == 1
        assert fake.calls.count("SecKeyCreateDecryptedData") == 2

    @pytest.mark.parametrize(
        ("function", "after", "proof"),
        [
            ("SecKeyCreateSignature", 0, Proof(False, False, "cannot-sign")),
            ("SecKeyCreateDecryptedData", 0, Proof(True, False, "cannot-open")),
            ("SecKeyCreateDecryptedData", 1, Proof(True, False, "cannot-open")),
        ],
    )
    def test_what_the_key_refuses(
        self,
        fake: FakeSecurity,
        store: MacosStore,
        gwen: Person,
        function: str,
        after: int,
        proof: Proof,
    ) -> None:
        store.install(bundle(gwen))
        fake.fail(function, DENIED, after=after)
        assert store.prove(digest(gwen)) == proof

    @pytest.mark.parametrize("function", ["SecKeyCreateWithData", "SecKeyCopyKeyExchangeResult"])
    def test_what_an_elliptic_key_refuses(
        self, fake: FakeSecurity, store: MacosStore, sian: Person, function: str
    ) -> None:
        store.install(bundle(sian))
        fake.fail(function, DENIED)
        assert store.prove(digest(sian)) == Proof(True, False, "cannot-open")

    @pytest.mark.parametrize("signature", [b"", b"0\x06\x02\x01\x01\x02\x01\x01", b"x" * 64])
    def test_a_signature_that_is_none(
        self,
        store: MacosStore,
        sian: Person,
        monkeypatch: pytest.MonkeyPatch,
        signature: bytes,
    ) -> None:
        store.install(bundle(sian))
        monkeypatch.setitem(DOES, "SecKeyCreateSignature", lambda *_: (signature, None))
        assert store.prove(digest(sian)) == Proof(False, False, "wrong-signature")

    def test_a_content_key_that_is_another(
        self, store: MacosStore, gwen: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first answer is right, so that the message alone can tell."""
        right, answers = DOES["SecKeyCreateDecryptedData"], [False, True]

        def decrypt(*given: Any) -> Any:
            plain, error = right(*given)
            return (bytes(len(plain)), None) if answers.pop(0) else (plain, error)

        store.install(bundle(gwen))
        monkeypatch.setitem(DOES, "SecKeyCreateDecryptedData", decrypt)
        assert store.prove(digest(gwen)) == Proof(True, False, "cannot-open")

    def test_a_no_of_the_person_is_not_held_against_the_key(
        self, fake: FakeSecurity, store: MacosStore, sian: Person
    ) -> None:
        store.install(bundle(sian))
        fake.fail("SecKeyCreateSignature", CANCELLED)
        with pytest.raises(Cancelled):
            store.prove(digest(sian))

    def test_one_use_is_proved_alone(self, fake: FakeSecurity, store: MacosStore) -> None:
        receiving = one_use("key_encipherment", key=rsa_key())
        assert receiving.certificate is not None
        store.install(Bundle((receiving,)))
        (held,) = store.list(Which.MINE)
        assert store.prove(held.sha256) == Proof(False, True, "proved")
        assert "SecKeyCreateSignature" not in fake.calls


@pytest.mark.parametrize(
    ("status", "meant", "reason"),
    [
        (-25293, StoreUnavailable, "macos-denied"),  # errSecAuthFailed
        (-25243, StoreUnavailable, "macos-denied"),
        (-25292, StoreUnavailable, "macos-denied"),
        (-61, StoreUnavailable, "macos-denied"),
        (-34018, StoreUnavailable, "macos-denied"),
        (-60005, StoreUnavailable, "macos-denied"),
        (CSP + 0x20, StoreUnavailable, "macos-denied"),
        (-25291, StoreUnavailable, "no-keychain"),
        (-25294, StoreUnavailable, "no-keychain"),
        (-25295, StoreUnavailable, "no-keychain"),
        (-25307, StoreUnavailable, "no-keychain"),
        (-26275, StoreUnavailable, "macos-refused"),
        (-4, StoreUnavailable, "macos-refused"),
        (0, StoreUnavailable, "macos-refused"),
        (-25308, KeychainLocked, None),
        (-25315, KeychainLocked, None),
        (-60007, KeychainLocked, None),
        (CSP + 0xE0, KeychainLocked, None),
        (-34, DiskFull, None),
    ],
)
def test_what_macos_says_becomes_what_we_say(
    status: int, meant: type[SelError], reason: str | None
) -> None:
    with pytest.raises(meant) as caught, door("macos"):
        raise MacosFailure("SecItemAdd", status)
    assert caught.value.what.facts.get("reason") == reason
    assert caught.value.detail == f"SecItemAdd {status}"


@pytest.mark.parametrize("status", [-128, -60006, CSP + 0xE1])
def test_a_no_of_the_person_is_no_error(status: int) -> None:
    with pytest.raises(Cancelled), door("macos"):
        raise MacosFailure("SecTrustSettingsSetTrustSettings", status)


def test_a_computer_without_a_keychain(fake: FakeSecurity) -> None:
    fake.fail("SecKeychainCopyDefault", NO_KEYCHAIN)
    with pytest.raises(StoreUnavailable) as caught:
        MacosStore(Security(fake), "macos", ourselves=True)
    assert caught.value.what.facts == {"store": "macos", "reason": "no-keychain"}


def test_the_memory_is_as_strict_as_macos_14(fake: FakeSecurity, sian: Person) -> None:
    """Else the form in which keys are handed over would be tested by nothing."""
    file = write(
        Bundle((Entry(sian.key, sian.certificate),)),
        Secret("x"),
        protection=Protection.MODERN,
        rounds=1,
    )
    options = {fake.kSecImportExportPassphrase: "x"}
    assert fake.SecPKCS12Import(file, options, None) == (DENIED, None)
