"""What every store promises, whatever is behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sel.base.errors import KeyMismatch, NoKey
from sel.core import certificate, keypair
from sel.core.bundle import Bundle, Entry
from sel.core.keypair import KeyKind
from sel.ports.store import CertStore, Which
from tests.pilot import GWEN, Person, person, pilot, rsa_key


def bundle(*people: Person) -> Bundle:
    """Their keys and certificates with the pilot's chain."""
    founded = pilot()
    return Bundle(
        tuple(Entry(each.key, each.certificate) for each in people),
        (founded.issuer, founded.root),
    )


def digest(one: Person) -> bytes:
    return certificate.read(one.certificate).sha256


def digests(store: CertStore, which: Which) -> list[bytes]:
    return sorted(held.sha256 for held in store.list(which))


@dataclass(frozen=True)
class Cast:
    """The people of these tests."""

    sian: Person
    gwen: Person


@pytest.fixture(scope="session")
def cast() -> Cast:
    return Cast(person(), person(GWEN, name="Gwenllian ap Rhys", key=rsa_key()))


class StoreContract:
    """Inherit it, give a fixture `store`, and the promises are tested.

    kind  of the keys that are made on the way; a store that knows no other can name its own, and
          a fixture `cast` to go with it
    """

    kind = KeyKind.EC_P256

    def test_a_new_store_is_empty(self, store: CertStore) -> None:
        assert [list(store.list(which)) for which in Which] == [[], [], []]

    def test_installing_twice_keeps_one(self, store: CertStore, cast: Cast) -> None:
        for _ in range(2):
            store.install(bundle(cast.sian))
        assert digests(store, Which.MINE) == [digest(cast.sian)]
        assert len(store.list(Which.AUTHORITIES)) == 2
        assert store.prove(digest(cast.sian)).holds

    def test_a_file_with_two_keys_loses_neither(self, store: CertStore, cast: Cast) -> None:
        store.install(bundle(cast.sian, cast.gwen))
        assert digests(store, Which.MINE) == sorted([digest(cast.sian), digest(cast.gwen)])
        for one in (cast.sian, cast.gwen):
            proof = store.prove(digest(one))
            assert (proof.signs, proof.opens, proof.code) == (True, True, "proved")

    def test_a_key_without_certificate_stops_nothing(self, store: CertStore, cast: Cast) -> None:
        waiting = person("aros@school.example")
        both = Bundle((Entry(waiting.key, None), *bundle(cast.sian).entries))
        store.install(both)
        assert digests(store, Which.MINE) == [digest(cast.sian)]

    def test_a_key_of_somebody_else_is_refused(self, store: CertStore, cast: Cast) -> None:
        other = person("arall@school.example")
        with pytest.raises(KeyMismatch):
            store.install(Bundle((Entry(other.key, cast.sian.certificate),)))
        assert not store.list(Which.MINE)

    def test_renewed_with_a_new_key_keeps_both(self, store: CertStore, cast: Cast) -> None:
        renewed = person(kind=self.kind)
        store.install(bundle(cast.sian))
        store.install(bundle(renewed))
        assert digests(store, Which.MINE) == sorted([digest(cast.sian), digest(renewed)])
        assert store.prove(digest(renewed)).holds
        assert store.prove(digest(cast.sian)).holds

    def test_what_was_removed_is_gone_with_its_key(self, store: CertStore, cast: Cast) -> None:
        store.install(bundle(cast.sian))
        store.remove(digest(cast.sian))
        assert not store.list(Which.MINE)
        store.add(Which.PEOPLE, cast.sian.certificate)
        assert not store.list(Which.MINE)
        assert store.prove(digest(cast.sian)).code == "no-key"

    def test_removing_the_unknown_is_no_error(self, store: CertStore) -> None:
        store.remove(bytes(32))

    def test_a_key_that_two_certificates_share_stays(self, store: CertStore) -> None:
        old = person(kind=self.kind)
        new = person(key=old.key, name="Siân Llŷr (newydd)")
        store.install(bundle(old, new))
        store.remove(digest(old))
        assert digests(store, Which.MINE) == [digest(new)]
        assert store.prove(digest(new)).holds

    def test_what_is_not_there_is_not_proved(self, store: CertStore) -> None:
        assert store.prove(bytes(32)).code == "no-key"

    def test_a_key_comes_out_as_it_went_in(self, store: CertStore, cast: Cast) -> None:
        store.install(bundle(cast.sian, cast.gwen))
        for one in (cast.sian, cast.gwen):
            found = [
                entry
                for entry in store.export(digest(one)).entries
                if entry.certificate == one.certificate
            ]
            assert [keypair.load(each.key).private_numbers() for each in found] == [  # type: ignore[union-attr]  # RSA and EC have them
                keypair.load(one.key).private_numbers()  # type: ignore[union-attr]
            ]

    def test_what_has_no_key_there_is_not_given_out(self, store: CertStore, cast: Cast) -> None:
        store.add(Which.PEOPLE, cast.gwen.certificate)
        for each in (digest(cast.gwen), bytes(32)):
            with pytest.raises(NoKey):
                store.export(each)

    def test_what_is_hidden_or_not_still_opens(self, store: CertStore, cast: Cast) -> None:
        store.install(bundle(cast.sian))
        for hidden in (True, False):
            store.archive(digest(cast.sian), hidden=hidden)
            assert digests(store, Which.MINE) == [digest(cast.sian)]
            assert store.prove(digest(cast.sian)).holds
        assert not store.archive(bytes(32))

    def test_people_are_people(self, store: CertStore, cast: Cast) -> None:
        for _ in range(2):
            store.add(Which.PEOPLE, cast.gwen.certificate)
        (held,) = store.list(Which.PEOPLE)
        assert held.der == cast.gwen.certificate
        assert not held.has_key
        assert store.prove(held.sha256).code == "no-key"
        assert not store.list(Which.MINE)

    def test_a_person_who_becomes_mine_keeps_one_entry(self, store: CertStore, cast: Cast) -> None:
        store.add(Which.PEOPLE, cast.gwen.certificate)
        store.install(bundle(cast.gwen))
        assert not store.list(Which.PEOPLE)
        assert digests(store, Which.MINE) == [digest(cast.gwen)]
        assert store.prove(digest(cast.gwen)).holds

    def test_authorities_are_authorities(self, store: CertStore) -> None:
        store.add(Which.AUTHORITIES, pilot().root)
        (held,) = store.list(Which.AUTHORITIES)
        assert held.der == pilot().root
        store.remove(held.sha256)
        assert not store.list(Which.AUTHORITIES)
