"""Asking how mail gets to a domain: the DNS, its mail servers, its policy. See `sel.net`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sel.core.delivery import Authorisation, Exchanger, Pin, Reply, Talk


@dataclass(frozen=True, slots=True)
class Way:
    """Whom to ask, and where.

    resolver    address and port of a DNS server; None for those of the system. One inside a
                private network, or on this computer, may send us to mail servers there, too
    smtp_port, https_port  where mail servers and policies are looked for
    roots       PEM; None for those of the system
    anchors     DS or DNSKEY records of the root, as lines of a zone file; None for the built-in
    """

    resolver: tuple[str, int] | None = None
    smtp_port: int = 25
    https_port: int = 443
    roots: bytes | None = None
    anchors: str | None = None


class Asking(Protocol):
    """Questions about one domain, within one limit of time.

    Names are given and come back in lower case, as A-labels, without the last dot. No question
    raises for what another computer does or leaves undone, but `policy`.
    """

    def mx(self, name: str) -> Reply[Exchanger]:
        """Mail servers, by preference."""

    def addresses(self, name: str) -> Reply[str]:
        """IPv4, then IPv6."""

    def texts(self, name: str) -> Reply[str]:
        """TXT records, each with its parts joined (RFC 7208 3.3)."""

    def pins(self, name: str) -> Reply[Pin]:
        """TLSA records."""

    def authorisations(self, name: str) -> Reply[Authorisation]:
        """CAA records of this very name."""

    def talk(self, host: str, addresses: tuple[str, ...]) -> Talk:
        """EHLO, STARTTLS, EHLO, QUIT. Never sends a mail, and gives no name of ours."""

    def policy(self, host: str, addresses: tuple[str, ...], path: str, *, limit: int) -> bytes:
        """What lies at `path` over https, without following redirects.

        Raises FetchFailed; reason "server-certificate" besides those of `Fetch`.
        """


class Line(Protocol):
    """Open for many domains at once, from many threads."""

    def asking(self) -> Asking:
        """The time of one domain begins."""

    def close(self) -> None:
        """Hang up: what is under way ends soon, and says that nobody answered."""


Open = Callable[[Way], Line]
