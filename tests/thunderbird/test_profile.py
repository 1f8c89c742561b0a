"""What Sêl writes into a profile, and never while Thunderbird has it open."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.thunderbird.conftest import SIAN, Desk, certified, new_desk, trusted
from tests.thunderbird.here import lab_only
from tests.thunderbird.program import thunderbird

pytestmark = lab_only

PRIMARY = "Prif gyfrinair ŵ"
KILLS = 6


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Somebody with an account and a certificate that is in no store yet."""
    one = new_desk(tmp_path_factory.mktemp("bare"))
    certified(one, "rsa-2048")
    return one


def written(profile: Path) -> dict[str, str]:
    """What matters of a profile, byte for byte."""
    names = ("cert9.db", "key4.db", "prefs.js", "pkcs11.txt")
    found = {name: hashlib.sha256((profile / name).read_bytes()).hexdigest() for name in names}
    return found | {path.name: "" for path in profile.iterdir() if path.name.startswith(".sel")}


def install(desk: Desk, *options: object) -> tuple[object, ...]:
    return ("store", "install", desk.id, "--store", "thunderbird", "--set-up-accounts", *options)


def test_a_profile_that_is_open_is_never_written(bare: Desk) -> None:
    with thunderbird(bare.profile) as running, running.frozen():
        before = written(bare.profile)
        for command in (
            install(bare),
            ("store", "set-up", "--undo", "--store", "thunderbird"),
            ("store", "list", "--store", "thunderbird"),
            ("store", "accounts", "--store", "thunderbird"),
        ):
            ran = bare.sel(*command, "--json")
            assert ran.status == (4 if command[1] == "install" else 0), (ran.out, ran.err)
            assert written(bare.profile) == before
        ran = bare.sel(*install(bare, "--wait", 1), "--json")
        assert ran.json["error"]["code"] == "store-in-use"
        assert "Thunderbird" in ran.json["error"]["message"]
        assert written(bare.profile) == before


def test_it_is_waited_for_and_then_written(bare: Desk) -> None:
    answers = []
    with thunderbird(bare.profile):
        begun = threading.Thread(
            target=lambda: answers.append(bare.sel(*install(bare, "--wait", 60), "--json"))
        )
        begun.start()
        time.sleep(2)
        assert begun.is_alive()
    begun.join()
    assert answers[0].status == 0, answers[0].out
    (account,) = answers[0].json["accounts"]
    assert (account["email"], account["sign"], account["undo"]) == (SIAN, True, True)
    assert not [name for name in written(bare.profile) if name.startswith(".sel")]


def test_thunderbird_finds_the_certificate_that_its_settings_name(
    bare: Desk, tmp_path: Path
) -> None:
    bare.sel.done(*install(bare))
    trusted(bare, tmp_path)
    (listed,) = bare.sel.done("store", "list", "--store", "thunderbird")["certificates"]
    for options, policy in (((), 0), (("--always-encrypt",), 2)):
        bare.sel.done("store", "set-up", bare.id, "--store", "thunderbird", *options)
        with thunderbird(bare.profile) as running:
            found = running.script("settings", bare.identity)
        for role in ("signing", "encryption"):
            assert found[role]["sha256"] == listed["sha256"]
            assert found[role]["sameName"]
            assert found[role]["sameKey"]
            assert found[role]["signs"]
            assert found[role]["encrypts"]
        assert (found["signMail"], found["encryptionPolicy"]) == (True, policy)


def test_what_thunderbird_wrote_since_stays_and_the_rest_is_as_before(bare: Desk) -> None:
    bare.sel.done(*install(bare))
    with thunderbird(bare.profile) as running:
        other = running.account("arall@school.example", "Arall")
    accounts = bare.sel.done("store", "accounts", "--store", "thunderbird")["accounts"]
    assert {each["email"]: each["signing"] is not None for each in accounts} == {
        SIAN: True,
        "arall@school.example": False,
    }
    bare.sel.done("store", "set-up", "--undo", "--store", "thunderbird")
    assert b"_cert_" not in bare.prefs
    assert b"sel_before" not in bare.prefs
    with thunderbird(bare.profile) as running:
        found = running.script("settings", bare.identity)
        assert found["signing"] is found["encryption"] is None
        assert found["signMail"] is False
        assert running.script("settings", other)["signing"] is None


def test_a_primary_password(tmp_path: Path) -> None:
    """Set in Thunderbird itself, with its own NSS; Sêl needs it, and knows a wrong one."""
    desk = new_desk(tmp_path)
    certified(desk, "ec-p256")
    with thunderbird(desk.profile) as running:
        assert running.script("password", PRIMARY)
    right, wrong = desk.sel.secret("right", PRIMARY), desk.sel.secret("wrong", "anghywir")
    before = written(desk.profile)
    for options, code in (((), "store-locked"),
                          (("--store-pass-file", wrong), "store-password-wrong")):  # fmt: skip
        ran = desk.sel(*install(desk, *options), "--json")
        assert ran.json["error"]["code"] == code
        assert written(desk.profile) == before
    done = desk.sel.done(*install(desk, "--store-pass-file", right))
    assert done["installed"] == [{"store": "thunderbird:default-esr", "proved": True}]
    (account,) = done["accounts"]
    (held,) = desk.sel.done(
        "store", "list", "--store", "thunderbird", "--store-pass-file", right
    )["certificates"]  # fmt: skip
    assert account["signing"] == account["encryption"] == held["sha256"]
    # That Thunderbird asks for it when it starts can be seen by nobody here: it has no window.
    assert held["has_private_key"]
    gone = desk.sel.done("store", "remove", held["sha256"], "--without-backup", "--yes",
                         "--store", "thunderbird", "--store-pass-file", right)  # fmt: skip
    assert gone["removed"] == ["thunderbird:default-esr"]
    assert b"_cert_" not in desk.prefs  # or nothing could be sent any more


def test_killed_at_any_moment_it_is_as_it_was_or_finished(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    certified(desk, "rsa-2048")
    prefs = desk.prefs
    chance = random.Random(5)
    outcomes, killed = [], 0
    for _ in range(KILLS):
        victim = subprocess.Popen(
            desk.sel.command(*install(desk)), start_new_session=True,
            env=os.environ | desk.sel.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 30
        while not (desk.profile / ".sel-undo.lock").exists() and victim.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.5))
        os.killpg(victim.pid, signal.SIGKILL)
        killed += victim.wait() == -signal.SIGKILL
        held = desk.sel.done("store", "list", "--store", "thunderbird")["certificates"]
        (account,) = desk.sel.done("store", "accounts", "--store", "thunderbird")["accounts"]
        assert not [path for path in desk.profile.iterdir() if path.name == ".sel-undo"]
        outcomes.append((len(held), account["signing"] is not None))
        if account["signing"] is None:
            assert desk.prefs == prefs
        for each in held:  # removing it takes it out of the account, too
            desk.sel.done("store", "remove", each["sha256"], "--without-backup", "--yes",
                          "--store", "thunderbird")  # fmt: skip
        assert b"_cert_" not in desk.prefs
    # Nothing, the certificate alone, or both: never an account without its certificate.
    assert killed >= KILLS // 2
    assert set(outcomes) <= {(0, False), (1, False), (1, True)}
    desk.sel.done(*install(desk))
    with thunderbird(desk.profile) as running:
        assert running.script("settings", desk.identity)["signing"] is not None
