"""Places where mail programs look for certificates and keys. Implemented by `sel.stores`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sel.base.secret import Secret

if TYPE_CHECKING:
    from sel.core.bundle import Bundle

BY_POLICY = "by-policy"
"""Why a kind of store is unusable that the organisation does not want used."""


class Which(StrEnum):
    """What kind of certificate is meant."""

    MINE = "mine"
    PEOPLE = "people"
    AUTHORITIES = "authorities"


@dataclass(frozen=True, slots=True)
class StoreSpec:
    """One store on this computer.

    id     as in the command line: "nss:DIR", "thunderbird:PROFILE", "windows", "macos"
    label  a name a person knows: a profile's name, a folder
    """

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A certificate as a store holds it."""

    der: bytes
    sha256: bytes
    which: Which
    has_key: bool
    name: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a key did as the store holds it.

    code  "proved", or why not: "no-key", "cannot-sign", "wrong-signature", "cannot-open"
    """

    signs: bool
    opens: bool
    code: str

    @property
    def holds(self) -> bool:
        """True if nothing that this certificate is for failed."""
        return self.code == "proved"


class CertStore(Protocol):
    """One opened store.

    Raises StoreLocked, KeychainLocked, StorePasswordWrong, StoreNewer, StoreInUse,
    StoreUnavailable.
    """

    def list(self, which: Which) -> Sequence[Stored]:
        """What is there; MINE are certificates with their key."""

    def install(self, bundle: Bundle) -> None:
        """Put keys with certificates and chain in; twice is not an error."""

    def add(self, which: Which, der: bytes) -> None:
        """Add somebody's certificate, or an authority trusted for mail only."""

    def remove(self, sha256: bytes) -> None:
        """Remove a certificate, with its key if it has one; unknown is not an error."""

    def archive(self, sha256: bytes, *, hidden: bool = True) -> bool:
        """Hide one of mine from programs' lists, or show it again; its key opens old mail.

        False if the store does not hold it as mine, or has no way to hide anything.
        """

    def export(self, sha256: bytes) -> Bundle:
        """One of mine with its key, as far as the store gives it out; nothing is judged.

        Raises NoKey, NotExportable, and Cancelled if the person refused it to the system.
        """

    def prove(self, sha256: bytes) -> Proof:
        """Sign and open with the key as the store holds it."""

    def close(self) -> None:
        """Let go of the store."""


class StoreKind(Protocol):
    """A kind of store knows whether it can work here and finds its stores."""

    id: str

    def unusable(self) -> str | None:
        """The code why not here, or None; never asks the person."""

    def found(self) -> Sequence[StoreSpec]:
        """Stores of this kind on this computer."""

    def spec(self, store: str) -> StoreSpec | None:
        """What `store` (as on the command line) means for this kind; None if another's."""

    def create(self, folder: Path) -> None:
        """Make an empty store in a new folder (rehearsals). Raises StoreUnavailable if never."""

    def open(self, spec: StoreSpec, unlock: Secret | None) -> CertStore:
        """Open it. unlock: the store's own (primary) password."""


class TrustAnchors(Protocol):
    """Roots the system trusts for mail."""

    def anchors(self) -> Sequence[bytes]:
        """DER of each; empty if the system keeps none."""
