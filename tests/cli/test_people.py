"""`sel people …` as scripts and helpdesks use it."""

from __future__ import annotations

import base64
import csv
import email
import email.policy
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sel.core import certificate
from tests.cli.program import Program
from tests.pile import DER, PEM, Authority, rsa_key

SIAN = "sian.llyr@school.example"
OWAIN = "owain@school.example"


@pytest.fixture(scope="module")
def here() -> Authority:
    return Authority(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def trusting(sel: Program, here: Authority) -> Program:
    """Somebody whose organisation trusts the authority; certificates lie in their folder."""
    roots = [base64.b64encode(here.root.public_bytes(DER)).decode()]
    sel.path("policy.json").write_text(json.dumps({"version": 1, "roots": roots}))
    chain = here.issuer.public_bytes(PEM)
    for name, key, address, days in (
        ("old", 0, SIAN, (-30, 60)),
        ("new", 1, SIAN, (-1, 400)),
        ("owain", 1, OWAIN, (-400, -10)),
    ):
        made = here.issue(rsa_key(key).public_key(), address, "Siân Llŷr", days=days)
        sel.path(f"{name}.pem").write_bytes(made.public_bytes(PEM) + chain)
    return sel


def people(sel: Program, *arguments: object, **more):
    """Run with that policy."""
    return sel("people", *arguments, "--policy", sel.path("policy.json"), "--json", **more)


def digest(sel: Program, name: str) -> str:
    return certificate.read_any(sel.path(f"{name}.pem").read_bytes()).sha256.hex()


def test_added_found_and_listed(trusting: Program) -> None:
    done = people(trusting, "add", trusting.path("old.pem"), trusting.path("owain.pem"))
    assert done.status == 0
    counts = {key: done.json[key] for key in ("added", "updated", "unchanged", "rejected")}
    assert counts == {"added": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    listed = people(trusting, "list").json["people"]
    assert [(each["email"], each["encrypt"]) for each in listed] == [
        (OWAIN, "expired"),
        (SIAN, "ready"),
    ]
    assert listed[1]["use"] == digest(trusting, "old")
    (found,) = people(trusting, "find", "SIAN.LL").json["people"]
    assert found == listed[1]
    assert people(trusting, "find", "nobody").json == {"people": []}
    (soon,) = people(trusting, "list", "--expiring", "90").json["people"]
    assert soon["email"] == SIAN


def test_another_key_from_meeting_to_confirming(trusting: Program) -> None:
    people(trusting, "add", trusting.path("old.pem"))
    met = people(trusting, "add", trusting.path("new.pem"))
    new = digest(trusting, "new")
    assert met.json["changes"] == [
        {"email": SIAN, "use": digest(trusting, "old"), "to_confirm": [new]}
    ]
    asked = people(trusting, "confirm", new)
    assert (asked.status, asked.json["error"]["code"]) == (2, "question-unanswered")
    confirmed = people(trusting, "confirm", new, "--yes")
    assert confirmed.json["people"][0]["use"] == new
    shut = people(trusting, "list", unlock=False).json["people"][0]
    assert shut["use"] == digest(trusting, "old"), "what cannot be proved does not count"
    assert shut["certificates"][1]["confirmed"]["verified"] is False
    said = trusting("people", "find", "sian", "--policy", trusting.path("policy.json"),
                    unlock=False)  # fmt: skip
    assert "cannot be verified" in said.out


def test_checked_trusted_and_removed(trusting: Program) -> None:
    people(trusting, "add", trusting.path("old.pem"))
    old = digest(trusting, "old")
    done = people(trusting, "checked", old, "--how", "dros y ffôn")
    mark = done.json["people"][0]["certificates"][0]["checked"]
    assert (mark["how"], mark["verified"]) == ("dros y ffôn", True)
    stranger = trusting("people", "trust", old, "--yes", "--json").json
    assert stranger["trusted"] == old
    assert trusting("people", "check", "--no-network", "--json").json["certificates"] == 1
    (still,) = trusting("people", "list", "--json").json["people"]
    assert still["encrypt"] == "ready", "trusted by the person, though not by anybody else here"
    gone = people(trusting, "remove", SIAN, "--yes")
    assert gone.json == {"removed": SIAN, "certificates": 1}
    assert people(trusting, "remove", SIAN, "--yes").status == 3


def test_removed_with_a_file_that_brings_them_back(trusting: Program) -> None:
    people(trusting, "add", trusting.path("old.pem"), trusting.path("new.pem"))
    keep = trusting.path("sian.p7c")
    gone = people(trusting, "remove", SIAN, "--keep", keep, "--yes")
    assert gone.json == {"removed": SIAN, "certificates": 2, "kept": str(keep)}
    assert people(trusting, "list").json == {"people": []}
    assert people(trusting, "add", keep).json["added"] == 2
    (back,) = people(trusting, "list").json["people"]
    assert {each["sha256"] for each in back["certificates"]} == {
        digest(trusting, "old"),
        digest(trusting, "new"),
    }
    again = people(trusting, "remove", SIAN, "--keep", keep, "--yes")
    assert (again.status, again.json["error"]["code"]) == (4, "output-exists")
    assert len(people(trusting, "list").json["people"]) == 1, "nobody is forgotten before"


def test_a_mail_that_asks_for_the_new_certificate(trusting: Program) -> None:
    people(trusting, "add", trusting.path("old.pem"))
    out = trusting.path("ask.eml")
    assert people(trusting, "ask", SIAN, "--out", out).json["to"] == [SIAN]
    written = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert (written["X-Unsent"], written["To"]) == ("1", SIAN)
    ends = people(trusting, "find", SIAN).json["people"][0]["certificates"][0]["not_after"]
    text = written.get_content()
    assert text.count(ends[:4]) == 2, "in both languages"
    assert "works until" in text
    assert people(trusting, "ask", OWAIN, "--out", trusting.path("x.eml")).status == 3


def test_one_mail_to_all_who_run_out(trusting: Program, here: Authority) -> None:
    for name, days in (("gwen", 20), ("mair", 40), ("late", 300)):
        made = here.issue(rsa_key(2).public_key(), f"{name}@school.example", name, days=(-9, days))
        trusting.path(f"{name}.pem").write_bytes(
            made.public_bytes(PEM) + here.issuer.public_bytes(PEM)
        )
        people(trusting, "add", trusting.path(f"{name}.pem"))
    people(trusting, "add", trusting.path("old.pem"))
    people(trusting, "add", trusting.path("new.pem"))  # another key: here, and waits
    out = trusting.path("ask.eml")
    done = people(trusting, "ask", "--expiring", "90", "--out", out)
    asked = ["gwen@school.example", "mair@school.example"]
    assert done.json == {"out": str(out), "to": [], "bcc": asked}
    written = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert (written["X-Unsent"], written["To"]) == ("1", None)
    assert [each.addr_spec for each in written["Bcc"].addresses] == asked
    (mair,) = people(trusting, "find", "mair").json["people"]
    text = written.get_content()
    assert text.count(mair["certificates"][0]["not_after"][:4]) == 2
    assert "at the latest" in text
    assert "fan bellaf" in text, "in both languages"
    nobody = people(trusting, "ask", "--expiring", "5", "--out", trusting.path("none.eml"))
    assert (nobody.status, nobody.json["error"]["code"]) == (3, "nobody-ending")
    assert not trusting.path("none.eml").exists()
    for wrong in ((), ("gwen@school.example", "--expiring", "9"), ("--expiring", "x")):
        assert people(trusting, "ask", *wrong, "--out", trusting.path("none.eml")).status == 2
    two = people(trusting, "ask", *asked, "--out", "-")
    assert two.status == 2, "a mail and a document do not both fit on standard output"


def test_exit_codes_and_reasons(trusting: Program) -> None:
    trusting.path("notes.txt").write_text("nothing here")
    nothing = people(trusting, "add", trusting.path("notes.txt"), trusting.path("gone"))
    assert nothing.status == 3
    assert [each["code"] for each in nothing.json["rejections"]] == ["person-nothing", "not-found"]
    assert nothing.json["error"]["code"] == "person-nothing"
    some = people(trusting, "add", trusting.path("notes.txt"), trusting.path("old.pem"))
    assert (some.status, some.json["added"], some.json["rejected"]) == (1, 1, 1)
    assert people(trusting, "trust", "abcd", "--yes").json["error"]["code"] == "bad-digest"
    assert people(trusting, "trust", "00" * 32, "--yes").json["error"]["code"] == (
        "unknown-certificate"
    )


def test_pasted_text(trusting: Program) -> None:
    text = b"Helo!\r\n\r\n" + trusting.path("old.pem").read_bytes()
    assert people(trusting, "add", "-", input=text).json["added"] == 1


def test_a_report_that_no_spreadsheet_runs(trusting: Program, here: Authority) -> None:
    folder = trusting.path("given")
    folder.mkdir()
    made = here.issue(rsa_key(0).public_key(), "a@school.example", "=1+1")
    (folder / "=cmd.cer").write_bytes(made.public_bytes(DER))
    server = here.issue(rsa_key(0).public_key(), None, "=HYPERLINK(1)\u202e", dns="x.example")
    (folder / "@x.cer").write_bytes(server.public_bytes(DER))
    report = trusting.path("report.csv")
    from tests.cli.program import Ran

    done: Ran = trusting("people", "add", "=cmd.cer", "@x.cer", "--report", report)
    assert done.status == 3, "not in this folder"
    report.unlink()
    people(trusting, "add", folder, "--report", report)
    data = report.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert len(rows) == 3
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "\u202e" not in data.decode("utf-8-sig")
    assert rows[2][4] != rows[2][5], "both languages"
    again = people(trusting, "add", folder, "--report", report)
    assert again.json["error"]["code"] == "output-exists"


def test_mail_goes_to_whom_it_may_be_encrypted_to(
    issued: Program, here: Authority, tmp_path: Path
) -> None:
    roots = [base64.b64encode(here.root.public_bytes(DER)).decode()]
    issued.path("policy.json").write_text(json.dumps({"version": 1, "roots": roots}))
    chain = here.issuer.public_bytes(PEM)
    one = here.issue(rsa_key(0).public_key(), OWAIN, "Owain")
    issued.path("owain.pem").write_bytes(one.public_bytes(PEM) + chain)
    assert people(issued, "add", issued.path("owain.pem")).status == 0
    out = issued.path("mail.eml")
    done = issued(
        "mail", "test", "--to", OWAIN, "--out", out, "--policy", issued.path("policy.json")
    )
    assert done.status == 0, done.err
    refused = issued("mail", "test", "--to", OWAIN, "--out", issued.path("2.eml"), "--json")
    assert refused.json["error"]["code"] == "recipient-not-ready"
    steps = {each["id"]: each["state"] for each in issued.done("status")["steps"]}
    assert steps["colleagues"] == "done"
