"""The journeys of renewal, of what follows it, and of leaving: every path to its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from sel.core import certificate
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.enrol import profiles
from sel.flows.leaving import Leaving
from sel.journeys import leave, renew, renewed
from sel.journeys.leave import Leave
from sel.journeys.renewed import Renewed
from sel.ports.enrolment import Route
from tests.journeys.test_walks import walk
from tests.pilot import SIAN, person

ASKED = Asked((SIAN, "llyr@school.example"), "Siân Llŷr", "Ysgol", "Mathemateg", "Bangor", "GB")


@pytest.fixture(scope="module")
def old():
    return certificate.read(person().certificate)


@dataclass(frozen=True)
class Key:
    """As much of an identity as the journey looks at."""

    installed: tuple[str, ...] = ()


class TestRenew:
    def test_it_is_short_and_asks_for_the_same_again(self, old):
        journey = renew.journey(old, ASKED, kind=KeyKind.EC_P256, profiles=profiles())
        assert walk(journey) == ["address", "check", "kept", "send"]
        state = journey.state
        assert (state.address, *state.further) == ASKED.emails
        assert (state.name, state.organisation, *state.besides) == (
            "Siân Llŷr", "Ysgol", "Mathemateg", "Bangor", "GB",
        )  # fmt: skip
        assert state.kind is KeyKind.EC_P256
        assert state.old is old

    def test_a_pilot_of_this_book_answers_its_own_again(self, old):
        journey = renew.journey(
            old,
            ASKED,
            kind=KeyKind.EC_P256,
            trial=True,
            profiles=profiles(),
            domains=("school.example",),
        )
        assert walk(journey) == ["address", "check", "pilot", "you", "ready"]

    @pytest.mark.parametrize(
        ("trial", "domains"),
        [(True, ()), (True, ("other.example",)), (False, ("school.example",))],
    )
    def test_nobody_is_sent_to_a_pilot_that_may_not_or_need_not(self, old, trial, domains):
        journey = renew.journey(
            old, ASKED, kind=KeyKind.EC_P256, trial=trial, profiles=profiles(), domains=domains
        )
        assert journey.state.authority.route is Route.MAIL


class TestRenewed:
    def test_the_old_one_is_asked_about_only_where_the_new_one_is_proved(self):
        both = Renewed(Key(("windows",)), (Key(("windows",)),))
        assert walk(renewed.journey(both)) == ["old-one", "tell", "address-list"]

    @pytest.mark.parametrize(
        ("new", "old"),
        [((), ("windows",)), (("thunderbird:a",), ("windows",)), (("windows",), ())],
    )
    def test_else_colleagues_come_first(self, new, old):
        state = Renewed(Key(new), (Key(old),))
        assert walk(renewed.journey(state)) == ["tell", "address-list"]

    def test_a_first_certificate_can_be_told_of_too(self):
        assert walk(renewed.journey(Renewed(Key(("windows",))))) == ["tell", "address-list"]


class TestLeave:
    there = Leaving(mine=(), unsaved=(), valid=(), placed=())
    facts = SimpleNamespace(not_after=datetime(2027, 1, 1, tzinfo=UTC))

    @pytest.mark.parametrize(
        ("valid", "placed", "steps"),
        [
            (False, False, []),
            (True, False, ["leave-revoke"]),
            (False, True, ["leave-remove"]),
            (True, True, ["leave-revoke", "leave-remove"]),
        ],
    )
    def test_what_does_not_apply_is_left_out(self, valid, placed, steps):
        there = replace(
            self.there,
            valid=(self.facts,) if valid else (),
            placed=(self.facts,) if placed else (),
        )
        assert walk(leave.journey(there)) == ["leave-save", "leave-hand-over", *steps, "left"]

    def test_what_was_done_cannot_be_gone_back_over(self):
        assert leave.journey(self.there).settled == {leave.Step.LEFT}
        assert leave.next_step(leave.Step.LEFT, Leave(self.there)) is None
