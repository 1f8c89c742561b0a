"""Certificates for tests: a pilot authority of EC keys, made once, and people under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from sel.base.secret import Secret
from sel.core import authority, keypair, request
from sel.core.keypair import KeyKind
from sel.core.request import Asked

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DOMAIN = "school.example"
SIAN = f"sian.llyr@{DOMAIN}"
GWEN = f"gwenllian.ap.rhys@{DOMAIN}"


@dataclass(frozen=True)
class Person:
    """A key, its request and its certificate."""

    key: Secret
    request: bytes
    certificate: bytes


@cache
def pilot(domain: str = DOMAIN, now: datetime = NOW) -> authority.Founded:
    """An authority for one domain."""
    return authority.found("Ysgol", [domain], now=now, kind=KeyKind.EC_P256)


@cache
def rsa_key(number: int = 0) -> Secret:
    """One of a few RSA-2048 keys; RSA is slow to make and its value does not matter."""
    return keypair.generate(KeyKind.RSA_2048)


def person(
    email: str = SIAN,
    *,
    name: str = "Siân Llŷr",
    kind: KeyKind = KeyKind.EC_P256,
    key: Secret | None = None,
    starts: datetime = NOW - timedelta(minutes=5),
    ends: datetime | None = None,
    founded: authority.Founded | None = None,
) -> Person:
    """Somebody with a certificate of the pilot; without `ends` for ninety days."""
    private = key or keypair.generate(kind)
    asked = request.build(Asked((email,), name), key=private)
    by = founded or pilot()
    der = authority.issue(
        request.read(asked),
        [email],
        issuer=by.issuer,
        issuer_key=by.issuer_key,
        serial=authority.new_serial(),
        not_before=starts,
        not_after=ends or max(starts, NOW) + timedelta(days=90),
    )
    return Person(private, asked, der)
