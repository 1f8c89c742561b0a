"""The timeline of keys and what they open; what wants renewing when; leaving."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from sel.base.errors import NoCertificateYet, NothingToRevoke, WithoutBackup
from sel.base.progress import Silent
from sel.core import certificate
from sel.core.keypair import KeyKind
from sel.core.publickey import KeyFacts
from sel.core.request import Asked
from sel.flows import (
    backups,
    changes,
    exports,
    installs,
    leaving,
    removals,
    renewals,
    renewing,
    requests,
)
from sel.flows.exports import Form
from sel.flows.identities import State, identities
from sel.flows.status import status
from sel.flows.timeline import Held, Period, opening, timeline
from sel.ports.book import Additions, NewCertificate, Role
from sel.ports.clients import NOT_KNOWN, Build, Known, MailProgram, ProgramId
from sel.ports.services import Services
from sel.text import mails
from tests.flows.test_backups import WORDS
from tests.flows.years import YEAR, Calendar, answer, certified, day, desk_in
from tests.pilot import SIAN, person
from tests.screens.people import with_stores

NEW_ADDRESS = "sian.jones@school.example"


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(day(2026, 1))


@pytest.fixture
def sian(tmp_path: Path, calendar: Calendar) -> Services:
    return with_stores(desk_in(tmp_path / "sian", calendar), "Ysgol")


def backed_up(services: Services, path: Path) -> None:
    backups.make(services, path, WORDS, Silent())
    assert backups.verify(services, path, WORDS, Silent()).sound


class TestTimeline:
    def test_nothing_yet(self, sian: Services) -> None:
        assert timeline(sian) == ()

    def test_a_key_that_waits_opens_nothing_yet(self, sian: Services) -> None:
        made = requests.make(sian, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
        (line,) = timeline(sian)
        assert (line.id, line.state, line.held) == (made.id, State.WAITING, Held.HERE)
        assert (line.opens, line.begins, line.ends, line.newest) == (None, None, None, None)
        assert opening((line,), sian.clock.now()) == ()

    def test_two_certificates_of_one_key_are_one_line(
        self, sian: Services, calendar: Calendar
    ) -> None:
        one = certified(sian, calendar.moment)
        made = requests.Made(one.id, requests.show(sian, one.id))
        calendar.moment += YEAR - timedelta(days=20)
        requests.finish(sian, answer(made, calendar.moment), (), Silent())
        (line,) = timeline(sian)
        assert len(line.certificates) == 2
        assert line.opens == Period(day(2026, 1), calendar.moment + YEAR)

    def test_it_knows_programs_and_tested_backups(self, sian: Services, tmp_path: Path) -> None:
        one = certified(sian, sian.clock.now())
        installs.install(sian, (one,), Silent(), store="thunderbird:Ysgol")
        backups.make(sian, tmp_path / "untested.p12", WORDS, Silent())
        backed_up(sian, tmp_path / "tested.p12")
        (line,) = timeline(sian)
        assert line.places == ("thunderbird:Ysgol",)
        assert [each.path for each in line.backups] == [str(tmp_path / "tested.p12")]

    def test_a_removed_key_is_told_of_by_its_certificate(
        self, sian: Services, tmp_path: Path
    ) -> None:
        one = certified(sian, sian.clock.now())
        backed_up(sian, tmp_path / "b.p12")
        removals.remove(sian, one.id)
        (line,) = timeline(sian)
        assert (line.id, line.held, line.state) == (one.id, Held.GONE, State.OLD)
        assert line.opens == Period(day(2026, 1), day(2026, 1) + YEAR)
        assert [each.path for each in line.backups] == [str(tmp_path / "b.p12")]

    def test_a_key_that_is_only_in_a_store_is_elsewhere(self, sian: Services) -> None:
        facts = certificate.read(person(starts=sian.clock.now()).certificate)
        mine = NewCertificate(facts.der, facts.spki_sha256, Role.OWN)
        sian.book().add(Additions(certificates=(mine,)))
        sian.book().installed(facts.sha256, "windows")
        (line,) = timeline(sian)
        assert (line.held, line.state) == (Held.ELSEWHERE, State.CURRENT)
        assert (line.places, line.origin) == (("windows",), None)


class TestMarks:
    @pytest.mark.parametrize(
        ("left", "mark", "again"),
        [
            (61, None, 60),
            (60, None, 30),
            (59, 60, 30),
            (29, 30, 7),
            (6, 7, 5),
            (0, 7, -1),
        ],
    )
    def test_of_a_year(
        self, sian: Services, calendar: Calendar, left: int, mark: int | None, again: int
    ) -> None:
        one = certified(sian, calendar.moment)
        assert one.certificate is not None
        end = one.certificate.not_after
        now = end - timedelta(days=left)
        found = renewals.mark(one.certificate, now)
        assert (found.days if found is not None else None) == mark
        assert renewals.next_mark(one.certificate, now) == end - timedelta(days=again)

    def test_a_short_one_is_spoken_of_in_its_last_third(
        self, sian: Services, calendar: Calendar
    ) -> None:
        one = certified(sian, calendar.moment, life=timedelta(days=90))
        assert one.certificate is not None
        assert renewals.mark(one.certificate, calendar.moment + timedelta(days=35)) is None
        assert renewals.mark(one.certificate, calendar.moment + timedelta(days=61)) == (
            timedelta(days=30)
        )

    def test_what_has_ended_has_no_mark(self, sian: Services, calendar: Calendar) -> None:
        one = certified(sian, calendar.moment)
        assert one.certificate is not None
        assert renewals.mark(one.certificate, one.certificate.not_after + timedelta(1)) is None


class TestHome:
    """Status at each time of a certificate's life, with everything else in order."""

    @pytest.fixture
    def ready(self, sian: Services, tmp_path: Path) -> Services:
        one = certified(sian, sian.clock.now())
        installs.install(sian, (one,), Silent(), store="thunderbird:Ysgol")
        backed_up(sian, tmp_path / "b.p12")
        chosen = sian.preferences()
        chosen.keep(replace(chosen.read(), ticks=frozenset({"mail-program"})))
        return sian

    @pytest.mark.parametrize(
        ("left", "sentence", "state"),
        [
            (200, "status-good", "done"),
            (59, "status-ends", "attention"),
            (29, "status-ends", "attention"),
            (3, "status-ends", "attention"),
            (-1, "status-ended", "attention"),
        ],
    )
    def test_it_is_said_in_time(
        self, ready: Services, calendar: Calendar, left: int, sentence: str, state: str
    ) -> None:
        calendar.moment = day(2026, 1) + YEAR - timedelta(days=left)
        found = status(ready)
        assert found.sentence.code == sentence
        assert found.steps[0].state.value == state

    def test_in_the_last_week_it_comes_before_all_else(
        self, sian: Services, calendar: Calendar
    ) -> None:
        certified(sian, calendar.moment)
        calendar.moment += YEAR - timedelta(days=5)
        assert status(sian).sentence.code == "status-ends"
        calendar.moment -= timedelta(days=40)
        assert status(sian).sentence.code == "status-not-installed"

    def test_a_renewal_under_way_waits_for_its_answer(
        self, ready: Services, calendar: Calendar
    ) -> None:
        calendar.moment += YEAR - timedelta(days=5)
        one = renewals.wanted(identities(ready.book(), calendar.moment))
        assert one is not None
        renewing.make(ready, one, Silent())
        found = status(ready)
        assert (found.sentence.code, found.steps[0].state.value) == ("status-renewing", "waiting")

    def test_of_two_the_one_that_ends_first_is_named(
        self, sian: Services, calendar: Calendar
    ) -> None:
        certified(sian, calendar.moment)
        calendar.moment += YEAR - timedelta(days=20)
        certified(sian, calendar.moment, email=NEW_ADDRESS)
        assert status(sian).steps[0].what.facts["email"] == SIAN

    def test_colleagues_are_to_be_told_until_they_were(
        self, ready: Services, calendar: Calendar
    ) -> None:
        calendar.moment += YEAR - timedelta(days=5)
        new = certified(ready, calendar.moment)
        said = [each.code for each in status(ready).notices]
        assert "certificate-renewed" in said
        chosen = ready.preferences()
        known = chosen.read()
        chosen.keep(replace(known, ticks=known.ticks | {renewals.told_tick(new)}))
        assert "certificate-renewed" not in [each.code for each in status(ready).notices]

    def test_after_two_months_nobody_asks_any_more(
        self, ready: Services, calendar: Calendar
    ) -> None:
        calendar.moment += YEAR - timedelta(days=5)
        certified(ready, calendar.moment)
        calendar.moment += renewals.TELL_WITHIN
        assert "certificate-renewed" not in [each.code for each in status(ready).notices]


def writing_as(services: Services, *addresses: str) -> Services:
    program = MailProgram(ProgramId.OUTLOOK, Build(), Known.YES, addresses, NOT_KNOWN)
    return replace(services, mail_programs=lambda: (program,))


class TestAddress:
    def said(self, services: Services) -> list[str]:
        found = identities(services.book(), services.clock.now())
        return [
            each.code
            for each in changes.changes(services, found, frozenset(), services.clock.now())
        ]

    def test_another_address_is_noticed(self, sian: Services) -> None:
        certified(sian, sian.clock.now())
        moved = writing_as(sian, NEW_ADDRESS)
        (notice,) = status(moved).notices
        assert notice.code == "address-changed"
        assert notice.facts == {"now": NEW_ADDRESS, "was": SIAN}

    @pytest.mark.parametrize(
        "addresses", [(), (SIAN,), ("Sian.Llyr@SCHOOL.example",), (NEW_ADDRESS, SIAN)]
    )
    def test_the_same_or_no_address_is_not(
        self, sian: Services, addresses: tuple[str, ...]
    ) -> None:
        certified(sian, sian.clock.now())
        assert self.said(writing_as(sian, *addresses)) == []

    def test_without_a_certificate_nothing_is_said(self, sian: Services) -> None:
        assert self.said(writing_as(sian, NEW_ADDRESS)) == []

    def test_once_asked_for_it_waits_and_with_the_answer_it_is_over(
        self, sian: Services, calendar: Calendar
    ) -> None:
        one = certified(sian, calendar.moment)
        moved = writing_as(sian, NEW_ADDRESS)
        again = replace(renewing.asked_again(one), emails=(NEW_ADDRESS,))
        made = renewing.make(moved, one, Silent(), asked=again)
        assert self.said(moved) == ["address-changed-asked"]
        requests.finish(moved, answer(made, calendar.moment, (NEW_ADDRESS,)), (), Silent())
        assert self.said(moved) == []
        assert [each.state for each in timeline(moved)] == [State.CURRENT, State.CURRENT]


class TestRenewing:
    def test_all_that_the_certificate_says_is_asked_for_again(self, sian: Services) -> None:
        one = certified(sian, sian.clock.now(), organisation="Ysgol y Dref")
        assert renewing.asked_again(one) == Asked((SIAN,), "Siân Llŷr", "Ysgol y Dref")

    def test_what_waits_cannot_be_renewed(self, sian: Services) -> None:
        requests.make(sian, Asked((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
        (one,) = identities(sian.book(), sian.clock.now())
        with pytest.raises(NoCertificateYet):
            renewing.make(sian, one, Silent())
        assert renewals.wanted((one,)) is None

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (KeyFacts("rsa", size=1024), KeyKind.RSA_3072),
            (KeyFacts("rsa", size=2048), KeyKind.RSA_3072),
            (KeyFacts("rsa", size=4096), KeyKind.RSA_4096),
            (KeyFacts("ec", curve="P-384"), KeyKind.EC_P384),
            (KeyFacts("ec", curve="brainpoolP256r1"), KeyKind.EC_P256),
            (KeyFacts("dsa", size=2048), KeyKind.RSA_3072),
        ],
    )
    def test_no_key_gets_weaker(self, old: KeyFacts, new: KeyKind) -> None:
        assert renewing.kind_again(old) is new


class TestLeaving:
    def test_everything_is_named_and_nothing_goes_without_a_backup(
        self, sian: Services, tmp_path: Path
    ) -> None:
        one = certified(sian, sian.clock.now())
        installs.install(sian, (one,), Silent(), store="thunderbird:Ysgol")
        there = leaving.look(sian)
        assert [each.id for each in there.unsaved] == [one.id]
        assert [(each.identity.id, each.stores) for each in there.placed] == [
            (one.id, ("thunderbird:Ysgol",))
        ]
        with pytest.raises(WithoutBackup):
            leaving.clear_programs(sian, Silent())
        assert timeline(sian)[0].places == ("thunderbird:Ysgol",)

        backed_up(sian, tmp_path / "b.p12")
        cleared = leaving.clear_programs(sian, Silent())
        assert [store for _, store in cleared.removed] == ["thunderbird:Ysgol"]
        assert cleared.failed == ()
        (line,) = timeline(sian)
        assert (line.places, line.held) == ((), Held.HERE)
        assert leaving.clear_programs(sian, Silent()).removed == ()

    def test_only_what_is_still_valid_is_to_be_revoked(
        self, sian: Services, calendar: Calendar
    ) -> None:
        certified(sian, calendar.moment)
        calendar.moment += YEAR + timedelta(days=1)
        assert leaving.look(sian).valid == ()
        with pytest.raises(NothingToRevoke):
            leaving.revocation_draft((), subject="x", text="x")

    def test_the_mail_names_serial_and_issuer_in_both_languages(self, sian: Services) -> None:
        one = certified(sian, sian.clock.now())
        facts = one.certificate
        assert facts is not None
        words = mails.revoke([mails.named(facts)])
        mail = message_from_bytes(
            leaving.revocation_draft((facts,), subject=words.subject, text=words.text),
            policy=default,
        )
        text = mail.get_content()
        assert mail["X-Unsent"] == "1"
        assert "/" in mail["Subject"]
        for part in (f"{facts.serial:X}", facts.issuer, facts.sha256.hex(), SIAN, "2027-01-01"):
            assert text.count(part) == 1, part
        assert "Please revoke it" in text


class TestDraftMail:
    def test_it_carries_certificate_and_chain_in_a_form_that_arrives(self, sian: Services) -> None:
        one = certified(sian, sian.clock.now())
        words = mails.share_renewed()
        data = exports.export(
            sian, one.id, Form.DRAFT_MAIL, subject=words.subject, text=words.text
        )
        mail = message_from_bytes(data, policy=default)
        assert mail["X-Unsent"] == "1"
        assert mail["From"] == f"Siân Llŷr <{SIAN}>"
        body, attached = mail.iter_parts()
        assert body.get_content().replace("\r\n", "\n") == words.text
        assert attached.get_filename() == "sian.llyr-2026.p7b"
        assert attached.get_content_type() == "application/x-pkcs7-certificates"
        from sel.flows.unfolding import certificates

        inside = [certificate.read(der) for der in certificates(attached.get_content())]
        assert one.certificate is not None
        assert one.certificate.sha256 in {each.sha256 for each in inside}
