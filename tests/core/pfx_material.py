"""PKCS#12 files for tests: made by the programs people use, and put together by hand."""

from __future__ import annotations

import hashlib
import hmac
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import cms, core, pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry
from sel.core.bundle.pkcs12_kdf import Purpose, pkcs12_kdf

PASSPHRASE = "Ysgol y Bont 1"
WELSH = "tŷ ŵyn bŵyd"

_KINDS = {
    "rsa-2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa-3072": lambda: rsa.generate_private_key(65537, 3072),
    "ec-p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ec-p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
}


@dataclass(frozen=True)
class Person:
    """A key (PKCS#8) and its self-signed certificate, both DER."""

    name: str
    key: bytes
    certificate: bytes
    signer: Any

    @property
    def entry(self) -> Entry:
        return Entry(Secret(self.key), self.certificate, self.name)

    def write_pem(self, folder: Path) -> tuple[Path, Path]:
        """Key and certificate as files in `folder`."""
        key, certificate = folder / f"{self.name}.key.pem", folder / f"{self.name}.crt.pem"
        key.write_bytes(
            self.signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        loaded = x509.load_der_x509_certificate(self.certificate)
        certificate.write_bytes(loaded.public_bytes(Encoding.PEM))
        return key, certificate


def person(name: str, kind: str = "ec-p256") -> Person:
    """Somebody at school.example, with a new key."""
    signer = _KINDS[kind]()
    return Person(
        name,
        signer.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificate(signer, name),
        signer,
    )


def certificate(signer: Any, name: str) -> bytes:
    """A self-signed certificate, DER; each call another serial."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC).replace(microsecond=0)
    edwards = isinstance(signer, ed25519.Ed25519PrivateKey)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(signer.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=90))
        .sign(signer, None if edwards else hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def run(*command: str | Path, folder: Path, given: bytes | None = None) -> bytes:
    """Run a program in `folder` with an empty input; its output. Fails loudly."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        input=given or b"",
        capture_output=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout + done.stderr


def openssl_p12(folder: Path, who: Person, *options: str, passphrase: str = PASSPHRASE) -> bytes:
    """`openssl pkcs12 -export` of one person."""
    key, crt = who.write_pem(folder)
    secret = folder / "pass.txt"
    secret.write_text(passphrase + "\n", encoding="utf-8")
    out = folder / "openssl.p12"
    run(
        *("openssl", "pkcs12", "-export", "-inkey", key, "-in", crt, "-name", who.name),
        *("-passout", f"file:{secret}", "-out", out, *options),
        folder=folder,
    )
    return out.read_bytes()


def bare_certificate(spki: bytes) -> bytes:
    """Something with the structure of a certificate around any public key; nobody signed it."""
    nobody = tlv(0x30, b"")
    algorithm_ = algorithm("1.2.840.10045.4.3.2")
    validity = tlv(0x30, tlv(0x17, b"260101000000Z") * 2)
    tbs = tlv(
        0x30,
        b"\xa0\x03\x02\x01\x02" + b"\x02\x01\x07" + algorithm_ + nobody + validity + nobody + spki,
    )
    return tlv(0x30, tbs + algorithm_ + b"\x03\x02\x00a")


# --- by hand ---------------------------------------------------------------------------------


def attributes(name: str | None, local_key_id: bytes | None) -> list[dict[str, Any]]:
    """Bag attributes."""
    found: list[dict[str, Any]] = []
    if name is not None:
        found.append({"type": "friendly_name", "values": [name]})
    if local_key_id is not None:
        found.append({"type": "local_key_id", "values": [local_key_id]})
    return found


def bag(kind: str, value: bytes, name: str | None, local_key_id: bytes | None) -> bytes:
    """A SafeBag, encoded."""
    parts = core.ObjectIdentifier(kind).dump() + tlv(0xA0, value)
    held = attributes(name, local_key_id)
    return tlv(0x30, parts + (pkcs12.Attributes(held).dump() if held else b""))


def cert_bag(der: bytes, name: str | None = None, local_key_id: bytes | None = None) -> bytes:
    """A CertBag, encoded, of an X.509 certificate or of bytes that are said to be one."""
    octets = tlv(0xA0, core.OctetString(der).dump())
    value = tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.9.22.1").dump() + octets)
    return bag("1.2.840.113549.1.12.10.1.3", value, name, local_key_id)


def key_bag(pkcs8: bytes, name: str | None = None, local_key_id: bytes | None = None) -> bytes:
    """A KeyBag, encoded: an open key."""
    return bag("1.2.840.113549.1.12.10.1.1", pkcs8, name, local_key_id)


def tlv(tag: int, content: bytes) -> bytes:
    """One DER encoding."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def nested(*bags: bytes) -> bytes:
    """A SafeContents bag around `bags`."""
    oid = core.ObjectIdentifier("1.2.840.113549.1.12.10.1.6").dump()
    return tlv(0x30, oid + tlv(0xA0, contents(*bags)))


def contents(*bags: bytes) -> bytes:
    """SafeContents."""
    return tlv(0x30, b"".join(bags))


def open_safe(*bags: bytes) -> bytes:
    """A ContentInfo of kind data."""
    return open_safe_of(contents(*bags))


def open_safe_of(safe_contents: bytes) -> bytes:
    """A ContentInfo of kind data around an encoding."""
    info = cms.ContentInfo(
        {"content_type": "data", "content": core.OctetString(safe_contents)}
    ).dump()
    return bytes(info)


def sealed_safe(algorithm: bytes, ciphertext: bytes) -> bytes:
    """A ContentInfo of kind encryptedData; `algorithm` an AlgorithmIdentifier."""
    data = core.ObjectIdentifier("1.2.840.113549.1.7.1").dump()
    info = tlv(0x30, data + algorithm + tlv(0x80, ciphertext))
    encrypted = tlv(0x30, b"\x02\x01\x00" + info)
    return tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.6").dump() + tlv(0xA0, encrypted))


def aes_cbc(key: bytes, iv: bytes, plain: bytes) -> bytes:
    """AES-CBC with padding."""
    padder = PKCS7(128).padder()
    encryptor = Cipher(AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def pfx(safes: Iterable[bytes], mac_data: bytes = b"") -> bytes:
    """A PFX around ContentInfos."""
    safe = tlv(0x30, b"".join(safes))
    return tlv(0x30, b"\x02\x01\x03" + open_safe_of(safe) + mac_data)


def authenticated(safes: Sequence[bytes]) -> bytes:
    """What the MAC covers."""
    return tlv(0x30, b"".join(safes))


def mac_sha256(content: bytes, bmp: bytes, *, rounds: int = 2) -> bytes:
    """MacData with HMAC-SHA-256."""
    salt = b"saltsalt"
    key = pkcs12_kdf(bmp, salt, rounds=rounds, purpose=Purpose.MAC, size=32, digest="sha256")
    return _mac_data("sha256", hmac.digest(key, content, "sha256"), salt, rounds)


def _mac_data(digest: str, value: bytes, salt: bytes, rounds: int) -> bytes:
    data = pkcs12.MacData(
        {
            "mac": {
                "digest_algorithm": {"algorithm": digest, "parameters": core.Null()},
                "digest": value,
            },
            "mac_salt": salt,
            "iterations": rounds,
        }
    ).dump()
    return bytes(data)


def pbkdf2(salt: bytes, rounds: int, *, size: int | None, prf: str | None) -> bytes:
    """AlgorithmIdentifier of PBKDF2. prf: an OID, None for the default."""
    parameters = core.OctetString(salt).dump() + core.Integer(rounds).dump()
    if size is not None:
        parameters += core.Integer(size).dump()
    if prf is not None:
        parameters += algorithm(prf, b"\x05\x00")
    return algorithm("1.2.840.113549.1.5.12", tlv(0x30, parameters))


def algorithm(oid: str, parameters: bytes = b"") -> bytes:
    """An AlgorithmIdentifier."""
    return tlv(0x30, core.ObjectIdentifier(oid).dump() + parameters)


def pbmac1(content: bytes, raw: bytes, *, size: int | None = 32, rounds: int = 2) -> bytes:
    """MacData of RFC 9579 with PBKDF2 and HMAC-SHA-256 throughout."""
    hmac_sha256 = "1.2.840.113549.2.9"
    kdf = pbkdf2(b"saltsalt", rounds, size=size, prf=hmac_sha256)
    identifier = algorithm(
        "1.2.840.113549.1.5.14", tlv(0x30, kdf + algorithm(hmac_sha256, b"\x05\x00"))
    )
    key = hashlib.pbkdf2_hmac("sha256", raw, b"saltsalt", rounds, size or 32)
    value = core.OctetString(hmac.digest(key, content, "sha256")).dump()
    return tlv(0x30, tlv(0x30, identifier + value) + core.OctetString(b"none").dump())


def pbes2_aes(plain: bytes, raw: bytes, *, prf: str, hash_name: str, bits: int) -> bytes:
    """A sealed safe under PBES2 with PBKDF2 and AES-CBC. `plain`: SafeContents."""
    last = {128: 2, 192: 22, 256: 42}[bits]
    key = hashlib.pbkdf2_hmac(hash_name, raw, b"saltsalt", 2, bits // 8)
    iv = bytes(16)
    scheme = algorithm(
        "1.2.840.113549.1.5.13",
        tlv(
            0x30,
            pbkdf2(b"saltsalt", 2, size=None, prf=prf)
            + algorithm(f"2.16.840.1.101.3.4.1.{last}", core.OctetString(iv).dump()),
        ),
    )
    return sealed_safe(scheme, aes_cbc(key, iv, plain))


def bmp(text: str) -> bytes:
    """A passphrase as RFC 7292 B.1 has it."""
    return text.encode("utf-16-be") + b"\0\0"


def bundle(*people: Person, others: tuple[bytes, ...] = ()) -> Bundle:
    """What a file of these people holds."""
    return Bundle(tuple(who.entry for who in people), others)


def to_ber(der: bytes, *, segment: int = 200) -> bytes:
    """The same, in indefinite lengths and segmented strings, as old NSS and Java wrote."""
    element = core.Asn1Value.load(der)
    return _ber(element.dump(), segment)


def _ber(der: bytes, segment: int) -> bytes:
    out = b""
    while der:
        value, size = _split(der)
        if der[0] & 0x20:
            out += bytes([der[0], 0x80]) + _ber(value, segment) + b"\0\0"
        elif der[0] == 0x04 and len(value) > segment:
            chunks = (value[at : at + segment] for at in range(0, len(value), segment))
            out += b"\x24\x80" + b"".join(tlv(0x04, chunk) for chunk in chunks) + b"\0\0"
        else:
            out += der[:size]
        der = der[size:]
    return out


def _split(der: bytes) -> tuple[bytes, int]:
    """Contents of the first encoding, and its whole size."""
    start, size = 2, der[1]
    if size & 0x80:
        start = 2 + (size & 0x7F)
        size = int.from_bytes(der[2:start], "big")
    return der[start : start + size], start + size
