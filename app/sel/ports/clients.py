"""Mail programs on this computer: what is installed, set up, and known to work. `sel.clients`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.base.message import Message


class ProgramId(StrEnum):
    """The mail programs that are looked for."""

    OUTLOOK = "outlook"
    NEW_OUTLOOK = "new-outlook"
    OUTLOOK_MAC = "outlook-mac"
    APPLE_MAIL = "apple-mail"
    THUNDERBIRD = "thunderbird"


class Known(StrEnum):
    """An answer that may not be known; what is not known is never taken for "no"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Build:
    """Which build it is; empty or 0 where that cannot be read.

    version  as the program says it: "16.0.17928.20114"
    package  how it came: "click-to-run", "msi", "store-app", "app", "system", "flatpak", "snap"
    channel  of Microsoft 365 Apps: "current", "monthly-enterprise", "semi-annual", …
    bits     64 or 32
    variant  of Outlook for Mac: "new" or "legacy"
    """

    version: str = ""
    package: str = ""
    channel: str = ""
    bits: int = 0
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Works:
    """What a program can do with the person's own certificate and key.

    keys_in  the kind of store it looks in ("windows", "macos", "thunderbird"); empty: not known
    """

    sign: Known
    encrypt: Known
    decrypt: Known
    keys_in: str = ""


ALL_WORKS = (Known.YES, Known.YES, Known.YES)
NOT_KNOWN = Works(Known.UNKNOWN, Known.UNKNOWN, Known.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that changes what the person sees.

    name, value  as they stand in the registry or the preferences, for the helpdesk; "version"
                 where a version does something that others do not
    managed      the organisation set it; the person finds it greyed out
    what         what it does
    """

    name: str
    value: str
    managed: bool
    what: Message


@dataclass(frozen=True, slots=True)
class MailProgram:
    """One installed mail program.

    set_up     whether an account is there
    addresses  of its accounts, as far as they can be read, the main one first
    notes      what else the person has to know of it here
    """

    id: ProgramId
    build: Build
    set_up: Known
    addresses: tuple[str, ...]
    works: Works
    settings: tuple[Setting, ...] = ()
    notes: tuple[Message, ...] = ()
