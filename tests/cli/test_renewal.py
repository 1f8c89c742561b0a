"""`request new --renew`, `id timeline`, mails that are drafted, and what `id remove` says."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from tests.cli.program import Program


def test_a_renewal_adds_and_the_timeline_knows_both(issued: Program) -> None:
    first = issued.path("id.txt").read_text()
    made = issued.done("request", "new", "--renew", first, "--out", issued.path("again.pem"))
    assert made["renews"] == first
    assert made["id"] != first
    assert made["key"] == {"algorithm": "ec", "curve": "P-256"}
    issued.done("ca", "issue", issued.path("again.pem"), "--out", issued.path("new.pem"))
    issued.done("request", "finish", issued.path("new.pem"))

    old, new = issued.done("id", "timeline")["keys"]
    assert [(old["id"], old["state"]), (new["id"], new["state"])] == [
        (first, "old"),
        (made["id"], "current"),
    ]
    assert old["emails"] == new["emails"] == ["sian.llyr@school.example"]
    (one,) = old["certificates"]
    assert old["opens"] == {"from": one["not_before"], "until": one["not_after"]}
    assert (old["held"], old["installed"], old["backups"]) == ("here", [], [])
    lines = issued("id", "timeline", "--lang", "en").out
    assert lines.count("Opens mail sent to you") == 2
    notices = issued.done("status")["notices"]
    assert [each["code"] for each in notices] == ["certificate-renewed"]

    for form, said in (("draft-mail", "My new certificate"), ("revocation-mail", "Please revoke")):
        out = issued.path(f"{form}.eml")
        issued.done("id", "export", made["id"], "--format", form, "--out", out)
        mail = message_from_bytes(out.read_bytes(), policy=default)
        assert mail["X-Unsent"] == "1"
        assert said in mail["Subject"]


@pytest.mark.parametrize("option", ["--email", "--name"])
def test_without_renew_address_and_name_are_needed(sel: Program, option: str) -> None:
    given = {"--email": "sian.llyr@school.example", "--name": "Siân"}
    del given[option]
    arguments = [each for pair in given.items() for each in pair]
    ran = sel("request", "new", *arguments, "--out", sel.path("form.pem"), "--json")
    assert ran.status == 2
    assert ran.json["error"]["code"] == "option-missing"
    assert not sel.path("form.pem").exists()


def test_a_key_is_removed_only_when_it_is_said_what_is_lost(issued: Program) -> None:
    one = issued.path("id.txt").read_text()
    refused = issued("id", "remove", one, "--yes", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (3, "without-backup")
    removed = issued.done("id", "remove", one, "--yes", "--without-backup")
    assert set(removed["opened"]) == {"from", "until"}
    (line,) = issued.done("id", "timeline")["keys"]
    assert (line["id"], line["held"], line["state"]) == (one, "gone", "old")
    assert line["opens"] == removed["opened"]
