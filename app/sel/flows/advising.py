"""Which protection a mail needs: what is known on this computer, put before the table.

Works with nothing set up, and then leaves nothing behind. Needs no key: what a person said of a
colleague's certificate and cannot be proved without it does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sel.base.resources import resource
from sel.core import address as addresses
from sel.core import partners
from sel.core.advice import (
    Advice,
    App,
    Content,
    Facts,
    Own,
    Recipient,
    Sender,
    Writing,
    advise,
)
from sel.core.partners import BuiltIn, Partner, PartnerList
from sel.core.people import Standing
from sel.flows import packs
from sel.flows.identities import Identity, State, identities, only_here
from sel.flows.status import MAIL_PROGRAM_TICK
from sel.ports.clients import Known, MailProgram, ProgramId
from sel.ports.services import Services

_APPS: Final = {
    ProgramId.OUTLOOK: App.OUTLOOK_CLASSIC,
    ProgramId.NEW_OUTLOOK: App.OUTLOOK_NEW,
    ProgramId.OUTLOOK_MAC: App.OUTLOOK_MAC,
    ProgramId.APPLE_MAIL: App.APPLE_MAIL,
    ProgramId.THUNDERBIRD: App.THUNDERBIRD,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person said of their mail.

    to       at least one address
    sender   None: the address of the certificate in use, or, without one, some own address
    app      None: what is found on this computer
    """

    to: tuple[str, ...]
    content: Content
    sender: str | None = None
    parents: bool = False
    families: int = 1
    group: bool = False
    app: App | None = None


def advice(services: Services, asked: Asked) -> Advice:
    """The answer for this mail. Raises BadAddress."""
    built_in = partners.read(resource("partners", "hwb.json").read_bytes())
    own = own_domains(services, built_in)
    lists = (built_in.partners, *_from_packs(services))
    return advise(
        Facts(
            sender=_sender(services, asked.sender, own),
            recipients=_recipients(services, asked.to, own, lists, built_in),
            content=asked.content,
            writing=_writing(services, asked.app),
            today=services.clock.now().date(),
            parents=asked.parents,
            families=asked.families,
            group=asked.group,
            lists=lists,
        )
    )


def own_domains(services: Services, built_in: BuiltIn) -> frozenset[str]:
    """Those that come with the list, and those that policy adds."""
    return frozenset((*built_in.own_domains, *services.policy.own_domains))


def _from_packs(services: Services) -> tuple[PartnerList, ...]:
    if not services.data.is_dir():
        return ()
    return tuple(
        PartnerList(one.source, one.dated, tuple(map(Partner, one.domains)))
        for one in packs.partners(services)
    )


def _recipients(
    services: Services,
    given: Sequence[str],
    own: frozenset[str],
    lists: Sequence[PartnerList],
    built_in: BuiltIn,
) -> tuple[Recipient, ...]:
    """Each mailbox once, in the order they were named."""
    wanted: list[str] = []
    for each in map(addresses.normal, given):
        if not any(addresses.same_mailbox(each, known) for known in wanted):
            wanted.append(each)
    found = []
    for each, smime in zip(wanted, _standings(services, wanted), strict=True):
        domain = addresses.domain_of(each)
        inside = domain in own
        found.append(
            Recipient(
                address=each,
                own=inside,
                listed=partners.naming(domain, lists),
                near=None if inside else partners.near(domain, lists, built_in.alike),
                smime=smime,
            )
        )
    return tuple(found)


def _standings(services: Services, emails: Sequence[str]) -> tuple[Standing, ...]:
    if not services.data.is_dir():
        return tuple(Standing.NOBODY for _ in emails)
    from sel.flows import people

    return tuple(each.answer.reason for each in people.choose_each(services, emails))


# --- the sender -----------------------------------------------------------------------------


def _sender(services: Services, given: str | None, own: frozenset[str]) -> Sender:
    everything = _mine(services)
    address = addresses.normal(given) if given is not None else _usual(everything)
    if address is None:
        return Sender(own=True, certificate=_best(services, everything), assumed=True)
    mine = tuple(
        each
        for each in everything
        if any(addresses.same_mailbox(address, one) for one in each.emails)
    )
    certificate = _best(services, mine)
    return Sender(
        own=addresses.domain_of(address) in own,
        certificate=certificate,
        tested=certificate is Own.READY
        and MAIL_PROGRAM_TICK in services.preferences().read().ticks,
    )


def usual_sender(services: Services) -> str | None:
    """The address that is taken where nobody says who writes; None without a certificate."""
    return _usual(_mine(services))


def _mine(services: Services) -> tuple[Identity, ...]:
    if not services.data.is_dir():
        return ()
    book, now = services.book(), services.clock.now()
    return (*identities(book, now), *only_here(book, now))


def _usual(everything: Sequence[Identity]) -> str | None:
    """The address of the certificate in use that began last."""
    current = [
        (each.certificate.not_before, each.certificate.match_emails[0])
        for each in everything
        if each.state is State.CURRENT
        and each.certificate is not None
        and each.certificate.match_emails
    ]
    return addresses.normal(max(current)[1]) if current else None


def _best(services: Services, mine: Sequence[Identity]) -> Own:
    """Whether one can sign and encrypt with these; one certificate may do each (`companions`)."""
    usable = [each for each in mine if each.state is State.CURRENT]
    opening = [each for each in usable if not each.shut]
    held = [each.certificate for each in opening if each.certificate is not None]
    if usable and not opening:
        return Own.SHUT
    if not held:
        if any(each.state is State.WAITING and not each.cancelled for each in mine):
            return Own.WAITING
        return Own.EXPIRED if mine else Own.NONE
    from sel.flows import own_standing

    judged = own_standing.against(services, held)
    facts = [each for each, why in zip(held, judged, strict=True) if why is Own.READY]
    if not facts:
        return judged[-1]
    if not any(each.can_sign for each in facts):
        return Own.CANNOT_SIGN
    if not any(each.can_encrypt for each in facts):
        return Own.CANNOT_ENCRYPT
    return Own.READY


# --- the program ----------------------------------------------------------------------------


def _writing(services: Services, named: App | None) -> Writing:
    """The program that was named, or the best one here; with what its settings hinder."""
    here = services.mail_programs()
    if named is not None:
        same = [each for each in here if _APPS[each.id] is named]
        return Writing(named, hindered=bool(same) and not any(map(_able, same)))
    if not here:
        return Writing(App.OTHER, found=True)
    # Somebody writes in a program that has an account, if one has.
    used = [each for each in here if each.set_up is Known.YES] or list(here)
    best = next((each for each in used if _able(each)), used[0])
    return Writing(_APPS[best.id], found=True, hindered=not _able(best))


def _able(program: MailProgram) -> bool:
    return program.works.sign is Known.YES and program.works.encrypt is Known.YES
