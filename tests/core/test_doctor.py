"""Which message it is, and what is said of each cause: every row of the table, every verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sel.base.errors import Damaged
from sel.base.message import Message
from sel.base.resources import resource
from sel.core import doctor
from sel.core.doctor import (
    CAUSES,
    Able,
    Account,
    Facts,
    OwnCertificate,
    Program,
    Recipient,
    Setting,
    Verdict,
)
from sel.core.people import Standing
from sel.text.catalog import find

TABLE = doctor.read(resource("doctor", "messages.json").read_bytes())
WORDINGS = [(each.id, text) for each in TABLE for _, text in each.texts]
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SIAN = "sian.llyr@school.example"

MINE = OwnCertificate(
    "1234abcd", (SIAN,), NOW + timedelta(days=200), signs=True, encrypts=True,
    stores=frozenset({"windows"}),
)  # fmt: skip
OUTLOOK = Program("outlook", Able.YES, (SIAN,), "windows")
THUNDERBIRD = Program("thunderbird", Able.YES, (SIAN,), "thunderbird")
GOOD = Facts(NOW, (MINE,), (OUTLOOK,), None, (Recipient("o@x.example", Standing.READY),))
FOUND, UNCLEAR, NOT_IT = Verdict.FOUND, Verdict.UNCLEAR, Verdict.NOT_IT


def mine(**more: object) -> Facts:
    return replace(GOOD, certificates=(replace(MINE, **more),))  # type: ignore[arg-type]  # by name


def here(*programs: Program) -> Facts:
    return replace(GOOD, programs=programs)


def wrote_to(standing: Standing) -> Facts:
    return replace(GOOD, recipients=(Recipient("o@x.example", standing),))


def setting(code: str, *, managed: bool = True) -> Facts:
    return here(replace(OUTLOOK, settings=(Setting(Message(code), managed),)))


def thunderbird(*accounts: Account) -> Facts:
    return replace(here(THUNDERBIRD), accounts=accounts)


NOBODY = replace(GOOD, certificates=())
LATE = {"current": False, "ended": True, "not_after": NOW - timedelta(days=1)}
OLD = replace(MINE, id="00000000", stores=frozenset(), **LATE)  # type: ignore[arg-type]  # by name

CASES = [
    ("own-none", GOOD, NOT_IT, []),
    ("own-none", NOBODY, FOUND, ["doctor-none-at-all"]),
    ("own-none", mine(**LATE), FOUND, ["doctor-none-in-use"]),
    ("own-address", GOOD, NOT_IT, []),
    ("own-address", mine(emails=("Sian.Llyr@School.Example",)), NOT_IT, []),
    ("own-address", mine(emails=("s.llyr@school.example",)), FOUND,
     ["doctor-own-address-differs"]),
    ("own-address", here(replace(OUTLOOK, addresses=())), UNCLEAR, ["doctor-own-address-unread"]),
    ("own-address", NOBODY, UNCLEAR, ["doctor-no-own-certificate"]),
    ("own-ended", GOOD, NOT_IT, []),
    ("own-ended", mine(**LATE), FOUND, ["doctor-own-ended"]),
    ("own-ended", replace(GOOD, certificates=(OLD, MINE)), NOT_IT, []),
    ("own-ended", NOBODY, UNCLEAR, ["doctor-no-own-certificate"]),
    ("own-usage", GOOD, NOT_IT, []),
    ("own-usage", mine(signs=False), FOUND, ["doctor-not-for-signing"]),
    ("own-usage", mine(encrypts=False), FOUND, ["doctor-not-for-encrypting"]),
    ("own-usage", replace(GOOD, certificates=(replace(MINE, signs=False),
                                              replace(MINE, encrypts=False))), NOT_IT, []),
    ("own-usage", NOBODY, UNCLEAR, ["doctor-no-own-certificate"]),
    ("own-chain", GOOD, NOT_IT, []),
    ("own-chain", mine(path=Message("root-not-trusted")), FOUND, ["root-not-trusted"]),
    ("own-chain", NOBODY, UNCLEAR, ["doctor-no-own-certificate"]),
    ("key-not-in-store", GOOD, NOT_IT, []),
    ("key-not-in-store", mine(stores=frozenset({"thunderbird"})), FOUND, ["doctor-not-in-store"]),
    ("key-not-in-store", mine(stores=frozenset(), unseen=frozenset({"windows"})), UNCLEAR,
     ["doctor-store-unseen"]),
    ("key-not-in-store", here(replace(OUTLOOK, keys_in="")), UNCLEAR,
     ["doctor-no-program-store"]),
    ("key-not-in-store", NOBODY, UNCLEAR, ["doctor-no-own-certificate"]),
    ("key-shut", GOOD, NOT_IT, []),
    ("key-shut", mine(shut=True), FOUND, ["doctor-key-shut"]),
    ("older-key", GOOD, UNCLEAR, ["doctor-only-the-mail"]),
    ("older-key", replace(GOOD, certificates=(OLD, MINE)), FOUND, ["doctor-older-gone"]),
    ("older-key", replace(GOOD, certificates=(replace(OLD, stores=frozenset({"windows"})), MINE)),
     UNCLEAR, ["doctor-only-the-mail"]),
    ("account", GOOD, NOT_IT, ["doctor-no-thunderbird"]),
    ("account", here(THUNDERBIRD), UNCLEAR, ["doctor-accounts-unread"]),
    ("account", thunderbird(), UNCLEAR, ["doctor-accounts-unread"]),
    ("account", thunderbird(Account(SIAN, True, True)), NOT_IT, []),
    ("account", thunderbird(Account(SIAN, True, False)), FOUND, ["doctor-account-bare"]),
    ("settings", GOOD, NOT_IT, []),
    ("settings", setting("outlook-always-sign"), NOT_IT, []),
    ("settings", setting("outlook-fips"), FOUND, ["outlook-fips", "doctor-set-by-it"]),
    ("settings", setting("outlook-least-bits", managed=False), FOUND,
     ["outlook-least-bits", "doctor-set-here"]),
    ("settings", here(), UNCLEAR, ["no-mail-program"]),
    ("program", GOOD, NOT_IT, ["doctor-program-can"]),
    ("program", here(), FOUND, ["no-mail-program"]),
    ("program", here(Program("new-outlook", Able.UNKNOWN, why_not=Message("w"))), FOUND, ["w"]),
    ("program", here(Program("new-outlook", Able.UNKNOWN, why_not=Message("w")), OUTLOOK), NOT_IT,
     ["doctor-program-can"]),
    ("program", here(Program("new-outlook", Able.UNKNOWN, why_not=Message("w")),
                     replace(OUTLOOK, aside=Message("a"))), FOUND, ["a", "w"]),
    ("other-method", GOOD, UNCLEAR, ["doctor-method-unknown"]),
    ("other-method", here(THUNDERBIRD), NOT_IT, []),
    ("other-method", setting("outlook-other-algorithm"), FOUND, ["outlook-other-algorithm"]),
    ("their-signature", GOOD, UNCLEAR, ["doctor-only-the-mail"]),
    ("old-directory-entry", GOOD, UNCLEAR, ["doctor-on-the-server"]),
    ("old-directory-entry", here(), UNCLEAR, ["doctor-on-the-server"]),
    ("old-directory-entry", here(THUNDERBIRD), NOT_IT, ["doctor-no-outlook"]),
    ("old-suggestion", GOOD, UNCLEAR, ["doctor-on-the-server"]),
    ("old-suggestion", here(THUNDERBIRD), NOT_IT, ["doctor-no-outlook"]),
    ("group", GOOD, UNCLEAR, ["doctor-group-unknown"]),
]  # fmt: skip
RECIPIENT = ("recipient-certificate", "recipient-address", "recipient-ended", "recipient-path")


@pytest.mark.parametrize(("cause", "facts", "verdict", "codes"), CASES)
def test_what_is_said_of_a_cause(
    cause: str, facts: Facts, verdict: Verdict, codes: list[str]
) -> None:
    outcome = doctor.examine(cause, facts)
    assert (outcome.cause, outcome.verdict) == (cause, verdict)
    assert [each.code for each in outcome.said] == codes


def test_every_cause_has_a_case_of_each_verdict_it_can_have() -> None:
    tried = {cause for cause, *_ in CASES} | set(RECIPIENT)
    assert tried == set(CAUSES)
    assert all(doctor.examine(each, GOOD).verdict is not FOUND for each in CAUSES)


def test_each_standing_of_a_recipient_is_found_by_one_cause_alone() -> None:
    for standing in Standing:
        found = [
            each for each in RECIPIENT if doctor.examine(each, wrote_to(standing)).verdict is FOUND
        ]
        assert len(found) == (standing is not Standing.READY), standing
    for each in RECIPIENT:
        assert doctor.examine(each, replace(GOOD, recipients=None)).verdict is UNCLEAR


# --- the table ------------------------------------------------------------------------------


def test_every_message_has_causes_and_every_cause_a_message_and_a_remedy() -> None:
    named = {cause for each in TABLE for cause in each.causes}
    assert named == set(CAUSES)
    for each in TABLE:
        assert len(set(each.causes)) == len(each.causes) > 0
        assert find(f"symptom.{each.id}")
    for cause in CAUSES:
        assert find(f"cause.{cause}")
        assert find(f"remedy.{cause}")
    every = next(each for each in TABLE if each.id == "other")
    assert set(every.causes) == set(CAUSES)


@pytest.mark.parametrize(("known", "text"), WORDINGS)
def test_a_message_is_known_however_it_was_copied(known: str, text: str) -> None:
    filled = text.replace("{}", SIAN)
    words = filled.split()
    for said in (
        filled,
        filled.upper(),
        filled.replace("'", "\u2019").replace('"', "\u201d"),
        "\r\n".join(words),
        f"> Microsoft Outlook\n> \u201c{filled}\u201d\n\n[OK]",
        " ".join(words[: max(6, len(words) * 3 // 4)]),
        filled.replace("certificate", "certifcate", 1).replace("dystysgrif", "dystsgrif", 1),
    ):
        found = doctor.recognise(TABLE, said)
        assert found is not None, said
        assert found.id == known, said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "certificate",
        "Dear parents, please find attached the certificate for the swimming gala on Friday.",
        "Annwyl rieni, dyma dystysgrif y gala nofio ddydd Gwener. Mae'r neges hon i bawb.",
        "Your mailbox is almost full and cannot receive messages.",
        "a " * 10_000,
    ],
)
def test_what_is_none_of_them_is_not_taken_for_one(text: str) -> None:
    assert doctor.recognise(TABLE, text) is None


def test_what_was_not_seen_in_a_program_is_marked_and_not_quoted() -> None:
    for each in TABLE:
        if "cy" not in each.checked:
            assert each.text("cy") == each.text("en")
        assert each.source


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"version": 2, "messages": []}',
             b'{"version": 1, "messages": []}', b'{"version": 1, "messages": [{"id": "other"}]}'],
)  # fmt: skip
def test_a_damaged_table_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        doctor.read(data)
