"""Where each journey begins: facts are looked up, the state is filled, the pages are named.

Everything here may read the disk, so it runs away from the window; this module is loaded when
the first journey begins, because it brings all pages and flows with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.flows import adoptable, backups, next_steps, pack_looking, requests
from sel.flows.backups import Given
from sel.flows.identities import current, identities, standing
from sel.flows.next_steps import NextStep
from sel.flows.requests import Made
from sel.journeys import (
    adopt,
    back_up,
    begin_anew,
    check_backup,
    directory,
    find_cause,
    get_certificate,
    given_file,
    guide,
    keep_given,
    look_at,
    mail_places,
    meet,
    opening,
    restore,
    school_pack,
    try_it,
)
from sel.journeys.journey import Journey
from sel.journeys.you import You
from sel.ports.services import Services
from sel.ui import succession
from sel.ui.pages import tables
from sel.ui.wizard import PageTable

_DRAFT = "get-certificate"
_COLLEAGUES = ("colleagues", None)
_STRAIGHT = {
    NextStep.SET_UP: "given-file",
    NextStep.BRING_BACK: "restore",
    NextStep.ANSWER: "answer",
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """A journey with its pages.

    given   the file the key came in, if it may be deleted after a tested backup
    then    the errand that follows when the journey has ended, and what it is about
    drafts  whether what is typed is kept
    """

    journey: Journey[Any, Any]
    pages: PageTable
    given: Given | None = None
    then: tuple[str, Any] | None = None
    drafts: bool = False


Begin = Callable[[Services, Any], Beginning | None]


def kind_of_errand(services: Services, file: Path) -> str:
    """What a file that was dropped on the window is for.

    A backup, a key file and the answer to a form go straight to their journeys; all the rest is
    looked at first. Raises NotFound, Unreadable, TooLarge.
    """
    if file.is_dir():
        return "look-at"
    if file.suffix.lower() == pack_looking.ENDING:
        return "pack"
    seen = next_steps.look_at_one(services, file)
    return _STRAIGHT.get(seen.step, "look-at") if seen is not None else "look-at"


def keep_draft(services: Services, state: Any) -> None:
    """Keep what was typed in "Get a certificate", or forget it once the key is made."""
    services.book().keep_draft(_DRAFT, get_certificate.as_draft(state))


def _reads(services: Services) -> frozenset[mail_places.MailPlace] | None:
    return mail_places.from_ticks(services.preferences().read().ticks)


def _pilot_domains(services: Services) -> tuple[str, ...]:
    """Mail domains of the pilot of this book; empty without one."""
    pilot = services.book().authority()
    return pilot.domains if pilot is not None else ()


def _given_file(services: Services, file: Path | None) -> Beginning:
    return Beginning(given_file.journey(_reads(services), file), tables.GIVEN_FILE)


def _get_certificate(services: Services, _about: object) -> Beginning:
    journey = get_certificate.journey(
        _reads(services),
        get_certificate.from_draft(services.book().draft(_DRAFT)),
        profiles=services.profiles(),
        domains=_pilot_domains(services),
    )
    return Beginning(journey, tables.GET_CERTIFICATE, drafts=True)


def _answer(services: Services, file: Path | None) -> Beginning:
    return Beginning(get_certificate.journey_for_answer(file), tables.GET_CERTIFICATE)


def _send_form(services: Services, made: Made | None) -> Beginning | None:
    """The form that was just made, else the newest that waits."""
    if made is None:
        waiting = requests.waiting(services)
        if not waiting:
            return None
        newest = waiting[-1][0]
        made = Made(newest.id, requests.show(services, newest.id))
    journey = get_certificate.journey_for_form(
        made, profiles=services.profiles(), domains=_pilot_domains(services)
    )
    return Beginning(journey, tables.GET_CERTIFICATE)


def _make_ready(services: Services, _about: object) -> Beginning | None:
    mine = current(services.book(), services.clock.now())
    you = tuple(You(each.certificate) for each in mine if each.certificate is not None)
    if not you:
        return None
    return Beginning(given_file.journey_for(mine, you), tables.GIVEN_FILE)


def _back_up(services: Services, given: Given | None) -> Beginning:
    return Beginning(back_up.journey(), tables.BACK_UP, given=given)


def _back_up_then_send(services: Services, made: Made) -> Beginning:
    return Beginning(back_up.journey(), tables.BACK_UP, then=("send-form", made))


def _keep_given(_services: Services, given: Path) -> Beginning:
    return Beginning(keep_given.journey(given), tables.KEEP_GIVEN)


def _check_backup(services: Services, _about: object) -> Beginning:
    path = backups.status(services).path
    journey = check_backup.journey(Path(path) if path is not None else None)
    return Beginning(journey, tables.CHECK_BACKUP)


def _restore(services: Services, file: Path | None) -> Beginning:
    return Beginning(restore.journey(file), tables.RESTORE)


def _begin_anew(services: Services, why: str | None) -> Beginning | None:
    """For keys that do not open. why: "passphrase-forgotten"; None asks the book."""
    book = services.book()
    reason = why or book.slots().why_not
    if reason is None:
        return None
    newest: dict[bytes, begin_anew.LastBackup] = {}
    for fact in sorted(standing(book), key=lambda each: each.made):
        newest |= dict.fromkeys(fact.keys, begin_anew.LastBackup(fact.path, fact.made))
    keys = tuple(
        begin_anew.ShutKey(each, newest.get(each.spki_sha256))
        for each in identities(book, services.clock.now())
    )
    return Beginning(begin_anew.journey(begin_anew.BeginAnew(reason, keys)), tables.BEGIN_ANEW)


def _adopt(services: Services, _about: object) -> Beginning | None:
    """What is in the stores here and not known yet."""
    seen = adoptable.look(services)
    new = tuple(each for each in seen.offered if not each.known)
    journey = adopt.journey(new, seen.locked)
    return Beginning(journey, tables.ADOPT) if new or seen.locked else None


def _look_at(services: Services, files: Path | tuple[Path, ...] | None) -> Beginning:
    given = (files,) if isinstance(files, Path) else files or ()
    return Beginning(look_at.journey(given), tables.LOOK_AT)


def _try_it(services: Services, mail: Path | None) -> Beginning:
    return Beginning(try_it.journey(mail), tables.TRY_IT)


def _opening(_services: Services, _about: object) -> Beginning:
    return Beginning(opening.journey(), tables.OPENING)


def _renew(services: Services, key_id: str | None) -> Beginning | None:
    journey = succession.renewal(services, key_id)
    return Beginning(journey, tables.RENEW) if journey is not None else None


def _new_address(services: Services, address: str | None) -> Beginning | None:
    journey = succession.for_address(services, address)
    return Beginning(journey, tables.RENEW) if journey is not None else None


def _renewed(services: Services, key_id: str | None) -> Beginning | None:
    journey = succession.after_renewal(services, key_id)
    return Beginning(journey, tables.RENEWED) if journey is not None else None


def _leave(services: Services, _about: object) -> Beginning:
    return Beginning(succession.leaving_school(services), tables.LEAVE)


def _back_up_then_leave(services: Services, _about: object) -> Beginning:
    return Beginning(back_up.journey(), tables.BACK_UP, then=("leave", None))


def _remove_key(services: Services, key_id: str) -> Beginning:
    return Beginning(succession.removal(services, key_id), tables.REMOVE_KEY)


def _meet(_services: Services, state: meet.Meet) -> Beginning:
    return Beginning(meet.journey(state), tables.MEET, then=_COLLEAGUES)


def _directory(_services: Services, text: str) -> Beginning:
    return Beginning(directory.journey(text), tables.DIRECTORY, then=_COLLEAGUES)


def _guide(services: Services, name: str) -> Beginning:
    """Raises UnknownGuide."""
    journey = guide.journey(guide.read(services, name))
    return Beginning(journey, tables.GUIDE, then=("guides", None))


def _pack(services: Services, file: Path) -> Beginning:
    """Raises what `pack_looking.look` raises: a file that is no pack has no page."""
    data = services.inputs.read(file)
    looked = pack_looking.look(services, data)
    return Beginning(school_pack.journey(data, looked), tables.SCHOOL_PACK, then=_COLLEAGUES)


def _find_cause(_services: Services, message: str | None) -> Beginning:
    return Beginning(find_cause.journey(message or ""), tables.FIND_CAUSE)


BEGINNINGS: Mapping[str, Begin] = {
    "adopt": _adopt,
    "given-file": _given_file,
    "get-certificate": _get_certificate,
    "answer": _answer,
    "send-form": _send_form,
    "make-ready": _make_ready,
    "backup": _back_up,
    "backup-then-send": _back_up_then_send,
    "keep-given": _keep_given,
    "check-backup": _check_backup,
    "restore": _restore,
    "try-it": _try_it,
    "opening": _opening,
    "look-at": _look_at,
    "begin-anew": _begin_anew,
    "renew": _renew,
    "new-address": _new_address,
    "renewed": _renewed,
    "leave": _leave,
    "backup-then-leave": _back_up_then_leave,
    "remove-key": _remove_key,
    "meet": _meet,
    "directory": _directory,
    "pack": _pack,
    "guide": _guide,
    "find-cause": _find_cause,
}
