"""The blobs, byte by byte."""

from __future__ import annotations

import struct
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sel.base.errors import DamagedKey, SlotDamaged, WrongBookKey, WrongUnlockPassphrase
from sel.base.secret import Secret
from sel.keeping import sealed, slots
from sel.keeping.sealed import BookKey, Sealing

KEY = BookKey(UUID(int=0x11), Secret(bytes(range(32))))
SPKI = b"\x55" * 32
PKCS8 = Secret(b"a private key")

# Computed once with other code than ours: hmac and hashlib alone, AESGCM on bytes put together.
GOLDEN = "2622a669ac93a36fe861fceec8abe25a059cca7e9169d11f51e7c95e03"
CHECK = "20719e12f1bca211cabc376030c13529831ab3581249dbeae8bf84c3cd72bbd9"


def test_the_layout_of_a_sealed_key() -> None:
    key = UUID(int=0x22)
    blob = sealed.seal(PKCS8, under=KEY, key=key, spki_sha256=SPKI)
    assert blob[:5] == b"SELK\x01"
    assert blob[5:21] == KEY.id.bytes
    assert blob[21:37] == key.bytes
    assert blob[37:69] == SPKI
    plain = AESGCM(bytes(range(32))).decrypt(blob[69:81], blob[81:], blob[:81])
    assert plain == PKCS8.reveal()
    assert sealed.about(blob) == Sealing(KEY.id, key, SPKI)


def test_a_blob_of_version_one_opens_for_ever() -> None:
    """Made once by hand from the description, not by `seal`."""
    blob = bytes.fromhex(
        "53454c4b01"
        "00000000000000000000000000000011"
        "00000000000000000000000000000022"
        "5555555555555555555555555555555555555555555555555555555555555555"
        "000102030405060708090a0b"
    )
    blob += AESGCM(bytes(range(32))).encrypt(bytes(range(12)), b"a private key", blob)
    assert blob.hex().endswith(GOLDEN)
    assert sealed.unseal(blob, under=KEY) == PKCS8


def test_sealing_again_takes_a_new_nonce() -> None:
    blobs = {sealed.seal(PKCS8, under=KEY, key=UUID(int=1), spki_sha256=SPKI) for _ in range(50)}
    assert len({blob[69:81] for blob in blobs}) == 50


@pytest.mark.parametrize("at", range(0, 110, 3))
def test_no_byte_can_be_changed(at: int) -> None:
    blob = bytearray(sealed.seal(PKCS8, under=KEY, key=uuid4(), spki_sha256=SPKI))
    blob[at] ^= 1
    expected = WrongBookKey if 5 <= at < 21 else DamagedKey
    with pytest.raises(expected):
        sealed.unseal(bytes(blob), under=KEY)


@pytest.mark.parametrize("length", [0, 4, 80, 97])
def test_a_blob_that_was_cut_is_damaged(length: int) -> None:
    blob = sealed.seal(PKCS8, under=KEY, key=uuid4(), spki_sha256=SPKI)
    with pytest.raises(DamagedKey):
        sealed.unseal(blob[:length], under=KEY)


def test_another_book_key_is_called_that() -> None:
    blob = sealed.seal(PKCS8, under=KEY, key=uuid4(), spki_sha256=SPKI)
    with pytest.raises(WrongBookKey) as hit:
        sealed.unseal(blob, under=BookKey(UUID(int=0x99), KEY.value))
    assert hit.value.what.facts == {"book_key": str(KEY.id)}


@pytest.mark.usefixtures("as_shipped")
def test_the_layout_of_a_passphrase_slot() -> None:
    blob = slots.seal_slot(KEY, Secret("gair"))
    assert len(blob) == 109
    assert blob[:21] == b"SELP\x01" + KEY.id.bytes
    assert struct.unpack(">III", blob[21:33]) == (3, 65536, 4), "RFC 9106, second choice"
    kdf = Argon2id(salt=blob[33:49], length=32, iterations=3, lanes=4, memory_cost=65536)
    wrapping = AESGCM(kdf.derive(b"gair"))
    assert wrapping.decrypt(blob[49:61], blob[61:], blob[:61]) == KEY.value.reveal()


def test_a_slot_opens_with_its_passphrase_alone() -> None:
    blob = slots.seal_slot(KEY, Secret("tŷ bach"))
    assert slots.open_slot(blob, Secret("tŷ bach")) == KEY
    assert slots.open_slot(blob, Secret("ty\u0302 bach")) == KEY, "one sign or two, the same word"
    with pytest.raises(WrongUnlockPassphrase):
        slots.open_slot(blob, Secret("ty bach"))


def test_bytes_that_are_no_text_are_a_passphrase_too() -> None:
    blob = slots.seal_slot(KEY, Secret(b"\xff\xfe\x00"))
    assert slots.open_slot(blob, Secret(b"\xff\xfe\x00")) == KEY


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (25, 19 * 1024 - 1),
        (25, 1024 * 1024 + 1),
        (25, 0xFFFFFFFF),
        (21, 0),
        (21, 17),
        (29, 0),
        (29, 17),
    ],
)
def test_numbers_outside_the_range_are_refused_before_any_work(at: int, value: int) -> None:
    blob = bytearray(slots.seal_slot(KEY, Secret("gair")))
    blob[at : at + 4] = struct.pack(">I", value)
    with pytest.raises(SlotDamaged) as hit:
        slots.open_slot(bytes(blob), Secret("gair"))
    assert hit.value.what.facts == {"reason": "parameters"}


@pytest.mark.usefixtures("as_shipped")
def test_fewer_passes_cannot_be_planted() -> None:
    """Inside the range, but in the associated data."""
    blob = bytearray(slots.seal_slot(KEY, Secret("gair")))
    blob[21:25] = struct.pack(">I", 1)
    with pytest.raises(WrongUnlockPassphrase):
        slots.open_slot(bytes(blob), Secret("gair"))


def test_what_is_derived_differs_by_purpose_and_key() -> None:
    other = BookKey(KEY.id, Secret(bytes(32)))
    values = [slots.check_value(KEY), slots.fact_key(KEY), slots.check_value(other)]
    assert len({*values, KEY.value.reveal()}) == 4
    assert slots.check_value(KEY).hex() == CHECK, "books of today open tomorrow"
