"""One domain after another, each with its own fault, asked over real connections."""

from __future__ import annotations

import socket
import time

import pytest

from sel.core.delivery import Reach, Trust
from sel.core.delivery.judged import Verdict
from tests.delivery.conftest import EXPIRED, GONE, GOOD, OLD, OTHER, PLAIN, SELF, SOON, Net
from tests.delivery.servers import Mail, mail_servers


def test_a_good_domain(net: Net) -> None:
    net.partner("good.example", GOOD)
    found = net.judge("good.example")
    assert found.verdict is Verdict.GOOD
    assert [each.code for each in found.every_finding] == ["sts-none"]
    (host,) = found.hosts
    assert (host.host, host.addresses, host.preference) == ("mx.good.example", (GOOD,), 10)
    assert (host.starttls, host.tls_version) == (True, "TLSv1.3")
    assert (host.trust, host.name_matches) == (Trust.TRUSTED, True)
    assert host.certificate is not None
    assert host.certificate.subject == "CN=mail server"


def test_no_mail_is_sent_and_we_do_not_say_who_we_are(net: Net) -> None:
    net.partner("hosted.example", GOOD)
    net.mail[GOOD].heard.clear()
    net.judge("hosted.example")
    assert net.mail[GOOD].heard == [
        "EHLO sel.invalid",
        "STARTTLS",
        "EHLO sel.invalid",
        "QUIT",
    ]


@pytest.mark.parametrize(
    ("domain", "address", "code", "trust"),
    [
        ("expired.example", EXPIRED, "tls-expired", Trust.EXPIRED),
        ("self.example", SELF, "tls-self-signed", Trust.SELF_SIGNED),
        ("other.example", OTHER, "tls-no-path", Trust.NO_PATH),
    ],
)
def test_a_certificate_that_is_not_trusted(
    net: Net, domain: str, address: str, code: str, trust: Trust
) -> None:
    net.partner(domain, address)
    found = net.judge(domain)
    (host,) = found.hosts
    assert (host.starttls, host.trust, host.name_matches) == (True, trust, True)
    assert net.codes(domain) == [code]
    assert found.verdict is Verdict.BAD


def test_a_certificate_for_another_name(net: Net) -> None:
    net.partner("elsewhere.example", GOOD)
    found = net.judge("elsewhere.example")
    assert net.codes("elsewhere.example") == ["tls-other-name"]
    (wrong,) = [each for each in found.every_finding if each.code == "tls-other-name"]
    assert wrong.what.facts["host"] == "mx.elsewhere.example"
    assert "mx.good.example" in str(wrong.what.facts["names"])
    assert found.hosts[0].trust is Trust.TRUSTED
    assert found.hosts[0].name_matches is False


def test_only_an_old_version(net: Net) -> None:
    net.partner("old.example", OLD)
    (host,) = net.judge("old.example").hosts
    assert (host.tls_version, host.trust, host.name_matches) == ("TLSv1", Trust.TRUSTED, True)
    assert net.codes("old.example") == ["tls-old"]


def test_a_certificate_that_ends_soon(net: Net) -> None:
    net.partner("soon.example", SOON)
    assert net.codes("soon.example") == ["tls-ends-soon"]
    assert net.judge("soon.example").verdict is Verdict.WARNINGS


def test_no_starttls(net: Net) -> None:
    net.partner("plain.example", PLAIN)
    net.mail[PLAIN].heard.clear()
    (host,) = net.judge("plain.example").hosts
    assert (host.starttls, host.tls_version, host.trust) == (False, None, None)
    assert net.codes("plain.example") == ["starttls-missing"]
    assert net.mail[PLAIN].heard[:2] == ["EHLO sel.invalid", "QUIT"]


def test_nobody_there(net: Net) -> None:
    net.partner("gone.example", GONE)
    found = net.judge("gone.example")
    assert net.codes("gone.example") == ["smtp-unreachable"]
    assert found.verdict is Verdict.UNKNOWN


def test_one_of_two_is_gone(net: Net) -> None:
    net.partner("good.example", GOOD)
    net.partner("gone.example", GONE)
    net.world.add("half.example", "MX", "20 mx.gone.example.", "10 mx.good.example.")
    found = net.judge("half.example")
    assert [each.host for each in found.hosts] == ["mx.good.example", "mx.gone.example"]
    assert found.verdict is Verdict.WARNINGS


def test_a_second_address_is_tried(net: Net) -> None:
    net.world.add("two.example", "MX", "10 two.hosted.example.")
    net.world.add("two.hosted.example", "A", GONE, GOOD)
    assert net.judge("two.example").verdict is Verdict.GOOD


# --- servers that do not keep to SMTP -------------------------------------------------------


def _drip(line: socket.socket) -> None:
    for _ in range(60):
        line.sendall(b"2" * 64)
        time.sleep(0.001)


def _flood(line: socket.socket) -> None:
    line.sendall(b"220-" + b"x" * 200_000)


def _injects(line: socket.socket) -> None:
    """Something in clear stands behind the answer to STARTTLS (CVE-2011-0411, turned round)."""
    stream = line.makefile("rb")
    line.sendall(b"220 x\r\n")
    stream.readline()
    line.sendall(b"250-x\r\n250 STARTTLS\r\n")
    stream.readline()
    line.sendall(b"220 go\r\n250 put in\r\n")
    stream.readline()


def _no_tls_after_all(line: socket.socket) -> None:
    stream = line.makefile("rb")
    line.sendall(b"220 x\r\n")
    stream.readline()
    line.sendall(b"250-x\r\n250 STARTTLS\r\n")
    stream.readline()
    line.sendall(b"220 go\r\n")
    line.recv(4096)
    line.sendall(b"hello, no TLS here\r\n")


ODD = {
    "127.0.0.41": (Mail(talk=lambda line: line.sendall(b"SSH-2.0-x\r\n")), "smtp-nonsense"),
    "127.0.0.42": (Mail(greeting="554 we want <b>nobody</b>"), "smtp-refused"),
    "127.0.0.43": (Mail(talk=_drip), "smtp-nonsense"),
    "127.0.0.44": (Mail(talk=_flood), "smtp-nonsense"),
    "127.0.0.45": (Mail(talk=_injects), "smtp-nonsense"),
    "127.0.0.46": (Mail(talk=_no_tls_after_all), "starttls-failed"),
    "127.0.0.47": (Mail(talk=lambda line: None), "smtp-unreachable"),
}


def test_servers_that_do_not_keep_to_it(net: Net) -> None:
    with mail_servers({address: mail for address, (mail, _) in ODD.items()}) as port:
        for n, (address, (_, code)) in enumerate(ODD.items()):
            net.partner(f"odd{n}.example", address)
            way = type(net.way)(net.way.resolver, port, net.way.https_port, net.way.roots)
            assert net.codes(f"odd{n}.example", way) == [code], address


def test_an_answer_that_refuses_is_shown_as_letters(net: Net) -> None:
    said = "554 no\x1b[31m \u202eguests " + "x" * 200
    with mail_servers({"127.0.0.42": Mail(greeting=said)}) as port:
        net.partner("rude.example", "127.0.0.42")
        way = type(net.way)(net.way.resolver, port, net.way.https_port, net.way.roots)
        (host,) = net.look("rude.example", way).hosts
    assert host.talk is not None
    assert host.talk.reach is Reach.REFUSED
    assert host.talk.detail.startswith("554 no?[31m ")
    assert host.talk.detail.isascii()
    assert len(host.talk.detail) < 100
