"""A keychain in memory, opened as the person's own."""

from __future__ import annotations

import pytest

from sel.stores._macos_install import MAIL_PROGRAMS
from sel.stores._macos_security import Security
from sel.stores._macos_store import MacosStore
from tests.macos.fake import FakeSecurity
from tests.pilot import NOW


@pytest.fixture
def fake() -> FakeSecurity:
    return FakeSecurity(installed=list(map(str, MAIL_PROGRAMS)))


@pytest.fixture
def store(fake: FakeSecurity) -> MacosStore:
    return MacosStore(Security(fake), "macos", ourselves=True, clock=lambda: NOW)
