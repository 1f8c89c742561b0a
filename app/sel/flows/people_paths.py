"""What becomes of the paths of very many certificates that few authorities issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sel.base.errors import InputError
from sel.core import certificate, tlv
from sel.core.certificate import CertificateFacts
from sel.core.chain import Found, Pool, Settings, find, link, names
from sel.core.chain.link import Link
from sel.core.people import PathState
from sel.core.people.taking import weak
from sel.flows.anchoring import Trusted

_MAIL = Settings(mail=True)
_LITTLE = timedelta(seconds=1)
_NOWHERE = frozenset({"issuer-missing", "root-not-trusted"})
"""Why no path of signatures, good or bad in other ways, goes from an authority to a root."""


class Paths:
    """Judges the paths of one moment; revocation is `people_checking`'s.

    A certificate that has ended, or has not begun, is judged in its own time: that it cannot be
    used now is said by its dates.
    """

    def __init__(self, roots: Iterable[bytes], pool: Iterable[bytes], at: datetime) -> None:
        self._roots = Pool(roots)
        self.pool = Pool(pool)
        self.at = at
        self._anchors = frozenset(each.sha256 for each in self._roots.links)
        self._led: dict[bytes, bool] = {}
        self._wider: tuple[tuple[bytes, ...], Paths] | None = None

    @classmethod
    def of(cls, trust: Trusted, at: datetime) -> Paths:
        """With whom this computer and this person trust."""
        return cls((der for _, der in trust.roots), trust.pool, at)

    def found(self, facts: CertificateFacts) -> Found:
        """The path of one, or why there is none."""
        return find(facts.der, self.pool, self._roots, at=self._time(facts), settings=_MAIL)

    def state(self, facts: CertificateFacts, more: Iterable[bytes] = ()) -> PathState:
        """In one word. more: authorities that came with it."""
        if weak(facts) is not None:
            return PathState.WEAK
        return self._with(tuple(more))._state(facts)

    def _with(self, more: tuple[bytes, ...]) -> Paths:
        """With these authorities first; kept, as those of one file mostly bring the same."""
        if not more:
            return self
        if self._wider is None or self._wider[0] != more:
            roots = (each.der for each in self._roots.links)
            pool = (*more, *(each.der for each in self.pool.links))
            self._wider = more, Paths(roots, pool, self.at)
        return self._wider[1]

    def _state(self, facts: CertificateFacts) -> PathState:
        if self._nobody_above(facts):
            return PathState.UNKNOWN
        found = self.found(facts)
        if found.anchor is not None and found.why is None:
            return PathState.TRUSTED
        if found.why is not None and found.why.code == "path-weak-algorithm":
            return PathState.WEAK
        return PathState.UNKNOWN

    def _nobody_above(self, facts: CertificateFacts) -> bool:
        """Whether no authority of the issuer's name leads to a root: why not need not be told."""
        if facts.sha256 in self._anchors:
            return False
        try:
            issuer = names.canonical(facts.issuer_der)
        except tlv.BROKEN:
            return False  # whoever looks for a path says so
        if self._roots.named(issuer):
            return False
        return not any(map(self._leads, self.pool.named(issuer)))

    def lead(self, ders: Iterable[bytes]) -> bool:
        """Whether any of these authorities may stand on a path to a root: signatures only.

        Without one no certificate has a path now that it had not without them.
        """
        links = (link.read_or_none(der) for der in ders)
        return any(self._leads(each) for each in links if each is not None)

    def _leads(self, authority: Link) -> bool:
        """As `lead`, looked at once for each; dates and limits are judged with the leaf."""
        known = self._led.get(authority.sha256)
        if known is None:
            why = find(authority.der, self.pool, self._roots, at=self.at, settings=_MAIL).why
            known = self._led[authority.sha256] = why is None or why.code not in _NOWHERE
        return known

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
