"""Which slot opens when; what is renewed; what is lost and how one goes on."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sel.base.errors import (
    BookKeyAtHand,
    DamagedKey,
    KeyringForgot,
    KeyringLocked,
    KeyringUnavailable,
    PassphraseNeeded,
    UnlockNeeded,
    WrongUnlockPassphrase,
)
from sel.base.secret import Secret
from sel.keeping import renewal
from sel.keeping.book import SqliteBook, open_book
from sel.ports.book import Additions, AuthorityKey, NewAuthority, Slots
from tests.keeping.material import (
    PASSPHRASE,
    MemoryKeyring,
    SteadyClock,
    certificate_for,
    new_key,
    open_plain,
    written,
)

OTHER = Secret("gair arall hollol wahanol")


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def opened(data: Path, keyring: MemoryKeyring) -> Callable[..., SqliteBook]:
    """Opens the book of the test as a new program would."""

    def opening(passphrase: Secret | None = None, *, uses: bool = True) -> SqliteBook:
        return open_book(
            data,
            unlock=lambda: passphrase,
            keyring=keyring if uses else None,
            clock=SteadyClock(),
        )

    return opening


def test_a_locked_keyring_is_asked_only_when_there_is_no_passphrase(opened, keyring) -> None:
    key = new_key()
    book = opened()
    book.add(Additions(keys=(key,)))
    book.set_passphrase(PASSPHRASE)
    held = book.keys()[0].id
    keyring.locked = keyring.prompt_opens = True
    assert opened(PASSPHRASE).private_key(held) == key.pkcs8
    assert keyring.asked == 0
    assert opened().private_key(held) == key.pkcs8
    assert keyring.asked == 1


def test_a_dismissed_prompt(opened, keyring) -> None:
    book = opened()
    book.add(Additions(keys=(new_key(),)))
    keyring.locked = True
    with pytest.raises(KeyringLocked):
        opened().private_key(book.keys()[0].id)
    book.set_passphrase(PASSPHRASE)
    with pytest.raises(UnlockNeeded) as hit:
        opened().private_key(book.keys()[0].id)
    assert hit.value.what.facts == {"reason": "keyring-locked"}


def test_reading_trust_never_prompts(opened, keyring) -> None:
    opened().trust("authority", b"\1" * 32, how="telephone")
    keyring.locked = keyring.prompt_opens = True
    assert [fact.holds for fact in opened().trusted()] == [False]
    assert not opened().slots().open
    assert keyring.asked == 0


def typing(book_folder: Path, keyring: MemoryKeyring, *answers: Secret | None) -> SqliteBook:
    """A book whose person types these answers; asked once more, the test fails."""
    left = list(answers)

    def typed(again: bool) -> Secret | None:
        assert again is (len(left) < len(answers)), "only a wrong one is called wrong"
        return left.pop(0)

    return open_book(
        book_folder, unlock=lambda: None, keyring=keyring, clock=SteadyClock(), typed=typed
    )


def test_a_person_is_asked_last_and_until_it_is_right(data, opened, keyring) -> None:
    key, wrong = new_key(), Secret("arall")
    opened().add(Additions(keys=(key,)))
    held = opened().keys()[0].id
    opened().set_passphrase(PASSPHRASE)
    assert typing(data, keyring).private_key(held) == key.pkcs8, "the keyring comes first"
    keyring.locked = keyring.prompt_opens = True
    assert typing(data, keyring).private_key(held) == key.pkcs8, "and so does its own prompt"
    keyring.entries.clear()
    keyring.locked = False
    book = typing(data, keyring, wrong, PASSPHRASE)
    assert book.private_key(held) == key.pkcs8
    assert book.private_key(held) == key.pkcs8, "asked once for the life of the book"
    with pytest.raises(WrongUnlockPassphrase):
        typing(data, keyring, wrong, None).private_key(held)
    with pytest.raises(UnlockNeeded):
        typing(data, keyring, None).private_key(held)


def test_a_person_is_not_asked_for_what_is_only_read(data, opened, keyring) -> None:
    book = opened()
    book.trust("authority", b"\1" * 32, how="telephone")
    book.set_passphrase(PASSPHRASE)
    keyring.entries.clear()
    shut = typing(data, keyring)
    assert [fact.holds for fact in shut.trusted()] == [False]
    assert (shut.slots().open, shut.slots().forgot) == (False, True)
    helped = typing(data, keyring, PASSPHRASE)
    helped.open_keys()
    assert (helped.slots().open, helped.slots().forgot) == (True, True)
    helped.remember_key()
    assert not opened().slots().forgot


def test_a_key_that_is_given_up_is_not_asked_for(data, opened, keyring) -> None:
    book = opened()
    book.add(Additions(keys=(new_key(),)))
    book.set_passphrase(PASSPHRASE)
    keyring.entries.clear()
    typing(data, keyring).replace_lost_key(None)
    assert opened().slots().opened_by == "keyring"


def test_public_reading_asks_for_nothing(data, keyring) -> None:
    open_book(data, unlock=lambda: None, keyring=keyring, clock=SteadyClock()).add(
        Additions(keys=(new_key(),), certificates=(certificate_for(new_key()),))
    )

    def never() -> Secret | None:
        raise AssertionError("asked for a passphrase")

    keyring.gone = True
    book = open_book(data, unlock=never, keyring=keyring, clock=SteadyClock())
    assert book.keys()
    assert book.certificates()
    assert not book.backups()
    assert not book.trusted()
    assert book.authority() is None


def test_neither_keyring_nor_passphrase(opened, keyring, data) -> None:
    keyring.gone = True
    with pytest.raises(KeyringUnavailable):
        opened().add(Additions(keys=(new_key(),)))
    with pytest.raises(KeyringUnavailable):
        opened(uses=False).add(Additions(keys=(new_key(),)))
    assert not data.exists()
    assert opened().slots() == Slots(False, False, False, "keyring-unavailable", False, None)


def test_a_keyring_that_is_locked_for_a_new_book(opened, keyring) -> None:
    keyring.locked = True
    with pytest.raises(KeyringLocked):
        opened().add(Additions(keys=(new_key(),)))
    keyring.prompt_opens = True
    opened().add(Additions(keys=(new_key(),)))
    assert opened().slots().keyring


def test_setting_a_passphrase_first_makes_both_slots(opened, keyring) -> None:
    opened().set_passphrase(PASSPHRASE)
    state = opened().slots()
    assert (state.keyring, state.passphrase, state.independent) == (True, True, True)
    keyring.gone = True
    assert opened(PASSPHRASE).slots().open


def test_setting_a_passphrase_where_no_keyring_works(opened, keyring) -> None:
    keyring.gone = True
    opened().set_passphrase(PASSPHRASE)
    state = opened(PASSPHRASE).slots()
    assert (state.keyring, state.passphrase, state.opened_by) == (False, True, "passphrase")


def test_changing_a_passphrase_needs_the_key_and_ends_the_old_one(data) -> None:
    book = open_plain(data)
    key = new_key()
    book.add(Additions(keys=(key,)))
    with pytest.raises(UnlockNeeded):
        open_plain(data, None).set_passphrase(OTHER)
    book.set_passphrase(OTHER)
    with pytest.raises(WrongUnlockPassphrase):
        open_plain(data, PASSPHRASE).private_key(book.keys()[0].id)
    assert open_plain(data, OTHER).private_key(book.keys()[0].id) == key.pkcs8
    for name in ("sel.db", "sel.db.1"):
        assert (data / name).read_bytes().count(b"SELP") == 1, "the old slot is nowhere"


# --- renewal -----------------------------------------------------------------------------------


def everything(book: SqliteBook) -> list[bytes]:
    """Every secret of a book, and what rests on its HMACs."""
    assert all(fact.holds for fact in book.trusted())
    assert all(fact.verified for fact in book.backups())
    secrets = [book.private_key(held.id) for held in book.keys()]
    return [secret.reveal() for secret in (*secrets, book.authority_key(AuthorityKey.ISSUER))]


def filled(book: SqliteBook) -> SqliteBook:
    book.add(Additions(keys=tuple(new_key() for _ in range(3))))
    book.found_authority(
        NewAuthority(b"r", b"i", b"c", new_key().pkcs8, new_key().pkcs8, ("ysgol.example",))
    )
    book.trust("authority", b"\1" * 32, how="telephone")
    book.backup_verified("/usb/a.p12", file_sha256=b"\1" * 32, keys=[b"\2" * 32])
    return book


def test_renewal_seals_everything_again(opened, keyring, data) -> None:
    before = everything(filled(opened()))
    old_file, old_entries = (data / "sel.db").read_bytes(), dict(keyring.entries)
    opened().renew_key(None)
    assert everything(opened()) == before
    assert len(keyring.entries) == 1
    assert not keyring.entries.items() & old_entries.items()
    blobs = [old_file[at : at + 300] for at in find_all(old_file, b"SELK\x01")]
    assert len(blobs) == 5
    for name in ("sel.db", "sel.db.1"):
        now = (data / name).read_bytes()
        assert not any(blob[69:81] in now for blob in blobs), "no old nonce, no old blob"
    keyring.entries |= old_entries
    with closing(sqlite3.connect(data / "sel.db")) as file:
        assert file.execute("SELECT count(*) FROM book_key").fetchone() == (1,)


def find_all(content: bytes, what: bytes) -> list[int]:
    found, at = [], content.find(what)
    while at >= 0:
        found.append(at)
        at = content.find(what, at + 1)
    return found


def test_renewal_with_a_passphrase_slot_wants_a_new_passphrase(data) -> None:
    before = everything(filled(open_plain(data)))
    with pytest.raises(PassphraseNeeded):
        open_plain(data).renew_key(None)
    open_plain(data).renew_key(OTHER)
    assert everything(open_plain(data, OTHER)) == before
    with pytest.raises(WrongUnlockPassphrase):
        open_plain(data).private_key(open_plain(data).keys()[0].id)


def test_renewal_of_a_new_book(data) -> None:
    open_plain(data, None).renew_key(None)
    assert not data.exists()
    open_plain(data, None).renew_key(OTHER)
    assert open_plain(data, OTHER).slots().open


def test_an_open_window_notices_a_renewal(opened) -> None:
    window = filled(opened())
    before = everything(window)
    opened().renew_key(None)
    assert everything(window) == before
    window.add(Additions(keys=(new_key(),)))
    assert len(everything(opened())) == 5


def test_facts_that_were_planted_do_not_become_true_by_renewal(opened, data) -> None:
    filled(opened())
    written(data / "sel.db", "trust", {"how": "telephone"}, how="by hand")
    opened().renew_key(None)
    assert {fact.how: fact.holds for fact in opened().trusted()} == {
        "pilot": True,
        "by hand": False,
    }


def test_a_damaged_key_stops_a_renewal_and_nothing_changed(opened, keyring, data) -> None:
    book = filled(opened())
    one, other, _ = book.keys()
    with closing(sqlite3.connect(data / "sel.db")) as file:
        blob = file.execute("SELECT sealed FROM key WHERE id = ?", (other.id,)).fetchone()[0]
    written(data / "sel.db", "key", {"id": one.id}, sealed=blob[:-1] + bytes([blob[-1] ^ 1]))
    before = dict(keyring.entries)
    with pytest.raises(DamagedKey):
        opened().renew_key(None)
    assert keyring.entries == before
    opened().private_key(other.id)


def test_the_old_entry_stays_while_a_copy_needs_it(opened, keyring, data) -> None:
    filled(opened())
    shutil.copy(data / "sel.db", data / "sel.db.damaged-20261101T090000000000Z")
    opened().renew_key(None)
    assert len(keyring.entries) == 2
    entry = opened().journal()[0]
    assert entry.what.code == "old-copies-left"
    assert entry.what.facts["files"] == ["sel.db.damaged-20261101T090000000000Z"]
    for path in renewal.left_over(data):
        path.unlink()
    opened().backup_verified("/usb/b.p12", file_sha256=b"\3" * 32, keys=[])
    assert len(keyring.entries) == 1


def test_a_keyring_entry_that_cannot_be_dropped_now_goes_later(opened, keyring) -> None:
    book = filled(opened())
    drop, keyring.drop = keyring.drop, refusing
    book.renew_key(None)
    assert len(keyring.entries) == 2
    keyring.drop = drop
    book.renew_key(None)
    assert len(keyring.entries) == 1


def refusing(user: str) -> None:
    raise KeyringLocked


# --- lost --------------------------------------------------------------------------------------


def test_a_lost_key_is_replaced_only_on_purpose(opened, keyring) -> None:
    keys = [new_key() for _ in range(2)]
    book = opened()
    book.add(Additions(keys=tuple(keys)))
    with pytest.raises(BookKeyAtHand):
        opened().replace_lost_key(None)
    lost = dict(keyring.entries)
    keyring.entries.clear()
    with pytest.raises(KeyringForgot):
        opened().add(Additions(keys=(new_key(),)))
    opened().replace_lost_key(None)
    after = opened()
    ids = [held.id for held in after.keys()]
    with pytest.raises(KeyringForgot):
        after.private_key(ids[0])
    restored = after.add(Additions(keys=(keys[0], new_key())))
    assert restored.new_keys[0] == ids[0], "a backup brings it back, under its old id"
    assert opened().private_key(ids[0]) == keys[0].pkcs8
    keyring.entries |= lost
    assert opened().private_key(ids[1]) == keys[1].pkcs8, "and so does the keyring"


def test_a_locked_keyring_is_no_lost_key(opened, keyring) -> None:
    opened().add(Additions(keys=(new_key(),)))
    keyring.locked = True
    with pytest.raises(KeyringLocked):
        opened().replace_lost_key(PASSPHRASE)


def test_trust_does_not_outlive_the_key(opened, keyring) -> None:
    filled(opened())
    keyring.entries.clear()
    opened().replace_lost_key(None)
    assert not any(fact.holds for fact in opened().trusted())
    assert not any(fact.verified for fact in opened().backups())


def test_a_forgotten_passphrase_can_be_replaced_by_another(data) -> None:
    key = new_key()
    open_plain(data).add(Additions(keys=(key,)))
    open_plain(data, None).replace_lost_key(OTHER)
    book = open_plain(data, OTHER)
    with pytest.raises(WrongUnlockPassphrase):
        book.private_key(book.keys()[0].id)
    assert open_plain(data).private_key(book.keys()[0].id) == key.pkcs8, "nothing was destroyed"


def test_the_same_key_twice_in_one_addition_is_one(opened) -> None:
    key = new_key()
    added = opened().add(Additions(keys=(key, key)))
    assert added.new_keys == (hashlib.sha256(key.spki).hexdigest()[:8],)
    assert added.known_keys == ()
