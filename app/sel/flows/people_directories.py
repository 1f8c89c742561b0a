"""Colleagues looked up in directories: offers with their source, taken if somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sel.base.errors import NoNetwork, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core import directory
from sel.core.address import same_mailbox
from sel.core.recognise import certificates
from sel.flows import anchoring
from sel.flows.people_adding import Report, take_read
from sel.flows.people_paths import Paths
from sel.flows.people_pieces import judged
from sel.flows.people_reading import Brought, Met, Rejection, read
from sel.ports.directories import DirectoryEntry
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Offer:
    """A certificate that a directory holds for somebody. Nothing says yet that it is theirs.

    fits  whether it is for an address that the directory gives this person
    """

    name: str
    emails: tuple[str, ...]
    met: Met
    fits: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What one directory said. more, elsewhere: see `DirectoryAnswer`.

    without  people it named whose certificates are none that Sêl can use
    failure  why it said nothing
    """

    url: str
    offers: tuple[Offer, ...] = ()
    without: int = 0
    more: bool = False
    elsewhere: int = 0
    failure: SelError | None = None


def asked(services: Services, urls: Sequence[str] = ()) -> tuple[directory.Address, ...]:
    """Who would be asked, and so learns whom one looks for: these, or those of policy.

    Raises BadDirectory, NoNetwork.
    """
    if services.directories() is None:
        raise NoNetwork
    return tuple(dict.fromkeys(map(directory.address, urls or services.policy.ldap_servers)))


def search(
    services: Services, text: str, addresses: Sequence[directory.Address], progress: Progress
) -> tuple[Answer, ...]:
    """Ask each. One that fails is an answer, too. Raises TooShort, NoNetwork, Cancelled."""
    directories = services.directories()
    if directories is None:
        raise NoNetwork
    wanted = directory.search_filter(text)
    answers = []
    for place, each in enumerate(addresses):
        progress.step(place, len(addresses), Message("asking-directory", {"host": each.host}))
        try:
            found = directories.search(each, wanted)
        except SelError as problem:
            answers.append(Answer(each.url, failure=problem))
            continue
        per_entry = [_offers(each.url, entry) for entry in found.entries]
        answers.append(
            Answer(
                each.url,
                tuple(offer for offers in per_entry for offer in offers),
                sum(not offers for offers in per_entry),
                found.more,
                found.elsewhere,
            )
        )
    return tuple(answers)


def _offers(source: str, entry: DirectoryEntry) -> list[Offer]:
    ders = dict.fromkeys(der for value in entry.values for der in certificates(value))
    offers = []
    for der in ders:
        for met in read(source, der).met:
            fits = any(
                same_mailbox(mine, theirs)
                for mine in met.facts.match_emails
                for theirs in entry.emails
            )
            offers.append(Offer(entry.name, entry.emails, met, fits))
    return offers


def take(services: Services, answers: Sequence[Answer]) -> Report:
    """Take what was offered into the book, judged like everything else.

    A certificate for another address than the directory says is left out.
    """
    brought = Brought()
    for each in answers:
        for offer in each.offers:
            if offer.fits:
                brought.met.append(offer.met)
            else:
                name = offer.met.facts.common_name or offer.met.facts.subject
                what = Message("offer-other-address", {"name": name})
                brought.rejected.append(Rejection(each.url, what))
    paths = Paths.of(anchoring.trusted(services), services.clock.now())
    return take_read(services, " ".join(each.url for each in answers), judged(brought, paths))
