"""MTA-STS fetched from a real web server, and CAA for mail."""

from __future__ import annotations

import pytest

from sel.core.delivery.transport_policy import Mode
from tests.delivery.conftest import GOOD, Net

PATH = "/.well-known/mta-sts.txt"
FILE = (
    b"version: STSv1\nmode: enforce\nmx: mx.good.example\nmx: *.hosted.example\nmax_age: 86400\n"
)


@pytest.fixture
def sts(net: Net) -> Net:
    """A domain with a policy."""
    net.partner("good.example", GOOD)
    net.world.add("_mta-sts.good.example", "TXT", '"v=STSv1; " "id=20261124;"')
    net.world.add("mta-sts.good.example", "A", "127.0.0.1")
    net.web.files["mta-sts.good.example", PATH] = FILE
    net.web.heard.clear()
    return net


def test_a_policy_that_is_enforced(sts: Net) -> None:
    found = sts.judge("good.example")
    assert found.every_finding == ()
    assert found.sts.id == "20261124"
    assert found.sts.policy is not None
    assert (found.sts.policy.mode, found.sts.policy.max_age) == (Mode.ENFORCE, 86_400)
    assert sts.web.heard == [("mta-sts.good.example", PATH)]


def test_a_server_that_the_policy_does_not_name(sts: Net) -> None:
    sts.web.files["mta-sts.good.example", PATH] = FILE.replace(b"mx.good", b"*.good.good")
    (missing,) = sts.judge("good.example").findings
    assert (missing.code, missing.level.value) == ("sts-mx-missing", "error")
    sts.web.files["mta-sts.good.example", PATH] = FILE.replace(b"mx.good", b"a.good").replace(
        b"enforce", b"testing"
    )
    found = {each.code: each.level.value for each in sts.judge("good.example").findings}
    assert found == {"sts-testing": "info", "sts-mx-missing": "warning"}


@pytest.mark.parametrize(
    ("file", "reason"),
    [(404, "status"), (302, "redirects"), (301, "redirects"), (b"x" * 70_000, "too-large")],
)
def test_a_file_that_cannot_be_had(sts: Net, file: bytes | int, reason: str) -> None:
    sts.web.files["mta-sts.good.example", PATH] = file
    (missing,) = sts.judge("good.example").findings
    assert (missing.code, missing.what.facts["reason"]) == ("sts-file-missing", reason)


def test_the_web_server_has_to_prove_its_name(sts: Net) -> None:
    sts.partner("fake.example", GOOD, "fake.hosted.example")
    sts.world.add("_mta-sts.fake.example", "TXT", '"v=STSv1; id=1"')
    sts.world.add("mta-sts.fake.example", "A", "127.0.0.1")
    sts.web.files["mta-sts.fake.example", PATH] = FILE
    (missing,) = sts.judge("fake.example").findings
    assert missing.what.facts["reason"] == "server-certificate"
    assert sts.web.heard == []


def test_no_web_server(sts: Net) -> None:
    sts.world.drop("mta-sts.good.example", "A")
    (missing,) = sts.judge("good.example").findings
    assert missing.what.facts["reason"] == "no-such-host"


@pytest.mark.parametrize(
    ("records", "code"),
    [
        (('"v=STSv1; id=1"', '"v=STSv1; id=2"'), "sts-several-records"),
        (('"v=STSv1; id="',), "sts-record-broken"),
        (('"v=STSv1; id=a-b"',), "sts-record-broken"),
        (('"v=STSv1"',), "sts-record-broken"),
        (('"v=STSv2; id=1"', '"v=spf1 -all"'), "sts-none"),
    ],
)
def test_records_that_do_not_count(sts: Net, records: tuple[str, ...], code: str) -> None:
    sts.world.add("_mta-sts.good.example", "TXT", *records)
    assert [each.code for each in sts.judge("good.example").findings] == [code]
    assert sts.web.heard == []


# --- CAA ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "code"),
    [
        (('0 issue "letsencrypt.org"',), None),
        (('0 issuemail ";"',), "caa-nobody-for-mail"),
        (('0 ISSUEMAIL "ca.example; policy=ev"', '0 issuemail ";"'), "caa-some-for-mail"),
        (('0 issuemail "%%%"',), "caa-broken"),
        (('128 tbs "x"',), "caa-unknown-critical"),
    ],
)
def test_caa_for_mail(sts: Net, records: tuple[str, ...], code: str | None) -> None:
    sts.partner("caa.example", GOOD, "caa.hosted.example")
    sts.world.add("caa.example", "CAA", *records)
    found = [each.code for each in sts.judge("caa.example").findings if each.code != "sts-none"]
    assert found[:1] == ([code] if code else [])


def test_caa_of_the_closest_name_above(sts: Net) -> None:
    sts.partner("school.above.example", GOOD, "above.hosted.example")
    sts.world.add("above.example", "CAA", '0 issuemail "ca.example"')
    found = sts.judge("school.above.example")
    assert found.caa_at == "above.example"
    assert found.issuers.issuers == ("ca.example",)
