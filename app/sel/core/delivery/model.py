"""What was seen of a domain's mail servers; nothing here is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Status(StrEnum):
    """How a question to the DNS ended."""

    ANSWERED = "answered"
    EMPTY = "empty"
    NO_NAME = "no-name"
    FAILED = "failed"
    REFUSED = "refused"
    SILENT = "silent"
    LOOP = "loop"

    @property
    def settled(self) -> bool:
        """Whether the DNS said what is so, if only that there is nothing."""
        return self not in {Status.FAILED, Status.REFUSED, Status.SILENT}


class Proof(StrEnum):
    """What DNSSEC says of an answer, checked from the root's key downwards (RFC 4035 4.3).

    UNSIGNED  no chain of signatures leads to it; an answer that says "nothing" is never proved
    BOGUS     there should be one, and it does not hold
    """

    SECURE = "secure"
    UNSIGNED = "unsigned"
    BOGUS = "bogus"


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """An answer of the DNS.

    name     where the records stand, after all aliases
    aliases  the names on the way there, the one that was asked for first; () without aliases
    """

    status: Status
    name: str
    values: tuple[T, ...] = ()
    aliases: tuple[str, ...] = ()
    proof: Proof = Proof.UNSIGNED


@dataclass(frozen=True, slots=True)
class Exchanger:
    """An MX record (RFC 1035 3.3.9). host: lower case without the last dot; "" is the root."""

    preference: int
    host: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A TLSA record (RFC 6698 2.1)."""

    usage: int
    selector: int
    matching: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A CAA record (RFC 8659 4.1). tag: lower case."""

    critical: bool
    tag: str
    value: str


class Trust(StrEnum):
    """What the roots say of a server's chain; its name is not looked at."""

    TRUSTED = "trusted"
    SELF_SIGNED = "self-signed"
    NO_PATH = "no-path"
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tls:
    """A finished handshake.

    version  as OpenSSL names it
    chain    DER, the server's own first
    weak     it was possible only with what senders no longer use
    """

    version: str
    chain: tuple[bytes, ...]
    trust: Trust
    detail: str = ""
    weak: bool = False


class Reach(StrEnum):
    """How far talking to a mail server came.

    PRIVATE  an address is not one of the internet: nobody was called
    REFUSED  it answered and wanted no guests
    """

    SPOKEN = "spoken"
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NONSENSE = "nonsense"


@dataclass(frozen=True, slots=True)
class Talk:
    """EHLO, STARTTLS, EHLO, QUIT.

    address   who was called last, or for PRIVATE the address that kept us from calling
    starttls  whether it offers it
    tls       None without, or where it offers it and no handshake came to an end
    """

    reach: Reach
    address: str = ""
    starttls: bool = False
    tls: Tls | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HostSeen:
    """One mail server.

    talk  None if it has no address, or no name that may be called
    pins  None if they were not asked for: without DNSSEC they count for nothing (RFC 7672 2.1.2)
    """

    exchanger: Exchanger
    addresses: Reply[str]
    talk: Talk | None = None
    pins: Reply[Pin] | None = None


@dataclass(frozen=True, slots=True)
class PolicySeen:
    """MTA-STS: the TXT record, and the file if there is such a record.

    failure  why there is no file: a reason of `FetchFailed`, "no-name" …; "" with a file
    """

    texts: Reply[str]
    file: bytes | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was seen of one domain.

    implicit  there is no MX record and mail goes to the domain's own address (RFC 5321 5.1)
    unseen    mail servers beyond the limit, which were not called
    caa       the closest records upwards that there are (RFC 8659 3)
    """

    domain: str
    moment: datetime
    mx: Reply[Exchanger]
    hosts: tuple[HostSeen, ...]
    policy: PolicySeen | None
    caa: Reply[Authorisation] | None
    implicit: bool = False
    unseen: int = 0
