"""The check code as words: a reading aid beside the digits, never instead of them.

Twelve words from the first 132 bits of SHA-256, eleven each, out of 2,048 of one language. The
lists are frozen, for two people read from two computers: `spoken-en.txt` has one word for each
beginning and each sound, and the Welsh one is that of passphrases, made by the same rule.
"""

from __future__ import annotations

from functools import cache

from sel.base.resources import resource

BITS, COUNT = 11, 12
_LISTS = {"en": "words/spoken-en.txt", "cy": "words/cy.txt"}


def check_words(sha256: bytes, language: str) -> tuple[str, ...]:
    """Twelve words for a certificate's SHA-256. language: "en" or "cy"."""
    number = int.from_bytes(sha256, "big") >> (len(sha256) * 8 - BITS * COUNT)
    places = (number >> (BITS * (COUNT - 1 - place)) for place in range(COUNT))
    return tuple(_words(language)[place & (1 << BITS) - 1] for place in places)


@cache
def _words(language: str) -> tuple[str, ...]:
    return tuple(resource(_LISTS[language]).read_text(encoding="utf-8").split())
