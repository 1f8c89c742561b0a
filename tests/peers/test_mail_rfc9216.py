"""Mail between the people of RFC 9216, rebuilt with keys of our own; and to the published ones.

Alice and Bob have RSA keys under an RSA authority, Carlos and Dana Ed25519 and X25519 keys under
an Ed25519 one; everybody has one key to sign and another to decrypt, and the two authorities have
certified each other. The published keys are not part of the project: SEL_SAMPLES names a folder
that has them in `rfc/rfc9216`.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sel.base.errors import CannotEncryptTo, NoKey
from sel.core import chain, envelope, letter
from sel.core.letter import Letter, Signature
from tests.core.agreement_material import agreed
from tests.core.mail_material import Person, entity, mail, signed

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NAMES = ("alice", "bob", "carlos", "dana")
USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
TEXT = "Bore da, Siân.\n"
PART = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + TEXT.replace("\n", "\r\n").encode()


@dataclass(frozen=True)
class People:
    """Who signs and who decrypts, and what joins their authorities.

    own     each authority's own certificate, by kind
    cross   of this kind's authority, from the other one
    parts   what each has signed
    """

    sign: dict[str, Person]
    decrypt: dict[str, Person]
    own: dict[str, bytes]
    cross: dict[str, bytes]
    parts: dict[str, bytes] = field(default_factory=dict)

    def write(self, folder: Path) -> People:
        """Have everybody sign the same text."""
        for name in NAMES:
            self.parts[name] = signed_part(folder, self, name)
        return self


def kind_of(name: str) -> str:
    return "rsa" if name in {"alice", "bob"} else "ed25519"


def made(
    key: Any, subject: str, issuer: str, issuer_key: Any,
    *, address: str = "", usage: str = "",
) -> bytes:  # fmt: skip
    """As the RFC writes them: policies, one use each, mail addresses in subjectAltName."""
    uses = dict.fromkeys(USES, False) | {usage: True}
    uses["content_commitment"] = usage == "digital_signature"
    uses["crl_sign"] = usage == "key_cert_sign"

    def called(common: str) -> x509.Name:
        place = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ysgol y Bont")
        return x509.Name([place, x509.NameAttribute(NameOID.COMMON_NAME, common)])

    builder = (
        x509.CertificateBuilder()
        .subject_name(called(subject))
        .issuer_name(called(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=9_000))
        .add_extension(x509.BasicConstraints(not address, None), critical=True)
        .add_extension(x509.KeyUsage(**uses), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
    )
    if address:
        policy = x509.PolicyInformation(x509.ObjectIdentifier("2.16.840.1.101.3.2.1.48.1"), None)
        builder = (
            builder.add_extension(x509.CertificatePolicies([policy]), False)
            .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        )
    edwards = isinstance(issuer_key, ed25519.Ed25519PrivateKey)
    done = builder.sign(issuer_key, None if edwards else hashes.SHA256())
    return done.public_bytes(Encoding.DER)


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    authority: dict[str, Any] = {"rsa": rsa_key(), "ed25519": ed25519.Ed25519PrivateKey.generate()}
    sign: dict[str, Person] = {}
    decrypt: dict[str, Person] = {}
    # Making an RSA key takes long: Alice and Bob differ by name, address and serial only.
    shared = rsa_key()
    for name in NAMES:
        kind, address = kind_of(name), f"{name}@smime.example"
        signing: Any = shared if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
        decrypting: Any = authority["rsa"] if kind == "rsa" else x25519.X25519PrivateKey.generate()
        for key, usage, kept in (
            (signing, "digital_signature", sign),
            (decrypting, "key_encipherment" if kind == "rsa" else "key_agreement", decrypt),
        ):
            der = made(key, name, kind, authority[kind], address=address, usage=usage)
            kept[name] = Person(key, der, address)
    own, cross = {}, {}
    for kind, other in (("rsa", "ed25519"), ("ed25519", "rsa")):
        key, usage = authority[kind], "key_cert_sign"
        own[kind] = made(key, kind, kind, key, usage=usage)
        cross[kind] = made(key, kind, other, authority[other], usage=usage)
    return People(sign, decrypt, own, cross).write(tmp_path_factory.mktemp("people"))


def signed_part(folder: Path, people: People, sender: str) -> bytes:
    """multipart/signed. Sêl signs with RSA and EC keys; what Edwards' curves sign, GnuTLS made."""
    who = people.sign[sender]
    if kind_of(sender) == "rsa":
        cross = (people.cross["rsa"],)
        made = envelope.sign(PART, key=who.key, certificate=who.certificate, chain=cross, when=NOW)
        return signed(who, PART, signature=made)
    (folder / "part").write_bytes(PART)
    pem = who.pem(folder)
    subprocess.run(
        ["certtool", "--p7-detached-sign", "--p7-time", "--load-privkey", pem,
         "--load-certificate", pem, "--infile", "part", "--outder", "--outfile", "made"],
        cwd=folder, capture_output=True, check=True,
    )  # fmt: skip
    return signed(who, PART, signature=(folder / "made").read_bytes())


def written(people: People, sender: str, *to: str) -> bytes:
    """Signed, and encrypted if it is to somebody."""
    part, who = people.parts[sender], people.sign[sender]
    if to:
        holders = [people.decrypt[name].certificate for name in to]
        part = entity("application/pkcs7-mime", envelope.encrypt(part, recipients=holders))
    return mail(who, part)


def expect(found: Letter, people: People, sender: str) -> None:
    assert (found.signature, found.text) == (Signature.VALID, TEXT)
    assert [each.certificate for each in found.signers] == [people.sign[sender].certificate]
    assert not any(each.weak for each in found.signers)


@pytest.mark.parametrize("sender", NAMES)
def test_everybody_signs(people: People, sender: str) -> None:
    found = letter.open_letter(written(people, sender), ())
    expect(found, people, sender)
    expected = {"rsa": "rsa-sha256", "ed25519": "ed25519"}[kind_of(sender)]
    assert [each.algorithm for each in found.signers] == [expected]


@pytest.mark.parametrize("sender", NAMES)
@pytest.mark.parametrize("root", ["rsa", "ed25519"])
def test_the_cross_leads_to_either_root(people: People, sender: str, root: str) -> None:
    """Whichever of the two authorities is trusted; mail of RSA keys brings the cross along."""
    (signer,) = letter.open_letter(written(people, sender), ()).signers
    assert signer.certificate is not None
    anchors, cross = (people.own[root],), people.cross[kind_of(sender)]
    assert (cross in signer.certificates) == (kind_of(sender) == "rsa")
    pool = (*signer.certificates, cross)
    path = chain.build(signer.certificate, pool=pool, anchors=anchors, at=NOW)
    assert path.trusted, path.findings
    nothing = chain.build(signer.certificate, pool=(), anchors=anchors, at=NOW)
    assert nothing.trusted == (root == kind_of(sender))


@pytest.mark.parametrize("sender", ["alice", "carlos"])
@pytest.mark.parametrize("to", ["alice", "bob"])
def test_rsa_recipients_open(people: People, sender: str, to: str) -> None:
    raw = written(people, sender, to)
    found = letter.open_letter(raw, people.decrypt[to].ring)
    assert found.decrypted
    expect(found, people, sender)
    with pytest.raises(NoKey):  # the key that signs opens nothing
        letter.open_letter(raw, people.sign[to].ring)


@pytest.mark.parametrize("sender", ["bob", "dana"])
@pytest.mark.parametrize("to", ["carlos", "dana"])
def test_x25519_recipients_open(people: People, sender: str, to: str) -> None:
    """RFC 8418; Sêl opens such mail and writes none, as hardly a program could read it."""
    cms = agreed("x25519", people.decrypt[to], people.parts[sender])
    raw = mail(people.sign[sender], entity("application/pkcs7-mime", cms))
    found = letter.open_letter(raw, people.decrypt[to].ring)
    assert found.decrypted
    assert found.layers[0].key_management == "ecdh-hkdf-sha256"
    expect(found, people, sender)
    with pytest.raises(NoKey):
        letter.open_letter(raw, people.sign[to].ring)
    with pytest.raises(CannotEncryptTo):
        written(people, sender, to)


# --- the published keys ----------------------------------------------------------------------

SAMPLES = Path(os.environ.get("SEL_SAMPLES", "")) / "rfc" / "rfc9216"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> People:
    def pem(name: str) -> bytes:
        return (SAMPLES / f"{name}.pem").read_bytes()

    def der(name: str) -> bytes:
        return x509.load_pem_x509_certificate(pem(f"{name}.crt")).public_bytes(Encoding.DER)

    def person(name: str, use: str) -> Person:
        key = load_pem_private_key(pem(f"{name}.{use}.key"), None)
        return Person(key, der(f"{name}.{use}"), f"{name}@smime.example")

    kinds = ("rsa", "ed25519")
    return People(
        {name: person(name, "sign") for name in NAMES},
        {name: person(name, "encrypt") for name in NAMES},
        {kind: der(f"ca.{kind}") for kind in kinds},
        {kind: der(f"ca.{kind}.cross") for kind in kinds},
    ).write(tmp_path_factory.mktemp("published"))


@pytest.mark.skipif(
    "SEL_SAMPLES" not in os.environ, reason="SEL_SAMPLES names no folder with published samples"
)
def test_the_published_keys_do_the_same(published: People) -> None:
    for sender in NAMES:
        test_everybody_signs(published, sender)
        for root in ("rsa", "ed25519"):
            test_the_cross_leads_to_either_root(published, sender, root)
    for sender, to in (("alice", "bob"), ("carlos", "alice")):
        test_rsa_recipients_open(published, sender, to)
    for sender, to in (("bob", "carlos"), ("dana", "dana"), ("carlos", "dana")):
        test_x25519_recipients_open(published, sender, to)
