"""`people trust`, `confirm`, `checked`, `export`, `ask`, `remove`: about one or some."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from sel.base.errors import BadDigest, NeedsFile
from sel.base.progress import Cancelled
from sel.cli import people_shapes as shapes
from sel.cli.context import Answer, Context
from sel.cli.files import ready, write

if TYPE_CHECKING:
    from sel.flows.people import Shown


def _digest(text: str) -> bytes:
    try:
        found = bytes.fromhex(text.replace(":", ""))
    except ValueError as problem:
        raise BadDigest(given=text) from problem
    if len(found) != 32:
        raise BadDigest(given=text)
    return found


def trust(context: Context, arguments: Namespace) -> Answer:
    """Trust one certificate, after showing what that means."""
    from sel.flows import people

    shown = people.show(context.services, _digest(arguments.sha256))
    if not context.ask(
        "ask-people-trust",
        "Mail to {emails} will be encrypted with this certificate, whoever vouches for it. "
        "Issued by: {issuer}. SHA-256: {sha256}. Check code: {check}. Trust it?",
        **_of(shown),
    ):
        raise Cancelled
    people.trust(context.services, shown.facts.sha256)
    return _said(context, shown, "trusted")


def confirm(context: Context, arguments: Namespace) -> Answer:
    """Confirm another key, after asking whether the code was compared."""
    from sel.flows import people

    shown = people.show(context.services, _digest(arguments.sha256))
    announced = ""
    if shown.announced:
        announced = context.speaker.say(
            "cli-people-announced", "The mail it came in was signed with the old key. "
        )
    if not context.ask(
        "ask-people-confirm",
        "{announced}Mail to {emails} will be encrypted with another key than before. Did you "
        "compare the check code with the colleague, by a number you already had? Issued by: "
        "{issuer}. Check code: {check}. Confirm it?",
        announced=announced,
        **_of(shown),
    ):
        raise Cancelled
    people.confirm(context.services, shown.facts.sha256)
    return _said(context, shown, "confirmed")


def checked(context: Context, arguments: Namespace) -> Answer:
    """Note that its check code was compared, and how."""
    from sel.flows import people

    shown = people.show(context.services, _digest(arguments.sha256))
    people.checked(context.services, shown.facts.sha256, arguments.how)
    return _said(context, shown, "checked")


def _of(shown: Shown) -> dict[str, object]:
    facts = shown.facts
    return {
        "emails": ", ".join(facts.match_emails),
        "issuer": facts.issuer,
        "sha256": facts.sha256.hex(),
        "check": facts.check_code,
    }


def _said(context: Context, shown: Shown, what: str) -> Answer:
    from sel.core.check_words import check_words
    from sel.flows import people_finding

    now = context.services.clock.now()
    found = [people_finding.one(context.services, each.email) for each in shown.holders]
    sha256 = shown.facts.sha256
    document = {
        what: sha256.hex(),
        "check_code": shown.facts.check_code,
        "check_words": {each: list(check_words(sha256, each)) for each in ("en", "cy")},
        "people": [shapes.person(each, now) for each in found],
    }
    lines = [line for each in found for line in shapes.lines(each, context.speaker)]
    return Answer(document, tuple(lines))


# --- handed over ----------------------------------------------------------------------------


def export(context: Context, arguments: Namespace) -> Answer:
    """Hand certificates over, as a file or a folder."""
    from sel.flows import people_export

    form, services = people_export.Form(arguments.format), context.services
    if form is people_export.Form.FOLDER:
        if str(arguments.out) == "-":
            raise NeedsFile(option="--out")
    else:
        ready(context, arguments)
    colleagues = people_export.chosen(services, arguments.emails)
    outdated = 0
    if form is people_export.Form.CSV:
        from sel.text.people_table import table

        write(context, arguments, table(colleagues))
        number = len(colleagues)
    else:
        handed = people_export.ready(services, colleagues)
        number = len(handed)
        if form is people_export.Form.VCF:
            write(context, arguments, people_export.cards(handed))
        elif form is people_export.Form.P7C:
            write(context, arguments, people_export.bundle(handed))
        else:
            outdated = services.outputs.write_folder(
                arguments.out,
                people_export.files(handed),
                replace=arguments.replace,
                progress=context.progress,
                ours=people_export.of_earlier,
            )
    lines: tuple[str, ...] = (
        context.speaker.say("cli-written", "Written: {path}", path=arguments.out),
        context.speaker.count(
            "cli-people-exported",
            "{n} colleague is in it, of {of}.",
            "{n} colleagues are in it, of {of}.",
            n=number,
            of=len(colleagues),
        ),
    )
    document = {"path": str(arguments.out), "people": number, "left_out": len(colleagues) - number}
    if form is people_export.Form.FOLDER:
        document["outdated"] = outdated
    if outdated:
        said = context.speaker.count(
            "cli-people-outdated",
            "Deleted, as it was there from an earlier time: {n} certificate",
            "Deleted, as they were there from an earlier time: {n} certificates",
            n=outdated,
        )
        lines += (said,)
    return Answer(document, lines)


def ask(context: Context, arguments: Namespace) -> Answer:
    """Draft one mail that asks for the new certificate, or for those of several."""
    from sel.flows import people_asking
    from sel.text import asking

    days = arguments.expiring
    ready(context, arguments)
    some = (
        people_asking.chosen(context.services, arguments.emails)
        if days is None
        else people_asking.running_out(context.services, max(0, days))
    )
    data = asking.mail([(each.person.email, people_asking.works_until(each)) for each in some])
    write(context, arguments, data)
    if str(arguments.out) == "-":
        return Answer({})
    to = [each.person.email for each in some]
    path, speaker = arguments.out, context.speaker
    if len(to) == 1:
        line = speaker.say(
            "cli-people-asked",
            "A mail to {email} that asks for the new certificate is ready to be sent: {path}",
            email=to[0],
            path=path,
        )
        return Answer({"out": str(path), "to": to}, (line,))
    line = speaker.count(
        "cli-people-asked-all",
        "A mail to {n} colleague that asks for the new certificate is ready to be sent: {path}",
        "A mail to {n} colleagues (Bcc) that asks for the new certificates is ready to be sent:"
        " {path}",
        n=len(to),
        path=path,
    )
    return Answer({"out": str(path), "to": [], "bcc": to}, (line,))


def remove(context: Context, arguments: Namespace) -> Answer:
    """Forget somebody, after saying what that costs."""
    from sel.flows import people, people_export, people_finding

    services = context.services
    person = people_finding.one(context.services, arguments.email).person
    if arguments.keep is not None:
        services.outputs.ready(arguments.keep, replace=arguments.replace)
    if not context.ask(
        "ask-people-remove",
        "Forget {email} and all that is known of their keys? If they come again, nothing will say "
        "whether their key changed.",
        email=person.email,
    ):
        raise Cancelled
    if arguments.keep is not None:
        data = people_export.all_of(services, person)
        services.outputs.write(arguments.keep, data, replace=arguments.replace)
    gone = people.remove(services, person.email)
    say, path = context.speaker.say, arguments.keep
    lines = [say("cli-people-removed", "Removed: {email}", email=person.email)]
    if path is not None:
        lines.append(
            say(
                "cli-people-kept",
                "Their certificates are in {path}. To take them in again, as new: "
                "sel people add {path}",
                path=path,
            )
        )
    document = {"removed": person.email, "certificates": gone.certificates}
    return Answer(document | ({} if path is None else {"kept": str(path)}), tuple(lines))
