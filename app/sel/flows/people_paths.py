"""What becomes of the paths of very many certificates that few authorities issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sel.base.errors import InputError
from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.core.chain import Found, Pool, Settings, find, link
from sel.core.people import PathState
from sel.core.people.taking import weak
from sel.flows.anchoring import Trusted

_MAIL = Settings(mail=True)
_LITTLE = timedelta(seconds=1)


class Paths:
    """Judges the paths of one moment; revocation is `people_checking`'s.

    A certificate that has ended, or has not begun, is judged in its own time: that it cannot be
    used now is said by its dates.
    """

    def __init__(self, roots: Iterable[bytes], pool: Iterable[bytes], at: datetime) -> None:
        self._roots = Pool(roots)
        self.pool = Pool(pool)
        self.at = at

    @classmethod
    def of(cls, trust: Trusted, at: datetime) -> Paths:
        """With whom this computer and this person trust."""
        return cls((der for _, der in trust.roots), trust.pool, at)

    def found(self, facts: CertificateFacts, more: Iterable[bytes] = ()) -> Found:
        """The path of one, or why there is none. more: authorities that came with it."""
        extra = tuple(more)
        known = (each.der for each in self.pool.links)
        pool = Pool((*extra, *known)) if extra else self.pool
        return find(facts.der, pool, self._roots, at=self._time(facts), settings=_MAIL)

    def state(self, facts: CertificateFacts, more: Iterable[bytes] = ()) -> PathState:
        """In one word."""
        if weak(facts) is not None:
            return PathState.WEAK
        more = tuple(more)
        if not more and self._nobody_above(facts):
            return PathState.UNKNOWN
        found = self.found(facts, more)
        if found.anchor is not None and found.why is None:
            return PathState.TRUSTED
        if found.why is not None and found.why.code == "path-weak-algorithm":
            return PathState.WEAK
        return PathState.UNKNOWN

    def _nobody_above(self, facts: CertificateFacts) -> bool:
        """Whether no authority here has the issuer's name: then why not need not be told."""
        start = link.read_or_none(facts.der)
        if start is None or any(each.sha256 == facts.sha256 for each in self._roots.links):
            return False
        return not (self.pool.named(start.issuer_name) or self._roots.named(start.issuer_name))

    def state_of(self, der: bytes) -> PathState:
        """The same for bytes; what cannot be read has no path."""
        try:
            return self.state(certificate.read(der))
        except InputError:
            return PathState.UNKNOWN

    def _time(self, facts: CertificateFacts) -> datetime:
        if self.at > facts.not_after:
            return facts.not_after - _LITTLE
        return max(self.at, facts.not_before)
