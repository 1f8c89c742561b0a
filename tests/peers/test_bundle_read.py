"""PKCS#12 files of OpenSSL, read: protections, armour, what is seen from outside, passphrases."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sel.base.errors import PassphraseNeeded, SelError, UnsupportedAlgorithm, WrongPassphrase
from sel.base.secret import Secret
from sel.core.bundle import Bundle, outline, read
from tests.core.pfx_material import PASSPHRASE, WELSH, Person, openssl_p12, person, run


@pytest.fixture(scope="module")
def sian() -> Person:
    return person("Siân Llŷr", "rsa-2048")


@pytest.fixture(scope="module")
def gwen() -> Person:
    return person("Gwên", "ec-p256")


def refused(data: bytes, passphrase: Secret | None) -> SelError:
    with pytest.raises(SelError) as caught:
        read(data, passphrase)
    return caught.value


def holds(bundle: Bundle, who: Person) -> bool:
    (entry,) = bundle.entries
    return entry.key == Secret(who.key) and entry.certificate == who.certificate


OPENSSL = {
    "modern": (),
    "legacy": ("-legacy",),
    "3des certificates": ("-legacy", "-descert"),
    "rc2-40": ("-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-keypbe", "PBE-SHA1-RC2-40"),
    "rc2-128": ("-legacy", "-certpbe", "PBE-SHA1-RC2-128", "-keypbe", "PBE-SHA1-2DES"),
    "rc4": ("-legacy", "-certpbe", "PBE-SHA1-RC4-40", "-keypbe", "PBE-SHA1-RC4-128"),
    "pkcs#5 des": ("-legacy", "-certpbe", "PBE-MD5-DES", "-keypbe", "PBE-SHA1-DES"),
    "pkcs#5 rc2": ("-legacy", "-certpbe", "PBE-SHA1-RC2-64", "-keypbe", "PBE-MD5-RC2-64"),
    "pbes2 3des": ("-certpbe", "DES-EDE3-CBC", "-keypbe", "DES-EDE3-CBC"),
    "pbes2 rc2": ("-legacy", "-certpbe", "RC2-CBC", "-keypbe", "RC2-40-CBC"),
    "pbes2 rc2-64": ("-legacy", "-certpbe", "RC2-64-CBC", "-keypbe", "DES-CBC"),
    "aes-128": ("-certpbe", "AES-128-CBC", "-keypbe", "AES-192-CBC"),
    "camellia": ("-certpbe", "CAMELLIA-128-CBC", "-keypbe", "CAMELLIA-256-CBC"),
    "seed": ("-legacy", "-certpbe", "SEED-CBC"),
    "sm4": ("-certpbe", "SM4-CBC"),
    "no encryption": ("-certpbe", "NONE", "-keypbe", "NONE"),
    "no mac": ("-nomac",),
    "mac sha512": ("-macalg", "sha512"),
    "mac sha384": ("-macalg", "sha384"),
    "mac sha224": ("-macalg", "sha224"),
    "mac sha3": ("-macalg", "sha3-256"),
    "mac sha512/256": ("-macalg", "sha512-256"),
    "one round": ("-noiter", "-nomaciter"),
}


@pytest.mark.parametrize("options", OPENSSL.values(), ids=OPENSSL.keys())
@pytest.mark.parametrize("passphrase", [PASSPHRASE, WELSH])
def test_openssl_in_every_cipher_and_mac(
    tmp_path: Path, gwen: Person, options: tuple[str, ...], passphrase: str
) -> None:
    data = openssl_p12(tmp_path, gwen, *options, passphrase=passphrase)
    bundle = read(data, Secret(passphrase))
    assert holds(bundle, gwen)
    assert bundle.entries[0].friendly_name == gwen.name
    assert bundle.others == ()
    assert isinstance(refused(data, Secret("Ysgol y Bont 2")), WrongPassphrase)
    assert isinstance(refused(data, None), PassphraseNeeded)


def test_a_cipher_nobody_here_knows_is_named_and_never_a_wrong_passphrase(
    tmp_path: Path, gwen: Person
) -> None:
    data = openssl_p12(tmp_path, gwen, "-keypbe", "ARIA-256-CBC", "-nomac")
    error = refused(data, Secret(PASSPHRASE))
    assert isinstance(error, UnsupportedAlgorithm)
    assert error.what.facts["algorithm"] == "1.2.410.200046.1.1.12"


@pytest.mark.parametrize("options", [(), ("-nomac",), ("-legacy",)])
def test_an_empty_passphrase_is_none(
    tmp_path: Path, gwen: Person, options: tuple[str, ...]
) -> None:
    data = openssl_p12(tmp_path, gwen, *options, passphrase="")
    assert holds(read(data, None), gwen)
    assert holds(read(data, Secret("")), gwen)


def test_without_any_protection_nothing_is_asked(tmp_path: Path, gwen: Person) -> None:
    data = openssl_p12(tmp_path, gwen, "-certpbe", "NONE", "-keypbe", "NONE", "-nomac")
    for passphrase in (None, Secret(""), Secret("anything")):
        assert holds(read(data, passphrase), gwen)


def test_a_chain_is_kept_apart(tmp_path: Path, sian: Person, gwen: Person) -> None:
    chain = tmp_path / "chain.pem"
    chain.write_bytes(gwen.write_pem(tmp_path)[1].read_bytes())
    data = openssl_p12(tmp_path, sian, "-certfile", str(chain))
    bundle = read(data, Secret(PASSPHRASE))
    assert holds(bundle, sian)
    assert bundle.others == (gwen.certificate,)


def test_pem_armour_and_bare_base64(tmp_path: Path, gwen: Person) -> None:
    data = openssl_p12(tmp_path, gwen)
    base64 = run("openssl", "base64", folder=tmp_path, given=data)
    armoured = b"Here it is:\r\n\r\n-----BEGIN PKCS12-----\n" + base64 + b"-----END PKCS12-----\n"
    headed = armoured.replace(b"PKCS12-----\n", b"PKCS12-----\nName: Gwen\n\n", 1)
    crlf = headed.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    for dressed in (armoured, headed, crlf, base64, data + b"\r\n"):
        assert holds(read(dressed, Secret(PASSPHRASE)), gwen)


def test_pem_of_gnutls(tmp_path: Path, gwen: Person) -> None:
    key, crt = gwen.write_pem(tmp_path)
    text = run(
        *("certtool", "--to-p12", "--load-privkey", key, "--load-certificate", crt),
        *("--p12-name", "x", "--empty-password", "--pkcs-cipher", "aes-128"),
        folder=tmp_path,
    )
    assert b"-----BEGIN PKCS12-----" in text
    assert read(text, None).entries[0].certificate == gwen.certificate


def test_what_is_seen_from_outside(tmp_path: Path, gwen: Person) -> None:
    seen = outline(openssl_p12(tmp_path, gwen, "-iter", "4096", "-macalg", "sha512"))
    assert (seen.mac, seen.mac_rounds) == ("hmac-sha512", 4096)
    assert (seen.ciphers, seen.cipher_rounds) == (("pbes2-aes-256-cbc",), (4096,))
    assert (seen.keys, seen.sealed, seen.certificates) == (1, True, ())

    seen = outline(openssl_p12(tmp_path, gwen, "-legacy", "-certpbe", "NONE"))
    assert (seen.mac, seen.ciphers) == ("hmac-sha1", ("pbe-sha1-3des",))
    assert seen.certificates == (gwen.certificate,)

    seen = outline(openssl_p12(tmp_path, gwen, "-certpbe", "NONE", "-keypbe", "NONE", "-nomac"))
    assert (seen.mac, seen.mac_rounds, seen.sealed, seen.keys) == (None, None, False, 1)

    seen = outline(openssl_p12(tmp_path, gwen, "-keypbe", "ARIA-256-CBC"))
    assert seen.ciphers == ("pbes2-aes-256-cbc", "1.2.410.200046.1.1.12")
    assert seen.cipher_rounds == (2048, None)


# --- passphrases -----------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [" ", "\n", "\r\n", "\t"])
def test_a_blank_too_many_is_forgiven(tmp_path: Path, gwen: Person, ending: str) -> None:
    data = openssl_p12(tmp_path, gwen)
    assert holds(read(data, Secret(PASSPHRASE + ending)), gwen)


def test_a_blank_of_the_writer_is_found(tmp_path: Path, gwen: Person) -> None:
    data = openssl_p12(tmp_path, gwen, passphrase=PASSPHRASE + " ")
    assert holds(read(data, Secret(PASSPHRASE)), gwen)


def test_letters_composed_or_not(tmp_path: Path, gwen: Person) -> None:
    decomposed = "w\N{COMBINING CIRCUMFLEX ACCENT}yn"
    composed = "\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}yn"
    for written, typed in ((decomposed, composed), (composed, decomposed)):
        for options in ((), ("-legacy",), ("-nomac",)):
            data = openssl_p12(tmp_path, gwen, *options, passphrase=written)
            assert holds(read(data, Secret(typed)), gwen)


@pytest.mark.parametrize("code_page", ["latin-1", "cp1252"])
def test_bytes_of_a_code_page(tmp_path: Path, gwen: Person, code_page: str) -> None:
    """OpenSSL takes the bytes it is given where they are no UTF-8."""
    key, crt = gwen.write_pem(tmp_path)
    word = "Siân €uro" if code_page == "cp1252" else "Siân"
    (tmp_path / "bytes.txt").write_bytes(word.encode(code_page) + b"\n")
    for options in ((), ("-legacy",)):
        run(
            *("openssl", "pkcs12", "-export", "-inkey", key, "-in", crt, "-out", "o.p12"),
            *("-passout", "file:bytes.txt", *options),
            folder=tmp_path,
        )
        data = (tmp_path / "o.p12").read_bytes()
        assert holds(read(data, Secret(word)), gwen)
        assert holds(read(data, Secret(word.encode(code_page))), gwen)


def test_the_local_key_id_of_openssl_is_the_digest_we_write(tmp_path: Path, gwen: Person) -> None:
    """What `write` puts into localKeyId is what others look for."""
    secret = tmp_path / "p"
    secret.write_text(PASSPHRASE)
    (tmp_path / "o.p12").write_bytes(openssl_p12(tmp_path, gwen))
    shown = run(
        *("openssl", "pkcs12", "-in", "o.p12", "-nokeys", "-passin", f"file:{secret}"),
        folder=tmp_path,
    )
    digest = hashlib.sha1(gwen.certificate).digest()
    assert digest.hex(" ").upper().encode() in shown
