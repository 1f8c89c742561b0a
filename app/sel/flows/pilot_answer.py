"""The pilot of this book answers a request of this same book at once, with no file between."""

from __future__ import annotations

from collections.abc import Sequence

from sel.base.errors import AddressOutsideAuthority
from sel.base.progress import Progress
from sel.core import authority as pilots
from sel.core.address import domain_of
from sel.core.certificate import CertificateFacts
from sel.flows import authority, requests
from sel.flows.requests import Finished, Made
from sel.ports.services import Services


def check_address(address: str, domains: Sequence[str]) -> None:
    """Refuse, before any key is made, an address that the pilot may not certify.

    domains  of the pilot, in ASCII. Raises BadAddress, AddressOutsideAuthority.
    """
    if domain_of(address) not in domains:
        raise AddressOutsideAuthority(address=address, domains=", ".join(domains))


def answer_here(services: Services, made: Made, progress: Progress) -> Finished:
    """Issue a certificate for a request of this book and take it in.

    Run again after an error, it takes in what was issued then: one key gets one certificate.
    Raises NoAuthority, AddressOutsideAuthority, and as `authority.issue`, `requests.finish`.
    """
    facts = _issued_before(services, made) or authority.issue(services, made.request.der)
    return requests.finish(services, authority.answer(services, facts), (), progress)


def is_trial(facts: CertificateFacts) -> bool:
    """Issued by a pilot authority, this one or any other: its policy says "trial"."""
    return pilots.POLICY_OID in facts.policies


def _issued_before(services: Services, made: Made) -> CertificateFacts | None:
    now = services.clock.now()
    usable = (
        each.certificate
        for each in authority.issued(services)
        if each.revoked is None and each.certificate.not_after > now
    )
    return next((one for one in usable if one.spki_sha256 == made.request.spki_sha256), None)
