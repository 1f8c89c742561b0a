"""People, and messages put together by hand, for tests of mail."""

from __future__ import annotations

import base64
import email
import email.policy
import secrets
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sel.base.secret import Secret
from sel.core import envelope, letter
from sel.core.envelope import Content, Key, der
from sel.core.letter import Attachment, Letter, Mailbox, Outline, Signature

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


# --- letters of ours ------------------------------------------------------------------------

SIGNING = ("rsa", "p256", "p384", "p521", "brainpool")
LONG_TEXT = "Annwyl Siân,\n\nFrom the school:\n.\nHelo, Llŷr a Gŵen " + "x" * 90 + " \nHwyl"
FILES = (
    Attachment("Adroddiad ŵythnosol.pdf", bytes(range(256)) * 9, "application/pdf"),
    Attachment("a.txt", b"one\ntwo\r\nthree"),
    Attachment("empty", b""),
)


def composed(who: Person, *to: Person, **changes: object) -> bytes:
    wanted = {
        "sender": Mailbox("Siân Llŷr", who.address),
        "recipients": [Mailbox("", each.address) for each in to or (who,)],
        "subject": "Prawf",
        "text": LONG_TEXT,
        "attachments": FILES,
        "date": NOW,
        "key": who.key,
        "certificate": who.certificate,
        "chain": [root()[1]],
        "encrypt_to": [each.certificate for each in {who, *to}],
    }
    return letter.compose(**{**wanted, **changes})  # type: ignore[arg-type]


def parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def expect_whole(opened: Letter) -> None:
    assert opened.signature is Signature.VALID
    assert opened.text == LONG_TEXT + "\n"
    assert opened.attachments == FILES
    assert opened.findings == ()


def sign(who: Person, content: bytes = BODY, *, detached: bool = True) -> bytes:
    return envelope.sign(
        content,
        key=who.key,
        certificate=who.certificate,
        chain=[root()[1]],
        when=NOW,
        detached=detached,
    )


def carried_cms(raw: bytes) -> bytes:
    payload = parsed(raw).get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def codes(found: Letter | Outline) -> set[str]:
    """Those of its findings."""
    return {each.code for each in found.findings}


def decrypt_often(message: bytes, who: Person) -> None:
    """A random content key passes the padding of CBC once in 256 times."""
    for _ in range(5):
        envelope.decrypt(message, who.ring)


def serial(who: Person) -> int:
    """Of their certificate."""
    return x509.load_der_x509_certificate(who.certificate).serial_number
