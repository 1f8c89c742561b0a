"""Words of the choices on Home that other pages name, so that nobody looks for another label."""

from __future__ import annotations

from sel.text.speaker import Speaker


def given_file_words(speaker: Speaker) -> str:
    """The choice of those who have a file with a key."""
    return speaker.say("wish-given-file", "&Set up a certificate file I was given")


def look_at_words(speaker: Speaker) -> str:
    """The choice of those who have any other file."""
    return speaker.say("wish-look-at", "Open or check a &file or an e-mail")


def send_safely_words(speaker: Speaker) -> str:
    """The choice of those who have a mail to write, and ask what protects it."""
    return speaker.say("wish-protection", "Sen&d something safely now")
