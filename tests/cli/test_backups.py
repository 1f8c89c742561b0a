"""`backup …` as a script uses it; the flows have tests of their own."""

from __future__ import annotations

from pathlib import Path

import icalendar

from tests.cli.program import BACKUP, Program


def test_several_backups_dates_and_a_sheet(issued: Program) -> None:
    first, moved = issued.path("first.p12"), issued.path("elsewhere/second.p12")
    moved.parent.mkdir()
    passphrase = ("--pass-file", issued.path("backup.pass"))
    none = issued("backup", "reminder", "--out", issued.path("none.ics"), "--json")
    # A certificate that is in use has an end, whether or not there is a backup.
    assert [each["kind"] for each in none.json["dates"]] == ["certificate"]
    refused = issued("backup", "sheet", "--out", issued.path("sheet.pdf"), "--json")
    assert (refused.status, refused.json["error"]["code"]) == (3, "no-tested-backup")

    made = issued.done("backup", "make", "--out", first, *passphrase)
    assert [each["code"] for each in made["problems"]] == ["backup-same-disk"]
    assert issued.done("backup", "status")["backups"][0]["state"] == "untested"
    done = issued.done("backup", "move", first, "--out", moved, *passphrase)
    assert (done["deleted"], done["sound"], done["ids"]) == (True, True, made["ids"])
    assert not first.exists()
    known = issued.done("backup", "status")["backups"]
    assert [(each["path"], each["state"]) for each in known] == [(str(moved), "tested")]

    dates = issued.done("backup", "reminder", "--out", issued.path("sel.ics"))["dates"]
    assert [each["kind"] for each in dates] == ["certificate", "backup"]
    written = icalendar.Calendar.from_ical(issued.path("sel.ics").read_bytes())
    assert len(written.walk("VEVENT")) == 2
    issued.done("backup", "sheet", "--out", issued.path("sheet.pdf"))
    assert issued.path("sheet.pdf").read_bytes().startswith(b"%PDF")

    data = bytearray(moved.read_bytes())
    data[-1] ^= 1
    moved.write_bytes(data)
    found = issued("backup", "verify", moved, *passphrase, "--json")
    assert (found.status, found.json["sound"]) == (1, False)
    status = issued("backup", "status")
    assert str(moved) in status.out
    assert issued.done("status")["steps"][2]["state"] == "attention"


def test_a_file_stays_where_it_is_unless_it_was_proved_elsewhere(issued: Program) -> None:
    first, moved = issued.path("first.p12"), issued.path("second.p12")
    issued.done("backup", "make", "--out", first, "--pass-file", issued.path("backup.pass"))
    other = issued.secret("other", "not this one")
    ran = issued("backup", "move", first, "--out", moved, "--pass-file", other, "--json")
    assert ran.status == 3
    assert ran.json["error"]["code"] == "wrong-passphrase"
    assert first.exists()
    assert BACKUP not in ran.out + ran.err


def test_while_the_keys_are_closed_nobody_can_tell(issued: Program) -> None:
    """Neither that there is a tested backup nor that there is none."""
    file, passphrase = issued.path("b.p12"), ("--pass-file", issued.path("backup.pass"))
    key_id = issued.path("id.txt").read_text()
    closed = issued("backup", "status", "--json", unlock=False).json
    assert (closed["missing"], closed["unproved"]) == ([key_id], []), "there is none to believe"
    issued.done("backup", "make", "--out", file, *passphrase)
    issued.done("backup", "verify", file, *passphrase)
    closed = issued("backup", "status", "--json", unlock=False).json
    assert (closed["missing"], closed["unproved"], closed["verified"]) == ([], [key_id], None)
    assert [each["state"] for each in closed["backups"]] == ["unproved"]
    assert "cannot be told" in issued("backup", "status", unlock=False).out
    assert "cannot be told" in issued("id", "timeline", unlock=False).out
    refused = issued("id", "remove", key_id, "--yes", "--json", unlock=False)
    assert refused.json["error"]["code"] == "unlock-needed"
    assert issued.done("id", "list")["ids"]
    issued.done("id", "remove", key_id, "--yes")
    assert not issued.done("id", "list")["ids"]


def test_only_where_the_organisation_allows(issued: Program, tmp_path: Path) -> None:
    allowed, policy = tmp_path / "allowed", tmp_path / "policy.json"
    allowed.mkdir()
    policy.write_text(f'{{"version": 1, "backup_places": ["{allowed}"]}}', "utf-8")
    options = ("--policy", policy, "--pass-file", issued.path("backup.pass"))
    refused = issued("backup", "make", "--out", issued.path("x.p12"), *options, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (5, "backup-place-forbidden")
    assert str(allowed) in refused.json["error"]["hint"]
    (allowed / "inside").symlink_to(issued.folder)
    for outside in (allowed / "../x.p12", allowed / "inside/x.p12"):
        assert issued("backup", "make", "--out", outside, *options).status == 5
    issued.done("backup", "make", "--out", allowed / "x.p12", *options)
