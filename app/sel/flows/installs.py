"""Put certificates where mail programs look; "ready" is said only after the store's own proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sel.base.errors import KeyMismatch, NoCertificateYet, OtherCertificates, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import certificate, proof
from sel.core.bundle import Bundle
from sel.flows import decided
from sel.flows.identities import Identity, bundle_of, companions, identities
from sel.flows.putting_in import InStore, put, put_back
from sel.flows.store_places import Place, StoreState, for_mail_programs, places
from sel.flows.unfolding import certificates
from sel.ports.services import Services
from sel.ports.store import Proof, Stored, StoreSpec, Which


@dataclass(frozen=True, slots=True)
class Installed:
    """What came of an installation, store by store, in the order in which they were tried."""

    identities: tuple[Identity, ...]
    all: tuple[InStore, ...]

    @property
    def stores(self) -> tuple[InStore, ...]:
        """Those in which every key is and has done its work."""
        good = {StoreState.PROVED, StoreState.UNCHANGED}
        return tuple(each for each in self.all if each.state in good)

    @property
    def failed(self) -> tuple[tuple[StoreSpec, SelError], ...]:
        """Those that failed, and why."""
        return tuple((each.store, each.problem) for each in self.all if each.problem is not None)

    @property
    def problem(self) -> SelError | None:
        """The first thing that failed."""
        return self.failed[0][1] if self.failed else None


def install(
    services: Services,
    chosen: Sequence[Identity],
    progress: Progress,
    *,
    store: str | Sequence[str] = "auto",
    unlock: Secret | None = None,
    keep_going: bool = False,
) -> Installed:
    """Install these identities and prove each key as the store holds it.

    What completes one (a second certificate to sign or to receive) goes with it. Where all of it
    is and works already nothing is written. If a store fails it is as it was before, and the rest
    is not tried and what was put into others is put back; with `keep_going` all are tried and
    what holds stays. Every store is in the answer: who asks has to look at `Installed.problem`.
    Safe to stop between stores and safe to run again.

    store       one or several as on the command line; "auto": where the mail programs here look
    Raises NoCertificateYet, KeyMismatch, UnknownStore, StoreUnavailable for a kind that cannot
    work here, NoProgramForIt, and what opening the book's keys raises; then nothing was touched.
    """
    todo = _together(services, chosen)
    where = _where(services, store)
    bundle = _sound(bundle_of(services.book(), todo))
    done: list[InStore] = []
    try:
        for place, (kind, spec) in enumerate(where):
            progress.step(place, len(where), Message("installing", {"store": spec.label}))
            done.append(put(services, (kind, spec), bundle, unlock))
            if done[-1].problem is not None and not keep_going:
                break
    except BaseException:
        if not keep_going:
            put_back(services, done, where, unlock)
        raise
    if not keep_going and any(each.problem is not None for each in done):
        done = put_back(services, done, where, unlock)
    progress.step(len(where), len(where), Message("done"))
    return Installed(tuple(todo), tuple(done))


def take_back(
    services: Services, installed: Installed, *, unlock: Secret | None = None
) -> Installed:
    """Put every store back as it was before this installation. Errors are in the answer."""
    where = [
        place for each in installed.stores for place in places(services, each.store.id)
    ]  # fmt: skip
    return replace(installed, all=tuple(put_back(services, installed.all, where, unlock)))


def as_one(before: Installed, again: Installed) -> Installed:
    """An installation that was tried again: what the first put in can still be taken back."""
    put = {each.store.id: each for each in before.all if each.state is StoreState.PROVED}
    every = tuple(
        put.get(each.store.id, each) if each.state is StoreState.UNCHANGED else each
        for each in again.all
    )
    return replace(again, all=every)


def listed(
    services: Services, which: Which, *, store: str = "auto", unlock: Secret | None = None
) -> tuple[tuple[StoreSpec, Stored], ...]:
    """What stores hold. Raises UnknownStore, StoreUnavailable, StoreLocked, StorePasswordWrong."""
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
    PolicyForbids for an authority that the organisation does not want trusted, StoreInUse, and as
    `listed`.
    """
    ders: list[bytes] = []
    for each in data:
        ders.extend(certificates(each))
    wanted = [der for der in ders if certificate.read(der).is_ca is (which is Which.AUTHORITIES)]
    if not wanted:
        other = "person" if which is Which.AUTHORITIES else "authority"
        raise OtherCertificates(looks_like=other)
    if which is Which.AUTHORITIES:
        decided.refuse_root(services, wanted)
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


def _together(services: Services, chosen: Sequence[Identity]) -> list[Identity]:
    """Those that were chosen, with what completes them. Raises NoCertificateYet."""
    everything = identities(services.book(), services.clock.now())
    picked: dict[str, Identity] = {}
    for each in chosen:
        if each.certificate is None:
            raise NoCertificateYet(id=each.id)
        picked.update((one.id, one) for one in companions(each, everything))
    return list(picked.values())


def _where(services: Services, store: str | Sequence[str]) -> tuple[Place, ...]:
    if store == "auto":
        return for_mail_programs(services)
    named = (store,) if isinstance(store, str) else store
    return tuple(place for each in named for place in places(services, each))


def _sound(bundle: Bundle) -> Bundle:
    """The bundle, each of whose keys works with its certificate. Raises KeyMismatch.

    Before any store is opened: what is damaged in the book is told of once, and goes nowhere.
    """
    for entry in bundle.entries:
        shown = proof.prove(entry.key, entry.certificate)
        if not shown.holds:
            raise KeyMismatch(proof=shown.code)
    return bundle
