"""The mail of the second test: the only place where its two words are ever written."""

from __future__ import annotations

from sel.text.speaker import Speaker


def subject(speaker: Speaker) -> str:
    """It stands in clear, and says nothing of the words."""
    return speaker.say("word-test-subject", "Test: does your mail program open this?")


def text(speaker: Speaker, words: str) -> str:
    """The text, which is signed and encrypted."""
    return speaker.say(
        "word-test-text",
        "Your mail program opened this with your key.\nThe two words for Sêl: {words}",
        words=words,
    ) + "\n"  # fmt: skip


def file_name(speaker: Speaker) -> str:
    """A name for the file of the mail."""
    return speaker.say("word-test-file", "sel-test-mail.eml")
