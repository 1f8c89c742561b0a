"""Causes looked for on real desks, and a report that gives nothing away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sel.base.errors import BadAddress, MessageEmpty
from sel.base.message import Message
from sel.base.progress import Cancelled, Silent
from sel.core.doctor import Verdict
from sel.core.keypair import KeyKind
from sel.core.policy import Policy
from sel.core.request import Asked as Form
from sel.flows import diagnosing, doctor, installs, people_adding, requests
from sel.flows.diagnosing import Diagnosis
from sel.flows.identities import identities
from sel.ports.clients import ALL_WORKS, NOT_KNOWN, Build, Known, MailProgram, ProgramId, Works
from sel.ports.services import Services
from sel.text import helpdesk
from sel.text.speaker import Speaker
from tests import secrets_scan
from tests.clients import fixture
from tests.flows.desk import FOUNDED, desk, issued
from tests.pilot import person
from tests.screens import people

SIAN, OWAIN = "sian.llyr@school.example", "owain@school.example"
WORDS = "castell mynydd afon derwen lleuad pysgodyn gwanwyn"
NEW = MailProgram(ProgramId.NEW_OUTLOOK, Build(), Known.YES, (), NOT_KNOWN)


def writing_from(*addresses: str) -> MailProgram:
    works = Works(*ALL_WORKS, keys_in="thunderbird")
    return MailProgram(ProgramId.THUNDERBIRD, Build(), Known.YES, addresses, works)


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    """Siân has a certificate, and nothing of it is in her mail program yet."""
    services = people.with_stores(desk(tmp_path / "sel"), "Ysgol")
    services = replace(services, policy=Policy(roots=(FOUNDED.root,)))
    made = requests.make(services, Form((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    requests.finish(services, issued(made), (FOUNDED.issuer, FOUNDED.root), Silent())
    return services


def diagnosed(services: Services, message: str = "other", *to: str) -> Diagnosis:
    meant = diagnosing.meant(message)
    return diagnosing.diagnose(services, meant, to or None, Silent())


def verdicts(services: Services, message: str = "other", *to: str) -> dict[str, Verdict]:
    return {each.cause: each.verdict for each in diagnosed(services, message, *to).outcomes}


def test_nothing_is_set_up_and_nothing_is_left(tmp_path: Path) -> None:
    services = desk(tmp_path / "none" / "sel")
    found = verdicts(services, "other", OWAIN)
    assert found["own-none"] is found["program"] is found["recipient-certificate"] is Verdict.FOUND
    assert not services.data.parent.exists()


def test_a_key_that_is_not_where_the_program_looks_until_it_is(sian: Services) -> None:
    found = verdicts(sian)
    assert found["key-not-in-store"] is Verdict.FOUND
    assert found["own-none"] is found["own-chain"] is found["own-ended"] is Verdict.NOT_IT
    mine = identities(sian.book(), sian.clock.now())
    installs.install(sian, mine, Silent())
    assert verdicts(sian)["key-not-in-store"] is Verdict.NOT_IT


def test_the_first_thing_is_what_was_found_and_the_likeliest_of_it(sian: Services) -> None:
    wrong = replace(sian, mail_programs=lambda: (writing_from("office@school.example"),))
    found = diagnosed(wrong, "outlook-no-certificate").outcomes
    assert [each.cause for each in found[:2]] == ["own-address", "key-not-in-store"]
    assert (found[0].errand, found[0].about) == ("new-address", "office@school.example")
    order = [each.verdict for each in found]
    assert order == sorted(order, key=[Verdict.FOUND, Verdict.UNCLEAR, Verdict.NOT_IT].index)


def test_a_chain_to_a_root_that_is_not_trusted_here(sian: Services) -> None:
    bare = replace(sian, policy=Policy())
    assert verdicts(bare)["own-chain"] is Verdict.FOUND


def test_somebody_written_to(sian: Services, tmp_path: Path) -> None:
    assert verdicts(sian, "outlook-encryption-problems")["recipient-certificate"] is (
        Verdict.UNCLEAR
    )
    files = {"owain.cer": person(OWAIN, founded=FOUNDED).certificate, "ca.cer": FOUNDED.issuer}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    people_adding.add(sian, [tmp_path / name for name in files], Silent())
    found = verdicts(sian, "outlook-encryption-problems", OWAIN.upper())
    assert {found[each] for each in found if each.startswith("recipient-")} == {Verdict.NOT_IT}
    found = verdicts(sian, "outlook-encryption-problems", OWAIN, "nia@school.example")
    assert found["recipient-certificate"] is Verdict.FOUND
    with pytest.raises(BadAddress):
        diagnosed(sian, "other", "owain")


def test_new_outlook_alone_and_settings_of_a_school(sian: Services, tmp_path: Path) -> None:
    assert verdicts(replace(sian, mail_programs=lambda: (NEW,)))["program"] is Verdict.FOUND
    held = fixture.computer("windows-smime-elsewhere", tmp_path / "w")
    found = diagnosed(replace(sian, mail_programs=lambda: held), "greyed-out").outcomes
    settings = next(each for each in found if each.cause == "settings")
    assert settings.verdict is Verdict.FOUND
    assert "doctor-set-by-it" in [each.code for each in settings.said]


def test_it_tells_each_cause_and_can_be_stopped_at_any(sian: Services) -> None:
    told: list[Message] = []

    class Stops(Silent):
        def step(self, done: int, total: int, what: Message) -> None:
            told.append(what)
            if done == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        diagnosing.diagnose(sian, diagnosing.meant("other"), None, Stops())
    assert [each.facts["cause"] for each in told] == list(diagnosing.meant("other").causes[:4])


@pytest.mark.parametrize("said", ["", "  \n", "…!?"])
def test_a_message_without_words_is_refused(said: str) -> None:
    with pytest.raises(MessageEmpty):
        diagnosing.meant(said)


def test_an_id_in_any_case_and_a_message_nobody_knows() -> None:
    assert diagnosing.meant(" Greyed-Out ").id == "greyed-out"
    assert diagnosing.meant("The moon is made of green cheese today.").id == "other"


# --- the report -----------------------------------------------------------------------------


def test_a_planted_secret_would_be_found(sian: Services) -> None:
    (key,) = sian.book().keys()
    private = sian.book().private_key(key.id).reveal()
    packed = doctor.packed({"planted": private.hex()}, WORDS)
    for needles in (
        secrets_scan.of_private_key("own", private),
        secrets_scan.of_passphrase("backup", WORDS),
    ):
        assert secrets_scan.scan_bytes("report", packed, needles)


def test_the_report_says_the_same_in_both_languages_and_no_word_that_was_pasted(
    sian: Services,
) -> None:
    pasted = "Unable to encrypt message. Annwyl Nia, dyma'r newyddion am y plentyn arall."
    found = diagnosed(sian, pasted, OWAIN)
    assert found.message.id == "thunderbird-no-recipient-certificate"
    text = helpdesk.report(doctor.report(sian, found), found)
    for language in ("cy", "en"):
        speaker = Speaker(language)
        assert helpdesk.symptom(speaker, found.message.id) in text
        for each in found.outcomes:
            assert helpdesk.cause(speaker, each.cause) in text
    assert "plentyn" not in text
    assert OWAIN not in text
    assert "…@school.example" in text


def test_of_an_address_only_the_domain_is_told() -> None:
    fact = Message("x", {"a": (SIAN, f"<{OWAIN}>"), "b": Message("y", {"name": f"CN={SIAN}"}),
                         "n": 3})  # fmt: skip
    told = doctor.masked(fact)
    assert told.facts["a"] == ("…@school.example", "<…@school.example>")
    inner = told.facts["b"]
    assert isinstance(inner, Message)
    assert inner.facts["name"] == "CN=…@school.example"
    assert told.facts["n"] == 3
