"""Group policy on Windows: what an administrator sets in the registry reaches the program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sel.core.policy.merging import merged
from sel.core.policy.schema import BY_KEY, Form
from sel.policies.registry import KEY, RegistryPolicy
from tests.policies.every_value import held, written
from tests.windows.here import throw_away_only, windows_only

pytestmark = [windows_only, throw_away_only]

Put = Callable[[str, str, Any], None]


@pytest.fixture
def put() -> Iterator[Put]:
    """Writes a value below HKLM or HKCU as Windows' editor does; all of it goes again."""
    import winreg

    hives = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
    access = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_64KEY
    kinds = {
        Form.FLAG: winreg.REG_DWORD,
        Form.NUMBER: winreg.REG_DWORD,
        Form.CHOICE: winreg.REG_SZ,
        Form.TEXT: winreg.REG_SZ,
        Form.LIST: winreg.REG_MULTI_SZ,
    }

    def write(hive: str, name: str, value: Any) -> None:
        kind = kinds[BY_KEY[name].form] if name in BY_KEY else winreg.REG_SZ
        plain = int(value) if isinstance(value, bool) else value
        with winreg.CreateKeyEx(hives[hive], KEY, 0, access) as key:
            winreg.SetValueEx(key, name, 0, kind, plain)

    yield write
    for hive in hives.values():
        try:
            winreg.DeleteKeyEx(hive, KEY, winreg.KEY_WOW64_64KEY, 0)
        except FileNotFoundError:
            continue


def sel(folder: Path, *arguments: str) -> tuple[int, Any]:
    """One run of the program, with its JSON."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "sel", "--json", "--no-network",
         "--data", str(folder / "data"), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=600,
        check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout.decode("utf-8"))


def test_without_a_key_there_is_no_policy() -> None:
    assert RegistryPolicy().given() == ()


def test_every_value_arrives(put: Put) -> None:
    for name, value in written().items():
        put("HKLM", name, value)
    policy = merged(RegistryPolicy().given())
    assert {key: getattr(policy, key) for key in held()} == held()
    assert {origin for _, origin in policy.origins} == {rf"HKLM\{KEY}"}


def test_the_machine_wins_over_the_person(put: Put) -> None:
    put("HKCU", "backup_days", 30)
    put("HKCU", "forgets", True)
    put("HKLM", "backup_days", 90)
    policy = merged(RegistryPolicy().given())
    assert (policy.backup_days, policy.forgets) == (90, True)


def test_the_program_obeys_and_says_why(put: Put, tmp_path: Path) -> None:
    put("HKLM", "pilot", False)
    put("HKLM", "stores", ["nss"])
    put("HKLM", "colour", "teal")
    status, answer = sel(tmp_path, "ca", "init", "--domain", "school.example")
    assert (status, answer["error"]["code"]) == (5, "policy-forbids")
    status, report = sel(tmp_path, "doctor")
    assert status == 0
    assert report["policy"]["origins"] == dict.fromkeys(("pilot", "stores"), rf"HKLM\{KEY}")
    assert report["policy"]["unknown"] == ["colour"]
    reasons = {each["id"]: each["reason"] for each in report["stores"]}
    assert reasons["windows"] == "by-policy"


def test_a_file_cannot_loosen_what_the_registry_says(put: Put, tmp_path: Path) -> None:
    put("HKLM", "pilot", False)
    own = tmp_path / "own.json"
    own.write_text('{"version": 1, "pilot": true, "backup_days": 30}', "utf-8")
    status, report = sel(tmp_path, "doctor", "--policy", str(own))
    assert status == 0
    policy = report["policy"]
    assert (policy["pilot"], policy["backup_days"], policy["ignored"]) == (False, 30, ["pilot"])


def test_a_broken_value_stops_everything(put: Put, tmp_path: Path) -> None:
    put("HKLM", "key_kind", "rot-13")
    status, answer = sel(tmp_path, "status")
    assert (status, answer["error"]["code"]) == (4, "policy-broken")
    assert "key_kind" in answer["error"]["message"]
