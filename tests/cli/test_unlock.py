"""`unlock …`: each its own step; nothing is a side effect."""

from __future__ import annotations

from tests.cli.program import BACKUP, Program


def test_a_passphrase_is_changed_only_when_asked(issued: Program) -> None:
    new = issued.secret("new", "derwen llwybr afon menyn ceffyl eira golau")
    assert issued.done("unlock", "set", "--new-pass-file", new)["passphrase"] is True
    old = issued("mail", "test", "--out", issued.path("m"), "--json")
    assert (old.status, old.json["error"]["code"]) == (3, "wrong-unlock-passphrase")
    issued.secret("unlock", "derwen llwybr afon menyn ceffyl eira golau")
    assert issued("mail", "test", "--out", issued.path("m")).status == 0


def test_renewing_wants_a_new_passphrase_and_keeps_every_key(issued: Program) -> None:
    refused = issued("unlock", "renew", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (3, "passphrase-needed")
    words = "derwen llwybr afon menyn ceffyl eira golau"
    issued.done("unlock", "renew", "--new-pass-file", issued.secret("new", words))
    issued.secret("unlock", words)
    out = issued.path("b.p12")
    secret = issued.secret("words", BACKUP)
    issued.done("backup", "make", "--out", out, "--pass-file", secret)
    assert issued.done("backup", "verify", out, "--pass-file", secret)["sound"]


def test_without_a_key_store_there_is_nothing_to_remember(issued: Program) -> None:
    ran = issued("unlock", "remember", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "keyring-unavailable")


def test_a_key_at_hand_is_not_replaced(issued: Program) -> None:
    ran = issued("unlock", "anew", "--yes", "--json")
    assert ran.json["error"]["code"] == "book-key-at-hand"
    assert issued.done("id", "list")["ids"]


def test_a_weak_passphrase_is_refused(issued: Program) -> None:
    ran = issued("unlock", "set", "--new-pass-file", issued.secret("weak", "cyfrinair"), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "weak-passphrase")


def test_a_key_given_up_as_lost_keeps_no_other_from_a_backup(issued: Program) -> None:
    words = issued.secret("new", "derwen llwybr afon menyn ceffyl eira golau")
    issued.secret("unlock", "derwen llwybr afon menyn ceffyl eira golau")
    lost = {each["id"] for each in issued.done("id", "list")["ids"]}
    issued.done("unlock", "anew", "--yes", "--new-pass-file", words)
    made = ("backup", "make", "--pass-file", issued.secret("words", BACKUP), "--out")
    refused = issued(*made, issued.path("none.p12"), "--json")
    assert (refused.status, refused.json["error"]["code"]) == (3, "nothing-to-back-up")
    asked = ("--email", "sian.llyr@school.example", "--name", "Siân", "--key", "ec-p256")
    new = issued.done("request", "new", *asked, "--out", issued.path("new.csr"))["id"]
    assert issued.done(*made, issued.path("b.p12"))["ids"] == [new]
    assert lost <= set(issued.done("backup", "status")["missing"])
