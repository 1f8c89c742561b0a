"""Every kind of store keeps the same promises."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.base.secret import Secret
from sel.ports.store import CertStore
from sel.stores.nss import NssKind
from tests.contract.conftest import PRIMARY
from tests.contract.memory import MemoryStore
from tests.contract.store_contract import StoreContract, cast

__all__ = ["cast"]


class TestMemory(StoreContract):
    @pytest.fixture
    def store(self) -> CertStore:
        return MemoryStore()


class TestNss(StoreContract):
    @pytest.fixture
    def store(self, kind: NssKind, empty_database: Path, tmp_path: Path) -> Iterator[CertStore]:
        yield from _opened(kind, empty_database, tmp_path, None)


class TestNssWithPrimaryPassword(StoreContract):
    @pytest.fixture
    def store(self, kind: NssKind, locked_database: Path, tmp_path: Path) -> Iterator[CertStore]:
        yield from _opened(kind, locked_database, tmp_path, Secret(PRIMARY))


class TestNssMadeByUs(StoreContract):
    @pytest.fixture
    def store(self, kind: NssKind, tmp_path: Path) -> Iterator[CertStore]:
        kind.create(tmp_path / "nss")
        yield from _at(kind, tmp_path / "nss", None)


def _opened(
    kind: NssKind, pattern: Path, tmp_path: Path, unlock: Secret | None
) -> Iterator[CertStore]:
    shutil.copytree(pattern, tmp_path / "nss")
    yield from _at(kind, tmp_path / "nss", unlock)


def _at(kind: NssKind, folder: Path, unlock: Secret | None) -> Iterator[CertStore]:
    spec = kind.spec(f"nss:{folder}")
    assert spec is not None
    store = kind.open(spec, unlock)
    yield store
    store.close()
