"""Why it does not work: the causes of one message looked for on this computer, one by one.

Nothing is changed, no key is used and no network asked; nobody is asked for a password. Where
nothing is set up, nothing is left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sel.base.errors import MessageEmpty, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.resources import resource
from sel.core import address as addresses
from sel.core import doctor
from sel.core.doctor import (
    Able,
    Account,
    Facts,
    Known,
    Need,
    Outcome,
    OwnCertificate,
    Recipient,
    Setting,
    Verdict,
)
from sel.core.doctor.messages import OTHER
from sel.flows import accounts, mail_programs, people, presence
from sel.flows.identities import Identity, State, identities, only_here
from sel.flows.people_paths import Paths
from sel.ports.clients import Known as Answer
from sel.ports.clients import ProgramId
from sel.ports.services import Services

_WEIGHT: Final = {Verdict.FOUND: 0, Verdict.UNCLEAR: 1, Verdict.NOT_IT: 2}
_NOTES_ASIDE: Final = frozenset({"outlook-switched-to-new"})


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What came of it.

    message   which one it was
    outcomes  what was found first, then what cannot be checked here, then what is not it; in
              each of these the likeliest first
    """

    message: Known
    outcomes: tuple[Outcome, ...]

    @property
    def found(self) -> tuple[Outcome, ...]:
        """Causes that are there."""
        return tuple(each for each in self.outcomes if each.verdict is Verdict.FOUND)


def messages() -> tuple[Known, ...]:
    """Every message that is known, and what happens without any."""
    return doctor.read(resource("doctor", "messages.json").read_bytes())


def meant(said: str) -> Known:
    """The message that a text is, or that has this id; "other" if it is none of them.

    Raises MessageEmpty for a text without any words in it.
    """
    if not any(each.isalnum() for each in said):
        raise MessageEmpty()
    table = messages()
    by_id = {each.id: each for each in table}
    found = by_id.get(said.strip().lower()) or doctor.recognise(table, said)
    return found or by_id[OTHER]


def diagnose(
    services: Services, message: Known, to: tuple[str, ...] | None, progress: Progress
) -> Diagnosis:
    """Look for each cause. to: whom was written to, None if nobody said. Raises BadAddress."""
    wanted = None if to is None else tuple(map(addresses.normal, to))
    looking = _Looking(services, wanted)
    outcomes = []
    for number, cause in enumerate(message.causes):
        progress.step(number, len(message.causes), Message("doctor-looking", {"cause": cause}))
        looking.fill(doctor.CAUSES[cause].needs)
        outcomes.append(doctor.examine(cause, looking.facts))
    progress.step(len(message.causes), len(message.causes), Message("done"))
    return Diagnosis(message, tuple(sorted(outcomes, key=lambda each: _WEIGHT[each.verdict])))


class _Looking:
    """The facts, each part of them asked for once and not before it is needed."""

    def __init__(self, services: Services, to: tuple[str, ...] | None) -> None:
        self._services = services
        self._to = to
        self._done: set[Need] = set()
        self._mine: tuple[Identity, ...] = ()
        self.facts = Facts(services.clock.now())

    def fill(self, needs: frozenset[Need]) -> None:
        """In the order of their making: stores and paths are those of certificates."""
        fill: Mapping[Need, Callable[[], Facts]] = {
            Need.CERTIFICATES: self._certificates,
            Need.PROGRAMS: self._programs,
            Need.STORES: self._stores,
            Need.PATHS: self._paths,
            Need.ACCOUNTS: self._accounts,
            Need.RECIPIENTS: self._recipients,
        }
        for need, look in fill.items():
            if need in needs and need not in self._done:
                self.facts = look()
                self._done.add(need)

    def _certificates(self) -> Facts:
        if not self._services.data.is_dir():
            return self.facts
        book, now = self._services.book(), self.facts.now
        everything = (*identities(book, now), *only_here(book, now))
        self._mine = tuple(each for each in everything if each.certificate is not None)
        own = tuple(_own(each, self.facts) for each in self._mine)
        return replace(self.facts, certificates=own)

    def _programs(self) -> Facts:
        found = tuple(map(_program, mail_programs.here(self._services)))
        return replace(self.facts, programs=found)

    def _stores(self) -> Facts:
        if not self._mine:
            return self.facts
        seen = presence.look(self._services, self._mine)
        shut = frozenset(_kind(spec.id) for spec, _ in seen.closed)
        placed = tuple(
            replace(own, stores=frozenset(_kind(spec.id) for spec in seen.of(one).there),
                    unseen=shut)
            for own, one in zip(self.facts.certificates, self._mine, strict=True)
        )  # fmt: skip
        return replace(self.facts, certificates=placed)

    def _paths(self) -> Facts:
        if not self._mine:
            return self.facts
        from sel.flows import anchoring

        paths = Paths.of(anchoring.trusted(self._services), self.facts.now)
        judged = tuple(
            replace(own, path=_against(paths, one))
            for own, one in zip(self.facts.certificates, self._mine, strict=True)
        )
        return replace(self.facts, certificates=judged)

    def _accounts(self) -> Facts:
        if not any(each.id == ProgramId.THUNDERBIRD for each in self.facts.programs):
            return self.facts
        try:
            listed = accounts.listed(self._services)
        except SelError:
            return self.facts  # a store with a password: nobody is asked for it here
        return replace(
            self.facts,
            accounts=tuple(
                Account(
                    each.account.address,
                    each.account.signing is not None,
                    each.account.encryption is not None,
                )
                for each in listed
            ),
        )

    def _recipients(self) -> Facts:
        if self._to is None:
            return self.facts
        if not self._services.data.is_dir():
            from sel.core.people import Standing

            found = tuple(Recipient(each, Standing.NOBODY) for each in self._to)
        else:
            chosen = people.choose_each(self._services, self._to)
            found = tuple(
                Recipient(each, one.answer.reason)
                for each, one in zip(self._to, chosen, strict=True)
            )
        return replace(self.facts, recipients=found)


def _own(one: Identity, facts: Facts) -> OwnCertificate:
    held = one.certificate
    assert held is not None
    return OwnCertificate(
        id=one.id,
        emails=held.match_emails,
        not_after=held.not_after,
        signs=held.can_sign,
        encrypts=held.can_encrypt,
        current=one.state is State.CURRENT,
        ended=facts.now > held.not_after,
        shut=one.shut,
        kept=not one.only_here,
    )


def _against(paths: Paths, one: Identity) -> Message | None:
    """The first thing against its path, in the words of `check`."""
    if one.certificate is None:
        return None
    found = paths.found(one.certificate)
    if found.why is not None:
        return found.why.what
    return None if found.anchor is not None else Message("doctor-no-path")


def _program(one: mail_programs.Program) -> doctor.Program:
    program = one.program
    able = {program.works.sign, program.works.encrypt, program.works.decrypt}
    all_ = Able.YES if able == {Answer.YES} else Able.NO if Answer.NO in able else Able.UNKNOWN
    return doctor.Program(
        id=program.id.value,
        able=all_,
        addresses=program.addresses,
        keys_in=program.works.keys_in,
        settings=tuple(Setting(each.what, each.managed) for each in program.settings),
        why_not=None if all_ is Able.YES else one.said[0],
        aside=next((each for each in program.notes if each.code in _NOTES_ASIDE), None),
    )


def _kind(store: str) -> str:
    return store.partition(":")[0]
