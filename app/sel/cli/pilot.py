"""`ca …`: the built-in pilot authority."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sel.base.errors import BadSerial, BadTime
from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.cli.files import (
    add_output,
    ask_file,
    ask_new,
    forgets_accepted,
    read,
    ready,
    ready_file,
    write,
)
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "ca", help=say("cli-ca", "the built-in pilot authority, for trials")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    init = group.add_parser(
        "init", parents=[everywhere], help=say("cli-ca-init", "found a pilot authority")
    )
    init.add_argument("--name", default="Sêl", metavar="N")
    init.add_argument("--domain", action="append", default=[], metavar="D")
    init.add_argument("--crl-url", metavar="URL")
    init.set_defaults(run=_init)
    issue = group.add_parser(
        "issue", parents=[everywhere], help=say("cli-ca-issue", "answer a request")
    )
    issue.add_argument("request", type=Path, metavar="REQUEST")
    issue.add_argument("--not-before", metavar="T")
    issue.add_argument("--not-after", metavar="T")
    add_output(issue)
    issue.set_defaults(run=_issue)
    revoke = group.add_parser(
        "revoke", parents=[everywhere], help=say("cli-ca-revoke", "revoke a certificate")
    )
    revoke.add_argument("which", metavar="FILE|SERIAL")
    revoke.set_defaults(run=_revoke)
    crl = group.add_parser(
        "crl", parents=[everywhere], help=say("cli-ca-crl", "write a fresh revocation list")
    )
    add_output(crl)
    crl.set_defaults(run=_crl)
    listed = group.add_parser(
        "list", parents=[everywhere], help=say("cli-ca-list", "what the authority issued")
    )
    listed.set_defaults(run=_list)
    backup = group.add_parser(
        "backup",
        parents=[everywhere],
        help=say("cli-ca-backup", "back up the authority; its root key then leaves this computer"),
    )
    add_output(backup)
    add_options(backup, speaker, "new-pass")
    backup.set_defaults(run=_backup)
    restore = group.add_parser(
        "restore",
        parents=[everywhere],
        help=say("cli-ca-restore", "bring an authority back from its backup"),
    )
    restore.add_argument("file", type=Path, metavar="F")
    add_options(restore, speaker)
    restore.set_defaults(run=_restore)


def when(text: str | None, field: str) -> datetime | None:
    """An RFC 3339 time; without a zone it is UTC. Raises BadTime."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise BadTime(option=f"--{field}", given=text) from problem


def _shape(state: Any) -> dict[str, Any]:
    from sel.core import certificate

    return {
        "root": shapes.certificate(certificate.read(state.root)),
        "issuer": shapes.certificate(certificate.read(state.issuer)),
        "domains": list(state.domains),
        "root_key_here": state.root_key_here,
    }


def _init(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import authority

    state = authority.found(
        context.services,
        arguments.name,
        arguments.domain,
        context.progress,
        crl_url=arguments.crl_url,
        forgets_accepted=forgets_accepted(context),
    )
    say = context.speaker.say
    return Answer(
        _shape(state),
        (
            say(
                "cli-ca-founded",
                "The pilot authority is founded, for mail only: {domains}",
                domains=", ".join(state.domains),
            ),
            say("cli-ca-back-up-next", "Back it up now: sel ca backup --out FILE"),
        ),
    )


def _issue(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import authority

    ready(context, arguments)
    facts = authority.issue(
        context.services,
        read(context, arguments.request),
        not_before=when(arguments.not_before, "not-before"),
        not_after=when(arguments.not_after, "not-after"),
    )
    write(context, arguments, authority.answer(context.services, facts))
    if str(arguments.out) == "-":
        return Answer(shapes.certificate(facts))
    line = context.speaker.say(
        "cli-ca-issued",
        "Issued to {emails}, until {date}: {path}",
        emails=", ".join(facts.emails),
        date=context.speaker.date(facts.not_after),
        path=arguments.out,
    )
    return Answer({**shapes.certificate(facts), "out": str(arguments.out)}, (line,))


def _revoke(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import authority

    path = Path(arguments.which)
    try:
        # A file if there is one; else the text has to be a serial.
        which: bytes | int = (
            read(context, path) if path.exists() else int(arguments.which.replace(":", ""), 16)
        )
    except ValueError as problem:
        raise BadSerial(given=arguments.which) from problem
    done = authority.revoke(context.services, which)
    line = context.speaker.say(
        "cli-ca-revoked",
        "Revoked: {emails}. Write a new list: sel ca crl --out FILE",
        emails=", ".join(done.certificate.emails),
    )
    document = {**shapes.certificate(done.certificate), "revoked": shapes.time(done.revoked)}
    return Answer(document, (line,))


def _crl(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import authority

    ready(context, arguments)
    write(context, arguments, authority.crl(context.services))
    if str(arguments.out) == "-":
        return Answer({"out": "-"})
    line = context.speaker.say("cli-written", "Written: {path}", path=arguments.out)
    return Answer({"out": str(arguments.out)}, (line,))


def _list(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import authority

    state = authority.state(context.services)
    issued = authority.issued(context.services)
    document = {
        **_shape(state),
        "issued": [
            {**shapes.certificate(each.certificate), "revoked": shapes.time(each.revoked)}
            for each in issued
        ],
    }
    say, date = context.speaker.say, context.speaker.date
    lines = [", ".join(state.domains)]
    for each in issued:
        emails, ends = ", ".join(each.certificate.emails), date(each.certificate.not_after)
        if each.revoked is not None:
            lines.append(
                say(
                    "cli-ca-line-revoked",
                    "{emails}  revoked on {date}",
                    emails=emails,
                    date=date(each.revoked),
                )
            )
        else:
            lines.append(say("cli-ca-line", "{emails}  until {date}", emails=emails, date=ends))
    return Answer(document, tuple(lines))


def _backup(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import authority

    ready_file(context, arguments)
    chosen, _ = context.passphrases.chosen("new-pass", ask_new)
    authority.back_up(
        context.services, arguments.out, chosen, context.progress, replace=arguments.replace
    )
    line = context.speaker.say(
        "cli-ca-backed-up",
        "Backed up and tested: {path}. The root key is no longer here.",
        path=arguments.out,
    )
    return Answer({"out": str(arguments.out), "root_key_here": False}, (line,))


def _restore(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import authority

    data = read(context, arguments.file)
    given = context.passphrases.wanted("pass", ask_file)
    state = authority.restore(
        context.services,
        data,
        given,
        context.progress,
        forgets_accepted=forgets_accepted(context),
    )
    line = context.speaker.say(
        "cli-ca-restored",
        "The pilot authority is back: {domains}",
        domains=", ".join(state.domains),
    )
    return Answer(_shape(state), (line,))
