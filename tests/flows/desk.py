"""A person's desk for tests: real services in a folder, keys behind a passphrase, no keyring."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from sel import wiring
from sel.base.secret import Secret
from sel.ports.services import Services


def desk(folder: Path) -> Services:
    """Somebody's own Sêl in `folder`; every file, book and store is real."""
    passphrase = Secret(secrets.token_urlsafe(12))
    everybody = wiring.build(folder, lambda: None, False, ())
    return everybody.scratch(folder, passphrase)


def now() -> datetime:
    """Whole seconds, as certificates keep them."""
    return datetime.now(UTC).replace(microsecond=0)
