"""`unlock …`: the passphrase of Sêl's own keys."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from sel.base.message import Message
from sel.cli.context import Answer, Context
from sel.cli.files import ask_new
from sel.cli.passphrases import add_options
from sel.text.speaker import Speaker


def register(commands: Any, everywhere: ArgumentParser, speaker: Speaker) -> None:
    """Add the commands of this group."""
    say = speaker.say
    unlock = commands.add_parser(
        "unlock", help=say("cli-unlock", "the passphrase of Sêl's own keys")
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    status = unlock.add_parser(
        "status", parents=[everywhere], help=say("cli-unlock-status", "how the keys open")
    )
    status.set_defaults(run=_unlock_status)
    for name, run, text in (
        ("set", _unlock_set, say("cli-unlock-set", "set or change the passphrase")),
        ("renew", _unlock_renew, say("cli-unlock-renew", "seal every key again")),
        (
            "anew",
            _unlock_anew,
            say("cli-unlock-anew", "begin anew when the key to the keys is lost for good"),
        ),
    ):
        action = unlock.add_parser(name, parents=[everywhere], help=text)
        add_options(action, speaker, "new-pass")
        action.set_defaults(run=run)
    remember = unlock.add_parser(
        "remember",
        parents=[everywhere],
        help=say("cli-unlock-remember", "let this computer's key store open the keys (again)"),
    )
    remember.set_defaults(run=_unlock_remember)


def _slots(context: Context, slots: Any) -> Answer:
    say = context.speaker.say
    document = {
        "keyring": slots.keyring,
        "passphrase": slots.passphrase,
        "open": slots.open,
        "reason": slots.why_not,
        "independent": slots.independent,
    }
    lines = []
    if slots.keyring:
        lines.append(say("cli-slot-keyring", "This computer's key store holds the key to them."))
    if slots.passphrase:
        lines.append(say("cli-slot-passphrase", "A passphrase opens them."))
    if not (slots.keyring or slots.passphrase):
        lines.append(say("cli-slot-none", "There are no keys yet."))
    elif not slots.open:
        lines.append(
            say(
                "cli-slot-shut",
                "They do not open now: {reason}",
                reason=context.speaker.message(Message(f"why.{slots.why_not or 'unknown'}")),
            )
        )
    return Answer(document, tuple(lines))


def _unlock_status(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    return _slots(context, unlocking.status(context.services))


def _unlock_set(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    unlocking.open_keys(context.services)  # by the old passphrase, before the new one is typed
    new, again = context.passphrases.chosen("new-pass", ask_new)
    return _slots(context, unlocking.set_passphrase(context.services, new, again))


def _unlock_renew(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    unlocking.open_keys(context.services)
    if unlocking.status(context.services).passphrase:
        new, again = context.passphrases.chosen("new-pass", ask_new)
        return _slots(context, unlocking.renew(context.services, new, again))
    given = context.passphrases.given("new-pass")
    return _slots(context, unlocking.renew(context.services, given, given))


def _unlock_remember(context: Context, arguments: Namespace) -> Answer:
    from sel.flows import unlocking

    return _slots(context, unlocking.remember(context.services))


def _unlock_anew(context: Context, arguments: Namespace) -> Answer:
    from sel.base.progress import Cancelled
    from sel.flows import unlocking

    if not context.ask(
        "ask-anew",
        "Keys that were sealed before stay shut until a backup brings them back. Begin anew?",
    ):
        raise Cancelled
    given = context.passphrases.given("new-pass")
    return _slots(context, unlocking.begin_anew(context.services, given, given))
