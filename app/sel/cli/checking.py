"""`check`: judge a certificate, and say why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.message import Message
from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.cli.files import ask_file, read
from sel.cli.lines import told
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

if TYPE_CHECKING:  # loaded when it is used
    from sel.flows.checking import Checked, Options


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the command."""
    say = speaker.say
    check = commands.add_parser(
        "check",
        parents=[everywhere],
        help=say("cli-check", "say whether a certificate is good, and why"),
    )
    check.add_argument("file", type=Path, metavar="FILE")
    add_options(check, speaker)
    check.add_argument(
        "--for",
        dest="wanted",
        choices=("sign", "encrypt", "any", "path"),
        default="any",
        help=say("cli-check-for", "what it is wanted for; path: its path and revocation alone"),
    )
    check.add_argument(
        "--email", metavar="A", help=say("cli-check-email", "an address it has to be for")
    )
    check.add_argument(
        "--roots",
        nargs="+",
        type=Path,
        metavar="F",
        help=say("cli-check-roots", "trust only the authorities in these files"),
    )
    check.add_argument(
        "--chain",
        nargs="+",
        type=Path,
        default=[],
        metavar="F",
        help=say("cli-check-chain", "files with authorities between it and a root"),
    )
    check.add_argument(
        "--crl",
        nargs="+",
        type=Path,
        default=[],
        metavar="F",
        help=say("cli-check-crl", "files with revocation lists or OCSP answers"),
    )
    check.add_argument(
        "--at",
        metavar="TIME",
        help=say("cli-check-at", "judge as of this day or time (2026-11-24T09:00:00Z)"),
    )
    check.add_argument(
        "--revocation",
        choices=("off", "prefer", "require"),
        help=say("cli-check-revocation", "whether it must be known that it is not revoked"),
    )
    check.set_defaults(run=_check)


def _check(context: Context, arguments: Namespace) -> Answer:
    from sel.base.errors import PassphraseNeeded
    from sel.flows import checking

    options = _options(context, arguments)
    data = read(context, arguments.file)
    try:
        checked = checking.check(context.services, data, options, context.progress)
    except PassphraseNeeded:
        typed = context.passphrases.wanted("pass", ask_file)
        options = _options(context, arguments, typed)
        checked = checking.check(context.services, data, options, context.progress)
    problems = shapes.problems(checked.findings, context.speaker)
    document = {
        "verdict": checked.verdict.value,
        "path": [each.hex() for each in checked.path],
        "anchor": checked.anchor.value if checked.anchor is not None else None,
        "revocation": checked.revocation,
        "problems": problems,
    }
    lines = _lines(checked, arguments.wanted, problems, context.speaker)
    return Answer(document, tuple(lines), int(checked.verdict is checking.Verdict.BAD))


def _options(context: Context, arguments: Namespace, typed: Any = None) -> Options:
    from sel.core.address import normal
    from sel.flows.checking import Mode, Options, Wanted

    roots = arguments.roots
    return Options(
        wanted=Wanted(arguments.wanted),
        mailbox=normal(arguments.email) if arguments.email is not None else None,
        passphrase=typed or context.passphrases.given("pass"),
        roots=tuple(read(context, each) for each in roots) if roots is not None else None,
        chain=tuple(read(context, each) for each in arguments.chain),
        crls=tuple((str(each), read(context, each)) for each in arguments.crl),
        at=_moment(arguments.at),
        mode=Mode(arguments.revocation) if arguments.revocation is not None else None,
    )


def _moment(text: str | None) -> datetime | None:
    """RFC 3339, or a day, which begins at midnight UTC. Raises BadTime."""
    from sel.base.errors import BadTime

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise BadTime(option="--at", given=text) from problem


def _lines(
    checked: Checked, wanted: str, problems: list[dict[str, Any]], speaker: Speaker
) -> list[str]:
    """The verdict first, then what and why, for whom it matters, and what rests on what."""
    lines = [
        speaker.message(
            Message(f"check-{checked.verdict.value}", {"wanted": wanted, "name": _name(checked)})
        )
    ]
    marks = {"error": "✗", "warning": "!", "info": "·"}
    for each in problems:
        clause = f" [{each['code']}, {each['source']}]" if each["source"] else f" [{each['code']}]"
        said, *hint = told(each)
        lines += [f"{marks[each['severity']]} {said}{clause}", *hint]
    if checked.verdict.value == "bad":
        lines.append(speaker.message(Message(f"check-matters-{wanted}")))
    if checked.anchor is not None:
        lines.append(speaker.message(Message("check-anchor", {"anchor": checked.anchor.value})))
    lines.append(speaker.message(Message("check-revocation", {"revocation": checked.revocation})))
    return lines


def _name(checked: Checked) -> str:
    from sel.core.chain import link, names

    seen = link.read_or_none(checked.leaf)
    return names.shown(seen.subject) if seen is not None else ""
