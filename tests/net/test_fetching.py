"""Fetching with a real server: limits of size, time and redirects, and no private address."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from sel.base.errors import FetchFailed
from sel.net import HttpFetch, KeptFiles
from sel.net.addresses import is_public
from tests import paths
from tests.net.server import Site, serving

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as up:
        yield up


def reason(ask: object, *arguments: object, **more: object) -> str:
    """Why it fails."""
    with pytest.raises(FetchFailed) as failed:
        ask(*arguments, **more)  # type: ignore[operator]
    return str(failed.value.what.facts["reason"])


def test_what_lies_there_is_fetched(site: Site) -> None:
    site.answers["/list.crl?x=1"] = (200, {}, b"list")
    assert HttpFetch(private=True).get(site.url("/list.crl?x=1"), limit=99) == b"list"
    site.answers["/ask"] = lambda sent: sent[::-1]
    assert HttpFetch(private=True).post(site.url("/ask"), b"abc", kind="a/b", limit=9) == b"cba"


def test_nothing_inside_the_house_is_asked(site: Site) -> None:
    site.answers["/list.crl"] = (200, {}, b"list")
    for host in ("127.0.0.1", "localhost"):
        url = f"http://{host}:{site.port}/list.crl"
        assert reason(HttpFetch().get, url, limit=99) == "address"
    assert site.asked == []


def test_a_name_that_nobody_answers_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: ended.wait(30) and [])
    try:
        fetch = HttpFetch(seconds=0.1)
        assert reason(fetch.get, "http://lists.example/x", limit=99) == "too-slow"
    finally:
        ended.set()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:0a00:0001::1", "nonsense",
        "fec0::1", "::10.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b:1::a00:1", "192.88.99.1", "3fff::1",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


def test_redirects_are_followed_a_few_times(site: Site) -> None:
    site.answers |= {
        f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(9)
    }  # fmt: skip
    site.answers["/2"] = (200, {}, b"here")
    assert HttpFetch(private=True).get(site.url("/0"), limit=9) == b"here"
    site.answers["/2"] = (301, {"Location": "/3"}, b"")
    assert reason(HttpFetch(private=True).get, site.url("/0"), limit=9) == "redirects"
    assert len(site.asked) <= 3 + 4


def test_a_redirect_out_of_the_web_is_refused(site: Site) -> None:
    for elsewhere in ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:70/"):
        site.answers["/away"] = (302, {"Location": elsewhere}, b"")
        assert reason(HttpFetch(private=True).get, site.url("/away"), limit=9) == "scheme"


@pytest.mark.parametrize(
    "url",
    [
        "ldap://ldap.school.example/cn=x", "file:///etc/passwd", "http:///x", "http://a b/",
        "http://user:word@127.0.0.1/", "http://127.0.0.1:99999/", "//127.0.0.1/", "",
        "http://127.0.0.1/\r\nX: y", "http://[::1",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    assert reason(HttpFetch(private=True).get, url, limit=9) == "scheme"


def test_https_checks_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = datetime.now(UTC) - timedelta(days=1)
    dates = {"starts": start, "ends": start + timedelta(days=9)}
    root = paths.make("Root", **dates)
    named = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    server = paths.make("Server", root, ca=False, extensions=[(named, False)], **dates)
    (tmp_path / "root.pem").write_bytes(root.pem)
    (tmp_path / "server.pem").write_bytes(server.pem + server.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    with serving(context) as secure:
        secure.answers["/a"] = (200, {}, b"list")
        get = HttpFetch(private=True).get
        assert reason(get, f"https://localhost:{secure.port}/a", limit=9) == "network"
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
        assert get(f"https://localhost:{secure.port}/a", limit=9) == b"list"
        assert reason(get, f"https://127.0.0.1:{secure.port}/a", limit=9) == "network"


def test_a_redirected_answer_is_not_asked_again(site: Site) -> None:
    site.answers["/ask"] = (307, {"Location": "/other"}, b"")
    post = HttpFetch(private=True).post
    assert reason(post, site.url("/ask"), b"x", kind="a/b", limit=9) == "redirects"
    assert site.asked == ["POST /ask"]


def test_too_much_is_cut_off(site: Site) -> None:
    site.answers["/big"] = (200, {}, b"x" * 200_000)
    assert reason(HttpFetch(private=True).get, site.url("/big"), limit=100_000) == "too-large"
    assert len(HttpFetch(private=True).get(site.url("/big"), limit=200_000)) == 200_000


def test_too_slow_is_cut_off(site: Site) -> None:
    site.answers["/slow"] = (200, {}, b"x" * 200)
    site.drip = 0.05  # every octet comes in time, the whole would take ten seconds
    begun = time.monotonic()
    assert reason(HttpFetch(private=True, seconds=0.4).get, site.url("/slow"), limit=999) == (
        "too-slow"
    )
    assert time.monotonic() - begun < 3


def test_a_head_that_never_ends_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def drip() -> None:
            taken, _ = listening.accept()
            with taken, suppress(OSError):
                taken.sendall(b"HTTP/1.1 200 OK\r\n")
                while True:
                    taken.sendall(b"X")
                    time.sleep(0.05)

        thread = threading.Thread(target=drip)
        thread.start()
        begun = time.monotonic()
        ask = HttpFetch(private=True, seconds=0.4).get
        assert reason(ask, f"http://127.0.0.1:{port}/", limit=9) == "too-slow"
        assert time.monotonic() - begun < 3
        thread.join()


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"Transfer-Encoding: chunked\r\n", b"0"),
        (b"", b"x"),
        (b"Transfer-Encoding: chunked\r\n", b"1;"),
    ],
)
def test_a_body_that_never_ends_is_cut_off(head: bytes, piece: bytes) -> None:
    """Whatever the server says about the connection: it does not end the deadline."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        cut = threading.Event()

        def drip() -> None:
            taken, _ = listening.accept()
            with taken:
                taken.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + head + b"\r\n")
                try:
                    # One line that comes octet by octet: nobody returns before it ends.
                    for _ in range(100):
                        taken.sendall(piece)
                        time.sleep(0.02)
                except OSError:
                    cut.set()

        thread = threading.Thread(target=drip)
        thread.start()
        ask = HttpFetch(private=True, seconds=0.3).get
        assert reason(ask, f"http://127.0.0.1:{port}/", limit=999) == "too-slow"
        thread.join()
        assert cut.is_set()


def test_refusals_and_nobody_there(site: Site) -> None:
    assert reason(HttpFetch(private=True).get, site.url("/none"), limit=9) == "status"
    port = site.port
    with serving() as gone:
        port = gone.port
    assert reason(HttpFetch(private=True).get, f"http://127.0.0.1:{port}/", limit=9) == "network"


def test_what_was_fetched_is_kept_until_a_newer_one_is_due(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path / "fetched")
    assert kept.find("http://a.example/", NOW) is None
    kept.keep("http://a.example/", b"\x30\n\x00", until=NOW + timedelta(hours=1), now=NOW)
    assert kept.find("http://a.example/", NOW) == b"\x30\n\x00"
    assert kept.find("http://b.example/", NOW) is None
    assert kept.find("http://a.example/", NOW + timedelta(hours=2)) is None
    assert [each.stat().st_mode & 0o777 for each in (tmp_path / "fetched").iterdir()] == [0o600]


def test_what_is_outdated_makes_room(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path / "fetched")
    for number in range(80):
        kept.keep(f"{number}", b"x", until=NOW + timedelta(hours=1), now=NOW)
    assert len(list((tmp_path / "fetched").iterdir())) <= 65
    later = NOW + timedelta(hours=2)
    kept.keep("new", b"x", until=later + timedelta(hours=1), now=later)
    assert len(list((tmp_path / "fetched").iterdir())) == 1


def test_a_cache_that_cannot_be_used_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    kept = KeptFiles(tmp_path / "file")
    kept.keep("a", b"x", until=NOW + timedelta(hours=1), now=NOW)
    assert kept.find("a", NOW) is None
    good = KeptFiles(tmp_path / "fetched")
    good.keep("a", b"x", until=NOW + timedelta(hours=1), now=NOW)
    next((tmp_path / "fetched").iterdir()).write_bytes(b"no day\nx")
    assert good.find("a", NOW) is None
