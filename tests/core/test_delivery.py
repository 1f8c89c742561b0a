"""Names of certificates, policies and pins by their RFCs; every code has its words."""

from __future__ import annotations

import hashlib
import inspect
import re

import pytest

from sel.core.delivery import judging, judging_hosts, pinning, transport_policy
from sel.core.delivery.model import Pin
from sel.core.delivery.names import Named, is_host, matches, named
from sel.core.delivery.pinning import Dane
from sel.core.delivery.transport_policy import BrokenPolicyError, Mode, read
from sel.text.catalog import find
from tests.core.certificate_material import Made, attribute, extension, key, name, oid, tlv
from tests.flows.desk import now


def test_every_code_is_listed_and_has_words() -> None:
    source = inspect.getsource(judging) + inspect.getsource(judging_hosts)
    said = set(re.findall(r'(?:error|warning|info|how)\(\s*"([a-z-]+)"', source))
    assert said == {*judging.CODES, *judging_hosts.HOST_CODES}
    assert [code for code in said if find(code) is None] == []


@pytest.mark.parametrize(
    ("pattern", "host", "fits"),
    [
        ("mx.school.example", "mx.school.example", True),
        ("*.school.example", "mx.school.example", True),
        ("*.school.example", "school.example", False),
        ("*.school.example", "a.mx.school.example", False),
        ("m*.school.example", "mx.school.example", False),
        ("mx.*.example", "mx.school.example", False),
        ("*", "school", False),
        ("*.example", "school.example", False),
        ("*.*.example", "a.b.example", False),
        ("", "", False),
        ("a b.example", "a b.example", False),
    ],
)
def test_names_of_certificates(pattern: str, host: str, fits: bool) -> None:
    assert matches(pattern, host) is fits
    assert Named((pattern,)).speaks_for(host) is fits
    assert Named((), pattern).speaks_for(host) is False  # a common name does not count


def test_what_is_no_certificate_has_no_names() -> None:
    assert named(b"\x30\x00") == named(b"") == Named()


def _alternative(*names: bytes) -> bytes:
    return extension("2.5.29.17", tlv(0x30, *names))


NO_KEY = key(tlv(0x30, oid("1.2.3.4")))
HOSTILE = {
    "x400Address": Made(extensions=(_alternative(tlv(0xA3, tlv(0x30))),)),
    "ediPartyName": Made(extensions=(_alternative(tlv(0xA5, tlv(0x81, b"x"))),)),
    "version 8": Made(version=tlv(0xA0, tlv(0x02, b"\x07"))),
    "a key of no known kind": Made(key=NO_KEY),
    "a signature of no known kind": Made(algorithm=tlv(0x30, oid("1.2.3.4"))),
    "a year that is none": Made(starts=tlv(0x18, b"00000101000000Z")),
    "a name of no text": Made(subject=name(attribute("2.5.4.3", b"\xff\xfe"))),
    "twice": Made(extensions=(_alternative(), _alternative())),
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_certificate_ends_no_check(made: Made) -> None:
    """Each way in which `cryptography` gives up, ValueError or not, is an answer."""
    found = named(made.der)
    assert found.alternative == ()
    plain = Made().der
    pins = [Pin(usage, selector, 1, bytes(32)) for usage in (2, 3) for selector in (0, 1)]
    for chain in ((made.der,), (plain, made.der), (made.der, made.der)):
        assert not named(chain[0]).speaks_for("mx.example")
        assert pinning.judge(pins, chain, ("mx.example",), now()) is Dane.MISMATCH
    other = Made(extensions=(_alternative(tlv(0x82, b"mx.example")),)).der
    assert named(other).speaks_for("mx.example")
    assert pinning.judge(pins, (other, made.der), ("mx.example",), now()) is Dane.MISMATCH


def test_a_pin_of_a_whole_certificate_holds_whatever_its_key_is() -> None:
    """RFC 7672 3.1.1: nothing else of it has to be understood."""
    der = HOSTILE["a key of no known kind"].der
    whole = Pin(3, 0, 1, hashlib.sha256(der).digest())
    assert pinning.judge((whole,), (der,), (), now()) is Dane.HOLDS


@pytest.mark.parametrize("host", ["", "a..b", "-a", "a" * 64, "a b", "a\n", "ŵ.example", "a."])
def test_what_is_no_host(host: str) -> None:
    assert not is_host(host)


def policy(**fields: str) -> bytes:
    whole = {"version": "STSv1", "mode": "enforce", "mx": "mx.a.example", "max_age": "1"} | fields
    return "\n".join(f"{name}: {value}" for name, value in whole.items() if value).encode()


def test_a_policy() -> None:
    found = read(policy(mx="*.A.Example", max_age="9999999999", other="x").replace(b"\n", b"\r\n"))
    assert (found.mode, found.mx, found.max_age) == (Mode.ENFORCE, ("*.a.example",), 31_557_600)
    assert found.allows("mx.a.example")
    assert not found.allows("a.example")
    assert not found.allows("b.mx.a.example")
    assert read(policy() + b"\nmode: none\n").mode is Mode.ENFORCE  # the first counts
    assert read(policy(mode="none", mx="")).mx == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"hello",
        policy(version="STSv2"),
        policy(mode="maybe"),
        policy(mx=""),
        policy(mx="*"),
        policy(mx="a.*.example"),
        policy(max_age="soon"),
        policy(max_age="١"),
        policy() + b"x" * transport_policy.LIMIT,
        policy() + b"\nmx: a.example" * 200 + b"\n" + b"\n".join(
            f"mx: h{n}.example".encode() for n in range(200)
        ),
    ],
)  # fmt: skip
def test_broken_policies(data: bytes) -> None:
    with pytest.raises(BrokenPolicyError):
        read(data)


def test_pins_against_nothing_that_is_a_chain() -> None:
    pin = Pin(3, 1, 1, bytes(32))
    for chain in ((), (b"",), (b"\x30\x00",)):
        assert pinning.judge((pin,), chain, ("mx.example",), now()) is Dane.MISMATCH
    assert pinning.judge((), (), (), now()) is Dane.UNUSABLE
