"""Every page and place with realistic data, ready to be drawn or pressed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from sel.base.errors import StoreLocked, WrongPassphrase, WrongUnlockPassphrase
from sel.base.secret import Secret
from sel.core.finding import error, info, warning
from sel.flows.backups import Given, MadeBackup, Verified
from sel.flows.identities import identities
from sel.flows.installs import Installed, InStore
from sel.flows.store_places import StoreState
from sel.journeys import (
    adopt,
    back_up,
    begin_anew,
    check_backup,
    directory,
    get_certificate,
    given_file,
    guide,
    keep_given,
    look_at,
    meet,
    opening,
    restore,
    school_pack,
    try_it,
)
from sel.journeys.begin_anew import BeginAnew
from sel.journeys.get_certificate import GetCertificate, Who
from sel.journeys.given_file import GivenFile
from sel.journeys.look_at import LookAt
from sel.journeys.mail_places import MailPlace
from sel.journeys.restore import Inside
from sel.journeys.you import You
from sel.ports.services import Services
from sel.ports.store import Proof, StoreSpec
from sel.ui.app import Program
from sel.ui.beginnings import BEGINNINGS
from sel.ui.context import Context, Holding
from sel.ui.crash import CrashDialog
from sel.ui.pages import tables
from sel.ui.places.colleagues import ColleaguesPlace
from sel.ui.places.help import HelpPlace
from sel.ui.places.listed import PLACES
from sel.ui.unlock import UnlockDialog, Wanted
from sel.ui.wizard import PageTable, Wizard
from tests import assorted
from tests.screens import (
    backups,
    causes,
    colleagues,
    partners,
    people,
    protection,
    stores,
    succession,
)
from tests.screens.stage import Stage

Prepare = Callable[[Stage, Program], QWidget]


@dataclass(frozen=True)
class Scene:
    """One picture. services: whose desk; prepare: shows the page in the window."""

    name: str
    services: str
    prepare: Prepare


def _step(
    name: str,
    pages: PageTable,
    journey: Callable[[], Any],
    step: Any,
    state: Callable[[Stage], Any],
    *,
    services: str = "good",
    hold: Callable[[Stage, Holding], None] | None = None,
    after: Callable[[Stage, Any], None] | None = None,
) -> Scene:
    def prepare(stage: Stage, program: Program) -> QWidget:
        def make() -> Wizard:
            context: Context = program.errands.context()
            if hold is not None:
                hold(stage, context.holding)
            begun = replace(journey(), first=step, state=state(stage))
            return Wizard(context, begun, pages)

        program.window.begin(make)
        wizard = program.window.wizard
        assert wizard is not None
        if after is not None:
            after(stage, wizard.page)
        return program.window

    return Scene(name, services, prepare)


def _place(name: str, services: str, picture: str = "") -> Scene:
    def prepare(stage: Stage, program: Program) -> QWidget:
        program.window.go_to(name)
        return program.window

    return Scene(picture or f"place-{name}-{services}", services, prepare)


def _colleagues(
    name: str, desk: str, after: Callable[[ColleaguesPlace], object] | None = None
) -> Scene:
    def prepare(stage: Stage, program: Program) -> QWidget:
        program.window.go_to("colleagues")
        place = program.window.place("colleagues")
        assert isinstance(place, ColleaguesPlace)
        if after is not None:
            # Somebody is in the list only once the book has answered.
            place.list.finder.rests.connect(partial(after, place))
        return program.window

    return Scene(f"E1-{name}", desk, prepare)


def _front(email: str) -> Callable[[ColleaguesPlace], object]:
    def after(place: ColleaguesPlace) -> None:
        here = {each.person.email for each in place.list.table.people.people}
        if place.list.table.front is None and email in here:  # a later scene may show others
            place.list.table.pick(email)
            assert place.list.table.front is not None
            place.list.table.opened.emit(place.list.table.front)

    return after


def _of_years(
    name: str, desk: str, make: Callable[[succession.Years], Callable[[Program], QWidget]]
) -> Scene:
    return Scene(name, f"years.{desk}", lambda stage, program: make(stage.years)(program))


def _protection(name: str, mail: str, *, answered: bool) -> Scene:
    prepare = protection.scene(mail, answered=answered)
    desk = "ready" if mail == "smime" else "good"
    return Scene(f"A1-protection-{name}", desk, lambda _stage, program: prepare(program))


def _guide(name: str) -> Scene:
    def prepare(stage: Stage, program: Program) -> QWidget:
        def make() -> Wizard:
            journey = guide.journey(guide.read(stage.desk("good"), name))
            return Wizard(program.errands.context(), journey, tables.GUIDE)

        program.window.begin(make)
        return program.window

    return Scene(f"Q2-{name}", "good", prepare)


def _licences(stage: Stage, program: Program) -> QWidget:
    program.window.go_to("help")
    place = program.window.place("help")
    assert isinstance(place, HelpPlace)
    place.licences.button.click()
    return program.window


def _welcome(stage: Stage, program: Program) -> QWidget:
    return program.window


def _crash(stage: Stage, program: Program) -> QWidget:
    try:
        raise ZeroDivisionError("division by zero for 'sian.llyr@school.example'")
    except ZeroDivisionError as fault:
        dialog = CrashDialog(fault, program.language.speaker, program.window)
    return dialog


def _unlock(name: str, wanted: Wanted, *, forgot: bool = False, wrong: bool = False) -> Scene:
    def prepare(stage: Stage, program: Program) -> QWidget:
        dialog = UnlockDialog(
            stage.forgot, program.runner, program.language, None, program.window,
            wanted=wanted, then=lambda: None, lost=lambda: None, forgot=forgot,
        )  # fmt: skip
        if wrong:
            dialog.errors.tell(WrongUnlockPassphrase())
        return dialog

    return Scene(name, "forgot", prepare)


def _shut(why: str, desk: str) -> Callable[[Stage], BeginAnew]:
    def state(stage: Stage) -> BeginAnew:
        services: Services = getattr(stage, desk)
        begun = BEGINNINGS["begin-anew"](services, why)
        assert begun is not None
        return begun.journey.state

    return state


def _known(stage: Stage, page: Any) -> None:
    page.known.setChecked(True)


def _given_up(stage: Stage, page: Any) -> None:
    page.other.click()
    page.title.setFocus()


def _installed(stage: Stage, *, failed: bool) -> Installed:
    mine = identities(stage.good.book(), stage.good.clock.now())
    spec = StoreSpec("thunderbird:Ysgol", "Ysgol")
    other = StoreSpec("thunderbird:Cartref", "Cartref")
    done = (InStore(spec, StoreState.PROVED, ((b"", Proof(True, True, "proved")),)),)
    locked = StoreLocked(store="Cartref")
    bad = (InStore(other, StoreState.FAILED, problem=locked),) if failed else ()
    return Installed(mine[:1], (*done, *bad))


def _you(stage: Stage, *, findings: bool) -> tuple[You, ...]:
    given = stage.long_file if findings else stage.file
    facts = given.opened.entries[0][1]
    assert facts is not None
    said = (
        (
            warning("ends-soon", n=12, ends=facts.not_after),
            info("answer-extra-address", extra="llyr@school.example"),
        )
        if findings
        else ()
    )
    return (You(facts, said),)


def _looked(stage: Stage, page: Any) -> None:
    page.offer(stage.file.path)


def _wrong(stage: Stage, page: Any) -> None:
    page.errors.tell(WrongPassphrase(detail="HMAC-SHA-256 of the PFX differs"))
    page.errors.folded.unfold()


def _hold_file(stage: Stage, holding: Holding) -> None:
    holding.opened = stage.file.opened


def _hold_words(stage: Stage, holding: Holding) -> None:
    holding.passphrase = Secret("derwen llwybr afon menyn ceffyl eira golau")
    digest = hashlib.sha256(stage.file.path.read_bytes()).digest()
    holding.given_file = Given(stage.file.path, digest)


def _typed(stage: Stage) -> GetCertificate:
    return GetCertificate(
        profiles=stage.profiles,
        who=Who.AUTHORITY,
        authority=stage.profiles[-1],
        reads=frozenset({MailPlace.OUTLOOK}),
        name="Siân Llŷr",
        address=people.SIAN,
        organisation=people.ORGANISATION,
        made=stage.made,
    )


def _to_pilot(stage: Stage) -> GetCertificate:
    return replace(_typed(stage), domains=("school.example",))


def _verified(stage: Stage, *, sound: bool) -> Verified:
    ids = tuple(each.id for each in identities(stage.good.book(), stage.good.clock.now()))
    if sound:
        return Verified(True, ids, (), tuple((each, "proved") for each in ids), ())
    return Verified(
        False, (), ids, tuple((each, "cannot-sign") for each in ids), (error("backup-damaged"),)
    )


def _backed(stage: Stage, *, sound: bool = True) -> back_up.BackUp:
    verified = _verified(stage, sound=sound)
    target = stage.folder / "sel-backup-2026-11-24.p12"
    return back_up.BackUp(target, MadeBackup(target, verified.ids), verified)


def _inside(stage: Stage) -> restore.Restore:
    first = stage.file.opened.entries[0][1]
    second = stage.long_file.opened.entries[0][1]
    inside = (Inside(first, True), Inside(second, False), Inside(None, False))
    return restore.Restore(stage.file.path, inside)


def _restored(stage: Stage) -> restore.Restore:
    from sel.flows.imports import TakenIn

    mine = identities(stage.good.book(), stage.good.clock.now())
    return replace(_inside(stage), restored=TakenIn((mine[0].id,), (), mine[:1], 1, ()))


_GIVEN, _GET = tables.GIVEN_FILE, tables.GET_CERTIFICATE
_F, _G, _B, _R, _K, _T, _Z = (
    given_file.Step,
    get_certificate.Step,
    back_up.Step,
    restore.Step,
    check_backup.Step,
    try_it.Step,
    begin_anew.Step,
)


def _given(name: str, step: Any, state: Callable[[Stage], Any], **more: Any) -> Scene:
    return _step(name, _GIVEN, lambda: given_file.journey(None), step, state, **more)


def _get(name: str, step: Any, state: Callable[[Stage], Any] = _typed, **more: Any) -> Scene:
    return _step(name, _GET, lambda: get_certificate.journey(None), step, state, **more)


def _backing(name: str, step: Any, state: Callable[[Stage], Any], **more: Any) -> Scene:
    return _step(name, tables.BACK_UP, back_up.journey, step, state, **more)


def _keeping(name: str, step: Any, *, gone: bool) -> Scene:
    def state(stage: Stage) -> keep_given.KeepGiven:
        return backups.kept(stage.folder, stage.file.path, stage.good, gone=gone)

    def journey() -> Any:
        return keep_given.journey(Path("sian.p12"))

    return _step(name, tables.KEEP_GIVEN, journey, step, state)


def _restoring(name: str, step: Any, state: Callable[[Stage], Any], **more: Any) -> Scene:
    return _step(name, tables.RESTORE, restore.journey, step, state, **more)


def _beginning(name: str, step: Any, state: Callable[[Stage], Any], **more: Any) -> Scene:
    def journey() -> Any:
        return begin_anew.journey(BeginAnew(""))

    return _step(name, tables.BEGIN_ANEW, journey, step, state, services="shut", **more)


def _checking(name: str, step: Any, state: Callable[[Stage], Any], **more: Any) -> Scene:
    return _step(name, tables.CHECK_BACKUP, check_backup.journey, step, state, **more)


def _trying(name: str, step: Any, state: Callable[[Stage], Any], **more: Any) -> Scene:
    return _step(name, tables.TRY_IT, try_it.journey, step, state, **more)


def _opening(name: str, step: Any, state: opening.Opening) -> Scene:
    return _step(name, tables.OPENING, opening.journey, step, lambda _stage: state)


def _adopting(name: str, step: Any, state: Callable[[Stage], Any]) -> Scene:
    return _step(name, tables.ADOPT, lambda: adopt.journey(()), step, state)


def _assorted(stage: Stage) -> LookAt:
    return LookAt(assorted.fill(stage.folder / "assorted", stage.good))


def _letter(stage: Stage) -> LookAt:
    mail = assorted.fill(stage.folder / "assorted", stage.good)[-1].with_name("to-me.eml")
    return LookAt((mail,), mail=mail)


def _copied(stage: Stage) -> LookAt:
    return LookAt((stage.file.path,), copy=stage.file.path)


def _meeting(name: str, pages: PageTable, step: Any, state: Callable[[Stage], Any]) -> Scene:
    def journey() -> Any:
        return directory.journey("")  # the step and the state are put in

    return _step(name, pages, journey, step, state, services="office.some")


def _one(name: str) -> Callable[[Stage], LookAt]:
    def state(stage: Stage) -> LookAt:
        files = assorted.fill(stage.folder / "assorted", stage.good)
        return LookAt((files[0].with_name(name),))

    return state


SCENES: tuple[Scene, ...] = (
    Scene("W1-welcome", "welcome", _welcome),
    Scene("crash", "good", _crash),
    _place("guides", "good", "Q1-guides"),
    _guide("outlook-set-up"),
    _guide("outlook-write"),
    _guide("new-outlook"),
    _place("home", "empty", "H1-home-nothing"),
    _step(
        "O1-seen-nothing", tables.LOOK_AT, look_at.journey, look_at.Step.SEEN, lambda _: LookAt()
    ),
    _step("O1-seen-assorted", tables.LOOK_AT, look_at.journey, look_at.Step.SEEN, _assorted),
    _step(
        "O1-seen-colleague",
        tables.LOOK_AT,
        look_at.journey,
        look_at.Step.SEEN,
        _one("gwenllian.pem"),
    ),
    _step(
        "O1-seen-login-page",
        tables.LOOK_AT,
        look_at.journey,
        look_at.Step.SEEN,
        _one("certificate.cer"),
    ),
    _step(
        "O1-seen-not-for-me",
        tables.LOOK_AT,
        look_at.journey,
        look_at.Step.SEEN,
        _one("to-somebody.eml"),
    ),
    _step(
        "O1-seen-key-file",
        tables.LOOK_AT,
        look_at.journey,
        look_at.Step.SEEN,
        lambda stage: LookAt((stage.file.path,)),
    ),
    _step("O3-copy", tables.LOOK_AT, look_at.journey, look_at.Step.COPY, _copied),
    _step("O2-letter", tables.LOOK_AT, look_at.journey, look_at.Step.LETTER, _letter),
    _place("home", "waiting", "H1-home-waiting"),
    _place("home", "unsaved", "H1-home-not-installed"),
    _place("home", "good", "H1-home-almost"),
    _place("home", "by_it", "H1-home-kept-by-it"),
    _place("home", "noticed", "H1-home-notices"),
    _place("home", "put_off", "H1-home-put-off"),
    _place("backups", "by_it", "K1-backups-by-it"),
    _place("certificates", "good", "C1-certificates"),
    _place("certificates", "empty", "C1-certificates-none"),
    _place("backups", "good", "K1-backups"),
    _place("backups", "unsaved", "K1-backups-none"),
    _place("settings", "good", "S1-settings"),
    _place("help", "good", "P1-help"),
    _place("protection", "empty", "A1-protection"),
    _protection("asked", "words", answered=False),
    *(_protection(each, each, answered=True) for each in protection.MAILS),
    _place("home", "managed", "H1-home-pick-up"),
    _place("settings", "managed", "S1-settings-managed"),
    Scene("P1-help-licences", "managed", _licences),
    _place("home", "forgot", "H1-home-forgot"),
    _place("home", "shut", "H1-home-shut"),
    _place("home", "anew", "H1-home-keys-lost"),
    _place("settings", "forgot", "S1-settings-forgot"),
    _unlock("U1-unlock", Wanted.OPEN),
    _unlock("U1-unlock-forgot", Wanted.OPEN, forgot=True, wrong=True),
    _unlock("U1-unlock-first", Wanted.FIRST),
    _unlock("U1-unlock-own", Wanted.OWN),
    _beginning("Z1-shut", _Z.SHUT, _shut("keyring-forgot", "shut"), after=_known),
    _beginning("Z1-shut-now", _Z.SHUT, _shut("keyring-locked", "shut")),
    _beginning(
        "Z1-shut-passphrase", _Z.SHUT, _shut("keyring-unavailable", "shut"), after=_given_up
    ),
    _beginning("Z1-shut-unknown", _Z.SHUT, _shut("passphrase-forgotten", "forgot")),
    _beginning("Z2-begun", _Z.BEGUN, _shut("keyring-forgot", "shut")),
    _given("F1-file", _F.FILE, lambda stage: GivenFile(), after=_looked),
    _given("F1-file-empty", _F.FILE, lambda stage: GivenFile()),
    _given("F2-password", _F.PASSWORD, lambda stage: GivenFile(stage.file.path), after=_wrong),
    _given("M1-mail", _F.MAIL, lambda stage: GivenFile(reads=frozenset({MailPlace.PHONE}))),
    _given("M1-mail-found", _F.MAIL, lambda stage: GivenFile(), services="on_windows"),
    _given("M1-mail-found-mac", _F.MAIL, lambda stage: GivenFile(), services="on_a_mac"),
    _given("M2-not-for-you", _F.NOT_FOR_YOU, lambda stage: GivenFile()),
    _given(
        "Y1-you",
        _F.YOU,
        lambda stage: GivenFile(stage.file.path, you=_you(stage, findings=False)),
        hold=_hold_file,
    ),
    _given(
        "Y1-you-long",
        _F.YOU,
        lambda stage: GivenFile(stage.file.path, you=_you(stage, findings=True)),
        hold=_hold_file,
    ),
    _given(
        "Y2-ready",
        _F.READY,
        lambda stage: GivenFile(stage.file.path, installed=_installed(stage, failed=False)),
        services="unsaved",
    ),
    _given(
        "Y2-ready-partly",
        _F.READY,
        lambda stage: GivenFile(stage.long_file.path, installed=_installed(stage, failed=True)),
        services="unsaved",
    ),
    _given(
        "Y2-ready-accounts",
        _F.READY,
        lambda stage: GivenFile(stage.file.path, installed=stage.stores.installed()),
        services="stores.accounts",
    ),
    _get("G1-who", _G.WHO),
    _get("G2-ask", _G.ASK),
    _get("G3-website", _G.WEBSITE),
    _get("G4-address", _G.ADDRESS, after=lambda stage, page: page.folded.unfold()),
    _get("G5-check", _G.CHECK),
    _get("G6-kept", _G.KEPT),
    _get("G6-kept-by-it", _G.KEPT, services="by_it"),
    _get("G7-send", _G.SEND),
    _get("G7-send-pilot", _G.SEND, _to_pilot),
    _get("G9-pilot", _G.PILOT, services="waiting"),
    _get("Y1-you-trial", _G.YOU, lambda stage: GetCertificate(you=(You(stage.trial),))),
    _get("G8-answer", _G.ANSWER, lambda stage: GetCertificate()),
    _backing("B1-where", _B.WHERE, lambda stage: back_up.BackUp(stage.folder / "sel.p12")),
    _backing("B1-where-unsound", _B.WHERE, lambda stage: _backed(stage, sound=False)),
    _backing("B2-passphrase", _B.PASSPHRASE, lambda stage: _backed(stage)),
    _backing("B3-again", _B.AGAIN, lambda stage: _backed(stage), hold=_hold_words),
    _backing(
        "B4-testing",
        _B.TESTING,
        lambda stage: back_up.BackUp(_free(stage)),
        hold=_hold_words,
    ),
    _backing("B5-backed-up", _B.BACKED_UP, lambda stage: _backed(stage), hold=_hold_words),
    _backing(
        "B5-backed-up-delete",
        _B.BACKED_UP,
        lambda stage: _backed(stage),
        hold=_hold_words,
        after=lambda stage, page: page.ask.ask(),
    ),
    _place("backups", "backups.several", "K1-backups-several"),
    _place("home", "backups.damaged", "H1-home-backup-damaged"),
    _backing(
        "B1-where-cloud",
        _B.WHERE,
        lambda stage: back_up.BackUp(),
        services="backups.bound",
        after=backups.choose(lambda stage: Path.home() / "OneDrive - Ysgol"),
    ),
    _backing(
        "B1-where-same-disk",
        _B.WHERE,
        lambda stage: back_up.BackUp(),
        after=backups.choose(lambda stage: stage.folder / "Documents"),
    ),
    _keeping("B6-password", keep_given.Step.PASSWORD, gone=False),
    _keeping("B5-backed-up-moved", keep_given.Step.BACKED_UP, gone=True),
    _restoring(
        "R3-shown-people",
        _R.SHOWN,
        lambda stage: backups.beside(_inside(stage), stage.folder),
    ),
    _restoring(
        "R4-restored-people",
        _R.RESTORED,
        lambda stage: backups.beside(_restored(stage), stage.folder),
    ),
    _restoring("R1-file", _R.FILE, lambda stage: restore.Restore(stage.file.path)),
    _restoring("R2-passphrase", _R.PASSPHRASE, _inside),
    _restoring("R3-shown", _R.SHOWN, _inside),
    _restoring("R4-restored", _R.RESTORED, _restored),
    _checking("K4-file", _K.FILE, lambda stage: check_backup.CheckBackup(stage.file.path)),
    _checking(
        "K3-found",
        _K.FOUND,
        lambda stage: check_backup.CheckBackup(None, _verified(stage, sound=True)),
    ),
    _trying("T1-write", _T.WRITE, lambda stage: try_it.TryIt()),
    _trying(
        "T2-tried",
        _T.TRIED,
        lambda stage: try_it.TryIt(tried=protection.tried(stage.good)),
    ),
    _trying("T2-tried-not", _T.TRIED, lambda _stage: try_it.TryIt(tried=protection.KEYWORD)),
    _opening("T3-make", opening.Step.MAKE, opening.Opening()),
    _opening("T4-words", opening.Step.ANSWER, protection.BEGUN),
    _opening("T5-opened", opening.Step.OPENED, protection.BEGUN),
    _trying(
        "T2-tried-others",
        _T.TRIED,
        lambda stage: try_it.TryIt(tried=protection.tried(stage.good, others=True)),
    ),
    _colleagues("nobody", "empty"),
    _colleagues("one", "office.one", _front(people.SIAN)),
    _colleagues("some", "office.some"),
    _colleagues("checked", "office.some", _front(people.SIAN)),
    _colleagues("changed", "office.some", _front(colleagues.RHYS)),
    _colleagues("ended", "office.some", _front(colleagues.OWAIN)),
    _colleagues("unknown", "office.some", _front(colleagues.MAIR)),
    _colleagues("ends-soon", "office.some", _front(people.LONG)),
    _colleagues("many", "office.many"),
    _colleagues("with-pack", "office.with_pack", lambda place: place.packs.folded.unfold()),
    _colleagues("saving", "office.one", lambda place: place.handing.ask(())),
    _colleagues("soon", "office.some", lambda place: place.list.soon.setChecked(True)),
    _colleagues("removed", "office.one", lambda place: place.removed.tell(colleagues.GONE)),
    _meeting("E2-met", tables.MEET, meet.Step.MET, lambda stage: stage.office.met()),
    _meeting(
        "E3-pack",
        tables.SCHOOL_PACK,
        school_pack.Step.PACK,
        lambda stage: stage.office.pack_state(),
    ),
    _meeting(
        "E4-pack-taken",
        tables.SCHOOL_PACK,
        school_pack.Step.PACK_TAKEN,
        lambda stage: stage.office.pack_state(taken=True),
    ),
    _meeting(
        "E5-offers",
        tables.DIRECTORY,
        directory.Step.OFFERS,
        lambda _stage: directory.Directory("siân"),
    ),
    *(_of_years(*each) for each in succession.PICTURES),
    *(Scene(*each) for each in causes.PICTURES),
    *(Scene(*each) for each in partners.PICTURES),
    _place("home", "stores.found", "H1-home-already-here"),
    _place("home", "stores.stays", "H1-home-cannot-be-copied"),
    _place("home", "stores.both", "H1-home-cannot-be-copied-either"),
    _place("home", "stores.no_program", "H1-home-no-program"),
    _place("certificates", "stores.both", "C1-where-they-are"),
    _adopting("D1-here", adopt.Step.HERE, lambda stage: stage.stores.offered()),
    _adopting(
        "D1-here-locked", adopt.Step.HERE, lambda stage: stage.stores.behind_password(found=True)
    ),
    _adopting(
        "D1-locked", adopt.Step.HERE, lambda stage: stage.stores.behind_password(found=False)
    ),
    _place("home", "stores.locked", "H1-home-locked-store"),
    _place("home", "stores.lost", "H1-home-key-missing"),
    _place("home", "stores.gone", "H1-home-key-gone"),
    _place("certificates", "stores.gone", "C1-was-only-here"),
    _adopting("D2-taken", adopt.Step.TAKEN, lambda stage: stage.stores.adopted("taken")),
    _adopting("D2-taken-stays", adopt.Step.TAKEN, lambda stage: stage.stores.adopted("stays")),
    _given(
        "Y1-one-refuses",
        _F.YOU,
        lambda stage: GivenFile(stage.file.path, you=_you(stage, findings=False)),
        after=lambda _stage, page: stores.one_refuses(page),
    ),
)


def _free(stage: Stage) -> Path:
    number = 0
    while (path := stage.folder / f"sel-backup-{number}.p12").exists():
        number += 1
    return path


assert set(PLACES) == {
    "home",
    "certificates",
    "colleagues",
    "backups",
    "guides",
    "protection",
    "partners",
    "settings",
    "help",
}
