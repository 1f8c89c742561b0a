"""`partners …`: domains with which mail goes over enforced TLS, for whoever looks after them."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.cli.context import Answer, Context
from sel.cli.files import add_output, read, ready, write
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.flows.partner_checks import Report
    from sel.ports.delivery import Way

_ENDINGS = {".csv", ".json"}


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    group = commands.add_parser(
        "partners", help=say("cli-partners", "domains with which mail goes over enforced TLS")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = group.add_parser(
        "list",
        parents=[everywhere],
        help=say("cli-partners-list", "the domains on the lists, and what their last check said"),
    )
    listed.add_argument("text", nargs="?", default="", metavar="TEXT")
    listed.set_defaults(run=_list)
    _register_check(group, everywhere, speaker)
    _register_rule(group, everywhere, speaker)


def _register_check(group: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    say = speaker.say

    def port(text: str) -> int:
        if text.isascii() and text.isdigit() and 0 < int(text) < 65_536:
            return int(text)
        raise ArgumentTypeError(say("cli-partners-port", "a port, 1 to 65535"))

    def resolver(text: str) -> tuple[str, int]:
        host, colon, number = text.rpartition(":")
        if not colon or (":" in host and not host.startswith("[")):
            host, number = text, "53"
        bare = host.removeprefix("[").removesuffix("]")
        if not bare:
            raise ArgumentTypeError(say("cli-partners-server", "a DNS server, HOST:PORT"))
        return bare, port(number)

    def report(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() not in _ENDINGS:
            raise ArgumentTypeError(
                say("cli-partners-ending", "a file whose name ends in .csv or .json")
            )
        return path

    check = group.add_parser(
        "check",
        parents=[everywhere],
        help=say("cli-partners-check", "how mail gets to a domain, and how it is encrypted"),
    )
    check.add_argument("domains", nargs="*", metavar="DOMAIN")
    check.add_argument(
        "--all",
        action="store_true",
        help=say("cli-partners-all", "every domain on the lists"),
    )
    check.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help=say("cli-partners-file", "domains from a file, one on each line"),
    )
    check.add_argument(
        "--resolver",
        type=resolver,
        metavar="HOST:PORT",
        help=say("cli-partners-resolver", "ask this DNS server; one of your own network may"
                 " also name mail servers there"),
    )  # fmt: skip
    check.add_argument("--smtp-port", type=port, default=25, metavar="N")
    check.add_argument("--https-port", type=port, default=443, metavar="N")
    check.add_argument(
        "--roots",
        nargs="+",
        type=Path,
        metavar="F",
        help=say("cli-partners-roots", "trust only the authorities in these files"),
    )
    check.add_argument(
        "--trust-anchor",
        type=Path,
        metavar="F",
        help=say("cli-partners-anchor", "keys of the DNS root (DS or DNSKEY records)"),
    )
    check.add_argument(
        "--out",
        type=report,
        metavar="FILE",
        help=say("cli-partners-out", "write the report to a .csv or .json file"),
    )
    check.add_argument("--replace", action="store_true")
    check.set_defaults(run=_check)


def _register_rule(group: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    say = speaker.say
    rule = group.add_parser(
        "rule",
        parents=[everywhere],
        help=say("cli-partners-rule", "enforced TLS for Exchange Online, as a script to read"),
    )
    rule.add_argument("domains", nargs="+", metavar="DOMAIN")
    rule.add_argument(
        "--tls-domain",
        metavar="NAME",
        help=say(
            "cli-partners-tls-domain",
            "what the certificate has to be for (one domain only); else from the last check",
        ),
    )
    rule.add_argument(
        "--subdomains",
        action="store_true",
        help=say("cli-partners-subdomains", "the connectors reach sub-domains, too"),
    )
    rule.add_argument(
        "--inbound",
        action="store_true",
        help=say("cli-partners-inbound", "take mail from the partners over TLS alone, too"),
    )
    add_output(rule)
    rule.set_defaults(run=_rule)


def _list(context: Context, arguments: Namespace) -> Answer:
    from sel.cli import partner_shapes
    from sel.flows import partner_domains

    speaker = context.speaker
    found = partner_domains.listed(context.services, arguments.text)
    document = {"partners": [partner_shapes.listed(each, speaker) for each in found]}
    lines = [partner_shapes.listed_line(each, speaker) for each in found]
    if not lines:
        lines = [speaker.say("cli-partners-none", "No domain on the lists fits.")]
    return Answer(document, tuple(lines))


def _check(context: Context, arguments: Namespace) -> Answer:
    from sel.cli import partner_shapes
    from sel.flows import partner_checks, partner_domains

    services, speaker = context.services, context.speaker
    if arguments.out is not None:
        ready(context, arguments)
    wanted = list(partner_domains.domains(arguments.domains)) if arguments.domains else []
    if arguments.file is not None:
        wanted += partner_domains.from_file(read(context, arguments.file))
    if arguments.all:
        wanted += [each.partner.domain for each in partner_domains.listed(services)]
    domains = partner_domains.domains(wanted)
    way = _way(context, arguments)
    report = partner_checks.check(services, domains, way, context.progress)
    if arguments.out is not None:
        write(context, arguments, _file(report, arguments.out, speaker))
    trouble = any(partner_shapes.is_trouble(each.judged) for each in report.checked)
    if len(arguments.domains) == 1 and arguments.file is None and not arguments.all:
        (one,) = report.checked
        shown = partner_shapes.lines(one, speaker)
        return Answer(partner_shapes.checked(one, speaker), tuple(shown), int(trouble))
    return Answer(
        partner_shapes.report(report, speaker),
        tuple(partner_shapes.report_lines(report, speaker)),
        int(trouble),
    )


def _way(context: Context, arguments: Namespace) -> Way:
    from sel.flows import partner_checks
    from sel.ports.delivery import Way

    roots = None
    if arguments.roots is not None:
        roots = partner_checks.roots_of([read(context, each) for each in arguments.roots])
    anchors = None
    if arguments.trust_anchor is not None:
        anchors = read(context, arguments.trust_anchor).decode("utf-8", "replace")
    return Way(
        resolver=arguments.resolver,
        smtp_port=arguments.smtp_port,
        https_port=arguments.https_port,
        roots=roots,
        anchors=anchors,
    )


def _file(report: Report, path: Path, speaker: Speaker) -> bytes:
    from sel.cli import partner_shapes
    from sel.cli.pretty import pretty
    from sel.text import delivery

    if path.suffix.lower() == ".csv":
        return delivery.table(report)
    return f"{pretty(partner_shapes.report(report, speaker))}\n".encode()


def _rule(context: Context, arguments: Namespace) -> Answer:
    from sel.base.errors import OneDomainOnly
    from sel.core.delivery.exchange import Wanted
    from sel.flows import partner_domains, partner_rules

    speaker = context.speaker
    ready(context, arguments)
    domains = partner_domains.domains(arguments.domains)
    named = {}
    if arguments.tls_domain is not None:
        if len(domains) != 1:
            raise OneDomainOnly(option="--tls-domain")
        named = {domains[0]: arguments.tls_domain.lower()}
    wanted = Wanted(subdomains=arguments.subdomains, inbound=arguments.inbound)
    made = partner_rules.rule(context.services, domains, wanted, named)
    write(context, arguments, made.script)
    document = {
        "path": str(arguments.out),
        "domains": [
            {"domain": each.domain, "tls_domain": each.tls_domain or None}
            for each in made.enforced
        ],
        "unchecked": list(made.unchecked),
        "bad": list(made.bad),
    }
    lines = [
        speaker.say(
            "cli-partners-ruled",
            "The script is there. Read it, run it with -WhatIf first; -Undo takes it back.",
        )
    ]
    lines += [
        speaker.say("cli-partners-unchecked", "Not checked yet: {domain}", domain=each)
        for each in made.unchecked
    ]
    lines += [
        speaker.say(
            "cli-partners-bad",
            "Its last check was bad, so mail to it would not be sent: {domain}",
            domain=each,
        )
        for each in made.bad
    ]
    return Answer(document, tuple(lines) if str(arguments.out) != "-" else ())
