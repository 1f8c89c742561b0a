"""`sel pack …`: IT makes packs, a teacher looks at them and takes them in, or hears why not."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sel.core import certificate, pack
from sel.core.pack import Pack
from tests.cli.program import Program, Ran
from tests.pile import DER, PEM, Authority, rsa_key
from tests.pilot import Person, person

NAME = ("--name-en", "Llŷr School", "--name-cy", "Ysgol Llŷr")
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
PROFILE = {
    "version": 1, "id": "county", "route": "mail", "key_made_by": "person", "comes_back": ["p7b"],
    "name": {"en": "County", "cy": "Sir"}, "takes": {"en": "A week", "cy": "Wythnos"},
    "cost": {"en": "Nothing", "cy": "Dim"}, "note": {"en": "Ring.", "cy": "Ffoniwch."},
}  # fmt: skip


@pytest.fixture(scope="module")
def here() -> Authority:
    return Authority(NOW)


@pytest.fixture(scope="module")
def signer() -> Person:
    """Another IT desk, whose packs are made with the library: their days can be any."""
    return person("desk@school.example", starts=NOW - 30 * DAY, ends=NOW + 60 * DAY)


@pytest.fixture
def it(issued: Program, here: Authority) -> Program:
    """IT with a certificate of its own, that trusts the authority of two colleagues."""
    roots = [base64.b64encode(here.root.public_bytes(DER)).decode()]
    issued.path("policy.json").write_text(json.dumps({"version": 1, "roots": roots}))
    chain = here.issuer.public_bytes(PEM)
    for name in ("gwen", "owain"):
        made = here.issue(rsa_key(0).public_key(), f"{name}@school.example", name.title())
        issued.path(f"{name}.pem").write_bytes(made.public_bytes(PEM) + chain)
    return issued


@pytest.fixture
def teacher(tmp_path: Path) -> Program:
    return Program(tmp_path / "teacher")


def make(it: Program, name: str, *more: object) -> Any:
    """IT makes a pack of those it can encrypt to."""
    key_id = it.path("id.txt").read_text()
    policy = it.path("policy.json")
    return it.done("pack", "make", "--id", key_id, *NAME, "--out", it.path(name),
                   "--policy", policy, *more)  # fmt: skip


def meets(it: Program, name: str) -> None:
    it.done("people", "add", it.path(f"{name}.pem"), "--policy", it.path("policy.json"))


def emails(who: Program) -> list[str]:
    return [each["email"] for each in who.done("people", "list")["people"]]


def refused(ran: Ran, code: str) -> dict[str, str]:
    """What a script reads of a refusal."""
    assert ran.status == 3, ran.out
    error: dict[str, str] = ran.json["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["hint"]
    return error


def test_from_making_to_taking_out(it: Program, teacher: Program) -> None:
    meets(it, "gwen")
    it.path("partners.txt").write_text("# Hwb\ngov.wales\n")
    it.path("county.json").write_text(json.dumps(PROFILE))
    made = make(
        it, "first", "--partners", it.path("partners.txt"), "--source-en", "Hwb", "--source-cy",
        "Hwb", "--dated", "2026-09-01", "--authority", it.path("county.json"), "--days", "30",
    )  # fmt: skip
    first = it.path("first")
    assert made["pack"]["number"] == 1
    shown = teacher.done("pack", "show", first)
    assert {key: shown[key] for key in ("people", "authorities", "partners", "held")} == {
        "people": 1,
        "authorities": ["county"],
        "partners": {"dated": "2026-09-01", "domains": 1},
        "held": None,
    }
    assert shown["signer"]["known_by"] is None
    assert shown["against"]["code"] == "pack-signer-unknown"

    error = refused(teacher("pack", "install", first, "--json"), "pack-signer-unknown")
    assert shown["signer"]["check_code"] in error["hint"]
    assert teacher.done("pack", "list") == {"packs": []}
    trusted = teacher.done("pack", "trust", first, "--how", "dros y ffôn")
    assert trusted["signer"]["check_code"] == shown["signer"]["check_code"]
    assert teacher.done("pack", "show", first)["signer"]["known_by"] == "person"

    done = teacher.done("pack", "install", first)
    counts = ("added", "updated", "unchanged", "withdrawn", "rejections")
    assert [done[key] for key in counts] == [1, 0, 0, 0, []]
    again = teacher.done("pack", "install", first)
    assert (again["added"], again["unchanged"]) == (0, 1)
    (kept,) = teacher.done("pack", "list")["packs"]
    assert (kept["people"], kept["number"], kept["why_not"]) == (1, 1, None)
    assert emails(teacher) == ["gwen@school.example"]

    meets(it, "owain")
    it.done("people", "remove", "gwen@school.example", "--yes")
    assert make(it, "second", "--previous", first)["pack"]["number"] == 2
    done = teacher.done("pack", "install", it.path("second"))
    assert [done[key] for key in counts] == [1, 0, 0, 1, []]
    assert emails(teacher) == ["owain@school.example"]
    older = refused(teacher("pack", "install", first, "--json"), "pack-older")
    assert "number 1, and number 2" in older["message"]

    gone = teacher.done("pack", "remove", kept["id"][:8])
    assert (gone, emails(teacher)) == ({"withdrawn": 1}, [])
    assert refused(teacher("pack", "remove", kept["id"], "--json"), "unknown-pack")


def test_said_in_words_in_welsh_too(it: Program, teacher: Program) -> None:
    meets(it, "gwen")
    make(it, "first")
    said = teacher("pack", "show", it.path("first"))
    assert (said.status, "Llŷr School, number 1" in said.out) == (0, True)
    teacher.done("pack", "trust", it.path("first"), "--how", "telephone")
    taken = teacher("pack", "install", it.path("first"), "--lang", "cy")
    assert (taken.status, "Ysgol Llŷr, rhif 1" in taken.out) == (0, True)


def test_altered_in_one_bit(it: Program, teacher: Program) -> None:
    """Wherever it is in what is signed, or in the signature; and nothing of it is used."""
    meets(it, "gwen")
    make(it, "first")
    data = it.path("first").read_bytes()
    teacher.done("pack", "trust", it.path("first"), "--how", "telephone")
    begins, ends = data.index(b'"number"'), data.index(b'"authorities"')
    for place in (begins + 10, (begins + ends) // 2, ends - 4, len(data) - 8):
        altered = bytearray(data)
        altered[place] ^= 1
        teacher.path("altered").write_bytes(altered)
        error = refused(teacher("pack", "install", teacher.path("altered"), "--json"),
                        "pack-altered")  # fmt: skip
        assert "changed on the way" in error["message"]
    assert teacher.done("pack", "list") == {"packs": []}
    assert emails(teacher) == []
    teacher.path("no-pack").write_bytes(data[: len(data) // 2])
    refused(teacher("pack", "show", teacher.path("no-pack"), "--json"), "not-a-pack")


def sealed(signer: Person, one: Pack, path: Path) -> Path:
    path.write_bytes(
        pack.seal(one, key=signer.key, certificate=signer.certificate, chain=(), when=one.issued)
    )
    return path


def desks_pack(signer: Person) -> Pack:
    names = {"en": "Desk", "cy": "Desg"}
    return Pack("6b2f3d0e-8f5f-4a57-8a43-2d7fd1a3a111", 4, names, NOW - DAY, NOW + 9 * DAY,
                (signer.certificate,))  # fmt: skip


def test_foreign_ended_and_doubtful_ones(teacher: Program, signer: Person) -> None:
    whole = desks_pack(signer)
    good = sealed(signer, whole, teacher.path("good"))
    teacher.done("pack", "trust", good, "--how", "telephone")
    teacher.done("pack", "install", good)
    thief = person("thief@school.example", starts=NOW - 30 * DAY, ends=NOW + 60 * DAY)
    refusals = {
        "pack-other-signer": (thief, replace(whole, number=9)),
        "pack-expired": (signer, replace(whole, number=9, expires=NOW - timedelta(hours=1))),
        "pack-not-yet": (signer, replace(whole, number=9, issued=NOW + DAY)),
        "pack-signer-ended": (signer, replace(whole, number=9, issued=NOW - 40 * DAY)),
        "pack-older": (signer, replace(whole, number=3)),
        "pack-number-used": (signer, replace(whole, people=())),
    }
    for code, (by, one) in refusals.items():
        path = sealed(by, one, teacher.path(code))
        refused(teacher("pack", "install", path, "--json"), code)
    assert teacher.done("pack", "show", path)["against"]["code"] == code
    (kept,) = teacher.done("pack", "list")["packs"]
    assert kept["number"] == 4
    assert emails(teacher) == ["desk@school.example"]


def test_the_newest_from_the_place_that_policy_names(teacher: Program, signer: Person) -> None:
    shared = teacher.path("shared")
    shared.mkdir()
    sha256 = certificate.read(signer.certificate).sha256.hex()
    policy = teacher.path("policy.json")
    policy.write_text(
        json.dumps({"version": 1, "pack_signers": [sha256], "school_pack": str(shared)})
    )
    update = ("pack", "update", "--policy", policy)
    assert teacher.done(*update) == {"pack": None}
    whole = desks_pack(signer)
    sealed(signer, replace(whole, expires=NOW - timedelta(hours=1)), shared / "ended.selpack")
    refused(teacher(*update, "--json"), "pack-expired")
    sealed(signer, whole, shared / "four.selpack")
    sealed(signer, replace(whole, number=3), shared / "three.selpack")
    assert teacher.done(*update)["pack"]["number"] == 4
    assert teacher.done("pack", "list", "--policy", policy)["packs"][0]["why_not"] is None
    # Without that policy nobody says any more that this signer may send packs.
    assert teacher.done("pack", "list")["packs"][0]["why_not"] == "pack-signer-unknown"


def test_usage(it: Program, teacher: Program, signer: Person) -> None:
    it.path("partners.txt").write_text("gov.wales\n")
    key_id = it.path("id.txt").read_text()
    ordinary = ("pack", "make", "--id", key_id, *NAME, "--out", it.path("out"), "--json")
    listed = ("--partners", it.path("partners.txt"))
    about = ("--source-en", "Hwb", "--source-cy", "Hwb")
    for given, missing in (
        (listed, "--source-en"),
        ((*listed, "--source-en", "Hwb"), "--source-cy"),
        ((*listed, *about), "--dated"),
        (about, "--partners"),
    ):
        ran = it(*ordinary, *given)
        assert (ran.status, ran.json["error"]["code"]) == (2, "option-missing")
        assert missing in ran.json["error"]["message"]
    for given in (("--days", "0"), ("--days", "4000"), ("--dated", "1 May"), ("--days", "x")):
        assert it(*ordinary, *given).status == 2
    theirs = sealed(signer, desks_pack(signer), it.path("theirs"))
    error = refused(it(*ordinary, "--previous", theirs), "pack-of-another")
    assert "desk@school.example" in error["message"]
    assert not it.path("out").exists()
    assert it("pack", "make", "--json").status == 2
    assert teacher("pack", "trust", theirs, "--json").status == 2
