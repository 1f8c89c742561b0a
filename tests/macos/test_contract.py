"""The keychain's store keeps the promises of every store, above a framework in memory."""

from __future__ import annotations

import pytest

from sel.core.keypair import KeyKind
from tests.contract.store_contract import Cast, StoreContract, cast
from tests.pilot import GWEN, person, rsa_key

__all__ = ["cast"]


class TestEllipticCurves(StoreContract):
    """P-256, as Sêl makes them."""


class TestRsa(StoreContract):
    """RSA, as most authorities issue for."""

    kind = KeyKind.RSA_2048

    @pytest.fixture
    def cast(self) -> Cast:
        return Cast(person(key=rsa_key(1)), person(GWEN, name="Gwenllian ap Rhys", key=rsa_key()))
