"""Renewal: a new key and a new form beside the old ones; nothing is ever replaced."""

from __future__ import annotations

from asn1crypto import x509

from sel.base.errors import NoCertificateYet
from sel.base.progress import Progress
from sel.core.certificate import CertificateFacts
from sel.core.keypair import KeyFacts, KeyKind
from sel.core.name import attribute
from sel.core.request import Asked
from sel.flows import requests
from sel.flows.identities import Identity
from sel.flows.requests import Made
from sel.ports.services import Services

_COUNTRY, _LOCALITY, _UNIT = "2.5.4.6", "2.5.4.7", "2.5.4.11"
_LEAST_RSA = 3072


def asked_again(one: Identity) -> Asked:
    """What its certificate says of the person, to be asked for once more.

    Raises NoCertificateYet.
    """
    facts = one.certificate
    if facts is None:
        raise NoCertificateYet(id=one.id)
    subject = x509.Name.load(facts.subject_der)
    return Asked(
        emails=facts.match_emails,
        name=facts.common_name or (facts.emails[0] if facts.emails else ""),
        organisation=facts.organisation or "",
        unit=attribute(subject, _UNIT) or "",
        locality=attribute(subject, _LOCALITY) or "",
        country=attribute(subject, _COUNTRY) or "",
    )


def kind_again(key: KeyFacts) -> KeyKind:
    """The kind of the new key: that of the old one, but never weaker than what is made today."""
    if key.algorithm == "ec":
        return KeyKind.EC_P384 if key.curve == "P-384" else KeyKind.EC_P256
    if key.algorithm == "rsa" and (key.size or 0) > _LEAST_RSA:
        return KeyKind.RSA_4096
    return KeyKind.RSA_3072


def kind_for(services: Services, facts: CertificateFacts) -> KeyKind | None:
    """The kind of the next key after this certificate's; None where the organisation says."""
    return None if services.policy.key_kind is not None else kind_again(facts.key)


def make(
    services: Services,
    one: Identity,
    progress: Progress,
    *,
    asked: Asked | None = None,
    kind: KeyKind | None = None,
    forgets_accepted: bool = False,
) -> Made:
    """A new key and a form for the same person; the old key stays as it is.

    asked, kind  if they are to be others than its certificate and its key have
    Raises NoCertificateYet, and as `requests.make`.
    """
    if one.certificate is None:
        raise NoCertificateYet(id=one.id)
    return requests.make(
        services,
        asked or asked_again(one),
        kind or kind_for(services, one.certificate),
        progress,
        forgets_accepted=forgets_accepted,
    )
