"""What a school pack holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

VERSION: Final = 1

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PEOPLE: Final = 50_000
MAX_PROFILES: Final = 100
MAX_DOMAINS: Final = 20_000
MAX_NUMBER: Final = 2**53 - 1
"""JSON numbers are whole and the same in every program up to here (RFC 8259 6)."""

LANGUAGES: Final = ("en", "cy")

Words = MappingProxyType[str, str]
"""One text in every language, by its code."""


@dataclass(frozen=True, slots=True)
class Partners:
    """Domains with which mail always travels over enforced TLS.

    source   who says so, in both languages
    dated    of which day the list is
    domains  A-labels in lower case, in their order
    """

    source: Words
    dated: date
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One edition of a pack.

    id        a UUID, the same in every edition
    number    rises with every edition
    name      what people call it, in both languages
    issued, expires  aware; nothing is taken from it after `expires`
    people    certificates of colleagues, DER, without doubles
    profiles  authorities that certificates can be had from: each one JSON object in UTF-8, in
              the form that `enrol` reads
    """

    id: str
    number: int
    name: Words
    issued: datetime
    expires: datetime
    people: tuple[bytes, ...] = ()
    profiles: tuple[bytes, ...] = ()
    partners: Partners | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A pack whose one signature holds.

    signer        certificate, DER: whose key signed it; nothing says yet that this is anybody
    certificates  all that came with it, for a path
    """

    pack: Pack
    signer: bytes
    certificates: tuple[bytes, ...]
