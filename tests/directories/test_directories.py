"""Colleagues looked up in a real slapd, and in servers that are slow, lie or talk nonsense."""

from __future__ import annotations

import dataclasses
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sel.base.errors import BadDirectory, DirectoryFailed, NoNetwork, TooShort
from sel.base.progress import Silent
from sel.core import directory as asking
from sel.flows import people_directories
from sel.net.directories import LdapDirectories
from sel.ports.directories import DirectoryAnswer
from sel.ports.services import Services
from tests.directories.conftest import GWEN, SIAN, Directory, tls
from tests.directories.server import BASE, talking
from tests.flows.desk import desk

LONG = 30.0


def _answer(asked: bytes, code: int) -> bytes:
    """An extended response to what was asked, with its number and a result code (RFC 4511)."""
    return b"\x30\x0c\x02\x01" + asked[4:5] + b"\x78\x07\x0a\x01" + bytes([code]) + b"\x04\0\x04\0"


def _address(port: int, scheme: str = "ldaps", base: str = BASE) -> asking.Address:
    return asking.address(f"{scheme}://127.0.0.1:{port}/{base}")


def _search(
    directory: Directory, text: str, scheme: str = "ldaps", base: str = BASE
) -> DirectoryAnswer:
    port = directory.secure if scheme == "ldaps" else directory.plain
    ldap = LdapDirectories(directory.tls.context, LONG)
    return ldap.search(_address(port, scheme, base), asking.search_filter(text))


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
@pytest.mark.parametrize("base", [BASE, ""])
def test_somebody_is_found_over_tls(directory: Directory, scheme: str, base: str) -> None:
    (one,) = _search(directory, "Siân Llŷr", scheme, base).entries
    assert (one.name, one.emails) == ("Siân Llŷr", (SIAN,))
    assert one.values == (directory.certificates[SIAN],)


def test_two_thousand_are_too_many_at_once(directory: Directory) -> None:
    found = _search(directory, "Number")
    assert (len(found.entries), found.more) == (100, True)


def test_referrals_are_counted_and_not_followed(directory: Directory) -> None:
    found = _search(directory, "gwen")
    assert len(found.entries) == 1
    assert found.elsewhere == 1


def test_signs_of_the_filter_are_only_signs(directory: Directory) -> None:
    assert [each.name for each in _search(directory, "star* (rhys)\\").entries] == [
        "Star* (Rhys)\\"
    ]
    for hostile in ("***", "*)(uid=*", "a)(|(cn=*", "abc\x00\x00", "(((("):
        assert _search(directory, hostile).entries == ()


def test_nobody(directory: Directory) -> None:
    assert _search(directory, "nobody-of-this-name") == DirectoryAnswer((), False, 1)
    assert _search(directory, "Siân Llŷr", base="dc=elsewhere,dc=example").entries == ()


def test_whoever_has_no_certificate_is_not_asked_for(directory: Directory) -> None:
    names = {each.name for each in _search(directory, "Rhys").entries}
    assert names == {"Gwen Rhys", "Rotten Rhys", "Wrong Rhys", "Star* (Rhys)\\"}


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_a_root_that_is_not_trusted(directory: Directory, scheme: str) -> None:
    port = directory.secure if scheme == "ldaps" else directory.plain
    with pytest.raises(DirectoryFailed) as caught:
        LdapDirectories(tls().context, LONG).search(
            _address(port, scheme), asking.search_filter("Siân")
        )
    assert caught.value.what.facts == {"host": "127.0.0.1", "reason": "server-certificate"}


@pytest.mark.parametrize("certificate", [tls("localhost"), tls(ended=True)])
def test_another_name_or_an_ended_certificate(certificate: Any, tmp_path: Path) -> None:
    for name, data in (("cert", certificate.server), ("key", certificate.key)):
        (tmp_path / name).write_bytes(data)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")

    def talk(line: socket.socket) -> None:
        context.wrap_socket(line, server_side=True).recv(1)

    with talking(talk) as port:
        assert _reason(port, context=certificate.context) == "server-certificate"


def _reason(port: int, scheme: str = "ldaps", *, context: Any = None, seconds: float = 2) -> str:
    ldap = LdapDirectories(context or ssl.create_default_context, seconds)
    with pytest.raises(DirectoryFailed) as caught:
        ldap.search(_address(port, scheme), asking.search_filter("Siân"))
    return str(caught.value.what.facts["reason"])


def test_a_server_without_starttls_hears_nothing_else() -> None:
    heard = bytearray()

    def talk(line: socket.socket) -> None:
        asked = line.recv(4096)
        heard.extend(asked)
        line.sendall(_answer(asked, 2))  # protocolError
        heard.extend(line.recv(4096))

    with talking(talk) as port:
        assert _reason(port, "ldap") == "no-tls"
        time.sleep(0.05)
    assert b"1.3.6.1.4.1.1466.20037" in heard
    assert b"cn" not in heard
    assert b"Si" not in heard


def test_a_server_that_says_yes_and_speaks_no_tls() -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(_answer(line.recv(4096), 0))
        line.recv(4096)
        line.sendall(b"hello, no TLS here\r\n")

    with talking(talk) as port:
        assert _reason(port, "ldap") == "no-tls"


def test_a_server_that_says_nothing() -> None:
    def talk(line: socket.socket) -> None:
        line.recv(4096)
        time.sleep(5)

    with talking(talk) as port:
        assert _reason(port, "ldap", seconds=0.3) == "too-slow"
        assert _reason(port, "ldaps", seconds=0.3) == "too-slow"


def test_a_server_that_drips() -> None:
    """Each octet comes in time, and the whole never does."""

    def talk(line: socket.socket) -> None:
        line.recv(4096)
        for octet in b"\x30\x84\x7f\xff\xff\xff" + bytes(500):
            line.sendall(bytes([octet]))
            time.sleep(0.02)

    with talking(talk) as port:
        assert _reason(port, "ldap", seconds=0.5) == "too-slow"


def test_a_server_that_never_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.net.directories._BYTES", 1_000_000)

    def talk(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(b"\x30\x84\x7f\xff\xff\xff")
        while True:
            line.sendall(bytes(65536))

    with talking(talk) as port:
        assert _reason(port, "ldap", seconds=LONG) == "too-large"


def _tlv(tag: int, inside: bytes) -> bytes:
    return bytes([tag, 0x82, *len(inside).to_bytes(2, "big")]) + inside


def _number(asked: bytes) -> bytes:
    """Number of a message that came, as an element (RFC 4511 4.1.1)."""
    at = 2 + (asked[1] & 0x7F if asked[1] & 0x80 else 0)
    return asked[at : at + 3]


def _result(code: int) -> bytes:
    """Result code, no name, no message (RFC 4511 4.1.9)."""
    return b"\x0a\x01" + bytes([code]) + b"\x04\0\x04\0"


@contextmanager
def _searched(
    folder: Path, answer: Callable[[ssl.SSLSocket, bytes], None], *, bound: int = 0
) -> Iterator[tuple[int, Any]]:
    """A server with good TLS: its port, and what trusts it.

    answer  to the search, with the number of what was asked
    bound   its result of the bind
    """
    one = tls()
    (folder / "cert").write_bytes(one.server)
    (folder / "key").write_bytes(one.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")

    def talk(line: socket.socket) -> None:
        secure = context.wrap_socket(line, server_side=True)
        secure.sendall(_tlv(0x30, _number(secure.recv(4096)) + _tlv(0x61, _result(bound))))
        answer(secure, _number(secure.recv(4096)))
        secure.recv(1)

    with talking(talk) as port:
        yield port, one.context


def test_a_server_that_answers_with_a_hundred_thousand(tmp_path: Path) -> None:
    """It was told that a hundred are wanted, and each of the others is small."""

    def answer(secure: ssl.SSLSocket, number: bytes) -> None:
        entry = _tlv(0x30, number + _tlv(0x64, _tlv(4, b"cn=x") + _tlv(0x30, b"")))
        for _ in range(100):
            secure.sendall(entry * 1_000)
        secure.sendall(_tlv(0x30, number + _tlv(0x65, _result(0))))

    with _searched(tmp_path, answer) as (port, context):
        assert _reason(port, context=context, seconds=LONG) == "too-large"


def test_a_server_that_gives_more_than_was_asked_for(tmp_path: Path) -> None:
    def answer(secure: ssl.SSLSocket, number: bytes) -> None:
        entry = _tlv(0x30, number + _tlv(0x64, _tlv(4, b"cn=x") + _tlv(0x30, b"")))
        secure.sendall(entry * 150 + _tlv(0x30, number + _tlv(0x65, _result(0))))

    with _searched(tmp_path, answer) as (port, context):
        found = LdapDirectories(context, LONG).search(_address(port), "(cn=x)")
        assert (len(found.entries), found.more) == (100, True)


def test_a_server_that_sends_one_elsewhere_is_not_followed(tmp_path: Path) -> None:
    """A referral as its whole answer (RFC 4511 4.1.10): nobody goes where it points."""
    came = []

    def elsewhere(line: socket.socket) -> None:
        came.append(line.recv(4096))

    with talking(elsewhere) as other:
        url = f"ldap://127.0.0.1:{other}/dc=elsewhere".encode()

        def answer(secure: ssl.SSLSocket, number: bytes) -> None:
            referral = _result(10) + _tlv(0xA3, _tlv(4, url))
            secure.sendall(_tlv(0x30, number + _tlv(0x65, referral)))

        with _searched(tmp_path, answer) as (port, context):
            found = LdapDirectories(context, LONG).search(_address(port), "(cn=x)")
            assert found == DirectoryAnswer((), False, 1)
    assert came == []


@pytest.mark.parametrize(("code", "reason"), [(3, "too-slow"), (50, "refused"), (53, "refused")])
def test_a_server_that_would_not(tmp_path: Path, code: int, reason: str) -> None:
    """Its own time limit; insufficientAccessRights; unwillingToPerform."""

    def answer(secure: ssl.SSLSocket, number: bytes) -> None:
        secure.sendall(_tlv(0x30, number + _tlv(0x65, _result(code))))

    with _searched(tmp_path, answer) as (port, context):
        assert _reason(port, context=context, seconds=LONG) == reason


def test_a_server_that_wants_to_know_who_asks(tmp_path: Path) -> None:
    with _searched(tmp_path, lambda _secure, _number: None, bound=48) as (port, context):
        assert _reason(port, context=context, seconds=LONG) == "refused"


def test_a_name_that_nobody_answers_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system has no limit for it; what is asked meanwhile goes on by itself."""
    asked = threading.Event()
    ended = threading.Event()

    def silent(*_arguments: object, **_settings: object) -> list[Any]:
        asked.set()
        ended.wait(LONG)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    try:
        ldap = LdapDirectories(ssl.create_default_context, 0.1)
        with pytest.raises(DirectoryFailed) as caught:
            ldap.search(asking.address("ldaps://directory.example"), asking.search_filter("Siân"))
        assert caught.value.what.facts == {"host": "directory.example", "reason": "too-slow"}
        assert asked.is_set()
    finally:
        ended.set()


def test_a_name_with_several_addresses(directory: Directory, monkeypatch: Any) -> None:
    """The first that answers counts; the certificate is for the name, not for the address."""
    real = socket.getaddrinfo

    def several(host: str, port: int, *arguments: Any, **settings: Any) -> list[Any]:
        hosts = ["127.0.0.9", "127.0.0.1"] if host == "directory.example" else [host]
        return [one for each in hosts for one in real(each, port, *arguments, **settings)]

    monkeypatch.setattr(socket, "getaddrinfo", several)
    address = asking.address(f"ldaps://directory.example:{directory.secure}/{BASE}")
    with pytest.raises(DirectoryFailed) as caught:
        LdapDirectories(directory.tls.context, LONG).search(address, asking.search_filter("Siân"))
    assert caught.value.what.facts["reason"] == "server-certificate"


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"\x30\x00"])
def test_a_server_that_is_none(answer: bytes) -> None:
    def talk(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(answer)

    with talking(talk) as port:
        assert _reason(port, "ldap", seconds=1) in {"no-tls", "network", "nonsense", "too-slow"}


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    assert _reason(port) == "network"


# --- addresses and what is asked ------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://directory.example",
        "ldap://",
        "ldap://../dc=x",
        "ldap://directory..example",
        "ldap://user:secret@directory.example",
        "ldapi://%2fvar%2frun",
        "ldap://directory.example:99999",
        "ldap://directory.example/dc=x?mail?sub?(cn=*)",
        "ldap://directory.example/dc=x y",
        "",
    ],
)
def test_what_is_no_address_of_a_directory(url: str) -> None:
    with pytest.raises(BadDirectory):
        asking.address(url)


def test_addresses() -> None:
    one = asking.address("LDAPS://Directory.Example./dc=school%2cdc=example")
    assert dataclasses.astuple(one) == (
        "ldaps",
        "directory.example",
        636,
        "dc=school,dc=example",
    )
    assert asking.address("ldap://[::1]:3890").url == "ldap://[::1]:3890"


@pytest.mark.parametrize("text", ["", " ", "ab", "a b", "\x00\x00\x00"])
def test_too_little_to_look_for(text: str) -> None:
    with pytest.raises(TooShort):
        asking.search_filter(text)


# --- the errand -----------------------------------------------------------------------------


@pytest.fixture
def teacher(tmp_path: Path, directory: Directory) -> Services:
    ldap = LdapDirectories(directory.tls.context, LONG)
    return dataclasses.replace(desk(tmp_path / "teacher"), directories=lambda: ldap)


def test_offers_are_taken_only_when_somebody_says_so(
    teacher: Services, directory: Directory
) -> None:
    url = f"ldaps://127.0.0.1:{directory.secure}/{BASE}"
    addresses = people_directories.asked(teacher, [url])
    (said,) = people_directories.search(teacher, "Rhys", addresses, Silent())
    assert {(each.name, each.fits) for each in said.offers} == {
        ("Gwen Rhys", True),
        ("Wrong Rhys", False),
        ("Star* (Rhys)\\", False),
    }
    assert said.without == 1
    people = teacher.book().people()
    assert people.count().people == 0
    report = people_directories.take(teacher, [said])
    assert [each.emails for each in report.taken] == [(GWEN,)]
    assert {each.what.code for each in report.rejected} == {"offer-other-address"}
    (gwen,) = people.people()
    (held,) = gwen.certificates
    assert held.source == f"ldaps://127.0.0.1:{directory.secure}"
    assert held.path.value == "path-unknown"


def test_one_that_fails_spoils_no_other(teacher: Services, directory: Directory) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        nobody = one.getsockname()[1]
    urls = [f"ldaps://127.0.0.1:{nobody}", f"ldaps://127.0.0.1:{directory.secure}/{BASE}"]
    addresses = people_directories.asked(teacher, urls)
    failed, found = people_directories.search(teacher, "Gwen", addresses, Silent())
    assert failed.failure is not None
    assert failed.failure.code == "directory-failed"
    assert len(found.offers) == 1


def test_those_of_policy(teacher: Services, directory: Directory) -> None:
    policy = dataclasses.replace(
        teacher.policy, ldap_servers=(f"ldaps://127.0.0.1:{directory.secure}/{BASE}",)
    )
    managed = dataclasses.replace(teacher, policy=policy)
    assert [each.port for each in people_directories.asked(managed)] == [directory.secure]


def test_where_nothing_may_leave(tmp_path: Path) -> None:
    silent = desk(tmp_path / "silent")
    with pytest.raises(NoNetwork):
        people_directories.asked(silent, ["ldaps://directory.example"])
