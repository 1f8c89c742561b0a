"""Any bytes → what they are, by content, never by name.

One file a question: `binary` (ASN.1), `foreign` (other binary forms), `wording` and `armour`
(text that carries ASN.1), `mail`, `texts`.
"""

from __future__ import annotations

from typing import Final

from sel.core.limits import LIMITS, check_limit
from sel.core.recognise import mail, texts
from sel.core.recognise.armour import armoured, bare
from sel.core.recognise.binary import binary
from sel.core.recognise.foreign import foreign
from sel.core.recognise.model import Kind, Piece, Recognised, unknown
from sel.core.recognise.wording import plain

__all__ = ["Kind", "Piece", "Recognised", "certificates", "recognise", "seems"]

_ARMOUR: Final = b"-----BEGIN "
_NOTHING: Final = b" \t\r\n\0"


def recognise(data: bytes) -> Recognised:
    """Say what these bytes are. Never raises for their content."""
    if data[:1] == b"\x30":
        found = binary(data)
        if found is not None:
            return found
    elif not data.startswith(_ARMOUR):
        name = foreign(data)
        if name == "outlook-message":
            return Recognised(Kind.OUTLOOK_MESSAGE)
        if name is not None:
            return unknown(name)
    if not data.strip(_NOTHING):
        return unknown("empty")
    return _of_text(plain(data))


def seems(data: bytes) -> str:
    """What to call these bytes when something else was wanted: the fact `looks_like`."""
    seen = recognise(data)
    return seen.looks_like or seen.kind.value


def certificates(data: bytes) -> tuple[bytes, ...]:
    """Every certificate of a file that holds certificates, DER; () for anything else.

    Those that stand as text in a mail count, as people are told to copy the whole of it.
    Raises TooLarge.
    """
    seen = recognise(data)
    if seen.kind is Kind.MAIL:
        seen = armoured(plain(data)) or seen
    check_limit("pieces", len(seen.pieces), LIMITS.pieces)
    found = [piece.der for piece in seen.pieces if piece.kind is Kind.CERTIFICATE]
    return tuple(dict.fromkeys(found))


def _of_text(text: bytes) -> Recognised:
    if not text.startswith(_ARMOUR):
        if mail.is_mbox(text):
            return unknown("mbox")
        letter = mail.of_mail(text)
        if letter is not None:
            return letter
        if texts.holds_cards(text):
            return _of_cards(text)
    found = armoured(text)
    if found is not None:
        return found
    name = texts.of_text(text)
    if name in {None, "text", "xml", "html"}:
        found = bare(text)
        if found is not None:
            return found
    return unknown(name or "unknown")


def _of_cards(text: bytes) -> Recognised:
    """The certificates of all cards of a file."""
    from sel.core.container import vcard

    pieces: list[Piece] = []
    for key in vcard.keys(text):
        told = binary(key) or armoured(key)
        if told is not None:
            pieces.extend(piece for piece in told.pieces if piece.kind is Kind.CERTIFICATE)
        if len(pieces) > LIMITS.pieces:
            break
    return Recognised(Kind.CONTACT_CARD, tuple(pieces))
