"""One real directory for all tests here: two thousand people, and some that are odd."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from sel.flows.exports import certificates_only
from tests.directories.server import Entry, slapd
from tests.flows.desk import FOUNDED
from tests.pilot import person

SIAN, GWEN = "sian.llyr@school.example", "gwen.rhys@school.example"
PEOPLE = 2_000


@dataclass(frozen=True)
class Tls:
    """A root of its own, and a server's certificate for this name or address. All PEM."""

    root: bytes
    server: bytes
    key: bytes

    @property
    def context(self) -> Callable[[], ssl.SSLContext]:
        """What trusts this root alone."""
        return lambda: ssl.create_default_context(cadata=self.root.decode())


def tls(name: str = "127.0.0.1", *, ended: bool = False) -> Tls:
    """A certificate chain for a server."""
    now = datetime.now(UTC)
    until = now - timedelta(days=1) if ended else now + timedelta(days=2)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Directory test root")])

    def signed(builder: x509.CertificateBuilder) -> bytes:
        done = builder.issuer_name(root_name).serial_number(x509.random_serial_number())
        done = done.not_valid_before(now - timedelta(days=3)).not_valid_after(until)
        return done.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM)

    root = signed(
        x509.CertificateBuilder()
        .subject_name(root_name)
        .public_key(root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    try:
        alternative: x509.GeneralName = x509.IPAddress(ip_address(name))
    except ValueError:
        alternative = x509.DNSName(name)
    server = signed(
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "directory")]))
        .public_key(key.public_key())
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Tls(root, server, pem)


@dataclass(frozen=True)
class Directory:
    """A running slapd."""

    plain: int
    secure: int
    tls: Tls
    certificates: dict[str, bytes]


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    shared = person("ordinary@school.example", founded=FOUNDED).certificate
    sian = person(SIAN, founded=FOUNDED).certificate
    gwen = person(GWEN, name="Gwen Rhys", founded=FOUNDED).certificate
    other = person("other@school.example", name="Somebody Else", founded=FOUNDED).certificate
    entries = [
        Entry(f"person{n}", f"Person Number{n}", f"person{n}@school.example", (shared,))
        for n in range(PEOPLE)
    ]
    entries += [
        Entry("sian", "Siân Llŷr", SIAN, (sian,)),
        Entry("gwen", "Gwen Rhys", GWEN, smime=(certificates_only((gwen, FOUNDED.issuer)),)),
        Entry("rotten", "Rotten Rhys", "rotten@school.example", (b"\x30\x00",)),
        Entry("wrong", "Wrong Rhys", "wrong@school.example", (other,)),
        Entry("bare", "Bare Rhys", "bare@school.example"),
        Entry("star", "Star* (Rhys)\\", "star@school.example", (shared,)),
        Entry("away", "Away", "", referral="ldap://127.0.0.1:1/dc=elsewhere,dc=example"),
    ]
    one = tls()
    folder = tmp_path_factory.mktemp("slapd")
    with slapd(folder, entries, root=one.root, server=one.server, key=one.key) as (plain, secure):
        yield Directory(plain, secure, one, {SIAN: sian, GWEN: gwen})


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path
