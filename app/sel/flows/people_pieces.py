"""What was given, cut into pieces that children can read side by side, and one piece read.

A mail folder of gigabytes is never held whole: each reader takes the mails that begin in its
part. Of an archive each takes some lines of the directory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sel.base.errors import SelError, TooLarge
from sel.base.message import Message
from sel.core import certificate
from sel.core.container import mbox
from sel.core.people import PathState
from sel.core.people.taking import addresses
from sel.flows.people_paths import Paths
from sel.flows.people_reading import Brought, Met, Rejection, read, sort_out
from sel.flows.seen import names
from sel.flows.unfolding import unfold
from sel.ports.inputs import Inputs
from sel.ports.people import NewPersonCertificate

_LARGE: Final = 1024 * 1024
"""A file up to this is one piece."""

_PART: Final = 4 * 1024 * 1024
_STEP: Final = 256 * 1024
_LONGEST_MAIL: Final = 64 * 1024 * 1024
_LINES: Final = 200
_POSTMARK: Final = 512  # octets; more than the line that begins a mail, with what is before it


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a part of one. kind: "file", "mbox" (bytes), "zip" (lines of the directory)."""

    path: str
    kind: str = "file"
    start: int = 0
    stop: int = 0

    def written(self) -> str:
        """As text, for a child."""
        return json.dumps([self.path, self.kind, self.start, self.stop])

    @classmethod
    def told(cls, text: str) -> Piece:
        """The same piece again."""
        return cls(*json.loads(text))


@dataclass(slots=True)
class Read:
    """What one piece brought, ready for the book; helpers: authorities (DER, SPKI SHA-256)."""

    met: list[NewPersonCertificate]
    rejected: list[Rejection]
    helpers: list[tuple[bytes, bytes]]
    passed: int


def pieces(inputs: Inputs, sources: Iterable[Path]) -> Iterator[Piece]:
    """Every file, folders recursively in the order of their names, the large ones in parts."""
    for name, _ in names(sources):
        try:
            size = inputs.size(Path(name))
            if size > _LARGE:
                yield from _parts(inputs, name, size)
                continue
        except SelError:
            pass  # whoever reads it says so
        yield Piece(name)


def _parts(inputs: Inputs, name: str, size: int) -> Iterator[Piece]:
    head = inputs.part(Path(name), 0, 5)
    if head == b"From ":
        for start in range(0, size, _PART):
            yield Piece(name, "mbox", start, min(size, start + _PART))
        return
    if head[:4] == b"PK\x03\x04":
        from sel.core.container import zip_archive

        lines = zip_archive.count(inputs.read(Path(name)))
        for start in range(1, lines + 1, _LINES):
            yield Piece(name, "zip", start, min(lines + 1, start + _LINES))
        return
    yield Piece(name)


def take(inputs: Inputs, piece: Piece, paths: Paths) -> Read:
    """Read one piece and judge the paths of what it brings."""
    try:
        brought = _brought(inputs, piece)
    except SelError as problem:
        return Read([], [Rejection(piece.path, problem.what)], [], 0)
    return judged(brought, paths)


def judged(brought: Brought, paths: Paths) -> Read:
    """What was read, with its paths."""
    helpers = dict.fromkeys(der for each in brought.met for der in each.helpers)
    met = [_new(each, paths.state(each.facts, each.helpers)) for each in brought.met]
    keyed = [(der, certificate.read(der).spki_sha256) for der in helpers]
    return Read(met, brought.rejected, keyed, brought.passed)


def _new(met: Met, path: PathState) -> NewPersonCertificate:
    facts = met.facts
    mine = addresses(facts.match_emails)
    others = tuple(each for each in addresses(facts.emails) if each not in mine)
    return NewPersonCertificate(
        der=facts.der,
        sha256=facts.sha256,
        spki_sha256=facts.spki_sha256,
        emails=mine,
        other_emails=others,
        name=facts.common_name or "",
        organisation=facts.organisation or "",
        not_before=facts.not_before,
        not_after=facts.not_after,
        algorithm=facts.key.algorithm,
        encrypts=facts.can_encrypt,
        source=met.source,
        announced_by=met.announced_by,
        path=path,
    )


def _brought(inputs: Inputs, piece: Piece) -> Brought:
    path = Path(piece.path)
    if piece.kind == "mbox":
        return _mails(inputs, path, piece)
    data = inputs.read(path)
    if piece.kind == "zip":
        lines = range(piece.start, piece.stop)
        return sort_out(unfold(path, data, lines=lines))
    return read(piece.path, data)


def _mails(inputs: Inputs, path: Path, piece: Piece) -> Brought:
    """Every mail that begins in this part, to its end.

    One that is longer than any mail may be is left out and named once; the parts it fills bring
    nothing.
    """
    size, place = inputs.size(path), path / str(piece.start // _PART + 1)
    start = _next_mail(inputs, path, piece.start, min(piece.stop, size))
    if start is None:
        return Brought()
    stop = _next_mail(inputs, path, piece.stop, size, longest=_LONGEST_MAIL)
    if stop is not None:
        return sort_out(unfold(place, inputs.part(path, start, stop - start)))
    mails = inputs.part(path, start, piece.stop - start)
    last = mbox.last_mail(mails)
    brought = sort_out(unfold(place, mails[:last])) if last else Brought()
    too_large = TooLarge(what="mail-bytes", limit=_LONGEST_MAIL)
    brought.rejected.append(Rejection(str(place), too_large.what))
    return brought


def _next_mail(
    inputs: Inputs, path: Path, at: int, end: int, *, longest: int | None = None
) -> int | None:
    """Where the first mail from `at` on begins; None if none does before `end`.

    longest  how far to look; then a file that ends first ends the last mail: its end is given
    """
    if at == 0 or (at >= end and longest is not None):
        return at
    begin, until = max(0, at - 2), end if longest is None else min(end, at + longest)
    while begin < until:
        data = inputs.part(path, begin, _STEP)
        # What stands in front may be the middle of a line.
        found = mbox.first_mail(b" " + data)
        if found is not None:
            place = begin + found - 1
            return place if place < until else None
        begin += _STEP - _POSTMARK
    return end if longest is not None and until == end else None


# --- through the pipe of a child ------------------------------------------------------------


def carried(found: Read) -> dict[str, Any]:
    """As a value that fits into a frame."""
    return {
        "met": [_carried(each) for each in found.met],
        "rejected": [
            [each.source, each.what.code, {k: _plain(v) for k, v in each.what.facts.items()}]
            for each in found.rejected
        ],
        "helpers": [[der, spki] for der, spki in found.helpers],
        "passed": found.passed,
    }


def brought_back(answer: dict[str, Any]) -> Read:
    """The same again."""
    return Read(
        met=[_brought_back(each) for each in answer["met"]],
        rejected=[
            Rejection(source, Message(code, facts)) for source, code, facts in answer["rejected"]
        ],
        helpers=[(der, spki) for der, spki in answer["helpers"]],
        passed=answer["passed"],
    )


def _carried(new: NewPersonCertificate) -> list[Any]:
    return [
        new.der, new.sha256, new.spki_sha256, list(new.emails), list(new.other_emails), new.name,
        new.organisation, new.not_before.isoformat(), new.not_after.isoformat(), new.algorithm,
        new.encrypts, new.source, new.announced_by, new.path.value,
    ]  # fmt: skip


def _brought_back(row: list[Any]) -> NewPersonCertificate:
    der, sha256, spki, emails, others, name, organisation, begins, ends, *rest = row
    algorithm, encrypts, source, announced_by, path = rest
    return NewPersonCertificate(
        der, sha256, spki, tuple(emails), tuple(others), name, organisation,
        datetime.fromisoformat(begins), datetime.fromisoformat(ends),
        algorithm, encrypts, source, announced_by, PathState(path),
    )  # fmt: skip


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | bytes) else str(value)
