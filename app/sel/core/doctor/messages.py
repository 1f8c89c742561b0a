"""The messages that mail programs show, and which of them somebody means."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sel.base.errors import Damaged

OTHER: Final = "other"
"""What is meant by none of them; every cause is possible."""

LANGUAGES: Final = ("en", "cy")
LONGEST: Final = 3_000
"""Characters of a pasted text that are looked at; a message is never as long."""

_HOLE = "{}"
_FEWEST_WORDS = 3
_ALIKE = 0.72
"""How much of two texts has to agree: a message that was typed off is never quite the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """One message, or one thing that happens without any.

    program  of which program (`ProgramId`); "" for several
    texts    (language, wording); {} stands for an address or a name
    checked  languages whose wording was seen in the program or told by its maker
    causes   what may be behind it, the likeliest first
    source   where the wording is from, for whoever maintains it
    """

    id: str
    program: str
    texts: tuple[tuple[str, str], ...]
    checked: frozenset[str]
    causes: tuple[str, ...]
    source: str

    def text(self, language: str) -> str:
        """Its first wording in this language, else in English; "" if it has no message."""
        for wanted in (language, "en"):
            if wanted in self.checked:
                for of, text in self.texts:
                    if of == wanted:
                        return text
        return next((text for of, text in self.texts if of == "en"), "")


Table = tuple[Known, ...]


def read(data: bytes) -> Table:
    """The table from its file. Raises Damaged."""
    try:
        document = json.loads(data)
        if document["version"] != 1:
            raise Damaged(detail="version of the messages")
        found = tuple(_known(each) for each in document["messages"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Damaged(detail="messages of mail programs") from problem
    if len({each.id for each in found}) != len(found) or OTHER not in {each.id for each in found}:
        raise Damaged(detail="ids of the messages")
    return found


def _known(row: dict[str, Any]) -> Known:
    return Known(
        str(row["id"]),
        str(row["program"]),
        tuple((language, text) for language in LANGUAGES for text in row["texts"][language]),
        frozenset(language for language in LANGUAGES if row["checked"][language]),
        tuple(row["causes"]),
        str(row["source"]),
    )


def recognise(table: Table, text: str) -> Known | None:
    """Which message a text is, holds, or is a piece of; None if it is none of them.

    Case, quotation marks, accents, punctuation, line breaks and what stands around it do not
    matter; a slip of the pen here and there does not either.
    """
    wanted = _words(text[:LONGEST])
    if len(wanted) < _FEWEST_WORDS:
        return None
    best: tuple[float, int] = (_ALIKE, 0)
    found = None
    for known in table:
        for _, wording in known.texts:
            pieces = [words for part in wording.split(_HOLE) if (words := _words(part))]
            like = max(_likeness(wanted, pieces), _beginning(wanted, wording))
            if like > best:
                best, found = like, known
    return found


def _likeness(wanted: Sequence[str], pieces: Sequence[Sequence[str]]) -> tuple[float, int]:
    """How much of the wording is in the text, or of the text in the wording; and how long that
    is. The first piece alone is enough: what comes behind an address is often left out.
    """
    whole = [word for piece in pieces for word in piece]
    if _inside(pieces[0], wanted) and len(pieces[0]) >= _FEWEST_WORDS:
        return 1.0, len(whole) if all(_inside(each, wanted) for each in pieces) else len(pieces[0])
    if any(_inside(wanted, each) for each in pieces):
        return 1.0, len(wanted)
    common = _common(wanted, whole)
    if common < 2 * _FEWEST_WORDS:
        return 0.0, 0
    return common / max(min(len(wanted), len(whole)), 1), common


def _beginning(wanted: Sequence[str], wording: str) -> tuple[float, int]:
    """The first sentence alone, with something else behind it."""
    first = _words(wording.split(_HOLE)[0].partition(". ")[0])
    if len(first) > _FEWEST_WORDS and _inside(first, wanted):
        return 1.0, len(first)
    return 0.0, 0


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both have, in their order: the longest common subsequence."""
    if not set(one) & set(other):
        return 0
    held = Counter(one)
    rows = [word for word in other if held[word]]
    best = [0] * (len(one) + 1)
    for word in rows:
        before = 0
        for place, mine in enumerate(one, 1):
            above = best[place]
            best[place] = before + 1 if mine == word else max(above, best[place - 1])
            before = above
    return best[-1]


def _inside(part: Sequence[str], whole: Sequence[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _words(text: str) -> list[str]:
    return list(_plain(text))


def _plain(text: str) -> Iterator[str]:
    """Words in lower case without accents; an apostrophe inside a word belongs to it."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(each for each in bare if not unicodedata.combining(each))
    for found in _WORD.finditer(bare):
        yield _APOSTROPHE.sub("", found[0])


_APOSTROPHE = re.compile(r"['’‘ʼ`´]")
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")
