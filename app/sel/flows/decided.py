"""What the organisation decided, asked by other flows before they change anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sel.base.errors import PolicyForbids, SharedMailbox
from sel.base.secret import Secret

if TYPE_CHECKING:
    from sel.core.keypair import KeyKind
    from sel.core.policy import Policy
    from sel.ports.services import Services


def key_kind(policy: Policy, wanted: KeyKind | None) -> KeyKind:
    """The kind of a new key. wanted: None leaves it to the organisation, then to Sêl.

    Raises PolicyForbids for another kind than the organisation's.
    """
    from sel.core.keypair import KeyKind

    if policy.key_kind is None:
        return wanted or KeyKind.RSA_3072
    decided = KeyKind(policy.key_kind)
    if wanted not in {None, decided}:
        raise PolicyForbids(rule="key_kind", decided=decided.value)
    return decided


def refuse_shared(policy: Policy, emails: Iterable[str]) -> None:
    """No key is made on one computer for a mailbox that many read. Raises SharedMailbox."""
    if not policy.shared_mailboxes:
        return
    from sel.core.address import same_mailbox

    for email in emails:
        if any(same_mailbox(email, each) for each in policy.shared_mailboxes):
            raise SharedMailbox(rule="shared_mailboxes", email=email)


def refuse_root(services: Services, ders: Sequence[bytes]) -> None:
    """Where people may trust nobody else, only the organisation's authorities and the book's own.

    Raises PolicyForbids.
    """
    policy = services.policy
    if policy.person_roots:
        return
    pilot = services.book().authority() if services.data.is_dir() else None
    own = () if pilot is None else (pilot.root, pilot.issuer)
    if any(der not in {*policy.roots, *own} for der in ders):
        raise PolicyForbids(rule="person_roots")


def refuse_passphrase_slot(policy: Policy) -> None:
    """Raises PolicyForbids where the password store alone closes Sêl's keys."""
    if policy.own_keys == "keyring":
        raise PolicyForbids(rule="own_keys")


def refuse_keyring_slot(policy: Policy) -> None:
    """Raises PolicyForbids where a passphrase alone closes Sêl's keys."""
    if policy.own_keys == "passphrase":
        raise PolicyForbids(rule="own_keys")


def strong_enough(policy: Policy, chosen: Secret) -> None:
    """Raises WeakPassphrase for one that stands too few guesses."""
    from sel.core import passphrase

    passphrase.strong_enough(chosen, needed=policy.passphrase_guesses)
