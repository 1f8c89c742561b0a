"""What the organisation decides has an effect: each value, at the flow that has to obey."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sel.base.errors import PolicyForbids, SharedMailbox, WeakPassphrase
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.bundle import Protection
from sel.core.keypair import KeyKind
from sel.core.policy import Policy
from sel.core.request import Asked
from sel.flows import backups, doctor, installs, pick_up, requests, status, unlocking
from sel.ports.services import Services
from sel.ports.store import Which
from tests.flows.desk import desk
from tests.pilot import SIAN, pilot

STRONG = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")
MIDDLING = Secret("pysgodyn afon lleuad")  # stands some 10^15 guesses


@pytest.fixture
def decided(tmp_path: Path) -> Callable[..., Services]:
    def make(**values: object) -> Services:
        return replace(desk(tmp_path / "sel"), policy=Policy(**values))  # type: ignore[arg-type]

    return make


def made(services: Services, kind: KeyKind | None = None, email: str = SIAN) -> KeyKind:
    got = requests.make(services, Asked((email,), "Siân"), kind, Silent())
    facts = got.request.key
    return KeyKind("ec-p256" if facts.curve else f"rsa-{facts.size}")


class TestKeys:
    def test_the_kind_is_the_organisations(self, decided: Callable[..., Services]) -> None:
        services = decided(key_kind="ec-p256")
        assert made(services) is KeyKind.EC_P256
        assert made(services, KeyKind.EC_P256) is KeyKind.EC_P256

    def test_no_other_kind_is_made(self, decided: Callable[..., Services]) -> None:
        services = decided(key_kind="rsa-4096")
        with pytest.raises(PolicyForbids) as caught:
            made(services, KeyKind.EC_P256)
        assert caught.value.what.facts["rule"] == "key_kind"
        assert services.book().keys() == ()

    def test_a_shared_mailbox_gets_none(self, decided: Callable[..., Services]) -> None:
        services = decided(shared_mailboxes=("office@school.example",))
        with pytest.raises(SharedMailbox):
            made(services, KeyKind.EC_P256, "office@SCHOOL.example")
        assert services.book().keys() == ()
        assert made(services, KeyKind.EC_P256) is KeyKind.EC_P256


class TestPassphrases:
    def test_more_guesses_are_asked_for(self, decided: Callable[..., Services]) -> None:
        unlocking.set_passphrase(decided(), MIDDLING, MIDDLING)
        with pytest.raises(WeakPassphrase) as caught:
            unlocking.set_passphrase(decided(passphrase_guesses=20), MIDDLING, MIDDLING)
        assert caught.value.what.facts["needed_log10"] == 20

    def test_of_backups_too(self, decided: Callable[..., Services], tmp_path: Path) -> None:
        services = decided(passphrase_guesses=20)
        made(services, KeyKind.EC_P256)
        with pytest.raises(WeakPassphrase):
            backups.make(services, tmp_path / "b.p12", MIDDLING, Silent())
        assert backups.make(services, tmp_path / "b.p12", STRONG, Silent()).ids

    def test_words_that_are_offered_always_do(self) -> None:
        from sel.core import passphrase

        for language in ("en", "cy"):
            backups.check_passphrase(
                Policy(passphrase_guesses=20), passphrase.offer(language), Protection.MODERN
            )

    def test_none_where_the_password_store_closes(self, decided: Callable[..., Services]) -> None:
        with pytest.raises(PolicyForbids) as caught:
            unlocking.set_passphrase(decided(own_keys="keyring"), STRONG, STRONG)
        assert caught.value.what.facts["rule"] == "own_keys"

    def test_who_has_one_may_change_it_all_the_same(
        self, decided: Callable[..., Services]
    ) -> None:
        services = decided()
        made(services, KeyKind.EC_P256)
        later = replace(services, policy=Policy(own_keys="keyring"))
        assert unlocking.set_passphrase(later, STRONG, STRONG).passphrase

    def test_no_password_store_where_a_passphrase_closes(
        self, decided: Callable[..., Services]
    ) -> None:
        services = decided(own_keys="passphrase")
        made(services, KeyKind.EC_P256)
        with pytest.raises(PolicyForbids):
            unlocking.remember(services)


class TestTrust:
    def test_people_trust_nobody_else(self, decided: Callable[..., Services]) -> None:
        ours, theirs = pilot().root, pilot("other.example").root
        services = decided(person_roots=False, roots=(ours,))
        with pytest.raises(PolicyForbids) as caught:
            installs.add(services, [theirs], Which.AUTHORITIES)
        assert caught.value.what.facts["rule"] == "person_roots"
        store = next(each for each in services.stores() if each.id == "nss")
        folder = services.data.parent / "nss"
        store.create(folder)
        added = installs.add(services, [ours], Which.AUTHORITIES, store=f"nss:{folder}")
        assert len(added) == 1


class TestPickUp:
    @pytest.fixture
    def left(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("USERNAME", "sian")
        folder = tmp_path / "certs" / "sian"
        folder.mkdir(parents=True)
        (folder / "notes.txt").write_text("x")
        file = folder / "Siân.P12"
        file.write_bytes(b"one")
        return file

    def test_what_lies_there_is_offered_until_it_was_taken(
        self, decided: Callable[..., Services], left: Path
    ) -> None:
        services = decided(pick_up=str(left.parent.parent / "%username%"))
        assert pick_up.waiting(services) == (left,)
        pick_up.picked(services, left)
        assert pick_up.waiting(services) == ()
        left.write_bytes(b"two")
        assert pick_up.waiting(services) == (left,)

    def test_the_newest_first(self, decided: Callable[..., Services], left: Path) -> None:
        newer = left.with_name("a.pfx")
        newer.write_bytes(b"two")
        os.utime(left, (1, 1))
        assert pick_up.waiting(decided(pick_up=str(left.parent))) == (newer, left)

    def test_a_file_from_elsewhere_is_not_noted(
        self, decided: Callable[..., Services], left: Path, tmp_path: Path
    ) -> None:
        services = decided(pick_up=str(left.parent))
        other = tmp_path / "other.p12"
        other.write_bytes(b"one")
        pick_up.picked(services, other)
        assert pick_up.waiting(services) == (left,)

    def test_a_folder_that_is_gone_has_nothing(self, decided: Callable[..., Services]) -> None:
        assert pick_up.waiting(decided(pick_up="/nowhere/%USERNAME%")) == ()
        assert pick_up.waiting(decided()) == ()


def test_status_says_what_was_left_out(decided: Callable[..., Services]) -> None:
    notices = status.status(decided(ignored=("pilot",), file="own.json")).notices
    assert [each.code for each in notices] == ["policy-ignored-keys"]


def test_the_report_has_every_value_and_why(decided: Callable[..., Services]) -> None:
    root = pilot().root
    services = decided(
        roots=(root,),
        shared_mailboxes=("office@school.example",),
        authorities=(b'{"id": "county"}',),
        origins=(("roots", "HKLM"),),
    )
    shape = doctor.report(services)["policy"]
    assert shape["roots"] == [hashlib.sha256(root).hexdigest()]
    assert shape["origins"] == {"roots": "HKLM"}
    assert (shape["authorities"], shape["shared_mailboxes"]) == (["county"], 1)
    assert "office@school.example" not in repr(shape)
