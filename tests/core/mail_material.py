"""People, programs that are not ours, and messages put together by hand, for tests of mail."""

from __future__ import annotations

import base64
import secrets
import subprocess
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sel.base.secret import Secret
from sel.core import envelope
from sel.core.envelope import Content, Key, der
from sel.core.letter import Mailbox

NOW = datetime.now(UTC).replace(microsecond=0)
"""OpenSSL and NSS judge by the clock, so the people here are of today."""

BODY = (
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"Bore da, Si=C3=A2n.\r\n"
)
TEXT = "Bore da, Siân.\n"

_MAKERS: dict[str, Any] = {
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "brainpool": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "x25519": x25519.X25519PrivateKey.generate,
    "x448": x448.X448PrivateKey.generate,
}


@dataclass(frozen=True)
class Person:
    """A private key of the cryptography library, and a certificate (DER) of the test root."""

    private: Any
    certificate: bytes
    address: str

    @property
    def key(self) -> Secret:
        return Secret(
            self.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        )

    @property
    def spki(self) -> bytes:
        public = self.private.public_key()
        der: bytes = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return der

    @property
    def ring(self) -> tuple[Key, ...]:
        return (Key(self.certificate, self.spki, lambda: self.key),)

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox("", self.address)

    def pem(self, folder: Path) -> str:
        """A file with key and certificate."""
        path = folder / f"{self.address}-{self.certificate[-4:].hex()}.pem"
        path.write_bytes(
            self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + x509.load_der_x509_certificate(self.certificate).public_bytes(Encoding.PEM)
        )
        return str(path)


@cache
def root() -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    """The test root's key and certificate (DER)."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certificate("Root", None, key.public_key(), key, ca=True)


@cache
def private_key(kind: str, number: int = 0) -> Any:
    """One of a few keys of a kind; RSA ones are slow to make."""
    return _MAKERS[kind]()


@cache
def person(kind: str = "p256", name: str = "sian.llyr", number: int = 0) -> Person:
    """Somebody at school.example. number: another key and certificate of the same person."""
    address = f"{name}@school.example"
    private = private_key(kind, number if kind == "rsa" else hash((name, number)))
    return Person(private, _certificate(name, address, private.public_key(), root()[0]), address)


def _certificate(
    name: str, address: str | None, public: Any, signer: Any, *, ca: bool = False
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Root")]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(hours=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    if address is not None:
        names = x509.SubjectAlternativeName([x509.RFC822Name(address)])
        mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(names, critical=False).add_extension(mail, critical=False)
    return builder.sign(signer, hashes.SHA256()).public_bytes(Encoding.DER)


# --- OpenSSL --------------------------------------------------------------------------------


class ToolRefused(Exception):
    """A program ended with a complaint."""


def run(*command: str, given: bytes = b"") -> bytes:
    """What a program writes. Raises ToolRefused."""
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        raise ToolRefused(done.stderr.decode(errors="replace"))
    return done.stdout


def openssl(*options: str, given: bytes = b"") -> bytes:
    """`openssl cms`. Raises ToolRefused."""
    return run("openssl", "cms", *options, given=given)


def openssl_signs(who: Person, content: bytes, folder: Path, *options: str) -> bytes:
    """SignedData, DER, detached unless `-nodetach` is among the options."""
    pem = who.pem(folder)
    return openssl("-sign", "-binary", "-outform", "DER", "-signer", pem, *options, given=content)


def openssl_verifies(
    cms: bytes, folder: Path, *options: str, content: bytes | None = None
) -> bytes:
    """The content, if the signature holds up to the test root. Raises ToolRefused."""
    path = folder / "root.pem"
    path.write_bytes(x509.load_der_x509_certificate(root()[1]).public_bytes(Encoding.PEM))
    if content is not None:
        (folder / "content").write_bytes(content)
        options += ("-content", str(folder / "content"))
    if "-inform" in options:  # on S/MIME text it would take the last line end for content
        options += ("-binary",)
    trust = ("-CAfile", str(path), "-no-CApath", "-no-CAstore", "-purpose", "smimesign")
    return openssl("-verify", *trust, *options, given=cms)


def openssl_encrypts(content: bytes, folder: Path, *options: str, to: tuple[Person, ...]) -> bytes:
    """Encrypted data, DER; recipients with `-keyopt` are given by `options` themselves."""
    pems = [each.pem(folder) for each in to]
    return openssl("-encrypt", "-binary", "-outform", "DER", *options, *pems, given=content)


def openssl_decrypts(cms: bytes, who: Person, folder: Path) -> bytes:
    """The content. Raises ToolRefused."""
    pem = who.pem(folder)
    keys = ("-inkey", pem, "-recip", pem)
    return openssl("-decrypt", "-binary", "-inform", "DER", *keys, given=cms)


# --- NSS ------------------------------------------------------------------------------------


class Nss:
    """An NSS database with some people's keys and the test root, trusted for mail."""

    def __init__(self, folder: Path, *people: Person) -> None:
        self.folder = folder
        self._database = f"sql:{folder}"
        run("certutil", "-N", "-d", self._database, "--empty-password")
        run("certutil", "-A", "-d", self._database, "-n", "root", "-t", ",C,", given=root()[1])
        for each in people:
            pfx = pkcs12.serialize_key_and_certificates(
                each.address.encode(),
                load_der_private_key(each.key.reveal(), None),  # type: ignore[arg-type]
                x509.load_der_x509_certificate(each.certificate),
                None,
                BestAvailableEncryption(b"x"),
            )
            (folder / "one.p12").write_bytes(pfx)
            run(
                "pk12util", "-i", str(folder / "one.p12"), "-W", "x", "-K", "",
                "-d", self._database,
            )  # fmt: skip

    def signs(self, who: Person, content: bytes, *options: str) -> bytes:
        """SignedData, DER. `-T` leaves the content out."""
        return self._cms("-S", "-N", who.address, "-G", "-P", *options, given=content)

    def encrypts(self, who: Person, content: bytes) -> bytes:
        """EnvelopedData, DER."""
        return self._cms("-E", "-r", who.address, given=content)

    def opens(self, cms: bytes, content: bytes | None = None) -> bytes:
        """Decrypt or verify. Raises ToolRefused."""
        if content is None:
            return self._cms("-D", given=cms)
        (self.folder / "content").write_bytes(content)
        return self._cms("-D", "-c", str(self.folder / "content"), given=cms)

    def _cms(self, *options: str, given: bytes) -> bytes:
        (self.folder / "in").write_bytes(given)
        return run(
            "cmsutil", *options, "-d", self._database, "-i", str(self.folder / "in"), "-p", "",
        )  # fmt: skip


# --- damage ---------------------------------------------------------------------------------


def mutated(data: bytes, chance: Random) -> bytes:
    """The bytes with one to four small changes: flips, losses, insertions, repeats."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = chance.randbytes(1)
            case 1:
                del changed[at : at + chance.randint(1, 9)]
            case 2:
                changed[at:at] = chance.randbytes(chance.randint(1, 9))
            case 3:
                end = at + chance.randint(1, 200)
                changed[at:at] = changed[at:end]
            case _:
                changed[at : at + 1] = chance.choice((b"\x80", b"\0", b"\xff", b"\x30", b"\n"))
    return bytes(changed)


# --- mail, part by part ---------------------------------------------------------------------


def mail(who: Person, part: bytes, *fields: str) -> bytes:
    """An entity as a mail of `who`; fields: more header fields, or other ones than From."""
    own = [f"From: {who.address}"] if not any(f.startswith("From:") for f in fields) else []
    head = [*own, *fields, "To: gwen@school.example", "Subject: Prawf", "MIME-Version: 1.0"]
    return "".join(f"{line}\r\n" for line in head).encode() + part


def entity(media_type: str, content: bytes, *, smime_type: str = "", name: str = "") -> bytes:
    """A part in base64."""
    parameters = f"; smime-type={smime_type}" if smime_type else ""
    parameters += f'; name="{name}"' if name else ""
    head = f"Content-Type: {media_type}{parameters}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def multipart(subtype: str, *parts: bytes) -> bytes:
    """A multipart of entities."""
    boundary = f"=_{secrets.token_hex(8)}"
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'
    return head.encode() + body + f"--{boundary}--\r\n".encode()


def signed(
    who: Person, content: bytes = BODY, *more: bytes, signature: bytes | None = None
) -> bytes:
    """multipart/signed; more: parts behind the signature, where none belong."""
    made = signature or detached(who, content)
    protocol = 'signed; protocol="application/pkcs7-signature"; micalg=sha-256'
    return multipart(protocol, content, entity("application/pkcs7-signature", made), *more)


def detached(who: Person, content: bytes = BODY) -> bytes:
    """A signature beside its content."""
    return envelope.sign(content, key=who.key, certificate=who.certificate, chain=(), when=NOW)


def opaque(who: Person, content: bytes = BODY) -> bytes:
    """A signature around its content."""
    return envelope.sign(
        content, key=who.key, certificate=who.certificate, chain=(), when=NOW, detached=False
    )


def stranger_signed() -> bytes:
    """The usual text, signed by somebody else."""
    return signed(person("p256", "mallory"))


def sealed(content: bytes, *to: Person, cipher: Content = Content.CBC) -> bytes:
    """An encrypted entity."""
    cms = envelope.encrypt(content, recipients=[each.certificate for each in to], cipher=cipher)
    return entity("application/pkcs7-mime", cms, smime_type="enveloped-data", name="smime.p7m")


def compressed(content: bytes, *, packed: bool = False) -> bytes:
    """CompressedData around content that may be packed already."""
    stream = content if packed else zlib.compress(content)
    data = der.sequence(
        der.integer(0),
        der.algorithm("1.2.840.113549.1.9.16.3.8"),
        der.sequence(der.oid("1.2.840.113549.1.7.1"), der.encode(0xA0, der.octets(stream))),
    )
    return der.sequence(der.oid("1.2.840.113549.1.9.16.1.9"), der.encode(0xA0, data))
