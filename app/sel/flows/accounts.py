"""Mail accounts that use a certificate: which there are, set up, and as they were again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sel.base.errors import NoAccountFor, NoCertificateYet, NotInStore, StoreUnavailable
from sel.base.secret import Secret
from sel.flows.identities import Identity, companions, identities
from sel.flows.store_places import Place, places
from sel.ports.accounts import KeepsAccounts, MailAccount, OfProgram
from sel.ports.services import Services
from sel.ports.store import StoreSpec, Which


@dataclass(frozen=True, slots=True)
class AccountIn:
    """An account and the store of the program that has it."""

    store: StoreSpec
    account: MailAccount


def running(services: Services, store: str = "auto") -> tuple[tuple[StoreSpec, str], ...]:
    """Stores that cannot be written now, and the program that has to be closed for each.

    Asks without locking anything: a page can ask again every second. Raises as `places`.
    """
    found = []
    for kind, spec in places(services, store):
        program = kind.running(spec) if isinstance(kind, OfProgram) else None
        if program is not None:
            found.append((spec, program))
    return tuple(found)


def listed(
    services: Services, *, store: str = "auto", unlock: Secret | None = None
) -> tuple[AccountIn, ...]:
    """Accounts of every program that keeps them beside its certificates.

    Raises StoreUnavailable (reason: no-accounts) for a store without any such program, and as
    `installs.install`.
    """
    return _everywhere(services, store, unlock, lambda opened, _: opened.accounts())


def set_up(
    services: Services,
    chosen: Sequence[Identity],
    *,
    store: str = "auto",
    unlock: Secret | None = None,
    always_encrypt: bool = False,
) -> tuple[AccountIn, ...]:
    """Let accounts sign and encrypt with these; what completes one goes with it.

    An account is set up if it has an address of the certificate. New mail is signed from then on;
    whether it is encrypted stays the person's choice, or with `always_encrypt` is always so.
    Twice is not an error. Returns the accounts that are set up.
    Raises NoCertificateYet, NotInStore, NoAccountFor, StoreUnavailable (reason: no-accounts,
    preferences-odd, …), StoreInUse while the program runs, and as `installs.install`.
    """
    everything = identities(services.book(), services.clock.now())
    digests: list[bytes] = []
    emails: list[str] = []
    for each in chosen:
        for one in companions(each, everything):
            if one.certificate is None:
                raise NoCertificateYet(id=one.id)
            digests.append(one.certificate.sha256)
            emails.extend(one.certificate.match_emails)
    wanted = tuple(dict.fromkeys(digests))
    lacking: list[StoreSpec] = []

    def change(opened: KeepsAccounts, spec: StoreSpec) -> Sequence[MailAccount]:
        if not any(held.sha256 in wanted for held in opened.list(Which.MINE)):
            lacking.append(spec)
            return ()
        return opened.set_up(wanted, always_encrypt=always_encrypt)

    done = _everywhere(services, store, unlock, change)
    if done:
        return done
    if lacking:
        raise NotInStore(store=lacking[0].label)
    label = ", ".join(spec.label for _, spec in _with_accounts(services, store))
    raise NoAccountFor(emails=tuple(dict.fromkeys(emails)), program=label)


def take_back(
    services: Services,
    *,
    store: str = "auto",
    sha256: bytes | None = None,
    unlock: Secret | None = None,
) -> tuple[AccountIn, ...]:
    """Make accounts as they were before Sêl set them up; those with one certificate, or all.

    What the person chose otherwise since stays. Returns the accounts that changed. Raises as
    `set_up`.
    """
    return _everywhere(services, store, unlock, lambda opened, _: opened.take_back(sha256))


def _everywhere(
    services: Services,
    store: str,
    unlock: Secret | None,
    work: Callable[[KeepsAccounts, StoreSpec], Sequence[MailAccount]],
) -> tuple[AccountIn, ...]:
    out: list[AccountIn] = []
    for place in _with_accounts(services, store):
        with _opened(place, unlock) as opened:
            out.extend(AccountIn(place[1], each) for each in work(opened, place[1]))
    return tuple(out)


def _with_accounts(services: Services, store: str) -> tuple[Place, ...]:
    """Only kinds that belong to a program: no other is opened, which may ask the person."""
    found = tuple(place for place in places(services, store) if isinstance(place[0], OfProgram))
    if not found:
        raise StoreUnavailable(store=store, reason="no-accounts")
    return found


@contextmanager
def _opened(place: Place, unlock: Secret | None) -> Iterator[KeepsAccounts]:
    kind, spec = place
    opened = kind.open(spec, unlock)
    try:
        if not isinstance(opened, KeepsAccounts):
            raise StoreUnavailable(store=spec.id, reason="no-accounts")
        yield opened
    finally:
        opened.close()
