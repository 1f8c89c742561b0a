"""What can be seen in a file besides certificates and requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.core.keypair import KeyFacts
    from sel.core.letter import Outline
    from sel.flows.addressed import Whereabouts


@dataclass(frozen=True, slots=True)
class KeySeen:
    """A private key in a file, described by its public half; encrypted ones have none."""

    key: KeyFacts | None
    encrypted: bool
    spki_sha256: bytes | None


@dataclass(frozen=True, slots=True)
class CrlSeen:
    """A revocation list's own words."""

    issuer: str
    this_update: datetime
    next_update: datetime | None
    revoked: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class MailSeen:
    """A signed or encrypted mail, looked at without any key.

    key_here  id of a key in the book that it is encrypted to, or None
    places    what is known of each recipient, in the order of the outline's
    """

    outline: Outline
    key_here: str | None
    places: tuple[Whereabouts, ...] = ()
