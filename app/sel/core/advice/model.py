"""What the adviser has to know, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sel.base.message import Message
from sel.core.partners import PartnerList
from sel.core.people import Standing


class Content(StrEnum):
    """What is in the mail: menus; marks; health, family, money; safeguarding."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    HIGHEST = "highest"


class App(StrEnum):
    """The program that the mail is written in. OTHER: it is not known."""

    OUTLOOK_CLASSIC = "outlook-classic"
    OUTLOOK_NEW = "outlook-new"
    OUTLOOK_MAC = "outlook-mac"
    OUTLOOK_WEB = "outlook-web"
    THUNDERBIRD = "thunderbird"
    APPLE_MAIL = "apple-mail"
    PHONE = "phone"
    OTHER = "other"


ABLE: Final = frozenset({App.OUTLOOK_CLASSIC, App.OUTLOOK_MAC, App.THUNDERBIRD, App.APPLE_MAIL})
"""Those known to sign and encrypt; what is not known is treated as one that cannot."""


class Protection(StrEnum):
    """The answer. OTHER_SENDER: write from an address of the own domains."""

    NONE = "none"
    TLS = "tls"
    MESSAGE_ENCRYPTION = "message-encryption"
    SMIME = "smime"
    OTHER_SENDER = "other-sender"


class Own(StrEnum):
    """Whether the sender's own certificate serves; if not, the first thing against it."""

    READY = "own-ready"
    NONE = "own-no-certificate"
    WAITING = "own-waiting"
    EXPIRED = "own-expired"
    SHUT = "own-key-shut"
    REVOKED = "own-revoked"
    UNTRUSTED = "own-untrusted"
    WEAK = "own-weak"
    CANNOT_SIGN = "own-cannot-sign"
    CANNOT_ENCRYPT = "own-cannot-encrypt"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes.

    own      the address is in one of the own domains
    assumed  nobody said which address it is
    tested   their own mail program was seen to open mail that was encrypted to them
    """

    own: bool
    certificate: Own = Own.NONE
    assumed: bool = False
    tested: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of those written to.

    address  normal form
    own      in one of the own domains
    listed   the list that names the domain, None if no list does
    near     a listed domain that may be meant, if this one is not listed
    smime    READY, or why nobody can encrypt to them now
    """

    address: str
    own: bool
    listed: PartnerList | None = None
    near: str | None = None
    smime: Standing = Standing.NOBODY

    @property
    def domain(self) -> str:
        """A-labels, lower case."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Writing:
    """The program the mail is written in.

    found     it was found on this computer, not named by the person
    hindered  a setting on this computer keeps it from signing or encrypting, or that is not known
    """

    app: App
    found: bool = False
    hindered: bool = False

    @property
    def able(self) -> bool:
        """Whether it is known to sign and encrypt here."""
        return self.app in ABLE and not self.hindered


@dataclass(frozen=True, slots=True)
class Facts:
    """One mail that is to be written.

    recipients  at least one
    families    how many it is about or goes to
    group       it goes to a large distribution group
    lists       every list of partner domains that counts
    """

    sender: Sender
    recipients: tuple[Recipient, ...]
    content: Content
    writing: Writing
    today: date
    parents: bool = False
    families: int = 1
    group: bool = False
    lists: tuple[PartnerList, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """A protection that is not the answer, and why not."""

    protection: Protection
    why: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer for the mail as a whole, which has the weakest protection of its recipients.

    reasons  why this one and, where S/MIME would have been better, what keeps it
    notes    what else is true of this mail
    steps    what to do, in this order
    others   the protections there are besides, each with why it is not the answer
    """

    recommended: Protection
    recipients: tuple[Recipient, ...]
    reasons: tuple[Message, ...]
    notes: tuple[Message, ...]
    steps: tuple[Message, ...]
    others: tuple[Other, ...] = ()
