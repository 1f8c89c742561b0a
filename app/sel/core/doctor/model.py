"""What has to be known of a computer, and what is said of each likely cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sel.base.message import Message
from sel.core.people import Standing


class Verdict(StrEnum):
    """Whether a cause is there. UNCLEAR: it cannot be checked on this computer."""

    FOUND = "found"
    UNCLEAR = "cannot-be-checked"
    NOT_IT = "not-it"


class Need(StrEnum):
    """What a cause has to know, so that no more is asked for than that."""

    CERTIFICATES = "certificates"
    PROGRAMS = "programs"
    STORES = "stores"
    PATHS = "paths"
    ACCOUNTS = "accounts"
    RECIPIENTS = "recipients"


class Able(StrEnum):
    """Whether a program signs, encrypts and opens; what is not known is never taken for "no"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """One of the person's own certificates.

    id        of its key
    emails    as a mail program compares them
    current   in use now; else it waits or a newer one has taken its place or it has ended
    ended     its last day is past
    shut      its key was given up as lost, and only a backup brings it back
    kept      Sêl keeps its key; otherwise a store has it and gives it to nobody
    stores    kinds of stores that hold it with its key ("windows", "thunderbird")
    unseen    stores that could not be looked into, so that it may be there
    path      the first thing against its path to a trusted root; None if it holds
    """

    id: str
    emails: tuple[str, ...]
    not_after: datetime
    signs: bool
    encrypts: bool
    current: bool = True
    ended: bool = False
    shut: bool = False
    kept: bool = True
    stores: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    path: Message | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that changes what a program does. what: in words; managed: IT has set it."""

    what: Message
    managed: bool


@dataclass(frozen=True, slots=True)
class Program:
    """A mail program of this computer.

    addresses  those it writes from, as far as they can be read
    keys_in    the kind of store it looks in; "" if that is not known
    why_not    what there is to say where it is not known to do S/MIME; None where it is
    aside      it is there and able, but another program opens in its place
    """

    id: str
    able: Able
    addresses: tuple[str, ...] = ()
    keys_in: str = ""
    settings: tuple[Setting, ...] = ()
    why_not: Message | None = None
    aside: Message | None = None

    @property
    def is_outlook(self) -> bool:
        """Whether it is of the family that takes certificates from Exchange."""
        return self.id in {"outlook", "new-outlook", "outlook-mac"}


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a program that keeps beside it which certificates it uses."""

    address: str
    signing: bool
    encryption: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who was written to. standing: whether Sêl could encrypt to them now."""

    address: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of this computer and of what was tried.

    certificates  the person's own
    programs      empty: none was found, so mail is read in a browser
    accounts      of Thunderbird; None where they could not be read, or nobody has it
    recipients    None: nobody said to whom
    """

    now: datetime
    certificates: tuple[OwnCertificate, ...] = ()
    programs: tuple[Program, ...] = ()
    accounts: tuple[Account, ...] | None = None
    recipients: tuple[Recipient, ...] | None = None

    @property
    def current(self) -> tuple[OwnCertificate, ...]:
        """Those in use."""
        return tuple(each for each in self.certificates if each.current)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one cause.

    said    what was found, or why it cannot be checked; may be empty for what is not it
    errand  what Sêl can do about it: the name of an errand of the window; "" for nothing
    about   what the errand is about: an address, the id of a key; "" without
    """

    cause: str
    verdict: Verdict
    said: tuple[Message, ...] = ()
    errand: str = ""
    about: str = ""
