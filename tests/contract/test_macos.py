"""macOS' keychain: what can be looked at on any system, and the contract on a Mac.

The contract makes a keychain of its own, but preferences and trust are this person's: it runs on
a Mac that may be thrown away, with SEL_THROW_AWAY_MAC=1. What makes macOS ask somebody for a
password runs with SEL_MAC_WITH_A_PERSON=1, too.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.base.errors import StoreUnavailable
from sel.core.keypair import KeyKind
from sel.ports.store import CertStore, Which
from sel.stores import kinds
from sel.stores.macos import MacosKind
from sel.workers.children import OwnChildren
from tests.contract.store_contract import Cast, StoreContract, bundle, cast
from tests.macos.fake import FakeSecurity
from tests.pilot import GWEN, person, rsa_key

__all__ = ["cast"]

throw_away_only = pytest.mark.skipif(
    sys.platform != "darwin" or os.environ.get("SEL_THROW_AWAY_MAC") != "1",
    reason="needs a Mac that may be thrown away: SEL_THROW_AWAY_MAC=1",
)


def test_it_is_one_of_the_kinds_everywhere() -> None:
    assert "macos" in [kind.id for kind in kinds(OwnChildren())]


@pytest.mark.skipif(sys.platform == "darwin", reason="about systems that are not macOS")
def test_elsewhere_it_says_why_not() -> None:
    kind = MacosKind()
    assert kind.unusable() == "not-macos"
    assert kind.found() == ()
    spec = kind.spec("macos")
    assert spec is not None
    with pytest.raises(StoreUnavailable) as caught:
        kind.open(spec, None)
    assert caught.value.what.facts == {"store": "macos", "reason": "not-macos"}


@pytest.mark.skipif(sys.platform == "darwin", reason="about a Mac where pyobjc is missing")
def test_without_pyobjc_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert MacosKind().unusable() == "no-pyobjc"


def test_its_name_is_macos_and_nothing_else(tmp_path: Path) -> None:
    kind = MacosKind()
    for other in ("macos:", "macos:x", "macOS", "nss:macos", ""):
        assert kind.spec(other) is None
    with pytest.raises(StoreUnavailable):
        kind.create(tmp_path / "macos")


@pytest.mark.parametrize("frozen", [False, True])
def test_on_a_mac_it_opens_the_persons_own(monkeypatch: pytest.MonkeyPatch, frozen: bool) -> None:
    """Above a framework in memory; only a program of its own has leave to use the keys."""
    fake = FakeSecurity()
    monkeypatch.setattr(fake, "__spec__", object(), raising=False)
    monkeypatch.setitem(sys.modules, "Security", fake)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    kind = MacosKind()
    (spec,) = kind.found()
    assert (spec.id, spec.label) == ("macos", "macOS")
    store = kind.open(spec, None)
    one = person()
    store.install(bundle(one))
    assert [held.der for held in store.list(Which.MINE)] == [one.certificate]
    assert fake.login.keys[0].access == ([None] if frozen else [])
    store.close()


class OnAMac(StoreContract):
    """In a keychain of the test's own."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[CertStore]:
        from sel.stores._macos_security import Security
        from sel.stores._macos_store import MacosStore

        keychain, password = tmp_path / "test.keychain-db", secrets.token_hex(16)
        for command in ("create-keychain", "unlock-keychain"):
            _security(command, "-p", password, str(keychain))
        _security("set-keychain-settings", str(keychain))  # never locks itself
        store = MacosStore(Security(), "macos", ourselves=True, keychain=keychain)
        yield store
        for which in Which:
            for held in store.list(which):
                store.remove(held.sha256)
        store.close()
        _security("delete-keychain", str(keychain))

    def test_authorities_are_authorities(self, store: CertStore) -> None:
        if os.environ.get("SEL_MAC_WITH_A_PERSON") != "1":
            pytest.skip("macOS asks somebody for a password: SEL_MAC_WITH_A_PERSON=1")
        super().test_authorities_are_authorities(store)


@throw_away_only
class TestMacosEllipticCurves(OnAMac):
    """P-256, as Sêl makes them."""


@throw_away_only
class TestMacosRsa(OnAMac):
    """RSA, as most authorities issue for."""

    kind = KeyKind.RSA_2048

    @pytest.fixture
    def cast(self) -> Cast:
        return Cast(person(key=rsa_key(1)), person(GWEN, name="Gwenllian ap Rhys", key=rsa_key()))


def _security(*command: str) -> None:
    subprocess.run(["/usr/bin/security", *command], check=True, capture_output=True)
