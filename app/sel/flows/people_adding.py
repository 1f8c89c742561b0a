"""Colleagues taken in: any mixture of files, folders, archives and mails; nothing half done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from sel.base.errors import ReadingFailed, TooLarge
from sel.base.message import Message
from sel.base.progress import Cancelled, Progress
from sel.core.people import PathState, Person, eligibility
from sel.flows import anchoring
from sel.flows.people_paths import Paths
from sel.flows.people_pieces import Piece, Read, brought_back, judged, pieces, take
from sel.flows.people_reading import Rejection, read
from sel.ports.children import Lost
from sel.ports.people import NewPersonCertificate, PeopleBook, TakeIn, TakenIn
from sel.ports.services import Services

MANY: Final = 200
"""From so many pieces on children share them."""

PIECE_SECONDS: Final = 60.0
_BATCH: Final = 1_000
_ASK_ALL: Final = 500
_STEP: Final = 32
_CHAINS: Final = (".p7b", ".p7c", ".spc", ".pem")
"""Files that bring authorities too; read first, so that the paths of all the others stand."""


class Outcome(StrEnum):
    """What became of a certificate that was taken."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Taken:
    """A certificate that is in the book now."""

    source: str
    sha256: bytes
    emails: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Report:
    """What a taking-in did.

    taken     each certificate once, in the order they were met
    changes   people who came with another key and are not encrypted to with it yet
    people    everybody something is new about
    passed    mails and lists that bring nobody
    stopped   the person stopped it; what is named here was kept
    """

    taken: tuple[Taken, ...]
    rejected: tuple[Rejection, ...]
    people: tuple[Person, ...]
    changes: tuple[Person, ...]
    passed: int
    stopped: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many certificates."""
        return sum(each.outcome is outcome for each in self.taken)


@dataclass(slots=True)
class _Taking:
    """One taking-in while it goes on."""

    book: PeopleBook
    sources: str
    rejected: list[Rejection] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    passed: int = 0
    waiting: dict[bytes, NewPersonCertificate] = field(default_factory=dict)
    helpers: dict[bytes, bytes] = field(default_factory=dict)
    given: set[bytes] = field(default_factory=set)

    def take(self, found: Read) -> None:
        """Keep what a piece brought, in batches."""
        self.rejected.extend(found.rejected)
        self.passed += found.passed
        self.helpers.update(found.helpers)
        for new in found.met:
            before = self.waiting.get(new.sha256)
            if before is not None or new.sha256 in self.given:
                if new.announced_by is None:
                    continue  # a double
                if before is not None:
                    self.waiting[new.sha256] = _better(before, new)
                    continue
            self.waiting[new.sha256] = new
        if len(self.waiting) >= _BATCH:
            self.write()

    def write(self, *, last: bool = False) -> None:
        """One transaction."""
        batch = tuple(self.waiting.values())
        if not batch and not last:
            return
        met = self.book.begin(self.sources)
        done = self.book.take_in(TakeIn(met, batch, tuple(self.helpers.items())))
        self._note(batch, done)
        self.given.update(self.waiting)
        self.waiting.clear()

    def _note(self, batch: Sequence[NewPersonCertificate], done: TakenIn) -> None:
        became = dict.fromkeys(done.added, Outcome.ADDED)
        became |= dict.fromkeys(done.updated, Outcome.UPDATED)
        for each in batch:
            if each.sha256 not in self.given:
                outcome = became.get(each.sha256, Outcome.UNCHANGED)
                self.taken.append(Taken(each.source, each.sha256, each.emails, outcome))

    @property
    def changed(self) -> bool:
        """Whether the book holds anything it did not hold before."""
        return any(each.outcome is not Outcome.UNCHANGED for each in self.taken)

    def end(self) -> None:
        """The rest, one line in the journal, and the second copy; nothing if nothing is new."""
        if self.waiting:
            self.write()
        if not self.taken:
            return
        if self.changed:
            numbers = {
                "added": sum(each.outcome is Outcome.ADDED for each in self.taken),
                "updated": sum(each.outcome is Outcome.UPDATED for each in self.taken),
                "rejected": len(self.rejected),
            }
            note = Message("people-added", numbers)
            self.book.take_in(TakeIn(self.book.begin(self.sources), last=True, note=note))
        self.book.ended()


def add(
    services: Services,
    sources: Sequence[Path],
    progress: Progress,
    *,
    pasted: bytes | None = None,
) -> Report:
    """Take in everybody the sources bring. Reads only; never asks for a passphrase.

    pasted  text or bytes that are no file, beside the sources
    What was read is kept even if the person stops it (Cancelled): the report says so. Raises what
    the book raises; a file that cannot be read is a rejection.
    """
    trust, now = anchoring.trusted(services), services.clock.now()
    paths = Paths.of(trust, now)
    people = services.book().people()
    taking = _Taking(people, "\n".join(str(each.absolute()) for each in sources))
    stopped = False
    try:
        if pasted is not None:
            taking.take(judged(read("-", pasted), paths))
        every = tuple(pieces(services.inputs, sources))
        first = tuple(each for each in every if each.path.lower().endswith(_CHAINS))
        rest = tuple(each for each in every if not each.path.lower().endswith(_CHAINS))
        done = 0
        with closing(_readers(services, every)) as readers:
            for some in (first, rest):
                answers = readers.read(some, trust, (*trust.pool, *taking.helpers))
                for piece, found in zip(some, answers, strict=True):
                    taking.take(found)
                    if done % _STEP == 0 or piece.kind != "file":  # parts take long
                        met = len(taking.taken) + len(taking.waiting)
                        progress.step(done, len(every), Message("people-reading", {"n": met}))
                    done += 1
    except (Cancelled, KeyboardInterrupt):
        stopped = True
    taking.end()
    if taking.helpers:
        _again(people, taking.helpers, services)
    return _report(people, taking, stopped=stopped, services=services)


def take_read(services: Services, sources: str, found: Read) -> Report:
    """Take in what somebody else has read and judged. sources: what tells this from others."""
    taking = _Taking(services.book().people(), sources)
    taking.take(found)
    taking.end()
    return _report(taking.book, taking, stopped=False, services=services)


def _better(one: NewPersonCertificate, other: NewPersonCertificate) -> NewPersonCertificate:
    """Of two sightings the one that somebody's old key announced."""
    return one if one.announced_by is not None else other


def _readers(services: Services, every: Sequence[Piece]) -> _Here | _Crew:
    """Who reads these: this process if they are few and small, else children."""
    if len(every) < MANY and all(each.kind == "file" for each in every):
        return _Here(services)
    return _Crew(services)


@dataclass(frozen=True, slots=True)
class _Here:
    """Pieces read one after the other."""

    services: Services

    def read(
        self, some: Sequence[Piece], trust: anchoring.Trusted, pool: Sequence[bytes]
    ) -> Iterator[Read]:
        """What each piece brought, in order. pool: authorities that paths may lead over."""
        now = self.services.clock.now()
        paths = Paths((der for _, der in trust.roots), pool, now)
        return (take(self.services.inputs, piece, paths) for piece in some)

    def close(self) -> None:
        """Nothing is left."""


class _Crew:
    """Pieces read by children side by side."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._crew = services.children().crew("people", seconds=PIECE_SECONDS)

    def read(
        self, some: Sequence[Piece], trust: anchoring.Trusted, pool: Sequence[bytes]
    ) -> Iterator[Read]:
        """As `_Here.read`."""
        opening = {
            "roots": [der for _, der in trust.roots],
            "pool": list(pool),
            "at": self._services.clock.now().isoformat(),
        }
        things = [each.written() for each in some]
        large = {thing for thing, each in zip(things, some, strict=True) if each.kind != "file"}
        answers = self._crew.each(opening, things, alone=large)
        for piece, answer in zip(some, answers, strict=True):
            yield _lost(piece, answer) if isinstance(answer, Lost) else brought_back(answer)

    def close(self) -> None:
        """End the children."""
        self._crew.close()


def _lost(piece: Piece, lost: Lost) -> Read:
    problem = (
        TooLarge(what="seconds", limit=int(PIECE_SECONDS))
        if lost.slow
        else ReadingFailed(detail="the process that read it ended")
    )
    return Read([], [Rejection(piece.path, problem.what)], [], 0)


def _again(people: PeopleBook, helpers: Iterable[bytes], services: Services) -> None:
    """Authorities came: paths that led nowhere may lead somewhere now, if one of them does.

    Those that the book held before count too: a program that was killed may have left them.
    """
    now = services.clock.now()
    paths = Paths.of(anchoring.trusted(services), now)
    if not paths.lead(helpers):
        return
    lost = [
        each.sha256
        for person in people.people()
        for each in person.certificates
        if each.path is PathState.UNKNOWN
    ]
    states = {sha256: paths.state_of(der) for sha256, der in people.certificates(lost).items()}
    better = {sha256: state for sha256, state in states.items() if state is not PathState.UNKNOWN}
    if better:
        people.judged(better, at=now)


def _report(people: PeopleBook, taking: _Taking, *, stopped: bool, services: Services) -> Report:
    touched = dict.fromkeys(
        email
        for each in taking.taken
        if each.outcome is not Outcome.UNCHANGED
        for email in each.emails
    )
    found = tuple(_people(people, touched))
    now = services.clock.now()
    changes = tuple(person for person in found if eligibility(person, now).changes)
    return Report(
        tuple(taking.taken), tuple(taking.rejected), found, changes, taking.passed, stopped
    )


def _people(people: PeopleBook, emails: dict[str, None]) -> Iterator[Person]:
    if len(emails) > _ASK_ALL:
        wanted = {each.lower() for each in emails}
        yield from (each for each in people.people() if each.email.lower() in wanted)
        return
    seen = set[str]()
    for email in emails:
        person = people.person(email)
        if person is not None and person.email not in seen:
            seen.add(person.email)
            yield person
