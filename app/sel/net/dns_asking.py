"""The DNS: one resolver, few questions, aliases followed here, answers proved by `dnssec`."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.resolver
import dns.rrset

from sel.core.delivery import Authorisation, Exchanger, Pin, Proof, Reply, Status
from sel.net.dnssec import Chain

T = TypeVar("T")

_ALIASES: Final = 8
_QUESTIONS: Final = 150
"""For one domain, keys of the zones above it and all."""
_SECONDS: Final = 3.0
_TRIES: Final = 2
_PAYLOAD: Final = 1232
"""Octets of an answer over UDP that no network breaks in pieces; a longer one comes over TCP."""
_MOST: Final = 100
"""Records of one answer."""

_WORST: Final = (Proof.BOGUS, Proof.UNSIGNED, Proof.SECURE)
Kept = dict[dns.name.Name, Any]


def system_resolvers() -> tuple[tuple[str, int], ...]:
    """What the system asks; () if it does not say."""
    try:
        found = dns.resolver.Resolver()
    except (dns.exception.DNSException, OSError):
        return ()
    return tuple((str(each), found.port) for each in found.nameservers if isinstance(each, str))


class DnsAsking:
    """The DNS as `sel.ports.delivery.Asking` has it, for one domain.

    servers   asked in turn until one answers
    left      seconds that are left for this domain; none or fewer: nobody is asked any more
    """

    def __init__(
        self,
        servers: tuple[tuple[str, int], ...],
        root: dns.rrset.RRset,
        kept: Kept,
        left: Callable[[], float],
    ) -> None:
        self._servers, self._left = servers, left
        self._known: dict[tuple[dns.name.Name, int], dns.message.Message | None] = {}
        self._questions = 0
        self._chain = Chain(self._ask, root, time.time, kept)

    def mx(self, name: str) -> Reply[Exchanger]:
        """See `Asking.mx`."""
        found = self._look(
            name, dns.rdatatype.MX, lambda one: Exchanger(one.preference, _text(one.exchange))
        )
        ordered = sorted(found.values, key=lambda each: (each.preference, each.host))
        return Reply(found.status, found.name, tuple(ordered), found.aliases, found.proof)

    def addresses(self, name: str) -> Reply[str]:
        """See `Asking.addresses`."""
        four = self._look(name, dns.rdatatype.A, lambda one: str(one.address))
        if four.status is Status.LOOP or four.status is Status.NO_NAME:
            return four
        six = self._look(name, dns.rdatatype.AAAA, lambda one: str(one.address))
        both = [each for each in (four, six) if each.values]
        if not both:
            return next((each for each in (four, six) if not each.status.settled), four)
        proof = min((each.proof for each in both), key=_WORST.index)
        values = tuple(value for each in both for value in each.values)
        return Reply(Status.ANSWERED, both[0].name, values, both[0].aliases, proof)

    def texts(self, name: str) -> Reply[str]:
        """See `Asking.texts`."""
        return self._look(
            name,
            dns.rdatatype.TXT,
            lambda one: b"".join(one.strings).decode("ascii", "replace"),
        )

    def pins(self, name: str) -> Reply[Pin]:
        """See `Asking.pins`."""
        return self._look(
            name,
            dns.rdatatype.TLSA,
            lambda one: Pin(one.usage, one.selector, one.mtype, bytes(one.cert)),
        )

    def authorisations(self, name: str) -> Reply[Authorisation]:
        """See `Asking.authorisations`."""
        return self._look(
            name,
            dns.rdatatype.CAA,
            lambda one: Authorisation(
                bool(one.flags & 0x80),
                one.tag.decode("ascii", "replace").lower(),
                one.value.decode("ascii", "replace"),
            ),
        )

    def _look(
        self, name: str, kind: dns.rdatatype.RdataType, read: Callable[[Any], T]
    ) -> Reply[T]:
        """One question, its aliases followed."""
        try:
            at = dns.name.from_text(name)
        except (dns.exception.DNSException, UnicodeError):
            return Reply(Status.NO_NAME, name)
        on_the_way: list[dns.name.Name] = []
        proof, message = Proof.SECURE, None
        while True:
            if message is None:
                message = self._ask(at, kind)
                fresh = True
            if message is None:
                return Reply(Status.SILENT, _text(at))
            found = _records(message, at, kind)
            if found is not None:
                proof = min(proof, self._chain.proof(message, found), key=_WORST.index)
                values = tuple(read(each) for each in list(found)[:_MOST])
                aliases = tuple(map(_text, on_the_way))
                return Reply(Status.ANSWERED, _text(at), values, aliases, proof)
            alias = _records(message, at, dns.rdatatype.CNAME)
            if alias is not None:
                proof = min(proof, self._chain.proof(message, alias), key=_WORST.index)
                on_the_way.append(at)
                at = alias[0].target
                if at in on_the_way or len(on_the_way) > _ALIASES:
                    return Reply(Status.LOOP, _text(at), (), tuple(map(_text, on_the_way)))
                fresh = False
                continue
            status = _status(message)
            if not fresh and status is Status.EMPTY:
                message = None  # the answer stops at an alias: what is behind it is asked for
                continue
            bogus = Proof.BOGUS if proof is Proof.BOGUS else Proof.UNSIGNED
            return Reply(status, _text(at), (), tuple(map(_text, on_the_way)), bogus)

    def _ask(
        self, name: dns.name.Name, kind: dns.rdatatype.RdataType
    ) -> dns.message.Message | None:
        """One question; None if nobody answers. The same one is asked once."""
        if (name, kind) not in self._known:
            self._known[name, kind] = self._once(name, kind)
        return self._known[name, kind]

    def _once(
        self, name: dns.name.Name, kind: dns.rdatatype.RdataType
    ) -> dns.message.Message | None:
        # "Checking disabled": what does not hold is to come here, not to be held back.
        flags = dns.flags.RD | dns.flags.CD
        question = dns.message.make_query(
            name, kind, want_dnssec=True, payload=_PAYLOAD, flags=flags
        )
        for _ in range(_TRIES):
            for server, port in self._servers:
                seconds = min(_SECONDS, self._left())
                if seconds <= 0 or self._questions >= _QUESTIONS:
                    return None
                self._questions += 1
                try:
                    return dns.query.udp_with_fallback(
                        question, server, seconds, port, ignore_unexpected=True, ignore_errors=True
                    )[0]
                except (dns.exception.DNSException, OSError, EOFError, ValueError):
                    continue
        return None


def _records(
    message: dns.message.Message, name: dns.name.Name, kind: dns.rdatatype.RdataType
) -> dns.rrset.RRset | None:
    return message.get_rrset(dns.message.ANSWER, name, dns.rdataclass.IN, kind)


def _status(message: dns.message.Message) -> Status:
    match message.rcode():
        case dns.rcode.NOERROR:
            return Status.EMPTY
        case dns.rcode.NXDOMAIN:
            return Status.NO_NAME
        case dns.rcode.REFUSED:
            return Status.REFUSED
        case _:
            return Status.FAILED


def _text(name: dns.name.Name) -> str:
    """Lower case without the last dot; the root is ""."""
    return name.to_text(omit_final_dot=True).lower().removesuffix(".")
