"""The one table of managed values: form, default, since when, and which way a file may push it.

Titles and explanations, in both languages, stand in the catalogue under `policy.NAME`. From both
`installer/policy.py` makes the templates for Windows and macOS and the table for IT staff.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sel.core.policy.model import Policy

VERSION: Final = 1
"""The version that a JSON file names."""


class Form(StrEnum):
    """How a value is written: JSON; registry; property list.

    FLAG    true or false; REG_DWORD 1 or 0; boolean
    NUMBER  a whole number; REG_DWORD; integer
    CHOICE  one of the options; REG_SZ; string
    TEXT    one line; REG_SZ; string
    LIST    an array of lines; REG_MULTI_SZ; array of strings
    """

    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    LIST = "list"


class Stricter(StrEnum):
    """What a person's own file may do to a value where the machine has a policy.

    NEVER    nothing: it is no question of strictness
    TRUE, FALSE      set the flag to this
    HIGHER, LOWER    move the number this way
    FEWER    leave out some of what the machine lists (or of everything, where that is allowed)
    """

    NEVER = "never"
    TRUE = "true"
    FALSE = "false"
    HIGHER = "higher"
    LOWER = "lower"
    FEWER = "fewer"


class Group(StrEnum):
    """Where IT staff look for it."""

    PEOPLE = "people"
    KEYS = "keys"
    BACKUPS = "backups"
    MAIL = "mail"
    TRUST = "trust"


class Item(StrEnum):
    """What a line of a list, or a text, has to be."""

    PLAIN = "plain"
    DOMAIN = "domain"
    ADDRESS = "address"
    FOLDER = "folder"
    CERTIFICATE = "certificate"
    FINGERPRINT = "fingerprint"
    DIRECTORY = "directory"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Setting:
    """One managed value.

    key      its name: in JSON, in the registry and in property lists, and the field of `Policy`
    since    the first version of Sêl that knows it
    options  of a choice, or of the lines of a list; empty where anything of `item` will do
    least, most  of a number, both included; least also: lines of a list
    example  a value for the documentation, as in JSON
    """

    key: str
    form: Form
    group: Group
    since: str = "0.1"
    stricter: Stricter = Stricter.NEVER
    item: Item = Item.PLAIN
    options: tuple[str, ...] = ()
    least: int = 0
    most: int = 1
    example: object = True

    @property
    def default(self) -> object:
        """What holds without a policy."""
        return _DEFAULTS[self.key]


_DEFAULTS = MappingProxyType(
    {each.name: each.default for each in fields(Policy) if each.name != "origins"}
)

STORES: Final = ("windows", "macos", "thunderbird", "nss")
KEYS: Final = ("rsa-3072", "rsa-2048", "rsa-4096", "ec-p256", "ec-p384")

_S, _F, _G, _I = Stricter, Form, Group, Item

SETTINGS: Final = (
    Setting("language", _F.CHOICE, _G.PEOPLE, options=("en", "cy"), example="cy"),
    Setting(
        "helpdesk",
        _F.TEXT,
        _G.PEOPLE,
        example="Desg TG / IT desk: 01234 567890, help@school.example",
    ),
    Setting(
        "own_domains", _F.LIST, _G.PEOPLE, item=_I.DOMAIN, least=1, example=["school.example"]
    ),
    Setting(
        "shared_mailboxes",
        _F.LIST,
        _G.PEOPLE,
        item=_I.ADDRESS,
        example=["office@school.example"],
    ),
    Setting("pick_up", _F.TEXT, _G.PEOPLE, item=_I.FOLDER, example=r"\\server\certs$\%USERNAME%"),
    Setting(
        "authorities",
        _F.LIST,
        _G.PEOPLE,
        item=_I.PROFILE,
        example=['{"version": 1, "id": "county", …}'],
    ),
    Setting("school_pack", _F.TEXT, _G.PEOPLE, item=_I.FOLDER, example=r"\\server\sel\pack"),
    Setting(
        "ldap_servers",
        _F.LIST,
        _G.PEOPLE,
        stricter=_S.FEWER,
        item=_I.DIRECTORY,
        example=["ldaps://directory.school.example/dc=school,dc=example"],
    ),
    Setting("key_kind", _F.CHOICE, _G.KEYS, options=KEYS, example="rsa-3072"),
    Setting("own_keys", _F.CHOICE, _G.KEYS, options=("keyring", "passphrase"), example="keyring"),
    Setting(
        "passphrase_guesses", _F.NUMBER, _G.KEYS, stricter=_S.HIGHER, least=14, most=20, example=16
    ),
    Setting("forgets", _F.FLAG, _G.KEYS, stricter=_S.TRUE),
    Setting("it_keeps_a_copy", _F.FLAG, _G.BACKUPS, stricter=_S.FALSE),
    Setting(
        "backup_days", _F.NUMBER, _G.BACKUPS, stricter=_S.LOWER, least=7, most=730, example=90
    ),
    Setting(
        "backup_places",
        _F.LIST,
        _G.BACKUPS,
        stricter=_S.FEWER,
        item=_I.FOLDER,
        example=["H:\\", r"\\server\home$\%USERNAME%"],
    ),
    Setting("stores", _F.LIST, _G.MAIL, stricter=_S.FEWER, options=STORES, example=["windows"]),
    Setting("windows_capi", _F.FLAG, _G.MAIL),
    Setting("windows_exportable", _F.FLAG, _G.MAIL, stricter=_S.FALSE),
    Setting("roots", _F.LIST, _G.TRUST, stricter=_S.FEWER, item=_I.CERTIFICATE, example=["MIIB…"]),
    Setting("person_roots", _F.FLAG, _G.TRUST, stricter=_S.FALSE, example=False),
    Setting(
        "pack_signers",
        _F.LIST,
        _G.TRUST,
        stricter=_S.FEWER,
        item=_I.FINGERPRINT,
        example=[
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ],
    ),
    Setting("network", _F.FLAG, _G.TRUST, stricter=_S.FALSE, example=False),
    Setting("pilot", _F.FLAG, _G.TRUST, stricter=_S.FALSE, example=False),
)

BY_KEY: Final = MappingProxyType({each.key: each for each in SETTINGS})
