"""Which mail accounts here could sign with which of my certificates, and whether they do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sel.base.errors import SelError, StoreLocked, StorePasswordWrong
from sel.base.secret import Secret
from sel.flows import accounts
from sel.flows.accounts import AccountIn
from sel.flows.identities import Identity, State, companions, identities
from sel.flows.store_places import found as stores_here
from sel.ports.accounts import MailAccount, OfProgram
from sel.ports.services import Services
from sel.ports.store import StoreSpec


@dataclass(frozen=True, slots=True)
class Signer:
    """Accounts of one store that have an address of one certificate, which that store holds.

    one       the newest of mine for them
    signs     all of them sign every new mail with it
    encrypts  all of them encrypt every new mail, too: the person's own choice
    ours      Sêl set one of them up, and can make it as it was before
    """

    store: StoreSpec
    one: Identity
    accounts: tuple[MailAccount, ...]
    signs: bool
    encrypts: bool
    ours: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found. locked: stores with a password of their own, not looked into."""

    signers: tuple[Signer, ...]
    locked: tuple[StoreSpec, ...]


def look(
    services: Services, *, only: Collection[str] | None = None, unlock: Secret | None = None
) -> Seen:
    """What accounts of programs here do with my certificates in use; nobody is asked anything.

    only: the ids that are asked about. Programs that are not there or cannot be looked into are
    left out: that is said where certificates are put, not here. Raises StorePasswordWrong.
    """
    everything = identities(services.book(), services.clock.now())
    mine = [
        each
        for each in everything
        if each.state is State.CURRENT
        and not each.shut
        and each.certificate is not None
        and each.certificate.can_sign
        and (only is None or each.id in only)
    ]
    signers: list[Signer] = []
    locked: list[StoreSpec] = []
    for spec in _programs(services) if mine else ():
        here = [each for each in mine if spec.id in each.installed]
        if not here:
            continue
        try:
            found = accounts.listed(services, store=spec.id, unlock=unlock)
        except StoreLocked:
            locked.append(spec)
        except StorePasswordWrong:
            raise
        except SelError:
            continue
        else:
            signers.extend(_signers(spec, here, everything, found))
    return Seen(tuple(signers), tuple(locked))


def _programs(services: Services) -> tuple[StoreSpec, ...]:
    return tuple(spec for kind, spec in stores_here(services) if isinstance(kind, OfProgram))


def _signers(
    spec: StoreSpec,
    here: Sequence[Identity],
    everything: Sequence[Identity],
    found: Sequence[AccountIn],
) -> list[Signer]:
    by_key: dict[str, list[MailAccount]] = {}
    for each in found:
        one = _newest_for(each.account.address, here)
        if one is not None:
            by_key.setdefault(one.id, []).append(each.account)
    signers = []
    for one in here:
        theirs = by_key.get(one.id)
        if theirs is None:
            continue
        uses = {
            each.certificate.sha256
            for each in companions(one, everything)
            if each.certificate is not None
        }
        signers.append(
            Signer(
                spec,
                one,
                tuple(theirs),
                signs=all(each.signs and each.signing in uses for each in theirs),
                encrypts=all(each.encrypts for each in theirs),
                ours=any(each.ours for each in theirs),
            )
        )
    return signers


def _newest_for(address: str, here: Sequence[Identity]) -> Identity | None:
    fitting = [
        (facts.not_before, each)
        for each in here
        if (facts := each.certificate) is not None and facts.has_address(address)
    ]
    return max(fitting, key=itemgetter(0))[1] if fitting else None
