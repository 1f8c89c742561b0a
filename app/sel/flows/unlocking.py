"""The passphrase of Sêl's own keys: set, changed, renewed; each its own step."""

from __future__ import annotations

from sel.base.errors import PassphrasesDiffer
from sel.base.secret import Secret
from sel.flows import decided
from sel.ports.book import Slots
from sel.ports.services import Services


def status(services: Services) -> Slots:
    """Which ways there are to the keys, and which works now."""
    return services.book().slots()


def open_keys(services: Services) -> Slots:
    """Have the key to the keys now: by the keyring, which may ask, or by the passphrase.

    Raises UnlockNeeded, WrongUnlockPassphrase, KeyringUnavailable, KeyringLocked, KeyringForgot,
    WrongBookKey, SlotDamaged.
    """
    book = services.book()
    book.open_keys()
    return book.slots()


def set_passphrase(services: Services, new: Secret, again: Secret) -> Slots:
    """Make or change the passphrase slot.

    Raises PassphrasesDiffer, WeakPassphrase, PolicyForbids where no such slot may be made.
    """
    _same(new, again)
    decided.strong_enough(services.policy, new)
    book = services.book()
    if not book.slots().passphrase:
        decided.refuse_passphrase_slot(services.policy)
    book.set_passphrase(new)
    return book.slots()


def renew(services: Services, new: Secret | None, again: Secret | None) -> Slots:
    """A new book key with everything sealed again, for "my passphrase may be known".

    Raises PassphraseNeeded where there is a passphrase slot and no new passphrase,
    PassphrasesDiffer, WeakPassphrase, PolicyForbids where no such slot may be made.
    """
    if new is not None:
        _same(new, again)
        decided.strong_enough(services.policy, new)
    book = services.book()
    if new is not None and not book.slots().passphrase:
        decided.refuse_passphrase_slot(services.policy)
    book.renew_key(new)
    return book.slots()


def remember(services: Services) -> Slots:
    """Put the key to the keys into this computer's key store: again, or for the first time.

    The way back after a key store that forgot. Raises UnlockNeeded, WrongUnlockPassphrase,
    KeyringUnavailable, KeyringLocked, PolicyForbids where only a passphrase may open the keys.
    """
    book = services.book()
    if not book.slots().keyring:
        decided.refuse_keyring_slot(services.policy)
    book.remember_key()
    return book.slots()


def begin_anew(services: Services, new: Secret | None, again: Secret | None) -> Slots:
    """A new book key after the old one is lost for good; nothing is destroyed.

    Keys sealed under the lost one stay shut, unless a backup brings them back under their old
    ids. Raises BookKeyAtHand if the key is not lost, KeyringUnavailable, PassphrasesDiffer,
    WeakPassphrase.
    """
    if new is not None:
        _same(new, again)
        decided.strong_enough(services.policy, new)
        decided.refuse_passphrase_slot(services.policy)
    book = services.book()
    book.replace_lost_key(new)
    return book.slots()


def _same(new: Secret, again: Secret | None) -> None:
    if new != again:
        raise PassphrasesDiffer()
