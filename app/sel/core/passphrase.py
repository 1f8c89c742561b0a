"""Passphrases: offering good ones, refusing guessable ones.

A backup may be guessed at for as long as somebody cares to, so a new passphrase has to stand
10^14 guesses. The estimator (zxcvbn) knows English only and would call one Welsh word strong;
here it also knows Welsh words and names, places, and what people at schools choose.
"""

from __future__ import annotations

import math
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, Literal

from sel.base.errors import NotEnoughWords, WeakPassphrase
from sel.base.resources import resource
from sel.base.secret import Secret

Language = Literal["en", "cy"]

WORDS: Final[dict[Language, int]] = {"en": 6, "cy": 7}
"""Words of an offered passphrase: 77 bits from either list, since the Welsh one is shorter."""

NEEDED_LOG10: Final = 14.0
"""Guesses that an own passphrase must stand, as a power of ten."""

_ESTIMATED: Final = 72
"""Characters the estimator takes; the rest can only make a passphrase better."""

_GUESSED: Final = ("guess-school", "guess-places", "guess-names", "guess-welsh")


def offer(language: Language) -> Secret:
    """A new passphrase of words that differ, with blanks between them.

    Six of the 7,776 words of the EFF, or seven of 2,048 Welsh ones.
    """
    chosen = secrets.SystemRandom().sample(words(language), WORDS[language])
    return Secret(" ".join(chosen))


def offered_bits(language: Language) -> float:
    """The entropy of what `offer` gives, in bits."""
    size, count = len(words(language)), WORDS[language]
    return math.log2(math.perm(size, count))


@cache
def words(language: Language) -> tuple[str, ...]:
    """The list that passphrases of this language come from, sorted; it never changes."""
    return _lines(language)


def guesses_log10(text: str, *, own_words: Iterable[str] = ()) -> float:
    """How many guesses `text` stands, as a power of ten; an estimate from below.

    Letters count no more for their accents, and nothing counts beyond 72 characters.

    own_words  what somebody who knows the person tries first: names, addresses, the school
    """
    forms = dict.fromkeys((unicodedata.normalize("NFC", text), _plain(text)))
    own = _ranked(part for word in own_words for part in _parts(word))
    return min(_estimate(form[:_ESTIMATED], own) for form in forms)


def strong_enough(
    secret: Secret, *, own_words: Iterable[str] = (), needed: float = NEEDED_LOG10
) -> None:
    """Accept a new passphrase that stands 10^14 guesses.

    own_words  as for `guesses_log10`
    needed     more guesses, as a power of ten; never fewer
    Raises WeakPassphrase(guesses_log10, needed_log10); guesses_log10 is rounded down to a tenth.
    """
    found = guesses_log10(_text(secret), own_words=own_words)
    needed = max(needed, NEEDED_LOG10)
    if found < needed:
        raise WeakPassphrase(guesses_log10=math.floor(found * 10) / 10, needed_log10=needed)


def words_only(secret: Secret) -> None:
    """Accept a passphrase that is made of listed words alone, and of enough that differ.

    Six if all are English, else seven; blanks or hyphens between them, capitals as one likes.
    Old devices know only ciphers that are quickly guessed through, so there the words must do
    what the rounds cannot.
    Raises NotEnoughWords.
    """
    english, welsh = frozenset(words("en")), frozenset(words("cy"))
    found: set[str] = set()
    for word in _text(secret).lower().split():
        known = word in english or word in welsh
        found.update((word,) if known else filter(None, word.split("-")))
    needed = WORDS["en"] if found <= english else WORDS["cy"]
    if not found <= english | welsh or len(found) < needed:
        raise NotEnoughWords()


def _estimate(text: str, own: dict[str, int]) -> float:
    # zxcvbn() itself would keep the own words in a global of its module.
    from zxcvbn import matching, scoring

    if not text:
        return 0.0
    dictionaries = matching.RANKED_DICTIONARIES | _guessed() | {"own": own}
    matches = matching.omnimatch(text, dictionaries)
    found = scoring.most_guessable_match_sequence(text, matches)
    return float(found["guesses_log10"])


@cache
def _guessed() -> dict[str, dict[str, int]]:
    """The dictionaries of ours, each word with its rank, with and without its accents."""
    return {
        name: _ranked(form for word in _lines(name) for form in (word, _plain(word)))
        for name in _GUESSED
    }


def _ranked(found: Iterable[str]) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(dict.fromkeys(found), start=1)}


def _parts(word: str) -> Iterator[str]:
    """A name or address whole and in pieces, as `matching` looks words up: in small letters."""
    for form in dict.fromkeys((word.lower(), _plain(word).lower())):
        yield form
        pieces = "".join(sign if sign.isalnum() else " " for sign in form).split()
        yield from (piece for piece in pieces if len(piece) > 2)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _text(secret: Secret) -> str:
    return secret.reveal().decode("utf-8", "replace")


def _lines(name: str) -> tuple[str, ...]:
    return tuple(resource("words", f"{name}.txt").read_text(encoding="utf-8").split("\n")[:-1])
