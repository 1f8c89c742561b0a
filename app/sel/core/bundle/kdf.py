"""Key derivation for PKCS#12: each key once, foreseen and counted against the limits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import repeat
from typing import ClassVar, Final, Protocol

from sel.base.errors import Damaged, TooMuchWork
from sel.base.message import Message
from sel.base.progress import Progress, Silent
from sel.base.spread import Answers, Spread, in_turn
from sel.core.bundle.limits import (
    MAX_KEY_BYTES,
    MAX_MEMORY,
    MAX_WORK,
    WORK_A_SECOND,
    check_rounds,
)
from sel.core.bundle.pkcs12_kdf import Purpose, by_openssl, hash_of, pkcs12_kdf
from sel.core.limits import check_limit

_IN_PYTHON: Final = 2
"""A round of ours costs about two of PBKDF2 in C."""

_SOON: Final = WORK_A_SECOND // 3
"""Work that may be begun in vain: whoever mistypes waits that much longer."""


class Derivation(Protocol):
    """One derivation, described; equal ones give equal keys."""

    @property
    def frees(self) -> bool:
        """Whether it runs beside others in threads."""

    def work(self) -> int:
        """Its cost in rounds of PBKDF2-HMAC-SHA-256.

        Raises TooLarge, Damaged (rounds or sizes that cannot be), UnsupportedAlgorithm (digest).
        """

    def derive(self) -> bytes:
        """The key. Only for what passed `work`."""


@dataclass(frozen=True, slots=True, repr=False)
class Pkcs12Key:
    """RFC 7292 appendix B.2.

    password  BMPString with its terminating 00 00 (B.1); b"" for no passphrase at all
    size      bytes wanted; every digest length of them costs `rounds` hashes once more
    digest    a name hashlib knows
    """

    password: bytes
    salt: bytes
    rounds: int
    purpose: Purpose
    size: int
    digest: str

    @property
    def frees(self) -> bool:
        """As `Derivation.frees`."""
        return by_openssl() is not None

    def work(self) -> int:
        """As `Derivation.work`. Counted as in Python: a limit does not depend on the build."""
        return _IN_PYTHON * check_rounds(self.rounds) * _blocks(self.size, self.digest)

    def derive(self) -> bytes:
        """As `Derivation.derive`."""
        return pkcs12_kdf(
            self.password,
            self.salt,
            rounds=self.rounds,
            purpose=self.purpose,
            size=self.size,
            digest=self.digest,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Pbkdf1:
    """RFC 8018 5.1, the whole digest."""

    password: bytes
    salt: bytes
    rounds: int
    digest: str

    frees: ClassVar[bool] = False

    def work(self) -> int:
        """As `Derivation.work`."""
        return _IN_PYTHON * check_rounds(self.rounds)

    def derive(self) -> bytes:
        """As `Derivation.derive`."""
        new = hash_of(self.digest)
        key = new(self.password + self.salt).digest()
        for _ in repeat(None, self.rounds - 1):
            key = new(key).digest()
        return key


@dataclass(frozen=True, slots=True, repr=False)
class Pbkdf2:
    """RFC 8018 5.2 with HMAC over `digest`; `size` bytes."""

    password: bytes
    salt: bytes
    rounds: int
    size: int
    digest: str

    frees: ClassVar[bool] = True

    def work(self) -> int:
        """As `Derivation.work`."""
        return check_rounds(self.rounds) * _blocks(self.size, self.digest)

    def derive(self) -> bytes:
        """As `Derivation.derive`."""
        return hashlib.pbkdf2_hmac(self.digest, self.password, self.salt, self.rounds, self.size)


@dataclass(frozen=True, slots=True, repr=False)
class Scrypt:
    """RFC 7914: N, r, p and `size` bytes."""

    password: bytes
    salt: bytes
    cost: int
    block: int
    parallel: int
    size: int

    frees: ClassVar[bool] = True

    def work(self) -> int:
        """As `Derivation.work`. One of the N * r * p steps costs about four rounds."""
        cost, block, parallel = self.cost, self.block, self.parallel
        if cost < 2 or cost & (cost - 1) or block < 1 or parallel < 1:
            raise Damaged(detail=f"scrypt with N={cost}, r={block}, p={parallel}")
        if not 1 <= self.size <= MAX_KEY_BYTES:
            raise Damaged(detail=f"derived key of {self.size} bytes")
        check_limit("kdf-memory", 128 * cost * block, MAX_MEMORY)
        check_limit("kdf-memory", 128 * block * parallel, MAX_MEMORY)
        return 4 * cost * block * parallel

    def derive(self) -> bytes:
        """As `Derivation.derive`."""
        return hashlib.scrypt(
            self.password,
            salt=self.salt,
            n=self.cost,
            r=self.block,
            p=self.parallel,
            maxmem=4 * MAX_MEMORY,
            dklen=self.size,
        )


class _Steps:
    """Tells how many of several derivations are done; of one alone nothing is said."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def next(self) -> None:
        """Another one begins. Raises Cancelled."""
        if self._total > 1:
            self._progress.step(self._done, self._total, Message("opening-file"))
        self._done += 1


class Derivations:
    """The keys derived for one file. The same derivation is done once, however often asked."""

    def __init__(self, spread: Spread = in_turn, progress: Progress | None = None) -> None:
        self._known: dict[Derivation, bytes] = {}
        self._work = 0
        self._spread = spread
        self._progress = progress or Silent()
        self._begun: list[Derivation] = []
        self._answers: Answers[bytes] | None = None

    def key(self, what: Derivation) -> bytes:
        """The key, derived now if it was not before.

        Raises as `Derivation.work`, and TooMuchWork.
        """
        known = self._known.get(what)
        if known is None:
            self._count((what,))
            known = self._known[what] = what.derive()
        return known

    def foresee(self, wanted: Iterable[Derivation]) -> None:
        """Refuse at once what would be refused after minutes. Derives nothing.

        Raises as `key`.
        """
        _check(self._work + sum(each.work() for each in self._new(wanted)))

    def begin(self, wanted: Iterable[Derivation]) -> None:
        """Begin what `prepare` will want if all goes well; only what is soon done or given up."""
        new = [each for each in self._new(wanted) if each.frees and each.work() <= _SOON]
        if len(new) > 1:
            self._begun = new
            self._answers = self._spread(_derive, new)

    def give_up(self) -> None:
        """Drop what was begun."""
        answers, self._answers, self._begun = self._answers, None, []
        if answers is not None:
            answers.close()

    def prepare(self, wanted: Iterable[Derivation]) -> None:
        """Derive all of these, on several processors where that helps.

        Raises as `key`, and Cancelled between two.
        """
        new = self._new(wanted)
        self._count(new)
        steps = _Steps(self._progress, len(new))
        begun, answers = self._begun, self._answers
        if answers is not None and set(begun) <= set(new):
            self._begun, self._answers = [], None
            self._take(begun, answers, steps)
        self.give_up()
        new = self._new(new)
        for beside, spread in ((True, self._spread), (False, in_turn)):
            group = [each for each in new if each.frees is beside]
            self._take(group, spread(_derive, group), steps)

    def _take(self, group: Sequence[Derivation], answers: Answers[bytes], steps: _Steps) -> None:
        with closing(answers):
            for each in group:
                steps.next()
                self._known[each] = next(answers)

    def _new(self, wanted: Iterable[Derivation]) -> list[Derivation]:
        return [each for each in dict.fromkeys(wanted) if each not in self._known]

    def _count(self, new: Iterable[Derivation]) -> None:
        self._work += sum(each.work() for each in new)
        _check(self._work)


def _derive(what: Derivation) -> bytes:
    return what.derive()


def _check(work: int) -> None:
    if work > MAX_WORK:
        raise TooMuchWork(seconds=work // WORK_A_SECOND, limit=MAX_WORK // WORK_A_SECOND)


def _blocks(size: int, digest: str) -> int:
    if not 1 <= size <= MAX_KEY_BYTES:
        raise Damaged(detail=f"derived key of {size} bytes")
    return -(-size // hash_of(digest)().digest_size)
