"""Every path of every journey is walked; a journey always ends and never skips a decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from sel.enrol import profiles
from sel.flows.backups import Verified
from sel.journeys import back_up, get_certificate, given_file, restore
from sel.journeys.get_certificate import GetCertificate, Who
from sel.journeys.given_file import GivenFile
from sel.journeys.mail_places import (
    MailPlace,
    as_ticks,
    can_work,
    from_ticks,
    is_tick,
)

ABLE = frozenset({MailPlace.OUTLOOK, MailPlace.PHONE})
UNABLE = frozenset({MailPlace.BROWSER})
PROFILES = {each.id: each for each in profiles()}
IT_TEAM, PILOT = PROFILES["it-team"], PROFILES["pilot"]
MAKES_KEYS = replace(IT_TEAM, id="maker", key_made_by="authority")


def walk(journey, state=None):
    """The steps until the end; a journey that runs in a circle fails."""
    state = journey.state if state is None else state
    step, seen = journey.first, []
    while step is not None:
        assert step not in seen, f"a circle at {step}"
        seen.append(step)
        step = journey.next_step(step, state)
    return [str(each) for each in seen]


class TestGivenFile:
    @pytest.mark.parametrize(
        ("state", "steps"),
        [
            (GivenFile(reads=ABLE), ["file", "password", "you", "ready"]),
            (GivenFile(reads=ABLE, opened=True), ["file", "you", "ready"]),
        ],
    )
    def test_mail_places_are_asked_once(self, state, steps):
        assert walk(given_file.journey(None), state) == steps

    @pytest.mark.parametrize("opened", [True, False])
    def test_mail_places_are_asked_before_this_is_you(self, opened):
        state = GivenFile(opened=opened)
        before = given_file.Step.FILE if opened else given_file.Step.PASSWORD
        assert given_file.next_step(before, state) is given_file.Step.MAIL

    def test_where_it_cannot_work_that_is_said_but_nobody_is_stopped(self):
        state = GivenFile(reads=UNABLE)
        after = given_file.next_step(given_file.Step.MAIL, state)
        assert after is given_file.Step.NOT_FOR_YOU
        assert given_file.next_step(after, state) is given_file.Step.YOU

    def test_where_it_can_work_it_goes_straight_on(self):
        state = GivenFile(reads=ABLE)
        assert given_file.next_step(given_file.Step.MAIL, state) is given_file.Step.YOU

    def test_a_dropped_file_is_known_from_the_start(self):
        journey = given_file.journey(None, Path("gwen.p12"))
        assert journey.state.file == Path("gwen.p12")

    def test_nobody_goes_back_over_what_has_happened(self):
        assert given_file.Step.READY in given_file.journey(None).settled


class TestGetCertificate:
    @pytest.mark.parametrize(
        ("state", "steps"),
        [
            (GetCertificate(), ["who", "ask"]),
            (GetCertificate(who=Who.UNKNOWN), ["who", "ask"]),
            (GetCertificate(who=Who.WEBSITE), ["who", "website"]),
            (
                GetCertificate(who=Who.AUTHORITY, authority=IT_TEAM, reads=ABLE),
                ["who", "address", "check", "kept", "send"],
            ),
            (
                GetCertificate(who=Who.AUTHORITY, authority=PILOT, reads=ABLE),
                ["who", "address", "check", "pilot", "you", "ready"],
            ),
            (GetCertificate(who=Who.AUTHORITY, authority=MAKES_KEYS), ["who", "ask"]),
            (GetCertificate(who=Who.AUTHORITY), ["who", "ask"]),
        ],
    )
    def test_paths(self, state, steps):
        assert walk(get_certificate.journey(None), state) == steps

    @pytest.mark.parametrize("authority", [IT_TEAM, PILOT])
    def test_before_any_key_is_made_the_mail_places_are_asked(self, authority):
        state = GetCertificate(who=Who.AUTHORITY, authority=authority)
        assert get_certificate.next_step(get_certificate.Step.WHO, state) == "mail"
        able = replace(state, reads=ABLE)
        assert get_certificate.next_step(get_certificate.Step.MAIL, able) == "address"
        unable = replace(state, reads=UNABLE)
        assert get_certificate.next_step(get_certificate.Step.MAIL, unable) == "not-for-you"
        assert get_certificate.next_step(get_certificate.Step.NOT_FOR_YOU, unable) == "address"

    def test_the_pilot_is_offered_first_and_only_where_it_is(self):
        known = (IT_TEAM, PILOT)
        assert get_certificate.journey(None, profiles=known).state.profiles == (IT_TEAM,)
        with_pilot = get_certificate.journey(None, profiles=known, domains=["school.example"])
        assert with_pilot.state.profiles == (PILOT, IT_TEAM)
        assert with_pilot.state.domains == ("school.example",)

    def test_once_the_pilot_answers_nobody_goes_back_to_make_another_key(self):
        settled = get_certificate.journey(None).settled
        assert {get_certificate.Step.PILOT, get_certificate.Step.YOU} <= settled

    def test_the_answer_has_its_own_beginning(self):
        journey = get_certificate.journey_for_answer(Path("ateb.p7b"))
        assert walk(journey) == ["answer", "you", "ready"]

    def test_a_form_can_be_sent_again(self):
        form = SimpleNamespace(id="12345678")
        journey = get_certificate.journey_for_form(form, profiles=(PILOT, IT_TEAM))
        assert walk(journey) == ["send"]
        assert journey.state.authority is IT_TEAM

    @pytest.mark.parametrize(
        ("emails", "domains", "may"),
        [
            (("sian@school.example",), ("school.example",), True),
            (("sian@school.example",), (), False),
            (("sian@school.example",), ("other.example",), False),
            (("sian@school.example", "sian@other.example"), ("school.example",), False),
            (("no address",), ("school.example",), False),
            ((), ("school.example",), False),
        ],
    )
    def test_a_waiting_form_can_go_to_the_pilot_that_may_answer_it(self, emails, domains, may):
        form = SimpleNamespace(id="12345678", request=SimpleNamespace(emails=emails))
        journey = get_certificate.journey_for_form(
            form, profiles=(IT_TEAM, PILOT), domains=domains
        )
        chosen = get_certificate.pilot_for(journey.state)
        assert chosen is (PILOT if may else None)
        if may:
            state = replace(journey.state, authority=chosen)
            assert walk(journey, state) == ["send", "pilot", "you", "ready"]

    def test_a_draft_keeps_what_was_typed_and_nothing_else(self):
        typed = GetCertificate(
            who=Who.AUTHORITY,
            authority=IT_TEAM,
            reads=ABLE,
            name="Siân Llŷr",
            address="sian.llyr@school.example",
        )
        back = get_certificate.from_draft(get_certificate.as_draft(typed))
        assert back == GetCertificate(name="Siân Llŷr", address="sian.llyr@school.example")

    def test_once_the_key_is_made_there_is_no_draft(self):
        made = GetCertificate(name="Siân", made=SimpleNamespace(id="12345678"))
        assert get_certificate.as_draft(made) is None

    @pytest.mark.parametrize("draft", [None, "", "{", "[1]", '{"name": 7}', '"text"'])
    def test_a_broken_draft_is_as_good_as_none(self, draft):
        assert get_certificate.from_draft(draft) == GetCertificate()


class TestBackUp:
    def test_a_sound_backup_ends_where_it_says_so(self):
        sound = Verified(True, ("12345678",), (), (("12345678", "proved"),), ())
        state = back_up.BackUp(verified=sound)
        assert walk(back_up.journey(), state) == [
            "where",
            "passphrase",
            "again",
            "testing",
            "backed-up",
        ]

    def test_one_that_is_not_sound_is_never_called_backed_up(self):
        unsound = Verified(False, (), ("12345678",), (), ())
        for state in (back_up.BackUp(verified=unsound), back_up.BackUp()):
            assert back_up.next_step(back_up.Step.TESTING, state) is back_up.Step.WHERE


class TestRestore:
    def test_all_steps(self):
        done = restore.Restore(restored=SimpleNamespace(new=("12345678",)))
        steps = ["file", "passphrase", "shown", "restored"]
        assert walk(restore.journey(), done) == steps

    def test_a_file_with_nothing_new_ends_where_it_is_shown(self):
        assert walk(restore.journey()) == ["file", "passphrase", "shown"]


class TestMailPlaces:
    @pytest.mark.parametrize(
        ("places", "works"),
        [
            ({MailPlace.OUTLOOK}, True),
            ({MailPlace.THUNDERBIRD, MailPlace.PHONE}, True),
            ({MailPlace.NEW_OUTLOOK}, False),
            ({MailPlace.BROWSER, MailPlace.PHONE}, False),
            ({MailPlace.OUTLOOK, MailPlace.SHARED}, False),
            (set(), False),
        ],
    )
    def test_where_it_can_work(self, places, works):
        assert can_work(frozenset(places)) is works

    def test_the_answer_survives_being_kept(self):
        for places in (frozenset(), frozenset(MailPlace), ABLE):
            ticks = as_ticks(places)
            assert all(is_tick(tick) for tick in ticks)
            assert from_ticks(ticks | {"mail-program"}) == places

    def test_never_asked_is_not_nowhere(self):
        assert from_ticks({"mail-program"}) is None
