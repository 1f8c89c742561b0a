"""Which protection: every row and note of Hwb's table, case by case, and the list by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from sel.base.errors import Damaged
from sel.base.message import Message
from sel.base.resources import resource
from sel.core import partners
from sel.core.address import domain_of, normal
from sel.core.advice import (
    Advice,
    App,
    Content,
    Facts,
    Own,
    Protection,
    Recipient,
    Sender,
    Writing,
    advise,
)
from sel.core.partners import PartnerList
from sel.core.people import Standing
from sel.text.catalog import find

TODAY = date(2026, 11, 24)
BUILT_IN = partners.read(resource("partners", "hwb.json").read_bytes())
LISTS = (BUILT_IN.partners,)

OWN, LISTED, PARENT = "a@hwbcymru.net", "b@gov.wales", "c@parent.example"
SCHOOL = ("hwbcymru.net", "school.example")
READY = ("ready",)
TLS_NOTES = ("nothing-in-subject", "tls-journey-only", "list-undated")
MAIL = ("needs-html", "reply-carries-old", "sent-items-silent")
PUT, HTML = "put-words-in-subject", "needs-html"


@dataclass(frozen=True)
class Case:
    """One mail, and what has to be answered; `notes` and `steps` all of them, in their order."""

    name: str
    to: tuple[str, ...]
    content: str
    recommended: str
    reasons: tuple[str, ...]
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    steps: tuple[str, ...] | None = None
    own_sender: bool = True
    certificate: Own = Own.READY
    tested: bool = True
    assumed: bool = False
    app: App = App.OUTLOOK_CLASSIC
    hindered: bool = False
    smime: Standing | tuple[Standing, ...] = Standing.READY
    more: dict[str, Any] = field(default_factory=dict)


def answered(case: Case, lists: tuple[PartnerList, ...] = LISTS) -> Advice:
    standings = case.smime if isinstance(case.smime, tuple) else (case.smime,) * len(case.to)
    return advise(
        Facts(
            Sender(case.own_sender, case.certificate, case.assumed, case.tested),
            tuple(map(lambda a, s: recipient(a, s, lists), case.to, standings)),
            Content(case.content),
            Writing(case.app, hindered=case.hindered),
            TODAY,
            lists=lists,
            **case.more,
        )
    )


def recipient(address: str, smime: Standing, lists: tuple[PartnerList, ...]) -> Recipient:
    address = normal(address)
    domain = domain_of(address)
    own = domain in SCHOOL
    near = None if own else partners.near(domain, lists, BUILT_IN.alike)
    return Recipient(address, own, partners.naming(domain, lists), near, smime)


NONE, TLS, OME, SMIME, OTHER = "none", "tls", "message-encryption", "smime", "other-sender"
HARD = ("highest-without-smime",)
NOBODY = Standing.NOBODY
MENDED = (PUT, "telephone-or-portal")

ROWS = [
    # Row 0: the sender's address is not in the own domains.
    Case("foreign, ordinary", (LISTED,), "ordinary", NONE, ("no-personal-data",),
         lacks=("tls-may-apply", "list-undated"), steps=("nothing-to-do",), own_sender=False),
    Case("foreign, personal, listed", (LISTED,), "personal", OTHER, ("sender-elsewhere",),
         has=("nothing-in-subject",), lacks=("tls-journey-only", "list-undated", HTML),
         steps=("write-from-own-address",), own_sender=False),
    Case("foreign, personal, own", (OWN,), "personal", OTHER, ("sender-elsewhere",),
         own_sender=False),
    Case("foreign, personal, parent", (PARENT,), "personal", OTHER, ("sender-elsewhere",),
         own_sender=False),
    Case("foreign, sensitive, all ready", (PARENT,), "sensitive", OTHER, ("sender-elsewhere",),
         own_sender=False),
    Case("foreign, highest, all ready", (PARENT,), "highest", SMIME, ("highest-and-ready",),
         steps=("sign-and-encrypt", "leave-words-out"), own_sender=False),
    Case("foreign, highest, nobody ready", (PARENT,), "highest", OTHER,
         ("sender-elsewhere", "smime-not-with"), smime=NOBODY, own_sender=False,
         steps=("write-from-own-address",)),
    Case("foreign, highest, no own", (PARENT,), "highest", OTHER,
         ("sender-elsewhere", "own-no-certificate"), certificate=Own.NONE, own_sender=False),
    Case("foreign, near miss is beside the point", ("x@llyw.cymru",), "personal", OTHER,
         ("sender-elsewhere",), lacks=("near-miss",), own_sender=False),
    Case("foreign, parents", (PARENT,), "personal", OTHER, ("sender-elsewhere",),
         own_sender=False, more={"parents": True}),
    # Row 1: no personal data.
    *(
        Case(f"ordinary to {to}", to, "ordinary", NONE, ("no-personal-data",),
             has=("tls-may-apply",), lacks=("nothing-in-subject", "use-bcc", HTML),
             steps=("nothing-to-do",), smime=NOBODY)
        for to in ((OWN,), (LISTED,), (PARENT,), (OWN, LISTED, PARENT))
    ),
    Case("ordinary, parents, several", (PARENT, "d@parent.example"), "ordinary", NONE,
         ("no-personal-data",), has=("use-bcc",), more={"parents": True}),
    Case("ordinary, one parent", (PARENT,), "ordinary", NONE, ("no-personal-data",),
         lacks=("use-bcc",), more={"parents": True}),
    Case("ordinary, parents by a group", (PARENT,), "ordinary", NONE, ("no-personal-data",),
         has=("use-bcc",), more={"parents": True, "group": True}),
    Case("ordinary, families", (PARENT,), "ordinary", NONE, ("no-personal-data",),
         has=("use-bcc",), lacks=("one-mail-per-family",), steps=("nothing-to-do",),
         more={"families": 30}),
    Case("ordinary, old Outlook on the web", (PARENT,), "ordinary", NONE, ("no-personal-data",),
         app=App.OUTLOOK_WEB),
    # Row 2: personal, everybody inside.
    Case("personal, own", (OWN,), "personal", NONE, ("stays-inside",),
         has=("who-reads-mailbox", "nothing-in-subject"),
         lacks=("tls-journey-only", "list-undated"), steps=("nothing-to-do",)),
    Case("personal, two own domains", (OWN, "d@SCHOOL.example"), "personal", NONE,
         ("stays-inside",), smime=NOBODY),
    Case("personal, own, families", (OWN,), "personal", NONE, ("stays-inside",),
         has=("one-mail-per-family",), steps=("split-by-family", "nothing-to-do"),
         more={"families": 2}),
    Case("personal, own, said to be parents", (OWN,), "personal", NONE, ("stays-inside",),
         more={"parents": True}),
    Case("personal, sub-domain of own is not own", ("x@mail.hwbcymru.net",), "personal", OME,
         ("domain-not-listed",)),
    # Row 3: highest, and everything for S/MIME is there.
    *(
        Case(f"highest, ready, in {app}", (to,), "highest", SMIME, ("highest-and-ready",),
             has=("nothing-in-subject", "opens-only-with-key"),
             lacks=("smime-untested", "protects-less", HTML),
             steps=("sign-and-encrypt", "leave-words-out"), app=app)
        for app, to in ((App.OUTLOOK_CLASSIC, OWN), (App.OUTLOOK_MAC, LISTED),
                        (App.THUNDERBIRD, PARENT), (App.APPLE_MAIL, OWN))
    ),
    Case("highest, ready, untested", (OWN, LISTED), "highest", SMIME, ("highest-and-ready",),
         has=("smime-untested",), steps=("test-first", "sign-and-encrypt", "leave-words-out"),
         tested=False),
    Case("highest, ready, to parents", (PARENT,), "highest", SMIME, ("highest-and-ready",),
         more={"parents": True}),
    Case("highest, ready, families", (PARENT,), "highest", SMIME, ("highest-and-ready",),
         has=("one-mail-per-family",),
         steps=("split-by-family", "sign-and-encrypt", "leave-words-out"), more={"families": 3}),
    # Row 4: highest, and something is missing.
    *(
        Case(f"highest, in {app}", (LISTED,), "highest", OME, (*HARD, why),
             has=("protects-less", *MAIL), lacks=("smime-possible",),
             steps=(PUT, "use-able-program", "telephone-or-portal"), app=app)
        for app, why in ((App.OUTLOOK_NEW, "program-new-outlook"),
                         (App.OUTLOOK_WEB, "program-in-browser"),
                         (App.PHONE, "program-on-phone"), (App.OTHER, "program-not-known"))
    ),
    *(
        Case(f"highest, {app} hindered by a setting", (LISTED,), "highest", OME,
             (*HARD, "program-hindered"), app=app, hindered=True)
        for app in (App.OUTLOOK_CLASSIC, App.OUTLOOK_MAC, App.THUNDERBIRD)
    ),
    Case("highest, new Outlook hindered is new Outlook", (LISTED,), "highest", OME,
         (*HARD, "program-new-outlook"), app=App.OUTLOOK_NEW, hindered=True),
    *(
        Case(f"highest, {own}", (LISTED,), "highest", OME, (*HARD, own.value),
             steps=(PUT, mend, "telephone-or-portal"), certificate=own)
        for own, mend in ((Own.NONE, "get-certificate"), (Own.WAITING, "finish-certificate"),
                          (Own.EXPIRED, "renew-certificate"), (Own.SHUT, "restore-backup"),
                          (Own.CANNOT_SIGN, "get-certificate"),
                          (Own.CANNOT_ENCRYPT, "get-certificate"), (Own.WEAK, "get-certificate"),
                          (Own.REVOKED, "replace-revoked"), (Own.UNTRUSTED, "ask-who-vouches"))
    ),
    *(
        Case(f"highest, recipient {why}", (OWN, LISTED), "highest", OME,
             (*HARD, "smime-not-with"), smime=(Standing.READY, why),
             steps=(PUT, mend, "telephone-or-portal"))
        for why, mend in (
            (Standing.CHANGE, "confirm-change"), (Standing.PATH, "check-path"),
            *((each, "ask-for-certificate") for each in Standing
              if each not in {Standing.READY, Standing.CHANGE, Standing.PATH}),
        )
    ),
    Case("highest, nobody is ready at all", (OWN, PARENT), "highest", OME,
         (*HARD, "own-no-certificate", "program-in-browser", "smime-not-with", "smime-not-with"),
         certificate=Own.NONE, app=App.OUTLOOK_WEB, smime=NOBODY,
         steps=(PUT, "get-certificate", "use-able-program", "ask-for-certificate",
                "ask-for-certificate", "telephone-or-portal")),
    Case("highest, group", (LISTED,), "highest", OME, (*HARD, "smime-not-for-groups"),
         steps=MENDED, more={"group": True}),
    Case("highest, all own", (OWN,), "highest", OME, (*HARD, "smime-not-with"), smime=NOBODY,
         has=("words-may-do-nothing", "protects-less"), lacks=(HTML,)),
    Case("highest, families", (PARENT,), "highest", OME, (*HARD, "smime-not-with"),
         smime=NOBODY, has=("one-mail-per-family",), more={"families": 2}),
    # Row 5: sensitive; to parents; personal where a domain is neither own nor listed.
    Case("sensitive, own, ready", (OWN,), "sensitive", OME, ("content-sensitive",),
         has=("words-may-do-nothing", "smime-possible", "reply-carries-old"), lacks=(HTML,),
         steps=(PUT,)),
    Case("sensitive, own, not ready", (OWN,), "sensitive", OME, ("content-sensitive",),
         has=("words-may-do-nothing",), lacks=("smime-possible",), smime=NOBODY),
    Case("sensitive, own, no own certificate", (OWN,), "sensitive", OME, ("content-sensitive",),
         lacks=("smime-possible",), certificate=Own.NONE),
    Case("sensitive, listed", (LISTED,), "sensitive", OME, ("content-sensitive",),
         has=(*MAIL, "list-undated"), lacks=("words-may-do-nothing", "tls-journey-only")),
    Case("sensitive, elsewhere", (PARENT,), "sensitive", OME, ("content-sensitive",), has=MAIL),
    Case("sensitive, mixed", (OWN, LISTED, PARENT), "sensitive", OME, ("content-sensitive",),
         has=MAIL, lacks=("weakest-counts",)),
    Case("sensitive, group", (LISTED,), "sensitive", OME, ("content-sensitive",),
         lacks=("smime-possible",), more={"group": True}),
    Case("sensitive, families", (PARENT,), "sensitive", OME, ("content-sensitive",),
         has=("one-mail-per-family",), steps=("split-by-family", PUT), more={"families": 2}),
    Case("sensitive, on a phone", (PARENT,), "sensitive", OME, ("content-sensitive",),
         lacks=("smime-possible",), app=App.PHONE),
    Case("personal, parents", (PARENT,), "personal", OME, ("to-parents",), has=MAIL,
         more={"parents": True}),
    Case("personal, parent at a listed domain", (LISTED,), "personal", OME, ("to-parents",),
         has=MAIL, more={"parents": True}),
    Case("personal, parent and teacher", (OWN, LISTED), "personal", OME, ("to-parents",),
         more={"parents": True}),
    Case("personal, elsewhere", (PARENT,), "personal", OME, ("domain-not-listed",), has=MAIL,
         lacks=("weakest-counts", "protects-less"), steps=(PUT,)),
    Case("personal, own and elsewhere", (OWN, PARENT), "personal", OME, ("domain-not-listed",),
         has=("weakest-counts",)),
    Case("personal, listed and elsewhere", (LISTED, PARENT), "personal", OME,
         ("domain-not-listed",), has=("weakest-counts",)),
    Case("personal, elsewhere, all ready", (PARENT,), "personal", OME, ("domain-not-listed",),
         has=("smime-possible",)),
    # Row 6: personal, everybody own or listed.
    Case("personal, listed", (LISTED,), "personal", TLS, ("domains-listed",), has=TLS_NOTES,
         lacks=(HTML, "reply-carries-old", "sent-items-silent"),
         steps=("nothing-to-do-undated",)),
    Case("personal, own and listed", (OWN, LISTED), "personal", TLS, ("domains-listed",),
         has=TLS_NOTES),
    Case("personal, listed, group", (LISTED,), "personal", TLS, ("domains-listed",),
         more={"group": True}),
    Case("personal, listed, nobody ready", (LISTED,), "personal", TLS, ("domains-listed",),
         smime=NOBODY, certificate=Own.NONE, app=App.OUTLOOK_WEB),
    Case("personal, listed, families", (LISTED,), "personal", TLS, ("domains-listed",),
         has=("one-mail-per-family",), steps=("split-by-family", "nothing-to-do-undated"),
         more={"families": 2}),
    Case("personal, sender assumed", (LISTED,), "personal", TLS, ("domains-listed",),
         has=("sender-assumed",), assumed=True),
    # Near misses.
    *(
        Case(f"near miss: {domain}", (f"x@{domain}",), "personal", OME, ("domain-not-listed",),
             has=("near-miss",))
        for domain in ("llyw.cymru", "LLYW.cymru.", "mail.gov.wales", "wales.nhs.uk.gov.wales",
                       "llyw.cymru", "nhs.uk", "cardif.gov.uk", "swanesa.gov.uk")
    ),
    *(
        Case(f"no near miss: {domain}", (f"x@{domain}",), "personal", OME,
             ("domain-not-listed",), lacks=("near-miss",))
        for domain in ("bt.com", "cardiff.ac.uk", "notgov.wales", "parent.example")
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.name)
def test_the_table(case: Case) -> None:
    found = answered(case)
    codes = [each.code for each in found.notes]
    assert (found.recommended, tuple(each.code for each in found.reasons)) == (
        case.recommended,
        case.reasons,
    )
    assert set(case.has) <= set(codes), codes
    assert not set(case.lacks) & set(codes), codes
    if case.steps is not None:
        assert tuple(each.code for each in found.steps) == case.steps
    assert len(codes) == len(set(codes))


def everything(one: Advice) -> Iterator[Message]:
    """All that is said of a mail."""
    yield from (*one.reasons, *one.notes, *one.steps)
    for each in one.others:
        yield from each.why


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.name)
def test_the_others_are_named_with_what_speaks_against_them(case: Case) -> None:
    found = answered(case)
    three = [Protection.TLS, Protection.MESSAGE_ENCRYPTION, Protection.SMIME]
    assert [each.protection for each in found.others] == [
        each for each in three if each is not found.recommended
    ]
    assert all(each.why for each in found.others)
    why = {each.protection: [str(one.code) for one in each.why] for each in found.others}
    match found.recommended:
        case Protection.NONE | Protection.TLS:
            assert why[Protection.SMIME] == ["not-needed"]
            assert why[Protection.MESSAGE_ENCRYPTION] == ["not-needed"]
        case Protection.SMIME:
            assert why == {Protection.TLS: why[Protection.TLS],
                           Protection.MESSAGE_ENCRYPTION: ["smime-protects-more"]}  # fmt: skip
        case Protection.OTHER_SENDER:
            assert why[Protection.TLS] == ["sender-elsewhere"]
        case _ if case.content != "personal":
            assert why[Protection.TLS] == ["journey-too-little"]
        case _:
            assert why[Protection.TLS] == list(case.reasons)


def test_the_table_is_large_enough_and_says_all_there_is_to_say() -> None:
    assert len(ROWS) >= 80
    found = [answered(case) for case in ROWS]
    assert {each.recommended.value for each in found} == {NONE, TLS, OME, SMIME, OTHER}
    said = {str(one.code) for each in found for one in everything(each)}
    from sel.text.catalog.advice import ENTRIES

    dated = {"list-old", "nothing-to-do-listed"}  # the built-in list has no date: see below
    answers = {each.code for each in ENTRIES if each.code.partition(".")[2]}
    assert said | dated | answers == {each.code for each in ENTRIES}
    assert all(find(f"advice.{each.recommended}") for each in found)


# --- the list -------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", [each.domain for each in BUILT_IN.partners.partners])
@pytest.mark.parametrize("wrong", [str, str.upper, str.title, lambda each: f"{each}."])
def test_every_domain_of_the_list(domain: str, wrong: Callable[[str], str]) -> None:
    found = answered(Case("", (f"Siân@{wrong(domain)}",), "personal", TLS, ()))
    assert found.recommended == TLS


@pytest.mark.parametrize("domain", [each.domain for each in BUILT_IN.partners.partners])
def test_what_only_looks_like_a_listed_domain_is_not_on_it(domain: str) -> None:
    for other in (f"mail.{domain}", f"x{domain}", f"{domain}.example", f"{domain[0]}\u00e9.wales"):
        found = answered(Case("", (f"x@{other}",), "personal", OME, ()))
        assert found.recommended == OME, other
    below = answered(Case("", (f"x@mail.{domain}",), "personal", OME, ()))
    assert domain in [each.facts.get("listed") for each in below.notes]


def test_the_built_in_list_says_what_its_source_says() -> None:
    rows = BUILT_IN.partners.partners
    assert (len(rows), len({each.organisation for each in rows})) == (39, 36)
    assert {each.group for each in rows} == {"local-authority", "education", "partner"}
    assert BUILT_IN.partners.dated is None, "the page has no date, so none is made up"
    assert set(BUILT_IN.partners.source) == {"en", "cy"}
    assert BUILT_IN.own_domains == ("hwbcymru.net",)


def of(dated: date | None, *domains: str) -> PartnerList:
    named = tuple(partners.Partner(each) for each in domains)
    return PartnerList({"en": "County", "cy": "Sir"}, dated, named)


@pytest.mark.parametrize(
    ("dated", "old"),
    [
        (date(2025, 11, 23), True),
        (date(2025, 11, 24), False),
        (date(2026, 11, 24), False),
        (date(2024, 2, 29), True),
    ],
)
def test_a_list_of_more_than_twelve_months_ago_is_told(dated: date, old: bool) -> None:
    found = answered(Case("", ("x@county.example",), "personal", TLS, ()),
                     (of(dated, "county.example"),))  # fmt: skip
    notes = {each.code: each.facts for each in found.notes}
    assert ("list-old" in notes) is old
    assert "list-undated" not in notes
    assert [each.code for each in found.steps] == ["nothing-to-do-listed"]
    assert found.steps[0].facts["date"] == dated


def test_that_no_list_names_a_domain_is_worth_what_the_newest_list_is_worth() -> None:
    lists = (of(date(2020, 1, 1), "a.example"), of(date(2021, 1, 1), "b.example"))
    found = answered(Case("", (PARENT,), "personal", OME, ()), lists)
    (told,) = [each.facts["date"] for each in found.notes if each.code == "list-old"]
    assert told == date(2021, 1, 1)


def test_each_list_that_names_a_recipient_is_named_and_the_newest_counts() -> None:
    old, new = of(date(2026, 1, 1), "a.example"), of(date(2026, 6, 1), "a.example", "b.example")
    only = of(date(2026, 3, 1), "c.example")
    case = Case("", ("x@a.example", "x@b.example", "x@c.example", OWN), "personal", TLS, ())
    found = answered(case, (old, of(None, "a.example"), new, only))
    assert [(each.facts["date"], each.facts["domains"]) for each in found.steps] == [
        (new.dated, ("a.example", "b.example")),
        (only.dated, ("c.example",)),
    ]


def test_a_listed_domain_with_its_own_letters() -> None:
    ascii_form = domain_of("x@tŷdŵr.example")
    assert answered(Case("", ("x@TŶDŴR.example",), "personal", TLS, ()),
                    (of(None, ascii_form),)).recommended == TLS  # fmt: skip
    assert answered(Case("", ("x@tydwr.example",), "personal", OME, ()),
                    (of(None, ascii_form),)).recommended == OME  # fmt: skip


def _shape(**change: object) -> bytes:
    good = json.loads(resource("partners", "hwb.json").read_bytes())
    return json.dumps(good | change).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        _shape(version=2),
        _shape(more=1),
        _shape(dated="yesterday"),
        _shape(source={"en": "County"}),
        _shape(own_domains=["Hwbcymru.net"]),
        _shape(alike=[["one.example"]]),
        _shape(partners=[{"domain": "a.example"}]),
        _shape(partners=[{"organisation": "A", "group": "b", "domain": "a"}]),
        _shape(partners=[{"organisation": "A", "group": "b", "domain": "a.example"}] * 2),
        _shape(partners=None),
    ],
)
def test_a_list_that_does_not_fit_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        partners.read(data)
