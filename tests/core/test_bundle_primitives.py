"""BER, RC2 and key derivation by themselves, on published values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from asn1crypto import core
from cryptography.hazmat.decrepit.ciphers.algorithms import RC2
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import Damaged, SelError, TooLarge, UnsupportedAlgorithm
from sel.core import ber, rc2
from sel.core.ber import Element
from sel.core.bundle.kdf import Derivations, Purpose, pkcs12_kdf
from tests.core.pfx_material import bmp, tlv

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


def test_pbkdf1_is_the_digest_repeated() -> None:
    found = Derivations().pbkdf1(b"word", b"salt", rounds=3, digest="sha1")
    expected = b"wordsalt"
    for _ in range(3):
        expected = hashlib.sha1(expected).digest()
    assert found == expected


def test_scrypt() -> None:
    """RFC 7914 section 12, the second vector."""
    found = Derivations().scrypt(b"password", b"NaCl", cost=1024, block=8, parallel=16, size=64)
    assert found.hex().startswith("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830")


def test_each_derivation_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[bytes, bytes]] = []
    real = hashlib.pbkdf2_hmac

    def counted(name: str, password: bytes, salt: bytes, rounds: int, size: int) -> bytes:
        done.append((password, salt))
        return real(name, password, salt, rounds, size)

    monkeypatch.setattr(hashlib, "pbkdf2_hmac", counted)
    keys = Derivations()
    for _ in range(3):
        for salt in (b"one", b"two"):
            keys.pbkdf2(b"x", salt, rounds=1, size=32, digest="sha256")
    assert done == [(b"x", b"one"), (b"x", b"two")]


DERIVATIONS: dict[str, tuple[type[SelError], Callable[[Derivations], bytes]]] = {
    "no rounds": (
        Damaged,
        lambda keys: keys.pbkdf2(b"", b"", rounds=0, size=32, digest="sha256"),
    ),
    "negative rounds": (Damaged, lambda keys: keys.pbkdf1(b"", b"", rounds=-5, digest="sha1")),
    "too many rounds": (
        TooLarge,
        lambda keys: keys.pkcs12(
            b"", b"", rounds=10_000_001, purpose=Purpose.KEY, size=8, digest="sha1"
        ),
    ),
    "rounds for a long key": (
        TooLarge,
        lambda keys: keys.pbkdf2(b"", b"", rounds=10_000_000, size=1024, digest="sha1"),
    ),
    "key of no length": (
        Damaged,
        lambda keys: keys.pbkdf2(b"", b"", rounds=1, size=0, digest="sha1"),
    ),
    "absurd key": (
        Damaged,
        lambda keys: keys.pbkdf2(b"", b"", rounds=1, size=1 << 40, digest="sha1"),
    ),
    "digest nobody has": (
        UnsupportedAlgorithm,
        lambda keys: keys.pbkdf1(b"", b"", rounds=1, digest="md2"),
    ),
    "scrypt memory": (
        TooLarge,
        lambda keys: keys.scrypt(b"", b"", cost=1 << 20, block=8, parallel=1, size=32),
    ),
    "scrypt width": (
        TooLarge,
        lambda keys: keys.scrypt(b"", b"", cost=2, block=1, parallel=1 << 30, size=32),
    ),
    "scrypt work": (
        TooLarge,
        lambda keys: keys.scrypt(b"", b"", cost=1 << 15, block=8, parallel=1 << 10, size=32),
    ),
    "scrypt cost": (
        Damaged,
        lambda keys: keys.scrypt(b"", b"", cost=1000, block=8, parallel=1, size=32),
    ),
    "scrypt of a huge block": (
        SelError,
        lambda keys: keys.scrypt(b"", b"", cost=2, block=1 << 29, parallel=2, size=32),
    ),
}


@pytest.mark.parametrize(("error", "derive"), DERIVATIONS.values(), ids=DERIVATIONS.keys())
def test_derivations_that_are_refused(
    error: type[SelError], derive: Callable[[Derivations], bytes]
) -> None:
    with pytest.raises(error):
        derive(Derivations())


def test_many_derivations_together_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.core.bundle.kdf.MAX_WORK", 10)
    keys = Derivations()
    for salt in (b"1", b"2"):
        keys.pbkdf2(b"", salt, rounds=5, size=20, digest="sha1")
    keys.pbkdf2(b"", b"1", rounds=5, size=20, digest="sha1")
    with pytest.raises(TooLarge) as caught:
        keys.pbkdf2(b"", b"3", rounds=1, size=20, digest="sha1")
    assert caught.value.what.facts == {"what": "kdf-work", "limit": 10}


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
