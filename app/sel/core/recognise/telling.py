"""Which of the readers beside this file knows what these bytes are."""

from __future__ import annotations

from itertools import islice
from typing import Final

from sel.core.limits import LIMITS
from sel.core.recognise import mail, texts, vcard
from sel.core.recognise.armour import armoured, bare
from sel.core.recognise.binary import binary
from sel.core.recognise.foreign import foreign
from sel.core.recognise.model import Kind, Piece, Recognised, unknown
from sel.core.recognise.wording import plain

_ARMOUR: Final = b"-----BEGIN "
_NOTHING: Final = b" \t\r\n\0"


def told(data: bytes) -> Recognised:
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
    text = plain(data)
    return _of_text(text) if text.strip(_NOTHING) else unknown("empty")


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
    if name in {"text", "xml", "html"}:
        found = bare(text)
        if found is not None:
            return found
    return unknown(name or "unknown")


def _of_cards(text: bytes) -> Recognised:
    """The certificates of all cards of a file."""
    pieces: list[Piece] = []
    for key in islice(vcard.keys(text), LIMITS.pieces + 1):
        told = binary(key) or armoured(key)
        if told is not None:
            pieces.extend(piece for piece in told.pieces if piece.kind is Kind.CERTIFICATE)
    return Recognised(Kind.CONTACT_CARD, tuple(pieces))
