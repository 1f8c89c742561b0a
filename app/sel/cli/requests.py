"""`request …`: a key, a form for whoever issues certificates, and their answer."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.errors import SelError
from sel.cli import shapes
from sel.cli.context import Answer, Context, Failed
from sel.cli.files import add_output, forgets_accepted, read, ready, write
from sel.cli.lines import identity_line, told
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.core.keypair import KeyKind
    from sel.core.request import Asked

_NAMES = {"name": "N", "organisation": "O", "unit": "U", "locality": "L", "country": "GB"}
_KEYS = ("rsa-3072", "rsa-2048", "rsa-4096", "ec-p256", "ec-p384")


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "request", help=say("cli-request", "make a key and ask for a certificate")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    new = group.add_parser(
        "new", parents=[everywhere], help=say("cli-request-new", "make a key and a request")
    )
    new.add_argument(
        "--renew",
        metavar="ID",
        help=say(
            "cli-request-renew",
            "for the person and with the kind of key of this certificate; it stays as it is",
        ),
    )
    new.add_argument("--email", action="append", metavar="A")
    for option, metavar in _NAMES.items():
        new.add_argument(f"--{option}", metavar=metavar)
    new.add_argument("--key", choices=_KEYS)
    add_output(new)
    new.set_defaults(run=_new)
    listed = group.add_parser(
        "list", parents=[everywhere], help=say("cli-request-list", "requests that wait")
    )
    listed.set_defaults(run=_list_requests)
    show = group.add_parser(
        "show", parents=[everywhere], help=say("cli-request-show", "write a request again")
    )
    show.add_argument("id", metavar="ID")
    add_output(show)
    show.set_defaults(run=_show)
    finish = group.add_parser(
        "finish",
        parents=[everywhere],
        help=say("cli-request-finish", "take in the certificate that was sent back"),
    )
    finish.add_argument("certificate", type=Path, metavar="CERT_FILE")
    finish.add_argument("--chain", type=Path, nargs="+", default=[], metavar="F")
    finish.set_defaults(run=_finish)
    cancel = group.add_parser(
        "cancel",
        parents=[everywhere],
        help=say("cli-request-cancel", "hide a request; its key stays"),
    )
    cancel.add_argument("id", metavar="ID")
    cancel.set_defaults(run=_cancel)


def _new(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import requests

    ready(context, arguments)
    asked, kind, renews = _wanted(context, arguments)
    made = requests.make(
        context.services,
        asked,
        kind,
        context.progress,
        forgets_accepted=forgets_accepted(context),
    )
    say = context.speaker.say
    document = {
        "id": made.id,
        "renews": renews,
        "sha256": made.request.sha256.hex(),
        "key": shapes.key(made.request.key),
        "out": str(arguments.out),
    }
    try:
        write(context, arguments, requests.text_of(made.request).encode())
    except SelError as problem:
        kept = say(
            "cli-request-kept",
            "Your key is kept safe all the same. Write the form again: "
            "sel request show {id} --out FILE",
            id=made.id,
        )
        raise Failed(problem, document | {"out": None}, (kept,)) from problem
    if str(arguments.out) == "-":
        return Answer(document)
    return Answer(
        document,
        (
            say(
                "cli-request-made",
                "Your key is kept safe (id {id}). The form: {path}",
                id=made.id,
                path=arguments.out,
            ),
            say(
                "cli-request-next",
                "Send the form to whoever issues certificates, then: sel request finish FILE",
            ),
        ),
    )


def _wanted(context: Context, arguments: Namespace) -> tuple[Asked, KeyKind | None, str | None]:
    """What is asked for: as given; with --renew as before, but for what is given.

    Raises OptionMissing.
    """
    from dataclasses import replace

    from sel.base.errors import OptionMissing
    from sel.core.keypair import KeyKind
    from sel.core.request import Asked

    given = {
        option: value for option in _NAMES if (value := getattr(arguments, option)) is not None
    }
    if arguments.email:
        given["emails"] = tuple(arguments.email)
    kind = KeyKind(arguments.key) if arguments.key else None
    if arguments.renew is None:
        for needed, option in (("emails", "--email"), ("name", "--name")):
            if needed not in given:
                raise OptionMissing(option=option)
        return Asked(**given), kind, None
    from sel.flows import renewing
    from sel.flows.identities import find

    services = context.services
    one = find(services.book(), arguments.renew, services.clock.now())
    asked = replace(renewing.asked_again(one), **given)
    assert one.certificate is not None
    return asked, kind or renewing.kind_for(services, one.certificate), one.id


def _list_requests(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import requests

    waiting = requests.waiting(context.services)
    document = {
        "requests": [
            {
                "id": one.id,
                "created": shapes.time(held.created),
                "emails": list(one.emails),
                "key": shapes.key(one.request.key if one.request is not None else None),
            }
            for one, held in waiting
        ]
    }
    date = context.speaker.date
    lines = tuple(f"{one.id}  {date(held.created)}  {', '.join(one.emails)}"
                  for one, held in waiting)  # fmt: skip
    return Answer(document, lines or (context.speaker.say("cli-no-requests", "No requests."),))


def _show(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import requests

    ready(context, arguments)
    facts = requests.show(context.services, arguments.id)
    write(context, arguments, requests.text_of(facts).encode())
    document = {**shapes.request(facts), "out": str(arguments.out)}
    if str(arguments.out) == "-":
        return Answer(document)
    written = context.speaker.say("cli-written", "Written: {path}", path=arguments.out)
    return Answer(document, (written,))


def _finish(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import requests

    answer = read(context, arguments.certificate)
    chain = [read(context, path) for path in arguments.chain]
    finished = requests.finish(context.services, answer, chain, context.progress)
    problems = shapes.problems(finished.findings, context.speaker)
    document = {**shapes.identity(finished.identity), "new": finished.new, "problems": problems}
    lines = [identity_line(finished.identity, context.speaker)]
    lines.extend(line for each in problems for line in told(each))
    return Answer(document, tuple(lines), shapes.exit_status(finished.findings))


def _cancel(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import requests

    one = requests.cancel(context.services, arguments.id)
    line = context.speaker.say(
        "cli-request-cancelled",
        "The request {id} is hidden. Its key stays; a late answer still finishes it.",
        id=one.id,
    )
    return Answer({"id": one.id, "cancelled": True}, (line,))
