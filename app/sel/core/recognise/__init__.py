"""Any bytes → what they are, by content, never by name.

One file a question: `binary` (ASN.1), `foreign` (other binary forms), `wording` and `armour`
(text that carries ASN.1), `mail`, `vcard`, `texts`; `telling` asks them. They are loaded when
they are asked: who only wants the name of a kind needs none of them.
"""

from __future__ import annotations

from sel.core.limits import LIMITS, check_limit
from sel.core.recognise.model import Kind, Piece, Recognised

__all__ = ["Kind", "Piece", "Recognised", "certificates", "recognise", "seems"]


def recognise(data: bytes) -> Recognised:
    """Say what these bytes are. Never raises for their content."""
    from sel.core.recognise.telling import told

    return told(data)


def seems(data: bytes) -> str:
    """What to call these bytes when something else was wanted: the fact `looks_like`."""
    seen = recognise(data)
    return seen.looks_like or seen.kind.value


def certificates(data: bytes) -> tuple[bytes, ...]:
    """Every certificate of a file that holds certificates, DER; () for anything else.

    Those that stand as text in a mail count, as people are told to copy the whole of it.
    Raises TooLarge.
    """
    from sel.core.recognise.armour import armoured
    from sel.core.recognise.wording import plain

    seen = recognise(data)
    if seen.kind is Kind.MAIL:
        seen = armoured(plain(data)) or seen
    check_limit("pieces", len(seen.pieces), LIMITS.pieces)
    found = [piece.der for piece in seen.pieces if piece.kind is Kind.CERTIFICATE]
    return tuple(dict.fromkeys(found))
