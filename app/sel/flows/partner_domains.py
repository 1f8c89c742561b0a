"""Partner domains: the lists that name them, and what is known of each from the last check."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sel.base.errors import BadAddress, BadDomain, NoDomains, TooManyDomains
from sel.base.resources import resource
from sel.core import partners
from sel.core.address import ascii_domain
from sel.core.delivery.changing import Kept
from sel.core.partners import Partner, PartnerList
from sel.flows import packs
from sel.ports.services import Services

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One domain of a list. last: None if it was never checked here."""

    partner: Partner
    of: PartnerList
    last: Kept | None


def lists(services: Services) -> tuple[PartnerList, ...]:
    """The built-in list, then those of school packs."""
    built_in = partners.read(resource("partners", "hwb.json").read_bytes())
    if not services.data.is_dir():
        return (built_in.partners,)
    given = (
        PartnerList(one.source, one.dated, tuple(map(Partner, one.domains)))
        for one in packs.partners(services)
    )
    return (built_in.partners, *given)


def listed(services: Services, text: str = "") -> tuple[Listed, ...]:
    """Every domain once, in the order of its name; with a text, those that hold it.

    Looked for in domain, organisation and group, without case and marks.
    """
    last = services.partner_checks().read()
    found: dict[str, Listed] = {}
    for one in lists(services):
        for each in one.partners:
            found.setdefault(each.domain, Listed(each, one, last.get(each.domain)))
    return tuple(
        each
        for _, each in sorted(found.items())
        if fits(text, each.partner.domain, each.partner.organisation, each.partner.group)
    )


def fits(text: str, *names: str) -> bool:
    """Whether a text is in one of these, without case and marks."""
    return _folded(text) in _folded(" ".join(names))


def _folded(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.strip())
    return "".join(each for each in spread if not unicodedata.combining(each)).casefold()


def domains(given: Sequence[str]) -> tuple[str, ...]:
    """Domains as A-labels, each once. Raises BadDomain, NoDomains, TooManyDomains."""
    found = tuple(dict.fromkeys(map(_domain, given)))
    if not found:
        raise NoDomains
    if len(found) > MOST:
        raise TooManyDomains(most=MOST)
    return found


def _domain(text: str) -> str:
    bare = text.strip()
    try:
        found = ascii_domain(bare.removeprefix("@"))
    except BadAddress as problem:
        raise BadDomain(domain=bare) from problem
    if found.rpartition(".")[2].isdigit():
        raise BadDomain(domain=bare)  # four numbers: an address (RFC 3696 2)
    return found


def from_file(data: bytes) -> tuple[str, ...]:
    """The first cell of each line of a text or CSV file; what begins with # is passed over.

    A first line of headings is, too. Raises BadDomain, NoDomains, TooManyDomains.
    """
    lines = data.decode("utf-8-sig", errors="replace").splitlines()
    cells = [each.replace(";", ",").partition(",")[0].strip().strip('"') for each in lines]
    wanted = [each for each in cells if each and not each.startswith("#")]
    if wanted and wanted[0].lower() in {"domain", "parth"}:
        del wanted[0]
    return domains(wanted)
