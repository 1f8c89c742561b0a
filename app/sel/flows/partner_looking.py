"""One domain looked at as the Hwb team does it by hand: whom to ask what, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sel.base.errors import FetchFailed
from sel.core.delivery import (
    Authorisation,
    Exchanger,
    HostSeen,
    PolicySeen,
    Reply,
    Seen,
    Status,
    transport_policy,
)
from sel.core.delivery.names import is_host
from sel.ports.delivery import Asking

_HOSTS: Final = 10
"""Mail servers that are called; beyond these they are counted."""
_ADDRESSES: Final = 6
_PATH: Final = "/.well-known/mta-sts.txt"
_NOWHERE: Final = frozenset({Status.NO_NAME, Status.LOOP})
_NO_NAME: Final[Reply[str]] = Reply(Status.NO_NAME, "")


def nobody_waits() -> None:
    """For `look`, where it is not to be stopped."""


def look(
    asking: Asking, domain: str, now: datetime, heed: Callable[[], None] = nobody_waits
) -> Seen:
    """All that is to be seen of a domain (A-labels). Raises nothing that another computer did.

    heed  called before each question that takes time; what it raises ends the look
    """
    heed()
    mx = asking.mx(domain)
    exchangers, implicit = _exchangers(asking, mx)
    distinct = list({each.host: each for each in reversed(exchangers)}.values())[::-1]
    called = distinct[:_HOSTS]
    receives = mx.status.settled and bool(called)
    return Seen(
        domain=domain,
        moment=now,
        mx=mx,
        hosts=tuple(_host(asking, each, heed) for each in called),
        policy=_policy(asking, domain, heed) if receives else None,
        caa=_caa(asking, domain, heed) if mx.status not in _NOWHERE else None,
        implicit=implicit,
        unseen=len(distinct) - len(called),
    )


def _exchangers(asking: Asking, mx: Reply[Exchanger]) -> tuple[list[Exchanger], bool]:
    """Those to be called; and whether it is the domain itself, for want of a record."""
    if mx.status is Status.EMPTY:
        own = asking.addresses(mx.name)
        return ([Exchanger(0, mx.name)] if own.values else []), True
    return [each for each in mx.values if each.host], False


def _host(asking: Asking, exchanger: Exchanger, heed: Callable[[], None]) -> HostSeen:
    heed()
    host = exchanger.host
    # A name of four numbers is an address that somebody put in the place of a name.
    if not is_host(host) or host.rpartition(".")[2].isdigit():
        return HostSeen(exchanger, _NO_NAME)
    addresses = asking.addresses(host)
    if not addresses.values:
        return HostSeen(exchanger, addresses)
    heed()
    talk = asking.talk(host, addresses.values[:_ADDRESSES])
    pins = None
    # Where the host is an alias, its own name comes first (RFC 7672 2.2.2).
    for base in dict.fromkeys((addresses.name, host)):
        pins = asking.pins(f"_25._tcp.{base}")
        if pins.values:
            break
    return HostSeen(exchanger, addresses, talk, pins)


def _policy(asking: Asking, domain: str, heed: Callable[[], None]) -> PolicySeen:
    heed()
    texts = asking.texts(f"_mta-sts.{domain}")
    found = transport_policy.records(texts.values)
    if len(found) != 1 or not transport_policy.version_id(found[0]):
        return PolicySeen(texts)
    host = f"mta-sts.{domain}"
    addresses = asking.addresses(host)
    if not addresses.values:
        return PolicySeen(texts, failure="no-such-host")
    try:
        file = asking.policy(
            host, addresses.values[:_ADDRESSES], _PATH, limit=transport_policy.LIMIT
        )
    except FetchFailed as problem:
        return PolicySeen(texts, failure=str(problem.what.facts["reason"]))
    return PolicySeen(texts, file)


def _caa(asking: Asking, domain: str, heed: Callable[[], None]) -> Reply[Authorisation] | None:
    """The closest records, from the domain upwards (RFC 8659 3)."""
    heed()
    labels = domain.split(".")
    for place in range(len(labels)):
        found = asking.authorisations(".".join(labels[place:]))
        if found.values:
            return Reply(
                found.status,
                ".".join(labels[place:]),
                found.values,
                found.aliases,
                found.proof,
            )
        if not found.status.settled:
            return found
    return None
