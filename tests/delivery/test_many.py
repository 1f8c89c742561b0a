"""Many domains at once, stopped half way; and mail servers of OpenSSL's own."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from sel.base.message import Message
from sel.base.progress import Cancelled, Silent
from sel.core.delivery import Seen, Talk, Trust
from sel.core.delivery.judged import Judged, Verdict
from sel.core.delivery.judging import judge
from sel.flows import partner_checks
from sel.net.delivery import open_line
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.wiring import build
from tests.delivery.conftest import GOOD, Net
from tests.delivery.servers import Mail, mail_servers
from tests.directories.server import free_port

MANY = 60


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return build(tmp_path / "data", lambda: None, True, ())


class Counting(Mail):
    """How many talk to it at the same time."""

    most = now = 0
    lock = threading.Lock()

    def serve(self, line: socket.socket) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            super().serve(line)
        finally:
            with self.lock:
                self.now -= 1


def test_many_are_asked_at_the_same_time_and_come_in_order(net: Net, services: Services) -> None:
    mail = Counting(net.identities[GOOD].context(), delay=0.02)
    names = [f"d{n}.many.example" for n in range(MANY)]
    for n, each in enumerate(names):
        net.partner(each, "127.0.0.51", f"h{n}.hosted.example")
    steps: list[tuple[int, int, str]] = []

    class Watching:
        def step(self, done: int, total: int, what: Message) -> None:
            steps.append((done, total, str(what.facts.get("domain", ""))))

    with mail_servers({"127.0.0.51": mail}) as port:
        way = dataclasses.replace(net.way, smtp_port=port)
        report = partner_checks.check(services, names, way, Watching())
    assert [each.domain for each in report.checked] == names
    assert report.count(Verdict.GOOD) == MANY
    assert {each for _, _, each in steps} == {*names, ""}
    assert {total for _, total, _ in steps} == {MANY}
    assert steps[-1][0] == MANY
    assert 4 < mail.most <= 32
    assert set(services.partner_checks().read()) == set(names)


def test_a_fault_at_one_domain_is_its_answer_and_no_end_of_the_others(
    net: Net, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["f1.hosted.example", "fault.hosted.example", "f2.hosted.example"]
    for each in names:
        net.partner(each, GOOD)

    def faulty(seen: Seen) -> Judged:
        if seen.domain == "fault.hosted.example" and seen.hosts:
            raise ZeroDivisionError("secret of somebody")
        return judge(seen)

    monkeypatch.setattr(partner_checks, "judge", faulty)
    report = partner_checks.check(services, names, net.way, Silent())
    assert [each.domain for each in report.checked] == names
    first, fault, last = (each.judged for each in report.checked)
    assert first.verdict is last.verdict is not Verdict.UNKNOWN
    assert fault.verdict is Verdict.UNKNOWN
    (said,) = fault.every_finding
    assert said.code == "domain-not-checked"
    assert str(said.what.facts["fault"]).startswith("ZeroDivisionError at test_many:")
    assert set(services.partner_checks().read()) == {names[0], names[2]}
    for language in ("en", "cy"):
        words = Speaker(language).finding(said)
        assert "ZeroDivisionError" in words.what
        assert "secret" not in f"{words}"


def test_stopping_hangs_up(net: Net, services: Services) -> None:
    """Servers that say nothing keep nobody who stopped: their lines are cut."""
    there, cut = threading.Event(), threading.Event()

    def wait(line: socket.socket) -> None:
        there.set()
        line.settimeout(30)
        if line.recv(1) == b"":
            cut.set()

    class Stops:
        def step(self, done: int, total: int, what: Message) -> None:
            if what.facts["domain"] == "last.example":
                assert there.wait(30)
                raise Cancelled

    names = [*(f"w{n}.example" for n in range(10)), "last.example"]
    with mail_servers({"127.0.0.52": Mail(talk=wait)}) as port:
        for each in names:
            net.partner(each, "127.0.0.52")
        way = dataclasses.replace(net.way, smtp_port=port)
        with pytest.raises(Cancelled):
            partner_checks.check(services, names, way, Stops())
        assert cut.wait(30)
    assert not [each for each in threading.enumerate() if each.name.startswith("spread")]
    assert not services.data.exists()


def test_stopping_cuts_a_policy_that_drips(net: Net) -> None:
    """The body of an answer that ends with its connection: no header says when it is over."""
    begun, cut = threading.Event(), threading.Event()
    tls = net.authority.issue("mta-sts.drips.example").context()
    host = "mta-sts.drips.example"
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(2) as pool:

        def drip() -> None:
            taken, _ = listening.accept()
            with tls.wrap_socket(taken, server_side=True) as line:
                line.recv(4096)
                line.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nversion: ")
                begun.set()
                line.settimeout(5)
                try:
                    if line.recv(1) == b"":
                        cut.set()
                except ssl.SSLError:
                    cut.set()  # hung up without TLS's goodbye
                except TimeoutError:
                    return

        served = pool.submit(drip)
        way = dataclasses.replace(net.way, https_port=listening.getsockname()[1])
        line = open_line(way)
        asked = pool.submit(line.asking().policy, host, ("127.0.0.1",), "/x", limit=99)
        assert begun.wait(30)
        line.close()
        served.result(30)
        asked.exception(30)
    assert cut.is_set()


def test_stopping_cuts_a_handshake(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """The socket of TLS is another object than the one that was connected."""
    monkeypatch.setattr("sel.net.smtp_talk._SECONDS", 40)
    there, cut = threading.Event(), threading.Event()

    def wait(line: socket.socket) -> None:
        line.sendall(b"220 x\r\n")
        line.recv(1024)
        line.sendall(b"250-x\r\n250 STARTTLS\r\n")
        line.recv(1024)
        line.sendall(b"220 go\r\n")
        line.settimeout(30)
        line.recv(4096)
        there.set()
        while line.recv(4096):
            pass
        cut.set()

    with mail_servers({"127.0.0.55": Mail(talk=wait)}) as port:
        line = open_line(dataclasses.replace(net.way, smtp_port=port))
        found: list[Talk] = []
        asking = line.asking()
        call = threading.Thread(
            target=lambda: found.append(asking.talk("h.hosted.example", ("127.0.0.55",)))
        )
        call.start()
        assert there.wait(30)
        line.close()
        assert cut.wait(20)
        call.join()
    assert [(each.starttls, each.tls) for each in found] in ([(True, None)], [(False, None)])


def test_after_hanging_up_nobody_is_called(net: Net) -> None:
    net.partner("good.example", GOOD)
    line = open_line(net.way)
    asking = line.asking()
    net.world.heard.clear()
    line.close()
    assert asking.mx("good.example").values == ()
    assert asking.talk("mx.good.example", (GOOD,)).tls is None
    assert net.world.heard == []


def test_a_domain_has_only_so_much_time(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.net.delivery._SECONDS", 0.5)
    net.world.add("slow.example", "MX", *(f"{n} s{n}.slow.example." for n in range(8)))
    for n in range(8):
        net.world.add(f"s{n}.slow.example", "A", "127.0.0.53")
    with mail_servers({"127.0.0.53": Mail(talk=lambda line: time.sleep(3))}) as port:
        found = net.judge("slow.example", dataclasses.replace(net.way, smtp_port=port))
    assert found.verdict is Verdict.UNKNOWN
    assert len(found.hosts) == 8


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("openssl does not answer")


def _smtp_before(port: int) -> Callable[[socket.socket], None]:
    """SMTP up to the handshake; from there on, OpenSSL's server speaks."""

    def talk(line: socket.socket) -> None:
        line.sendall(b"220 x\r\n")
        line.recv(1024)
        line.sendall(b"250-x\r\n250 STARTTLS\r\n")
        line.recv(1024)
        with socket.create_connection(("127.0.0.1", port)) as behind:
            line.sendall(b"220 go\r\n")
            back = threading.Thread(target=_pour, args=(behind, line))
            back.start()
            _pour(line, behind)
            back.join()

    return talk


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize(
    ("options", "version", "code"),
    [
        (("-tls1_2",), "TLSv1.2", None),
        (("-tls1", "-cipher", "ALL:@SECLEVEL=0"), "TLSv1", "tls-old"),
        (("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"), "TLSv1.2", "tls-weak"),
    ],
)
def test_servers_of_openssl(
    net: Net, tmp_path: Path, options: tuple[str, ...], version: str, code: str | None
) -> None:
    one = net.identities[GOOD]
    for name, data in (("chain", one.chain), ("key", one.key)):
        (tmp_path / name).write_bytes(data)
    port = free_port()
    server = subprocess.Popen(
        ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", tmp_path / "chain",
         "-key", tmp_path / "key", "-rev", *options],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert server.stdin is not None
    net.partner("openssl.example", "127.0.0.54", "openssl.hosted.example")
    try:
        _wait_for(port)
        with mail_servers({"127.0.0.54": Mail(talk=_smtp_before(port))}) as smtp_port:
            way = dataclasses.replace(net.way, smtp_port=smtp_port)
            found = net.judge("openssl.example", way)
    finally:
        server.kill()
        server.wait()
        server.stdin.close()
    (host,) = found.hosts
    assert (host.starttls, host.tls_version, host.trust) == (True, version, Trust.TRUSTED)
    assert [each.code for each in host.findings] == ([code] if code else [])


def test_nothing_is_asked_where_nothing_may_leave(tmp_path: Path, net: Net) -> None:
    from sel.base.errors import NoNetwork

    closed = build(tmp_path / "data", lambda: None, False, ())
    with pytest.raises(NoNetwork):
        partner_checks.check(closed, ["good.example"], net.way, Silent())
