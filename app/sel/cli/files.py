"""Files and passphrases as most commands take them: in, out, and what is asked beforehand."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from sel.base.errors import NeedsFile, OneOutput
from sel.cli.context import Context, standard_output
from sel.text.speaker import Speaker


def add_output(parser: ArgumentParser) -> None:
    """`--out FILE` and `--replace`."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--replace", action="store_true")


def read(context: Context, path: Path) -> bytes:
    """A file, or standard input for `-`."""
    import sys

    if str(path) == "-":
        return sys.stdin.buffer.read()
    return context.services.inputs.read(path)


def write(context: Context, arguments: Namespace, data: bytes, *, private: bool = False) -> None:
    """An output, or standard output for `-`. private: nobody but its owner may read the file."""
    import sys

    if str(arguments.out) == "-":
        with standard_output():
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    else:
        context.services.outputs.write(
            arguments.out, data, replace=arguments.replace, private=private
        )


def ready(context: Context, arguments: Namespace) -> None:
    """Refuse early what could not be written after long work.

    Raises OneOutput where standard output is to carry the file and the JSON document too.
    """
    if str(arguments.out) == "-" and context.json:
        raise OneOutput()
    if str(arguments.out) != "-":
        context.services.outputs.ready(arguments.out, replace=arguments.replace)


def ready_file(context: Context, arguments: Namespace, *, option: str = "--out") -> None:
    """As `ready`, where it has to be a file and nothing else. Raises NeedsFile."""
    if str(arguments.out) == "-":
        raise NeedsFile(option=option)
    ready(context, arguments)


def forgets_accepted(context: Context) -> bool:
    """On a computer that forgets, ask before a key is made or taken in."""
    reason = context.services.forgets()
    if reason is None or not (context.yes or context.passphrases.prompting):
        return False
    return context.ask(
        "ask-forgets",
        "This computer forgets what is kept on it when you sign out. Go on all the same?",
    )


def ask_file(speaker: Speaker) -> str:
    """The prompt for the passphrase of a file."""
    return speaker.say("cli-ask-file", "Password (passphrase) of the file: ")


def ask_new(speaker: Speaker) -> str:
    """The prompt for a new passphrase."""
    return speaker.say("cli-ask-new", "New passphrase: ")
