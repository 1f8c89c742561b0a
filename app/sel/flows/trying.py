"""The test that counts: a mail that was written in the person's own mail program, looked at here.

What it was is said from the mail alone. Only a mail that was signed by a key of this person and
encrypted so that they can open it, and that Sêl did not make itself, is a test that was passed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sel.base.errors import SelError
from sel.core import letter
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding
from sel.core.letter import Outline, Signature
from sel.flows import addressed, letters
from sel.flows.identities import identities
from sel.flows.status import MAIL_PROGRAM_TICK
from sel.ports.services import Services

_OTHERWISE = ("mail-keyword-only", "mail-microsoft-encrypted", "mail-pgp")
"""Findings of a mail that is protected, or meant to be, by something else than S/MIME."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can open it. address: "" where nobody here knows whose certificate it is."""

    address: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What a mail was.

    signature  as `letters.read`
    mine       the signer's certificate is, or was, one of the person's own
    signer     whose certificate that is; None if it is not signed, or nobody has it
    readers    whom it is encrypted to; () if it is not
    subject    as it stood in clear, for everybody on the way; None without one
    otherwise  what is known of it: what it is protected by, or was meant to be, instead of S/MIME
    by_sel     Sêl made it: nothing was shown about the mail program
    """

    encrypted: bool
    signature: Signature
    mine: bool
    signer: CertificateFacts | None = None
    readers: tuple[Reader, ...] = ()
    subject: str | None = None
    otherwise: Finding | None = None
    by_sel: bool = False

    @property
    def signed(self) -> bool:
        """By the person. Whether its authority is trusted here is another question."""
        return self.mine and self.signature in {Signature.VALID, Signature.UNVERIFIABLE}

    @property
    def passed(self) -> bool:
        """Signed by this person and encrypted to them, by their own mail program."""
        return self.encrypted and self.signed and not self.by_sel


def look(services: Services, data: bytes) -> Tried:
    """Open a mail with the keys here, and say what it was; if it passes, that is noted.

    data  .eml, .msg, or a file with one mail. Raises as `letters.read` and `letters.one_of`.
    """
    mail = letters.mail_in(letters.one_of(data, None))
    outline = letter.describe(mail)
    read = letters.read(services, mail)
    own = {
        facts.sha256
        for each in identities(services.book(), services.clock.now())
        for facts in (each.certificate, *each.earlier)
        if facts is not None
    }
    found = (*outline.findings, *read.findings)
    tried = Tried(
        encrypted=read.letter.decrypted,
        signature=read.signature,
        mine=read.signer is not None and read.signer.sha256 in own,
        signer=read.signer,
        readers=_readers(services, outline),
        subject=read.letter.subject,
        otherwise=next((each for each in found if each.code in _OTHERWISE), None),
        by_sel=letter.made_by(mail) == letters.MAILER,
    )
    if tried.passed:
        note(services)
    return tried


def note(services: Services) -> None:
    """Note that the mail program was tried; Home says so from then on."""
    preferences = services.preferences()
    known = preferences.read()
    preferences.keep(replace(known, ticks=known.ticks | {MAIL_PROGRAM_TICK}))


def _readers(services: Services, outline: Outline) -> tuple[Reader, ...]:
    try:
        places = addressed.whereabouts(services, outline)
    except SelError:
        return ()
    readers = [
        Reader("" if each.certificate is None else ", ".join(each.certificate.emails), each.mine)
        for each in places
    ]
    return tuple(dict.fromkeys(readers))
