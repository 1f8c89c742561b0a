"""What is in a store already: taken in if it comes out, known of if it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID as Eku

from sel.base.errors import (
    ComputerForgets,
    DiskFull,
    StoreLocked,
    StorePasswordWrong,
    StoreUnavailable,
    WithoutBackup,
)
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.bundle import Bundle, Entry
from sel.core.policy import Policy
from sel.flows import adoptable, adopting, backups, installs, leaving, presence, removals
from sel.flows.identities import State, identities, only_here
from sel.flows.status import status
from sel.flows.store_places import StoreState
from sel.flows.timeline import Held as HeldWhere
from sel.flows.timeline import timeline
from sel.journeys.home import first
from sel.ports.book import Origin
from sel.ports.clients import ProgramId
from sel.ports.store import StoreSpec, Which
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
        with pytest.raises(WithoutBackup):
            removals.refuse_unsaved_certificate(scene.services, digest(scene.sian))

    def test_who_leaves_takes_it_out_only_when_told_so(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        (placed,) = leaving.look(scene.services).placed
        assert (placed.identity.only_here, placed.stores) == (True, ("windows:w",))
        with pytest.raises(WithoutBackup):
            leaving.clear_programs(scene.services, Silent())
        assert scene.w.list(Which.MINE)
        done = leaving.clear_programs(scene.services, Silent(), without_backup=True)
        assert [store for _, store in done.removed] == ["windows:w"]
        assert not scene.w.list(Which.MINE)
        assert not only_here(scene.services.book(), now())

    def test_a_store_that_lost_it_is_believed(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        scene.w.remove(digest(scene.sian))
        stay = only_here(scene.services.book(), now())
        seen = presence.look(scene.services, stay)
        assert seen.of(stay[0]).lost == ("windows:w",)
        assert presence.settle(scene.services, stay, seen) == 1
        (gone,) = only_here(scene.services.book(), now())
        assert gone.gone
        assert (gone.installed, gone.lost, gone.state) == ((), ("windows:w",), State.OLD)
        (line,) = timeline(scene.services)
        assert (line.held, line.places, line.lost) == (HeldWhere.MISSING, (), ("windows:w",))

    def test_it_is_offered_anew_once_it_is_back(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        scene.w.remove(digest(scene.sian))
        presence.note(scene.services)
        assert adoptable.look(scene.services).newest(now()) is None
        scene.w.install(bundle(scene.sian))
        assert adoptable.look(scene.services).newest(now()) is not None
        presence.note(scene.services)
        (one,) = only_here(scene.services.book(), now())
        assert (one.installed, one.lost, one.state) == (("windows:w",), (), State.CURRENT)

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
        assert [each.certificate.der for each in adoptable.look(scene.services).offered] == [
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


class TestBehindAPassword:
    @pytest.fixture
    def locked(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
        """Thunderbird's profile has a password of its own, and the certificate is in there."""
        scene.a.install(bundle(scene.sian))
        monkeypatch.setattr(scene.thunderbird, "open", behind("afon", scene.thunderbird.open))
        return scene

    def test_it_is_told_of(self, locked: Scene) -> None:
        seen = adoptable.look(locked.services)
        assert [spec.id for spec in seen.locked] == ["thunderbird:a"]
        assert adoptable.look(locked.services, unlock=Secret("afon")).locked == ()

    def test_whether_a_password_opens_any(self, locked: Scene) -> None:
        where = adoptable.look(locked.services).locked
        adoptable.look_behind(locked.services, where, Secret("afon"))
        adoptable.look_behind(locked.services, where, None)
        adoptable.look_behind(locked.services, (), Secret("môr"))
        with pytest.raises(StorePasswordWrong):
            adoptable.look_behind(locked.services, where, Secret("môr"))

    def test_it_is_taken_in(self, locked: Scene) -> None:
        assert not locked.adopt().new
        (one,) = locked.adopt(unlock=Secret("afon")).new
        assert one.installed == ("thunderbird:a",)


class TestFindings:
    def test_what_is_odd_about_it_is_said(self, scene: Scene) -> None:
        old = person(starts=now() - 800 * DAY, ends=now() - DAY)
        scene.w.install(bundle(old))
        assert "expired" in {each.code for each in scene.adopt().findings}
        assert not scene.adopt().findings


def behind(password: str, opening: Callable[..., Store]) -> Callable[..., Store]:
    """The same stores behind a password."""

    def opened(spec: StoreSpec, unlock: Secret | None) -> Store:
        if unlock is None:
            raise StoreLocked(store=spec.id)
        if unlock != Secret(password):
            raise StorePasswordWrong(store=spec.id)
        return opening(spec, unlock)

    return opened


class TestOffered:
    def test_the_one_that_ends_last_and_is_new(self, scene: Scene) -> None:
        sooner = person("b@school.example", starts=now() - DAY, ends=now() + DAY)
        scene.w.install(bundle(scene.sian, sooner))
        offer = adoptable.look(scene.services).newest(now())
        assert offer is not None
        assert offer.certificate.der == scene.sian.certificate
        scene.adopt()
        assert adoptable.look(scene.services).newest(now()) is None

    def test_to_look_is_to_write_nothing(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        adoptable.look(scene.services)
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


class TestLost:
    """Another program took a key away: said at the next look, and as long as it is so."""

    @pytest.fixture
    def lost(self, scene: Scene) -> Scene:
        there = program(ProgramId.THUNDERBIRD, "thunderbird")
        scene.services = replace(scene.services, mail_programs=lambda: (there,))
        scene.w.install(bundle(scene.sian))
        (one,) = scene.adopt().new
        installs.install(scene.services, [one], Silent(), store="thunderbird:a")
        scene.a.remove(digest(scene.sian))
        return scene

    def ready(self, scene: Scene) -> tuple[str, str, object]:
        said = status(scene.services, presence.seen_now(scene.services))
        step = next(each for each in said.steps if each.id == "ready")
        return said.sentence.code, step.what.code, step.what.facts.get("lost")

    def test_one_of_two(self, lost: Scene) -> None:
        expected = ("status-key-missing", "step-ready-missing-some", ("thunderbird:a",))
        assert self.ready(lost) == expected
        assert status(lost.services).sentence.code == "status-key-missing", "it is remembered"
        (line,) = timeline(lost.services)
        assert (line.places, line.lost) == (("windows:w",), ("thunderbird:a",))

    def test_all_of_them(self, lost: Scene) -> None:
        lost.w.remove(digest(lost.sian))
        expected = ("windows:w", "thunderbird:a")
        code, step, stores = self.ready(lost)
        assert (code, step) == ("status-key-missing", "step-ready-missing")
        assert set(expected) == set(stores)  # type: ignore[call-overload]  # a tuple
        said = first(status(lost.services), now=now(), later=now() + DAY)
        assert said.sentence.code == "status-key-missing"

    def test_what_is_made_ready_again_is_not_missing(self, lost: Scene) -> None:
        presence.note(lost.services)
        (one,) = identities(lost.services.book(), now())
        installs.install(lost.services, [one], Silent(), store="thunderbird:a")
        assert self.ready(lost) == ("status-no-backup", "step-ready", None)
        assert not lost.services.book().missing()

    def test_what_somebody_put_back_is_not_missing(self, lost: Scene) -> None:
        presence.note(lost.services)
        lost.a.install(bundle(lost.sian))
        assert self.ready(lost) == ("status-no-backup", "step-ready", None)
        assert status(lost.services).sentence.code == "status-no-backup"

    def test_what_was_removed_there_by_sel_is_not_missing(self, lost: Scene) -> None:
        presence.note(lost.services)
        assert removals.from_stores(lost.services, digest(lost.sian), store="thunderbird:a") == ()
        assert self.ready(lost) == ("status-no-backup", "step-ready", None)

    def test_a_profile_that_was_deleted_is_no_loss_where_another_has_the_key(
        self, lost: Scene
    ) -> None:
        lost.thunderbird.specs = ()
        assert self.ready(lost) == ("status-no-backup", "step-ready", None)
        assert not lost.services.book().missing()

    def test_the_only_place_was_deleted(self, lost: Scene) -> None:
        lost.w.remove(digest(lost.sian))
        lost.services = replace(lost.services, stores=lambda: ())
        assert self.ready(lost)[:2] == ("status-no-backup", "step-ready-missing-no-program")

    def test_what_cannot_be_looked_into_is_said(
        self, lost: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lost.a.install(bundle(lost.sian))

        def shut(*_: object) -> Store:
            raise StoreUnavailable(store="windows:w", reason="access-denied")

        monkeypatch.setattr(lost.windows, "open", shut)
        said = status(lost.services, presence.seen_now(lost.services))
        step = next(each for each in said.steps if each.id == "ready")
        assert (step.state.value, step.what.code) == ("done", "step-ready-unseen")
        assert step.what.facts["unseen"] == ("windows:w",)

    def test_a_book_that_cannot_be_written_keeps_no_answer_back(
        self, lost: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> int:
            raise DiskFull(path="sel.db", detail="")

        monkeypatch.setattr(presence, "settle", full)
        assert self.ready(lost)[0] == "status-key-missing"
        assert not lost.services.book().missing()

    def test_the_only_key_could_not_be_copied(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        scene.w.remove(digest(scene.sian))
        for seen in (presence.seen_now(scene.services), None):
            said = status(scene.services, seen)
            assert said.sentence.code == "status-key-gone"
            assert said.steps[0].what.code == "step-certificate-gone"
            assert not said.notices
        assert first(said, now=now(), later=now() + DAY).sentence.code == "status-key-gone"

    def test_beside_another_it_is_said(self, scene: Scene) -> None:
        scene.w.install(bundle(scene.sian, valid("gwen@school.example")))
        scene.w.kept_in.add(digest(scene.sian))
        scene.adopt()
        scene.w.remove(digest(scene.sian))
        presence.note(scene.services)
        said = status(scene.services)
        assert said.sentence.code == "status-no-backup"
        assert [each.code for each in said.notices] == ["key-was-only-here"]


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
        assert status(scene.services).sentence.code == "status-key-missing"
