"""Putting identities into a keychain, whole or not at all.

What a person was given is never handed to macOS: it would take only some kinds of file, call the
others' passphrase wrong, and put keys there before anybody looked. So each identity is written
anew, one key a file, in the one form that every macOS reads (3DES and SHA-1; it protects nothing
here but the way from one library to the next).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sel.base.errors import NotACertificate
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.bundle import Bundle, Entry, Protection, write
from sel.core.certificate import CertificateFacts
from sel.stores._identity import Identity
from sel.stores._macos_codes import Status
from sel.stores._macos_items import Items
from sel.stores._macos_security import IdentityRef, KeychainRef, MacosFailure, Security

_ROUNDS: Final = 2_048  # the password has 256 random bits

MAIL_PROGRAMS: Final = (
    Path("/System/Applications/Mail.app"),
    Path("/Applications/Microsoft Outlook.app"),
)


@dataclass(frozen=True, slots=True)
class _Put:
    """What was put there, and whether its parts had been there before."""

    facts: CertificateFacts
    had_certificate: bool
    had_key: bool


@dataclass(frozen=True, slots=True)
class _Preferred:
    """A preference that was changed, and what it was."""

    address: str
    only_signing: bool
    before: IdentityRef | None


class Installation:
    """What one installation did so far, so that it can be taken back. Raises MacosFailure."""

    def __init__(
        self,
        security: Security,
        keychain: KeychainRef,
        *,
        ourselves: bool,
        clock: Callable[[], datetime],
    ) -> None:
        """ourselves, clock: as in `MacosStore`."""
        self._security, self._keychain = security, keychain
        self._ourselves, self._clock = ourselves, clock
        self._items = Items(security, keychain)
        self._put: list[_Put] = []
        self._added: list[bytes] = []
        self._preferred: list[_Preferred] = []

    def put(self, one: Identity) -> None:
        """Put key and certificate in; what is there with its key is left alone."""
        der = one.facts.der
        mine = self._items.identities()
        if der in mine:
            return
        had_certificate = der in self._items.certificates()
        # A key that is there is not brought again: an import that then fails would delete it
        # (pkcs12Keychain.cpp, P12Coder::deleteDecodedItems).
        had_key = any(one.facts.spki in each for each in mine)
        self._put.append(_Put(one.facts, had_certificate, had_key))
        if not had_key and not self._import(one):
            self._put[-1] = _Put(one.facts, had_certificate, had_key=True)
        if der not in self._items.certificates():
            self._security.add(self._security.certificate(der), self._keychain)
        if der not in self._items.identities():
            raise MacosFailure("SecPKCS12Import", Status.errSecItemNotFound)

    def add(self, der: bytes) -> None:
        """Put an authority in, with trust for nothing."""
        if self._security.add(self._security.certificate(der), self._keychain):
            self._added.append(der)

    def prefer(self, identities: Sequence[Identity]) -> None:
        """Make the newest of each address the one that mail programs take to sign.

        Neither one that may not sign or does not hold today, nor one that is older than what is
        preferred now: a key of old mail must not come back into use.
        """
        now, mine = self._clock(), self._items.identities()
        for facts in (one.facts for one in identities):
            if facts.can_sign and facts.not_before <= now <= facts.not_after:
                for address in spellings(facts):
                    self._prefer(mine[facts.der], facts, address)

    def take_back(self) -> None:
        """Make the keychain as it was, as far as macOS lets us."""
        for preferred in reversed(self._preferred):
            with suppress(MacosFailure):
                self._security.set_preferred(
                    preferred.before, preferred.address, only_signing=preferred.only_signing
                )
        for put in reversed(self._put):
            with suppress(MacosFailure):
                self._take_out(put)
        for der in self._added:
            with suppress(MacosFailure):
                self._items.delete_certificate(der)
        self._preferred.clear()
        self._put.clear()
        self._added.clear()

    def _import(self, one: Identity) -> bool:
        """False if the key was there, with no certificate that would have told."""
        facts, entry = one.facts, one.entry
        # What macOS calls the key when it asks for leave to use it.
        label = entry.friendly_name or facts.common_name or "".join(facts.match_emails[:1])
        access = self._security.access(label, MAIL_PROGRAMS, ourselves=self._ourselves)
        password = secrets.token_hex(32)
        file = write(
            Bundle((Entry(entry.key, entry.certificate, label or None),)),
            Secret(password),
            protection=Protection.OLD_DEVICES,
            rounds=_ROUNDS,
        )
        return self._security.import_pkcs12(file, password, self._keychain, access)

    def _prefer(self, identity: IdentityRef, facts: CertificateFacts, address: str) -> None:
        only_signing = not facts.can_encrypt
        before = self._security.preferred(address, only_signing=only_signing)
        if before is not None:
            current = self._der(before)
            if current == facts.der or _is_newer(current, facts):
                return
            if only_signing:
                # What was found may be what stands for every use, and goes on standing there.
                general = self._security.preferred(address, only_signing=False)
                if general is not None and self._der(general) == current:
                    before = None
        self._preferred.append(_Preferred(address, only_signing, before))
        self._security.set_preferred(identity, address, only_signing=only_signing)

    def _der(self, identity: IdentityRef) -> bytes:
        return self._security.der(self._security.certificate_of(identity))

    def _take_out(self, put: _Put) -> None:
        identity = self._items.identities().get(put.facts.der)
        if identity is not None and not put.had_key:
            self._security.delete(self._security.key_of(identity))
        if not put.had_certificate:
            self._items.delete_certificate(put.facts.der)


def spellings(facts: CertificateFacts) -> Sequence[str]:
    """The certificate's addresses as accounts may spell them; preferences are found by text."""
    both = ((each, each.lower()) for each in facts.match_emails)
    return tuple(dict.fromkeys(spelling for pair in both for spelling in pair))


def _is_newer(der: bytes, facts: CertificateFacts) -> bool:
    try:
        return certificate.read(der).not_before > facts.not_before
    except NotACertificate:
        return False
