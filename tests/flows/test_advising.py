"""The adviser with a real book: what is known here decides, and nothing is left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sel.base.errors import BadAddress
from sel.base.progress import Silent
from sel.core import authority as core_authority
from sel.core.advice import App, Content
from sel.core.keypair import KeyKind
from sel.core.people import Standing
from sel.core.policy import Policy
from sel.core.request import Asked as Form
from sel.flows import advising, authority, people_adding, requests
from sel.flows.advising import Asked
from sel.flows.status import MAIL_PROGRAM_TICK
from sel.ports.clients import ALL_WORKS, NOT_KNOWN, Build, Known, MailProgram, ProgramId, Works
from sel.ports.services import Services
from tests.flows.desk import FOUNDED, desk, issued, now
from tests.pilot import person

OWAIN = "owain@school.example"
SIAN = "sian.llyr@school.example"
BOTH = Works(*ALL_WORKS, keys_in="thunderbird")
ABLE = MailProgram(ProgramId.THUNDERBIRD, Build(), Known.YES, (), BOTH)
NEW = MailProgram(ProgramId.NEW_OUTLOOK, Build(), Known.YES, (), NOT_KNOWN)


def school(services: Services, **more: object) -> Services:
    policy = Policy(own_domains=("school.example",), roots=(FOUNDED.root,))
    return replace(services, policy=policy, **more)  # type: ignore[arg-type]  # fields by name


def codes(services: Services, asked: Asked) -> list[str]:
    return [each.code for each in advising.advice(services, asked).reasons]


@pytest.fixture
def bare(tmp_path: Path) -> Services:
    """Nothing is set up: there is not even a folder."""
    return school(desk(tmp_path / "none" / "sel"), mail_programs=lambda: ())


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    """Siân has a certificate and one colleague who has one."""
    services = school(desk(tmp_path / "sel"), mail_programs=lambda: (ABLE,))
    made = requests.make(services, Form((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    requests.finish(services, issued(made), (FOUNDED.issuer, FOUNDED.root), Silent())
    path = tmp_path / "owain.cer"
    path.write_bytes(person(OWAIN, founded=FOUNDED).certificate)
    issuer = tmp_path / "issuer.cer"
    issuer.write_bytes(FOUNDED.issuer)
    people_adding.add(services, [path, issuer], Silent())
    return services


def test_with_nothing_set_up_it_answers_and_leaves_nothing(bare: Services) -> None:
    found = advising.advice(bare, Asked(("Anna@GOV.wales.", "anna@gov.wales"), Content.PERSONAL))
    assert found.recommended == "tls"
    (only,) = found.recipients
    assert (only.address, only.own, only.smime) == ("Anna@gov.wales", False, Standing.NOBODY)
    assert "sender-assumed" in [each.code for each in found.notes]
    assert not bare.data.parent.exists()


def test_an_address_that_is_none_is_refused(bare: Services) -> None:
    for asked in (
        Asked(("gov.wales",), Content.ORDINARY),
        Asked(("a@gov.wales",), Content.ORDINARY, sender="nobody"),
    ):
        with pytest.raises(BadAddress):
            advising.advice(bare, asked)


def test_own_domains_are_those_of_hwb_and_of_policy(bare: Services) -> None:
    found = advising.advice(
        bare, Asked(("a@hwbcymru.net", "b@school.example", "c@x.school.example"), Content.PERSONAL)
    )
    assert [each.own for each in found.recipients] == [True, True, False]
    assert codes(bare, Asked(("a@gov.wales",), Content.PERSONAL, sender="me@home.example")) == [
        "sender-elsewhere"
    ]


def test_everything_here_is_ready(sian: Services) -> None:
    asked = Asked((OWAIN,), Content.HIGHEST)
    found = advising.advice(sian, asked)
    assert (found.recommended, found.recipients[0].smime) == ("smime", Standing.READY)
    notes = [each.code for each in found.notes]
    assert "smime-untested" in notes
    assert "sender-assumed" not in notes, "the certificate says who writes"
    choices = sian.preferences().read()
    sian.preferences().keep(replace(choices, ticks=(*choices.ticks, MAIL_PROGRAM_TICK)))
    notes = [each.code for each in advising.advice(sian, asked).notes]
    assert "smime-untested" not in notes


def test_another_own_address_has_no_certificate(sian: Services) -> None:
    asked = Asked((OWAIN,), Content.HIGHEST, sender="office@school.example")
    assert codes(sian, asked) == ["highest-without-smime", "own-no-certificate"]
    mine = replace(asked, sender="SIAN.LLYR@School.Example")
    assert advising.advice(sian, mine).recommended == "smime"


def test_somebody_who_is_not_in_the_book(sian: Services) -> None:
    asked = Asked((OWAIN, "nia@school.example"), Content.HIGHEST)
    found = advising.advice(sian, asked)
    assert [each.smime for each in found.recipients] == [Standing.READY, Standing.NOBODY]
    assert found.recommended == "message-encryption"
    assert [each.facts.get("address") for each in found.reasons] == [None, "nia@school.example"]


def test_a_certificate_that_waits(tmp_path: Path) -> None:
    services = school(desk(tmp_path / "sel"), mail_programs=lambda: (ABLE,))
    requests.make(services, Form((SIAN,), "Siân"), KeyKind.EC_P256, Silent())
    asked = Asked((OWAIN,), Content.HIGHEST, sender=SIAN)
    assert codes(services, asked)[1] == "own-waiting"


def test_a_certificate_nobody_vouches_for_is_not_ready(sian: Services) -> None:
    nobody = replace(sian, policy=Policy(own_domains=("school.example",)))
    found = advising.advice(nobody, Asked((SIAN,), Content.HIGHEST))
    assert found.recommended == "message-encryption"
    assert "own-untrusted" in [each.code for each in found.reasons]
    assert "ask-who-vouches" in [each.code for each in found.steps]


def test_a_certificate_the_pilot_here_revoked_is_not_ready(tmp_path: Path) -> None:
    services = school(desk(tmp_path / "sel"), mail_programs=lambda: (ABLE,))
    authority.found(services, "Ysgol", ("school.example",), Silent(), kind=KeyKind.EC_P256)
    made = requests.make(services, Form((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    issued_here = authority.issue(services, made.request.der)
    requests.finish(services, authority.answer(services, issued_here), (), Silent())
    asked = Asked((SIAN,), Content.HIGHEST)
    assert "own-revoked" not in codes(services, asked)
    authority.revoke(services, issued_here.serial)
    assert "own-revoked" in codes(services, asked)


class Kept:
    """Lists that were fetched before, and nothing is fetched now."""

    def __init__(self, lists: dict[str, bytes]) -> None:
        self.lists = lists

    def find(self, key: str, now: datetime) -> bytes | None:
        return self.lists.get(key)

    def keep(self, key: str, data: bytes, *, until: datetime, now: datetime) -> None:
        raise AssertionError(key)


def test_a_list_fetched_before_says_it_too_and_nothing_is_asked(tmp_path: Path) -> None:
    def never() -> None:
        raise AssertionError("the network was asked")

    services = school(desk(tmp_path / "sel"), mail_programs=lambda: (ABLE,))
    made = requests.make(services, Form((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    url = "http://crl.school.example/pilot.crl"
    serial = core_authority.new_serial()
    answer = core_authority.issue(
        made.request, (SIAN,), issuer=FOUNDED.issuer, issuer_key=FOUNDED.issuer_key,
        serial=serial, not_before=now() - timedelta(minutes=5), crl_url=url,
        not_after=now() + timedelta(days=30),
    )  # fmt: skip
    requests.finish(services, answer, (FOUNDED.issuer, FOUNDED.root), Silent())
    for gone in ((), ((serial, now() - timedelta(minutes=1)),)):
        listed = core_authority.crl(FOUNDED.issuer, FOUNDED.issuer_key, gone, number=1, now=now())
        kept = Kept({url: listed})
        told = replace(services, fetch=never, fetched=lambda kept=kept: kept)
        assert ("own-revoked" in codes(told, Asked((SIAN,), Content.HIGHEST))) is bool(gone)


@pytest.mark.parametrize(
    ("here", "named", "why"),
    [
        ((), None, "program-not-known"),
        ((NEW,), None, "program-new-outlook"),
        ((NEW, ABLE), None, None),
        ((NEW, replace(ABLE, set_up=Known.NO)), None, "program-new-outlook"),
        ((replace(ABLE, set_up=Known.UNKNOWN),), None, None),
        ((replace(ABLE, works=NOT_KNOWN),), None, "program-hindered"),
        ((replace(ABLE, works=NOT_KNOWN),), App.THUNDERBIRD, "program-hindered"),
        ((replace(ABLE, works=NOT_KNOWN),), App.APPLE_MAIL, None),
        ((ABLE,), App.OUTLOOK_WEB, "program-in-browser"),
        ((ABLE,), App.PHONE, "program-on-phone"),
        ((ABLE,), App.OTHER, "program-not-known"),
        ((), App.OUTLOOK_CLASSIC, None),
    ],
)
def test_the_program(
    sian: Services, here: tuple[MailProgram, ...], named: App | None, why: str | None
) -> None:
    services = replace(sian, mail_programs=lambda: here)
    expected = ["highest-and-ready"] if why is None else ["highest-without-smime", why]
    assert codes(services, Asked((OWAIN,), Content.HIGHEST, app=named)) == expected
