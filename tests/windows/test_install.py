"""Identities into Windows' store and out again: linked, proved, and nothing left behind."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest

from sel.base.errors import KeyMismatch, NoKey, NotExportable, StoreUnavailable
from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry, read
from sel.core.certificate import read as facts_of
from sel.ports.store import Which
from sel.stores import _windows_api as windows
from sel.stores._windows_api import WindowsApi, WindowsFailure
from sel.stores._windows_certificates import KeyLink, created
from sel.stores._windows_certificates import opened as system_store
from sel.stores._windows_import import into_cng
from sel.stores._windows_keys import acquired
from sel.stores._windows_store import WindowsStore
from tests.contract.store_contract import bundle, digest
from tests.pilot import NOW, person, pilot, rsa_key
from tests.windows.conftest import containers, names, opened
from tests.windows.here import LAB, WINE, lab_only, not_in_wine, windows_only

pytestmark = windows_only

FILES = (
    "aes-256-sha256",
    "aes-128-sha512",
    "3des-sha1",
    "rc2-40-sha1",
    "rc2-128-sha1",
    "rc4-128-sha1",
    "many-rounds",
    "no-mac",
    "open-certificates",
    "welsh-passphrase",
    "welsh-passphrase-old",
    "empty-passphrase",
)
"""What `material.sh` makes."""


@pytest.fixture(scope="module")
def sian() -> Any:
    return person(key=rsa_key(1))


def link_of(api: WindowsApi, der: bytes) -> KeyLink | None:
    with system_store(api, names().mine) as store:
        assert store is not None
        with store.find(der) as held:
            return None if held is None else held.link


def give_link(api: WindowsApi, der: bytes, link: KeyLink) -> None:
    """Put a certificate there with whatever link."""
    with created(api, der) as certificate:
        certificate.set_link(link)
        with system_store(api, names().mine, write=True) as store:
            assert store is not None
            with store.put(certificate, windows.ADD_REPLACE_EXISTING):
                pass


@lab_only
class TestEveryKindOfFile:
    @pytest.mark.parametrize("name", FILES)
    def test_is_taken_in_linked_proved_and_gone(
        self, api: WindowsApi, store: WindowsStore, name: str
    ) -> None:
        assert LAB is not None
        before = containers()
        passphrase = Secret((LAB / f"{name}.pass").read_bytes())
        found = read((LAB / f"{name}.p12").read_bytes(), passphrase)
        store.install(found)
        (held,) = store.list(Which.MINE)
        assert held.der == found.entries[0].certificate
        assert held.name == "Siân ŵ"
        assert held.has_key
        link = link_of(api, held.der)
        assert link is not None
        assert link.in_software
        assert link.container in containers() - before
        assert [each.name for each in store.list(Which.AUTHORITIES)] == ["Ysgol root"]
        proof = store.prove(held.sha256)
        assert (proof.signs, proof.opens, proof.code) == (True, True, "proved")
        text = os.urandom(64)
        signature = store._proof(silent=True).sign(held.der, text)
        assert signature is not None
        for suffix, data in ((".signature", signature), (".text", text), (".crt", held.der)):
            (LAB / f"{name}{suffix}").write_bytes(data)  # OpenSSL judges them: verify.sh
        store.remove(held.sha256)
        assert not store.list(Which.MINE)
        assert containers() == before

    def test_a_wrong_passphrase_leaves_nothing(self, store: WindowsStore) -> None:
        from sel.base.errors import WrongPassphrase

        assert LAB is not None
        with pytest.raises(WrongPassphrase):
            store.install(read((LAB / "3des-sha1.p12").read_bytes(), Secret("anghywir")))
        assert not store.list(Which.MINE)


class TestNeverReady:
    """A file whose key does not belong to its certificate, or is damaged."""

    def test_a_foreign_key_is_refused_and_nothing_was_done(
        self, store: WindowsStore, sian: Any
    ) -> None:
        before = containers()
        good = Entry(rsa_key(2), person(key=rsa_key(2)).certificate)
        with pytest.raises(KeyMismatch):
            store.install(Bundle((good, Entry(rsa_key(3), sian.certificate))))
        assert not store.list(Which.MINE)
        assert containers() == before

    def test_a_link_to_a_foreign_key_is_not_proved(
        self, api: WindowsApi, store: WindowsStore, sian: Any
    ) -> None:
        other = person(key=rsa_key(2), name="Arall")
        store.install(bundle(other))
        link = link_of(api, other.certificate)
        assert link is not None
        give_link(api, sian.certificate, link)
        assert not store.prove(digest(sian)).holds
        assert store.prove(digest(other)).holds

    def test_and_installing_mends_it(
        self, api: WindowsApi, store: WindowsStore, sian: Any
    ) -> None:
        other = person(key=rsa_key(2), name="Arall")
        store.install(bundle(other))
        link = link_of(api, other.certificate)
        assert link is not None
        give_link(api, sian.certificate, link)
        store.install(bundle(sian))
        assert store.prove(digest(sian)).holds
        assert store.prove(digest(other)).holds

    def test_a_key_that_went_is_not_proved_and_installing_mends_it(
        self, api: WindowsApi, store: WindowsStore, sian: Any
    ) -> None:
        store.install(bundle(sian))
        link = link_of(api, sian.certificate)
        assert link is not None
        gone = KeyLink("Sel-test-gone", link.provider, link.type, link.flags, link.spec)
        store.remove(digest(sian))
        give_link(api, sian.certificate, gone)
        assert store.prove(digest(sian)).code == "cannot-sign"
        store.install(bundle(sian))
        assert store.prove(digest(sian)).holds


class TestKeepingWhatIsThere:
    def test_a_working_key_is_left_alone(
        self, api: WindowsApi, store: WindowsStore, sian: Any
    ) -> None:
        store.install(bundle(sian))
        before = link_of(api, sian.certificate), containers()
        store.install(bundle(sian))
        assert (link_of(api, sian.certificate), containers()) == before

    def test_so_is_one_on_a_card(self, api: WindowsApi, store: WindowsStore, sian: Any) -> None:
        card = KeyLink("card", "Microsoft Smart Card Key Storage Provider", 0, 0, 0)
        give_link(api, sian.certificate, card)
        store.install(bundle(sian))
        assert link_of(api, sian.certificate) == card

    def test_a_container_that_another_certificate_shares_stays(
        self, api: WindowsApi, store: WindowsStore, sian: Any
    ) -> None:
        again = person(key=sian.key, name="Siân Llŷr (newydd)")
        store.install(bundle(sian))
        link = link_of(api, sian.certificate)
        assert link is not None
        give_link(api, again.certificate, link)
        store.remove(digest(sian))
        assert store.prove(digest(again)).holds
        store.remove(digest(again))
        assert link.container not in containers()

    def test_if_one_of_two_cannot_go_in_neither_does(
        self, api: WindowsApi, store: WindowsStore, sian: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = containers()
        real, calls = api.CertAddCertificateContextToStore, []

        def second_refused(*given: Any) -> Any:
            calls.append(given)
            if len(calls) == 2:
                raise WindowsFailure("CertAddCertificateContextToStore", 0x80070005)
            return real(*given)

        monkeypatch.setitem(api.__dict__, "CertAddCertificateContextToStore", second_refused)
        with pytest.raises(StoreUnavailable) as caught:
            store.install(bundle(sian, person(key=rsa_key(2))))
        assert caught.value.what.facts["reason"] == "access-denied"
        assert not store.list(Which.MINE)
        assert containers() == before

    def test_what_stood_there_without_key_stands_there_again(
        self, api: WindowsApi, store: WindowsStore, sian: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gone = KeyLink("Sel-test-gone", windows.AES_CSP, windows.PROV_RSA_AES, 0, 1)
        give_link(api, sian.certificate, gone)

        def refused(*_: Any) -> Any:
            raise WindowsFailure("CertAddEncodedCertificateToStore", 112)

        monkeypatch.setitem(api.__dict__, "CertAddEncodedCertificateToStore", refused)
        from sel.base.errors import DiskFull

        with pytest.raises(DiskFull):
            store.install(bundle(sian))
        assert link_of(api, sian.certificate) == gone

    @pytest.mark.skipif(WINE, reason="Wine 8 does not know the property of archived certificates")
    def test_an_archived_one_is_hidden_and_still_opens(
        self, api: WindowsApi, store: WindowsStore, sian: Any
    ) -> None:
        store.install(bundle(sian))
        store.archive(digest(sian))
        assert store.archived() == (digest(sian),)
        assert store.prove(digest(sian)).holds
        assert [held.sha256 for held in store.list(Which.MINE)] == [digest(sian)]
        store.archive(digest(sian), hidden=False)
        assert store.archived() == ()

    def test_an_expired_one_still_opens(self, store: WindowsStore) -> None:
        old = person(
            key=rsa_key(1), starts=NOW - timedelta(days=800), ends=NOW - timedelta(days=40)
        )
        store.install(bundle(old))
        assert store.prove(digest(old)).holds


class TestTrust:
    def test_a_root_is_trusted_for_mail_alone(self, api: WindowsApi, store: WindowsStore) -> None:
        store.add(Which.AUTHORITIES, pilot().root)
        with system_store(api, names().roots, own=True) as roots:
            assert roots is not None
            with roots.find(pilot().root) as held:
                assert held is not None
                usage = held.property(windows.PROP_ENHKEY_USAGE)
        assert usage == bytes.fromhex("300a06082b06010505070304")  # emailProtection

    def test_such_a_root_is_an_anchor_and_one_for_the_web_is_none(
        self, api: WindowsApi, store: WindowsStore
    ) -> None:
        from sel.stores._windows_roots import WindowsRoots

        store.add(Which.AUTHORITIES, pilot().root)
        other = pilot("other.example").root
        with (
            created(api, other) as root,
            system_store(api, names().roots, own=True, write=True) as roots,
        ):
            assert roots is not None
            root.set_property(windows.PROP_ENHKEY_USAGE, bytes.fromhex("300a06082b06010505070301"))
            with roots.put(root, windows.ADD_NEW):
                pass
        assert WindowsRoots(roots=names().roots).anchors() == (pilot().root,)
        assert WindowsRoots(roots=names().roots, disallowed=names().roots).anchors() == ()

    def test_the_roots_of_windows_itself_can_be_read(self) -> None:
        from sel.stores._windows_roots import WindowsRoots

        found = WindowsRoots().anchors()
        assert len(set(found)) == len(found)
        for der in found:
            assert facts_of(der).der == der

    def test_installing_trusts_nothing(
        self, api: WindowsApi, store: WindowsStore, sian: Any
    ) -> None:
        store.install(bundle(sian))
        with system_store(api, names().roots, own=True) as roots:
            assert roots is None or not list(roots.certificates())

    def test_an_intermediate_is_not_trusted(self, api: WindowsApi, store: WindowsStore) -> None:
        store.add(Which.AUTHORITIES, pilot().issuer)
        with system_store(api, names().roots, own=True) as roots:
            assert roots is None or not list(roots.certificates())
        (held,) = store.list(Which.AUTHORITIES)
        assert held.der == pilot().issuer


class TestExport:
    def test_without_key_there_is_none(self, store: WindowsStore, sian: Any) -> None:
        with pytest.raises(NoKey):
            store.export(digest(sian))

    @pytest.mark.skipif(WINE, reason="Wine 8 has no PFXExportCertStoreEx")
    def test_only_what_was_put_there_to_be_exported(self, api: WindowsApi, sian: Any) -> None:
        for exportable in (True, False):
            for store in opened(api, exportable=exportable):
                store.install(bundle(sian))
                if exportable:
                    (entry,) = store.export(digest(sian)).entries
                    assert (entry.key, entry.certificate) == (sian.key, sian.certificate)
                else:
                    with pytest.raises(NotExportable):
                        store.export(digest(sian))


class TestPkcs12:
    """The file that Windows is handed for CNG."""

    @pytest.fixture
    def taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Wine takes such a file, but only into its CAPI, where all share one container."""
        if WINE:
            monkeypatch.setattr(windows, "PFX_ALWAYS_CNG", 0)

    @pytest.mark.usefixtures("taken")
    def test_windows_takes_it_and_links_the_key(self, api: WindowsApi, sian: Any) -> None:
        from sel.stores._windows_keys import delete_key

        entry = Entry(sian.key, sian.certificate, "Siân")
        with into_cng(api, entry, is_rsa=True, exportable=False) as certificate:
            link = certificate.link
            assert link is not None
            assert (link.type == 0) is not WINE
            assert certificate.property(windows.PROP_FRIENDLY_NAME) is None
            with acquired(api, certificate, rsa=True, silent=True) as key:
                assert key is not None
        assert link.container in containers()
        delete_key(api, link)
        assert link.container not in containers()

    @pytest.mark.usefixtures("taken")
    def test_its_container_goes_if_anything_fails(self, api: WindowsApi, sian: Any) -> None:
        before = containers()
        entry = Entry(sian.key, sian.certificate)
        with pytest.raises(ZeroDivisionError), into_cng(api, entry, is_rsa=True, exportable=False):
            raise ZeroDivisionError
        assert containers() == before

    @not_in_wine
    def test_two_renewals_have_a_container_each(
        self, api: WindowsApi, store: WindowsStore
    ) -> None:
        for number in (1, 2):
            one = person(key=rsa_key(number))
            store.install(Bundle((Entry(one.key, one.certificate, "Ysgol"),)))
        links = {link_of(api, held.der) for held in store.list(Which.MINE)}
        assert len(links) == 2
        assert all(link is not None and link.type == 0 for link in links)
        assert facts_of(store.list(Which.MINE)[0].der).emails
