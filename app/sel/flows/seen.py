"""What is seen in a file that is looked at. Light: a single certificate needs no more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sel.base.errors import SelError
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info
from sel.core.recognise.model import Kind

if TYPE_CHECKING:
    from sel.core.keypair import KeyFacts
    from sel.core.letter import Outline
    from sel.core.request import RequestFacts
    from sel.flows.addressed import Whereabouts


@dataclass(frozen=True, slots=True)
class KeySeen:
    """A private key in a file, described by its public half; encrypted ones have none."""

    key: KeyFacts | None
    encrypted: bool
    spki_sha256: bytes | None


@dataclass(frozen=True, slots=True)
class CrlSeen:
    """A revocation list's own words."""

    issuer: str
    this_update: datetime
    next_update: datetime | None
    revoked: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class CertificateSeen:
    """A certificate in a file, and whether its key lies beside it."""

    facts: CertificateFacts
    has_private_key: bool
    friendly_name: str | None


@dataclass(frozen=True, slots=True)
class MailSeen:
    """A signed or encrypted mail, looked at without any key.

    key_here  id of a key in the book that it is encrypted to, or None
    places    what is known of each recipient, in the order of the outline's
    """

    outline: Outline
    key_here: str | None
    places: tuple[Whereabouts, ...] = ()


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
        return sum(isinstance(each, KeySeen) for each in self.objects)


def files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file, folders recursively in order of name; True for one inside a folder."""
    for path, inside in names(paths):
        yield Path(path), inside


def names(paths: Iterable[Path]) -> Iterator[tuple[str, bool]]:
    """The same as text, of which thousands are soon made and take little room.

    Links in a folder are not followed, and folders that may not be read are passed over.
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
    if isinstance(seen, CertificateSeen):
        facts = seen.facts
        if now > facts.not_after:
            yield info("expired", source="RFC 5280 4.1.2.5", ended=facts.not_after)
        elif now < facts.not_before:
            yield info("not-yet-valid", source="RFC 5280 4.1.2.5", starts=facts.not_before)
