"""Facts in, facts out; and in which order."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sel.base.errors import (
    AuthorityExists,
    DamagedKey,
    KeyMismatch,
    NoAuthority,
    RootKeyGone,
    UnknownId,
    WrongUnlockPassphrase,
)
from sel.base.message import Message
from sel.base.secret import Secret
from sel.keeping import rows, sealed, sqlite
from sel.ports.book import (
    Additions,
    AuthorityKey,
    Issued,
    NewAuthority,
    Origin,
    Role,
)
from tests.keeping.material import (
    PASSPHRASE,
    SteadyClock,
    certificate_for,
    new_key,
    open_plain,
    with_request,
    written,
)


def test_reading_an_absent_book_makes_nothing(data: Path) -> None:
    book = open_plain(data, None)
    assert not book.keys()
    assert not book.requests()
    assert not book.certificates()
    assert not book.backups()
    assert not book.trusted()
    assert book.authority() is None
    assert book.draft("get") is None
    assert book.recovery is None
    with pytest.raises(UnknownId):
        book.private_key("00000000")
    assert not data.exists()


def test_a_key_comes_back_after_a_new_start(data: Path) -> None:
    key = new_key(Origin.IMPORTED)
    added = open_plain(data).add(with_request(key))
    book = open_plain(data)
    (held,) = book.keys()
    assert added.new_keys == (held.id,)
    assert held.id == hashlib.sha256(key.spki).hexdigest()[:8]
    assert (held.spki, held.origin) == (key.spki, Origin.IMPORTED)
    assert book.private_key(held.id) == key.pkcs8
    (request,) = book.requests()
    assert request.spki_sha256 == held.spki_sha256
    assert [entry.what.code for entry in book.journal()] == ["request-made"]


def test_what_is_there_already_stays_and_is_no_error(data: Path) -> None:
    key = new_key()
    book = open_plain(data)
    additions = replace(with_request(key), certificates=(certificate_for(key),))
    first, second = book.add(additions), book.add(additions)
    assert (first.new_keys, second.new_keys) == (second.known_keys, ())
    assert len(first.new_certificates) == 1
    assert not second.new_certificates
    assert (len(book.keys()), len(book.requests()), len(book.certificates())) == (1, 1, 1)


def test_adding_what_needs_no_seal_does_not_ask_for_a_passphrase(data: Path) -> None:
    key = new_key()
    book = open_plain(data, None)
    book.add(Additions(certificates=(certificate_for(key, Role.PERSON),)))
    book.note(Message("looked"))
    assert [one.role for one in book.certificates(Role.PERSON)] == [Role.PERSON]
    assert not book.certificates(Role.OWN, Role.CHAIN)


def test_a_key_with_another_public_half_is_refused_whole(data: Path) -> None:
    key, other = new_key(), new_key()
    book = open_plain(data)
    with pytest.raises(KeyMismatch):
        book.add(Additions(keys=(new_key(), replace(key, spki=other.spki))))
    assert not book.keys()


def test_everything_of_one_addition_or_nothing(data: Path) -> None:
    book = open_plain(data)
    key = new_key()
    with pytest.raises(TypeError):
        book.add(Additions(keys=(key,), note=Message("bad", {"pkcs8": key.pkcs8})))
    with pytest.raises(TypeError):
        book.note(Message("bad", {"pkcs8": key.pkcs8.reveal()}))
    assert not book.keys()
    assert not book.journal()


def test_an_id_grows_on_collision_and_never_changes(data: Path) -> None:
    book = open_plain(data)
    one, other = new_key(), new_key()
    book.add(Additions(keys=(one,)))
    digits = hashlib.sha256(other.spki).hexdigest()
    written(data / "sel.db", "key", {}, id=digits[:8])
    assert book.add(Additions(keys=(other,))).new_keys == (digits[:10],)
    assert {held.id for held in book.keys()} == {digits[:8], digits[:10]}
    assert book.private_key(digits[:8]) == one.pkcs8


def test_cancelled_requests_stay_with_their_key(data: Path) -> None:
    key = new_key()
    book = open_plain(data)
    book.add(with_request(key))
    book.cancel_request(hashlib.sha256(key.spki).digest())
    assert [request.cancelled for request in book.requests()] == [True]
    assert book.private_key(book.keys()[0].id) == key.pkcs8


def test_removing_a_key_takes_what_belongs_to_it_and_no_more(data: Path) -> None:
    key, kept = new_key(), new_key()
    book = open_plain(data)
    for one in (key, kept):
        book.add(replace(with_request(one), certificates=(certificate_for(one),)))
    own = hashlib.sha256(certificate_for(key).der).digest()
    book.installed(own, "nss:/p")
    gone = book.keys()[0].id
    book.remove_key(gone, note=Message("key-removed", {"id": gone}))
    assert [held.spki for held in book.keys()] == [kept.spki]
    assert (len(book.requests()), book.installs()) == (1, ())
    assert own in {held.sha256 for held in book.certificates()}, "it tells what it opened"
    with pytest.raises(UnknownId):
        book.remove_key(gone, note=Message("key-removed"))


def test_what_a_store_has_lost_is_remembered(data: Path) -> None:
    book = open_plain(data)
    digest = b"\1" * 32
    book.installed(digest, "nss:/p")
    book.installed(digest, "nss:/q")
    (first, _) = book.installs()
    book.went_missing(digest, "nss:/p")
    book.went_missing(digest, "nss:/never")
    assert [each.store for each in book.installs()] == ["nss:/q"]
    assert book.missing() == (first,)
    book.found_again(digest, "nss:/p")
    assert (len(book.installs()), book.missing()) == (2, ())
    book.went_missing(digest, "nss:/p")
    book.installed(digest, "nss:/p")
    assert (len(book.installs()), book.missing()) == (2, ())
    book.went_missing(digest, "nss:/p")
    book.uninstalled(digest, "nss:/p")
    assert (len(book.installs()), book.missing()) == (1, ())


def test_a_verified_backup_is_believed_only_with_its_seal(data: Path) -> None:
    key = new_key()
    book = open_plain(data)
    book.add(Additions(keys=(key,)))
    digest, keys = b"\1" * 32, [hashlib.sha256(key.spki).digest()]
    book.backup_made("/usb/a.p12", file_sha256=digest, keys=keys)
    assert book.backups()[0].verified is None
    book.backup_verified("/usb/a.p12", file_sha256=digest, keys=keys)
    (fact,) = book.backups()
    assert fact.verified is not None
    assert fact.keys == tuple(keys)
    assert open_plain(data, None).backups()[0].verified is None, "no key, no belief"
    assert not open_plain(data, None).backups()[0].doubtful
    written(data / "sel.db", "backup", {}, keys=b"\2" * 32)
    planted = open_plain(data).backups()[0]
    assert (planted.verified, planted.doubtful) == (None, True)


def test_trust_facts_cannot_be_planted_or_changed(data: Path) -> None:
    book = open_plain(data)
    book.trust("authority", b"\1" * 32, how="telephone")
    assert [(fact.holds, fact.how) for fact in book.trusted()] == [(True, "telephone")]
    with closing(sqlite.connect(data / "sel.db", patience=1)) as file:
        (row,) = rows.select(file, "trust")
        real = {name: row[name] for name in ("kind", "at", "how", "mac")}
        rows.insert(file, "trust", subject=b"\2" * 32, **real)
    assert [(fact.holds, fact.doubtful) for fact in book.trusted()] == [
        (True, False),
        (False, True),
    ]


def test_the_pilot_authority(data: Path) -> None:
    book = open_plain(data)
    root, issuer = new_key().pkcs8, new_key().pkcs8
    with pytest.raises(NoAuthority):
        book.authority_key(AuthorityKey.ISSUER)
    with pytest.raises(NoAuthority):
        book.next_crl_number()
    big = 1 << 158
    new = NewAuthority(
        b"root", b"issuer", b"crl", root, issuer, ("ysgol.example",), 3, (Issued(big, b"one"),)
    )
    book.found_authority(new)
    with pytest.raises(AuthorityExists):
        book.found_authority(new)
    assert book.authority_key(AuthorityKey.ROOT) == root
    book.authority_issued(Issued(7, b"two"))
    book.authority_issued(Issued(7, b"two"))
    book.authority_revoked(big)
    with pytest.raises(UnknownId):
        book.authority_revoked(8)
    first, second = book.next_crl_number(), book.next_crl_number()
    assert 3 < first < second
    book.drop_root_key()
    with pytest.raises(RootKeyGone):
        book.authority_key(AuthorityKey.ROOT)
    state = open_plain(data).authority()
    assert state is not None
    assert (state.root_key_here, state.crl_number, state.domains) == (
        False, second, ("ysgol.example",),
    )  # fmt: skip
    assert [(one.serial, one.revoked is None) for one in state.issued] == [(big, False), (7, True)]
    assert open_plain(data).authority_key(AuthorityKey.ISSUER) == issuer
    assert not book.keys(), "the authority's keys are none of the person's"
    (fact,) = book.trusted()
    assert (fact.subject, fact.holds) == (hashlib.sha256(b"root").digest(), True)


def test_the_journal_keeps_twelve_months(data: Path) -> None:
    clock = SteadyClock()
    book = open_plain(data, clock=clock)
    book.note(Message("first", {"when": clock.at, "n": 3, "name": "Siân"}))
    clock.at += timedelta(days=300)
    book.note(Message("second"))
    assert [entry.what.code for entry in book.journal()] == ["second", "first"]
    assert book.journal()[1].what.facts["name"] == "Siân"
    assert len(book.journal(newest=1)) == 1
    clock.at += timedelta(days=70)
    book.note(Message("third"))
    assert [entry.what.code for entry in book.journal()] == ["third", "second"]


def test_drafts_come_and_go(data: Path) -> None:
    book = open_plain(data)
    book.keep_draft("get", '{"name": "Siân"}')
    book.keep_draft("get", '{"name": "Siân Llŷr"}')
    assert open_plain(data).draft("get") == '{"name": "Siân Llŷr"}'
    book.keep_draft("get", None)
    assert book.draft("get") is None


def test_a_wrong_passphrase_is_called_that(data: Path) -> None:
    book = open_plain(data)
    book.add(Additions(keys=(new_key(),)))
    with pytest.raises(WrongUnlockPassphrase):
        open_plain(data, Secret("nage")).private_key(book.keys()[0].id)
    with pytest.raises(WrongUnlockPassphrase):
        open_plain(data, Secret("nage")).add(Additions(keys=(new_key(),)))


def test_a_key_that_does_not_read_back_is_not_reported_as_safe(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sealed.seal
    monkeypatch.setattr(sealed, "seal", lambda _, **what: real(Secret(b"another"), **what))
    book = open_plain(data)
    with pytest.raises(DamagedKey):
        book.add(Additions(keys=(new_key(),)))
    with pytest.raises(DamagedKey):
        book.found_authority(NewAuthority(b"r", b"i", b"c", None, new_key().pkcs8, ()))


def test_a_damaged_key_is_not_a_wrong_book_key(data: Path) -> None:
    book = open_plain(data)
    book.add(Additions(keys=(new_key(), new_key())))
    one, other = book.keys()
    with closing(sqlite3.connect(data / "sel.db")) as file:
        ((blob,),) = file.execute("SELECT sealed FROM key WHERE id = ?", (other.id,)).fetchall()
    written(data / "sel.db", "key", {"id": one.id}, sealed=blob)
    with pytest.raises(DamagedKey) as hit:
        book.private_key(one.id)
    assert hit.value.what.facts["id"] == one.id


def test_folder_and_files_are_the_owners_alone(data: Path) -> None:
    open_plain(data).add(Additions(keys=(new_key(),)))
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in data.iterdir()}
    assert names == {"sel.db": 0o600, "sel.db.1": 0o600, "sel.lock": 0o600}


def test_no_secret_stands_in_any_file(data: Path) -> None:
    book = open_plain(data)
    keys = [new_key() for _ in range(5)]
    book.add(Additions(keys=tuple(keys)))
    book.found_authority(NewAuthority(b"r", b"i", b"c", keys[0].pkcs8, keys[1].pkcs8, ()))
    book.set_passphrase(Secret("gair arall hir iawn"))
    book.renew_key(Secret("a thrydydd gair hir"))
    book.remove_key(book.keys()[0].id, note=Message("key-removed"))
    written = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    for secret in (PASSPHRASE, Secret("gair arall hir iawn"), Secret("a thrydydd gair hir")):
        assert secret.reveal() not in written
    for key in keys:
        private = key.pkcs8.reveal()[36:68]  # the P-256 scalar (RFC 5915) in its PrivateKeyInfo
        assert private not in written
        assert private.hex().encode() not in written


def test_names_with_half_a_character_are_kept_as_well_as_can_be(data: Path) -> None:
    """A file name on Linux is bytes; Python shows those that are no UTF-8 as lone surrogates."""
    odd = "/usb/Si\udce2n.p12"
    book = open_plain(data)
    key = new_key()
    certificate = replace(certificate_for(key), friendly_name="\ud83d")
    book.add(Additions(keys=(key,), certificates=(certificate,), note=Message("x", {"path": odd})))
    book.backup_made(odd, file_sha256=b"\1" * 32, keys=[])
    book.backup_verified(odd, file_sha256=b"\1" * 32, keys=[])
    book.installed(b"\1" * 32, f"nss:{odd}")
    book.uninstalled(b"\1" * 32, f"nss:{odd}")
    book.trust("authority", b"\1" * 32, how=odd)
    assert [(fact.path, fact.verified is None) for fact in book.backups()] == [
        ("/usb/Si?n.p12", False)
    ]
    assert book.certificates()[0].friendly_name == "?"
    assert book.trusted()[0].holds
    assert not book.installs()


def test_a_journal_fact_with_a_nul_or_a_long_text(data: Path) -> None:
    book = open_plain(data)
    book.note(Message("x", {"text": "a\0b" * 5000}))
    assert book.journal()[0].what.facts["text"] == "a\0b" * 5000


def test_the_digest_of_a_row_stays_what_it_is() -> None:
    """By hand from the description: name, type and value, framed, in order of the names."""
    names = ("n", "digest", "b", "a", "none", "c")
    values = (7, b"old", "ŵ", -1, None, b"\0")
    parts = [b"\0\0\0\3key", b"\0\0\0\1a", b"i", b"\0\0\0\2-1", b"\0\0\0\1b", b"s"]
    parts += [b"\0\0\0\2\xc5\xb5", b"\0\0\0\1c", b"b", b"\0\0\0\1\0"]
    assert rows.digest("key", names, values) == hashlib.sha256(b"".join(parts)).digest()
