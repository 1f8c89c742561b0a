"""What may close a new book's keys; and that no rule shuts a book that was closed otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.base.errors import KeyringUnavailable
from sel.keeping.book import SqliteBook, open_book
from sel.ports.book import Additions
from tests.keeping.material import PASSPHRASE, MemoryKeyring, SteadyClock, new_key


def book(
    folder: Path, keyring: MemoryKeyring, closed_by: str | None, *, given: bool
) -> SqliteBook:
    unlock = PASSPHRASE if given else None
    return open_book(
        folder,
        unlock=lambda: unlock,
        keyring=keyring,
        clock=SteadyClock(),
        closed_by=closed_by,
    )


def test_a_passphrase_closes_although_a_keyring_works(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    opened = book(tmp_path, keyring, "passphrase", given=True)
    opened.add(Additions(keys=(new_key(),)))
    assert (opened.slots().keyring, opened.slots().passphrase) == (False, True)
    assert keyring.entries == {}


def test_without_a_passphrase_there_is_no_key(tmp_path: Path) -> None:
    opened = book(tmp_path, MemoryKeyring(), "passphrase", given=False)
    assert not opened.slots().open
    with pytest.raises(KeyringUnavailable):
        opened.add(Additions(keys=(new_key(),)))
    assert opened.keys() == ()


def test_a_passphrase_does_not_stand_in_for_the_keyring(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    keyring.gone = True
    opened = book(tmp_path, keyring, "keyring", given=True)
    assert not opened.slots().open
    with pytest.raises(KeyringUnavailable):
        opened.add(Additions(keys=(new_key(),)))


@pytest.mark.parametrize(
    ("first", "later"), [("keyring", "passphrase"), ("passphrase", "keyring")]
)
def test_a_rule_that_came_later_shuts_nobody_out(tmp_path: Path, first: str, later: str) -> None:
    keyring = MemoryKeyring()
    added = book(tmp_path, keyring, first, given=True).add(Additions(keys=(new_key(),)))
    again = book(tmp_path, keyring, later, given=True)
    assert again.slots().open
    assert again.private_key(added.new_keys[0])
