"""PKCS#12 in forms that programs at hand do not write: put together by hand, and read."""

from __future__ import annotations

import hashlib

import pytest
from asn1crypto import core
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from sel.base.errors import (
    Damaged,
    NotAPkcs12,
    PassphraseNeeded,
    SelError,
    UnsupportedAlgorithm,
    WrongPassphrase,
)
from sel.base.secret import Secret
from sel.core.bundle import Bundle, Protection, outline, read, write
from tests.core import pfx_material as hand
from tests.core.pfx_material import PASSPHRASE, WELSH, Person, bundle, person


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


def keys_of(found: Bundle) -> list[bytes]:
    return [entry.key.reveal() for entry in found.entries]


def bags_of(who: Person, name: str | None = None) -> tuple[bytes, bytes]:
    mark = hashlib.sha1(who.certificate).digest()
    return hand.key_bag(who.key, name, mark), hand.cert_bag(who.certificate, name, mark)


# --- structure -------------------------------------------------------------------------------


@pytest.mark.parametrize("protection", Protection)
def test_ber_throughout(sian: Person, gwen: Person, protection: Protection) -> None:
    der = write(bundle(sian, gwen), Secret("x"), protection=protection, rounds=2)
    ber = hand.to_ber(der)
    assert ber != der
    assert read(ber, Secret("x")) == read(der, Secret("x"))
    assert outline(ber) == outline(der)
    assert isinstance(refused(ber, Secret("y")), WrongPassphrase)


def test_a_key_in_ber_comes_out_in_der(sian: Person) -> None:
    ber = hand.to_ber(sian.key, segment=50)
    assert ber != sian.key
    (entry,) = read(hand.pfx([hand.open_safe(hand.key_bag(ber))]), None).entries
    assert entry.key.reveal() == sian.key


def test_safe_contents_within_safe_contents(sian: Person, gwen: Person) -> None:
    data = hand.pfx(
        [hand.open_safe(hand.nested(*bags_of(sian), hand.nested(hand.nested(*bags_of(gwen)))))]
    )
    found = read(data, None)
    assert keys_of(found) == [sian.key, gwen.key]
    assert found.entries[1].certificate == gwen.certificate
    assert outline(data).keys == 2


def test_two_keys_of_one_person_lose_neither(sian: Person, gwen: Person) -> None:
    """One to sign, one to decrypt, under the same name."""
    data = hand.pfx([hand.open_safe(*bags_of(sian, "Siân"), *bags_of(gwen, "Siân"))])
    found = read(data, None)
    assert keys_of(found) == [sian.key, gwen.key]
    assert [entry.certificate for entry in found.entries] == [sian.certificate, gwen.certificate]
    assert [entry.friendly_name for entry in found.entries] == ["Siân", "Siân"]


def test_what_is_neither_key_nor_certificate_is_passed_over(sian: Person) -> None:
    def odd(oid: str) -> bytes:
        value = hand.tlv(0xA0, hand.tlv(0x30, core.ObjectIdentifier("1.2.3").dump()))
        return hand.tlv(0x30, core.ObjectIdentifier(oid).dump() + value)

    crl, secret = odd("1.2.840.113549.1.12.10.1.4"), odd("1.2.840.113549.1.12.10.1.5")
    sdsi = hand.tlv(
        0x30,
        core.ObjectIdentifier("1.2.840.113549.1.12.10.1.3").dump()
        + hand.tlv(0xA0, hand.tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.9.22.2").dump())),
    )
    data = hand.pfx([hand.open_safe(crl, *bags_of(sian), secret, sdsi, odd("1.2.3.4"))])
    found = read(data, None)
    assert keys_of(found) == [sian.key]
    assert found.others == ()


def test_nothing_in_it() -> None:
    for data in (hand.pfx([]), hand.pfx([hand.open_safe()]), _pfx_without_content()):
        assert read(data, None) == Bundle(())
        assert outline(data).keys == 0


def _pfx_without_content() -> bytes:
    info = hand.tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.1").dump())
    return hand.tlv(0x30, b"\x02\x01\x03" + info)


@pytest.mark.parametrize(
    ("oid", "name"),
    [
        ("1.2.840.113549.1.7.2", "signed-data"),
        ("1.2.840.113549.1.7.3", "enveloped-data"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_modes_with_public_keys_are_named(oid: str, name: str) -> None:
    info = hand.tlv(0x30, core.ObjectIdentifier(oid).dump() + b"\xa0\x02\x30\x00")
    for data in (hand.tlv(0x30, b"\x02\x01\x03" + info), hand.pfx([info])):
        error = refused(data, Secret("x"))
        assert isinstance(error, UnsupportedAlgorithm)
        assert error.what.facts["algorithm"] == name


@pytest.mark.parametrize(
    ("data", "looks_like"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\xfe\xed\xfe\xed\0\0\0\x02", "jks"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"PK\x03\x04abc", "zip"),
        (b"%PDF-1.7", "pdf"),
        (b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "certificate"),
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n", "private-key"),
        (b"\x30\x03\x02\x01\x00", "unknown"),
        (b"Annwyl bawb", "unknown"),
    ],
)
def test_what_is_no_pkcs12_is_called_by_its_name(data: bytes, looks_like: str) -> None:
    error = refused(data, Secret("x"))
    assert isinstance(error, NotAPkcs12)
    assert error.what.facts["looks_like"] == looks_like
    with pytest.raises(NotAPkcs12):
        outline(data)


def test_a_certificate_is_no_pkcs12(sian: Person) -> None:
    assert isinstance(refused(sian.certificate), NotAPkcs12)
    assert isinstance(refused(sian.key), NotAPkcs12)


@pytest.mark.parametrize(
    "text",
    [
        b"-----BEGIN PKCS12-----\nMIIB",
        b"-----BEGIN PKCS12-----\n!!!\n-----END PKCS12-----\n",
    ],
)
def test_broken_armour(text: bytes) -> None:
    assert isinstance(refused(text, Secret("x")), Damaged)


# --- integrity -------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [PASSPHRASE, WELSH])
def test_pbmac1(sian: Person, word: str) -> None:
    safes = [hand.open_safe(*bags_of(sian))]
    data = hand.pfx(safes, hand.pbmac1(hand.authenticated(safes), word.encode()))
    assert keys_of(read(data, Secret(word))) == [sian.key]
    assert isinstance(refused(data, Secret(word + "x")), WrongPassphrase)
    assert isinstance(refused(data), PassphraseNeeded)
    assert (outline(data).mac, outline(data).mac_rounds) == ("pbmac1", 2)


@pytest.mark.parametrize("size", [None, 19, 0])
def test_pbmac1_with_a_weak_key_is_refused(sian: Person, size: int | None) -> None:
    """RFC 9579: a short or missing key length would let anybody alter the file."""
    safes = [hand.open_safe(*bags_of(sian))]
    content = hand.authenticated(safes)
    mac = hand.pbmac1(content, b"x", size=size) if size else None
    kdf = hand.pbkdf2(b"saltsalt", 2, size=size, prf="1.2.840.113549.2.9")
    identifier = hand.algorithm(
        "1.2.840.113549.1.5.14",
        hand.tlv(0x30, kdf + hand.algorithm("1.2.840.113549.2.9", b"\x05\x00")),
    )
    mac = mac or hand.tlv(0x30, hand.tlv(0x30, identifier + b"\x04\x01a") + b"\x04\x01b")
    assert isinstance(refused(hand.pfx(safes, mac), Secret("x")), Damaged)


@pytest.mark.parametrize(
    "identifier",
    [
        hand.algorithm("1.2.643.7.1.1.2.3", b"\x05\x00"),  # a GOST digest
        hand.algorithm(
            "1.2.840.113549.1.5.14",
            hand.tlv(0x30, hand.algorithm("1.2.3.4") + hand.algorithm("1.2.840.113549.2.9")),
        ),
        hand.algorithm(
            "1.2.840.113549.1.5.14",
            hand.tlv(
                0x30,
                hand.pbkdf2(b"s", 1, size=32, prf=None) + hand.algorithm("1.2.3.4", b"\x05\x00"),
            ),
        ),
    ],
    ids=["digest", "kdf", "hmac"],
)
def test_an_unknown_mac_is_never_a_wrong_passphrase(sian: Person, identifier: bytes) -> None:
    mac = hand.tlv(0x30, hand.tlv(0x30, identifier + b"\x04\x01a") + b"\x04\x01b")
    error = refused(hand.pfx([hand.open_safe(*bags_of(sian))], mac), Secret("x"))
    assert isinstance(error, UnsupportedAlgorithm)


def test_a_mac_without_passphrase_at_all(sian: Person) -> None:
    """Some programs derive from no bytes where RFC 7292 has two zeros."""
    safes = [hand.open_safe(*bags_of(sian))]
    for none in (b"", b"\0\0"):
        data = hand.pfx(safes, hand.mac_sha256(hand.authenticated(safes), none))
        for passphrase in (None, Secret("")):
            assert keys_of(read(data, passphrase)) == [sian.key]
        assert isinstance(refused(data, Secret("x")), WrongPassphrase)


@pytest.mark.parametrize(
    "stored",
    [
        "ŵy".encode("utf-16-be"),
        b"".join(bytes((0, octet)) for octet in "ŵy".encode()),
        b"".join(bytes((0, octet)) for octet in "ŵy".encode("iso8859-14")),
        "wy".encode("utf-16-be"),
    ],
    ids=["bmp", "utf-8 blown up", "celtic code page", "best fit of windows"],
)
def test_welsh_letters_in_every_spelling(sian: Person, stored: bytes) -> None:
    safes = [hand.open_safe(*bags_of(sian))]
    data = hand.pfx(safes, hand.mac_sha256(hand.authenticated(safes), stored + b"\0\0"))
    assert keys_of(read(data, Secret("ŵy"))) == [sian.key]


def test_with_many_rounds_only_likely_spellings_are_tried(
    sian: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing error is answered soon; composed or not, a letter is still found."""
    safes = [hand.open_safe(*bags_of(sian))]

    def stored(octets: bytes) -> bytes:
        return hand.pfx(safes, hand.mac_sha256(hand.authenticated(safes), octets + b"\0\0"))

    blown_up = b"".join(bytes((0, octet)) for octet in "ŵy".encode())
    decomposed = "w\N{COMBINING CIRCUMFLEX ACCENT}y".encode("utf-16-be")
    for cheap in (True, False):
        monkeypatch.setattr("sel.core.bundle.opening._CHEAP", 100 if cheap else 1)
        assert keys_of(read(stored(decomposed), Secret("ŵy "))) == [sian.key]
        if cheap:
            assert keys_of(read(stored(blown_up), Secret("ŵy"))) == [sian.key]
        else:
            assert isinstance(refused(stored(blown_up), Secret("ŵy")), WrongPassphrase)


@pytest.mark.parametrize("protection", Protection)
def test_an_altered_file_is_damaged_if_the_passphrase_is_right(
    sian: Person, protection: Protection
) -> None:
    data = write(bundle(sian), Secret("x"), protection=protection, rounds=2)
    altered = bytearray(data)
    altered[data.index(sian.name.encode("utf-16-be"))] ^= 1
    assert isinstance(refused(bytes(altered), Secret("x")), Damaged)
    assert isinstance(refused(bytes(altered), Secret("y")), WrongPassphrase)
    assert isinstance(refused(bytes(altered)), PassphraseNeeded)


def test_another_passphrase_for_the_keys_is_no_wrong_one(sian: Person) -> None:
    """The MAC proves the passphrase; a part that does not open is then no typing error."""
    plain = hand.contents(*bags_of(sian))
    sealed = hand.pbes2_aes(
        plain, b"another", prf="1.2.840.113549.2.9", hash_name="sha256", bits=256
    )
    mac = hand.mac_sha256(hand.authenticated([sealed]), hand.bmp("x"))
    assert isinstance(refused(hand.pfx([sealed], mac), Secret("x")), Damaged)


# --- encryption ------------------------------------------------------------------------------

PRFS = {
    "1.2.840.113549.2.7": "sha1",
    "1.2.840.113549.2.8": "sha224",
    "1.2.840.113549.2.9": "sha256",
    "1.2.840.113549.2.10": "sha384",
    "1.2.840.113549.2.11": "sha512",
    "1.2.840.113549.2.12": "sha512_224",
    "1.2.840.113549.2.13": "sha512_256",
    "2.16.840.1.101.3.4.2.14": "sha3_256",
}


@pytest.mark.parametrize(("prf", "name"), PRFS.items())
@pytest.mark.parametrize("bits", [128, 192, 256])
def test_every_prf(sian: Person, prf: str, name: str, bits: int) -> None:
    sealed = hand.pbes2_aes(
        hand.contents(*bags_of(sian)), b"x", prf=prf, hash_name=name, bits=bits
    )
    data = hand.pfx([sealed])
    assert keys_of(read(data, Secret("x"))) == [sian.key]
    assert isinstance(refused(data, Secret("y")), WrongPassphrase)
    assert isinstance(refused(data), PassphraseNeeded)
    assert outline(data).ciphers == (f"pbes2-aes-{bits}-cbc",)


def test_scrypt(sian: Person) -> None:
    plain = hand.contents(*bags_of(sian))
    key = hashlib.scrypt(b"x", salt=b"salt", n=16, r=8, p=1, dklen=32)
    parameters = hand.tlv(
        0x30,
        core.OctetString(b"salt").dump() + b"".join(core.Integer(n).dump() for n in (16, 8, 1)),
    )
    scheme = hand.algorithm(
        "1.2.840.113549.1.5.13",
        hand.tlv(
            0x30,
            hand.algorithm("1.3.6.1.4.1.11591.4.11", parameters)
            + hand.algorithm("2.16.840.1.101.3.4.1.42", core.OctetString(bytes(16)).dump()),
        ),
    )
    data = hand.pfx([hand.sealed_safe(scheme, hand.aes_cbc(key, bytes(16), plain))])
    assert keys_of(read(data, Secret("x"))) == [sian.key]
    assert isinstance(refused(data, Secret("y")), WrongPassphrase)
    assert outline(data).cipher_rounds == (None,)


def pbes2(kdf: bytes, encryption: bytes) -> bytes:
    return hand.algorithm("1.2.840.113549.1.5.13", hand.tlv(0x30, kdf + encryption))


KDF = hand.pbkdf2(b"salt", 1, size=None, prf=None)
AES = hand.algorithm("2.16.840.1.101.3.4.1.42", core.OctetString(bytes(16)).dump())
RC2 = hand.algorithm("1.2.840.113549.3.2", b"\x30\x0d\x02\x01\x3a\x04\x08" + bytes(8))
UNKNOWN = {
    "scheme": (hand.algorithm("1.2.3.4"), "1.2.3.4"),
    "pkcs#12 scheme": (hand.algorithm("1.2.840.113549.1.12.1.9"), "1.2.840.113549.1.12.1.9"),
    "md2": (hand.algorithm("1.2.840.113549.1.5.1"), "1.2.840.113549.1.5.1"),
    "kdf": (pbes2(hand.algorithm("1.2.3.4"), AES), "1.2.3.4"),
    "prf": (pbes2(hand.pbkdf2(b"s", 1, size=None, prf="1.2.3.4"), AES), "1.2.3.4"),
    "cipher": (
        pbes2(KDF, hand.algorithm("1.2.410.200046.1.1.12", b"\x30\x00")),
        "1.2.410.200046.1.1.12",
    ),
    "rc2 version": (
        pbes2(
            KDF, hand.algorithm("1.2.840.113549.3.2", b"\x30\x0d\x02\x01\x07\x04\x08" + bytes(8))
        ),
        "rc2-version-7",
    ),
}


@pytest.mark.parametrize(("scheme", "named"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_encryption_is_named(scheme: bytes, named: str) -> None:
    data = hand.pfx([hand.sealed_safe(scheme, bytes(32))])
    error = refused(data, Secret("x"))
    assert isinstance(error, UnsupportedAlgorithm)
    assert error.what.facts["algorithm"] == named
    assert outline(data).ciphers == (named,)


@pytest.mark.parametrize(
    ("scheme", "ciphertext"),
    [
        (pbes2(KDF, AES), bytes(17)),
        (pbes2(KDF, AES), b""),
        (pbes2(KDF, hand.algorithm("2.16.840.1.101.3.4.1.42", b"\x04\x01a")), bytes(32)),
        (pbes2(hand.pbkdf2(b"s", 1, size=16, prf=None), AES), bytes(32)),
        (pbes2(hand.pbkdf2(b"s", 1, size=129, prf=None), RC2), bytes(32)),
        (pbes2(hand.pbkdf2(b"s", 1, size=-1, prf=None), RC2), bytes(32)),
        (pbes2(hand.pbkdf2(b"s", 0, size=None, prf=None), AES), bytes(32)),
        (pbes2(KDF, hand.algorithm("2.16.840.1.101.3.4.1.42")), bytes(32)),
        (hand.algorithm("1.2.840.113549.1.5.13"), bytes(32)),
    ],
    ids=[
        "cut",
        "empty",
        "iv",
        "key length",
        "rc2 key",
        "negative key",
        "no rounds",
        "no iv",
        "no parameters",
    ],
)
def test_encryption_that_no_passphrase_opens_is_damaged(scheme: bytes, ciphertext: bytes) -> None:
    error = refused(hand.pfx([hand.sealed_safe(scheme, ciphertext)]), Secret("x"))
    assert isinstance(error, Damaged)


# --- which certificate belongs to which key --------------------------------------------------


def test_a_local_key_id_that_lies_pairs_nothing(sian: Person, gwen: Person) -> None:
    data = hand.pfx(
        [
            hand.open_safe(
                hand.key_bag(sian.key, None, b"1"),
                hand.cert_bag(gwen.certificate, None, b"1"),
                hand.cert_bag(sian.certificate, None, b"2"),
            )
        ]
    )
    found = read(data, None)
    assert found.entries[0].certificate == sian.certificate
    assert found.others == (gwen.certificate,)

    data = hand.pfx(
        [
            hand.open_safe(
                hand.key_bag(sian.key, None, b"1"), hand.cert_bag(gwen.certificate, None, b"1")
            )
        ]
    )
    found = read(data, None)
    assert found.entries[0].certificate is None
    assert found.others == (gwen.certificate,)


def test_of_two_certificates_for_a_key_the_named_one(sian: Person) -> None:
    renewed = hand.certificate(sian.signer, "Siân Llŷr")
    for mark, expected in ((b"old", sian.certificate), (b"new", renewed), (b"", sian.certificate)):
        data = hand.pfx(
            [
                hand.open_safe(
                    hand.cert_bag(sian.certificate, "hen", b"old"),
                    hand.cert_bag(renewed, "newydd", b"new"),
                    hand.key_bag(sian.key, None, mark or None),
                )
            ]
        )
        (entry,) = read(data, None).entries
        assert entry.certificate == expected
        assert entry.friendly_name == ("newydd" if mark == b"new" else "hen")
        assert len(read(data, None).others) == 1


def test_the_same_key_twice_is_one_entry(sian: Person) -> None:
    data = hand.pfx([hand.open_safe(*bags_of(sian), *bags_of(sian))])
    found = read(data, None)
    assert len(found.entries) == 1
    assert found.others == ()


def test_equal_keys_in_unequal_encodings_find_each_other() -> None:
    """A compressed point in the certificate, an uncompressed one in the key."""
    key = ec.generate_private_key(ec.SECP256R1())
    pkcs8 = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key()
    plain = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    point = public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    compressed = hand.tlv(0x30, _algorithm_of(plain) + _bits(point))
    certificate = hand.bare_certificate(compressed)
    found = read(hand.pfx([hand.open_safe(hand.key_bag(pkcs8), hand.cert_bag(certificate))]), None)
    assert found.entries[0].certificate == certificate


def _algorithm_of(spki: bytes) -> bytes:
    return bytes(core.Sequence.load(spki)[0].dump())


def _bits(value: bytes) -> bytes:
    return hand.tlv(0x03, b"\0" + value)


def test_a_key_of_a_kind_nobody_knows_is_kept_and_paired_by_name() -> None:
    def unknown(oid: str) -> tuple[bytes, bytes]:
        pkcs8 = hand.tlv(0x30, b"\x02\x01\x00" + hand.algorithm(oid) + b"\x04\x03abc")
        return pkcs8, hand.bare_certificate(hand.tlv(0x30, hand.algorithm(oid) + _bits(b"x")))

    key, certificate = unknown("1.2.3.4")
    other_key, other_certificate = unknown("1.2.3.5")

    def given(*bags: bytes) -> Bundle:
        return read(hand.pfx([hand.open_safe(*bags)]), None)

    found = given(hand.key_bag(key, None, b"1"), hand.cert_bag(certificate, None, b"1"))
    assert (keys_of(found), found.entries[0].certificate) == ([key], certificate)
    # Named alike, but of another kind; or not named at all.
    found = given(hand.key_bag(key, None, b"1"), hand.cert_bag(other_certificate, None, b"1"))
    assert found.entries[0].certificate is None
    found = given(hand.key_bag(key), hand.cert_bag(certificate))
    assert found.entries[0].certificate is None
    assert len(given(hand.key_bag(key), hand.key_bag(other_key)).entries) == 2


def test_a_damaged_key_is_damaged() -> None:
    numbers = rsa.generate_private_key(65537, 2048).private_numbers()
    good = rsa.RSAPrivateNumbers.private_key(numbers)
    pkcs8 = good.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    read(hand.pfx([hand.open_safe(hand.key_bag(pkcs8))]), None)
    for name in ("p", "q", "d", "dmp1", "dmq1", "iqmp"):
        value: int = getattr(numbers, name)
        octets = value.to_bytes((value.bit_length() + 7) // 8, "big")
        assert pkcs8.count(octets) == 1
        broken = pkcs8.replace(octets, octets[:-1] + bytes([octets[-1] ^ 2]))
        error = refused(hand.pfx([hand.open_safe(hand.key_bag(broken))]))
        assert isinstance(error, Damaged), name


def test_a_damaged_ec_key_is_damaged(sian: Person) -> None:
    for at in (len(sian.key) - 1, 40):
        broken = bytearray(sian.key)
        broken[at] ^= 1
        error = refused(hand.pfx([hand.open_safe(hand.key_bag(bytes(broken)))]))
        assert isinstance(error, Damaged)


def test_a_certificate_that_is_none_is_damaged(sian: Person) -> None:
    for octets in (b"", b"\x30\x00", sian.certificate[:-9]):
        error = refused(hand.pfx([hand.open_safe(hand.cert_bag(octets))]))
        assert isinstance(error, Damaged)


@pytest.mark.parametrize("protection", Protection)
def test_certificates_that_libraries_refuse_go_through(
    sian: Person, protection: Protection
) -> None:
    """Neither an algorithm without a name nor BER may lose a certificate, or a byte of it."""
    spki = hand.tlv(0x30, hand.algorithm("2.16.840.1.101.3.4.4.2") + _bits(b"x"))
    odd = (hand.bare_certificate(spki), hand.to_ber(person("Elin").certificate))
    data = write(bundle(sian, others=odd), Secret("x"), protection=protection, rounds=1)
    assert read(data, Secret("x")).others == odd


def test_octets_behind_a_certificate_are_dropped(sian: Person) -> None:
    data = hand.pfx([hand.open_safe(hand.cert_bag(sian.certificate + b"\0\0"))])
    assert read(data, None).others == outline(data).certificates == (sian.certificate,)


def test_names_as_old_programs_wrote_them(sian: Person) -> None:
    blown_up = sian.name.encode().decode("latin-1")
    found = read(hand.pfx([hand.open_safe(*bags_of(sian, blown_up))]), None)
    assert found.entries[0].friendly_name == sian.name
