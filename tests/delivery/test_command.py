"""`sel partners`: the contract as JSON, lists, reports, what is different, the script."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program
from tests.delivery.conftest import EXPIRED, GONE, GOOD, PLAIN, SELF, Net

DOMAIN_FIELDS = [
    "domain", "checked", "mx", "dnssec", "mta_sts", "caa", "problems", "before", "changes",
    "verdict",
]  # fmt: skip
HOST_FIELDS = [
    "host", "preference", "addresses", "reached", "starttls", "tls_version", "certificate",
    "names", "trusted", "name_matches", "dane", "problems",
]  # fmt: skip


@pytest.fixture
def sel(tmp_path: Path) -> Program:
    return Program(tmp_path / "sian")


def way(sel: Program, net: Net) -> list[str]:
    sel.path("roots.pem").write_bytes(net.authority.pem)
    sel.path("anchors").write_text(net.world.anchors)
    return [
        "--resolver", f"127.0.0.1:{net.dns_port}", "--smtp-port", str(net.smtp_port),
        "--https-port", str(net.https_port), "--roots", str(sel.path("roots.pem")),
        "--trust-anchor", str(sel.path("anchors")),
    ]  # fmt: skip


def check(sel: Program, net: Net, *arguments: object) -> Any:
    ran = sel("partners", "check", *arguments, *way(sel, net), "--json", unlock=False)
    assert ran.err == ""
    return ran.status, ran.json


def codes(problems: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in problems]


def test_the_contract_of_one_domain(sel: Program, net: Net) -> None:
    net.partner("good.example", GOOD)
    status, found = check(sel, net, "Good.Example.")
    assert status == 0
    assert list(found) == DOMAIN_FIELDS
    (host,) = found["mx"]
    assert list(host) == HOST_FIELDS
    assert (found["domain"], found["verdict"], host["trusted"]) == ("good.example", "good", True)
    assert host["certificate"]["subject"] == "CN=mail server"
    assert (host["tls_version"], host["name_matches"]) == ("TLSv1.3", True)


@pytest.mark.parametrize(
    ("domain", "address", "code", "status"),
    [
        ("expired.example", EXPIRED, "tls-expired", 1),
        ("plain.example", PLAIN, "starttls-missing", 1),
        ("gone.example", GONE, "smtp-unreachable", 1),
    ],
)
def test_bad_ones(
    sel: Program, net: Net, domain: str, address: str, code: str, status: int
) -> None:
    net.partner(domain, address)
    ended, found = check(sel, net, domain)
    assert ended == status
    assert codes(found["mx"][0]["problems"]) == [code]
    assert found["mx"][0]["problems"][0]["hint"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Do not rely on TLS to expired.example", "mx.expired.example: TLSv1.3,",
                "The certificate of this mail server ended on"]),
        ("cy", ["Peidiwch â dibynnu ar TLS i'r parth hwn", "mx.expired.example: TLSv1.3,",
                "Daeth tystysgrif y gweinydd e-bost hwn i ben ar"]),
    ],
)  # fmt: skip
def test_in_words(sel: Program, net: Net, language: str, said: list[str]) -> None:
    net.partner("expired.example", EXPIRED)
    ran = sel(
        "partners", "check", "expired.example", *way(sel, net), "--lang", language, unlock=False
    )
    assert ran.status == 1
    for each in said:
        assert each in ran.out, ran.out


def test_many_from_a_file_with_reports(sel: Program, net: Net) -> None:
    net.partner("good.example", GOOD)
    net.partner("plain.example", PLAIN)
    sel.path("list.csv").write_text(
        "Domain;Name\n# ours\nGOOD.example;The good\nplain.example;=1+1\n\ngood.example\n"
    )
    out = sel.path("report.csv")
    status, found = check(sel, net, "--file", sel.path("list.csv"), "--out", out)
    assert status == 1
    assert [each["domain"] for each in found["domains"]] == ["good.example", "plain.example"]
    assert found["counts"] == {"good": 1, "warnings": 0, "bad": 1, "unknown": 0}
    assert found["nobody_reached"] is False
    rows = list(csv.reader(io.StringIO(out.read_bytes().decode("utf-8-sig"))))
    assert rows[0][0] == "Domain / Parth"
    assert [row[:2] for row in rows[1:]] == [
        ["good.example", "good"],
        ["plain.example", "bad"],
        ["plain.example", "bad"],
    ]
    assert {row[4] for row in rows[1:]} == {"sts-none", "starttls-missing"}
    written = sel.path("report.json")
    check(sel, net, "--file", sel.path("list.csv"), "--out", written)
    assert [each["verdict"] for each in json.loads(written.read_text())["domains"]] == [
        "good",
        "bad",
    ]
    refused = sel("partners", "check", "good.example", "--out", written, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (4, "output-exists")


def test_what_is_different_from_the_last_check(sel: Program, net: Net) -> None:
    net.partner("moves.example", GOOD, "one.hosted.example")
    assert check(sel, net, "moves.example")[1]["before"] is None
    again = check(sel, net, "moves.example")[1]
    assert again["before"]
    assert again["changes"] == []
    net.partner("moves.example", PLAIN, "two.hosted.example")
    moved = check(sel, net, "moves.example")[1]
    assert codes(moved["changes"]) == ["changed-verdict", "changed-host-new", "changed-host-gone"]
    net.world.add("two.hosted.example", "A", SELF)
    proof = check(sel, net, "moves.example")[1]
    assert codes(proof["changes"]) == ["changed-starttls-new"]
    net.world.add("two.hosted.example", "A", GONE)  # nobody answers: that is no news of them
    assert check(sel, net, "moves.example")[1]["changes"] == []
    net.world.add("two.hosted.example", "A", SELF)
    assert check(sel, net, "moves.example")[1]["changes"] == []
    net.world.add("moves.example", "MX", "10 two.hosted.example.", "20 three.hosted.example.")
    net.world.add("three.hosted.example", "A", GOOD)
    assert codes(check(sel, net, "moves.example")[1]["changes"]) == ["changed-host-new"]
    net.world.add("three.hosted.example", "A", GONE)  # one of two is away, and not forgotten
    assert codes(check(sel, net, "moves.example")[1]["changes"]) == []
    listed = json.loads((sel.data / "partner-checks.json").read_text())
    assert [each["domain"] for each in listed["domains"]] == ["moves.example"]


@pytest.mark.parametrize("text", ["", "{", '{"version": 2}', '{"version": 1, "domains": [{}]}'])
def test_a_file_of_checks_that_cannot_be_read_is_none(sel: Program, net: Net, text: str) -> None:
    net.partner("good.example", GOOD)
    sel.data.mkdir()
    (sel.data / "partner-checks.json").write_text(text)
    status, found = check(sel, net, "good.example")
    assert (status, found["before"]) == (0, None)


def test_nobody_reached(sel: Program, net: Net) -> None:
    net.partner("gone.example", GONE)
    net.partner("gone-too.example", GONE)
    status, found = check(sel, net, "gone.example", "gone-too.example")
    assert (status, found["nobody_reached"]) == (1, True)
    ran = sel("partners", "check", "gone.example", "gone-too.example", *way(sel, net))
    assert "port 25" in ran.out


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("check",), 2, "no-domains"),
        (("check", "a b.example"), 2, "bad-domain"),
        (("check", "1.2.3.4"), 2, "bad-domain"),
        (("check", "a'b.example"), 2, "bad-domain"),
        (("check", "good.example", "--resolver", "127.0.0.1:x"), 2, "command-line"),
        (("check", "good.example", "--out", "report.txt"), 2, "command-line"),
        (("check", "good.example", "--smtp-port", "0"), 2, "command-line"),
        (("check", "good.example", "--no-network"), 4, "no-network"),
        (("check", "--file", "missing"), 3, "not-found"),
        (("rule", "a'; calc; '.example", "--out", "x.ps1"), 2, "bad-domain"),
        (("rule", "a.example", "b.example", "--tls-domain", "x.example", "--out", "x.ps1"), 2,
         "one-domain-only"),
        (("rule", "a.example", "--tls-domain", "x'y", "--out", "x.ps1"), 2, "bad-domain"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(
    sel: Program, arguments: tuple[str, ...], status: int, code: str
) -> None:
    given = [str(sel.path(each)) if each.endswith(".ps1") else each for each in arguments]
    ran = sel("partners", *given, "--json", unlock=False)
    assert (ran.status, ran.json["error"]["code"]) == (status, code), ran.err
    assert not sel.data.exists()
    assert not sel.path("x.ps1").exists()


def test_roots_and_anchors_that_are_none(sel: Program, net: Net) -> None:
    sel.path("no").write_text("hello")
    for option, code in (("--roots", "not-a-certificate"), ("--trust-anchor", "bad-anchors")):
        ran = sel("partners", "check", "good.example", option, sel.path("no"), "--json")
        assert (ran.status, ran.json["error"]["code"]) == (3, code)


def test_the_list_and_its_search(sel: Program) -> None:
    everything = sel.done("partners", "list", unlock=False)["partners"]
    assert len(everything) == 39
    assert everything[0] == {
        "domain": "alphaplus.co.uk",
        "organisation": "alphaplus",
        "group": "partner",
        "source": everything[0]["source"],
        "dated": None,
        "checked": None,
        "verdict": None,
    }
    gwynedd = sel.done("partners", "list", "GWYNÊDD", unlock=False)["partners"]
    assert [each["domain"] for each in gwynedd] == ["gwynedd.gov.uk", "gwynedd.llyw.cymru"]
    assert "No domain" in sel("partners", "list", "nothing-like-it", unlock=False).out
    assert not sel.data.exists()


def test_the_script_goes_by_the_last_check(sel: Program, net: Net) -> None:
    net.partner("good.example", GOOD)
    net.partner("plain.example", PLAIN)
    check(sel, net, "good.example", "plain.example")
    out = sel.path("tls.ps1")
    made = sel.done(
        "partners", "rule", "good.example", "plain.example", "sgôr.example", "--out", out
    )
    assert made["domains"] == [
        {"domain": "good.example", "tls_domain": "mx.good.example"},
        {"domain": "plain.example", "tls_domain": None},
        {"domain": "xn--sgr-lna.example", "tls_domain": None},
    ]
    assert made["unchecked"] == ["xn--sgr-lna.example"]
    assert made["bad"] == ["plain.example"]
    assert "Domain = 'good.example'; TlsDomain = 'mx.good.example'" in out.read_text("utf-8-sig")
