"""Clock, witnesses and the desktop: small things that are the world's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sel.base.secret import Secret


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware, UTC."""


class Witness(Protocol):
    """A program that is not ours and gives a second opinion.

    Each method returns None if it agrees, else its own words for the helpdesk. Secrets reach
    it through descriptors only.
    Raises WitnessMissing if the program is not installed; WitnessUnable if it is, but cannot
    judge such a thing at all: both mean "not tried", never "agreed".
    """

    id: str

    def present(self) -> bool:
        """Whether it is installed here."""

    def request(self, der: bytes) -> str | None:
        """Does the signature of this PKCS#10 hold?"""

    def backup(self, path: Path, passphrase: Secret, keys: int) -> str | None:
        """Does this PKCS#12 open, with as many keys?"""

    def mail(
        self, eml: bytes, *, key: Secret, certificate: bytes, roots: Sequence[bytes], text: str
    ) -> str | None:
        """Does this mail open with the key, hold `text`, and does its signature hold?

        key, certificate  PKCS#8 and X.509 (DER) of a recipient
        roots             DER; the signer's path must end at one of these, nothing else counts
        """

    def signed(self, eml: bytes, *, roots: Sequence[bytes], text: str) -> str | None:
        """Does this mail, signed and not encrypted, hold `text` and a good signature?"""


class Desktop(Protocol):
    """What the person's desktop can do for us."""

    def open(self, path: Path) -> bool:
        """Open a file with its program."""

    def reveal(self, path: Path) -> bool:
        """Show a file in its folder."""
