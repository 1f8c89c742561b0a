"""Read the command line, run one command, print its answer, end with the contract's exit code."""

from __future__ import annotations

import argparse
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sel import __version__
from sel.base.errors import SelError, UsageError
from sel.base.progress import Cancelled, Silent
from sel.base.secret import Secret
from sel.cli import groups
from sel.cli.context import Answer, Bar, Context, Failed, standard_output
from sel.cli.passphrases import Passphrases, add_options
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.text.visible import visible_line

if TYPE_CHECKING:
    from sel.ports.book import Book

Build = Callable[
    [
        Path | None,
        Callable[[], Secret | None],
        bool,
        Sequence[str],
        Path | None,
        Callable[[bool], Secret | None],
    ],
    Services,
]
"""data folder, the unlock passphrase that was given, network allowed, variables children never
see, file with managed settings, how to ask a person for the unlock passphrase"""


class Wrong(UsageError):
    """argparse's own complaint. facts: message"""

    code = "command-line"


class _Parser(ArgumentParser):
    """An ArgumentParser whose complaints are ours, so that --json holds for exit 2 too.

    Options are written out: what a beginning means today another option may take tomorrow.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False} | settings)

    def _get_formatter(self) -> argparse.HelpFormatter:
        """argparse asks for one with every option, and for the width imports all archivers."""
        return argparse.HelpFormatter(self.prog, width=_columns() - 2)

    def error(self, message: str) -> NoReturn:
        raise Wrong(message=message, usage=self.format_usage().strip())


def _columns() -> int:
    """As shutil.get_terminal_size."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) > 0:
        return int(named)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def parser(speaker: Speaker, argv: Sequence[str] = ()) -> ArgumentParser:
    """Every command that exists today; of the one that `argv` names, its group alone.

    Other groups are not even loaded then.
    """
    top = _Parser(
        prog="sel",
        description=speaker.say("cli-about", "Sêl: S/MIME certificates that work, kept safe."),
        epilog=speaker.say("cli-epilog", "Without a command the window opens."),
    )
    _globals(top, speaker, behind=False)
    top.add_argument(
        "--version",
        action="version",
        version=f"sel {__version__}",
        help=speaker.say("argparse-version", "show program's version number and exit"),
    )
    everywhere = _Parser(add_help=False)
    _globals(everywhere, speaker, behind=True)
    # With its `prog` given, argparse does not lay out a usage to take it from.
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=_Parser, prog="sel"
    )
    for register in groups.named(argv):
        register(commands, everywhere, speaker)
    return top


def _globals(parser: ArgumentParser, speaker: Speaker, *, behind: bool) -> None:
    """Global options stand before or behind the command; behind, absence says nothing."""
    quiet: dict[str, Any] = {"default": argparse.SUPPRESS} if behind else {}
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        **quiet,
        help=speaker.say("cli-data", "where Sêl keeps its own data"),
    )
    parser.add_argument(
        "--policy",
        type=Path,
        metavar="FILE",
        **quiet,
        help=speaker.say("cli-policy", "managed settings from a JSON file"),
    )
    parser.add_argument(
        "--lang",
        choices=("en", "cy"),
        **quiet,
        help=speaker.say("cli-lang", "language of messages"),
    )
    parser.add_argument(
        "--json",
        action="store_true",
        **quiet,
        help=speaker.say("cli-json", "one JSON document on standard output"),
    )
    parser.add_argument(
        "--no-network",
        action="store_true",
        **quiet,
        help=speaker.say("cli-no-network", "nothing leaves the machine"),
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        **quiet,
        help=speaker.say("cli-yes", "answer yes to what would be asked"),
    )
    add_options(parser, speaker, "unlock", **quiet)


def run(
    argv: Sequence[str], build: Build, speaker: Speaker, loaded: Callable[[], None] = lambda: None
) -> int:
    """Run one command. `build` makes the services once the options are known.

    loaded  is told when there are words for everything; may raise KeyboardInterrupt
    """
    _speak_argparse(speaker)
    options = list(argv[: argv.index("--")] if "--" in argv else argv)
    wants_json = "--json" in options
    bar = Bar(speaker)
    books: list[Book] = []
    try:
        loaded()
        arguments = parser(speaker, argv).parse_args(argv)
        context = _context(arguments, build, speaker, bar, books)
        try:
            answer: Answer = arguments.run(context, arguments)
        finally:
            bar.clear()
            if arguments.command != "status":  # which has it among its notices
                _tell_recovery(books, speaker)
        with standard_output():
            _print(answer, as_json=arguments.json)
    except Failed as failed:
        bar.clear()
        return _refuse(failed, speaker, wants_json=wants_json)
    except SelError as problem:
        bar.clear()
        return _refuse(Failed(problem, {}), speaker, wants_json=wants_json)
    except (KeyboardInterrupt, Cancelled):
        bar.clear()
        if wants_json:
            told = speaker.say("cancelled", "Cancelled.")
            _print_json({"error": {"code": "cancelled", "message": told, "hint": ""}})
        return 130
    except Exception as fault:  # noqa: BLE001  # ours: named by its place, not by its values
        bar.clear()
        return _refuse(Failed(SelError(detail=_place(fault)), {}), speaker, wants_json=wants_json)
    return answer.status


def _place(fault: Exception) -> str:
    """The kind of a fault and where it came from: nothing of what was worked with."""
    import traceback

    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    return f"{type(fault).__name__} {' '.join(places[-4:])}"


def _print(answer: Answer, *, as_json: bool) -> None:
    if answer.printed:
        return
    if as_json:
        _print_json(answer.document)
    else:
        for line in answer.lines:
            sys.stdout.write(f"{visible_line(line)}\n")
        sys.stdout.flush()


def _tell_recovery(books: Sequence[Book], speaker: Speaker) -> None:
    """A book that was mended is never passed over in silence, whatever was asked."""
    for recovery in (each.recovery for each in books[:1]):
        if recovery is not None:
            from sel.flows.status import recovered

            sys.stderr.write(f"{visible_line(speaker.message(recovered(recovery)))}\n")


def _context(
    arguments: Namespace, build: Build, speaker: Speaker, bar: Bar, books: list[Book]
) -> Context:
    from dataclasses import replace

    passphrases = Passphrases(arguments, speaker, prompting=not arguments.json)
    hidden = [
        value
        for name in ("unlock_env", "pass_env", "new_pass_env", "store_pass_env")
        if (value := getattr(arguments, name, None)) is not None
    ]

    def typed(again: bool) -> Secret | None:
        bar.clear()
        return passphrases.unlocking(again=again)

    services = build(
        arguments.data,
        lambda: passphrases.given("unlock"),
        not arguments.no_network,
        hidden,
        arguments.policy,
        typed,
    )

    def book() -> Book:
        opened = services.book()
        books.append(opened)
        return opened

    on_terminal = sys.stderr.isatty() and not arguments.json
    return Context(
        services=replace(services, book=book),
        speaker=speaker,
        passphrases=passphrases,
        json=arguments.json,
        yes=arguments.yes,
        progress=bar if on_terminal else Silent(),
    )


def _refuse(failed: Failed, speaker: Speaker, *, wants_json: bool) -> int:
    told = speaker.error(failed.problem, command=True)
    unknown = told.detail if told.code == SelError.code else ""
    with suppress(OSError):  # a full disk under a log takes away neither document nor exit code
        for line in (told.what, told.hint, unknown, *failed.lines):
            if line:
                sys.stderr.write(f"{visible_line(line)}\n")
    if wants_json:
        hint = "\n".join(line.strip() for line in (told.hint, *failed.lines) if line)
        error = {"code": told.code, "message": told.what, "hint": hint}
        if unknown:
            error["detail"] = unknown
        with suppress(SelError), standard_output():
            _print_json({**failed.document, "error": error})
    return failed.problem.exit_status


def _print_json(document: Mapping[str, Any]) -> None:
    from sel.cli.pretty import pretty

    # Whole or not at all: a fact that JSON does not know is found before anything is written.
    sys.stdout.write(f"{pretty(document)}\n")
    sys.stdout.flush()


def _speak_argparse(speaker: Speaker) -> None:
    """argparse asks a `gettext` of its module for its words; give it ours."""
    from sel.text.catalog import command_line

    argparse._ = lambda english: command_line.argparse_words(speaker, english)  # type: ignore[attr-defined]
    argparse.ngettext = (  # type: ignore[attr-defined]
        lambda one, many, n: command_line.argparse_count(speaker, one, many, n)
    )
