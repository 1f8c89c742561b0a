"""Texts of an authority profile in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping

from sel.text.speaker import LANGUAGES, Speaker


def in_words(texts: Mapping[str, str], speaker: Speaker) -> str:
    """The text of this language; a profile has one for each (English for the pseudo language)."""
    return texts[speaker.language if speaker.language in LANGUAGES else "en"]
