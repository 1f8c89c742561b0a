"""`request …`, `id …`: my own certificates."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from sel.base.errors import NeedsFile, OneOutput, SelError
from sel.cli import shapes
from sel.cli.context import Answer, Context, Failed, standard_output
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker

_KEYS = ("rsa-3072", "rsa-2048", "rsa-4096", "ec-p256", "ec-p384")
_FORMS = ("der", "pem", "p7c", "vcf", "draft-mail")


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    _register_requests(commands, everywhere, speaker)
    _register_ids(commands, everywhere, speaker)


def _register_requests(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    say = speaker.say
    group = commands.add_parser(
        "request", help=say("cli-request", "make a key and ask for a certificate")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    new = group.add_parser(
        "new", parents=[everywhere], help=say("cli-request-new", "make a key and a request")
    )
    new.add_argument("--email", action="append", required=True, metavar="A")
    new.add_argument("--name", required=True, metavar="N")
    new.add_argument("--organisation", default="", metavar="O")
    new.add_argument("--unit", default="", metavar="U")
    new.add_argument("--locality", default="", metavar="L")
    new.add_argument("--country", default="", metavar="GB")
    new.add_argument("--key", choices=_KEYS, default="rsa-3072")
    _output(new)
    new.set_defaults(run=_new)
    listed = group.add_parser(
        "list", parents=[everywhere], help=say("cli-request-list", "requests that wait")
    )
    listed.set_defaults(run=_list_requests)
    show = group.add_parser(
        "show", parents=[everywhere], help=say("cli-request-show", "write a request again")
    )
    show.add_argument("id", metavar="ID")
    _output(show)
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


def _register_ids(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    say = speaker.say
    group = commands.add_parser("id", help=say("cli-id", "my own certificates")).add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    listed = group.add_parser(
        "list", parents=[everywhere], help=say("cli-id-list", "every certificate of mine")
    )
    listed.set_defaults(run=_list_ids)
    imported = group.add_parser(
        "import",
        parents=[everywhere],
        help=say("cli-id-import", "take keys from a PKCS#12 file"),
    )
    imported.add_argument("file", type=Path, metavar="FILE")
    add_options(imported, speaker)
    imported.set_defaults(run=_import)
    export = group.add_parser(
        "export",
        parents=[everywhere],
        help=say("cli-id-export", "hand out the public part of a certificate"),
    )
    export.add_argument("id", metavar="ID")
    export.add_argument("--format", choices=_FORMS, required=True)
    _output(export)
    export.set_defaults(run=_export)
    remove = group.add_parser(
        "remove",
        parents=[everywhere],
        help=say("cli-id-remove", "remove a key; mail encrypted to it stays shut"),
    )
    remove.add_argument("id", metavar="ID")
    remove.add_argument("--without-backup", action="store_true")
    remove.set_defaults(run=_remove)


def _output(parser: ArgumentParser) -> None:
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


def ready_file(context: Context, arguments: Namespace) -> None:
    """As `ready`, for what is read back afterwards: a file and nothing else. Raises NeedsFile."""
    if str(arguments.out) == "-":
        raise NeedsFile(option="--out")
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


def _new(context: Context, arguments: Namespace) -> Answer:
    from sel.core.keypair import KeyKind
    from sel.core.request import Asked
    from sel.flows import requests

    ready(context, arguments)
    asked = Asked(
        tuple(arguments.email),
        arguments.name,
        arguments.organisation,
        arguments.unit,
        arguments.locality,
        arguments.country,
    )
    made = requests.make(
        context.services,
        asked,
        KeyKind(arguments.key),
        context.progress,
        forgets_accepted=forgets_accepted(context),
    )
    say = context.speaker.say
    document = {
        "id": made.id,
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
    lines = [_identity_line(finished.identity, context.speaker)]
    lines.extend(f"{each['message']} {each['hint']}".rstrip() for each in problems)
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


def _list_ids(context: Context, arguments: Namespace) -> Answer:
    from sel.flows.identities import identities

    everything = identities(context.services.book(), context.services.clock.now())
    lines = tuple(_identity_line(each, context.speaker) for each in everything)
    nothing = context.speaker.say("cli-no-ids", "No certificates and no keys yet.")
    return Answer({"ids": [shapes.identity(each) for each in everything]}, lines or (nothing,))


def _identity_line(one: Any, speaker: Speaker) -> str:
    emails = ", ".join(one.emails)
    if not emails and one.certificate is not None:
        emails = one.certificate.common_name or one.certificate.subject
    if one.certificate is None:
        return speaker.say(
            "cli-id-waiting",
            "{id}  {emails}  waiting for its certificate",
            id=one.id,
            emails=emails,
        )
    if one.state.value == "waiting":
        return speaker.say(
            "cli-id-starts",
            "{id}  {emails}  valid from {date}",
            id=one.id,
            emails=emails,
            date=speaker.date(one.certificate.not_before),
        )
    if one.state.value == "old":
        return speaker.say(
            "cli-id-old",
            "{id}  {emails}  old, opens old mail; until {date}",
            id=one.id,
            emails=emails,
            date=speaker.date(one.certificate.not_after),
        )
    return speaker.say(
        "cli-id-current",
        "{id}  {emails}  in use, valid until {date}",
        id=one.id,
        emails=emails,
        date=speaker.date(one.certificate.not_after),
    )


def _import(context: Context, arguments: Namespace) -> Answer:
    from sel.base.errors import PassphraseNeeded
    from sel.flows import imports

    data = read(context, arguments.file)
    imports.outline(data)
    given = context.passphrases.given("pass")
    try:
        opened = imports.open_file(context.services, data, given, context.progress)
    except PassphraseNeeded:
        typed = context.passphrases.wanted("pass", ask_file)
        opened = imports.open_file(context.services, data, typed, context.progress)
    taken = imports.take_in(
        context.services, opened, context.progress, forgets_accepted=forgets_accepted(context)
    )
    problems = shapes.problems(taken.findings, context.speaker)
    document = {
        "imported": len(taken.new),
        "unchanged": len(taken.unchanged),
        "ids": [each.id for each in taken.identities],
        "new_certificates": taken.new_certificates,
        "problems": problems,
    }
    lines = [_identity_line(each, context.speaker) for each in taken.identities]
    lines.extend(each["message"] for each in problems)
    return Answer(document, tuple(lines))


def _export(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import exports

    ready(context, arguments)
    subject, text = draft_words()
    data = exports.export(
        context.services, arguments.id, exports.Form(arguments.format), subject=subject, text=text
    )
    write(context, arguments, data)
    if str(arguments.out) == "-":
        return Answer({"out": "-"})
    written = context.speaker.say("cli-written", "Written: {path}", path=arguments.out)
    return Answer({"out": str(arguments.out), "format": arguments.format}, (written,))


def draft_words() -> tuple[str, str]:
    """Subject and text of the mail that hands out a certificate: both languages, Welsh first."""
    subjects, texts = [], []
    for language in ("cy", "en"):
        speaker = Speaker(language)
        subjects.append(speaker.say("share-subject", "My certificate for encrypted mail"))
        texts.append(
            speaker.say(
                "share-text",
                "My certificate (public key) is attached.\n"
                "Add it to your contacts, then you can encrypt mail to me.",
            )
        )
    return " / ".join(subjects), "\n\n".join(texts) + "\n"


def _remove(context: Context, arguments: Namespace) -> Answer:
    from sel.base.progress import Cancelled
    from sel.flows import removals
    from sel.flows.identities import find

    services = context.services
    one = find(services.book(), arguments.id, services.clock.now())
    if not arguments.without_backup:
        removals.refuse_unsaved(one)
    if not context.ask(
        "ask-remove",
        "Mail that was encrypted to {emails} with this key becomes unreadable here. Remove it?",
        emails=", ".join(one.emails) or one.id,
    ):
        raise Cancelled
    removals.remove(services, one.id, without_backup=arguments.without_backup)
    line = context.speaker.say("cli-id-removed", "Removed: {id}", id=one.id)
    return Answer({"removed": one.id}, (line,))
