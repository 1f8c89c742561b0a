"""Enforced TLS for partner domains: the script for whoever looks after Exchange Online."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sel.base.resources import resource
from sel.core.delivery import exchange
from sel.core.delivery.changing import Kept
from sel.core.delivery.exchange import Enforced, Wanted
from sel.core.delivery.judged import Verdict
from sel.flows.partner_domains import domains
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Ruled:
    """The script, and what is to be looked at before it is run.

    unchecked  domains that were never checked here
    bad        domains whose last check found what would stop their mail
    """

    script: bytes
    enforced: tuple[Enforced, ...]
    unchecked: tuple[str, ...]
    bad: tuple[str, ...]


def rule(
    services: Services,
    given: Sequence[str],
    wanted: Wanted,
    tls_domains: Mapping[str, str] | None = None,
) -> Ruled:
    """A script for these domains. What their certificates have to be for, the last check says.

    tls_domains  what it is to be instead, by domain
    Raises BadDomain, NoDomains, TooManyDomains. Asks nobody.
    """
    wanted_domains = domains(given)
    last = services.partner_checks().read()
    named = tls_domains or {}
    enforced = tuple(
        Enforced(each, named.get(each, exchange.tls_domain(last.get(each))))
        for each in wanted_domains
    )
    template = resource("partners", "enforce-tls.ps1").read_text("utf-8")
    day = services.clock.now().date()
    return Ruled(
        script=exchange.script(template, enforced, wanted, day),
        enforced=enforced,
        unchecked=tuple(each for each in wanted_domains if each not in last),
        bad=tuple(each for each in wanted_domains if _is_bad(last.get(each))),
    )


def _is_bad(kept: Kept | None) -> bool:
    return kept is not None and kept.verdict is Verdict.BAD
