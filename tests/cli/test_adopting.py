"""Into a real NSS database and out of it again, as a helpdesk would script it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.contract.conftest import new_database, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_database(tmp_path / "nss")


def mine(sel: Program) -> str:
    return sel.path("id.txt").read_text()


def test_from_one_person_to_another_through_a_store(
    issued: Program, folder: Path, tmp_path: Path
) -> None:
    store = f"nss:{folder}"
    done = issued.done("store", "install", mine(issued), "--store", store)
    assert done["installed"] == [{"store": store, "proved": True}]
    assert [each["state"] for each in done["stores"]] == ["proved"]
    again = issued.done("store", "install", mine(issued), "--store", store)
    assert [each["state"] for each in again["stores"]] == ["unchanged"]
    (shown,) = issued.done("id", "list")["ids"]
    assert (shown["installed"], shown["lost"], shown["only_here"]) == ([store], [], False)

    other = Program(tmp_path / "other")
    taken = other.done("id", "adopt", "--store", store)
    assert (taken["adopted"], taken["unchanged"], taken["ids"]) == (1, 0, [mine(issued)])
    assert (taken["left_out"], taken["problems"], taken["only_here"]) == ({}, [], [])
    twice = other.done("id", "adopt", "--store", store)
    assert (twice["adopted"], twice["unchanged"]) == (0, 1)
    (own,) = other.done("id", "list")["ids"]
    assert (own["origin"], own["installed"]) == ("adopted", [store])
    assert own["sha256"] == shown["sha256"]

    keys = run("certutil", "-K", "-d", f"sql:{folder}")
    (name,) = re.findall(r"^< *0> \S+ +[0-9a-f]{40} +(.+)$", keys, re.MULTILINE)
    run("certutil", "-F", "-d", f"sql:{folder}", "-n", name)
    ready = next(each for each in other.done("status")["steps"] if each["id"] == "ready")
    assert ready["state"] == "attention", "nobody has looked since, and it is not said to be there"
    assert f"key missing: {store}" in ready["message"]
    (line,) = other.done("id", "timeline")["keys"]
    assert (line["installed"], line["lost"]) == ([], [store])
    (gone,) = other.done("id", "list")["ids"]
    assert (gone["installed"], gone["lost"]) == ([], [store])
    assert "not there any more" in other("id", "list").out


def test_no_mail_program_here_that_can_use_it(issued: Program, tmp_path: Path) -> None:
    issued.environment["HOME"] = str(tmp_path)
    ran = issued("store", "install", mine(issued), "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "no-program-for-it")
    assert "Thunderbird" in ran.json["error"]["hint"]


def test_one_of_two_fails_and_both_are_named(issued: Program, tmp_path: Path) -> None:
    """Two profiles of Thunderbird's, one of which is in use."""
    home = tmp_path / "home" / ".thunderbird"
    home.mkdir(parents=True)
    for name in "ab":
        new_database(home / name)
    listed = "\n".join(
        f"[Profile{n}]\nName={name}\nIsRelative=1\nPath={name}\n" for n, name in enumerate("ab")
    )
    (home / "profiles.ini").write_text(listed)
    (home / "b" / "key4.db").write_bytes(b"SQLite format 3\0" + bytes(200))
    issued.environment["HOME"] = str(home.parent)
    program = issued.done("doctor")
    if not any(each["id"] == "thunderbird" for each in program["mail_programs"]):
        pytest.skip("Thunderbird is not installed here")
    ran = issued("store", "install", mine(issued), "--json")
    assert ran.status == 4
    states = {each["store"]: each["state"] for each in ran.json["stores"]}
    assert states == {"thunderbird:a": "put-back", "thunderbird:b": "failed"}
    assert ran.json["installed"] == []
    assert ran.json["error"]["code"] == ran.json["failed"][0]["code"]
    kept = issued("store", "install", mine(issued), "--keep-going", "--json")
    assert kept.status == 1
    assert [each["store"] for each in kept.json["installed"]] == ["thunderbird:a"]
