"""Text as it is searched: `sian` finds `Siân`, whatever the keyboard has."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Compatibility forms apart (NFKD), marks off, one case."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
