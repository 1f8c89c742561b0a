"""The keyring slot against a real Secret Service: gnome-keyring on a bus of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sel.base.errors import (
    KeyringForgot,
    KeyringLocked,
    KeyringUnavailable,
    UnlockNeeded,
    WrongBookKey,
)
from sel.base.secret import Secret
from sel.keeping.book import SqliteBook, open_book
from sel.keeping.keyrings import SystemKeyring
from sel.ports.book import Additions
from tests.keeping.conftest import SecretService
from tests.keeping.material import PASSPHRASE, SteadyClock, new_key


def open_with_keyring(folder: Path, passphrase: Secret | None = None) -> SqliteBook:
    return open_book(folder, unlock=lambda: passphrase, keyring="system", clock=SteadyClock())


def test_a_new_book_has_its_own_entry(data: Path, secret_service: SecretService) -> None:
    book = open_with_keyring(data)
    assert book.slots().open, "a keyring that works is enough"
    key = new_key()
    book.add(Additions(keys=(key,)))
    (user,) = secret_service.entries()
    assert re.fullmatch(r"[0-9a-f-]{36}:[0-9a-f-]{36}", user)
    again = open_with_keyring(data)
    assert again.private_key(again.keys()[0].id) == key.pkcs8
    state = again.slots()
    assert (state.keyring, state.passphrase, state.open, state.why_not) == (
        True,
        False,
        True,
        None,
    )
    assert (state.opened_by, state.independent) == ("keyring", False)


def test_two_books_have_two_entries(tmp_path: Path, secret_service: SecretService) -> None:
    for name in ("one", "two"):
        open_with_keyring(tmp_path / name).add(Additions(keys=(new_key(),)))
    assert len(secret_service.entries()) == 2
    for name in ("one", "two"):
        book = open_with_keyring(tmp_path / name)
        book.private_key(book.keys()[0].id)


def test_a_keyring_that_forgot_is_called_that(data: Path, secret_service: SecretService) -> None:
    open_with_keyring(data).add(Additions(keys=(new_key(),)))
    secret_service.forget()
    book = open_with_keyring(data)
    with pytest.raises(KeyringForgot):
        book.private_key(book.keys()[0].id)
    with pytest.raises(KeyringForgot):
        book.add(Additions(keys=(new_key(),)))
    assert book.slots().why_not == "keyring-forgot"
    assert not secret_service.entries(), "nothing new was made in its place"


def test_a_passphrase_slot_helps_when_the_keyring_forgot(
    data: Path, secret_service: SecretService
) -> None:
    key = new_key()
    book = open_with_keyring(data)
    book.add(Additions(keys=(key,)))
    book.set_passphrase(PASSPHRASE)
    before = secret_service.entries()
    secret_service.forget()
    with pytest.raises(UnlockNeeded) as hit:
        open_with_keyring(data).private_key(book.keys()[0].id)
    assert hit.value.what.facts["reason"] == "keyring-forgot"
    helped = open_with_keyring(data, PASSPHRASE)
    assert helped.private_key(book.keys()[0].id) == key.pkcs8
    state = helped.slots()
    assert (state.open, state.opened_by) == (True, "passphrase")
    assert (state.why_not, state.independent) == ("keyring-forgot", True)
    helped.remember_key()
    helped.remember_key()
    assert secret_service.entries() == before, "the same entry, once more"
    assert open_with_keyring(data).private_key(book.keys()[0].id) == key.pkcs8


def test_an_entry_with_another_value_is_a_wrong_book_key(
    data: Path, secret_service: SecretService
) -> None:
    open_with_keyring(data).add(Additions(keys=(new_key(),)))
    (user,) = secret_service.entries()
    secret_service.forget()
    SystemKeyring().put(user, Secret("00" * 32))
    book = open_with_keyring(data)
    with pytest.raises(WrongBookKey):
        book.private_key(book.keys()[0].id)


def test_a_locked_keyring_is_called_that(data: Path, secret_service: SecretService) -> None:
    open_with_keyring(data).add(Additions(keys=(new_key(),)))
    secret_service.lock()
    book = open_with_keyring(data)
    assert book.slots().why_not == "keyring-locked"
    with pytest.raises(KeyringLocked):
        book.private_key(book.keys()[0].id)


def test_a_missing_keyring_refuses_keys(data: Path, secret_service: SecretService) -> None:
    secret_service.stop_keyring()
    book = open_with_keyring(data)
    with pytest.raises(KeyringUnavailable):
        book.add(Additions(keys=(new_key(),)))
    assert not data.exists()
    assert (book.slots().open, book.slots().why_not) == (False, "keyring-unavailable")


def test_without_a_bus_a_given_passphrase_makes_the_slot(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    open_with_keyring(data, PASSPHRASE).add(Additions(keys=(new_key(),)))
    state = open_with_keyring(data, PASSPHRASE).slots()
    assert (state.keyring, state.passphrase, state.open) == (False, True, True)


def test_a_passphrase_makes_no_slot_where_a_keyring_works_or_keys_are(
    data: Path, secret_service: SecretService
) -> None:
    open_with_keyring(data, PASSPHRASE).add(Additions(keys=(new_key(),)))
    state = open_with_keyring(data, PASSPHRASE).slots()
    assert (state.keyring, state.passphrase) == (True, False)
    secret_service.stop_keyring()
    book = open_with_keyring(data, PASSPHRASE)
    with pytest.raises(KeyringUnavailable):
        book.add(Additions(keys=(new_key(),)))
    assert not book.slots().passphrase


def test_an_existing_entry_is_never_overwritten(secret_service: SecretService) -> None:
    SystemKeyring().put("x:y", Secret("first"))
    with pytest.raises(KeyringUnavailable):
        SystemKeyring().put("x:y", Secret("second"))
    assert secret_service.entries() == {"x:y": "first"}
    SystemKeyring().drop("x:y")
    SystemKeyring().drop("x:y")
    assert not secret_service.entries()


def test_renewal_moves_to_a_new_entry_and_drops_the_old(
    data: Path, secret_service: SecretService
) -> None:
    key = new_key()
    book = open_with_keyring(data)
    book.add(Additions(keys=(key,)))
    before = secret_service.entries()
    book.renew_key(None)
    after = secret_service.entries()
    assert len(after) == 1
    assert not before.items() & after.items()
    again = open_with_keyring(data)
    assert again.private_key(again.keys()[0].id) == key.pkcs8


def test_a_service_without_a_collection_is_asked_for_one(
    data: Path, secret_service: SecretService
) -> None:
    """As after signing in without a password: a service, but nothing to put a thing in."""
    secret_service.stop_keyring()
    shutil.rmtree(secret_service.home)
    secret_service.start(login=False)
    with pytest.raises(KeyringLocked):
        SystemKeyring().ready(ask=False)
    assert SystemKeyring().get("x:y", ask=True) is None
    # There is nobody to answer the prompt here: that is no keyring, said in time.
    with pytest.raises(KeyringLocked):
        open_with_keyring(data).add(Additions(keys=(new_key(),)))
    open_with_keyring(data, PASSPHRASE).add(Additions(keys=(new_key(),)))
    assert open_with_keyring(data, PASSPHRASE).slots().opened_by == "passphrase"
