"""Mails that Sêl drafts for others to read: short, in both languages, Welsh first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sel.text.voice import LANGUAGES, Voice

if TYPE_CHECKING:
    from sel.core.certificate import CertificateFacts


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a plain text, both languages in each."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A certificate as whoever issued it finds it again.

    issuer  RFC 4514
    sha256  of the certificate
    """

    emails: tuple[str, ...]
    serial: int
    issuer: str
    sha256: bytes
    end: datetime


def named(facts: CertificateFacts) -> Named:
    """A certificate to be named in a mail."""
    return Named(facts.emails, facts.serial, facts.issuer, facts.sha256, facts.not_after)


def share() -> Words:
    """With one's certificate, to colleagues who do not have one of it yet."""
    return _both(
        lambda voice: voice.say("share-subject", "My certificate for encrypted mail"),
        lambda voice: voice.say(
            "share-text",
            "My certificate (public key) is attached.\n"
            "Add it to your contacts, then you can encrypt mail to me.",
        ),
    )


def share_renewed() -> Words:
    """With one's new certificate, to colleagues who have the old one."""
    return _both(
        lambda voice: voice.say("renewed-subject", "My new certificate for encrypted mail"),
        lambda voice: voice.say(
            "renewed-text",
            "My new certificate (public key) is attached; please use it from now on.\n"
            "Put it in your contacts in place of the old one. To be sure it is mine, ring me on a"
            " number you already had.",
        ),
    )


def ask_renewed(end: datetime) -> Words:
    """To a colleague whose certificate ends, or has ended, then."""
    return _both(
        lambda voice: voice.say("ask-renewed-subject", "Your certificate for encrypted mail"),
        lambda voice: voice.say(
            "ask-renewed-text",
            "Your certificate for encrypted mail works until {date}. Please send me a signed mail"
            " with your new one as soon as you have it.\n"
            "Until then I can encrypt to you only as long as the old one works.",
            date=voice.date(end),
        ),
    )


def ask_renewed_all(end: datetime) -> Words:
    """To several, the last of whose certificates ends then; each reads the same."""
    return _both(
        lambda voice: voice.say("ask-renewed-subject", "Your certificate for encrypted mail"),
        lambda voice: voice.say(
            "ask-renewed-all-text",
            "Your certificate for encrypted mail works until {date} at the latest. Please send me"
            " a signed mail with your new one as soon as you have it.\n"
            "If you have just done so, there is nothing left to do.",
            date=voice.date(end),
        ),
    )


def revoke(certificates: Sequence[Named]) -> Words:
    """To whoever issued these certificates, by somebody who leaves the school."""
    named = "\n\n".join(map(_lines, certificates))
    words = _both(
        lambda voice: voice.count(
            "revoke-subject",
            "Please revoke my e-mail certificate",
            "Please revoke my e-mail certificates",
            n=len(certificates),
        ),
        lambda voice: voice.count(
            "revoke-text",
            "I am leaving and will not use this certificate any more. Please revoke it (reason:"
            " cessationOfOperation) and take it out of the address list.",
            "I am leaving and will not use these certificates any more. Please revoke them"
            " (reason: cessationOfOperation) and take them out of the address list.",
            n=len(certificates),
        ),
    )
    return Words(words.subject, f"{words.text}\n{named}\n")


def _lines(one: Named) -> str:
    """Lines that mean the same in both languages, so they stand there once."""
    voices = tuple(map(Voice, reversed(LANGUAGES)))

    def label(code: str, english: str) -> str:
        return " / ".join(voice.say(code, english) for voice in voices)

    rows = (
        (label("card-address", "Address"), voices[0].listed(one.emails)),
        (label("detail-serial", "Serial number"), f"{one.serial:X}"),
        (label("detail-issuer", "Issuer"), voices[0].fact(one.issuer)),
        (label("card-until", "Works until"), f"{one.end:%Y-%m-%d}"),
        (label("detail-sha256", "Fingerprint (SHA-256)"), one.sha256.hex()),
    )
    return "\n".join(f"{name}: {value}" for name, value in rows)


def _both(subject: Callable[[Voice], str], text: Callable[[Voice], str]) -> Words:
    voices = tuple(map(Voice, reversed(LANGUAGES)))
    return Words(
        " / ".join(map(subject, voices)), "\n\n".join(text(voice) for voice in voices) + "\n"
    )
