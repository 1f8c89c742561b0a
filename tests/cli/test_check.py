"""`sel check`: the contract's document and exit codes, and what a person reads."""

from __future__ import annotations

from functools import cache

import pytest

from tests import paths
from tests.cli.program import Program
from tests.paths import Made

FIELDS = {"verdict", "path", "anchor", "revocation", "problems"}


@cache
def root() -> Made:
    return paths.make("Root")


@cache
def issuer() -> Made:
    return paths.make("Issuer", root())


@cache
def sian() -> Made:
    return paths.person(issuer())


@pytest.fixture
def files(sel: Program) -> Program:
    """A root, an issuer, a person, and lists that revoke nobody and her."""
    for name, data in {
        "root.pem": root().pem, "issuer.der": issuer().der, "sian.pem": sian().pem,
        "root.crl": paths.crl(root()), "clean.crl": paths.crl(issuer()),
        "revoked.crl": paths.crl(issuer(), sian()),
    }.items():  # fmt: skip
        sel.path(name).write_bytes(data)
    return sel


def check(sel: Program, *arguments: object, file: str = "sian.pem", roots: bool = True):
    """Run it at a time when everything is valid."""
    given = ["--roots", sel.path("root.pem")] if roots else []
    return sel(
        "check", sel.path(file), *given, "--at", "2026-11-24T09:00:00Z", "--no-network",
        *arguments, unlock=False,
    )  # fmt: skip


def test_a_good_one(files: Program) -> None:
    ran = check(files, "--chain", files.path("issuer.der"), "--for", "path", "--json")
    assert ran.status == 0
    assert set(ran.json) == FIELDS
    assert ran.json == {
        "verdict": "good", "anchor": "given", "revocation": "not-checked", "problems": [],
        "path": [
            each.certificate.fingerprint(paths.hashes.SHA256()).hex()
            for each in (sian(), issuer(), root())
        ],
    }  # fmt: skip
    assert not files.data.exists()  # a check leaves nothing behind


def test_a_revoked_one(files: Program) -> None:
    lists = ("--crl", files.path("root.crl"), files.path("revoked.crl"))
    ran = check(files, "--chain", files.path("issuer.der"), *lists, "--json")
    assert ran.status == 1
    assert (ran.json["verdict"], ran.json["revocation"]) == ("bad", "revoked")
    assert ran.json["problems"][0]["code"] == "revoked"
    assert set(ran.json["problems"][0]) == {"code", "severity", "message", "hint", "source"}
    told = check(files, "--chain", files.path("issuer.der"), *lists)
    assert told.status == 1
    assert told.out.splitlines()[0].startswith("Do not rely on this certificate.")
    assert "was revoked on 24 November 2026" in told.out


def test_lists_are_enough_to_be_sure(files: Program) -> None:
    lists = ("--crl", files.path("root.crl"), files.path("clean.crl"))
    ran = check(files, "--chain", files.path("issuer.der"), *lists, "--revocation", "require",
                "--for", "path", "--json")  # fmt: skip
    assert (ran.status, ran.json["revocation"]) == (0, "good")
    ran = check(files, "--chain", files.path("issuer.der"), "--revocation", "require", "--json")
    assert (ran.status, ran.json["revocation"]) == (1, "unknown")


def test_a_missing_issuer_is_told_in_both_languages(files: Program) -> None:
    english = check(files, "--lang", "en")
    assert english.status == 1
    assert "is missing: CN=Issuer" in english.out
    welsh = check(files, "--lang", "cy")
    assert welsh.status == 1
    assert welsh.out.splitlines()[0].startswith("Peidiwch â dibynnu ar y dystysgrif hon.")
    assert not set(english.out.splitlines()) & set(welsh.out.splitlines())


def test_exit_3_for_what_is_no_certificate(files: Program) -> None:
    files.path("text").write_text("hello")
    ran = check(files, "--json", file="text")
    assert ran.status == 3
    assert ran.json["error"]["code"] == "not-a-certificate"
    assert check(files, "--json", file="nowhere").json["error"]["code"] == "not-found"


def test_exit_2_for_no_time(files: Program) -> None:
    for no_time in ("yesterday", "0001-01-01T00:00:00+05:00"):
        ran = files("check", files.path("sian.pem"), "--at", no_time, "--json", unlock=False)
        assert (ran.status, ran.json["error"]["code"]) == (2, "not-a-time")
    ran = files("check", files.path("sian.pem"), "--for", "fun", "--json", unlock=False)
    assert ran.status == 2


def test_the_day_decides(files: Program) -> None:
    given = ("check", files.path("sian.pem"), "--roots", files.path("root.pem"), "--chain",
             files.path("issuer.der"), "--no-network", "--for", "path", "--json")  # fmt: skip
    assert files(*given, "--at", "2026-12-01", unlock=False).json["verdict"] == "good"
    late = files(*given, "--at", "2036-12-01", unlock=False).json
    assert [each["code"] for each in late["problems"]] == ["path-expired"]


def test_an_address_that_is_not_in_it(files: Program) -> None:
    ran = check(files, "--chain", files.path("issuer.der"), "--email", "gwen@school.example",
                "--json")  # fmt: skip
    assert ran.status == 1
    assert "address-differs" in [each["code"] for each in ran.json["problems"]]


def test_ones_own_pilot(issued: Program) -> None:
    ran = issued("check", issued.path("answer.pem"), "--no-network", "--json", unlock=False)
    assert ran.json["anchor"] == "pilot"
    assert ran.status == 0
    assert ran.json["revocation"] == "not-checked"


def test_standard_input(files: Program) -> None:
    ran = files(
        "check", "-", "--roots", files.path("root.pem"), "--chain", files.path("issuer.der"),
        "--at", "2026-11-24", "--no-network", "--for", "path", "--json",
        input=sian().der, unlock=False,
    )  # fmt: skip
    assert ran.json["verdict"] == "good"
