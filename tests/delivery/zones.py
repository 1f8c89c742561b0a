"""A DNS server for tests: it answers like a resolver, signs what it is told to, and misbehaves."""

from __future__ import annotations

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import dns.dnssec
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from cryptography.hazmat.primitives.asymmetric import ec

_DAY = 86_400


@dataclass
class Zone:
    """A signed zone with one key. stolen: it signs with a key that is not its own."""

    name: dns.name.Name
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    expired: bool = False
    stolen: bool = False

    @property
    def record(self) -> Any:
        return dns.dnssec.make_dnskey(self.key.public_key(), dns.dnssec.Algorithm.ECDSAP256SHA256)

    def sign(self, records: dns.rrset.RRset) -> dns.rrset.RRset:
        """The signature over these."""
        end = time.time() + (-_DAY if self.expired else _DAY)
        stolen = self.stolen and records.rdtype != dns.rdatatype.DNSKEY
        key = ec.generate_private_key(ec.SECP256R1()) if stolen else self.key
        signature = dns.dnssec.sign(
            records, key, self.name, self.record, inception=end - 3 * _DAY, expiration=end
        )
        return dns.rrset.from_rdata(records.name, records.ttl, signature)


@dataclass
class World:
    """Everything the DNS of a test knows.

    odd    how a name is answered: "servfail", "refused", "silent", "nonsense"
    heard  each question, as (name, type)
    """

    records: dict[tuple[dns.name.Name, int], dns.rrset.RRset] = field(default_factory=dict)
    zones: dict[dns.name.Name, Zone] = field(default_factory=dict)
    odd: dict[dns.name.Name, str] = field(default_factory=dict)
    heard: list[tuple[str, str]] = field(default_factory=list)
    wild: set[dns.name.Name] = field(default_factory=set)
    unchained: bool = False
    """An answer stops at the first alias."""

    def add(self, name: str, kind: str, *values: str) -> None:
        """Records of one name and type."""
        at = dns.name.from_text(name)
        number = dns.rdatatype.from_text(kind)
        self.records[at, number] = dns.rrset.from_text(at, 60, "IN", kind, *values)

    def drop(self, name: str, kind: str) -> None:
        """Take them out again."""
        self.records.pop((dns.name.from_text(name), dns.rdatatype.from_text(kind)), None)

    def be_odd(self, name: str, how: str) -> None:
        """Every question about this name is answered so."""
        self.odd[dns.name.from_text(name)] = how

    def from_wildcard(self, name: str) -> None:
        """What is signed of this name is signed as of the star beside it."""
        self.wild.add(dns.name.from_text(name))

    def signed(self, name: str, **how: bool) -> Zone:
        """A signed zone, with its DS where its parent is signed."""
        zone = Zone(dns.name.from_text(name), **how)
        self.zones[zone.name] = zone
        if zone.name != dns.name.root:
            digest = dns.dnssec.make_ds(zone.name, zone.record, "SHA256")
            records = dns.rrset.from_rdata(zone.name, 60, digest)
            self.records[zone.name, dns.rdatatype.DS] = records
        self.records[zone.name, dns.rdatatype.DNSKEY] = dns.rrset.from_rdata(
            zone.name, 60, zone.record
        )
        return zone

    @property
    def anchors(self) -> str:
        """The root's key as lines of a zone file."""
        return f". 0 IN DNSKEY {self.zones[dns.name.root].record}\n"

    def answer(self, question: dns.message.Message) -> dns.message.Message | None:
        """What is said to a question; None for nothing at all."""
        (asked,) = question.question
        name, kind = asked.name, asked.rdtype
        self.heard.append((name.to_text(), dns.rdatatype.to_text(kind)))
        answer = dns.message.make_response(question, recursion_available=True)
        match self.odd.get(name):
            case "servfail":
                answer.set_rcode(dns.rcode.SERVFAIL)
                return answer
            case "refused":
                answer.set_rcode(dns.rcode.REFUSED)
                return answer
            case "silent":
                return None
        for _ in range(12):
            found = self.records.get((name, kind))
            alias = self.records.get((name, dns.rdatatype.CNAME))
            if found is None and alias is None:
                break
            records = found or alias
            assert records is not None
            self._put(answer, records, question)
            if found is not None or self.unchained or alias is None:
                return answer
            name = alias[0].target
        known = any(each.is_subdomain(name) for each, _ in self.records)
        if not known:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def _put(
        self,
        answer: dns.message.Message,
        records: dns.rrset.RRset,
        question: dns.message.Message,
    ) -> None:
        if records in answer.answer:
            return
        answer.answer.append(records)
        above = records.rdtype == dns.rdatatype.DS
        owner = records.name.parent() if above else records.name
        zone = self._zone(owner)
        if zone is not None and question.ednsflags & dns.flags.DO:
            signature = zone.sign(self._as_signed(records))
            signature.name = records.name
            answer.answer.append(signature)

    def _as_signed(self, records: dns.rrset.RRset) -> dns.rrset.RRset:
        if records.name not in self.wild:
            return records
        star = dns.name.from_text("*", records.name.parent())
        return dns.rrset.from_rdata_list(star, records.ttl, list(records))

    def _zone(self, name: dns.name.Name) -> Zone | None:
        """The signed zone that a name is in; a name below an unsigned delegation is in none."""
        while True:
            if name in self.zones:
                return self.zones[name]
            if (name, dns.rdatatype.NS) in self.records or name == dns.name.root:
                return None
            name = name.parent()


@contextmanager
def served(world: World) -> Iterator[int]:
    """The port of a server on 127.0.0.1, over UDP and TCP."""

    def reply(data: bytes, most: int) -> bytes | None:
        question = dns.message.from_wire(data)
        (asked,) = question.question
        if world.odd.get(asked.name) == "nonsense":
            return data[:2] + b"\xff" * 40
        answer = world.answer(question)
        if answer is None:
            return None
        wire = answer.to_wire(max_size=65_535)
        if len(wire) > most:
            short = dns.message.make_response(question, recursion_available=True)
            short.flags |= dns.flags.TC
            wire = short.to_wire()
        return wire

    class Datagrams(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, sock = self.request
            wire = reply(data, 1232)
            if wire is not None:
                sock.sendto(wire, self.client_address)

    class Streams(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, struct.error):
                (length,) = struct.unpack("!H", self.rfile.read(2))
                wire = reply(self.rfile.read(length), 65_535)
                if wire is not None:
                    self.wfile.write(struct.pack("!H", len(wire)) + wire)

    class Udp(socketserver.ThreadingUDPServer):
        daemon_threads = True
        max_packet_size = 65_535

    class Tcp(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Udp(("127.0.0.1", 0), Datagrams) as udp:
        port = int(udp.server_address[1])
        with Tcp(("127.0.0.1", port), Streams) as tcp:
            for each in (udp, tcp):
                threading.Thread(target=each.serve_forever, args=(0.02,), daemon=True).start()
            try:
                yield port
            finally:
                udp.shutdown()
                tcp.shutdown()
