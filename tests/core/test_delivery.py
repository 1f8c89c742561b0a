"""Names of certificates, policies and pins by their RFCs; every code has its words."""

from __future__ import annotations

import inspect
import re

import pytest

from sel.core.delivery import judging, judging_hosts, pinning, transport_policy
from sel.core.delivery.model import Pin
from sel.core.delivery.names import Named, is_host, matches, named
from sel.core.delivery.pinning import Dane
from sel.core.delivery.transport_policy import BrokenPolicyError, Mode, read
from sel.text.catalog import find
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


@pytest.mark.parametrize("name", ["", "a..b", "-a", "a" * 64, "a b", "a\n", "ŵ.example", "a."])
def test_what_is_no_host(name: str) -> None:
    assert not is_host(name)


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
