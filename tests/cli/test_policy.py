"""`--policy`: in force from the command line to the answer."""

from __future__ import annotations

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
