"""argparse's own words. It asks by English text and fills `%(name)s` in by itself."""

from __future__ import annotations

import re
from functools import cache

from sel.text.catalog.entry import Entry, message, plural
from sel.text.voice import Voice

ENTRIES = (
    message("argparse-usage", "usage: "),
    message("argparse-positionals", "positional arguments"),
    message("argparse-options", "options"),
    message("argparse-optionals", "optional arguments"),
    message("argparse-subcommands", "subcommands"),
    message("argparse-heading", "%(heading)s:"),
    message("argparse-help", "show this help message and exit"),
    message("argparse-version", "show program's version number and exit"),
    message("argparse-default", " (default: %(default)s)"),
    message("argparse-argument", "argument %(argument_name)s: %(message)s"),
    message("argparse-error", "%(prog)s: error: %(message)s\n"),
    message("argparse-warning", "%(prog)s: warning: %(message)s\n"),
    message("argparse-unrecognized", "unrecognized arguments: %s"),
    message("argparse-required", "the following arguments are required: %s"),
    message("argparse-one-required", "one of the arguments %s is required"),
    message("argparse-not-with", "not allowed with argument %s"),
    message("argparse-explicit", "ignored explicit argument %r"),
    message("argparse-one", "expected one argument"),
    message("argparse-at-most-one", "expected at most one argument"),
    message("argparse-at-least-one", "expected at least one argument"),
    plural("argparse-several", "expected %s argument", "expected %s arguments"),
    message("argparse-ambiguous", "ambiguous option: %(option)s could match %(matches)s"),
    message("argparse-unexpected", "unexpected option string: %s"),
    message("argparse-type", "invalid %(type)s value: %(value)r"),
    message("argparse-choice", "invalid choice: %(value)r (choose from %(choices)s)"),
    message(
        "argparse-choice-meant",
        "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)",
    ),
    message("argparse-parser", "unknown parser %(parser_name)r (choices: %(choices)s)"),
    message("argparse-dash", 'argument "-" with mode %r'),
    message("argparse-open", "can't open '%(filename)s': %(error)s"),
)
_SIGNS = re.compile(r"%(?:\(\w+\))?[sr]")


def argparse_words(voice: Voice, english: str) -> str:
    """What argparse wants to say, in another language; its English if there is none of it."""
    entry = _by_english().get(english)
    if entry is None:
        return english
    return same_signs(voice.say(entry.code, entry.what), english)


def argparse_count(voice: Voice, one: str, many: str, n: int) -> str:
    """As `argparse_words`, for a number."""
    entry = _by_english().get(one)
    english = one if n == 1 else many
    if entry is None or entry.many != many:
        return english
    return same_signs(voice.count(entry.code, entry.what, entry.many, n=n), english)


def same_signs(translated: str, english: str) -> str:
    """`translated`, or the English if argparse could not fill it in as it fills in that."""
    same = sorted(_SIGNS.findall(translated)) == sorted(_SIGNS.findall(english))
    return translated if same else english


@cache
def _by_english() -> dict[str, Entry]:
    return {entry.what: entry for entry in ENTRIES}
