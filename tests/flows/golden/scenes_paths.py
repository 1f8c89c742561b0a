"""Paths: whom the person trusts, and what the network said or did not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sel import wiring
from sel.base.errors import FetchFailed
from sel.base.progress import Silent
from sel.core import keypair
from sel.core.chain import link
from sel.core.finding import Finding
from sel.flows import checking
from sel.flows.checking import Mode, Options, Wanted
from sel.ports.book import Additions, NewCertificate, Role
from sel.ports.services import Services
from tests import paths
from tests.flows.golden.world import Scene, World

ASKED_AT = "http://ocsp.school.example/"


@dataclass(frozen=True)
class _Clock:
    def now(self) -> datetime:
        """The moment for which all these certificates are made."""
        return paths.NOW


@cache
def root() -> paths.Made:
    """Of the school."""
    return paths.make("Gwraidd Ysgol")


@cache
def leaf() -> paths.Made:
    """Somebody whose certificate names where to ask."""
    return paths.person(root(), paths.ocsp_at(ASKED_AT))


def _checked(services: Services, *, roots: tuple[bytes, ...] | None, mode: Mode) -> list[Finding]:
    options = Options(roots=roots, wanted=Wanted.PATH, mode=mode)
    return list(checking.check(services, leaf().der, options, Silent()).findings)


def trust_not_verified(world: World) -> Sequence[Finding]:
    """Without Sêl's own keys nobody can tell who wrote that into the book."""
    services, data = world.desk("trusting"), link.read(root().der)
    book = services.book()
    spki = keypair.spki_sha256(data.spki)
    book.add(Additions(certificates=(NewCertificate(root().der, spki, Role.CHAIN),)))
    book.trust("authority", data.sha256, how="fingerprint")
    built = wiring.build(services.data, lambda: None, False, ())
    locked = replace(built, clock=_Clock(), anchors=services.anchors)
    return _checked(locked, roots=None, mode=Mode.OFF)


def not_fetched(world: World) -> Sequence[Finding]:
    return _asked(world, _Silent())


def other_nonce(world: World) -> Sequence[Finding]:
    return _asked(world, _Recorded())


def _asked(world: World, network: _Silent) -> Sequence[Finding]:
    services = replace(world.desk("checking"), clock=_Clock(), fetch=lambda: network)
    return _checked(services, roots=(root().der,), mode=Mode.PREFER)


class _Silent:
    """A network in which nobody answers."""

    def get(self, url: str, *, limit: int) -> bytes:
        raise FetchFailed(host=url.split("/")[2], reason="too-slow")

    def post(self, url: str, body: bytes, *, kind: str, limit: int) -> bytes:
        return self.get(url, limit=limit)


class _Recorded(_Silent):
    """One in which somebody plays an answer to another question."""

    def post(self, url: str, body: bytes, *, kind: str, limit: int) -> bytes:
        return paths.answer(leaf(), root(), root(), nonce=b"x" * 32)


SCENES: dict[str, Scene] = {
    "trust-not-verified": trust_not_verified,
    "revocation-not-fetched": not_fetched,
    "ocsp-wrong-nonce": other_nonce,
}
