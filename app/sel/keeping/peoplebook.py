"""The book's half for colleagues: `sel.ports.people.PeopleBook` on the same file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sel.base.message import Message
from sel.core.people import PathState, Person
from sel.keeping import forgetting, journal, meeting, people
from sel.keeping.bookfile import BookFile
from sel.keeping.people import Found, Look
from sel.keeping.stamps import moment, stamp
from sel.ports.people import Forgotten, PeopleCount, Sighting, TakeIn, TakenIn
from sel.ports.surroundings import Clock

_JOURNEY = "people-add"
_NOBODY = Found([])


class SqlitePeople:
    """See `sel.ports.people.PeopleBook` for what every method promises.

    fact_key  gives the HMAC key of trust facts if it can be had without asking, else None
    """

    def __init__(self, file: BookFile, clock: Clock, fact_key: Callable[[], bytes | None]) -> None:
        self._file = file
        self._clock = clock
        self._fact_key = fact_key

    def count(self) -> PeopleCount:
        """How many people and certificates."""
        return self._file.read(people.count, absent=PeopleCount(0, 0))

    def people(self, *, after: str = "", limit: int | None = None) -> Sequence[Person]:
        """People in order of their addresses, from behind `after` on, `limit` at most."""
        return self._look(lambda rows: people.everybody(rows, after, limit))

    def search(self, text: str, limit: int | None = None, *, after: str = "") -> Sequence[Person]:
        """Those with every word of `text` somewhere in name, address or organisation."""
        return self._look(lambda rows: people.search(rows, text, limit, after))

    def matching(self, text: str) -> int:
        """How many `search` would find."""
        return self._file.read(lambda rows: people.matching(rows, text), absent=0)

    def ending(self, since: datetime, until: datetime) -> Sequence[Person]:
        """Those with a certificate that ends between the two, the soonest first."""
        return self._look(lambda rows: people.ending(rows, since, until))

    def person(self, email: str) -> Person | None:
        """One person."""
        return next(iter(self._look(lambda rows: people.one(rows, email))), None)

    def holders(self, sha256: bytes) -> Sequence[Person]:
        """Everybody a certificate counts for."""
        return self._look(lambda rows: people.holders(rows, sha256))

    def _look(self, look: Look) -> tuple[Person, ...]:
        """The keyring is asked only if somebody found here has been spoken for."""
        found = self._file.read(look, absent=_NOBODY)
        return found.answer(self._fact_key() if found.marks else None)

    def certificate(self, sha256: bytes) -> bytes | None:
        """DER of a person's certificate."""
        return self.certificates([sha256]).get(sha256)

    def certificates(self, sha256s: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """DER of those of these that are there, by SHA-256."""
        none: dict[bytes, bytes] = {}
        return self._file.read(lambda rows: people.ders(rows, sha256s), absent=none)

    def sightings(self, sha256: bytes) -> Sequence[Sighting]:
        """Where and when a certificate was seen, oldest first."""
        return self._file.read(lambda rows: people.sightings(rows, sha256), absent=())

    def begin(self, sources: str) -> datetime:
        """The time a taking-in is told by; that of one that was killed, if it was the same."""
        now = self._clock.now()
        digest = hashlib.sha256(sources.encode(errors="replace")).hexdigest()

        def beginning(rows: sqlite3.Connection) -> datetime:
            left = json.loads(journal.draft(rows, _JOURNEY) or "{}")
            if left.get("sources") == digest:
                return moment(left["met"])
            typed = json.dumps({"sources": digest, "met": stamp(now)})
            journal.keep_draft(rows, _JOURNEY, typed, now=now)
            return now

        return self._file.change(beginning, copied=False)

    def take_in(self, batch: TakeIn) -> TakenIn:
        """Keep a batch. What is there already stays, and is no error."""
        now = self._clock.now()
        return self._file.change(
            lambda rows: meeting.take_in(rows, batch, now=now), copied=batch.last
        )

    def ended(self) -> None:
        """The taking-in that `begin` began has ended, whole or cancelled."""
        now = self._clock.now()
        self._file.change(
            lambda rows: journal.keep_draft(rows, _JOURNEY, None, now=now), copied=False
        )

    def judged(self, found: Mapping[bytes, PathState], *, at: datetime) -> int:
        """Note what became of paths, by SHA-256; how many are different from before."""
        return self._file.change(lambda rows: meeting.judged(rows, found, at=at))

    def remove(self, email: str, *, note: Message) -> Forgotten:
        """Forget a person; certificates that count for nobody else go too."""

        def removing(rows: sqlite3.Connection) -> Forgotten:
            gone = forgetting.forget(rows, email)
            journal.note(rows, note, now=self._clock.now())
            return gone

        return self._file.change(removing)

    def bring_back(self, forgotten: Forgotten, *, note: Message) -> None:
        """Undo `remove`, but for marks under a book key of before."""

        def bringing(rows: sqlite3.Connection) -> None:
            now, whole = self._clock.now(), forgetting.bring_back(rows, forgotten)
            journal.note(rows, note, now=now)
            if not whole:
                gone = Message("person-marks-gone", {"address": forgotten.email})
                journal.note(rows, gone, now=now)

        self._file.change(bringing)
