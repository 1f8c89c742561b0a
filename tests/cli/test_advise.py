"""`sel advise`: the contract as JSON, and the same for people in both languages."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from tests.cli.program import Program

FIELDS = ["recommended", "per_recipient", "reasons", "notes", "steps", "others"]


def test_the_contract_with_nothing_set_up_and_no_key(sel: Program) -> None:
    done = sel(
        "advise", "--to", "Anna@GOV.wales", "--to", "b@hwbcymru.net", "--content", "personal",
        "--app", "outlook-web", "--json", unlock=False,
    )  # fmt: skip
    assert (done.status, done.err) == (0, "")
    assert list(done.json) == FIELDS
    assert done.json == {
        "recommended": "tls",
        "per_recipient": [
            {"address": "Anna@gov.wales", "own": False, "tls": True, "smime": "no-certificate"},
            {"address": "b@hwbcymru.net", "own": True, "tls": False, "smime": "no-certificate"},
        ],
        "reasons": ["domains-listed"],
        "notes": ["sender-assumed", "nothing-in-subject", "tls-journey-only", "list-undated"],
        "steps": ["nothing-to-do-undated"],
        "others": [
            {"protection": "message-encryption", "reasons": ["not-needed"]},
            {"protection": "smime", "reasons": ["not-needed"]},
        ],
    }
    assert not sel.data.exists()


def test_a_code_stands_once_for_several_recipients(sel: Program) -> None:
    found = sel.done(
        "advise", "--to", "a@x.example", "b@x.example", "--content", "highest", "--from",
        "me@hwbcymru.net", "--app", "outlook-classic", unlock=False,
    )  # fmt: skip
    assert found["recommended"] == "message-encryption"
    assert found["reasons"] == ["highest-without-smime", "own-no-certificate", "smime-not-with"]
    assert found["steps"] == [
        "put-words-in-subject",
        "get-certificate",
        "ask-for-certificate",
        "telephone-or-portal",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Use Office 365 Message Encryption.", "secure mail (or: post diogel)",
                "llyw.cymru is not on the list, and gov.wales is.",
                "Source: Hwb's page on e-mail encryption"]),
        ("cy", ["Defnyddiwch Message Encryption Office 365.", "post diogel (neu: secure mail)",
                "Ddim ar y rhestr: llyw.cymru. Ar y rhestr: gov.wales.",
                "Ffynhonnell: tudalen Hwb am amgryptio e-bost"]),
    ],
)  # fmt: skip
def test_in_words(sel: Program, language: str, said: list[str]) -> None:
    done = sel(
        "advise", "--to", "a@llyw.cymru", "--content", "personal", "--lang", language,
        unlock=False,
    )  # fmt: skip
    assert done.status == 0
    assert done.out.startswith(said[0])
    for each in said:
        assert each in done.out, done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--content", "personal"),
        ("--to", "a@x.example"),
        ("--content", "personal", "--mail", "no-such-mail.eml"),
        ("--to", "a@x.example", "--content", "secret"),
        ("--to", "a@x.example", "--content", "personal", "--families", "0"),
        ("--to", "a@x.example", "--content", "personal", "--app", "telex"),
        ("--to", "x.example", "--content", "personal"),
    ],
)
def test_what_does_not_fit_is_refused(sel: Program, arguments: tuple[str, ...]) -> None:
    done = sel("advise", *arguments, "--json", unlock=False)
    assert done.status in {2, 3}
    assert done.json["error"]["code"]


MAIL = b"""From: anna@gov.wales\r
To: =?utf-8?Q?Si=C3=A2n?= <sian@hwbcymru.net>, "Pugh, Owain" <owain@gov.wales>\r
Cc: SIAN@hwbcymru.net, undisclosed-recipients:;\r
Subject: hello\r
\r
text\r
"""


def test_those_a_mail_is_to_are_written_to(sel: Program) -> None:
    sel.path("mail.eml").write_bytes(MAIL)
    found = sel.done(
        "advise", "--mail", sel.path("mail.eml"), "--to", "c@x.example", "--content", "ordinary",
        unlock=False,
    )  # fmt: skip
    assert [each["address"] for each in found["per_recipient"]] == [
        "c@x.example", "sian@hwbcymru.net", "owain@gov.wales",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Subject: x\r\nFrom: a@x.example\r\n\r\n", "mail-names-nobody"),
        (b"%PDF-1.7\n", "not-a-mail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "damaged"),
    ],
)
def test_a_file_without_recipients_is_refused(sel: Program, content: bytes, code: str) -> None:
    sel.path("mail").write_bytes(content)
    done = sel("advise", "--mail", sel.path("mail"), "--content", "ordinary", "--json",
               unlock=False)  # fmt: skip
    assert (done.status, done.json["error"]["code"]) == (3, code)


@pytest.mark.parametrize(("language", "words"), [("en", "secure mail"), ("cy", "post diogel")])
def test_a_draft_has_the_words_and_the_recipients(sel: Program, language: str, words: str) -> None:
    out = sel.path("draft.eml")
    asked = ("advise", "--to", "a@x.example", "b@x.example", "--content", "sensitive", "--draft",
             out, "--from", "me@hwbcymru.net", "--lang", language)  # fmt: skip
    found = sel.done(*asked, unlock=False)
    assert found["draft"] == str(out)
    mail = message_from_bytes(out.read_bytes(), policy=policy.default)
    assert (mail["Subject"], mail["From"], mail["X-Unsent"]) == (words, "me@hwbcymru.net", "1")
    assert mail["To"] == "a@x.example, b@x.example"
    before = out.read_bytes()
    done = sel(*asked, "--json", unlock=False)
    assert (done.status, done.json["error"]["code"]) == (4, "output-exists")
    assert out.read_bytes() == before
    sel.done(*asked, "--replace", "--families", "3", unlock=False)
    mail = message_from_bytes(out.read_bytes(), policy=policy.default)
    assert mail["To"] is None, "one mail for each family: nobody is put in one To"


def test_no_draft_where_the_words_are_not_the_answer(sel: Program) -> None:
    out = sel.path("draft.eml")
    done = sel("advise", "--to", "a@gov.wales", "--content", "personal", "--draft", out, "--json",
               unlock=False)  # fmt: skip
    assert (done.status, done.json["error"]["code"]) == (3, "words-not-advised")
    assert done.json["recommended"] == "tls"
    assert not out.exists()
