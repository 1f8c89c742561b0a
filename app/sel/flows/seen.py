"""What is seen in a file that is looked at. Light: a single certificate needs no more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sel.base.errors import SelError
from sel.core.certificate import CertificateFacts
from sel.core.kind import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from sel.core.finding import Finding
    from sel.core.request import RequestFacts
    from sel.flows.seen_besides import CrlSeen, KeySeen, MailSeen


@dataclass(frozen=True, slots=True)
class CertificateSeen:
    """A certificate in a file, and whether its key lies beside it."""

    facts: CertificateFacts
    has_private_key: bool
    friendly_name: str | None


Seen: TypeAlias = "CertificateSeen | RequestFacts | KeySeen | CrlSeen | MailSeen"


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One file. error: why nothing could be read of it, or None."""

    path: Path
    kind: Kind
    looks_like: str | None
    objects: tuple[Seen, ...]
    findings: tuple[Finding, ...]
    error: SelError | None = None

    @property
    def certificates(self) -> int:
        """How many certificates."""
        return sum(isinstance(each, CertificateSeen) for each in self.objects)

    @property
    def private_keys(self) -> int:
        """How many private keys, those of a PKCS#12 too."""
        others = [each for each in self.objects if not isinstance(each, CertificateSeen)]
        if not others:
            return 0
        from sel.flows.seen_besides import KeySeen

        return sum(isinstance(each, KeySeen) for each in others)


def files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file, folders recursively in order of name; True for one inside a folder."""
    for path, inside in names(paths):
        yield Path(path), inside


def names(paths: Iterable[Path]) -> Iterator[tuple[str, bool]]:
    """The same as text, of which thousands are soon made and take little room.

    Links in a folder are not followed. A folder that may not be read stands for itself: whoever
    reads it says why.
    """
    for path in paths:
        if path.is_dir():
            for name in _inside(path if str(path) != "." else ""):
                yield name, True
        else:
            yield str(path), False


def _inside(folder: str | Path) -> Iterator[str]:
    try:
        with os.scandir(folder or ".") as found:
            entries = sorted(found, key=_by_name)
    except OSError:
        yield str(folder)  # it cannot be read, and whoever reads it says so
        return
    for entry in entries:
        path = os.path.join(folder, entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from _inside(path)
        elif entry.is_file(follow_symlinks=False):
            yield path


def _by_name(entry: os.DirEntry[str]) -> str:
    return os.path.normcase(entry.name)


def ended(seen: Seen, now: datetime) -> Iterator[Finding]:
    """Whether it has ended is only told here; `check` judges it."""
    if not isinstance(seen, CertificateSeen):
        return
    facts = seen.facts
    if facts.not_before <= now <= facts.not_after:
        return
    from sel.core.finding import info

    if now > facts.not_after:
        yield info("expired", source="RFC 5280 4.1.2.5", ended=facts.not_after)
    else:
        yield info("not-yet-valid", source="RFC 5280 4.1.2.5", starts=facts.not_before)
