"""What somebody put into Windows is taken in, or known of where it stays; the rest is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID as Eku

from sel.base.progress import Silent
from sel.core.bundle import Bundle, Entry
from sel.flows import adoptable, adopting, hiding, presence
from sel.flows.identities import identities, only_here
from sel.flows.store_places import StoreState
from sel.ports.services import Services
from sel.stores._windows_api import WindowsApi
from sel.stores._windows_store import WindowsStore
from sel.stores.windows import WindowsKind
from tests.contract.store_contract import bundle, digest
from tests.flows.desk import desk, now
from tests.pilot import Person, person, rsa_key
from tests.stores_material import issued_for
from tests.windows.conftest import opened
from tests.windows.here import WINE, not_in_wine, windows_only

pytestmark = windows_only


class Kind(WindowsKind):
    """Windows' own kind, opened on the tests' own system stores."""

    def __init__(self, store: WindowsStore) -> None:
        super().__init__()
        self._store = store

    def open(self, spec: Any, unlock: Any) -> WindowsStore:
        return self._store


@pytest.fixture(scope="module")
def sian() -> Person:
    day = timedelta(days=1)
    return person(key=rsa_key(1), starts=now() - day, ends=now() + 80 * day)


@pytest.fixture(params=[True, False], ids=["exportable", "stays"])
def exportable(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def store(api: WindowsApi, exportable: bool) -> Iterator[WindowsStore]:
    yield from opened(api, exportable=exportable)


@pytest.fixture
def services(store: WindowsStore, tmp_path: Path) -> Services:
    kind = Kind(store)
    return replace(desk(tmp_path / "desk"), stores=lambda: (kind,), forgets=lambda: None)


@pytest.mark.skipif(WINE, reason="Wine 8 has no PFXExportCertStoreEx")
def test_taken_in_or_known_of(
    services: Services, store: WindowsStore, sian: Person, exportable: bool
) -> None:
    wifi = issued_for(extended=[Eku.CLIENT_AUTH], key=rsa_key())
    store.install(bundle(sian))
    store.install(Bundle((Entry(wifi.key, wifi.certificate),)))
    for _ in range(2):
        done = adopting.adopt(services, Silent())
        assert done.seen.left_out == (("not-for-mail", 1),)
        assert not done.problems
    book = services.book()
    mine, stay = identities(book, now()), only_here(book, now())
    assert (len(mine), len(stay)) == ((1, 0) if exportable else (0, 1))
    if exportable:
        assert book.private_key(mine[0].id) == sian.key


def test_what_is_there_is_looked_at_and_left_as_it_is(
    services: Services, store: WindowsStore, sian: Person
) -> None:
    wifi = issued_for(extended=[Eku.CLIENT_AUTH], key=rsa_key())
    store.install(bundle(sian))
    store.install(Bundle((Entry(wifi.key, wifi.certificate),)))
    seen = adoptable.look(services)
    assert [each.certificate.sha256 for each in seen.offered] == [digest(sian)]
    assert seen.left_out == (("not-for-mail", 1),)
    assert store.prove(digest(sian)).holds


@not_in_wine
def test_an_old_one_is_hidden_and_opens(
    services: Services, store: WindowsStore, sian: Person, exportable: bool
) -> None:
    store.install(bundle(sian))
    adopting.adopt(services, Silent())
    book = services.book()
    (one,) = identities(book, now()) if exportable else only_here(book, now())
    outcomes = hiding.hide(services, one, Silent())
    assert [each.state for each in outcomes] == [StoreState.HIDDEN]
    assert store.archived() == (digest(sian),)
    assert [spec.id for spec in presence.look(services, [one]).of(one).there] == ["windows"]
    assert store.prove(digest(sian)).holds
