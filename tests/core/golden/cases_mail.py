"""Golden files of mail: what can be said without any key."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.core.golden import writing as w
from tests.core.golden.cases import AT
from tests.core.golden.cases_path import key, spki
from tests.core.golden.writing import SIAN, Shape

DATA, SIGNED, ENVELOPED = (f"1.2.840.113549.1.7.{arc}" for arc in (1, 2, 3))
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
MD5, SHA1, SHA256 = "1.2.840.113549.2.5", "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1"
DIGESTS = {MD5: hashes.MD5(), SHA1: hashes.SHA1(), SHA256: hashes.SHA256()}
GWEN = "gwen@school.example"
TEXT = "Content-Type: text/plain; charset=us-ascii\n\nBore da.\n"
HTML = "Content-Type: text/html; charset=us-ascii\n\n<p>Bore da.</p>\n"


@dataclass(frozen=True)
class MailCase:
    """As `Case`, with a whole mail, lines ending in LF."""

    name: str
    finds: str
    mail: str
    purpose: str = "mail"
    address: None = None
    at: str = AT


def headers(sender: str = f"Sian Llyr <{SIAN}>", *, subject: str = "Bore da") -> str:
    """The usual fields."""
    lines = [f"From: {sender}", f"To: {GWEN}", f"Subject: {subject}", "MIME-Version: 1.0"]
    return "\n".join(lines) + "\n"


@cache
def person() -> bytes:
    """Siân's certificate, of an EC key."""
    return Shape(spki=spki("person"), changes={"usage": w.usage(0x88, unused=3)}).der(
        key("issuer")
    )


@cache
def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def with_rsa() -> bytes:
    """Another one of hers, of an RSA key: MD5 goes with no other kind."""
    public = _rsa().public_key()
    return Shape(spki=public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).der(
        key("issuer")
    )


def canonical(text: str) -> bytes:
    """As it is signed: lines end in CRLF (RFC 8551 3.1.1)."""
    return text.replace("\n", "\r\n").encode()


def attribute(kind: str, value: bytes) -> bytes:
    """A signed attribute of one value."""
    return w.seq(w.oid(kind), w.tlv(0x31, value))


def signed(
    body: bytes,
    *,
    digest: str = SHA256,
    named: str | None = None,
    carried: bytes | None = None,
    certificate: bytes | None = None,
    held: bool = True,
    more: Sequence[bytes] = (),
    digests: bool = True,
    altered: bool = False,
) -> bytes:
    """SignedData (RFC 5652 5). carried: content inside; digests: whether it has one."""
    whose = certificate or person()
    value = hashes.Hash(DIGESTS[digest])
    value.update(body)
    attributes = [attribute(CONTENT_TYPE, w.oid(DATA)), *more]
    if digests:
        attributes.append(attribute(MESSAGE_DIGEST, w.tlv(0x04, value.finalize())))
    listed = b"".join(sorted(attributes))
    signature, algorithm = _signature(w.tlv(0x31, listed), digest)
    if altered:
        signature = signature[:-1] + bytes([signature[-1] ^ 1])
    name = w.called("Awdurdod Ysgol")
    info = w.seq(
        w.number(1),
        w.seq(name, _serial(whose)),
        w.algorithm(named or digest),
        w.tlv(0xA0, listed),
        w.algorithm(algorithm),
        w.tlv(0x04, signature),
    )
    inside = () if carried is None else (w.tlv(0xA0, w.tlv(0x04, carried)),)
    return _content(
        SIGNED,
        w.number(1),
        w.tlv(0x31, w.algorithm(named or digest)),
        w.seq(w.oid(DATA), *inside),
        *((w.tlv(0xA0, whose),) if held else ()),
        w.tlv(0x31, info),
    )


def _content(kind: str, *fields: bytes) -> bytes:
    return w.seq(w.oid(kind), w.tlv(0xA0, w.seq(*fields)))


def _signature(data: bytes, digest: str) -> tuple[bytes, str]:
    if digest == MD5:
        return _rsa().sign(data, padding.PKCS1v15(), hashes.MD5()), "1.2.840.113549.1.1.4"
    algorithm = {SHA1: "1.2.840.10045.4.1", SHA256: w.ECDSA_SHA256}[digest]
    return key("person").sign(data, ec.ECDSA(DIGESTS[digest])), algorithm


def _serial(certificate: bytes) -> bytes:
    from cryptography import x509

    return w.number(x509.load_der_x509_certificate(certificate).serial_number)


def armoured(data: bytes) -> str:
    """Base64 in lines."""
    return base64.encodebytes(data).decode()


def clear(cms: bytes, body: str = TEXT, *, head: str | None = None, mark: str = "b") -> str:
    """multipart/signed."""
    return (
        (headers() if head is None else head)
        + 'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; '
        "micalg=sha-256; boundary="
        f'"{mark}"\n\n--{mark}\n'
        + body
        + f"\n--{mark}\nContent-Type: application/pkcs7-signature; name=smime.p7s\n"
        + "Content-Transfer-Encoding: base64\n\n"
        + armoured(cms)
        + f"\n--{mark}--\n"
    )


def opaque(cms: bytes, kind: str) -> str:
    """application/pkcs7-mime."""
    return (
        headers()
        + f"Content-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\n"
        + "Content-Transfer-Encoding: base64\n\n"
        + armoured(cms)
    )


def senders() -> Iterator[MailCase]:
    twice = headers() + f"From: {GWEN}\n" + TEXT
    yield MailCase("from-repeated", "error from-repeated", twice)
    yield MailCase("from-unreadable", "error from-unreadable", headers("nobody") + TEXT)
    claimed = headers('"pennaeth@school.example" <x@elsewhere.example>')
    yield MailCase("address-in-name", "error address-in-name", claimed + TEXT)
    other = headers() + f"Sender: {GWEN}\n"
    yield MailCase("sender-differs", "error sender-differs", other + TEXT)
    nobody = headers().partition("\n")[2]
    cms = signed(canonical(TEXT))
    yield MailCase("no-sender", "info no-sender", clear(cms, head=nobody))
    yield MailCase("signer-not-from", "error signer-not-from", clear(cms, head=headers(GWEN)))
    inner = f"From: {GWEN}\n" + TEXT.replace("us-ascii", "us-ascii; hp=clear")
    yield MailCase(
        "protected-field-differs",
        "error protected-field-differs, error signer-not-from",
        clear(signed(canonical(inner)), inner),
    )
    subject = "Subject: Nos da\n" + TEXT.replace("us-ascii", "us-ascii; hp=clear")
    yield MailCase(
        "protected-field-differs-shown",
        "warning protected-field-differs",
        clear(signed(canonical(subject)), subject),
    )


def shown() -> Iterator[MailCase]:
    yield MailCase("html-only", "info html-only", headers() + HTML)
    mixed = 'Content-Type: multipart/mixed; boundary="m"\n\n'
    both = f"{mixed}--m\n{TEXT}\n--m\n{HTML}\n--m--\n"
    yield MailCase("html-not-shown", "info html-not-shown", headers() + both)
    yield MailCase(
        "mail-keyword-only",
        "info mail-keyword-only",
        headers(subject="Post diogel: adroddiad") + TEXT,
    )
    pgp = TEXT.replace(
        "Bore da.", "-----BEGIN PGP MESSAGE-----\n\nxxxx\n-----END PGP MESSAGE-----"
    )
    yield MailCase("mail-pgp", "info mail-pgp", headers() + pgp)
    rights = "Content-Type: application/x-microsoft-rpmsg-message\n\nx\n"
    yield MailCase("mail-microsoft-encrypted", "info mail-microsoft-encrypted", headers() + rights)
    layer = clear(signed(canonical(TEXT)), head="", mark="inner")
    beside = f"{mixed}--m\n{TEXT}\n--m\n{layer}\n--m--\n"
    yield MailCase("content-beside-signed", "error content-beside-signed", headers() + beside)
    footer = f"{mixed}--m\n{layer}\n--m\n{TEXT}\n--m--\n"
    yield MailCase("text-added-to-signed", "warning text-added-to-signed", headers() + footer)
    yield MailCase(
        "content-beside-signed-inside",
        "info content-beside-signed",
        clear(signed(canonical(beside)), beside),
    )
    part = opaque(enveloped(), "enveloped-data").partition("MIME-Version: 1.0\n")[2]
    hidden = f"{mixed}--m\n{TEXT}\n--m\n{part}\n--m--\n"
    yield MailCase(
        "content-beside-encrypted", "error content-beside-encrypted", headers() + hidden
    )
    yield MailCase(
        "content-beside-encrypted-inside",
        "info content-beside-encrypted",
        clear(signed(canonical(hidden)), hidden),
    )


def signatures() -> Iterator[MailCase]:
    body = canonical(TEXT)
    changed = TEXT.replace("Bore", "Nos")
    yield MailCase("content-altered", "error content-altered", clear(signed(body), changed))
    yield MailCase("signature-wrong", "error signature-wrong", clear(signed(body, altered=True)))
    yield MailCase(
        "other-content-signed", "error other-content-signed", clear(signed(body, carried=b"Na."))
    )
    yield MailCase(
        "signed-content-missing",
        "error signed-content-missing",
        opaque(signed(body), "signed-data"),
    )
    yield MailCase(
        "signed-attributes-wrong",
        "error signed-attributes-wrong",
        clear(signed(body, digests=False)),
    )
    hashed = w.seq(w.seq(w.seq(w.tlv(0x04, hashlib.sha256(b"another").digest()))))
    meant = attribute(SIGNING_CERTIFICATE, hashed)
    yield MailCase(
        "other-certificate-signed",
        "error other-certificate-signed",
        clear(signed(body, more=[meant])),
    )
    yield MailCase(
        "signer-certificate-missing",
        "error signer-certificate-missing",
        clear(signed(body, held=False)),
    )
    yield MailCase(
        "signature-unsupported",
        "error signature-unsupported",
        clear(signed(body, named="1.3.6.1.4.1.32473.6")),
    )
    yield MailCase("digest-weak", "warning digest-weak", clear(signed(body, digest=SHA1)))
    md5 = signed(body, digest=MD5, certificate=with_rsa())
    yield MailCase("digest-broken", "error digest-broken", clear(md5))


def enveloped(
    *, cipher: str = "2.16.840.1.101.3.4.1.42", octets: int = 64, password: bool = False
) -> bytes:
    """EnvelopedData that nobody can open: its octets are made up."""
    wrapped = w.tlv(0x04, b"\x5a" * 256)
    transport = w.algorithm(w.RSA, w.tlv(0x05))
    who = w.seq(w.called("Awdurdod Ysgol"), w.number(4711))
    recipient = w.seq(w.number(0), who, transport, wrapped)
    if password:
        wrap = w.algorithm(
            "1.2.840.113549.1.9.16.3.9", w.algorithm(cipher, w.tlv(0x04, b"i" * 16))
        )
        recipient = w.tlv(0xA3, w.number(0), wrap, w.tlv(0x04, b"\x5a" * 48))
    return _content(
        ENVELOPED,
        w.number(3 if password else 0),
        w.tlv(0x31, recipient),
        w.seq(
            w.oid(DATA),
            w.algorithm(cipher, w.tlv(0x04, b"i" * 16)),
            w.tlv(0x80, b"\xa5" * octets),
        ),
    )


def encrypted() -> Iterator[MailCase]:
    unknown = enveloped(cipher="1.3.6.1.4.1.32473.7")
    for name, cms in (
        ("encryption-unknown", unknown),
        ("encrypted-content-damaged", enveloped(octets=63)),
        ("encrypted-otherwise", enveloped(password=True)),
    ):
        yield MailCase(name, f"error {name}", opaque(cms, "enveloped-data"))


def every() -> Iterator[MailCase]:
    """All cases of this file."""
    for group in (senders, shown, signatures, encrypted):
        yield from group()
