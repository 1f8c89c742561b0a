"""What is in a store already: taken in if it comes out, known of if it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID as Eku

from sel.base.errors import ComputerForgets, StoreUnavailable
from sel.base.progress import Silent
from sel.core import certificate
from sel.core.bundle import Bundle, Entry
from sel.core.policy import Policy
from sel.flows import adopting, backups, installs, presence, removals
from sel.flows.identities import identities, only_here
from sel.flows.status import status
from sel.flows.store_places import StoreState
from sel.journeys.home import first
from sel.ports.book import Origin
from sel.ports.clients import ProgramId
from sel.ports.store import Which
from tests.contract.store_contract import bundle, digest
from tests.flows.desk import desk, now
from tests.flows.test_installs import Kind, Store, program
from tests.pilot import Person, person, pilot
from tests.stores_material import issued_for

DAY = timedelta(days=1)


class Scene:
    """A new desk; the computer's own store and a Thunderbird profile."""

    def __init__(self, folder: Path) -> None:
        self.windows, self.thunderbird = Kind("windows", "w"), Kind("thunderbird", "a")
        self.w: Store = self.windows.stores["windows:w"]
        self.a: Store = self.thunderbird.stores["thunderbird:a"]
        self.services = replace(
            desk(folder), stores=lambda: (self.windows, self.thunderbird), forgets=lambda: None
        )
        self.sian = valid()

    def adopt(self, **how: object) -> adopting.Adopted:
        return adopting.adopt(self.services, Silent(), **how)  # type: ignore[arg-type]  # passed on

    @property
    def mine(self) -> tuple[object, ...]:
        return identities(self.services.book(), now())


def valid(email: str = "sian.llyr@school.example") -> Person:
    return person(email, starts=now() - DAY, ends=now() + 80 * DAY)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


class TestTakenIn:
    def test_a_key_that_comes_out_is_in_the_book(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        done = scene.adopt()
        (one,) = done.new
        assert one.certificate is not None
        assert one.certificate.der == scene.sian.certificate
        assert one.origin is Origin.ADOPTED
        assert one.installed == ("windows:w",)
        assert not one.only_here
        assert scene.services.book().private_key(one.id) == scene.sian.key
        assert not done.only_here

    def test_its_authorities_come_along(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        (one,) = scene.adopt().new
        assert one.certificate is not None
        from sel.flows.identities import chain_of

        chain = chain_of(scene.services.book(), one.certificate.der)
        assert chain == (pilot().issuer, pilot().root)

    def test_from_two_stores_it_comes_once(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.a.install(bundle(scene.sian))
        (one,) = scene.adopt().new
        assert one.installed == ("windows:w", "thunderbird:a")

    def test_from_the_store_that_gives_it(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.a.install(bundle(scene.sian))
        done = scene.adopt()
        (one,) = done.new
        assert set(one.installed) == {"windows:w", "thunderbird:a"}
        assert not done.only_here

    def test_twice_changes_nothing(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian, valid("gwen@school.example")))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        book = scene.services.book()
        before = (book.keys(), book.certificates(), book.installs(), book.journal())
        again = scene.adopt()
        assert (again.new, again.unchanged, len(again.only_here)) == ((), 2, 1)
        assert (book.keys(), book.certificates(), book.installs(), book.journal()) == before

    def test_one_that_ended_is_taken_too_for_it_opens_old_mail(self, scene: Scene) -> None:
        old = person(starts=now() - 800 * DAY, ends=now() - DAY)
        scene.w.install(bundle(old))
        assert len(scene.adopt().new) == 1
        assert scene.adopt().seen.newest(now()) is None


class TestStaysThere:
    def test_it_is_known_of_and_counts_as_no_key(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        done = scene.adopt()
        assert not done.new
        (one,) = done.only_here
        assert one.only_here
        assert one.installed == ("windows:w",)
        assert one.backed_up is None
        assert one.id == certificate.read(scene.sian.certificate).spki_sha256.hex()[:8]
        assert not scene.mine
        assert backups.status(scene.services).missing == ()

    def test_nothing_but_the_store_has_it_so_it_goes_behind_no_backup(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        from sel.base.errors import WithoutBackup

        with pytest.raises(WithoutBackup):
            removals.refuse_unsaved_certificate(scene.services, digest(scene.sian))

    def test_a_store_that_lost_it_is_believed(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        scene.w.remove(digest(scene.sian))
        stay = only_here(scene.services.book(), now())
        seen = presence.look(scene.services, stay)
        assert seen.of(stay[0]).lost == ("windows:w",)
        assert presence.settle(scene.services, stay, seen) == 1
        assert not only_here(scene.services.book(), now())

    def test_one_day_it_may_come_out_after_all(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        scene.w.kept_in.clear()
        done = scene.adopt()
        assert len(done.new) == 1
        assert not done.only_here
        assert not only_here(scene.services.book(), now())


class TestLeftOut:
    @pytest.mark.parametrize(
        ("how", "why"),
        [
            ({"extended": [Eku.CLIENT_AUTH]}, "not-for-mail"),
            ({"extended": [Eku.SERVER_AUTH, Eku.CLIENT_AUTH]}, "not-for-mail"),
            ({"extended": [Eku.CLIENT_AUTH], "email": None}, "not-for-mail"),
            ({"extended": [Eku.EMAIL_PROTECTION], "email": None}, "no-address"),
            ({"extended": None, "email": None}, "no-address"),
            ({"extended": None, "authority": True}, "authority"),
        ],
    )
    def test_what_is_not_for_mail_is_counted_and_left(
        self, scene: Scene, how: dict[str, object], why: str
    ) -> None:
        other = issued_for(**how)  # type: ignore[arg-type]  # passed on
        scene.w.install(Bundle((Entry(other.key, other.certificate),)))
        done = scene.adopt()
        assert done.seen.left_out == ((why, 1),)
        assert not done.new
        assert not done.only_here
        assert not done.seen.offered
        assert not scene.services.book().certificates()

    @pytest.mark.parametrize(
        "extended", [None, [Eku.EMAIL_PROTECTION], [Eku.CLIENT_AUTH, Eku.EMAIL_PROTECTION]]
    )
    def test_what_mail_may_use_is_offered(self, scene: Scene, extended: list[object]) -> None:
        other = issued_for(extended=extended)  # type: ignore[arg-type]
        scene.w.install(Bundle((Entry(other.key, other.certificate),)))
        assert [each.certificate.der for each in adopting.look(scene.services).offered] == [
            other.certificate
        ]


class TestTrouble:
    def test_a_key_that_does_not_work_there_is_not_believed(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.breaks_keys = True
        done = scene.adopt()
        assert [problem.code for _, problem in done.problems] == ["not-proved"]
        assert not done.new
        assert not scene.services.book().installs()

    def test_a_computer_that_forgets_is_noticed_before_a_key_comes_out(self, scene: Scene) -> None:
        scene.services = replace(scene.services, forgets=lambda: "temporary-profile")
        assert not scene.adopt().new, "nothing there, nothing to say"
        scene.w.install(bundle(scene.sian))
        with pytest.raises(ComputerForgets):
            scene.adopt()
        assert not scene.mine
        assert len(scene.adopt(forgets_accepted=True).new) == 1

    def test_one_store_that_does_not_open_stops_no_other(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def shut(*_: object) -> Store:
            raise StoreUnavailable(store="thunderbird:a", reason="damaged")

        monkeypatch.setattr(scene.thunderbird, "open", shut)
        scene.w.install(bundle(scene.sian))
        done = scene.adopt()
        assert len(done.new) == 1
        assert [spec.id for spec, _ in done.seen.closed] == ["thunderbird:a"]
        with pytest.raises(StoreUnavailable):
            scene.adopt(store="thunderbird:a")

    def test_nothing_anywhere_is_no_error(self, scene: Scene) -> None:
        done = scene.adopt()
        assert (done.new, done.unchanged, done.seen.offered) == ((), 0, ())


class TestOffered:
    def test_the_one_that_ends_last_and_is_new(self, scene: Scene) -> None:
        sooner = person("b@school.example", starts=now() - DAY, ends=now() + DAY)
        scene.w.install(bundle(scene.sian, sooner))
        offer = adopting.look(scene.services).newest(now())
        assert offer is not None
        assert offer.certificate.der == scene.sian.certificate
        scene.adopt()
        assert adopting.look(scene.services).newest(now()) is None

    def test_to_look_is_to_write_nothing(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        adopting.look(scene.services)
        assert not scene.services.book().certificates()


class TestPresence:
    def test_where_it_is_and_where_it_was(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        (one,) = scene.adopt().new
        installs.install(scene.services, [one], Silent(), store="thunderbird:a")
        scene.w.remove(digest(scene.sian))
        (one,) = identities(scene.services.book(), now())
        held = presence.look(scene.services, [one]).of(one)
        assert [spec.id for spec in held.there] == ["thunderbird:a"]
        assert held.lost == ("windows:w",)
        assert held.installed == ("thunderbird:a",)

    def test_what_cannot_be_looked_into_is_not_called_lost(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene.w.install(bundle(scene.sian))
        (one,) = scene.adopt().new

        def shut(*_: object) -> Store:
            raise StoreUnavailable(store="windows:w", reason="access-denied")

        monkeypatch.setattr(scene.windows, "open", shut)
        seen = presence.look(scene.services, [one])
        assert seen.of(one) == presence.Held((), (), ("windows:w",))
        assert presence.settle(scene.services, [one], seen) == 0

    def test_what_somebody_else_put_there_is_seen(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        (one,) = scene.adopt().new
        scene.a.install(bundle(scene.sian))
        held = presence.look(scene.services, [one]).of(one)
        assert [spec.id for spec in held.there] == ["windows:w", "thunderbird:a"]


class TestOutOfStores:
    def out(self, scene: Scene, one: Person, **how: bool) -> list[StoreState]:
        done = removals.from_stores(scene.services, digest(one), **how)
        return [each.state for each in done]

    def test_one_that_ended_is_hidden_where_that_is_possible(self, scene: Scene) -> None:
        old = person(starts=now() - 800 * DAY, ends=now() - DAY)
        for store in (scene.w, scene.a):
            store.install(bundle(old))
        scene.w.hides = True
        assert self.out(scene, old) == [StoreState.HIDDEN, StoreState.REMOVED]
        assert scene.w.prove(digest(old)).holds
        assert not scene.a.list(Which.MINE)
        assert self.out(scene, old, for_good=True) == [StoreState.REMOVED]
        assert not scene.w.list(Which.MINE)

    def test_one_in_use_is_removed(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.hides = True
        assert self.out(scene, scene.sian) == [StoreState.REMOVED]
        assert self.out(scene, scene.sian) == []


class TestHome:
    def test_only_a_key_that_cannot_be_copied(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        said = status(scene.services)
        states = {each.id: (each.state.value, each.what.code) for each in said.steps}
        assert states["certificate"] == ("done", "step-certificate")
        assert states["ready"] == ("done", "step-ready")
        assert states["backup"] == ("attention", "step-backup-cannot")
        assert said.sentence.code == "status-cannot-back-up"
        assert first(said, now=now(), later=None).sentence.code == "status-cannot-back-up"
        assert not said.notices

    def test_it_keeps_a_copy_is_believed(self, scene: Scene) -> None:
        scene.services = replace(scene.services, policy=Policy(it_keeps_a_copy=True))
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        said = status(scene.services)
        assert said.sentence.code == "status-almost"

    def test_beside_another_key_it_is_said_and_that_one_is_to_be_backed_up(
        self, scene: Scene
    ) -> None:
        scene.w.install(bundle(scene.sian, valid("gwen@school.example")))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        said = status(scene.services)
        assert said.sentence.code == "status-no-backup"
        (notice,) = said.notices
        assert notice.code == "key-cannot-be-copied"
        assert notice.facts["emails"] == ("sian.llyr@school.example",)

    def test_no_program_here_that_can_do_it(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.adopt()
        scene.w.remove(digest(scene.sian))
        mine = identities(scene.services.book(), now())
        presence.settle(scene.services, mine, presence.look(scene.services, mine))
        said = status(scene.services)
        assert said.sentence.code == "status-no-backup"
        assert first(said, now=now(), later=None).sentence.code == "status-no-backup"
        later = first(said, now=now(), later=now() + DAY)
        assert later.sentence.code == "status-no-program"
        there = program(ProgramId.THUNDERBIRD, "thunderbird")
        scene.services = replace(scene.services, mail_programs=lambda: (there,))
        assert status(scene.services).sentence.code == "status-not-installed"
