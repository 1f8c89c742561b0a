"""Into every place that the mail programs here use, or into none; what was there is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sel.base.errors import (
    KeyMismatch,
    NoProgramForIt,
    NotProved,
    SelError,
    StoreInUse,
    StoreUnavailable,
)
from sel.base.progress import Cancelled, Silent
from sel.core.bundle import Bundle, Entry
from sel.core.keypair import KeyKind, generate
from sel.flows import hiding, installs
from sel.flows.identities import Identity, identities
from sel.flows.store_places import StoreState, known
from sel.ports.clients import ALL_WORKS, NOT_KNOWN, Build, Known, MailProgram, ProgramId, Works
from sel.ports.services import Services
from sel.ports.store import Proof, StoreSpec, Which
from tests.contract.memory import MemoryStore
from tests.flows.desk import desk
from tests.screens.people import with_certificate

PROVED, UNCHANGED = StoreState.PROVED, StoreState.UNCHANGED
PUT_BACK, KEPT, FAILED = StoreState.PUT_BACK, StoreState.KEPT, StoreState.FAILED


class Store(MemoryStore):
    """One that can be told to fail, and that counts what was written into it."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses: SelError | None = None
        self.breaks_keys = self.keeps_what_is_there = self.hides = False
        self.writes = 0
        self.hidden: set[bytes] = set()

    def install(self, bundle: Bundle) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.writes += 1
        super().install(bundle)

    def remove(self, sha256: bytes) -> None:
        if self.keeps_what_is_there:
            raise StoreInUse(store="b", program="Thunderbird")
        super().remove(sha256)

    def prove(self, sha256: bytes) -> Proof:
        shown = super().prove(sha256)
        return Proof(True, False, "cannot-open") if self.breaks_keys and shown.holds else shown

    def archive(self, sha256: bytes, *, hidden: bool = True) -> bool:
        if not self.hides:
            return False
        (self.hidden.add if hidden else self.hidden.discard)(sha256)
        return True


class Kind:
    """Stores of one kind, by the names that they are given."""

    def __init__(self, kind: str, *names: str) -> None:
        self.id = kind
        self.specs = tuple(StoreSpec(f"{kind}:{name}", name) for name in names)
        self.stores = {spec.id: Store() for spec in self.specs}

    def unusable(self) -> str | None:
        return None

    def found(self) -> tuple[StoreSpec, ...]:
        return self.specs

    def spec(self, store: str) -> StoreSpec | None:
        return next((spec for spec in self.specs if spec.id == store), None)

    def create(self, folder: Path) -> None:
        raise NotImplementedError

    def open(self, spec: StoreSpec, unlock: object) -> Store:
        return self.stores[spec.id]


def program(name: ProgramId, keys_in: str) -> MailProgram:
    works = Works(*ALL_WORKS, keys_in=keys_in) if keys_in else NOT_KNOWN
    return MailProgram(name, Build(), Known.YES, (), works)


class Scene:
    """Siân's desk with two Thunderbird profiles and a Windows store; Outlook is not installed."""

    def __init__(self, folder: Path) -> None:
        self.thunderbird = Kind("thunderbird", "a", "b")
        self.windows = Kind("windows", "w")
        self.a, self.b = (self.thunderbird.stores[f"thunderbird:{each}"] for each in "ab")
        self.w = self.windows.stores["windows:w"]
        self.services = self.with_programs(
            replace(desk(folder), stores=lambda: (self.windows, self.thunderbird)),
            program(ProgramId.THUNDERBIRD, "thunderbird"),
            program(ProgramId.NEW_OUTLOOK, ""),
        )
        with_certificate(self.services)

    @staticmethod
    def with_programs(services: Services, *programs: MailProgram) -> Services:
        return replace(services, mail_programs=lambda: programs)

    @property
    def mine(self) -> Identity:
        (one,) = identities(self.services.book(), self.services.clock.now())
        return one

    @property
    def digest(self) -> bytes:
        assert self.mine.certificate is not None
        return self.mine.certificate.sha256

    def install(self, **how: object) -> installs.Installed:
        return installs.install(self.services, [self.mine], Silent(), **how)  # type: ignore[arg-type]  # passed on

    def states(self, done: installs.Installed) -> dict[str, StoreState]:
        return {each.store.label: each.state for each in done.all}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def held(store: Store) -> list[bytes]:
    return sorted(each.sha256 for which in Which for each in store.list(which))


class TestWhere:
    def test_where_the_programs_here_look_and_nowhere_else(self, scene: Scene) -> None:
        done = scene.install()
        assert scene.states(done) == {"a": PROVED, "b": PROVED}
        assert scene.mine.installed == ("thunderbird:a", "thunderbird:b")
        assert not held(scene.w)

    def test_outlook_looks_in_windows(self, scene: Scene) -> None:
        scene.services = scene.with_programs(scene.services, program(ProgramId.OUTLOOK, "windows"))
        assert scene.states(scene.install()) == {"w": PROVED}

    @pytest.mark.parametrize("programs", [(), (program(ProgramId.NEW_OUTLOOK, ""),)])
    def test_no_program_that_can_use_it_is_said(
        self, scene: Scene, programs: tuple[MailProgram, ...]
    ) -> None:
        scene.services = scene.with_programs(scene.services, *programs)
        with pytest.raises(NoProgramForIt):
            scene.install()
        assert not scene.mine.installed

    def test_a_program_that_was_never_started_has_no_place_yet(self, scene: Scene) -> None:
        scene.thunderbird.specs = ()
        with pytest.raises(NoProgramForIt):
            scene.install()

    def test_a_store_that_is_named_needs_no_program(self, scene: Scene) -> None:
        assert scene.states(scene.install(store="windows:w")) == {"w": PROVED}

    def test_several_that_are_named(self, scene: Scene) -> None:
        done = scene.install(store=["windows:w", "thunderbird:b"])
        assert scene.states(done) == {"w": PROVED, "b": PROVED}


class TestOneFails:
    def test_the_others_are_put_back(self, scene: Scene) -> None:
        scene.b.refuses = StoreInUse(store="b", program="Thunderbird")
        done = scene.install()
        assert scene.states(done) == {"a": PUT_BACK, "b": FAILED}
        assert done.problem is scene.b.refuses
        assert not done.stores
        assert not held(scene.a)
        assert not scene.mine.installed

    def test_or_kept_if_that_is_wanted(self, scene: Scene) -> None:
        scene.a.refuses = StoreUnavailable(store="a", reason="not-writable")
        done = scene.install(keep_going=True)
        assert scene.states(done) == {"a": FAILED, "b": PROVED}
        assert [each.store.label for each in done.stores] == ["b"]
        assert scene.mine.installed == ("thunderbird:b",)

    def test_what_was_kept_can_be_taken_back_later(self, scene: Scene) -> None:
        scene.a.refuses = StoreUnavailable(store="a", reason="not-writable")
        done = installs.take_back(scene.services, scene.install(keep_going=True))
        assert scene.states(done) == {"a": FAILED, "b": PUT_BACK}
        assert not held(scene.b)
        assert not scene.mine.installed

    def test_what_was_there_before_stays(self, scene: Scene) -> None:
        scene.install(store="thunderbird:a")
        scene.b.refuses = StoreInUse(store="b", program="Thunderbird")
        done = scene.install()
        assert scene.states(done) == {"a": UNCHANGED, "b": FAILED}
        assert scene.digest in held(scene.a)
        assert scene.mine.installed == ("thunderbird:a",)

    def test_a_person_becomes_a_person_again(self, scene: Scene) -> None:
        assert scene.mine.certificate is not None
        scene.a.add(Which.PEOPLE, scene.mine.certificate.der)
        scene.b.refuses = StoreInUse(store="b", program="Thunderbird")
        scene.install()
        assert [each.sha256 for each in scene.a.list(Which.PEOPLE)] == [scene.digest]
        assert not scene.a.list(Which.MINE)
        assert not scene.mine.installed

    def test_what_cannot_be_put_back_is_not_passed_over(self, scene: Scene) -> None:
        scene.a.keeps_what_is_there = True
        scene.b.refuses = StoreUnavailable(store="b", reason="not-writable")
        done = scene.install()
        assert scene.states(done) == {"a": KEPT, "b": FAILED}
        assert scene.mine.installed == ("thunderbird:a",)

    def test_a_no_puts_everything_back(self, scene: Scene) -> None:
        class AtTheSecond(Silent):
            def step(self, done: int, total: int, what: object) -> None:
                if done == 1:
                    raise Cancelled

        with pytest.raises(Cancelled):
            installs.install(scene.services, [scene.mine], AtTheSecond())
        assert not held(scene.a)
        assert not scene.mine.installed


class TestNeverReady:
    @pytest.mark.parametrize("keep_going", [False, True])
    def test_a_key_that_does_not_pass_there(self, scene: Scene, keep_going: bool) -> None:
        scene.a.breaks_keys = True
        done = scene.install(keep_going=keep_going)
        assert isinstance(done.problem, NotProved)
        assert scene.states(done)["a"] is FAILED
        assert not held(scene.a)
        assert scene.mine.installed == (("thunderbird:b",) if keep_going else ())

    def test_a_key_that_is_not_the_certificates_opens_no_store(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert scene.mine.certificate is not None
        wrong = Bundle((Entry(generate(KeyKind.EC_P256), scene.mine.certificate.der),))
        monkeypatch.setattr(installs, "bundle_of", lambda *_: wrong)
        with pytest.raises(KeyMismatch):
            scene.install(keep_going=True)
        assert not held(scene.a)
        assert scene.a.writes == scene.b.writes == 0
        assert not scene.mine.installed

    def test_a_key_that_stopped_working_is_put_in_anew(self, scene: Scene) -> None:
        scene.install(store="thunderbird:a")
        scene.a.breaks_keys = True
        done = scene.install(store="thunderbird:a")
        assert scene.a.writes == 2
        assert isinstance(done.problem, NotProved)


class TestAgain:
    def test_nothing_is_written_where_all_of_it_works(self, scene: Scene) -> None:
        scene.install()
        done = scene.install()
        assert scene.states(done) == {"a": UNCHANGED, "b": UNCHANGED}
        assert scene.a.writes == scene.b.writes == 1
        assert all(proof.holds for each in done.stores for _, proof in each.proved)


class TestHiding:
    def hide(self, scene: Scene, **how: bool) -> dict[str, StoreState]:
        outcomes = hiding.hide(scene.services, scene.mine, Silent(), **how)
        return {each.store.label: each.state for each in outcomes}

    def test_where_a_store_hides_and_where_none_does(self, scene: Scene) -> None:
        scene.install(store=["windows:w", "thunderbird:a"])
        scene.w.hides = True
        assert self.hide(scene) == {"w": StoreState.HIDDEN, "a": StoreState.LEFT}
        assert scene.w.hidden == {scene.digest}
        for store in (scene.w, scene.a):
            assert store.prove(scene.digest).holds
        assert self.hide(scene, hidden=False) == {"w": StoreState.HIDDEN, "a": StoreState.LEFT}
        assert not scene.w.hidden

    def test_an_earlier_certificate_where_the_newer_one_never_was(self, scene: Scene) -> None:
        """In a store that is not found by itself, as the book alone knows of it."""
        scene.install(store=["windows:w"])
        scene.w.hides = True
        first = scene.mine
        renewed = replace(first, certificate=None, earlier=(first.certificate,), installed=())
        specs, scene.windows.specs = scene.windows.specs, ()
        scene.windows.spec = lambda store: next((e for e in specs if e.id == store), None)  # type: ignore[method-assign]  # of this scene
        (done,) = hiding.hide(scene.services, renewed, Silent())
        assert (done.store.id, done.state) == ("windows:w", StoreState.HIDDEN)
        assert scene.w.hidden == {scene.digest}

    def test_one_that_does_not_open_stops_no_other(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene.install(store=["windows:w"])
        scene.w.hides = True

        def shut(*_: object) -> Store:
            raise StoreUnavailable(store="thunderbird", reason="damaged")

        monkeypatch.setattr(scene.thunderbird, "open", shut)
        assert self.hide(scene) == {
            "w": StoreState.HIDDEN,
            "a": StoreState.FAILED,
            "b": StoreState.FAILED,
        }

    def test_a_store_that_has_gone_is_no_error(self, scene: Scene) -> None:
        scene.install()
        scene.thunderbird.specs = scene.thunderbird.specs[:1]
        assert [spec.label for _, spec in known(scene.services, scene.mine.installed)] == [
            "w",
            "a",
        ]
