"""Where renewal, what follows it, leaving and removal begin; facts are looked up here."""

from __future__ import annotations

from dataclasses import replace

from sel.core.keypair import KeyKind
from sel.flows import changes, leaving, pilot_answer, removals, renewals, renewing, timeline
from sel.flows.identities import Identity, find, identities
from sel.journeys import get_certificate, leave, remove_key, renew, renewed
from sel.journeys.journey import Journey
from sel.ports.services import Services


def renewal(
    services: Services, key_id: str | None
) -> Journey[get_certificate.Step, renew.Renew] | None:
    """Of this certificate, else of the one that ends first; None if there is none yet."""
    one = _one(services, key_id)
    return _renewal(services, one) if one is not None else None


def for_address(
    services: Services, address: str | None
) -> Journey[get_certificate.Step, renew.Renew] | None:
    """For another address: the one given, else the one that mail is written from now."""
    one = _one(services, None)
    if one is None:
        return None
    written = address or changes.address_now(services) or ""
    return _renewal(services, one, address=written)


def after_renewal(
    services: Services, key_id: str | None
) -> Journey[renewed.Step, renewed.Renewed] | None:
    """About this certificate, else the one that lately took another's place."""
    now = services.clock.now()
    mine = identities(services.book(), now)
    new = (
        find(services.book(), key_id, now)
        if key_id is not None
        else next(iter(renewals.just_renewed(mine, now)), None)
    )
    if new is None or new.certificate is None:
        return None
    return renewed.journey(renewed.Renewed(new, renewals.replaced(new, mine)))


def leaving_school(services: Services) -> Journey[leave.Step, leave.Leave]:
    """From what there is."""
    return leave.journey(leaving.look(services))


def removal(services: Services, key_id: str) -> Journey[remove_key.Step, remove_key.RemoveKey]:
    """Of this key. Raises UnknownId; as `removals.with_backup_known`."""
    one = find(services.book(), key_id, services.clock.now())
    removals.with_backup_known(services, one)
    line = next(each for each in timeline.timeline(services) if each.id == one.id)
    return remove_key.journey(line)


def _renewal(
    services: Services, one: Identity, *, address: str | None = None
) -> Journey[get_certificate.Step, renew.Renew]:
    assert one.certificate is not None
    pilot = services.book().authority()
    asked = renewing.asked_again(one)
    if address is not None:
        asked = replace(asked, emails=(address,))
    return renew.journey(
        one.certificate,
        asked,
        kind=renewing.kind_for(services, one.certificate) or KeyKind.RSA_3072,
        reason=renew.Reason.ENDS if address is None else renew.Reason.ADDRESS,
        trial=pilot_answer.is_trial(one.certificate),
        profiles=services.profiles(),
        domains=pilot.domains if pilot is not None else (),
    )


def _one(services: Services, key_id: str | None) -> Identity | None:
    now = services.clock.now()
    if key_id is not None:
        return find(services.book(), key_id, now)
    return renewals.wanted(identities(services.book(), now))
