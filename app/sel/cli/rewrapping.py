"""`rewrap`: a copy of a PKCS#12 for the programs that are to open it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sel.base.secret import Secret
from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.cli.files import ask_file, ask_new, read, ready, write
from sel.cli.lines import told
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

_PROTECTIONS = ("modern", "old-devices")


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the command."""
    rewrap = commands.add_parser(
        "rewrap",
        parents=[everywhere],
        help=speaker.say("cli-rewrap", "write a PKCS#12 again for other programs"),
    )
    rewrap.add_argument("file", type=Path, metavar="FILE")
    rewrap.add_argument("--for", dest="protection", choices=_PROTECTIONS, required=True)
    rewrap.add_argument("--out", type=Path, required=True, metavar="FILE")
    rewrap.add_argument("--replace", action="store_true")
    add_options(rewrap, speaker)
    add_options(rewrap, speaker, "new-pass")
    rewrap.set_defaults(run=_rewrap)


def _rewrap(context: Context, arguments: Namespace) -> Answer:
    from sel.core import bundle
    from sel.core.bundle import Protection
    from sel.flows import rewrapping

    ready(context, arguments)
    data = read(context, arguments.file)
    outline = bundle.outline(data)
    given: Secret | None = context.passphrases.given("pass")
    if given is None and outline.sealed and context.passphrases.prompting:
        # A script is not asked: a file whose passphrase is empty opens without one.
        given = context.passphrases.wanted("pass", ask_file)
    new, _ = context.passphrases.chosen("new-pass", ask_new)
    protection = Protection(arguments.protection)
    made = rewrapping.rewrap(context.services, data, given, new, protection, context.progress)
    write(context, arguments, made.data, private=True)
    if str(arguments.out) != "-":
        rewrapping.prove_written(context.services, arguments.out, new, made)
    say = context.speaker.say
    lines = [
        say("cli-written", "Written: {path}", path=arguments.out),
        context.speaker.count(
            "cli-rewrapped",
            "Opened again and compared: {n} key is in it.",
            "Opened again and compared: {n} keys are in it.",
            n=len(made.held.entries),
        ),
    ]
    if protection is Protection.OLD_DEVICES:
        lines.append(
            say(
                "old-devices-cost",
                "Old protection is weaker: only the length of the passphrase guards this file.",
            )
        )
    problems = shapes.problems(made.findings, context.speaker)
    document = {
        "out": str(arguments.out),
        "for": arguments.protection,
        "keys": len(made.held.entries),
        "certificates": len(made.held.others)
        + sum(entry.certificate is not None for entry in made.held.entries),
        "problems": problems,
    }
    lines.extend(line for each in problems for line in told(each))
    return Answer(document, tuple(lines), shapes.exit_status(made.findings))
