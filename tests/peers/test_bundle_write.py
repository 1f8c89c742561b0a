"""PKCS#12 files of Sêl, opened by OpenSSL, NSS and GnuTLS."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.hazmat.primitives.serialization import pkcs12 as other_reader

from sel.base.errors import WrongPassphrase
from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry, Protection, outline, read, structure, write
from sel.core.bundle.structure import Sealed
from tests.core.pfx_material import PASSPHRASE, WELSH, Person, bundle, person, run
from tests.rounds import SHIPPED, rounds

KINDS = ["rsa-2048", "rsa-3072", "ec-p256", "ec-p384", "rsa-2048"]


@pytest.fixture(scope="module")
def people() -> tuple[Person, ...]:
    names = ("Siân Llŷr", "Gwên", "Dŵn", "Elin", "Mair")
    return tuple(person(name, kind) for name, kind in zip(names, KINDS, strict=True))


@pytest.fixture(
    scope="module",
    params=[(p, n) for p in Protection for n in (1, 5)],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def backup(
    request: pytest.FixtureRequest,
    people: tuple[Person, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, tuple[Person, ...], Protection]:
    """A file with the rounds that backups have, in a folder of its own, and who is in it."""
    protection, count = request.param
    folder = tmp_path_factory.mktemp("backup")
    chain = person("Authority").certificate
    with rounds(SHIPPED):
        held = bundle(*people[:count], others=(chain,))
        made = write(held, Secret(WELSH), protection=protection)
    (folder / "backup.p12").write_bytes(made)
    (folder / "pass.txt").write_text(WELSH + "\n", encoding="utf-8")
    return folder, people[:count], protection


def test_openssl_opens_every_identity(backup: tuple[Path, tuple[Person, ...], Protection]) -> None:
    folder, people, _ = backup
    shown = run(
        *("openssl", "pkcs12", "-in", "backup.p12", "-nodes", "-passin", "file:pass.txt"),
        "-legacy",
        folder=folder,
    )
    assert shown.count(b"BEGIN PRIVATE KEY") == len(people)
    assert shown.count(b"BEGIN CERTIFICATE") == len(people) + 1
    for who in people:
        key, crt = who.write_pem(folder)
        assert key.read_bytes().strip() in shown
        assert crt.read_bytes().strip() in shown
        # OpenSSL shows the low half of each letter only.
        assert shown.count(b"friendlyName: " + who.name.encode("utf-16-be")[1::2]) == 2


def test_both_round_counts_are_what_was_promised(
    backup: tuple[Path, tuple[Person, ...], Protection],
) -> None:
    folder, people, protection = backup
    shown = run(
        *("openssl", "pkcs12", "-info", "-noout", "-in", "backup.p12"),
        *("-passin", "file:pass.txt", "-legacy"),
        folder=folder,
    ).decode()
    found = {int(count) for count in re.findall(r"Iteration (\d+)", shown)}
    mac = re.search(r"MAC: (\w+), Iteration (\d+)", shown)
    assert mac
    sealed = [line for line in shown.splitlines() if "ncrypted data:" in line or "Keybag" in line]
    assert len(sealed) == len(people) + 1
    if protection is Protection.MODERN:
        assert found == {600_000}
        assert mac.groups() == ("sha256", "600000")
        assert all("AES-256-CBC" in line and "hmacWithSHA256" in line for line in sealed)
    else:
        assert found == {50_000}
        assert mac.groups() == ("sha1", "50000")
        assert all("3-KeyTripleDES" in line for line in sealed)


def test_nss_takes_every_key(backup: tuple[Path, tuple[Person, ...], Protection]) -> None:
    folder, people, _ = backup
    run("certutil", "-N", "-d", "sql:.", "--empty-password", folder=folder)
    run(
        *("pk12util", "-i", "backup.p12", "-d", "sql:.", "-w", "pass.txt", "-K", ""),
        folder=folder,
    )
    keys = run("certutil", "-K", "-d", "sql:.", folder=folder).decode()
    assert len(re.findall(r"^<\s*\d+>", keys, re.MULTILINE)) == len(people)
    for who in people:
        assert who.name in keys


def test_gnutls_opens_every_identity(backup: tuple[Path, tuple[Person, ...], Protection]) -> None:
    folder, people, _ = backup
    shown = run(
        *("certtool", "--p12-info", "--inder", "--infile", "backup.p12", "--password", WELSH),
        folder=folder,
    )
    assert shown.count(b"-----BEGIN CERTIFICATE-----") == len(people) + 1
    keys = re.findall(rb"-----BEGIN ENC.*?-----END ENC[A-Z ]*-----", shown, re.DOTALL)
    pins = [
        re.search(
            rb"pin-sha256:(\S+)",
            run(
                "certtool", "--key-info", "--pkcs8", "--password", WELSH, folder=folder, given=key
            ),
        )
        for key in keys
    ]
    assert [pin and pin[1] for pin in pins] == [_pin(who) for who in people]


def _pin(who: Person) -> bytes:
    """GnuTLS's name for a key that it opened: the digest of its public half."""
    public = who.signer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest())


def test_what_was_written_is_read(backup: tuple[Path, tuple[Person, ...], Protection]) -> None:
    folder, people, protection = backup
    data = (folder / "backup.p12").read_bytes()
    found = read(data, Secret(WELSH))
    assert [entry.key.reveal() for entry in found.entries] == [who.key for who in people]
    assert [entry.certificate for entry in found.entries] == [who.certificate for who in people]
    assert [entry.friendly_name for entry in found.entries] == [who.name for who in people]
    assert len(found.others) == 1
    seen = outline(data)
    modern = protection is Protection.MODERN
    assert (seen.mac, seen.mac_rounds) == (
        ("hmac-sha256", 600_000) if modern else ("hmac-sha1", 50_000)
    )
    assert seen.ciphers == ("pbes2-aes-256-cbc",) if modern else ("pbe-sha1-3des",)
    assert seen.cipher_rounds == (seen.mac_rounds,)
    assert seen.keys == len(people)


@pytest.mark.parametrize("protection", Protection)
def test_the_cryptography_package_reads_one(
    people: tuple[Person, ...], protection: Protection
) -> None:
    data = write(bundle(people[2]), Secret(PASSPHRASE), protection=protection, rounds=9)
    found = other_reader.load_pkcs12(data, PASSPHRASE.encode())
    assert found.key is not None
    assert found.cert is not None
    assert found.cert.friendly_name == people[2].name.encode()
    assert found.additional_certs == []


@pytest.mark.parametrize("protection", Protection)
def test_every_certificate_stands_in_it_once(
    people: tuple[Person, ...], protection: Protection
) -> None:
    doubled = bundle(people[2], others=(people[3].certificate, people[2].certificate) * 2)
    found = read(write(doubled, Secret("x"), protection=protection, rounds=1), Secret("x"))
    assert found.entries[0].certificate == people[2].certificate
    assert found.others == (people[3].certificate,)


@pytest.mark.parametrize("protection", Protection)
def test_no_salt_and_no_iv_serves_twice(
    people: tuple[Person, ...], protection: Protection
) -> None:
    """Same keys, in one file and in two: nothing under the encryption may look the same."""
    twice = Bundle((people[2].entry, people[2].entry))
    sealed = [
        part
        for _ in range(2)
        for part in sealed_parts(write(twice, Secret("x"), protection=protection, rounds=1))
    ]
    assert len(sealed) == 6
    assert len({part.ciphertext for part in sealed}) == 6
    assert len({part.ciphertext[:16] for part in sealed}) == 6
    assert len({part.algorithm.encoding.tobytes() for part in sealed}) == 6


def sealed_parts(data: bytes) -> list[Sealed]:
    """The safe of the certificates, and every key."""
    file = structure.pfx(data)
    bags = structure.Bags(file.counter)
    found: list[Sealed] = []
    for safe in structure.safes(file):
        if isinstance(safe, Sealed):
            found.append(safe)
        else:
            found += [bag.sealed for bag in bags.within(safe) if bag.sealed]
    return found


def test_a_key_without_certificate_is_kept(people: tuple[Person, ...]) -> None:
    waiting = Bundle((Entry(Secret(people[0].key), None, "aros"),))
    data = write(waiting, Secret("x"), protection=Protection.MODERN, rounds=1)
    assert read(data, Secret("x")) == waiting


def test_a_name_beyond_the_basic_plane(people: tuple[Person, ...]) -> None:
    entry = Entry(Secret(people[2].key), people[2].certificate, "Ysgol 🐉 Dŵr")
    data = write(Bundle((entry,)), Secret("x"), protection=Protection.MODERN, rounds=1)
    assert read(data, Secret("x")).entries[0].friendly_name == "Ysgol 🐉 Dŵr"


def test_decomposed_letters_are_written_composed(people: tuple[Person, ...]) -> None:
    """Whatever keyboard made the passphrase: a file opens with what others would type."""
    decomposed = "w\N{COMBINING CIRCUMFLEX ACCENT}"
    composed = "\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}"
    data = write(bundle(people[2]), Secret(decomposed), protection=Protection.MODERN, rounds=9)
    assert other_reader.load_pkcs12(data, composed.encode()).key is not None
    read(data, Secret(decomposed))
    with pytest.raises(WrongPassphrase):
        read(data, Secret("w"))


@pytest.mark.parametrize("rounds", [0, -1, 10_000_001])
def test_rounds_nobody_could_read_are_not_written(rounds: int) -> None:
    with pytest.raises(ValueError, match="rounds"):
        write(Bundle(()), Secret("x"), protection=Protection.MODERN, rounds=rounds)


@pytest.mark.parametrize("protection", Protection)
def test_revocation_lists_come_back(
    tmp_path: Path, people: tuple[Person, ...], protection: Protection
) -> None:
    crl = revocation_list(people[2])
    held = Bundle((people[2].entry,), (people[3].certificate,), crls=(crl,))
    data = write(held, Secret("abc"), protection=protection, rounds=1_000)
    assert read(data, Secret("abc")) == held
    (tmp_path / "x.p12").write_bytes(data)
    shown = run(
        *("openssl", "pkcs12", "-in", "x.p12", "-passin", "pass:abc", "-nodes", "-legacy"),
        folder=tmp_path,
    )
    assert shown.count(b"BEGIN PRIVATE KEY") == 1
    assert shown.count(b"BEGIN CERTIFICATE") == 2
    shown = run(
        *("certtool", "--p12-info", "--inder", "--infile", "x.p12", "--password", "abc"),
        folder=tmp_path,
    )
    assert b"Type: CRL" in shown
    assert shown.count(b"-----BEGIN CERTIFICATE-----") == 2


def revocation_list(who: Person) -> bytes:
    now = datetime.now(UTC)
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=x509.load_der_x509_certificate(who.certificate).subject,
        last_update=now,
        next_update=now + timedelta(days=7),
    )
    return builder.sign(who.signer, hashes.SHA256()).public_bytes(Encoding.DER)
