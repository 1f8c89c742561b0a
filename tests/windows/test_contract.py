"""Windows' store keeps the promises that every store keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sel.core.keypair import KeyKind
from sel.ports.store import CertStore
from sel.stores._windows_api import WindowsApi
from tests.contract.store_contract import Cast, StoreContract
from tests.pilot import GWEN, person, rsa_key
from tests.windows.conftest import opened
from tests.windows.here import WINE, not_in_wine, windows_only

pytestmark = windows_only


@pytest.fixture(scope="module")
def cast() -> Cast:
    """With RSA keys, which Wine can import, too."""
    return Cast(person(key=rsa_key(1)), person(GWEN, name="Gwenllian ap Rhys", key=rsa_key()))


class WindowsContract(StoreContract):
    """What Wine does not do is left to a real Windows, by name."""

    @pytest.mark.skipif(WINE, reason="Wine 8 has no PFXExportCertStoreEx")
    def test_a_key_comes_out_as_it_went_in(self, store: CertStore, cast: Cast) -> None:
        super().test_a_key_comes_out_as_it_went_in(store, cast)

    @pytest.mark.skipif(WINE, reason="Wine 8 does not know the property of archived certificates")
    def test_what_is_hidden_or_not_still_opens(self, store: CertStore, cast: Cast) -> None:
        super().test_what_is_hidden_or_not_still_opens(store, cast)


class TestWindows(WindowsContract):
    """RSA keys, in CNG; in Wine in CAPI."""

    kind = KeyKind.RSA_2048

    @pytest.fixture
    def store(self, api: WindowsApi) -> Iterator[CertStore]:
        yield from opened(api, exportable=True)


class TestCapi(WindowsContract):
    """RSA keys in CAPI's AES provider, as policy may ask for."""

    kind = KeyKind.RSA_2048

    @pytest.fixture
    def store(self, api: WindowsApi) -> Iterator[CertStore]:
        yield from opened(api, capi=True, exportable=True)


@not_in_wine
class TestEllipticCurves(WindowsContract):
    """EC keys, which only CNG knows."""

    @pytest.fixture
    def store(self, api: WindowsApi) -> Iterator[CertStore]:
        yield from opened(api, exportable=True)

    @pytest.fixture
    def cast(self) -> Cast:
        return Cast(person(), person(GWEN, kind=KeyKind.EC_P384))
