"""BER, RC2 and key derivation by themselves, on published values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

import pytest
from asn1crypto import core
from cryptography.hazmat.decrepit.ciphers.algorithms import RC2
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import Damaged, SelError, TooLarge, TooMuchWork, UnsupportedAlgorithm
from sel.base.message import Message
from sel.base.progress import Cancelled
from sel.core import ber, rc2
from sel.core.ber import Element
from sel.core.bundle.kdf import (
    Derivation,
    Derivations,
    Pbkdf1,
    Pbkdf2,
    Pkcs12Key,
    Scrypt,
)
from sel.core.bundle.pkcs12_kdf import Purpose, by_openssl, in_python, pkcs12_kdf
from tests.core.pfx_material import bmp, tlv

T = TypeVar("T")
R = TypeVar("R")

# --- RC2: RFC 2268 section 5 -----------------------------------------------------------------

RFC_2268 = [
    ("0000000000000000", 63, "0000000000000000", "ebb773f993278eff"),
    ("ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"),
    ("3000000000000000", 64, "1000000000000001", "30649edf9be7d2c2"),
    ("88", 64, "0000000000000000", "61a8a244adacccf0"),
    ("88bca90e90875a", 64, "0000000000000000", "6ccf4308974c267f"),
    ("88bca90e90875a7f0f79c384627bafb2", 64, "0000000000000000", "1a807d272bbe5db1"),
    ("88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"),
    (
        "88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e",
        129,
        "0000000000000000",
        "5b78d3a43dfff1f1",
    ),
]


@pytest.mark.parametrize(("key", "bits", "plain", "cipher"), RFC_2268)
def test_rc2_vectors(key: str, bits: int, plain: str, cipher: str) -> None:
    found = rc2.cbc_decrypt(
        bytes.fromhex(key), bytes.fromhex(cipher), iv=bytes(8), effective_bits=bits
    )
    assert found.hex() == plain


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=8, max_size=8), st.binary())
def test_rc2_with_128_bits_is_that_of_openssl(key: bytes, iv: bytes, text: bytes) -> None:
    text = text[: len(text) // 8 * 8]
    encryptor = Cipher(RC2(key), modes.CBC(iv)).encryptor()
    sealed = encryptor.update(text) + encryptor.finalize()
    assert rc2.cbc_decrypt(key, sealed, iv=iv, effective_bits=128) == text


@pytest.mark.parametrize(
    ("key", "iv", "data", "bits"),
    [
        (b"", bytes(8), bytes(8), 40),
        (bytes(129), bytes(8), bytes(8), 40),
        (bytes(5), bytes(8), bytes(8), 0),
        (bytes(5), bytes(8), bytes(8), 1025),
        (bytes(5), bytes(7), bytes(8), 40),
        (bytes(5), bytes(8), bytes(9), 40),
    ],
)
def test_rc2_refuses_lengths_that_cannot_be(key: bytes, iv: bytes, data: bytes, bits: int) -> None:
    with pytest.raises(ValueError, match="RC2"):
        rc2.cbc_decrypt(key, data, iv=iv, effective_bits=bits)


# --- the derivation of PKCS#12 ---------------------------------------------------------------

# Well-known test values of this derivation.
PKCS12 = [
    ("smeg", "0a58cf64530d823f", 1, Purpose.KEY, "8aaae6297b6cb04642ab5b077851284eb7128f1a"),
    ("smeg", "0a58cf64530d823f", 1, Purpose.IV, "79993dfe048d3b76"),
    ("smeg", "642b99ab44fb4b1f", 1, Purpose.KEY, "f3a95fec48d7711e985cfe67908c5ab79fa3d7c5"),
    ("smeg", "642b99ab44fb4b1f", 1, Purpose.IV, "c0a38d64a79bea1d"),
    ("smeg", "3d83c0e4546ac140", 1, Purpose.MAC, "8d967d88f6caa9d714800ab3d48051d63f73a312"),
    (
        *("queeg", "05dec959acff72f7", 1000, Purpose.KEY),
        "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4",  # more than one digest
    ),
    ("queeg", "05dec959acff72f7", 1000, Purpose.IV, "11dedad7758d4860"),
    (
        *("queeg", "1682c0fc5b3f7ec5", 1000, Purpose.KEY),
        "483dd6e919d7de2e8e648ba8f862f3fbfbdc2bcb2c02957f",
    ),
    ("queeg", "1682c0fc5b3f7ec5", 1000, Purpose.IV, "9d461d1b00355c50"),
    ("queeg", "263216fcc2fab31c", 1000, Purpose.MAC, "5ec4c7a80df652294c3925b6489a7ab857c83476"),
]


@pytest.mark.parametrize(("word", "salt", "rounds", "purpose", "expected"), PKCS12)
def test_the_pkcs12_derivation(
    word: str, salt: str, rounds: int, purpose: Purpose, expected: str
) -> None:
    wanted = bytes.fromhex(expected)
    found = pkcs12_kdf(
        bmp(word),
        bytes.fromhex(salt),
        rounds=rounds,
        purpose=purpose,
        size=len(wanted),
        digest="sha1",
    )
    assert found == wanted


@pytest.mark.parametrize("digest", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize(
    ("password", "salt"),
    [(bmp("tŷ ŵyn bŵyd"), bytes(range(1, 21))), (b"", b"salt"), (bmp(""), b"")],
)
def test_openssl_and_python_derive_the_same(digest: str, password: bytes, salt: bytes) -> None:
    """Where Python lets its OpenSSL be asked, as it does wherever these tests run."""
    openssl = by_openssl()
    assert openssl is not None
    for size in (1, 20, 33, 130):
        expected = in_python(
            password, salt, rounds=3, purpose=Purpose.KEY, size=size, digest=digest
        )
        assert openssl(password, salt, 3, Purpose.KEY, size, digest) == expected


def test_a_digest_that_openssl_declines_is_derived_in_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "sel.core.bundle.pkcs12_kdf.by_openssl", lambda: lambda *_: None
    )  # fmt: skip
    found = pkcs12_kdf(
        bmp("queeg"), bytes.fromhex("05dec959acff72f7"), rounds=1000, purpose=Purpose.IV, size=8,
        digest="sha1",
    )  # fmt: skip
    assert found.hex() == "11dedad7758d4860"
    with pytest.raises(UnsupportedAlgorithm):
        pkcs12_kdf(b"", b"x", rounds=1, purpose=Purpose.KEY, size=8, digest="no such")


def test_pbkdf1_is_the_digest_repeated() -> None:
    found = Derivations().key(Pbkdf1(b"word", b"salt", 3, "sha1"))
    expected = b"wordsalt"
    for _ in range(3):
        expected = hashlib.sha1(expected).digest()
    assert found == expected


def test_scrypt() -> None:
    """RFC 7914 section 12, the second vector."""
    found = Derivations().key(Scrypt(b"password", b"NaCl", 1024, 8, 16, 64))
    assert found.hex().startswith("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830")


ONE = Pbkdf2(b"x", b"one", 1, 32, "sha256")
TWO = Pbkdf2(b"x", b"two", 1, 32, "sha256")
OURS = Pbkdf1(b"x", b"ours", 1, "sha1")


class Spreading:
    """Notes what it is given, and does it."""

    def __init__(self) -> None:
        self.groups: list[list[Any]] = []

    def __call__(self, work: Callable[[T], R], things: Sequence[T], /) -> Generator[R, None, None]:
        self.groups.append(list(things))
        yield from map(work, things)


class Steps:
    """Notes how far it is; stops at a step."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def step(self, done: int, total: int, what: Message) -> None:
        self.seen.append((done, total))
        if done == self._stop_at:
            raise Cancelled


def test_each_derivation_is_done_once_and_those_in_c_side_by_side() -> None:
    spread, steps = Spreading(), Steps()
    keys = Derivations(spread, steps)
    keys.prepare([ONE, TWO, ONE, OURS])
    keys.prepare([TWO])
    assert [group for group in spread.groups if group] == [[ONE, TWO]]
    assert steps.seen == [(0, 3), (1, 3), (2, 3)]
    assert keys.key(OURS) == OURS.derive()
    assert keys.key(TWO) == hashlib.pbkdf2_hmac("sha256", b"x", b"two", 1, 32)


def test_what_was_begun_is_taken_up_or_given_up() -> None:
    spread = Spreading()
    keys = Derivations(spread)
    keys.begin([ONE, TWO, OURS])
    keys.prepare([ONE, TWO])
    assert keys.key(TWO) == TWO.derive()
    keys = Derivations(spread)
    keys.begin([ONE, TWO])
    keys.give_up()
    keys.prepare([TWO])
    assert [group for group in spread.groups if group] == [[ONE, TWO], [TWO]]


def test_between_two_derivations_it_can_be_stopped() -> None:
    keys = Derivations(progress=Steps(stop_at=1))
    with pytest.raises(Cancelled):
        keys.prepare([ONE, TWO])


DERIVATIONS: dict[str, tuple[type[SelError], Derivation]] = {
    "no rounds": (Damaged, Pbkdf2(b"", b"", 0, 32, "sha256")),
    "negative rounds": (Damaged, Pbkdf1(b"", b"", -5, "sha1")),
    "too many rounds": (TooLarge, Pkcs12Key(b"", b"", 10_000_001, Purpose.KEY, 8, "sha1")),
    "rounds for a long key": (TooMuchWork, Pbkdf2(b"", b"", 10_000_000, 1024, "sha1")),
    "key of no length": (Damaged, Pbkdf2(b"", b"", 1, 0, "sha1")),
    "absurd key": (Damaged, Pbkdf2(b"", b"", 1, 1 << 40, "sha1")),
    "digest nobody has": (UnsupportedAlgorithm, Pkcs12Key(b"", b"", 1, Purpose.KEY, 8, "md2")),
    "scrypt memory": (TooLarge, Scrypt(b"", b"", 1 << 20, 8, 1, 32)),
    "scrypt width": (TooLarge, Scrypt(b"", b"", 2, 1, 1 << 30, 32)),
    "scrypt work": (TooMuchWork, Scrypt(b"", b"", 1 << 15, 8, 1 << 10, 32)),
    "scrypt cost": (Damaged, Scrypt(b"", b"", 1000, 8, 1, 32)),
    "scrypt of a huge block": (TooLarge, Scrypt(b"", b"", 2, 1 << 29, 2, 32)),
    "scrypt of an absurd key": (Damaged, Scrypt(b"", b"", 2, 1, 1, 1 << 40)),
}


@pytest.mark.parametrize(("error", "what"), DERIVATIONS.values(), ids=DERIVATIONS.keys())
def test_derivations_that_are_refused(error: type[SelError], what: Derivation) -> None:
    for ask in (Derivations().key, lambda one: Derivations().foresee([one])):
        with pytest.raises(error) as caught:
            ask(what)
        assert type(caught.value) is error


def test_many_derivations_together_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.core.bundle.kdf.MAX_WORK", 2)
    keys = Derivations()
    keys.foresee([ONE, TWO, ONE])
    keys.prepare([ONE, TWO])
    keys.key(ONE)
    another = Pbkdf2(b"x", b"more", 1, 32, "sha256")
    for ask in (keys.key, lambda one: keys.foresee([one])):
        with pytest.raises(TooMuchWork):
            ask(another)


def test_too_much_work_is_said_in_seconds() -> None:
    with pytest.raises(TooMuchWork) as caught:
        Derivations().foresee(Pbkdf2(b"", bytes([n]), 9_000_000, 32, "sha256") for n in range(99))
    assert caught.value.what.facts == {"seconds": 297, "limit": 100}


# --- BER -------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 1, -1, 127, 128, -128, 600_000, 1 << 70])
def test_integers(value: int) -> None:
    assert ber.parse(core.Integer(value).dump()).integer() == value


@pytest.mark.parametrize("oid", ["1.2.840.113549.1.5.13", "0.9.2342", "2.5.29.17", "2.999.3"])
def test_object_identifiers(oid: str) -> None:
    assert ber.parse(core.ObjectIdentifier(oid).dump()).oid() == oid


def test_a_string_in_segments_of_segments() -> None:
    inner = b"\x24\x80" + tlv(0x04, b"b") + tlv(0x04, b"c") + b"\0\0"
    assert ber.parse(b"\x24\x80" + tlv(0x04, b"a") + inner + b"\0\0").octets() == b"abc"


def test_what_stands_behind_is_left_alone() -> None:
    element = ber.parse(b"\x30\x80\x04\x01a\0\0rest")
    assert element.encoding == b"\x30\x80\x04\x01a\0\0"
    assert element.content == b"\x04\x01a"


BROKEN: dict[str, tuple[bytes, Callable[[Element], object]]] = {
    "nothing": (b"", lambda e: e),
    "no length": (b"\x30", lambda e: e),
    "length of a length cut": (b"\x30\x82\x01", lambda e: e),
    "length beyond the end": (b"\x30\x03\x02\x01", lambda e: e),
    "length of nine octets": (b"\x30\x89" + b"\x01" * 9, lambda e: e),
    "no end of contents": (b"\x30\x80\x04\x01a", lambda e: e),
    "half an end of contents": (b"\x30\x80\x04\x01a\0", lambda e: e),
    "primitive without length": (b"\x04\x80a\0\0", lambda e: e),
    "tag number without end": (b"\x3f\xff\xff", lambda e: e),
    "integer of nothing": (b"\x02\x00", lambda e: e.integer()),
    "no integer": (b"\x04\x01a", lambda e: e.integer()),
    "oid of nothing": (b"\x06\x00", lambda e: e.oid()),
    "oid without end": (b"\x06\x02\x2a\x86", lambda e: e.oid()),
    "oid without measure": (tlv(0x06, b"\x81" * 200 + b"\x01"), lambda e: e.oid()),
    "children of a primitive": (b"\x10\x00", lambda e: list(e.children())),
    "segments of another kind": (b"\x24\x03\x02\x01\x01", lambda e: e.octets()),
    "two within an explicit tag": (b"\xa0\x04\x05\x00\x05\x00", lambda e: e.inner()),
    "nothing within an explicit tag": (b"\xa0\x00", lambda e: e.inner()),
    "more than belongs": (b"\x30\x02\x05\x00", lambda e: e.fields().end()),
}


@pytest.mark.parametrize(("data", "look"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_encodings(data: bytes, look: Callable[[Element], object]) -> None:
    with pytest.raises(Damaged):
        look(ber.parse(data))


def test_depth_and_number_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.core.ber.MAX_ELEMENTS", 1_000)
    with pytest.raises(TooLarge, match="depth"):
        ber.parse(b"\x30\x80" * 100 + b"\0\0" * 100)
    segments = b"\x24\x80" * 40 + b"\x04\x00" + b"\0\0" * 40
    with pytest.raises(TooLarge, match="depth"):
        ber.parse(segments).octets()
    definite = b"\x04\x00"
    for _ in range(40):
        definite = tlv(0x24, definite)
    with pytest.raises(TooLarge, match="depth"):
        ber.parse(definite).octets()
    many = b"\x05\x00" * 1_001
    with pytest.raises(TooLarge, match="elements"):
        for _ in ber.parse(tlv(0x30, many)).children():
            pass
    with pytest.raises(TooLarge, match="elements"):
        ber.parse(b"\x30\x80" + many + b"\0\0")


@given(st.binary(max_size=60))
def test_any_octets_are_an_element_or_damaged(data: bytes) -> None:
    def visit(element: Element, depth: int) -> None:
        assert len(element.content) < len(element.encoding)
        if element.constructed and depth < 5:
            for child in element.children():
                visit(child, depth + 1)

    try:
        visit(ber.parse(data), 0)
    except (Damaged, TooLarge):
        return


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (b"\x30\x00", True),
        (b"\x30\x02\x05\x00", True),
        (b"\x30\x80\x05\x00\0\0", True),
        (b"\x30\x80\x05\x00\0\x01", False),
        (b"\x30\x02\x05", False),
        (b"\x30\x02\x05\x00\x00", False),
        (b"\x31\x02\x05\x00", False),
        (b"\x10\x02\x05\x00", False),
        (b"", False),
    ],
)
def test_one_whole_sequence(data: bytes, whole: bool) -> None:
    assert ber.is_whole_sequence(data) is whole


@pytest.mark.parametrize(
    ("found", "der"),
    [
        (b"\x30\x80\x04\x01a\0\0", b"\x30\x03\x04\x01a"),
        (b"\x30\x81\x03\x04\x01a", b"\x30\x03\x04\x01a"),
        (b"\x24\x80\x04\x01a\x04\x01b\0\0", b"\x04\x02ab"),
        (b"\xa0\x80\x30\x80\0\0\0\0", b"\xa0\x02\x30\x00"),
        (tlv(0x30, tlv(0x04, b"a" * 300)), tlv(0x30, tlv(0x04, b"a" * 300))),
    ],
)
def test_definite_lengths(found: bytes, der: bytes) -> None:
    assert ber.definite(ber.parse(found)) == der


def test_definite_lengths_have_limits() -> None:
    deep = b"\x05\x00"
    for _ in range(40):
        deep = tlv(0x30, deep)
    with pytest.raises(TooLarge, match="depth"):
        ber.definite(ber.parse(deep))
    with pytest.raises(Damaged):
        ber.definite(ber.parse(b"\x1f\x81\x01\x00"))
