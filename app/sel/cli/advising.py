"""`advise`: which protection a mail needs. Asks for no key and leaves nothing behind."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from sel.base.errors import NobodyWrittenTo, SelError
from sel.cli.context import Answer, Context, Failed
from sel.cli.files import read, ready_file, write
from sel.text.speaker import Speaker

CONTENTS = ("ordinary", "personal", "sensitive", "highest")
APPS = (
    "outlook-classic",
    "outlook-new",
    "outlook-mac",
    "outlook-web",
    "thunderbird",
    "apple-mail",
    "phone",
    "other",
)
_MOST_FAMILIES = 1_000_000


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say

    def families(text: str) -> int:
        if text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_FAMILIES:
            return int(text)
        raise ArgumentTypeError(say("cli-advise-number", "a whole number, 1 or more"))

    advise = commands.add_parser(
        "advise",
        parents=[everywhere],
        help=say("cli-advise", "say which protection a mail needs"),
    )
    advise.add_argument(
        "--from",
        dest="sender",
        metavar="ADDRESS",
        help=say(
            "cli-advise-from", "who you write as; else the address of your certificate in use"
        ),
    )
    advise.add_argument("--to", nargs="+", action="extend", default=[], metavar="ADDRESS")
    advise.add_argument(
        "--mail",
        nargs="+",
        action="extend",
        type=Path,
        default=[],
        metavar="FILE",
        help=say("cli-advise-mail", "a mail (.eml, .msg): those it is to are written to"),
    )
    advise.add_argument(
        "--content",
        choices=CONTENTS,
        required=True,
        help=say(
            "cli-advise-content",
            "what is in it: menus and dates; marks and attendance; health, family and money;"
            " safeguarding",
        ),
    )
    advise.add_argument(
        "--parents", action="store_true", help=say("cli-advise-parents", "it goes to parents")
    )
    advise.add_argument(
        "--families",
        type=families,
        default=1,
        metavar="N",
        help=say("cli-advise-families", "how many families it is about"),
    )
    advise.add_argument(
        "--group",
        action="store_true",
        help=say("cli-advise-group", "it goes to a large distribution group"),
    )
    advise.add_argument(
        "--app",
        choices=APPS,
        help=say("cli-advise-app", "where you write it; else what is found on this computer"),
    )
    advise.add_argument(
        "--draft",
        dest="out",
        type=Path,
        metavar="FILE.eml",
        help=say("cli-advise-draft", "begin the mail, with the words in its subject"),
    )
    advise.add_argument("--replace", action="store_true")
    advise.set_defaults(run=_advise)


def _advise(context: Context, arguments: Namespace) -> Answer:
    from sel.core.advice import App, Content
    from sel.flows import advising, recipients

    if arguments.out is not None:
        ready_file(context, arguments, option="--draft")
    of_mails = (recipients.of_mail(read(context, each)) for each in arguments.mail)
    to = (*arguments.to, *(address for each in of_mails for address in each))
    if not to:
        raise NobodyWrittenTo()
    asked = advising.Asked(
        to=to,
        content=Content(arguments.content),
        sender=arguments.sender,
        parents=arguments.parents,
        families=arguments.families,
        group=arguments.group,
        app=App(arguments.app) if arguments.app is not None else None,
    )
    found = advising.advice(context.services, asked)
    document, lines = _shape(found), _lines(context.speaker, found)
    if arguments.out is None:
        return Answer(document, lines)
    try:
        mail = recipients.begun(context.services, asked, found, context.speaker.language)
    except SelError as problem:
        raise Failed(problem, document, lines) from problem
    write(context, arguments, mail)
    saved = context.speaker.say("form-was-saved", "Saved: {path}", path=arguments.out)
    return Answer(document | {"draft": str(arguments.out)}, (*lines, saved))


def _shape(found: Any) -> dict[str, Any]:
    return {
        "recommended": found.recommended.value,
        "per_recipient": [
            {
                "address": each.address,
                "own": each.own,
                "tls": each.listed is not None,
                "smime": each.smime.value,
            }
            for each in found.recipients
        ],
        "reasons": _codes(found.reasons),
        "notes": _codes(found.notes),
        "steps": _codes(found.steps),
        "others": [
            {"protection": each.protection.value, "reasons": _codes(each.why)}
            for each in found.others
        ],
    }


def _codes(messages: Any) -> list[str]:
    """Each once: of several recipients the same may be true."""
    return [str(code) for code in dict.fromkeys(each.code for each in messages)]


def _lines(speaker: Speaker, found: Any) -> tuple[str, ...]:
    from sel.text import advice

    say = speaker.say
    lines = [advice.answer(speaker, found)]
    lines += [f"  {advice.said(speaker, each)}" for each in found.reasons]
    guards = advice.guards(speaker, found)
    if guards is not None:
        lines += [
            say("cli-advise-guards", "What it protects from: {text}", text=guards[0]),
            say("cli-advise-leaves", "What it does not: {text}", text=guards[1]),
        ]
    for title, messages in (
        (say("cli-advise-steps", "What to do:"), found.steps),
        (say("cli-advise-notes", "Good to know:"), found.notes),
    ):
        if messages:
            lines += [title, *(f"  - {advice.said(speaker, each)}" for each in messages)]
    lines.append(say("cli-advise-others", "Why not the others:"))
    for each in found.others:
        name, why = advice.other(speaker, each)
        lines.append(f"  - {name}: {why}")
    return tuple(lines)
