"""Whether a path is revoked: RFC 5280 6.3 for lists, RFC 6960 3.2 for answers.

Three things are stricter than the algorithm asks. A list or an answer that says "revoked" counts
whenever its signer is right, however old it is; it says "good" only if the status of whoever
signed it is known too, and only with a signature that programs of today take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from sel.base.errors import UnsupportedAlgorithm
from sel.core import chain, tlv
from sel.core.chain import Found, Pool, Settings, link, names, signatures
from sel.core.chain.link import Link
from sel.core.finding import Finding, error, warning
from sel.core.revocation import covering, entries, points
from sel.core.revocation.crl import Crl
from sel.core.revocation.evidence import Evidence

SOURCE: Final = "RFC 5280 6.3.3"
_SOURCE_OCSP: Final = "RFC 6960 3.2"
_SOURCE_WEAK: Final = "S/MIME BR 7.1.3.2"
_MOST_SIGNERS: Final = 16
_BECAUSE: Final = {
    1: "key-compromise",
    2: "authority-compromise",
    3: "affiliation-changed",
    4: "superseded",
    5: "ceased",
    6: "on-hold",
    9: "privilege-withdrawn",
    10: "authority-compromise",
}


class State(StrEnum):
    """What is known of a certificate or of a whole path."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """The outcome for a path.

    findings  why it is revoked; faults of lists and answers that were at hand
    open      certificates, each with its issuer, of which nothing is known, the leaf first
    """

    state: State
    findings: tuple[Finding, ...]
    open: tuple[tuple[Link, Link], ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about one certificate of the path."""

    state: State
    revoked: Finding | None = None


class Judge:
    """Asks all evidence about one path after the other, under one anchor."""

    def __init__(
        self,
        pool: Pool,
        anchor: Link,
        evidence: Evidence,
        *,
        at: datetime,
        settings: Settings,
    ) -> None:
        self._pool, self._anchor, self._at, self._settings = pool, anchor, at, settings
        self._bases = [each for each in evidence.crls if not each.is_delta]
        self._deltas = [each for each in evidence.crls if each.is_delta]
        self._responses = evidence.responses
        self._known: dict[tuple[bytes, bytes], _Known] = {}
        self._under_way: set[bytes] = set()
        self._signers: dict[int, tuple[Link, bool] | None] = {}
        self._paths: dict[bytes, Found] = {}
        self._faults: dict[str, Finding] = {}
        self._late: dict[str, Finding] = {}

    def status(self, path: Sequence[Link]) -> Status:
        """The state of a path that holds: the leaf first, the anchor last."""
        pairs = list(pairwise(path))
        known = [(each, issuer, self._of(each, issuer)) for each, issuer in pairs]
        revoked = [one.revoked for _, _, one in known if one.revoked is not None]
        faults = tuple(self._faults.values())
        if revoked:
            return Status(State.REVOKED, (*revoked, *faults))
        unknown = tuple((e, i) for e, i, one in known if one.state is State.UNKNOWN)
        if unknown:
            return Status(State.UNKNOWN, (*faults, *self._late.values()), unknown)
        return Status(State.GOOD, faults)

    def _of(self, each: Link, issuer: Link) -> _Known:
        key = (each.sha256, issuer.spki)
        if key in self._known:
            return self._known[key]
        if each.sha256 in self._under_way:
            # A list that covers its own signer: the list itself says whether that is revoked.
            return _Known(State.GOOD)
        self._under_way.add(each.sha256)
        try:
            found = self._lists(each, issuer)
            if found.state is not State.REVOKED:
                answered = self._answers(each, issuer)
                found = found if answered.state is State.UNKNOWN else answered
        finally:
            self._under_way.discard(each.sha256)
        self._known[key] = found
        return found

    def _lists(self, each: Link, issuer: Link) -> _Known:
        covered: frozenset[int] = frozenset()
        listed: list[tuple[Crl, entries.Entry | None]] = []
        for base in self._bases:
            reasons = self._reasons(each, base)
            if not reasons:
                continue
            signer = self._signer(base, issuer)
            if signer is None:
                continue
            fitting = covering.deltas_for(base, self._deltas, at=self._at)
            # A forged one, however new it says it is, must not stand before a real one.
            delta = next((d for d in fitting if self._signer(d, issuer) is not None), None)
            try:
                entry = self._entry(each, base, delta)
            except entries.Strange:
                self._fault("crl-strange", base)
                continue
            except tlv.BROKEN:
                self._fault("crl-damaged", base)
                continue
            listed.append((base, entry))
            if entry is None and self._current(base, delta) and signer[1]:
                covered |= reasons if self._strong(base, delta, signer[0]) else frozenset()
        listed.extend(self._lone_deltas(each, issuer))
        entry = _decisive(listed, self._at)
        if entry is not None:
            return _Known(State.REVOKED, _revoked(each, entry.when, entry.reason, SOURCE))
        return _Known(State.GOOD if covered >= points.ALL_REASONS else State.UNKNOWN)

    def _reasons(self, each: Link, listed: Crl) -> frozenset[int]:
        if listed.strange:
            if listed.issuer_name == each.issuer_name:
                self._fault("crl-strange", listed)
            return frozenset()
        try:
            return covering.reasons(each, listed)
        except tlv.BROKEN:
            return frozenset()

    def _entry(self, each: Link, base: Crl, delta: Crl | None) -> entries.Entry | None:
        entry = entries.find(base, each.serial, each.issuer_name)
        changed = None
        if delta is not None:
            changed = entries.find(delta, each.serial, each.issuer_name)
        if entry is None or changed is None or changed.reason != entries.REMOVED:
            entry = changed or entry
        elif entry.reason == entries.HOLD:
            return None  # RFC 5280 5.3.1: what is not on hold cannot be taken from a list
        return None if entry is not None and entry.reason == entries.REMOVED else entry

    def _lone_deltas(self, each: Link, issuer: Link) -> Iterator[tuple[Crl, entries.Entry | None]]:
        """What changes without its base proves nothing good, but a revocation counts."""
        for delta in self._deltas:
            if not self._reasons(each, delta) or self._signer(delta, issuer) is None:
                continue
            try:
                entry = entries.find(delta, each.serial, each.issuer_name)
            except (entries.Strange, *tlv.BROKEN):
                continue
            if entry is not None and entry.reason not in {entries.REMOVED, entries.HOLD}:
                yield delta, entry

    def _current(self, base: Crl, delta: Crl | None) -> bool:
        if covering.early(base, self._at):
            self._late[f"early {id(base)}"] = warning(
                "crl-not-yet-valid",
                source="RFC 5280 5.1.2.4",
                issuer=names.shown(base.issuer),
                starts=base.this_update,
            )
            return False
        if covering.late(base, self._at) and delta is None and base.next_update is not None:
            self._late[f"late {id(base)}"] = warning(
                "crl-outdated",
                source="RFC 5280 5.1.2.5",
                issuer=names.shown(base.issuer),
                ended=base.next_update,
            )
            return False
        return True

    def _strong(self, base: Crl, delta: Crl | None, signer: Link) -> bool:
        """Whether nobody else could have made it: SHA-1 and short keys prove nothing good."""
        if self._settings.weak:
            return True
        for listed in (base, delta):
            if listed is not None and signatures.weak(signer.spki, listed.algorithm):
                self._late[f"weak {id(listed)}"] = warning(
                    "crl-weak-signature",
                    source=_SOURCE_WEAK,
                    issuer=names.shown(listed.issuer),
                )
                return False
        return True

    def _signer(self, listed: Crl, issuer: Link) -> tuple[Link, bool] | None:
        """Who signed a list and may do so, and whether "not listed" is worth anything."""
        if issuer.subject_name == listed.issuer_name and self._signed(listed, issuer):
            return issuer, True
        if id(listed) not in self._signers:
            self._signers[id(listed)] = self._other_signer(listed)
            if self._signers[id(listed)] is None:
                self._fault("crl-wrong-signer", listed)
        return self._signers[id(listed)]

    def _other_signer(self, listed: Crl) -> tuple[Link, bool] | None:
        candidates = [*self._pool.named(listed.issuer_name)]
        if self._anchor.subject_name == listed.issuer_name:
            candidates.insert(0, self._anchor)
        wanted = listed.authority_key
        candidates.sort(
            key=lambda each: None not in (wanted, each.subject_key) and wanted != each.subject_key
        )
        doubtful: tuple[Link, bool] | None = None
        for candidate in candidates[:_MOST_SIGNERS]:
            # RFC 5280 4.2.1.3: who signs lists for others says so. A person's certificate without
            # keyUsage, under the name of an authority, is none that lists can come from.
            if candidate.usage is None and not candidate.ca:
                continue
            if not self._signed(listed, candidate):
                continue
            found = self._path_of(candidate)
            if found.anchor is None:
                continue
            # A list may cover its own signer: for now it is taken for good, and whatever follows
            # from that is forgotten again if it is not.
            before = dict(self._known), dict(self._signers)
            self._signers[id(listed)] = candidate, True
            pairs = pairwise(found.links)
            states = {self._of(each, above).state for each, above in pairs}
            del self._signers[id(listed)]
            if states <= {State.GOOD}:
                return candidate, True
            self._known, self._signers = before
            if State.REVOKED not in states:
                doubtful = doubtful or (candidate, False)
        return doubtful

    def _path_of(self, signer: Link) -> Found:
        """Under the same anchor (RFC 5280 6.3.3 f); a thousand lists of one signer have one."""
        if signer.sha256 not in self._paths:
            anchors = Pool((self._anchor.der,))
            self._paths[signer.sha256] = chain.find(
                signer.der, self._pool, anchors, at=self._at, settings=self._settings
            )
        return self._paths[signer.sha256]

    def _signed(self, listed: Crl, signer: Link) -> bool:
        if not signer.may_sign_crls:
            return False
        try:
            return signatures.fits(signer.spki, listed.algorithm, listed.signature, listed.signed)
        except (UnsupportedAlgorithm, *tlv.BROKEN):
            return False

    def _answers(self, each: Link, issuer: Link) -> _Known:
        if not self._responses:
            return _Known(State.UNKNOWN)
        from sel.core.revocation import ocsp
        from sel.core.revocation.ocsp import Says

        good = False
        for response, nonce in self._responses:
            try:
                judged = ocsp.judge(response, each, issuer, at=self._at, nonce=nonce)
            except tlv.BROKEN:
                continue
            single = judged.single
            if single is None:
                continue
            if judged.signer is not None and not self._responder_holds(judged.signer, issuer):
                self._ocsp_fault("ocsp-signer-revoked", each)
                continue
            late = judged.why == "ocsp-outdated" or judged.why == "ocsp-not-yet-valid"
            if single.says is Says.REVOKED and (judged.why is None or late):
                when = single.revoked or single.this_update
                return _Known(State.REVOKED, _revoked(each, when, single.reason, _SOURCE_OCSP))
            if judged.why is not None:
                self._ocsp_fault(judged.why, each)
            elif (
                single.says is Says.GOOD
                and not self._settings.weak
                and signatures.weak((judged.signer or issuer).spki, response.algorithm)
            ):
                self._late[f"weak {id(response)}"] = warning(
                    "ocsp-weak-signature", source=_SOURCE_WEAK, name=names.shown(each.subject)
                )
            elif single.says is Says.GOOD:
                good = True
            else:
                self._ocsp_fault("ocsp-says-unknown", each)
        return _Known(State.GOOD if good else State.UNKNOWN)

    def _responder_holds(self, signer: Link, issuer: Link) -> bool:
        """RFC 6960 4.2.2.2.1: a responder without nocheck may itself be revoked."""
        if signer.value(link.OCSP_NO_CHECK) is not None:
            return True
        return self._lists(signer, issuer).state is not State.REVOKED

    def _fault(self, code: str, listed: Crl) -> None:
        self._faults[f"{code} {id(listed)}"] = warning(
            code, source=SOURCE, issuer=names.shown(listed.issuer)
        )

    def _ocsp_fault(self, code: str, each: Link) -> None:
        self._faults[f"{code} {each.sha256.hex()}"] = warning(
            code, source=_SOURCE_OCSP, name=names.shown(each.subject)
        )


def _decisive(
    listed: Sequence[tuple[Crl, entries.Entry | None]], at: datetime
) -> entries.Entry | None:
    """The entry that counts: a hold can be lifted by a newer list, nothing else can.

    at  what a list says that is made only afterwards lifts nothing yet
    """
    for crl, entry in listed:
        if entry is None:
            continue
        lifted = entry.reason == entries.HOLD and any(
            other is None
            and newer.issuer_name == crl.issuer_name
            and newer.scope == crl.scope
            and newer.this_update > crl.this_update
            and not covering.early(newer, at)
            for newer, other in listed
        )
        if not lifted:
            return entry
    return None


def _revoked(each: Link, when: datetime, reason: int | None, source: str) -> Finding:
    code = "authority-revoked" if each.ca else "revoked"
    because = _BECAUSE.get(reason or 0, "unspecified")
    return error(code, source=source, name=names.shown(each.subject), since=when, because=because)
