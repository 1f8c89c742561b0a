"""`store accounts`, `store set-up` and what is said while Thunderbird or a copy is in the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Program

PREFS = """\
// Mozilla User Preferences

user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.identity.id1.useremail", "sian.llyr@school.example");
"""
HOLD = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def profile(issued: Program) -> Path:
    """Thunderbird's only profile, of somebody who has a certificate."""
    home = issued.path("home")
    folder = home / ".thunderbird/abc.default"
    folder.mkdir(parents=True)
    (home / ".thunderbird/profiles.ini").write_text("[Profile0]\nName=default\nPath=abc.default\n")
    subprocess.run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"], check=True)
    (folder / "prefs.js").write_text(PREFS)
    issued.environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
    return folder


def test_from_the_certificate_to_the_account_and_back(issued: Program, profile: Path) -> None:
    key = issued.path("id.txt").read_text()
    done = issued.done("store", "install", key, "--store", "thunderbird", "--set-up-accounts")
    (account,) = done["accounts"]
    assert account == {
        "store": "thunderbird:default",
        "account": "id1",
        "email": "sian.llyr@school.example",
        "signing": account["signing"],
        "encryption": account["signing"],
        "sign": True,
        "encrypt": False,
        "undo": True,
    }
    assert issued.done("store", "accounts")["accounts"] == [account]
    assert issued.done("store", "set-up", key, "--always-encrypt")["accounts"][0]["encrypt"]
    said = issued("store", "accounts").out
    assert "signs and encrypts every mail" in said
    (account,) = issued.done("store", "set-up", "--undo")["accounts"]
    assert (account["signing"], account["undo"]) == (None, False)
    assert (profile / "prefs.js").read_text() == PREFS


def test_no_account_and_no_program(issued: Program, profile: Path, tmp_path: Path) -> None:
    key = issued.path("id.txt").read_text()
    ran = issued("store", "set-up", key, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "not-in-store")
    other = tmp_path / "nss"
    other.mkdir()
    subprocess.run(["certutil", "-N", "-d", f"sql:{other}", "--empty-password"], check=True)
    ran = issued("store", "install", key, "--store", f"nss:{other}", "--set-up-accounts", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "store-unavailable")
    assert ran.json["installed"][0]["proved"]  # it is there all the same
    (profile / "prefs.js").write_text(PREFS.replace("sian.llyr", "arall"))
    ran = issued("store", "install", key, "--store", "thunderbird", "--set-up-accounts", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "no-account-for")
    assert "sian.llyr@school.example" in ran.json["error"]["message"]
    for wrong in (("store", "set-up"), ("store", "set-up", key, "--undo"),
                  ("store", "set-up", "--undo", "--always-encrypt"),
                  ("store", "set-up", key, "--wait", "-1")):  # fmt: skip
        assert issued(*wrong).status == 2


def test_thunderbird_is_waited_for(issued: Program, profile: Path) -> None:
    key = issued.path("id.txt").read_text()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, profile / ".parentlock"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    before = {path.name: path.read_bytes() for path in profile.iterdir()}
    ran = issued("store", "install", key, "--store", "thunderbird", "--wait", "1", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "store-in-use")
    assert {path.name: path.read_bytes() for path in profile.iterdir()} == before
    holder.communicate(b"\n")  # once it is closed nothing is waited for: tests/thunderbird


def test_a_copy_that_was_left_is_told_of(issued: Program, profile: Path) -> None:
    assert "store-copies" not in [each["code"] for each in issued.done("status")["notices"]]
    (profile / ".sel-undo").mkdir()
    (notice,) = (
        each for each in issued.done("status")["notices"] if each["code"] == "store-copies"
    )
    assert str(profile / ".sel-undo") in notice["message"]
    assert issued.done("doctor")["copies"] == ["abc.default"]
    issued.done("store", "list", "--store", "thunderbird")
    assert issued.done("doctor")["copies"] == []
