"""`sel advise`: the contract as JSON, and the same for people in both languages."""

from __future__ import annotations

import pytest

from tests.cli.program import Program

FIELDS = ["recommended", "per_recipient", "reasons", "notes", "steps"]


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
