"""`sel doctor --message`: the causes for scripts and for people, and what is refused."""

from __future__ import annotations

import zipfile

import pytest

from tests.cli.program import Program

ID = "Your Digital ID name cannot be found by the underlying security system"


def test_a_message_and_its_causes_with_nothing_set_up(sel: Program) -> None:
    ran = sel("doctor", "--message", ID.upper(), "--json", unlock=False)
    assert (ran.status, ran.err) == (1, "")
    found = ran.json["diagnosis"]
    assert found["message"] == "outlook-id-not-found"
    assert {tuple(each) for each in found["causes"]} == {("cause", "verdict", "codes", "errand")}
    none = next(each for each in found["causes"] if each["cause"] == "own-none")
    assert none == {"cause": "own-none", "verdict": "found", "codes": ["doctor-none-at-all"],
                    "errand": "home"}  # fmt: skip
    assert not sel.data.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["Outlook does not find a Digital ID", "Found: No certificate of your own"]),
     ("cy", ["Nid yw Outlook yn dod o hyd i ID Digidol",
             "Wedi'i ganfod: Dim tystysgrif eich hun"])],
)  # fmt: skip
def test_from_standard_input_in_words(sel: Program, language: str, said: list[str]) -> None:
    given = f"> {ID}\r\n>\r\n".encode()
    ran = sel("doctor", "--message", "-", "--lang", language, input=given, unlock=False)
    assert ran.status == 1
    assert ran.out.splitlines()[:2] == said


def test_the_report_has_both_languages_and_no_address(issued: Program) -> None:
    out = issued.path("report.zip")
    ran = issued(
        "doctor", "--message", "thunderbird-no-recipient-certificate", "--to",
        "owain@school.example", "--out", out, "--json",
    )  # fmt: skip
    assert ran.status == 1
    assert "owain@" not in ran.out
    with zipfile.ZipFile(out) as archive:
        text = archive.read("report.txt").decode()
    assert "Thunderbird cannot encrypt to somebody" in text
    assert "Nid yw Thunderbird yn gallu amgryptio ar gyfer rhywun" in text
    assert "diagnosis.message: thunderbird-no-recipient-certificate" in text
    assert "owain@" not in text
    assert "sian.llyr@" not in text
    # A person at the terminal sees whom it is about.
    told = issued("doctor", "--message", "other", "--to", "owain@school.example").out
    assert "owain@school.example" in told


def test_the_list_of_messages(sel: Program) -> None:
    known = sel.done("doctor", "--messages", unlock=False)["messages"]
    assert known[0]["id"] == "outlook-encryption-problems"
    assert all(each["causes"] for each in known)
    assert f"  “{ID}”" in sel("doctor", "--messages", unlock=False).out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [(("--message", "..."), 2, "message-empty"),
     (("--message", "other", "--to", "owain"), 2, "bad-address"),
     (("--to", "owain@school.example"), 2, "option-missing")],
)  # fmt: skip
def test_what_is_refused(sel: Program, arguments: tuple[str, ...], status: int, code: str) -> None:
    ran = sel("doctor", *arguments, "--json", unlock=False)
    assert (ran.status, ran.json["error"]["code"]) == (status, code)
    assert ran.json["error"]["hint"]
