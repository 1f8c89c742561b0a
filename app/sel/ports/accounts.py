"""Mail accounts in a program's profile, and which certificates they sign and encrypt with.

Implemented by stores of programs that keep this beside their certificates (Thunderbird).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sel.ports.store import CertStore, StoreSpec


@dataclass(frozen=True, slots=True)
class MailAccount:
    """One sender address of the program ("identity"), as it is set up.

    id        the program's own name for it
    signing, encryption  SHA-256 of the certificate it names; None for none, or for one that is
              not in the store any more
    signs     every new mail is signed
    encrypts  every new mail is encrypted, and none is sent to people without certificate
    ours      Sêl set it up, and can make it as it was before
    """

    id: str
    address: str
    signing: bytes | None
    encryption: bytes | None
    signs: bool
    encrypts: bool
    ours: bool


@runtime_checkable
class KeepsAccounts(CertStore, Protocol):
    """An opened store whose program keeps its accounts beside it; raises as `CertStore`."""

    def accounts(self) -> Sequence[MailAccount]:
        """Those in use, in the program's order."""

    def set_up(
        self, certificates: Sequence[bytes], *, always_encrypt: bool = False
    ) -> Sequence[MailAccount]:
        """Name these (SHA-256, of mine) in every account with an address of theirs.

        Each is named for what it is for, new mail is signed from then on; whether every new mail
        is encrypted stays as it is, or begins with `always_encrypt`. Twice is not an error.
        Returns the accounts that are now set up, none if no address fits.
        """

    def take_back(self, sha256: bytes | None = None) -> Sequence[MailAccount]:
        """Make accounts as they were before `set_up`; those that name one certificate, or all.

        Returns the accounts that changed.
        """


@runtime_checkable
class OfProgram(Protocol):
    """A kind of store that is written only while its program is closed."""

    def running(self, spec: StoreSpec) -> str | None:
        """The name of the program that has to be closed first, or None."""
