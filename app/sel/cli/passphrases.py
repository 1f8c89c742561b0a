"""Where passphrases come from: a file, a descriptor, a variable, a prompt; never an argument."""

from __future__ import annotations

import codecs
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from sel.base.errors import (
    NotFound,
    PassphraseNeeded,
    PassphrasesDiffer,
    PassphraseUnreadable,
    Unreadable,
    VariableUnset,
)
from sel.base.secret import Secret
from sel.text.speaker import Speaker

_LONGEST = 64 * 1024
UNLOCK_TRIES = 3


def add_options(
    parser: ArgumentParser, speaker: Speaker, name: str = "pass", **settings: object
) -> None:
    """`--NAME-file`, `--NAME-fd`, `--NAME-env`, of which one may be given."""
    which = _which(speaker, name)
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        f"--{name}-file",
        metavar="F",
        type=Path,
        **settings,  # type: ignore[arg-type]
        help=speaker.say("cli-pass-file", "{which}: from the first line of a file", which=which),
    )
    group.add_argument(
        f"--{name}-fd",
        metavar="N",
        type=int,
        **settings,  # type: ignore[arg-type]
        help=speaker.say("cli-pass-fd", "{which}: from an open descriptor", which=which),
    )
    group.add_argument(
        f"--{name}-env",
        metavar="NAME",
        **settings,  # type: ignore[arg-type]
        help=speaker.say("cli-pass-env", "{which}: from an environment variable", which=which),
    )


def _which(speaker: Speaker, name: str) -> str:
    """Whose passphrase it is that options of this name give."""
    match name:
        case "unlock":
            return speaker.say("cli-pass-of-sel", "passphrase of Sêl's own keys")
        case "new-pass":
            return speaker.say("cli-pass-new", "new passphrase, chosen now")
        case "words":
            return speaker.say("cli-pass-words", "the two words of the test mail")
        case "store-pass":
            return speaker.say("cli-pass-of-store", "password of the mail program's store")
        case _:
            return speaker.say("cli-pass-of-file", "passphrase (password) of the file")


class Passphrases:
    """The passphrases of one run. A named variable leaves the environment when it is read."""

    def __init__(self, arguments: Namespace, speaker: Speaker, *, prompting: bool) -> None:
        self._arguments = arguments
        self._speaker = speaker
        self.prompting = prompting and sys.stdin.isatty() and sys.stderr.isatty()
        self._read: dict[str, Secret | None] = {}
        self._tries = 0
        # A variable is dropped before any child starts, also if nobody asks for the passphrase;
        # a stream is read in this order, whichever passphrase is needed first.
        for name in ("unlock", "pass", "new-pass", "store-pass", "words"):
            streamed = str(_option(arguments, name, "file")) == "-"
            if streamed or any(_option(arguments, name, s) is not None for s in ("env", "fd")):
                self.given(name)

    def given(self, name: str) -> Secret | None:
        """The passphrase that options name, or None.

        Raises NotFound, Unreadable, PassphraseUnreadable, VariableUnset.
        """
        if name not in self._read:
            self._read[name] = self._from_options(name)
        return self._read[name]

    def wanted(self, name: str, ask: Callable[[Speaker], str]) -> Secret:
        """From the options, else from a prompt. Raises PassphraseNeeded."""
        found = self.given(name)
        if found is not None:
            return found
        if not self.prompting:
            raise PassphraseNeeded()
        typed = self._read[name] = self._prompt(ask(self._speaker))  # once, however often used
        return typed

    def chosen(self, name: str, ask: Callable[[Speaker], str]) -> tuple[Secret, Secret]:
        """A new passphrase twice: both from the options, or typed two times."""
        found = self.given(name)
        if found is not None:
            return found, found
        if not self.prompting:
            raise PassphraseNeeded()
        first = self._prompt(ask(self._speaker))
        again = self._prompt(self._speaker.say("cli-passphrase-again", "Once more: "))
        if first != again:
            raise PassphrasesDiffer()
        return first, again

    def unlocking(self, *, again: bool) -> Secret | None:
        """The passphrase of Sêl's own keys, typed; None without a terminal or after three tries.

        again  whether the one before was wrong, which is said
        """
        if not self.prompting or self._tries == UNLOCK_TRIES:
            return None
        self._tries += 1
        if again:
            wrong = self._speaker.say("cli-unlock-again", "That is not the passphrase. Try again.")
            sys.stderr.write(f"{wrong}\n")
        try:
            return self._prompt(
                self._speaker.say("cli-ask-unlock", "Passphrase of Sêl's own keys: ")
            )
        except PassphraseNeeded:
            return None

    def _prompt(self, text: str) -> Secret:
        import getpass

        try:
            return Secret(getpass.getpass(text, stream=sys.stderr))
        except EOFError as problem:  # Ctrl-D
            raise PassphraseNeeded() from problem

    def _from_options(self, name: str) -> Secret | None:
        file = _option(self._arguments, name, "file")
        descriptor = _option(self._arguments, name, "fd")
        variable = _option(self._arguments, name, "env")
        if file is not None:
            return _first_line(_file(Path(str(file))))
        if descriptor is not None:
            return _first_line(_descriptor(int(str(descriptor))))
        if variable is not None:
            value = (
                os.environb.pop(os.fsencode(str(variable)), None)
                if os.supports_bytes_environ
                else os.environ.pop(str(variable), None)
            )
            if value is None:
                raise VariableUnset(variable=str(variable))
            return _first_line(value if isinstance(value, bytes) else value.encode())
        return None


def _option(arguments: Namespace, name: str, source: str) -> object:
    return getattr(arguments, f"{name}-{source}".replace("-", "_"), None)


def _file(path: Path) -> bytes:
    try:
        if str(path) == "-":
            return _descriptor(0)
        with path.open("rb") as file:
            return file.read(_LONGEST)
    except FileNotFoundError as problem:
        raise NotFound(path=str(path)) from problem
    except OSError as problem:
        raise Unreadable(path=str(path), detail=problem.strerror or "") from problem


def _descriptor(number: int) -> bytes:
    try:
        # Sign by sign: what stands behind the line belongs to whoever reads it next.
        line = bytearray()
        while len(line) < _LONGEST and not line.endswith(b"\n") and (sign := os.read(number, 1)):
            line += sign
        return bytes(line)
    except (OSError, OverflowError) as problem:
        detail = str(getattr(problem, "strerror", ""))
        raise Unreadable(path=f"fd {number}", detail=detail) from problem


def _first_line(data: bytes) -> Secret:
    """UTF-8, with or without a mark; also the UTF-16 with a mark that PowerShell 5 writes."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            data = data[: len(data) & ~1].decode("utf-16").encode()
        line = data.removeprefix(codecs.BOM_UTF8).split(b"\n", 1)[0].removesuffix(b"\r")
        line.decode()
    except UnicodeError as problem:
        raise PassphraseUnreadable() from problem
    return Secret(line)
