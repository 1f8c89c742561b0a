"""A person's desk for tests: real services in a folder, keys behind a passphrase, no keyring."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sel import wiring
from sel.base.secret import Secret
from sel.core import authority
from sel.flows.requests import Made
from sel.ports.services import Services
from tests.pilot import DOMAIN, SIAN, pilot


def desk(folder: Path, passphrase: Secret | None = None) -> Services:
    """Somebody's own Sêl in `folder`; every file, book and store is real.

    passphrase  of its keys, for a folder that is used again
    """
    passphrase = passphrase or Secret(secrets.token_urlsafe(12))
    everybody = wiring.build(folder, lambda: None, False, ())
    return everybody.scratch(folder, passphrase)


def now() -> datetime:
    """Whole seconds, as certificates keep them."""
    return datetime.now(UTC).replace(microsecond=0)


FOUNDED = pilot(DOMAIN, now())


def issued(
    made: Made, emails: tuple[str, ...] = (SIAN,), *, start: int = 0, days: int = 90
) -> bytes:
    """An answer of the pilot to a request; start: days from now."""
    begins = now() - timedelta(minutes=5) + timedelta(days=start)
    return authority.issue(
        made.request,
        emails,
        issuer=FOUNDED.issuer,
        issuer_key=FOUNDED.issuer_key,
        serial=authority.new_serial(),
        not_before=begins,
        not_after=begins + timedelta(days=days),
    )
