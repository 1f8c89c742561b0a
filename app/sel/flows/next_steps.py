"""What somebody would do next with a file, once it is known what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.base.errors import NotFound, SelError, TooLarge
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core.bundle.openers import CODES as CLOSED
from sel.core.recognise import Kind
from sel.core.request import RequestFacts
from sel.flows import checking
from sel.flows.checking import Checked, Options
from sel.flows.identities import Identity, State, identities
from sel.flows.inspecting import (
    CertificateSeen,
    FileSeen,
    MailSeen,
    files,
    look_inside,
    members,
)
from sel.ports.services import Services

# What no sender can mend.
_NOT_THE_SENDER = frozenset({"reading-failed", "not-found", "unreadable"})
MOST_FILES = 10_000
"""More than this at once is a mistake of the hand, such as a whole drive."""


class NextStep(StrEnum):
    """The one thing to offer.

    SET_UP      take the key in and make it ready
    BRING_BACK  a backup of one's own keys
    ANSWER      the certificate that a form of this computer waits for
    SEND_FORM   a form of this computer that has no answer yet
    OPEN_MAIL   a key here opens it, or it was only signed
    CHECK       somebody's certificate
    ASK_SENDER  nothing can be done with it; words to the sender
    NOTHING     it is in order, or nobody has to do anything with it
    """

    SET_UP = "set-up"
    BRING_BACK = "bring-back"
    ANSWER = "answer"
    SEND_FORM = "send-form"
    OPEN_MAIL = "open-mail"
    CHECK = "check"
    ASK_SENDER = "ask-sender"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Offered:
    """One file and what to do with it.

    on_disk  the file itself; False for one that is packed in another: it has to be saved first
    """

    seen: FileSeen
    step: NextStep
    on_disk: bool = True


def look_at_all(
    services: Services, paths: Sequence[Path], progress: Progress
) -> tuple[Offered, ...]:
    """Every file, those in folders and those packed in others too; safe to stop at any time.

    Reads only; asks for no passphrase and no network. A file that cannot be used is an answer.
    Raises TooLarge for more than MOST_FILES files, Cancelled.
    """
    every = _gathered(paths, progress)
    mine = _mine(services)
    offered: list[Offered] = []
    for done, path in enumerate(every):
        progress.step(done, len(every), Message("looking-at-files", {}))
        for seen in look_inside(services, path, None):
            offered.append(Offered(seen, _step(seen, mine), seen.path == path))
    return tuple(offered)


def look_at_one(services: Services, path: Path) -> Offered | None:
    """The file alone; None if it is one that has others in it. Raises nothing for its content."""
    mine = _mine(services)
    for seen in look_inside(services, path, None):
        return Offered(seen, _step(seen, mine)) if seen.path == path else None
    return None


def check(services: Services, paths: Sequence[Path], wanted: Path, progress: Progress) -> Checked:
    """What `sel check` says of somebody's certificate in one of the files.

    Raises as `data_of`, Cancelled.
    """
    return checking.check(services, data_of(services, paths, wanted), Options(), progress)


def closed_to_some(offered: Offered) -> bool:
    """Whether a copy of a PKCS#12 would open in more programs than the file itself."""
    return offered.step in {NextStep.SET_UP, NextStep.BRING_BACK} and any(
        each.code in CLOSED for each in offered.seen.findings
    )


def data_of(services: Services, paths: Sequence[Path], wanted: Path) -> bytes:
    """The bytes of one file of `look_at_all`, unpacked anew if it is packed in another.

    Raises NotFound if it is no longer there, Unreadable, TooLarge.
    """
    for path, _ in files(tuple(paths)):
        if path == wanted:
            return services.inputs.read(path)
        if path in wanted.parents:
            for name, data in members(path, services.inputs.read(path)):
                if name == str(wanted):
                    return data
    raise NotFound(path=str(wanted))


def _gathered(paths: Sequence[Path], progress: Progress) -> list[Path]:
    every: list[Path] = []
    for path, _ in files(tuple(paths)):
        progress.step(0, 0, Message("looking-at-files", {}))
        every.append(path)
        if len(every) > MOST_FILES:
            raise TooLarge(what="files", limit=MOST_FILES)
    return every


@dataclass(frozen=True, slots=True)
class _Mine:
    """Public halves (SHA-256 of the SPKI) of the keys in the book, by what they wait for."""

    waiting: frozenset[bytes] = frozenset()
    all: frozenset[bytes] = frozenset()


def _mine(services: Services) -> _Mine:
    """Nothing is known of one's own keys where the book does not open; that is no error here."""
    try:
        every = identities(services.book(), services.clock.now())
    except SelError:
        return _Mine()
    return _Mine(_spkis(each for each in every if _waits(each)), _spkis(iter(every)))


def _spkis(some: Iterator[Identity]) -> frozenset[bytes]:
    return frozenset(each.spki_sha256 for each in some)


def _waits(each: Identity) -> bool:
    return each.state is State.WAITING and each.certificate is None


def _step(seen: FileSeen, mine: _Mine) -> NextStep:
    if seen.kind is Kind.PKCS12:
        return _of_keys(seen)
    if seen.error is not None:
        return NextStep.NOTHING if seen.error.code in _NOT_THE_SENDER else NextStep.ASK_SENDER
    if seen.kind in {Kind.SIGNED_MAIL, Kind.ENCRYPTED_MAIL, Kind.OUTLOOK_MESSAGE}:
        return _of_mail(seen)
    if seen.kind is Kind.REQUEST:
        asked = (each for each in seen.objects if isinstance(each, RequestFacts))
        ours = any(each.spki_sha256 in mine.waiting for each in asked)
        return NextStep.SEND_FORM if ours else NextStep.NOTHING
    if seen.kind is Kind.PRIVATE_KEY:
        return NextStep.ASK_SENDER
    return _of_certificates(seen, mine)


def _of_keys(seen: FileSeen) -> NextStep:
    """A wrong or missing passphrase is asked for later; what cannot be opened at all is not."""
    if seen.error is not None and seen.error.code not in {"passphrase-needed", "wrong-passphrase"}:
        return NextStep.ASK_SENDER
    ours = seen.path.name.startswith("sel-backup")
    return NextStep.BRING_BACK if ours else NextStep.SET_UP


def _of_mail(seen: FileSeen) -> NextStep:
    for each in seen.objects:
        if isinstance(each, MailSeen):
            sealed = bool(each.outline.recipients)
            return NextStep.NOTHING if sealed and each.key_here is None else NextStep.OPEN_MAIL
    return NextStep.NOTHING


def _of_certificates(seen: FileSeen, mine: _Mine) -> NextStep:
    held = [each.facts for each in seen.objects if isinstance(each, CertificateSeen)]
    people = [each for each in held if not each.is_ca]
    if any(each.spki_sha256 in mine.waiting for each in people):
        return NextStep.ANSWER
    if any(each.spki_sha256 not in mine.all for each in people):
        return NextStep.CHECK
    return NextStep.NOTHING
