"""Files made to break the reader: every one is a SelError, soon."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cache

import pytest
from asn1crypto import core
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sel.base.errors import SelError, TooLarge
from sel.base.secret import Secret
from sel.core import limits as common
from sel.core.bundle import Protection, limits, outline, read, write
from tests.core import pfx_material as hand
from tests.core.pfx_material import Person, bundle, person


@cache
def people() -> tuple[Person, ...]:
    return person("Siân"), person("Gwên", "rsa-2048"), person("Dŵn", "ed25519")


@cache
def seeds() -> tuple[bytes, ...]:
    """One file of each shape, opened by "x"; few rounds, for speed."""
    written = [
        write(bundle(*people()), Secret("x"), protection=protection, rounds=2)
        for protection in Protection
    ]
    safes = [
        hand.open_safe(
            hand.key_bag(people()[0].key, "a", b"1"), hand.cert_bag(people()[0].certificate)
        ),
        hand.pbes2_aes(
            hand.contents(hand.nested(hand.cert_bag(people()[1].certificate, "b", b"2"))),
            b"x",
            prf="1.2.840.113549.2.9",
            hash_name="sha256",
            bits=128,
        ),
    ]
    content = hand.authenticated(safes)
    by_hand = [
        hand.pfx(safes),
        hand.pfx(safes, hand.pbmac1(content, b"x")),
        hand.pfx(safes, hand.mac_sha256(content, hand.bmp("x"))),
    ]
    return (*written, *by_hand, *(hand.to_ber(data, segment=50) for data in written + by_hand))


def survive(data: bytes) -> None:
    """Read it every way; whatever happens must be a SelError and must not take long."""
    started = time.monotonic()
    with suppress(SelError):
        read(data, Secret("x"))
    with suppress(SelError):
        read(data, None)
    with suppress(SelError):
        outline(data)
    assert time.monotonic() - started < 5


def test_the_seeds_are_sound() -> None:
    for data in seeds():
        assert read(data, Secret("x")).entries


MUTATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, 1 << 16), st.integers(0, 255)),
        st.tuples(st.just("cut"), st.integers(0, 1 << 16), st.integers(1, 40)),
        st.tuples(st.just("double"), st.integers(0, 1 << 16), st.integers(1, 40)),
        st.tuples(st.just("end"), st.integers(0, 1 << 16), st.just(0)),
        st.tuples(st.just("head"), st.integers(0, 60), st.integers(0, 255)),
    ),
    min_size=1,
    max_size=4,
)


@given(st.integers(0, 9), MUTATIONS)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_mutated_files_are_refused_in_order(
    seed: int, mutations: list[tuple[str, int, int]]
) -> None:
    data = bytearray(seeds()[seed])
    for kind, at, value in mutations:
        at %= max(len(data), 1)
        if kind in ("set", "head") and data:
            data[at] = value
        elif kind == "cut":
            del data[at : at + value]
        elif kind == "double":
            data[at:at] = data[at : at + value]
        elif kind == "end":
            del data[at:]
    survive(bytes(data))


@given(st.binary(max_size=300))
def test_anything_at_all(data: bytes) -> None:
    survive(data)
    survive(b"\x30\x82\x01\x00\x02\x01\x03" + data)
    survive(b"-----BEGIN PKCS12-----\n" + data + b"\n-----END PKCS12-----")


@given(st.binary(max_size=200))
def test_anything_in_place_of_the_contents(data: bytes) -> None:
    survive(hand.pfx([hand.open_safe_of(data)]))
    survive(hand.pfx([hand.open_safe(hand.cert_bag(data), hand.key_bag(data or b"\x05\x00"))]))
    survive(hand.pfx([data]))


@given(st.binary(max_size=80))
def test_anything_as_a_key_of_a_known_kind(data: bytes) -> None:
    for oid, parameters in (
        ("1.2.840.113549.1.1.1", b"\x05\x00"),
        ("1.2.840.10045.2.1", core.ObjectIdentifier("1.2.840.10045.3.1.7").dump()),
        ("1.2.840.10040.4.1", b"\x30\x00"),
        ("1.3.101.112", b""),
    ):
        octets = core.OctetString(data).dump()
        pkcs8 = hand.tlv(0x30, b"\x02\x01\x00" + hand.algorithm(oid, parameters) + octets)
        survive(hand.pfx([hand.open_safe(hand.key_bag(pkcs8))]))


# --- limits ----------------------------------------------------------------------------------


def too_large(data: bytes, what: str, passphrase: Secret | None = None) -> None:
    started = time.monotonic()
    with pytest.raises(TooLarge) as caught:
        read(data, passphrase)
    assert caught.value.what.facts["what"] == what
    assert time.monotonic() - started < 5


def test_nesting_of_safes() -> None:
    bag = hand.cert_bag(people()[0].certificate)
    for _ in range(limits.MAX_SAFE_DEPTH - 1):
        bag = hand.nested(bag)
    read(hand.pfx([hand.open_safe(bag)]), None)
    too_large(hand.pfx([hand.open_safe(hand.nested(bag))]), "safe-depth")


def test_depth_of_ber() -> None:
    deep = b"\x30\x80\x02\x01\x03\x30\x80" + b"\x30\x80" * 100_000
    too_large(deep, "depth")


def test_rounds_of_mac_and_encryption() -> None:
    safes = [hand.open_safe(hand.cert_bag(people()[0].certificate))]
    content = hand.authenticated(safes)
    mac = hand.mac_sha256(content, hand.bmp("x"))
    assert mac.endswith(b"\x02\x01\x02")
    dear = hand.tlv(0x30, _contents(mac)[:-3] + core.Integer(10_000_001).dump())
    too_large(hand.pfx(safes, dear), "kdf-rounds", Secret("x"))

    kdf = hand.pbkdf2(b"salt", 1 << 40, size=None, prf=None)
    aes = hand.algorithm("2.16.840.1.101.3.4.1.42", core.OctetString(bytes(16)).dump())
    scheme = hand.algorithm("1.2.840.113549.1.5.13", hand.tlv(0x30, kdf + aes))
    data = hand.pfx([hand.sealed_safe(scheme, bytes(16))])
    too_large(data, "kdf-rounds", Secret("x"))
    assert outline(data).cipher_rounds == (1 << 40,)


def _contents(der: bytes) -> bytes:
    return bytes(core.Asn1Value.load(der).contents)


def test_memory_of_scrypt() -> None:
    parameters = b"".join(core.Integer(number).dump() for number in (1 << 40, 8, 1))
    scrypt = hand.algorithm(
        "1.3.6.1.4.1.11591.4.11", hand.tlv(0x30, core.OctetString(b"s").dump() + parameters)
    )
    aes = hand.algorithm("2.16.840.1.101.3.4.1.42", core.OctetString(bytes(16)).dump())
    scheme = hand.algorithm("1.2.840.113549.1.5.13", hand.tlv(0x30, scrypt + aes))
    too_large(hand.pfx([hand.sealed_safe(scheme, bytes(16))]), "kdf-memory", Secret("x"))


def test_rc2_in_python_is_short() -> None:
    parameters = hand.tlv(0x30, core.OctetString(b"salt").dump() + core.Integer(1).dump())
    scheme = hand.algorithm("1.2.840.113549.1.12.1.6", parameters)
    data = hand.pfx([hand.sealed_safe(scheme, bytes(common.MAX_RC2_BYTES + 8))])
    too_large(data, "rc2-bytes", Secret("x"))
