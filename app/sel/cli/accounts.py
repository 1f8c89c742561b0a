"""`store accounts` and `store set-up`: mail accounts that sign and encrypt with a certificate."""

from __future__ import annotations

import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sel.base.errors import OptionMissing, SelError, StoreInUse, StoreUnavailable
from sel.base.message import Message
from sel.cli.context import Answer, Context
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.base.secret import Secret
    from sel.flows.accounts import AccountIn
    from sel.flows.identities import Identity

    Unlocked = Callable[
        [Context, Callable[[Secret | None], Sequence[AccountIn]]], Sequence[AccountIn]
    ]

ASK_AGAIN = 0.5
"""Seconds between two looks whether a program was closed."""
LONGEST = 86_400


def register(group: Any, everywhere: ArgumentParser, speaker: Speaker) -> tuple[Any, Any]:
    """Add the two commands; gives them, to be completed like every other of `store`."""
    say = speaker.say
    listed = group.add_parser(
        "accounts",
        parents=[everywhere],
        help=say("cli-store-accounts", "mail accounts, and the certificates they use"),
    )
    listed.set_defaults(run=_accounts)
    chosen = group.add_parser(
        "set-up",
        parents=[everywhere],
        help=say("cli-store-set-up", "let mail accounts sign and encrypt with a certificate"),
    )
    one = chosen.add_mutually_exclusive_group(required=True)
    one.add_argument("id", nargs="*", metavar="ID", default=[])
    one.add_argument("--undo", action="store_true")
    chosen.add_argument("--always-encrypt", action="store_true")
    chosen.set_defaults(run=_set_up)
    add_wait(chosen)
    return listed, chosen


def add_wait(parser: ArgumentParser) -> None:
    """`--wait SECONDS`, for commands that write where a program may be running."""
    parser.add_argument("--wait", type=_seconds, default=0, metavar="SECONDS")


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text[:9]) > LONGEST:
        raise ArgumentTypeError(f"0 … {LONGEST}")
    return int(text)


def wait(context: Context, store: str, seconds: int) -> None:
    """Return once no program is in the way. Raises StoreInUse after `seconds`.

    Without seconds nothing is asked here: the work itself meets the program that runs.
    """
    from sel.flows import accounts

    if not seconds:
        return
    end = time.monotonic() + seconds
    while found := accounts.running(context.services, store):
        spec, program = found[0]
        if time.monotonic() >= end:
            raise StoreInUse(store=spec.id, program=program)
        context.progress.step(0, 0, Message("waiting-for-program", {"program": program}))
        time.sleep(ASK_AGAIN)


def shape(one: AccountIn) -> dict[str, Any]:
    """One account, as in docs/cli.md."""
    account = one.account
    return {
        "store": one.store.id,
        "account": account.id,
        "email": account.address,
        "signing": account.signing.hex() if account.signing else None,
        "encryption": account.encryption.hex() if account.encryption else None,
        "sign": account.signs,
        "encrypt": account.encrypts,
        "undo": account.ours,
    }


def line(one: AccountIn, speaker: Speaker) -> str:
    """The same for a person."""
    account = one.account
    if account.signing is None and account.encryption is None:
        how = speaker.say("cli-account-none", "no certificate")
    elif account.encrypts:
        how = speaker.say("cli-account-encrypts", "signs and encrypts every mail")
    elif account.signs:
        how = speaker.say("cli-account-signs", "signs every mail, encrypts when you choose it")
    else:
        how = speaker.say("cli-account-chooses", "signs and encrypts when you choose it")
    return f"{account.address}  {how}  {one.store.label}"


def after_install(
    context: Context,
    chosen: Sequence[Identity],
    stores: Sequence[str],
    unlocked: Unlocked,
) -> tuple[tuple[AccountIn, ...], SelError | None]:
    """`store install --set-up-accounts`: those that are set up, and the first thing that failed.

    The certificate is in these stores by now and stays there. Stores of no program have no
    accounts; without any that has, that is what failed.
    """
    from sel.flows import accounts

    out: list[AccountIn] = []
    problem: SelError | None = None
    without = 0
    for store in stores:

        def change(unlock: Secret | None, store: str = store) -> Sequence[AccountIn]:
            return accounts.set_up(context.services, chosen, store=store, unlock=unlock)

        try:
            out.extend(unlocked(context, change))
        except StoreUnavailable as error:
            if error.what.facts.get("reason") != "no-accounts":
                problem = problem or error
                continue
            without += 1
            if without == len(stores):
                problem = error
        except SelError as error:
            problem = problem or error
    return tuple(out), problem


def _accounts(context: Context, arguments: Namespace) -> Answer:
    from sel.cli.store_passwords import unlocked
    from sel.flows import accounts

    found = unlocked(
        context,
        lambda unlock: accounts.listed(context.services, store=arguments.store, unlock=unlock),
    )
    none = context.speaker.say("cli-no-accounts", "No mail account was found there.")
    lines = tuple(line(each, context.speaker) for each in found) or (none,)
    return Answer({"accounts": [shape(each) for each in found]}, lines)


def _set_up(context: Context, arguments: Namespace) -> Answer:
    from sel.cli.store_passwords import unlocked
    from sel.flows import accounts
    from sel.flows.identities import find

    if arguments.undo and arguments.always_encrypt:
        raise OptionMissing(option="ID")
    services, speaker = context.services, context.speaker
    book, now = services.book(), services.clock.now()
    chosen = [find(book, each, now) for each in arguments.id]
    wait(context, arguments.store, arguments.wait)

    def change(unlock: Secret | None) -> tuple[AccountIn, ...]:
        if arguments.undo:
            return accounts.take_back(services, store=arguments.store, unlock=unlock)
        return accounts.set_up(
            services,
            chosen,
            store=arguments.store,
            unlock=unlock,
            always_encrypt=arguments.always_encrypt,
        )

    done = unlocked(context, change)
    lines = [line(each, speaker) for each in done]
    if not done:
        lines.append(speaker.say("cli-nothing-to-undo", "There is nothing to undo there."))
    return Answer({"accounts": [shape(each) for each in done]}, tuple(lines))
