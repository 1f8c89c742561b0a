"""`id adopt`: what is in a store of this computer already."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from sel.base.errors import SelError, StoreLocked
from sel.cli import shapes
from sel.cli.context import Answer, Context
from sel.cli.files import forgets_accepted
from sel.cli.lines import identity_line, told
from sel.cli.passphrases import add_options
from sel.cli.store_passwords import unlocked

if TYPE_CHECKING:
    from sel.base.secret import Secret
    from sel.flows.adopting import Adopted
    from sel.text.speaker import Speaker


def register(group: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the command to the group `id`."""
    adopt = group.add_parser(
        "adopt",
        parents=[everywhere],
        help=speaker.say("cli-id-adopt", "take in certificates that are in a store already"),
    )
    adopt.add_argument("--store", default="auto", metavar="S")
    add_options(adopt, speaker, "store-pass")
    adopt.set_defaults(run=_adopt)


def _adopt(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import adopting

    def work(unlock: Secret | None) -> Adopted:
        found = adopting.adopt(
            context.services,
            context.progress,
            store=arguments.store,
            unlock=unlock,
            forgets_accepted=forgets_accepted(context),
        )
        locked = [why for _, why in found.seen.closed if isinstance(why, StoreLocked)]
        if locked and unlock is None and context.passphrases.prompting:
            raise locked[0]
        return found

    done = unlocked(context, work)
    speaker = context.speaker
    document: dict[str, Any] = {
        "adopted": len(done.new),
        "unchanged": done.unchanged,
        "ids": [each.id for each in done.new],
        "only_here": [shapes.identity(each) for each in done.only_here],
        "left_out": dict(done.seen.left_out),
        "problems": [
            {"sha256": one.certificate.sha256.hex(), **_why(context, one.store.id, problem)}
            for one, problem in done.problems
        ],
        "findings": shapes.problems(done.findings, speaker),
        "failed": [_why(context, spec.id, problem) for spec, problem in done.seen.closed],
    }
    lines = [identity_line(each, speaker) for each in (*done.new, *done.only_here)]
    if not lines:
        nothing = speaker.say("cli-nothing-to-adopt", "There is no new certificate for mail here.")
        lines.append(nothing)
    lines.extend(left_out_line(why, n, speaker) for why, n in done.seen.left_out)
    for one, problem in done.problems:
        name = ", ".join(one.certificate.emails) or one.certificate.sha256.hex()[:8]
        lines.append(f"{name}: {speaker.error(problem).what}")
    lines.extend(line for each in document["findings"] for line in told(each))
    lines.extend(f"{spec.label}: {speaker.error(why).what}" for spec, why in done.seen.closed)
    return Answer(document, tuple(lines), int(bool(done.problems or done.seen.closed)))


def left_out_line(why: str, n: int, speaker: Speaker) -> str:
    """How many were left out, and why: one of `flows.adoptable.LEFT_OUT`."""
    match why:
        case "not-for-mail":
            return speaker.count(
                "cli-left-not-for-mail",
                "Left out: {n} certificate that is not for mail (Wi-Fi, a device, a website …).",
                "Left out: {n} certificates that are not for mail (Wi-Fi, a device, a website …).",
                n=n,
            )
        case "no-address":
            return speaker.count(
                "cli-left-no-address",
                "Left out: {n} certificate without a mail address.",
                "Left out: {n} certificates without a mail address.",
                n=n,
            )
        case "authority":
            return speaker.count(
                "cli-left-authority",
                "Left out: {n} certificate of an authority.",
                "Left out: {n} certificates of authorities.",
                n=n,
            )
        case _:
            return speaker.count(
                "cli-left-unreadable",
                "Left out: {n} certificate that cannot be read.",
                "Left out: {n} certificates that cannot be read.",
                n=n,
            )


def _why(context: Context, store: str, problem: SelError) -> dict[str, str]:
    what = context.speaker.error(problem).what
    return {"store": store, "code": problem.code, "message": what}
