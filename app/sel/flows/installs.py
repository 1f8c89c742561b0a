"""Put certificates where mail programs look; "ready" is said only after the store's own proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sel.base.errors import (
    NoCertificateYet,
    NotProved,
    OtherCertificates,
    SelError,
)
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import certificate
from sel.flows.identities import Identity, bundle_of, companions, identities
from sel.flows.store_places import places
from sel.flows.unfolding import certificates
from sel.ports.services import Services
from sel.ports.store import CertStore, Proof, Stored, StoreKind, StoreSpec, Which


@dataclass(frozen=True, slots=True)
class InStore:
    """One store after an installation. proved: a proof a certificate (SHA-256)."""

    store: StoreSpec
    proved: tuple[tuple[bytes, Proof], ...]
    was_there: bool


@dataclass(frozen=True, slots=True)
class Installed:
    """What went where, proved, and which stores failed (the others stay)."""

    identities: tuple[Identity, ...]
    stores: tuple[InStore, ...]
    failed: tuple[tuple[StoreSpec, SelError], ...] = ()


def install(
    services: Services,
    chosen: Sequence[Identity],
    progress: Progress,
    *,
    store: str = "auto",
    unlock: Secret | None = None,
) -> Installed:
    """Install these identities and prove each key as the store holds it.

    What completes one (a second certificate to sign or to receive) goes with it. Safe to stop
    between stores and safe to run again. If one of several stores fails it is put back and named,
    the others stay; if all fail, the first error is raised.
    Raises NoCertificateYet, UnknownStore, StoreUnavailable, StoreLocked, StorePasswordWrong,
    StoreInUse, NotProved.
    """
    book = services.book()
    everything = identities(book, services.clock.now())
    picked: dict[str, Identity] = {}
    for each in chosen:
        if each.certificate is None:
            raise NoCertificateYet(id=each.id)
        picked.update((one.id, one) for one in companions(each, everything))
    todo = list(picked.values())
    targets = places(services, store)
    done: list[InStore] = []
    failed: list[tuple[StoreSpec, SelError]] = []
    for place, (kind, spec) in enumerate(targets):
        progress.step(place, len(targets), Message("installing", {"store": spec.label}))
        try:
            done.append(_into(services, kind, spec, todo, unlock))
        except SelError as problem:
            failed.append((spec, problem))
    if not done:
        raise failed[0][1]
    progress.step(len(targets), len(targets), Message("done"))
    return Installed(tuple(todo), tuple(done), tuple(failed))


def listed(
    services: Services, which: Which, *, store: str = "auto", unlock: Secret | None = None
) -> tuple[tuple[StoreSpec, Stored], ...]:
    """What stores hold. Raises as `install`."""
    out: list[tuple[StoreSpec, Stored]] = []
    for kind, spec in places(services, store):
        opened = kind.open(spec, unlock)
        try:
            out.extend((spec, held) for held in opened.list(which))
        finally:
            opened.close()
    return tuple(out)


def add(
    services: Services,
    data: Sequence[bytes],
    which: Which,
    *,
    store: str = "auto",
    unlock: Secret | None = None,
) -> tuple[tuple[StoreSpec, bytes], ...]:
    """Add people's certificates or authorities (for mail only). Returns what went where.

    Raises NotACertificate for a file without one, OtherCertificates for those of the other kind,
    and as `install`.
    """
    ders: list[bytes] = []
    for each in data:
        ders.extend(certificates(each))
    wanted = [der for der in ders if certificate.read(der).is_ca is (which is Which.AUTHORITIES)]
    if not wanted:
        other = "person" if which is Which.AUTHORITIES else "authority"
        raise OtherCertificates(looks_like=other)
    out: list[tuple[StoreSpec, bytes]] = []
    for kind, spec in places(services, store):
        opened = kind.open(spec, unlock)
        try:
            for der in wanted:
                opened.add(which, der)
                out.append((spec, certificate.read(der).sha256))
        finally:
            opened.close()
    return tuple(out)


def remove(
    services: Services, sha256: bytes, *, store: str = "auto", unlock: Secret | None = None
) -> tuple[StoreSpec, ...]:
    """Remove a certificate, with its key if the store has it; returns where it was.

    The caller has asked for a verified backup where a key goes (`removals.refuse_unsaved`).
    """
    book = services.book()
    out = []
    for kind, spec in places(services, store):
        opened = kind.open(spec, unlock)
        try:
            if any(held.sha256 == sha256 for which in Which for held in opened.list(which)):
                opened.remove(sha256)
                book.uninstalled(sha256, spec.id)
                out.append(spec)
        finally:
            opened.close()
    return tuple(out)


def prove(
    services: Services, sha256: bytes, *, store: str, unlock: Secret | None = None
) -> tuple[tuple[StoreSpec, Proof], ...]:
    """Sign and open once more with a key as each store holds it."""
    out = []
    for kind, spec in places(services, store):
        opened = kind.open(spec, unlock)
        try:
            out.append((spec, opened.prove(sha256)))
        finally:
            opened.close()
    return tuple(out)


def _into(
    services: Services,
    kind: StoreKind,
    spec: StoreSpec,
    todo: Sequence[Identity],
    unlock: Secret | None,
) -> InStore:
    book = services.book()
    opened = kind.open(spec, unlock)
    try:
        before = {held.sha256 for held in opened.list(Which.MINE)}
        opened.install(bundle_of(book, todo))
        proofs = _proofs(opened, todo, before, spec)
    finally:
        opened.close()
    for each, _ in proofs:
        book.installed(each, spec.id)
    return InStore(spec, proofs, was_there=all(digest in before for digest, _ in proofs))


def _proofs(
    opened: CertStore, todo: Sequence[Identity], before: set[bytes], spec: StoreSpec
) -> tuple[tuple[bytes, Proof], ...]:
    """Prove each; if one does not hold, take out what was not there before."""
    digests = [each.certificate.sha256 for each in todo if each.certificate is not None]
    proofs = [(digest, opened.prove(digest)) for digest in digests]
    broken = next((proof for _, proof in proofs if not proof.holds), None)
    if broken is not None:
        for digest in digests:
            if digest not in before:
                opened.remove(digest)
        raise NotProved(store=spec.label, proof=broken.code)
    return tuple(proofs)
