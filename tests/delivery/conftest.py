"""A small internet on this computer: a signed root, a resolver, mail servers, a web server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sel.core.delivery import Seen
from sel.core.delivery.judged import Judged
from sel.core.delivery.judging import judge
from sel.flows.partner_looking import look
from sel.net.delivery import open_line
from sel.ports.delivery import Way
from tests.delivery.servers import Authority, Identity, Mail, Web, mail_servers, web_server
from tests.delivery.zones import World, served
from tests.flows.desk import now

GOOD, EXPIRED, SELF, OTHER, OLD, PLAIN, SOON = (f"127.0.0.{n}" for n in range(11, 18))
"""Where each kind of mail server stands."""
GONE = "127.0.0.99"
"""Where none stands."""


def tlsa(one: Identity, usage: int = 3, selector: int = 1, matching: int = 1) -> str:
    """A TLSA record for a server's certificate."""
    key = one.certificate.public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    data = spki if selector else one.certificate.public_bytes(Encoding.DER)
    if matching:
        data = (hashlib.sha256, hashlib.sha512)[matching - 1](data).digest()
    return f"{usage} {selector} {matching} {data.hex()}"


@dataclass
class Net:
    """Everything that runs."""

    world: World
    authority: Authority
    identities: dict[str, Identity]
    mail: dict[str, Mail]
    web: Web
    dns_port: int
    smtp_port: int
    https_port: int
    trusting: list[bytes] = field(default_factory=list)

    @property
    def way(self) -> Way:
        """How to ask all of this."""
        return Way(
            resolver=("127.0.0.1", self.dns_port),
            smtp_port=self.smtp_port,
            https_port=self.https_port,
            roots=self.authority.pem,
            anchors=self.world.anchors,
        )

    def look(self, domain: str, way: Way | None = None) -> Seen:
        """What is seen of a domain."""
        line = open_line(way or self.way)
        try:
            return look(line.asking(), domain, now())
        finally:
            line.close()

    def judge(self, domain: str, way: Way | None = None) -> Judged:
        """What is said of it."""
        return judge(self.look(domain, way))

    def codes(self, domain: str, way: Way | None = None) -> list[str]:
        """The codes of what is said, without what is only worth knowing."""
        found = self.judge(domain, way).every_finding
        return [each.code for each in found if each.level.value != "info"]

    def partner(self, name: str, address: str, host: str = "") -> str:
        """A domain with one mail server. Returns the host."""
        host = host or f"mx.{name}"
        self.world.add(name, "MX", f"10 {host}.")
        self.world.add(host, "A", address)
        return host


@pytest.fixture(scope="module")
def net() -> Iterator[Net]:
    """One for the tests of a file; they use domains of their own."""
    with internet() as running:
        yield running


@contextmanager
def internet() -> Iterator[Net]:
    """All of it, for as long as the context lasts."""
    authority = Authority()
    names = ("mx.good.example", "*.hosted.example", "mail.signed.example")
    identities = {
        GOOD: authority.issue(*names),
        EXPIRED: authority.issue("*.expired.example", days=(-30, -2)),
        SELF: authority.issue("*.self.example", alone=True),
        OTHER: Authority("Somebody else's root").issue("mx.other.example"),
        OLD: authority.issue("*.old.example"),
        SOON: authority.issue("mx.soon.example", days=(-3, 5)),
    }
    mail = {
        address: Mail(each.context(old=address == OLD)) for address, each in identities.items()
    }
    mail[PLAIN] = Mail()
    world, web = World(), Web()
    world.signed(".")
    world.add("example.", "NS", "ns.example.")
    web_identity = authority.issue("mta-sts.good.example", "mta-sts.testing.example")
    with ExitStack() as stack:
        yield Net(
            world,
            authority,
            identities,
            mail,
            web,
            stack.enter_context(served(world)),
            stack.enter_context(mail_servers(mail)),
            stack.enter_context(web_server(web, web_identity.context())),
        )
