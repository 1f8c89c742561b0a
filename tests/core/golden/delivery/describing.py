"""A domain described in JSON, turned into what a check of it would have seen.

What a description leaves out is as it should be: one mail server, in the DNS with an address,
whose TLS proves its name. Nothing is asked of any network; certificates are made on the spot.

    proof     of every answer that says nothing else of it: "secure", "unsigned", "bogus"
    mx        an answer without its values, which are those of the hosts
    hosts     host, preference, addresses (an answer), talk (null: nobody was called), pins
              (an answer; null: not asked for), each with the parts of its class
    sts       texts, an answer; file, its lines; failure
    caa       an answer; each of its values: critical, tag, value
    implicit, unseen
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sel.core.delivery import (
    Authorisation,
    Exchanger,
    HostSeen,
    Pin,
    PolicySeen,
    Proof,
    Reach,
    Reply,
    Seen,
    Status,
    Talk,
    Tls,
    Trust,
)
from tests.core.golden import writing as w

DOMAIN, HOST, ADDRESS = "partner.example", "mx.partner.example", "192.0.2.25"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
T = TypeVar("T")
Described = Mapping[str, Any]


def seen(described: Described) -> Seen:
    """Raises ValueError for a word that means nothing here."""
    _only(described, "proof mx hosts sts caa implicit unseen")
    proof = described.get("proof", "unsigned")
    hosts = [_host(each, proof) for each in described.get("hosts", [{}])]
    mx, sts, caa = described.get("mx", {}), described.get("sts"), described.get("caa")
    listed = () if described.get("implicit") else tuple(each.exchanger for each in hosts)
    return Seen(
        domain=DOMAIN,
        moment=NOW,
        mx=_reply(mx, DOMAIN, listed, proof, lambda each: Exchanger(each[0], each[1])),
        hosts=tuple(hosts),
        policy=_policy(sts, proof) if sts is not None else None,
        caa=_reply(caa, DOMAIN, (), proof, lambda each: Authorisation(*each))
        if caa is not None
        else None,
        implicit=described.get("implicit", False),
        unseen=described.get("unseen", 0),
    )


def _only(described: Iterable[str], known: str) -> None:
    if unknown := set(described) - set(known.split()):
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")


def _reply(
    described: Described,
    name: str,
    values: tuple[T, ...],
    proof: str,
    read: Callable[[Any], T],
) -> Reply[T]:
    _only(described, "status name values aliases proof")
    if "values" in described:
        values = tuple(map(read, described["values"]))
    status = described.get("status", "answered" if values else "empty")
    return Reply(
        Status(status),
        described.get("name", name),
        values if status == "answered" else (),
        tuple(described.get("aliases", ())),
        Proof(described.get("proof", proof)),
    )


def _policy(described: Described, proof: str) -> PolicySeen:
    _only(described, "texts file failure")
    record: tuple[str, ...] = ("v=STSv1; id=1",)
    texts = _reply(described.get("texts", {}), f"_mta-sts.{DOMAIN}", record, proof, str)
    file = "\r\n".join(described["file"]).encode() if "file" in described else None
    return PolicySeen(texts, file, described.get("failure", ""))


def _host(described: Described, proof: str) -> HostSeen:
    _only(described, "host preference addresses talk pins")
    host = described.get("host", HOST)
    addresses = _reply(described.get("addresses", {}), host, (ADDRESS,), proof, str)
    given = described.get("talk", {})
    talk = _talk(given, host) if given is not None and addresses.values else None
    own = talk.tls.chain[0] if talk is not None and talk.tls is not None else b""
    pinned = described.get("pins")
    pins = (
        _reply(pinned, f"_25._tcp.{host}", (), proof, lambda each: _pin(each, own))
        if pinned is not None
        else None
    )
    return HostSeen(Exchanger(described.get("preference", 10), host), addresses, talk, pins)


def _talk(described: Described, host: str) -> Talk:
    _only(described, "reach address starttls tls detail")
    reach = Reach(described.get("reach", "spoken"))
    spoken = reach is Reach.SPOKEN
    starttls = described.get("starttls", spoken)
    given = described.get("tls", {} if starttls else None)
    return Talk(
        reach,
        described.get("address", ADDRESS),
        starttls,
        _tls(given, host) if given is not None else None,
        described.get("detail", ""),
    )


def _tls(described: Described, host: str) -> Tls:
    _only(described, "version trust weak certificate")
    given = described.get("certificate", {})
    return Tls(
        described.get("version", "TLSv1.3"),
        (bytes.fromhex(given) if isinstance(given, str) else _certificate(given, host),),
        Trust(described.get("trust", "trusted")),
        weak=described.get("weak", False),
    )


def _certificate(described: Described, host: str) -> bytes:
    """Names it is for, the common name of its subject, and its dates (UTCTime)."""
    _only(described, "names subject starts ends")
    names = [w.tlv(0x82, each.encode()) for each in described.get("names", [host])]
    return w.Shape(
        starts=w.utc(described.get("starts", "261101120000Z")),
        ends=w.utc(described.get("ends", "271101120000Z")),
        subject=w.called(described.get("subject", "mail server")),
        spki=w.curve_spki(ec.SECP256R1),
        changes={
            "names": w.names(*names) if names else None,
            "extended": w.extended("1.3.6.1.5.5.7.3.1"),
        },
    ).der()


def _pin(described: list[Any], own: bytes) -> Pin:
    """Usage, selector, matching type, and hexadecimal or "own": the digest of the server's key."""
    usage, selector, matching, data = described
    return Pin(usage, selector, matching, _own(own) if data == "own" else bytes.fromhex(data))


def _own(der: bytes) -> bytes:
    key = x509.load_der_x509_certificate(der).public_key()
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(info).digest()
