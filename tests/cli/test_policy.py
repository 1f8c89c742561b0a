"""`--policy`: in force from the command line to the answer."""

from __future__ import annotations

import json

from tests.cli.program import Program


def test_a_policy_forbids_a_pilot(sel: Program) -> None:
    file = sel.path("policy.json")
    file.write_text('{"version": 1, "pilot": false}')
    ran = sel("ca", "init", "--policy", file, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (5, "policy-forbids")


def test_own_domains_are_the_pilots(sel: Program) -> None:
    file = sel.path("policy.json")
    file.write_text('{"version": 1, "own_domains": ["school.example"]}')
    assert sel.done("ca", "init", "--policy", file)["domains"] == ["school.example"]


def test_a_computer_that_forgets_is_noticed_before_a_key_is_made(sel: Program) -> None:
    file = sel.path("policy.json")
    file.write_text('{"version": 1, "forgets": true}')
    new = ("request", "new", "--email", "a@school.example", "--name", "A", "--key", "ec-p256",
           "--out", sel.path("f"), "--policy", file)  # fmt: skip
    refused = sel(*new, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (4, "computer-forgets")
    assert sel.done("request", "list")["requests"] == []
    assert sel.done(*new, "--yes")["id"]


def test_a_computer_that_forgets_is_noticed_before_a_pilot_is_founded(sel: Program) -> None:
    file = sel.path("policy.json")
    file.write_text('{"version": 1, "forgets": true}')
    refused = sel("ca", "init", "--policy", file, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (4, "computer-forgets")
    assert sel.done("ca", "init", "--policy", file, "--yes")["domains"]


def test_a_broken_policy_stops_everything(sel: Program) -> None:
    file = sel.path("policy.json")
    file.write_text("{")
    ran = sel("status", "--policy", file, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "policy-broken")


def test_unknown_keys_are_named(sel: Program) -> None:
    file = sel.path("policy.json")
    file.write_text('{"version": 1, "colour": "teal"}')
    notices = sel.done("status", "--policy", file)["notices"]
    assert [each["code"] for each in notices] == ["policy-unknown-keys"]
    assert "colour" in notices[0]["message"]


def policy(sel: Program, **values: object) -> tuple[str, str]:
    file = sel.path("policy.json")
    file.write_text(json.dumps({"version": 1, **values}), "utf-8")
    return "--policy", str(file)


def test_the_kind_of_key_is_decided(sel: Program) -> None:
    decided = policy(sel, key_kind="ec-p384")
    new = ("request", "new", "--email", "a@school.example", "--name", "A", *decided)
    assert sel.done(*new, "--out", sel.path("f"))["key"]["curve"] == "P-384"
    refused = sel(*new, "--key", "rsa-2048", "--out", sel.path("g"), "--json")
    assert (refused.status, refused.json["error"]["code"]) == (5, "policy-forbids")
    assert "Kind of new keys" in refused.json["error"]["message"]


def test_a_store_that_is_not_wanted_is_named_and_not_used(sel: Program) -> None:
    folder = sel.path("nss")
    folder.mkdir()
    decided = policy(sel, stores=["thunderbird"])
    listed = sel("store", "list", "--store", f"nss:{folder}", *decided, "--json")
    assert (listed.status, listed.json["error"]["code"]) == (5, "policy-forbids")
    kinds = {each["id"]: each for each in sel.done("doctor", *decided)["stores"]}
    assert kinds["nss"]["reason"] == "by-policy"
    assert kinds["thunderbird"]["reason"] != "by-policy"


def test_messages_are_in_the_language_of_the_organisation(sel: Program) -> None:
    decided = policy(sel, language="cy")
    welsh = sel.done("status", *decided)["sentence"]
    assert welsh == sel.done("status", "--lang", "cy")["sentence"]
    assert sel("status", *decided, "--lang", "en").out.startswith("There is nothing here yet.")


def test_a_broken_one_is_told_in_words(sel: Program) -> None:
    ran = sel("status", *policy(sel, language="xx"))
    assert ran.status == 4
    assert "language" in ran.err


def test_an_authority_that_does_not_fit_is_loud(sel: Program) -> None:
    ran = sel("status", *policy(sel, authorities=[{"id": "county"}]), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "policy-broken")


def test_the_report_says_what_is_in_force_and_why(sel: Program) -> None:
    decided = policy(sel, backup_days=30, colour="teal")
    shape = sel.done("doctor", *decided)["policy"]
    assert (shape["backup_days"], shape["passphrase_guesses"]) == (30, 14)
    assert shape["origins"] == {"backup_days": decided[1]}
    assert shape["unknown"] == ["colour"]


def test_only_the_passphrase_closes_the_keys(sel: Program) -> None:
    decided = policy(sel, own_keys="passphrase")
    new = ("request", "new", "--email", "a@school.example", "--name", "A", "--key", "ec-p256")
    refused = sel(*new, "--out", sel.path("f"), *decided, "--json", unlock=False)
    assert (refused.status, refused.json["error"]["code"]) == (4, "keyring-unavailable")
    assert sel.done(*new, "--out", sel.path("f"), *decided)["id"]
    slots = sel.done("doctor", *decided)["slots"]
    assert (slots["keyring"], slots["passphrase"], slots["open"]) == (False, True, True)


def test_only_the_password_store_closes_the_keys(sel: Program) -> None:
    """There is none here, and the passphrase that is given does not stand in for it."""
    decided = policy(sel, own_keys="keyring")
    new = ("request", "new", "--email", "a@school.example", "--name", "A", "--key", "ec-p256")
    refused = sel(*new, "--out", sel.path("f"), *decided, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (4, "keyring-unavailable")
    assert sel.done("request", "list")["requests"] == []
