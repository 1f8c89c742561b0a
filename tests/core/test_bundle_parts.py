"""Files of which a part is odd: the rest is read, and the part is named."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from typing import Any

import pytest
from asn1crypto import core
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sel.base.errors import (
    Damaged,
    KeyNotOpened,
    SelError,
    TooMuchWork,
    UnsupportedAlgorithm,
    WrongOrDamaged,
    WrongPassphrase,
)
from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry, Protection, openers, outline, read, write
from tests.core import pfx_material as hand
from tests.core.pfx_material import Person, bundle, person

SHA256 = "1.2.840.113549.2.9"


@pytest.fixture(scope="module")
def sian() -> Person:
    return person("Siân Llŷr")


@pytest.fixture(scope="module")
def gwen() -> Person:
    return person("Gwên")


def refused(data: bytes, passphrase: Secret | None = None) -> SelError:
    with pytest.raises(SelError) as caught:
        read(data, passphrase)
    return caught.value


def said(found: Bundle) -> list[tuple[str, dict[str, Any]]]:
    return [(each.code, dict(each.what.facts)) for each in found.findings]


def bags(who: Person, key_id: bytes, certificate_id: bytes) -> tuple[bytes, bytes]:
    return (
        hand.key_bag(who.key, who.name, key_id),
        hand.cert_bag(who.certificate, who.name, certificate_id),
    )


def sealed_key(who: Person, word: bytes, salt: bytes = b"saltsalt") -> bytes:
    """A shrouded key bag under PBES2."""
    key, iv = hashlib.pbkdf2_hmac("sha256", word, salt, 2, 32), bytes(16)
    scheme = hand.algorithm(
        "1.2.840.113549.1.5.13",
        hand.tlv(
            0x30,
            hand.pbkdf2(salt, 2, size=None, prf=SHA256)
            + hand.algorithm("2.16.840.1.101.3.4.1.42", core.OctetString(iv).dump()),
        ),
    )
    value = scheme + core.OctetString(hand.aes_cbc(key, iv, who.key)).dump()
    return hand.bag("1.2.840.113549.1.12.10.1.2", hand.tlv(0x30, value), who.name, None)


def sealed_by_mac(*safes: bytes, word: str = "x") -> bytes:
    return hand.pfx(safes, hand.mac_sha256(hand.authenticated(safes), hand.bmp(word)))


# --- pairs, broken parts, other kinds --------------------------------------------------------


def test_a_pair_that_does_not_belong_together_is_named_and_the_rest_read(
    sian: Person, gwen: Person
) -> None:
    stranger = person("Rhywun")
    data = hand.pfx(
        [
            hand.open_safe(
                *bags(sian, b"1", b"1"),
                hand.key_bag(gwen.key, "Gwên", b"2"),
                hand.cert_bag(stranger.certificate, "Gwên", b"2"),
            )
        ]
    )
    found = read(data, None)
    assert [entry.certificate for entry in found.entries] == [sian.certificate, None]
    assert found.entries[1].key.reveal() == gwen.key
    assert found.others == (stranger.certificate,)
    assert said(found) == [("file-pair-differs", {"name": "Gwên"})]


def test_a_broken_key_or_certificate_does_not_keep_the_others_out(sian: Person) -> None:
    broken = hand.key_bag(b"\x30\x03\x02\x01\x00", "Dŵn", b"7")
    nothing = hand.cert_bag(b"\x30\x03\x02\x01\x00", None, b"\x0a\x0b")
    data = hand.pfx([hand.open_safe(broken, nothing, *bags(sian, b"1", b"1"))])
    found = read(data, None)
    assert [entry.certificate for entry in found.entries] == [sian.certificate]
    assert said(found) == [
        ("file-key-broken", {"name": "Dŵn"}),
        ("file-certificate-broken", {"name": "0a0b"}),
    ]
    assert isinstance(refused(hand.pfx([hand.open_safe(broken, nothing)])), Damaged)


def test_secrets_and_unknown_bags_are_counted(sian: Person) -> None:
    def odd(oid: str) -> bytes:
        value = hand.tlv(0xA0, hand.tlv(0x30, core.ObjectIdentifier("1.2.3").dump()))
        return hand.tlv(0x30, core.ObjectIdentifier(oid).dump() + value)

    secret, unknown = odd("1.2.840.113549.1.12.10.1.5"), odd("1.2.3.4")
    data = hand.pfx([hand.open_safe(secret, *bags(sian, b"1", b"1"), unknown, unknown)])
    assert said(read(data, None)) == [
        ("file-secrets-ignored", {"n": 1}),
        ("file-parts-ignored", {"n": 2}),
    ]


# --- right for the file, wrong for a part ----------------------------------------------------


def test_a_key_under_another_passphrase_is_named_and_the_rest_read(
    sian: Person, gwen: Person
) -> None:
    certificates = hand.open_safe(*(hand.cert_bag(who.certificate) for who in (sian, gwen)))
    keys = hand.open_safe(sealed_key(sian, b"x"), sealed_key(gwen, b"y"))
    found = read(sealed_by_mac(certificates, keys), Secret("x"))
    assert [entry.certificate for entry in found.entries] == [sian.certificate]
    assert found.others == (gwen.certificate,)
    assert said(found) == [("file-keys-closed", {"n": 1})]

    alone = sealed_by_mac(certificates, hand.open_safe(sealed_key(gwen, b"y")))
    error = refused(alone, Secret("x"))
    assert isinstance(error, KeyNotOpened)
    assert not isinstance(error, WrongPassphrase)
    assert type(refused(alone, Secret("z"))) is WrongPassphrase


def test_a_closed_part_is_named_and_the_rest_read(sian: Person, gwen: Person) -> None:
    def part(who: Person, word: bytes) -> bytes:
        plain = hand.contents(hand.cert_bag(who.certificate))
        return hand.pbes2_aes(plain, word, prf=SHA256, hash_name="sha256", bits=128)

    keys = hand.open_safe(sealed_key(sian, b"x"))
    found = read(sealed_by_mac(part(sian, b"x"), part(gwen, b"y"), keys), Secret("x"))
    assert [entry.certificate for entry in found.entries] == [sian.certificate]
    assert said(found) == [("file-parts-closed", {"n": 1})]
    assert isinstance(refused(sealed_by_mac(part(gwen, b"y")), Secret("x")), Damaged)


def test_without_a_mac_nobody_knows_whether_it_is_wrong_or_damaged(sian: Person) -> None:
    data = hand.pfx([hand.open_safe(sealed_key(sian, b"x"))])
    assert read(data, Secret("x")).entries[0].key.reveal() == sian.key
    error = refused(data, Secret("y"))
    assert isinstance(error, WrongOrDamaged)
    assert isinstance(error, WrongPassphrase)  # whoever waits for that one gets it


def test_without_a_mac_one_part_that_opens_proves_the_passphrase(
    sian: Person, gwen: Person
) -> None:
    data = hand.pfx([hand.open_safe(sealed_key(gwen, b"y"), sealed_key(sian, b"x"))])
    found = read(data, Secret("x"))
    assert [entry.key.reveal() for entry in found.entries] == [sian.key]
    assert said(found) == [("file-keys-closed", {"n": 1})]


def test_an_unknown_cipher_is_named_behind_a_mac_too(sian: Person) -> None:
    aria = hand.algorithm("1.2.410.200046.1.1.12", core.OctetString(bytes(16)).dump())
    kdf = hand.pbkdf2(b"salt", 1, size=None, prf=None)
    scheme = hand.algorithm("1.2.840.113549.1.5.13", hand.tlv(0x30, kdf + aria))
    data = sealed_by_mac(hand.sealed_safe(scheme, bytes(32)))
    error = refused(data, Secret("x"))
    assert isinstance(error, UnsupportedAlgorithm)
    assert type(refused(data, Secret("y"))) is WrongPassphrase


# --- AES-GCM in PBES2 ------------------------------------------------------------------------


@pytest.mark.parametrize("bits", [128, 192, 256])
def test_aes_gcm(sian: Person, bits: int) -> None:
    last = {128: 6, 192: 26, 256: 46}[bits]
    key, nonce = hashlib.pbkdf2_hmac("sha256", b"x", b"saltsalt", 2, bits // 8), bytes(12)
    parameters = core.OctetString(nonce).dump() + core.Integer(16).dump()
    scheme = hand.algorithm(
        "1.2.840.113549.1.5.13",
        hand.tlv(
            0x30,
            hand.pbkdf2(b"saltsalt", 2, size=None, prf=SHA256)
            + hand.algorithm(f"2.16.840.1.101.3.4.1.{last}", hand.tlv(0x30, parameters)),
        ),
    )
    plain = hand.contents(*bags(sian, b"1", b"1"))
    data = hand.pfx([hand.sealed_safe(scheme, AESGCM(key).encrypt(nonce, plain, None))])
    assert read(data, Secret("x")).entries[0].key.reveal() == sian.key
    assert outline(data).ciphers == (f"pbes2-aes-{bits}-gcm",)
    assert isinstance(refused(data, Secret("y")), WrongOrDamaged)
    altered = bytearray(data)
    altered[-1] ^= 1
    assert isinstance(refused(bytes(altered), Secret("x")), WrongOrDamaged)


# --- passphrases -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Ysgol y Bont", " Ysgol y Bont\n"),
        ("sy'n agor", "sy\u2019n agor"),
        ("sy\u2019n agor", "sy'n agor"),
        ("Ysgol y Bont", "Ysgol\u00a0y Bont"),
        (" blaen", " blaen"),
    ],
)
def test_what_copying_and_phones_make_of_a_passphrase(
    sian: Person, stored: str, typed: str
) -> None:
    data = sealed_by_mac(hand.open_safe(*bags(sian, b"1", b"1")), word=stored)
    assert read(data, Secret(typed)).entries[0].key.reveal() == sian.key
    assert isinstance(refused(data, Secret(typed + "!")), WrongPassphrase)


# --- work ------------------------------------------------------------------------------------


def dear_key(number: int) -> bytes:
    kdf = hand.pbkdf2(number.to_bytes(8, "big"), 10_000_000, size=None, prf=SHA256)
    aes = hand.algorithm("2.16.840.1.101.3.4.1.42", core.OctetString(bytes(16)).dump())
    scheme = hand.algorithm("1.2.840.113549.1.5.13", hand.tlv(0x30, kdf + aes))
    value = hand.tlv(0x30, scheme + core.OctetString(bytes(32)).dump())
    return hand.bag("1.2.840.113549.1.12.10.1.2", value, None, None)


def test_a_file_that_asks_for_hours_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object) -> bytes:
        raise AssertionError("a key was derived")

    monkeypatch.setattr(hashlib, "pbkdf2_hmac", never)
    monkeypatch.setattr("sel.core.bundle.kdf.pkcs12_kdf", never)
    safe = hand.open_safe(*(dear_key(number) for number in range(1000)))
    mac = hand.mac_sha256(hand.authenticated([safe]), hand.bmp("x"))
    for data in (hand.pfx([safe], mac), hand.pfx([safe])):
        error = refused(data, Secret("x"))
        assert isinstance(error, TooMuchWork)
        assert error.what.facts["limit"] == 100
        assert error.what.facts["seconds"] >= 3333


def test_the_keys_of_a_file_are_derived_side_by_side(sian: Person, gwen: Person) -> None:
    groups: list[int] = []

    def spread(work: Any, things: Sequence[Any], /) -> Generator[Any, None, None]:
        groups.append(len(things))
        yield from map(work, things)

    safes = [
        hand.open_safe(sealed_key(sian, b"x")),
        hand.open_safe(sealed_key(gwen, b"x", b"halenog!")),
    ]
    data = hand.pfx(safes, hand.mac_sha256(hand.authenticated(safes), hand.bmp("x")))
    found = read(data, Secret("x"), spread=spread)
    assert len(found.entries) == 2
    assert max(groups) == 2

    # Begun while the MAC was asked, and given up when it refused.
    with pytest.raises(WrongPassphrase):
        read(data, Secret("y"), spread=spread)


# --- who opens it ----------------------------------------------------------------------------


def test_what_sel_writes_opens_everywhere_it_should(sian: Person) -> None:
    modern = outline(write(bundle(sian), Secret("x"), protection=Protection.MODERN, rounds=2))
    old = outline(write(bundle(sian), Secret("x"), protection=Protection.OLD_DEVICES, rounds=2))
    assert [each.code for each in openers(modern, bundle(sian))] == ["not-for-old-devices"]
    assert openers(old, bundle(sian)) == ()


def test_what_stops_thunderbird_from_taking_any_key(sian: Person) -> None:
    seen = outline(write(bundle(sian), Secret("x"), protection=Protection.OLD_DEVICES, rounds=2))
    waiting = Bundle((Entry(sian.entry.key, None),))
    newer = bundle(person("Dŵn", "ed25519"))
    for held in (waiting, newer):
        assert [each.code for each in openers(seen, held)] == ["thunderbird-takes-no-key"]


@pytest.mark.parametrize(
    ("prf", "mac", "codes"),
    [
        (SHA256, True, {"not-for-old-devices"}),
        ("1.2.840.113549.2.11", True, {"not-for-old-devices", "closed-to-apple"}),
        (SHA256, False, {"not-for-old-devices", "closed-to-apple", "closed-to-thunderbird"}),
        (
            "2.16.840.1.101.3.4.2.14",
            True,
            {
                *("not-for-old-devices", "closed-to-windows", "closed-to-apple"),
                *("closed-to-thunderbird", "closed-to-java"),
            },
        ),
    ],
)
def test_the_function_under_pbkdf2_decides_too(prf: str, mac: bool, codes: set[str]) -> None:
    safe = hand.pbes2_aes(b"", b"x", prf=prf, hash_name="sha256", bits=256)
    content = hand.authenticated([safe])
    data = hand.pfx([safe], hand.mac_sha256(content, hand.bmp("x")) if mac else b"")
    assert {each.code for each in openers(outline(data))} == codes


def test_pbmac1_is_for_the_newest_alone(sian: Person) -> None:
    safes = [hand.open_safe(sealed_key(sian, b"x"))]
    data = hand.pfx(safes, hand.pbmac1(hand.authenticated(safes), b"x"))
    codes = {each.code for each in openers(outline(data))}
    assert {"closed-to-windows", "closed-to-apple", "closed-to-thunderbird"} <= codes
    assert {"closed-to-old-openssl", "closed-to-java"} <= codes
