"""A person, and every certificate ever seen for them, as the book's columns say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PathState(StrEnum):
    """What was found when a certificate's path was last looked at."""

    TRUSTED = "trusted"
    UNKNOWN = "path-unknown"
    REVOKED = "revoked"
    WEAK = "weak"


class Standing(StrEnum):
    """Whether mail can be encrypted with a certificate now; if not, the first thing against it.

    In their order: what comes earlier is nearer to being usable, and is said of a person for
    whom several certificates each have a reason of their own.
    """

    READY = "ready"
    CHANGE = "change-to-confirm"
    PATH = "path-unknown"
    NOT_YET = "not-yet-valid"
    WEAK = "weak"
    CANNOT = "cannot-encrypt"
    ADDRESS = "address-differs"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOBODY = "no-certificate"


class Why(StrEnum):
    """Why this certificate of all that are ready is the one that is used."""

    ONLY = "only-one"
    NEWEST = "newest-start"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the person said about one certificate: a trust fact.

    how    in the person's words ("read by telephone"), or a code
    holds  False if its HMAC does not hold or the book key is not at hand: it counts for nothing
    """

    when: datetime
    how: str
    holds: bool


@dataclass(frozen=True, slots=True)
class PersonCertificate:
    """One certificate as it counts for one address.

    encrypts      whether mail may be encrypted to it at all (usages and kind of key)
    matches       False where the address stands in the subject and others in its alternative
                  names: it is not for this address (RFC 5280 4.2.1.10)
    met           the taking-in it first came with: all of one have the same time
    source        where it lay then, for showing only
    announced_by  SPKI SHA-256 of the key that signed the mail it came in, if that signature held
                  and was this person's; None otherwise
    path, judged  what was found, and when
    trusted, confirmed, checked   the person's own word: its path, another key, its check code
    """

    sha256: bytes
    spki_sha256: bytes
    not_before: datetime
    not_after: datetime
    algorithm: str
    encrypts: bool
    matches: bool
    met: datetime
    source: str
    announced_by: bytes | None
    path: PathState
    judged: datetime
    trusted: Mark | None = None
    confirmed: Mark | None = None
    checked: Mark | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An address with everything known for it. certificates: in the order they came.

    email         normal form
    name          of the newest certificate that has one, as it stands there: show it escaped
    organisation  likewise; both "" without one
    """

    email: str
    name: str
    organisation: str
    certificates: tuple[PersonCertificate, ...]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The one answer about a person.

    reason   READY, or why nobody can encrypt to them now
    use      the certificate that is used; if none is, None
    about    the certificate the reason is about; None without any
    why      why `use` is the one; None without one
    changes  certificates with another key that wait to be confirmed, newest start first
    """

    reason: Standing
    use: PersonCertificate | None
    about: PersonCertificate | None
    why: Why | None = None
    changes: tuple[PersonCertificate, ...] = ()
