"""Opening the sealed parts of one file, and telling a wrong passphrase from a damaged file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sel.base.errors import (
    Damaged,
    InputError,
    PassphraseNeeded,
    UnsupportedAlgorithm,
    WrongOrDamaged,
    WrongPassphrase,
)
from sel.base.secret import Secret
from sel.core import ber
from sel.core.bundle.algorithms import Scheme
from sel.core.bundle.integrity import Mac
from sel.core.bundle.kdf import Derivation, Derivations
from sel.core.bundle.spelling import Spelling, spellings
from sel.core.bundle.structure import Sealed

_CHEAP: Final = 100_000
"""Rounds up to which unlikely spellings are tried: a typing error is answered in a second."""

_TRIED: Final = 3
"""Parts that are tried before a passphrase is given up that no MAC proves."""


class Opener:
    """Opens the sealed parts of one file, and learns which spelling is the right one."""

    def __init__(
        self, passphrase: Secret | None, mac: Mac | None, derivations: Derivations
    ) -> None:
        self._spellings: Sequence[Spelling] = spellings(passphrase)
        self._given = passphrase is not None
        self._mac = mac
        self._derivations = derivations
        self._proved = False
        self._missed = 0

    def prove(self, content: bytes, sealed: Sequence[Sealed]) -> None:
        """Find the spelling that the MAC accepts; of a file without one nothing is asked.

        content  what the MAC covers
        sealed   all sealed parts, so that a file that asks for too much is refused before any
                 work is done

        Raises TooMuchWork, WrongPassphrase, PassphraseNeeded; Damaged if a part opens although
        the MAC refused the passphrase: who has the right one must not hear that it is wrong.
        """
        self._derivations.foresee(self._needed(sealed, self._mac))
        if self._mac is None:
            return
        self._derivations.begin(self._needed(sealed))
        if self._accepted(self._mac, content):
            return
        if self._given and any(self._attempts(sealed)):
            raise Damaged(detail="the passphrase is right and the MAC is not")
        raise self._refusal()

    def prepare(self, sealed: Sequence[Sealed]) -> None:
        """Derive what these parts need, all together, under the spelling that is proved.

        Raises TooMuchWork, Cancelled.
        """
        if self._proved or any(self._attempts(sealed)):
            self._derivations.prepare(self._needed(sealed))

    def open(self, part: Sealed) -> bytes | None:
        """The plain text, one SEQUENCE; None if no spelling opens it.

        Raises UnsupportedAlgorithm; as `refuse_if_nothing_opened` once enough parts were tried.
        """
        plain = self._attempt(part)
        if plain is None:
            self._missed += 1
            if self._missed >= _TRIED:
                self.refuse_if_nothing_opened()
        return plain

    def refuse_if_nothing_opened(self) -> None:
        """Raises PassphraseNeeded, WrongOrDamaged if parts were tried and none opened."""
        if self._missed and not self._proved:
            raise self._refusal()

    def _refusal(self) -> InputError:
        if not self._given:
            return PassphraseNeeded()
        return WrongPassphrase() if self._mac else WrongOrDamaged()

    def _accepted(self, mac: Mac, content: bytes) -> bool:
        for spelling in self._worth_trying(mac.rounds):
            if mac.holds(self._derivations, spelling, content):
                self._found(spelling)
                return True
            self._derivations.give_up()
        return False

    def _attempts(self, sealed: Sequence[Sealed]) -> Iterator[bool]:
        """Whether each of the first parts opens; those in unknown ciphers are passed over."""
        tried = 0
        for part in sealed:
            try:
                yield self._attempt(part) is not None
            except UnsupportedAlgorithm:
                continue
            tried += 1
            if tried == _TRIED:
                return

    def _attempt(self, part: Sealed) -> bytes | None:
        """The plain text if one of the spellings opens it. Raises UnsupportedAlgorithm."""
        known = part.scheme
        for spelling in self._worth_trying(known.rounds):
            try:
                plain = known.decipher(self._derivations, spelling, part.ciphertext)
            except ValueError:
                continue
            if ber.is_whole_sequence(plain):
                self._found(spelling)
                return plain
        return None

    def _worth_trying(self, rounds: int | None) -> Sequence[Spelling]:
        cheap = rounds is not None and rounds <= _CHEAP
        return [spelling for spelling in self._spellings if cheap or spelling.likely]

    def _found(self, right: Spelling) -> None:
        self._proved = True
        rest = (spelling for spelling in self._spellings if spelling != right)
        self._spellings = (right, *rest)

    def _needed(self, sealed: Sequence[Sealed], mac: Mac | None = None) -> list[Derivation]:
        """What the parts, and the MAC, need under the likeliest spelling."""
        likeliest = self._spellings[0]
        wanted = [mac.key(likeliest)] if mac else []
        for part in sealed:
            known = _known(part)
            wanted.extend(known.keys(likeliest) if known else ())
        return wanted


def _known(part: Sealed) -> Scheme | None:
    try:
        return part.scheme
    except UnsupportedAlgorithm:
        return None
